package negotiation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"parley/negotiation"
	"parley/text"
)

func (h *history) held(words string) int {
	h.tb.Helper()
	next := h.state.Revision(1).Text.Clone()
	next.Find("a").Words = words
	h.must("m", negotiation.TableRevision{Text: next, Standing: negotiation.Draft, Parent: 1, Held: true})
	return h.state.Revisions[len(h.state.Revisions)-1].Number
}

func (h *history) whoHas(who negotiation.MemberID, n int, by time.Time) string {
	var out []string
	for _, x := range h.look(who).WhoHas(negotiation.Paper{Revision: n}, by) {
		out = append(out, string(x.Party))
	}
	return strings.Join(out, " ")
}

func TestWhoHasARevisionIsAQueryAsOfAnyMoment(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.SetRules{Rules: negotiation.Rules{Consult: []negotiation.Consultation{{Party: "RU"}}}})
	n := h.held("The Parties shall withdraw within 10 days.")
	h.must("m", negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: []negotiation.PartyID{"UA"}})
	tuesday := h.at
	if got := h.whoHas("m", n, tuesday); got != "M UA" {
		t.Errorf("on Tuesday: %s", got)
	}
	if got := h.look("m").Unconsulted(n); !slices.Equal(got, []negotiation.PartyID{"RU"}) {
		t.Errorf("not consulted: %v", got)
	}
	if h.look("ru").Revision(n) != nil || h.look("ru").Current().Number != 1 || h.look("ua").Current().Number != n {
		t.Error("RU has what was not sent to it, or UA has not what was")
	}
	h.at = h.at.AddDate(0, 0, 1)
	h.must("m", negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: []negotiation.PartyID{"RU"}, Elsewhere: &negotiation.Handover{At: h.at.Add(-time.Hour), Place: "Geneva", By: "the envoy"}})
	h.must("ru", negotiation.Acknowledge{Paper: negotiation.Paper{Revision: n}, Opening: true})
	h.must("ru", negotiation.Acknowledge{Paper: negotiation.Paper{Revision: n}})
	h.refused("ru", negotiation.Acknowledge{Paper: negotiation.Paper{Revision: n}}, negotiation.Stale)
	h.refused("fr", negotiation.Acknowledge{Paper: negotiation.Paper{Revision: n}}, negotiation.NotFound)
	if got := h.whoHas("m", n, tuesday); got != "M UA" {
		t.Errorf("on Tuesday, asked later: %s", got)
	}
	got := h.look("m").WhoHas(negotiation.Paper{Revision: n}, h.at)
	if len(got) != 3 || got[2].Party != "RU" || got[2].How != "handed over at Geneva" || got[2].Opened.IsZero() || got[2].Acknowledged.IsZero() {
		t.Errorf("now: %+v", got)
	}
	if got := h.look("m").Unconsulted(n); len(got) != 0 {
		t.Errorf("not consulted: %v", got)
	}
	if got := h.whoHas("ua", n, h.at); got != "M UA" {
		t.Errorf("UA is told of a circulation that was not to it: %s", got)
	}
}

