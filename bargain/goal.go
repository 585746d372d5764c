package bargain

import (
	"math"
	"math/big"
	"slices"
)

// A goal is what a search maximises over packages that give no party less than its
// disagreement, or over all if it is free.
type goal struct {
	kind  kind
	free  bool
	scale []*big.Rat // per party: units per 1/den
	times []*big.Int // per party: what makes gains comparable; 0: the party does not count
}

// A kind of goal.
type kind int

const (
	product kind = iota // of gains
	least               // of gains times times
	lexical             // least, then the next least, and so on
	sum                 // of gains times times
)

// newGoal makes a goal: worth is what one 1/den of each party counts, most how far its
// gains are from 0 at most, in 1/den.
func newGoal(k kind, worth []*big.Rat, most []*big.Int) *goal {
	g := &goal{kind: k}
	lcm := big.NewInt(1)
	for _, w := range worth {
		d := w.Denom()
		lcm.Mul(lcm, new(big.Int).Quo(d, new(big.Int).GCD(nil, nil, lcm, d)))
	}
	greatest := new(big.Rat)
	for party, w := range worth {
		n := new(big.Int).Mul(w.Num(), lcm)
		g.times = append(g.times, n.Quo(n, w.Denom()))
		if x := new(big.Rat).Mul(w, new(big.Rat).SetInt(most[party])); x.Cmp(greatest) > 0 {
			greatest = x
		}
	}
	for party, w := range worth {
		switch {
		case k != product && w.Sign() > 0 && greatest.Sign() > 0:
			g.scale = append(g.scale, unitsFor(w, greatest, lcm))
		default:
			g.scale = append(g.scale, unitsFor(big.NewRat(1, 1), new(big.Rat).SetInt(most[party]), big.NewInt(1)))
		}
	}
	return g
}

// unitsFor is how many units one part is that is worth so much, where the greatest worth
// is given: a whole number if all worths times lcm are and there are units enough, so
// that nothing is rounded.
func unitsFor(worth, greatest *big.Rat, lcm *big.Int) *big.Rat {
	all := new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), unitBits))
	if greatest.Sign() == 0 {
		return all
	}
	all.Quo(all, greatest)
	if times := new(big.Rat).Quo(all, new(big.Rat).SetInt(lcm)); times.Cmp(big.NewRat(1, 1)) >= 0 {
		whole := new(big.Int).Quo(times.Num(), times.Denom())
		all.SetInt(whole.Mul(whole, lcm))
	}
	return all.Mul(all, worth)
}

// units is a gain in units, rounded up.
func (g *goal) units(party int, n *big.Int) int64 {
	return -g.lower(party, new(big.Int).Neg(n))
}

// lower is a gain in units, rounded down.
func (g *goal) lower(party int, n *big.Int) int64 {
	x := new(big.Int).Mul(n, g.scale[party].Num())
	return x.Div(x, g.scale[party].Denom()).Int64()
}

// rounds is how often a search looks for better weights: more often where bounds are
// weak.
func (g *goal) rounds() int {
	if g.kind == least || g.kind == lexical {
		return 300
	}
	return 100
}

// weigh is how much each party counts where gains are these, by the gradient of the
// goal; later rounds are stricter with what is least.
func (g *goal) weigh(gains []float64, round int) []float64 {
	out := make([]float64, len(gains))
	most := math.Max(slices.Max(gains), 1)
	switch g.kind {
	case product:
		for party, x := range gains {
			out[party] = 1 / math.Max(x, most/1e5)
		}
	case sum:
		for party, x := range gains {
			if g.times[party].Sign() != 0 {
				out[party] = 1
			}
			if !g.free && x < 0 {
				out[party] += math.Min(100, -x/most*float64(round+1))
			}
		}
	default:
		low := math.Inf(1)
		for party, x := range gains {
			if g.times[party].Sign() != 0 {
				low = math.Min(low, x)
			}
		}
		steep := 4 * float64(round+10) / (1 << unitBits)
		for party, x := range gains {
			if g.times[party].Sign() != 0 {
				out[party] = math.Exp(math.Max(-12, -steep*(x-low)))
			}
		}
	}
	return out
}

// reach is what the bound says that no package exceeds.
func (g *goal) reach(b *bound) float64 {
	total := float64(b.start + b.most[0])
	weights := 0.0
	logs := 0.0
	for _, w := range b.weights {
		weights += float64(w)
		logs += math.Log(math.Max(1, float64(w)))
	}
	switch g.kind {
	case product:
		return float64(len(b.weights))*math.Log(math.Max(total, 1)) - logs
	case sum:
		return total / float64(b.least(g))
	}
	return total / weights
}

