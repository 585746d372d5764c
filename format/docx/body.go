package docx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"parley/format/block"
	"parley/format/known"
	"parley/format/xmltree"
	"parley/text"
)

// reader reads one state of a document.
type reader struct {
	*source
	accepts  func(author string) bool
	before   bool // nobody's changes are accepted
	counters numbering

	blocks []block.Block
	open   *paragraph      // whose mark is deleted: what follows belongs to it
	boxes  []*xmltree.Node // text boxes found in the paragraph that is read
	inNote bool
	beside bool   // headers, footers and comments are read
	fields []bool // of each field that is open, whether its result is reached

	pictures int
	anchors  map[string]string // of each comment, the words that it is about
	within   map[string]bool   // comments whose range is open
	at       map[string]text.ID
}

// numberStyle is the style of a number that is typed, in files that Parley wrote.
const numberStyle = "Number"

// paragraph is one that is being read.
type paragraph struct {
	props *xmltree.Node
	key   text.ID
	runs  block.Runs
	label string        // that is typed, where the file tells it from the words
	from  *xmltree.Node // which its key is of
	ended bool          // the mark of that one stands
}

// notes says what is not in the text.
func (r *reader) notes() []string {
	var out []string
	if r.pictures > 0 {
		out = append(out, fmt.Sprintf("%d pictures or embedded objects were left out; where one tells itself apart from others, %s and a number stand for it", r.pictures, pictureSign))
	}
	return out
}

// stands reports whether what a tracked change of this kind holds is there in the
// state that is read.
func (r *reader) stands(change *xmltree.Node) bool {
	accepted := r.accepts(change.Attr("author"))
	switch change.Name {
	case "del", "moveFrom", "cellDel":
		return !accepted
	}
	return accepted
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
		case "ins", "del", "moveFrom", "moveTo":
			if r.stands(c) {
				r.blocksOf(c)
			}
		case "sectPr", "sdtPr", "sdtEndPr", "":
		case "AlternateContent":
			r.blocksOf(choice(c))
		case "commentRangeStart", "commentRangeEnd":
			r.comment(c)
		default: // content controls, custom XML
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
	props := r.propsOf(n)
	if r.open == nil {
		r.open = &paragraph{key: r.key(n), from: n}
	}
	p := r.open
	p.props = props // of those that are joined, the last one's stand
	st := r.styleOf(props)
	face := st.face
	if st.level > 0 {
		face = 0 // headings are bold by their style, which says nothing
	}
	empty := p.runs.Empty()
	r.inline(&p.runs, n, face)
	stands := r.markStands(n)
	// Joined paragraphs are the first that gives words, or else the one whose mark
	// stands; a mark of ours goes before.
	if key := r.key(n); empty && (stands || !p.runs.Empty()) && (known.Marked(key) || !known.Marked(p.key)) {
		p.key, p.from = key, n
	}
	if stands {
		p.ended = p.from == n
		r.flush()
	}
}

// key returns the key of a paragraph or row in the state that is read.
func (r *reader) key(n *xmltree.Node) text.ID {
	key := r.places[n]
	if r.known.Gone(key) && !r.before {
		return ""
	}
	return key
}

// markStands reports whether a paragraph ends where it does; otherwise the next one
// goes on in it.
func (r *reader) markStands(n *xmltree.Node) bool {
	for _, c := range n.Child("pPr").Child("rPr").All() {
		switch c.Name {
		case "ins", "del", "moveFrom", "moveTo":
			if !r.stands(c) {
				return false
			}
		}
	}
	return true
}

