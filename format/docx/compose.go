package docx

import (
	"fmt"
	"slices"
	"strings"

	"parley/format/block"
	"parley/format/known"
	"parley/format/xmltree"
	"parley/redline"
	"parley/text"
)

// composer writes the body of a document, line by line, and gathers what its other
// parts say.
type composer struct {
	o     Options
	lang  string
	lists lists

	body      strings.Builder
	para      strings.Builder // of the paragraph that is open
	running   bool            // a paragraph is open
	footnotes strings.Builder
	comments  strings.Builder

	entries   []known.Entry
	ids       int // of tracked changes, bookmarks and comments
	notes     int
	inTable   bool
	rows      strings.Builder // of the table that is open
	columns   int
	tableEnds int  // where the last table does
	unclosed  bool // the last paragraph's end is still to be written
	inserted  bool // and something inserted stands there, before a mark that is not
	said      map[text.ID][]int

	waiting struct { // for its words
		id text.ID
		n  int
	}
}

func newComposer(o Options) *composer {
	c := &composer{o: o, said: map[text.ID][]int{}}
	for i, x := range o.Comments {
		c.said[x.On] = append(c.said[x.On], i)
	}
	return c
}

// id returns a number that nothing else in the file has.
func (c *composer) id() int {
	c.ids++
	return c.ids
}

// line is a paragraph, or what of one comes from one provision.
type line struct {
	piece   *piece
	style   string
	there   [2]bool // it is in the text before, after
	ends    [2]bool // the paragraph ends here
	key     string  // of its bookmark
	old     string  // labels
	new     string
	passage redline.Passage
	lead    leads
}

func (l *line) state() state {
	switch {
	case l.piece == nil, l.there[0] && l.there[1]:
		return same
	case l.there[1]:
		return inserted
	}
	return deleted
}

func (c *composer) title(p redline.Passage) {
	old, new := text.Escape(p.Old()), text.Escape(p.New())
	l := line{style: "Title", there: [2]bool{old != "", new != ""}, ends: [2]bool{old != "", new != ""}, key: "t"}
	switch {
	case old == new:
		l.passage = redline.Passage{Same: new}
	default:
		l.passage = redline.Passage{Ops: []redline.Op{{Kind: redline.Replace, Old: text.Tokens(old), New: text.Tokens(new)}}}
	}
	if l.there[0] || l.there[1] {
		c.line(&l)
	}
}

// provision writes a piece: a table's beginning, a row, or its lines.
func (c *composer) provision(p piece) {
	n := 0
	s := p.here()
	joined := s.piece > 0 && p.sides[0] != nil && p.sides[0].piece == 0 // to what was another before
	if joined {
		s = p.sides[0]
	}
	if s.piece == 0 {
		c.entries = append(c.entries, known.Entry{ID: s.id, Kind: s.kind, Depth: s.depth, Gone: joined || !p.new()})
		if s.of == 1 && p.new() {
			c.entries[len(c.entries)-1].Sum = known.Sum(p.heading.New(), p.words.New())
		}
		n = len(c.entries)
	}
	switch {
	case p.table:
		c.closeTable()
		c.closeParagraph(false)
		if c.tableEnds == c.body.Len() {
			c.body.WriteString("<w:p/>") // tables that touch are one
		}
		c.openTable()
	case p.row:
		if !c.inTable {
			c.openTable()
		}
		c.row(&p, n)
	default:
		c.closeTable()
		c.lines(&p, n)
	}
}

