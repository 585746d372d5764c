// Package formattest holds what the tests of all formats need: the texts of the
// shared data, and how two texts are held against each other.
package formattest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/format/akn"
	"parley/format/markdown"
	"parley/format/plain"
	"parley/internal/shareddata"
	"parley/redline"
	"parley/text"
)

// Fataler is a test, or a case of a property test.
type Fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// SameText fails unless two texts are equal, ids and all.
func SameText(t Fataler, want, got *text.Text) {
	t.Helper()
	if !got.Equal(want) {
		t.Fatalf("%s", FirstDifference(Outline(want), Outline(got)))
	}
}

// Outline lists the provisions of a text, one in a line.
func Outline(t *text.Text) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s|%s\n", t.Lang, t.Title)
	for _, p := range t.Places() {
		fmt.Fprintf(&b, "%s%s|%s|%s|%s|%s\n", strings.Repeat("  ", p.Depth), p.ID, p.Kind, p.Label, p.Heading, strings.ReplaceAll(p.Words, "\n", "⏎"))
	}
	return b.String()
}

// FirstDifference shows where two listings part.
func FirstDifference(want, got string) string {
	as, bs := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			at := 0
			for at < min(len(as[i]), len(bs[i])) && as[i][at] == bs[i][at] {
				at++
			}
			at = max(0, at-60)
			return fmt.Sprintf("line %d from %d: want %.200q, got %.200q", i, at, as[i][at:], bs[i][at:])
		}
	}
	return fmt.Sprintf("want %d lines, got %d", len(as), len(bs))
}

// Pair is a text before and after.
type Pair struct {
	Name     string
	Old, New *text.Text
}

// Pairs reads the pairs of the shared data. The new text has the ids of the old.
func Pairs(t testing.TB) []Pair {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(shareddata.Dir(t, "pairs"), "*", "before.*"))
	if err != nil || len(names) < 40 {
		t.Fatal(len(names), " pairs ", err)
	}
	var out []Pair
	for _, name := range names {
		old := read(t, name)
		new := redline.AdoptIDs(old, read(t, filepath.Join(filepath.Dir(name), "after"+filepath.Ext(name))))
		out = append(out, Pair{filepath.Base(filepath.Dir(name)), old, new})
	}
	return out
}

func read(t testing.TB, name string) *text.Text {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	x, err := map[string]func([]byte) (*text.Text, error){".txt": plain.Read, ".md": markdown.Read, ".xml": akn.Read}[filepath.Ext(name)](data)
	if err != nil {
		t.Fatal(name, err)
	}
	x.FillIDs()
	return x
}

// Tool returns where a program is; without it the test is skipped, except in CI.
func Tool(t testing.TB, name, install string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("no %s in PATH: apt-get install %s", name, install)
	}
	t.Skipf("no %s in PATH: apt-get install %s", name, install)
	return ""
}

// Failing are the lines of xmllint that say what is wrong.
func Failing(out string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(out, "\n"), func(l string) bool { return strings.HasSuffix(l, " validates") }), "\n")
}

// Canonical fails unless a text that was read is in the form that texts have.
func Canonical(t testing.TB, x *text.Text) {
	t.Helper()
	seen := map[text.ID]bool{}
	for _, p := range x.Places() {
		if p.ID == "" || seen[p.ID] || p.Words != text.Fold(p.Words) || p.Heading != text.Fold(p.Heading) || p.Label != text.FoldPlain(p.Label) || p.Depth >= text.MaxDepth {
			t.Fatalf("%+v is not canonical", p.Provision)
		}
		seen[p.ID] = true
	}
}

// Lines lists what stands in the lines of a text, whatever they hang together.
func Lines(t *text.Text) string {
	var b strings.Builder
	for _, p := range t.Places() {
		label := p.Label
		for _, words := range []string{p.Heading, p.Words} {
			if words != "" || label != "" && p.Heading+p.Words == "" {
				b.WriteString(strings.TrimSpace(label+" "+words) + "\n")
				label = ""
			}
		}
	}
	return b.String()
}