// least is the smallest weight of a party that counts.
func (b *bound) least(g *goal) int64 {
	low := int64(math.MaxInt64)
	for party, w := range b.weights {
		if g.times[party].Sign() != 0 {
			low = min(low, w)
		}
	}
	return low
}

// need is the sum of weighted units that a package must reach to be as good as one with
// these gains, rounded down.
func (g *goal) need(weights []int64, best []*big.Int) int64 {
	switch g.kind {
	case product:
		return g.needProduct(weights, best)
	case sum:
		total := new(big.Rat)
		for party, n := range best {
			if g.times[party].Sign() != 0 {
				total.Add(total, new(big.Rat).Mul(new(big.Rat).SetInt(n), g.scale[party]))
			}
		}
		low := (&bound{weights: weights}).least(g)
		total.Mul(total, new(big.Rat).SetInt64(low))
		return floor(total)
	}
	low, all := int64(math.MaxInt64), int64(0)
	for party, n := range best {
		if g.times[party].Sign() != 0 {
			low = min(low, g.lower(party, n))
			all += weights[party]
		}
	}
	if low == math.MaxInt64 {
		return math.MinInt64
	}
	return low * all
}

// needProduct is, by the inequality of the means, the n-th root of the weighted product
// times n, where n is how many parties there are.
func (g *goal) needProduct(weights []int64, best []*big.Int) int64 {
	n := int64(len(best))
	x := big.NewRat(1, 1)
	for party, gain := range best {
		x.Mul(x, new(big.Rat).SetInt(gain))
		x.Mul(x, g.scale[party])
		x.Mul(x, new(big.Rat).SetInt64(weights[party]*n))
	}
	if x.Sign() <= 0 {
		return 0
	}
	return root(new(big.Int).Quo(x.Num(), x.Denom()), int(n))
}

// root is the n-th root, rounded down, of a number that is not negative.
func root(x *big.Int, n int) int64 {
	low, high := big.NewInt(0), new(big.Int).Lsh(big.NewInt(1), uint(x.BitLen()/n+1))
	for {
		middle := new(big.Int).Add(low, high)
		middle.Rsh(middle, 1)
		if middle.Cmp(low) == 0 {
			return low.Int64()
		}
		if new(big.Int).Exp(middle, big.NewInt(int64(n)), nil).Cmp(x) <= 0 {
			low = middle
		} else {
			high = middle
		}
	}
}

// floor is the whole number at or below.
func floor(x *big.Rat) int64 {
	return new(big.Int).Div(x.Num(), x.Denom()).Int64()
}

// floor is the units that a party must have in a package as good as the best.
func (g *goal) floor(party int, best []*big.Int) int64 {
	low := int64(math.MinInt64 / 2)
	if !g.free {
		low = 0
	}
	if best == nil || g.kind == product || g.kind == sum || g.times[party].Sign() == 0 {
		return low
	}
	all := int64(math.MaxInt64)
	for other, n := range best {
		if g.times[other].Sign() != 0 {
			all = min(all, g.lower(other, n))
		}
	}
	return max(low, all)
}

// value is the goal of gains in units, to look for good packages by.
func (g *goal) value(gains []float64) float64 {
	low, total, all := math.Inf(1), 0.0, 1.0
	for party, x := range gains {
		if g.times[party].Sign() == 0 && g.kind != product {
			continue
		}
		low = math.Min(low, x)
		total += x
		all *= x / (1 << unitBits)
	}
	if !g.free {
		if worst := slices.Min(gains); worst < 0 {
			return -1e30 + worst
		}
	}
	switch g.kind {
	case product:
		if low <= 0 {
			return -1e20 + low
		}
		return all
	case sum:
		return total
	}
	return low
}

// compare is the order of two packages' gains by the goal.
func (g *goal) compare(a, b []*big.Int) int {
	if g.kind == product {
		return multiplied(a).Cmp(multiplied(b))
	}
	x, y := g.counted(a), g.counted(b)
	if g.kind == sum {
		return added(x).Cmp(added(y))
	}
	for i := range x {
		if c := x[i].Cmp(y[i]); c != 0 || g.kind == least {
			return c
		}
	}
	return 0
}

// counted is the gains of the parties that count, made comparable, least first.
func (g *goal) counted(gains []*big.Int) []*big.Int {
	var out []*big.Int
	for party, n := range gains {
		if g.times[party].Sign() != 0 {
			out = append(out, new(big.Int).Mul(n, g.times[party]))
		}
	}
	slices.SortFunc(out, (*big.Int).Cmp)
	return out
}

func multiplied(list []*big.Int) *big.Int {
	out := big.NewInt(1)
	for _, n := range list {
		out.Mul(out, n)
	}
	return out
}

func added(list []*big.Int) *big.Int {
	out := new(big.Int)
	for _, n := range list {
		out.Add(out, n)
	}
	return out
}
