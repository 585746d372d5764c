package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

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
}
