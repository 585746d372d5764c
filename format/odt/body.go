package odt

import (
	"cmp"
	"strings"

	"parley/format/block"
	"parley/format/xmltree"
	"parley/text"
)

// reader reads a document, or part of one.
type reader struct {
	*source
	styles *styles

	blocks  []block.Block
	inNote  bool
	outline list             // counts headings
	named   map[string]*list // lists by their ids
	last    map[string]*list // the last list of each style

	changes            changes
	comments, pictures int
}

func newReader(s *source, styles *styles) *reader {
	return &reader{source: s, styles: styles, named: map[string]*list{}, last: map[string]*list{}}
}

// blocksOf reads the paragraphs, lists and tables that stand in an element.
func (r *reader) blocksOf(n *xmltree.Node) {
	for _, c := range n.Children {
		r.block(c)
	}
}

func (r *reader) block(n *xmltree.Node) {
	switch n.Name {
	case "p", "h":
		r.paragraph(n, nil)
	case "list":
		r.list(n, nil)
	case "numbered-paragraph":
		r.numberedParagraph(n)
	case "table":
		r.table(n)
	case "tracked-changes":
		r.changes.count(n)
	case "annotation":
		r.comments++
	case "forms", "":
	default:
		if isDrawing(n) {
			r.paragraph(&xmltree.Node{Children: []*xmltree.Node{n}}, nil) // which anchors it
		} else if !strings.HasSuffix(n.Name, "-source") { // which says how an index is made
			r.blocksOf(n)
		}
	}
}

// item is where a paragraph stands in a list.
type item struct {
	*list
	style  string // of the list
	level  int    // from 0
	counts bool   // the paragraph is the first of its item
	start  string // of the item, where it says so
	header bool   // it stands before the items
}

// list reads a list: a new one, one that goes on, or the next level of one.
func (r *reader) list(n *xmltree.Node, above *item) {
	in := item{style: n.Attr("style-name")}
	if above != nil {
		in.list, in.level, in.style = above.list, min(above.level+1, levels-1), cmp.Or(in.style, above.style)
	} else {
		in.list = r.listFor(n, in.style)
	}
	if id := n.Attr("id"); id != "" {
		r.named[id] = in.list
	}
	for _, c := range n.Children {
		switch c.Name {
		case "list-header":
			r.item(c, item{list: in.list, style: in.style, level: in.level, header: true})
		case "list-item":
			r.item(c, item{list: in.list, style: cmp.Or(c.Attr("style-override"), in.style), level: in.level, counts: true, start: c.Attr("start-value")})
		}
	}
}

// listFor returns the list that an outermost one is, or goes on.
func (r *reader) listFor(n *xmltree.Node, style string) *list {
	l := r.named[n.Attr("continue-list")]
	if l == nil && n.Attr("continue-numbering") == "true" {
		l = r.last[style]
	}
	if l == nil {
		l = &list{}
	}
	r.last[style] = l
	return l
}

func (r *reader) item(n *xmltree.Node, in item) {
	for _, c := range n.Children {
		switch c.Name {
		case "p", "h":
			r.paragraph(c, &in)
			in.counts = false
		case "list":
			r.list(c, &in)
		default:
			r.block(c)
		}
	}
}

// numberedParagraph reads a paragraph that says itself where it stands in a list.
func (r *reader) numberedParagraph(n *xmltree.Node) {
	id := "numbered " + n.Attr("list-id")
	if r.named[id] == nil {
		r.named[id] = &list{}
	}
	level := min(max(number(n.Attr("level"), 1), 1), levels) - 1
	r.item(n, item{list: r.named[id], style: n.Attr("style-name"), level: level, counts: true, start: n.Attr("start-value")})
}

// paragraph is one that is being read.
type paragraph struct {
	runs  block.Runs
	label string          // that is typed, where the file tells it from the words
	boxes []*xmltree.Node // text boxes found in it
}

