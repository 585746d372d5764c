package negotiation_test

import (
	"strings"
	"testing"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// What happens to amendments and revisions, told as short negotiations.

var everyone = negotiation.Everyone

func only(parties ...negotiation.PartyID) negotiation.Audience {
	return negotiation.Audience{Parties: parties}
}

func TestAnAcceptedAmendmentMakesTheNextRevision(t *testing.T) {
	h := newHistory(t)
	id := h.table("ua", 1, "a", "30", "20", everyone)
	h.is(id, negotiation.Pending)
	h.must("m", negotiation.Accept{Amendment: id, Note: "agreed"})
	h.is(id, negotiation.Accepted)
	h.says("a", "The Parties shall withdraw within 20 days.")
	r := h.state.Current()
	if r.Number != 2 || r.Parent != 1 || len(r.Inputs) != 1 || r.Inputs[0].Party != "UA" || r.Inputs[0].Amendment != id {
		t.Errorf("revision %+v does not say what went into it", r)
	}
	if h.state.Revision(1).ID == r.ID || h.state.Revision(1).Text.Find("a").Words != "The Parties shall withdraw within 30 days." {
		t.Error("revision 1 has changed")
	}
}

func TestPendingAmendmentsAreCarriedOverToTheNextRevision(t *testing.T) {
	h := newHistory(t)
	accepted := h.table("ua", 1, "a", "30", "20", everyone)
	apart := h.table("ru", 1, "a", "The Parties", "Both sides", everyone)
	against := h.table("ru", 1, "a", "30 days", "60 days", only("M"))
	h.must("m", negotiation.Accept{Amendment: accepted})
	h.is(apart, negotiation.Pending)
	if p := h.is(against, negotiation.Fallen); p.Reason == "" || len(p.Dropped) != 1 {
		t.Errorf("it has fallen without a reason: %+v", p)
	}
	h.must("m", negotiation.Accept{Amendment: apart, Revision: 2})
	h.says("a", "Both sides shall withdraw within 20 days.")
}

func TestWhatFellRevivesWhenTheDecisionIsUndone(t *testing.T) {
	h := newHistory(t)
	accepted := h.table("ua", 1, "a", "30", "20", everyone)
	against := h.table("ru", 1, "a", "30", "60", everyone)
	later := h.table("tr", 1, "b", "to all", "to merchant", everyone)
	h.must("m", negotiation.Accept{Amendment: accepted})
	h.must("m", negotiation.Accept{Amendment: later})
	h.is(against, negotiation.Fallen)
	h.must("m", negotiation.Undo{Amendment: accepted, Decision: 1})
	h.is(accepted, negotiation.Pending)
	h.is(against, negotiation.Pending)
	h.is(later, negotiation.Accepted)
	h.says("a", "The Parties shall withdraw within 30 days.")
	h.says("b", "The river shall be open to merchant ships.")
	h.refused("m", negotiation.Undo{Amendment: accepted, Decision: 1}, negotiation.NotFound)
	h.must("m", negotiation.Accept{Amendment: accepted})
	h.must("m", negotiation.Undo{Amendment: accepted, Decision: 2})
	h.is(accepted, negotiation.Pending)
}

func TestADecisionOnWhichALaterOneStandsIsNotUndone(t *testing.T) {
	h := newHistory(t)
	first := h.table("ua", 1, "b", "ships", "ships of the merchant fleet", everyone)
	h.must("m", negotiation.Accept{Amendment: first})
	base := h.state.Current().Text
	amended := base.Clone()
	amended.Find("b").Words = "The river shall be open to all ships of the allied fleet."
	amended.Find("d").Words = "This plan enters into force on signature."
	h.must("ru", negotiation.TableAmendment{Revision: 2, Changes: consolidate.Changes(base, amended), Audience: everyone})
	second := h.state.Amendments[1].ID
	h.must("m", negotiation.Accept{Amendment: second})
	h.refused("m", negotiation.Undo{Amendment: first, Decision: 1}, negotiation.Invalid)
	h.is(first, negotiation.Accepted)
	h.must("m", negotiation.Undo{Amendment: second, Decision: 1})
	h.must("m", negotiation.Undo{Amendment: first, Decision: 1})
	if !h.state.Current().Text.Equal(fourPoints()) {
		t.Error("undoing everything does not lead back to the first revision")
	}
}

func TestADecisionBeforeAWholeTextIsNotUndone(t *testing.T) {
	h := newHistory(t)
	id := h.table("ua", 1, "a", "30", "20", everyone)
	h.must("m", negotiation.Accept{Amendment: id})
	whole := fourPoints()
	whole.Provisions = whole.Provisions[:3]
	h.must("m", negotiation.TableRevision{Text: whole, Standing: negotiation.ChairsText, Parent: 2})
	h.refused("m", negotiation.Undo{Amendment: id, Decision: 1}, negotiation.Invalid)
}

func TestSingleChangesAreAcceptedAndRejected(t *testing.T) {
	h := newHistory(t)
	base := h.state.Current().Text
	amended := base.Clone()
	amended.Find("a").Words = "The Parties shall withdraw within 20 days."
	amended.Find("b").Words = "The river shall be closed to all ships."
	amended.Find("c").Words = "The commission shall meet in the capital twice a year."
	h.must("ua", negotiation.TableAmendment{Revision: 1, Changes: consolidate.Changes(base, amended), Audience: everyone})
	a := h.state.Amendments[0]
	on := func(id text.ID) (out []string) {
		for _, c := range a.Changes {
			if c.Provision == id {
				out = append(out, c.ID)
			}
		}
		return out
	}
	h.must("m", negotiation.Accept{Amendment: a.ID, Changes: on("a")})
	h.is(a.ID, negotiation.Pending)
	h.refused("m", negotiation.Accept{Amendment: a.ID, Changes: on("a")}, negotiation.Stale)
	h.must("m", negotiation.Reject{Amendment: a.ID, Changes: on("b"), Note: "the river stays open"})
	h.is(a.ID, negotiation.Pending)
	h.must("ua", negotiation.WithdrawAmendment{Amendment: a.ID, Reason: "enough"})
	h.is(a.ID, negotiation.PartlyAccepted)
	h.says("a", "The Parties shall withdraw within 20 days.")
	h.says("b", "The river shall be open to all ships.")
	h.says("c", "The commission shall meet in the capital each year.")
}

func TestARejectedAmendmentLeavesTheTextAndCanComeBack(t *testing.T) {
	h := newHistory(t)
	id := h.table("ua", 1, "a", "30", "20", everyone)
	h.must("m", negotiation.Reject{Amendment: id, Note: "too soon"})
	if p := h.is(id, negotiation.Rejected); p.Reason != "too soon" {
		t.Errorf("the reason is %q", p.Reason)
	}
	if n := h.state.Current().Number; n != 1 {
		t.Errorf("a rejection made revision %d", n)
	}
	h.refused("m", negotiation.Accept{Amendment: id}, negotiation.Stale)
	h.must("m", negotiation.Undo{Amendment: id, Decision: 1})
	h.must("m", negotiation.Accept{Amendment: id})
	h.is(id, negotiation.Accepted)
}

func TestWhatIsDecidedIsNotWithdrawn(t *testing.T) {
	h := newHistory(t)
	id := h.table("ua", 1, "a", "30", "20", everyone)
	h.must("m", negotiation.Accept{Amendment: id})
	h.refused("ua", negotiation.WithdrawAmendment{Amendment: id}, negotiation.Stale)
	h.is(id, negotiation.Accepted)
}

func TestABridgingTextTakesThePlaceOfTheAlternatives(t *testing.T) {
	h := newHistory(t)
	low := h.table("ua", 1, "a", "30", "20", everyone)
	high := h.table("ru", 1, "a", "30", "60", everyone)
	c := h.proposal(1, "a", "30", "40", everyone)
	c.Bridges = []negotiation.AmendmentID{low, high}
	h.refused("ua", c, negotiation.NotAllowed)
	h.must("m", c)
	bridge := h.state.Amendments[2]
	if bridge.Party != "M" || len(bridge.Bridges) != 2 {
		t.Fatalf("bridging text %+v", bridge)
	}
	h.must("m", negotiation.Accept{Amendment: bridge.ID})
	h.says("a", "The Parties shall withdraw within 40 days.")
	h.is(low, negotiation.Fallen)
	h.is(high, negotiation.Fallen)
}

func TestAPartyThatJoinsAmendmentsMustNotContradictItself(t *testing.T) {
	h := newHistory(t)
	ua := h.table("ua", 1, "a", "30", "20", everyone)
	ru := h.table("ru", 1, "a", "30", "60", everyone)
	h.must("tr", negotiation.JoinSponsors{Amendment: ua})
	h.refused("tr", negotiation.JoinSponsors{Amendment: ru}, negotiation.Invalid)
	h.refused("tr", negotiation.JoinSponsors{Amendment: ua}, negotiation.Invalid)
	h.refused("ua", h.proposal(1, "a", "30", "10", everyone), negotiation.Invalid)
	if got := h.is(ua, negotiation.Pending).Sponsors; len(got) != 2 {
		t.Errorf("sponsors %v", got)
	}
	h.must("ua", negotiation.WithdrawAmendment{Amendment: ua})
	h.must("tr", negotiation.JoinSponsors{Amendment: ru})
}

func TestADecisionOnAnOlderRevisionIsRefused(t *testing.T) {
	h := newHistory(t)
	one := h.table("ua", 1, "a", "30", "20", everyone)
	two := h.table("ru", 1, "b", "to all", "to some", everyone)
	h.must("m", negotiation.Accept{Amendment: one, Revision: 1})
	h.refused("m", negotiation.Accept{Amendment: two, Revision: 1}, negotiation.Stale)
	h.is(two, negotiation.Pending)
}

func TestAPlaceholderIsNeverTheCurrentRevision(t *testing.T) {
	h := newHistory(t)
	h.refused("m", negotiation.RecordPlaceholder{Standing: negotiation.Draft}, negotiation.Invalid)
	h.must("m", negotiation.RecordPlaceholder{Standing: negotiation.Draft, Parent: 1, Note: "reported to be shorter", Source: "press"})
	if n := h.state.Current().Number; n != 1 {
		t.Errorf("revision %d is current", n)
	}
	h.refused("ua", negotiation.TableAmendment{Revision: 2, Changes: h.proposal(1, "a", "30", "20", everyone).Changes}, negotiation.Invalid)
	id := h.table("ua", 1, "a", "30", "20", everyone)
	h.must("m", negotiation.Accept{Amendment: id})
	if r := h.state.Current(); r.Number != 3 || r.Parent != 1 {
		t.Errorf("revision %d was made from %d", r.Number, r.Parent)
	}
}

func TestRevisionsAreRefusedThatCannotBeTalkedAbout(t *testing.T) {
	twice := fourPoints()
	twice.Provisions[1].ID = "a"
	other := fourPoints()
	other.Provisions = other.Provisions[1:]
	h := newHistory(t)
	secret := h.table("ua", 1, "a", "30", "20", only("M"))
	for name, c := range map[string]negotiation.TableRevision{
		"the same again":       {Text: fourPoints(), Standing: negotiation.Draft},
		"no text":              {Standing: negotiation.Draft},
		"an empty text":        {Text: &text.Text{Title: "Plan"}, Standing: negotiation.Draft},
		"an id used twice":     {Text: twice, Standing: negotiation.Draft},
		"an unknown standing":  {Text: other, Standing: "gospel"},
		"a confidential input": {Text: other, Standing: negotiation.Draft, Inputs: []negotiation.Input{{Party: "UA", Amendment: secret}}},
	} {
		t.Run(name, func(t *testing.T) {
			h.tb = t
			h.refused("m", c, negotiation.Invalid)
		})
	}
	h.tb = t
	h.refused("m", negotiation.TableRevision{Text: other, Standing: negotiation.Draft, Parent: 7}, negotiation.NotFound)
	h.refused("m", negotiation.TableRevision{Text: other, Standing: negotiation.Draft, Author: "XX"}, negotiation.NotFound)
}

func TestAmendmentsAreRefusedThatCannotBeDecidedOn(t *testing.T) {
	h := newHistory(t)
	good := h.proposal(1, "a", "30", "20", everyone)
	twice := good
	twice.Changes = append(twice.Changes[:len(twice.Changes):len(twice.Changes)], h.proposal(1, "b", "to all", "to no", everyone).Changes...)
	twice.Changes[1].ID = twice.Changes[0].ID
	elsewhere := good
	elsewhere.Changes = []consolidate.Change{good.Changes[0]}
	elsewhere.Changes[0].Provision = "z"
	h.refused("ua", twice, negotiation.Invalid)
	h.refused("ua", elsewhere, negotiation.Invalid)
	h.refused("ua", negotiation.TableAmendment{Revision: 1}, negotiation.Invalid)
	h.refused("ua", negotiation.TableAmendment{Revision: 9, Changes: good.Changes}, negotiation.NotFound)
	h.refused("ua", negotiation.TableAmendment{Revision: 1, Changes: good.Changes, Audience: only("XX")}, negotiation.NotFound)
}

func TestPartiesAndMembersAreRefusedThatCannotBeToldApart(t *testing.T) {
	h := newHistory(t)
	for _, p := range []negotiation.Party{
		{ID: "UA", Name: "again", Role: negotiation.Principal},
		{ID: "ua", Name: "the same in small letters", Role: negotiation.Principal},
		{ID: "a b", Name: "with a space", Role: negotiation.Principal},
		{ID: "X", Name: " ", Role: negotiation.Principal},
		{ID: "X", Name: "without a role"},
		{ID: "X", Name: "of strangers", Role: negotiation.Consulted, Parties: []negotiation.PartyID{"XX"}},
		{ID: "X", Name: "with a chair from outside", Role: negotiation.Consulted, Parties: []negotiation.PartyID{"FR"}, CoChairs: []negotiation.PartyID{"UK"}},
	} {
		h.refused("m", negotiation.AddParty{Party: p}, negotiation.Invalid)
	}
	h.refused("m", negotiation.AddMember{Member: negotiation.Member{ID: "ua", Party: "UA", Name: "again"}}, negotiation.Invalid)
	h.refused("m", negotiation.AddMember{Member: negotiation.Member{ID: "Big", Party: "UA", Name: "x"}}, negotiation.Invalid)
	h.refused("m", negotiation.AddMember{Member: negotiation.Member{ID: "x", Party: "XX", Name: "x"}}, negotiation.NotFound)
}

func TestTheHistoryOfAProvisionTellsWhoTouchedItAndWhen(t *testing.T) {
	h := newHistory(t)
	id := h.table("ua", 1, "a", "30", "20", everyone)
	h.table("ru", 1, "a", "The Parties", "Both sides", only("M"))
	h.must("m", negotiation.Accept{Amendment: id})
	next := h.state.Current().Text.Clone()
	next.Provisions = next.Provisions[1:]
	h.must("m", negotiation.TableRevision{Text: next, Standing: negotiation.Draft, Author: "TR", Parent: 2})
	tell := func(member negotiation.MemberID) string {
		var out []string
		for _, e := range h.look(member).History("a") {
			out = append(out, string(e.Party)+" "+string(e.What))
		}
		return strings.Join(out, ", ")
	}
	if got, want := tell("ua"), " introduced, UA amendment proposed, M edited, TR removed"; got != want {
		t.Errorf("UA is told %q, want %q", got, want)
	}
	if got, want := tell("m"), " introduced, UA amendment proposed, RU amendment proposed, M edited, TR removed"; got != want {
		t.Errorf("the mediator is told %q, want %q", got, want)
	}
	if e := h.look("va").History("a")[2]; e.Amendment != id || e.Revision != 2 {
		t.Errorf("the edit is not put down to the amendment: %+v", e)
	}
}

func TestTheOutlineTellsTheStateOfEachProvision(t *testing.T) {
	h := newHistory(t)
	h.table("ua", 1, "a", "30", "20", everyone)
	h.table("ru", 1, "a", "30", "60", everyone)
	h.table("ru", 1, "b", "to all", "to some", everyone)
	h.table("tr", 1, "c", "capital", "north", only("M"))
	h.must("m", negotiation.Accept{Amendment: h.table("tr", 1, "d", "it is signed", "all have signed it", everyone)})
	tell := func(member negotiation.MemberID) string {
		var out []string
		for _, l := range h.look(member).Outline() {
			s := l.Cite
			if n := len(l.Amendments); n > 0 {
				s += strings.Repeat("+", n)
			}
			if l.Contested() {
				s += " contested"
			}
			if l.Changed {
				s += " changed"
			}
			out = append(out, s)
		}
		return strings.Join(out, ", ")
	}
	if got, want := tell("va"), "1++ contested, 2+, 3, 4 changed"; got != want {
		t.Errorf("the observer sees %q, want %q", got, want)
	}
	if got, want := tell("m"), "1++ contested, 2+, 3+, 4 changed"; got != want {
		t.Errorf("the mediator sees %q, want %q", got, want)
	}
}

func TestTheRecordsTimeNeverRunsBackwards(t *testing.T) {
	h := newHistory(t)
	entries, err := negotiation.Decide(h.state, "m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.Concept}, h.at.AddDate(-1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	if !entries[0].At.Equal(h.state.At) {
		t.Errorf("the entry is of %v, the one before of %v", entries[0].At, h.state.At)
	}
}
