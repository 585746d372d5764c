// Package html reads and writes web pages: the words and their structure, never
// scripts, and of how a page looks only bold and italic.
package html

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"parley/format/block"
	"parley/text"
)

// Document is a page as it is understood.
type Document struct {
	Text  *text.Text
	Notes []string // what of the page is not in the text, in sentences
}

// maxDeep is how deep elements may stand in one another.
const maxDeep = 512

// Read reads a page in the encoding that it declares. The error is a
// *text.SyntaxError.
func Read(data []byte) (*Document, error) {
	if len(data) > block.MaxBytes {
		return nil, &text.SyntaxError{Msg: "the file is larger than 64 MB", Hint: "divide it"}
	}
	in, err := charset.NewReader(bytes.NewReader(data), "text/html")
	if err != nil {
		return nil, &text.SyntaxError{Msg: "the encoding of this page is not known: " + err.Error(), Hint: "save it as UTF-8"}
	}
	root, err := html.ParseWithOptions(in, html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, &text.SyntaxError{Msg: "this page cannot be read: " + err.Error(), Hint: "save it again from a browser"}
	}
	r := reader{}
	if article := find(root, isOurs); article != nil {
		return &Document{Text: ours(article)}, nil
	}
	r.blocksOf(root, 0)
	r.flush()
	if r.tooDeep {
		return nil, &text.SyntaxError{Msg: fmt.Sprintf("elements stand more than %d deep in one another", maxDeep), Hint: "save the page again from a browser"}
	}
	t := block.Tree(r.blocks)
	if root := find(root, func(n *html.Node) bool { return n.DataAtom == atom.Html }); root != nil {
		t.Lang = attr(root, "lang")
	}
	t.FillIDs()
	return &Document{Text: t, Notes: r.notes()}, nil
}

func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && is(d) {
			return d
		}
	}
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// reader turns a page into paragraphs.
type reader struct {
	blocks  []block.Block
	runs    block.Runs
	label   string // of the item of a list that is open and has no words yet
	heading int    // level of the one that is open
	lists   []list
	deleted int
	images  int
	tooDeep bool
}

// list is an open one.
type list struct {
	style string // type of an ol; "•": a ul
	next  int
	step  int
}

func (r *reader) notes() []string {
	var out []string
	if r.deleted > 0 {
		out = append(out, fmt.Sprintf("%d deletions that the page shows were left out", r.deleted))
	}
	if r.images > 0 {
		out = append(out, fmt.Sprintf("%d pictures or embedded objects were left out", r.images))
	}
	return out
}

// unread are elements whose words are no part of what a page says.
var unread = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Head: true, atom.Iframe: true, atom.Object: true,
	atom.Select: true, atom.Textarea: true, atom.Svg: true, atom.Audio: true, atom.Video: true, atom.Canvas: true,
}

// blockElements end a paragraph where they begin and where they end.
var blockElements = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Center: true, atom.Dd: true,
	atom.Details: true, atom.Dialog: true, atom.Dir: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true,
	atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true,
	atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true, atom.Hgroup: true, atom.Hr: true, atom.Html: true, atom.Legend: true,
	atom.Li: true, atom.Main: true, atom.Menu: true, atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Search: true,
	atom.Section: true, atom.Summary: true, atom.Table: true, atom.Ul: true, atom.Noscript: true,
}

var headings = map[atom.Atom]int{atom.H1: 1, atom.H2: 2, atom.H3: 3, atom.H4: 4, atom.H5: 5, atom.H6: 6}

// blocksOf reads what stands in an element.
func (r *reader) blocksOf(n *html.Node, face text.Style) {
	if r.depth(n) {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			r.runs.Add(spaces.Replace(c.Data), face)
		case c.Type != html.ElementNode && c.Type != html.DocumentNode:
		case c.DataAtom == atom.Table:
			r.flush()
			r.table(c)
		case c.DataAtom == atom.Li:
			r.flush()
			r.item(c, face)
		case headings[c.DataAtom] > 0:
			r.flush()
			r.heading = headings[c.DataAtom]
			r.blocksOf(c, 0)
			r.flush()
			r.heading = 0
		case blockElements[c.DataAtom]:
			r.flush()
			r.element(c, face)
			r.flush()
		default:
			r.inline(c, face)
		}
	}
}

// depth reports whether n stands too deep to go on.
func (r *reader) depth(n *html.Node) bool {
	deep := 0
	for range n.Ancestors() {
		deep++
	}
	r.tooDeep = r.tooDeep || deep > maxDeep
	return deep > maxDeep
}

