package docx

import (
	"fmt"
	"strconv"
	"strings"

	"parley/format/block"
	"parley/format/xmltree"
	"parley/text"
)

type reader struct {
	part                *pack
	styles              *styles
	numbers             numbering
	footnotes, endnotes map[string]*xmltree.Node

	blocks []block.Block
	open   *paragraph      // whose mark is deleted: what follows belongs to it
	boxes  []*xmltree.Node // text boxes found in the paragraph that is read
	inNote bool

	tracked, comments, pictures, headers int
}

// paragraph is one that is being read.
type paragraph struct {
	props *xmltree.Node
	runs  block.Runs
}

func (r *reader) prepare() error {
	root, err := r.part.related("styles")
	if err != nil {
		return err
	}
	r.styles = newStyles(root)
	if root, err = r.part.related("numbering"); err != nil {
		return err
	}
	r.numbers = newNumbering(root)
	for kind, into := range map[string]map[string]*xmltree.Node{"footnotes": r.footnotes, "endnotes": r.endnotes} {
		if root, err = r.part.related(kind); err != nil {
			return err
		}
		if root == nil {
			continue
		}
		for _, n := range root.Children {
			if t := n.Attr("type"); n.Name != "" && (t == "" || t == "normal") {
				into[n.Attr("id")] = n
			}
		}
	}
	return nil
}

// notes says what is not in the text.
func (r *reader) notes() []string {
	var out []string
	say := func(n int, what string) {
		if n > 0 {
			out = append(out, fmt.Sprintf(what, n))
		}
	}
	say(r.tracked, "%d tracked changes were read as accepted")
	say(r.comments, "%d comments were left out")
	say(r.pictures, "%d pictures or embedded objects were left out")
	for name := range r.part.files {
		if base := strings.TrimPrefix(name, "word/"); strings.HasPrefix(base, "header") || strings.HasPrefix(base, "footer") {
			r.headers++
		}
	}
	say(r.headers, "%d headers or footers were left out")
	return out
}

// blocksOf reads the paragraphs and tables that stand in an element.
func (r *reader) blocksOf(n *xmltree.Node) {
	for _, c := range n.Children {
		switch c.Name {
		case "p":
			r.paragraph(c)
		case "tbl":
			r.flush()
			r.table(c)
		case "del", "moveFrom":
			r.tracked++
		case "sectPr", "sdtPr", "sdtEndPr", "":
		case "AlternateContent":
			r.blocksOf(choice(c))
		default: // content controls, custom XML, insertions
			r.blocksOf(c)
		}
	}
}

// choice returns the one alternative to read.
func choice(n *xmltree.Node) *xmltree.Node {
	if c := n.Child("Choice"); c != nil && holdsWords(c) {
		return c
	}
	if c := n.Child("Fallback"); c != nil {
		return c
	}
	return &xmltree.Node{}
}

func holdsWords(n *xmltree.Node) bool {
	if n.Name == "t" {
		return true
	}
	for _, c := range n.Children {
		if holdsWords(c) {
			return true
		}
	}
	return false
}

func (r *reader) paragraph(n *xmltree.Node) {
	props := n.Child("pPr")
	if r.open == nil {
		r.open = &paragraph{props: props}
	}
	st := r.styleOf(r.open.props)
	face := st.face
	if st.level > 0 {
		face = 0 // headings are bold by their style, which says nothing
	}
	r.inline(&r.open.runs, n, face)
	mark := props.Child("rPr")
	if mark.Child("del") != nil || mark.Child("moveFrom") != nil {
		r.tracked++
		return // the mark is deleted: the next paragraph goes on here
	}
	r.flush()
}

func (r *reader) styleOf(props *xmltree.Node) style {
	id, ok := props.Val("pStyle")
	if !ok {
		id = r.styles.standard
	}
	return r.styles.get(id)
}

// flush ends the paragraph that is open, and reads the text boxes found in it.
func (r *reader) flush() {
	if r.open == nil {
		return
	}
	p := r.open
	r.open = nil
	boxes := r.boxes
	r.boxes = nil
	if words := p.runs.Words(); words != "" {
		r.blocks = append(r.blocks, r.block(p.props, words))
	}
	for _, b := range boxes {
		r.blocksOf(b)
		r.flush()
	}
}

func (r *reader) block(props *xmltree.Node, words string) block.Block {
	st := r.styleOf(props)
	if v, ok := props.Val("outlineLvl"); ok {
		st.level = outline(v)
	}
	if num := props.Child("numPr"); num != nil {
		st.num, st.numLevel = numbered(num, st.num, st.numLevel)
	}
	b := block.Block{Level: st.level, Words: words}
	if in := r.numbers[st.num]; in != nil {
		if b.Label = in.next(st.numLevel); b.Label != "" {
			b.Label = text.FoldPlain(b.Label)
			b.Indent = 4 * st.numLevel
		}
	}
	return b
}

func (r *reader) table(n *xmltree.Node) {
	r.blocks = append(r.blocks, block.Block{Kind: text.Table})
	r.rows(n)
}

