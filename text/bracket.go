package text

import (
	"regexp"
	"strings"
)

// Bracket is a pair of square brackets that stands in words, read as data: the
// alternatives between slashes, each with those who want it.
//
//	[shall / UA, RU: should [as a rule] / ]
type Bracket struct {
	At, End      int // the brackets in the words, in bytes: words[At:End]
	Alternatives []Alternative
}

// Alternative is one of the wordings in a bracket; it may be empty.
type Alternative struct {
	Sponsors []string // as attributed, in order; none: not attributed
	Words    string   // light mark-up, without the attribution
	At       int      // where Words stands in the words of the provision
	Brackets []Bracket
}

// Unbalanced is a square bracket without its counterpart.
type Unbalanced struct {
	At   int  // in bytes
	Open bool // "[" that is never closed; otherwise "]" that was never opened
}

// attribution finds sponsors before a colon: short names, or names of up to
// four words, that begin with a capital where the script has them.
var attribution = regexp.MustCompile(`^\s*((?:[\p{Lu}\p{Lo}\p{N}][\p{L}\p{M}\p{N}'’.&-]*(?: (?:of|the|and|[\p{Lu}\p{Lo}\p{N}][\p{L}\p{M}\p{N}'’.&-]*)){0,4})(?:(?:, | and |; |\+)(?:[\p{Lu}\p{Lo}\p{N}][\p{L}\p{M}\p{N}'’.&-]*(?: [\p{Lu}\p{Lo}\p{N}][\p{L}\p{M}\p{N}'’.&-]*){0,3}))*)\s*:\s*`)

var betweenSponsors = regexp.MustCompile(`\s*(?:,|;|\+| and )\s*`)

// Brackets returns the square brackets in words, outermost first in order, and
// those without a counterpart. A footnote's brackets and escaped ones are none.
func Brackets(words string) ([]Bracket, []Unbalanced) {
	var stack []int
	pairs := map[int]int{}
	var alone []Unbalanced
	last := lastClose(words)
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case '\\':
			i++
		case '^':
			if n := noteSpan(words, i, last); n > 0 {
				i += n - 1
			}
		case '[':
			stack = append(stack, i)
		case ']':
			if len(stack) == 0 {
				alone = append(alone, Unbalanced{At: i})
				continue
			}
			pairs[stack[len(stack)-1]] = i
			stack = stack[:len(stack)-1]
		}
	}
	for _, i := range stack {
		alone = append(alone, Unbalanced{At: i, Open: true})
	}
	return bracketsIn(words, 0, len(words), pairs), alone
}

func bracketsIn(words string, lo, hi int, pairs map[int]int) []Bracket {
	var out []Bracket
	for i := lo; i < hi; i++ {
		end, ok := pairs[i]
		if !ok {
			continue
		}
		out = append(out, Bracket{i, end + 1, alternatives(words, i+1, end, pairs)})
		i = end
	}
	return out
}

func alternatives(words string, lo, hi int, pairs map[int]int) []Alternative {
	var out []Alternative
	from := lo
	for i := lo; i <= hi; i++ {
		if end, ok := pairs[i]; ok && i < hi {
			i = end
			continue
		}
		if i < hi && !separates(words, i) {
			continue
		}
		out = append(out, alternative(words, from, i, pairs))
		from = i + 1
	}
	return out
}

// separates reports whether a slash between spaces, or at an edge, stands at i.
func separates(words string, i int) bool {
	if words[i] != '/' || i == 0 || i+1 >= len(words) {
		return false
	}
	before, after := words[i-1], words[i+1]
	return (before == ' ' || before == '[') && (after == ' ' || after == ']')
}

func alternative(words string, lo, hi int, pairs map[int]int) Alternative {
	var a Alternative
	if m := attribution.FindStringSubmatchIndex(words[lo:hi]); m != nil {
		a.Sponsors = betweenSponsors.Split(words[lo+m[2]:lo+m[3]], -1)
		lo += m[1]
	}
	for lo < hi && words[lo] == ' ' {
		lo++
	}
	for hi > lo && words[hi-1] == ' ' {
		hi--
	}
	a.At, a.Words = lo, words[lo:hi]
	a.Brackets = bracketsIn(words, lo, hi, pairs)
	return a
}

// String writes the bracket in canonical form: "[UA, RU: x / EU: y]".
func (b Bracket) String() string {
	alts := make([]string, len(b.Alternatives))
	for i, a := range b.Alternatives {
		alts[i] = a.Words
		if len(a.Sponsors) > 0 {
			alts[i] = strings.TrimRight(strings.Join(a.Sponsors, ", ")+": "+a.Words, " ")
		}
	}
	return "[" + strings.Join(alts, " / ") + "]"
}
