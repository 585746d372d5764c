package consolidate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/text"
)

// Words are woven as tokens. The first token of a heading or of words has no
// gap of its own, yet what is inserted before it parts it from its neighbour;
// so it carries here the gap that it would have inside, and loses it again
// when the words are written.

// split returns the tokens of words for weaving.
func split(words string) []text.Token {
	ts := text.Tokens(words)
	if len(ts) > 0 {
		ts[0].Gap = leadingGap(ts)
	}
	return ts
}

// leadingGap returns the gap that the first of ts would have inside words.
func leadingGap(ts []text.Token) text.Gap {
	r, _ := utf8.DecodeRuneInString(ts[0].Text)
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
		return text.GapNone
	}
	return text.GapSpace
}

// atom returns a field that is replaced whole as one token.
func atom(s string) []text.Token {
	if s == "" {
		return nil
	}
	return []text.Token{{Text: s}}
}

// unsplit writes tokens of the field as it stands in a provision.
func unsplit(f Field, ts []text.Token) string {
	if f == FieldWords || f == FieldHeading {
		return text.Join(ts)
	}
	var b strings.Builder
	for _, t := range ts {
		b.WriteString(t.Text)
	}
	return b.String()
}

// tokensOf returns the tokens of a field for weaving.
func tokensOf(f Field, s string) []text.Token {
	if f == FieldWords || f == FieldHeading {
		return split(s)
	}
	return atom(s)
}

// mark returns the token that stands where the provision id begins.
func mark(id text.ID) text.Token { return text.Token{Text: ParagraphMark + string(id)} }

// marked returns the provision that begins at t, if t is a mark.
func marked(t text.Token) (text.ID, bool) {
	id, ok := strings.CutPrefix(t.Text, ParagraphMark)
	return text.ID(id), ok
}

// encode writes a run of tokens so that decode gives them back, gap of the
// first included, and returns the provisions whose marks stand in it.
func encode(ts []text.Token) (string, []text.ID) {
	var b strings.Builder
	var ids []text.ID
	for {
		n := 0
		for n < len(ts) && !strings.HasPrefix(ts[n].Text, ParagraphMark) {
			n++
		}
		if n > 0 {
			b.WriteString([...]string{"", " ", "\n"}[ts[0].Gap])
			b.WriteString(text.Join(ts[:n]))
		}
		if n == len(ts) {
			return b.String(), ids
		}
		id, _ := marked(ts[n])
		ids = append(ids, id)
		b.WriteString(ParagraphMark)
		ts = ts[n+1:]
	}
}

// decode reads what encode wrote. ids are the provisions of the marks; marks
// beyond them get none.
func decode(s string, ids []text.ID) []text.Token {
	var out []text.Token
	for i, part := range strings.Split(s, ParagraphMark) {
		if i > 0 {
			var id text.ID
			if i <= len(ids) {
				id = ids[i-1]
			}
			out = append(out, mark(id))
		}
		gap := text.GapNone
		if words, ok := strings.CutPrefix(part, " "); ok {
			part, gap = words, text.GapSpace
		} else if words, ok := strings.CutPrefix(part, "\n"); ok {
			part, gap = words, text.GapBreak
		}
		at := len(out)
		if out = append(out, text.Tokens(part)...); len(out) > at {
			out[at].Gap = gap
		}
	}
	return out
}

func isMark(t text.Token) bool {
	_, ok := marked(t)
	return ok
}
