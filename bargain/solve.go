package bargain

import (
	"context"
	"fmt"
	"math/big"
	"slices"
)

// A Rule chooses among the efficient packages that leave nobody below disagreement, by
// the parties' gains over it.
type Rule int

const (
	// Nash maximises the product of the gains (Nash, "The bargaining problem", 1950).
	Nash Rule = iota
	// KalaiSmorodinsky maximises the least gain, each divided by the greatest gain that
	// its party has in any package that leaves nobody below disagreement (Kalai and
	// Smorodinsky, "Other solutions to Nash's bargaining problem", 1975). A party that
	// can gain nothing does not count.
	KalaiSmorodinsky
	// Egalitarian maximises the least gain.
	Egalitarian
	// Leximin maximises the least gain, then the next least, and so on.
	Leximin
	// Welfare maximises the sum of the gains.
	Welfare
	// Balanced makes the greatest and the least gain differ least, each divided by the
	// greatest gain of its party in any package at all. It needs the whole frontier.
	Balanced
)

var ruleNames = []string{"nash", "ks", "egalitarian", "leximin", "welfare", "balanced"}

func (r Rule) String() string { return ruleNames[r] }

// Rules are all rules.
func Rules() []Rule {
	return []Rule{Nash, KalaiSmorodinsky, Egalitarian, Leximin, Welfare, Balanced}
}

// A Treatment is what a party has without a deal.
type Treatment int

const (
	// Reserved is its reservation value, or its worst package if that is better. No
	// package below the reservation value counts.
	Reserved Treatment = iota
	// Raw is its reservation value as given, and the same packages count.
	Raw
	// Unreserved is its worst package: reservation values are left out.
	Unreserved
)

// A Solution is what a rule chooses.
type Solution struct {
	Rule         Rule
	Treatment    Treatment
	Disagreement []*big.Rat // per party: utility without a deal
	Points       []Point    // all that tie, the first party's utility falling; none if the zone is empty
}

// Solve is what the rule chooses. Where the zone of possible agreement is empty the
// solution has no points. The error is that of the context, or says what to relax where
// more points tie than the limits allow.
func (p *Problem) Solve(ctx context.Context, rule Rule, how Treatment, l Limits) (*Solution, error) {
	if rule < 0 || int(rule) >= len(ruleNames) {
		return nil, fmt.Errorf("there is no rule %d", rule)
	}
	z, err := p.zone(ctx, how, l)
	if err != nil {
		return nil, err
	}
	out := &Solution{Rule: rule, Treatment: how}
	for party, n := range z.apart {
		out.Disagreement = append(out.Disagreement, p.rational(party, n))
	}
	if z.inside == nil {
		return out, nil
	}
	out.Points, err = z.solve(rule)
	return out, err
}

// A zone is the packages that leave nobody below disagreement.
type zone struct {
	folder
	parts   []*solved
	apart   []*big.Int // per party: disagreement, in 1/den
	base    []*big.Int // per party: gain before any part counts
	most    []*big.Int // per party: the greatest gain of any package
	far     []*big.Int // per party: how far a gain is from 0 at most
	inside  []int32    // a package in the zone, by point of each part; nil: it is empty
	worst   []*big.Int // gains of the package that comes nearest to the zone
	nearest []int32    // that package
}

// zone is that of a treatment of reservation values.
func (p *Problem) zone(ctx context.Context, how Treatment, l Limits) (*zone, error) {
	apart, err := p.apart(ctx, how, l)
	if err != nil {
		return nil, err
	}
	return p.zoneAt(ctx, apart, l)
}

// apart is what each party has without a deal, in 1/den.
func (p *Problem) apart(ctx context.Context, how Treatment, l Limits) ([]*big.Int, error) {
	low, err := p.least(ctx, l)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(low)
	for party := range out {
		if r := p.s.Parties[party].Reservation; r != nil && how != Unreserved {
			floor := p.whole(party, r)
			if how == Raw || floor.Cmp(out[party]) > 0 {
				out[party] = floor
			}
		}
	}
	return out, nil
}

// zoneAt is the zone of the packages that leave nobody below these utilities.
func (p *Problem) zoneAt(ctx context.Context, apart []*big.Int, l Limits) (*zone, error) {
	z := &zone{folder: folder{Problem: p, ctx: ctx, limit: l.points()}, apart: apart}
	for party, n := range apart {
		z.base = append(z.base, new(big.Int).Sub(p.base[party], n))
	}
	if p.barred {
		return z, nil
	}
	var err error
	if z.parts, err = z.solveAll(); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(z.parts, func(s *solved) bool { return s.cloud.len() == 0 }) {
		return z, nil
	}
	for party := range apart {
		z.measure(party)
	}
	return z, z.enter()
}

