package odt

import (
	"slices"
	"strings"

	"parley/format/xmltree"
	"parley/text"
)

// oneSpace turns the white space of XML into spaces: line breaks that were meant are
// elements.
var oneSpace = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ")

// inline reads what stands in a paragraph.
func (r *reader) inline(p *paragraph, n *xmltree.Node, face text.Style) {
	for _, c := range n.Children {
		switch c.Name {
		case "":
			p.runs.Add(oneSpace.Replace(c.Text), face)
		case "span":
			r.span(p, c, face)
		case "s", "tab":
			p.runs.Add(" ", face)
		case "line-break":
			p.runs.Add("\n", face)
		case "note":
			r.note(p, c.Child("note-body"))
		case "annotation":
			r.comments++
		case "ruby-text", "script":
		default:
			r.other(p, c, face)
		}
	}
}

// other reads drawings, and what stands in links, fields and marks.
func (r *reader) other(p *paragraph, n *xmltree.Node, face text.Style) {
	switch {
	case isDrawing(n):
		r.drawing(p, n, face)
	case n.Attr("display") != "none": // which fields say that are not shown
		r.inline(p, n, face)
	}
}

func (r *reader) span(p *paragraph, n *xmltree.Node, face text.Style) {
	st := r.styles.words(n.Attr("style-name"))
	if st.number && r.known != nil {
		var label paragraph
		r.inline(&label, n, 0)
		p.label += text.Plain(label.runs.Words())
		return
	}
	r.inline(p, n, st.face.over(face))
}

// note reads a footnote or endnote; one within another is none.
func (r *reader) note(p *paragraph, body *xmltree.Node) {
	if body == nil || r.inNote {
		return
	}
	r.inNote = true
	p.runs.Note(r.flat(body))
	r.inNote = false
}

var drawings = []string{"frame", "g", "custom-shape", "rect", "line", "polyline", "polygon", "regular-polygon", "path", "circle", "ellipse", "measure", "caption", "connector", "control", "page-thumbnail"}

func isDrawing(n *xmltree.Node) bool { return n.Prefix == "draw" && slices.Contains(drawings, n.Name) }

// drawing keeps the text boxes in a drawing for later, and reads a formula. Anything
// else is a picture.
func (r *reader) drawing(p *paragraph, n *xmltree.Node, face text.Style) {
	if words := r.formula(n.Child("object")); words != "" {
		p.runs.Add(words, face)
		return
	}
	boxes := boxesIn(n)
	p.boxes = append(p.boxes, boxes...)
	if len(boxes) == 0 {
		r.pictures++
	}
}

// boxesIn returns the elements in a drawing whose paragraphs are its words.
func boxesIn(n *xmltree.Node) []*xmltree.Node {
	if n.Name == "text-box" || n.Child("p") != nil || n.Child("list") != nil {
		return []*xmltree.Node{n}
	}
	var out []*xmltree.Node
	for _, c := range n.Children {
		out = append(out, boxesIn(c)...)
	}
	return out
}

// formula returns the characters of a formula, in their order; "" where the object is
// something else.
func (r *reader) formula(object *xmltree.Node) string {
	if object == nil {
		return ""
	}
	root := object.Child("math")
	if name := strings.TrimPrefix(object.Attr("href"), "./") + "/" + contentPart; root == nil && r.Files[name] != nil {
		var err error
		if root, err = r.XML(name); err != nil || root.Name != "math" {
			return ""
		}
	}
	return mathWords(root)
}

func mathWords(n *xmltree.Node) string {
	var b strings.Builder
	for _, c := range n.All() {
		switch c.Name {
		case "":
			b.WriteString(strings.TrimSpace(c.Text))
		case "annotation", "annotation-xml": // the same in another language
		default:
			b.WriteString(mathWords(c))
		}
	}
	return b.String()
}
