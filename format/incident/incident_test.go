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
	rows, err := incident.Read(strings.NewReader("event_date,event_type,location\n2025-11-25,strike,Velin\n"))
	if err != nil {
		panic(err)
	}
	incident.Write(os.Stdout, rows)
	// Output:
	// event_date,event_type,actor1,actor2,location,latitude,longitude,source,notes,fatalities
	// 2025-11-25,strike,,,Velin,,,,,
}

func TestFaultsAreNamedWithTheirLine(t *testing.T) {
	const head = "event_date,event_type,location,fatalities\n"
	for name, c := range map[string]struct {
		in   string
		line int
	}{
		"an empty file":          {"", 1},
		"an unknown column":      {"event_date,event_type,location,mood\n", 1},
		"a column twice":         {"event_date,event_date,event_type,location\n", 1},
		"a missing column":       {"event_date,event_type\n", 1},
		"a date of another kind": {head + "2025-11-25,strike,Velin,\n25/11/2025,strike,Velin,\n", 3},
		"no place":               {head + "2025-11-25,strike,,\n", 2},
		"half a man":             {head + "2025-11-25,strike,Velin,0.5\n", 2},
		"less than nobody":       {head + "2025-11-25,strike,Velin,-1\n", 2},
		"a field too many":       {head + "2025-11-25,strike,Velin,1,2\n", 2},
		"an open quotation":      {head + "2025-11-25,\"strike,Velin,1\n", 2},
	} {
		_, err := incident.Read(strings.NewReader(c.in))
		var fault *incident.SyntaxError
		if !errors.As(err, &fault) || fault.Line != c.line || fault.Hint == "" {
			t.Errorf("%s: %v, want line %d", name, err, c.line)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(two)
	f.Add("event_date,event_type,location\n\"a\nb\",c,d\n")
	f.Fuzz(func(t *testing.T, in string) {
		rows, err := incident.Read(strings.NewReader(in))
		if err != nil {
			return
		}
		var b strings.Builder
		if err := incident.Write(&b, rows); err != nil {
			t.Fatal(err)
		}
		back, err := incident.Read(strings.NewReader(b.String()))
		for i := range rows {
			rows[i].Line = 0
			if i < len(back) {
				back[i].Line = 0
			}
		}
		if err != nil || len(rows) != len(back) || len(rows) > 0 && !reflect.DeepEqual(rows, back) {
			t.Fatalf("%v\n%+v\n%+v", err, rows, back)
		}
	})
}
