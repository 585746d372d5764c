package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parley/internal/browser"
	"parley/negotiation"
)

func TestASupportOfficerFilesAReportAndOthersSayHowFarItCanBeTrusted(t *testing.T) {
	s := newRiver(t)
	form := url.Values{
		"report.genre": {"incident"}, "report.title": {"Shots at the dam"}, "report.incident.place": {"Velin"}, "report.quote": {"we heard (seven) shots\r\nat night "}, "inserted": {"(seven)"}, "report.hedge": {"reportedly"},
		"report.speaker.name": {"Mayor of Velin"}, "report.speaker.party": {"ALD"}, "figure.bound": {"at least", "up to", "exactly"}, "figure.number": {"7", "40,000", ""}, "figure.unit": {"people injured", "people without electricity", ""},
		"report.when.from": {"2024-03-01T20:00"}, "report.when.to": {"2024-03-02T04:00"}, "zone": {"Europe/Zurich"}, "report.when.words": {"on Friday night"}, "designations": {"so-called mayor = the press"},
		"source.name": {"Agency"}, "source.url": {"https://agency.example/7"}, "source.reliability": {"B"}, "source.credibility": {"2"}, "source.copy": {"abc"}, "audience": {"all"},
	}
	if status, body := s.as("ald-head").post("/n/river-talks/chronicle/file", form); status != http.StatusOK || !strings.Contains(body, "Recorded.") {
		t.Fatalf("%d: %s", status, body)
	}
	v, err := s.desk.View(t.Context(), river, "brn-head")
	if err != nil {
		t.Fatal(err)
	}
	r := v.Reports()[0]
	if r.Quote != "we heard (seven) shots\nat night " || len(r.Figures) != 2 || r.Figures[1].Number != 40_000 || r.When.From.Hour() != 19 || r.When.Zone != "Europe/Zurich" || r.Sources[0].Grade() != "B2" {
		t.Errorf("%+v", r)
	}
	form = url.Values{"report": {string(r.ID)}, "status": {"disputed"}, "ground": {"nobody else heard it"}, "back": {"/n/river-talks/chronicle/" + string(r.ID)}}
	_, body := s.as("brn-head").post("/n/river-talks/do/judge-report", form)
	for _, want := range []string{"disputed", "nobody else heard it", "reportedly", `<span class="inserted" title="put in by the reporter">(seven)</span>`, "at least 7 people injured", "up to 40,000 people without electricity", "B2", "ba7816bf", "so-called mayor", "on Friday night"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	_, body = s.as("obs-head").get("/n/river-talks/chronicle?status=disputed&party=ALD")
	if !strings.Contains(body, "Shots at the dam") || strings.Contains(body, "File a report") {
		t.Error("an observer does not read the report, or is asked for one")
	}
	if _, body = s.as("obs-head").get("/n/river-talks/chronicle?status=verified"); strings.Contains(body, "Shots at the dam") {
		t.Error("the filter lets through what is not verified")
	}
	if v.Reports()[0].Status() != negotiation.Unverified {
		t.Error("a view changed after it was taken")
	}
	for path, want := range map[string][]string{
		"incidents.csv":         {"event_date,event_type", "2024-03-01,not said", "at least 7 people injured", "reportedly", "[disputed]", "Agency"},
		"incidents.geojson":     {`"type":"FeatureCollection"`, `"geometry":null`, `"hedge":"reportedly"`, `"status":"disputed"`, "up to 40,000"},
		string(r.ID) + "/claim": {`"@type":"ClaimReview"`, `"alternateName":"disputed"`, `"ratingValue":2`, "reportedly", "nobody else heard it", "https://agency.example/7"},
	} {
		status, body := s.as("obs-head").get("/n/river-talks/chronicle/" + path)
		for _, w := range want {
			if status != http.StatusOK || !strings.Contains(body, w) {
				t.Errorf("%s: %d, no %q in\n%s", path, status, w, body)
			}
		}
	}
}

// file files a report for a member and returns its id.
func (s *server) file(by negotiation.MemberID, r negotiation.Report, to negotiation.Audience) negotiation.ReportID {
	s.t.Helper()
	if err := s.desk.Do(s.t.Context(), river, by, negotiation.FileReport{Report: r, Audience: to}); err != nil {
		s.t.Fatal(err)
	}
	v, err := s.desk.View(s.t.Context(), river, by)
	if err != nil {
		s.t.Fatal(err)
	}
	all := v.Reports()
	return all[len(all)-1].ID
}

func TestAReportIsShownToMoreFromItsPage(t *testing.T) {
	s := newRiver(t)
	id := s.file("ald-head", negotiation.Report{Genre: negotiation.StatementReport, Quote: "so be it", Speaker: negotiation.Speaker{Body: "Office"}}, negotiation.Audience{Parties: []negotiation.PartyID{"MED"}})
	page := "/n/river-talks/chronicle/" + string(id)
	if err := s.desk.Do(t.Context(), river, "mediator", negotiation.JudgeReport{Report: id, Status: negotiation.Verified, Ground: "a source of ours"}); err != nil {
		t.Fatal(err)
	}
	if status, _ := s.as("brn-head").get(page); status != http.StatusNotFound {
		t.Errorf("Brennland gets %d before", status)
	}
	if _, body := s.as("mediator").get(page); strings.Contains(body, "Show it to more") {
		t.Error("the mediator is asked to show another party's report to more")
	}
	ald := s.as("ald-head")
	if _, body := ald.get(page); !strings.Contains(body, "Show it to more") {
		t.Error("the party is not asked whether to show it to more")
	}
	form := url.Values{"report": {string(id)}, "audience": {"named"}, "to": {"MED"}, "back": {page}}
	if status, body := ald.post("/n/river-talks/do/widen-report", form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "hat was seen was seen") {
		t.Errorf("%d: the page does not say why", status)
	}
	form.Set("to", "BRN")
	if status, body := ald.post("/n/river-talks/do/widen-report", form); status != http.StatusOK || !strings.Contains(body, "Shown to more") {
		t.Errorf("%d: %s", status, body)
	}
	status, body := s.as("brn-head").get(page)
	if status != http.StatusOK || !strings.Contains(body, "so be it") || strings.Contains(body, "a source of ours") {
		t.Errorf("Brennland gets %d, or what was said in confidence", status)
	}
	for path, what := range map[string]string{"record": "to more parties", "chronicle": "so be it"} {
		if _, body := s.as("brn-head").get("/n/river-talks/" + path); !strings.Contains(body, what) || strings.Contains(body, "a source of ours") {
			t.Errorf("%s: no %q, or what was said in confidence", path, what)
		}
	}
}

func TestAReportIsShownToMoreByKeyboard(t *testing.T) {
	s := newRiver(t)
	id := s.file("ald-head", negotiation.Report{Genre: negotiation.StatementReport, Quote: "so be it", Speaker: negotiation.Speaker{Body: "Office"}}, negotiation.Audience{})
	p := s.enter(t, browser.Start(t), "ald-head")
	p.Goto(s.URL + "/n/river-talks/chronicle/" + string(id))
	p.TabTo("#widen summary")
	p.Press("Enter")
	p.WaitVisible("#show-more")
	p.Axe()
	p.TabTo("#widen input[type=radio]")
	p.Press("Space")
	p.TabTo("#show-more")
	p.Press("Enter")
	p.WaitText("main", "Shown to more")
	if p.Visible("#widen") {
		t.Error("what everyone sees is offered to be shown to more")
	}
	if !s.viewOf("obs-head").Reports()[0].Audience.Everyone {
		t.Error("it is not shown to everyone")
	}
}

func TestAReportSaysWhichMeetingDocumentAndStatementItIsAbout(t *testing.T) {
	s := newRiver(t)
	s.do("mediator", negotiation.ProposeMeeting{Plan: negotiation.Plan{Title: "Talks at the dam", Format: negotiation.Bilateral, Parties: []negotiation.PartyID{"ALD", "BRN"}}, Audience: negotiation.Everyone})
	s.do("ald-head", negotiation.FileDocument{Document: negotiation.Document{Title: "Letter on the dam", Words: "Dear colleagues"}, Audience: negotiation.Everyone})
	s.do("brn-head", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "We never promised water"}, Audience: negotiation.Everyone})
	_, body := s.as("ald-head").get("/n/river-talks/chronicle/file")
	for _, want := range []string{"Talks at the dam", "Letter on the dam", "We never promised water"} {
		if !strings.Contains(body, ">"+want+"</option>") {
			t.Errorf("the form does not offer %q", want)
		}
	}
	v := s.viewOf("ald-head")
	form := url.Values{
		"report.genre": {"statement"}, "report.quote": {"they left the room"}, "report.speaker.name": {"Mayor of Velin"}, "audience": {"all"},
		"report.on.meeting": {string(v.Meetings()[0].ID)}, "report.on.document": {string(v.Documents()[0].ID)}, "report.on.statement": {string(v.Statements()[0].ID)}, "report.on.reports": {""},
	}
	if status, body := s.as("ald-head").post("/n/river-talks/chronicle/file", form); status != http.StatusOK || !strings.Contains(body, "Recorded.") {
		t.Fatalf("%d: %s", status, body)
	}
	about := s.reports("brn-head")[0]
	_, body = s.as("brn-head").get("/n/river-talks/chronicle/" + string(about.ID))
	for _, want := range []string{"Talks at the dam", "Letter on the dam", "We never promised water"} {
		if !strings.Contains(body, want) {
			t.Errorf("the report does not say that it is about %q", want)
		}
	}
}
