package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a word of a passage as it is compared: case, and the diacritics of
// scripts in which people leave them out, are folded. It consists of letters,
// digits and marks alone.
type Word struct {
	Folded   string
	From, To int // bytes of the passage
}

// unspaced are scripts that put no spaces between words. Each of their
// characters is a word by itself, and what is looked for in them is a phrase:
// that finds words of any length, where an index of three characters at a time
// finds none of the many that have two.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// bare are scripts whose marks are folded away. In others marks are vowels.
var bare = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew}

// Words splits a passage into words. What is neither letter, digit nor mark
// separates them: "3.5" is two, and so is "l'accord". The article of Arabic, which
// is written as part of a word, is a word by itself, and so is what stands before
// it: so "نهر" finds "والنهر", as "accord" finds "l'accord".
func Words(s string) []Word {
	var out []Word
	from := -1
	end := func(to int) {
		if from < 0 {
			return
		}
		whole := s[from:to]
		at := 0
		for _, cut := range append(articles(whole), len(whole)) {
			if f := fold(whole[at:cut]); f != "" {
				out = append(out, Word{f, from + at, from + cut})
			}
			at = cut
		}
		from = -1
	}
	alone := false // the word under way is a character of an unspaced script
	for i, r := range s {
		switch {
		case r < utf8.RuneSelf && !isASCIIWord(r), r >= utf8.RuneSelf && !inWord(r):
			end(i)
		case from >= 0 && (unicode.IsMark(r) || unicode.Is(unicode.Cf, r)):
		case r >= utf8.RuneSelf && unicode.IsOneOf(unspaced, r):
			end(i)
			from, alone = i, true
		case from < 0 || alone:
			end(i)
			from, alone = i, false
		}
	}
	end(len(s))
	return out
}

func isASCIIWord(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// inWord reports whether a rune is part of a word, or stands in words unseen, as
// soft hyphens and joiners do. The letter that is an apostrophe separates like
// one.
func inWord(r rune) bool {
	return r != 'ʼ' && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r))
}

// compatible is where the forms of characters for their looks begin: full
// width, ligatures, Arabic letters as they join.
const compatible = 0xF900

const tatweel = 'ـ' // stretches a word of Arabic

// folding is of letters that are one in a search and that Unicode keeps two.
var folding = strings.NewReplacer("ß", "ss", "ς", "σ")

// fold writes a word as it is compared. It is idempotent.
func fold(s string) string {
	ascii, high := true, false
	for _, r := range s {
		ascii = ascii && r < utf8.RuneSelf
		high = high || r >= compatible
	}
	if ascii {
		return strings.ToLower(s)
	}
	if high {
		s = norm.NFKC.String(s)
	}
	s = folding.Replace(strings.ToLower(bared(norm.NFD.String(s))))
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r == tatweel || !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) {
			return -1
		}
		return r
	}, s))
}

// bared takes the marks off letters of the scripts that are bare.
func bared(decomposed string) string {
	base := false
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			if base {
				return -1
			}
			return r
		}
		base = unicode.IsOneOf(bare, r)
		return r
	}, decomposed)
}

// articles returns where a word of Arabic is cut behind its article, and before it
// where something stands there. What follows is cut in the same way, so that a word
// that begins like the article is cut alike with an article and without.
func articles(s string) []int {
	if first, _ := utf8.DecodeRuneInString(s); !unicode.Is(unicode.Arabic, first) {
		return nil
	}
	var letters []rune
	var ends []int // of each letter, with its marks
	for i, r := range s {
		switch end := i + utf8.RuneLen(r); {
		case unicode.IsLetter(r) && r != tatweel:
			letters, ends = append(letters, alef(r)), append(ends, end)
		case len(ends) > 0:
			ends[len(ends)-1] = end
		}
	}
	var cuts []int
	for at := 0; ; {
		rest := string(letters[at:])
		_, behind := utf8.DecodeRuneInString(rest)
		switch {
		case articled(rest) && len(letters) > at+2:
			cuts = append(cuts, ends[at+1])
			at += 2
		case strings.IndexAny(rest, "وفبكل") == 0 && strings.HasPrefix(rest[behind:], "ال") && len(letters) > at+3:
			cuts = append(cuts, ends[at], ends[at+2])
			at += 3
		default:
			return cuts
		}
	}
}

// articled reports whether a word begins with the article, or with the article
// after "to".
func articled(s string) bool { return strings.HasPrefix(s, "ال") || strings.HasPrefix(s, "لل") }

// alef is the letter without what it may carry, which many leave out.
func alef(r rune) rune {
	if strings.ContainsRune("أإآ", r) {
		return 'ا'
	}
	return r
}
