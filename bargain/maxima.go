package bargain

import (
	"cmp"
	"slices"
	"sort"
)

// maxima marks those of distinct rows in falling lexicographic order that no other row
// covers. It divides the rows and filters the lower half by the upper one in one
// dimension less (Kung, Luccio and Preparata, "On finding the maxima of a set of
// vectors", 1975), down to three dimensions, which a sweep over a staircase answers.
//
// The rows are ranks: for each row, by dimension, a whole number.
type maxima struct {
	dims  int
	ranks []int32
	out   []bool // rows that another covers
	steps int
	stop  func() error
	stair staircase
}

func (m *maxima) rank(row int32, dim int) int32 { return m.ranks[int(row)*m.dims+dim] }

// all finds the rows that are covered, among these.
func (m *maxima) all(rows []int32) error {
	if len(rows) <= smallest {
		m.brute(rows)
		return nil
	}
	if m.steps++; m.steps%64 == 0 {
		if err := m.stop(); err != nil {
			return err
		}
	}
	half := len(rows) / 2
	if err := m.all(rows[:half]); err != nil {
		return err
	}
	if err := m.all(rows[half:]); err != nil {
		return err
	}
	return m.filter(m.left(rows[:half]), m.left(rows[half:]), 1)
}

// smallest is how many rows are compared each with each.
const smallest = 16

func (m *maxima) brute(rows []int32) {
	for i, low := range rows {
		for _, high := range rows[:i] {
			if !m.out[high] && m.covers(high, low, 1) {
				m.out[low] = true
				break
			}
		}
	}
}

// left copies the rows that are not covered.
func (m *maxima) left(rows []int32) []int32 {
	out := make([]int32, 0, len(rows))
	for _, r := range rows {
		if !m.out[r] {
			out = append(out, r)
		}
	}
	return out
}

func (m *maxima) covers(high, low int32, dim int) bool {
	a := m.ranks[int(high)*m.dims+dim : int(high+1)*m.dims]
	b := m.ranks[int(low)*m.dims+dim : int(low+1)*m.dims]
	for i, x := range a {
		if x < b[i] {
			return false
		}
	}
	return true
}

// filter finds the low rows that a high row covers from a dimension on.
func (m *maxima) filter(high, low []int32, dim int) error {
	if len(high) == 0 || len(low) == 0 {
		return nil
	}
	if len(high)*len(low) <= smallest*smallest {
		m.each(high, low, dim)
		return nil
	}
	if m.steps++; m.steps%64 == 0 {
		if err := m.stop(); err != nil {
			return err
		}
	}
	if m.dims-dim <= 3 {
		m.sweep(high, low, dim)
		return nil
	}
	middle, all := m.middle(high, low, dim)
	if all {
		return m.filter(high, low, dim+1)
	}
	highUp, highDown := m.split(high, dim, middle)
	lowUp, lowDown := m.split(low, dim, middle)
	if err := m.filter(highUp, lowUp, dim); err != nil {
		return err
	}
	if err := m.filter(highUp, m.left(lowDown), dim+1); err != nil {
		return err
	}
	return m.filter(highDown, m.left(lowDown), dim)
}

func (m *maxima) each(high, low []int32, dim int) {
	for _, l := range low {
		for _, h := range high {
			if m.covers(h, l, dim) {
				m.out[l] = true
				break
			}
		}
	}
}

// middle is a rank that splits the rows in a dimension; all reports that there is none,
// because all are the same.
func (m *maxima) middle(high, low []int32, dim int) (middle int32, all bool) {
	some := make([]int32, 0, 64)
	least := m.rank(high[0], dim)
	most := least
	for _, rows := range [][]int32{high, low} {
		step := max(1, len(rows)/32)
		for i, r := range rows {
			v := m.rank(r, dim)
			least, most = min(least, v), max(most, v)
			if i%step == 0 {
				some = append(some, v)
			}
		}
	}
	slices.Sort(some)
	middle = some[len(some)/2]
	if middle == least {
		middle = least + 1
	}
	return middle, least == most
}

// split parts the rows whose rank is at least the middle from the others.
func (m *maxima) split(rows []int32, dim int, middle int32) (up, down []int32) {
	for _, r := range rows {
		if m.rank(r, dim) >= middle {
			up = append(up, r)
		} else {
			down = append(down, r)
		}
	}
	return up, down
}

// sweep filters in the last dimensions, three at most.
func (m *maxima) sweep(high, low []int32, dim int) {
	falling := func(a, b int32) int { return cmp.Compare(m.rank(b, dim), m.rank(a, dim)) }
	slices.SortFunc(high, falling)
	slices.SortFunc(low, falling)
	second, third := m.dims-2, m.dims-1
	if dim > second {
		second = dim
	}
	m.stair.reset()
	h := 0
	for _, l := range low {
		for h < len(high) && m.rank(high[h], dim) >= m.rank(l, dim) {
			m.stair.add(uint64(m.rank(high[h], second)), uint64(m.rank(high[h], third)))
			h++
		}
		if m.stair.covers(uint64(m.rank(l, second)), uint64(m.rank(l, third))) {
			m.out[l] = true
		}
	}
}

// A staircase is a set of pairs of which none covers another, the first numbers falling
// and the second ones rising.
type staircase struct {
	steps []step
}

type step struct{ x, y uint64 }

func (s *staircase) reset() { s.steps = s.steps[:0] }

// up is the number of steps whose first number is at least x.
func (s *staircase) up(x uint64) int {
	return sort.Search(len(s.steps), func(i int) bool { return s.steps[i].x < x })
}

// covers reports whether a pair of the set has both numbers at least these.
func (s *staircase) covers(x, y uint64) bool {
	n := s.up(x)
	return n > 0 && s.steps[n-1].y >= y
}

// add puts a pair in and takes out those that it covers; it reports whether no pair of
// the set covers it.
func (s *staircase) add(x, y uint64) bool {
	n := s.up(x)
	if n > 0 && s.steps[n-1].y >= y {
		return false
	}
	start := n
	if n > 0 && s.steps[n-1].x == x {
		start--
	}
	end := start
	for end < len(s.steps) && s.steps[end].y <= y {
		end++
	}
	if end == start {
		s.steps = slices.Insert(s.steps, start, step{x, y})
		return true
	}
	s.steps[start] = step{x, y}
	s.steps = slices.Delete(s.steps, start+1, end)
	return true
}
