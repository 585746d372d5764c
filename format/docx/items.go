package docx

import (
	"slices"

	"parley/redline"
	"parley/text"
)

// state says in which of the two texts something is.
type state uint8

const (
	same state = iota
	inserted
	deleted
)

// on reports whether it is in the text before (0) or after (1).
func (s state) on(which int) bool { return s == same || (s == inserted) == (which == 1) }

// item is a token, or only what stands between two, that is written in one state.
type item struct {
	state state
	gap   text.Gap // before the token
	tok   text.Token
	was   text.Style // of a token that is set otherwise before
	empty bool       // there is no token
}

// leads are, of each side, what stands before the first word: nothing, unless the
// words go on what another piece of them began.
type leads [2]text.Gap

// itemsOf lists what is to be written of a passage.
func itemsOf(p redline.Passage, only state, lead leads) []item {
	if p.Ops == nil {
		return plainItems(text.Tokens(p.Same), only, lead)
	}
	m := itemizer{lead: lead}
	for _, op := range p.Ops {
		m.op(op)
	}
	for which := range 2 {
		if !sameTokens(readOff(m.out, which), [2][]text.Token{p.OldTokens(), p.NewTokens()}[which], lead[which]) {
			return append(plainItems(text.Tokens(p.Old()), deleted, lead), plainItems(text.Tokens(p.New()), inserted, lead)...)
		}
	}
	return m.out
}

// plainItems are tokens that are all in one state.
func plainItems(ts []text.Token, s state, lead leads) []item {
	m := itemizer{lead: lead}
	for _, t := range ts {
		m.one(s, t)
	}
	return m.out
}

type itemizer struct {
	out  []item
	lead leads
	done [2]bool // the first word is written
}

func (m *itemizer) op(op redline.Op) {
	switch {
	case op.Kind == redline.Equal, op.Kind == redline.Reformat && alike(op.Old, op.New):
		for i := range op.New {
			m.both(op.Old[i], op.New[i])
		}
	default:
		for _, t := range op.Old {
			m.one(deleted, t)
		}
		for _, t := range op.New {
			m.one(inserted, t)
		}
	}
}

// alike reports whether the tokens are the same words, in notes or not.
func alike(a, b []text.Token) bool {
	return slices.EqualFunc(a, b, func(x, y text.Token) bool { return x.Text == y.Text && x.Style&text.Note == y.Style&text.Note })
}

// gapOn returns what stands before a token on a side.
func (m *itemizer) gapOn(which int, g text.Gap) text.Gap {
	if !m.done[which] {
		m.done[which] = true
		return m.lead[which]
	}
	return g
}

func (m *itemizer) one(s state, t text.Token) {
	g := t.Gap
	for which := range 2 {
		if s.on(which) {
			g = m.gapOn(which, t.Gap)
		}
	}
	m.out = append(m.out, item{state: s, gap: g, tok: t, was: t.Style})
}

func (m *itemizer) both(old, new text.Token) {
	g0, g1 := m.gapOn(0, old.Gap), m.gapOn(1, new.Gap)
	x := item{gap: g1, tok: new, was: old.Style}
	if g0 != g1 {
		x.gap = text.GapNone
		for i, g := range []text.Gap{g0, g1} {
			if g != text.GapNone {
				m.out = append(m.out, item{state: []state{deleted, inserted}[i], gap: g, tok: text.Token{Style: new.Style & text.Note}, empty: true})
			}
		}
	}
	m.out = append(m.out, x)
}

// readOff returns the tokens of one side as they would be read from the file: what
// stands in notes that follow one another without a word between is one note each.
func readOff(items []item, which int) []text.Token {
	var out []text.Token
	gap := text.GapNone
	for _, x := range items {
		if !x.state.on(which) {
			continue
		}
		gap = max(gap, x.gap)
		if x.empty {
			continue
		}
		t := x.tok
		t.Gap = gap
		if which == 0 {
			t.Style = x.was
		}
		gap = text.GapNone
		out = append(out, t)
	}
	return out
}

func sameTokens(a, b []text.Token, lead text.Gap) bool {
	b = slices.Clone(b)
	if len(b) > 0 {
		b[0].Gap = lead
	}
	return slices.Equal(a, b)
}

// notesOf divides items into stretches of words and notes. A note is there on a
// side if a word of it is.
func notesOf(items []item) [][]item {
	var out [][]item
	for _, x := range items {
		last := len(out) - 1
		if last >= 0 && out[last][0].tok.Style&text.Note == x.tok.Style&text.Note {
			out[last] = append(out[last], x)
			continue
		}
		out = append(out, []item{x})
	}
	return out
}

// stateOf is the state of a note: in one text, or in both.
func stateOf(note []item) state {
	var on [2]bool
	for _, x := range note {
		for which := range on {
			on[which] = on[which] || !x.empty && x.state.on(which)
		}
	}
	switch {
	case !on[0]:
		return inserted
	case !on[1]:
		return deleted
	}
	return same
}
