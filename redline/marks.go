package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/text"
)

// A change of "may" to "shall" matters more than ten commas. What the changed
// words are is read off a table per language (marks_table.go) and off their
// characters; what a change weighs is the sum over words that one side has and
// the other has not, so that a modal verb that merely stands in a rewritten
// sentence on both sides does not count.

// The weights of changed words.
const (
	strongWeight = 20.0 // modal verbs and negations
	namedWeight  = 10.0 // numbers, dates, parties
	wordWeight   = 1.0
	shortWeight  = 0.5  // words of up to three letters
	pointWeight  = 0.05 // punctuation
)

// leastShifted is how many words must stand elsewhere to have been shifted.
const leastShifted = 3

// shiftedPairs is how many pairs of changes are looked at for that; a passage
// with more was rewritten.
const shiftedPairs = 4096

// marker finds the marks of changed words.
type marker struct {
	first map[string][]phrase // by the first word
}

type phrase struct {
	words []string // folded to lower case
	mark  Mark
}

// newMarker returns a marker for texts in the given languages (BCP 47; all
// that we know where one is empty or unknown) and parties.
func newMarker(langs, parties []string) *marker {
	m := &marker{first: make(map[string][]phrase)}
	for _, table := range tablesFor(langs) {
		m.add(table.modal, Modal)
		m.add(table.negation, Negation)
		m.add(table.month, Date)
		m.add(table.number, Number)
	}
	m.add(parties, Party)
	return m
}

func (m *marker) add(phrases []string, mark Mark) {
	for _, s := range phrases {
		var words []string
		for _, t := range text.Tokens(text.Escape(s)) {
			words = append(words, strings.ToLower(t.Text))
		}
		if len(words) > 0 {
			m.first[words[0]] = append(m.first[words[0]], phrase{words, mark})
		}
	}
}

// mark sets the marks and weights of the changes among ops.
func (m *marker) mark(ops []Op) {
	for i := range ops {
		if op := &ops[i]; op.Kind >= Delete {
			op.Marks, op.Weight = m.difference(op.Old, op.New)
		}
	}
	markShifted(ops)
}

// difference returns the marks and weight of what only one of two sides has.
func (m *marker) difference(old, new []text.Token) (Mark, float64) {
	if len(old) == 0 && len(new) == 1 {
		return m.single(new[0])
	}
	if len(new) == 0 && len(old) == 1 {
		return m.single(old[0])
	}
	counts := make(map[finding]int, len(old)+len(new))
	m.find(old, func(f finding) { counts[f]++ })
	m.find(new, func(f finding) { counts[f]-- })
	var marks Mark
	var weight float64
	for f, n := range counts {
		if n != 0 {
			marks |= f.mark
			weight += float64(max(n, -n)) * f.weight()
		}
	}
	return marks, weight
}

func (m *marker) single(t text.Token) (Mark, float64) {
	var marks Mark
	var weight float64
	m.find([]text.Token{t}, func(f finding) {
		marks |= f.mark
		weight += f.weight()
	})
	return marks, weight
}

// finding is a word or phrase with its mark.
type finding struct {
	words string
	mark  Mark
}

func (f finding) weight() float64 {
	r, size := utf8.DecodeRuneInString(f.words)
	switch {
	case f.mark&(Modal|Negation) != 0:
		return strongWeight
	case f.mark != 0:
		return namedWeight
	case !unicode.IsLetter(r):
		return pointWeight
	case utf8.RuneCountInString(f.words[size:]) < 3:
		return shortWeight
	}
	return wordWeight
}

// find calls f with each word or marked phrase of ts, in order.
func (m *marker) find(ts []text.Token, f func(finding)) {
	for i := 0; i < len(ts); {
		word := strings.ToLower(ts[i].Text)
		n, mark := m.longest(ts[i:], word)
		if mark == 0 {
			f(finding{word, tokenMark(word)})
			i++
			continue
		}
		for _, t := range ts[i+1 : i+n] {
			word += " " + strings.ToLower(t.Text)
		}
		f(finding{word, mark})
		i += n
	}
}

// longest returns the longest phrase that ts, whose first word is given,
// begins with.
func (m *marker) longest(ts []text.Token, word string) (n int, mark Mark) {
	for _, p := range m.first[word] {
		if len(p.words) < n || len(p.words) > len(ts) || !startsWith(ts, p.words) {
			continue
		}
		if len(p.words) > n || mark == Modal && p.mark == Date && ts[0].Text != word {
			n, mark = len(p.words), p.mark // "May" is a month, "may" is not
		}
	}
	return n, mark
}

func startsWith(ts []text.Token, words []string) bool {
	for k, w := range words[1:] {
		if strings.ToLower(ts[k+1].Text) != w {
			return false
		}
	}
	return true
}

// tokenMark says whether a word is a number or a date by its characters.
func tokenMark(word string) Mark {
	digits, separators := 0, 0
	for _, r := range word {
		switch {
		case unicode.IsDigit(r):
			digits++
		case r == '-' || r == '/' || r == '.':
			separators++
		}
	}
	switch {
	case digits == 0:
		return 0
	case separators == 2 && digits >= 4 && len(word) <= 10:
		return Date
	case digits == 4 && len(word) == 4 && (strings.HasPrefix(word, "19") || strings.HasPrefix(word, "20")):
		return Date
	}
	return Number
}

// markShifted marks what was deleted in one place of a passage and inserted in
// another.
func markShifted(ops []Op) {
	type phrase struct {
		op    int
		words string
	}
	var gone, come []phrase
	for i, op := range ops {
		if op.Kind < Delete {
			continue
		}
		if len(op.Old) >= leastShifted {
			gone = append(gone, phrase{i, plainWords(op.Old)})
		}
		if len(op.New) >= leastShifted {
			come = append(come, phrase{i, plainWords(op.New)})
		}
	}
	if len(gone)*len(come) > shiftedPairs {
		return
	}
	for _, g := range gone {
		for _, c := range come {
			if g.op != c.op && (within(c.words, g.words) || within(g.words, c.words)) {
				ops[g.op].Marks |= Shifted
				ops[c.op].Marks |= Shifted
			}
		}
	}
}

// within reports whether the words of a stand in b in a row.
func within(a, b string) bool {
	return strings.Count(a, " ") > leastShifted && strings.Contains(b, a)
}

// plainWords returns the words of ts without punctuation, in lower case, each
// between spaces.
func plainWords(ts []text.Token) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, t := range ts {
		if r, _ := utf8.DecodeRuneInString(t.Text); unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteString(strings.ToLower(t.Text))
			b.WriteByte(' ')
		}
	}
	return b.String()
}
