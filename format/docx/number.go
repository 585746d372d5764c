package docx

import (
	"strconv"
	"strings"

	"parley/format/numeral"
	"parley/format/xmltree"
)

// level is one level of a list.
type level struct {
	format, pattern string
	start           int
	legal           bool // all numbers in it are written as decimals
	restart         int  // the level after which it starts anew; -1: any above
}

// list is a numbering definition (abstractNum) with its counters.
type list struct {
	levels [9]level
	count  [9]int
	used   [9]bool
}

// instance is what paragraphs refer to (num): a list, perhaps with levels that
// start elsewhere.
type instance struct {
	*list
	start map[int]int // not yet applied
	own   map[int]level
}

type numbering map[string]*instance

func newNumbering(root *xmltree.Node) numbering {
	out := numbering{}
	if root == nil {
		return out
	}
	lists := map[string]*list{}
	links := map[string]string{} // a list to the name of the style whose list it is
	named := map[string]*list{}
	for _, n := range root.Children {
		if n.Name != "abstractNum" {
			continue
		}
		l := newList(n)
		id := n.Attr("abstractNumId")
		lists[id] = l
		if v, ok := n.Val("numStyleLink"); ok {
			links[id] = v
		}
		if v, ok := n.Val("styleLink"); ok {
			named[v] = l
		}
	}
	for _, n := range root.Children {
		if n.Name != "num" {
			continue
		}
		id, _ := n.Val("abstractNumId")
		l := lists[id]
		if other := named[links[id]]; other != nil {
			l = other
		}
		if l != nil {
			out[n.Attr("numId")] = newInstance(n, l)
		}
	}
	return out
}

func newList(n *xmltree.Node) *list {
	l := &list{}
	for i := range l.levels {
		l.levels[i] = level{format: "none", start: 1, restart: -1}
	}
	for _, c := range n.Children {
		if i, err := strconv.Atoi(c.Attr("ilvl")); c.Name == "lvl" && err == nil && i >= 0 && i < 9 {
			l.levels[i] = newLevel(c)
		}
	}
	return l
}

func newLevel(n *xmltree.Node) level {
	lv := level{format: "decimal", start: 1, restart: -1}
	if v, ok := n.Val("numFmt"); ok {
		lv.format = v
	}
	if c := n.Child("AlternateContent", "Choice", "numFmt"); c != nil {
		lv.format = c.Attr("val")
	}
	if v, ok := n.Val("lvlText"); ok {
		lv.pattern = v
	}
	if v, ok := n.Val("start"); ok {
		lv.start, _ = strconv.Atoi(v)
	}
	if v, ok := n.Val("lvlRestart"); ok {
		lv.restart, _ = strconv.Atoi(v)
	}
	if c := n.Child("isLgl"); c != nil {
		lv.legal = c.Attr("val") == "" || isOn(c.Attr("val"))
	}
	return lv
}

func newInstance(n *xmltree.Node, l *list) *instance {
	in := &instance{list: l, start: map[int]int{}, own: map[int]level{}}
	for _, c := range n.Children {
		i, err := strconv.Atoi(c.Attr("ilvl"))
		if c.Name != "lvlOverride" || err != nil || i < 0 || i > 8 {
			continue
		}
		if v, ok := c.Val("startOverride"); ok {
			in.start[i], _ = strconv.Atoi(v)
		}
		if lvl := c.Child("lvl"); lvl != nil {
			in.own[i] = newLevel(lvl)
		}
	}
	return in
}

func (in *instance) level(i int) level {
	if lv, ok := in.own[i]; ok {
		return lv
	}
	return in.levels[i]
}

// next counts a paragraph at level i and returns its label.
func (in *instance) next(i int) string {
	lv := in.level(i)
	switch start, ok := in.start[i]; {
	case ok:
		in.count[i] = start
		delete(in.start, i)
	case !in.used[i]:
		in.count[i] = lv.start
	default:
		in.count[i]++
	}
	in.used[i] = true
	for j := i + 1; j < 9; j++ {
		if r := in.level(j).restart; r != 0 && (r < 0 || i < r) {
			in.used[j] = false
		}
	}
	return in.label(i, lv)
}

// label writes the numbers into the pattern of the level.
func (in *instance) label(i int, lv level) string {
	if lv.format == "bullet" {
		return "•"
	}
	if lv.format == "none" && !strings.Contains(lv.pattern, "%") {
		return strings.TrimSpace(lv.pattern)
	}
	var b strings.Builder
	for k := 0; k < len(lv.pattern); k++ {
		c := lv.pattern[k]
		if c != '%' || k+1 == len(lv.pattern) || lv.pattern[k+1] < '1' || lv.pattern[k+1] > '9' {
			b.WriteByte(c)
			continue
		}
		k++
		j := int(lv.pattern[k] - '1')
		format := in.level(j).format
		if lv.legal {
			format = "decimal"
		}
		n := in.count[j]
		if !in.used[j] {
			n = in.level(j).start
		}
		b.WriteString(numeral.Write(n, format))
	}
	return strings.TrimSpace(b.String())
}
