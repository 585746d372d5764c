package docx

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parley/format/akn"
	"parley/format/markdown"
	"parley/format/plain"
	"parley/internal/shareddata"
	"parley/redline"
	"parley/text"
	"parley/text/texttest"
)

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// comesBack writes a text and expects to read the same, ids and all.
func comesBack(t fataler, x *text.Text) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, x, Options{}); err != nil {
		t.Fatalf("%v", err)
	}
	d, err := Read(b.Bytes())
	if err != nil {
		t.Fatalf("%v", err)
	}
	if !d.Text.Equal(x) {
		t.Fatalf("written, read: %s", firstDifference(outlineOf(x), outlineOf(d.Text)))
	}
}

// firstDifference shows where two listings part.
func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			at := 0
			for at < min(len(as[i]), len(bs[i])) && as[i][at] == bs[i][at] {
				at++
			}
			at = max(0, at-60)
			return fmt.Sprintf("line %d from %d: %.200q, %.200q", i, at, as[i][at:], bs[i][at:])
		}
	}
	return fmt.Sprintf("%d and %d lines, or only ids and kinds differ", len(as), len(bs))
}

func TestI1_AnyTextComesBackFromWordAsItWas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) { comesBack(r, texttest.Text().Draw(r, "text")) })
}

// tracksBoth writes a redline and expects both texts in it.
func tracksBoth(t fataler, old, new *text.Text) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteRedline(&b, old, new, redline.Compare(old, new, redline.Options{}), Options{Author: "Aldoria"}); err != nil {
		t.Fatalf("%v", err)
	}
	d, err := Read(b.Bytes())
	if err != nil {
		t.Fatalf("%v", err)
	}
	if !d.Text.Equal(new) {
		t.Fatalf("new, accepted: %s", firstDifference(outlineOf(new), outlineOf(d.Text)))
	}
	if got, want := linesOf(d.Base), linesOf(old); got != want {
		t.Fatalf("old, rejected: %s", firstDifference(want, got))
	}
}

// linesOf lists what stands in the lines of a text, whatever they hang together.
func linesOf(t *text.Text) string {
	var b bytes.Buffer
	for _, p := range t.Places() {
		label := p.Label
		for _, words := range []string{p.Heading, p.Words} {
			if words != "" || label != "" && p.Heading+p.Words == "" {
				b.WriteString(label + "|" + words + "\n")
				label = ""
			}
		}
	}
	return b.String()
}

func TestI1_AnyRedlineInWordIsBothTexts(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		old, new := texttest.Text().Draw(r, "old"), texttest.Text().Draw(r, "new")
		tracksBoth(r, old, new)
	})
}

// pairs are the texts of the shared data before and after.
func pairs(t testing.TB) (names []string, before, after []*text.Text) {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(shareddata.Dir(t, "pairs"), "*", "before.*"))
	if err != nil || len(dirs) < 40 {
		t.Fatal(len(dirs), " pairs ", err)
	}
	for _, name := range dirs {
		old := readPair(t, name)
		new := redline.AdoptIDs(old, readPair(t, filepath.Join(filepath.Dir(name), "after"+filepath.Ext(name))))
		names, before, after = append(names, filepath.Base(filepath.Dir(name))), append(before, old), append(after, new)
	}
	return names, before, after
}

func readPair(t testing.TB, name string) *text.Text {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]func([]byte) (*text.Text, error){".txt": plain.Read, ".md": markdown.Read, ".xml": akn.Read}[filepath.Ext(name)]
	x, err := read(data)
	if err != nil {
		t.Fatal(name, err)
	}
	x.FillIDs()
	return x
}

func TestEveryPairComesBackFromWordAndItsRedlineIsBothTexts(t *testing.T) {
	names, before, after := pairs(t)
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			comesBack(t, before[i])
			comesBack(t, after[i])
			tracksBoth(t, before[i], after[i])
		})
	}
}

func FuzzMap(f *testing.F) {
	f.Add(`<p n="1" id="a" kind="article" depth="0"/><p n="2" id="b" depth="1" gone="1"/>`, `<w:p><w:bookmarkStart w:name="_parley_1h"/><w:r><w:t>x</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:bookmarkStart w:name="_parley_2r"/></w:p></w:tc></w:tr></w:tbl>`)
	f.Add(`<p n="1" id="a" depth="63"/>`, `<w:p><w:bookmarkStart w:name="_parley_1w"/><w:r><w:rPr><w:rStyle w:val="Number"/></w:rPr><w:t>1.</w:t></w:r></w:p><w:p><w:bookmarkStart w:name="_parley_t"/></w:p><w:p><w:r><w:t>(a) new</w:t></w:r></w:p>`)
	f.Fuzz(func(t *testing.T, entries, body string) {
		d, err := Read(document(body, map[string]string{"customXml": entries}))
		if err != nil {
			return
		}
		for _, x := range []*text.Text{d.Text, d.Base} {
			seen := map[text.ID]bool{}
			for _, p := range x.Places() {
				if p.ID == "" || seen[p.ID] || p.Words != text.Fold(p.Words) || p.Depth >= text.MaxDepth {
					t.Fatalf("%+v is not canonical", p.Provision)
				}
				seen[p.ID] = true
			}
		}
	})
}
