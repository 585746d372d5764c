package bargain

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// outcome is a utility point with how many packages reach it.
type outcome struct {
	u     []*big.Rat
	count int
}

// everyPackage calls a function with each package that nothing forbids.
func everyPackage(s *Scenario, each func(Package)) {
	pkg := make(Package, len(s.Issues))
	var at func(i int)
	at = func(i int) {
		if i == len(pkg) {
			if s.Allowed(pkg) {
				each(pkg)
			}
			return
		}
		for o := range s.Issues[i].Options {
			pkg[i] = o
			at(i + 1)
		}
	}
	at(0)
}

// outcomes are the distinct utility points, by enumeration.
func outcomes(s *Scenario) []outcome {
	seen := map[string]int{}
	var out []outcome
	everyPackage(s, func(pkg Package) {
		u := make([]*big.Rat, len(s.Parties))
		for i := range u {
			u[i] = s.Utility(i, pkg)
		}
		key := fmt.Sprint(u)
		n, known := seen[key]
		if !known {
			n = len(out)
			seen[key] = n
			out = append(out, outcome{u: u})
		}
		out[n].count++
	})
	return out
}

func allAtLeast(a, b []*big.Rat) bool {
	for i := range a {
		if a[i].Cmp(b[i]) < 0 {
			return false
		}
	}
	return true
}

// efficientOf is the frontier, each point compared with each.
func efficientOf(all []outcome) []outcome {
	var out []outcome
	for i, x := range all {
		beaten := slices.ContainsFunc(all, func(y outcome) bool { return allAtLeast(y.u, x.u) && fmt.Sprint(y.u) != fmt.Sprint(all[i].u) })
		if !beaten {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b outcome) int {
		for i := range a.u {
			if c := b.u[i].Cmp(a.u[i]); c != 0 {
				return c
			}
		}
		return 0
	})
	return out
}

// scenarios draws small scenarios: few options, few distinct scores so that ties are
// common, some wide numbers, constraints, interactions and red lines.
func scenarios(parties int) *rapid.Generator[*Scenario] {
	return rapid.Custom(func(t *rapid.T) *Scenario {
		s := &Scenario{Name: "drawn"}
		n := rapid.IntRange(1, 5).Draw(t, "issues")
		for i := range n {
			issue := Issue{Name: fmt.Sprint("issue ", i)}
			for o := range rapid.IntRange(1, 4).Draw(t, "options") {
				issue.Options = append(issue.Options, fmt.Sprint(o))
			}
			s.Issues = append(s.Issues, issue)
		}
		dens := rapid.SampledFrom([]int64{1, 1, 2, 3, 10, 1_000_000_007})
		number := func(name string, low int) *big.Rat {
			x := big.NewRat(int64(rapid.IntRange(low, 6).Draw(t, name)), dens.Draw(t, "den"))
			if rapid.IntRange(0, 20).Draw(t, "wide") == 0 {
				x.Add(x, big.NewRat(1, 1<<61-1))
				x.Mul(x, big.NewRat(1, 1<<60-93))
			}
			return x
		}
		box := func() Box {
			var b Box
			for i, issue := range s.Issues {
				if !rapid.Bool().Draw(t, "side") {
					continue
				}
				var options []int
				for o := range issue.Options {
					if rapid.Bool().Draw(t, "in") {
						options = append(options, o)
					}
				}
				b = append(b, Side{i, options})
			}
			return b
		}
		for i := range parties {
			p := Party{Name: fmt.Sprint("party ", i)}
			if rapid.Bool().Draw(t, "base") {
				p.Base = number("base", -3)
			}
			for _, issue := range s.Issues {
				var scores []Score
				for range issue.Options {
					scores = append(scores, Points(number("score", -2)))
				}
				p.Scores = append(p.Scores, scores)
			}
			for range rapid.IntRange(0, 2).Draw(t, "bonuses") {
				p.Bonuses = append(p.Bonuses, Bonus{box(), number("bonus", -6)})
			}
			if rapid.IntRange(0, 4).Draw(t, "red") == 0 {
				p.RedLines = append(p.RedLines, box())
			}
			if rapid.Bool().Draw(t, "reserved") {
				p.Reservation = number("reservation", -3)
			}
			s.Parties = append(s.Parties, p)
		}
		if rapid.IntRange(0, 2).Draw(t, "bound") == 0 {
			s.Forbidden = append(s.Forbidden, box())
		}
		return s
	})
}

func TestI13_TheFrontierIsThatOfEnumeration(t *testing.T) {
	for parties := 1; parties <= 6; parties++ {
		t.Run(fmt.Sprint(parties, " parties"), rapid.MakeCheck(func(t *rapid.T) {
			s := scenarios(parties).Draw(t, "scenario")
			p, err := NewProblem(s)
			if err != nil {
				t.Fatal(err)
			}
			f, err := p.Frontier(context.Background(), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			want := efficientOf(outcomes(s))
			if f.Len() != len(want) {
				t.Fatalf("%d points, want %d", f.Len(), len(want))
			}
			for i, w := range want {
				got := f.Point(i)
				if fmt.Sprint(got.Utilities) != fmt.Sprint(w.u) || got.Count.Cmp(big.NewInt(int64(w.count))) != 0 {
					t.Fatalf("point %d: %v of %v packages, want %v of %d", i, got.Utilities, got.Count, w.u, w.count)
				}
				if !s.Allowed(got.Package) {
					t.Fatalf("point %d: package %v is forbidden", i, got.Package)
				}
				for party := range s.Parties {
					if s.Utility(party, got.Package).Cmp(w.u[party]) != 0 {
						t.Fatalf("point %d: package %v is not worth %v", i, got.Package, w.u)
					}
				}
			}
		}))
	}
}
