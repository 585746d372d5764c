package block

import "unicode"

// RightToLeft reports whether the first letter of words is of a script that is
// written from the right.
func RightToLeft(words string) bool {
	for _, r := range words {
		switch {
		case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko):
			return true
		case unicode.IsLetter(r):
			return false
		}
	}
	return false
}
