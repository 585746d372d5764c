// Package scenario reads bargaining scenarios from files and writes them.
//
// It reads Parley's own JSON (one file; scenario.schema.json describes it) and CSV (one
// table), and the files of four research tools, a domain file where the tool has one and
// a profile for each party: Genius XML (discrete and integer issues, hyper-rectangles),
// GeniusWeb JSON, NegoLog JSON and NegMAS YAML. A decimal is read as the rational that it
// denotes. Discounts are left out. What is wrong in a file and can only be meant in one
// way is repaired, and the repair reported.
package scenario

import (
	"bytes"
	"fmt"
	"math/big"
	"path"
	"strings"

	"parley/bargain"
)

// A File is what is read.
type File struct {
	Name string
	Data []byte
}

// An Error says what is wrong in a file, where, and what to do about it.
type Error struct {
	File string
	Line int // from 1; 0: the file as a whole
	Msg  string
	Hint string
}

func (e *Error) Error() string {
	at := e.File
	if e.Line > 0 {
		at = fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	return fmt.Sprintf("%s: %s: %s", at, e.Msg, e.Hint)
}

// A Repair is something wrong in a file that was read as it must be meant.
type Repair struct {
	File string
	Line int
	Msg  string // what was wrong, and how it was read
}

func (r Repair) String() string { return fmt.Sprintf("%s:%d: %s", r.File, r.Line, r.Msg) }

// Bounds of what is read.
const (
	maxSize    = 64 << 20 // bytes of a file
	maxFiles   = 1000
	maxOptions = 1_000_000 // of all issues together
)

// Read reads a scenario: one file of Parley's own, or the files of another tool. The
// error is an *Error, or that of bargain's Scenario.Check.
func Read(files []File) (*bargain.Scenario, []Repair, error) {
	if len(files) == 0 || len(files) > maxFiles {
		return nil, nil, fmt.Errorf("there are %d files: give one scenario, or a domain and a profile for each party", len(files))
	}
	r := reader{files: files}
	s, err := r.read()
	if err != nil {
		return nil, nil, err
	}
	if s.Name == "" {
		s.Name = stem(files[0].Name)
	}
	uniquify(s)
	if err := s.Check(); err != nil {
		return nil, nil, &Error{File: files[0].Name, Msg: err.Error(), Hint: "mend the file"}
	}
	return s, r.repairs, nil
}

// A reader reads files of one format.
type reader struct {
	files   []File
	repairs []Repair
}

func (r *reader) repair(file string, line int, format string, args ...any) {
	r.repairs = append(r.repairs, Repair{file, line, fmt.Sprintf(format, args...)})
}

// read recognises the format by how the first file begins.
func (r *reader) read() (*bargain.Scenario, error) {
	for _, f := range r.files {
		if len(f.Data) > maxSize {
			return nil, &Error{File: f.Name, Msg: "the file is too large", Hint: fmt.Sprintf("give at most %d MB", maxSize>>20)}
		}
	}
	first := r.files[0]
	start := bytes.TrimSpace(bytes.TrimPrefix(first.Data, []byte("\ufeff")))
	switch {
	case len(start) == 0:
		return nil, &Error{File: first.Name, Msg: "the file is empty", Hint: "give a scenario"}
	case start[0] == '<':
		return r.genius()
	case start[0] == '{':
		return r.json()
	case strings.HasSuffix(strings.ToLower(first.Name), ".csv"):
		if len(r.files) > 1 {
			return nil, &Error{File: r.files[1].Name, Msg: "a scenario in a table is one file", Hint: "give that file alone"}
		}
		return readCSV(first)
	}
	return r.negmas()
}

// stem is the name of a file without folder and ending.
func stem(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	return name
}

// uniquify numbers parties that have the same name.
func uniquify(s *bargain.Scenario) {
	seen := map[string]bool{}
	for i := range s.Parties {
		name := s.Parties[i].Name
		for n := 2; seen[s.Parties[i].Name]; n++ {
			s.Parties[i].Name = fmt.Sprintf("%s (%d)", name, n)
		}
		seen[s.Parties[i].Name] = true
	}
}

// number reads a whole number, a decimal or a fraction as the rational that it denotes.
func number(s string) (*big.Rat, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 200 || strings.Trim(s, "0123456789+-./eE") != "" || strings.Count(s, "/") > 1 {
		return nil, false
	}
	if e := strings.IndexAny(s, "eE"); e >= 0 && len(strings.TrimLeft(s[e+1:], "+-0")) > 3 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// times multiplies two numbers.
func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
