package bargain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// Limits bound what a computation may take, beside its context.
type Limits struct {
	// Points is how many efficient points may be held at once; 0 is DefaultPoints.
	Points int
	// Epsilon is by how much, as a share of each party's range, a frontier may be off where
	// an exact one would take more points; nil or 0 is not at all. The range is what the
	// scores and bonuses of a party can differ by at most.
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
	losses []loss    // of each part, what was given up after it
	cloud  *cloud
}

// A loss is by how much, in 1/den, points that were left out may exceed those that cover
// them, by party; nil is nothing.
type loss []*big.Int

// A Point of the frontier.
type Point struct {
	Utilities []*big.Rat // by party
	Package   Package    // one that reaches it
	Count     *big.Int   // of the packages that reach it; nil if the frontier is not exact
}

// Frontier is the efficient packages: what no party's gain can better without another's
// loss, before reservation values. Where the exact one outgrows the limits and an error is
// allowed, it is a cover: for each package that is allowed, some point leaves no party with
// less but for a share Epsilon of its range. The error is that of the context, or says what
// to relax.
func (p *Problem) Frontier(ctx context.Context, l Limits) (*Frontier, error) {
	return p.thin(ctx, l, nil)
}

// Epsilon is by how much the frontier may be off, as a share of each party's range; nil if
// it is exact.
func (f *Frontier) Epsilon() *big.Rat {
	var most *big.Rat
	for party := range f.p.s.Parties {
		sum := new(big.Int)
		for _, l := range f.losses {
			if l != nil {
				sum.Add(sum, l[party])
			}
		}
		if sum.Sign() == 0 {
			continue
		}
		if share := new(big.Rat).SetFrac(sum, f.p.spread(party)); most == nil || share.Cmp(most) > 0 {
			most = share
		}
	}
	return most
}

// above is the part of the frontier where every party has at least its floor, in 1/den;
// it is exact.
func (p *Problem) above(ctx context.Context, l Limits, floors []*big.Int) (*Frontier, error) {
	return p.thin(ctx, Limits{Points: l.Points}, floors)
}

// thin is the frontier above floors, thinned out where it outgrows the limits and an error
// is allowed; nil floors are none.
func (p *Problem) thin(ctx context.Context, l Limits, floors []*big.Int) (*Frontier, error) {
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
		for errors.As(err, new(errLarge)) && l.Epsilon != nil && l.Epsilon.Sign() > 0 && out.cloud.len() > 1 {
			if err = out.lose(&f, l.Epsilon); err == nil {
				next, err = f.plus(out.cloud, part.cloud, needs[i])
			}
		}
		if err != nil {
			return nil, err
		}
		out.trails = append(out.trails, trail{next.from, next.by})
		out.losses = append(out.losses, nil)
		out.cloud = next
	}
	return out, nil
}

// thinning is by how much a frontier that has become too large is made smaller: often
// enough that it is seldom done, because each time adds to what is lost.
const thinning = 16

// lose thins the frontier out as it is so far, if what that costs is allowed.
func (f *Frontier) lose(by *folder, allowed *big.Rat) error {
	kept, lost, err := by.thinned(f.cloud, max(1, f.cloud.len()/thinning))
	if err != nil {
		return err
	}
	last := len(f.trails) - 1
	f.cloud, f.trails[last] = kept, trail{kept.from, kept.by}
	if f.losses[last] != nil {
		for party, n := range f.losses[last] {
			lost[party].Add(lost[party], n)
		}
	}
	f.losses[last] = lost
	if off := f.Epsilon(); off != nil && off.Cmp(allowed) > 0 {
		percent, _ := new(big.Rat).Mul(off, big.NewRat(100, 1)).Float64()
		return fmt.Errorf("with %d points at once the frontier would be off by more than %.2g %% of a party's range: allow more points or a larger error (epsilon)", by.limit, percent)
	}
	return nil
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
	out := Point{Package: make(Package, len(f.p.s.Issues))}
	if f.exact() {
		out.Count = number(f.cloud.count(i))
	}
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
	return plus(f.cloud.numbers(i), f.p.base)
}

// exact reports whether nothing was lost.
func (f *Frontier) exact() bool {
	return !slices.ContainsFunc(f.losses, func(l loss) bool { return l != nil })
}

// Packages is how many packages lie on the frontier; nil if it is not exact.
func (f *Frontier) Packages() *big.Int {
	if !f.exact() {
		return nil
	}
	sum := make([]uint64, f.cloud.wide)
	for i := range f.Len() {
		addCount(sum, f.cloud.count(i))
	}
	return number(sum)
}
