package bargain

import (
	"math/big"
	"sync"
)

// A Problem is a scenario made ready for computing: utilities as whole numbers, what is
// forbidden taken out, and issues that no combination ties together kept apart. It does
// not change, and may be used by many goroutines.
type Problem struct {
	s      *Scenario
	den    []*big.Int // per party: its utilities are whole multiples of 1/den
	base   []*big.Int // per party: utility, in 1/den, before anything in a block counts
	groups []group
	limbs  int  // words of a utility in a row
	wide   int  // words of a count of packages
	barred bool // everything is forbidden

	memo sync.Mutex
	done []*solved  // groups, once solved
	low  []*big.Int // per party: least utility, in 1/den, once computed
}

// A group is a set of issues tied together by boxes, or one issue that none ties.
type group struct {
	issues []int
	// values[k][o] is the row of option o of issue k of the group: per party what it adds
	// above the worst, in 1/den. It is nil where the option is forbidden.
	values [][][]*big.Int
	boxes  []box
}

// A box within a group: what lies in it gains.
type box struct {
	sides     map[int]map[int]bool // by position of the issue in the group: options
	bonus     []*big.Int           // per party, in 1/den; nil if it is forbidden
	forbidden bool
}

// NewProblem makes the scenario ready. The error is that of Scenario.Check.
func NewProblem(s *Scenario) (*Problem, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	p := &Problem{s: s}
	p.den = make([]*big.Int, len(s.Parties))
	p.base = make([]*big.Int, len(s.Parties))
	for i := range s.Parties {
		p.den[i] = denominator(s, i)
		p.base[i] = new(big.Int)
		if b := s.Parties[i].Base; b != nil {
			p.base[i] = p.whole(i, b)
		}
	}
	b := builder{Problem: p, options: make([][]option, len(s.Issues))}
	b.score()
	for _, f := range s.Forbidden {
		b.add(f, nil)
	}
	for i := range s.Parties {
		for _, f := range s.Parties[i].RedLines {
			b.add(f, nil)
		}
		for _, bonus := range s.Parties[i].Bonuses {
			points := b.zeros()
			points[i] = p.whole(i, bonus.Score)
			b.add(bonus.Box, points)
		}
	}
	b.group()
	p.measure()
	return p, nil
}

// denominator is the least number of parts in which every utility of a party is whole.
func denominator(s *Scenario, party int) *big.Int {
	den := big.NewInt(1)
	take := func(x *big.Rat) {
		if x != nil {
			d := x.Denom()
			g := new(big.Int).GCD(nil, nil, den, d)
			den.Mul(den, new(big.Int).Quo(d, g))
		}
	}
	p := &s.Parties[party]
	take(p.Base)
	take(p.Reservation)
	for i, issue := range s.Issues {
		for o := range issue.Options {
			take(p.value(i, o))
		}
	}
	for _, b := range p.Bonuses {
		take(b.Score)
	}
	return den
}

// whole is a utility in parts of the party's denominator.
func (p *Problem) whole(party int, x *big.Rat) *big.Int {
	n := new(big.Int).Mul(x.Num(), p.den[party])
	return n.Quo(n, x.Denom())
}

// rational is the utility of so many parts.
func (p *Problem) rational(party int, n *big.Int) *big.Rat {
	return new(big.Rat).SetFrac(n, p.den[party])
}

// An option while a problem is built.
type option struct {
	points []*big.Int
	barred bool
}

// A builder sorts boxes into options, groups and nothing.
type builder struct {
	*Problem
	options [][]option
	boxes   []tied
}

// tied is a box of at least two issues.
type tied struct {
	sides map[int]map[int]bool // by issue
	bonus []*big.Int           // nil: forbidden
}

func (p *Problem) zeros() []*big.Int {
	out := make([]*big.Int, len(p.s.Parties))
	for i := range out {
		out[i] = new(big.Int)
	}
	return out
}

func (b *builder) score() {
	for i, issue := range b.s.Issues {
		b.options[i] = make([]option, len(issue.Options))
		for o := range issue.Options {
			points := b.zeros()
			for party := range points {
				points[party] = b.whole(party, b.s.Parties[party].value(i, o))
			}
			b.options[i][o].points = points
		}
	}
}

// add takes a box in: nil points forbid it. Sides that take in every option are none.
func (b *builder) add(x Box, points []*big.Int) {
	sides := map[int]map[int]bool{}
	for _, side := range x {
		options := map[int]bool{}
		for _, o := range side.Options {
			options[o] = true
		}
		if len(options) == 0 {
			return
		}
		if len(options) < len(b.s.Issues[side.Issue].Options) {
			sides[side.Issue] = options
		}
	}
	switch {
	case len(sides) == 0 && points == nil:
		b.barred = true
	case len(sides) == 0:
		for i := range points {
			b.base[i].Add(b.base[i], points[i])
		}
	case len(sides) == 1:
		for issue, options := range sides {
			b.addSide(issue, options, points)
		}
	default:
		b.boxes = append(b.boxes, tied{sides, points})
	}
}

