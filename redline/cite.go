package redline

import (
	"strings"
	"unicode"
)

// Labels are compared by the number in them and cited by the numbers on the
// way down, so that "Article 7", "7." and "7 –" are one number and "(a)" below
// them is cited as 7(a).

// number returns what is left of a label without its dress: the last part
// that is a number, a letter or both; "" for a bullet.
func number(label string) string {
	fields := strings.FieldsFunc(label, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-'
	})
	for i := len(fields) - 1; i >= 0; i-- {
		if f := strings.Trim(fields[i], ".-"); f != "" {
			return f
		}
	}
	return ""
}

// cites returns how each unit is cited.
func cites(us []unit) []string {
	out := make([]string, len(us))
	for i, u := range us {
		above := ""
		if u.parent >= 0 {
			above = out[u.parent]
		}
		label := strings.TrimSpace(u.p.Label)
		switch {
		case u.number == "":
			out[i] = above
		case strings.HasPrefix(label, "(") && above != "":
			out[i] = above + label
		default:
			out[i] = strings.TrimRight(label, " .:–—-")
		}
	}
	return out
}
