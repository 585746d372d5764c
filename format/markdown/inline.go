package markdown

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/format/block"
	"parley/text"
)

// footnotes holds the words of the notes at the end of a file by their name.
type footnotes map[string]string

var (
	noteBody = regexp.MustCompile(`(?m)^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*))*)\n?`)
	noteRef  = regexp.MustCompile(`\[\^([^\]\s]+)\]`)
)

// cutNotes takes the notes that are referred to out of a file.
func cutNotes(s string) (string, footnotes) {
	if !strings.Contains(s, "[^") {
		return s, nil
	}
	notes := footnotes{}
	for _, m := range noteBody.FindAllStringSubmatch(s, -1) {
		_, twice := notes[m[1]]
		if referred := strings.Count(s, "[^"+m[1]+"]") - 1; referred > 0 && !twice && strings.TrimSpace(m[2]) != "" {
			notes[m[1]] = text.FoldPlain(m[2])
		}
	}
	s = noteBody.ReplaceAllStringFunc(s, func(body string) string {
		if m := noteBody.FindStringSubmatch(body); notes[m[1]] == text.FoldPlain(m[2]) && notes[m[1]] != "" {
			return ""
		}
		return body
	})
	return s, notes
}

// inline turns Markdown's emphasis and footnotes into light mark-up.
func (n footnotes) inline(s string) string {
	if len(n) > 0 {
		s = noteRef.ReplaceAllStringFunc(s, func(ref string) string {
			if body, ok := n[ref[2:len(ref)-1]]; ok {
				return "^[" + strings.NewReplacer("]", `\]`).Replace(body) + "]"
			}
			return ref
		})
	}
	if !strings.ContainsAny(s, `*_\`) {
		return s
	}
	p := emphasis{s: s}
	p.scan()
	p.match()
	return p.write()
}

// emphasis finds what is emphasised, by CommonMark's rule of flanking runs.
type emphasis struct {
	s    string
	runs []run
}

// run is a row of asterisks or underscores; done counts how many of it have
// become marks, which are written before or after what is left.
type run struct {
	at, n       int
	left        int
	opens, ends bool
	marks       string
}

func (p *emphasis) scan() {
	for i := 0; i < len(p.s); {
		c := p.s[i]
		if c == '\\' && i+1 < len(p.s) {
			i += 2
			continue
		}
		if c != '*' && c != '_' {
			i++
			continue
		}
		n := len(p.s[i:]) - len(strings.TrimLeft(p.s[i:], string(c)))
		p.runs = append(p.runs, p.flank(i, n))
		i += n
	}
}

// flank says whether a run can open or close emphasis.
func (p *emphasis) flank(i, n int) run {
	before, _ := utf8.DecodeLastRuneInString(p.s[:i])
	after, _ := utf8.DecodeRuneInString(p.s[i+n:])
	spaceBefore := i == 0 || unicode.IsSpace(before)
	spaceAfter := i+n == len(p.s) || unicode.IsSpace(after)
	markBefore, markAfter := isMark(before), isMark(after)
	left := !spaceAfter && (!markAfter || spaceBefore || markBefore)
	right := !spaceBefore && (!markBefore || spaceAfter || markAfter)
	r := run{at: i, n: n, left: n, opens: left, ends: right}
	if p.s[i] == '_' {
		r.opens = left && (!right || markBefore)
		r.ends = right && (!left || markAfter)
	}
	return r
}

func isMark(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// match pairs closing runs with the nearest opening ones.
func (p *emphasis) match() {
	for c := range p.runs {
		closer := &p.runs[c]
		for o := c - 1; o >= 0 && closer.ends && closer.left > 0; o-- {
			opener := &p.runs[o]
			if !opener.opens || opener.left == 0 || p.s[opener.at] != p.s[closer.at] {
				continue
			}
			if (opener.ends || closer.opens) && (opener.n+closer.n)%3 == 0 && (opener.n%3 != 0 || closer.n%3 != 0) {
				continue
			}
			n := 1
			mark := "_"
			if opener.left >= 2 && closer.left >= 2 {
				n, mark = 2, "**"
			}
			opener.left -= n
			closer.left -= n
			opener.marks = mark + opener.marks
			closer.marks += mark
			for between := o + 1; between < c; between++ {
				p.runs[between].opens = false
			}
			o++ // the same opener may have more
		}
	}
}

// write writes the words with what was matched as light mark-up and what was
// not as characters.
func (p *emphasis) write() string {
	var b strings.Builder
	from := 0
	for _, r := range p.runs {
		writeUnescaped(&b, p.s[from:r.at])
		left := strings.Repeat(`\`+string(p.s[r.at]), r.left)
		if r.ends && !r.opens {
			b.WriteString(r.marks + left)
		} else {
			b.WriteString(left + r.marks)
		}
		from = r.at + r.n
	}
	writeUnescaped(&b, p.s[from:])
	return b.String()
}

// writeUnescaped writes s without the backslashes that only Markdown needs.
func writeUnescaped(b *strings.Builder, s string) {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			next := s[i+1]
			if strings.IndexByte(`*_\^[]`, next) >= 0 {
				b.WriteString(s[i : i+2])
				i++
				continue
			}
			if isMark(rune(next)) && next < utf8.RuneSelf {
				continue
			}
			b.WriteByte('\\') // a backslash like any other character
		}
		b.WriteByte(s[i])
	}
}

// dialect reads Markdown with these footnotes. Light mark-up is Markdown as it
// stands.
func (n footnotes) dialect() block.Dialect {
	return block.Dialect{Read: n.inline, Write: func(words string) string { return words }}
}
