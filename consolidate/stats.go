package consolidate

import (
	"fmt"
	"strings"
	"unicode"

	"parley/text"
)

// Stats counts what is contested in a text or in one provision.
type Stats struct {
	Brackets  int `json:"brackets"`  // stretches of words in brackets, and provisions whose being there or whose place is
	Contested int `json:"contested"` // words of the base that stand in brackets
	Proposed  int `json:"proposed"`  // words of the alternatives to them
	Conflicts int `json:"conflicts"` // places where amendments contradict one another
}

func (s *Stats) add(o Stats) {
	s.Brackets += o.Brackets
	s.Contested += o.Contested
	s.Proposed += o.Proposed
	s.Conflicts += o.Conflicts
}

// Stats counts the whole text, and each provision that has a bracket without
// those below it. What is about the text itself, its title, goes by the empty
// id. Words are counted without punctuation.
func (b *Bracketed) Stats() (all Stats, each map[text.ID]Stats) {
	each = map[text.ID]Stats{}
	count := func(id text.ID, s Stats) {
		if s == (Stats{}) {
			return
		}
		all.add(s)
		e := each[id]
		e.add(s)
		each[id] = e
	}
	count("", passageStats(b.Title))
	count("", passageStats(b.Lang))
	b.walk(func(l *Laid) { count(l.ID, l.stats()) })
	for _, c := range b.conflicts {
		count(c.Provision, Stats{Conflicts: 1})
	}
	return all, each
}

// Summary says in a few sentences what is contested.
func (b *Bracketed) Summary() string {
	all, each := b.Stats()
	if all.Brackets == 0 {
		return "Nothing is in brackets."
	}
	out := fmt.Sprintf("%s in %s.", counted(all.Brackets, "bracket"), counted(len(each), "provision"))
	if len(b.conflicts) == 0 {
		return out + " No amendments contradict one another."
	}
	at := map[text.ID]bool{}
	var where []string
	for _, c := range b.conflicts {
		if !at[c.Provision] {
			at[c.Provision] = true
			where = append(where, c.Cite)
		}
	}
	const most = 8
	if n := len(where); n > most {
		where = append(where[:most-1], fmt.Sprintf("%d others", n-most+1))
	}
	list := where[0]
	if n := len(where); n > 1 {
		list = strings.Join(where[:n-1], ", ") + " and " + where[n-1]
	}
	return fmt.Sprintf("%s Amendments contradict one another in %s: %s.", out, counted(len(b.conflicts), "place"), list)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// walk visits every provision in reading order, pieces behind what they were
// split off.
func (b *Bracketed) walk(visit func(*Laid)) { walk(b.Provisions, visit) }

func walk(ls []*Laid, visit func(*Laid)) {
	for _, l := range ls {
		visit(l)
		walk(l.Children, visit)
		walk(l.Pieces, visit)
	}
}

func (l *Laid) stats() Stats {
	var s Stats
	for _, p := range []Passage{l.Label, l.Kinds, l.Heading, l.Words} {
		s.add(passageStats(p))
	}
	if len(l.By) > 0 || len(l.Leaving) > 0 {
		s.Brackets++
		words := 0
		for _, p := range []Passage{l.Heading, l.Words} {
			for _, seg := range p {
				words += countWords(seg.Common)
			}
		}
		if len(l.By) > 0 {
			s.Proposed += words
		} else {
			s.Contested += words
		}
	}
	return s
}

func passageStats(p Passage) Stats {
	var s Stats
	for _, seg := range p {
		if seg.Bracket == nil {
			continue
		}
		s.Brackets++
		for i, a := range seg.Bracket.Alternatives {
			if i == 0 {
				s.Contested += countWords(a.Words)
				continue
			}
			s.Proposed += countWords(a.Words)
		}
	}
	return s
}

// countWords counts the tokens that hold a letter or a digit.
func countWords(ts []text.Token) int {
	n := 0
	for _, t := range ts {
		for _, r := range t.Text {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				n++
				break
			}
		}
	}
	return n
}
