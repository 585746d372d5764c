package odt

import (
	"regexp"
	"strconv"
	"strings"

	"parley/format/block"
	"parley/format/xmltree"
)

// levels is how many levels a list has; what stands deeper is at the last.
const levels = 10

// listStyle says how the items of a list are numbered, or the headings.
type listStyle struct {
	levels      [levels]level
	consecutive bool // all levels are counted together
}

// level is one level of a list.
type level struct {
	bullet         bool
	format         string // of numbers; "": there is none
	prefix, suffix string
	pattern        string // which LibreOffice says instead: %1%.%2%)
	display        int    // how many levels are shown
	start          int
	sync           bool // after z comes aa, and then bb
}

func newListStyle(n *xmltree.Node) *listStyle {
	s := &listStyle{consecutive: n.Attr("consecutive-numbering") == "true"}
	for _, c := range n.Children {
		if i, err := strconv.Atoi(c.Attr("level")); err == nil && i >= 1 && i <= levels {
			s.levels[i-1] = newLevel(c)
		}
	}
	return s
}

func newLevel(n *xmltree.Node) level {
	return level{
		bullet: strings.HasSuffix(n.Name, "-bullet") || strings.HasSuffix(n.Name, "-image"),
		format: n.Attr("num-format"), prefix: n.Attr("num-prefix"), suffix: n.Attr("num-suffix"), pattern: n.Attr("num-list-format"),
		display: number(n.Attr("display-levels"), 1), start: number(n.Attr("start-value"), 1), sync: n.Attr("num-letter-sync") == "true",
	}
}

// number reads a number, or returns what stands for none.
func number(s string, none int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return none
}

// list is a list with its counters.
type list struct {
	count [levels]int
	used  [levels]bool
}

// next counts an item at level i, from 0, and returns its label. Start says where it
// starts anew, if it does.
func (l *list) next(s *listStyle, i int, start string) string {
	at := i
	if s.consecutive {
		at = 0
	}
	if l.count[at]++; !l.used[at] {
		l.count[at] = s.levels[at].start
	}
	l.count[at] = number(start, l.count[at])
	l.used[at] = true
	l.above(s, at)
	clear(l.used[at+1:])
	return strings.TrimSpace(l.label(s, i))
}

// above begins the levels above one that have no item yet: there the next is the
// second.
func (l *list) above(s *listStyle, i int) {
	for j := range i {
		if !l.used[j] {
			l.count[j], l.used[j] = s.levels[j].start, true
		}
	}
}

func (l *list) label(s *listStyle, i int) string {
	lv := s.levels[i]
	switch {
	case lv.bullet:
		return "•"
	case s.consecutive:
		return lv.prefix + lv.written(l.count[0]) + lv.suffix
	case lv.pattern != "":
		return l.patterned(s, i)
	}
	var numbers []string
	for j := max(0, i-max(lv.display, 1)+1); j <= i; j++ {
		if s.levels[j].format != "" {
			numbers = append(numbers, s.levels[j].written(l.count[j]))
		}
	}
	return lv.prefix + strings.Join(numbers, ".") + lv.suffix
}

var place = regexp.MustCompile(`%(\d{1,2})%`)

// patterned writes the numbers into the pattern of a level. A level without numbers
// is left out with what stands between it and the next.
func (l *list) patterned(s *listStyle, i int) string {
	pattern := s.levels[i].pattern
	var b strings.Builder
	from := 0
	places := place.FindAllStringSubmatchIndex(pattern, -1)
	for k, at := range places {
		b.WriteString(pattern[from:at[0]])
		from = at[1]
		j := number(pattern[at[2]:at[3]], 0) - 1
		switch {
		case j >= 0 && j <= i && s.levels[j].format != "":
			b.WriteString(s.levels[j].written(l.count[j]))
		case k+1 < len(places):
			from = places[k+1][0]
		}
	}
	b.WriteString(pattern[from:])
	return b.String()
}

// formats are the names by which block.Numeral knows those of style:num-format. The
// long ones begin a list of examples.
var formats = map[string]string{
	"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
	"01": "decimalZero", "1st": "ordinal", "一": "chineseCounting", "а": "russianLower", "А": "russianUpper",
	"أ": "arabicAlpha", "ก": "thaiLetters", "๑": "thaiNumbers", "१": "hindiNumbers",
}

// written writes a number as the level has it.
func (lv level) written(n int) string {
	if lv.format == "" {
		return ""
	}
	first, _, _ := strings.Cut(lv.format, ",")
	if !lv.sync && strings.EqualFold(first, "a") && n > 26 {
		return alphabetic(n, first[0])
	}
	if strings.HasPrefix(lv.format, "أ, ب, ج") {
		return block.Numeral(n, "arabicAbjad")
	}
	return block.Numeral(n, formats[first])
}

// alphabetic counts with letters as with digits: z, aa, ab.
func alphabetic(n int, a byte) string {
	var out []byte
	for ; n > 0; n = (n - 1) / 26 {
		out = append([]byte{a + byte((n-1)%26)}, out...)
	}
	return string(out)
}
