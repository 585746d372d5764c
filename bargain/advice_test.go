package bargain

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// reserved is whether a package leaves everyone at or above its reservation value.
func reserved(s *Scenario, u []*big.Rat) bool {
	for i := range u {
		if r := s.Parties[i].Reservation; r != nil && u[i].Cmp(r) < 0 {
			return false
		}
	}
	return true
}

func draw(t *rapid.T) (*Scenario, *Problem, []outcome) {
	s := scenarios(rapid.IntRange(2, 4).Draw(t, "parties")).Draw(t, "scenario")
	p, err := NewProblem(s)
	if err != nil {
		t.Fatal(err)
	}
	return s, p, outcomes(s)
}

func drawPackage(t *rapid.T, s *Scenario) Package {
	pkg := make(Package, len(s.Issues))
	for i, issue := range s.Issues {
		pkg[i] = rapid.IntRange(0, len(issue.Options)-1).Draw(t, "option")
	}
	return pkg
}

func utilities(s *Scenario, pkg Package) []*big.Rat {
	out := make([]*big.Rat, len(s.Parties))
	for i := range out {
		out[i] = s.Utility(i, pkg)
	}
	return out
}

func TestI13_TheZoneIsCountedExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, p, all := draw(t)
		inside, total := 0, 0
		for _, x := range all {
			total += x.count
			if reserved(s, x.u) {
				inside += x.count
			}
		}
		z, err := p.Zone(context.Background(), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if z.Empty != (inside == 0) || z.Count.Cmp(big.NewInt(int64(inside))) != 0 || z.Total.Cmp(big.NewInt(int64(total))) != 0 {
			t.Fatalf("empty %v, %v of %v, want %d of %d", z.Empty, z.Count, z.Total, inside, total)
		}
		if (z.Nearest == nil) != (total == 0) {
			t.Fatalf("nearest %v of %d packages", z.Nearest, total)
		}
		for i, short := range z.Short {
			u := s.Utility(i, z.Nearest)
			if r := s.Parties[i].Reservation; r != nil && short.Sign() > 0 {
				u.Add(u, short)
				if u.Cmp(r) != 0 {
					t.Fatalf("party %d falls short by %v of %v at %v", i, short, r, z.Nearest)
				}
			}
		}
	})
}

func TestI13_ImprovementsAreThoseOfEnumeration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, p, all := draw(t)
		pkg := drawPackage(t, s)
		u := utilities(s, pkg)
		want := map[string]bool{}
		for _, x := range efficientOf(all) {
			if allAtLeast(x.u, u) {
				want[fmt.Sprint(x.u)] = true
			}
		}
		got, err := p.Improve(context.Background(), pkg, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) {
			t.Fatalf("%d improvements on %v, want %d", len(got), u, len(want))
		}
		for _, x := range got {
			if !want[fmt.Sprint(x.Utilities)] {
				t.Fatalf("%v is no improvement on %v", x.Utilities, u)
			}
		}
		efficient, err := p.Efficient(context.Background(), pkg, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		beaten := slices.ContainsFunc(all, func(x outcome) bool { return allAtLeast(x.u, u) && fmt.Sprint(x.u) != fmt.Sprint(u) })
		if efficient != (s.Allowed(pkg) && !beaten) {
			t.Fatalf("efficient %v", efficient)
		}
	})
}

func TestTradesAddUpToTheWholeDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _, _ := draw(t)
		a, b := drawPackage(t, s), drawPackage(t, s)
		trades, sum, err := s.Trades(a, b)
		if err != nil {
			t.Fatal(err)
		}
		for _, trade := range trades {
			if trade.From != a[trade.Issue] || trade.To != b[trade.Issue] || trade.From == trade.To {
				t.Fatalf("%+v between %v and %v", trade, a, b)
			}
			for i, g := range trade.Gains {
				sum[i].Add(sum[i], g)
			}
		}
		for i := range sum {
			if want := new(big.Rat).Sub(s.Utility(i, b), s.Utility(i, a)); sum[i].Cmp(want) != 0 {
				t.Fatalf("party %d: %v, want %v", i, sum[i], want)
			}
		}
	})
}

func TestI13_RelaxationsOpenAnEmptyZone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _, all := draw(t)
		for i := range s.Parties {
			if s.Parties[i].Reservation != nil {
				s.Parties[i].Reservation = new(big.Rat).Add(s.Parties[i].Reservation, big.NewRat(int64(rapid.IntRange(0, 20).Draw(t, "more")), 1))
			}
		}
		p, err := NewProblem(s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Relax(context.Background(), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(all, func(x outcome) bool { return reserved(s, x.u) }) {
			if len(got) > 0 {
				t.Fatalf("relaxes a zone that is not empty: %+v", got)
			}
			return
		}
		found := map[int]*big.Rat{}
		for _, r := range got {
			if r.Line < 0 {
				found[r.Party] = r.By
			}
			for i := range s.Parties {
				u := s.Utility(i, r.Package)
				if r.Line < 0 && i == r.Party {
					u.Add(u, r.By)
				}
				if x := s.Parties[i].Reservation; x != nil && u.Cmp(x) < 0 {
					t.Fatalf("%+v does not open the zone", r)
				}
			}
		}
		for i := range s.Parties {
			if want := shortfall(s, all, i); (want == nil) != (found[i] == nil) || want != nil && want.Cmp(found[i]) != 0 {
				t.Fatalf("party %d: %v, want %v", i, found[i], want)
			}
		}
	})
}

