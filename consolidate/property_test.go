package consolidate

import (
	"encoding/json"
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

func TestI6_OrderOfAmendmentsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSponsored(t)
		want := jsonOf(t, s.consolidate(t))
		s.amendments = rapid.Permutation(s.amendments).Draw(t, "order")
		if got := jsonOf(t, s.consolidate(t)); got != want {
			t.Fatalf("in another order:\n%s\nwas\n%s", got, want)
		}
	})
}

func TestI6_IdenticalAlternativesAreOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSponsored(t)
		twin := s.amendments[0]
		twin.ID, twin.Sponsors = "B", []string{"ZZ"}
		before := s.consolidate(t)
		s.amendments = append(s.amendments, twin)
		b := s.consolidate(t)
		eachBracket(b, func(_ text.ID, br *Bracket) {
			for i, x := range br.Alternatives {
				for _, y := range br.Alternatives[:i] {
					if slices.Equal(x.Words, y.Words) {
						t.Fatalf("two alternatives say %q", text.Join(x.Words))
					}
				}
				if slices.Contains(x.Sponsors, "EU") != slices.Contains(x.Sponsors, "ZZ") {
					t.Fatalf("EU and its twin are apart in %+v", br)
				}
			}
		})
		all, _ := b.Stats()
		if was, _ := before.Stats(); all != was {
			t.Fatalf("a twin changes what is contested from %+v to %+v", was, all)
		}
	})
}

func TestI6_ABracketHasTwoAlternatives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		eachBracket(drawSponsored(t).consolidate(t), func(id text.ID, b *Bracket) {
			if len(b.Alternatives) < 2 || len(b.Alternatives[0].Sponsors) != 0 {
				t.Fatalf("bracket in %s: %+v", id, b)
			}
			for _, a := range b.Alternatives[1:] {
				if len(a.Sponsors) == 0 || len(a.Amendments) == 0 {
					t.Fatalf("an alternative in %s that nobody proposes: %+v", id, a)
				}
			}
		})
	})
}

func TestI6_WhatStandsOutsideIsCommon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSponsored(t)
		b := s.consolidate(t)
		heads := map[text.ID]bool{} // of strands that hold the words of several provisions
		b.walk(func(l *Laid) { heads[l.JoinedTo] = true })
		b.walk(func(l *Laid) {
			if len(l.By) > 0 || len(l.Leaving) > 0 || len(l.Pieces) > 0 || l.JoinedTo != "" || heads[l.ID] {
				return
			}
			var outside []string
			for _, seg := range l.Words {
				if seg.Bracket == nil {
					words, _ := encode(seg.Common)
					outside = append(outside, words)
				}
			}
			for who, amended := range s.amended {
				p := amended.Find(l.ID)
				if p == nil {
					continue // stands below what the sponsor deletes
				}
				rest := split(p.Words)
				for _, words := range outside {
					want := decode(words, nil)
					i := 0
					for i+len(want) <= len(rest) && !slices.Equal(rest[i:i+len(want)], want) {
						i++
					}
					if i+len(want) > len(rest) {
						t.Fatalf("%q stands outside brackets but not in %s's %q", words, who, p.Words)
					}
					rest = rest[i+len(want):]
				}
			}
		})
	})
}

func eachBracket(b *Bracketed, visit func(text.ID, *Bracket)) {
	passage := func(id text.ID, p Passage) {
		for _, s := range p {
			if s.Bracket != nil {
				visit(id, s.Bracket)
			}
		}
	}
	passage("", b.Title)
	passage("", b.Lang)
	b.walk(func(l *Laid) {
		for _, p := range []Passage{l.Label, l.Kinds, l.Heading, l.Words} {
			passage(l.ID, p)
		}
	})
}

func jsonOf(t *rapid.T, v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestMergingTheBaseOrTheSameTextChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := drawText(t)
		x := drawAmended(t, base)
		for _, c := range []struct{ ours, theirs *text.Text }{{base, x}, {x, base}, {x, x}} {
			m, err := Merge(base, c.ours, c.theirs)
			if err != nil {
				t.Fatal(err)
			}
			if len(m.Conflicts) > 0 || !m.Text.Equal(x) {
				t.Fatalf("conflicts %+v, text\n%swant\n%s", m.Conflicts, dump(m.Text), dump(x))
			}
		}
	})
}

func TestAMergeWithoutConflictsIsTheSameFromEitherSide(t *testing.T) {
	merged := 0
	rapid.Check(t, func(t *rapid.T) {
		base := drawText(t)
		x, y := drawAmended(t, base), drawAmended(t, base)
		one, err := Merge(base, x, y)
		if err != nil {
			t.Fatal(err)
		}
		other, err := Merge(base, y, x)
		if err != nil {
			t.Fatal(err)
		}
		if len(one.Conflicts) > 0 || len(other.Conflicts) > 0 {
			return
		}
		merged++
		if !one.Text.SameAs(other.Text) { // where both gave new provisions the same id, one of them has another
			t.Fatalf("base\n%sx\n%sy\n%sx then y\n%sy then x\n%s", dump(base), dump(x), dump(y), dump(one.Text), dump(other.Text))
		}
	})
	if merged == 0 {
		t.Fatal("no two texts could be merged")
	}
}

