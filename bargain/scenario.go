package bargain

import (
	"fmt"
	"math/big"
	"slices"
)

// A Scenario is what is bargained over and what each party makes of it.
type Scenario struct {
	Name    string
	Issues  []Issue
	Parties []Party
	// Forbidden are the combinations that no package may hold: constraints that bind
	// everyone ("if A then not B" forbids A with B).
	Forbidden []Box
}

// An Issue is a point to be settled, by exactly one of its options.
type Issue struct {
	Name    string
	Options []string // names, no two the same
}

// A Party is a side and its preferences. The utility of a package is Base, the scores of
// its options, and each bonus whose box it lies in.
type Party struct {
	Name        string
	Base        *big.Rat  // utility of any package before a score counts; nil is 0
	Scores      [][]Score // by issue and option; nil where the issue counts for nothing
	Rankings    []Ranking // issues for which it gave an order in place of numbers
	Bonuses     []Bonus
	Reservation *big.Rat // utility without a deal; nil: none given
	RedLines    []Box    // combinations that it will not accept
}

// A Score is the utility of an option: a number, or the interval in which it lies.
type Score struct {
	Low, High *big.Rat // both ends belong to it; equal for a number
}

// Points is the score of a number.
func Points(x *big.Rat) Score { return Score{x, x} }

// Exact reports whether the score is a number.
func (s Score) Exact() bool { return s.Low == s.High || s.Low.Cmp(s.High) == 0 }

// Middle is the number that stands for the score where one is needed.
func (s Score) Middle() *big.Rat {
	if s.Exact() {
		return s.Low
	}
	sum := new(big.Rat).Add(s.Low, s.High)
	return sum.Quo(sum, big.NewRat(2, 1))
}

// A Ranking orders the options of an issue. The best are worth Top, the worst nothing,
// and what lies between is known by its order only.
type Ranking struct {
	Issue int
	Best  [][]int // options, best first; those in one group are worth the same
	Top   *big.Rat
}

// A Box is a set of packages: those that have, on each issue named, one of the options
// named. An empty box holds every package.
type Box []Side

// A Side of a box is an issue with the options that lie in it.
type Side struct {
	Issue   int
	Options []int
}

// A Bonus is added to the utility of the packages in its box; it may be negative.
type Bonus struct {
	Box   Box
	Score *big.Rat
}

// A Package settles every issue: the option of each.
type Package []int

// Holds reports whether a package lies in the box.
func (b Box) Holds(p Package) bool {
	for _, side := range b {
		if !slices.Contains(side.Options, p[side.Issue]) {
			return false
		}
	}
	return true
}

// Packages is how many packages there are before anything is forbidden.
func (s *Scenario) Packages() *big.Int {
	n := big.NewInt(1)
	for _, issue := range s.Issues {
		n.Mul(n, big.NewInt(int64(len(issue.Options))))
	}
	return n
}

// Check returns an error that names the first thing in the scenario that makes no
// sense, or nil.
func (s *Scenario) Check() error {
	if len(s.Issues) == 0 {
		return fmt.Errorf("scenario %q has no issues: name at least one", s.Name)
	}
	if len(s.Parties) == 0 {
		return fmt.Errorf("scenario %q has no parties: name at least one", s.Name)
	}
	for _, issue := range s.Issues {
		if len(issue.Options) == 0 {
			return fmt.Errorf("issue %q has no options: name at least one", issue.Name)
		}
		if name, twice := repeated(issue.Options); twice {
			return fmt.Errorf("issue %q names the option %q twice: rename one", issue.Name, name)
		}
	}
	if name, twice := repeated(names(s.Issues, func(i Issue) string { return i.Name })); twice {
		return fmt.Errorf("two issues are named %q: rename one", name)
	}
	if name, twice := repeated(names(s.Parties, func(p Party) string { return p.Name })); twice {
		return fmt.Errorf("two parties are named %q: rename one", name)
	}
	for _, b := range s.Forbidden {
		if err := s.checkBox(b); err != nil {
			return fmt.Errorf("forbidden for everyone: %w", err)
		}
	}
	for i := range s.Parties {
		if err := s.checkParty(&s.Parties[i]); err != nil {
			return fmt.Errorf("party %q: %w", s.Parties[i].Name, err)
		}
	}
	return nil
}

