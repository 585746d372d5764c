package redline

import "parley/text"

// Two texts in different languages have no words in common. What tells which
// provision translates which is their structure: numbers, and the order of what
// has none between those that have the same.

// AlignTranslation returns a copy of in, a translation of t, in which each
// provision that has a counterpart in t carries its id. Ids that both have go
// before all else, then pairs made by hand, whose New is an id of in. What has no
// counterpart gets an id that t does not have.
func AlignTranslation(t, in *text.Text, byHand ...Pair) *text.Text {
	out := in.Clone()
	a := aligner{ids: map[*text.Provision]text.ID{}, taken: map[text.ID]bool{}, hand: map[text.ID]text.ID{}}
	known := map[text.ID]bool{}
	for _, p := range t.Places() {
		known[p.ID] = true
	}
	for _, pair := range byHand {
		a.hand[pair.New] = pair.Old
	}
	for _, p := range out.Places() {
		if old, ok := a.hand[p.ID]; ok {
			a.give(p.Provision, old)
		}
	}
	for _, p := range out.Places() {
		if _, ok := a.hand[p.ID]; !ok && known[p.ID] {
			a.give(p.Provision, p.ID)
		}
	}
	a.siblings(t.Provisions, out.Provisions)
	last := text.ID("")
	for _, p := range out.Places() {
		id := a.ids[p.Provision]
		for n := ""; id == "" || id != a.ids[p.Provision] && (known[id] || a.taken[id]); n += "1" {
			id = text.NewID("translation", string(last), p.Label, p.Words, n)
		}
		a.taken[id] = true
		p.ID, last = id, id
	}
	return out
}

type aligner struct {
	ids   map[*text.Provision]text.ID // of the translation's
	taken map[text.ID]bool
	hand  map[text.ID]text.ID
}

// give gives a provision the id of what it translates; "": it translates nothing.
func (a *aligner) give(p *text.Provision, id text.ID) {
	if id != "" && !a.taken[id] {
		a.ids[p], a.taken[id] = id, true
	}
}

// siblings aligns provisions that stand side by side: first those with the same
// number, then, between these, those without one as far as there are as many.
func (a *aligner) siblings(ps, qs []*text.Provision) {
	at := map[string]int{}
	for i, p := range ps {
		if n := text.Number(p.Label); n != "" {
			if _, twice := at[n]; twice {
				at[n] = -1
				continue
			}
			at[n] = i
		}
	}
	from, fromQ := 0, 0
	for j, q := range qs {
		i, ok := a.counterpart(ps, q, at)
		if !ok || i < from {
			continue
		}
		a.between(ps[from:i], qs[fromQ:j])
		a.pair(ps[i], q)
		from, fromQ = i+1, j+1
	}
	a.between(ps[from:], qs[fromQ:])
}

// counterpart finds which of the siblings a provision translates, by an id that it
// has already or by its number.
func (a *aligner) counterpart(ps []*text.Provision, q *text.Provision, at map[string]int) (int, bool) {
	if id := a.ids[q]; id != "" {
		for i, p := range ps {
			if p.ID == id {
				return i, true
			}
		}
		return 0, false
	}
	if _, byHand := a.hand[q.ID]; byHand {
		return 0, false
	}
	n := text.Number(q.Label)
	i, ok := at[n]
	return i, ok && n != "" && i >= 0 && !a.taken[ps[i].ID]
}

// between aligns what has no number in common: in order, where there are as many.
func (a *aligner) between(ps, qs []*text.Provision) {
	if len(ps) != len(qs) {
		return
	}
	for i, q := range qs {
		if _, byHand := a.hand[q.ID]; !byHand && (ps[i].Label == "") == (q.Label == "") {
			a.pair(ps[i], q)
		}
	}
}

func (a *aligner) pair(p, q *text.Provision) {
	if a.ids[q] == "" {
		a.give(q, p.ID)
	}
	a.siblings(p.Children, q.Children)
}
