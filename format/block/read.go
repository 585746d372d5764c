package block

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"parley/text"
)

// A file of lines is read alike for plain text and for Markdown: paragraphs
// between blank lines, numbers, headings marked with #, rows between bars. The
// two differ in what the characters inside a paragraph mean.

// Dialect is how a file of lines is to be understood and written.
type Dialect struct {
	// Read turns the characters of a paragraph, whose lines are joined by a
	// space or by a newline where a break is meant, into light mark-up; Write
	// is its inverse.
	Read, Write func(string) string

	// Lines says that in a file without blank lines every line is a paragraph.
	Lines bool
}

// MaxBytes is how large a file may be.
const MaxBytes = 64 << 20

// exact announces a text that lines cannot carry without loss; it follows as
// JSON.
const exact = "<!-- parley: what follows is JSON, because these provisions cannot be told apart as lines -->"

var (
	hashes    = regexp.MustCompile(`^(#{1,32})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$`)
	underline = regexp.MustCompile(`^(=+|-{3,})[ \t]*$`)
	row       = regexp.MustCompile(`^\|(.*)\|$`)
	rule      = regexp.MustCompile(`^\|?[ :|-]*-[ :|-]*\|?$`)
)

// Read reads a file of lines. The error is a *text.SyntaxError.
func Read(data []byte, d Dialect) (*text.Text, error) {
	if err := Check(data); err != nil {
		return nil, err
	}
	source := strings.TrimPrefix(string(data), "\ufeff")
	if body, ok := strings.CutPrefix(source, exact+"\n"); ok {
		return text.ReadJSON([]byte(body))
	}
	r := reader{inline: d.Read, seen: map[string][]string{}}
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\x00", "").Replace(source)
	r.lines = strings.Split(source, "\n")
	r.separate = d.Lines && !hasBlankLines(r.lines)
	r.read()
	t := Tree(r.blocks)
	t.Title = r.title
	t.FillIDs()
	return t, nil
}

// Check refuses what is too large or not UTF-8. The error is a
// *text.SyntaxError.
func Check(data []byte) error {
	if len(data) > MaxBytes {
		return &text.SyntaxError{Msg: "the file is larger than 64 MB", Hint: "divide it"}
	}
	if !utf8.Valid(data) {
		return invalid(data)
	}
	return nil
}

func invalid(data []byte) error {
	line, col := 1, 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			break
		}
		col++
		if r == '\n' {
			line, col = line+1, 1
		}
		data = data[n:]
	}
	return &text.SyntaxError{Line: line, Col: col, Msg: "this is not UTF-8", Hint: "save the file as UTF-8 text"}
}

// hasBlankLines reports whether blank lines stand between paragraphs; where
// there are none, every line is a paragraph.
func hasBlankLines(lines []string) bool {
	seen := false
	blank := false
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			blank = seen
			continue
		}
		if blank {
			return true
		}
		seen = true
	}
	return false
}

type reader struct {
	inline   func(string) string
	lines    []string
	separate bool // every line is a paragraph
	blocks   []Block
	title    string

	para   []string // lines of the paragraph that is open
	first  int      // its line in the file
	indent int
	seen   map[string][]string // the numbers of each scheme since the last heading
}

func (r *reader) read() {
	i := r.front()
	for ; i < len(r.lines); i++ {
		line := r.lines[i]
		bare := strings.TrimSpace(line)
		switch {
		case bare == "":
			r.flush()
		case r.headingAt(line, i):
		case len(r.para) == 1 && underline.MatchString(line):
			r.underlined(line, i)
		case row.MatchString(bare):
			r.row(bare, i)
		default:
			if len(r.para) > 0 && (r.separate || r.beginsItem(bare)) {
				r.flush()
			}
			r.open(line, i)
		}
	}
	r.flush()
	r.takeTitle()
}

// front reads the matter between two lines of dashes that a file may begin
// with, and returns the line after it.
func (r *reader) front() int {
	if len(r.lines) == 0 || strings.TrimRight(r.lines[0], " \t") != "---" {
		return 0
	}
	for i, l := range r.lines[1:] {
		if strings.TrimRight(l, " \t") != "---" {
			continue
		}
		var kept []string
		for _, l := range r.lines[1 : i+1] {
			if l = text.FoldPlain(l); l != "" {
				kept = append(kept, text.Escape(l))
			}
		}
		if len(kept) == 0 {
			return 0
		}
		r.blocks = append(r.blocks, Block{Kind: text.Front, Words: strings.Join(kept, "\n"), Line: 1})
		return i + 2
	}
	return 0
}

func (r *reader) headingAt(line string, i int) bool {
	m := hashes.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	r.flush()
	r.heading(m[2], len(m[1]), i)
	return true
}

func (r *reader) heading(words string, level, i int) {
	clear(r.seen)
	raw, literal := unescapeLabel(strings.TrimSpace(words))
	r.blocks = append(r.blocks, Block{Level: level, Words: text.Fold(r.inline(raw)), Literal: literal, Line: i + 1})
}

func (r *reader) underlined(line string, i int) {
	words := r.para[0]
	r.para = nil
	level := 2
	if line[0] == '=' {
		level = 1
	}
	r.heading(words, level, i-1)
}

