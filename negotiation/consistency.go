package negotiation

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"parley/bargain"
)

// Whether a party's scores say one thing. What is asked and answered here is computed
// from the party's own scores and from what everyone sees, and from nothing else.

// Inconsistencies says what in the scores of the member's party contradicts itself or is
// missing, each in a sentence with what to do; none where the party has not scored. The
// error is that of the context.
func (v *View) Inconsistencies(ctx context.Context) ([]string, error) {
	x := v.MyScores()
	if x == nil {
		return nil, nil
	}
	return x.inconsistencies(ctx, v.state.Bargain)
}

func (x *Scores) inconsistencies(ctx context.Context, b *Bargain) ([]string, error) {
	var out []string
	for _, m := range x.missing(b) {
		out = append(out, m+" Give it one: until then nothing is computed for you.")
	}
	sum := new(big.Rat)
	for i := range b.Points {
		sum.Add(sum, x.Weight(b.Points[i].ID).rat())
		out = append(out, x.within(&b.Points[i])...)
	}
	if len(out) > 0 && len(x.missing(b)) > 0 {
		return out, nil
	}
	if sum.Cmp(big.NewRat(100, 1)) != 0 {
		out = append(out, fmt.Sprintf("Your weights add up to %s. Make it 100, so that your points are of one measure with those of others.", amountOf(sum)))
	}
	best, err := x.best(ctx, b)
	if err != nil {
		return nil, err
	}
	switch r := x.Reservation.rat(); {
	case best == nil:
		out = append(out, "You refuse every package. Accept one option of each point at least.")
	case r.Cmp(best) > 0:
		out = append(out, fmt.Sprintf("No deal is worth %s to you, and the best package that you accept is worth %s. Lower the first, or refuse less.", x.Reservation, amountOf(best)))
	}
	return append(out, x.contradicted(b)...), nil
}

// within is what is inconsistent in one point.
func (x *Scores) within(p *Point) []string {
	var out []string
	var least, most, open *big.Rat // of the values; open: the least of one that is not refused
	var lowest, greatest *choice   // the least of those accepted, the most of those refused
	var top *big.Rat
	whole := true
	for i := range p.Options {
		s := x.Of(p.ID, p.Options[i].ID)
		if s == nil || s.Value == "" && s.Low == "" {
			whole = false
			continue
		}
		v := s.middle()
		if least == nil || v.Cmp(least) < 0 {
			least = v
		}
		if most == nil || v.Cmp(most) > 0 {
			most = v
		}
		switch here := (choice{p, &p.Options[i]}); {
		case s.Refused && (top == nil || v.Cmp(top) > 0):
			top, greatest = v, &here
		case !s.Refused && (open == nil || v.Cmp(open) < 0):
			open, lowest = v, &here
		}
	}
	if top != nil && open != nil && top.Cmp(open) > 0 {
		out = append(out, fmt.Sprintf("You refuse %s and value it above %s, which you accept. Lower its value, or do not refuse it.", greatest, lowest))
	}
	weighs := x.Weight(p.ID).rat().Sign() > 0
	switch differ := least != nil && least.Cmp(most) != 0; {
	case weighs && whole && !differ:
		out = append(out, fmt.Sprintf("All options of “%s” are worth the same to you, and it has a weight. Say which is better, or give it no weight.", p.Name))
	case !weighs && x.Weight(p.ID) != "" && differ:
		out = append(out, fmt.Sprintf("“%s” has no weight, and its options differ. Give it a weight, or one value for all.", p.Name))
	}
	return out
}

func (o *OptionScore) middle() *big.Rat {
	if o.Low == "" {
		return o.Value.rat()
	}
	return bargain.Score{Low: o.Low.rat(), High: o.High.rat()}.Middle()
}

// best is the most that a package is worth that the party does not refuse; nil: it
// refuses all.
func (x *Scores) best(ctx context.Context, b *Bargain) (*big.Rat, error) {
	mine := x.preferences(b)
	mine.Reservation = nil
	p, err := bargain.NewProblem(b.scenario(mine))
	if err != nil {
		return nil, err
	}
	f, err := p.Frontier(ctx, bargain.Limits{})
	if err != nil || f.Len() == 0 {
		return nil, err
	}
	return f.Point(0).Utilities[0], nil
}

// worth is what a package is worth to the party.
func (x *Scores) worth(b *Bargain, pkg Package) *big.Rat {
	return b.scenario(x.preferences(b)).Utility(0, b.numbered(pkg))
}

// contradicted is the answers that say otherwise than the numbers.
func (x *Scores) contradicted(b *Bargain) []string {
	var out []string
	for _, c := range x.Comparisons {
		one, two := x.worth(b, c.First), x.worth(b, c.Second)
		says := map[int]Preference{1: First, -1: Second, 0: Equal}[one.Cmp(two)]
		if says == c.Better {
			continue
		}
		first, second := b.differences(c.First, c.Second)
		said := map[Preference]string{First: "the first is better", Second: "the second is better", Equal: "both are as good"}[c.Better]
		out = append(out, fmt.Sprintf("Of %s and, in its place, %s you said that %s; by your numbers they are worth %s and %s. Change the numbers, or the answer.", first, second, said, amountOf(one), amountOf(two)))
	}
	return out
}

