package block

import (
	"strings"

	"parley/text"
)

// Span is characters that are set alike, or a footnote, as writers put them down.
type Span struct {
	Style text.Style // Bold, Italic or both
	Text  string     // literal; a newline is a line break
	Note  []Span     // of a footnote that stands here; nil: it is none
}

// Spans divides words in light mark-up into spans: what Runs joins to the same
// words again.
func Spans(words string) []Span {
	var out []Span
	last := text.Note // of the token before: none yet
	for _, t := range text.Tokens(words) {
		face := t.Style &^ text.Note
		if t.Style&text.Note == 0 {
			out = addSpan(out, gapText[t.Gap], last&face)
			out = addSpan(out, t.Text, face)
			last = face
			continue
		}
		if last&text.Note == 0 || len(out) == 0 {
			out = append(addSpan(out, gapText[t.Gap], 0), Span{Note: []Span{}})
		} else {
			note := &out[len(out)-1].Note
			*note = addSpan(*note, gapText[t.Gap], last&face)
		}
		note := &out[len(out)-1].Note
		*note = addSpan(*note, t.Text, face)
		last = t.Style
	}
	return out
}

var gapText = map[text.Gap]string{text.GapSpace: " ", text.GapBreak: "\n"}

func addSpan(spans []Span, s string, style text.Style) []Span {
	if s == "" {
		return spans
	}
	if n := len(spans); n > 0 && spans[n-1].Note == nil && spans[n-1].Style == style {
		spans[n-1].Text += s
		return spans
	}
	return append(spans, Span{Style: style, Text: s})
}

// Markup is how an XML format writes what stands within a paragraph. Escape writes
// literal characters without line breaks.
type Markup struct {
	Break              string
	Bold, Italic, Note [2]string // begin and end
	Escape             func(string) string
}

// Inline writes words in light mark-up.
func (m *Markup) Inline(words string) string { return m.spans(Spans(words)) }

func (m *Markup) spans(spans []Span) string {
	out := ""
	for _, s := range spans {
		if s.Note != nil {
			out += m.Note[0] + m.spans(s.Note) + m.Note[1]
			continue
		}
		before, after := "", ""
		if s.Style&text.Bold != 0 {
			before, after = m.Bold[0], m.Bold[1]
		}
		if s.Style&text.Italic != 0 {
			before, after = before+m.Italic[0], m.Italic[1]+after
		}
		out += before + m.lines(s.Text) + after
	}
	return out
}

func (m *Markup) lines(s string) string {
	out := ""
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			out += m.Break
		}
		out += m.Escape(line)
	}
	return out
}
