package consolidate

import (
	"cmp"
	"slices"
	"strings"

	"parley/redline"
	"parley/text"
)

// Weaving is the same for words and for the provisions at a place: everybody's
// edits of one base sequence become one sequence. Edits that share a token of
// the base, directly or by a chain of others, form a region, and a region is a
// bracket. Edits that only touch do not: what is inserted at a point stands
// before what replaces the words behind it. Different words inserted at one
// point exclude each other and form a region, too.

// weave lays the edits of a field into its base tokens.
func (g *gathered) weave(k fieldKey) (Passage, error) {
	base, edits := g.strand(k), g.edits[k]
	sortEdits(edits)
	var out Passage
	at := 0
	common := func(till int) {
		if till > at {
			out = append(out, Segment{Common: base[at:till]})
		}
		at = till
	}
	for len(edits) > 0 {
		lo, hi, n := region(edits)
		b, err := g.bracket(k, base, lo, hi, edits[:n])
		if err != nil {
			return nil, err
		}
		if len(b.Alternatives) > 1 {
			common(lo)
			out = append(out, Segment{Bracket: b})
			at = hi
		}
		edits = edits[n:]
	}
	common(len(base))
	return out, nil
}

// sortEdits puts what is inserted at a point before what replaces the words
// behind it.
func sortEdits(edits []edit) {
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(a.lo-b.lo, a.hi-b.hi) })
}

// region returns the extent of the first region of sorted edits and how many
// edits are in it.
func region(edits []edit) (lo, hi, n int) {
	lo, hi = edits[0].lo, edits[0].hi
	for n = 1; n < len(edits); n++ {
		e := edits[n]
		samePoint := lo == hi && e.lo == lo && e.hi == lo
		if !samePoint && e.lo >= hi {
			break
		}
		hi = max(hi, e.hi)
	}
	return lo, hi, n
}

// bracket makes the region's alternatives out of its edits.
func (g *gathered) bracket(k fieldKey, base []text.Token, lo, hi int, edits []edit) (*Bracket, error) {
	b := &Bracket{At: lo, End: hi, Alternatives: []Alternative{{Words: base[lo:hi]}}}
	for who := 0; len(edits) > 0; {
		who = edits[0].who
		for _, e := range edits {
			who = min(who, e.who)
		}
		var own, others []edit
		for _, e := range edits {
			if e.who == who {
				own = append(own, e)
				continue
			}
			others = append(others, e)
		}
		edits = others
		words, ams, err := g.applyOwn(k, base, lo, hi, own)
		if err != nil {
			return nil, err
		}
		b.add(words, g.sponsors[who], ams)
	}
	return b, nil
}

// applyOwn returns what one sponsor's edits make of base[lo:hi].
func (g *gathered) applyOwn(k fieldKey, base []text.Token, lo, hi int, own []edit) ([]text.Token, []string, error) {
	var words []text.Token
	var ams []string
	at := lo
	for i, e := range own {
		ams = add(ams, g.amendments[e.am].ID)
		if i > 0 {
			prev := own[i-1]
			if prev.lo == e.lo && prev.hi == e.hi && slices.Equal(prev.new, e.new) {
				continue
			}
			if e.lo < prev.hi || (prev.lo == prev.hi && e.lo == e.hi && e.lo == prev.lo) {
				return nil, nil, g.collision(e.who, prev.am, e.am, k.id)
			}
		}
		words = append(append(words, base[at:e.lo]...), e.new...)
		at = e.hi
	}
	return append(words, base[at:hi]...), ams, nil
}

func (g *gathered) collision(who, a, b int, id text.ID) error {
	return &CollisionError{
		Sponsor: g.sponsors[who], Provision: id, Cite: g.base.cite(id),
		First: g.amendments[min(a, b)].ID, Second: g.amendments[max(a, b)].ID,
	}
}

// add adds a sponsor's words to the bracket. Sponsors come in order, so that
// alternatives stand in the order of their first sponsors.
func (b *Bracket) add(words []text.Token, sponsor string, ams []string) {
	for i := range b.Alternatives {
		alt := &b.Alternatives[i]
		if !slices.Equal(alt.Words, words) {
			continue
		}
		if i > 0 {
			alt.Sponsors = append(alt.Sponsors, sponsor)
			for _, a := range ams {
				alt.Amendments = add(alt.Amendments, a)
			}
		}
		return
	}
	b.Alternatives = append(b.Alternatives, Alternative{Sponsors: []string{sponsor}, Amendments: ams, Words: words})
}

// arrivals weaves what sponsors put at a place: one after another, and what is
// the same once. A place below a new provision is for those who insert it.
func (g *gathered) arrivals(at Place, whose []int) []*arrival {
	var all []*arrival
	keys := func(vs []*arrival) []string {
		out := make([]string, len(vs))
		for i, v := range vs {
			out[i] = v.key
		}
		return out
	}
	lists := g.arriving[at]
	for who, list := range lists {
		if len(list) == 0 || (whose != nil && !slices.Contains(whose, who)) {
			continue
		}
		lists[who] = nil
		var next []*arrival
		i, j := 0, 0
		shared := func(till int) {
			for ; i < till; i, j = i+1, j+1 {
				all[i].join(list[j])
				next = append(next, all[i])
			}
		}
		for _, h := range redline.Diff(keys(all), keys(list)) {
			shared(h.ALo)
			next = append(append(next, all[h.ALo:h.AHi]...), list[h.BLo:h.BHi]...)
			i, j = h.AHi, h.BHi
		}
		shared(len(all))
		all = next
	}
	return all
}

// quoted is words for a sentence, "nothing" when there are none.
func quoted(f Field, ts []text.Token) string {
	if len(ts) == 0 {
		return "nothing"
	}
	s, _ := encode(ts)
	if f != FieldWords && f != FieldHeading {
		s = unsplit(f, ts)
	}
	return "“" + strings.TrimSpace(shown(s)) + "”"
}
