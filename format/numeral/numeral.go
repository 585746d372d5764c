// Package numeral writes numbers as the automatic numbers of documents have them: in
// letters, Roman numerals, or the words of other scripts.
package numeral

import (
	"strconv"
	"strings"
)

// Write writes a number as ST_NumberFormat of ISO/IEC 29500-1, 17.18.59 has
// it. A format that is not known is written as a decimal.
func Write(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "lowerLetter":
		return letters(n, "abcdefghijklmnopqrstuvwxyz")
	case "upperLetter":
		return letters(n, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	case "russianLower":
		return letters(n, "абвгдежзиклмнопрстуфхцчшщэюя")
	case "russianUpper":
		return letters(n, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ")
	case "arabicAlpha":
		return letters(n, "أبتثجحخدذرزسشصضطظعغفقكلمنهوي")
	case "arabicAbjad":
		return letters(n, "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ")
	case "thaiLetters":
		return letters(n, "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ")
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "ordinal":
		return strconv.Itoa(n) + ordinal(n)
	case "thaiNumbers":
		return digits(n, '๐')
	case "hindiNumbers":
		return digits(n, '०')
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCountingThousand", "taiwaneseCounting":
		return chinese(n)
	}
	return strconv.Itoa(n)
}

// letters repeats the letter after the alphabet is used up: z, aa, bb.
func letters(n int, alphabet string) string {
	rs := []rune(alphabet)
	if n < 1 || n > 20*len(rs) {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rs[(n-1)%len(rs)]), (n-1)/len(rs)+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, s := range []struct {
		value int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= s.value; n -= s.value {
			b.WriteString(s.sign)
		}
	}
	return b.String()
}

func ordinal(n int) string {
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			return "st"
		case 2:
			return "nd"
		case 3:
			return "rd"
		}
	}
	return "th"
}

func digits(n int, zero rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, strconv.Itoa(n))
}

// chinese writes numbers below a hundred in words, larger ones in digits.
func chinese(n int) string {
	ones := []rune("〇一二三四五六七八九")
	if n < 0 || n > 99 {
		return strconv.Itoa(n)
	}
	if n < 10 {
		return string(ones[n])
	}
	s := "十"
	if n >= 20 {
		s = string(ones[n/10]) + s
	}
	if n%10 > 0 {
		s += string(ones[n%10])
	}
	return s
}
