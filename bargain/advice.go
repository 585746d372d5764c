package bargain

import (
	"cmp"
	"context"
	"errors"
	"math/big"
	"slices"
)

// Improve is the efficient packages that no party finds worse than the one given, the
// best first: those whose gains, each as a share of its party's range, add up to the
// most. If the package is efficient itself, its own point is all there is. Where the
// limits do not allow the whole list, it is those that the rules choose with the package
// as the disagreement. The error is that of the context or of CheckPackage.
func (p *Problem) Improve(ctx context.Context, pkg Package, l Limits) ([]Point, error) {
	at, err := p.wholesOf(pkg)
	if err != nil {
		return nil, err
	}
	var out []Point
	f, err := p.above(ctx, l, at)
	switch {
	case errors.As(err, new(errLarge)):
		out, err = p.chosen(ctx, at, l)
	case err == nil:
		out = f.all()
	}
	if err != nil {
		return nil, err
	}
	total := make([]*big.Rat, len(out))
	for i, pt := range out {
		total[i] = new(big.Rat)
		for party, u := range pt.Utilities {
			if r := p.spread(party); r.Sign() > 0 {
				gain := new(big.Rat).Sub(u, p.rational(party, at[party]))
				total[i].Add(total[i], gain.Quo(gain, p.rational(party, r)))
			}
		}
	}
	order := indices(len(out))
	slices.SortStableFunc(order, func(a, b int) int { return total[b].Cmp(total[a]) })
	return pick(out, order), nil
}

// chosen is what the rules choose with these utilities as the disagreement.
func (p *Problem) chosen(ctx context.Context, apart []*big.Int, l Limits) ([]Point, error) {
	z, err := p.zoneAt(ctx, apart, l)
	if err != nil || z.inside == nil {
		return nil, err
	}
	var out []Point
	for _, rule := range []Rule{Nash, KalaiSmorodinsky, Leximin, Welfare} {
		points, err := z.solve(rule)
		if err != nil {
			return nil, err
		}
		out = append(out, points...)
	}
	return out, nil
}

// wholesOf is the utilities of a package, in 1/den.
func (p *Problem) wholesOf(pkg Package) ([]*big.Int, error) {
	if err := p.s.CheckPackage(pkg); err != nil {
		return nil, err
	}
	out := make([]*big.Int, len(p.s.Parties))
	for party := range out {
		out[party] = p.whole(party, p.s.Utility(party, pkg))
	}
	return out, nil
}

// spread is how far a party's utilities may lie apart, in 1/den.
func (p *Problem) spread(party int) *big.Int {
	sum := new(big.Int)
	for i := range p.groups {
		sum.Add(sum, p.groups[i].spread(party))
	}
	return sum
}

// A Trade is an issue on which two packages differ, and what each party gains by the
// change.
type Trade struct {
	Issue    int
	From, To int        // options
	Gains    []*big.Rat // by party; negative: a loss
}

// Trades explains a package against another, issue by issue: who gives and who gains
// (logrolling). Bonuses for combinations belong to no issue; Rest is what they change.
// The trades in which most is at stake come first. The error is that of CheckPackage.
func (s *Scenario) Trades(from, to Package) (trades []Trade, rest []*big.Rat, err error) {
	for _, pkg := range []Package{from, to} {
		if err := s.CheckPackage(pkg); err != nil {
			return nil, nil, err
		}
	}
	for party := range s.Parties {
		rest = append(rest, new(big.Rat).Sub(s.Utility(party, to), s.Utility(party, from)))
	}
	for i := range from {
		if from[i] == to[i] {
			continue
		}
		t := Trade{Issue: i, From: from[i], To: to[i]}
		for party := range s.Parties {
			p := &s.Parties[party]
			gain := new(big.Rat).Sub(p.value(i, to[i]), p.value(i, from[i]))
			t.Gains = append(t.Gains, gain)
			rest[party].Sub(rest[party], gain)
		}
		trades = append(trades, t)
	}
	slices.SortStableFunc(trades, func(a, b Trade) int { return b.stake().Cmp(a.stake()) })
	return trades, rest, nil
}

// stake is how much the parties gain and lose by a trade.
func (t Trade) stake() *big.Rat {
	sum := new(big.Rat)
	for _, g := range t.Gains {
		sum.Add(sum, new(big.Rat).Abs(g))
	}
	return sum
}

