package text

import (
	"slices"
	"testing"
)

func TestProvisionsAreCitedByTheNumbersAboveThem(t *testing.T) {
	p := func(label string, below ...*Provision) *Provision {
		return &Provision{Label: label, Children: below}
	}
	in := &Text{Provisions: []*Provision{
		p("", p("")),
		p("7.", p("(a)", p("(ii)")), p("")),
		p("8.", p("8.1", p("•"))),
		p("Part II", p("Article 5 –", p("2.", p("(b)"))), p("9.")),
		p("第一条", p("1.")),
		p("II.", p("10.", p("(a)"))),
		p("Annex I", p("1.")),
	}}
	in.FillIDs()
	want := []string{"", "", "7", "7(a)", "7(a)(ii)", "7", "8", "8.1", "8.1", "Part II", "Article 5", "Article 5(2)", "Article 5(2)(b)", "9", "第一条", "第一条(1)", "II", "10", "10(a)", "Annex I", "Annex I(1)"}
	if got := in.Cites(); !slices.Equal(got, want) {
		t.Errorf("Cites() = %q\nwant      %q", got, want)
	}
	for i, pl := range in.Places() {
		if got := in.Cite(pl.ID); got != want[i] {
			t.Errorf("Cite(%s) = %q, want %q", pl.Label, got, want[i])
		}
	}
	if got := in.Cite("nowhere"); got != "" {
		t.Errorf("what is not there is cited as %q", got)
	}
}