// paragraph reads a paragraph or heading, and the text boxes in it.
func (r *reader) paragraph(n *xmltree.Node, in *item) {
	st := r.styles.paragraph(n.Attr("style-name"))
	around := st.face.on
	var b block.Block
	if n.Name != "" {
		b.ID = r.known.KeyIn(n)
	}
	switch {
	case n.Name == "h":
		b.Level = min(max(number(n.Attr("outline-level"), 1), 1), levels)
	case st.title:
		b.Level = 1
	}
	if b.Level > 0 {
		around = 0 // headings are bold by their style, which says nothing
	}
	var p paragraph
	r.inline(&p, n, around)
	b.Label = text.FoldPlain(r.number(&b, n, in, st))
	if label := text.FoldPlain(p.label); label != "" {
		b.Label = label
	}
	if b.Words = p.runs.Words(); b.Words != "" || p.label != "" || b.ID != "" {
		r.blocks = append(r.blocks, b)
	}
	for _, box := range p.boxes {
		r.blocksOf(box)
	}
}

// number returns the automatic number of a paragraph, and says by how much it is
// indented.
func (r *reader) number(b *block.Block, n *xmltree.Node, in *item, st style) string {
	switch {
	case in != nil && in.header:
		b.Indent = 4 * in.level
	case in != nil && !in.counts:
		b.Indent = 4*in.level + 1
	case in != nil:
		b.Indent = 4 * in.level
		if s := r.styles.lists[cmp.Or(in.style, st.list)]; s != nil {
			return in.next(s, in.level, in.start)
		}
	case n.Name == "h" && n.Attr("is-list-header") != "true":
		return r.headingNumber(n, b.Level-1, st)
	}
	return ""
}

// headingNumber returns the number of a heading that stands in no list: by the list
// of its style, or by the outline if that says nothing.
func (r *reader) headingNumber(n *xmltree.Node, level int, st style) string {
	s := r.styles.outline
	if st.listed {
		s = r.styles.lists[st.list]
	}
	if s == nil {
		return ""
	}
	start := ""
	if n.Attr("restart-numbering") == "true" {
		start = cmp.Or(n.Attr("start-value"), "1")
	}
	return r.outline.next(s, level, start)
}

func (r *reader) table(n *xmltree.Node) {
	r.blocks = append(r.blocks, block.Block{Kind: text.Table})
	before := len(r.blocks)
	if r.rows(n); len(r.blocks) == before {
		r.blocks = r.blocks[:before-1] // without rows there is none
	}
}

func (r *reader) rows(n *xmltree.Node) {
	for _, c := range n.Children {
		if c.Name != "table-row" {
			r.rows(c)
			continue
		}
		r.blocks = append(r.blocks, block.Block{Kind: text.Row, ID: r.known.KeyIn(c), Words: text.Fold(strings.Join(r.cells(c), " | "))})
	}
}

// cells reads the cells of a row, each as one string. A cell that one beside it
// covers is none; one that the cell above covers is empty.
func (r *reader) cells(n *xmltree.Node) []string {
	var out []string
	wide := 0 // how many cells the last one still covers
	for _, c := range n.Children {
		switch c.Name {
		case "table-cell":
			wide = number(c.Attr("number-columns-spanned"), 1) - 1
			out = append(out, r.flat(c))
		case "covered-table-cell":
			words := r.flat(c)
			if wide <= 0 || words != "" {
				out = append(out, words)
			}
			wide--
		}
	}
	return out
}

// flat reads what stands in an element as one string: paragraphs, and tables within
// tables, with their numbers.
func (r *reader) flat(n *xmltree.Node) string {
	outside := r.blocks
	r.blocks = nil
	r.blocksOf(n)
	var parts []string
	for _, b := range r.blocks {
		if b.Words == "" {
			continue
		}
		if b.Label != "" {
			parts = append(parts, text.Escape(b.Label))
		}
		parts = append(parts, b.Words)
	}
	r.blocks = outside
	return strings.Join(parts, " ")
}
