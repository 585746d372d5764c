package record

import (
	"crypto/ed25519"
	"encoding/hex"
)

// verifies is ed25519.Verify but for weak keys. There are few points on the
// curve of which eight add up to nothing. As keys they verify signatures that
// anybody can make: a member with such a key could sign and say that it did
// not.
func verifies(key, message, sig []byte) bool { return !weak(key) && ed25519.Verify(key, message, sig) }

// weak reports whether a key is one of those points, in any spelling.
func weak(key []byte) bool {
	var y [ed25519.PublicKeySize]byte
	copy(y[:], key)
	y[31] &= 0x7f // the sign of x
	switch hex.EncodeToString(y[:]) {
	case "0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // 0, with the prime added
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f": // 1
		return true
	}
	return false
}