func (r *reader) rows(n *xmltree.Node) {
	for _, c := range n.Children {
		switch {
		case c.Name == "tr" && c.Child("trPr").Child("del") != nil:
			r.tracked++
		case c.Name == "tr":
			var cells []string
			r.cells(c, &cells)
			r.blocks = append(r.blocks, block.Block{Kind: text.Row, Words: text.Fold(strings.Join(cells, " | "))})
		case c.Name != "" && c.Name != "tblPr" && c.Name != "tblGrid":
			r.rows(c)
		}
	}
}

// cells reads the cells of a row, each as one string.
func (r *reader) cells(n *xmltree.Node, into *[]string) {
	for _, c := range n.Children {
		switch {
		case c.Name == "tc":
			*into = append(*into, r.flat(c))
		case c.Name != "" && c.Name != "trPr":
			r.cells(c, into)
		}
	}
}

// flat reads what stands in an element as one string: paragraphs, and tables
// within tables, with their numbers.
func (r *reader) flat(n *xmltree.Node) string {
	inner := *r
	inner.blocks, inner.open, inner.boxes = nil, nil, nil
	inner.blocksOf(n)
	inner.flush()
	r.tracked, r.comments, r.pictures = inner.tracked, inner.comments, inner.pictures
	var parts []string
	for _, b := range inner.blocks {
		label := b.Label
		if label != "" {
			label = text.Escape(label) + " "
		}
		if b.Words != "" {
			parts = append(parts, label+b.Words)
		}
	}
	return strings.Join(parts, " ")
}

// inline reads the runs of a paragraph.
func (r *reader) inline(runs *block.Runs, n *xmltree.Node, face text.Style) {
	for _, c := range n.Children {
		switch c.Name {
		case "r":
			r.run(runs, c, face)
		case "del", "moveFrom":
			r.tracked++
		case "ins", "moveTo":
			r.tracked++
			r.inline(runs, c, face)
		case "commentReference":
			r.comments++
		case "AlternateContent":
			r.inline(runs, choice(c), face)
		case "oMath", "oMathPara":
			runs.Add(formula(c), face)
		case "pPr", "sdtPr", "sdtEndPr", "":
		default: // hyperlinks, fields, content controls, smart tags
			r.inline(runs, c, face)
		}
	}
}

// formula returns the characters of a formula, in their order.
func formula(n *xmltree.Node) string {
	var b strings.Builder
	for _, c := range n.Children {
		if c.Name == "" && n.Name == "t" {
			b.WriteString(c.Text)
		}
		b.WriteString(formula(c))
	}
	return b.String()
}

func (r *reader) run(runs *block.Runs, n *xmltree.Node, face text.Style) {
	props := n.Child("rPr")
	if id, ok := props.Val("rStyle"); ok {
		face |= r.styles.get(id).face
	}
	face = faceOf(props, face)
	for _, c := range n.Children {
		r.piece(runs, c, face)
	}
}

// piece reads one piece of a run.
func (r *reader) piece(runs *block.Runs, c *xmltree.Node, face text.Style) {
	switch c.Name {
	case "t":
		for _, t := range c.Children {
			runs.Add(strings.ReplaceAll(t.Text, "\n", " "), face)
		}
	case "tab", "ptab":
		runs.Add(" ", face)
	case "br", "cr":
		if t := c.Attr("type"); t == "" || t == "textWrapping" {
			runs.Add("\n", face)
		} else {
			runs.Add(" ", face)
		}
	case "noBreakHyphen":
		runs.Add("-", face)
	case "sym":
		if v, err := strconv.ParseUint(c.Attr("char"), 16, 32); err == nil {
			runs.Add(string(rune(v)), face)
		}
	case "footnoteReference":
		r.note(runs, r.footnotes[c.Attr("id")])
	case "endnoteReference":
		r.note(runs, r.endnotes[c.Attr("id")])
	case "commentReference":
		r.comments++
	case "drawing", "pict", "object":
		if !r.findBoxes(c) {
			r.pictures++
		}
	case "AlternateContent":
		for _, d := range choice(c).Children {
			r.piece(runs, d, face)
		}
	case "ruby":
		if base := c.Child("rubyBase"); base != nil {
			r.inline(runs, base, face)
		}
	}
}

// note reads a footnote or endnote; one within another is none.
func (r *reader) note(runs *block.Runs, n *xmltree.Node) {
	if n == nil || r.inNote {
		return
	}
	r.inNote = true
	runs.Note(r.flat(n))
	r.inNote = false
}

// findBoxes keeps the text boxes in a drawing for later, and reports whether
// there are any.
func (r *reader) findBoxes(n *xmltree.Node) bool {
	found := false
	for _, c := range n.Children {
		switch c.Name {
		case "txbxContent":
			r.boxes = append(r.boxes, c)
			found = true
		case "AlternateContent":
			found = r.findBoxes(choice(c)) || found
		default:
			found = r.findBoxes(c) || found
		}
	}
	return found
}
