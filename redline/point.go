package redline

import (
	"slices"

	"parley/text"
)

// Texts that are only related are compared by their points, each with all that
// is below it, and an index over the words finds for a point those that share
// words with it without looking at the others.

// point is a provision with everything below it.
type point struct {
	side   Side
	number string
	bag    bag
	to     []int // counterparts
	best   float64
	next   float64 // likeness of the next best candidate
}

// points returns what a text is negotiated by: its articles or points, found
// below its parts, or whatever stands at their place.
func points(t *text.Text, lx *lexicon) []point {
	us := units(t, make(map[[2]string]int32))
	cited := t.Cites()
	var out []point
	for i := 0; i < len(us); {
		p := us[i].p
		if (p.Kind == text.Part || p.Kind == text.Preamble || p.Kind == text.Annex) && len(p.Children) > 0 {
			i++
			continue
		}
		var words []string
		for _, below := range us[i:us[i].last] {
			words = append(words, below.p.Heading, below.p.Words)
		}
		if b := lx.bagOf(words...); b.count > 0 {
			side := Side{ID: p.ID, Kind: p.Kind, Label: p.Label, Cite: cited[i], Index: i, Depth: us[i].depth, Of: 1}
			out = append(out, point{side: side, number: us[i].number, bag: b})
		}
		i = us[i].last
	}
	return out
}

// pointIndex finds the points that share words with one.
type pointIndex struct {
	lex      *lexicon
	points   []point
	postings [][]posting // by word
	shared   []float64   // by point, all 0 between searches
	touched  []int
}

type posting struct {
	point int32
	n     int32
}

func indexOf(lx *lexicon, ps []point) *pointIndex {
	x := &pointIndex{lex: lx, points: ps, postings: make([][]posting, len(lx.seen)), shared: make([]float64, len(ps))}
	for j := range ps {
		for _, w := range ps[j].bag.words {
			x.postings[w.id] = append(x.postings[w.id], posting{int32(j), w.n})
		}
	}
	return x
}

// each calls f with every point that shares a word with b, in order, and how
// like b it is.
func (x *pointIndex) each(b *bag, f func(j int, likeness float64)) {
	x.touched = x.touched[:0]
	for _, w := range b.words {
		for _, p := range x.postings[w.id] {
			if x.shared[p.point] == 0 {
				x.touched = append(x.touched, int(p.point))
			}
			x.shared[p.point] += float64(min(w.n, p.n)) * x.lex.weight[w.id]
		}
	}
	slices.Sort(x.touched)
	for _, j := range x.touched {
		shared := x.shared[j]
		x.shared[j] = 0
		f(j, 2*shared/(b.total+x.points[j].bag.total))
	}
}

// best returns how like each of ps the point is that is most like it.
func (x *pointIndex) best(ps []point) []float64 {
	out := make([]float64, len(ps))
	for i := range ps {
		x.each(&ps[i].bag, func(_ int, l float64) { out[i] = max(out[i], l) })
	}
	return out
}
