package docx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"parley/format/block"
	"parley/format/numeral"
	"parley/text"
)

// Labels of a clean text are written as automatic numbers wherever these come out
// as the labels are: for that, numbers are counted while they are given out, by the
// same code that counts them when a file is read. A label for which that cannot be
// is typed, and so are all in a redline, where a number that changes is to be seen.
//
// A list begins at the depth where it is needed first; what stands below goes on in
// its further levels as long as each begins with 1. Whatever begins elsewhere is a
// list of its own: programs differ in how they count what starts anew.

// lists gives out automatic numbers.
type lists struct {
	all  []outlineList
	open []int // by depth, the list that was used last below the same parents, from 1; 0: none
}

// outlineList is a list: its levels, counted as far as they were used.
type outlineList struct {
	list
	depth int // of its first level
}

// automatic returns the list (from 1) and level that give a paragraph at a depth
// its label; false where there is none.
func (l *lists) automatic(depth int, label string) (id, lvl int, ok bool) {
	for len(l.open) <= depth {
		l.open = append(l.open, 0)
	}
	if label == "" || strings.ContainsAny(label, "%\n\t") {
		return 0, 0, false
	}
	for d := depth; d >= 0; d-- {
		if n := l.open[d]; n > 0 && l.take(n, depth, label) {
			return n, l.use(n, depth), true
		}
	}
	for _, p := range patternsOf(label, 0) {
		l.all = append(l.all, newOutlineList(depth, p))
		if n := len(l.all); l.take(n, depth, label) {
			return n, l.use(n, depth), true
		}
		l.all = l.all[:len(l.all)-1]
	}
	return 0, 0, false
}

func newOutlineList(depth int, first level) outlineList {
	x := outlineList{depth: depth}
	for i := range x.levels {
		x.levels[i] = level{format: "none", start: 1, restart: -1}
	}
	x.levels[0] = first
	return x
}

// use notes that a list was used at a depth, and returns the level: what was open
// below is closed.
func (l *lists) use(n, depth int) int {
	l.open[depth] = n
	clear(l.open[depth+1:])
	return depth - l.all[n-1].depth
}

// take counts a paragraph if its label comes out right, and leaves all as it was
// otherwise. A level that the list does not have yet gets one, if it begins with 1.
func (l *lists) take(n, depth int, label string) bool {
	x := &l.all[n-1]
	lvl := depth - x.depth
	if lvl < 0 || lvl > 8 || lvl > 0 && !x.used[lvl-1] {
		return false
	}
	if x.levels[lvl].pattern != "" {
		return x.count(lvl, label)
	}
	for _, p := range x.nested(lvl, label) {
		if x.levels[lvl] = p; p.start == 1 && x.count(lvl, label) {
			return true
		}
	}
	x.levels[lvl] = level{format: "none", start: 1, restart: -1}
	return false
}

func (x *outlineList) count(lvl int, label string) bool {
	was := x.list
	if in := (&instance{list: &x.list}); text.FoldPlain(in.next(lvl)) == label {
		return true
	}
	x.list = was
	return false
}

// nested returns patterns for a level: with the numbers above it where the label
// has them, as in 1.2, and without.
func (x *outlineList) nested(lvl int, label string) []level {
	out := patternsOf(label, lvl)
	if lvl == 0 || x.levels[lvl-1].format != "decimal" {
		return out
	}
	core := strings.TrimRight(strings.TrimLeft(x.levels[lvl-1].pattern, "(["), ".)] ")
	above := (&instance{list: &x.list}).label(lvl-1, level{format: "decimal", pattern: core})
	for i, p := range patternsOf(label, lvl) {
		own := fmt.Sprintf("%%%d", lvl+1)
		before, rest, _ := strings.Cut(p.pattern, own)
		if p.format == "decimal" && before == above+"." {
			p.pattern = core + "." + own + rest
			out = slices.Insert(out, i, p)
		}
	}
	return out
}

// patternsOf returns the levels that write a label, the likeliest first.
func patternsOf(label string, lvl int) []level {
	if label == "•" {
		return []level{{format: "bullet", pattern: "•", start: 1, restart: -1}}
	}
	var out []level
	add := func(format string, from, to, n int) {
		if n > 0 && n < 10000 && numeral.Write(n, format) == label[from:to] {
			pattern := label[:from] + fmt.Sprintf("%%%d", lvl+1) + label[to:]
			out = append(out, level{format: format, pattern: pattern, start: n, restart: -1})
		}
	}
	to := len(label)
	for to > 0 && !isASCIIWord(label[to-1]) {
		to--
	}
	from := to
	for from > 0 && isASCIIWord(label[from-1]) && (label[from-1] <= '9') == (label[to-1] <= '9') {
		from--
	}
	word := label[from:to]
	if word == "" {
		return nil
	}
	if n, err := strconv.Atoi(word); err == nil {
		add("decimal", from, to, n)
		return out
	}
	lower := strings.ToLower(word) == word
	formats := map[bool][2]string{true: {"lowerRoman", "lowerLetter"}, false: {"upperRoman", "upperLetter"}}[lower]
	add(formats[0], from, to, block.RomanValue(word))
	if len(word) == 1 {
		add(formats[1], from, to, int(word[0]|0x20-'a')+1)
	}
	return out
}

func isASCIIWord(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
