package redline

// The diff is Myers' O(ND) in linear space (Myers 1986, "An O(ND) Difference
// Algorithm and Its Variations"). Elements are interned first, so that the
// inner loop compares integers, and those that only one side has are set
// aside, which leaves a shortest script shortest and much less to search.

// Hunk says that a[ALo:AHi] of the old sequence is replaced by b[BLo:BHi] of
// the new. One of the two ranges may be empty, never both.
type Hunk struct {
	ALo, AHi int
	BLo, BHi int
}

// Diff returns the hunks that turn a into b, in order; between two of them
// stands at least one equal element. The script is a shortest one, except
// where sequences of more than some 8,000 elements differ almost wholly:
// there the search is cut short, so that time stays O((N+M)·√(N+M)) or so and
// never quadratic. Equal sequences have no hunks.
func Diff[T comparable](a, b []T) []Hunk {
	lo := 0
	for lo < len(a) && lo < len(b) && a[lo] == b[lo] {
		lo++
	}
	hiA, hiB := len(a), len(b)
	for hiA > lo && hiB > lo && a[hiA-1] == b[hiB-1] {
		hiA, hiB = hiA-1, hiB-1
	}
	if lo == hiA && lo == hiB {
		return nil
	}
	if lo == hiA || lo == hiB {
		return []Hunk{{lo, hiA, lo, hiB}}
	}
	ids := make(map[T]int32, hiA-lo)
	intern := func(s []T) []int32 {
		out := make([]int32, len(s))
		for i, v := range s {
			id, ok := ids[v]
			if !ok {
				id = int32(len(ids))
				ids[v] = id
			}
			out[i] = id
		}
		return out
	}
	var d differ
	ia, ib := intern(a[lo:hiA]), intern(b[lo:hiB])
	hunks := d.diff(ia, ib, len(ids))
	for i := range hunks {
		h := &hunks[i]
		h.ALo, h.AHi, h.BLo, h.BHi = h.ALo+lo, h.AHi+lo, h.BLo+lo, h.BHi+lo
	}
	return hunks
}

// differ holds the buffers of the search, so that one who compares many
// provisions need not ask for memory for each.
type differ struct {
	side       []uint8 // which side has an element, by its id
	a, b       []int32 // the elements that both sides have
	posA, posB []int   // where they stood
	goneA      []bool  // which elements of the old are deleted
	goneB      []bool  // which elements of the new are inserted
	fwd, bwd   []int   // the furthest points of the search, by diagonal
	limit      int     // how far a search goes before it is cut short
}

// diff compares interned sequences whose ids are below n.
func (d *differ) diff(a, b []int32, n int) []Hunk {
	d.reduce(a, b, n)
	diagonals := len(d.a) + len(d.b) + 3
	d.fwd, d.bwd = grow(d.fwd, diagonals), grow(d.bwd, diagonals)
	d.limit = max(256, (1<<25)/diagonals)
	d.search(0, len(d.a), 0, len(d.b))
	return d.hunks()
}

// reduce keeps the elements that both sides have and marks the others gone.
func (d *differ) reduce(a, b []int32, n int) {
	d.side = grow(d.side, n)
	clear(d.side)
	for _, v := range a {
		d.side[v] |= 1
	}
	for _, v := range b {
		d.side[v] |= 2
	}
	keep := func(s []int32, gone []bool, kept []int32, pos []int) ([]bool, []int32, []int) {
		gone, kept, pos = grow(gone, len(s)), kept[:0], pos[:0]
		for i, v := range s {
			gone[i] = d.side[v] != 3
			if !gone[i] {
				kept, pos = append(kept, v), append(pos, i)
			}
		}
		return gone, kept, pos
	}
	d.goneA, d.a, d.posA = keep(a, d.goneA, d.a, d.posA)
	d.goneB, d.b, d.posB = keep(b, d.goneB, d.b, d.posB)
}

