package negotiation_test

import (
	"fmt"
	"testing"

	"parley/negotiation"
)

// What a delegation notes to itself while it reads the press.

func TestADictionaryIsItsDelegationsOwn(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.NameIssue{Issue: negotiation.Issue{ID: "forces", Name: "Size of the forces"}})
	minister := negotiation.KnownName{Kind: negotiation.PersonName, Name: "A. Minister", Party: "RU", Aliases: []string{" the minister ", "", "the minister"}, Titles: []string{"foreign minister"}}
	h.must("ua", negotiation.KeepName{Name: minister})
	h.must("ua", negotiation.KeepName{Name: negotiation.KnownName{Kind: negotiation.PartyName, Party: "RU", Aliases: []string{"the Kremlin"}}})
	h.must("ua", negotiation.KeepName{Name: negotiation.KnownName{Kind: negotiation.IssueName, Issue: "forces", Aliases: []string{"troop limits"}}})
	h.must("ua", negotiation.KeepName{Name: negotiation.KnownName{Kind: negotiation.PlaceName, Name: "Geneva", Aliases: []string{"Genève"}}})
	got := h.look("ua").Dictionary()
	if len(got) != 4 || fmt.Sprint(got[0].Aliases) != "[the minister]" {
		t.Errorf("%+v", got)
	}
	for _, other := range []negotiation.MemberID{"m", "ru"} {
		if theirs := h.look(other).Dictionary(); len(theirs) != 0 {
			t.Errorf("%s sees %+v", other, theirs)
		}
	}

	minister.Name, minister.Titles = "a. minister", []string{"prime minister"}
	h.must("ua", negotiation.KeepName{Name: minister})
	if got := h.look("ua").Dictionary(); len(got) != 4 || got[3].Titles[0] != "prime minister" {
		t.Errorf("kept anew, it is %+v", got)
	}
	h.must("ua", negotiation.KeepName{Name: minister, Drop: true})
	if got := h.look("ua").Dictionary(); len(got) != 3 {
		t.Errorf("dropped, there are %+v", got)
	}

	refused := func(n negotiation.KnownName, why negotiation.Reason) {
		t.Helper()
		h.refused("ua", negotiation.KeepName{Name: n}, why)
	}
	refused(negotiation.KnownName{Kind: "ship", Name: "x"}, negotiation.Invalid)
	refused(negotiation.KnownName{Kind: negotiation.PersonName}, negotiation.Invalid)
	refused(negotiation.KnownName{Kind: negotiation.PersonName, Name: "x", Party: "XX"}, negotiation.NotFound)
	refused(negotiation.KnownName{Kind: negotiation.PartyName}, negotiation.NotFound)
	refused(negotiation.KnownName{Kind: negotiation.PartyName, Party: "RU", Name: "Russia"}, negotiation.Invalid)
	refused(negotiation.KnownName{Kind: negotiation.IssueName, Issue: "none"}, negotiation.NotFound)
	refused(negotiation.KnownName{Kind: negotiation.PlaceName, Name: "x", Titles: []string{"capital"}}, negotiation.Invalid)
	refused(negotiation.KnownName{Kind: negotiation.PlaceName, Name: "x", Party: "RU"}, negotiation.Invalid)
	h.refused("ua", negotiation.KeepName{Name: minister, Drop: true}, negotiation.NotFound)
}

func TestExcerptsAreWordsOfACopyThatIsSeen(t *testing.T) {
	h := newHistory(t)
	const article = "The “minister” said no. They met."
	kept := h.tell("ua", negotiation.Report{Genre: negotiation.MediaReport, Title: "No", Sources: []negotiation.Source{{Name: "Agency", Copy: article}}}, negotiation.Audience{})
	excerpt := negotiation.Excerpt{Report: kept, Start: 0, End: 27}
	r := remark("no")
	r.Excerpt = excerpt
	taken := h.tell("ua", r, negotiation.Audience{})
	if got := h.look("ua").TakenFrom(kept); len(got) != 1 || got[0].ID != taken {
		t.Errorf("taken from it: %v", got)
	}
	h.refused("ua", negotiation.FileReport{Report: r, Audience: everyone}, negotiation.NotAllowed)
	h.refused("ru", negotiation.FileReport{Report: r}, negotiation.NotFound)
	for _, bad := range []negotiation.Excerpt{{Report: kept, Start: 3, End: 3}, {Report: kept, Start: -1, End: 3}, {Report: kept, Start: 0, End: len(article) + 1}, {Report: kept, Start: 0, End: 5}, {Report: taken, Start: 0, End: 1}} {
		r.Excerpt = bad
		h.refused("ua", negotiation.FileReport{Report: r}, negotiation.Invalid)
	}
	r.Excerpt = negotiation.Excerpt{Start: 1, End: 2}
	h.refused("ua", negotiation.FileReport{Report: r}, negotiation.NotFound)

	aside := negotiation.SetAside{Excerpt: excerpt, Genre: negotiation.MeetingReport}
	h.refused("ru", aside, negotiation.NotFound)
	h.must("ua", aside)
	h.refused("ua", aside, negotiation.Invalid)
	if !h.look("ua").Aside(excerpt, negotiation.MeetingReport) || h.look("ua").Aside(excerpt, negotiation.StatementReport) {
		t.Error("an excerpt is set aside as a meeting, and as nothing else")
	}
	aside.Restore = true
	h.must("ua", aside)
	if h.look("ua").Aside(excerpt, negotiation.MeetingReport) {
		t.Error("it was brought back")
	}
	h.refused("ua", aside, negotiation.Invalid)
	h.refused("ua", negotiation.SetAside{Excerpt: excerpt, Genre: "rumour"}, negotiation.Invalid)
	h.refused("ua", negotiation.SetAside{Genre: negotiation.MeetingReport}, negotiation.Invalid)
}

func TestOnlyAPlannedMeetingIsToCome(t *testing.T) {
	h := newHistory(t)
	next := negotiation.When{From: h.at.AddDate(0, 0, 5), To: h.at.AddDate(0, 0, 12), Words: "next week"}
	r := negotiation.Report{Genre: negotiation.MeetingReport, Title: "Talks", When: next, Reported: negotiation.When{From: h.at.AddDate(0, 0, -1)}, Meeting: negotiation.Encounter{Place: "Moscow", Participants: []string{"An envoy"}, Standing: "planned"}}
	if got := h.report("ru", h.tell("ua", r, everyone)); got.Meeting.Place != "Moscow" || !got.When.From.Equal(next.From) {
		t.Errorf("%+v", got)
	}
	for _, standing := range []string{"held", "", "dreamt of"} {
		r.Meeting.Standing = standing
		h.refused("ua", negotiation.FileReport{Report: r}, negotiation.Invalid)
	}
	r.Meeting.Standing, r.Title = "planned", ""
	h.refused("ua", negotiation.FileReport{Report: r}, negotiation.Invalid)
	r = remark("no")
	r.Meeting = negotiation.Encounter{Place: "Moscow"}
	h.refused("ua", negotiation.FileReport{Report: r}, negotiation.Invalid)
}
