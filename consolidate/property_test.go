package consolidate

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parley/text"
)

// The properties hold for every base and every set of amended copies. The
// vocabulary is small, so that amendments meet, repeat each other and overlap
// far more than in life.

var vocabulary = []string{"the", "parties", "shall", "not", "withdraw", "forces", ",", ".", "30", "days", "of", "_armed_", "**all**", "[", "]", "和", "平", "ก", "سلام", "and\nthen", "^[see annex]"}

func drawWords(t *rapid.T, most int) string {
	ws := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, most).Draw(t, "words")
	return text.Fold(strings.Join(ws, rapid.SampledFrom([]string{" ", " ", " ", ""}).Draw(t, "between")))
}

func drawProvision(t *rapid.T, id string) *text.Provision {
	p := &text.Provision{ID: text.ID(id), Label: rapid.SampledFrom([]string{"", "1.", "2.", "(a)"}).Draw(t, "label"), Words: drawWords(t, 12)}
	if rapid.Bool().Draw(t, "headed") {
		p.Heading, p.Kind = drawWords(t, 3), text.Article
	}
	return p
}

func drawText(t *rapid.T) *text.Text {
	out := &text.Text{Title: rapid.SampledFrom([]string{"", "Plan", "Accord"}).Draw(t, "title")}
	for i := range rapid.IntRange(0, 4).Draw(t, "provisions") {
		p := drawProvision(t, fmt.Sprint("p", i))
		for j := range rapid.IntRange(0, 3).Draw(t, "children") {
			p.Children = append(p.Children, drawProvision(t, fmt.Sprint("p", i, "-", j)))
		}
		out.Provisions = append(out.Provisions, p)
	}
	return out
}

// lists returns every list of provisions of t.
func lists(t *text.Text) []*[]*text.Provision {
	out := []*[]*text.Provision{&t.Provisions}
	for _, pl := range t.Places() {
		out = append(out, &pl.Children)
	}
	return out
}

// drawAmended returns base with a few random operations made on it. New
// provisions take their ids from a small stock, shared by all sponsors.
func drawAmended(t *rapid.T, base *text.Text) *text.Text {
	out := base.Clone()
	for range rapid.IntRange(0, 4).Draw(t, "operations") {
		amendOnce(t, out)
	}
	return out
}

func amendOnce(t *rapid.T, out *text.Text) {
	all := lists(out)
	list := all[rapid.IntRange(0, len(all)-1).Draw(t, "list")]
	op := rapid.IntRange(0, 8).Draw(t, "operation")
	if op == 0 {
		id := text.ID(rapid.SampledFrom([]string{"n1", "n2", "n3", "n4"}).Draw(t, "new"))
		if out.Find(id) == nil {
			i := rapid.IntRange(0, len(*list)).Draw(t, "at")
			*list = slices.Insert(*list, i, drawProvision(t, string(id)))
		}
		return
	}
	if op == 8 {
		out.Title = rapid.SampledFrom([]string{"", "Plan", "Treaty"}).Draw(t, "title")
	}
	if len(*list) == 0 {
		return
	}
	i := rapid.IntRange(0, len(*list)-1).Draw(t, "which")
	p := (*list)[i]
	switch op {
	case 1:
		*list = slices.Delete(*list, i, i+1)
	case 2:
		*list = slices.Delete(*list, i, i+1)
		to := lists(out)
		l := to[rapid.IntRange(0, len(to)-1).Draw(t, "to")]
		*l = slices.Insert(*l, rapid.IntRange(0, len(*l)).Draw(t, "at"), p)
	case 3:
		id := text.ID(rapid.SampledFrom([]string{"s1", "s2"}).Draw(t, "new"))
		ts := text.Tokens(p.Words)
		if out.Find(id) == nil && len(ts) > 1 {
			n := rapid.IntRange(0, len(ts)).Draw(t, "cut")
			p.Words = text.Join(ts[:n])
			*list = slices.Insert(*list, i+1, &text.Provision{ID: id, Label: "2.", Words: text.Join(ts[n:])})
		}
	case 4:
		if i+1 < len(*list) && len((*list)[i+1].Children) == 0 {
			p.Words = text.Fold(p.Words + " " + (*list)[i+1].Words)
			*list = slices.Delete(*list, i+1, i+2)
		}
	case 5:
		p.Label = rapid.SampledFrom([]string{"", "3.", "4."}).Draw(t, "label")
	case 6:
		p.Heading = drawWords(t, 3)
	case 7:
		ts := split(p.Words)
		lo := rapid.IntRange(0, len(ts)).Draw(t, "from")
		hi := rapid.IntRange(lo, min(lo+4, len(ts))).Draw(t, "till")
		p.Words = text.Fold(text.Join(slices.Concat(ts[:lo], split(drawWords(t, 3)), ts[hi:])))
	}
}

// sponsored is a base with the amended copies of some sponsors.
type sponsored struct {
	base       *text.Text
	amended    map[string]*text.Text
	amendments []Amendment
}

func drawSponsored(t *rapid.T) sponsored {
	s := sponsored{base: drawText(t), amended: map[string]*text.Text{}}
	for i, who := range []string{"EU", "RU", "UA", "US"}[:rapid.IntRange(1, 4).Draw(t, "sponsors")] {
		s.amended[who] = drawAmended(t, s.base)
		s.amendments = append(s.amendments, Amendment{
			ID: fmt.Sprint("A", i), Sponsors: []string{who}, Base: s.base.Revision(), Changes: Changes(s.base, s.amended[who]),
		})
	}
	return s
}

func (s sponsored) consolidate(t *rapid.T) *Bracketed {
	b, err := Consolidate(s.base, s.amendments)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func dump(t *text.Text) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q\n", t.Title, t.Lang)
	for _, pl := range t.Places() {
		fmt.Fprintf(&b, "%s%s %q %q %q %q\n", strings.Repeat("  ", pl.Depth), pl.ID, pl.Kind, pl.Label, pl.Heading, pl.Words)
	}
	return b.String()
}

func TestChangesAppliedToTheBaseGiveTheAmendedText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := drawText(t)
		amended := drawAmended(t, base)
		a := Amendment{ID: "A", Sponsors: []string{"UA"}, Changes: Changes(base, amended)}
		got, err := a.Apply(base)
		if err != nil {
			t.Fatalf("%v\n%+v", err, a.Changes)
		}
		if !got.Equal(amended) {
			t.Fatalf("base\n%samended\n%sgot\n%schanges %+v", dump(base), dump(amended), dump(got), a.Changes)
		}
	})
}

func TestI5_TakingASponsorsAlternativeGivesItsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSponsored(t)
		b := s.consolidate(t)
		for who, want := range s.amended {
			if got := b.Take(who); !got.Equal(want) {
				t.Fatalf("base\n%s%s has\n%sgot\n%s", dump(s.base), who, dump(want), dump(got))
			}
		}
	})
}

func TestI5_TakingTheBaseGivesTheBase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSponsored(t)
		b := s.consolidate(t)
		for _, nobody := range []string{"", "a party that proposes nothing"} {
			if got := b.Take(nobody); !got.Equal(s.base) {
				t.Fatalf("base\n%sgot\n%s", dump(s.base), dump(got))
			}
		}
	})
}

var _ = errors.As
