package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/negotiation"
)

// FileReportPage is the form for a report of a genre.
type FileReportPage struct {
	Page                                                 Page
	Genre                                                negotiation.Genre
	Spoken, Meeting, Document, Incident, Counted, Titled bool
	Answers                                              negotiation.ReportID
	To                                                   string // what is answered
	Genres, Parties, Issues, Revisions                   []Choice
	Relations                                            []RelationField
	Stances, Bounds, Reliabilities, Credibility          []Choice
	Standings                                            []Choice // of meetings
	Audiences                                            []Choice
	FigureRows, SourceRows                               []int  // 1, 2, …
	More                                                 string // of which a row was asked for: "figure", "source" or ""
	Sent                                                 Sent
}

// Sent is what a form said when it was sent, to be kept when it is shown again.
type Sent url.Values

// Get returns what the first field of a name says.
func (s Sent) Get(name string) string { return nth(s[name], 0) }

// Nth returns what the field of a name says in a row, the first of which is 0.
func (s Sent) Nth(name string, i int) string { return nth(s[name], i) }

// Has reports whether a field of the name has the value.
func (s Sent) Has(name, value string) bool { return value != "" && slices.Contains(s[name], value) }

// mostRows is how many figures, and sources, a form takes.
const mostRows = 50

// mayFile refuses who does not write the chronicle, and everyone in the past.
func (v *visit) mayFile() error {
	if v.Can.File && v.asOf.IsZero() {
		return nil
	}
	return notAllowed("observers do not write the chronicle, and nobody writes the past", "ask a party to do it")
}

// startReport shows the form.
func (s *site) startReport(v *visit) error {
	if err := v.mayFile(); err != nil {
		return err
	}
	return s.showReportForm(v, Sent{"report.genre": {v.r.FormValue("genre")}, "report.answers": {v.r.FormValue("answers")}}, http.StatusOK, nil)
}

// showReportForm shows the form with what was sent, and what kept it from being filed, if
// it was tried.
func (s *site) showReportForm(v *visit, sent Sent, status int, message *Message) error {
	g := negotiation.Genre(sent.Get("report.genre"))
	if !slices.Contains(negotiation.Genres, g) {
		g = negotiation.StatementReport
	}
	page := FileReportPage{
		Page: v.page("File a report", "chronicle"), Genre: g, Sent: sent, More: sent.Get("more"),
		Spoken: g == negotiation.StatementReport || g == negotiation.AssessmentReport, Meeting: g == negotiation.MeetingReport, Document: g == negotiation.DocumentReport, Incident: g == negotiation.IncidentReport,
		Counted: g == negotiation.IncidentReport || g == negotiation.TotalReport, Titled: g != negotiation.StatementReport && g != negotiation.AssessmentReport,
		FigureRows: rows(sent, "figure"), SourceRows: rows(sent, "source"),
		Audiences: choose(sent.Get("audience"), []Choice{
			{Value: "all", Name: "everyone at the table"}, {Value: "mediator", Name: "the mediator only"}, {Value: "own", Name: "our delegation only"},
		}),
	}
	page.Page.Message = message
	if sent.Get("zone") == "" {
		sent["zone"] = []string{"UTC"}
	}
	if id := negotiation.ReportID(sent.Get("report.answers")); id != "" {
		r, err := v.Report(id)
		if err != nil {
			return err
		}
		page.Answers, page.To = id, v.gistOf(r)
	}
	v.reportChoices(&page)
	s.show(v.w, v.r, status, "file_report", page)
	return nil
}

// rows numbers the rows of a form, with the one that was asked for.
func rows(sent Sent, of string) []int {
	field := map[string]string{"figure": "figure.number", "source": "source.name"}[of]
	n := max(1, len(sent[field]))
	if sent.Get("more") == of {
		n++
	}
	out := make([]int, min(n, mostRows))
	for i := range out {
		out[i] = i + 1
	}
	return out
}

// RelationField is something else that a report can be about.
type RelationField struct {
	Field, Label string
	Choices      []Choice
}

// relations are the meetings, documents, statements and reports that the viewer could
// name, the newest first; what there is none of is left out.
func (v *visit) relations() []RelationField {
	all := []RelationField{{Field: "meeting", Label: "A meeting"}, {Field: "document", Label: "A document"}, {Field: "statement", Label: "A statement at the table"}, {Field: "reports", Label: "Another report"}}
	for _, m := range slices.Backward(v.Meetings()) {
		all[0].Choices = append(all[0].Choices, Choice{Value: string(m.ID), Name: m.Title})
	}
	for _, d := range slices.Backward(v.Documents()) {
		all[1].Choices = append(all[1].Choices, Choice{Value: string(d.ID), Name: d.Title})
	}
	for _, x := range slices.Backward(v.Statements()) {
		all[2].Choices = append(all[2].Choices, Choice{Value: string(x.ID), Name: beginning(x.Words, 80)})
	}
	reports := v.Reports()
	for _, r := range slices.Backward(reports[max(0, len(reports)-mostListed):]) {
		all[3].Choices = append(all[3].Choices, Choice{Value: string(r.ID), Name: beginning(v.gistOf(r), 80)})
	}
	return slices.DeleteFunc(all, func(f RelationField) bool { return len(f.Choices) == 0 })
}

// mostListed is of how many reports a list to choose from is.
const mostListed = 200

