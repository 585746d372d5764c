package scenario

import (
	"math/big"
	"strings"
)

// maxDigits is how long a number may be.
const maxDigits = 2000

// Number reads a whole number, a decimal or a fraction as the rational that it denotes.
func Number(s string) (*big.Rat, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxDigits || strings.Trim(s, "0123456789+-./eE") != "" {
		return nil, false
	}
	if above, below, ok := strings.Cut(s, "/"); ok {
		n, good := new(big.Int).SetString(strings.TrimSpace(above), 10)
		d, fine := new(big.Int).SetString(strings.TrimSpace(below), 10)
		if !good || !fine || d.Sign() == 0 {
			return nil, false
		}
		return new(big.Rat).SetFrac(n, d), true
	}
	if e := strings.IndexAny(s, "eE"); e >= 0 && len(strings.TrimLeft(s[e+1:], "+-0")) > 3 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

// Decimal writes a number exactly: as a whole number, a decimal, or a fraction where no
// decimal ends.
func Decimal(x *big.Rat) string {
	if n, exact := x.FloatPrec(); exact {
		return x.FloatString(n)
	}
	return x.RatString()
}

// times multiplies two numbers.
func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