func (s *Scenario) checkParty(p *Party) error {
	if len(p.Scores) != len(s.Issues) {
		return fmt.Errorf("has scores for %d issues of %d: give a list for each, empty where the issue counts for nothing", len(p.Scores), len(s.Issues))
	}
	for i, scores := range p.Scores {
		issue := s.Issues[i]
		if scores != nil && len(scores) != len(issue.Options) {
			return fmt.Errorf("scores %d options of issue %q, which has %d: score each", len(scores), issue.Name, len(issue.Options))
		}
		for o, score := range scores {
			if score.Low == nil || score.High == nil || score.Low.Cmp(score.High) > 0 {
				return fmt.Errorf("the score of option %q of issue %q is no interval: give a number, or the lower end first", issue.Options[o], issue.Name)
			}
		}
	}
	for _, r := range p.Rankings {
		if err := s.checkRanking(r); err != nil {
			return err
		}
	}
	for _, b := range p.Bonuses {
		if b.Score == nil {
			return fmt.Errorf("a bonus has no score: give a number")
		}
		if err := s.checkBox(b.Box); err != nil {
			return fmt.Errorf("bonus: %w", err)
		}
	}
	for _, b := range p.RedLines {
		if err := s.checkBox(b); err != nil {
			return fmt.Errorf("red line: %w", err)
		}
	}
	return nil
}

func (s *Scenario) checkRanking(r Ranking) error {
	if r.Issue < 0 || r.Issue >= len(s.Issues) {
		return fmt.Errorf("ranks issue %d of %d: count from 0", r.Issue, len(s.Issues))
	}
	issue := s.Issues[r.Issue]
	if r.Top == nil || r.Top.Sign() < 0 {
		return fmt.Errorf("the ranking of issue %q does not say what the best is worth: give a number that is not negative", issue.Name)
	}
	seen := slices.Concat(r.Best...)
	slices.Sort(seen)
	for o := range issue.Options {
		if len(seen) != len(issue.Options) || seen[o] != o {
			return fmt.Errorf("the ranking of issue %q does not name each of its %d options once", issue.Name, len(issue.Options))
		}
	}
	return nil
}

func (s *Scenario) checkBox(b Box) error {
	for n, side := range b {
		if side.Issue < 0 || side.Issue >= len(s.Issues) {
			return fmt.Errorf("a combination names issue %d of %d: count from 0", side.Issue, len(s.Issues))
		}
		issue := s.Issues[side.Issue]
		if slices.ContainsFunc(b[:n], func(other Side) bool { return other.Issue == side.Issue }) {
			return fmt.Errorf("a combination names the issue %q twice: list its options once", issue.Name)
		}
		for _, o := range side.Options {
			if o < 0 || o >= len(issue.Options) {
				return fmt.Errorf("a combination names option %d of issue %q, which has %d: count from 0", o, issue.Name, len(issue.Options))
			}
		}
	}
	return nil
}

// CheckPackage returns an error if the package does not settle every issue by one of
// its options.
func (s *Scenario) CheckPackage(p Package) error {
	if len(p) != len(s.Issues) {
		return fmt.Errorf("a package settles %d issues of %d: settle each", len(p), len(s.Issues))
	}
	for i, o := range p {
		if o < 0 || o >= len(s.Issues[i].Options) {
			return fmt.Errorf("a package takes option %d of issue %q, which has %d: count from 0", o, s.Issues[i].Name, len(s.Issues[i].Options))
		}
	}
	return nil
}

// Allowed reports whether nothing that binds everyone, and no party's red line, forbids
// the package.
func (s *Scenario) Allowed(p Package) bool {
	holds := func(b Box) bool { return b.Holds(p) }
	if slices.ContainsFunc(s.Forbidden, holds) {
		return false
	}
	for i := range s.Parties {
		if slices.ContainsFunc(s.Parties[i].RedLines, holds) {
			return false
		}
	}
	return true
}

// Utility is what the package is worth to the party with this number.
func (s *Scenario) Utility(party int, pkg Package) *big.Rat {
	p := &s.Parties[party]
	sum := new(big.Rat)
	if p.Base != nil {
		sum.Set(p.Base)
	}
	for i, o := range pkg {
		sum.Add(sum, p.value(i, o))
	}
	for _, b := range p.Bonuses {
		if b.Box.Holds(pkg) {
			sum.Add(sum, b.Score)
		}
	}
	return sum
}

// value is the number that stands for the score of an option.
func (p *Party) value(issue, option int) *big.Rat {
	for _, r := range p.Rankings {
		if r.Issue == issue {
			return r.middle(option)
		}
	}
	if p.Scores[issue] == nil {
		return new(big.Rat)
	}
	return p.Scores[issue][option].Middle()
}

// place is the number of the option's group, best first.
func (r Ranking) place(option int) int {
	return slices.IndexFunc(r.Best, func(group []int) bool { return slices.Contains(group, option) })
}

// middle spreads the groups evenly between the top and nothing.
func (r Ranking) middle(option int) *big.Rat {
	steps := int64(len(r.Best) - 1)
	if steps == 0 {
		return r.Top
	}
	return new(big.Rat).Mul(r.Top, big.NewRat(steps-int64(r.place(option)), steps))
}

func names[T any](all []T, name func(T) string) []string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = name(x)
	}
	return out
}

// repeated is a name that stands twice in the list, if one does.
func repeated(list []string) (string, bool) {
	seen := make(map[string]bool, len(list))
	for _, name := range list {
		if seen[name] {
			return name, true
		}
		seen[name] = true
	}
	return "", false
}
