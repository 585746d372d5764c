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
// translation back) is like them, the most alike first. Texts in two languages
// share no words and cannot be told apart: the answer is then not sure.
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
	copyIndex := indexOf(lx, copied)
	candidates := make([]candidate, len(revisions))
	out := make([]Resemblance, len(revisions))
	for i, points := range sides {
		c := candidate{points: points, index: indexOf(lx, points)}
		c.inCopy, c.ofCopy = copyIndex.best(points), c.index.best(copied)
		candidates[i] = c
		out[i] = Resemblance{Revision: i, Likeness: (cover(copied, c.ofCopy) + cover(points, c.inCopy)) / 2}
	}
	slices.SortStableFunc(out, func(a, b Resemblance) int { return cmp.Compare(b.Likeness, a.Likeness) })
	for k := 0; k+1 < len(out); k++ {
		out[k].Sure = surer(candidates[out[k].Revision], candidates[out[k+1].Revision])
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

// candidate is a revision that the copy may have been made from.
type candidate struct {
	points []point
	index  *pointIndex
	inCopy []float64 // how like each point its best in the copy is
	ofCopy []float64 // and how like each point of the copy its best here
}

// cover returns how well points are found elsewhere, by weight.
func cover(ps []point, best []float64) float64 {
	var sum, all float64
	for i := range ps {
		sum += ps[i].bag.total * best[i]
		all += ps[i].bag.total
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// surer returns how sure it is that the copy comes from a rather than b.
func surer(a, b candidate) float64 {
	var votes []float64
	for i := range a.ofCopy {
		votes = append(votes, a.ofCopy[i]-b.ofCopy[i])
	}
	for i, inB := range b.index.best(a.points) {
		if inB < absent {
			votes = append(votes, a.inCopy[i]-absent)
		}
	}
	for i, inA := range a.index.best(b.points) {
		if inA < absent {
			votes = append(votes, absent-b.inCopy[i])
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