// row reads a row of a table; the rule below the first is left out.
func (r *reader) row(bare string, i int) {
	r.flush()
	n := len(r.blocks)
	first := n == 0 || r.blocks[n-1].Kind != text.Row || r.blocks[n-1].Line != i && !(r.blocks[n-1].Line == i-1 && rule.MatchString(strings.TrimSpace(r.lines[i-1])))
	if rule.MatchString(bare) && !first {
		return
	}
	if first {
		r.blocks = append(r.blocks, Block{Kind: text.Table, Line: i + 1})
	}
	r.blocks = append(r.blocks, Block{Kind: text.Row, Words: text.Fold(r.inline(strings.Join(cells(bare), " | "))), Line: i + 1})
}

// cells returns the cells of a row, between bars that are not escaped.
func cells(bare string) []string {
	inner := strings.TrimSpace(bare[1 : len(bare)-1])
	var out []string
	from := 0
	for i := 0; i < len(inner); i++ {
		switch inner[i] {
		case '\\':
			i++
		case '|':
			out = append(out, strings.TrimSpace(inner[from:i]))
			from = i + 1
		}
	}
	return append(out, strings.TrimSpace(inner[from:]))
}

// beginsItem reports whether a line inside a paragraph begins a provision of
// its own: its number is the first or the next of its kind.
func (r *reader) beginsItem(bare string) bool {
	label, rest, form := text.CutLabel(bare)
	switch {
	case label == "":
		return false
	case form.Rank > 0:
		return rest == ""
	case label == "•":
		return strings.HasPrefix(bare, "- ") || strings.HasPrefix(bare, "* ") || strings.HasPrefix(bare, "•")
	}
	return startsList(label) || slices.ContainsFunc(r.seen[form.Scheme], func(before string) bool {
		return follows(before, text.Number(label))
	})
}

func (r *reader) open(line string, i int) {
	if len(r.para) == 0 {
		r.first = i
		r.indent = indentOf(line)
		if label, _, form := text.CutLabel(strings.TrimSpace(line)); form.Rank > 0 {
			clear(r.seen)
		} else if n := text.Number(label); label != "" && !slices.Contains(r.seen[form.Scheme], n) {
			r.seen[form.Scheme] = append(r.seen[form.Scheme], n)
		}
	}
	r.para = append(r.para, line)
}

func indentOf(line string) int {
	n := 0
	for _, c := range line {
		switch c {
		case ' ':
			n++
		case '\t':
			n += 4 - n%4
		default:
			return n
		}
	}
	return n
}

// flush ends the paragraph that is open.
func (r *reader) flush() {
	if len(r.para) == 0 {
		return
	}
	var b strings.Builder
	for i, l := range r.para {
		if i > 0 {
			b.WriteString(r.separator(r.para[i-1]))
		}
		b.WriteString(strings.TrimSuffix(strings.TrimSpace(l), `\`))
		if i == len(r.para)-1 && endsInBackslash(l) {
			b.WriteByte('\\')
		}
	}
	raw, literal := unescapeLabel(b.String())
	// One column is what some files put before every continued paragraph.
	indent := r.indent
	if indent < 2 {
		indent = 0
	}
	r.blocks = append(r.blocks, Block{Indent: indent, Words: text.Fold(r.inline(raw)), Literal: literal, Line: r.first + 1})
	r.para = nil
}

// separator returns what stands between a line and the next.
func (r *reader) separator(line string) string {
	if endsInBackslash(line) {
		return "\n"
	}
	return " "
}

// endsInBackslash reports whether a line ends in a backslash that is not
// escaped itself: a line break that was meant.
func endsInBackslash(line string) bool {
	line = strings.TrimSpace(line)
	return (len(line)-len(strings.TrimRight(line, `\`)))%2 == 1
}

// unescapeLabel takes away the backslash before what only looks like a label,
// a heading or a row.
func unescapeLabel(s string) (string, bool) {
	if len(s) < 2 || s[0] != '\\' || strings.ContainsRune(`*_\^[]`, rune(s[1])) && s[1] != '*' {
		return s, false
	}
	if looksSpecial(s[1:]) {
		return s[1:], true
	}
	return s, false
}

// looksSpecial reports whether a line would be read as more than words.
func looksSpecial(s string) bool {
	label, _, _ := text.CutLabel(s)
	return label != "" || hashes.MatchString(s) || row.MatchString(s) || underline.MatchString(s) || strings.HasPrefix(s, "<!-- parley")
}

// takeTitle makes the one heading of the first level, where it stands before
// all others, the text's title.
func (r *reader) takeTitle() {
	at := -1
	for i, b := range r.blocks {
		if b.Level == 1 {
			if at >= 0 {
				return
			}
			at = i
		}
	}
	if at < 0 || at > 1 || at == 1 && r.blocks[0].Kind != text.Front {
		return
	}
	if title := r.blocks[at].Words; title != "" && !strings.ContainsAny(title, `*_\^`+"\n") {
		r.title = title
		r.blocks = append(r.blocks[:at:at], r.blocks[at+1:]...)
	}
}
