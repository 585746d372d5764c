package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/internal/browser"
	"parley/internal/formattest"
	"parley/negotiation"
	"parley/text"
)

// What the forms around the text do, sent as a browser without scripts sends them.

// sends posts a form and expects that it is recorded.
func (s *server) sends(t *testing.T, who negotiation.MemberID, path string, pairs ...string) {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	if code, body := s.as(who).post("/n/river-talks/"+path, form); code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", path, code, body)
	}
}

func (s *server) sees(t *testing.T, who negotiation.MemberID, path string, want ...string) string {
	t.Helper()
	code, body := s.as(who).get("/n/river-talks/" + path)
	for _, w := range want {
		if code != http.StatusOK || !strings.Contains(body, w) {
			t.Errorf("%s does not see %q at %s: %d", who, w, path, code)
		}
	}
	return body
}

func TestADocumentIsFiledSentOnAndAcknowledged(t *testing.T) {
	s := newRiver(t)
	s.sends(t, "ald-head", "do/file-document", "document.title", "On sequencing", "document.words", "First the gauges,\nthen the dam.", "audience", "mediator")
	id := string(s.viewOf("ald-head").Documents()[0].ID)
	s.sees(t, "mediator", "documents", "First the gauges,\nthen the dam.", "Acknowledge receipt")
	if body := s.sees(t, "brn-head", "documents"); strings.Contains(body, "gauges") {
		t.Error("Brennland sees what was not sent to it")
	}
	s.sends(t, "ald-head", "do/circulate", "document", id, "to", "BRN", "elsewhere.place", "Port Velin", "elsewhere.at", "2026-01-05T09:00", "elsewhere.by", "the envoy")
	s.sends(t, "brn-head", "do/acknowledge", "document", id)
	s.sees(t, "ald-head", "circulation?paper=document-"+id, "The document “", "handed over at Port Velin", "On sequencing")
	if x := s.viewOf("ald-head").WhoHas(negotiation.Paper{Document: negotiation.DocumentID(id)}, time.Now()); len(x) != 3 {
		t.Errorf("%+v", x)
	}
	s.sees(t, "mediator", "documents", "On sequencing")
}

func TestAnAmendmentIsLetGoOnThePageOnlyAfterItsNotice(t *testing.T) {
	s := newRiver(t)
	id := string(s.amend("ald-head", negotiation.Everyone, "shall", "will"))
	s.sees(t, "mediator", "amendments/"+id, "Give notice")
	s.sends(t, "mediator", "do/give-notice", "amendment", id, "until", time.Now().UTC().Add(time.Hour).Format("2006-01-02T15:04"), "words", "nobody spoke for it")
	s.sees(t, "brn-head", "amendments/"+id, "unless a party keeps it", "We still support it")
	s.sees(t, "brn-head", "overview", "unless a party keeps it")
	if body := s.sees(t, "mediator", "amendments/"+id); strings.Contains(body, "Let it go") {
		t.Error("it can be let go before its notice ends")
	}
	s.sends(t, "brn-head", "do/keep-amendment", "amendment", id, "words", "we may join")
	s.sees(t, "mediator", "amendments/"+id, "Give notice")
}

func TestAPositionOnAnIssueIsTakenOnItsPage(t *testing.T) {
	s := newRiver(t)
	first := s.rev.Provisions[0].ID
	s.do("mediator", negotiation.NameIssue{Issue: negotiation.Issue{ID: "water", Name: "Sharing the water", Provisions: []text.ID{first}}})
	s.sees(t, "ald-head", "positions", "positions?issue=water")
	s.sees(t, "ald-head", "positions?issue=water", "Sharing the water", `name="on.issue" value="water"`, "We cannot sign while it is open")
	s.sends(t, "ald-head", "do/take-position", "on.issue", "water", "stance", "reserves", "words", "too little", "audience", "all")
	s.sends(t, "ald-head", "do/mark-blocking", "issue", "water", "blocking", "yes", "words", "it is our river")
	s.sees(t, "brn-head", "positions?issue=water", "too little", "cannot sign while it is open", "it is our river")
	s.sends(t, "ald-head", "do/mark-blocking", "issue", "water")
	if i := s.viewOf("brn-head").Issues()[0]; len(i.Blocking) != 0 {
		t.Errorf("%+v", i)
	}
	s.sends(t, "brn-head", "do/take-position", "on.provision", string(first), "stance", "accepts if", "if.wording", string(s.rev.Places()[1].ID), "audience", "all")
	if p := s.positions("brn-head"); len(p) != 2 || len(p[1].If) != 1 || p[1].If[0].Wording != s.rev.Places()[1].ID {
		t.Errorf("%+v", p)
	}
	s.sees(t, "brn-head", "positions?show=history", "accepts if in revision 3")
	rows := func(query string) int {
		return strings.Count(s.sees(t, "brn-head", "positions?"+query), `<th scope="row" class="depth`)
	}
	if all, waits, of := rows(""), rows("waits=ALD"), rows("issue=water"); waits != all || of != 1 {
		t.Errorf("%d rows wait for Aldoria, %d are of the issue, of %d", waits, of, all)
	}
}