// shortfall is the least by which one reservation value must fall to open the zone.
func shortfall(s *Scenario, all []outcome, party int) *big.Rat {
	r := s.Parties[party].Reservation
	if r == nil {
		return nil
	}
	var best *big.Rat
	for _, x := range all {
		good := true
		for i := range x.u {
			other := s.Parties[i].Reservation
			good = good && (i == party || other == nil || x.u[i].Cmp(other) >= 0)
		}
		if short := new(big.Rat).Sub(r, x.u[party]); good && (best == nil || short.Cmp(best) < 0) {
			best = short
		}
	}
	return best
}

func TestRobustPackagesAreThoseOfAllExtremeScores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &Scenario{Name: "drawn"}
		for i := range rapid.IntRange(1, 3).Draw(t, "issues") {
			s.Issues = append(s.Issues, Issue{fmt.Sprint(i), []string{"a", "b", "c"}[:rapid.IntRange(1, 3).Draw(t, "options")]})
		}
		for i := range 2 {
			p := Party{Name: fmt.Sprint(i)}
			for n, issue := range s.Issues {
				var scores []Score
				for range issue.Options {
					low := int64(rapid.IntRange(0, 3).Draw(t, "low"))
					scores = append(scores, Score{big.NewRat(low, 1), big.NewRat(low+int64(rapid.IntRange(0, 1).Draw(t, "wide")), 1)})
				}
				if rapid.IntRange(0, 3).Draw(t, "ranked") == 0 {
					p.Rankings = append(p.Rankings, Ranking{n, groupsOf(rapid.Permutation(indices(len(scores))).Draw(t, "order")), big.NewRat(2, 1)})
				}
				p.Scores = append(p.Scores, scores)
			}
			s.Parties = append(s.Parties, p)
		}
		pkg := drawPackage(t, s)
		possibly, necessarily, err := s.Robust(context.Background(), pkg, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		some, every := false, true
		corners(s, func(c *Scenario) {
			p, err := NewProblem(c)
			if err != nil {
				t.Fatal(err)
			}
			efficient, err := p.Efficient(context.Background(), pkg, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			some, every = some || efficient, every && efficient
		})
		if possibly != some || necessarily != every {
			t.Fatalf("possibly %v, necessarily %v; over all corners %v, %v", possibly, necessarily, some, every)
		}
	})
}

func groupsOf(order []int) [][]int {
	var out [][]int
	for _, o := range order {
		out = append(out, []int{o})
	}
	return out
}

// corners calls a function with each scenario whose scores are ends of intervals, and
// whose rankings give some first options the top and the others nothing.
func corners(s *Scenario, each func(*Scenario)) {
	c := *s
	c.Parties = slices.Clone(s.Parties)
	var at func(party, issue int)
	at = func(party, issue int) {
		if party == len(s.Parties) {
			each(&c)
			return
		}
		if issue == 0 {
			c.Parties[party].Scores = make([][]Score, len(s.Issues))
			c.Parties[party].Rankings = nil
		}
		if issue == len(s.Issues) {
			at(party+1, 0)
			return
		}
		for _, scores := range ends(&s.Parties[party], issue) {
			c.Parties[party].Scores[issue] = scores
			kept := slices.Clone(c.Parties[party].Scores)
			at(party, issue+1)
			c.Parties[party].Scores = kept
		}
	}
	at(0, 0)
}

func ends(p *Party, issue int) [][]Score {
	for _, r := range p.Rankings {
		if r.Issue == issue {
			var out [][]Score
			for top := 1; top < max(2, len(r.Best)); top++ {
				scores := make([]Score, len(r.Best))
				for o := range scores {
					scores[o] = Points(new(big.Rat))
					if r.place(o) < top {
						scores[o] = Points(r.Top)
					}
				}
				out = append(out, scores)
			}
			return out
		}
	}
	out := [][]Score{nil}
	for _, s := range p.Scores[issue] {
		var next [][]Score
		for _, head := range out {
			next = append(next, append(slices.Clone(head), Points(s.Low)))
			if !s.Exact() {
				next = append(next, append(slices.Clone(head), Points(s.High)))
			}
		}
		out = next
	}
	return out
}

func TestSmallestBlockingCoalitions(t *testing.T) {
	for _, c := range []struct {
		votes []int
		quota int
		want  string
	}{
		{[]int{1, 1, 1}, 3, "[[0] [1] [2]]"},
		{[]int{1, 1, 1}, 2, "[[0 1] [0 2] [1 2]]"},
		{[]int{3, 1, 1}, 3, "[[0]]"},
		{[]int{3, 1, 1}, 4, "[[0] [1 2]]"},
		{[]int{2, 2, 1}, 0, "[]"},
	} {
		if got := fmt.Sprint(smallestBlocking(c.votes, c.quota)); got != c.want {
			t.Errorf("votes %v, quota %d: %s, want %s", c.votes, c.quota, got, c.want)
		}
	}
}