func TestAmendmentsAndDocumentsAreCirculatedAsRevisionsAre(t *testing.T) {
	h := newHistory(t)
	secret := h.table("ua", 1, "a", "30 days", "20 days", only("M"))
	paper := negotiation.Paper{Amendment: secret}
	h.refused("m", negotiation.Circulate{Paper: paper, To: []negotiation.PartyID{"TR"}}, negotiation.NotAllowed)
	h.refused("ua", negotiation.Circulate{Paper: paper, To: []negotiation.PartyID{"M"}}, negotiation.Invalid)
	h.must("ua", negotiation.Circulate{Paper: paper, To: []negotiation.PartyID{"TR"}, Note: "for you alone"})
	h.must("tr", negotiation.Acknowledge{Paper: paper})
	h.refused("ru", negotiation.Acknowledge{Paper: paper}, negotiation.NotFound)
	if p, err := h.look("tr").Proposal(secret); err != nil || p.Status != negotiation.Pending {
		t.Errorf("TR: %v %v", p, err)
	}
	if _, err := h.look("ru").Proposal(secret); err == nil {
		t.Error("RU sees what was sent to TR")
	}
	got := h.look("ua").WhoHas(paper, h.at)
	if len(got) != 3 || got[2].Party != "TR" || got[2].How != "sent here" || got[2].Acknowledged.IsZero() {
		t.Errorf("%+v", got)
	}
	if got := h.look("m").WhoHas(paper, h.at); len(got) != 2 {
		t.Errorf("the mediator is told of what passed between UA and TR: %+v", got)
	}
	n := h.held("Nothing of it is left.")
	h.must("m", negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: []negotiation.PartyID{"UA"}})
	h.must("ua", h.proposal(n, "a", "Nothing", "Much", only("M")))
	h.refused("ua", negotiation.Circulate{Paper: negotiation.Paper{Amendment: h.state.Amendments[1].ID}, To: []negotiation.PartyID{"RU"}}, negotiation.Invalid)

	h.must("ru", negotiation.FileDocument{Document: negotiation.Document{Title: "Non-paper", Words: "On sequencing."}, Audience: only("M")})
	letter := negotiation.Paper{Document: h.state.Documents[0].ID}
	h.refused("m", negotiation.Circulate{Paper: letter, To: []negotiation.PartyID{"UA"}}, negotiation.NotAllowed)
	h.refused("ua", negotiation.Acknowledge{Paper: letter}, negotiation.NotFound)
	h.must("ru", negotiation.Circulate{Paper: letter, To: []negotiation.PartyID{"UA"}, Elsewhere: &negotiation.Handover{At: h.at.Add(-time.Hour), Place: "Geneva", By: "the envoy"}})
	if docs := h.look("ua").Documents(); len(docs) != 1 || docs[0].Words != "On sequencing." {
		t.Errorf("%v", docs)
	}
	if docs := h.look("tr").Documents(); len(docs) != 0 {
		t.Errorf("TR sees %v", docs)
	}
	if dump(h.look("tr").Entries()) == "" || strings.Contains(dump(h.look("tr").Entries()), "sequencing") {
		t.Error("TR reads the words in the record")
	}
}

func TestAnAmendmentThatNobodySupportsIsLetGoWithNotice(t *testing.T) {
	h := newHistory(t)
	id := h.table("ua", 1, "a", "30 days", "20 days", everyone)
	h.refused("m", negotiation.LetGo{Amendment: id}, negotiation.NotAllowed)
	notice := func() negotiation.Notice { return negotiation.Notice{Until: h.at.Add(time.Hour)} }
	h.refused("ru", negotiation.GiveNotice{Amendment: id, Notice: notice()}, negotiation.NotAllowed)
	h.refused("ua", negotiation.KeepAmendment{Amendment: id}, negotiation.Stale)
	h.must("m", negotiation.GiveNotice{Amendment: id, Notice: notice()})
	h.refused("m", negotiation.LetGo{Amendment: id}, negotiation.Stale)
	h.must("ru", negotiation.KeepAmendment{Amendment: id, Words: "we might join"})
	h.at = h.at.Add(2 * time.Hour)
	h.refused("m", negotiation.LetGo{Amendment: id}, negotiation.NotAllowed)
	h.must("m", negotiation.GiveNotice{Amendment: id, Notice: notice()})
	h.must("tr", negotiation.JoinSponsors{Amendment: id}) // whoever joins keeps it
	h.refused("ua", negotiation.KeepAmendment{Amendment: id}, negotiation.Stale)
	h.must("m", negotiation.GiveNotice{Amendment: id, Notice: notice()})
	h.is(id, negotiation.Pending)
	h.at = h.at.Add(2 * time.Hour)
	h.must("m", negotiation.LetGo{Amendment: id})
	if p := h.is(id, negotiation.Released); !strings.HasPrefix(p.Reason, "Nobody spoke for it before ") {
		t.Error(p.Reason)
	}
	h.refused("ua", negotiation.KeepAmendment{Amendment: id}, negotiation.Stale)
}

func TestWhatAPartyIsToldDependsOnNoWordsThatItDoesNotHold(t *testing.T) {
	h := newHistory(t)
	pending := h.table("ru", 1, "a", "30 days", "20 days", everyone)
	n := h.held("Nothing of it is left.")
	ru := h.look("ru")
	if p, err := ru.Proposal(pending); err != nil || p.Status != negotiation.Pending {
		t.Errorf("RU: %v %v", p, err)
	}
	h.is(pending, negotiation.Fallen) // for the mediator
	h.table("ru", 1, "a", "Parties", "States", everyone)
	h.refused("ru", h.proposal(n, "a", "Nothing", "Much", everyone), negotiation.NotFound)
	h.refused("ru", negotiation.TakePosition{Revision: n, Stance: negotiation.Accepts}, negotiation.NotFound)
	h.refused("m", negotiation.Accept{Amendment: pending}, negotiation.Stale)
	h.must("m", negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: []negotiation.PartyID{"UA"}})
	h.must("ua", h.proposal(n, "a", "Nothing", "Much", everyone))
	if _, err := h.look("ru").Proposal(h.state.Amendments[2].ID); err == nil {
		t.Error("RU sees an amendment to words that it does not hold")
	}
	h.must("m", negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: []negotiation.PartyID{"RU"}})
	if _, err := h.look("ru").Proposal(h.state.Amendments[2].ID); err != nil {
		t.Error(err)
	}
}

