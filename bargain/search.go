package bargain

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/big"
	"slices"
)

// A search finds the packages that are best by a goal without the frontier, by branch
// and bound (Land and Doig 1960). Gains are bounded from above by whole numbers, units,
// so that weights of the parties give a bound that is a sum over groups of issues: what
// a weighted sum cannot reach, no package does. What bounds do not rule out is compared
// exactly.
type search struct {
	ctx   context.Context
	parts []*solved  // in the order in which they are decided
	place []int      // where each of them stands among the problem's parts
	base  []*big.Int // per party, in 1/den: gain before any part counts
	limbs int
	goal  *goal
	limit int // tied points
	// enough, if given, says of gains that no better ones are looked for; sole, if not
	// negative, that only the greatest gain of a party is, not all that tie.
	enough func(gains []*big.Int) bool
	sole   int

	units  [][][]int64 // part, point, party: gain in units, rounded up
	start  []int64     // per party: base in units, rounded up
	most   [][]int64   // part, party: the best from this part on
	bounds []*bound
	each   []int64 // per party: units that a package of use must reach
	best   []*big.Int
	pkg    []int32 // a package with the best value, in the order of the problem's parts
	tied   []tie
	tops   []*big.Int     // of a sole party: the most that each part and those after it give
	index  map[string]int // of tied, by their row

	chosen []int32
	next   [][]int64 // per depth: the sums of the bounds after it
	steps  int
}

// A bound is weights of the parties, with each part's points by their weighted units.
type bound struct {
	weights []int64
	value   [][]int64 // part, point
	sorted  [][]int32 // part: points, the best first
	most    []int64   // part: the most that this part and those after it reach
	start   int64
	need    int64 // what a package of use must reach
}

// A tie is a point with the best value.
type tie struct {
	row    []uint64
	gains  []*big.Int
	chosen []int32
	count  *big.Int
}

const (
	unitBits   = 40 // the greatest gain in units
	weightBits = 18 // the greatest weight
	sumBits    = 21 // all weights together; with a tilted one and the units it fits 63 bits
	tilting    = 3
)

// run does the search; it begins with these packages, beside those that it guesses.
func (s *search) run(known ...[]int32) error {
	s.index = map[string]int{}
	s.measure()
	s.guess(known)
	s.arrange()
	s.tighten()
	if s.done() {
		return nil
	}
	n := len(s.start)
	gains := make([]int64, (len(s.parts)+1)*n)
	copy(gains, s.start)
	rows := make([]uint64, (len(s.parts)+1)*n*s.limbs)
	sums := make([]int64, len(s.bounds))
	for i, b := range s.bounds {
		sums[i] = b.start
	}
	s.next = make([][]int64, len(s.parts))
	for depth := range s.next {
		s.next[depth] = make([]int64, len(s.bounds))
	}
	if err := s.descend(0, gains, rows, sums); err != nil && !errors.Is(err, errEnough) {
		return err
	}
	return nil
}

// errEnough ends a search that has what it looks for.
var errEnough = errors.New("enough")

func (s *search) done() bool { return s.enough != nil && s.best != nil && s.enough(s.best) }

// measure turns gains into units, rounded up.
func (s *search) measure() {
	n := len(s.base)
	s.start, s.each = make([]int64, n), make([]int64, n)
	for party := range n {
		s.start[party] = s.goal.units(party, s.base[party])
	}
	s.units = make([][][]int64, len(s.parts))
	for i, part := range s.parts {
		s.units[i] = make([][]int64, part.cloud.len())
		for k := range s.units[i] {
			row := part.cloud.row(k)
			s.units[i][k] = make([]int64, n)
			for party := range n {
				s.units[i][k][party] = s.goal.units(party, number(row[party*s.limbs:(party+1)*s.limbs]))
			}
		}
	}
}

