package redline

import "parley/text"

// A shortest script is not what a reader wants: it finds every chance "of" and
// "the" in two unlike sentences. The clean-up trades words for calm, in four
// steps, each of which only moves or joins hunks and so cannot lose a word:
// slide changes to natural boundaries, absorb islands of equal words too light
// to be worth an interruption, replace sentences of which little is left, and
// replace the whole passage if little of it is.

// What the clean-up weighs. Weights are in words: a short word counts half, a
// mark of punctuation a fifth (see describe).
const (
	islandTokens   = 2    // so many equal tokens between two changes are an island
	smallChange    = 2.0  // two changes no larger than this can stand so close
	smallIsland    = 1.5  // as an island of this weight
	islandWeight   = 1.25 // lighter runs never stand between two changes
	islandShare    = 0.15 // nor runs this light against the smaller neighbour
	islandMost     = 4.0  // heavier runs always stand
	sentenceShare  = 0.4  // sentences less alike than this are replaced
	passageShare   = 0.2  // and so are whole passages
	edgeWeight     = 3.0  // a beginning or end this heavy stays even then
	spacelessRuns  = 8    // tokens in a run of a script without spaces that may stand
	minSentenceOps = 2    // fewer changes than these are calm as they are
)

type cleaner struct {
	vocab    *vocabulary
	a, b     []int32
	old, new []text.Token
}

func (c *cleaner) clean(hs []Hunk) []Hunk {
	hs = c.slide(hs)
	hs = c.absorb(hs)
	hs = c.replaceSentences(hs)
	return c.replacePassage(hs)
}

// join appends h to hs, or adds it to the last where they touch.
func join(hs []Hunk, h Hunk) []Hunk {
	if n := len(hs); n > 0 && hs[n-1].AHi == h.ALo && hs[n-1].BHi == h.BLo {
		hs[n-1].AHi, hs[n-1].BHi = h.AHi, h.BHi
		return hs
	}
	return append(hs, h)
}

// slide moves each pure insertion or deletion to where it reads best: with
// repeated words there is a choice ("the old and [the new and] the best"), and
// whole sentences and clauses are better than parts of two.
func (c *cleaner) slide(hs []Hunk) []Hunk {
	var out []Hunk
	for i, h := range hs {
		lowest, highest := 0, len(c.a)
		if len(out) > 0 {
			lowest = out[len(out)-1].AHi
		}
		if i+1 < len(hs) {
			highest = hs[i+1].ALo
		}
		switch {
		case h.BLo == h.BHi:
			lo, hi := room(c.a, h.ALo, h.AHi, h.ALo-lowest, highest-h.AHi)
			h = shift(h, bestPlace(c.vocab, c.a, c.old, h.ALo, h.AHi, lo, hi))
		case h.ALo == h.AHi:
			lo, hi := room(c.b, h.BLo, h.BHi, h.ALo-lowest, highest-h.AHi)
			h = shift(h, bestPlace(c.vocab, c.b, c.new, h.BLo, h.BHi, lo, hi))
		}
		out = join(out, h)
	}
	return out
}

func shift(h Hunk, by int) Hunk {
	return Hunk{h.ALo + by, h.AHi + by, h.BLo + by, h.BHi + by}
}

// room returns how far s[lo:hi] can slide down and up and still be the same
// change, at most below and above.
func room(s []int32, lo, hi, below, above int) (down, up int) {
	for down < below && s[lo-1-down] == s[hi-1-down] {
		down++
	}
	for up < above && s[lo+up] == s[hi+up] {
		up++
	}
	return down, up
}

// bestPlace returns by how much to slide s[lo:hi], within down and up, so that
// it begins and ends at the strongest boundaries.
func bestPlace(v *vocabulary, s []int32, ts []text.Token, lo, hi, down, up int) int {
	best, by := -1, 0
	for d := -down; d <= up; d++ {
		start, end := boundary(v, s, ts, lo+d), boundary(v, s, ts, hi+d)
		score := 4*(start+end) + min(start, end)
		if v.words[s[lo+d]].letters || v.words[s[lo+d]].opens {
			score++ // "X, " reads better than ", X"
		}
		if score > best {
			best, by = score, d
		}
	}
	return by
}

// boundary returns how natural it is for a change to begin or end between
// tokens i-1 and i, from 0 (inside a word) to 10 (an end of the passage).
func boundary(v *vocabulary, s []int32, ts []text.Token, i int) int {
	if i == 0 || i == len(s) {
		return 10
	}
	if ts[i].Gap == text.GapBreak {
		return 9
	}
	before, after := v.words[s[i-1]], v.words[s[i]]
	joined := ts[i].Gap == text.GapNone && !before.spaceles && !after.spaceles
	switch {
	case endsSentence(v, s, ts, i-1):
		return 8
	case before.end == clauseEnd && !joined:
		return 6
	case before.end == commaEnd && !joined:
		return 4
	case after.opens && !before.opens:
		return 3
	case joined && after.end > noBoundary:
		return 1 // before a comma
	case joined:
		return 0
	}
	return 2
}