// measure finds how far a party's gains go.
func (z *zone) measure(party int) {
	most := new(big.Int).Set(z.base[party])
	for _, part := range z.parts {
		most.Add(most, part.cloud.most(party))
	}
	z.most = append(z.most, most)
	far := new(big.Int).Abs(most)
	for _, n := range []*big.Int{new(big.Int).Abs(z.base[party]), new(big.Int).Sub(most, z.base[party])} {
		if n.Cmp(far) > 0 {
			far = n
		}
	}
	z.far = append(z.far, far)
}

// enter looks for a package in the zone.
func (z *zone) enter() error {
	s := z.newSearch(newGoal(least, z.even(), z.far))
	s.goal.free = true
	s.enough = func(gains []*big.Int) bool { return !slices.ContainsFunc(gains, negative) }
	if err := s.run(); err != nil {
		return err
	}
	z.worst, z.nearest = s.best, s.pkg
	if s.enough(s.best) {
		z.inside = s.pkg
	}
	return nil
}

func negative(n *big.Int) bool { return n.Sign() < 0 }

// even counts each party's gains by how far they go.
func (z *zone) even() []*big.Rat {
	worth := make([]*big.Rat, len(z.base))
	for party, far := range z.far {
		worth[party] = big.NewRat(1, 1)
		if far.Sign() > 0 {
			worth[party].SetFrac(big.NewInt(1), far)
		}
	}
	return worth
}

// newSearch is a search in the zone.
func (z *zone) newSearch(g *goal) *search {
	return &search{ctx: z.ctx, parts: z.parts, base: z.base, limbs: z.limbs, goal: g, limit: z.limit, sole: -1}
}

// search runs a search in the zone for a goal.
func (z *zone) search(g *goal) (*search, error) {
	s := z.newSearch(g)
	return s, s.run(z.inside)
}

// solve is the points of a zone that is not empty.
func (z *zone) solve(rule Rule) ([]Point, error) {
	one := make([]*big.Rat, len(z.base))
	for party := range one {
		one[party] = new(big.Rat).SetFrac(big.NewInt(1), z.den[party])
	}
	switch rule {
	case Nash:
		return z.nash(one)
	case KalaiSmorodinsky:
		ideal, err := z.ideal()
		if err != nil {
			return nil, err
		}
		for party, n := range ideal {
			one[party].SetInt64(0)
			if n.Sign() > 0 {
				one[party].SetFrac(big.NewInt(1), n)
			}
		}
		return z.points(newGoal(least, one, z.far))
	case Egalitarian:
		return z.points(newGoal(least, one, z.far))
	case Leximin:
		return z.points(newGoal(lexical, one, z.far))
	case Welfare:
		return z.points(newGoal(sum, one, z.far))
	}
	return z.balanced()
}

// nash is the points with the greatest product; if it is nothing, all points of the zone
// tie.
func (z *zone) nash(one []*big.Rat) ([]Point, error) {
	start, err := z.gainful()
	if err != nil {
		return nil, err
	}
	if start == nil {
		f, err := z.above(z.ctx, Limits{Points: z.limit}, z.apart)
		if err != nil {
			return nil, err
		}
		return f.all(), nil
	}
	s := z.newSearch(newGoal(product, one, z.far))
	if err := s.run(start); err != nil {
		return nil, err
	}
	return z.list(s)
}

// gainful is a package in which every party gains; nil if there is none.
func (z *zone) gainful() ([]int32, error) {
	if slices.ContainsFunc(z.most, func(n *big.Int) bool { return n.Sign() == 0 }) {
		return nil, nil
	}
	s := z.newSearch(newGoal(least, z.even(), z.far))
	s.enough = func(gains []*big.Int) bool {
		return !slices.ContainsFunc(gains, func(n *big.Int) bool { return n.Sign() <= 0 })
	}
	if err := s.run(z.inside); err != nil || !s.enough(s.best) {
		return nil, err
	}
	return s.pkg, nil
}

// points is the efficient points that are best by a goal.
func (z *zone) points(g *goal) ([]Point, error) {
	if !slices.ContainsFunc(g.times, func(n *big.Int) bool { return n.Sign() != 0 }) {
		f, err := z.above(z.ctx, Limits{Points: z.limit}, z.apart)
		if err != nil {
			return nil, err
		}
		return f.all(), nil
	}
	s, err := z.search(g)
	if err != nil {
		return nil, err
	}
	return z.list(s)
}

// ideal is the greatest gain of each party in the zone, in 1/den.
func (z *zone) ideal() ([]*big.Int, error) {
	out := make([]*big.Int, len(z.base))
	for party := range out {
		s, err := z.best(party)
		if err != nil {
			return nil, err
		}
		out[party] = s.best[party]
	}
	return out, nil
}

