package known

import (
	"fmt"
	"strings"
	"testing"

	"parley/format/block"
	"parley/format/xmltree"
	"parley/text"
)

func mapOf(t *testing.T, entries ...Entry) *Map {
	t.Helper()
	root, err := xmltree.Parse([]byte(XML(Source{"river", 3, "x"}, "fr", entries)))
	if err != nil {
		t.Fatal(err)
	}
	return Read(root)
}

func outlineOf(x *text.Text) string {
	var out []string
	for _, p := range x.Places() {
		out = append(out, fmt.Sprintf("%d %s %s|%s|%s", p.Depth, p.ID, p.Label, p.Heading, p.Words))
	}
	return strings.Join(out, "\n")
}

func TestTheTextIsPutTogetherByTheMapAndWhatWasAddedByItsSurroundings(t *testing.T) {
	m := mapOf(t, Entry{ID: "a", Kind: text.Part}, Entry{ID: "b", Depth: 1}, Entry{ID: "c", Depth: 1, Gone: true}, Entry{ID: "d", Depth: 1})
	if m.Source != (Source{"river", 3, "x"}) || m.Lang != "fr" || !m.Gone("_parley_3w") || m.Gone("_parley_2w") || m.Entry("_parley_2w").ID != "b" {
		t.Errorf("%+v", m)
	}
	got := m.Rebuild([]block.Block{
		{ID: "_parley_t", Words: "Treaty"},
		{ID: "_parley_1h", Words: "Heading"},
		{ID: "_parley_1w", Words: "Words."},
		{ID: "_parley_2w", Label: "1.", Words: "First."},
		{Words: "2. New."},
		{ID: "_parley_2w", Words: "A copy of the first."},
		{ID: "_parley_4w", Label: "3.", Words: "Third."},
	})
	want := "0 a |Heading|Words.\n1 b 1.||First.\n1  2.||New.\n1  ||A copy of the first.\n1 d 3.||Third."
	if o := outlineOf(got); o != want || got.Title != "Treaty" || got.Lang != "fr" {
		t.Errorf("%q %q\n%s", got.Title, got.Lang, o)
	}
}

func TestAnIdThatTheMapGivesTwiceIsGivenOnce(t *testing.T) {
	m := mapOf(t, Entry{ID: "a"}, Entry{ID: "a"}, Entry{ID: "t", Kind: text.Table}, Entry{ID: "r", Kind: text.Row, Depth: 1}, Entry{ID: "t", Kind: text.Table}, Entry{ID: "s", Kind: text.Row, Depth: 1})
	got := m.Rebuild([]block.Block{
		{ID: "_parley_1w", Words: "x"}, {ID: "_parley_2w", Words: "y"},
		{Kind: text.Table}, {Kind: text.Row, ID: "_parley_4r", Words: "a | b"},
		{Kind: text.Table}, {Kind: text.Row, ID: "_parley_6r", Words: "c | d"},
	})
	if o := outlineOf(got); o != "0 a ||x\n0  ||y\n0 t ||\n1 r ||a | b\n0  ||\n1 s ||c | d" {
		t.Error(o)
	}
}

func TestProvisionsWithoutBookmarksGetTheirIdsByTheirWords(t *testing.T) {
	m := mapOf(t, Entry{ID: "a", Sum: Sum("", "First.")}, Entry{ID: "b", Sum: Sum("", "Twice.")}, Entry{ID: "c", Sum: Sum("", "Gone."), Gone: true}, Entry{ID: "e", Sum: Sum("", "Taken.")})
	blocks := []block.Block{{ID: "n1", Words: "New."}, {ID: "n2", Words: "First."}, {ID: "n3", Words: "Twice."}, {ID: "n4", Words: "Twice."}, {ID: "n5", Words: "Gone."}, {ID: "e", Words: "Not these."}, {ID: "n6", Words: "Taken."}}
	if m.Marks(blocks) || !m.Marks([]block.Block{{}, {ID: "_parley_2w"}}) || !m.Marks([]block.Block{{ID: "_parley_t"}}) || m.Marks([]block.Block{{ID: "_parley_9w"}}) {
		t.Error("what has bookmarks is taken for what has none")
	}
	got := m.Name(block.Tree(blocks))
	if o := outlineOf(got); o != "0 n1 ||New.\n0 a ||First.\n0 n3 ||Twice.\n0 n4 ||Twice.\n0 n5 ||Gone.\n0 e ||Not these.\n0 n6 ||Taken." || got.Lang != "fr" {
		t.Error(o, got.Lang)
	}
}

func TestWhatIsNoMapIsNone(t *testing.T) {
	for _, source := range []string{`<provisions/>`, `<other xmlns="` + Namespace + `"/>`} {
		root, err := xmltree.Parse([]byte(source))
		if err != nil || Read(root) != nil {
			t.Error(source, err)
		}
	}
	var none *Map
	if none.Gone("_parley_1w") || none.KeyIn(&xmltree.Node{}) != "" {
		t.Error("a map that is not there knows something")
	}
}