// lines writes the heading and the words of a piece, each as a paragraph.
func (c *composer) lines(p *piece, n int) {
	var headed [2]bool
	for which := range 2 {
		headed[which] = p.on(which) && sideWords(p.heading, which, p) != ""
	}
	if headed[0] || headed[1] {
		l := line{piece: p, style: p.headingStyle(), there: headed, ends: headed, passage: p.heading, key: keyOf(n, "h")}
		if p.here().asWords {
			l.key = keyOf(n, "w")
		}
		l.old, l.new = p.label()
		c.blankLabels(&l)
		c.line(&l)
	}
	l := line{piece: p, style: p.wordsStyle(), passage: p.words, key: keyOf(n, "w")}
	for which := range 2 {
		l.there[which] = p.on(which) && (sideWords(p.words, which, p) != "" || !headed[which])
		l.ends[which] = l.there[which]
		if s := p.side(which); s != nil {
			l.ends[which] = l.there[which] && s.piece == s.of-1
			if s.piece > 0 {
				l.lead[which] = s.gap
			}
		}
	}
	if !l.there[0] && !l.there[1] {
		c.wordless(p, n)
		return
	}
	if s := p.sides[1]; s != nil && s.piece > 0 && l.there[1] && c.waiting.id == s.id {
		l.key = keyOf(c.waiting.n, "w")
		c.waiting.id = ""
	}
	if !l.there[1] {
		c.wordless(p, n)
	}
	l.old, l.new = p.label()
	if headed[0] {
		l.old = ""
	}
	if headed[1] {
		l.new = ""
	}
	c.blankLabels(&l)
	c.line(&l)
}

// wordless notes that a provision whose words follow in further pieces has none in
// its first.
func (c *composer) wordless(p *piece, n int) {
	if s := p.sides[1]; s != nil && s.piece == 0 && s.of > 1 {
		c.waiting.id, c.waiting.n = s.id, n
	}
}

// blankLabels takes labels off the sides on which the line is not.
func (c *composer) blankLabels(l *line) {
	if !l.there[0] {
		l.old = ""
	}
	if !l.there[1] {
		l.new = ""
	}
}

func keyOf(n int, part string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d%s", n, part)
}

// sideWords returns a passage as it is on a side.
func sideWords(p redline.Passage, which int, of *piece) string {
	if which == 0 && !of.both {
		return p.Old()
	}
	return p.New()
}

// on reports whether the piece is there on a side.
func (p *piece) on(which int) bool {
	if which == 0 {
		return p.old()
	}
	return p.new()
}

func (p *piece) side(which int) *side {
	if p.both {
		return p.sides[1]
	}
	return p.sides[which]
}

func (p *piece) headingStyle() string { return fmt.Sprintf("Heading%d", min(p.here().depth, 5)+1) }

func (p *piece) wordsStyle() string {
	if p.here().kind == text.Front {
		return "Front"
	}
	return "Provision"
}

// line writes a line, and closes its paragraph where it ends in either text.
func (c *composer) line(l *line) {
	if l.key != "" && l.piece != nil && l.piece.new() && !l.there[1] {
		s := l.piece.sides[0] // what is there before only has an entry of its own
		c.entries = append(c.entries, known.Entry{ID: s.id, Kind: s.kind, Depth: s.depth, Gone: true})
		l.key = keyOf(len(c.entries), l.key[len(l.key)-1:])
	}
	typedOld, typedNew := l.old, l.new
	num, level, auto := 0, 0, false
	if l.piece != nil && l.piece.both {
		if num, level, auto = c.lists.automatic(l.piece.here().depth, l.new); auto {
			typedOld, typedNew = "", ""
		}
	}
	if !c.running {
		c.running = true
		c.para.Reset()
	}
	c.bookmark(l.key)
	closeComments := func() {}
	if l.piece != nil && l.piece.sides[1] != nil && l.key != "" {
		closeComments = c.openComments(l.piece.sides[1].id)
	}
	rtl := block.RightToLeft(l.passage.New() + l.passage.Old())
	r := runs{c: c, rtl: rtl, move: l.piece != nil && l.piece.move > 0}
	r.label(typedOld, typedNew)
	r.items(itemsOf(l.passage, l.state(), l.lead))
	r.close()
	if r.begun && c.para.Len() > 0 {
		c.closeParagraph(r.first == inserted)
	}
	closeComments()
	if !l.ends[0] && !l.ends[1] {
		return // it goes on in both texts
	}
	c.endParagraph(l, num, level, auto, rtl)
	c.inserted = r.begun && r.last == inserted && l.ends[0] && l.ends[1]
}

// closeParagraph ends the last paragraph. What is inserted at the end of one and at
// the beginning of the next has a space between that is not tracked: LibreOffice
// takes the two for one insertion else, with the end of the paragraph in it.
func (c *composer) closeParagraph(insertedNext bool) {
	if !c.unclosed {
		return
	}
	if c.inserted && insertedNext {
		c.body.WriteString(`<w:r><w:t xml:space="preserve"> </w:t></w:r>`)
	}
	c.body.WriteString(`</w:p>`)
	c.unclosed, c.inserted = false, false
}