// spaces are what a browser shows as one.
var spaces = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ", "\f", " ")

// element reads an element that is a block: a list counts its items.
func (r *reader) element(n *html.Node, face text.Style) {
	switch n.DataAtom {
	case atom.Ol:
		l := list{style: attr(n, "type"), next: 1, step: 1}
		if v, err := strconv.Atoi(attr(n, "start")); err == nil {
			l.next = v
		}
		r.list(n, l, face)
	case atom.Ul, atom.Menu, atom.Dir:
		r.list(n, list{style: "•"}, face)
	default:
		r.blocksOf(n, face)
	}
}

func (r *reader) list(n *html.Node, l list, face text.Style) {
	r.lists = append(r.lists, l)
	r.blocksOf(n, face)
	r.flush()
	r.lists = r.lists[:len(r.lists)-1]
}

func (r *reader) item(n *html.Node, face text.Style) {
	if len(r.lists) > 0 {
		l := &r.lists[len(r.lists)-1]
		if v, err := strconv.Atoi(attr(n, "value")); err == nil {
			l.next = v
		}
		r.label = l.label()
		l.next += l.step
	}
	r.blocksOf(n, face)
	r.flush()
	r.label = ""
}

func (l *list) label() string {
	switch l.style {
	case "•":
		return "•"
	}
	formats := map[string]string{"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
	return block.Numeral(l.next, formats[l.style]) + "."
}

// inline reads an element within a paragraph.
func (r *reader) inline(n *html.Node, face text.Style) {
	switch n.DataAtom {
	case atom.Br:
		r.runs.Add("\n", face)
	case atom.Wbr:
	case atom.B, atom.Strong:
		r.blocksOf(n, face|text.Bold)
	case atom.I, atom.Em, atom.Cite, atom.Dfn, atom.Var:
		r.blocksOf(n, face|text.Italic)
	case atom.Del, atom.S, atom.Strike:
		r.deleted++
	case atom.Img, atom.Embed, atom.Input:
		r.images++
	default:
		if !unread[n.DataAtom] {
			r.blocksOf(n, face)
		}
	}
}

// flush ends the paragraph that is open.
func (r *reader) flush() {
	words := r.runs.Words()
	r.runs = block.Runs{}
	if words == "" {
		return
	}
	b := block.Block{Words: words, Level: r.heading, Label: r.label}
	if n := len(r.lists); n > 0 && r.heading == 0 {
		b.Indent = 4 * (n - 1)
		if r.label == "" {
			b.Indent += 4 // it goes on what the item says
		}
	}
	r.label = ""
	r.blocks = append(r.blocks, b)
}

// table reads a table; one of a single cell, or that holds others, is layout.
func (r *reader) table(n *html.Node) {
	if find(n, func(d *html.Node) bool { return d.DataAtom == atom.Table }) != nil {
		r.layout(n)
		return
	}
	var rows []block.Block
	for d := range n.Descendants() {
		if d.DataAtom == atom.Caption {
			r.blocksOf(d, 0)
			r.flush()
		}
		if d.DataAtom != atom.Tr {
			continue
		}
		var cells []string
		for c := d.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				cells = append(cells, r.flat(c))
			}
		}
		if words := text.Fold(strings.Join(cells, " | ")); strings.Trim(words, " |") != "" {
			rows = append(rows, block.Block{Kind: text.Row, Words: words})
		}
	}
	if len(rows) > 0 {
		r.blocks = append(append(r.blocks, block.Block{Kind: text.Table}), rows...)
	}
}

// layout reads the cells of a table one after the other, as paragraphs.
func (r *reader) layout(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Td, atom.Th, atom.Caption:
			r.flush()
			r.blocksOf(c, 0)
			r.flush()
		default:
			if !r.depth(c) {
				r.layout(c)
			}
		}
	}
}

// flat reads what stands in an element as one string.
func (r *reader) flat(n *html.Node) string {
	inner := reader{}
	inner.blocksOf(n, 0)
	inner.flush()
	r.deleted, r.images, r.tooDeep = r.deleted+inner.deleted, r.images+inner.images, r.tooDeep || inner.tooDeep
	var parts []string
	for _, b := range inner.blocks {
		if b.Label != "" {
			parts = append(parts, text.Escape(b.Label))
		}
		parts = append(parts, b.Words)
	}
	return strings.Join(parts, " ")
}
