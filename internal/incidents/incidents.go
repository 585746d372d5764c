// Package incidents turns the rows of conflict data sets into reports of the chronicle and
// back. Understand sorts the rows of a table into those that can be filed, those that the
// chronicle has already and those that are refused; nothing is recorded here.
package incidents

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/format/incident"
	"parley/negotiation"
	"parley/text"
)

// Dead is the unit of what the column fatalities counts.
const Dead = "fatalities"

// Report returns the report that a row is. Sources are parted by semicolons; together they
// claim the number of fatalities, which is never added to another.
func Report(row incident.Row) negotiation.Report {
	r := negotiation.Report{
		Genre: negotiation.IncidentReport, Paraphrase: row.Notes,
		When:     negotiation.When{From: row.Date, To: row.Date.AddDate(0, 0, 1)},
		Incident: negotiation.Incident{Type: row.Type, Place: row.Location, Latitude: row.Latitude, Longitude: row.Longitude},
	}
	for _, actor := range []string{row.Actor1, row.Actor2} {
		if actor != "" {
			r.Incident.Actors = append(r.Incident.Actors, actor)
		}
	}
	for _, name := range sources(row.Source) {
		r.Sources = append(r.Sources, negotiation.Source{Name: name})
	}
	if row.Counted {
		r.Speaker.Body = joined(r.Sources)
		r.Figures = []negotiation.Figure{{Bound: negotiation.Exactly, Number: row.Fatalities, Unit: Dead}}
	}
	return r
}

// Row returns a report as a row: what the layout has columns for, and in its notes the
// words that tell the rest. ok is false where these are more than the report's own: there
// is a hedge, a quotation, a status or a figure that is no count of the dead.
func Row(r *negotiation.Report) (row incident.Row, ok bool) {
	row = incident.Row{
		Date: midnight(r.When), Type: cmp.Or(r.Incident.Type, "not said"), Location: r.Incident.Place,
		Latitude: r.Incident.Latitude, Longitude: r.Incident.Longitude, Source: joined(r.Sources), Notes: r.Paraphrase,
	}
	for i, actor := range r.Incident.Actors {
		*[]*string{&row.Actor1, &row.Actor2}[i] = actor
	}
	for _, f := range r.Figures {
		if f.Unit == Dead && f.Bound == negotiation.Exactly { // a bound is no count
			row.Fatalities, row.Counted = f.Number, true
		}
	}
	again := Report(row)
	ok = r.Status() == negotiation.Unverified && r.Title == "" && r.Quote == "" && r.Hedge == "" && again.Speaker == r.Speaker && slices.Equal(again.Figures, r.Figures) && again.Incident.Type == r.Incident.Type
	return row, ok
}

// midnight is the day on which something began, where it happened.
func midnight(w negotiation.When) time.Time {
	zone, err := time.LoadLocation(w.Zone)
	if err != nil {
		zone = time.UTC
	}
	y, m, d := w.From.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func sources(column string) []string {
	var out []string
	for name := range strings.SplitSeq(column, ";") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

func joined(list []negotiation.Source) string {
	var names []string
	for _, x := range list {
		names = append(names, x.Name)
	}
	return strings.Join(names, "; ")
}

// Understood is how the rows of a table are understood.
type Understood struct {
	File    []incident.Row
	Known   []Known
	Refused []*incident.SyntaxError
	Aside   []string // columns that are not read
}

// All are the rows that can be filed, those that are known among them, by line.
func (u Understood) All() []incident.Row {
	all := slices.Clone(u.File)
	for _, k := range u.Known {
		all = append(all, k.Row)
	}
	slices.SortFunc(all, func(a, b incident.Row) int { return cmp.Compare(a.Line, b.Line) })
	return all
}

// Known is a row that the chronicle has already, by its day, place and source.
type Known struct {
	incident.Row
	As *negotiation.Report
}

// Understand sorts the rows of a table. Filed are the reports that are in the chronicle; as
// many rows of a day, place and source are known as it has reports of these, those that say
// the same in every column first.
func Understand(t *incident.Table, filed []*negotiation.Report, now time.Time) Understood {
	u := Understood{Refused: slices.Clone(t.Refused), Aside: t.Aside}
	var good []incident.Row
	for _, row := range t.Rows {
		if err := Report(row).Check(now); err != nil {
			u.Refused = append(u.Refused, fault(row, err))
			continue
		}
		good = append(good, row)
	}
	slices.SortStableFunc(u.Refused, func(a, b *incident.SyntaxError) int { return cmp.Compare(a.Line, b.Line) })
	u.File = u.known(good, filed)
	return u
}

// fault says which column of a row a report was refused for.
func fault(row incident.Row, err error) *incident.SyntaxError {
	out := &incident.SyntaxError{Line: row.Line, Msg: err.Error(), Hint: "correct the row"}
	if refusal := (*negotiation.Refusal)(nil); errors.As(err, &refusal) {
		out.Msg, out.Hint = refusal.Msg, refusal.Hint
		if strings.HasPrefix(refusal.Where, "when") {
			out.Column = "event_date"
		}
	}
	return out
}

// known notes the rows that the chronicle has already and returns the others.
func (u *Understood) known(rows []incident.Row, filed []*negotiation.Report) []incident.Row {
	same, alike := map[string][]*negotiation.Report{}, map[string][]*negotiation.Report{}
	for _, r := range filed {
		if r.Genre == negotiation.IncidentReport {
			row, _ := Row(r)
			same[whole(row)] = append(same[whole(row)], r)
			alike[key(row)] = append(alike[key(row)], r)
		}
	}
	taken := map[negotiation.ReportID]bool{}
	match := func(rows []incident.Row, by func(incident.Row) string, among map[string][]*negotiation.Report) (others []incident.Row) {
		for _, row := range rows {
			left := among[by(row)]
			for len(left) > 0 && taken[left[0].ID] {
				left = left[1:]
			}
			among[by(row)] = left
			if len(left) == 0 {
				others = append(others, row)
				continue
			}
			taken[left[0].ID] = true
			u.Known = append(u.Known, Known{row, left[0]})
		}
		return others
	}
	rows = match(match(rows, whole, same), key, alike)
	slices.SortFunc(u.Known, func(a, b Known) int { return cmp.Compare(a.Line, b.Line) })
	return rows
}

// key is the same for rows that tell of the same day and place from the same source.
func key(row incident.Row) string {
	return strings.ToLower(fmt.Sprintf("%s\x00%s\x00%s", row.Date.Format("2006-01-02"), text.Fold(row.Location), text.Fold(strings.Join(sources(row.Source), "; "))))
}

// whole is the same for rows that say the same.
func whole(row incident.Row) string {
	row.Line, row.Source = 0, strings.Join(sources(row.Source), "; ")
	return fmt.Sprintf("%#v", row)
}

// Reports are the reports that rows are.
func Reports(rows []incident.Row) []negotiation.Report {
	out := make([]negotiation.Report, len(rows))
	for i, row := range rows {
		out[i] = Report(row)
	}
	return out
}