func (c *composer) bookmark(key string) {
	if key == "" {
		return
	}
	id := c.id()
	fmt.Fprintf(&c.para, `<w:bookmarkStart w:id="%d" w:name="%s%s"/><w:bookmarkEnd w:id="%d"/>`, id, known.Bookmark, key, id)
}

// endParagraph writes the paragraph that is open, with its mark: tracked where it
// ends in one of the texts only.
func (c *composer) endParagraph(l *line, num, level int, auto, rtl bool) {
	c.closeParagraph(false)
	b := &c.body
	moved := l.piece != nil && l.piece.move > 0
	mark := ""
	switch {
	case !l.ends[0]:
		mark = c.change(inserted, moved, "/>")
	case !l.ends[1]:
		mark = c.change(deleted, moved, "/>")
	}
	b.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + l.style + `"/>`)
	if auto {
		fmt.Fprintf(b, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, num)
	}
	if !auto {
		b.WriteString(l.stops())
	}
	if rtl {
		b.WriteString(`<w:bidi/>`)
	}
	if l.style == "Provision" {
		b.WriteString(l.indentation())
	}
	if mark != "" {
		b.WriteString(`<w:rPr>` + mark + `</w:rPr>`)
	}
	b.WriteString(`</w:pPr>`)
	if !moved {
		b.WriteString(c.para.String())
		c.running, c.unclosed = false, true
		return
	}
	kind := map[bool]string{true: "moveTo", false: "moveFrom"}[l.ends[1]]
	id := c.id()
	fmt.Fprintf(b, `<w:%sRangeStart w:id="%d" w:author="%s"%s w:name="move%d"/>%s<w:%sRangeEnd w:id="%d"/>`,
		kind, id, xmltree.EscapeValue(c.author()), stamp(c.o.At), l.piece.move*10+c.partOf(l), c.para.String(), kind, id)
	c.running, c.unclosed = false, true
}

// partOf tells the lines of a provision that moved apart.
func (c *composer) partOf(l *line) int {
	if strings.HasPrefix(l.style, "Heading") {
		return 1
	}
	return 2
}

// stops puts the words of a heading well behind its typed number, whose tab would else
// end wherever the next stop of the page is: perhaps at once.
func (l *line) stops() string {
	if !strings.HasPrefix(l.style, "Heading") || l.old == "" && l.new == "" {
		return ""
	}
	at, stops := 0, ""
	labels := []string{l.old, l.new} // in a redline both stand there
	if l.old == l.new {
		labels = labels[1:]
	}
	for _, label := range labels {
		if label == "" {
			continue
		}
		at += breadth(label) + indent/2
		stops += fmt.Sprintf(`<w:tab w:val="start" w:pos="%d"/>`, at)
	}
	return `<w:tabs>` + stops + `</w:tabs>`
}

// breadth is about how broad a number is as a heading, in twentieths of a point.
func breadth(label string) int {
	n := 0
	for _, r := range label {
		if n += 150; r >= 0x2E80 { // Chinese, Japanese and Korean fill a square
			n += 130
		}
	}
	return n
}

// indentation puts a number before the words, and words without one where those of
// their level begin.
func (l *line) indentation() string {
	depth := l.piece.here().depth
	switch {
	case l.old != "" || l.new != "":
		return fmt.Sprintf(`<w:ind w:start="%d" w:hanging="%d"/>`, indent*(depth+1), indent)
	case depth > 0:
		return fmt.Sprintf(`<w:ind w:start="%d"/>`, indent*depth)
	}
	return ""
}

// indent is by how much each level is moved in, in twentieths of a point.
const indent = 567

func (c *composer) author() string {
	if c.o.Author == "" {
		return "Parley"
	}
	return c.o.Author
}

// change begins the element of a tracked change.
func (c *composer) change(s state, moved bool, end string) string {
	return fmt.Sprintf(`<w:%s w:id="%d" w:author="%s"%s%s`, changeName(s, moved), c.id(), xmltree.EscapeValue(c.author()), stamp(c.o.At), end)
}