// endsSentence reports whether token i ends a sentence: a full stop or its
// like before a space (which Chinese does without) and not before a small
// letter or a number, as after an abbreviation.
func endsSentence(v *vocabulary, s []int32, ts []text.Token, i int) bool {
	if v.words[s[i]].end != sentenceEnd {
		return false
	}
	if i+1 == len(s) {
		return true
	}
	next := v.words[s[i+1]]
	if ts[i+1].Gap == text.GapNone {
		return next.spaceles
	}
	return !next.lower && !next.digit
}

// weigh returns the weight of s[lo:hi].
func (c *cleaner) weigh(s []int32, lo, hi int) float32 {
	var w float32
	for _, id := range s[lo:hi] {
		w += c.vocab.words[id].weight
	}
	return w
}

func (c *cleaner) size(h Hunk) float32 {
	return max(c.weigh(c.a, h.ALo, h.AHi), c.weigh(c.b, h.BLo, h.BHi))
}

// absorb joins hunks with only an island between them.
func (c *cleaner) absorb(hs []Hunk) []Hunk {
	var out []Hunk
	var last float32 // the size of the hunk before, without what it absorbed
	for _, h := range hs {
		size := c.size(h)
		if n := len(out); n > 0 && c.island(out[n-1].AHi, h.ALo, last, size) {
			out[n-1].AHi, out[n-1].BHi = h.AHi, h.BHi
		} else {
			out = append(out, h)
		}
		last = size
	}
	return out
}

// island reports whether the equal words a[lo:hi] are too few to stand
// between two changes of the given sizes. The end of a sentence stands, so
// that sentences are replaced one by one, and so do two words between changes
// of a word or two: "[may] withdraw its [troops]".
func (c *cleaner) island(lo, hi int, before, after float32) bool {
	w := c.weigh(c.a, lo, hi)
	if hi-lo <= islandTokens {
		small := max(before, after) <= smallChange && w >= smallIsland
		return !small && !c.holdsSentenceEnd(lo, hi)
	}
	if w >= islandMost {
		return false
	}
	return w < islandWeight || w < islandShare*min(before, after)
}

func (c *cleaner) holdsSentenceEnd(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if endsSentence(c.vocab, c.a, c.old, i) {
			return true
		}
	}
	return false
}

// replaceSentences joins the hunks of each sentence that has little in common
// with the sentence it became.
func (c *cleaner) replaceSentences(hs []Hunk) []Hunk {
	var out []Hunk
	start := 0 // of the sentence, in a
	for i := 0; i < len(hs); {
		j := i + 1
		end := c.sentenceEndAfter(hs[i].AHi, len(c.a))
		for j < len(hs) && hs[j].ALo < end {
			if hs[j].AHi >= end {
				end = c.sentenceEndAfter(hs[j].AHi, len(c.a))
			}
			j++
		}
		from := c.sentenceStartBefore(hs[i].ALo, start)
		start = end
		if j-i >= minSentenceOps && c.share(hs[i:j], from, end) < sentenceShare {
			out = append(out, span(hs[i:j]))
		} else {
			out = append(out, hs[i:j]...)
		}
		i = j
	}
	return out
}

// sentenceEndAfter returns where the sentence that a[i] stands in ends.
func (c *cleaner) sentenceEndAfter(i, most int) int {
	for ; i < most; i++ {
		if endsSentence(c.vocab, c.a, c.old, i) {
			return i + 1
		}
	}
	return most
}

func (c *cleaner) sentenceStartBefore(i, least int) int {
	for i > least && !endsSentence(c.vocab, c.a, c.old, i-1) {
		i--
	}
	return i
}

// span returns the hunk from the first of hs to the last.
func span(hs []Hunk) Hunk {
	last := hs[len(hs)-1]
	return Hunk{hs[0].ALo, last.AHi, hs[0].BLo, last.BHi}
}

// share returns how much of a[from:to] and what it became is alike: twice the
// weight of the equal words by the weight of both sides.
func (c *cleaner) share(hs []Hunk, from, to int) float32 {
	equal := c.weigh(c.a, from, to)
	both := 2 * equal
	for _, h := range hs {
		gone := c.weigh(c.a, h.ALo, h.AHi)
		equal -= gone
		both += c.weigh(c.b, h.BLo, h.BHi) - gone
	}
	if both == 0 {
		return 1
	}
	return 2 * equal / both
}

// replacePassage makes one replacement of all hunks where little of the
// passage is left, up to its ends unless they are worth keeping.
func (c *cleaner) replacePassage(hs []Hunk) []Hunk {
	if len(hs) == 0 || c.share(hs, 0, len(c.a)) >= passageShare {
		return hs
	}
	h := span(hs)
	if h.ALo == h.AHi || h.BLo == h.BHi {
		return hs // words were added or cut; those that stand, stand
	}
	if c.weigh(c.a, 0, h.ALo) < edgeWeight {
		h.ALo, h.BLo = 0, 0
	}
	if c.weigh(c.a, h.AHi, len(c.a)) < edgeWeight {
		h.AHi, h.BHi = len(c.a), len(c.b)
	}
	return []Hunk{h}
}
