package format

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/shareddata"
	"parley/text"
)

func pairFiles(t testing.TB) []string {
	var out []string
	for _, pattern := range []string{"*/*.md", "*/*.txt"} {
		found, err := filepath.Glob(filepath.Join(shareddata.Dir(t, "pairs"), pattern))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, found...)
	}
	if len(out) < 70 {
		t.Fatalf("only %d files", len(out))
	}
	return out
}

func TestI1_RealTextsSurviveWritingAndReading(t *testing.T) {
	for _, name := range pairFiles(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		in, err := Read(name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		took := time.Since(start)
		for _, kind := range []string{"md", "txt", "json", "html", "akn", "docx", "odt"} {
			var b bytes.Buffer
			if err := Write(&b, kind, in.Text, Origin{}); err != nil {
				t.Fatal(err)
			}
			back, err := Read("x."+kind, b.Bytes())
			if err != nil {
				t.Errorf("%s as %s: %v", name, kind, err)
				continue
			}
			if !back.Text.SameAs(in.Text) {
				t.Errorf("%s as %s: not the same", name, kind)
			}
			if kind != "json" && strings.HasPrefix(b.String(), "<!-- parley") {
				t.Logf("%s as %s had to be written as JSON", name, kind)
			}
		}
		t.Logf("%s: %d provisions, %v", name[len(name)-14:], len(in.Text.Places()), took)
	}
}

func TestI1_RealTextsLoseNoWords(t *testing.T) {
	for _, name := range pairFiles(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in, err := Read(name, data)
		if err != nil {
			t.Fatal(err)
		}
		want := letters(string(data))
		got := letters(wordsOf(in.Text))
		for r, n := range want {
			if got[r] != n {
				t.Errorf("%s: %q stands %d times, want %d", name, r, got[r], n)
			}
		}
	}
}

// letters counts every letter and digit: what must survive whatever becomes of
// mark-up and spaces.
func letters(s string) map[rune]int {
	out := map[rune]int{}
	for _, r := range text.FoldPlain(s) {
		if r > ' ' && !strings.ContainsRune("*_#|-=\\`:•‣▪–—·^[]~>+", r) {
			out[r]++
		}
	}
	return out
}

func wordsOf(t *text.Text) string {
	var b strings.Builder
	b.WriteString(t.Title + " ")
	for _, p := range t.Places() {
		b.WriteString(p.Label + " " + text.Plain(p.Heading) + " " + text.Plain(p.Words) + " ")
	}
	return b.String()
}
