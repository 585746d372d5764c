package redline

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"

	"parley/text"
)

// The HTML is written by hand, tag after tag, because a template engine takes
// four times as long on a long text. It is a fragment: no style attributes,
// classes only; what was deleted and inserted says so in words that are there
// for screen readers and hidden from sight by the page's style sheet
// (visually-hidden). Runs of unchanged provisions are wrapped and counted, so
// that the page can fold them.

// HTMLOptions say how to write a redline as HTML. The zero value is one
// column with every provision in it.
type HTMLOptions struct {
	SideBySide bool // a table with the old text on the left and the new on the right
}

// WriteHTML writes the redline as an HTML fragment.
//
// One column: div.redline > section.provision (with the classes of its row and
// depth-N, data-row, data-old, data-new) > p.note, p.heading, p.words with ins
// and del; what moved away leaves p.departed. Side by side: table.redline with
// a row for each provision. Each ins, del and pair of them has data-change,
// counting from 1. Runs of unchanged provisions stand in div.same (tbody.same)
// with data-fold, their number.
func (r *Redline) WriteHTML(w io.Writer, o HTMLOptions) error {
	h := &htmlWriter{b: bufio.NewWriter(w), r: r, departed: r.departures()}
	if o.SideBySide {
		h.table()
	} else {
		h.column()
	}
	return h.b.Flush()
}

type htmlWriter struct {
	b        *bufio.Writer
	r        *Redline
	departed map[int][]int
	changes  int // numbered so far
}

func (h *htmlWriter) put(parts ...string) {
	for _, s := range parts {
		h.b.WriteString(s)
	}
}

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

func (h *htmlWriter) text(s string) { htmlEscaper.WriteString(h.b, s) }

func (h *htmlWriter) column() {
	h.put("<div class=\"redline\">\n")
	if p := h.r.Title; p.Old() != p.New() {
		h.put(`<p class="title" dir="auto">`)
		h.passage(p, both)
		h.put("</p>\n")
	}
	h.leaving(-1)
	h.folded("div", h.section)
	h.put("</div>\n")
}

// folded writes all rows, runs of unchanged ones wrapped in elements of the
// given name. In a table other rows are wrapped too.
func (h *htmlWriter) folded(element string, write func(i int)) {
	shown := h.r.shown()
	for i := 0; i < len(h.r.Rows); {
		j := i
		for j < len(h.r.Rows) && shown[j] == shown[i] {
			j++
		}
		wrap := !shown[i] || element == "tbody"
		switch {
		case !shown[i]:
			h.put("<", element, ` class="same" data-fold="`, strconv.Itoa(j-i), "\">\n")
		case wrap:
			h.put("<", element, ">\n")
		}
		for ; i < j; i++ {
			write(i)
		}
		if wrap {
			h.put("</", element, ">\n")
		}
	}
}

// section writes one provision in one column.
func (h *htmlWriter) section(i int) {
	row := &h.r.Rows[i]
	h.put("<section class=\"provision ", strings.Join(row.Class.Names(), " "), " depth-", strconv.Itoa(min(row.here().Depth, 9)), `"`)
	h.data(i)
	h.put(">\n")
	if note := h.r.note(i); note != "" {
		h.put(`<p class="note">`)
		h.text(note)
		h.put("</p>\n")
	}
	h.headed(row, both)
	h.put("</section>\n")
	h.leaving(i)
}

func (h *htmlWriter) data(i int) {
	row := &h.r.Rows[i]
	h.put(` data-row="`, strconv.Itoa(i), `"`)
	if row.Old != nil {
		h.put(` data-old="`)
		h.text(string(row.Old.ID))
		h.put(`"`)
	}
	if row.New != nil {
		h.put(` data-new="`)
		h.text(string(row.New.ID))
		h.put(`"`)
	}
}

// headed writes label, heading and words of a row, as far as they are on view.
func (h *htmlWriter) headed(row *Row, on view) {
	label := h.hasLabel(row, on)
	if heading := row.Heading; heading.Ops != nil || heading.Same != "" {
		h.put(`<p class="heading" dir="auto">`)
		if label {
			h.label(row, on)
			h.put(" ")
		}
		h.passage(heading, on)
		h.put("</p>\n")
		label = false
	}
	if words := row.Words; label || words.Ops != nil || words.Same != "" {
		h.put(`<p class="words" dir="auto">`)
		if label {
			h.label(row, on)
			h.put(" ")
		}
		h.passage(words, on)
		h.put("</p>\n")
	}
}

func (h *htmlWriter) hasLabel(row *Row, on view) bool {
	old, new := row.labels()
	return old != "" && on.has(0) || new != "" && on.has(1)
}

// label writes the label, changed where it changed. A label is no word of the
// text, so it is no change to jump to.
func (h *htmlWriter) label(row *Row, on view) {
	old, new := row.labels()
	h.put(`<span class="label">`)
	defer func() { h.put("</span>") }()
	if old == new {
		h.text(new)
		return
	}
	if old != "" && on.has(0) {
		h.put(`<del>`, hidden("was "))
		h.text(old)
		h.put("</del>")
	}
	if on == both && old != "" && new != "" {
		h.put(" ")
	}
	if new != "" && on.has(1) {
		h.put("<ins>", hidden("now "))
		h.text(new)
		h.put("</ins>")
	}
}