func TestAReadingRoomIsOpenForATimeAndGivesNothingAway(t *testing.T) {
	h := newHistory(t)
	n := h.held("The words to read.")
	until := h.at.Add(time.Hour)
	h.must("m", negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: []negotiation.PartyID{"RU"}, Until: until})
	v := h.look("ru")
	read, room, err := v.Read(n)
	if err != nil || read.Find("a").Words != "The words to read." || !room.Until.Equal(until) {
		t.Errorf("%v %v", room, err)
	}
	if v.Revision(n) != nil || strings.Contains(dump(v.Entries()), "The words to read") || h.whoHas("m", n, h.at) != "M" {
		t.Error("what is read in the room was taken away")
	}
	if _, _, err := h.look("ua").Read(n); reason(err) != negotiation.NotFound {
		t.Errorf("UA: %v", err)
	}
	late, err := negotiation.Look(h.state, "ru", until)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := late.Read(n); reason(err) != negotiation.NotFound {
		t.Errorf("when it is closed: %v", err)
	}
	h.must("ru", negotiation.Acknowledge{Paper: negotiation.Paper{Revision: n}, Opening: true})
	h.refused("ru", negotiation.Acknowledge{Paper: negotiation.Paper{Revision: n}}, negotiation.NotFound)
}

func TestAMeetingIsWhatItsSidesMakeOfIt(t *testing.T) {
	h := newHistory(t)
	status := func(want negotiation.MeetingStatus) *negotiation.Meeting {
		t.Helper()
		m := h.look("va").Meetings()[0]
		if m.Status != want {
			t.Fatalf("the meeting is %s, want %s", m.Status, want)
		}
		return &m
	}
	plan := negotiation.Plan{
		Title: "Talks at the Kremlin", Format: negotiation.Bilateral, Parties: []negotiation.PartyID{"M", "RU"}, Place: "Moscow",
		When:         negotiation.When{From: h.at.AddDate(0, 0, 5), To: h.at.AddDate(0, 0, 12), Zone: "Europe/Moscow", Words: "next week"},
		Participants: []negotiation.Participant{{Party: "M", Name: "Envoy"}, {Name: "Adviser", Tentative: true}},
	}
	h.must("m", negotiation.ProposeMeeting{Plan: plan, Audience: everyone})
	id := status(negotiation.Announced).ID
	h.refused("ua", negotiation.ConfirmMeeting{Meeting: id}, negotiation.Invalid)
	h.must("m", negotiation.ConfirmMeeting{Meeting: id, Party: "RU", Who: "the Kremlin's aide"})
	if m := status(negotiation.Confirmed); m.Confirmed[1].By != "the Kremlin's aide" {
		t.Errorf("%+v", m.Confirmed)
	}
	plan.Participants = []negotiation.Participant{plan.Participants[0], {Name: "Adviser"}}
	h.must("m", negotiation.ChangeMeeting{Meeting: id, Plan: plan})
	status(negotiation.Confirmed) // neither time nor place was changed
	plan.Place = "Saint Petersburg"
	h.must("m", negotiation.ChangeMeeting{Meeting: id, Plan: plan, Why: "security"})
	if m := status(negotiation.Announced); len(m.History) != 2 || !m.History[0].Plan.Participants[1].Tentative {
		t.Errorf("%+v", m.History)
	}
	h.must("ru", negotiation.CallOff{Meeting: id, Why: "not this week"})
	status(negotiation.Postponed)
	h.must("m", negotiation.ChangeMeeting{Meeting: id, Plan: plan})
	h.must("ru", negotiation.ConfirmMeeting{Meeting: id})
	status(negotiation.Confirmed)
	h.must("m", negotiation.RecordOutcome{Meeting: id, From: h.at, To: h.at})
	if m := status(negotiation.Held); m.Outcome.Words != "" || len(m.Outcome.Acknowledged) != 1 {
		t.Errorf("%+v", m.Outcome)
	}
	h.must("ru", negotiation.AcknowledgeOutcome{Meeting: id})
	h.refused("ru", negotiation.AcknowledgeOutcome{Meeting: id}, negotiation.Stale)
	h.refused("ua", negotiation.AcknowledgeOutcome{Meeting: id}, negotiation.NotAllowed)
	h.refused("m", negotiation.CallOff{Meeting: id, Cancel: true}, negotiation.Stale)
}