func (b *builder) addSide(issue int, options map[int]bool, points []*big.Int) {
	for o := range options {
		at := &b.options[issue][o]
		at.barred = at.barred || points == nil
		for i := range points {
			at.points[i].Add(at.points[i], points[i])
		}
	}
}

// group puts issues that share a box together, and moves what is certain into the base.
func (b *builder) group() {
	root := make([]int, len(b.s.Issues))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	for _, x := range b.boxes {
		first := -1
		for issue := range x.sides {
			if first < 0 {
				first = find(issue)
			}
			root[find(issue)] = first
		}
	}
	at := map[int]int{}
	place := make([]int, len(b.s.Issues))
	for i := range root {
		n, known := at[find(i)]
		if !known {
			n = len(b.groups)
			at[find(i)] = n
			b.groups = append(b.groups, group{})
		}
		g := &b.groups[n]
		place[i] = len(g.issues)
		g.issues = append(g.issues, i)
		g.values = append(g.values, b.above(i))
	}
	for _, x := range b.boxes {
		sides := map[int]map[int]bool{}
		var g *group
		for issue, options := range x.sides {
			sides[place[issue]] = options
			g = &b.groups[at[find(issue)]]
		}
		g.boxes = append(g.boxes, box{sides, x.bonus, x.bonus == nil})
		for i, n := range x.bonus {
			if n.Sign() < 0 {
				b.base[i].Add(b.base[i], n)
			}
		}
	}
}

// above is what the options of an issue add to the worst that is allowed, which goes
// into the base.
func (b *builder) above(issue int) [][]*big.Int {
	least := make([]*big.Int, len(b.s.Parties))
	for _, o := range b.options[issue] {
		for i, n := range o.points {
			if !o.barred && (least[i] == nil || n.Cmp(least[i]) < 0) {
				least[i] = n
			}
		}
	}
	out := make([][]*big.Int, len(b.options[issue]))
	for o, opt := range b.options[issue] {
		if opt.barred {
			continue
		}
		out[o] = make([]*big.Int, len(opt.points))
		for i, n := range opt.points {
			out[o][i] = new(big.Int).Sub(n, least[i])
		}
	}
	if least[0] == nil {
		b.barred = true
		return out
	}
	for i, n := range least {
		b.base[i].Add(b.base[i], n)
	}
	return out
}

// measure finds how many words utilities and counts take.
func (p *Problem) measure() {
	p.limbs = 1
	for i := range p.s.Parties {
		sum := new(big.Int)
		for _, g := range p.groups {
			sum.Add(sum, g.spread(i))
		}
		p.limbs = max(p.limbs, sum.BitLen()/64+1) // one bit to spare
	}
	p.wide = max(1, (p.s.Packages().BitLen()+63)/64)
}

// spread is by how much the best that a group could give a party is above its worst.
func (g *group) spread(party int) *big.Int {
	sum := new(big.Int)
	for _, options := range g.values {
		best := new(big.Int)
		for _, row := range options {
			if row != nil && row[party].Cmp(best) > 0 {
				best = row[party]
			}
		}
		sum.Add(sum, best)
	}
	for _, b := range g.boxes {
		if !b.forbidden {
			sum.Add(sum, new(big.Int).Abs(b.bonus[party]))
		}
	}
	return sum
}

// Scenario is the scenario that the problem was made of.
func (p *Problem) Scenario() *Scenario { return p.s }

// Denominator is the least number such that every utility of the party is a whole
// multiple of 1/Denominator.
func (p *Problem) Denominator(party int) *big.Int { return new(big.Int).Set(p.den[party]) }

// put writes a number into the words of a row, the highest that they hold if it does
// not fit.
func put(words []uint64, n *big.Int) {
	if n.BitLen() > 64*len(words) {
		for i := range words {
			words[i] = ^uint64(0)
		}
		return
	}
	rest := new(big.Int).Set(n)
	mask := new(big.Int).SetUint64(^uint64(0))
	for i := len(words) - 1; i >= 0; i-- {
		words[i] = new(big.Int).And(rest, mask).Uint64()
		rest.Rsh(rest, 64)
	}
}

// number reads the words of a row.
func number(words []uint64) *big.Int {
	n := new(big.Int)
	for _, w := range words {
		n.Lsh(n, 64)
		n.Or(n, new(big.Int).SetUint64(w))
	}
	return n
}
