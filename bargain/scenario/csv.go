package scenario

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"path"
	"strconv"
	"strings"

	"parley/bargain"
)

// isTable reports whether a file is a table: its name ends so, or it begins with the
// heading.
func isTable(f File) bool {
	start := strings.ToLower(strings.TrimLeft(string(f.Data[:min(len(f.Data), 20)]), " \r\n\t\""))
	return strings.EqualFold(path.Ext(f.Name), ".csv") || strings.HasPrefix(start, "issue") && strings.ContainsAny(start, ",;\t")
}

// table reads Parley's own CSV.
func (r *reader) table() (*bargain.Scenario, error) {
	f := r.files[0]
	if len(r.files) > 1 {
		return nil, &Error{File: r.files[1].Name, Msg: "a scenario in a table is one file", Hint: "give that file alone"}
	}
	rows := csv.NewReader(bytes.NewReader(f.Data))
	rows.Comma = separator(f.Data)
	t := tableReader{reader: r, file: f.Name, rows: rows, s: &bargain.Scenario{Name: stem(f.Name)}, at: map[string]int{}}
	if err := t.heading(); err != nil {
		return nil, err
	}
	for {
		row, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = t.row(row)
		}
		if err != nil {
			return nil, err
		}
	}
	return t.s, t.finish()
}

// separator is what parts the first two cells of the heading.
func separator(data []byte) rune {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	if at := bytes.IndexAny(line, ",;\t"); at >= 0 {
		return rune(line[at])
	}
	return ','
}

// A tableReader reads the rows of a table.
type tableReader struct {
	*reader
	file  string
	rows  *csv.Reader
	line  int
	s     *bargain.Scenario
	at    map[string]int // issues by name
	cells [][][]cell     // by party, issue and option
	wrote []int          // by issue: the line that named it first
}

// A cell is what a party says of an option.
type cell struct {
	empty bool
	score bargain.Score
	rank  int      // from 1; 0: none
	top   *big.Rat // of the first rank, where it says so
	red   bool
}

func (t *tableReader) errorf(hint, format string, args ...any) error {
	return &Error{t.file, t.line, fmt.Sprintf(format, args...), hint}
}

func (t *tableReader) next() ([]string, error) {
	row, err := t.rows.Read()
	var broken *csv.ParseError
	switch {
	case errors.As(err, &broken) && errors.Is(err, csv.ErrFieldCount):
		t.line = broken.StartLine
		return nil, t.errorf("give each row as many cells as the heading", "the row has %d cells", len(row))
	case errors.As(err, &broken):
		t.line = broken.Line
		return nil, t.errorf("mend the quotes", "this is no CSV: %v", broken.Err)
	case err == nil:
		t.line, _ = t.rows.FieldPos(0)
	}
	return row, err
}

func (t *tableReader) heading() error {
	row, err := t.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	t.line = max(t.line, 1)
	if len(row) < 3 || !strings.EqualFold(row[0], "issue") || !strings.EqualFold(row[1], "option") {
		return t.errorf("begin it with issue,option and the names of the parties", "the table has no heading")
	}
	if name, twice := repeated(row[2:]); twice {
		return t.errorf("rename one", "two parties are named %q", name)
	}
	for _, name := range row[2:] {
		t.s.Parties = append(t.s.Parties, bargain.Party{Name: name})
	}
	t.cells = make([][][]cell, len(t.s.Parties))
	return nil
}

func (t *tableReader) row(row []string) error {
	if err := t.spend(t.file, t.line, len(row)); err != nil {
		return err
	}
	if row[1] == "" {
		return t.extra(row)
	}
	i, known := t.at[row[0]]
	if !known {
		i = len(t.s.Issues)
		t.at[row[0]] = i
		t.s.Issues = append(t.s.Issues, bargain.Issue{Name: row[0]})
		t.wrote = append(t.wrote, t.line)
		for p := range t.cells {
			t.cells[p] = append(t.cells[p], nil)
		}
	}
	t.s.Issues[i].Options = append(t.s.Issues[i].Options, row[1])
	for p, text := range row[2:] {
		c, err := t.cell(text)
		if err != nil {
			return err
		}
		t.cells[p][i] = append(t.cells[p][i], c)
	}
	return nil
}