func TestTheMediatorMakesAnInviteLinkOnTheRecord(t *testing.T) {
	s := newRiver(t)
	s.do("mediator", negotiation.AddMember{Member: negotiation.Member{ID: "ald-adviser", Party: "ALD", Name: "Adviser on dams"}})
	code, body := s.as("mediator").post("/n/river-talks/table/invite", url.Values{"member": {"ald-adviser"}})
	link := regexp.MustCompile(`http://[^"]+(/enter/[^"]+)"`).FindStringSubmatch(body)
	if code != http.StatusOK || link == nil {
		t.Fatalf("%d\n%s", code, body)
	}
	s.sees(t, "brn-head", "record", "Made a new invite link for", "Adviser on dams")
	r, err := http.Get(s.URL + link[1])
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Errorf("the link: %d", r.StatusCode)
	}
}

func TestWhatIsSaidOffTheRecordArrivesAtOnce(t *testing.T) {
	s := newRiver(t)
	s.do("ald-head", negotiation.OpenRoom{Name: "Walk in the woods", Parties: []negotiation.PartyID{"BRN"}, OffRecord: true})
	room := string(s.viewOf("brn-head").Rooms()[0].ID)
	p := s.enter(t, browser.Start(t), "brn-head")
	p.Goto(s.URL + "/n/river-talks/rooms/" + room)
	s.sends(t, "ald-head", "rooms/"+room+"/whisper", "words", "what if we split it")
	p.WaitText("main", "what if we split it")
}

func TestTheNewsAreSortedByTopicForThoseWhoCannotSitEverywhere(t *testing.T) {
	s := newRiver(t)
	first := s.rev.Provisions[0].ID
	s.do("mediator", negotiation.NameIssue{Issue: negotiation.Issue{ID: "water", Name: "Sharing the water", Provisions: []text.ID{first}}})
	s.do("mediator", negotiation.FormGroup{Group: negotiation.Group{ID: "hydro", Name: "Hydrologists", Parties: []negotiation.PartyID{"ALD"}, Issues: []negotiation.IssueID{"water"}}})
	s.do("ald-head", negotiation.TakePosition{On: negotiation.Subject{Provision: first}, Stance: negotiation.Objects, Words: "the gauges", Audience: negotiation.Everyone})
	body := s.sees(t, "brn-head", "overview?by=topic", "Hydrologists", "Your party has no seat in it.", "the gauges")
	if g, rest := strings.Index(body, "the gauges"), strings.Index(body, "Everything else"); g > rest {
		t.Error("what is about the group's issue stands elsewhere")
	}
	s.sees(t, "ald-head", "overview?by=topic", "Your party has a seat in it.")
}

func TestTablesAndInstrumentsAreKeptAsFiles(t *testing.T) {
	s := newRiver(t)
	s.amend("ald-head", negotiation.Everyone, "shall", "will")
	s.do("mediator", negotiation.LinkInstrument{Instrument: negotiation.Instrument{ID: "guarantee", Name: "The guarantee", Relation: "guarantees", Parties: []negotiation.PartyID{"CAR"}, AllOrNone: true}})
	s.sees(t, "brn-head", "instrument?of=guarantee", "guarantees", "Its words are not tabled yet.", "Carsa")
	if code, _ := s.as("brn-head").get("/n/river-talks/instrument?of=none"); code != http.StatusNotFound {
		t.Errorf("an instrument that is none: %d", code)
	}
	s.sends(t, "mediator", "import", "text", jsonOf(t, "# Guarantee\n\n1. Carsa guarantees the dam.\n"), "file", "guarantee.md", "as", "instrument-guarantee")
	s.sees(t, "brn-head", "instrument?of=guarantee", "Carsa guarantees the dam.")
	s.sees(t, "brn-head", "export/instrument.html", "<style>", "Signatures", "Aldoria")
	s.sees(t, "brn-head", "export/columns.html?party=ALD", "<style>", "Compromise", "Aldoria")
	formattest.Tool(t, "chromium", "chromium")
	for _, name := range []string{"instrument.pdf", "revision-1.pdf", "gaps.pdf"} {
		if code, body := s.as("brn-head").get("/n/river-talks/export/" + name); code != http.StatusOK || !strings.HasPrefix(body, "%PDF") {
			t.Errorf("%s: %d, %.20q", name, code, body)
		}
	}
	if code, _ := s.as("brn-head").get("/n/river-talks/export/columns.md"); code != http.StatusNotFound {
		t.Errorf("a table as Markdown: %d", code)
	}
}

func TestThatAPaperWasOpenedIsRecordedOnceByThePageAndNotByAsking(t *testing.T) {
	s := newRiver(t)
	next := s.rev.Clone()
	next.Provisions[1].Words = "Words held back."
	s.do("mediator", negotiation.TableRevision{Text: next, Standing: negotiation.Draft, Held: true})
	paper := negotiation.Paper{Revision: s.viewOf("mediator").Current().Number}
	s.do("mediator", negotiation.Circulate{Paper: paper, To: []negotiation.PartyID{"BRN"}})
	if s.sees(t, "brn-head", "text", "Words held back.", "data-opening"); len(s.viewOf("mediator").Receipts()) != 0 {
		t.Error("asking for the page was recorded")
	}
	p := s.enter(t, browser.Start(t), "brn-head")
	p.Goto(s.URL + "/n/river-talks/text")
	for range 100 {
		if len(s.viewOf("mediator").Receipts()) > 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.Reload()
	got := s.viewOf("mediator").Receipts()
	if len(got) != 1 || got[0].Paper != paper || !got[0].Opening || got[0].Party != "BRN" {
		t.Errorf("%+v", got)
	}
	if body := s.sees(t, "brn-head", "text"); strings.Contains(body, "data-opening") {
		t.Error("it is recorded again")
	}
}