// search marks what is gone in the box a[aLo:aHi] × b[bLo:bHi].
func (d *differ) search(aLo, aHi, bLo, bHi int) {
	for {
		for aLo < aHi && bLo < bHi && d.a[aLo] == d.b[bLo] {
			aLo, bLo = aLo+1, bLo+1
		}
		for aLo < aHi && bLo < bHi && d.a[aHi-1] == d.b[bHi-1] {
			aHi, bHi = aHi-1, bHi-1
		}
		if aLo == aHi || bLo == bHi {
			break
		}
		x, y := d.middle(aLo, aHi, bLo, bHi)
		d.search(aLo, x, bLo, y)
		aLo, bLo = x, y
	}
	for ; aLo < aHi; aLo++ {
		d.goneA[d.posA[aLo]] = true
	}
	for ; bLo < bHi; bLo++ {
		d.goneB[d.posB[bLo]] = true
	}
}

// middle returns a point on a shortest path through the box, about half-way:
// where a search from the start meets one from the end. The box is not empty
// on either side and neither begins nor ends with an equal pair.
func (d *differ) middle(aLo, aHi, bLo, bHi int) (x, y int) {
	a, b := d.a, d.b
	shift := len(b) + 1 // diagonal k = x-y is kept at k+shift
	start, end := aLo-bLo+shift, aHi-bHi+shift
	least, most := aLo-bHi+shift, aHi-bLo+shift
	odd := (end-start)&1 != 0
	fLo, fHi, bkLo, bkHi := start, start, end, end
	fwd, bwd := d.fwd, d.bwd
	fwd[start], bwd[end] = aLo, aHi
	for cost := 1; ; cost++ {
		fLo, fHi = widen(fwd, fLo, fHi, least, most, -1)
		for k := fHi; k >= fLo; k -= 2 {
			x := max(fwd[k-1]+1, fwd[k+1])
			y := x - k + shift
			for x < aHi && y < bHi && a[x] == b[y] {
				x, y = x+1, y+1
			}
			fwd[k] = x
			if odd && bkLo <= k && k <= bkHi && bwd[k] <= x {
				return x, y
			}
		}
		bkLo, bkHi = widen(bwd, bkLo, bkHi, least, most, int(^uint(0)>>1))
		for k := bkHi; k >= bkLo; k -= 2 {
			x := min(bwd[k-1], bwd[k+1]-1)
			y := x - k + shift
			for x > aLo && y > bLo && a[x-1] == b[y-1] {
				x, y = x-1, y-1
			}
			bwd[k] = x
			if !odd && fLo <= k && k <= fHi && x <= fwd[k] {
				return x, y
			}
		}
		if cost >= d.limit {
			return furthest(fwd, fLo, fHi, shift, aHi, bHi)
		}
	}
}

// widen lets a search reach one diagonal further on either side, as far as
// the box goes, and sets the diagonals beyond to unreached.
func widen(v []int, lo, hi, least, most, unreached int) (int, int) {
	if lo > least {
		lo--
		v[lo-1] = unreached
	} else {
		lo++
	}
	if hi < most {
		hi++
		v[hi+1] = unreached
	} else {
		hi--
	}
	return lo, hi
}

// furthest returns the point of the forward search that got furthest: a good
// place to divide a box that is not worth searching to the end.
func furthest(fwd []int, lo, hi, shift, aHi, bHi int) (x, y int) {
	best := -1
	for k := hi; k >= lo; k -= 2 {
		px := min(fwd[k], aHi)
		py := px - k + shift
		if py > bHi {
			px, py = bHi+k-shift, bHi
		}
		if px+py > best {
			best, x, y = px+py, px, py
		}
	}
	return x, y
}

// hunks reads the script off what is marked gone.
func (d *differ) hunks() []Hunk {
	var out []Hunk
	for i, j := 0, 0; i < len(d.goneA) || j < len(d.goneB); {
		h := Hunk{ALo: i, BLo: j}
		for i < len(d.goneA) && d.goneA[i] {
			i++
		}
		for j < len(d.goneB) && d.goneB[j] {
			j++
		}
		if h.AHi, h.BHi = i, j; h.ALo < i || h.BLo < j {
			out = append(out, h)
			continue
		}
		i, j = i+1, j+1
	}
	return out
}

// grow returns s with length n; what it holds is left over.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}