// bound makes a bound of weights.
func (s *search) bound(weights []int64) *bound {
	b := &bound{weights: weights, most: make([]int64, len(s.units)+1)}
	for party, w := range weights {
		b.start += w * s.start[party]
	}
	for _, points := range s.units {
		value, sorted := make([]int64, len(points)), make([]int32, len(points))
		for k, units := range points {
			sorted[k] = int32(k)
			for party, w := range weights {
				value[k] += w * units[party]
			}
		}
		slices.SortFunc(sorted, func(x, y int32) int { return cmp.Compare(value[y], value[x]) })
		b.value, b.sorted = append(b.value, value), append(b.sorted, sorted)
	}
	b.total()
	return b
}

// total adds up what is the most from each part on.
func (b *bound) total() {
	for i := len(b.value) - 1; i >= 0; i-- {
		b.most[i] = b.most[i+1] + b.value[i][b.sorted[i][0]]
	}
}

// guess looks for weights that bound well and for good packages to begin with: gains
// move step by step towards the package that the weights of the moment prefer (Frank and
// Wolfe 1956). Floating point chooses here where to look, and nothing else.
func (s *search) guess(known [][]int32) {
	now := make([]float64, len(s.start))
	for party := range now {
		now[party] = float64(s.start[party])
		for _, points := range s.units {
			for _, units := range points {
				now[party] += float64(units[party]) / float64(len(points))
			}
		}
	}
	l := local{s: s, sum: make([]float64, len(now))}
	for _, chosen := range known {
		s.offer(chosen)
	}
	var least *bound
	value := math.Inf(1)
	for round := 0; round < s.goal.rounds() && (least == nil || !s.done()); round++ {
		b := s.bound(whole(s.goal.weigh(now, round)))
		if v := s.goal.reach(b); v < value {
			least, value = b, v
		}
		l.from(b.firsts())
		pace := 2 / float64(round+3)
		for party, sum := range l.sum {
			now[party] += pace * (sum - now[party])
		}
		if round%10 == 9 || round < 3 {
			l.improve()
			s.offer(l.chosen)
		}
	}
	s.bounds = append(s.bounds, least)
	if s.goal.kind != sum {
		s.tilt(least.weights)
	}
}

// tilt adds bounds by weights that stress each party in turn, or slight it: where those by
// which all packages are bounded best no longer bound what is left of a prefix.
func (s *search) tilt(weights []int64) {
	for party, w := range weights {
		for _, other := range []int64{w / tilting, w * tilting} {
			if w > 0 {
				tilted := slices.Clone(weights)
				tilted[party] = max(1, other)
				s.bounds = append(s.bounds, s.bound(tilted))
			}
		}
	}
}

// firsts is the package that the weights prefer.
func (b *bound) firsts() []int32 {
	out := make([]int32, len(b.sorted))
	for i, sorted := range b.sorted {
		out[i] = sorted[0]
	}
	return out
}

// whole scales weights to whole numbers, none of them 0 that was not.
func whole(weights []float64) []int64 {
	most := slices.Max(weights)
	out := make([]int64, len(weights))
	greatest := float64(min(1<<weightBits, 1<<sumBits/len(weights)))
	for i, w := range weights {
		if w > 0 {
			out[i] = max(1, int64(w/most*greatest))
		}
	}
	return out
}

// arrange puts those parts first whose choice the first bound tells apart best.
func (s *search) arrange() {
	b := s.bounds[0]
	order := indices(len(s.parts))
	regret := func(i int) int64 {
		if sorted := b.sorted[i]; len(sorted) > 1 {
			return b.value[i][sorted[0]] - b.value[i][sorted[1]]
		}
		return math.MaxInt64
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(regret(y), regret(x)) })
	s.place = order
	s.parts = pick(s.parts, order)
	s.units = pick(s.units, order)
	for _, b := range s.bounds {
		b.value, b.sorted = pick(b.value, order), pick(b.sorted, order)
		b.total()
	}
	n := len(s.start)
	s.most = make([][]int64, len(s.parts)+1)
	s.most[len(s.parts)] = make([]int64, n)
	for i := len(s.parts) - 1; i >= 0; i-- {
		s.most[i] = slices.Clone(s.most[i+1])
		for party := range n {
			best := s.units[i][0][party]
			for _, units := range s.units[i] {
				best = max(best, units[party])
			}
			s.most[i][party] += best
		}
	}
	s.chosen = make([]int32, len(s.parts))
	s.tops = make([]*big.Int, len(s.parts)+1)
	s.tops[len(s.parts)] = new(big.Int)
	for i := len(s.parts) - 1; i >= 0 && s.sole >= 0; i-- {
		s.tops[i] = new(big.Int).Add(s.tops[i+1], s.parts[i].cloud.most(s.sole))
	}
}

