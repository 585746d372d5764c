package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parley/internal/browser"
)

// written is a form of which every kind of field says something.
func written() url.Values {
	return url.Values{
		"report.genre": {"incident"}, "report.title": {"Shots “at” the dam"}, "report.incident.type": {"shelling"}, "report.incident.place": {"Velin"}, "actors": {"North\r\nSouth"},
		"report.quote": {"\r\nseven <shots>"}, "report.speaker.party": {"ALD"}, "report.when.from": {"2024-03-01T20:00"}, "zone": {"Europe/Zurich"}, "report.on.parties": {"BRN"}, "audience": {"own"},
		"figure.bound": {"at least"}, "figure.number": {"7"}, "figure.unit": {"people injured"}, "figure.words": {""},
		"source.name": {"Agency"}, "source.url": {"https://agency.example/7"}, "source.published": {"2024-03-02"}, "source.reliability": {"B"}, "source.credibility": {"2"}, "source.archive": {""}, "source.sha256": {""}, "source.copy": {"abc"},
	}
}

// kept are the marks of what was written in the form when it is shown again.
var kept = []string{
	`value="Shots “at” the dam"`, `value="shelling"`, "North\r\nSouth</textarea>", "\r\nseven &lt;shots&gt;</textarea>", `<option value="ALD" selected>`, `value="2024-03-01T20:00"`, `value="Europe/Zurich"`,
	`name="report.on.parties" value="BRN" checked`, `<option value="own" selected>`, `<option value="at least" selected>`, `value="7"`, `value="people injured"`, `value="Agency"`, `value="https://agency.example/7"`, `value="2024-03-02"`,
	`<option value="B" selected>`, `<option value="2" selected>`, "abc</textarea>",
}

func TestAnotherRowKeepsAllThatWasWritten(t *testing.T) {
	s := newRiver(t)
	for of, want := range map[string]string{"figure": `id="number-2"`, "source": `id="source-2"`} {
		form := written()
		form.Set("more", of)
		status, body := s.as("ald-head").post("/n/river-talks/chronicle/file", form)
		for _, w := range append(kept, want) {
			if status != http.StatusOK || !strings.Contains(body, w) {
				t.Errorf("another %s: %d, no %s", of, status, w)
			}
		}
		if strings.Count(body, " autofocus") != 1 {
			t.Errorf("another %s: the new row has not the focus", of)
		}
	}
	if n := len(s.viewOf("ald-head").Reports()); n != 0 {
		t.Errorf("%d reports are filed", n)
	}
}

func TestAReportThatIsRefusedComesBackWithTheReasonAndAllThatWasWritten(t *testing.T) {
	s := newRiver(t)
	form := written()
	form.Set("report.incident.latitude", "95")
	form.Set("report.incident.longitude", "1")
	status, body := s.as("ald-head").post("/n/river-talks/chronicle/file", form)
	for _, w := range append(kept, `value="95"`, `role="alert"`, "is no latitude", "Nothing was recorded") {
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, w) {
			t.Errorf("%d, no %s", status, w)
		}
	}
}

func TestAReportHasManySourcesEachWithItsDay(t *testing.T) {
	s := newRiver(t)
	form := written()
	for name, second := range map[string]string{"name": "Ministry", "url": "", "published": "2024-03-04", "reliability": "", "credibility": "", "archive": "", "sha256": "", "copy": ""} {
		form.Add("source."+name, second)
		form.Add("source."+name, "") // a row that was left empty
	}
	if status, body := s.as("ald-head").post("/n/river-talks/chronicle/file", form); status != http.StatusOK || !strings.Contains(body, "4 Mar 2024") {
		t.Errorf("%d: %s", status, body)
	}
	got := s.viewOf("ald-head").Reports()[0]
	if len(got.Sources) != 2 || got.Sources[0].Published.From.Day() != 1 || got.Sources[0].Published.From.Hour() != 23 || got.Sources[1].Name != "Ministry" || got.Quote != "\nseven <shots>" {
		t.Errorf("%+v", got)
	}
	form.Set("source.name", "")
	if status, body := s.as("ald-head").post("/n/river-talks/chronicle/file", form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "it has no name") {
		t.Errorf("%d: a source without a name is left out in silence", status)
	}
	form.Set("source.published", "Tuesday")
	if _, body := s.as("ald-head").post("/n/river-talks/chronicle/file", form); !strings.Contains(body, "is no day") {
		t.Error("a day that is none is left out in silence")
	}
}

func TestRowsAreAddedInTheBrowserAndByKeyboard(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "ald-head")
	p.Goto(s.URL + "/n/river-talks/chronicle/file?genre=statement")
	p.Fill("#quote", "so be it")
	p.Fill("#body", "Office")
	p.Fill("#source-1", "Agency")
	p.TabTo("#more-sources")
	p.Press("Enter")
	p.Wait("#source-2:focus")
	p.Axe()
	if p.Value("#source-2") != "" || p.Value("#source-1") != "Agency" {
		t.Error("the row is a copy of what was written")
	}
	p.Type("#source-2", "Ministry")
	p.Press("Enter") // files it, and asks for no other row
	p.WaitVisible(".report")
	if got := s.viewOf("ald-head").Reports(); len(got) != 1 || len(got[0].Sources) != 2 {
		t.Errorf("%+v", got)
	}
}
