package bargain

import (
	"context"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
)

// generic is a scenario of random scores from 0 to 100.
func generic(parties, issues, options int) *Scenario {
	return random(parties, issues, options, func(r *rand.Rand, scores []int64) {
		for i := range scores {
			scores[i] = r.Int64N(101)
		}
	})
}

// opposed is a scenario in which what one party gains the others lose: on each option
// the scores add up to nearly the same.
func opposed(parties, issues, options int) *Scenario {
	return random(parties, issues, options, func(r *rand.Rand, scores []int64) {
		left := int64(100)
		for i := range scores[1:] {
			scores[i] = r.Int64N(left + 1)
			left -= scores[i]
		}
		scores[len(scores)-1] = left
		r.Shuffle(len(scores), func(i, j int) { scores[i], scores[j] = scores[j], scores[i] })
	})
}

func random(parties, issues, options int, draw func(*rand.Rand, []int64)) *Scenario {
	r := rand.New(rand.NewPCG(uint64(parties), uint64(issues*100+options)))
	s := &Scenario{Name: "drawn"}
	for i := range parties {
		s.Parties = append(s.Parties, Party{Name: fmt.Sprint(i), Scores: make([][]Score, issues)})
	}
	scores := make([]int64, parties)
	for i := range issues {
		issue := Issue{Name: fmt.Sprint(i)}
		for o := range options {
			issue.Options = append(issue.Options, fmt.Sprint(o))
			draw(r, scores)
			for p := range s.Parties {
				s.Parties[p].Scores[i] = append(s.Parties[p].Scores[i], Points(big.NewRat(scores[p], 1)))
			}
		}
		s.Issues = append(s.Issues, issue)
	}
	return s
}

// blocs is a scenario in which every second party wants the opposite of the others, but
// for a fifth of the points that each has its own mind about.
func blocs(parties, issues, options int) *Scenario {
	return random(parties, issues, options, func(r *rand.Rand, scores []int64) {
		common := r.Int64N(101)
		for i := range scores {
			own := common
			if i%2 == 1 {
				own = 100 - common
			}
			scores[i] = min(100, max(0, own+r.Int64N(41)-20))
		}
	})
}

// rectangles is a scenario of two parties that score combinations only, in the manner of
// the constraint-based domains of Ito, Hattori and Klein (2007) as the tools for research
// draw them: two boxes for each issue and party, of one to four sides, most of which lie
// on a few issues that matter to everything.
func rectangles(issues int, seed uint64) *Scenario {
	r := rand.New(rand.NewPCG(seed, uint64(issues)))
	s := &Scenario{Name: "drawn"}
	for i := range issues {
		issue := Issue{Name: fmt.Sprint(i)}
		for o := range 10 {
			issue.Options = append(issue.Options, fmt.Sprint(o))
		}
		s.Issues = append(s.Issues, issue)
	}
	hubs := max(1, issues/5)
	for party := range 2 {
		p := Party{Name: fmt.Sprint(party), Scores: make([][]Score, issues)}
		for range 2 * issues {
			var b Box
			for n, want := 0, 1+r.IntN(4); n < want; n++ {
				i := issues - 1 - r.IntN(hubs)
				if r.IntN(3) == 0 {
					i = r.IntN(issues - hubs)
				}
				if !b.names(i) {
					b = append(b, Side{i, stretch(r)})
				}
			}
			p.Bonuses = append(p.Bonuses, Bonus{b, big.NewRat(1+r.Int64N(99), 1)})
		}
		s.Parties = append(s.Parties, p)
	}
	return s
}

func (b Box) names(issue int) bool {
	for _, side := range b {
		if side.Issue == issue {
			return true
		}
	}
	return false
}

// stretch draws options that follow each other.
func stretch(r *rand.Rand) []int {
	low, high := 0, 9
	switch r.IntN(3) {
	case 0:
		high = 5 + r.IntN(4)
	case 1:
		low = 1 + r.IntN(9)
	default:
		low = r.IntN(5)
		high = low + 5
	}
	var out []int
	for o := low; o <= high; o++ {
		out = append(out, o)
	}
	return out
}

func BenchmarkFrontier(b *testing.B) {
	for _, c := range []struct {
		parties, issues, options int
		make                     func(int, int, int) *Scenario
		name                     string
	}{
		{2, 28, 4, generic, "generic"}, {2, 28, 4, opposed, "opposed"}, {2, 100, 10, generic, "generic"},
		{3, 28, 4, generic, "generic"}, {4, 16, 4, generic, "generic"}, {4, 16, 4, blocs, "blocs"}, {4, 28, 4, generic, "generic"},
	} {
		s := c.make(c.parties, c.issues, c.options)
		p, err := NewProblem(s)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%s/%dx%dx%d", c.name, c.parties, c.issues, c.options), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f, err := p.Frontier(context.Background(), Limits{Points: 20_000_000})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(f.Len()), "points")
			}
		})
	}
}

func BenchmarkCover(b *testing.B) {
	for _, c := range []struct {
		name     string
		scenario *Scenario
		points   int
	}{
		{"generic/4x28x4", generic(4, 28, 4), 200_000}, {"blocs/4x28x4", blocs(4, 28, 4), 100_000}, {"opposed/4x16x4", opposed(4, 16, 4), 50_000},
	} {
		p, err := NewProblem(c.scenario)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				f, err := p.Frontier(context.Background(), Limits{Points: c.points, Epsilon: big.NewRat(1, 1)})
				if err != nil {
					b.Fatal(err)
				}
				off := 0.0
				if e := f.Epsilon(); e != nil {
					off, _ = e.Float64()
				}
				b.ReportMetric(100*off, "%off")
				b.ReportMetric(float64(f.Len()), "points")
			}
		})
	}
}

func BenchmarkRectangles(b *testing.B) {
	for _, issues := range []int{10, 20, 30, 40, 50} {
		b.Run(fmt.Sprintf("10^%d", issues), func(b *testing.B) {
			for seed := uint64(0); b.Loop(); seed++ {
				p, err := NewProblem(rectangles(issues, seed%4))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := p.Frontier(context.Background(), Limits{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSolve(b *testing.B) {
	for parties := 2; parties <= 8; parties++ {
		p, err := NewProblem(generic(parties, 28, 4))
		if err != nil {
			b.Fatal(err)
		}
		for _, rule := range []Rule{Nash, Egalitarian, KalaiSmorodinsky, Leximin, Welfare} {
			b.Run(fmt.Sprintf("%v/%dx28x4", rule, parties), func(b *testing.B) {
				for b.Loop() {
					if _, err := p.Solve(context.Background(), rule, Unreserved, Limits{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