// extra reads a row that is no option.
func (t *tableReader) extra(row []string) error {
	if row[0] != "reservation" && row[0] != "base" {
		return t.errorf("name an option, or write reservation or base", "the row of %q names no option", short(row[0]))
	}
	for p, text := range row[2:] {
		to := &t.s.Parties[p].Reservation
		if row[0] == "base" {
			to = &t.s.Parties[p].Base
		}
		if *to != nil {
			return t.errorf("remove one", "party %q has a second %s", t.s.Parties[p].Name, row[0])
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		x, err := t.number(text)
		if err != nil {
			return err
		}
		*to = x
	}
	return nil
}

func (t *tableReader) number(text string) (*big.Rat, error) {
	x, ok := Number(text)
	if !ok {
		return nil, t.errorf("write a whole number, a decimal with a point, a fraction (1/3), an interval (0..2) or a rank (#1)", "%q is no number", short(text))
	}
	return x, nil
}

func (t *tableReader) cell(text string) (c cell, err error) {
	text = strings.TrimSpace(text)
	if text, c.red = strings.CutSuffix(text, "!"); c.red {
		text = strings.TrimSpace(text)
	}
	low, high, interval := strings.Cut(text, "..")
	rank, ranked := strings.CutPrefix(text, "#")
	switch {
	case text == "":
		c.empty = true
	case ranked:
		return c, t.rank(rank, &c)
	case interval:
		if c.score.Low, err = t.number(low); err != nil {
			return c, err
		}
		if c.score.High, err = t.number(high); err == nil && c.score.Low.Cmp(c.score.High) > 0 {
			err = t.errorf("write the lower end first", "the interval %s is empty", short(text))
		}
	default:
		var x *big.Rat
		x, err = t.number(text)
		c.score = bargain.Points(x)
	}
	return c, err
}

// rank reads 1=20 or 2.
func (t *tableReader) rank(text string, c *cell) (err error) {
	place, top, given := strings.Cut(text, "=")
	if c.rank, err = strconv.Atoi(strings.TrimSpace(place)); err != nil || c.rank < 1 || given && c.rank != 1 {
		return t.errorf("write #1=20 (the best, and what it is worth), #2, #3 and so on", "%q is no rank", short("#"+text))
	}
	if given {
		c.top, err = t.number(top)
	}
	return err
}

// finish makes scores, rankings and red lines of the cells.
func (t *tableReader) finish() error {
	if err := settle(t.file, 1, t.s.Issues); err != nil {
		return err
	}
	for p := range t.cells {
		for i, cells := range t.cells[p] {
			t.line = t.wrote[i]
			if name, twice := repeated(t.s.Issues[i].Options); twice && p == 0 {
				return t.errorf("rename one", "issue %q has the option %q twice", t.s.Issues[i].Name, name)
			}
			if err := t.sort(&t.s.Parties[p], i, cells); err != nil {
				return err
			}
		}
	}
	return nil
}

// sort makes a party's cells of an issue scores or a ranking.
func (t *tableReader) sort(p *bargain.Party, issue int, cells []cell) error {
	ranks, empty := 0, 0
	for o, c := range cells {
		if c.red {
			p.RedLines = append(p.RedLines, bargain.Box{{Issue: issue, Options: []int{o}}})
		}
		if c.rank > 0 {
			ranks++
		}
		if c.empty {
			empty++
		}
	}
	p.Scores = append(p.Scores, nil)
	switch {
	case empty == len(cells):
		return nil
	case ranks > 0 && ranks < len(cells):
		return t.errorf("rank all options, or score all", "party %q ranks %d of the %d options of issue %q", p.Name, ranks, len(cells), t.s.Issues[issue].Name)
	case ranks > 0:
		return t.ranking(p, issue, cells)
	}
	scores := make([]bargain.Score, len(cells))
	for o, c := range cells {
		if scores[o] = c.score; c.empty && c.red {
			scores[o] = bargain.Points(new(big.Rat)) // never taken
		} else if c.empty {
			return t.errorf("score each, or none where the issue counts for nothing", "party %q does not score the option %q of issue %q", p.Name, t.s.Issues[issue].Options[o], t.s.Issues[issue].Name)
		}
	}
	p.Scores[issue] = scores
	return nil
}

func (t *tableReader) ranking(p *bargain.Party, issue int, cells []cell) error {
	r := bargain.Ranking{Issue: issue, Best: make([][]int, len(cells))}
	for o, c := range cells {
		if c.rank > len(cells) {
			return t.errorf("count ranks from 1", "party %q gives rank %d to one of %d options of issue %q", p.Name, c.rank, len(cells), t.s.Issues[issue].Name)
		}
		if c.top != nil && r.Top != nil && c.top.Cmp(r.Top) != 0 {
			return t.errorf("write it once", "party %q gives the best options of issue %q two worths", p.Name, t.s.Issues[issue].Name)
		}
		if c.top != nil {
			r.Top = c.top
		}
		r.Best[c.rank-1] = append(r.Best[c.rank-1], o)
	}
	for len(r.Best[len(r.Best)-1]) == 0 {
		r.Best = r.Best[:len(r.Best)-1]
	}
	for n, group := range r.Best {
		if len(group) == 0 {
			return t.errorf("leave no rank out", "party %q gives rank %d to no option of issue %q", p.Name, n+1, t.s.Issues[issue].Name)
		}
	}
	if r.Top == nil {
		return t.errorf("write it as #1=20", "party %q does not say what its best option of issue %q is worth", p.Name, t.s.Issues[issue].Name)
	}
	p.Rankings = append(p.Rankings, r)
	return nil
}
