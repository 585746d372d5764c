package web

import (
	"net/http"
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
	Stances, Bounds, Reliabilities, Credibility          []Choice
	Standings                                            []Choice // of meetings
	Rows                                                 []int    // of figures
}

// startReport shows the form.
func (s *site) startReport(v *visit) error {
	g := negotiation.Genre(v.r.FormValue("genre"))
	if !slices.Contains(negotiation.Genres, g) {
		g = negotiation.StatementReport
	}
	page := FileReportPage{
		Page: v.page("File a report", "chronicle"), Genre: g, Rows: []int{1, 2, 3},
		Spoken: g == negotiation.StatementReport || g == negotiation.AssessmentReport, Meeting: g == negotiation.MeetingReport, Document: g == negotiation.DocumentReport, Incident: g == negotiation.IncidentReport,
		Counted: g == negotiation.IncidentReport || g == negotiation.TotalReport, Titled: g != negotiation.StatementReport && g != negotiation.AssessmentReport,
	}
	if !v.Can.File || !v.asOf.IsZero() {
		return &negotiation.Refusal{Reason: negotiation.NotAllowed, Msg: "observers do not write the chronicle, and nobody writes the past", Hint: "ask a party to do it"}
	}
	if id := negotiation.ReportID(v.r.FormValue("answers")); id != "" {
		r, err := v.Report(id)
		if err != nil {
			return err
		}
		page.Answers, page.To = id, v.gistOf(r)
	}
	for _, x := range negotiation.Genres {
		page.Genres = append(page.Genres, Choice{string(x), string(x), x == g})
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
	for _, x := range negotiation.Stances {
		page.Stances = append(page.Stances, Choice{Value: string(x), Name: string(x)})
	}
	for _, x := range negotiation.EncounterStandings {
		page.Standings = append(page.Standings, Choice{Value: x, Name: x})
	}
	for _, x := range negotiation.Bounds {
		page.Bounds = append(page.Bounds, Choice{Value: string(x), Name: string(x)})
	}
	for _, x := range negotiation.Reliabilities {
		page.Reliabilities = append(page.Reliabilities, Choice{Value: x.Grade, Name: x.Grade + ", " + x.Says})
	}
	for i, says := range negotiation.Credibilities[1:] {
		page.Credibility = append(page.Credibility, Choice{Value: strconv.Itoa(i + 1), Name: strconv.Itoa(i+1) + ", " + says})
	}
	s.show(v.w, v.r, http.StatusOK, "file_report", page)
	return nil
}

// fileReport reads the form and files the report.
func (s *site) fileReport(v *visit) error {
	c := &negotiation.FileReport{}
	if err := v.fill(c); err != nil {
		return err
	}
	if err := v.readReport(&c.Report); err != nil {
		return err
	}
	if err := v.do(c); err != nil {
		return err
	}
	view, err := s.desk.View(v.r.Context(), v.ID, v.Me.ID)
	if err != nil {
		return err
	}
	all := view.Reports()
	return v.done(v.reportPath(all[len(all)-1].ID), "recorded")
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
	if name := strings.TrimSpace(form.Get("source.name")); name != "" {
		credibility, _ := strconv.Atoi(form.Get("source.credibility"))
		r.Sources = append(r.Sources, negotiation.Source{
			Name: name, URL: form.Get("source.url"), Reliability: form.Get("source.reliability"), Credibility: credibility,
			Archive: strings.TrimSpace(form.Get("source.archive")), SHA256: form.Get("source.sha256"), Copy: form.Get("source.copy"),
		})
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
