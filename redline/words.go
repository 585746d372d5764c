package redline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/text"
)

// Words are compared as integers: a vocabulary gives each distinct word a
// number and remembers what the clean-up wants to know about it. Only then do
// tokens come back in, to tell words that are alike from words that are set
// alike.

// Words returns the operations that turn old into new, cleaned up so that a
// reader finds them natural: sentences that were rewritten are replaced as a
// whole, changes begin and end at sentences and clauses where they can, and
// stray equal words do not stand between changes. Concatenating what the
// operations hold gives exactly old and exactly new.
func Words(old, new []text.Token) []Op {
	w := wordDiff{vocab: newVocabulary()}
	return w.ops(old, new)
}

// wordDiff compares words; its buffers serve one comparison after another.
type wordDiff struct {
	differ
	vocab *vocabulary
	old   []int32
	new   []int32
}

// ops compares two passages. What is alike at either end is set aside first,
// for most edits are small.
func (w *wordDiff) ops(old, new []text.Token) []Op {
	w.old, w.new = w.vocab.number(w.old[:0], old), w.vocab.number(w.new[:0], new)
	a, b := w.old, w.new
	if len(a) > 0 && len(b) > 0 && strings.EqualFold(old[0].Text, new[0].Text) {
		b[0] = a[0] // a capital at the beginning is typography; elsewhere it makes a term
	}
	lo := commonPrefix(a, b)
	tail := commonSuffix(a[lo:], b[lo:])
	var hs []Hunk
	if lo+tail < max(len(a), len(b)) {
		hs = w.diff(a[lo:len(a)-tail], b[lo:len(b)-tail], len(w.vocab.words))
		for i := range hs {
			h := &hs[i]
			h.ALo, h.AHi, h.BLo, h.BHi = h.ALo+lo, h.AHi+lo, h.BLo+lo, h.BHi+lo
		}
		c := cleaner{vocab: w.vocab, a: a, b: b, old: old, new: new}
		hs = c.clean(hs)
	}
	return fill(hs, old, new)
}

func commonPrefix(a, b []int32) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func commonSuffix(a, b []int32) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

// fill turns hunks into operations that hold every token.
func fill(hs []Hunk, old, new []text.Token) []Op {
	var out []Op
	i, j := 0, 0
	for _, h := range hs {
		out = appendEqual(out, old[i:h.ALo], new[j:h.BLo])
		out = append(out, changeOp(old[h.ALo:h.AHi], new[h.BLo:h.BHi]))
		i, j = h.AHi, h.BHi
	}
	return appendEqual(out, old[i:], new[j:])
}

func changeOp(old, new []text.Token) Op {
	switch {
	case len(new) == 0:
		return Op{Kind: Delete, Old: old}
	case len(old) == 0:
		return Op{Kind: Insert, New: new}
	}
	return Op{Kind: Replace, Old: old, New: new}
}

// appendEqual appends the same words on both sides, in runs that are set
// alike and runs that are not.
func appendEqual(out []Op, old, new []text.Token) []Op {
	for i := 0; i < len(old); {
		loose := i == 0 // next to a change or an end the gap goes with that
		kind := Equal
		if !setAlike(old[i], new[i], loose) {
			kind = Reformat
		}
		j := i + 1
		for j < len(old) && setAlike(old[j], new[j], false) == (kind == Equal) {
			j++
		}
		out = append(out, Op{Kind: kind, Old: old[i:j], New: new[i:j]})
		i = j
	}
	return out
}

func setAlike(a, b text.Token, looseGap bool) bool {
	return a.Style == b.Style && (a.Gap == b.Gap || looseGap) && a.Text == b.Text
}

// vocabulary numbers distinct words.
type vocabulary struct {
	ids   map[string]int32
	words []word
}

// word is what the clean-up wants to know of a word.
type word struct {
	weight   float32 // how strongly it holds two sides together
	end      uint8   // how strong a boundary stands after it: see boundary
	opens    bool    // an opening bracket or quotation mark
	letters  bool    // it has a letter or digit
	lower    bool    // it begins with a small letter
	digit    bool    // it begins with a digit
	spaceles bool    // of a script that puts no spaces between words
}

func newVocabulary() *vocabulary {
	return &vocabulary{ids: make(map[string]int32)}
}

// typography makes one of quotation marks and apostrophes that printers vary:
// which of them stands is no change of words.
var typography = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "„", `"`, "‟", `"`)

// noteMark sets the words of a footnote apart from those of the passage.
const noteMark = "\x00"

// number appends the numbers of tokens to out.
func (v *vocabulary) number(out []int32, ts []text.Token) []int32 {
	for _, t := range ts {
		key := typography.Replace(t.Text)
		if t.Style&text.Note != 0 {
			key = noteMark + key
		}
		id, ok := v.ids[key]
		if !ok {
			id = int32(len(v.words))
			v.ids[key] = id
			v.words = append(v.words, describe(t.Text))
		}
		out = append(out, id)
	}
	return out
}

// The strengths of the boundaries that a word may end.
const (
	noBoundary uint8 = iota
	commaEnd         // , ) and the like
	clauseEnd        // ; :
	sentenceEnd
)

func describe(s string) word {
	r, size := utf8.DecodeRuneInString(s)
	w := word{lower: unicode.IsLower(r), digit: unicode.IsDigit(r)}
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			w.letters = true
			n++
		}
	}
	switch {
	case !w.letters:
		w.weight = 0.2
		w.opens = unicode.In(r, unicode.Ps, unicode.Pi)
		if size == len(s) {
			w.end = endStrength(r)
		}
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
		w.weight, w.spaceles = 0.6, true
	case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		w.weight, w.spaceles = 0.3, true
	case n <= 3 && !w.digit:
		w.weight = 0.5
	default:
		w.weight = 1
	}
	return w
}

func endStrength(r rune) uint8 {
	switch r {
	case '.', '!', '?', '。', '！', '？', '؟', '۔', '।', '…':
		return sentenceEnd
	case ';', ':', '；', '：', '؛':
		return clauseEnd
	case ',', '，', '、', '،', ')', '）', ']', '”', '»', '–', '—':
		return commaEnd
	}
	return noBoundary
}
