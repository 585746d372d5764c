package consolidate

import (
	"slices"

	"parley/text"
)

// Taking reads a text out of the brackets alone: it knows nothing of the
// amendments they were made from.

type taker struct {
	*Bracketed
	sponsor string
	cut     map[text.ID]map[text.ID][]text.Token // the words of strands, by head and provision
}

// level takes the provisions that the sponsor has here.
func (t *taker) level(ls []*Laid) []*text.Provision {
	var out []*text.Provision
	for _, l := range ls {
		switch {
		case l.From:
			if slices.Contains(l.By, t.sponsor) {
				out = t.take(out, t.main[l.ID])
			}
		case len(l.By) > 0:
			if slices.Contains(l.By, t.sponsor) {
				out = append(out, t.fresh(l))
			}
		case !slices.ContainsFunc(l.Leaving, func(d Leaving) bool { return slices.Contains(d.Sponsors, t.sponsor) }):
			out = t.take(out, l)
		}
	}
	return out
}

// take appends a provision of the base and what the sponsor split off it.
func (t *taker) take(out []*text.Provision, l *Laid) []*text.Provision {
	base := t.base.sites[l.ID].Provision
	p := &text.Provision{
		ID:       l.ID,
		Kind:     text.Kind(t.field(l.Kinds, FieldKind, string(base.Kind))),
		Label:    t.field(l.Label, FieldLabel, base.Label),
		Heading:  t.field(l.Heading, FieldHeading, base.Heading),
		Children: t.level(l.Children),
	}
	head := l
	if l.JoinedTo != "" {
		head = t.main[l.JoinedTo]
	}
	if !bracketed(head.Words) {
		p.Words = base.Words
		return append(out, p)
	}
	words := t.words(head)
	p.Words = text.Join(words[l.ID])
	out = append(out, p)
	for _, piece := range l.Pieces {
		if slices.Contains(piece.By, t.sponsor) {
			q := t.fresh(piece)
			q.Words = text.Join(words[q.ID])
			out = append(out, q)
		}
	}
	return out
}

// fresh takes a new provision as the sponsor has it.
func (t *taker) fresh(l *Laid) *text.Provision {
	p := *l.own[t.sponsor]
	p.Children = t.level(l.Children)
	return &p
}

// words takes the words of a strand and divides them among its provisions.
func (t *taker) words(head *Laid) map[text.ID][]text.Token {
	if cut := t.cut[head.ID]; cut != nil {
		return cut
	}
	cut := map[text.ID][]text.Token{}
	id := head.ID
	for _, tok := range t.tokens(head.Words) {
		if next, ok := marked(tok); ok {
			id = next
			continue
		}
		cut[id] = append(cut[id], tok)
	}
	t.cut[head.ID] = cut
	return cut
}

// field takes a field; base is what it is where nothing is contested.
func (t *taker) field(p Passage, f Field, base string) string {
	if !bracketed(p) {
		return base
	}
	return unsplit(f, t.tokens(p))
}

func (t *taker) tokens(p Passage) []text.Token {
	var out []text.Token
	for _, s := range p {
		if s.Bracket == nil {
			out = append(out, s.Common...)
			continue
		}
		out = append(out, s.Bracket.taken(t.sponsor)...)
	}
	return out
}

// taken returns the sponsor's alternative, or the base's.
func (b *Bracket) taken(sponsor string) []text.Token {
	for _, a := range b.Alternatives[1:] {
		if slices.Contains(a.Sponsors, sponsor) {
			return a.Words
		}
	}
	return b.Alternatives[0].Words
}

func bracketed(p Passage) bool {
	return slices.ContainsFunc(p, func(s Segment) bool { return s.Bracket != nil })
}
