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
	for i := 0; i < len(s); {
		switch mark, bit := toggleAt(s[i:]); {
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte(special+"[]", s[i+1]) >= 0:
			p.buf.WriteByte(s[i+1])
			i += 2
		case in&Note == 0 && strings.HasPrefix(s[i:], noteOpen) && noteEnd(s[i+2:]) > 0:
			p.flush(style)
			n := noteEnd(s[i+2:])
			p.read(s[i+2:i+2+n], Note)
			i += 2 + n + len(noteClose)
		case mark != "" && (style&bit != 0 || closes(s[i+len(mark):], mark)):
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

// closes reports whether mark stands in s again, outside footnotes, with
// something before it.
func closes(s, mark string) bool {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.HasPrefix(s[i:], noteOpen):
			if n := noteEnd(s[i+2:]); n > 0 {
				i += 1 + n + len(noteClose)
			}
		case strings.HasPrefix(s[i:], mark):
			return strings.Trim(s[:i], "*_ \n\t") != ""
		}
	}
	return false
}

// noteEnd returns where in s, which follows the opening of a footnote, it
// closes; 0 or less when it does not or is empty.
func noteEnd(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ']':
			if strings.TrimSpace(s[:i]) == "" {
				return 0
			}
			return i
		}
	}
	return -1
}
