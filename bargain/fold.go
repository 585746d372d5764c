package bargain

import (
	"context"
	"fmt"
	"slices"
	"sort"
)

// A folder adds groups of issues one by one to a cloud and keeps the efficient points.
// Dropping a point that another covers is safe: whatever is added to both, it stays
// covered. All that is dropped is strictly worse, so that counts stay exact.
type folder struct {
	*Problem
	ctx   context.Context
	limit int  // points at once
	all   bool // keep points that others cover too
}

// errLarge is the answer where a cloud outgrows the limit.
type errLarge struct{ points int }

func (e errLarge) Error() string {
	return fmt.Sprintf("there are more than %d efficient points to hold: allow more points, or an error (epsilon), or raise reservation values", e.points)
}

// plus is the efficient points among the sums of a point of one cloud and one of the
// other; need is the least row that is of use.
func (f *folder) plus(cur, options *cloud, need []uint64) (*cloud, error) {
	narrow := cur.limbs == 1
	switch {
	case f.all:
		return f.sums(cur, options, need)
	case cur.parties == 1:
		return f.plus1(cur, options, need)
	case cur.parties == 2 && narrow:
		return f.plus2(cur, options, need)
	case cur.parties == 3 && narrow:
		return f.plus3(cur, options, need)
	case cur.parties == 2:
		return f.plus2Wide(cur, options, need)
	}
	return f.plusMany(cur, options, need)
}

// push puts a sum at the end, or adds its count to the point there if they are the same.
func (c *cloud) push(row []uint64, cur, options *cloud, from, by int32) {
	n := c.len()
	at := (n - 1) * c.wide
	if n == 0 || compareWords(c.row(n-1), row) != 0 {
		c.rows = append(c.rows, row...)
		c.from, c.by = append(c.from, from), append(c.by, by)
		at = n * c.wide
		for range c.wide {
			c.counts = append(c.counts, 0)
		}
	}
	if c.wide == 1 {
		c.counts[at] += cur.counts[from] * options.counts[by]
		return
	}
	addProduct(c.counts[at:at+c.wide], cur.count(int(from)), options.count(int(by)))
}

// check returns an error if the cloud is too large or the time is up; steps counts
// calls.
func (f *folder) check(out *cloud, steps int) error {
	if steps&0xfff == 0 {
		if err := f.ctx.Err(); err != nil {
			return err
		}
	}
	if f.limit > 0 && out.len() > f.limit {
		return errLarge{f.limit}
	}
	return nil
}

// stop returns the error of a context that has ended.
func (f *folder) stop() error { return f.ctx.Err() }

func (f *folder) plus1(cur, options *cloud, need []uint64) (*cloud, error) {
	out := cur.like()
	s := newSums(cur, options)
	for row, from, by := s.top(); row != nil; row, from, by = s.top() {
		if out.len() > 0 && compareWords(out.row(0), row) != 0 || !covers(row, need, cur.limbs) {
			break
		}
		out.push(row, cur, options, from, by)
		s.next(from + 1)
	}
	return out, nil
}

// plus2 merges staircases: points come by the first party's utility, falling, and each
// list goes on where the second party gains.
func (f *folder) plus2(cur, options *cloud, need []uint64) (*cloud, error) {
	out := cur.like()
	s := newSums(cur, options)
	second := uint64(0) // the second party's best so far, and one more
	for steps := 1; ; steps++ {
		row, from, by := s.top()
		if row == nil || row[0] < need[0] {
			return out, nil
		}
		if err := f.check(out, steps); err != nil {
			return nil, err
		}
		n := out.len()
		same := n > 0 && out.rows[2*n-2] == row[0] && out.rows[2*n-1] == row[1]
		if same || row[1] >= max(second, need[1]) {
			out.push(row, cur, options, from, by)
			second = row[1] + 1
		}
		s.next(rising(cur, from+1, max(need[1], max(second, 1)-1), options.rows[2*by+1]))
	}
}

// rising is the first place in a staircase, from a place on, whose second number is with
// what is added at least least.
func rising(c *cloud, at int32, least, added uint64) int32 {
	n := int32(c.len())
	if at >= n || c.rows[2*at+1]+added >= least {
		return at
	}
	step := int32(1)
	for at+step < n && c.rows[2*(at+step)+1]+added < least {
		at += step
		step *= 2
	}
	end := min(n, at+step)
	return at + 1 + int32(sort.Search(int(end-at-1), func(i int) bool { return c.rows[2*(at+1+int32(i))+1]+added >= least }))
}

