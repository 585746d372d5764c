package redline

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/text"
)

// points builds a text of numbered points out of their words.
func numberedPoints(words ...string) *text.Text {
	t := &text.Text{Lang: "en"}
	for i, w := range words {
		t.Provisions = append(t.Provisions, &text.Provision{Kind: text.Article, Label: fmt.Sprintf("%d.", i+1), Words: w})
	}
	return t
}

// articles builds articles whose words stand in paragraphs below them.
func articles(paragraphs ...[]string) *text.Text {
	t := &text.Text{Lang: "en"}
	for i, words := range paragraphs {
		a := &text.Provision{Kind: text.Article, Label: fmt.Sprintf("Article %d", i+1)}
		for _, w := range words {
			a.Children = append(a.Children, &text.Provision{Kind: text.Paragraph, Words: w})
		}
		t.Provisions = append(t.Provisions, a)
	}
	return t
}

func classes(r *Redline) []string {
	var out []string
	for _, row := range r.Rows {
		cite := ""
		if row.New != nil {
			cite = row.New.Cite
		} else {
			cite = "-" + row.Old.Cite
		}
		out = append(out, cite+" "+strings.Join(row.Class.Names(), "+"))
	}
	return out
}

var fourPoints = []string{
	"The Parties shall cease all hostilities at once.",
	"The size of the armed forces shall be limited to 600,000 persons.",
	"A commission may be established. It shall report to the Council each year.",
	"Prisoners are exchanged, all for all, under the eyes of the Red Cross.",
}

func TestAnInsertionAtTheTopShiftsNothing(t *testing.T) {
	old := numberedPoints(fourPoints...)
	new := numberedPoints(append([]string{"Nothing in this agreement affects the neutrality of third States."}, fourPoints...)...)
	want := []string{"1 inserted", "2 renumbered", "3 renumbered", "4 renumbered", "5 renumbered"}
	if got := classes(Compare(old, new, Options{})); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	for _, t := range []*text.Text{old, new} {
		t.FillIDs() // as every import does
	}
	if got := classes(Compare(old, new, Options{})); !slices.Equal(got, want) {
		t.Errorf("with ids derived from where things stand: %q", got)
	}
}

