package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/negotiation"
)

// Query is what must stand in a thing: each of the terms in one of its fields.
type Query []Term

// Term is words that follow one another.
type Term struct {
	Words  []string // folded, see Word
	Prefix bool     // the last one may go on
}

// mostWords is how many words a query may have.
const mostWords = 64

const quotes = "\"“”„‟«»「」『』"

// ParseQuery reads what is looked for: words, each of which must be there,
// phrases in quotes, and beginnings of words with an asterisk. Nothing is a
// syntax error: signs that mean nothing separate words. The error says that
// there are too many words.
func ParseQuery(s string) (Query, error) {
	var q Query
	n := 0
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		var piece string
		piece, s = cut(s)
		t := Term{Prefix: strings.HasPrefix(s, "*")}
		for _, w := range Words(piece) {
			t.Words = append(t.Words, w.Folded)
		}
		if len(t.Words) == 0 || slices.ContainsFunc(q, t.equal) {
			continue
		}
		if n += len(t.Words); n > mostWords {
			return nil, &negotiation.Refusal{
				Reason: negotiation.Invalid, Where: "search", Msg: fmt.Sprintf("it has more than %d words", mostWords), Hint: "look for the few that matter",
			}
		}
		q = append(q, t)
	}
	return q, nil
}

func (t Term) equal(u Term) bool { return t.Prefix == u.Prefix && slices.Equal(t.Words, u.Words) }

// cut takes the first piece off a query: what stands between quotes, or up to a
// space, a quote or an asterisk.
func cut(s string) (piece, rest string) {
	first, size := utf8.DecodeRuneInString(s)
	switch {
	case first == '*':
		return "", s[size:]
	case strings.ContainsRune(quotes, first):
		s = s[size:]
		i := strings.IndexAny(s, quotes)
		if i < 0 {
			return s, ""
		}
		_, closing := utf8.DecodeRuneInString(s[i:])
		return s[:i], s[i+closing:]
	}
	end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '*' || strings.ContainsRune(quotes, r) })
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

// In reports whether each term stands in one of the fields.
func (q Query) In(fields []string) bool {
	missing := slices.Clone(q)
	for _, f := range fields {
		if len(missing) == 0 {
			break
		}
		words := Words(f)
		missing = slices.DeleteFunc(missing, func(t Term) bool {
			for i := range words {
				if t.at(words[i:]) {
					return true
				}
			}
			return false
		})
	}
	return len(missing) == 0
}

// at reports whether the term stands where the words begin.
func (t Term) at(words []Word) bool {
	if len(words) < len(t.Words) {
		return false
	}
	last := len(t.Words) - 1
	for i, w := range t.Words[:last] {
		if words[i].Folded != w {
			return false
		}
	}
	if t.Prefix {
		return strings.HasPrefix(words[last].Folded, t.Words[last])
	}
	return words[last].Folded == t.Words[last]
}
