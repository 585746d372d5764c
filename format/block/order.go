package block

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// follows reports whether number b comes after a in any way of counting.
func follows(a, b string) bool {
	if x, err := strconv.Atoi(a); err == nil {
		y, err := strconv.Atoi(b)
		return err == nil && y == x+1
	}
	if x, y := RomanValue(a), RomanValue(b); x > 0 && y == x+1 {
		return true
	}
	x, n := utf8.DecodeRuneInString(a)
	y, m := utf8.DecodeRuneInString(b)
	return n == len(a) && m == len(b) && y == x+1
}

// startsList reports whether a label is the first of a list.
func startsList(label string) bool {
	switch strings.ToLower(strings.Trim(label, ".()°- ")) {
	case "1", "a", "i", "а", "أ":
		return true
	}
	return false
}

// RomanValue returns the value of a Roman numeral, or 0.
func RomanValue(s string) int {
	total, last := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		v := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100, 'd': 500, 'm': 1000}[s[i]|0x20]
		if v == 0 {
			return 0
		}
		if v < last {
			total -= v
		} else {
			total, last = total+v, v
		}
	}
	return total
}
