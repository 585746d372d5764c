package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/internal/store"
)

// passageOf makes a passage of fields; its digest is its first field.
func passageOf(fields ...string) store.Passage {
	p := store.Passage{Digest: digestOf(fields[0])}
	for _, f := range fields {
		p.Fields = append(p.Fields, strings.Fields(f))
	}
	return p
}

func digestOf(s string) (d store.Digest) {
	copy(d[:], s)
	return d
}

func term(words string) store.Term {
	words, prefix := strings.CutSuffix(words, "*")
	return store.Term{Words: strings.Fields(words), Prefix: prefix}
}

// finds looks for terms on a shelf, and says which first fields it comes to.
func finds(t *testing.T, s Store, shelf string, terms ...string) string {
	t.Helper()
	var of []store.Term
	for _, x := range terms {
		of = append(of, term(x))
	}
	found, err := s.Find(t.Context(), "river", shelf, of)
	must(t, err)
	var out []string
	for _, d := range found {
		out = append(out, strings.TrimRight(string(d[:]), "\x00"))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func findsWords(t *testing.T, open Open) {
	s := opened(t, open, t.TempDir())
	must(t, s.Shelve(t.Context(), "river", "", []store.Passage{
		passageOf("the line of contact", "thirty kilometres"), passageOf("the contact line"), passageOf("линия раздела"),
		passageOf("停 火 协 定"), passageOf("خط التماس"), passageOf("and or not near"), passageOf("e\u0301 \u0e01\u0e34 x2"),
	}, nil))
	must(t, s.Shelve(t.Context(), "river", "UA", []store.Passage{passageOf("our line is the river")}, nil))
	for _, c := range []struct {
		shelf string
		terms []string
		want  string
	}{
		{"", []string{"line"}, "the contact line; the line of contact"},
		{"", []string{"contact line"}, "the contact line"},
		{"", []string{"line", "contact"}, "the contact line; the line of contact"},
		{"", []string{"kilom*", "line"}, "the line of contact"},
		{"", []string{"contact thirty"}, ""}, // no phrase goes from field to field
		{"", []string{"contact th*"}, ""},
		{"", []string{"the l*"}, "the line of contact"},
		{"", []string{"разд*"}, "линия раздела"},
		{"", []string{"停 火"}, "停 火 协 定"},
		{"", []string{"火 停"}, ""},
		{"", []string{"التماس"}, "خط التماس"},
		{"", []string{"\u0e01\u0e34"}, "e\u0301 \u0e01\u0e34 x2"},
		{"", []string{"river"}, ""}, // it lies on another shelf
		{"UA", []string{"river"}, "our line is the river"},
		{"UA", []string{"contact"}, ""},
		{"nobody's", []string{"line"}, ""},
		{"", []string{"and", "or", "not near"}, "and or not near"}, // no operators
	} {
		if got := finds(t, s, c.shelf, c.terms...); got != c.want {
			t.Errorf("%q on %q finds %q, and not %q", c.terms, c.shelf, got, c.want)
		}
	}
	if found, err := s.Find(t.Context(), "lake", "", []store.Term{term("line")}); err != nil || len(found) > 0 {
		t.Errorf("in another negotiation: %d, %v", len(found), err)
	}
}

func shelves(t *testing.T, open Open) {
	dir := t.TempDir()
	s := opened(t, open, dir)
	var all []store.Passage
	for i := range 500 {
		all = append(all, passageOf(fmt.Sprintf("passage n%d", i), "of the line"))
	}
	must(t, s.Shelve(t.Context(), "river", "", all, nil))
	must(t, s.Shelve(t.Context(), "river", "", all[:10], nil)) // they are there
	must(t, s.Shelve(t.Context(), "lake", "", all[:3], nil))
	must(t, s.Shelve(t.Context(), "river", "", []store.Passage{passageOf("another")}, []store.Digest{all[7].Digest, digestOf("none")}))
	for _, from := range []Store{s, opened(t, open, dir)} {
		on, err := from.Shelf(t.Context(), "river", "")
		must(t, err)
		if len(on) != 500 || slices.Contains(on, all[7].Digest) || !slices.Contains(on, digestOf("another")) {
			t.Errorf("%d passages are on the shelf", len(on))
		}
		if got := finds(t, from, "", "n7"); got != "" {
			t.Errorf("what was taken off is found: %s", got)
		}
		if got := strings.Count(finds(t, from, "", "the line"), ";"); got != 498 {
			t.Errorf("the others are found %d times", got+1)
		}
	}
	must(t, s.ClearShelves(t.Context(), "river"))
	if on, err := s.Shelf(t.Context(), "river", ""); err != nil || len(on) > 0 || finds(t, s, "", "line") != "" {
		t.Errorf("%d passages are left (%v)", len(on), err)
	}
	if on, err := s.Shelf(t.Context(), "lake", ""); err != nil || len(on) != 3 {
		t.Errorf("the other negotiation has %d passages (%v)", len(on), err)
	}
}
