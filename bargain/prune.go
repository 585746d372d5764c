package bargain

import (
	"math"
	"math/big"
	"slices"
)

// A pruner drops prefixes of a group's packages that lead to nothing efficient. For some
// weights of the parties it bounds what a prefix can still come to, by shares: the bonus
// of a box is shared out among its sides, and each issue may then be settled by itself
// as if a share were earned by its side alone. Any shares give a bound; those that give
// a low one are found by subgradient steps on this Lagrangian dual (Held and Karp, "The
// traveling-salesman problem and minimum spanning trees: part II", 1971). Floating point
// chooses the shares, whole numbers do the bounding.
type pruner struct {
	w      *walk
	bounds []*sharing
	known  [][]int64 // rows of good packages, none covered by another
	// goals are, for two parties, the rows of which a prefix must be able to reach one;
	// heights are what each bound makes of them.
	goals   [][]int64
	heights [][]int64
	left    []int // room for goals that are within reach
}

// A sharing is a bound for weights of the parties.
type sharing struct {
	weights []int64
	worth   []int64     // of each box's bonus, weighted; 0 if nobody gains by it
	spared  []int64     // of each box's penalty, weighted
	shares  [][]int64   // by box and depth; together, a box's worth
	past    [][]int64   // by box and depth: shares of the sides up to there
	points  [][]int64   // by depth and class: the best weighted points of its options
	holds   [][][]int32 // by depth and class: boxes that have a side here and hold it
}

const (
	rounds   = 1500 // of subgradient steps
	mostBits = 60   // of a weighted sum
)

// prunes reports whether a pruner is of use, and numbers are small enough for one.
func (w *walk) prunes() bool {
	if w.all || w.limbs > 1 || len(w.g.boxes) == 0 {
		return false
	}
	for i := range w.s.Parties {
		if w.g.spread(i).BitLen()+bitsOf(len(w.s.Parties))+4 > mostBits {
			return false
		}
	}
	return true
}

// newPruner makes a pruner for a walk.
func (w *walk) newPruner() *pruner {
	parties := len(w.s.Parties)
	ranges, most := make([]int64, parties), int64(1)
	for i := range ranges {
		ranges[i] = max(1, w.g.spread(i).Int64())
		most = max(most, ranges[i])
	}
	p := &pruner{w: w}
	for _, mix := range mixes(parties) {
		weights := make([]int64, parties)
		for i, x := range mix {
			weights[i] = x
			if !slices.Contains(mix, 0) {
				weights[i] = x * (most / ranges[i])
			}
		}
		p.bounds = append(p.bounds, p.share(weights))
	}
	p.aim()
	return p
}

func bitsOf(n int) int { return big.NewInt(int64(n)).BitLen() }

// mixes are the weights that are bounded by: each party alone and all together, two
// parties also in between.
func mixes(parties int) [][]int64 {
	var out [][]int64
	for i := range parties {
		one := make([]int64, parties)
		one[i] = 1
		out = append(out, one)
	}
	if parties == 2 {
		return append(out, []int64{1, 1}, []int64{2, 1}, []int64{1, 2}, []int64{5, 1}, []int64{1, 5})
	}
	if parties > 1 {
		out = append(out, slices.Repeat([]int64{1}, parties))
	}
	return out
}

func weighted(weights []int64, row []*big.Int) int64 {
	sum := int64(0)
	for i, n := range row {
		sum += weights[i] * n.Int64()
	}
	return sum
}

// share makes a bound for weights.
func (p *pruner) share(weights []int64) *sharing {
	w, depths := p.w, len(p.w.order)
	s := &sharing{weights: weights, points: make([][]int64, depths), holds: make([][][]int32, depths)}
	for _, b := range w.g.boxes {
		gain, spare := int64(0), int64(0)
		for party, n := range b.bonus {
			if x := weights[party] * n.Int64(); x > 0 {
				gain += x
			} else {
				spare -= x
			}
		}
		s.worth, s.spared = append(s.worth, gain), append(s.spared, spare)
	}
	for depth, position := range w.order {
		for _, c := range w.classes[depth] {
			best := int64(math.MinInt64)
			for i := range c.cloud.len() {
				best = max(best, weighted(weights, c.cloud.numbers(i)))
			}
			var holds []int32
			for i, b := range w.g.boxes {
				if b.sides[position] != nil && c.in[i] && s.worth[i] > 0 {
					holds = append(holds, int32(i))
				}
			}
			s.points[depth], s.holds[depth] = append(s.points[depth], best), append(s.holds[depth], holds)
		}
	}
	p.descend(s)
	s.past = make([][]int64, len(s.shares))
	for i, shares := range s.shares {
		s.past[i] = make([]int64, depths)
		sum := int64(0)
		for depth, x := range shares {
			sum += x
			s.past[i][depth] = sum
		}
	}
	return s
}