// leaving writes a line on what moved away from after row i.
func (h *htmlWriter) leaving(i int) {
	if rows := h.departed[i]; len(rows) > 0 {
		h.put(`<p class="departed" data-to="`, strconv.Itoa(rows[0]), `">`)
		h.text(h.r.departure(rows))
		h.put("</p>\n")
	}
}

// table writes the side-by-side view.
func (h *htmlWriter) table() {
	h.put("<table class=\"redline side-by-side\">\n<thead><tr><th scope=\"col\">Before</th><th scope=\"col\">After</th></tr></thead>\n")
	h.folded("tbody", func(i int) {
		row := &h.r.Rows[i]
		h.put(`<tr class="provision `, strings.Join(row.Class.Names(), " "), ` depth-`, strconv.Itoa(min(row.here().Depth, 9)), `"`)
		h.data(i)
		h.put(">")
		before := h.changes
		h.cell(row, row.Old, oldView, "")
		h.changes = before
		h.cell(row, row.New, newView, h.r.note(i))
		h.put("</tr>\n")
	})
	h.put("</table>\n")
}

func (h *htmlWriter) cell(row *Row, side *Side, on view, note string) {
	h.put("<td>")
	if note != "" {
		h.put(`<p class="note">`)
		h.text(note)
		h.put("</p>\n")
	}
	if side != nil {
		h.headed(row, on)
	}
	h.put("</td>")
}

// view is what of a passage is shown.
type view uint8

const (
	oldView view = 1 << iota
	newView
	both = oldView | newView
)

func (v view) has(which int) bool { return v&(1<<which) != 0 }

// passage writes a heading or words.
func (h *htmlWriter) passage(p Passage, on view) {
	if p.Ops == nil {
		h.tokens(text.Tokens(p.Same), true)
		return
	}
	first := [2]bool{true, true}
	for _, op := range p.Ops {
		if op.Kind >= Delete {
			h.changes++
		}
		switch {
		case op.Kind == Equal:
			h.tokens(op.on(on), first[on.side()])
		case op.Kind == Reformat:
			ts := op.on(on)
			h.gap(ts[0], first[on.side()])
			h.put(`<span class="restyled">`)
			h.tokens(ts, true)
			h.put("</span>")
		default:
			h.change(op, on, first)
		}
		first[0] = first[0] && len(op.Old) == 0
		first[1] = first[1] && len(op.New) == 0
		if on == both {
			first[0], first[1] = false, false
		}
	}
}

func (v view) side() int {
	if v == oldView {
		return 0
	}
	return 1
}

// on returns the equal words of op as a view shows them. With both texts in
// one column, the gap before them is the wider of the two.
func (op *Op) on(v view) []text.Token {
	switch {
	case v == oldView:
		return op.Old
	case v == newView || op.Old[0].Gap <= op.New[0].Gap:
		return op.New
	}
	ts := slices.Clone(op.New)
	ts[0].Gap = op.Old[0].Gap
	return ts
}

// change writes what was deleted and inserted.
func (h *htmlWriter) change(op Op, on view, first [2]bool) {
	if len(op.Old) > 0 && on.has(0) {
		h.gap(op.Old[0], first[0])
		h.put("<del")
		h.marks(op.Marks)
		h.put(">", hidden("deleted"+aside(op.Marks)+": "))
		h.tokens(op.Old, true)
		h.put(hidden(" end of deletion, "), "</del>")
	}
	if len(op.New) > 0 && on.has(1) {
		h.gap(op.New[0], first[1] && (on != both || len(op.Old) == 0))
		h.put("<ins")
		h.marks(op.Marks)
		h.put(">", hidden("inserted"+aside(op.Marks)+": "))
		h.tokens(op.New, true)
		h.put(hidden(" end of insertion, "), "</ins>")
	}
}

func (h *htmlWriter) marks(m Mark) {
	if m != 0 {
		h.put(` class="`, strings.Join(m.Names(), " "), `"`)
	}
	h.put(` data-change="`, strconv.Itoa(h.changes), `"`)
}

// aside says the marks of a change to those who do not see the classes.
func aside(m Mark) string {
	if m == 0 {
		return ""
	}
	return " (" + strings.Join(m.Names(), ", ") + ")"
}

// hidden is what screen readers read and nobody sees.
func hidden(s string) string { return `<span class="visually-hidden">` + s + `</span>` }

func (h *htmlWriter) gap(t text.Token, first bool) {
	switch {
	case first:
	case t.Gap == text.GapSpace:
		h.put(" ")
	case t.Gap == text.GapBreak:
		h.put("<br>")
	}
}

// tokens writes words with their marks of type face as elements.
func (h *htmlWriter) tokens(ts []text.Token, first bool) {
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
		h.text(t.Text)
	}
	h.close(open)
}

func (h *htmlWriter) open(s text.Style) {
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

func (h *htmlWriter) close(s text.Style) {
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
