package odt

import (
	"fmt"
	"io"
	"strings"

	"parley/format/block"
	"parley/format/known"
	"parley/format/xmltree"
	"parley/text"
)

// Write writes a text. Read gives back the same, ids and all.
func Write(w io.Writer, t *text.Text) error {
	c := composer{t: t, at: map[layout]int{}}
	if t.Title != "" {
		c.line(line{layout: layout{style: titleStyle}, key: "t", words: text.Escape(t.Title)})
	}
	for _, p := range t.Places() {
		c.provision(p)
	}
	c.closeTable()
	return c.write(w)
}

// composer writes the body of a document, and gathers what its other parts say.
type composer struct {
	t       *text.Text
	body    strings.Builder
	entries []known.Entry
	notes   int
	tables  int
	table   *text.Provision // that is open; nil: none is
	columns int             // of it

	layouts []layout // in the order in which they were needed, by which they are named
	at      map[layout]int
}

// layout is how a paragraph is set.
type layout struct {
	style   string
	depth   int  // by how many steps it is moved in
	hanging bool // its number stands before it
	rtl     bool
}

// line is a paragraph.
type line struct {
	layout
	level      int // of a heading; 0: none
	key, label string
	words      string
}

// provision writes a provision: a table's beginning, a row, or its heading and its
// words.
func (c *composer) provision(p text.Place) {
	c.entries = append(c.entries, known.Entry{ID: p.ID, Kind: p.Kind, Depth: p.Depth, Sum: known.Sum(p.Heading, p.Words)})
	n := len(c.entries)
	if c.table != nil && p.Parent == c.table {
		c.row(p.Words, fmt.Sprintf("%dr", n))
		return
	}
	c.closeTable()
	if block.IsGrid(p.Provision) {
		c.openTable(p.Provision)
		return
	}
	label := p.Label
	if p.Heading != "" {
		level := min(p.Depth, headings-1) + 1
		c.line(line{layout: layout{style: headingStyle(level)}, level: level, key: fmt.Sprintf("%dh", n), label: label, words: p.Heading})
		label = ""
	}
	if p.Words == "" && p.Heading != "" {
		return
	}
	l := layout{style: "Provision", depth: p.Depth, hanging: label != ""}
	if p.Kind == text.Front {
		l = layout{style: "Front"}
	}
	c.line(line{layout: l, key: fmt.Sprintf("%dw", n), label: label, words: p.Words})
}

// headings is how many levels headings have.
const headings = 6

func headingStyle(level int) string { return fmt.Sprintf("Heading_20_%d", level) }

func (c *composer) line(l line) {
	l.rtl = block.RightToLeft(l.words)
	begin, end := "text:p", "text:p"
	if l.level > 0 {
		begin, end = fmt.Sprintf(`text:h text:outline-level="%d"`, l.level), "text:h"
	}
	fmt.Fprintf(&c.body, `<%s text:style-name="%s">%s`, begin, c.nameOf(l.layout), bookmark(l.key))
	if l.label != "" {
		c.body.WriteString(`<text:span text:style-name="` + numberStyle + `">` + xmltree.Escape(l.label) + `</text:span><text:tab/>`)
	}
	c.words(block.Spans(l.words))
	c.body.WriteString("</" + end + ">")
}

func bookmark(key string) string {
	return `<text:bookmark text:name="` + known.Bookmark + key + `"/>`
}

// nameOf returns the style of paragraphs that are set in a way.
func (c *composer) nameOf(l layout) string {
	if l == (layout{style: l.style}) {
		return l.style
	}
	if c.at[l] == 0 {
		c.layouts = append(c.layouts, l)
		c.at[l] = len(c.layouts)
	}
	return fmt.Sprintf("P%d", c.at[l])
}

// words writes words in light mark-up.
func (c *composer) words(spans []block.Span) {
	for _, s := range spans {
		switch {
		case s.Note != nil:
			c.note(s.Note)
		case s.Style != 0:
			c.body.WriteString(`<text:span text:style-name="` + faceNames[s.Style] + `">` + characterData(s.Text) + `</text:span>`)
		default:
			c.body.WriteString(characterData(s.Text))
		}
	}
}

func characterData(s string) string {
	return strings.ReplaceAll(xmltree.Escape(s), "\n", "<text:line-break/>")
}

// note writes a footnote where it stands.
func (c *composer) note(spans []block.Span) {
	c.notes++
	fmt.Fprintf(&c.body, `<text:note text:id="ftn%d" text:note-class="footnote"><text:note-citation>%d</text:note-citation><text:note-body><text:p text:style-name="Footnote">`, c.notes, c.notes)
	c.words(spans)
	c.body.WriteString(`</text:p></text:note-body></text:note>`)
}

func (c *composer) openTable(p *text.Provision) {
	c.tables++
	c.table, c.columns = p, 1
	for _, row := range p.Children {
		c.columns = max(c.columns, len(block.Cells(row.Words)))
	}
	fmt.Fprintf(&c.body, `<table:table table:name="Table%d" table:style-name="Grid"><table:table-column table:number-columns-repeated="%d"/>`, c.tables, c.columns)
}

func (c *composer) closeTable() {
	if c.table != nil {
		c.body.WriteString("</table:table>")
	}
	c.table = nil
}

// row writes a row. Where it has fewer cells than others, the last one is as wide as
// those that it has not.
func (c *composer) row(words, key string) {
	cells := block.Cells(words)
	missing := c.columns - len(cells)
	c.body.WriteString("<table:table-row>")
	mark := bookmark(key)
	for i, cell := range cells {
		span := ""
		if i == len(cells)-1 && missing > 0 {
			span = fmt.Sprintf(` table:number-columns-spanned="%d"`, missing+1)
		}
		l := layout{style: "Table_20_Contents", rtl: block.RightToLeft(cell)}
		fmt.Fprintf(&c.body, `<table:table-cell table:style-name="Cell"%s><text:p text:style-name="%s">%s`, span, c.nameOf(l), mark)
		c.words(block.Spans(cell))
		c.body.WriteString("</text:p></table:table-cell>")
		mark = ""
	}
	c.body.WriteString(strings.Repeat("<table:covered-table-cell/>", missing) + "</table:table-row>")
}
