package html_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parley/format/html"
	"parley/internal/formattest"
	"parley/text"
	"parley/text/texttest"
)

func comesBack(t formattest.Fataler, x *text.Text) {
	t.Helper()
	var b bytes.Buffer
	if err := html.Write(&b, x); err != nil {
		t.Fatalf("%v", err)
	}
	d, err := html.Read(b.Bytes())
	if err != nil {
		t.Fatalf("%v", err)
	}
	formattest.SameText(t, x, d.Text)
}

func TestI1_AnyTextComesBackFromAWebPageAsItWas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) { comesBack(r, texttest.Text().Draw(r, "text")) })
}

func TestEveryPairComesBackFromAWebPage(t *testing.T) {
	for _, pair := range formattest.Pairs(t) {
		comesBack(t, pair.Old)
		comesBack(t, pair.New)
	}
}

func TestPagesAreRead(t *testing.T) {
	for name, c := range map[string]struct{ page, want, notes string }{
		"lists and headings": {
			`<html lang="fr"><head><title>no</title><style>p{}</style></head><body><h1>Chapter 1. General</h1><p>Article 1. The <b>Parties</b>
			 agree<br>to <i>this</i>.</p><ol type="a" start="2"><li>first<ul><li>inner</li></ul></li><li value="5"><p>fifth</p><p>more</p></li></ol><script>alert(1)</script></body></html>`,
			"Chapter 1.|General|\n  Article 1.||The **Parties** agree⏎to _this_.\n    b.||first\n      •||inner\n    e.||fifth\n      ||more\n", "",
		},
		"tables":                 {`<table><tr><th>a<td>b<tr><td>c<td><ol><li>d</ol></table><table><tr><td><table><tr><td>in</table><p>out</table>`, "||\n  ||a | b\n  ||c | 1. d\n||\n  ||in\n||out\n", ""},
		"what is left out":       {`<p>stays<del>gone</del><ins> in</ins><img src=x></p>`, "||stays in\n", "1 deletions that the page shows were left out;1 pictures or embedded objects were left out"},
		"an old encoding":        {"<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>", "||Привет\n", ""},
		"words without elements": {`a &amp; b<div>c</div>d`, "||a & b\n||c\n||d\n", ""},
	} {
		d, err := html.Read([]byte(c.page))
		if err != nil {
			t.Fatal(name, err)
		}
		var b strings.Builder
		for _, p := range d.Text.Places() {
			b.WriteString(strings.Repeat("  ", p.Depth) + p.Label + "|" + p.Heading + "|" + strings.ReplaceAll(p.Words, "\n", "⏎") + "\n")
		}
		if b.String() != c.want || strings.Join(d.Notes, ";") != c.notes {
			t.Errorf("%s:\n%swant\n%s%v", name, b.String(), c.want, d.Notes)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`<h1>1. a</h1><ol><li>b<table><tr><td>c</table></ol>`))
	f.Add([]byte(`<article class="parley-text"><section id="p-a" data-kind="article"><h2><span class="label">1.</span> x</h2><p>y<span class="note">z</span></p><table id="p-a"><tr><td>r</table></section></article>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := html.Read(data)
		if err != nil {
			return
		}
		formattest.Canonical(t, d.Text)
	})
}
