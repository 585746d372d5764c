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

func BenchmarkFrontier(b *testing.B) {
	for _, c := range []struct {
		parties, issues, options int
		make                     func(int, int, int) *Scenario
		name                     string
	}{
		{2, 28, 4, generic, "generic"}, {2, 28, 4, opposed, "opposed"}, {2, 100, 10, generic, "generic"},
		{3, 28, 4, generic, "generic"}, {4, 16, 4, generic, "generic"}, {4, 16, 4, opposed, "opposed"}, {4, 28, 4, generic, "generic"},
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
