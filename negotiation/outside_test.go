package negotiation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/negotiation"
	"parley/text"
)

func TestWhatAPartySaysOutsideIsHeldAgainstWhatItSaysAtTheTable(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.NameIssue{Issue: negotiation.Issue{ID: "river", Name: "The river", Provisions: []text.ID{"b"}}})
	take := func(on negotiation.Subject, s negotiation.Stance, to negotiation.Audience) {
		h.must("ru", negotiation.TakePosition{On: on, Stance: s, Audience: to})
	}
	take(negotiation.Subject{Provision: "b"}, negotiation.Accepts, everyone)
	h.at = h.at.AddDate(0, 0, 3)
	outline := remark("we support it")
	outline.Stance, outline.On.Revision, outline.When = negotiation.Accepts, 1, negotiation.When{From: h.at.AddDate(0, 0, -1), Words: "on Tuesday"}
	h.tell("m", outline, everyone)
	take(negotiation.Subject{Provision: "b"}, negotiation.Reserves, everyone)
	take(negotiation.Subject{Provision: "c"}, negotiation.Objects, only("M"))
	later := remark("we want the river")
	later.Stance, later.On.Issues = negotiation.Accepts, []negotiation.IssueID{"river"}
	h.tell("m", later, everyone)
	timeline := func(who negotiation.MemberID, issue negotiation.IssueID) string {
		var out []string
		for _, m := range h.look(who).InsideOutside("RU", issue) {
			switch {
			case m.Outside():
				out = append(out, "outside "+string(m.Report.Stance)+fmt.Sprint(m.Differs))
			default:
				out = append(out, "inside "+string(m.Position.Stance))
			}
		}
		return strings.Join(out, "; ")
	}
	if got, want := timeline("ua", "river"), "inside accepts; outside accepts[]; inside reserves; outside accepts[supported “The river” in public; reserves on point 2 at the table]"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got, want := timeline("m", ""), "inside accepts; outside accepts[supported revision 1 in public; objects to point 3 at the table]; inside reserves; inside objects; outside accepts[supported “The river” in public; reserves on point 2 at the table]"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := timeline("ua", ""); strings.Contains(got, "objects") {
		t.Errorf("UA reads of a position that is for the mediator: %s", got)
	}
}

func TestActivityShowsStagnationAndBursts(t *testing.T) {
	h := newHistory(t)
	h.at = h.at.AddDate(0, 0, 20)
	for i := range 12 {
		r := remark(fmt.Sprint("word ", i))
		r.When = negotiation.When{From: h.at.Add(-time.Hour)}
		to := everyone
		if i > 5 {
			to = only("UA")
		}
		h.tell("m", r, to)
	}
	a := h.look("ua").Activity()
	last := a.Steps[len(a.Steps)-1]
	if a.Days != 1 || len(a.Steps) != 21 || last.Chronicle != 12 || !last.Burst || len(a.Quiet) != 1 || a.Quiet[0].To.Sub(a.Quiet[0].From) != 19*24*time.Hour {
		t.Errorf("%+v", a)
	}
	if got := h.look("ru").Activity().Steps[20].Chronicle; got != 6 {
		t.Errorf("RU counts %d", got)
	}
	old := remark("long ago")
	old.When = negotiation.When{From: time.Date(1907, 10, 18, 0, 0, 0, 0, time.UTC)}
	h.tell("m", old, everyone)
	if a := h.look("va").Activity(); len(a.Steps) > 120 || a.Days%364 != 0 {
		t.Errorf("%d steps of %d days", len(a.Steps), a.Days)
	}
}
