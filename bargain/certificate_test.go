package bargain

import (
	"context"
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// reaches reports whether a point has a utility but for a share of each party's range.
func reaches(p *Problem, got, want []*big.Rat, epsilon *big.Rat) bool {
	for party, u := range got {
		reach := new(big.Rat).Set(u)
		if epsilon != nil {
			reach.Add(reach, new(big.Rat).Mul(epsilon, p.rational(party, p.spread(party))))
		}
		if reach.Cmp(want[party]) < 0 {
			return false
		}
	}
	return true
}

func TestI13_ACoverIsOffByNoMoreThanItSays(t *testing.T) {
	thinned := 0
	rapid.Check(t, func(t *rapid.T) {
		s, p, all := draw(t)
		limits := Limits{Points: rapid.IntRange(1, 6).Draw(t, "points"), Epsilon: big.NewRat(2, 1)}
		f, err := p.Frontier(context.Background(), limits)
		if err != nil {
			return // a combination of issues alone outgrows the limit
		}
		if err := f.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		epsilon := f.Epsilon()
		if epsilon != nil {
			thinned++
		}
		for _, x := range all {
			covered := false
			for i := range f.Len() {
				covered = covered || reaches(p, f.Point(i).Utilities, x.u, epsilon)
			}
			if !covered {
				t.Fatalf("with %v off by %v nothing covers %v", s.Name, epsilon, x.u)
			}
		}
		if (f.Packages() == nil) != (epsilon != nil) {
			t.Fatalf("%v packages, off by %v", f.Packages(), epsilon)
		}
	})
	if thinned == 0 {
		t.Fatal("no frontier was thinned out")
	}
}

func TestI13_ALargeCoverChecks(t *testing.T) {
	p, err := NewProblem(opposed(4, 8, 4))
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Frontier(context.Background(), Limits{Points: 1000, Epsilon: big.NewRat(1, 2)})
	if err != nil {
		t.Fatal(err)
	}
	if f.Epsilon() == nil || f.Len() > 1000 {
		t.Fatalf("%d points, off by %v", f.Len(), f.Epsilon())
	}
	if err := f.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Frontier(context.Background(), Limits{Points: 1000, Epsilon: big.NewRat(1, 1000)}); err == nil {
		t.Fatal("it is off by more than is allowed, and nothing says so")
	}
}

func TestI13_FrontiersOfManyCombinationsCheck(t *testing.T) {
	for seed := range uint64(20) {
		p, err := NewProblem(rectangles(4, seed))
		if err != nil {
			t.Fatal(err)
		}
		f, err := p.Frontier(context.Background(), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Verify(context.Background()); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

func TestCombinationsThatOutgrowTheLimitsAreRefused(t *testing.T) {
	p, err := NewProblem(rectangles(30, 0))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Frontier(context.Background(), Limits{Points: 1000}); !errors.As(err, new(errLarge)) {
		t.Fatalf("with room for 1000 points: %v", err)
	}
	z, err := p.Zone(context.Background(), Limits{Points: 20_000})
	if err != nil || z.Total == nil || z.Total.Cmp(p.Scenario().Packages()) != 0 {
		t.Fatalf("%+v, %v", z, err)
	}
}

func TestAWrongFrontierDoesNotVerify(t *testing.T) {
	p, err := NewProblem(generic(3, 6, 4))
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(f *Frontier){
		"a utility": func(f *Frontier) { f.cloud.rows[1]++ },
		"a point left out": func(f *Frontier) {
			last := len(f.trails) - 1
			f.cloud = f.cloud.keep(func(i int) bool { return i != 1 })
			f.trails[last] = trail{f.cloud.from, f.cloud.by}
		},
		"another package": func(f *Frontier) { f.trails[len(f.trails)-1].option[0]++ },
	} {
		f, err := p.Frontier(context.Background(), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Verify(context.Background()); err != nil {
			t.Fatal(err)
		}
		spoil(f)
		if err := f.Verify(context.Background()); err == nil {
			t.Errorf("%s: nothing is found", name)
		}
	}
}
