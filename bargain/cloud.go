package bargain

import (
	"math/big"
	"math/bits"
)

// A cloud is a set of utility points: rows of whole numbers, one for each party, in words
// from the highest, so that rows compare as parties' numbers do. Points are distinct and
// fall in lexicographic order; each has the count of the packages on it.
type cloud struct {
	parties, limbs, wide int
	rows                 []uint64 // parties × limbs words each
	counts               []uint64 // wide words each
	from, by             []int32  // of which point of the cloud before, by which option
}

func (c *cloud) width() int { return c.parties * c.limbs }

func (c *cloud) len() int { return len(c.rows) / c.width() }

func (c *cloud) row(i int) []uint64 {
	w := c.width()
	return c.rows[i*w : (i+1)*w : (i+1)*w]
}

func (c *cloud) count(i int) []uint64 {
	return c.counts[i*c.wide : (i+1)*c.wide : (i+1)*c.wide]
}

// like makes an empty cloud of the same shape.
func (c *cloud) like() *cloud {
	return &cloud{parties: c.parties, limbs: c.limbs, wide: c.wide}
}

// one is the cloud of the package that settles nothing yet.
func (p *Problem) one() *cloud {
	c := &cloud{parties: len(p.s.Parties), limbs: p.limbs, wide: p.wide}
	c.rows = make([]uint64, c.width())
	c.counts = make([]uint64, c.wide)
	c.counts[c.wide-1] = 1
	c.from, c.by = []int32{-1}, []int32{-1}
	return c
}

// addRow writes a+b to out, number by number.
func addRow(out, a, b []uint64, limbs int) {
	if limbs == 1 {
		for i := range out {
			out[i] = a[i] + b[i]
		}
		return
	}
	for start := 0; start < len(out); start += limbs {
		var carry uint64
		for i := start + limbs - 1; i >= start; i-- {
			out[i], carry = bits.Add64(a[i], b[i], carry)
		}
	}
}

// addCount adds b to a.
func addCount(a, b []uint64) {
	var carry uint64
	for i := len(a) - 1; i >= 0; i-- {
		a[i], carry = bits.Add64(a[i], b[i], carry)
	}
}

// addProduct adds a·b to sum; it fits, because no count exceeds that of all packages.
func addProduct(sum, a, b []uint64) {
	last := len(b) - 1
	for _, w := range b[:last] {
		if w != 0 {
			product := make([]uint64, len(sum))
			put(product, new(big.Int).Mul(number(a), number(b)))
			addCount(sum, product)
			return
		}
	}
	var high, carry uint64
	for i := last; i >= 0; i-- {
		h, l := bits.Mul64(a[i], b[last])
		l, c := bits.Add64(l, high, 0)
		high = h + c
		sum[i], carry = bits.Add64(sum[i], l, carry)
	}
}

// compareWords is the order of two rows, or of two numbers.
func compareWords(a, b []uint64) int {
	for i, x := range a {
		if x != b[i] {
			if x < b[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}

// covers reports whether every number of a is at least that of b.
func covers(a, b []uint64, limbs int) bool {
	if limbs == 1 {
		for i, x := range a {
			if x < b[i] {
				return false
			}
		}
		return true
	}
	for i := 0; i < len(a); i += limbs {
		if compareWords(a[i:i+limbs], b[i:i+limbs]) < 0 {
			return false
		}
	}
	return true
}
