package bargain

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// chosenOf is what a rule chooses by its definition: over the frontier of all outcomes
// that leave nobody below its reservation value.
func chosenOf(s *Scenario, all []outcome, rule Rule, how Treatment) (apart []*big.Rat, chosen []outcome) {
	n := len(s.Parties)
	most := make([]*big.Rat, n)
	apart = make([]*big.Rat, n)
	for i := range n {
		for _, x := range all {
			if most[i] == nil || x.u[i].Cmp(most[i]) > 0 {
				most[i] = x.u[i]
			}
			if apart[i] == nil || x.u[i].Cmp(apart[i]) < 0 {
				apart[i] = x.u[i]
			}
		}
	}
	var feasible []outcome
	for _, x := range all {
		good := true
		for i := range n {
			r := s.Parties[i].Reservation
			good = good && (how == Unreserved || r == nil || x.u[i].Cmp(r) >= 0)
		}
		if good {
			feasible = append(feasible, x)
		}
	}
	for i := range n {
		if r := s.Parties[i].Reservation; r != nil && how != Unreserved && (how == Raw || r.Cmp(apart[i]) > 0) {
			apart[i] = r
		}
	}
	ideal := make([]*big.Rat, n)
	for i := range n {
		ideal[i] = new(big.Rat)
		for _, x := range feasible {
			if g := new(big.Rat).Sub(x.u[i], apart[i]); g.Cmp(ideal[i]) > 0 {
				ideal[i] = g
			}
		}
	}
	value := func(x outcome) []*big.Rat {
		gains := make([]*big.Rat, n)
		for i := range n {
			gains[i] = new(big.Rat).Sub(x.u[i], apart[i])
		}
		shares := func(of func(i int) *big.Rat) []*big.Rat {
			var out []*big.Rat
			for i := range n {
				if d := of(i); d.Sign() > 0 {
					out = append(out, new(big.Rat).Quo(gains[i], d))
				}
			}
			slices.SortFunc(out, (*big.Rat).Cmp)
			return out
		}
		switch rule {
		case Nash:
			p := big.NewRat(1, 1)
			for _, g := range gains {
				p.Mul(p, g)
			}
			return []*big.Rat{p}
		case Welfare:
			p := new(big.Rat)
			for _, g := range gains {
				p.Add(p, g)
			}
			return []*big.Rat{p}
		case Egalitarian:
			slices.SortFunc(gains, (*big.Rat).Cmp)
			return gains[:1]
		case Leximin:
			slices.SortFunc(gains, (*big.Rat).Cmp)
			return gains
		case KalaiSmorodinsky:
			if x := shares(func(i int) *big.Rat { return ideal[i] }); len(x) > 0 {
				return x[:1]
			}
		case Balanced:
			x := shares(func(i int) *big.Rat { return new(big.Rat).Sub(most[i], apart[i]) })
			if len(x) > 0 {
				return []*big.Rat{new(big.Rat).Sub(x[0], x[len(x)-1])}
			}
		}
		return nil
	}
	compare := func(a, b outcome) int {
		x, y := value(a), value(b)
		for i := range x {
			if c := x[i].Cmp(y[i]); c != 0 {
				return c
			}
		}
		return 0
	}
	for _, x := range efficientOf(feasible) {
		switch {
		case len(chosen) == 0 || compare(x, chosen[0]) > 0:
			chosen = []outcome{x}
		case compare(x, chosen[0]) == 0:
			chosen = append(chosen, x)
		}
	}
	return apart, chosen
}

func TestI13_SolutionsAreThoseOfEnumeration(t *testing.T) {
	for parties := 2; parties <= 6; parties++ {
		t.Run(fmt.Sprint(parties, " parties"), rapid.MakeCheck(func(t *rapid.T) {
			s := scenarios(parties).Draw(t, "scenario")
			p, err := NewProblem(s)
			if err != nil {
				t.Fatal(err)
			}
			all := outcomes(s)
			if len(all) == 0 {
				t.Skip("everything is forbidden")
			}
			rule, how := rapid.SampledFrom(Rules()).Draw(t, "rule"), Treatment(rapid.IntRange(0, 2).Draw(t, "treatment"))
			got, err := p.Solve(context.Background(), rule, how, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			apart, want := chosenOf(s, all, rule, how)
			if fmt.Sprint(got.Disagreement) != fmt.Sprint(apart) {
				t.Fatalf("%v %v: disagreement %v, want %v", rule, how, got.Disagreement, apart)
			}
			if len(got.Points) != len(want) {
				t.Fatalf("%v %v: %d points, want %d", rule, how, len(got.Points), len(want))
			}
			for i, w := range want {
				pt := got.Points[i]
				if fmt.Sprint(pt.Utilities) != fmt.Sprint(w.u) || pt.Count.Cmp(big.NewInt(int64(w.count))) != 0 {
					t.Fatalf("%v %v: point %d: %v of %v packages, want %v of %d", rule, how, i, pt.Utilities, pt.Count, w.u, w.count)
				}
				for party := range s.Parties {
					if s.Utility(party, pt.Package).Cmp(w.u[party]) != 0 {
						t.Fatalf("%v: package %v is not worth %v", rule, pt.Package, w.u)
					}
				}
			}
		}))
	}
}

func TestAProblemIsUsedByManyAtOnce(t *testing.T) {
	p, err := NewProblem(rectangles(6, 1))
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for _, rule := range Rules() {
		all.Go(func() {
			if s, err := p.Solve(context.Background(), rule, Reserved, Limits{}); err != nil || len(s.Points) == 0 {
				t.Errorf("%v: %v, %v", rule, s, err)
			}
		})
	}
	all.Wait()
}
