package consolidate

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"parley/text"
)

// The HTML says in words and signs what it says: brackets, slashes and the
// names of sponsors are part of the text, and each bracket is a group with a
// name, so that it reads the same without colour, on paper and aloud.

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// WriteHTML writes the provisions as sections, each with the anchor p-ID, and
// without a page around them. There is one element for each bracket, of class
// bracket and, where amendments contradict one another, contested; in it one
// of class alternative for each alternative, and one of class sponsors.
func (b *Bracketed) WriteHTML(w io.Writer) error {
	h := htmlWriter{bufio.NewWriterSize(w, 1<<16), b}
	h.put("<div class=\"bracketed\">\n")
	if len(b.Title) > 0 {
		h.put(`<p class="title" dir="auto">`)
		h.passage(b.Title)
		h.put("</p>\n")
	}
	h.level(b.Provisions, 0)
	h.put("</div>\n")
	return h.Flush()
}

type htmlWriter struct {
	*bufio.Writer
	b *Bracketed
}

func (h htmlWriter) put(parts ...string) {
	for _, p := range parts {
		h.WriteString(p)
	}
}

func (h htmlWriter) text(s string) { htmlEscaper.WriteString(h.Writer, s) }

func (h htmlWriter) level(ls []*Laid, depth int) {
	for _, l := range ls {
		h.put(`<section class="provision depth-`, strconv.Itoa(min(depth, 9)), l.classes(), `"`)
		if len(l.By) == 0 {
			h.put(` id="p-`)
			h.text(string(l.ID))
			h.put(`"`)
		}
		h.put(` data-id="`)
		h.text(string(l.ID))
		h.put("\">\n")
		h.notes(l)
		h.headed(l)
		h.level(l.Children, depth+1)
		h.put("</section>\n")
		h.level(l.Pieces, depth)
	}
}

// classes says what is contested about the provision as a whole.
func (l *Laid) classes() string {
	out := ""
	switch {
	case l.From:
		out = " moved"
	case len(l.By) > 0:
		out = " inserted"
	}
	for _, d := range l.Leaving {
		if d.To == nil && !d.Joined {
			return out + " deleted"
		}
		out = " leaving"
	}
	return out
}

// notes says above a provision who wants it here, gone or elsewhere.
func (h htmlWriter) notes(l *Laid) {
	note := func(sponsors []string, says string) {
		h.put(`<p class="note"><span class="sponsors" dir="auto">`)
		h.text(strings.Join(sponsors, ", "))
		h.put(`</span>: `)
		h.text(says)
		h.put("</p>\n")
	}
	switch {
	case l.From:
		h.put(`<p class="note"><span class="sponsors" dir="auto">`)
		h.text(strings.Join(l.By, ", "))
		h.put(`</span>: <a href="#p-`)
		h.text(string(l.ID))
		h.put(`">`)
		h.text(h.b.base.cite(l.ID))
		h.put("</a> moved here</p>\n")
	case l.Piece:
		note(l.By, "split off the provision before")
	case len(l.By) > 0:
		note(l.By, "new provision")
	}
	for _, d := range l.Leaving {
		says := "delete this provision"
		if ts := d.words(h.b); ts != nil {
			says = plain(ts)
		}
		note(d.Sponsors, says)
	}
}

func (h htmlWriter) headed(l *Laid) {
	if len(l.Heading) > 0 {
		h.put(`<p class="heading" dir="auto">`)
		h.label(l)
		h.passage(l.Heading)
		h.put("</p>\n")
	}
	if len(l.Words) > 0 || len(l.Heading) == 0 && len(l.Label) > 0 {
		h.put(`<p class="words" dir="auto">`)
		if len(l.Heading) == 0 {
			h.label(l)
		}
		h.passage(l.Words)
		h.put("</p>\n")
	}
	if bracketed(l.Kinds) {
		h.put(`<p class="note">`)
		h.passage(l.Kinds)
		h.put("</p>\n")
	}
}

func (h htmlWriter) label(l *Laid) {
	if len(l.Label) > 0 {
		h.put(`<span class="label">`)
		h.passage(l.Label)
		h.put("</span> ")
	}
}

func (h htmlWriter) passage(p Passage) {
	for i, s := range p {
		if s.Bracket == nil {
			h.tokens(s.Common, i == 0)
			continue
		}
		h.bracket(s.Bracket, i == 0)
	}
}

func (h htmlWriter) bracket(b *Bracket, first bool) {
	for _, a := range b.Alternatives {
		if len(a.Words) > 0 {
			h.gap(a.Words[0], first)
			break
		}
	}
	class, name := "bracket", "Amended"
	if b.Contested() {
		class, name = "bracket contested", "Contested"
	}
	h.put(`<span class="`, class, `" role="group" aria-label="`, name, `">[`)
	for i, a := range b.Alternatives {
		if i > 0 {
			h.put(" / ")
		}
		if len(a.Sponsors) == 0 {
			h.put(`<span class="alternative base"><span class="visually-hidden">base text: </span>`)
		} else {
			h.put(`<span class="alternative" data-amendments="`)
			h.text(strings.Join(a.Amendments, " "))
			h.put(`"><span class="sponsors" dir="auto">`)
			h.text(strings.Join(a.Sponsors, ", "))
			h.put("</span>: ")
		}
		h.put("<bdi>")
		if len(a.Words) == 0 {
			h.put(`<span aria-hidden="true">—</span><span class="visually-hidden">nothing</span>`)
		}
		h.tokens(a.Words, true)
		h.put("</bdi></span>")
	}
	h.put("]</span>")
}

// tokens writes words with their marks as elements.
func (h htmlWriter) tokens(ts []text.Token, first bool) {
	var open text.Style
	for i, t := range ts {
		if open != t.Style {
			h.close(open)
		}
		h.gap(t, first && i == 0)
		if open != t.Style {
			h.open(t.Style)
			open = t.Style
		}
		if isMark(t) {
			h.put(" ¶")
			continue
		}
		h.text(t.Text)
	}
	h.close(open)
}

func (h htmlWriter) gap(t text.Token, first bool) {
	switch {
	case first:
	case t.Gap == text.GapSpace:
		h.put(" ")
	case t.Gap == text.GapBreak:
		h.put("<br>")
	}
}

func (h htmlWriter) open(s text.Style) {
	if s&text.Note != 0 {
		h.put(`<small class="footnote">[`)
	}
	if s&text.Bold != 0 {
		h.put("<b>")
	}
	if s&text.Italic != 0 {
		h.put("<i>")
	}
}

func (h htmlWriter) close(s text.Style) {
	if s&text.Italic != 0 {
		h.put("</i>")
	}
	if s&text.Bold != 0 {
		h.put("</b>")
	}
	if s&text.Note != 0 {
		h.put("]</small>")
	}
}