// propsOf returns the properties of a paragraph, those before where a change of
// them is not accepted.
func (r *reader) propsOf(n *xmltree.Node) *xmltree.Node {
	props := n.Child("pPr")
	if was := props.Child("pPrChange"); was != nil && !r.accepts(was.Attr("author")) {
		return was.Child("pPr")
	}
	return props
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
	if words := p.runs.Words(); words != "" || p.ended && (p.label != "" || known.Marked(p.key)) {
		b := r.block(p.props, words)
		b.ID = p.key
		if label := text.FoldPlain(p.label); label != "" {
			b.Label = label
		}
		r.blocks = append(r.blocks, b)
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
	if in := r.counters[st.num]; in != nil {
		if b.Label = in.next(st.numLevel); b.Label != "" {
			b.Label = text.FoldPlain(b.Label)
			b.Indent = 4 * st.numLevel
		}
	}
	return b
}

func (r *reader) table(n *xmltree.Node) {
	r.blocks = append(r.blocks, block.Block{Kind: text.Table, ID: r.key(n)})
	before := len(r.blocks)
	if r.rows(n); len(r.blocks) == before {
		r.blocks = r.blocks[:before-1] // without rows there is none
	}
}

func (r *reader) rows(n *xmltree.Node) {
	for _, c := range n.Children {
		switch {
		case c.Name == "tr":
			var cells []string
			r.cells(c, &cells)
			if strings.Join(cells, "") != "" || r.holds(c.Child("trPr")) {
				r.blocks = append(r.blocks, block.Block{Kind: text.Row, ID: r.key(c), Words: text.Fold(strings.Join(cells, " | "))})
			}
		case c.Name == "tblPr", c.Name == "tblGrid", c.Name == "":
		default:
			r.rows(c)
		}
	}
}

// cells reads the cells of a row, each as one string.
func (r *reader) cells(n *xmltree.Node, into *[]string) {
	for _, c := range n.Children {
		switch {
		case c.Name == "tc":
			if words := r.flat(c); words != "" || r.holds(c.Child("tcPr")) {
				*into = append(*into, words)
			}
		case c.Name == "trPr", c.Name == "":
		default:
			r.cells(c, into)
		}
	}
}

// holds reports whether an empty row or cell with these properties is there. One
// with words always is: what was inserted or deleted of these, they say
// themselves.
func (r *reader) holds(props *xmltree.Node) bool {
	for _, c := range props.All() {
		switch c.Name {
		case "ins", "del", "cellIns", "cellDel":
			if !r.stands(c) {
				return false
			}
		}
	}
	return true
}

// flat reads what stands in an element as one string: paragraphs, and tables
// within tables, with their numbers.
func (r *reader) flat(n *xmltree.Node) string {
	inner := *r
	inner.blocks, inner.open, inner.boxes, inner.fields = nil, nil, nil, nil
	inner.blocksOf(n)
	inner.flush()
	r.pictures = inner.pictures
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
		case "ins", "del", "moveFrom", "moveTo":
			if r.stands(c) {
				r.inline(runs, c, face)
			}
		case "commentRangeStart", "commentRangeEnd":
			r.comment(c)
		case "AlternateContent":
			r.inline(runs, choice(c), face)
		case "oMath", "oMathPara":
			r.add(runs, r.formula(c), face)
		case "pPr", "sdtPr", "sdtEndPr", "":
		default: // hyperlinks, fields, content controls, smart tags
			r.inline(runs, c, face)
		}
	}
}

// formula returns the characters of a formula, in their order.
func (r *reader) formula(n *xmltree.Node) string {
	var b strings.Builder
	for _, c := range n.Children {
		switch {
		case c.Name == "" && n.Name == "t":
			b.WriteString(c.Text)
		case (c.Name == "ins" || c.Name == "del") && !r.stands(c):
		default:
			b.WriteString(r.formula(c))
		}
	}
	return b.String()
}

func (r *reader) run(runs *block.Runs, n *xmltree.Node, face text.Style) {
	props := n.Child("rPr")
	if was := props.Child("rPrChange"); was != nil && !r.accepts(was.Attr("author")) {
		props = was.Child("rPr")
	}
	if id, ok := props.Val("rStyle"); ok && id == numberStyle && r.known != nil && r.open != nil {
		var label block.Runs
		for _, c := range n.Children {
			r.piece(&label, c, 0)
		}
		r.open.label += text.Plain(label.Words())
		return
	} else if ok {
		face |= r.styles.get(id).face
	}
	face = faceOf(props, face)
	for _, c := range n.Children {
		r.piece(runs, c, face)
	}
}

// add adds characters, unless they are the instructions of a field.
func (r *reader) add(runs *block.Runs, s string, face text.Style) {
	if slices.Contains(r.fields, false) {
		return
	}
	runs.Add(s, face)
	for id := range r.within {
		r.anchors[id] += s
	}
}

// field follows where a field begins, where its result does, and where it ends.
func (r *reader) field(kind string) {
	n := len(r.fields)
	switch {
	case kind == "begin":
		r.fields = append(r.fields, false)
	case kind == "separate" && n > 0:
		r.fields[n-1] = true
	case kind == "end" && n > 0:
		r.fields = r.fields[:n-1]
	}
}

// piece reads one piece of a run.
func (r *reader) piece(runs *block.Runs, c *xmltree.Node, face text.Style) {
	switch c.Name {
	case "t", "delText":
		for _, t := range c.Children {
			r.add(runs, strings.ReplaceAll(t.Text, "\n", " "), face)
		}
	case "tab", "ptab":
		r.add(runs, " ", face)
	case "br", "cr":
		if t := c.Attr("type"); t == "" || t == "textWrapping" {
			r.add(runs, "\n", face)
		} else {
			r.add(runs, " ", face)
		}
	case "noBreakHyphen":
		r.add(runs, "-", face)
	case "sym":
		if v, err := strconv.ParseUint(c.Attr("char"), 16, 32); err == nil {
			r.add(runs, string(letter(c.Attr("font"), rune(v))), face)
		}
	case "fldChar":
		r.field(c.Attr("fldCharType"))
	case "footnoteReference":
		r.note(runs, r.footnotes[c.Attr("id")])
	case "endnoteReference":
		r.note(runs, r.endnotes[c.Attr("id")])
	case "commentReference":
		r.comment(c)
	case "drawing", "pict", "object":
		r.picture(runs, c, face)
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

// picture reads what is no words: text boxes for later, and of anything else what tells
// one from another.
func (r *reader) picture(runs *block.Runs, n *xmltree.Node, face text.Style) {
	boxes := r.findBoxes(n)
	name := ""
	if !r.inNote && !r.beside { // whose relationships are others
		name = r.pack.picture(n)
	}
	if name != "" {
		r.add(runs, " "+name+" ", face)
	}
	if name != "" || !boxes {
		r.pictures++
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
