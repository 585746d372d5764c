package scenario

import (
	"math/big"
	"slices"
	"strings"

	"parley/bargain"
)

// A profile is the preferences of a party as the research tools write them: an issue has
// a weight, an option an evaluation, and the score is their product.
type profile struct {
	*reader
	file  string
	line  int
	party bargain.Party
	total *big.Rat // of the weights
}

func (r *reader) profile(file string, line int) *profile {
	return &profile{reader: r, file: file, line: line, total: new(big.Rat)}
}

// A scale is what a party makes of an issue's options.
type scale struct {
	line   int
	names  []string
	values []*big.Rat // by name
}

// weigh adds the scores of the next issue.
func (p *profile) weigh(issue bargain.Issue, weight *big.Rat, s scale) error {
	if err := p.spend(p.file, s.line, len(issue.Options)); err != nil {
		return err
	}
	at := places(s.names)
	scores := make([]bargain.Score, len(issue.Options))
	var missing []string
	met := 0
	for o, name := range issue.Options {
		i, ok := at.find(name)
		if !ok {
			missing = append(missing, name)
			scores[o] = bargain.Points(new(big.Rat))
			continue
		}
		met++
		scores[o] = bargain.Points(times(weight, s.values[i]))
	}
	if met < len(s.names) {
		known := places(issue.Options)
		for _, name := range s.names {
			if _, ok := known.find(name); !ok {
				return &Error{p.file, s.line, "issue \"" + issue.Name + "\" has no option \"" + name + "\" in the domain", "name the options as the domain does"}
			}
		}
	}
	if len(missing) > 0 {
		p.repair(p.file, s.line, "issue %q has no evaluation of %q: taken as 0", issue.Name, missing)
	}
	p.party.Scores = append(p.party.Scores, scores)
	p.total.Add(p.total, weight)
	return nil
}

// finish reports weights that do not add up to 1, unless by less than floating-point
// numbers are written with.
func (p *profile) finish() bargain.Party {
	off := new(big.Rat).Sub(p.total, big.NewRat(1, 1))
	if off.Abs(off).Cmp(big.NewRat(1, 1_000_000)) > 0 {
		p.repair(p.file, p.line, "the weights add up to %s, not to 1: taken as they are", p.total.FloatString(6))
	}
	return p.party
}

// An index finds names, exactly or as they are meant.
type index struct{ exact, meant map[string]int }

// places is where each name stands; of those that are the same the last.
func places(names []string) index {
	at := index{map[string]int{}, map[string]int{}}
	for i, name := range names {
		at.exact[name] = i
		key := meant(name)
		if _, twice := at.meant[key]; twice {
			i = -1
		}
		at.meant[key] = i
	}
	return at
}

func (x index) find(name string) (int, bool) {
	if i, ok := x.exact[name]; ok {
		return i, true
	}
	i, ok := x.meant[meant(name)]
	return i, ok && i >= 0
}

// meant is a name without the differences that mean nothing: white space around and
// between words, and how a number is written.
func meant(name string) string {
	if x, ok := Number(name); ok {
		return x.RatString()
	}
	return strings.Join(strings.Fields(name), " ")
}

// span is the options of an issue of whole numbers.
func (r *reader) span(file string, line int, low, high *big.Rat) ([]string, error) {
	return r.steps(file, line, low, high, big.NewRat(1, 1))
}

// steps is the options of an issue of numbers, from low up to high.
func (r *reader) steps(file string, line int, low, high, step *big.Rat) ([]string, error) {
	count := new(big.Rat)
	if step.Sign() > 0 {
		count.Quo(count.Sub(high, low), step)
	}
	if step.Sign() <= 0 || low.Cmp(high) > 0 || count.Cmp(big.NewRat(maxOptions-1, 1)) > 0 {
		return nil, &Error{file, line, "the range from " + short(Decimal(low)) + " to " + short(Decimal(high)) + " holds no options, or too many", "give a lower and an upper bound, and a step above 0"}
	}
	var out []string
	for x := new(big.Rat).Set(low); x.Cmp(high) <= 0; x.Add(x, step) {
		out = append(out, Decimal(x))
	}
	return out, r.spend(file, line, len(out))
}

// within is the options of a box's side: the numbers from low to high.
func (r *reader) within(file string, line int, issue bargain.Issue, low, high *big.Rat) ([]int, error) {
	var out []int
	for o, name := range issue.Options {
		x, ok := Number(name)
		if !ok {
			return nil, &Error{file, line, "issue \"" + issue.Name + "\" has the option \"" + short(name) + "\", which is no number", "bound issues of numbers only"}
		}
		if x.Cmp(low) >= 0 && x.Cmp(high) <= 0 {
			out = append(out, o)
		}
	}
	return out, r.spend(file, line, len(issue.Options))
}

// finite reads a reservation value; minus infinity is none.
func finite(n *node) (*big.Rat, error) {
	if n == nil || slices.Contains([]string{"-.inf", "-inf", "-.INF", "-.Inf", "-Infinity", "null", "~", ""}, n.text) && n.kind == scalar {
		return nil, nil
	}
	return n.number()
}
