package incidents_test

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parley/format/incident"
	"parley/internal/incidents"
	"parley/negotiation"
)

var now = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

func read(t testing.TB, in string) *incident.Table {
	t.Helper()
	table, err := incident.Read(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

const head = "event_date,event_type,actor1,actor2,location,latitude,longitude,source,notes,fatalities\n"

func TestFatalitiesAreClaimedByTheSourceThatCountsThem(t *testing.T) {
	r := incidents.Report(read(t, head+"2025-11-25,strike,North,South,Velin,47.8,35.1,Agency; Ministry,at night,3\n").Rows[0])
	if r.Speaker.Body != "Agency; Ministry" || len(r.Sources) != 2 || len(r.Figures) != 1 || r.Figures[0].Says() != "3 fatalities" || len(r.Incident.Actors) != 2 {
		t.Errorf("%+v", r)
	}
	r = incidents.Report(read(t, head+"2025-11-25,strike,,,Velin,,,Agency,,\n").Rows[0])
	if len(r.Figures) != 0 || r.Speaker.Body != "" {
		t.Errorf("nobody counted anything: %+v", r)
	}
}

// filed files the rows of a table and returns the chronicle.
func filed(rows []incident.Row) []*negotiation.Report {
	var out []*negotiation.Report
	for i, r := range incidents.Reports(rows) {
		r.ID = negotiation.ReportID(fmt.Sprint("r", i))
		out = append(out, &r)
	}
	return out
}

func TestRowsAreSortedIntoNewKnownAndRefused(t *testing.T) {
	chronicle := filed(read(t, head+
		"2025-11-25,strike,,,Velin,,,Agency,,3\n"+
		"2025-11-26,strike,,,Velin,,,Agency,first,\n").Rows)
	u := incidents.Understand(read(t, head+
		"2025-11-25,shelling,,,VELIN,,,Agency,recoded since,4\n"+ // known, told otherwise
		"2025-11-25,strike,,,Velin,,,Ministry,,3\n"+ // of another source
		"2025-11-26,strike,,,Velin,,,Agency,second,\n"+ // two of one day, place and source
		"2025-11-26,strike,,,Velin,,,Agency,first,\n"+
		"2031-01-01,strike,,,Velin,,,Agency,,\n"+ // to come
		"2025-11-25,strike,,,,,,Agency,,\n"), chronicle, now)
	lines := func(rows []incident.Row) (out []int) {
		for _, r := range rows {
			out = append(out, r.Line)
		}
		return out
	}
	if got := lines(u.File); !reflect.DeepEqual(got, []int{3, 4}) {
		t.Errorf("to be filed: %v", got)
	}
	if len(u.Known) != 2 || u.Known[0].Line != 2 || u.Known[1].Line != 5 || u.Known[1].As != chronicle[1] {
		t.Errorf("known: %+v", u.Known)
	}
	if len(u.Refused) != 2 || u.Refused[0].Line != 6 || u.Refused[0].Column != "event_date" || u.Refused[1].Column != "location" {
		t.Errorf("refused: %v", u.Refused)
	}
}

// anyRow makes a row that can be filed.
func anyRow(r *rapid.T) incident.Row {
	words := func(name string) string {
		return strings.TrimSpace(strings.Join(strings.Fields(rapid.StringMatching(`[A-Za-zßéЖ"', .\n-]{0,30}`).Draw(r, name)), " "))
	}
	must := func(name string) string { return strings.TrimSpace("x " + words(name)) }
	row := incident.Row{Date: now.AddDate(0, 0, -rapid.IntRange(1, 9000).Draw(r, "days")), Type: must("type"), Actor1: words("actor1"), Location: must("place"), Notes: words("notes")}
	if row.Actor1 != "" {
		row.Actor2 = words("actor2")
	}
	if rapid.Bool().Draw(r, "degrees") {
		row.Latitude, row.Longitude = fmt.Sprintf("%.4f", rapid.Float64Range(-90, 90).Draw(r, "lat")), fmt.Sprintf("%.4f", rapid.Float64Range(-180, 180).Draw(r, "lon"))
	}
	for range rapid.IntRange(0, 3).Draw(r, "sources") {
		row.Source = strings.TrimPrefix(row.Source+"; "+must("source"), "; ")
	}
	if row.Counted = rapid.Bool().Draw(r, "counted"); row.Counted {
		row.Fatalities = rapid.Int64Range(0, 1<<53).Draw(r, "dead")
	}
	return row
}

func TestIncidentsThatAreWrittenAsATableAndReadAgainAreTheSame(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var rows []incident.Row
		for range rapid.IntRange(0, 8).Draw(r, "rows") {
			rows = append(rows, anyRow(r))
		}
		chronicle := filed(rows)
		var out []incident.Row
		for _, x := range chronicle {
			row, whole := incidents.Row(x)
			if !whole {
				r.Fatalf("a row is no whole row: %+v", x)
			}
			out = append(out, row)
		}
		var b bytes.Buffer
		if err := incident.Write(&b, out); err != nil {
			r.Fatal(err)
		}
		table, err := incident.Read(bytes.NewReader(b.Bytes()))
		if err != nil || len(table.Refused) > 0 {
			r.Fatalf("%v %v\n%s", err, table, b.String())
		}
		for i, back := range filed(table.Rows) {
			if !reflect.DeepEqual(back, chronicle[i]) {
				r.Fatalf("%+v\nwas\n%+v", back, chronicle[i])
			}
		}
		u := incidents.Understand(table, chronicle, now)
		if len(u.File)+len(u.Refused) > 0 || len(u.Known) != len(rows) {
			r.Fatalf("a second import would double some: %+v", u)
		}
		if u = incidents.Understand(table, nil, now); len(u.File) != len(rows) {
			r.Fatalf("a first import leaves some out: %+v", u)
		}
	})
}

func TestTenThousandRowsAreUnderstoodQuickly(t *testing.T) {
	var b strings.Builder
	b.WriteString(head)
	for i := range negotiation.MostReports {
		fmt.Fprintf(&b, "2025-11-25,strike,North,South,Place %d,47.8,35.1,Agency,notes,%d\n", i%300, i)
	}
	began := time.Now()
	table := read(t, b.String())
	u := incidents.Understand(table, filed(table.Rows), now)
	if took := time.Since(began); len(u.Known) != negotiation.MostReports || took > 10*time.Second {
		t.Errorf("%d are known, in %v", len(u.Known), took)
	}
}
