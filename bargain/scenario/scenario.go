// Package scenario reads bargaining scenarios from files and writes them.
//
// Read tells the format from the content. Parley has two of its own:
//
// JSON, one file that holds all a scenario can say; Schema describes it. A number is
// a JSON number, or a fraction in a string; an interval is a list of its two ends.
//
//	{"name": "River", "issues": [{"name": "Dam", "options": ["high", "low"]}],
//	 "parties": [{"name": "Aldoria", "scores": {"Dam": {"high": 10, "low": "1/3"}},
//	   "reservation": 2, "redLines": [{"Dam": ["low"]}]}],
//	 "forbidden": []}
//
// CSV, one table for a spreadsheet, where no score depends on two issues at once. A row
// is an option, a column a party:
//
//	issue,option,Aldoria,Brennland
//	Dam,high,10,0..2
//	Dam,low,4!,7.5
//	Tolls,none,#1=6,
//	Tolls,shared,#2,
//	reservation,,2,3
//
// A cell is a number, an interval (0..2) or a rank (#1; the best also says what it is
// worth). "!" after it, or alone, is a red line. Where all cells of an issue are empty
// the issue counts for nothing. The rows "reservation" and "base" may be left out. Tabs
// or semicolons may stand for the commas.
//
// From research tools it reads a file for the domain, where there is one, and one for
// each party, in any order of domain and parties: Genius XML (discrete and integer
// issues, hyper-rectangles), GeniusWeb JSON, NegoLog JSON and NegMAS YAML. Discounts are
// left out. A utility in Genius is not capped at 1.
//
// A decimal is read as the rational that it denotes. What is wrong in a file and can be
// meant in one way only is repaired, and the repair is reported.
package scenario

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"parley/bargain"
)

// A File is what is read.
type File struct {
	Name string // as the person gave it
	Data []byte
}

// Bounds of what is read.
const (
	maxSize    = 16 << 20 // bytes of all files
	maxFiles   = 1000
	maxIssues  = 10_000
	maxOptions = 1_000_000 // of an issue
	maxCells   = 2_000_000 // options, scores, and options in combinations, of all together
)

// Read reads a scenario from one file of Parley's own, or from the files of another
// tool. The error is an *Error.
func Read(files []File) (*bargain.Scenario, []Repair, error) {
	if len(files) == 0 || len(files) > maxFiles {
		return nil, nil, &Error{Msg: fmt.Sprintf("%d files are no scenario", len(files)), Hint: "give one scenario, or a domain and a file for each party"}
	}
	r := reader{files: slices.Clone(files)}
	s, err := r.read()
	if err != nil {
		return nil, nil, err
	}
	if err := s.Check(); err != nil {
		what, hint := err.Error(), ""
		if at := strings.LastIndex(what, ": "); at >= 0 {
			what, hint = what[:at], what[at+2:]
		}
		return nil, nil, &Error{File: r.files[0].Name, Msg: what, Hint: hint}
	}
	return s, r.repairs, nil
}

// A reader reads the files of one scenario.
type reader struct {
	files   []File
	repairs []Repair
	cells   int
}

func (r *reader) repair(file string, line int, format string, args ...any) {
	r.repairs = append(r.repairs, Repair{file, line, fmt.Sprintf(format, args...)})
}

// spend refuses a scenario that outgrows the bounds.
func (r *reader) spend(file string, line, cells int) error {
	if r.cells += cells; r.cells > maxCells {
		return &Error{file, line, "the scenario is too large", fmt.Sprintf("keep to %d options and scores in all", maxCells)}
	}
	return nil
}

// settle refuses issues that are too many or share a name.
func settle(file string, line int, issues []bargain.Issue) error {
	if len(issues) > maxIssues {
		return &Error{file, line, fmt.Sprintf("there are %d issues", len(issues)), fmt.Sprintf("keep to %d", maxIssues)}
	}
	if name, twice := repeated(namesOf(issues)); twice {
		return &Error{file, line, fmt.Sprintf("two issues are named %q", name), "rename one"}
	}
	return nil
}

func namesOf(issues []bargain.Issue) []string {
	var out []string
	for _, issue := range issues {
		out = append(out, issue.Name)
	}
	return out
}

// repeated is a name that stands twice in the list, if one does.
func repeated(names []string) (string, bool) {
	seen := make(map[string]bool, len(names))
	for _, name := range names {
		if seen[name] {
			return name, true
		}
		seen[name] = true
	}
	return "", false
}

// read recognises the format by how the first file begins.
func (r *reader) read() (*bargain.Scenario, error) {
	size := 0
	for i, f := range r.files {
		if size += len(f.Data); size > maxSize {
			return nil, &Error{File: f.Name, Msg: "the files are too large", Hint: fmt.Sprintf("give at most %d MB", maxSize>>20)}
		}
		r.files[i].Data = r.decode(f)
	}
	first := r.files[0]
	start := bytes.TrimSpace(first.Data)
	switch {
	case len(start) == 0:
		return nil, &Error{File: first.Name, Msg: "the file is empty", Hint: "give a scenario"}
	case start[0] == '<':
		return r.genius()
	case start[0] != '{' && isTable(first):
		return r.table()
	}
	return r.trees()
}

// trees reads files of JSON or YAML.
func (r *reader) trees() (*bargain.Scenario, error) {
	roots := make([]*node, len(r.files))
	for i, f := range r.files {
		root, err := parse(f)
		if err != nil {
			return nil, err
		}
		if root.kind != table {
			return nil, root.errorf("write a map of what belongs to the scenario", "%v stands where a map should", root.kind)
		}
		roots[i] = root
	}
	switch {
	case roots[0].has("parties"):
		if len(roots) > 1 {
			return nil, &Error{File: r.files[1].Name, Msg: "a scenario of Parley's own is one file", Hint: "give that file alone"}
		}
		return r.own(roots[0])
	case roots[0].has("issuesValues"), roots[0].wraps("LinearAdditiveUtilitySpace"):
		return r.geniusWeb(roots)
	case roots[0].has("issueWeights"):
		return r.negoLog(roots)
	case roots[0].has("issues"), roots[0].has("type"), roots[0].has("ufun"), roots[0].has("weights"):
		return r.negmas(roots)
	}
	return nil, roots[0].errorf("give a scenario of Parley (with \"issues\" and \"parties\"), GeniusWeb, NegoLog or NegMAS", "this is no scenario that is known")
}

// stem is the name of a file without folder and ending.
func stem(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	return name
}

// named gives parties the names of their files, numbered where two are the same.
func named(parties []bargain.Party, files []string) {
	seen := map[string]bool{}
	for i, file := range files {
		name := stem(file)
		for n := 2; seen[name]; n++ {
			name = fmt.Sprintf("%s (%d)", stem(file), n)
		}
		seen[name] = true
		parties[i].Name = name
	}
}
