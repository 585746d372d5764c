package docx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"parley/text"
)

// Labels are written as automatic numbers wherever these come out as the labels
// are: for that, numbers are counted while they are given out, by the same code
// that counts them when a file is read, and for the text before and after the
// tracked changes apart. A label for which that cannot be is typed.

// lists gives out automatic numbers.
type lists struct {
	abstract []*[9]level // the patterns of each definition
	nums     []num
	counters [2][]*list // of each definition, before and after
	open     [9]int     // by level, the num that was used last below the same parents, from 1; 0: none
}

// num is a use of a definition, perhaps with a level that starts anew.
type num struct {
	abstract int
	level    int // that starts anew; -1: none
	start    int
}

// automatic returns the num (from 1) and level that give a paragraph at a depth
// its label before and after; false where there is none. An empty label says that
// the paragraph is not there, or has none, on that side.
func (l *lists) automatic(depth int, old, new string) (id, lvl int, ok bool) {
	lvl = min(depth, 8)
	label := new
	if label == "" {
		label = old
	}
	if label == "" || strings.ContainsAny(label, "%\n\t") || old != "" && new != "" && l.apart(old, new) {
		return 0, 0, false
	}
	for _, n := range l.candidates(lvl) {
		if l.take(n, lvl, old, new) {
			return l.use(n, lvl), lvl, true
		}
	}
	for _, n := range l.candidates(lvl) {
		if n, ok := l.restart(n, lvl, label, old, new); ok {
			return l.use(n, lvl), lvl, true
		}
	}
	for _, p := range patternsOf(label, lvl) {
		l.define(lvl, p)
		if n := len(l.nums); l.take(n, lvl, old, new) {
			return l.use(n, lvl), lvl, true
		}
		l.undefine()
	}
	return 0, 0, false
}

// apart reports whether the labels on both sides are written in other ways, so
// that no number can be both.
func (l *lists) apart(old, new string) bool {
	a, b := patternsOf(old, 0), patternsOf(new, 0)
	return !slices.ContainsFunc(a, func(p level) bool {
		return slices.ContainsFunc(b, func(q level) bool { return p.pattern == q.pattern && p.format == q.format })
	})
}