// changeName is the element of a tracked change.
func changeName(s state, moved bool) string {
	switch {
	case moved && s == inserted:
		return "moveTo"
	case moved:
		return "moveFrom"
	case s == inserted:
		return "ins"
	}
	return "del"
}

// restOfComments writes the comments on what is not written, at the end.
func (c *composer) restOfComments() {
	c.para.Reset()
	for _, x := range c.o.Comments {
		if len(c.said[x.On]) > 0 {
			c.openComments(x.On)()
		}
	}
}

// openComments begins the ranges of the comments on a provision, and returns what
// ends them.
func (c *composer) openComments(id text.ID) func() {
	said := c.said[id]
	delete(c.said, id)
	var ids []int
	for _, i := range said {
		n := c.comment(c.o.Comments[i])
		ids = append(ids, n)
		fmt.Fprintf(&c.para, `<w:commentRangeStart w:id="%d"/>`, n)
	}
	return func() {
		for _, n := range ids {
			fmt.Fprintf(&c.para, `<w:commentRangeEnd w:id="%d"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="%d"/></w:r>`, n, n)
		}
	}
}

func (c *composer) comment(x Comment) int {
	n := c.id()
	fmt.Fprintf(&c.comments, `<w:comment w:id="%d" w:author="%s"%s><w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr><w:r>%s</w:r></w:p></w:comment>`,
		n, xmltree.EscapeValue(x.Author), stamp(x.At), plainText(x.Words))
	return n
}

func (c *composer) openTable() {
	c.closeParagraph(false)
	c.inTable, c.columns = true, 1
	c.rows.Reset()
}

func (c *composer) closeTable() {
	if !c.inTable {
		return
	}
	c.inTable = false
	fmt.Fprintf(&c.body, `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="%d" w:type="dxa"/></w:tblPr><w:tblGrid>`, textWidth)
	for range c.columns {
		fmt.Fprintf(&c.body, `<w:gridCol w:w="%d"/>`, textWidth/c.columns)
	}
	c.body.WriteString(`</w:tblGrid>` + c.rows.String() + `</w:tbl>`)
	c.tableEnds = c.body.Len()
}

// textWidth is how wide the page is between its margins, in twentieths of a point.
const textWidth = 11906 - 2*1417

// row writes a row of a table: its cells one by one where both texts have the same
// number of them, otherwise the row before and the row after.
func (c *composer) row(p *piece, n int) {
	old, new := text.Tokens(p.words.Old()), text.Tokens(p.words.New())
	a, b := block.CellTokens(old), block.CellTokens(new)
	switch {
	case !p.old():
		c.rowOf(b, nil, inserted, n, p.here().id)
	case !p.new():
		c.rowOf(a, nil, deleted, n, "")
	case len(a) == len(b):
		c.rowOf(b, a, same, n, p.here().id)
	default:
		c.rowOf(a, nil, deleted, 0, "")
		c.rowOf(b, nil, inserted, n, p.here().id)
	}
}

func (c *composer) rowOf(cells, before [][]text.Token, s state, n int, on text.ID) {
	b := &c.rows
	c.columns = max(c.columns, len(cells))
	b.WriteString(`<w:tr>`)
	mark := ""
	if s != same {
		b.WriteString(`<w:trPr>` + c.change(s, false, "/>") + `</w:trPr>`)
		mark = `<w:rPr>` + c.change(s, false, "/>") + `</w:rPr>`
	}
	for i, ts := range cells {
		var items []item
		switch {
		case s != same:
			items = plainItems(ts, s, leads{})
		case slices.Equal(before[i], ts):
			items = plainItems(ts, same, leads{})
		default:
			items = itemsOf(redline.Passage{Ops: redline.Words(before[i], ts)}, same, leads{})
		}
		c.para.Reset()
		closeComments := func() {}
		if i == 0 {
			c.bookmark(keyOf(n, "r"))
			closeComments = c.openComments(on)
		}
		r := runs{c: c, rtl: block.RightToLeft(text.Join(ts))}
		r.items(items)
		r.close()
		closeComments()
		rtl := ""
		if r.rtl {
			rtl = `<w:bidi/>`
		}
		fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, textWidth/len(cells))
		b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Cell"/>` + rtl + mark + `</w:pPr>` + c.para.String() + `</w:p></w:tc>`)
	}
	b.WriteString(`</w:tr>`)
}
