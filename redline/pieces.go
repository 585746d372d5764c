package redline

import "slices"

// A provision was split if the words of several in the new text, next to one
// another, stand in it; merged is the same with the sides exchanged. Found
// last, among what has no counterpart: its words must stand in a provision
// whose counterpart is beside it, or that has none.

const (
	pieceHeld    = 0.6 // so much of a piece's words stand in the whole
	wholeCovered = 0.6 // so much of the whole is in its pieces
	piecesApart  = 1   // provisions that moved in between two pieces
	leastPiece   = 3   // words in a piece; of a smaller one all must stand in the whole
	wordsHeld    = 0.99
	wholesNear   = 12 // wholes considered for each piece
)

// pieces finds what was split and merged.
func (m *matcher) pieces() {
	if m.lex == nil {
		return
	}
	m.divided(m.old, m.new, func(whole int, parts []int, sure float64) {
		m.splits = append(m.splits, Link{[]int{whole}, parts, sure})
		tie(&m.old[whole], whole, m.new, parts)
	})
	m.divided(m.new, m.old, func(whole int, parts []int, sure float64) {
		m.splits = append(m.splits, Link{parts, []int{whole}, sure})
		tie(&m.new[whole], whole, m.old, parts)
	})
}

// tie makes parts the pieces of the whole, which is at w.
func tie(whole *unit, w int, us []unit, parts []int) {
	whole.to, whole.divided = parts[0], true
	for _, p := range parts {
		us[p].to, us[p].divided = w, true
	}
}

// divided calls found for each unit of wholes whose words are in several of
// parts.
func (m *matcher) divided(wholes, parts []unit, found func(whole int, parts []int, sure float64)) {
	loose := worded(parts, freeIn(parts, 0, len(parts)))
	for _, p := range loose {
		if parts[p].to != free {
			continue
		}
		for _, w := range m.wholesNear(wholes, parts, p) {
			group := m.group(&wholes[w], parts, p)
			if len(group) < 2 {
				continue
			}
			sure := m.covered(&wholes[w], parts, group)
			if sure >= wholeCovered {
				found(w, group, sure)
				break
			}
		}
	}
}

// wholesNear returns what the loose part p may be a piece of: the counterparts
// of the parts beside it, and what is free where it stands.
func (m *matcher) wholesNear(wholes, parts []unit, p int) []int {
	var out []int
	add := func(w int) {
		if w >= 0 && wholes[w].key != noKey && !wholes[w].divided && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	for _, step := range []int{-1, 1} {
		linked := 0
		for q := p + step; q >= 0 && q < len(parts) && linked <= piecesApart; q += step {
			if parts[q].to < 0 {
				continue
			}
			linked++
			add(parts[q].to)
			for w := parts[q].to - step; w >= 0 && w < len(wholes) && wholes[w].to == free && len(out) < wholesNear; w -= step {
				add(w)
			}
		}
	}
	return out
}

// group returns p together with the parts beside it that are pieces of the
// whole, in order: free ones, and its counterpart. Each must add words of the
// whole that the others do not have.
func (m *matcher) group(whole *unit, parts []unit, p int) []int {
	g := grouping{matcher: m, parts: parts, left: m.bagFor(whole)}
	g.left.words = slices.Clone(g.left.words)
	at := p
	if whole.to >= 0 {
		at = whole.to
		g.left.take(m.bagFor(&parts[at]))
	} else if !g.take(p) {
		return nil
	}
	g.found = []int{at}
	g.extend(at, -1)
	g.extend(at, 1)
	if !slices.Contains(g.found, p) {
		return nil
	}
	slices.Sort(g.found)
	return g.found
}

// grouping is a search for the pieces of one whole.
type grouping struct {
	*matcher
	parts []unit
	left  bag // the words of the whole that no piece has yet
	found []int
}

// take makes part q a piece, if it is free and its words are among those left.
func (g *grouping) take(q int) bool {
	u := &g.parts[q]
	if u.key == noKey || u.divided || u.to != free {
		return false
	}
	b := g.bagFor(u)
	held := pieceHeld
	if b.count < leastPiece {
		held = wordsHeld
	}
	if b.count == 0 || g.lex.shared(&b, &g.left) < held*b.total {
		return false
	}
	g.left.take(b)
	return true
}

// extend takes parts from beside at on, in one direction.
func (g *grouping) extend(at, step int) {
	passed := 0
	for q := at + step; q >= 0 && q < len(g.parts); q += step {
		switch {
		case g.take(q):
			g.found = append(g.found, q)
			passed = 0
		case g.parts[q].to >= 0 && passed < piecesApart:
			passed++ // something that moved in between
		default:
			return
		}
	}
}

// take removes the words of c from b.
func (b *bag) take(c bag) {
	for i, j := 0, 0; i < len(b.words) && j < len(c.words); {
		switch x, y := &b.words[i], c.words[j]; {
		case x.id < y.id:
			i++
		case x.id > y.id:
			j++
		default:
			x.n -= min(x.n, y.n)
			i, j = i+1, j+1
		}
	}
}

// bagFor returns the bag of a unit, which may have found its counterpart
// before bags were made.
func (m *matcher) bagFor(u *unit) bag {
	if !u.bag.made {
		seen := len(m.lex.weight)
		u.bag = u.count(m.lex)
		for range len(m.lex.seen) - seen {
			m.lex.weight = append(m.lex.weight, 1)
		}
		for _, w := range u.bag.words {
			u.bag.total += float64(w.n) * m.lex.weight[w.id]
		}
	}
	return u.bag
}

// covered returns how much of the whole stands in its pieces, no word counted
// twice.
func (m *matcher) covered(whole *unit, parts []unit, group []int) float64 {
	var all bag
	for _, q := range group {
		all.words = append(all.words, m.bagFor(&parts[q]).words...)
	}
	slices.SortFunc(all.words, func(a, b counted) int { return int(a.id - b.id) })
	sum := all.words[:0]
	for _, w := range all.words {
		if n := len(sum); n > 0 && sum[n-1].id == w.id {
			sum[n-1].n += w.n
			continue
		}
		sum = append(sum, w)
	}
	all.words = sum
	b := m.bagFor(whole)
	for _, w := range all.words {
		all.total += float64(w.n) * m.lex.weight[w.id]
	}
	return m.lex.likeness(&all, &b)
}
