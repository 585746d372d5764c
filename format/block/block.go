// Package block builds the tree of provisions out of a row of paragraphs, which
// is what every format comes down to: headings of a level, paragraphs with
// typed or automatic numbers, indented or not.
package block

import (
	"strings"

	"parley/text"
)

// Block is a paragraph as a file gives it.
type Block struct {
	Kind    text.Kind // Front, Table, Row; empty for paragraphs and headings
	Level   int       // of a heading that the file marks as one, from 1; 0: none
	Indent  int       // in columns
	Label   string    // already known; otherwise the words are searched for one
	Literal bool      // the words begin with no label, whatever they look like
	Words   string    // light mark-up
	Line    int       // in the file, from 1
	ID      text.ID   // that the provision gets; "": none
}

// node is an open provision that what follows may stand below.
type node struct {
	*text.Provision
	rank   int // of a heading; 0 for an item of a list
	indent int
	form   text.Form
}

// underWords is what is added to the rank of a label with a word, so that it
// stands below every heading that the file marks.
const underWords = 16

type builder struct {
	top      text.Text
	stack    []node
	indented bool // indentation tells the structure
}

// Tree builds the text. Provisions get kinds and no ids.
func Tree(blocks []Block) *text.Text {
	b := &builder{indented: usesIndent(blocks)}
	for _, bl := range blocks {
		b.add(bl)
	}
	SetKinds(&b.top)
	return &b.top
}

func usesIndent(blocks []Block) bool {
	for _, b := range blocks {
		if b.Indent > 0 && b.Kind == "" && b.Level == 0 {
			return true
		}
	}
	return false
}

func (b *builder) add(bl Block) {
	p := &text.Provision{ID: bl.ID, Kind: bl.Kind, Label: bl.Label, Words: bl.Words}
	var form text.Form
	if bl.Label == "" && !bl.Literal && bl.Kind == "" {
		p.Label, p.Words, form = cutLabel(bl.Words)
	} else if bl.Label != "" {
		_, _, form = text.CutLabel(bl.Label + " X")
	}
	switch {
	case bl.Kind == text.Row:
		b.addRow(p)
	case bl.Level > 0:
		b.openHeading(p, bl.Level)
	case form.Rank > 0:
		b.openHeading(p, underWords+form.Rank)
	case p.Label != "":
		b.openItem(p, bl.Indent, form)
	default:
		b.addParagraph(p, bl.Indent)
	}
}

// CutLabel divides words in light mark-up that begin with a number.
func CutLabel(words string) (label, rest string) {
	label, rest, _ = cutLabel(words)
	return label, rest
}

// cutLabel is text.CutLabel for words in light mark-up.
func cutLabel(words string) (label, rest string, form text.Form) {
	label, rest, form = text.CutLabel(words)
	if strings.ContainsAny(label, `*_\^`) {
		return "", words, text.Form{}
	}
	return label, text.Fold(rest), form
}

func (b *builder) openHeading(p *text.Provision, rank int) {
	for len(b.stack) > 0 && (b.peek().rank == 0 || b.peek().rank >= rank) {
		b.pop()
	}
	if rank < underWords+text.RankArticle || isHeading(p.Words) {
		p.Heading, p.Words = p.Words, ""
	}
	b.push(node{Provision: p, rank: rank})
}

// isHeading reports whether the words behind "Article 5." are its heading and
// not its first sentence. What stands behind the number of a larger unit always
// is.
func isHeading(words string) bool {
	return len(words) <= 160 && !strings.HasSuffix(words, ".") && !strings.HasSuffix(words, ";") && !strings.HasSuffix(words, ":")
}

// openItem puts a numbered paragraph below what it is part of: by its
// indentation where the text is indented, otherwise as the next of a list that
// is open, or as the first of a new one.
func (b *builder) openItem(p *text.Provision, indent int, form text.Form) {
	if b.indented {
		b.closeItems(func(n node) bool { return n.indent >= indent })
	} else if depth := b.listOf(p.Label, form); depth >= 0 {
		b.stack = b.stack[:depth]
	}
	b.push(node{Provision: p, indent: indent, form: form})
}

// listOf returns where on the stack the list stands that the label continues,
// or -1.
func (b *builder) listOf(label string, form text.Form) int {
	loose := -1
	for i := len(b.stack) - 1; i >= 0 && b.stack[i].rank == 0; i-- {
		if b.stack[i].form.Scheme != form.Scheme {
			continue
		}
		if form.Scheme == "•" || follows(text.Number(b.stack[i].Label), text.Number(label)) {
			return i
		}
		if loose < 0 && !strings.EqualFold(text.Number(label), "i") { // "(i)" behind "(a)" begins a list below it
			loose = i
		}
	}
	return loose
}

func (b *builder) addParagraph(p *text.Provision, indent int) {
	b.closeItems(func(n node) bool { return indent == 0 || !b.indented || n.indent >= indent })
	b.attach(p)
}

// addRow puts a row into the table before it.
func (b *builder) addRow(p *text.Provision) {
	siblings := &b.top.Provisions
	if len(b.stack) > 0 {
		siblings = &b.peek().Children
	}
	if n := len(*siblings); n > 0 && (*siblings)[n-1].Kind == text.Table {
		t := (*siblings)[n-1]
		t.Children = append(t.Children, p)
	}
}

func (b *builder) closeItems(close func(node) bool) {
	for len(b.stack) > 0 && b.peek().rank == 0 && close(b.peek()) {
		b.pop()
	}
}

func (b *builder) peek() node { return b.stack[len(b.stack)-1] }
func (b *builder) pop()       { b.stack = b.stack[:len(b.stack)-1] }

// mostDeep is how deep provisions are put below one another.
const mostDeep = text.MaxDepth - 2

func (b *builder) push(n node) {
	if len(b.stack) >= mostDeep {
		b.pop()
	}
	b.attach(n.Provision)
	b.stack = append(b.stack, n)
}

func (b *builder) attach(p *text.Provision) {
	if len(b.stack) == 0 {
		b.top.Provisions = append(b.top.Provisions, p)
		return
	}
	above := b.peek().Provision
	above.Children = append(above.Children, p)
}
