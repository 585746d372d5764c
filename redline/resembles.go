package redline

import (
	"cmp"
	"math"
	"slices"

	"parley/text"
)

// A press copy or a translation back has a third of its words changed, so no
// count of changes says which revision it was made from. What tells is where
// the revisions differ: each point of the copy votes for the revision it is
// more like, and each point that only one revision has votes by whether the
// copy has it too. How sure the answer is, is how unlikely such a sum of votes
// would be if neither were the source.

// absent is how alike a point is to the best of a text that does not have it:
// what common words alone make.
const absent = 0.3

// Resemblance is how much a rendering is like a revision.
type Resemblance struct {
	Revision int     // its place among the revisions given
	Likeness float64 // from 0 to 1, over all points both ways
	Sure     float64 // that it resembles this revision more than the next: 0.5 is a coin's throw; of the last, 0
}

// Resembles ranks revisions by how much a rendering (a press copy, a
// translation) is like them, the most alike first.
func Resembles(rendering *text.Text, revisions ...*text.Text) []Resemblance {
	lx := newLexicon()
	lx.stems = true
	copied := points(rendering, lx)
	sides := make([][]point, len(revisions))
	bags := bagsOf(copied)
	for i, r := range revisions {
		sides[i] = points(r, lx)
		bags = append(bags, bagsOf(sides[i])...)
	}
	lx.weigh(len(bags), bags...)
	out := make([]Resemblance, len(revisions))
	for i := range revisions {
		out[i] = Resemblance{Revision: i, Likeness: (lx.cover(copied, sides[i]) + lx.cover(sides[i], copied)) / 2}
	}
	slices.SortStableFunc(out, func(a, b Resemblance) int { return cmp.Compare(b.Likeness, a.Likeness) })
	for k := 0; k+1 < len(out); k++ {
		out[k].Sure = lx.surer(copied, sides[out[k].Revision], sides[out[k+1].Revision])
	}
	return out
}

func bagsOf(ps []point) []*bag {
	out := make([]*bag, len(ps))
	for i := range ps {
		out[i] = &ps[i].bag
	}
	return out
}

// best returns how like p is to the one of ps that is most like it.
func (lx *lexicon) best(p *point, ps []point) float64 {
	var best float64
	for i := range ps {
		best = max(best, lx.likeness(&p.bag, &ps[i].bag))
	}
	return best
}

// cover returns how well the points of a are found in b, by weight.
func (lx *lexicon) cover(a, b []point) float64 {
	var sum, all float64
	for i := range a {
		sum += a[i].bag.total * lx.best(&a[i], b)
		all += a[i].bag.total
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// surer returns how sure it is that the copy comes from a rather than b.
func (lx *lexicon) surer(copied, a, b []point) float64 {
	var votes []float64
	for i := range copied {
		votes = append(votes, lx.best(&copied[i], a)-lx.best(&copied[i], b))
	}
	for i := range a {
		if lx.best(&a[i], b) < absent {
			votes = append(votes, lx.best(&a[i], copied)-absent)
		}
	}
	for i := range b {
		if lx.best(&b[i], a) < absent {
			votes = append(votes, absent-lx.best(&b[i], copied))
		}
	}
	var sum, squares float64
	for _, v := range votes {
		sum += v
		squares += v * v
	}
	if squares == 0 {
		return 0.5
	}
	return math.Erfc(-sum/math.Sqrt(2*squares)) / 2
}