func (v *visit) reportChoices(page *FileReportPage) {
	for _, x := range negotiation.Genres {
		page.Genres = append(page.Genres, Choice{string(x), string(x), x == page.Genre})
	}
	for _, p := range v.Parties {
		page.Parties = append(page.Parties, Choice{Value: string(p.ID), Name: p.Name})
	}
	for _, i := range v.Issues() {
		page.Issues = append(page.Issues, Choice{Value: string(i.ID), Name: i.Name})
	}
	for _, r := range v.Revisions {
		page.Revisions = append(page.Revisions, Choice{Value: strconv.Itoa(r.Number), Name: revisionName(r)})
	}
	page.Relations = v.relations()
	for _, x := range negotiation.Stances {
		page.Stances = append(page.Stances, Choice{Value: string(x), Name: string(x)})
	}
	for _, x := range negotiation.EncounterStandings {
		page.Standings = append(page.Standings, Choice{Value: x, Name: x})
	}
	for _, x := range negotiation.Bounds {
		page.Bounds = append(page.Bounds, Choice{Value: string(x), Name: string(x)})
	}
	page.Reliabilities, page.Credibility = grades()
}

// fileReport reads the form and files the report, or shows the form again: with one row
// more where that was asked for, or with the reason for which nothing was filed.
func (s *site) fileReport(v *visit) error {
	if err := v.mayFile(); err != nil {
		return err
	}
	sent := Sent(v.r.PostForm)
	if sent.Get("more") != "" {
		return s.showReportForm(v, sent, http.StatusOK, nil)
	}
	c := &negotiation.FileReport{}
	err := v.fill(c)
	if err == nil {
		err = v.readReport(&c.Report)
	}
	if err == nil {
		err = v.do(c)
	}
	if says, ok := forPeople(err); ok && !strings.Contains(v.r.Header.Get("Accept"), "json") {
		return s.showReportForm(v, sent, http.StatusUnprocessableEntity, &Message{Says: says + " Nothing was recorded, and what you wrote is kept.", Bad: true})
	}
	if err != nil {
		return err
	}
	id, err := s.lastReport(v)
	if err != nil {
		return err
	}
	return v.done(v.reportPath(id), "recorded")
}

// readReport reads what a form says otherwise than by the names of the fields.
func (v *visit) readReport(r *negotiation.Report) error {
	form := v.r.PostForm
	// A quotation is kept as it was typed; browsers end lines with two characters.
	r.Quote = strings.ReplaceAll(form.Get("report.quote"), "\r\n", "\n")
	for line := range strings.Lines(form.Get("inserted")) {
		if x := strings.TrimSpace(line); x != "" {
			r.Inserted = append(r.Inserted, x)
		}
	}
	r.Document.Participants, r.Meeting.Participants = linesOf(form.Get("participants")), linesOf(form.Get("present"))
	r.Incident.Actors = linesOf(form.Get("actors"))
	for _, line := range linesOf(form.Get("custody")) {
		r.Document.Custody = append(r.Document.Custody, negotiation.Handover{By: line})
	}
	for _, line := range linesOf(form.Get("designations")) {
		words, whose, _ := strings.Cut(line, "=")
		r.Designations = append(r.Designations, negotiation.Designation{Words: strings.TrimSpace(words), Whose: strings.TrimSpace(whose)})
	}
	for _, name := range linesOf(form.Get("points")) {
		on, ok := v.subjectNamed(name)
		if !ok || on.Provision == "" {
			return invalid("points", "no provision is cited as “"+name+"”", "write it as the text does, for instance 7(a)")
		}
		r.On.Provisions = append(r.On.Provisions, on.Provision)
	}
	for i, number := range form["figure.number"] {
		if strings.TrimSpace(number) == "" {
			continue
		}
		n, err := strconv.ParseInt(strings.NewReplacer(",", "", " ", "", "'", "").Replace(strings.TrimSpace(number)), 10, 64)
		if err != nil {
			return invalid("figure", "“"+number+"” is no whole number", "write it in digits, as 40,000")
		}
		r.Figures = append(r.Figures, negotiation.Figure{Bound: negotiation.Bound(nth(form["figure.bound"], i)), Number: n, Unit: strings.TrimSpace(nth(form["figure.unit"], i)), Words: strings.TrimSpace(nth(form["figure.words"], i))})
	}
	if err := readSources(form, r); err != nil {
		return err
	}
	for _, w := range []*negotiation.When{&r.When, &r.Reported} {
		if !w.Known() {
			*w = negotiation.When{} // without a time there is no zone either
		}
	}
	if r.Reported.Known() && r.Reported.To.IsZero() {
		r.Reported.To = r.Reported.From.Add(24 * time.Hour)
	}
	return nil
}

// readSources reads the rows of sources; a row in which nothing is said is none.
func readSources(form url.Values, r *negotiation.Report) error {
	zone, err := time.LoadLocation(form.Get("zone"))
	if err != nil {
		return invalid("time zone "+form.Get("zone"), "there is none of this name", "give it as, for instance, Europe/Zurich")
	}
	for i, name := range form["source.name"] {
		field := func(name string) string { return strings.TrimSpace(nth(form["source."+name], i)) }
		credibility, _ := strconv.Atoi(field("credibility"))
		x := negotiation.Source{
			Name: strings.TrimSpace(name), URL: field("url"), Reliability: field("reliability"), Credibility: credibility,
			Archive: field("archive"), SHA256: field("sha256"), Copy: strings.ReplaceAll(nth(form["source.copy"], i), "\r\n", "\n"),
		}
		if day := field("published"); day != "" {
			from, err := time.ParseInLocation(time.DateOnly, day, zone)
			if err != nil {
				return invalid(fmt.Sprintf("source %d", i+1), "“"+day+"” is no day", "write it as 2025-11-25")
			}
			x.Published = negotiation.When{From: from, To: from.AddDate(0, 0, 1), Zone: form.Get("zone")}
		}
		if x != (negotiation.Source{}) {
			r.Sources = append(r.Sources, x)
		}
	}
	return nil
}

func linesOf(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if x := strings.TrimSpace(line); x != "" {
			out = append(out, x)
		}
	}
	return out
}

func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
