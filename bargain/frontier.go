package bargain

import (
	"context"
	"math/big"
)

// Limits bound what a computation may take, beside its context.
type Limits struct {
	// Points is how many efficient points may be held at once; 0 is DefaultPoints.
	Points int
	// Epsilon is by how much of each party's range an answer may be off where an exact
	// one would take more points; nil or 0 is not at all.
	Epsilon *big.Rat
}

// DefaultPoints is how many efficient points a computation holds at once if nothing
// else is asked: for four parties half a gigabyte.
const DefaultPoints = 4_000_000

func (l Limits) points() int {
	if l.Points > 0 {
		return l.Points
	}
	return DefaultPoints
}

// A Frontier is the Pareto frontier: the distinct utility points that no package beats,
// the first party's utility falling.
type Frontier struct {
	p      *Problem
	parts  []*solved // in the order in which they were added
	trails []trail   // of each part, which of its points, and after which point before
	cloud  *cloud
}

// A Point of the frontier.
type Point struct {
	Utilities []*big.Rat // by party
	Package   Package    // one that reaches it
	Count     *big.Int   // of the packages that reach it
}

// Frontier is the efficient packages: what no party's gain can better without another's
// loss, before reservation values. The error is that of the context, or says what to
// relax where the frontier outgrows the limits.
func (p *Problem) Frontier(ctx context.Context, l Limits) (*Frontier, error) {
	return p.above(ctx, l, nil)
}

// above is the part of the frontier where every party has at least its floor, in 1/den;
// nil floors are none.
func (p *Problem) above(ctx context.Context, l Limits, floors []*big.Int) (*Frontier, error) {
	f := folder{Problem: p, ctx: ctx, limit: l.points()}
	out := &Frontier{p: p, cloud: p.one()}
	if p.barred {
		out.cloud = out.cloud.like()
		return out, nil
	}
	parts, err := f.solveAll()
	if err != nil {
		return nil, err
	}
	out.parts = parts
	needs := p.needs(out.parts, floors)
	for i, part := range out.parts {
		next, err := f.plus(out.cloud, part.cloud, needs[i])
		if err != nil {
			return nil, err
		}
		out.trails = append(out.trails, trail{next.from, next.by})
		out.cloud = next
	}
	return out, nil
}

// solveAll is the efficient points of each group, computed once.
func (f *folder) solveAll() ([]*solved, error) {
	f.memo.Lock()
	defer f.memo.Unlock()
	if f.done != nil {
		return f.done, nil
	}
	out := make([]*solved, len(f.groups))
	for i := range f.groups {
		part, err := f.solve(&f.groups[i])
		if err != nil {
			return nil, err
		}
		out[i] = part
	}
	f.done = out
	return out, nil
}

// needs is, after each part, the least that a point must have to reach the floors.
func (p *Problem) needs(parts []*solved, floors []*big.Int) [][]uint64 {
	out := make([][]uint64, len(parts))
	left := make([]*big.Int, len(p.s.Parties))
	for i := range left {
		left[i] = new(big.Int)
		if floors != nil {
			left[i].Sub(floors[i], p.base[i])
		}
	}
	for n := len(parts) - 1; n >= 0; n-- {
		out[n] = make([]uint64, len(left)*p.limbs)
		for i := range left {
			if left[i].Sign() > 0 {
				put(out[n][i*p.limbs:(i+1)*p.limbs], left[i])
			}
			left[i].Sub(left[i], parts[n].cloud.most(i))
		}
	}
	return out
}

// most is the highest number of a party.
func (c *cloud) most(party int) *big.Int {
	var best []uint64
	for i := range c.len() {
		if n := c.row(i)[party*c.limbs : (party+1)*c.limbs]; best == nil || compareWords(n, best) > 0 {
			best = n
		}
	}
	return number(best)
}

// Len is how many points there are.
func (f *Frontier) Len() int { return f.cloud.len() }

// Point is the point with this number, from 0.
func (f *Frontier) Point(i int) Point {
	out := Point{Package: make(Package, len(f.p.s.Issues)), Count: number(f.cloud.count(i))}
	for party, n := range f.wholes(i) {
		out.Utilities = append(out.Utilities, f.p.rational(party, n))
	}
	at := int32(i)
	for n := len(f.parts) - 1; n >= 0; n-- {
		f.parts[n].choose(f.trails[n].option[at], out.Package)
		at = f.trails[n].from[at]
	}
	return out
}

// wholes is the utilities of a point, each in parts of its party's denominator.
func (f *Frontier) wholes(i int) []*big.Int {
	row := f.cloud.row(i)
	out := make([]*big.Int, f.cloud.parties)
	for party := range out {
		n := number(row[party*f.cloud.limbs : (party+1)*f.cloud.limbs])
		out[party] = n.Add(n, f.p.base[party])
	}
	return out
}

// Packages is how many packages lie on the frontier.
func (f *Frontier) Packages() *big.Int {
	sum := make([]uint64, f.cloud.wide)
	for i := range f.Len() {
		addCount(sum, f.cloud.count(i))
	}
	return number(sum)
}
