package text

import "strings"

// run is a stretch of characters set alike; its text is literal.
type run struct {
	text  string
	style Style
}

const (
	boldMark   = "**"
	italicMark = "_"
	noteOpen   = "^["
	noteClose  = "]"
	special    = `*_\^` // what may begin a mark
)

// styledRuns reads light mark-up. Bold and italic marks are toggles, apart
// from one another; a footnote has its own. A mark that is never closed, or
// that would enclose nothing, is literal.
func styledRuns(s string) []run {
	if !strings.ContainsAny(s, special) {
		return []run{{s, 0}}
	}
	p := markup{}
	p.read(s, 0)
	return p.out
}

type markup struct {
	out []run
	buf strings.Builder
}

func (p *markup) flush(style Style) {
	if p.buf.Len() > 0 {
		p.out = append(p.out, run{p.buf.String(), style})
		p.buf.Reset()
	}
}

// read reads s, whose marks are added to style in.
func (p *markup) read(s string, in Style) {
	style := in
	last := lastClose(s)
	for i := 0; i < len(s); {
		switch mark, bit := toggleAt(s[i:]); {
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte(special+"[]", s[i+1]) >= 0:
			p.buf.WriteByte(s[i+1])
			i += 2
		case in&Note == 0 && noteSpan(s, i, last) > 0:
			p.flush(style)
			n := noteSpan(s, i, last)
			p.read(s[i+len(noteOpen):i+n-len(noteClose)], Note)
			i += n
		case mark != "" && (style&bit != 0 || closes(s, i+len(mark), mark, last)):
			p.flush(style)
			style ^= bit
			i += len(mark)
		default:
			p.buf.WriteByte(s[i])
			i++
		}
	}
	p.flush(style)
}

// toggleAt returns the toggle that s begins with and its bit, or "".
func toggleAt(s string) (string, Style) {
	switch {
	case strings.HasPrefix(s, boldMark):
		return boldMark, Bold
	case strings.HasPrefix(s, italicMark):
		return italicMark, Italic
	}
	return "", 0
}

// closes reports whether mark stands in s[from:] again, outside footnotes, with
// something before it.
func closes(s string, from int, mark string, last int) bool {
	for i := from; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '^':
			if n := noteSpan(s, i, last); n > 0 {
				i += n - 1
			}
		case strings.HasPrefix(s[i:], mark):
			return strings.Trim(s[from:i], "*_ \n\t") != ""
		}
	}
	return false
}

// lastClose returns where the last "]" in s stands that is not escaped, or -1:
// behind it no footnote need be looked for, which keeps reading linear.
func lastClose(s string) int {
	last := -1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ']':
			last = i
		}
	}
	return last
}

// noteSpan returns the length of the footnote that begins at s[i], or 0 when
// none does, or one without words. Last is lastClose(s).
func noteSpan(s string, i, last int) int {
	if i+len(noteOpen) > last || !strings.HasPrefix(s[i:], noteOpen) {
		return 0
	}
	for j := i + len(noteOpen); j <= last; j++ {
		switch s[j] {
		case '\\':
			j++
		case ']':
			if strings.TrimSpace(s[i+len(noteOpen):j]) == "" {
				return 0
			}
			return j + len(noteClose) - i
		}
	}
	return 0
}