func TestAcceptingLeavesTheOthersValidOrSaysWhyNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSponsored(t)
		at := rapid.IntRange(0, len(s.amendments)-1).Draw(t, "accepted")
		adopted := s.amendments[at]
		out, err := Accept(s.base, s.amendments, adopted.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !out.Text.Equal(s.amended[adopted.Sponsors[0]]) {
			t.Fatalf("adopted %s, got\n%s", dump(s.amended[adopted.Sponsors[0]]), dump(out.Text))
		}
		if _, err := Consolidate(out.Text, out.Pending); err != nil {
			t.Fatalf("pending amendments do not fit the new revision: %v", err)
		}
		left := map[string]int{}
		for _, a := range out.Pending {
			left[a.ID] = len(a.Changes)
		}
		for _, f := range out.Fallen {
			if f.Reason == "" || f.Sentence == "" {
				t.Fatalf("fallen without a reason: %+v", f)
			}
			left[f.Amendment]++
		}
		for _, a := range s.amendments {
			if a.ID != adopted.ID && len(a.Changes) > 0 && left[a.ID] == 0 {
				t.Fatalf("nothing is known of amendment %s: %+v", a.ID, out)
			}
		}
	})
}

func TestUndoingTheLastAdoptionGivesTheRevisionBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := drawText(t)
		revs := []*text.Text{base}
		var adopted []Amendment
		for i := range 3 {
			was := revs[len(revs)-1]
			next := drawAmended(t, was)
			adopted = append(adopted, Amendment{ID: fmt.Sprint("A", i), Sponsors: []string{"UA"}, Changes: Changes(was, next)})
			revs = append(revs, next)
		}
		for i := range adopted {
			now, rest, dependent, err := Undo(base, adopted, i)
			if err != nil {
				t.Fatalf("undo %d: %v\n%s%s%s%s", i, err, dump(revs[0]), dump(revs[1]), dump(revs[2]), dump(revs[3]))
			}
			if i == 2 && (!now.Equal(revs[2]) || len(rest) > 2 || len(dependent) != 0) {
				t.Fatalf("without the last:\n%swant\n%s", dump(now), dump(revs[2]))
			}
		}
	})
}

func TestAmendmentsThatWereTamperedWithAreRefusedOrCanBeLaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSponsored(t)
		ids := []text.ID{"", "n1", "n2", "s1", "p0", "p1", "p0-0", "p1-0", "nowhere"}
		for i := range s.amendments {
			a := &s.amendments[i]
			var kept []Change
			for _, c := range a.Changes {
				switch rapid.IntRange(0, 9).Draw(t, "tampering") {
				case 0:
					continue
				case 1:
					c.Provision = rapid.SampledFrom(ids).Draw(t, "provision")
				case 2:
					if c.To != nil {
						c.To = &Place{rapid.SampledFrom(ids).Draw(t, "parent"), rapid.SampledFrom(ids).Draw(t, "after")}
					}
				case 3:
					c.At += rapid.IntRange(-2, 2).Draw(t, "shift")
				case 4:
					kept = append(kept, c)
				case 5:
					c.New = rapid.SampledFrom([]string{"", " other", ParagraphMark}).Draw(t, "words")
				}
				kept = append(kept, c)
			}
			a.Changes = kept
		}
		b, err := Consolidate(s.base, s.amendments)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("refused without a word")
			}
			return
		}
		if !b.Take("").Equal(s.base) {
			t.Fatalf("the base became\n%s", dump(b.Take("")))
		}
		to := drawAmended(t, s.base)
		for _, a := range s.amendments {
			own, err := a.Apply(s.base)
			if err != nil {
				t.Fatalf("%s was laid and cannot be applied: %v", a.ID, err)
			}
			if !own.Equal(b.Take(a.Sponsors[0])) {
				t.Fatalf("%s alone gives\n%samong others\n%s", a.ID, dump(own), dump(b.Take(a.Sponsors[0])))
			}
			if _, err := newOutline(own); err != nil {
				t.Fatal(err)
			}
			carried, _, err := Rebase(s.base, to, a)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := carried.Apply(to); err != nil {
				t.Fatalf("%v\nbase\n%sown\n%sto\n%s%+v\n%+v", err, dump(s.base), dump(own), dump(to), a.Changes, carried.Changes)
			}
		}
	})
}

func TestAcceptingSomeChangesLeavesTheRestValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSponsored(t)
		at := rapid.IntRange(0, len(s.amendments)-1).Draw(t, "which")
		var some []string
		for _, c := range s.amendments[at].Changes {
			if rapid.Bool().Draw(t, "accepted") {
				some = append(some, c.ID)
			}
		}
		if len(some) == 0 {
			return
		}
		out, err := Accept(s.base, s.amendments, s.amendments[at].ID, some...)
		if err != nil {
			return // some changes cannot do without others, and the error says so
		}
		if _, err := Consolidate(out.Text, out.Pending); err != nil {
			t.Fatalf("%v\nbase\n%sadopted %v of %+v\npending %+v", err, dump(s.base), some, s.amendments[at].Changes, out.Pending)
		}
	})
}
