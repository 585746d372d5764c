package docx

import (
	"regexp"
	"strconv"
	"strings"

	"parley/format/xmltree"
	"parley/text"
)

// style is what a paragraph or character style says, with what it is based on.
type style struct {
	level    int // of a heading, from 1; 0: none
	num      string
	numLevel int
	face     text.Style
}

type styles struct {
	nodes    map[string]*xmltree.Node
	resolved map[string]style
	standard string // the default paragraph style
}

func newStyles(root *xmltree.Node) *styles {
	s := &styles{nodes: map[string]*xmltree.Node{}, resolved: map[string]style{}}
	if root == nil {
		return s
	}
	for _, n := range root.Children {
		if n.Name != "style" {
			continue
		}
		s.nodes[n.Attr("styleId")] = n
		if n.Attr("type") == "paragraph" && isOn(n.Attr("default")) {
			s.standard = n.Attr("styleId")
		}
	}
	return s
}

var headingName = regexp.MustCompile(`(?i)^(?:heading|titre|überschrift|título|заголовок) ?([1-9])$`)

func (s *styles) get(id string) style { return s.resolve(id, 0) }

func (s *styles) resolve(id string, depth int) style {
	if st, ok := s.resolved[id]; ok {
		return st
	}
	n := s.nodes[id]
	if n == nil || depth > 32 {
		return style{}
	}
	var st style
	if base, ok := n.Val("basedOn"); ok && base != id {
		st = s.resolve(base, depth+1)
	}
	name, _ := n.Val("name")
	if m := headingName.FindStringSubmatch(name); m != nil {
		st.level, _ = strconv.Atoi(m[1])
	} else if strings.EqualFold(name, "title") {
		st.level = 1
	}
	pPr := n.Child("pPr")
	if v, ok := pPr.Val("outlineLvl"); ok {
		st.level = outline(v)
	}
	if num := pPr.Child("numPr"); num != nil {
		st.num, st.numLevel = numbered(num, st.num, st.numLevel)
	}
	st.face = faceOf(n.Child("rPr"), st.face)
	s.resolved[id] = st
	return st
}

// outline returns the level of a heading from an outline level, which counts
// from 0 and says 9 for none.
func outline(v string) int {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > 8 {
		return 0
	}
	return n + 1
}

// numbered reads numPr over what was said before.
func numbered(num *xmltree.Node, id string, level int) (string, int) {
	if v, ok := num.Val("numId"); ok {
		id = v
	}
	if v, ok := num.Val("ilvl"); ok {
		level, _ = strconv.Atoi(v)
	}
	return id, min(max(level, 0), 8)
}

// faceOf reads bold and italic over what was said before.
func faceOf(rPr *xmltree.Node, face text.Style) text.Style {
	for name, bit := range map[string]text.Style{"b": text.Bold, "i": text.Italic} {
		if n := rPr.Child(name); n != nil {
			face &^= bit
			if isOn(n.Attr("val")) || n.Attr("val") == "" {
				face |= bit
			}
		}
	}
	return face
}

// isOn reads an on-off value; an absent one is given as "".
func isOn(v string) bool { return v == "1" || v == "true" || v == "on" }
