package redline

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"parley/text"
)

// Of what has no counterpart in the end, a provision under the same number in
// the same place is shown as rewritten: readers know provisions by their numbers.

// rewritten links, last of all, what stands under the same number in the same
// gap, where the numbers around it are kept: the provision was rewritten from
// end to end.
func (m *matcher) rewritten() {
	for _, g := range m.gaps() {
		if !m.numbersKept(g) {
			continue
		}
		olds, news := numbered(m.old, g.old), numbered(m.new, g.new)
		var a, b []string
		for _, i := range olds {
			a = append(a, m.old[i].number)
		}
		for _, j := range news {
			b = append(b, m.new[j].number)
		}
		eachEqual(Diff(a, b), len(a), func(x, y int) {
			if m.sameParent(olds[x], news[y]) {
				m.link(olds[x], news[y], rewrittenSure)
			}
		})
	}
}

// begun links what stands alone in a gap on either side where one begins, or ends, as
// the whole of the other does: it was cut short, or gone on with.
func (m *matcher) begun() {
	for _, g := range m.gaps() {
		olds, news := worded(m.old, g.old), worded(m.new, g.new)
		if len(olds) != 1 || len(news) != 1 || !m.sameParent(olds[0], news[0]) {
			continue
		}
		p, q := m.old[olds[0]].p, m.new[news[0]].p
		if p.Heading == q.Heading && (goesOn(p.Words, q.Words) || goesOn(q.Words, p.Words)) {
			m.link(olds[0], news[0], rewrittenSure)
		}
	}
}

// goesOn reports whether words begin, or end, with all of another's, of which there
// are several; the last mark of punctuation aside.
func goesOn(short, long string) bool {
	a, b := textsOf(text.Tokens(short)), textsOf(text.Tokens(long))
	if n := len(a); n > 0 && !isWord(a[n-1]) {
		a = a[:n-1]
	}
	if len(a) < 2 || len(a) > len(b) {
		return false
	}
	end := b
	if n := len(b); !isWord(b[n-1]) {
		end = b[:n-1]
	}
	return slices.Equal(a, b[:len(a)]) || len(a) <= len(end) && slices.Equal(a, end[len(end)-len(a):])
}

func textsOf(ts []text.Token) []string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.Text
	}
	return out
}

func isWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// sameParent reports whether what i and j stand under is the same provision.
func (m *matcher) sameParent(i, j int) bool {
	p, q := m.old[i].parent, m.new[j].parent
	if p < 0 || q < 0 {
		return p == q
	}
	return m.old[p].to == q
}

// rewrittenSure is how sure it is that the same number is the same provision.
const rewrittenSure = 0.3

// numbersKept reports whether the nearest numbered provisions with
// counterparts, before or after the gap, kept their numbers.
func (m *matcher) numbersKept(g gap) bool {
	for i := g.old[0] - 1; i >= 0; i-- {
		if u := m.old[i]; u.to >= 0 && u.number != "" {
			return u.number == m.new[u.to].number
		}
	}
	for i := g.old[len(g.old)-1] + 1; i < len(m.old); i++ {
		if u := m.old[i]; u.to >= 0 && u.number != "" {
			return u.number == m.new[u.to].number
		}
	}
	return false
}

// numbered returns those positions whose units have words and a number.
func numbered(us []unit, at []int) []int {
	var out []int
	for _, i := range worded(us, at) {
		if us[i].number != "" {
			out = append(out, i)
		}
	}
	return out
}
