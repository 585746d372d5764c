package block

import (
	"slices"
	"strings"

	"parley/text"
)

// Runs collects characters with how they are set, and joins them to light
// mark-up.
type Runs struct {
	runs []styled
}

type styled struct {
	text  string
	style text.Style
	note  string // light mark-up of a footnote that stands here
}

// Add adds literal characters.
func (r *Runs) Add(s string, style text.Style) {
	if n := len(r.runs); n > 0 && r.runs[n-1].style == style && r.runs[n-1].note == "" {
		r.runs[n-1].text += s
		return
	}
	if s != "" {
		r.runs = append(r.runs, styled{text: s, style: style})
	}
}

// Note adds a footnote, given in light mark-up.
func (r *Runs) Note(words string) {
	if words = text.Fold(words); words != "" {
		r.runs = append(r.runs, styled{note: words})
	}
}

// Empty reports whether nothing but white space was added.
func (r *Runs) Empty() bool {
	return !slices.ContainsFunc(r.runs, func(s styled) bool { return s.note != "" || strings.TrimSpace(text.Fold(s.text)) != "" })
}

// Append adds all that o holds.
func (r *Runs) Append(o *Runs) { r.runs = append(r.runs, o.runs...) }

// Words returns what was collected, in canonical form.
func (r *Runs) Words() string {
	var b strings.Builder
	for _, s := range r.runs {
		if s.note != "" {
			b.WriteString("^[" + closeNothing(s.note) + "]")
			continue
		}
		mark := ""
		if strings.TrimSpace(s.text) != "" {
			mark = marks(s.style)
		}
		b.WriteString(mark + text.Escape(s.text) + reverse(mark))
	}
	return text.Fold(b.String())
}

// closeNothing escapes the brackets in a footnote's words that are not escaped
// yet, and leaves out notes within notes, which there are none of.
func closeNothing(words string) string {
	var b strings.Builder
	for i := 0; i < len(words); i++ {
		switch c := words[i]; {
		case c == '\\' && i+1 < len(words):
			b.WriteString(words[i : i+2])
			i++
		case c == ']':
			b.WriteString(`\]`)
		case c == '^':
			b.WriteString(`\^`)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func marks(s text.Style) string {
	out := ""
	if s&text.Bold != 0 {
		out = "**"
	}
	if s&text.Italic != 0 {
		out += "_"
	}
	return out
}

func reverse(mark string) string {
	if mark == "**_" {
		return "_**"
	}
	return mark
}
