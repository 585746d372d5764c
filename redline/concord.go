package redline

import (
	"cmp"
	"slices"

	"parley/text"
)

// A concordance is for texts of which neither came from the other: a draft
// and a counter-draft. Points are compared whole, with what is below them, by
// the beginnings of their words, wherever they stand. Confidence comes from how
// alike two points are and from how far ahead of the next candidate.

const (
	relatedLeast  = 0.16 // from here on, two points may be about the same
	relatedSure   = 0.5  // and from here on they are
	relatedHeld   = 0.35 // so much of a further point's words stand in the one it belongs to
	relatedRivals = 0.5  // how much a rival as good takes from the confidence
	numberedPairs = 4    // so many pairs, of which so large a part has the same numbers,
	numberedAlike = 0.7  // make the same number evidence,
	numberedSure  = 0.3  // worth this much
)

// Concordance maps the points of two texts onto each other.
type Concordance struct {
	Relations []Relation // by the old text's order; what only the new has, last
}

// Relation says which points are about the same: one on either side (1:1), one
// and several (1:n, n:1), or one on one side only.
type Relation struct {
	Old, New   []Side
	Confidence float64 // from 0 to 1; of a point that stands alone, that it does
}

// Kind returns "1:1", "1:n", "n:1" or "none".
func (r Relation) Kind() string {
	switch {
	case len(r.Old) == 0 || len(r.New) == 0:
		return "none"
	case len(r.New) > 1:
		return "1:n"
	case len(r.Old) > 1:
		return "n:1"
	}
	return "1:1"
}

// Concord maps the points of two texts onto each other, also where they are
// only related.
func Concord(old, new *text.Text) Concordance {
	c := newConcorder(old, new)
	c.pair()
	c.pairByNumber()
	c.attach()
	return c.concordance()
}

type concorder struct {
	lex      *lexicon
	old, new []point
	pairs    []pair // by likeness, best first
}

func newConcorder(old, new *text.Text) *concorder {
	c := &concorder{lex: newLexicon()}
	c.lex.stems = true
	c.old, c.new = points(old, c.lex), points(new, c.lex)
	var bags []*bag
	for _, ps := range [][]point{c.old, c.new} {
		for i := range ps {
			bags = append(bags, &ps[i].bag)
		}
	}
	c.lex.weigh(len(bags), bags...)
	at := indexOf(c.lex, c.new)
	for i := range c.old {
		at.each(&c.old[i].bag, func(j int, l float64) {
			if l >= relatedLeast/2 {
				c.pairs = append(c.pairs, pair{i, j, l})
			}
		})
	}
	slices.SortStableFunc(c.pairs, func(p, q pair) int { return cmp.Compare(q.weight, p.weight) })
	return c
}

// pair relates one to one what is most alike.
func (c *concorder) pair() {
	for _, p := range c.pairs {
		a, b := &c.old[p.old], &c.new[p.new]
		for _, side := range []*point{a, b} {
			switch {
			case side.best == 0:
				side.best = p.weight
			case side.next == 0:
				side.next = p.weight
			}
		}
		if p.weight >= relatedLeast && len(a.to) == 0 && len(b.to) == 0 {
			a.to, b.to = []int{p.new}, []int{p.old}
		}
	}
}

// pairByNumber relates points with the same number that are left, if the two
// texts plainly follow the same numbers.
func (c *concorder) pairByNumber() {
	same, pairs := 0, 0
	for i := range c.old {
		if a := &c.old[i]; len(a.to) > 0 && a.number != "" {
			pairs++
			if a.number == c.new[a.to[0]].number {
				same++
			}
		}
	}
	if pairs < numberedPairs || float64(same) < numberedAlike*float64(pairs) {
		return
	}
	at := make(map[string]int)
	for j := range c.new {
		if b := &c.new[j]; len(b.to) == 0 && b.number != "" {
			at[b.number] = j
		}
	}
	for i := range c.old {
		a := &c.old[i]
		if j, ok := at[a.number]; ok && len(a.to) == 0 {
			a.to, c.new[j].to = []int{j}, []int{i}
			delete(at, a.number)
		}
	}
}

// attach adds to each relation the points that are left and mostly stand in
// one of its sides.
func (c *concorder) attach() {
	for _, p := range c.pairs {
		a, b := &c.old[p.old], &c.new[p.new]
		shared := c.lex.shared(&a.bag, &b.bag)
		switch {
		case len(a.to) == 0 && len(b.to) > 0 && shared >= relatedHeld*a.bag.total && !c.manyOn(b.to, c.old):
			a.to, b.to = []int{p.new}, append(b.to, p.old)
		case len(b.to) == 0 && len(a.to) > 0 && shared >= relatedHeld*b.bag.total && !c.manyOn(a.to, c.new):
			a.to, b.to = append(a.to, p.new), []int{p.old}
		}
	}
}

// manyOn reports whether one of the counterparts has several itself, so that
// one more would make the relation many to many.
func (c *concorder) manyOn(to []int, ps []point) bool {
	return slices.ContainsFunc(to, func(i int) bool { return len(ps[i].to) > 1 })
}

// confidence is how sure the relation of a and b is.
func (c *concorder) confidence(a, b *point) float64 {
	l := c.lex.likeness(&a.bag, &b.bag)
	sure := min(1, (l-relatedLeast/2)/(relatedSure-relatedLeast/2))
	rival := 0.0
	for _, p := range []*point{a, b} {
		if len(p.to) == 1 && p.next > 0 && l > 0 {
			rival = max(rival, min(1, p.next/l))
		}
	}
	sure = max(0, sure) * (1 - relatedRivals*rival*rival)
	if l < relatedLeast {
		return numberedSure // only the number relates them
	}
	return sure
}

func (c *concorder) concordance() Concordance {
	var out Concordance
	told := make([]bool, len(c.new))
	done := make([]bool, len(c.old))
	for i := range c.old {
		if done[i] {
			continue
		}
		a := &c.old[i]
		if len(a.to) == 0 {
			out.Relations = append(out.Relations, Relation{Old: []Side{a.side}, Confidence: alone(a)})
			continue
		}
		olds := c.new[a.to[0]].to
		if len(a.to) > 1 {
			olds = []int{i}
		}
		var r Relation
		for _, k := range sorted(olds) {
			r.Old, done[k] = append(r.Old, c.old[k].side), true
			for _, j := range sorted(c.old[k].to) {
				if !told[j] {
					r.New, told[j] = append(r.New, c.new[j].side), true
				}
				r.Confidence = max(r.Confidence, c.confidence(&c.old[k], &c.new[j]))
			}
		}
		out.Relations = append(out.Relations, r)
	}
	for j := range c.new {
		if !told[j] {
			out.Relations = append(out.Relations, Relation{New: []Side{c.new[j].side}, Confidence: alone(&c.new[j])})
		}
	}
	return out
}

// alone is how sure it is that a point has no counterpart.
func alone(p *point) float64 { return max(0, 1-p.best/relatedSure) }

func sorted(s []int) []int {
	out := slices.Clone(s)
	slices.Sort(out)
	return out
}