// candidates are the nums that a paragraph of the level may go on with: that of
// its level, then those of the levels above it.
func (l *lists) candidates(lvl int) []int {
	var out []int
	for i := lvl; i >= 0; i-- {
		if n := l.open[i]; n > 0 && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// use notes that a num was used at a level: what was open below is closed.
func (l *lists) use(n, lvl int) int {
	l.open[lvl] = n
	for i := lvl + 1; i < 9; i++ {
		l.open[i] = 0
	}
	return n
}

// take counts a paragraph if both labels come out right, and leaves all as it was
// otherwise. A level that its definition does not have yet gets one.
func (l *lists) take(n, lvl int, old, new string) bool {
	a := l.nums[n-1].abstract
	if l.abstract[a][lvl].pattern == "" {
		label := new
		if label == "" {
			label = old
		}
		for _, p := range l.nested(a, lvl, label) {
			l.setLevel(a, lvl, p)
			if l.count(n, lvl, old, new) {
				return true
			}
		}
		l.setLevel(a, lvl, level{format: "none", start: 1, restart: -1})
		return false
	}
	return l.count(n, lvl, old, new)
}

// nested returns patterns for a level: with the numbers above it where the label
// has them, as in 1.2, and without.
func (l *lists) nested(a, lvl int, label string) []level {
	out := patternsOf(label, lvl)
	if lvl == 0 || l.abstract[a][lvl-1].format != "decimal" {
		return out
	}
	above := l.abstract[a][lvl-1].pattern
	core := strings.TrimRight(strings.TrimLeft(above, "(["), ".)] ")
	for i, p := range patternsOf(label, lvl) {
		own := fmt.Sprintf("%%%d", lvl+1)
		before, rest, _ := strings.Cut(p.pattern, own)
		if digits := strings.TrimRight(before, "."); p.format == "decimal" && digits != before && digits == l.written(a, lvl-1, core) {
			p.pattern = core + "." + own + rest
			out = slices.Insert(out, i, p)
		}
	}
	return out
}

// written returns a pattern of a level as it stands after the last paragraph.
func (l *lists) written(a, lvl int, pattern string) string {
	c := *l.counters[1][a]
	return (&instance{list: &c}).label(lvl, level{format: "decimal", pattern: pattern})
}

func (l *lists) setLevel(a, lvl int, p level) {
	l.abstract[a][lvl] = p
	l.counters[0][a].levels[lvl], l.counters[1][a].levels[lvl] = p, p
}

// count counts a paragraph on the sides on which it is.
func (l *lists) count(n, lvl int, old, new string) bool {
	x := l.nums[n-1]
	was := [2]list{*l.counters[0][x.abstract], *l.counters[1][x.abstract]}
	for side, want := range []string{old, new} {
		if want == "" {
			continue
		}
		in := &instance{list: l.counters[side][x.abstract], start: map[int]int{}}
		if x.level == lvl && !l.started(side, n) {
			in.start[lvl] = x.start
		}
		if text.FoldPlain(in.next(lvl)) != want {
			*l.counters[0][x.abstract], *l.counters[1][x.abstract] = was[0], was[1]
			return false
		}
	}
	for side, label := range []string{old, new} {
		if label != "" && x.level == lvl {
			l.counters[side][x.abstract].begun = append(slices.Clip(l.counters[side][x.abstract].begun), n)
		}
	}
	return true
}

// started reports whether a num that starts anew has done so on a side.
func (l *lists) started(side, n int) bool {
	return slices.Contains(l.counters[side][l.nums[n-1].abstract].begun, n)
}

// restart makes a num of the same definition whose level starts at the label's
// number.
func (l *lists) restart(n, lvl int, label, old, new string) (int, bool) {
	a := l.nums[n-1].abstract
	for _, p := range patternsOf(label, lvl) {
		if have := l.abstract[a][lvl]; have.pattern != p.pattern || have.format != p.format {
			continue
		}
		l.nums = append(l.nums, num{a, lvl, p.start})
		if l.count(len(l.nums), lvl, old, new) {
			return len(l.nums), true
		}
		l.nums = l.nums[:len(l.nums)-1]
	}
	return 0, false
}

// define makes a definition with one level, and a num of it.
func (l *lists) define(lvl int, p level) {
	levels := &[9]level{}
	for i := range levels {
		levels[i] = level{format: "none", start: 1, restart: -1}
	}
	l.abstract = append(l.abstract, levels)
	for side := range l.counters {
		l.counters[side] = append(l.counters[side], &list{levels: *levels})
	}
	l.setLevel(len(l.abstract)-1, lvl, p)
	l.nums = append(l.nums, num{len(l.abstract) - 1, -1, 0})
}

func (l *lists) undefine() {
	last := len(l.abstract) - 1
	l.abstract, l.nums = l.abstract[:last], l.nums[:len(l.nums)-1]
	for side := range l.counters {
		l.counters[side] = l.counters[side][:last]
	}
}

// patternsOf returns the levels that write a label, the likeliest first.
func patternsOf(label string, lvl int) []level {
	if label == "•" {
		return []level{{format: "bullet", pattern: "•", start: 1, restart: -1}}
	}
	var out []level
	add := func(format string, from, to, n int) {
		if n > 0 && n < 10000 && written(n, format) == label[from:to] {
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
	add(formats[0], from, to, romanNumber(word))
	if len(word) == 1 {
		add(formats[1], from, to, int(word[0]|0x20-'a')+1)
	}
	return out
}

func isASCIIWord(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// romanNumber returns the value of a Roman numeral; 0: it is none.
func romanNumber(s string) int {
	total, last := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		v := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100, 'd': 500, 'm': 1000}[s[i]|0x20]
		if v == 0 {
			return 0
		}
		if v < last {
			total -= v
		} else {
			total, last = total+v, v
		}
	}
	return total
}
