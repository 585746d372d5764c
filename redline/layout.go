package redline

import (
	"strconv"
	"strings"

	"parley/text"
)

// What the writers share: which rows are worth showing, where something moved
// away from, and how a row's story is told in words.

// here returns the side a row is shown by: the new one where it has it.
func (r *Row) here() *Side {
	if r.New != nil {
		return r.New
	}
	return r.Old
}

// shown says which rows a reader of the changes needs: those that changed,
// their neighbours, and what they stand under.
func (r *Redline) shown() []bool {
	out := make([]bool, len(r.Rows))
	for i := range r.Rows {
		if r.Rows[i].Class == Unchanged {
			continue
		}
		out[i] = true
		if i > 0 {
			out[i-1] = true
		}
		if i+1 < len(r.Rows) {
			out[i+1] = true
		}
	}
	depth := -1 // rows less deep than this stand over one that is shown
	for i := len(r.Rows) - 1; i >= 0; i-- {
		d := r.Rows[i].here().Depth
		switch {
		case out[i]:
			depth = max(depth, d)
		case d < depth:
			out[i], depth = true, d
		}
		if out[i] && d < depth {
			depth = d
		}
	}
	return out
}

// departures returns, by the row after which they stood (-1 for the start),
// the rows of what moved away.
func (r *Redline) departures() map[int][]int {
	rowOf := make(map[int]int)
	moved := false
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Old != nil && row.Class&Moved == 0 {
			rowOf[row.Old.Index] = i
		}
		moved = moved || row.Class&Moved != 0
	}
	if !moved {
		return nil
	}
	out := make(map[int][]int)
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Class&Moved == 0 || row.Old.Piece > 0 {
			continue
		}
		at := -1
		for k := row.Old.Index - 1; k >= 0; k-- {
			if j, ok := rowOf[k]; ok {
				at = j
				break
			}
		}
		out[at] = append(out[at], i)
	}
	return out
}

// departure says what moved away from one place and where to.
func (r *Redline) departure(rows []int) string {
	first := &r.Rows[rows[0]]
	s := first.name(first.Old)
	if n := len(rows) - 1; n == 1 {
		s += " and one more"
	} else if n > 1 {
		s += " and " + strconv.Itoa(n) + " more"
	}
	s += " moved"
	switch {
	case first.New.numbered() && first.New.Cite != first.Old.Cite:
		return s + " to " + first.New.Cite
	case first.Old.Index < first.New.Index:
		return s + " down"
	}
	return s + " up"
}

// note says in words what happened to the provision of row i that its own
// words do not show: where it came from, what it was a part of. What came along
// with the provision before it or above it is not told again.
func (r *Redline) note(i int) string {
	row := &r.Rows[i]
	var parts []string
	add := func(s ...string) { parts = append(parts, strings.Join(s, "")) }
	switch {
	case !row.Class.Has(Moved) || r.alongWithLast(i):
	case row.Old.numbered() && row.Old.Cite != row.New.Cite:
		add("moved from ", row.Old.Cite)
	default:
		add("moved here")
	}
	switch {
	case row.Class.Has(Split):
		add("split, part ", strconv.Itoa(row.Old.Piece+1), " of ", strconv.Itoa(row.Old.Of))
	case row.Class.Has(Merged):
		add("merged, part ", strconv.Itoa(row.New.Piece+1), " of ", strconv.Itoa(row.New.Of))
	}
	return strings.Join(parts, ", ")
}

// alongWithLast reports whether what moved in row i stood, in the old text,
// right after what moved in the row before.
func (r *Redline) alongWithLast(i int) bool {
	if i == 0 || !r.Rows[i-1].Class.Has(Moved) {
		return false
	}
	return r.Rows[i].Old.Index == r.Rows[i-1].Old.Index+1
}

// numbered reports whether the provision has a number of its own.
func (s *Side) numbered() bool { return text.Number(s.Label) != "" }

// labels returns what stands on either side for a label; "" where the row has
// no such side or a further piece.
func (r *Row) labels() (old, new string) {
	if r.Old != nil && r.Old.Piece == 0 {
		old = r.Old.Label
	}
	if r.New != nil && r.New.Piece == 0 {
		new = r.New.Label
	}
	return old, new
}

// excerptWords is how many words name a provision that has no number.
const excerptWords = 6

// name returns how to speak of the provision that row r holds on side s: by
// its number, or by how it begins.
func (r *Row) name(s *Side) string {
	if s.numbered() {
		return s.Cite
	}
	p := r.Heading
	if p.Ops == nil && p.Same == "" {
		p = r.Words
	}
	ts := p.tokens(0)
	if s == r.New {
		ts = p.tokens(1)
	}
	if len(ts) == 0 {
		return "an empty provision"
	}
	if len(ts) <= excerptWords {
		return "“" + text.Plain(text.Join(ts)) + "”"
	}
	return "“" + text.Plain(text.Join(ts[:excerptWords])) + " …”"
}
