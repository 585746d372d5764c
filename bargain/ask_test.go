package bargain

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestI13_QuestionsAreTheAnswersThatChangeTheChoice(t *testing.T) {
	asked := 0
	rapid.Check(t, func(t *rapid.T) {
		s := scenarios(2).Draw(t, "scenario")
		for i := range s.Parties {
			for _, scores := range s.Parties[i].Scores {
				for o := range scores {
					if rapid.IntRange(0, 3).Draw(t, "wide") == 0 {
						scores[o].High = new(big.Rat).Add(scores[o].Low, big.NewRat(int64(rapid.IntRange(1, 8).Draw(t, "width")), 2))
					}
				}
			}
		}
		if len(outcomes(s)) == 0 {
			t.Skip("everything is forbidden")
		}
		rule := rapid.SampledFrom(Rules()).Draw(t, "rule")
		got, err := s.Ask(context.Background(), rule, Reserved, nil, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for i, q := range got {
			found[fmt.Sprint(q.Party, q.Issue, q.Option, q.Score)] = true
			if i > 0 && q.Stake.Cmp(got[i-1].Stake) > 0 {
				t.Fatalf("question %d matters more than the one before it", i)
			}
		}
		settled := s.settled()
		now, _, err := settled.recommend(context.Background(), rule, Reserved, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for party := range s.Parties {
			for issue := range s.Issues {
				for o, score := range s.Parties[party].Scores[issue] {
					if score.Exact() {
						continue
					}
					for _, end := range []*big.Rat{score.Low, score.High} {
						was := settled.Parties[party].Scores[issue][o]
						settled.Parties[party].Scores[issue][o] = Points(end)
						then := chosen(settled, rule)
						settled.Parties[party].Scores[issue][o] = was
						want := (len(now.Points) == 0) != (len(then) == 0) || slices.ContainsFunc(now.Points, func(pt Point) bool { return !then[fmt.Sprint(pt.Package)] })
						if want != found[fmt.Sprint(party, issue, o, end)] {
							t.Fatalf("party %d, issue %d, option %d at %v: changes %v, found %v", party, issue, o, end, want, got)
						}
						asked++
					}
				}
			}
		}
	})
	if asked == 0 {
		t.Fatal("nothing was tried")
	}
}

// chosen are the packages that a rule chooses, by enumeration.
func chosen(s *Scenario, rule Rule) map[string]bool {
	_, points := chosenOf(s, outcomes(s), rule, Reserved)
	out := map[string]bool{}
	everyPackage(s, func(pkg Package) {
		if slices.ContainsFunc(points, func(pt outcome) bool { return sameRats(pt.u, utilities(s, pkg)) }) {
			out[fmt.Sprint(pkg)] = true
		}
	})
	return out
}
