package negotiation_test

import (
	"context"
	"sync"
	"testing"

	"parley/bargain"
	"parley/consolidate"
	"parley/negotiation"
)

// questions are all that a view computes when it is asked.
var questions = []func(*negotiation.View) any{
	func(v *negotiation.View) any { return v.Proposals() },
	func(v *negotiation.View) any { gaps := *v.Gaps(); gaps.Revision = nil; return gaps },
	func(v *negotiation.View) any {
		b, err := v.Bracketed()
		if err != nil {
			return err
		}
		return b.Provisions
	},
	func(v *negotiation.View) any { return v.Outline() },
	func(v *negotiation.View) any { return v.Support("UA", negotiation.Subject{}) },
	func(v *negotiation.View) any {
		_, err := v.Analyse(context.Background(), negotiation.Question{}, bargain.Limits{}) // refused to all but the mediator
		return err == nil
	},
	func(v *negotiation.View) any {
		faults, err := v.Inconsistencies(context.Background())
		return []any{faults, err}
	},
	func(v *negotiation.View) any { return v.Facts() },
	func(v *negotiation.View) any { return []any{v.Entries(), v.Reports(), v.Events(), v.Languages()} },
	func(v *negotiation.View) any { return v.WhoHas(negotiation.Paper{Revision: v.Current().Number}, v.Now) },
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
	next := l.state.Current().Text.Clone()
	next.Provisions[1].Words += " And more."
	l.must("m", negotiation.TableRevision{Text: next, Standing: negotiation.Draft}) // nobody has asked yet how the amendments stand against it
	return l
}

func TestViewsOfOneStateAreReadWhileItGoesOnByManyAtOnce(t *testing.T) {
	l := busy(t)
	views := map[negotiation.PartyID]*negotiation.View{}
	said := map[negotiation.PartyID][]any{}
	var all sync.WaitGroup
	begin := make(chan struct{})
	for _, p := range table8 {
		v, got := l.look(memberOf(p)), make([]any, len(questions))
		views[p], said[p] = l.look(memberOf(p)), got
		for i, question := range questions {
			all.Go(func() {
				<-begin
				got[i] = question(v)
			})
		}
	}
	close(begin)
	for range 100 { // entries that are folded meanwhile
		l.step()
	}
	all.Wait()
	for p, v := range views {
		for i, question := range questions {
			if dump(said[p][i]) != dump(question(v)) { // not printed before: to print waits for whoever prints, and hides a race
				t.Errorf("%s is told something else to question %d when many ask at once", p, i)
			}
		}
	}
}
