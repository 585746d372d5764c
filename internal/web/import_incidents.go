package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"

	"parley/format/incident"
	"parley/internal/incidents"
	"parley/negotiation"
)

// A table of incidents is read and shown as it was understood; nothing is recorded before
// the member has seen that. Between the two the table travels in the form, so that the
// server keeps nothing that nobody recorded.

// IncidentsPage is where a table is chosen.
type IncidentsPage struct {
	Page    Page
	Columns []string
	Most    string
}

// IncidentsReadPage is how a table was understood.
type IncidentsReadPage struct {
	Page      Page
	File      string
	Table     string // as it was sent
	Found     []string
	Aside     string // columns that are not read
	Rows      []IncidentLine
	Count     int    // of rows that would be filed
	More      string // how many rows are not shown
	Known     []IncidentLine
	MoreKnown string
	Refused   []RefusedLine
	MoreWrong string
	Too       bool // known ones are filed too
	Audiences []Choice
}

// IncidentLine is a row as it was understood.
type IncidentLine struct {
	Line                                    int
	Day, What, Where, Actors, Source, Notes string
	Dead                                    string // as the source claims it
	Href                                    string // of the report that it is already
}

// RefusedLine is a row that cannot be filed.
type RefusedLine struct {
	Line                 int
	Column, Says, Remedy string
}

// mostShown is how many rows of each kind a page shows.
const mostShown = 200

// chooseIncidents shows where to choose a table.
func (s *site) chooseIncidents(v *visit) error {
	if err := v.mayFile(); err != nil {
		return err
	}
	page := IncidentsPage{Page: v.page("Incidents from a table", "chronicle"), Columns: incident.Columns, Most: negotiation.Grouped(negotiation.MostReports)}
	s.show(v.w, v.r, http.StatusOK, "incidents", page)
	return nil
}

// sentTable is a table that was sent, and how it is understood.
type sentTable struct {
	file, words string
	understood  incidents.Understood
	rows        []incident.Row // that would be filed
	too         bool           // known ones too
}

// previewIncidents reads a table and shows how it was understood. It records nothing.
func (s *site) previewIncidents(v *visit) error {
	in, err := v.sentTable()
	if err != nil {
		return err
	}
	return s.showIncidents(v, in, http.StatusOK, nil)
}

// sentTable reads the file that was chosen, or the table that an earlier page sent along.
func (v *visit) sentTable() (sentTable, error) {
	if err := v.mayFile(); err != nil {
		return sentTable{}, err
	}
	in := sentTable{file: v.r.PostFormValue("name"), words: v.r.PostFormValue("table"), too: v.r.PostFormValue("too") != ""}
	if in.words == "" {
		f, header, err := v.r.FormFile("file")
		if err != nil {
			return in, invalid("table", "no file was chosen", "choose a file and send the form again")
		}
		defer f.Close()
		data, err := io.ReadAll(f)
		if err != nil {
			return in, unreadable(err)
		}
		in.file, in.words = filepath.Base(header.Filename), string(data)
	}
	table, err := incident.Read(strings.NewReader(in.words))
	if fault := (*incident.SyntaxError)(nil); errors.As(err, &fault) {
		return in, invalid(in.file+", line "+strconv.Itoa(fault.Line), strings.TrimPrefix(fault.Column+": "+fault.Msg, ": "), fault.Hint)
	}
	if err != nil {
		return in, err
	}
	in.understood = incidents.Understand(table, v.Reports(), v.Now)
	in.rows = in.understood.File
	if in.too {
		in.rows = in.understood.All()
	}
	return in, nil
}

// showIncidents shows how a table was understood, and what kept it from being recorded, if
// it was tried.
func (s *site) showIncidents(v *visit, in sentTable, status int, message *Message) error {
	u := in.understood
	page := IncidentsReadPage{
		Page: v.page("Incidents from a table", "chronicle"), File: in.file, Table: in.words, Aside: listed(u.Aside), Count: len(in.rows), Too: in.too,
		Audiences: choose(v.r.FormValue("audience"), []Choice{
			{Value: "own", Name: "Our delegation only"}, {Value: "mediator", Name: "Our delegation and the mediator"}, {Value: "all", Name: "Everyone at the table"},
		}),
	}
	page.Page.Message = message
	page.Found = []string{count(len(u.File), "row is new", "rows are new")}
	if n := len(u.Known); n > 0 {
		page.Found = append(page.Found, count(n, "is in the chronicle already", "are in the chronicle already"))
	}
	if n := len(u.Refused); n > 0 {
		page.Found = append(page.Found, count(n, "cannot be filed", "cannot be filed"))
	}
	for _, row := range first(in.rows) {
		page.Rows = append(page.Rows, incidentLine(row))
	}
	for _, k := range first(u.Known) {
		line := incidentLine(k.Row)
		line.Href = v.reportPath(k.As.ID)
		page.Known = append(page.Known, line)
	}
	for _, x := range first(u.Refused) {
		page.Refused = append(page.Refused, RefusedLine{x.Line, x.Column, sentence(x.Msg), sentence(x.Hint)})
	}
	page.More, page.MoreKnown, page.MoreWrong = unshown(len(in.rows)), unshown(len(u.Known)), unshown(len(u.Refused))
	s.show(v.w, v.r, status, "incidents_read", page)
	return nil
}

func first[T any](list []T) []T { return list[:min(len(list), mostShown)] }

// unshown says how many rows of a list a page leaves out.
func unshown(n int) string {
	if n <= mostShown {
		return ""
	}
	return fmt.Sprintf("These are the first %d; %s more are not shown here.", mostShown, negotiation.Grouped(n-mostShown))
}

func incidentLine(row incident.Row) IncidentLine {
	line := IncidentLine{Line: row.Line, Day: row.Date.Format("2 Jan 2006"), What: row.Type, Where: row.Location, Source: row.Source, Notes: beginning(row.Notes, 140)}
	line.Actors = row.Actor1
	if row.Actor2 != "" {
		line.Actors = row.Actor1 + " – " + row.Actor2
	}
	if row.Counted {
		line.Dead = negotiation.Grouped(row.Fatalities)
	}
	return line
}

// fileIncidents records what the member saw that would be recorded: all of it or nothing.
func (s *site) fileIncidents(v *visit) error {
	in, err := v.sentTable()
	if err != nil {
		return err
	}
	if v.r.PostFormValue("seen") != strconv.Itoa(len(in.rows)) {
		return s.showIncidents(v, in, http.StatusConflict, &Message{Says: "The chronicle has changed since you looked, or you chose otherwise: this is what would be filed now. Nothing was recorded.", Bad: true})
	}
	err = v.do(negotiation.FileReports{Reports: incidents.Reports(in.rows), Audience: v.audienceAsked(v.r.PostForm)})
	if says, ok := forPeople(err); ok {
		return s.showIncidents(v, in, http.StatusUnprocessableEntity, &Message{Says: says + " Nothing was recorded.", Bad: true})
	}
	if err != nil {
		return err
	}
	return v.done(v.path+"/chronicle", "recorded")
}
