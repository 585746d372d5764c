package akn

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/format/xmltree"
	"parley/internal/shareddata"
	"parley/text"
)

func realFiles(t testing.TB) []string {
	var out []string
	for _, pattern := range []string{filepath.Join(shareddata.Dir(t, "pairs"), "*/*.xml"), filepath.Join(shareddata.Dir(t, "akn"), "examples/*.xml"), filepath.Join(shareddata.Dir(t, "akn"), "treaty*.xml")} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatal(pattern, err)
		}
		out = append(out, found...)
	}
	return out
}

func TestI1_RealDocumentsLoseNoWords(t *testing.T) {
	for _, name := range realFiles(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		root, err := xmltree.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		want := map[rune]int{}
		count(root, want)
		for _, p := range got.Places() {
			for _, r := range p.Label + text.Plain(p.Heading) + text.Plain(p.Words) {
				if counts(r) {
					want[r]--
				}
			}
		}
		for r, n := range want {
			if n > 0 {
				t.Errorf("%s: %d of %q are lost", filepath.Base(name), n, r)
			}
		}
		if len(got.Provisions) == 0 {
			t.Errorf("%s has no provisions", name)
		}
	}
}

func counts(r rune) bool { return r > ' ' && !strings.ContainsRune("•-–—[]|\u00a0", r) }

func count(n *xmltree.Node, into map[rune]int) {
	if n.Name == "meta" {
		return
	}
	for _, r := range text.FoldPlain(n.Text) {
		if counts(r) {
			into[r]++
		}
	}
	for _, c := range n.Children {
		count(c, into)
	}
}

func TestAnActIsReadAsATree(t *testing.T) {
	got, err := Read([]byte(`<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act">
<meta><identification source="#x"><FRBRExpression><FRBRlanguage language="ENG"/></FRBRExpression></identification></meta>
<preamble><recitals><recital><p>Recalling <i>all</i> of it,</p></recital></recitals></preamble>
<body><chapter eId="chp_1"><num>Chapter 1</num><heading>General</heading>
<article eId="art_1"><num>Article 1</num><heading>Scope</heading>
<paragraph eId="art_1__para_1"><num>1.</num><list><intro><p>The Parties shall:</p></intro>
<point eId="p_a"><num>(a)</num><content><p>withdraw;<authorialNote><p>See annex.</p></authorialNote></p></content></point></list></paragraph>
</article></chapter></body></act></akomaNtoso>`))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range got.Places() {
		b.WriteString(strings.Repeat("  ", p.Depth) + string(p.Kind) + "|" + p.Label + "|" + p.Heading + "|" + p.Words + "\n")
	}
	want := `recital|||Recalling _all_ of it,
part|Chapter 1|General|
  article|Article 1|Scope|
    paragraph|1.||The Parties shall:
      subparagraph|(a)||withdraw;^[See annex.]
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
	if got.Lang != "en" || got.Find("art_1") == nil {
		t.Errorf("language %q, article found: %v", got.Lang, got.Find("art_1") != nil)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`<akomaNtoso><act><body><article><num>1</num><content><p>x <b>y</b></p></content></article></body></act></akomaNtoso>`))
	f.Add([]byte(`<akomaNtoso><doc><mainBody><table><tr><td>a</td><td>b</td></tr></table></mainBody></doc></akomaNtoso>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read(data)
		if err != nil {
			return
		}
		for _, p := range got.Places() {
			if p.Words != text.Fold(p.Words) || p.ID == "" {
				t.Fatalf("%+v is not canonical", p.Provision)
			}
		}
	})
}
