package odt

import (
	"strconv"

	"parley/format/xmltree"
	"parley/text"
)

// style is what a style of paragraphs or words says, with what it is based on.
type style struct {
	face   face
	list   string // the style of the list that its paragraphs are in
	listed bool   // it says which, or that it is none
	title  bool
	number bool // it is of numbers that are typed, in files that Parley wrote
}

// face is what a style makes bold and italic, and what it makes plain again.
type face struct{ on, off text.Style }

// over returns how words are set that were set otherwise around the style.
func (f face) over(around text.Style) text.Style { return around&^f.off | f.on }

func (f face) set(bit text.Style, on bool) face {
	if on {
		return face{f.on | bit, f.off &^ bit}
	}
	return face{f.on &^ bit, f.off | bit}
}

type styles struct {
	nodes    map[string]*xmltree.Node // by family and name
	resolved map[string]style
	lists    map[string]*listStyle
	outline  *listStyle // of headings; nil: they have no numbers
}

// newStyles reads styles: of the same name, the later stands.
func newStyles(groups ...*xmltree.Node) *styles {
	s := &styles{nodes: map[string]*xmltree.Node{}, resolved: map[string]style{}, lists: map[string]*listStyle{}}
	for _, group := range groups {
		for _, n := range group.All() {
			switch n.Name {
			case "style":
				s.nodes[n.Attr("family")+" "+n.Attr("name")] = n
			case "list-style":
				s.lists[n.Attr("name")] = newListStyle(n)
			case "outline-style":
				s.outline = newListStyle(n)
			}
		}
	}
	return s
}

func (s *styles) paragraph(name string) style { return s.resolve("paragraph", name, 0) }
func (s *styles) words(name string) style     { return s.resolve("text", name, 0) }

// The names of styles that mean something.
const (
	titleStyle  = "Title"
	numberStyle = "Number"
)

func (s *styles) resolve(family, name string, depth int) style {
	key := family + " " + name
	if st, ok := s.resolved[key]; ok {
		return st
	}
	n := s.nodes[key]
	if n == nil || depth > 32 {
		return style{title: name == titleStyle, number: name == numberStyle}
	}
	var st style
	if base := n.Attr("parent-style-name"); base != "" && base != name {
		st = s.resolve(family, base, depth+1)
	}
	st.title = st.title || name == titleStyle
	st.number = st.number || name == numberStyle
	st.face = faceOf(n, st.face)
	for _, a := range n.Attrs {
		if a.Name.Local == "list-style-name" {
			st.list, st.listed = a.Value, true
		}
	}
	s.resolved[key] = st
	return st
}

// faceOf reads bold and italic over what was said before.
func faceOf(n *xmltree.Node, f face) face {
	if weight := properties(n, "font-weight"); weight != "" {
		f = f.set(text.Bold, isBold(weight))
	}
	if slant := properties(n, "font-style"); slant != "" {
		f = f.set(text.Italic, slant == "italic" || slant == "oblique")
	}
	return f
}

func isBold(weight string) bool {
	n, err := strconv.Atoi(weight)
	return weight == "bold" || err == nil && n >= 600
}