// unplace is the points of a package in the order of the problem's parts.
func (s *search) unplace(chosen []int32) []int32 {
	out := make([]int32, len(chosen))
	for i, n := range s.place {
		out[n] = chosen[i]
	}
	return out
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func pick[T any](list []T, order []int) []T {
	out := make([]T, len(order))
	for i, n := range order {
		out[i] = list[n]
	}
	return out
}

// tighten sets what bounds need after the best has changed.
func (s *search) tighten() {
	for _, b := range s.bounds {
		b.need = math.MinInt64
		if s.best != nil {
			b.need = s.goal.need(b.weights, s.best)
		} else if !s.goal.free {
			b.need = 0
		}
	}
	for party := range s.each {
		s.each[party] = s.goal.floor(party, s.best)
	}
}

// descend decides the parts from a depth on. Each slice holds the state of every depth
// one after the other, but for sums, which are those of the bounds.
func (s *search) descend(depth int, gains []int64, rows []uint64, sums []int64) error {
	if s.steps++; s.steps&0xfff == 0 {
		if err := s.ctx.Err(); err != nil {
			return err
		}
	}
	n, w := len(s.start), len(s.start)*s.limbs
	if depth == len(s.parts) {
		return s.leaf(rows[depth*w : (depth+1)*w])
	}
	now, then := gains[depth*n:(depth+1)*n], gains[(depth+1)*n:(depth+2)*n]
	for party, most := range s.most[depth] {
		if now[party]+most < s.each[party] {
			return nil
		}
	}
	if s.sole >= 0 && s.beaten(depth, rows[depth*w:(depth+1)*w]) {
		return nil
	}
	first := s.bounds[0]
	next := s.next[depth]
choices:
	for _, k := range first.sorted[depth] {
		if sums[0]+first.value[depth][k]+first.most[depth+1] < first.need {
			return nil
		}
		for i, b := range s.bounds {
			next[i] = sums[i] + b.value[depth][k]
			if next[i]+b.most[depth+1] < b.need {
				continue choices
			}
		}
		for party, units := range s.units[depth][k] {
			then[party] = now[party] + units
		}
		addRow(rows[(depth+1)*w:(depth+2)*w], rows[depth*w:(depth+1)*w], s.parts[depth].cloud.row(int(k)), s.limbs)
		s.chosen[depth] = k
		if err := s.descend(depth+1, gains, rows, next); err != nil {
			return err
		}
	}
	return nil
}

// beaten reports whether the sole party cannot have more than it has in the best.
func (s *search) beaten(depth int, row []uint64) bool {
	if s.best == nil {
		return false
	}
	n := number(row[s.sole*s.limbs : (s.sole+1)*s.limbs])
	n.Add(n, s.base[s.sole])
	return n.Add(n, s.tops[depth]).Cmp(s.best[s.sole]) <= 0
}

// leaf compares a package with the best.
func (s *search) leaf(row []uint64) error {
	gains := s.exact(row)
	if !s.goal.free && slices.ContainsFunc(gains, func(g *big.Int) bool { return g.Sign() < 0 }) {
		return nil
	}
	better := 1
	if s.best != nil {
		better = s.goal.compare(gains, s.best)
	}
	if better < 0 {
		return nil
	}
	if better > 0 {
		s.best, s.pkg = gains, s.unplace(s.chosen)
		s.tied, s.index = s.tied[:0], map[string]int{}
		s.tighten()
		if s.done() {
			return errEnough
		}
	}
	if s.sole >= 0 {
		return nil
	}
	return s.tie(row, gains)
}

// tie takes a package with the best value in.
func (s *search) tie(row []uint64, gains []*big.Int) error {
	count := big.NewInt(1)
	for i, k := range s.chosen {
		count.Mul(count, number(s.parts[i].cloud.count(int(k))))
	}
	key := string(wordsKey(row))
	if at, known := s.index[key]; known {
		s.tied[at].count.Add(s.tied[at].count, count)
		return nil
	}
	if len(s.tied) >= s.limit {
		return errLarge{s.limit}
	}
	s.index[key] = len(s.tied)
	s.tied = append(s.tied, tie{slices.Clone(row), gains, slices.Clone(s.chosen), count})
	return nil
}

func wordsKey(row []uint64) []byte {
	out := make([]byte, 0, 8*len(row))
	for _, w := range row {
		for i := range 8 {
			out = append(out, byte(w>>(8*i)))
		}
	}
	return out
}

// exact is the gains of a row, in 1/den.
func (s *search) exact(row []uint64) []*big.Int {
	out := make([]*big.Int, len(s.base))
	for party := range out {
		n := number(row[party*s.limbs : (party+1)*s.limbs])
		out[party] = n.Add(n, s.base[party])
	}
	return out
}

// offer takes a package as the best so far if it is.
func (s *search) offer(chosen []int32) {
	row := make([]uint64, len(s.base)*s.limbs)
	for i, k := range chosen {
		addRow(row, row, s.parts[i].cloud.row(int(k)), s.limbs)
	}
	gains := s.exact(row)
	if !s.goal.free && slices.ContainsFunc(gains, func(g *big.Int) bool { return g.Sign() < 0 }) {
		return
	}
	if s.best == nil || s.goal.compare(gains, s.best) > 0 {
		s.best, s.pkg = gains, slices.Clone(chosen)
	}
}

// local improves a package by changing one or two parts of it at a time.
type local struct {
	s      *search
	chosen []int32
	sum    []float64
}

func (l *local) from(chosen []int32) {
	l.chosen = slices.Clone(chosen)
	for party := range l.sum {
		l.sum[party] = float64(l.s.start[party])
		for i, k := range chosen {
			l.sum[party] += float64(l.s.units[i][k][party])
		}
	}
}

// pairs is how many pairs of changes are tried at most in one pass.
const pairs = 200_000

func (l *local) improve() {
	changes := 0
	for _, points := range l.s.units {
		changes += len(points)
	}
	for better := true; better; {
		better = l.ones()
		if !better && changes*changes/2 <= pairs {
			better = l.twos()
		}
	}
}

// ones tries each change of one part.
func (l *local) ones() bool {
	better := false
	value := l.s.goal.value(l.sum)
	trial := make([]float64, len(l.sum))
	for i := range l.chosen {
		for k := range l.s.units[i] {
			l.change(trial, l.sum, i, k)
			if v := l.s.goal.value(trial); v > value {
				value, better = v, true
				copy(l.sum, trial)
				l.chosen[i] = int32(k)
			}
		}
	}
	return better
}

// twos tries changes of two parts until one is better.
func (l *local) twos() bool {
	one := make([]float64, len(l.sum))
	for i := range l.chosen {
		for k := range l.s.units[i] {
			l.change(one, l.sum, i, k)
			if l.second(one, i) {
				l.chosen[i] = int32(k)
				return true
			}
		}
	}
	return false
}

// second tries, after a change of a part that led to one, a change of each part before it,
// until both together are better.
func (l *local) second(one []float64, part int) bool {
	value := l.s.goal.value(l.sum)
	two := make([]float64, len(one))
	for j := range part {
		for m := range l.s.units[j] {
			l.change(two, one, j, m)
			if l.s.goal.value(two) > value {
				copy(l.sum, two)
				l.chosen[j] = int32(m)
				return true
			}
		}
	}
	return false
}

// change writes to out the sum with another point of a part.
func (l *local) change(out, sum []float64, part, point int) {
	old, units := l.s.units[part][l.chosen[part]], l.s.units[part][point]
	for party := range out {
		out[party] = sum[party] + float64(units[party]-old[party])
	}
}
