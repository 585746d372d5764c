// Package incident reads and writes incidents as CSV (RFC 4180) in the layout of conflict
// data sets: a row for each report, under the columns that Columns names. Nothing is
// guessed: a row that is not understood is named with its line and column, and so is each
// column that was left aside. Rows can also be written as GeoJSON (RFC 7946).
package incident

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
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

// Table is what was read.
type Table struct {
	Rows    []Row
	Refused []*SyntaxError // rows that are not understood, by line
	Aside   []string       // columns that are not read
}

// SyntaxError is what is wrong in a line.
type SyntaxError struct {
	Line      int
	Column    string // "": in the line as a whole
	Msg, Hint string
}

func (e *SyntaxError) Error() string {
	at := fmt.Sprintf("line %d", e.Line)
	if e.Column != "" {
		at += ", " + e.Column
	}
	return at + ": " + e.Msg + "; " + e.Hint
}

// Read reads a table whose fields are parted by commas, semicolons or tabs, as its first
// line says. The error is a *SyntaxError where nothing can be read at all, or one of the
// reader; what is wrong in a row is in Table.Refused.
func Read(r io.Reader) (*Table, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at := firstInvalid(data); at >= 0 {
		return nil, &SyntaxError{1 + bytes.Count(data[:at], []byte("\n")), "", "it is not UTF-8", "save the table as “CSV UTF-8”"}
	}
	c := csv.NewReader(bytes.NewReader(data))
	c.FieldsPerRecord, c.Comma = -1, separator(data)
	head, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, &SyntaxError{1, "", "the file is empty", "its first line names the columns: " + strings.Join(Columns, ",")}
	}
	if err != nil {
		return nil, broken(err)
	}
	t := &Table{}
	at, err := t.places(head)
	if err != nil {
		return nil, err
	}
	return t, t.readRows(c, at, len(head))
}

// firstInvalid returns where data is not UTF-8, or -1.
func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// separator is what parts the names of the columns.
func separator(data []byte) rune {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	for _, c := range ";\t" {
		if bytes.ContainsRune(head, c) && !bytes.Contains(head, []byte(",")) {
			return c
		}
	}
	return ','
}

// readRows reads the rows. Behind a quotation mark that stands wrongly nobody can tell
// where a row begins, so that nothing more is read.
func (t *Table) readRows(c *csv.Reader, at map[string]int, width int) error {
	for {
		fields, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			fault := broken(err)
			if s := (*SyntaxError)(nil); errors.As(fault, &s) {
				s.Msg += ", and nothing from this line on was read"
				t.Refused = append(t.Refused, s)
				return nil
			}
			return fault
		}
		line, _ := c.FieldPos(0)
		if len(fields) != width {
			t.Refused = append(t.Refused, &SyntaxError{line, "", fmt.Sprintf("it has %d fields, and the head names %d", len(fields), width), "put fields that hold the separator into quotation marks"})
			continue
		}
		row, fault := read(line, func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(fields[i])
			}
			return ""
		})
		if fault != nil {
			t.Refused = append(t.Refused, fault)
			continue
		}
		t.Rows = append(t.Rows, row)
	}
}

func broken(err error) error {
	if p := (*csv.ParseError)(nil); errors.As(err, &p) {
		return &SyntaxError{p.StartLine, "", "a quotation mark stands wrongly", "write the table as CSV, with quotation marks doubled inside quotation marks"}
	}
	return err
}

// places finds the columns, and notes those that are not read.
func (t *Table) places(head []string) (map[string]int, error) {
	at := map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(Columns, name) {
			t.Aside = append(t.Aside, name)
			continue
		}
		if _, twice := at[name]; twice {
			return nil, &SyntaxError{1, name, "the column stands there twice", "take one of the two away"}
		}
		at[name] = i
	}
	for _, name := range []string{"event_date", "event_type", "location"} {
		if _, ok := at[name]; !ok {
			return nil, &SyntaxError{1, name, "the column is missing", "the first line names the columns: " + strings.Join(Columns, ",")}
		}
	}
	return at, nil
}

// days are the ways in which conflict data sets write a day; none can be taken for another.
var days = []string{"2006-01-02", "2 January 2006", "02 January 2006"}

func read(line int, field func(string) string) (Row, *SyntaxError) {
	row := Row{Line: line, Type: field("event_type"), Actor1: field("actor1"), Actor2: field("actor2"), Location: field("location"), Latitude: field("latitude"), Longitude: field("longitude"), Source: field("source"), Notes: field("notes")}
	for _, layout := range days {
		if day, err := time.Parse(layout, field("event_date")); err == nil {
			row.Date = day
		}
	}
	refuse := func(column, msg, hint string) (Row, *SyntaxError) {
		return Row{}, &SyntaxError{line, column, msg, hint}
	}
	if row.Date.IsZero() {
		return refuse("event_date", fmt.Sprintf("“%s” is no day", field("event_date")), "write it as 2025-11-25")
	}
	for _, x := range []struct{ column, given string }{{"event_type", row.Type}, {"location", row.Location}} {
		if x.given == "" {
			return refuse(x.column, "it is empty", "say what it was, and where")
		}
	}
	if row.Actor1 == "" && row.Actor2 != "" {
		return refuse("actor1", "it is empty, and actor2 is not", "write one actor into actor1")
	}
	for _, x := range []struct {
		column, given string
		most          float64
	}{{"latitude", row.Latitude, 90}, {"longitude", row.Longitude, 180}} {
		if !within(x.given, x.most) {
			return refuse(x.column, fmt.Sprintf("“%s” is no %s", x.given, x.column), "write it in decimal degrees, as 47.8388")
		}
		if x.given == "" && row.Latitude+row.Longitude != "" {
			return refuse(x.column, "it is empty, and the other is not", "give latitude and longitude, or neither")
		}
	}
	if n := field("fatalities"); n != "" {
		var err error
		row.Fatalities, err = strconv.ParseInt(n, 10, 64)
		row.Counted = true
		if err != nil || row.Fatalities < 0 || row.Fatalities > 1<<53 {
			return refuse("fatalities", fmt.Sprintf("“%s” is no number of fatalities", n), "write a whole number, or leave it empty where it is not known")
		}
	}
	return row, nil
}

var degrees = regexp.MustCompile(`^-?[0-9]{1,3}(\.[0-9]{1,10})?$`)

// within reports whether degrees are none, or at most so many.
func within(given string, most float64) bool {
	x, err := strconv.ParseFloat(given, 64)
	return given == "" || degrees.MatchString(given) && err == nil && x >= -most && x <= most
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