// differences names the options of two packages where these differ.
func (b *Bargain) differences(one, two Package) (first, second string) {
	x, y := Package{}, Package{}
	for p, o := range one {
		if two[p] != o {
			x[p], y[p] = o, two[p]
		}
	}
	return b.says(x), b.says(y)
}

// asked is how many pairs of packages a party is asked to compare.
const asked = 3

// Comparisons returns pairs of packages that the member's party is worth asking about:
// of two points, each package gives one and gains the other, by numbers that lie close
// together. They are chosen by its own scores alone; none while some are missing.
func (v *View) Comparisons() []Comparison {
	x, b := v.MyScores(), v.state.Bargain
	if x == nil || len(x.missing(b)) > 0 {
		return nil
	}
	out := slices.Clone(x.Comparisons)
	for _, c := range x.exchanges(b) {
		if len(out) >= asked {
			break
		}
		known := func(o Comparison) bool { return same(o.First, c.First) && same(o.Second, c.Second) }
		if !slices.ContainsFunc(out, known) {
			out = append(out, c)
		}
	}
	return out
}

func same(a, b Package) bool { return a.within(b) && b.within(a) }

// exchange is a pair of packages, with how far their worth lies apart as a share of what
// is exchanged.
type exchange struct {
	Comparison
	apart *big.Rat
}

// exchanges are pairs of packages, the closest of each pair of points, closest first.
func (x *Scores) exchanges(b *Bargain) []Comparison {
	best := x.favourite(b)
	steps := make([][]step, len(b.Points))
	for i := range b.Points {
		steps[i] = x.steps(&b.Points[i])
	}
	var all []exchange
	for i := range b.Points {
		for j := i + 1; j < len(b.Points); j++ {
			if e, ok := b.closest(best, i, j, steps); ok {
				all = append(all, e)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b exchange) int { return a.apart.Cmp(b.apart) })
	out := make([]Comparison, len(all))
	for i, e := range all {
		out[i] = e.Comparison
	}
	return out
}

// step is the way from one option of a point to a better one.
type step struct {
	from, to OptionID
	gain     *big.Rat
}

// steps are those between options that are not refused. Where these are many, only the
// worst, the middle and the best count: the others would be asked about in vain.
func (x *Scores) steps(p *Point) []step {
	type valued struct {
		id    OptionID
		worth *big.Rat
	}
	var open []valued
	for _, o := range p.Options {
		if s := x.Of(p.ID, o.ID); !s.Refused {
			open = append(open, valued{o.ID, new(big.Rat).Mul(x.Weight(p.ID).rat(), s.middle())})
		}
	}
	slices.SortStableFunc(open, func(a, b valued) int { return a.worth.Cmp(b.worth) })
	if n := len(open); n > 4 {
		open = []valued{open[0], open[n/2], open[n-1]}
	}
	var out []step
	for i, a := range open {
		for _, b := range open[i+1:] {
			if gain := new(big.Rat).Sub(b.worth, a.worth); gain.Sign() > 0 {
				out = append(out, step{a.id, b.id, gain})
			}
		}
	}
	return out
}

// favourite is the best option of each point by itself that is not refused.
func (x *Scores) favourite(b *Bargain) Package {
	out := b.Base()
	for _, p := range b.Points {
		var most *big.Rat
		for _, o := range p.Options {
			if s := x.Of(p.ID, o.ID); !s.Refused && (most == nil || s.middle().Cmp(most) > 0) {
				most = s.middle()
				out[p.ID] = o.ID
			}
		}
	}
	return out
}

// closest is the exchange between two points whose sides are worth nearly the same.
func (b *Bargain) closest(best Package, i, j int, steps [][]step) (out exchange, ok bool) {
	for _, one := range steps[i] {
		for _, two := range steps[j] {
			apart := new(big.Rat).Sub(one.gain, two.gain)
			apart.Quo(apart.Abs(apart), new(big.Rat).Add(one.gain, two.gain))
			if ok && apart.Cmp(out.apart) >= 0 {
				continue
			}
			first, second := best.with(b.Points[i].ID, one.to), best.with(b.Points[i].ID, one.from)
			first[b.Points[j].ID], second[b.Points[j].ID] = two.from, two.to
			if b.Check(first) == nil && b.Check(second) == nil {
				out, ok = exchange{Comparison{First: first, Second: second}, apart}, true
			}
		}
	}
	return out, ok
}

// with returns a copy with one point settled otherwise.
func (pkg Package) with(p PointID, o OptionID) Package {
	out := make(Package, len(pkg))
	for q, x := range pkg {
		out[q] = x
	}
	out[p] = o
	return out
}
