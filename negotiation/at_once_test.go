package negotiation_test

import (
	"context"
	"sync"
	"testing"

	"parley/bargain"
	"parley/consolidate"
	"parley/negotiation"
)

// computed is all that a view computes when it is asked.
func computed(t *testing.T, v *negotiation.View) string {
	gaps := *v.Gaps()
	gaps.Revision = nil
	brackets, err := v.Bracketed()
	if err != nil {
		t.Error(err)
	}
	laid, err := brackets.MarshalJSON()
	if err != nil {
		t.Error(err)
	}
	for _, p := range v.Proposals() {
		if _, err := v.Proposal(p.ID); err != nil {
			t.Error(err)
		}
	}
	faults, err := v.Inconsistencies(context.Background())
	if err != nil {
		t.Error(err)
	}
	v.Analyse(context.Background(), negotiation.Question{}, bargain.Limits{}) // refused to all but the mediator
	return dump(v.Entries()) + dump(v.Proposals()) + string(laid) + dump(v.Outline()) + dump(gaps) + dump(v.Facts()) + dump(v.Languages()) + dump(faults) +
		dump(v.Reports()) + dump(v.Events()) + dump(v.Support("UA", negotiation.Subject{})) + dump(v.WhoHas(negotiation.Paper{Revision: v.Current().Number}, v.Now))
}

// busy is a long history in which amendments are pending and points are scored.
func busy(t *testing.T) *long {
	l := newLong(t, 3)
	for len(l.state.Entries) < 150 {
		l.step()
	}
	first := l.state.Current().Text.Places()[0].ID
	for i, words := range []string{"One.", "Another.", "A third."} {
		base := l.state.Current().Text
		amended := base.Clone()
		amended.Find(first).Words = words
		l.must([]negotiation.MemberID{"ua", "ru", "tr"}[i], negotiation.TableAmendment{
			Revision: l.state.Current().Number, Changes: consolidate.Changes(base, amended), Audience: everyone,
		})
	}
	l.must("m", negotiation.DrawUp{Points: []negotiation.Point{{ID: "seat", Name: "Seat", Options: []negotiation.Option{{ID: "north", Name: "North"}, {ID: "south", Name: "South"}}}}})
	for _, who := range []negotiation.MemberID{"ua", "ru"} {
		l.must(who, negotiation.Score{Disclosure: negotiation.ShowNumbers, Reservation: "1", Points: []negotiation.PointScore{{Point: "seat", Weight: "2", Options: []negotiation.OptionScore{{Option: "north", Value: "3"}, {Option: "south", Value: "1"}}}}})
	}
	return l
}

func TestViewsOfOneStateAreReadWhileItGoesOnByManyAtOnce(t *testing.T) {
	l := busy(t)
	then := l.state
	var all sync.WaitGroup
	answers := map[negotiation.PartyID]*[3]string{}
	for _, p := range table8 {
		v := l.look(memberOf(p))
		got := new([3]string)
		answers[p] = got
		for i := range got {
			same := v.As(v.Me, v.Now)
			all.Go(func() { got[i] = computed(t, same) })
		}
	}
	for range 100 { // entries that are folded meanwhile
		l.step()
	}
	all.Wait()
	l.state = then
	for p, got := range answers {
		alone := computed(t, l.look(memberOf(p)))
		for _, a := range got {
			if a != alone {
				t.Errorf("%s is shown something else when many read at once", p)
			}
		}
	}
}
