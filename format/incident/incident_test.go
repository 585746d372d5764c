package incident_test

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"parley/format/incident"
)

const two = `event_date,event_type,actor1,actor2,location,latitude,longitude,source,notes,fatalities
2025-11-25,strike,,,Zaporizhzhia,47.8388,35.1396,Agency,"at least 7 people injured, reportedly",
2025-11-26,shelling,North,South,Velin,,,,,2
`

func Example() {
	table, err := incident.Read(strings.NewReader("event_date,event_type,location\n2025-11-25,strike,Velin\n"))
	if err != nil {
		panic(err)
	}
	incident.Write(os.Stdout, table.Rows)
	// Output:
	// event_date,event_type,actor1,actor2,location,latitude,longitude,source,notes,fatalities
	// 2025-11-25,strike,,,Velin,,,,,
}

func TestAFileOfWhichNothingCanBeReadIsNamedWithItsFault(t *testing.T) {
	for name, c := range map[string]struct {
		in, column string
		line       int
	}{
		"an empty file":          {"", "", 1},
		"a column twice":         {"event_date,event_date,event_type,location\n", "event_date", 1},
		"a missing column":       {"event_date,event_type\n", "location", 1},
		"a head that is not CSV": {"event_date,\"event\"type,location\n", "", 1},
		"another encoding":       {"event_date,event_type,location\n2025-11-25,strike,V\xe9lin\n", "", 2},
	} {
		_, err := incident.Read(strings.NewReader(c.in))
		var fault *incident.SyntaxError
		if !errors.As(err, &fault) || fault.Line != c.line || fault.Column != c.column || fault.Hint == "" {
			t.Errorf("%s: %v, want line %d, column %q", name, err, c.line, c.column)
		}
	}
}

func TestARowThatIsNotUnderstoodIsNamedWithLineAndColumnAndTheRestIsRead(t *testing.T) {
	const head, good = "event_date,event_type,actor1,actor2,location,latitude,longitude,fatalities\n", "2025-11-25,strike,,,Velin,,,\n"
	for name, c := range map[string]struct {
		row, column string
		rest        int // rows behind it that are read
	}{
		"a date of another kind": {"25/11/2025,strike,,,Velin,,,\n", "event_date", 1},
		"no kind of event":       {"2025-11-25,,,,Velin,,,\n", "event_type", 1},
		"no place":               {"2025-11-25,strike,,,,,,\n", "location", 1},
		"a second actor alone":   {"2025-11-25,strike,,North,Velin,,,\n", "actor1", 1},
		"beyond the pole":        {"2025-11-25,strike,,,Velin,91,0,\n", "latitude", 1},
		"half a place":           {"2025-11-25,strike,,,Velin,47.8,,\n", "longitude", 1},
		"half a man":             {"2025-11-25,strike,,,Velin,,,0.5\n", "fatalities", 1},
		"less than nobody":       {"2025-11-25,strike,,,Velin,,,-1\n", "fatalities", 1},
		"a field too many":       {"2025-11-25,strike,,,Velin,,,1,2\n", "", 1},
		"a quotation mark":       {"2025-11-25,st\"rike,,,Velin,,,1\n", "", 0},
	} {
		table, err := incident.Read(strings.NewReader(head + good + c.row + good))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(table.Refused) != 1 || table.Refused[0].Line != 3 || table.Refused[0].Column != c.column || table.Refused[0].Hint == "" || len(table.Rows) != 1+c.rest {
			t.Errorf("%s: %v and %d rows", name, table.Refused, len(table.Rows))
		}
	}
}

func TestTablesOfSpreadsheetsAndDataSetsAreReadAsTheyCome(t *testing.T) {
	for name, in := range map[string]string{
		"semicolons":         "event_date;event_type;location\n2025-11-25;strike;Velin\n",
		"tabs":               "event_date\tevent_type\tlocation\n2025-11-25\tstrike\tVelin\n",
		"a byte order mark":  "\ufeffevent_date,event_type,location\r\n2025-11-25,strike,Velin\r\n",
		"a day in words":     "Event_Date,event_type,location\n25 November 2025,strike,Velin\n",
		"columns of its own": "iso,event_date,event_type,location\n804,2025-11-25,strike,Velin\n",
	} {
		table, err := incident.Read(strings.NewReader(in))
		if err != nil || len(table.Rows) != 1 || table.Rows[0].Location != "Velin" || table.Rows[0].Date.Format("2006-01-02") != "2025-11-25" {
			t.Errorf("%s: %+v %v", name, table, err)
		}
		if want := strings.Contains(in, "iso"); (len(table.Aside) == 1) != want {
			t.Errorf("%s: left aside %v", name, table.Aside)
		}
	}
}

func TestGeoJSONHasAPointOnlyWhereDegreesAreGiven(t *testing.T) {
	table, err := incident.Read(strings.NewReader(two))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := incident.WriteGeoJSON(&b, []incident.Feature{{Row: table.Rows[0]}, {Row: table.Rows[1], More: map[string]any{"status": "disputed"}}}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"coordinates":[35.1396,47.8388]`, `"geometry":null`, `"fatalities":2`, `"status":"disputed"`, `"actor2":"South"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in %s", want, b.String())
		}
	}
	if strings.Count(b.String(), "fatalities") != 1 {
		t.Error("a count that nobody gave is written")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(two)
	f.Add("event_date,event_type,location\n\"a\nb\",c,d\n")
	f.Add("event_date;event_type;location\n2025-11-25;\"a;b\";d\n")
	f.Fuzz(func(t *testing.T, in string) {
		table, err := incident.Read(strings.NewReader(in))
		if err != nil {
			return
		}
		rows := table.Rows
		var b strings.Builder
		if err := incident.Write(&b, rows); err != nil {
			t.Fatal(err)
		}
		again, err := incident.Read(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		back := again.Rows
		for i := range rows {
			rows[i].Line = 0
			if i < len(back) {
				back[i].Line = 0
			}
		}
		if len(again.Refused) > 0 || len(rows) != len(back) || len(rows) > 0 && !reflect.DeepEqual(rows, back) {
			t.Fatalf("%v\n%+v\n%+v", again.Refused, rows, back)
		}
	})
}
