package dispatch

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a mark of the text.
type token struct {
	Span
	lower string // with plain apostrophes
	role  string // of a mark itself, of a word what the language table says
	word  bool
	cap   bool // begins with a capital
	quote int  // 1 + the quotation that it stands in, its marks included; 0 outside
}

// is reports whether a token is a mark, or a word with a role in the language: what
// "that" and "to" do in English.
func (t token) is(role string) bool { return t.role == role }

// pad is how many empty tokens stand before the first and after the last, so
// that rules can look a few words to either side.
const pad = 8

// tokenize takes the text apart. "Trump's" gives two tokens, "40,000", "U.S."
// and "self-declared" one.
func tokenize(text string) []token {
	toks := make([]token, pad, len(text)/5+2*pad)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
			i += size
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			end := wordEnd(text, i)
			toks = appendWord(toks, text, i, end, unicode.IsUpper(r))
			i = end
		case strings.HasPrefix(text[i:], "--") || r == '―':
			end := i + max(size, len("--"))
			toks = append(toks, token{Span: Span{i, end}, lower: "—", role: "—"})
			i = end
		default:
			toks = append(toks, token{Span: Span{i, i + size}, lower: text[i : i+size], role: text[i : i+size]})
			i += size
		}
	}
	for range pad {
		toks = append(toks, token{Span: Span{len(text), len(text)}})
	}
	return toks
}

// wordEnd returns where the word that begins at i ends.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			i += size
			continue
		}
		if !joins(text, i, r) {
			return i
		}
		i += size
	}
	return i
}

// joins reports whether the mark r at i goes on with a word.
func joins(text string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, size := utf8.DecodeRuneInString(text[i+utf8.RuneLen(max(r, 0)):])
	switch r {
	case '\'', '’', '-', '‐', '‑':
		return unicode.IsLetter(after) || unicode.IsDigit(after)
	case ',', ':':
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	case '.':
		if unicode.IsDigit(before) && unicode.IsDigit(after) {
			return true
		}
		// U.S. and a.m.: single letters, each with its point
		single := i < 2 || !unicode.IsLetter(lastRune(text[:i-utf8.RuneLen(before)]))
		if !unicode.IsLetter(before) || !single {
			return false
		}
		next, _ := utf8.DecodeRuneInString(text[i+1+size:])
		return unicode.IsLetter(after) && next == '.' || acronymEnds(text, i, after)
	}
	return false
}

// acronymEnds reports whether the point at i is the last of U.S. or a.m.
func acronymEnds(text string, i int, after rune) bool {
	return i >= 3 && text[i-2] == '.' && !unicode.IsLetter(after)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func appendWord(toks []token, text string, i, end int, capital bool) []token {
	lower := strings.ReplaceAll(strings.ToLower(text[i:end]), "’", "'")
	if strings.HasSuffix(lower, "'s") && len(lower) > 2 {
		cut := end - len("'s")
		if strings.HasSuffix(text[:end], "’s") || strings.HasSuffix(text[:end], "’S") {
			cut = end - len("’s")
		}
		toks = append(toks, token{Span: Span{i, cut}, lower: strings.TrimSuffix(lower, "'s"), word: true, cap: capital})
		return append(toks, token{Span: Span{cut, end}, lower: "'s", word: true})
	}
	return append(toks, token{Span: Span{i, end}, lower: lower, word: true, cap: capital})
}

// bounds returns the tokens that begin in the span: from, to.
func bounds(toks []token, s Span) (from, to int) {
	from = search(toks, s.Start)
	return from, search(toks, s.End)
}

// search returns the first token that begins at or after the byte.
func search(toks []token, at int) int {
	low, high := pad, len(toks)-pad
	for low < high {
		mid := (low + high) / 2
		if toks[mid].Start < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}
