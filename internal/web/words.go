package web

import (
	"html/template"
	"strings"

	"parley/text"
)

// wordsHTML returns words in light mark-up as HTML: bold, italic and footnotes
// as elements, square brackets marked so that what is open in a text is seen
// at a glance. Line breaks stay line breaks; the style sheet keeps them.
func wordsHTML(words string) template.HTML {
	if !strings.ContainsAny(words, "*_\\^[]") {
		return template.HTML(template.HTMLEscapeString(words))
	}
	var b strings.Builder
	var open text.Style
	for i, t := range text.Tokens(words) {
		if t.Style != open {
			b.WriteString(closing(open))
		}
		switch {
		case i == 0:
		case t.Gap == text.GapSpace:
			b.WriteByte(' ')
		case t.Gap == text.GapBreak:
			b.WriteByte('\n')
		}
		if t.Style != open {
			b.WriteString(opening(t.Style))
			open = t.Style
		}
		writeToken(&b, t)
	}
	b.WriteString(closing(open))
	return template.HTML(b.String())
}

func writeToken(b *strings.Builder, t text.Token) {
	if (t.Text == "[" || t.Text == "]") && t.Style&text.Note == 0 {
		b.WriteString(`<b class="square">` + t.Text + `</b>`)
		return
	}
	template.HTMLEscape(stringWriter{b}, []byte(t.Text))
}

type stringWriter struct{ b *strings.Builder }

func (w stringWriter) Write(p []byte) (int, error) { return w.b.Write(p) }

func opening(s text.Style) string {
	var out string
	if s&text.Note != 0 {
		out += ` <span class="footnote">[`
	}
	if s&text.Bold != 0 {
		out += "<b>"
	}
	if s&text.Italic != 0 {
		out += "<i>"
	}
	return out
}

func closing(s text.Style) string {
	var out string
	if s&text.Italic != 0 {
		out += "</i>"
	}
	if s&text.Bold != 0 {
		out += "</b>"
	}
	if s&text.Note != 0 {
		out += "]</span>"
	}
	return out
}

// rightToLeft are the languages, by their first subtag, that are written from
// right to left.
var rightToLeft = map[string]bool{"ar": true, "dv": true, "fa": true, "he": true, "ps": true, "sd": true, "ug": true, "ur": true, "yi": true}

// direction returns the direction of a text in the given language; where none
// is known, the first letter decides.
func direction(lang string) string {
	first, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch {
	case rightToLeft[first]:
		return "rtl"
	case first != "":
		return "ltr"
	}
	return "auto"
}

// isolated keeps a name that may be written in the other direction from
// turning round the sentence that it stands in: Unicode's isolates, for where
// no element can do it.
func isolated(name string) string {
	for _, r := range name {
		if r >= 0x0590 {
			return "\u2068" + name + "\u2069"
		}
	}
	return name
}

// beginning returns the first words of a passage, up to about n characters,
// without mark-up: enough to know it by.
func beginning(words string, n int) string {
	plain := text.Plain(words)
	runes := []rune(plain)
	if len(runes) <= n {
		return plain
	}
	cut := string(runes[:n])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}