func TestArticlesGoWithTheirParagraphs(t *testing.T) {
	a, b, c := []string{"Each Party keeps the peace.", "So do its allies in the region."}, []string{"The seat is in Geneva."}, []string{"This text enters into force on signature by all."}
	old, new := articles(a, b, c), articles([]string{"Terms are used as in the Charter."}, a, b, c)
	for _, t := range []*text.Text{old, new} {
		t.FillIDs()
	}
	got := classes(Compare(old, new, Options{}))
	want := []string{
		"Article 1 inserted", "Article 1 inserted",
		"Article 2 renumbered", "Article 2 unchanged", "Article 2 unchanged",
		"Article 3 renumbered", "Article 3 unchanged",
		"Article 4 renumbered", "Article 4 unchanged",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestEachThingThatCanHappenIsNamed(t *testing.T) {
	p := fourPoints
	for _, c := range []struct {
		name string
		new  *text.Text
		want []string
	}{
		{"edited", numberedPoints(p[0], strings.Replace(p[1], "600,000", "800,000", 1), p[2], p[3]),
			[]string{"1 unchanged", "2 edited", "3 unchanged", "4 unchanged"}},
		{"moved", numberedPoints(p[3], p[0], p[1], p[2]),
			[]string{"1 moved+renumbered", "2 renumbered", "3 renumbered", "4 renumbered"}},
		{"moved and edited", numberedPoints(strings.Replace(p[3], "eyes", "supervision", 1), p[0], p[1], p[2]),
			[]string{"1 edited+moved+renumbered", "2 renumbered", "3 renumbered", "4 renumbered"}},
		{"split", numberedPoints(p[0], p[1], "A commission may be established.", "It shall report to the Council each year.", p[3]),
			[]string{"1 unchanged", "2 unchanged", "3 split", "4 split", "5 renumbered"}},
		{"merged", numberedPoints(p[0]+" "+p[1], p[2], p[3]),
			[]string{"1 merged", "1 merged", "2 renumbered", "3 renumbered"}},
		{"deleted", numberedPoints(p[0], p[2], p[3]),
			[]string{"1 unchanged", "-2 deleted", "2 renumbered", "3 renumbered"}},
		{"grown to many times its length", numberedPoints(p[0], p[1], p[2], p[3]+" The exchange begins on the third day after signature, at crossings that the Red Cross names, and ends when the last of them is home; who hinders it answers for it before the commission, whatever the office held or the orders received."),
			[]string{"1 unchanged", "2 unchanged", "3 unchanged", "4 edited"}},
		{"rewritten under its number", numberedPoints(p[0], "Reparations are paid from frozen assets.", p[2], p[3]),
			[]string{"1 unchanged", "2 edited", "3 unchanged", "4 unchanged"}},
	} {
		old := numberedPoints(p...)
		r := Compare(old, c.new, Options{})
		checkExact(t, r, old, c.new)
		if got := classes(r); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q", c.name, got)
		}
	}
}

func TestKeptIDsGoBeforeContent(t *testing.T) {
	old := withIDs(numberedPoints(fourPoints...))
	new := old.Clone()
	new.Provisions[1].Words = "Reparations are paid from frozen assets."
	new.Provisions[1], new.Provisions[3] = new.Provisions[3], new.Provisions[1]
	for _, row := range Compare(old, new, Options{}).Rows {
		if row.Old == nil || row.New == nil || row.Old.ID != row.New.ID {
			t.Errorf("a row ties %v to %v", row.Old, row.New)
		}
	}
}

func TestAMatchMadeByHandGoesBeforeAll(t *testing.T) {
	old, new := withIDs(numberedPoints(fourPoints...)), withIDs(numberedPoints(fourPoints...))
	r := Compare(old, new, Options{Pairs: []Pair{{Old: "n0", New: "n1"}, {Old: "n1", New: "n0"}, {Old: "n2"}}})
	checkExact(t, r, old, new)
	tied := make(map[text.ID]text.ID)
	for _, row := range r.Rows {
		if row.Old != nil && row.New != nil {
			tied[row.Old.ID] = row.New.ID
		}
	}
	if tied["n0"] != "n1" || tied["n1"] != "n0" || tied["n2"] != "" {
		t.Errorf("tied %v", tied)
	}
}

func TestSummariesAreSaidAsOneWouldSayThem(t *testing.T) {
	p := fourPoints
	for _, c := range []struct {
		new  *text.Text
		want string
	}{
		{numberedPoints(p...), "No change."},
		{numberedPoints(strings.Replace(p[0], "at once", "now", 1), strings.Replace(p[1], "shall", "may", 1), p[2], p[3]), "Points 1 and 2 edited."},
		{numberedPoints(p[0], p[1], p[2]), "Point 4 removed."},
		{numberedPoints(p[0], p[1], p[2], p[3], "It enters into force on signature by all of the Parties."), "Point 5 inserted."},
		{numberedPoints(p[3], p[0], p[1], p[2]), "Point 4 moved to 1; points 1–3 renumbered 2–4."},
		{articles(p[:2], p[2:]), "Articles 1 and 2 inserted; points 1–4 renumbered."},
	} {
		if got := Compare(numberedPoints(p...), c.new, Options{}).Summary(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestAPointKeepsItsNumberAndBeginningThoughItsNotesMoveToTheNext(t *testing.T) {
	note := func(state string) string {
		return state + " reserved its position on draft rule " + state + " and asked that its statement on " + state + " be annexed to the report of the meeting held by " + state + ". "
	}
	first := "At the final meeting of the Commission a number of States made statements. "
	second := "On the terms of reference the Commission completed a reading of the draft. "
	old := numberedPoints(fourPoints[0], first+note("Arcadia")+note("Borduria")+note("Caledonia")+note("Dystopia"), second)
	new := numberedPoints(fourPoints[0], first+note("Arcadia")+note("Borduria"), second+note("Borduria")+note("Caledonia")+note("Dystopia"))
	want := []string{"1 unchanged", "2 edited", "3 edited"}
	if got := classes(Compare(old, new, Options{})); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