func TestSilenceIsConsentOnlyWhenNobodyBreaksIt(t *testing.T) {
	h := newHistory(t)
	deadline := h.at.Add(24 * time.Hour)
	h.must("m", negotiation.StartSilence{Revision: 1, Standing: negotiation.AdReferendum, Deadline: deadline})
	first := h.state.Silences[0].ID
	h.refused("fr", negotiation.BreakSilence{Silence: first}, negotiation.NotAllowed)
	h.must("ru", negotiation.BreakSilence{Silence: first, Words: "not yet"})
	h.at = deadline
	h.refused("m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.AdReferendum}, negotiation.NotAllowed)

	h.must("m", negotiation.StartSilence{Revision: 1, Standing: negotiation.AdReferendum, Deadline: h.at.Add(24 * time.Hour)})
	second := h.state.Silences[1].ID
	longer := h.at.Add(48 * time.Hour)
	h.refused("m", negotiation.ExtendSilence{Silence: second, Deadline: h.at.Add(time.Hour)}, negotiation.Invalid)
	h.must("m", negotiation.ExtendSilence{Silence: second, Deadline: longer})
	h.at = longer.Add(-2 * time.Minute)
	h.refused("m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.AdReferendum}, negotiation.NotAllowed)
	h.at = longer
	h.refused("ru", negotiation.BreakSilence{Silence: second}, negotiation.Stale)
	h.must("m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.AdReferendum})
	n := h.held("Held back.")
	h.refused("m", negotiation.StartSilence{Revision: n, Standing: negotiation.Draft, Deadline: h.at.Add(time.Hour)}, negotiation.NotAllowed)
}

func TestATextIsClosedByThoseWhoMay(t *testing.T) {
	h := newHistory(t)
	for _, by := range []negotiation.MemberID{"ua", "ru"} {
		h.must(by, negotiation.TakePosition{Stance: negotiation.Accepts, Audience: everyone})
	}
	h.must("m", negotiation.SetClosing{Closing: negotiation.Closing{Depositary: "Switzerland", Ratifications: 1, Days: 30}})
	h.must("m", negotiation.LinkInstrument{Instrument: negotiation.Instrument{ID: "guarantees", Name: "Guarantees", Relation: "guarantees", Parties: []negotiation.PartyID{"UA", "TR"}, AllOrNone: true}})
	h.refused("ua", negotiation.Initial{}, negotiation.Invalid)
	h.must("m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.Final})
	for _, p := range fourPoints().Provisions {
		h.must("ua", negotiation.Initial{Provision: p.ID})
	}
	h.must("ru", negotiation.Initial{})
	h.refused("ru", negotiation.Initial{Provision: "a"}, negotiation.Stale)
	h.refused("fr", negotiation.Initial{}, negotiation.NotAllowed)
	if got := h.look("va").Initialled(); len(got) != 2 {
		t.Errorf("initialled by %v", got)
	}
	h.refused("ua", negotiation.SignInstrument{}, negotiation.NotAllowed)
	for _, m := range []negotiation.MemberID{"ua", "ru", "tr"} {
		h.must(m, negotiation.PresentPowers{Member: m, Words: "signed by the Head of State"})
		h.must("m", negotiation.ExaminePowers{Member: m, InOrder: true})
	}
	h.must("ua", negotiation.SignInstrument{})
	h.must("ua", negotiation.Declare{Declaration: negotiation.Declaration{Provision: "b", Words: "as we understand it"}})
	h.must("ru", negotiation.SignInstrument{})
	execution := func() negotiation.Execution { return h.look("va").Executions()[0] }
	if e := execution(); len(e.Missing) != 0 || e.Executed || len(e.Waits) != 1 {
		t.Errorf("signed by all, and the guarantees are not: %+v", e)
	}
	h.refused("ua", negotiation.SignInstrument{Instrument: "guarantees"}, negotiation.Invalid)
	h.must("m", negotiation.LinkInstrument{Instrument: negotiation.Instrument{ID: "guarantees", Name: "Guarantees", Relation: "guarantees", Parties: []negotiation.PartyID{"UA", "TR"}, AllOrNone: true,
		Text: &text.Text{Provisions: []*text.Provision{{ID: "g", Kind: text.Article, Words: "They are given."}}}}})
	h.must("ua", negotiation.SignInstrument{Instrument: "guarantees"})
	h.must("tr", negotiation.SignInstrument{Instrument: "guarantees"})
	if e := execution(); !e.Executed {
		t.Errorf("everything is signed: %+v", e)
	}
	if since, missing := h.look("va").InForce(); !since.IsZero() || missing != 1 {
		t.Errorf("in force since %v, missing %d", since, missing)
	}
	h.must("ua", negotiation.Ratify{})
	if since, _ := h.look("va").InForce(); !since.Equal(h.state.At.AddDate(0, 0, 30)) {
		t.Errorf("in force since %v", since)
	}
	h.refused("m", negotiation.Reopen{Revision: 1, Standing: negotiation.Draft, Why: "a number"}, negotiation.NotAllowed)
}

func TestAuthorshipIsSignedAndItsDisputeStandsBesideIt(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.ClaimAuthorship{Revision: 1, Words: "authored by us"})
	h.must("fr", negotiation.DisputeAuthorship{Dispute: negotiation.Dispute{Revision: 1, Words: "effectively written by another", Source: "press"}})
	v := h.look("va")
	if len(v.Authorships(1)) != 1 || len(v.Disputes(1)) != 1 || v.Disputes(1)[0].Party != "FR" {
		t.Errorf("%+v %+v", v.Authorships(1), v.Disputes(1))
	}
	h.refused("va", negotiation.DisputeAuthorship{Dispute: negotiation.Dispute{Revision: 1, Words: "x"}}, negotiation.NotAllowed)
}

func TestARoomIsForThoseWhoAreInIt(t *testing.T) {
	h := newHistory(t)
	h.must("ua", negotiation.OpenRoom{Name: "Caucus", Parties: []negotiation.PartyID{"M"}})
	room := h.state.Rooms[0].ID
	h.must("m", negotiation.SayInRoom{Room: room, Words: "between us"})
	h.refused("ru", negotiation.SayInRoom{Room: room, Words: "x"}, negotiation.NotFound)
	h.refused("m", negotiation.CloseRoom{Room: room}, negotiation.NotAllowed)
	h.refused("va", negotiation.OpenRoom{Name: "x"}, negotiation.NotAllowed)
	if len(h.look("ru").Rooms()) != 0 || len(h.look("ua").Said(room)) != 1 || len(h.look("ru").Said(room)) != 0 {
		t.Error("the room is seen from outside, or not from inside")
	}
	h.must("ua", negotiation.CloseRoom{Room: room})
	h.refused("m", negotiation.SayInRoom{Room: room, Words: "x"}, negotiation.Stale)

	h.must("m", negotiation.OpenRoom{Name: "Off the record", Parties: []negotiation.PartyID{"RU"}, OffRecord: true})
	off := h.state.Rooms[1].ID
	h.refused("ru", negotiation.SayInRoom{Room: off, Words: "never written down"}, negotiation.NotAllowed)
	if r, err := h.look("ru").OffRecord(off); err != nil || r.Keep != 24*time.Hour {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := h.look("ua").OffRecord(off); reason(err) != negotiation.NotFound {
		t.Errorf("from outside: %v", err)
	}
}

func TestAGavelIsOfTheWordsAndIsNoConsent(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.Gavel{Provision: "a", Words: "no objection"})
	h.refused("m", negotiation.Gavel{Provision: "a"}, negotiation.Stale)
	h.refused("ua", negotiation.Gavel{Provision: "b"}, negotiation.NotAllowed)
	h.refused("m", negotiation.Gavel{Provision: "none"}, negotiation.NotFound)
	if g := h.look("va").Gavelled("a"); g == nil || g.Words != "no objection" {
		t.Errorf("%+v", g)
	}
	h.supports("UA", "a", "")
	words := h.state.Current().Text.Find("a").Words
	h.rewrites("a", "Other words.")
	if g := h.look("va").Gavelled("a"); g != nil {
		t.Errorf("other words are gavelled: %+v", g)
	}
	h.rewrites("a", words)
	if h.look("va").Gavelled("a") == nil {
		t.Error("the words are back and not gavelled")
	}
}

func TestDeadlinesAreSetAndLifted(t *testing.T) {
	h := newHistory(t)
	h.refused("m", negotiation.SetDeadline{}, negotiation.Stale)
	h.refused("m", negotiation.SetDeadline{At: h.at.Add(-time.Hour)}, negotiation.Invalid)
	h.must("m", negotiation.SetDeadline{At: h.at.AddDate(0, 0, 7), Words: "the summit"})
	if !h.look("ua").Deadline().At.After(h.at) {
		t.Error("the deadline is not shown")
	}
	h.must("m", negotiation.SetDeadline{})
	if !h.look("ua").Deadline().At.IsZero() {
		t.Error("the deadline is not lifted")
	}
}