// A Relaxation is one thing that, given up, opens an empty zone.
type Relaxation struct {
	Party   int      // -1: Line is of the combinations forbidden for everyone
	Line    int      // of the party's red lines; -1: its reservation value
	By      *big.Rat // of a reservation value: how much lower it must be
	Package Package  // one that is then in the zone
}

// Relax finds, for an empty zone, every single reservation value, red line and common
// constraint that opens it if it is relaxed, reservation values first, those that must
// give least of their party's range first. It finds nothing if the zone is not empty.
// The error is that of the context.
func (p *Problem) Relax(ctx context.Context, l Limits) ([]Relaxation, error) {
	z, err := p.zone(ctx, Raw, l)
	if err != nil || z.inside != nil {
		return nil, err
	}
	out, err := p.relaxReservations(ctx, l)
	if err != nil {
		return nil, err
	}
	for line := range p.s.Forbidden {
		s := *p.s
		s.Forbidden = slices.Delete(slices.Clone(s.Forbidden), line, line+1)
		if out, err = s.opens(ctx, l, out, Relaxation{Party: -1, Line: line}); err != nil {
			return nil, err
		}
	}
	for party := range p.s.Parties {
		for line := range p.s.Parties[party].RedLines {
			s := *p.s
			s.Parties = slices.Clone(s.Parties)
			s.Parties[party].RedLines = slices.Delete(slices.Clone(s.Parties[party].RedLines), line, line+1)
			if out, err = s.opens(ctx, l, out, Relaxation{Party: party, Line: line}); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// opens adds the relaxation that led to this scenario if its zone is not empty.
func (s *Scenario) opens(ctx context.Context, l Limits, out []Relaxation, r Relaxation) ([]Relaxation, error) {
	p, err := NewProblem(s)
	if err != nil {
		return nil, err
	}
	z, err := p.zone(ctx, Raw, l)
	if err != nil || z.inside == nil {
		return out, err
	}
	r.Package = z.pack(z.inside)
	return append(out, r), nil
}

// relaxReservations finds the most that each party can have while the others have their
// reservation values.
func (p *Problem) relaxReservations(ctx context.Context, l Limits) ([]Relaxation, error) {
	apart, err := p.apart(ctx, Raw, l)
	if err != nil {
		return nil, err
	}
	low, err := p.least(ctx, l)
	if err != nil {
		return nil, err
	}
	var out []Relaxation
	for party := range p.s.Parties {
		if p.s.Parties[party].Reservation == nil {
			continue
		}
		floors := slices.Clone(apart)
		floors[party] = low[party]
		z, err := p.zoneAt(ctx, floors, l)
		if err != nil {
			return nil, err
		}
		if z.inside == nil {
			continue
		}
		s, err := z.best(party)
		if err != nil {
			return nil, err
		}
		short := new(big.Int).Sub(apart[party], low[party])
		out = append(out, Relaxation{Party: party, Line: -1, By: p.rational(party, short.Sub(short, s.best[party])), Package: z.pack(s.pkg)})
	}
	share := func(r Relaxation) *big.Rat {
		all := p.rational(r.Party, p.spread(r.Party))
		if all.Sign() == 0 {
			return r.By
		}
		return all.Quo(r.By, all)
	}
	slices.SortStableFunc(out, func(a, b Relaxation) int { return share(a).Cmp(share(b)) })
	return out, nil
}

// Efficient reports whether no package is at least as good for every party and better
// for one. The error is that of the context or of CheckPackage.
func (p *Problem) Efficient(ctx context.Context, pkg Package, l Limits) (bool, error) {
	if !p.s.Allowed(pkg) {
		return false, nil
	}
	at, err := p.wholesOf(pkg)
	if err != nil {
		return false, err
	}
	z, err := p.zoneAt(ctx, at, l)
	if err != nil {
		return false, err
	}
	s := z.newSearch(newGoal(sum, z.even(), z.far))
	s.enough = func(gains []*big.Int) bool { return slices.ContainsFunc(gains, positive) }
	if err := s.run(z.inside); err != nil {
		return false, err
	}
	return !s.enough(s.best), nil
}

func positive(n *big.Int) bool { return n.Sign() > 0 }

// Robust reports whether a package is efficient for some scores that the intervals and
// rankings allow (possibly), and for all of them (necessarily). The scores that are best
// for the package give its own options the most and the others the least, and the
// other way round, at the same time against every other package. The error is that of
// the context or of CheckPackage.
func (s *Scenario) Robust(ctx context.Context, pkg Package, l Limits) (possibly, necessarily bool, err error) {
	if err := errors.Join(s.Check(), s.CheckPackage(pkg)); err != nil {
		return false, false, err
	}
	for _, favour := range []bool{true, false} {
		p, err := NewProblem(s.extreme(pkg, favour))
		if err != nil {
			return false, false, err
		}
		efficient, err := p.Efficient(ctx, pkg, l)
		if err != nil {
			return false, false, err
		}
		if favour {
			possibly = efficient
		} else {
			necessarily = efficient
		}
	}
	return possibly, necessarily, nil
}

// extreme is the scenario with the scores that are best for a package, or worst.
func (s *Scenario) extreme(pkg Package, favour bool) *Scenario {
	out := *s
	out.Parties = slices.Clone(s.Parties)
	for i := range out.Parties {
		p := &out.Parties[i]
		from := &s.Parties[i]
		p.Rankings = nil
		p.Scores = make([][]Score, len(s.Issues))
		for issue := range s.Issues {
			for o := range s.Issues[issue].Options {
				p.Scores[issue] = append(p.Scores[issue], Points(from.end(issue, o, pkg[issue], favour)))
			}
		}
	}
	return &out
}

// end is the score of an option that is best, or worst, for one that is chosen.
func (p *Party) end(issue, option, chosen int, favour bool) *big.Rat {
	for _, r := range p.Rankings {
		if r.Issue != issue {
			continue
		}
		if r.high(option, chosen, favour) {
			return r.Top
		}
		return new(big.Rat)
	}
	if p.Scores[issue] == nil {
		return new(big.Rat)
	}
	if (option == chosen) == favour {
		return p.Scores[issue][option].High
	}
	return p.Scores[issue][option].Low
}

// high reports whether an option is worth the top where scores are best, or worst, for
// the one that is chosen, and nothing otherwise.
func (r Ranking) high(option, chosen int, favour bool) bool {
	at, c, last := r.place(option), r.place(chosen), len(r.Best)-1
	switch {
	case at == 0:
		return true
	case at == last:
		return false
	case favour:
		return c < last && at <= c
	}
	return c == 0 || at < c
}

// A Coalition is parties that can block a package together and would.
type Coalition struct {
	Parties []int
	// Package is one that each of them prefers, while it leaves nobody below disagreement;
	// nil if each of them is worse off with the package given than without a deal.
	Package Package
}

// Blocking finds the smallest coalitions that can block a package and have a reason to.
// A package passes with the consent of parties whose votes reach the quota; parties
// block if those of the others do not. The error is that of the context or of
// CheckPackage.
func (p *Problem) Blocking(ctx context.Context, pkg Package, votes []int, quota int, l Limits) ([]Coalition, error) {
	at, err := p.wholesOf(pkg)
	if err != nil {
		return nil, err
	}
	apart, err := p.apart(ctx, Raw, l)
	if err != nil {
		return nil, err
	}
	var out []Coalition
	for _, c := range smallestBlocking(votes, quota) {
		worse := !slices.ContainsFunc(c, func(party int) bool { return at[party].Cmp(apart[party]) >= 0 })
		if worse {
			out = append(out, Coalition{Parties: c})
			continue
		}
		floors := slices.Clone(apart)
		for _, party := range c {
			next := new(big.Int).Add(at[party], big.NewInt(1))
			if next.Cmp(floors[party]) > 0 {
				floors[party] = next
			}
		}
		z, err := p.zoneAt(ctx, floors, l)
		if err != nil {
			return nil, err
		}
		if z.inside != nil {
			out = append(out, Coalition{c, z.pack(z.inside)})
		}
	}
	return out, nil
}

// smallestBlocking is the coalitions that block and of which no part does.
func smallestBlocking(votes []int, quota int) [][]int {
	total := 0
	for _, v := range votes {
		total += v
	}
	order := indices(len(votes))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(votes[b], votes[a]) })
	var out [][]int
	var take func(from int, in []int, left int)
	take = func(from int, in []int, left int) {
		if left < quota {
			// in falling order of votes the last is the least: without it they must not block
			if last := len(in) - 1; last < 0 || left+votes[in[last]] >= quota {
				c := slices.Clone(in)
				slices.Sort(c)
				out = append(out, c)
			}
			return
		}
		for i := from; i < len(order); i++ {
			take(i+1, append(in, order[i]), left-votes[order[i]])
		}
	}
	take(0, nil, total)
	return out
}