// best looks for the greatest gain of a party.
func (z *zone) best(party int) (*search, error) {
	worth := make([]*big.Rat, len(z.base))
	for other := range worth {
		worth[other] = new(big.Rat)
	}
	worth[party] = big.NewRat(1, 1)
	s := z.newSearch(newGoal(sum, worth, z.far))
	s.sole = party
	return s, s.run(z.inside)
}

// list is the efficient ones of a search's points.
func (z *zone) list(s *search) ([]Point, error) {
	ties := slices.Clone(s.tied)
	slices.SortFunc(ties, func(a, b tie) int { return compareWords(b.row, a.row) })
	all := z.one().like()
	for range ties {
		all.counts = append(all.counts, make([]uint64, all.wide)...)
		all.from, all.by = append(all.from, int32(len(all.from))), append(all.by, 0)
	}
	for _, t := range ties {
		all.rows = append(all.rows, t.row...)
	}
	kept, err := z.efficient(all)
	if err != nil {
		return nil, err
	}
	var out []Point
	for _, at := range kept.from {
		t := ties[at]
		pt := Point{Package: make(Package, len(z.s.Issues)), Count: t.count}
		for i, k := range s.unplace(t.chosen) {
			z.parts[i].choose(k, pt.Package)
		}
		for party, n := range t.gains {
			pt.Utilities = append(pt.Utilities, z.rational(party, new(big.Int).Add(n, z.apart[party])))
		}
		out = append(out, pt)
	}
	return out, nil
}

// balanced searches the frontier in the zone.
func (z *zone) balanced() ([]Point, error) {
	f, err := z.above(z.ctx, Limits{Points: z.limit}, z.apart)
	if err != nil {
		return nil, err
	}
	var best *big.Rat
	var at []int
	for i := range f.Len() {
		low, high := (*big.Rat)(nil), (*big.Rat)(nil)
		for party, n := range f.wholes(i) {
			if z.most[party].Sign() == 0 {
				continue
			}
			share := new(big.Rat).SetFrac(n.Sub(n, z.apart[party]), z.most[party])
			if low == nil || share.Cmp(low) < 0 {
				low = share
			}
			if high == nil || share.Cmp(high) > 0 {
				high = share
			}
		}
		gap := new(big.Rat)
		if low != nil {
			gap.Sub(high, low)
		}
		if best == nil || gap.Cmp(best) < 0 {
			best, at = gap, nil
		}
		if gap.Cmp(best) == 0 {
			at = append(at, i)
		}
	}
	out := make([]Point, len(at))
	for n, i := range at {
		out[n] = f.Point(i)
	}
	return out, nil
}

// all is every point of the frontier.
func (f *Frontier) all() []Point {
	out := make([]Point, f.Len())
	for i := range out {
		out[i] = f.Point(i)
	}
	return out
}

// least is each party's least utility in a package that is not forbidden, in 1/den,
// computed once.
func (p *Problem) least(ctx context.Context, l Limits) ([]*big.Int, error) {
	p.memo.Lock()
	defer p.memo.Unlock()
	if p.low != nil {
		return p.low, nil
	}
	out := slices.Clone(p.base)
	for party := range out {
		if p.barred || !slices.ContainsFunc(p.groups, func(g group) bool { return len(g.boxes) > 0 }) {
			continue
		}
		worst, err := NewProblem(p.s.turned(party))
		if err != nil {
			return nil, err
		}
		f, err := worst.Frontier(ctx, l)
		if err != nil {
			return nil, err
		}
		if f.Len() > 0 {
			out[party] = p.whole(party, new(big.Rat).Neg(f.Point(0).Utilities[0]))
		}
	}
	p.low = out
	return out, nil
}

// turned is the scenario of one party that wants the opposite.
func (s *Scenario) turned(party int) *Scenario {
	out := &Scenario{Name: s.Name, Issues: s.Issues, Forbidden: slices.Clone(s.Forbidden)}
	for i := range s.Parties {
		out.Forbidden = append(out.Forbidden, s.Parties[i].RedLines...)
	}
	from := &s.Parties[party]
	p := Party{Name: from.Name, Scores: make([][]Score, len(s.Issues))}
	if from.Base != nil {
		p.Base = new(big.Rat).Neg(from.Base)
	}
	for i, issue := range s.Issues {
		for o := range issue.Options {
			p.Scores[i] = append(p.Scores[i], Points(new(big.Rat).Neg(from.value(i, o))))
		}
	}
	for _, b := range from.Bonuses {
		p.Bonuses = append(p.Bonuses, Bonus{b.Box, new(big.Rat).Neg(b.Score)})
	}
	out.Parties = []Party{p}
	return out
}
