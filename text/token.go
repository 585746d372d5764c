package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Token is a word, a number or a mark of punctuation, with what precedes it
// and how it is set. Tokens are what redlines and consolidation work on: two
// tokens with the same Text are the same word, whatever their Gap and Style.
type Token struct {
	Text  string // never empty, never white space, no mark-up
	Gap   Gap    // what stands between the token before and this one
	Style Style
}

// Gap is what stands before a token. The first token of a string has GapNone.
type Gap uint8

// The gaps: nothing, a space, a line break.
const (
	GapNone Gap = iota
	GapSpace
	GapBreak
)

// Style is a set of marks on a token.
type Style uint8

// The marks. Tokens in a row that carry Note are the words of one footnote,
// anchored after the token before them.
const (
	Bold Style = 1 << iota
	Italic
	Note
)

// Tokens splits words in light mark-up into tokens. It accepts any string:
// what is not well-formed mark-up is taken literally. Words are found by
// Unicode segmentation (UAX #29), except that numbers, dates, times and
// amounts written without spaces stay whole ("1,000.50", "50:50",
// "2026-05-04", "€100", "50%").
func Tokens(s string) []Token {
	out := make([]Token, 0, len(s)/5+1)
	gap := GapNone
	for _, r := range styledRuns(s) {
		for i, line := range strings.Split(r.text, "\n") {
			if i > 0 {
				gap = GapBreak
			}
			gap = appendWords(&out, line, r.style, gap)
		}
	}
	return out
}

// appendWords appends the tokens of line, which holds no line break, and
// returns the gap that the next token has.
func appendWords(out *[]Token, line string, style Style, gap Gap) Gap {
	for i := 0; i < len(line); {
		if line[i] == ' ' {
			gap = max(gap, GapSpace)
			i++
			continue
		}
		if r, n := utf8.DecodeRuneInString(line[i:]); unicode.IsSpace(r) {
			gap = max(gap, GapSpace)
			i += n
			continue
		}
		end := i + spaceAt(line[i:])
		for seg := line[i:end]; seg != ""; {
			n := wordEnd(seg)
			if len(*out) == 0 {
				gap = GapNone
			}
			*out = append(*out, Token{Text: seg[:n], Gap: gap, Style: style})
			gap, seg = GapNone, seg[n:]
		}
		i = end
	}
	return gap
}

// spaceAt returns where in s the first white space stands, or its length.
func spaceAt(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			if j := strings.IndexFunc(s[i:], unicode.IsSpace); j >= 0 {
				return i + j
			}
			return len(s)
		case c <= ' ' && unicode.IsSpace(rune(c)):
			return i
		}
	}
	return len(s)
}

// wordEnd returns the length of the first token of s, which holds no white
// space and is not empty.
func wordEnd(s string) int {
	if n := asciiWordEnd(s); n > 0 {
		return n
	}
	if n := amountEnd(s); n > 0 {
		return n
	}
	seg := words.FromString(s)
	seg.Next()
	return len(seg.Value())
}

// asciiWordEnd returns the length of s when it is a plain ASCII word followed
// by at most one mark of punctuation, which is what most tokens are; 0 says
// that the segmenter must decide.
func asciiWordEnd(s string) int {
	n := 0
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z') {
		n++
	}
	if n == 0 || n == len(s) {
		return n
	}
	if strings.IndexByte(",;)]-(/!?\"", s[n]) >= 0 || (n == len(s)-1 && strings.IndexByte(".:", s[n]) >= 0) {
		return n
	}
	return 0
}

// amountEnd returns the length of the number, date, time or amount that s
// begins with, or 0: an optional currency sign, digits joined by single
// separators, an optional currency or per cent sign.
func amountEnd(s string) int {
	i := 0
	if r, n := utf8.DecodeRuneInString(s); unicode.Is(unicode.Sc, r) {
		i = n
	}
	digits := digitsEnd(s[i:])
	if digits == 0 {
		return 0
	}
	i += digits
	for {
		r, n := utf8.DecodeRuneInString(s[i:])
		if strings.ContainsRune(".,:/-'’٫٬", r) {
			if d := digitsEnd(s[i+n:]); d > 0 {
				i += n + d
				continue
			}
		}
		if r == '%' || r == '‰' || r == '°' || unicode.Is(unicode.Sc, r) {
			return i + n
		}
		if n > 0 && (unicode.IsLetter(r) || r == '_') {
			return 0 // "1st", "3A": the segmenter keeps these whole
		}
		return i
	}
}

func digitsEnd(s string) int {
	for i, r := range s {
		if !unicode.IsDigit(r) {
			return i
		}
	}
	return len(s)
}

// Join writes tokens as words in light mark-up, in canonical form. It is the
// inverse of Tokens: Tokens(Join(ts)) equals ts for tokens that Tokens made,
// whole or in part.
func Join(ts []Token) string {
	var b strings.Builder
	var outer, inner Style // the marks that stand open outside and in a footnote
	for i, t := range ts {
		open := &outer
		if t.Style&Note != 0 {
			open = &inner
		}
		if inner != 0 && t.Style&Note == 0 {
			b.WriteString(closing(inner) + noteClose)
			inner = 0
		}
		b.WriteString(closing(*open &^ t.Style))
		if i > 0 {
			writeGap(&b, t.Gap)
		}
		if inner == 0 && t.Style&Note != 0 {
			b.WriteString(noteOpen)
		}
		b.WriteString(marks(t.Style &^ *open))
		*open = t.Style
		escapeInto(&b, t.Text, t.Style)
	}
	if inner != 0 {
		b.WriteString(closing(inner) + noteClose)
	}
	b.WriteString(closing(outer))
	return b.String()
}

func writeGap(b *strings.Builder, g Gap) {
	switch g {
	case GapSpace:
		b.WriteByte(' ')
	case GapBreak:
		b.WriteByte('\n')
	}
}

// closing returns the toggles that close style: the inner one first.
func closing(style Style) string {
	if style&^Note == Bold|Italic {
		return italicMark + boldMark
	}
	return marks(style)
}

// marks returns the toggles that open style.
func marks(style Style) string {
	switch style &^ Note {
	case Bold:
		return boldMark
	case Italic:
		return italicMark
	case Bold | Italic:
		return boldMark + italicMark
	}
	return ""
}

// Escape returns plain words so that Tokens takes none of their characters
// for mark-up.
func Escape(plain string) string {
	if !strings.ContainsAny(plain, special) {
		return plain
	}
	var b strings.Builder
	escapeInto(&b, plain, 0)
	return b.String()
}

// escapeInto writes s with a backslash before each character that may begin a
// mark, and in a footnote before the bracket that would end it.
func escapeInto(b *strings.Builder, s string, style Style) {
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(special, s[i]) >= 0 || (s[i] == ']' && style&Note != 0) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
}

// Plain returns the words without mark-up; a footnote's words follow its
// anchor in brackets: "600,000 [in peacetime]".
func Plain(s string) string {
	if !strings.ContainsAny(s, special) {
		return s
	}
	var b strings.Builder
	note := false
	for i, t := range Tokens(s) {
		was := note
		note = t.Style&Note != 0
		if was && !note {
			b.WriteByte(']')
		}
		switch {
		case note && !was:
			b.WriteString(" [")
		case i > 0:
			writeGap(&b, t.Gap)
		}
		b.WriteString(t.Text)
	}
	if note {
		b.WriteByte(']')
	}
	return b.String()
}
