package bargain

import (
	"context"
	"fmt"
	"math/big"
	"slices"
)

// A Question is an answer of a party that the recommendation hangs on: what it says of an
// option, and what would be recommended instead if that were otherwise.
type Question struct {
	Party, Issue, Option int
	Score                *big.Rat // that it would have to have
	Points               []Point  // what is then recommended
	// Stake is how much it matters: what a party has at most to gain or lose by the change
	// of the recommendation, as a share of its range.
	Stake *big.Rat
}

// Ask finds the answers whose change would change what the rule chooses, those first that
// matter most: what to ask next. Each answer is tried by itself, at both ends of its
// interval or, in a ranking, as far as the options next to it; the others count by their
// middles. Scores given as numbers may be off by a share of the party's range, doubt; nil
// or 0 takes them as they are. An answer is in the list once for each end that matters.
// The error is that of Solve.
func (s *Scenario) Ask(ctx context.Context, rule Rule, how Treatment, doubt *big.Rat, l Limits) ([]Question, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	settled := s.settled()
	now, p, err := settled.recommend(ctx, rule, how, l)
	if err != nil {
		return nil, err
	}
	var out []Question
	for _, q := range s.doubts(p, doubt) {
		changes, err := settled.ask(ctx, rule, how, l, now, &q)
		if err != nil {
			return nil, fmt.Errorf("party %q, option %q of issue %q: %w", s.Parties[q.Party].Name, s.Issues[q.Issue].Options[q.Option], s.Issues[q.Issue].Name, err)
		}
		if changes {
			out = append(out, q)
		}
	}
	slices.SortStableFunc(out, func(a, b Question) int { return b.Stake.Cmp(a.Stake) })
	return out, nil
}

// doubts are the answers to be tried.
func (s *Scenario) doubts(p *Problem, doubt *big.Rat) []Question {
	var out []Question
	for party := range s.Parties {
		for issue := range s.Issues {
			for option := range s.Issues[issue].Options {
				for _, end := range s.ends(p, party, issue, option, doubt) {
					out = append(out, Question{Party: party, Issue: issue, Option: option, Score: end})
				}
			}
		}
	}
	return out
}

// settled is the scenario with a number for each score.
func (s *Scenario) settled() *Scenario {
	out := *s
	out.Parties = slices.Clone(s.Parties)
	for i := range out.Parties {
		p := &out.Parties[i]
		p.Rankings = nil
		p.Scores = make([][]Score, len(s.Issues))
		for issue := range s.Issues {
			for o := range s.Issues[issue].Options {
				p.Scores[issue] = append(p.Scores[issue], Points(s.Parties[i].value(issue, o)))
			}
		}
	}
	return &out
}

// ends is the numbers furthest from the middle that a score may be.
func (s *Scenario) ends(p *Problem, party, issue, option int, doubt *big.Rat) []*big.Rat {
	low, high := s.Parties[party].reach(issue, option)
	middle := s.Parties[party].value(issue, option)
	if low.Cmp(high) == 0 && doubt != nil {
		off := new(big.Rat).Mul(doubt, p.rational(party, p.spread(party)))
		low, high = new(big.Rat).Sub(low, off), new(big.Rat).Add(high, off)
	}
	return slices.DeleteFunc([]*big.Rat{low, high}, func(x *big.Rat) bool { return x.Cmp(middle) == 0 })
}

// reach is between what numbers the score of an option may lie while all others stay.
func (p *Party) reach(issue, option int) (low, high *big.Rat) {
	for _, r := range p.Rankings {
		if r.Issue == issue {
			return r.reach(option)
		}
	}
	if p.Scores[issue] == nil {
		return new(big.Rat), new(big.Rat)
	}
	score := p.Scores[issue][option]
	return score.Low, score.High
}

// reach is the numbers of the groups next to an option's; the best and the worst are known.
func (r Ranking) reach(option int) (low, high *big.Rat) {
	at := r.place(option)
	if at == 0 || at == len(r.Best)-1 {
		return r.middle(option), r.middle(option)
	}
	return r.middle(r.Best[at+1][0]), r.middle(r.Best[at-1][0])
}

// recommend is what the rule chooses.
func (s *Scenario) recommend(ctx context.Context, rule Rule, how Treatment, l Limits) (*Solution, *Problem, error) {
	p, err := NewProblem(s)
	if err != nil {
		return nil, nil, err
	}
	out, err := p.Solve(ctx, rule, how, l)
	return out, p, err
}

// ask fills a question in; it reports whether a score that is otherwise changes the
// recommendation: if a point that is recommended now no longer is, or there is one where
// there was none.
func (s *Scenario) ask(ctx context.Context, rule Rule, how Treatment, l Limits, now *Solution, q *Question) (bool, error) {
	other := *s
	other.Parties = slices.Clone(s.Parties)
	scores := slices.Clone(s.Parties[q.Party].Scores)
	scores[q.Issue] = slices.Clone(scores[q.Issue])
	scores[q.Issue][q.Option] = Points(q.Score)
	other.Parties[q.Party].Scores = scores
	then, p, err := other.recommend(ctx, rule, how, l)
	if err != nil {
		return false, err
	}
	q.Points, q.Stake = then.Points, new(big.Rat)
	changes := (len(now.Points) == 0) != (len(then.Points) == 0)
	for _, pt := range now.Points {
		u := make([]*big.Rat, len(s.Parties))
		for party := range u {
			u[party] = other.Utility(party, pt.Package)
		}
		stays := slices.ContainsFunc(then.Points, func(x Point) bool { return sameRats(x.Utilities, u) })
		changes = changes || !stays
		if !stays && len(then.Points) > 0 {
			q.raise(p, u, then.Points[0].Utilities)
		}
	}
	return changes, nil
}

// raise makes the stake at least what a party gains or loses between two points.
func (q *Question) raise(p *Problem, a, b []*big.Rat) {
	for party := range a {
		all := p.rational(party, p.spread(party))
		if all.Sign() == 0 {
			continue
		}
		share := new(big.Rat).Sub(a[party], b[party])
		if share.Quo(share.Abs(share), all); share.Cmp(q.Stake) > 0 {
			q.Stake = share
		}
	}
}

func sameRats(a, b []*big.Rat) bool {
	return slices.EqualFunc(a, b, func(x, y *big.Rat) bool { return x.Cmp(y) == 0 })
}