// descend finds the shares, and offers the packages that it comes by.
func (p *pruner) descend(s *sharing) {
	sides := make([][]int, len(s.worth)) // by box: depths
	shares := make([][]float64, len(s.worth))
	mean := 0.0
	for i, b := range p.w.g.boxes {
		shares[i] = make([]float64, len(p.w.order))
		for depth, position := range p.w.order {
			if b.sides[position] != nil {
				sides[i] = append(sides[i], depth)
			}
		}
		for _, depth := range sides[i] {
			shares[i][depth] = float64(s.worth[i]) / float64(len(sides[i]))
		}
		mean += float64(s.worth[i]) / float64(len(s.worth))
	}
	least, value := shares, math.Inf(1)
	for round := range rounds {
		chosen, sum := s.settle(shares)
		if sum < value {
			value = sum
			least = make([][]float64, len(shares))
			for i := range shares {
				least[i] = slices.Clone(shares[i])
			}
		}
		if round%100 == 0 || round == rounds-1 {
			p.offer(s, slices.Clone(chosen))
		}
		step := mean / 2 / math.Sqrt(float64(round+1))
		for i := range shares {
			p.shift(i, sides[i], shares[i], chosen, step)
		}
	}
	s.shares = make([][]int64, len(least))
	for i, x := range least {
		s.shares[i] = make([]int64, len(x))
		left := s.worth[i]
		for _, depth := range sides[i] {
			s.shares[i][depth] = min(left, int64(math.Round(x[depth])))
			left -= s.shares[i][depth]
		}
		s.shares[i][sides[i][0]] += left
	}
}

// settle chooses at each depth the class with the most points and shares.
func (s *sharing) settle(shares [][]float64) (chosen []int, sum float64) {
	chosen = make([]int, len(s.points))
	for depth, points := range s.points {
		best := math.Inf(-1)
		for c, x := range points {
			v := float64(x)
			for _, i := range s.holds[depth][c] {
				v += shares[i][depth]
			}
			if v > best {
				best, chosen[depth] = v, c
			}
		}
		sum += best
	}
	return chosen, sum
}

// shift moves shares of a box from the sides that hold what is chosen to the others.
func (p *pruner) shift(i int, sides []int, shares []float64, chosen []int, step float64) {
	in := 0
	for _, depth := range sides {
		if p.w.classes[depth][chosen[depth]].in[i] {
			in++
		}
	}
	if in == 0 || in == len(sides) {
		return
	}
	moved := 0.0
	for _, depth := range sides {
		if p.w.classes[depth][chosen[depth]].in[i] {
			x := min(step/float64(in), shares[depth])
			shares[depth] -= x
			moved += x
		}
	}
	for _, depth := range sides {
		if !p.w.classes[depth][chosen[depth]].in[i] {
			shares[depth] += moved / float64(len(sides)-in)
		}
	}
}

// offer improves a package, class by class, and takes its row in if it is a good one.
func (p *pruner) offer(s *sharing, chosen []int) {
	best, value := p.row(s, chosen)
	for better := true; better; {
		better = false
		for depth, classes := range p.w.classes {
			for c := range classes {
				was := chosen[depth]
				chosen[depth] = c
				row, v := p.row(s, chosen)
				if row != nil && (best == nil || v > value) {
					best, value, better = row, v, true
					continue
				}
				chosen[depth] = was
			}
		}
	}
	if best != nil {
		p.remember(best)
	}
}

// know takes the row of a package in.
func (p *pruner) know(row []uint64) {
	best := make([]int64, len(row))
	for party, n := range row {
		best[party] = int64(n)
	}
	p.remember(best)
}

// remember takes a row in if none that is known covers it.
func (p *pruner) remember(best []int64) {
	if slices.ContainsFunc(p.known, func(x []int64) bool { return atLeast(x, best) }) {
		return
	}
	p.known = append(slices.DeleteFunc(p.known, func(x []int64) bool { return atLeast(best, x) }), best)
}

