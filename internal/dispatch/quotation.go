package dispatch

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// marked is a pair of quotation marks: all is with them, inner without.
type marked struct {
	all, inner Span
	more       bool // the paragraph ends in it: the next one goes on
}

// closers are the marks that close what a mark opens.
var closers = map[rune]string{
	'“': "”", '"': "\"", '«': "»", '„': "“”\"", '‟': "”", '‘': "’", '\'': "'", '‹': "›", '「': "」",
}

// findQuotations finds the outermost quotations of the paragraphs. A mark that
// opens and is not closed in its paragraph reaches to its end.
func findQuotations(text string, paragraphs []Span, lang *language) []marked {
	var found []marked
	for n, p := range paragraphs {
		for i := p.Start; i < p.End; {
			r, size := utf8.DecodeRuneInString(text[i:p.End])
			if n := doubled(text[i:p.End]); n > 0 {
				if q, ok := closeDoubled(text, p, i, n); ok {
					found = append(found, q)
					i = q.all.End
					continue
				}
				i += n
				continue
			}
			if closers[r] == "" || !opens(text, p, i, r, size) {
				i += size
				continue
			}
			q, ok := closeQuotation(text, p, i, r, size)
			if !ok {
				i += size
				continue
			}
			if q.more && !(n+1 < len(paragraphs) && strings.HasPrefix(text[paragraphs[n+1].Start:], string(r))) {
				q = lang.endUnclosed(text, q)
			}
			found = append(found, q)
			i = q.all.End
		}
	}
	return found
}

// opens reports whether a mark opens: a plain or single one only before a word
// and not after one.
func opens(text string, p Span, i int, r rune, size int) bool {
	if r != '"' && r != '\'' && r != '‘' {
		return true
	}
	after, _ := utf8.DecodeRuneInString(text[i+size : p.End])
	if i+size >= p.End || unicode.IsSpace(after) {
		return false
	}
	before := lastRune(text[p.Start:i])
	if i == p.Start || unicode.IsSpace(before) || strings.ContainsRune("([—–-/:\"“", before) {
		return r == '"' || unicode.IsLetter(after) || unicode.IsDigit(after) || after == '“' || after == '['
	}
	return false
}

func closeQuotation(text string, p Span, i int, r rune, size int) (marked, bool) {
	single := r == '\'' || r == '‘'
	possible := -1
	for j := i + size; j < p.End; {
		c, n := utf8.DecodeRuneInString(text[j:p.End])
		if strings.ContainsRune(closers[r], c) {
			if !single {
				return pair(i, size, j, n), true
			}
			after, _ := utf8.DecodeRuneInString(text[j+n : p.End])
			if before := lastRune(text[:j]); !unicode.IsLetter(after) && !unicode.IsDigit(after) && !unicode.IsSpace(before) {
				if before != 's' || !startsLower(text[j+n:p.End]) {
					return pair(i, size, j, n), true
				}
				possible = j
			}
		}
		j += n
	}
	if single {
		if possible < 0 {
			return marked{}, false
		}
		return pair(i, size, possible, utf8.RuneLen(firstRune(text[possible:]))), true
	}
	if r == '"' && strings.Count(text[i:p.End], " ") < 2 {
		return marked{}, false // inches, ditto marks
	}
	return marked{all: Span{i, p.End}, inner: Span{i + size, p.End}, more: true}, i+size < p.End
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// startsLower reports whether a space and a small letter follow.
func startsLower(s string) bool {
	rest := strings.TrimLeft(s, " ")
	return rest != s && unicode.IsLower(firstRune(rest))
}

func pair(open, size, closing, n int) marked {
	return marked{all: Span{open, closing + n}, inner: Span{open + size, closing}}
}

// insertions finds what the reporter put into a quotation: "[in the east]",
// "(Donald)".
func insertions(text string, inner Span) []Span {
	var found []Span
	for i := inner.Start; i < inner.End; i++ {
		closing := ""
		switch text[i] {
		case '[':
			closing = "]"
		case '(':
			closing = ")"
		default:
			continue
		}
		n := strings.Index(text[i:inner.End], closing)
		if n < 0 {
			break
		}
		found = append(found, Span{i, i + n + 1})
		i += n
	}
	return found
}

// endUnclosed ends a quotation whose closing mark is missing before the last
// words of its paragraph that tell the speaker: “We have the receipts, said Sund.
func (l *language) endUnclosed(text string, q marked) marked {
	for i := q.inner.End - 1; i > q.inner.Start && q.inner.End-i < 80; i-- {
		if !strings.ContainsRune(",?!", rune(text[i])) {
			continue
		}
		for k, w := range strings.Fields(text[i+1 : q.inner.End]) {
			v, ok := l.verbs[strings.Trim(strings.ToLower(w), ".,")]
			if ok && !v.ing && v.can('c') && k < 4 {
				at := Span{q.inner.Start, i + 1}
				return marked{all: Span{q.all.Start, i + 1}, inner: at}
			}
		}
	}
	return q
}

// doubled returns how many bytes a text begins with that are two single marks for
// a double one, 0 when it does not.
func doubled(text string) int {
	for _, mark := range []string{"''", "``", "‘‘", "’’"} {
		if strings.HasPrefix(text, mark) {
			return len(mark)
		}
	}
	return 0
}

// closeDoubled finds the quotation that opens with doubled marks at i; not ok when
// no word follows or the paragraph has no others that close it.
func closeDoubled(text string, p Span, i, n int) (marked, bool) {
	after, _ := utf8.DecodeRuneInString(text[i+n : p.End])
	before := lastRune(text[p.Start:i])
	if i+n >= p.End || unicode.IsSpace(after) || i > p.Start && !unicode.IsSpace(before) && !strings.ContainsRune("([—–-", before) {
		return marked{}, false
	}
	for j := i + n; j < p.End; j++ {
		if k := doubled(text[j:p.End]); k > 0 {
			return pair(i, n, j, k), true
		}
	}
	return marked{all: Span{i, p.End}, inner: Span{i + n, p.End}, more: true}, true
}
