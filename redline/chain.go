package redline

import (
	"cmp"
	"slices"
)

// What kept its order is the heaviest chain of pairs that rise on both sides;
// everything else moved. With equal weights this is the longest increasing
// subsequence.

// pair is a candidate: a position in either text and what it speaks for it.
type pair struct {
	old, new int
	weight   float64
}

// heaviestChain returns the pairs of the heaviest chain, rising strictly on
// both sides. New positions are below n. It sorts pairs, and takes O(k log n).
func heaviestChain(pairs []pair, n int) []pair {
	slices.SortFunc(pairs, func(p, q pair) int {
		return cmp.Or(cmp.Compare(p.old, q.old), cmp.Compare(q.new, p.new))
	})
	best := make([]float64, n+1) // a Fenwick tree of the heaviest chain's weight
	ends := make([]int, n+1)     // and of its last pair, plus one
	before := make([]int, len(pairs))
	for k, p := range pairs {
		weight, last := 0.0, 0
		for i := p.new; i > 0; i -= i & -i {
			if best[i] > weight {
				weight, last = best[i], ends[i]
			}
		}
		before[k] = last
		weight += p.weight
		for i := p.new + 1; i <= n; i += i & -i {
			if weight > best[i] {
				best[i], ends[i] = weight, k+1
			}
		}
	}
	weight, last := 0.0, 0
	for i := n; i > 0; i -= i & -i {
		if best[i] > weight {
			weight, last = best[i], ends[i]
		}
	}
	var out []pair
	for ; last > 0; last = before[last-1] {
		out = append(out, pairs[last-1])
	}
	slices.Reverse(out)
	return out
}
