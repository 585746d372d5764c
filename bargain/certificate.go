package bargain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// Verify checks a frontier against its scenario, by other means than those that made it.
// A frontier is its own certificate: each point has a package, and what each step kept
// covers all that the step could have made, but for what the step gave up. Verify
// evaluates every package, compares the points with each other, and goes through the sums
// of every step. It takes time with the square of the points, and returns an error that
// says what is wrong, ErrTied, or that of the context.
func (f *Frontier) Verify(ctx context.Context) error {
	for i := range f.Len() {
		pt := f.Point(i)
		if !f.p.s.Allowed(pt.Package) {
			return fmt.Errorf("point %d: its package is forbidden", i)
		}
		for party, u := range pt.Utilities {
			if f.p.s.Utility(party, pt.Package).Cmp(u) != 0 {
				return fmt.Errorf("point %d: its package is not worth %v to party %q", i, u.RatString(), f.p.s.Parties[party].Name)
			}
		}
	}
	rows := [][]*big.Int{f.p.zeros()}
	for n, part := range f.parts {
		options, err := f.p.rowsOf(part.group)
		if err != nil {
			return err
		}
		next := make([][]*big.Int, len(f.trails[n].from))
		for i, from := range f.trails[n].from {
			next[i] = plus(rows[from], part.cloud.numbers(int(f.trails[n].option[i])))
		}
		for _, row := range rows {
			for _, option := range options {
				if err := ctx.Err(); err != nil {
					return err
				}
				sum := plus(row, option)
				if !slices.ContainsFunc(next, func(x []*big.Int) bool { return nearly(x, sum, f.losses[n]) }) {
					return fmt.Errorf("step %d: nothing that was kept covers %v", n, sum)
				}
			}
		}
		rows = next
	}
	return f.apart(rows)
}

// apart checks that no point covers another.
func (f *Frontier) apart(rows [][]*big.Int) error {
	for i, x := range rows {
		for j, y := range rows {
			if i != j && nearly(x, y, nil) {
				return fmt.Errorf("point %d covers point %d", i, j)
			}
		}
	}
	return nil
}

// ErrTied says that combinations tie so many issues together that a frontier cannot be
// verified by going through them.
var ErrTied = errors.New("too many issues are tied together to go through their combinations: nothing was verified")

// mostTied is how many combinations of tied issues are gone through.
const mostTied = 1 << 16

// rowsOf is what each combination of a group's options adds, in 1/den.
func (p *Problem) rowsOf(g *group) ([][]*big.Int, error) {
	n := 1
	for _, options := range g.values {
		if n *= len(options); n > mostTied {
			return nil, ErrTied
		}
	}
	var out [][]*big.Int
	chosen := make([]int, len(g.values))
	var choose func(i int, sum []*big.Int)
	choose = func(i int, sum []*big.Int) {
		if i < len(chosen) {
			for o, row := range g.values[i] {
				if row != nil {
					chosen[i] = o
					choose(i+1, plus(sum, row))
				}
			}
			return
		}
		for _, b := range g.boxes {
			in := true
			for side, options := range b.sides {
				in = in && options[chosen[side]]
			}
			if in && b.forbidden {
				return
			}
			if !b.forbidden {
				sum = plus(sum, b.worth(in))
			}
		}
		out = append(out, sum)
	}
	choose(0, p.zeros())
	return out, nil
}

// worth is what a box adds to the worst: its bonus to what lies in it, or, where that is
// negative, what the rest is spared.
func (b *box) worth(in bool) []*big.Int {
	out := make([]*big.Int, len(b.bonus))
	for party, n := range b.bonus {
		out[party] = new(big.Int)
		if in == (n.Sign() > 0) {
			out[party].Abs(n)
		}
	}
	return out
}

// nearly reports whether a row reaches another but for what may be lost.
func nearly(a, b []*big.Int, lost loss) bool {
	for party, n := range a {
		if lost == nil && n.Cmp(b[party]) < 0 || lost != nil && new(big.Int).Add(n, lost[party]).Cmp(b[party]) < 0 {
			return false
		}
	}
	return true
}

func plus(a, b []*big.Int) []*big.Int {
	out := make([]*big.Int, len(a))
	for i, n := range a {
		out[i] = new(big.Int).Add(n, b[i])
	}
	return out
}

// numbers is the row of a point, a number for each party.
func (c *cloud) numbers(i int) []*big.Int {
	row := c.row(i)
	out := make([]*big.Int, c.parties)
	for party := range out {
		out[party] = number(row[party*c.limbs : (party+1)*c.limbs])
	}
	return out
}
