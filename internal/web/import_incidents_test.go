package web_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/internal/browser"
	"parley/negotiation"
)

const incidentTable = "event_id,event_date,event_type,actor1,actor2,location,latitude,longitude,source,notes,fatalities\n" +
	"1,2024-03-01,strike,North,South,Velin,47.8388,35.1396,Agency,\"at night, by the dam\",3\n" +
	"2,2024-03-02,shelling,,,Orm,,,Agency; Ministry,,\n" +
	"3,2/3/2024,shelling,,,Orm,,,Agency,,\n" +
	"4,2024-03-03,shelling,,,Orm,95,1,Agency,,\n"

// uploadTable chooses a file and returns the page of how it was understood.
func (v *visitor) uploadTable(words string) (int, string) {
	v.s.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "march.csv")
	if err != nil {
		v.s.t.Fatal(err)
	}
	part.Write([]byte(words))
	w.Close()
	return v.answer(v.Client.Post(v.s.URL+"/n/river-talks/chronicle/table/preview", w.FormDataContentType(), &b))
}

func TestATableIsShownAsItIsUnderstoodAndFiledWholeOrNotAtAll(t *testing.T) {
	s := newRiver(t)
	ald := s.as("ald-head")
	reports := func(who negotiation.MemberID) []*negotiation.Report {
		v, err := s.desk.View(t.Context(), river, who)
		if err != nil {
			t.Fatal(err)
		}
		return v.Reports()
	}
	status, body := ald.uploadTable(incidentTable)
	for _, want := range []string{"2 rows are new", "2 cannot be filed", "event_id", "Line 4", "<code>event_date</code>", "Line 5", "<code>latitude</code>", "write it as 2025-11-25", "at night, by the dam", "File all 2 incidents", `value="own" id="to-own" checked`} {
		if status != http.StatusOK || !strings.Contains(strings.ReplaceAll(body, "Write it", "write it"), want) {
			t.Errorf("%d, no %q", status, want)
		}
	}
	if n := len(reports("ald-head")); n != 0 {
		t.Fatalf("%d reports are recorded before anybody said so", n)
	}
	form := url.Values{"table": {incidentTable}, "name": {"march.csv"}, "seen": {"4"}, "audience": {"own"}}
	if status, body := ald.post("/n/river-talks/chronicle/table", form); status != http.StatusConflict || !strings.Contains(body, "Nothing was recorded") || len(reports("ald-head")) != 0 {
		t.Errorf("%d: other rows are recorded than were seen", status)
	}
	form.Set("seen", "2")
	if status, body := ald.post("/n/river-talks/chronicle/table", form); status != http.StatusOK || !strings.Contains(body, "Velin") {
		t.Errorf("%d: %s", status, body)
	}
	got := reports("ald-head")
	if len(got) != 2 || len(reports("mediator")) != 0 || got[0].Figures[0].Says() != "3 fatalities" || got[0].Speaker.Body != "Agency" || len(got[1].Sources) != 2 || len(got[1].Figures) != 0 {
		t.Errorf("%+v", got)
	}
	_, body = ald.uploadTable(incidentTable)
	if !strings.Contains(body, "0 rows are new") || !strings.Contains(body, "2 are in the chronicle already") || strings.Contains(body, `id="record"`) {
		t.Error("a second import would double what is there")
	}
	if _, body = s.as("brn-head").uploadTable(incidentTable); !strings.Contains(body, "2 rows are new") || strings.Contains(body, "already") {
		t.Error("Brennland learns of reports that it does not see")
	}
	form.Set("too", "yes")
	if status, _ := ald.post("/n/river-talks/chronicle/table", form); status != http.StatusOK || len(reports("ald-head")) != 4 {
		t.Errorf("%d: what is wanted twice is not filed twice", status)
	}
	if _, csv := ald.get("/n/river-talks/chronicle/incidents.csv"); !strings.Contains(csv, `2024-03-01,strike,North,South,Velin,47.8388,35.1396,Agency,"at night, by the dam",3`) {
		t.Errorf("a row does not go out as it came in:\n%s", csv)
	}
}

