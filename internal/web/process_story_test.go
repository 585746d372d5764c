package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/internal/browser"
	"parley/negotiation"
	"parley/text"
)

// What delegates do around the text, on a telephone, with nobody to explain it.

// telephone is a member's telephone, on the overview.
func (s *server) telephone(t *testing.T, member negotiation.MemberID) *browser.Page {
	t.Helper()
	p := s.enter(t, browser.Start(t), member)
	p.Size(browser.Phone)
	p.Goto(s.URL + "/n/river-talks/overview")
	return p
}

func TestWhatADelegateNeedsAtNightIsThreeStepsAway(t *testing.T) {
	s := newRiver(t)
	next := s.rev.Clone()
	next.Provisions[1].Heading = "Scope and purpose"
	s.do("mediator", negotiation.TableRevision{Text: next, Standing: negotiation.Draft, Held: true})
	view, err := s.desk.View(t.Context(), river, "mediator")
	if err != nil {
		t.Fatal(err)
	}
	newest := view.Current().Number
	s.do("mediator", negotiation.Circulate{Paper: negotiation.Paper{Revision: newest}, To: []negotiation.PartyID{"ALD"}})

	p := s.telephone(t, "ald-head")
	if !strings.Contains(strings.Join(p.Texts(".news li"), "\n"), "to Aldoria") {
		t.Error("what changed is not on the overview")
	}

	p.Follow("#keeps") // what keeps us from signing: one step
	p.WaitText("#map", "What keeps us from signing")

	row := p.Count(".gaps tbody tr") - 1
	p.Follow(".gaps tbody tr:nth-child(8) th a") // a position: the provision, the form, the words
	p.Click("#take summary")
	p.Click(`input[name="stance"][value="accepts if"]`)
	p.WaitVisible("#if-words")
	p.Type("#if-words", "the dam is inspected every year")
	p.Loading(func() { p.Click("#take-it") })
	p.WaitText("#panel", "if the dam is inspected every year")
	if got := s.positions("ald-head"); len(got) != 1 || got[0].Stance != negotiation.AcceptsIf || len(got[0].If) != 1 || row < 8 {
		t.Errorf("taken: %+v", got)
	}
	p.Axe()

	m := s.telephone(t, "mediator")
	m.Follow(`nav.tabs a[href$="/circulation"]`) // who has not received the newest revision: one step
	m.WaitText("main", "Have not received it")
	if got := strings.Join(m.Texts("section .list li"), "\n"); strings.Contains(got, "Aldoria") || !strings.Contains(got, "Brennland") {
		t.Errorf("have not received it: %s", got)
	}
	m.Axe()
}

func (s *server) positions(member negotiation.MemberID) []*negotiation.Position {
	s.t.Helper()
	v, err := s.desk.View(s.t.Context(), river, member)
	if err != nil {
		s.t.Fatal(err)
	}
	return v.Positions()
}

func TestARevisionIsReadInTheReadingRoomAndNotTakenAway(t *testing.T) {
	s := newRiver(t)
	next := s.rev.Clone()
	next.Provisions[1].Words = "Words that are only read."
	s.do("mediator", negotiation.TableRevision{Text: next, Name: "Chair's paper", Standing: negotiation.NonPaper, Held: true})
	view, err := s.desk.View(t.Context(), river, "mediator")
	if err != nil {
		t.Fatal(err)
	}
	s.do("mediator", negotiation.Circulate{Paper: negotiation.Paper{Revision: view.Current().Number}, To: []negotiation.PartyID{"BRN"}, Until: time.Now().Add(time.Hour)})
	p := s.telephone(t, "brn-head")
	p.Follow(`a[href*="/reading/"]`)
	p.WaitText(".reading-room", "Words that are only read.")
	if !strings.Contains(p.Attr(".reading-room", "data-reader"), "Brennland") {
		t.Error("the page does not bear the reader's name")
	}
	p.Axe()
	if _, bundle := s.as("brn-head").get("/n/river-talks/record/bundle"); strings.Contains(bundle, "only read") {
		t.Error("the words went into the bundle")
	}
	found := false
	for _, r := range s.viewOf("mediator").Receipts() {
		found = found || r.Party == "BRN" && r.Opening
	}
	if !found {
		t.Error("that it was opened is not recorded")
	}
}

func (s *server) viewOf(member negotiation.MemberID) *negotiation.View {
	s.t.Helper()
	v, err := s.desk.View(s.t.Context(), river, member)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

func TestAMeetingIsProposedConfirmedAndHeld(t *testing.T) {
	s := newRiver(t)
	p := s.telephone(t, "ald-head")
	p.Goto(s.URL + "/n/river-talks/meetings")
	p.Click("#propose-meeting summary")
	p.Type("#title", "Talks at the border")
	p.Click(`#propose-meeting input[value="BRN"]`)
	p.Type("#place", "Port Velin")
	p.Type("#people", "Head of delegation\nAdviser on dams?")
	p.Loading(func() { p.Click("#propose-it") })
	p.WaitText("main", "announced")
	m := s.viewOf("brn-head").Meetings()[0]
	if len(m.Parties) != 2 || len(m.Participants) != 2 || !m.Participants[1].Tentative {
		t.Errorf("proposed: %+v", m)
	}
	b := s.telephone(t, "brn-head")
	b.Follow(`a[href*="/meetings#m-"]`)
	b.Loading(func() { b.Click("#confirm-" + string(m.ID)) })
	b.WaitText("main", "confirmed")
	if _, ics := s.as("brn-head").get("/n/river-talks/meetings.ics"); !strings.Contains(ics, "BEGIN:VCALENDAR") {
		t.Error(ics)
	}
}

func TestAGapMapOfThirtyProvisionsIsOnePageOfPaper(t *testing.T) {
	s := newRiver(t)
	long := &text.Text{Title: "Thirty points"}
	for i := range 30 {
		long.Provisions = append(long.Provisions, &text.Provision{
			ID: text.ID(fmt.Sprintf("t%d", i)), Kind: text.Article, Label: fmt.Sprintf("%d.", i+1), Words: "The Parties shall cooperate in this matter, taking into account what they can do.",
		})
	}
	s.do("mediator", negotiation.TableRevision{Text: long, Standing: negotiation.Draft})
	for _, m := range []negotiation.MemberID{"ald-head", "brn-head", "car-head"} {
		s.do(m, negotiation.TakePosition{Stance: negotiation.Accepts, Audience: negotiation.Everyone})
	}
	p := s.enter(t, browser.Start(t), "mediator")
	p.Goto(s.URL + "/n/river-talks/positions")
	p.Show(browser.Media{Print: true})
	file := filepath.Join(t.TempDir(), "gaps.pdf")
	p.PDF(file)
	pdf, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`/Type\s*/Page[^s]`).FindAll(pdf, -1)); n != 1 {
		t.Errorf("%d pages", n)
	}
}

func TestTheChairWalksTheTextLineByLine(t *testing.T) {
	s := withAmendments(t)
	p := s.enter(t, browser.Start(t), "mediator")
	p.Goto(s.URL + "/n/river-talks/lines")
	p.Follow("#next-open")
	before := p.Text(".bar")
	p.Axe()
	p.Loading(func() { p.Click(".lines .proposal form button") }) // accepts it, and stays
	if p.Count("article.lines") != 1 || p.Text(".bar") == before {
		t.Errorf("after an acceptance: %s, before %s", p.Text(".bar"), before)
	}
	p.Loading(func() { p.Click("#gavel") })
	p.WaitText(".lines", "Gavelled")
}
