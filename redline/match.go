package redline

import (
	"parley/text"
)

// Provisions are matched over the flat list in reading order, each by its own
// heading and words and never by what is below it, from the surest evidence to
// the weakest: by hand, by id, same words in the same order, same words
// elsewhere, similar words in the same order, similar words elsewhere. What
// then has no counterpart may be a piece of something split or merged. A
// provision without words of its own goes with what is below it.

// Matching says which provisions of two texts belong together.
type Matching struct {
	Links []Link // by the first new position; each position is in at most one
}

// Link ties provisions of the old text to provisions of the new: one to one,
// one to many (split) or many to one (merged). Positions are indices into the
// texts' Places.
type Link struct {
	Old, New   []int
	Confidence float64 // from 0 to 1; 1 for same ids and same words
}

// Match returns which provisions of old and new belong together. Pairs made
// by hand go before all else.
func Match(old, new *text.Text, byHand ...Pair) Matching {
	return newMatcher(old, new).match(byHand)
}

// unit is a provision as the matching sees it.
type unit struct {
	p      *text.Provision
	parent int    // position, -1 at the top
	depth  int    //
	index  int    // among its siblings
	last   int    // position after everything below it
	key    int32  // same own heading and words, same key; noKey without any
	number string // normalised number of the label
	to     int    // its counterpart, or one of these
	bag    bag    // its words, once asked for

	divided bool // split, merged, or a piece of what was
}

const (
	noKey = -1

	free    = -1 // no counterpart yet
	settled = -2 // none, by hand
)

// matcher holds two texts while they are matched.
type matcher struct {
	old, new   []unit
	confidence []float64 // by old position
	keys       int       // number of distinct keys
	lex        *lexicon
	splits     []Link // one to many and many to one
	idsKept    bool   // ids of the new text may have been carried over from the old
}

func newMatcher(old, new *text.Text) *matcher {
	m := &matcher{idsKept: !idsDerived(new)}
	keys := make(map[[2]string]int32)
	m.old, m.new = units(old, keys), units(new, keys)
	m.confidence = make([]float64, len(m.old))
	m.keys = len(keys)
	return m
}

func units(t *text.Text, keys map[[2]string]int32) []unit {
	var out []unit
	var walk func(parent, depth int, ps []*text.Provision)
	walk = func(parent, depth int, ps []*text.Provision) {
		for index, p := range ps {
			at := len(out)
			u := unit{p: p, parent: parent, depth: depth, index: index, key: noKey, to: free, number: text.Number(p.Label)}
			if p.Heading != "" || p.Words != "" {
				k := [2]string{p.Heading, p.Words}
				if p.Words == "" {
					k = [2]string{"", p.Heading} // a heading in one format is words in another
				}
				id, ok := keys[k]
				if !ok {
					id = int32(len(keys))
					keys[k] = id
				}
				u.key = id
			}
			out = append(out, u)
			walk(at, depth+1, p.Children)
			out[at].last = len(out)
		}
	}
	walk(-1, 0, t.Provisions)
	return out
}

// link makes i and j counterparts.
func (m *matcher) link(i, j int, confidence float64) {
	m.old[i].to, m.new[j].to, m.confidence[i] = j, i, confidence
}

func (m *matcher) match(byHand []Pair) Matching {
	m.byHand(byHand)
	if m.idsKept {
		m.byID()
	}
	m.sameInOrder()
	m.sameElsewhere()
	m.byChildren()
	m.similar()
	m.byChildren()
	m.bare()
	m.pieces()
	m.rewritten()
	m.begun()
	return m.matching()
}

// matching collects the links.
func (m *matcher) matching() Matching {
	var out Matching
	at := make(map[int]Link, len(m.splits)) // by first new position
	for _, l := range m.splits {
		at[l.New[0]] = l
	}
	for j, u := range m.new {
		if l, ok := at[j]; ok {
			out.Links = append(out.Links, l)
		} else if u.to >= 0 && m.old[u.to].to == j {
			out.Links = append(out.Links, Link{[]int{u.to}, []int{j}, m.confidence[u.to]})
		}
	}
	return out
}

// onlyPlaces returns by key the position of the only free unit that has it;
// below 0 where there is none or more than one.
func (m *matcher) onlyPlaces(us []unit) []int {
	const none, many = -1, -2
	out := make([]int, m.keys)
	for k := range out {
		out[k] = none
	}
	for i, u := range us {
		switch {
		case u.key == noKey || u.to != free:
		case out[u.key] == none:
			out[u.key] = i
		default:
			out[u.key] = many
		}
	}
	return out
}

// sameInOrder links units with the same words in the same order: first those
// whose words stand once in either text (the patience of patience diff), then
// their neighbours, then what is the same in the gaps that are left.
func (m *matcher) sameInOrder() {
	inOld, inNew := m.onlyPlaces(m.old), m.onlyPlaces(m.new)
	var pairs []pair
	for i, u := range m.old {
		if u.key != noKey && inOld[u.key] == i && inNew[u.key] >= 0 {
			pairs = append(pairs, pair{i, inNew[u.key], 1})
		}
	}
	for _, p := range heaviestChain(pairs, len(m.new)) {
		m.link(p.old, p.new, 1)
		for d := 1; m.sameFree(p.old+d, p.new+d); d++ {
			m.link(p.old+d, p.new+d, 1)
		}
		for d := 1; m.sameFree(p.old-d, p.new-d); d++ {
			m.link(p.old-d, p.new-d, 1)
		}
	}
	for _, g := range m.gaps() {
		m.sameInGap(g)
	}
}