func TestATableThatIsNoneIsRefusedWithItsFault(t *testing.T) {
	s := newRiver(t)
	for words, want := range map[string]string{
		"":                        "the file is empty",
		"event_date,event_type\n": "location: the column is missing",
		"event_date,event_type,location\n" + strings.Repeat("2024-03-01,strike,Velin\n", negotiation.MostReports+1): "at most 10000 are filed at once",
	} {
		status, body := s.as("ald-head").uploadTable(words)
		if strings.Contains(want, "at most") {
			n := regexp.MustCompile(`name="seen" value="(\d+)"`).FindStringSubmatch(body)[1]
			status, body = s.as("ald-head").post("/n/river-talks/chronicle/table", url.Values{"table": {words}, "seen": {n}, "audience": {"own"}})
		}
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, want) {
			t.Errorf("%.30q: %d, no %q", words, status, want)
		}
	}
}

func TestATableIsFiledInTheBrowser(t *testing.T) {
	s := newRiver(t)
	file := filepath.Join(t.TempDir(), "march.csv")
	if err := os.WriteFile(file, []byte(incidentTable), 0o600); err != nil {
		t.Fatal(err)
	}
	p := s.enter(t, browser.Start(t), "ald-head")
	p.Goto(s.URL + "/n/river-talks/chronicle")
	p.Follow("#incidents")
	p.Upload("#file", file)
	p.Follow("#read")
	for _, w := range []browser.Window{browser.Phone, browser.Desktop} {
		p.Size(w)
		p.Axe()
		if over := p.Overflow(); over > 0 {
			t.Errorf("%d px wider than the window", over)
		}
	}
	p.Follow("#record")
	p.WaitVisible(".report")
}

func TestEveryPageCanBeUsedAfterTenThousandIncidents(t *testing.T) {
	s := newRiver(t)
	many := make([]negotiation.Report, negotiation.MostReports)
	for i := range many {
		many[i] = negotiation.Report{
			Genre: negotiation.IncidentReport, When: negotiation.When{From: time.Date(2000, 1, 1+i, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i/2)}, Paraphrase: "at night, by the dam",
			Incident: negotiation.Incident{Type: "strike", Place: fmt.Sprint("Place ", i)}, Sources: []negotiation.Source{{Name: "Agency"}},
		}
	}
	began := time.Now()
	s.do("ald-head", negotiation.FileReports{Reports: many, Audience: negotiation.Everyone})
	t.Logf("filed in %v", time.Since(began))
	brn := s.as("brn-head")
	_, page := brn.get("/n/river-talks/chronicle")
	if !strings.Contains(page, "1 to 100 of 10,000") || strings.Contains(page, ">Newer<") {
		t.Error("the first page does not say what it shows")
	}
	_, page = brn.get("/n/river-talks/chronicle?genre=incident&skip=9900")
	if !strings.Contains(page, "9,901 to 10,000 of 10,000") || strings.Contains(page, ">Older<") || !strings.Contains(page, "genre=incident&amp;skip=9800") || strings.Count(page, "<article") != 100 {
		t.Error("the last page does not lead back")
	}
	for _, path := range []string{"chronicle", "chronicle?skip=999999", "chronicle?skip=-1", "chronicle/" + string(s.viewOf("brn-head").Reports()[17].ID), "overview", "record", "chronicle/activity", "chronicle/inside?party=ALD"} {
		began := time.Now()
		status, page := brn.get("/n/river-talks/" + path)
		t.Logf("%s: %d kB in %v", path, len(page)>>10, time.Since(began))
		if took := time.Since(began); status != http.StatusOK || len(page) > 1<<20 || took > 5*time.Second {
			t.Errorf("%s: %d, %d kB in %v", path, status, len(page)>>10, took)
		}
	}
}
