// Package incident reads and writes incidents as CSV (RFC 4180) in the layout of conflict
// data sets: a row for each report, under the columns that Columns names. Reading is
// strict: what is not understood is named with its line, and nothing is guessed.
package incident

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Columns are the columns, in the order in which they are written. In what is read the
// order is free; event_date, event_type and location must be there.
var Columns = []string{"event_date", "event_type", "actor1", "actor2", "location", "latitude", "longitude", "source", "notes", "fatalities"}

// Row is an incident as one source tells it.
type Row struct {
	Line       int // in what was read, from 1
	Date       time.Time
	Type       string
	Actor1     string
	Actor2     string
	Location   string
	Latitude   string // decimal degrees, as written
	Longitude  string
	Source     string
	Notes      string
	Fatalities int64
	Counted    bool // Fatalities was given
}

// SyntaxError is what is wrong in a line.
type SyntaxError struct {
	Line      int
	Msg, Hint string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("line %d: %s; %s", e.Line, e.Msg, e.Hint) }

// Read reads incidents. The error is a *SyntaxError, or one of the reader.
func Read(r io.Reader) ([]Row, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	head, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, &SyntaxError{1, "the file is empty", "its first line names the columns: " + strings.Join(Columns, ",")}
	}
	if err != nil {
		return nil, broken(err)
	}
	at, err := places(head)
	if err != nil {
		return nil, err
	}
	var out []Row
	for {
		fields, err := c.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		line, _ := c.FieldPos(0)
		if len(fields) != len(head) {
			return nil, &SyntaxError{line, fmt.Sprintf("it has %d fields, and the head names %d", len(fields), len(head)), "put fields with commas into quotation marks"}
		}
		row, err := read(line, func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(fields[i])
			}
			return ""
		})
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
}

func broken(err error) error {
	if p := (*csv.ParseError)(nil); errors.As(err, &p) {
		return &SyntaxError{p.Line, p.Err.Error(), "write it as CSV, with quotation marks doubled inside quotation marks"}
	}
	return err
}

func places(head []string) (map[string]int, error) {
	at := map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if _, twice := at[name]; twice || !slices.Contains(Columns, name) {
			return nil, &SyntaxError{1, fmt.Sprintf("the column %q is unknown or stands there twice", name), "the columns are " + strings.Join(Columns, ", ")}
		}
		at[name] = i
	}
	for _, name := range []string{"event_date", "event_type", "location"} {
		if _, ok := at[name]; !ok {
			return nil, &SyntaxError{1, "the column " + name + " is missing", "add it"}
		}
	}
	return at, nil
}

func read(line int, field func(string) string) (Row, error) {
	date, err := time.Parse("2006-01-02", field("event_date"))
	if err != nil {
		return Row{}, &SyntaxError{line, fmt.Sprintf("%q is no event_date", field("event_date")), "write it as 2025-11-25"}
	}
	row := Row{Line: line, Date: date, Type: field("event_type"), Actor1: field("actor1"), Actor2: field("actor2"), Location: field("location"), Latitude: field("latitude"), Longitude: field("longitude"), Source: field("source"), Notes: field("notes")}
	if row.Type == "" || row.Location == "" {
		return Row{}, &SyntaxError{line, "event_type or location is empty", "say what it was and where"}
	}
	if n := field("fatalities"); n != "" {
		row.Fatalities, err = strconv.ParseInt(n, 10, 64)
		row.Counted = true
		if err != nil || row.Fatalities < 0 || row.Fatalities > 1<<53 {
			return Row{}, &SyntaxError{line, fmt.Sprintf("%q is no number of fatalities", n), "write a whole number, or leave it empty where it is not known"}
		}
	}
	return row, nil
}

// Write writes incidents under all columns.
func Write(w io.Writer, rows []Row) error {
	c := csv.NewWriter(w)
	if err := c.Write(Columns); err != nil {
		return err
	}
	for _, r := range rows {
		dead := ""
		if r.Counted {
			dead = strconv.FormatInt(r.Fatalities, 10)
		}
		if err := c.Write([]string{r.Date.Format("2006-01-02"), r.Type, r.Actor1, r.Actor2, r.Location, r.Latitude, r.Longitude, r.Source, r.Notes, dead}); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
