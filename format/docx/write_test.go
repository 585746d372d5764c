package docx

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"parley/internal/formattest"
	"parley/redline"
	"parley/text"
	"parley/text/texttest"
)

// comesBack writes a text and expects to read the same, ids and all.
func comesBack(t formattest.Fataler, x *text.Text) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, x, Options{}); err != nil {
		t.Fatalf("%v", err)
	}
	d, err := Read(b.Bytes())
	if err != nil {
		t.Fatalf("%v", err)
	}
	formattest.SameText(t, x, d.Text)
}

func TestI1_AnyTextComesBackFromWordAsItWas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) { comesBack(r, texttest.Text().Draw(r, "text")) })
}

// tracksBoth writes a redline and expects both texts in it.
func tracksBoth(t formattest.Fataler, old, new *text.Text) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteRedline(&b, old, new, redline.Compare(old, new, redline.Options{}), Options{Author: "Aldoria"}); err != nil {
		t.Fatalf("%v", err)
	}
	d, err := Read(b.Bytes())
	if err != nil {
		t.Fatalf("%v", err)
	}
	formattest.SameText(t, new, d.Text)
	if got, want := linesOf(d.Base), linesOf(old); got != want {
		t.Fatalf("old, rejected: %s", formattest.FirstDifference(want, got))
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

func TestEveryPairComesBackFromWordAndItsRedlineIsBothTexts(t *testing.T) {
	for _, pair := range formattest.Pairs(t) {
		t.Run(pair.Name, func(t *testing.T) {
			comesBack(t, pair.Old)
			comesBack(t, pair.New)
			tracksBoth(t, pair.Old, pair.New)
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