func atLeast(a, b []int64) bool {
	for i, x := range a {
		if x < b[i] {
			return false
		}
	}
	return true
}

// row is what the best package of these classes, by the weights, comes to, nil if it is
// forbidden.
func (p *pruner) row(s *sharing, chosen []int) (row []int64, value int64) {
	row = make([]int64, len(s.weights))
	for depth, c := range chosen {
		cloud := p.w.classes[depth][c].cloud
		at, most := 0, int64(math.MinInt64)
		for i := range cloud.len() {
			if v := weighted(s.weights, cloud.numbers(i)); v > most {
				at, most = i, v
			}
		}
		for party, n := range cloud.row(at) {
			row[party] += int64(n)
		}
	}
	for i := range p.w.g.boxes {
		b := &p.w.g.boxes[i]
		in := true
		for depth, c := range chosen {
			in = in && p.w.classes[depth][c].in[i]
		}
		if in && b.forbidden {
			return nil, 0
		}
		if !b.forbidden {
			for party, n := range b.worth(in) {
				row[party] += n.Int64()
			}
		}
	}
	for party, x := range row {
		value += s.weights[party] * x
	}
	return row, value
}

// aim finds, for two parties, what a prefix must come to to be of use: a row that is known,
// or, in a corner between such rows, the least that none of them covers.
func (p *pruner) aim() {
	if len(p.w.s.Parties) != 2 {
		return
	}
	slices.SortFunc(p.known, func(a, b []int64) int { return slices.Compare(a, b) })
	p.goals = slices.Clone(p.known)
	first := int64(0)
	for _, x := range p.known {
		p.goals = append(p.goals, []int64{first, x[1] + 1})
		first = x[0] + 1
	}
	p.goals = append(p.goals, []int64{first, 0})
	p.left = make([]int, 0, len(p.goals))
	p.heights = make([][]int64, len(p.bounds))
	for n, s := range p.bounds {
		for _, x := range p.goals {
			p.heights[n] = append(p.heights[n], s.weights[0]*x[0]+s.weights[1]*x[1])
		}
	}
}

// A rest is what can still come in a state after a depth, by bound; each is computed when
// it is first needed.
type rest struct {
	depth int
	in    []bool
	most  []int64
}

// of is the most that can still come by the n-th bound.
func (r *rest) of(p *pruner, n int) int64 {
	for k := len(r.most); k <= n; k++ {
		r.most = append(r.most, p.bounds[k].more(r.depth, r.in))
	}
	return r.most[n]
}

func (s *sharing) more(depth int, in []bool) int64 {
	sum := int64(0)
	for i, x := range in {
		if x {
			sum += s.past[i][depth] + s.spared[i]
		}
	}
	for d := depth + 1; d < len(s.points); d++ {
		best := int64(math.MinInt64)
		for c, v := range s.points[d] {
			for _, i := range s.holds[d][c] {
				if in[i] {
					v += s.shares[i][d]
				}
			}
			best = max(best, v)
		}
		sum += best
	}
	return sum
}

// useful reports whether a prefix with this row may lead to something efficient.
func (p *pruner) useful(row []uint64, r *rest) bool {
	if len(p.goals) == 0 {
		return p.uncovered(row, r)
	}
	left := p.left[:0]
	for at := range p.goals {
		left = append(left, at)
	}
	for n, s := range p.bounds {
		bound := s.weigh(row) + r.of(p, n)
		left = slices.DeleteFunc(left, func(at int) bool { return p.heights[n][at] > bound })
		if len(left) == 0 {
			return false
		}
	}
	return true
}

// uncovered reports whether no package that is known gives everyone as much as a prefix
// can come to, and one of them more. The first bounds are those of each party alone.
func (p *pruner) uncovered(row []uint64, r *rest) bool {
	most := make([]int64, len(row))
	for party, n := range row {
		most[party] = int64(n) + r.of(p, party)
	}
	return !slices.ContainsFunc(p.known, func(x []int64) bool { return atLeast(x, most) && !slices.Equal(x, most) })
}

// weigh is the weighted sum of a row.
func (s *sharing) weigh(row []uint64) int64 {
	sum := int64(0)
	for party, w := range s.weights {
		sum += w * int64(row[party])
	}
	return sum
}
