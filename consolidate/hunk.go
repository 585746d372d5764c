package consolidate

import (
	"slices"
	"unicode/utf8"

	"parley/redline"
	"parley/text"
)

// Brackets want other hunks than a redline does. Each equal word that a hunk
// swallows for the reader's sake may be one that another sponsor changes, and
// the same change made by two would no longer look the same; so the script
// stays a shortest one, put where a sentence or clause begins, and only what
// would be shreds is replaced as a whole.

const (
	shredShare   = 0.5 // equal words this light against both their neighbours are shreds
	passageShare = 0.2 // where less than this is left, all between the ends is replaced
	passageLeast = 6.0 // in words: shorter passages are not replaced whole
)

// hunk says that base[lo:hi] is replaced by new.
type hunk struct {
	lo, hi int
	new    []text.Token
}

// hunksOf returns what turns a into b: hunks in order, with at least one token
// between any two. Where provisions are split or joined it is as short as can
// be.
func hunksOf(a, b []text.Token) []hunk {
	hs := redline.Diff(a, b)
	if !slices.ContainsFunc(a, isMark) && !slices.ContainsFunc(b, isMark) {
		for i := range hs {
			low, high := 0, len(a)
			if i > 0 {
				low = hs[i-1].AHi + 1
			}
			if i+1 < len(hs) {
				high = hs[i+1].ALo - 1
			}
			slide(&hs[i], a, b, low, high)
		}
		hs = joinShreds(hs, a, b)
	}
	out := make([]hunk, len(hs))
	for i, h := range hs {
		out[i] = hunk{h.ALo, h.AHi, b[h.BLo:h.BHi]}
	}
	return out
}

// slide moves a pure insertion or deletion, which can often stand at several
// places to the same effect, to where it reads best between low and high.
func slide(h *redline.Hunk, a, b []text.Token, low, high int) {
	s, lo, hi := a, h.ALo, h.AHi
	switch {
	case h.ALo == h.AHi:
		s, lo, hi = b, h.BLo, h.BHi
	case h.BLo != h.BHi:
		return
	}
	best, by := placeRank(s, lo, hi), 0
	try := func(d int) {
		if r := placeRank(s, lo+d, hi+d); r > best {
			best, by = r, d
		}
	}
	for d := -1; h.ALo+d >= low && lo+d >= 0 && s[lo+d] == s[hi+d]; d-- {
		try(d)
	}
	for d := 1; h.AHi+d <= high && hi+d <= len(s) && s[lo+d-1] == s[hi+d-1]; d++ {
		try(d)
	}
	h.ALo, h.AHi, h.BLo, h.BHi = h.ALo+by, h.AHi+by, h.BLo+by, h.BHi+by
}

// placeRank says how well s[lo:hi] reads as one piece: a whole sentence before
// a whole clause before anything else.
func placeRank(s []text.Token, lo, hi int) int {
	rank := 0
	if lo == 0 {
		rank = 2
	} else {
		rank = stop(s[lo-1])
	}
	return 2*rank + stop(s[hi-1])
}

// stop returns 2 for what ends a sentence, 1 for what ends a clause.
func stop(t text.Token) int {
	switch t.Text {
	case ".", "!", "?", "。", "！", "？", "؟", "…":
		return 2
	case ",", ";", ":", "，", "、", "；", "：", "،", "؛":
		return 1
	}
	return 0
}

// joinShreds joins hunks between which too little is left to be read, and all
// of them where next to nothing is.
func joinShreds(hs []redline.Hunk, a, b []text.Token) []redline.Hunk {
	if len(hs) < 2 {
		return hs
	}
	size := func(h redline.Hunk) float64 { return max(weight(a[h.ALo:h.AHi]), weight(b[h.BLo:h.BHi])) }
	out := hs[:1:1]
	for _, h := range hs[1:] {
		last := &out[len(out)-1]
		if weight(a[last.AHi:h.ALo]) <= shredShare*min(size(*last), size(h)) {
			last.AHi, last.BHi = h.AHi, h.BHi
			continue
		}
		out = append(out, h)
	}
	out = keepPairs(out, a, b)
	first, last := out[0], out[len(out)-1]
	all := redline.Hunk{ALo: first.ALo, AHi: last.AHi, BLo: first.BLo, BHi: last.BHi}
	left := 0.0
	for i, h := range out[1:] {
		left += weight(a[out[i].AHi:h.ALo])
	}
	if total := max(weight(a), weight(b)); total >= passageLeast && left < passageShare*total && size(all) > (1-passageShare)*total {
		return []redline.Hunk{all}
	}
	return out
}

// keepPairs joins hunks that each change one of a pair of square brackets, so
// that no part of an amendment leaves the other alone.
func keepPairs(hs []redline.Hunk, a, b []text.Token) []redline.Hunk {
	var out []redline.Hunk
	for len(hs) > 0 {
		n, open := 0, 0
		for i, h := range hs {
			open += depth(b[h.BLo:h.BHi]) - depth(a[h.ALo:h.AHi])
			if open == 0 {
				n = i
				break
			}
		}
		out = append(out, redline.Hunk{ALo: hs[0].ALo, AHi: hs[n].AHi, BLo: hs[0].BLo, BHi: hs[n].BHi})
		hs = hs[n+1:]
	}
	return out
}

// depth returns how many more square brackets are opened than closed.
func depth(ts []text.Token) int {
	n := 0
	for _, t := range ts {
		switch t.Text {
		case "[":
			n++
		case "]":
			n--
		}
	}
	return n
}

// weight counts words; short ones and signs count half.
func weight(ts []text.Token) float64 {
	w := 0.0
	for _, t := range ts {
		if utf8.RuneCountInString(t.Text) > 3 {
			w++
			continue
		}
		w += 0.5
	}
	return w
}
