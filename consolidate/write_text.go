package consolidate

import (
	"fmt"
	"slices"
	"strings"

	"parley/text"
)

// In writing, a bracket gives the base's words first and then each alternative
// with its sponsors: [30 days / UA: 60 days / RU: —]. A dash is an alternative
// without words; where the base has none, it is left out: [UA: without delay].

// Text returns the bracketed text as a text whose words hold the brackets. What
// is inserted, deleted or moved stands in brackets with all its words.
func (b *Bracketed) Text() *text.Text {
	w := inWords{taken: map[text.ID]bool{}}
	for id := range b.main {
		w.taken[id] = true
	}
	return &text.Text{
		Title:      plain(passageWords(b.Title)),
		Lang:       b.Base.Lang,
		Provisions: w.level(b, b.Provisions),
	}
}

type inWords struct {
	taken map[text.ID]bool // ids that are in use
}

func (w *inWords) level(b *Bracketed, ls []*Laid) []*text.Provision {
	var out []*text.Provision
	for _, l := range ls {
		p := &text.Provision{ID: w.id(l), Kind: l.Kind, Label: plain(passageWords(l.Label)), Heading: text.Join(passageWords(l.Heading)), Words: text.Join(l.wordsInBrackets(b))}
		p.Children = w.level(b, l.Children)
		out = append(append(out, p), w.level(b, l.Pieces)...)
	}
	return out
}

// id keeps the ids of the base and of what is inserted once, and makes others
// for what stands at a second place.
func (w *inWords) id(l *Laid) text.ID {
	id := l.ID
	if len(l.By) == 0 {
		return id
	}
	for n := 2; w.taken[id]; n++ {
		id = text.ID(fmt.Sprintf("%s-%d", l.ID, n))
	}
	w.taken[id] = true
	return id
}

// plain writes tokens as plain words.
func plain(ts []text.Token) string { return text.Plain(text.Join(ts)) }

// Place says where the provision goes, for people.
func (b *Bracketed) place(p *Place) string {
	l := layer{gathered: &gathered{base: b.base}}
	return l.place(*p)
}

// wordsInBrackets returns the words of a provision, in brackets if its being
// here is contested.
func (l *Laid) wordsInBrackets(b *Bracketed) []text.Token {
	words := passageWords(l.Words)
	switch {
	case l.Piece:
		words = spaced("split off the provision before")
	case l.From:
		words = spaced("→ " + b.base.cite(l.ID) + " moved here")
	}
	if len(l.By) == 0 && len(l.Leaving) == 0 {
		return words
	}
	alts := []Alternative{{Words: words}}
	if len(l.By) > 0 {
		alts = []Alternative{{}, {Sponsors: l.By, Words: words}}
	}
	for _, d := range l.Leaving {
		alts = append(alts, Alternative{Sponsors: d.Sponsors, Words: d.words(b)})
	}
	return bracketWords(alts)
}

// words says what becomes of the provision.
func (d Leaving) words(b *Bracketed) []text.Token {
	switch {
	case d.Joined:
		return spaced("joined to the provision before")
	case d.To != nil:
		return spaced("moved " + b.place(d.To))
	}
	return nil
}

// spaced makes each word of s a token.
func spaced(s string) []text.Token {
	var out []text.Token
	for _, f := range strings.Fields(s) {
		out = append(out, text.Token{Text: f, Gap: text.GapSpace})
	}
	return out
}

// passageWords writes a passage with its brackets.
func passageWords(p Passage) []text.Token {
	var out []text.Token
	for _, s := range p {
		if s.Bracket == nil {
			out = append(out, unmarked(s.Common)...)
			continue
		}
		out = append(out, bracketWords(s.Bracket.Alternatives)...)
	}
	return out
}

// bracketWords writes alternatives in brackets; the first is the base's.
func bracketWords(alts []Alternative) []text.Token {
	open := text.Token{Text: "[", Gap: text.GapSpace}
	for _, a := range alts {
		if len(a.Words) > 0 {
			open.Gap = unmarked(a.Words[:1])[0].Gap
			break
		}
	}
	out := []text.Token{open}
	for i, a := range alts {
		if i == 0 && len(a.Words) == 0 {
			continue
		}
		gap := text.GapNone
		if len(out) > 1 {
			out = append(out, text.Token{Text: "/", Gap: text.GapSpace})
			gap = text.GapSpace
		}
		if len(a.Sponsors) > 0 {
			out = append(out, text.Token{Text: strings.Join(a.Sponsors, ", ") + ":", Gap: gap})
			gap = text.GapSpace
		}
		words := balanced(unmarked(a.Words))
		if len(words) == 0 {
			words = []text.Token{{Text: "—"}}
		}
		if len(out) == 1 || words[0].Gap != text.GapBreak || open.Gap == text.GapBreak {
			words[0].Gap = gap // a line break that only this alternative has is shown
		}
		out = append(out, words...)
	}
	return append(out, text.Token{Text: "]"})
}

// unmarked returns a copy in which the marks between provisions can be seen.
func unmarked(ts []text.Token) []text.Token {
	out := slices.Clone(ts)
	for i, t := range out {
		if isMark(t) {
			out[i] = text.Token{Text: "¶", Gap: text.GapSpace}
		}
	}
	return out
}

// balanced replaces square brackets without a counterpart, which would end the
// bracket that the words stand in, by wide ones. It changes ts.
func balanced(ts []text.Token) []text.Token {
	var open []int
	for i, t := range ts {
		switch {
		case t.Style&text.Note != 0:
		case t.Text == "[":
			open = append(open, i)
		case t.Text == "]" && len(open) > 0:
			open = open[:len(open)-1]
		case t.Text == "]":
			ts[i].Text = "］"
		}
	}
	for _, i := range open {
		ts[i].Text = "［"
	}
	return ts
}