// sameFree reports whether i and j are free and have the same words and label.
func (m *matcher) sameFree(i, j int) bool {
	if i < 0 || j < 0 || i >= len(m.old) || j >= len(m.new) {
		return false
	}
	a, b := m.old[i], m.new[j]
	return a.to == free && b.to == free && a.key == b.key && (a.number == b.number || a.key != noKey)
}

// gap holds the free positions of either text between two links in order.
type gap struct {
	old, new []int
}

// gaps returns the gaps between the links that are in order.
func (m *matcher) gaps() []gap {
	var pairs []pair
	for i, u := range m.old {
		if u.to >= 0 {
			pairs = append(pairs, pair{i, u.to, 1})
		}
	}
	var out []gap
	i, j := 0, 0
	for _, p := range append(heaviestChain(pairs, len(m.new)), pair{len(m.old), len(m.new), 0}) {
		g := gap{freeIn(m.old, i, p.old), freeIn(m.new, j, p.new)}
		if len(g.old) > 0 && len(g.new) > 0 {
			out = append(out, g)
		}
		i, j = p.old+1, p.new+1
	}
	return out
}

func freeIn(us []unit, lo, hi int) []int {
	var out []int
	for i := lo; i < hi; i++ {
		if us[i].to == free {
			out = append(out, i)
		}
	}
	return out
}

// sameInGap links what has the same words in a gap, preferring what also has
// the same number.
func (m *matcher) sameInGap(g gap) {
	type same struct {
		key    int32
		number string
	}
	run := func(of func(unit) same) {
		olds, news := worded(m.old, g.old), worded(m.new, g.new)
		var a, b []same
		for _, i := range olds {
			a = append(a, of(m.old[i]))
		}
		for _, j := range news {
			b = append(b, of(m.new[j]))
		}
		eachEqual(Diff(a, b), len(a), func(x, y int) { m.link(olds[x], news[y], 1) })
	}
	run(func(u unit) same { return same{u.key, u.number} })
	g = gap{stillFree(m.old, g.old), stillFree(m.new, g.new)}
	run(func(u unit) same { return same{u.key, ""} })
}

// worded returns those positions whose units have words and are free.
func worded(us []unit, at []int) []int {
	var out []int
	for _, i := range at {
		if us[i].key != noKey && us[i].to == free {
			out = append(out, i)
		}
	}
	return out
}

func stillFree(us []unit, at []int) []int {
	var out []int
	for _, i := range at {
		if us[i].to == free {
			out = append(out, i)
		}
	}
	return out
}

// eachEqual calls f for each pair of equal elements that hunks leave; n is
// the length of the old sequence.
func eachEqual(hs []Hunk, n int, f func(x, y int)) {
	x, y := 0, 0
	for _, h := range append(hs, Hunk{ALo: n}) {
		for ; x < h.ALo; x, y = x+1, y+1 {
			f(x, y)
		}
		x, y = h.AHi, h.BHi
	}
}

// sameElsewhere links words that stand once in what is left of either text,
// wherever that is, and then, in turn, those that stand more often.
func (m *matcher) sameElsewhere() {
	where := make(map[int32][]int)
	for j, u := range m.new {
		if u.to == free && u.key != noKey {
			where[u.key] = append(where[u.key], j)
		}
	}
	for i, u := range m.old {
		if js := where[u.key]; u.to == free && u.key != noKey && len(js) > 0 {
			at := 0
			for k, j := range js {
				if m.new[j].number == u.number {
					at = k
					break
				}
			}
			m.link(i, js[at], 1)
			where[u.key] = append(js[:at:at], js[at+1:]...)
		}
	}
}

// byChildren links a provision to the one that most of what is directly below
// it went to, weighed by words, where both are free. From the bottom up, so
// that parts follow articles that follow paragraphs.
func (m *matcher) byChildren() {
	votes := make(map[int]int)
	for i := len(m.old) - 1; i >= 0; i-- {
		u := m.old[i]
		if u.to != free || u.last == i+1 {
			continue
		}
		clear(votes)
		for c := i + 1; c < u.last; c = m.old[c].last {
			if to := m.old[c].to; to >= 0 && m.new[to].parent >= 0 {
				votes[m.new[to].parent] += len(m.old[c].p.Words) + len(m.old[c].p.Heading) + 1
			}
		}
		best, most := -1, 0
		for j, n := range votes {
			if m.new[j].to == free && (n > most || n == most && j < best) {
				best, most = j, n
			}
		}
		if best >= 0 && (u.key == noKey) == (m.new[best].key == noKey) {
			m.link(i, best, 0.9)
		}
	}
}

// bare links provisions that have neither words nor matched children and the
// same label, in order.
func (m *matcher) bare() {
	for _, g := range m.gaps() {
		var a, b []string
		olds, news := bareIn(m.old, g.old), bareIn(m.new, g.new)
		for _, i := range olds {
			a = append(a, m.old[i].p.Label)
		}
		for _, j := range news {
			b = append(b, m.new[j].p.Label)
		}
		eachEqual(Diff(a, b), len(a), func(x, y int) { m.link(olds[x], news[y], 0.8) })
	}
}

func bareIn(us []unit, at []int) []int {
	var out []int
	for _, i := range at {
		if us[i].key == noKey {
			out = append(out, i)
		}
	}
	return out
}