func (f *folder) plus2Wide(cur, options *cloud, need []uint64) (*cloud, error) {
	out := cur.like()
	s := newSums(cur, options)
	l := cur.limbs
	for steps := 1; ; steps++ {
		row, from, by := s.top()
		if row == nil {
			return out, nil
		}
		if err := f.check(out, steps); err != nil {
			return nil, err
		}
		n := out.len()
		if covers(row, need, l) && (n == 0 || compareWords(row[l:], out.row(n - 1)[l:]) > 0 || compareWords(row, out.row(n-1)) == 0) {
			out.push(row, cur, options, from, by)
		}
		s.next(from + 1)
	}
}

func (f *folder) plus3(cur, options *cloud, need []uint64) (*cloud, error) {
	out := cur.like()
	s := newSums(cur, options)
	var stair staircase
	for steps := 1; ; steps++ {
		row, from, by := s.top()
		if row == nil || row[0] < need[0] {
			return out, nil
		}
		if err := f.check(out, steps); err != nil {
			return nil, err
		}
		if row[1] >= need[1] && row[2] >= need[2] && (stair.add(row[1], row[2]) || out.len() > 0 && compareWords(out.row(out.len()-1), row) == 0) {
			out.push(row, cur, options, from, by)
		}
		s.next(from + 1)
	}
}

func (f *folder) plusMany(cur, options *cloud, need []uint64) (*cloud, error) {
	all, err := f.sums(cur, options, need)
	if err != nil {
		return nil, err
	}
	out, err := f.efficient(all)
	if err != nil {
		return nil, err
	}
	return out, f.check(out, 1)
}

// sums is every sum that is of use.
func (f *folder) sums(cur, options *cloud, need []uint64) (*cloud, error) {
	all := cur.like()
	s := newSums(cur, options)
	for steps := 1; ; steps++ {
		row, from, by := s.top()
		if row == nil {
			break
		}
		if steps&0xfff == 0 && f.ctx.Err() != nil {
			return nil, f.ctx.Err()
		}
		if f.all && all.len() > f.limit {
			return nil, errLarge{f.limit}
		}
		if covers(row, need, cur.limbs) {
			all.push(row, cur, options, from, by)
		}
		s.next(from + 1)
	}
	return all, nil
}

// efficient is the efficient points of a cloud.
func (f *folder) efficient(all *cloud) (*cloud, error) {
	if f.all {
		return all, nil
	}
	n := all.len()
	m := maxima{dims: all.parties, ranks: all.ranks(), out: make([]bool, n), stop: f.stop}
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	if m.dims <= 3 {
		m.one(rows)
	} else if err := m.all(rows); err != nil {
		return nil, err
	}
	return all.keep(func(i int) bool { return !m.out[i] }), nil
}

// keep is the cloud of those points for which a function says so.
func (c *cloud) keep(good func(i int) bool) *cloud {
	out := c.like()
	n := 0
	for i := range c.len() {
		if good(i) {
			n++
		}
	}
	out.rows = make([]uint64, 0, n*c.width())
	out.counts = make([]uint64, 0, n*c.wide)
	out.from, out.by = make([]int32, 0, n), make([]int32, 0, n)
	for i := range c.len() {
		if good(i) {
			out.rows = append(out.rows, c.row(i)...)
			out.counts = append(out.counts, c.count(i)...)
			out.from, out.by = append(out.from, c.from[i]), append(out.by, c.by[i])
		}
	}
	return out
}

// ranks gives each number of each row its place among those of its party: the number
// itself where it is small.
func (c *cloud) ranks() []int32 {
	n := c.len()
	out := make([]int32, n*c.parties)
	for party := range c.parties {
		if !c.small(party, out) {
			c.sorted(party, out)
		}
	}
	return out
}

// small writes a party's numbers as ranks; it reports false if one is too large.
func (c *cloud) small(party int, out []int32) bool {
	if c.limbs > 1 {
		return false
	}
	for i := party; i < len(c.rows); i += c.parties {
		if c.rows[i] > 1<<30 {
			return false
		}
		out[i] = int32(c.rows[i])
	}
	return true
}

func (c *cloud) sorted(party int, out []int32) {
	words := func(i int32) []uint64 {
		start := int(i)*c.width() + party*c.limbs
		return c.rows[start : start+c.limbs]
	}
	order := make([]int32, c.len())
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return compareWords(words(a), words(b)) })
	rank := int32(0)
	for n, i := range order {
		if n > 0 && compareWords(words(i), words(order[n-1])) != 0 {
			rank++
		}
		out[int(i)*c.parties+party] = rank
	}
}

// one sweeps over rows of at most three dimensions that fall in lexicographic order.
func (m *maxima) one(rows []int32) {
	m.stair.reset()
	rank := func(row int32, dim int) uint64 {
		if dim >= m.dims {
			return 0
		}
		return uint64(m.rank(row, dim))
	}
	for _, r := range rows {
		m.out[r] = !m.stair.add(rank(r, 1), rank(r, 2))
	}
}
