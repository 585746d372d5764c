package bargain

import (
	"math"
	"math/big"
	"slices"
)

// thinned is a part of a cloud's points, target of them at most, such that each point of
// the cloud is covered by one that is kept but for a little, which is returned: at most so
// many parts of each party's utility. Numbers are rounded down to cells whose width is the
// same share of each party's range, and of the points only those are kept whose cells no
// other's cover, one in each (Papadimitriou and Yannakakis, "On the approximability of
// trade-offs and optimal access of Web sources", 2000).
func (f *folder) thinned(c *cloud, target int) (*cloud, loss, error) {
	dims := float64(max(1, c.parties-1))
	cells := int64(4 * math.Pow(float64(target), 1/dims))
	for ; ; cells = max(1, cells*3/4) {
		grid := f.grid(cells)
		kept, err := f.cover(c, grid)
		if err != nil {
			return nil, nil, err
		}
		if kept.len() <= target || cells == 1 {
			lost := make(loss, len(grid))
			for party, g := range grid {
				lost[party] = new(big.Int).Lsh(new(big.Int).SetUint64(g.width), g.shift)
				lost[party].Sub(lost[party], big.NewInt(1))
			}
			return kept, lost, nil
		}
	}
}

// A ruler measures a party's numbers in cells: their high bits, in widths.
type ruler struct {
	shift uint
	width uint64
}

// grid is rulers that divide each party's range into so many cells.
func (f *folder) grid(cells int64) []ruler {
	out := make([]ruler, len(f.s.Parties))
	for party := range out {
		r := f.spread(party)
		if n := r.BitLen() - 40; n > 0 {
			out[party].shift = uint(n)
		}
		out[party].width = max(1, new(big.Int).Rsh(r, out[party].shift).Uint64()/uint64(cells))
	}
	return out
}

// cell is the number of the cell in which the words of a number lie.
func (r ruler) cell(words []uint64) int32 {
	at, bit := len(words)-1-int(r.shift/64), r.shift%64
	n := words[at] >> bit
	if at > 0 && bit > 0 {
		n |= words[at-1] << (64 - bit)
	}
	return int32(n / r.width)
}

// cover keeps a point of each cell that no other point's cell covers.
func (f *folder) cover(c *cloud, grid []ruler) (*cloud, error) {
	n, dims := c.len(), c.parties
	ranks := make([]int32, n*dims)
	for i := range n {
		row := c.row(i)
		for party, r := range grid {
			ranks[i*dims+party] = r.cell(row[party*c.limbs : (party+1)*c.limbs])
		}
	}
	cells := func(i int32) []int32 { return ranks[int(i)*dims : (int(i)+1)*dims] }
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return slices.Compare(cells(b), cells(a)) })
	order = slices.CompactFunc(order, func(a, b int32) bool { return slices.Equal(cells(a), cells(b)) })
	m := maxima{dims: dims, ranks: ranks, out: make([]bool, n), stop: f.stop}
	if dims <= 3 {
		m.one(order)
	} else if err := m.all(order); err != nil {
		return nil, err
	}
	stays := make([]bool, n)
	for _, i := range order {
		stays[i] = !m.out[i]
	}
	return c.keep(func(i int) bool { return stays[i] }), nil
}
