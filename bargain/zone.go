package bargain

import (
	"context"
	"errors"
	"math/big"
	"slices"
)

// A Zone is the zone of possible agreement: the packages that are not forbidden and
// leave every party at or above its reservation value.
type Zone struct {
	Empty bool
	// Nearest is a package in the zone; if it is empty, the package whose greatest
	// shortfall, as a share of its party's range, is the least. It is nil if everything
	// is forbidden.
	Nearest Package
	// Short is by how much utility each party falls short in that package.
	Short []*big.Rat
	// Count is how many packages lie in the zone; nil if counting would take more points
	// than the limits allow.
	Count *big.Int
	// Total is how many packages are not forbidden; nil likewise.
	Total *big.Int
}

// Zone is the zone of possible agreement under reservation values as given. The error is
// that of the context.
func (p *Problem) Zone(ctx context.Context, l Limits) (*Zone, error) {
	z, err := p.zone(ctx, Raw, l)
	if err != nil {
		return nil, err
	}
	out := &Zone{Empty: z.inside == nil}
	if z.worst != nil {
		out.Nearest = z.pack(z.nearest)
		for party, n := range z.worst {
			short := new(big.Int)
			if n.Sign() < 0 && p.s.Parties[party].Reservation != nil {
				short.Neg(n)
			}
			out.Short = append(out.Short, p.rational(party, short))
		}
	}
	floors := make([]*big.Int, len(z.apart))
	for party := range floors {
		if p.s.Parties[party].Reservation != nil {
			floors[party] = z.apart[party]
		}
	}
	if out.Count, err = p.tally(ctx, l, floors); err != nil {
		return nil, err
	}
	if out.Total, err = p.tally(ctx, l, make([]*big.Int, len(floors))); err != nil {
		return nil, err
	}
	return out, nil
}

// pack is the package of points of the parts.
func (z *zone) pack(points []int32) Package {
	out := make(Package, len(z.s.Issues))
	for i, k := range points {
		z.parts[i].choose(k, out)
	}
	return out
}

// tally counts the packages that reach the floors, in 1/den; nil floors are none. It
// adds issues one by one and keeps, of points that are sure to reach a floor whatever
// comes, that they are; the count is nil if more points than the limit are left.
func (p *Problem) tally(ctx context.Context, l Limits, floors []*big.Int) (*big.Int, error) {
	if p.barred {
		return new(big.Int), nil
	}
	if n := p.free(floors); n != nil {
		return n, nil
	}
	f := folder{Problem: p, ctx: ctx, limit: l.points(), all: true}
	var parts []*solved
	for i := range p.groups {
		part, err := f.solve(&p.groups[i])
		if errors.As(err, new(errLarge)) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	slices.SortStableFunc(parts, func(a, b *solved) int { return b.cloud.len() - a.cloud.len() })
	c := counter{folder: &f, floors: floors}
	return c.count(parts)
}

// free is how many packages there are where there is no floor and no combination of
// options is forbidden; otherwise nil.
func (p *Problem) free(floors []*big.Int) *big.Int {
	if slices.ContainsFunc(floors, func(f *big.Int) bool { return f != nil }) {
		return nil
	}
	n := big.NewInt(1)
	for _, g := range p.groups {
		if slices.ContainsFunc(g.boxes, func(b box) bool { return b.forbidden }) {
			return nil
		}
		for _, options := range g.values {
			allowed := slices.DeleteFunc(slices.Clone(options), func(row []*big.Int) bool { return row == nil })
			n.Mul(n, big.NewInt(int64(len(allowed))))
		}
	}
	return n
}

// A counter counts points by what they still need.
type counter struct {
	*folder
	floors []*big.Int
}

// count goes through the parts; a number of a party counts up to what it needs.
func (c *counter) count(parts []*solved) (*big.Int, error) {
	needs, sure := c.ends(parts)
	cur := c.one()
	for i, part := range parts {
		sum := cur.like()
		s := newSums(cur, part.cloud)
		at := map[string]int{}
		steps := 0
		for row, from, by := s.top(); row != nil; row, from, by = s.top() {
			if steps++; steps&0xfff == 0 && c.ctx.Err() != nil {
				return nil, c.ctx.Err()
			}
			if covers(row, needs[i], c.limbs) {
				c.gather(sum, at, capped(row, sure[i], c.limbs), cur, part.cloud, from, by)
			}
			if sum.len() > c.limit {
				return nil, nil
			}
			s.next(from + 1)
		}
		cur = sum
	}
	total := make([]uint64, c.wide)
	for i := range cur.len() {
		addCount(total, cur.count(i))
	}
	return number(total), nil
}

// gather adds a sum's count to the point that has its row.
func (c *counter) gather(to *cloud, at map[string]int, row []uint64, cur, options *cloud, from, by int32) {
	key := string(wordsKey(row))
	n, known := at[key]
	if !known {
		n = to.len()
		at[key] = n
		to.rows = append(to.rows, row...)
		to.counts = append(to.counts, make([]uint64, to.wide)...)
	}
	addProduct(to.count(n), cur.count(int(from)), options.count(int(by)))
}

// capped brings the numbers of a row that are above those of another down to them.
func capped(row, most []uint64, limbs int) []uint64 {
	out := slices.Clone(row)
	for i := 0; i < len(out); i += limbs {
		if compareWords(out[i:i+limbs], most[i:i+limbs]) > 0 {
			copy(out[i:i+limbs], most[i:i+limbs])
		}
	}
	return out
}

// ends is, after each part, the least that can still reach the floors, and what is sure
// to reach them.
func (c *counter) ends(parts []*solved) (needs, sure [][]uint64) {
	floors := make([]*big.Int, len(c.floors))
	for party, f := range c.floors {
		floors[party] = c.base[party]
		if f != nil {
			floors[party] = f
		}
	}
	needs = c.needs(parts, floors)
	sure = make([][]uint64, len(parts))
	top := make([]uint64, len(floors)*c.limbs)
	for party, f := range floors {
		if n := new(big.Int).Sub(f, c.base[party]); n.Sign() > 0 {
			put(top[party*c.limbs:(party+1)*c.limbs], n)
		}
	}
	for i := range sure {
		sure[i] = top
	}
	return needs, sure
}
