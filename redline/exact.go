package redline

import (
	"errors"
	"slices"

	"parley/text"
)

// Either text is put together from the rows alone, provision by provision from
// the tokens of the operations, so that what is applied is what was shown.

// ErrOtherText says that a redline was applied to a text that it was not made
// from.
var ErrOtherText = errors.New("the redline was made from another text; compare again")

// Apply returns the new text, given the old.
func (r *Redline) Apply(old *text.Text) (*text.Text, error) {
	if !old.Equal(r.text(0)) {
		return nil, ErrOtherText
	}
	return r.text(1), nil
}

// Revert returns the old text, given the new.
func (r *Redline) Revert(new *text.Text) (*text.Text, error) {
	if !new.Equal(r.text(1)) {
		return nil, ErrOtherText
	}
	return r.text(0), nil
}

// text puts one side's text together from the rows.
func (r *Redline) text(which int) *text.Text {
	n := 0
	for i := range r.Rows {
		if s := r.Rows[i].side(which); s != nil {
			n = max(n, s.Index+1)
		}
	}
	rows := make([][]*Row, n)
	for i := range r.Rows {
		if s := r.Rows[i].side(which); s != nil {
			rows[s.Index] = append(rows[s.Index], &r.Rows[i])
		}
	}
	out := &text.Text{Title: r.Title.side(which), Lang: r.Lang[which]}
	open := []*text.Provision{} // the last provision at each depth
	for _, pieces := range rows {
		p, depth := provision(pieces, which)
		if depth == 0 {
			out.Provisions = append(out.Provisions, p)
		} else {
			open[depth-1].Children = append(open[depth-1].Children, p)
		}
		open = append(open[:depth], p)
	}
	return out
}

func (r *Row) side(which int) *Side {
	if which == 0 {
		return r.Old
	}
	return r.New
}

func (p *Passage) side(which int) string {
	if which == 0 {
		return p.Old()
	}
	return p.New()
}

// provision puts one provision together from the rows of its pieces.
func provision(pieces []*Row, which int) (*text.Provision, int) {
	slices.SortFunc(pieces, func(a, b *Row) int { return a.side(which).Piece - b.side(which).Piece })
	s := pieces[0].side(which)
	p := &text.Provision{ID: s.ID, Kind: s.Kind, Label: s.Label, Heading: pieces[0].Heading.side(which)}
	if s.AsWords {
		p.Heading, p.Words = "", p.Heading
		return p, s.Depth
	}
	switch {
	case s.verbatim != "":
		p.Words = s.verbatim
	case len(pieces) == 1:
		p.Words = pieces[0].Words.side(which)
	default:
		var ts []text.Token
		for _, r := range pieces {
			ts = append(ts, r.Words.tokens(which)...)
		}
		p.Words = text.Join(ts)
	}
	return p, s.Depth
}
