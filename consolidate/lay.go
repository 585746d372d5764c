package consolidate

import (
	"fmt"
	"slices"

	"parley/text"
)

// Laying builds the tree of the bracketed text: the base in its order, behind
// each provision what was split off it, and then what is put there.

// lay is Consolidate to a base whose outline is known.
func lay(base *outline, amendments []Amendment) (*Bracketed, error) {
	g, err := gather(base, amendments)
	if err != nil {
		return nil, err
	}
	if err := g.checkPlaces(); err != nil {
		return nil, err
	}
	b := &Bracketed{Base: base.text, Amendments: g.amendments, Sponsors: g.sponsors, base: base, main: make(map[text.ID]*Laid, len(base.order))}
	l := layer{gathered: g, out: b}
	b.Title, b.Lang = l.passage("", FieldTitle), l.passage("", FieldLang)
	b.Provisions = l.level("", base.text.Provisions, nil, l.laid)
	if l.err == nil {
		l.err = l.leftOver()
	}
	if l.err == nil {
		b.conflicts = l.conflicts()
	}
	if l.err != nil {
		return nil, l.err
	}
	return b, nil
}

type layer struct {
	*gathered
	out *Bracketed
	err error
}

// passage weaves a field.
func (l *layer) passage(id text.ID, f Field) Passage {
	k := fieldKey{id, f}
	if len(l.edits[k]) == 0 {
		return common(f, l.base.field(id, f))
	}
	p, err := l.weave(k)
	if err != nil && l.err == nil {
		l.err = err
	}
	return p
}

// level lays the provisions below parent, with what is put among them.
// whose are those who have the parent, nil for all.
func (l *layer) level(parent text.ID, ps []*text.Provision, whose []int, lay func(*text.Provision) *Laid) []*Laid {
	out := l.arrived(Place{Parent: parent}, whose)
	for _, p := range ps {
		out = append(out, lay(p))
		out = append(out, l.arrived(Place{parent, p.ID}, whose)...)
	}
	return out
}

func (l *layer) laid(p *text.Provision) *Laid {
	out := &Laid{ID: p.ID, Kind: p.Kind, Label: l.passage(p.ID, FieldLabel), Heading: l.passage(p.ID, FieldHeading)}
	l.out.main[p.ID] = out
	if len(l.edits[fieldKey{p.ID, FieldKind}]) > 0 {
		out.Kinds = l.passage(p.ID, FieldKind)
	}
	if head, joined := l.heads[p.ID]; joined {
		out.JoinedTo = head
	} else {
		out.Words = l.passage(p.ID, FieldWords)
	}
	for _, v := range l.pieces[p.ID] {
		piece := l.fresh(v, v.own)
		piece.Piece = true
		out.Pieces = append(out.Pieces, piece)
	}
	out.Leaving = l.leave(l.leaving[p.ID])
	out.Children = l.level(p.ID, p.Children, nil, l.laid)
	return out
}

// leave groups departures by where to.
func (l *layer) leave(ds []departure) []Leaving {
	var out []Leaving
	for _, d := range ds {
		i := slices.IndexFunc(out, func(o Leaving) bool { return o.Joined == d.joined && samePlace(o.To, d.to) })
		if i < 0 {
			i = len(out)
			out = append(out, Leaving{To: d.to, Joined: d.joined})
		}
		out[i].Sponsors = add(out[i].Sponsors, l.sponsors[d.who])
		out[i].Amendments = add(out[i].Amendments, l.amendments[d.am].ID)
	}
	slices.SortFunc(out, func(a, b Leaving) int { return slices.Compare(a.Sponsors, b.Sponsors) })
	return out
}

func samePlace(a, b *Place) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

func (l *layer) arrived(at Place, whose []int) []*Laid {
	var out []*Laid
	for _, v := range l.arrivals(at, whose) {
		if v.own == nil {
			out = append(out, &Laid{ID: v.id, Kind: l.base.sites[v.id].Kind, From: true, By: l.names(v.who), Amendments: l.ids(v.ams)})
			continue
		}
		out = append(out, l.fresh(v, v.own))
	}
	return out
}

// fresh lays a new provision as each of its sponsors has it; they differ in
// ids at most.
func (l *layer) fresh(v *arrival, own map[int]*text.Provision) *Laid {
	p := own[v.who[0]]
	out := &Laid{
		ID: p.ID, Kind: p.Kind, By: l.names(v.who), Amendments: l.ids(v.ams), own: make(map[string]*text.Provision, len(own)),
		Label: common(FieldLabel, p.Label), Heading: common(FieldHeading, p.Heading), Words: common(FieldWords, p.Words),
	}
	for who, q := range own {
		out.own[l.sponsors[who]] = q
	}
	i := 0
	out.Children = l.level(p.ID, p.Children, v.who, func(*text.Provision) *Laid {
		child := make(map[int]*text.Provision, len(own))
		for who, q := range own {
			child[who] = q.Children[i]
		}
		i++
		return l.fresh(v, child)
	})
	return out
}

// common returns a passage without brackets.
func common(f Field, s string) Passage {
	if ts := tokensOf(f, s); len(ts) > 0 {
		return Passage{{Common: ts}}
	}
	return nil
}

func (l *layer) names(who []int) []string {
	out := make([]string, len(who))
	for i, w := range who {
		out[i] = l.sponsors[w]
	}
	return out
}

func (l *layer) ids(ams []int) []string {
	out := make([]string, len(ams))
	for i, a := range ams {
		out[i] = l.amendments[a].ID
	}
	return out
}

// leftOver finds what was put at a place that is not in the text.
func (l *layer) leftOver() error {
	var first *arrival
	for _, lists := range l.arriving {
		for _, list := range lists {
			for _, v := range list {
				if first == nil || v.ams[0] < first.ams[0] || v.ams[0] == first.ams[0] && v.id < first.id {
					first = v
				}
			}
		}
	}
	if first == nil {
		return nil
	}
	return fmt.Errorf("amendment %s puts provision %s at a place that is not in the text; make the amendment anew from this revision, or adopt what it stands in as well", l.amendments[first.ams[0]].ID, first.id)
}

// checkPlaces refuses amendments of one sponsor that put a provision in two
// places, into itself, or into what they delete.
func (g *gathered) checkPlaces() error {
	if len(g.leaving) == 0 {
		return nil
	}
	for _, s := range g.base.order {
		ds := g.leaving[s.ID]
		for i, d := range ds {
			for _, e := range ds[:i] {
				if e.who != d.who || (samePlace(e.to, d.to) && e.joined == d.joined && e.am != d.am) {
					continue
				}
				return g.collision(d.who, e.am, d.am, s.ID)
			}
		}
	}
	for id, ds := range g.leaving {
		for _, d := range ds {
			if d.to == nil {
				continue
			}
			if err := g.checkRoot(id, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkRoot follows a moved provision up to the top as its sponsor has it.
func (g *gathered) checkRoot(id text.ID, moved departure) error {
	at := moved.to.Parent
	for n := len(g.base.order) + len(g.above); n >= 0 && at != id; n-- {
		if at == "" {
			return nil
		}
		if above, ok := g.above[newProvision{moved.who, at}]; ok {
			at = above
			continue
		}
		s := g.base.sites[at]
		if s == nil {
			return nil // a place that is not there is found when all is laid
		}
		at = s.parent
		for _, d := range g.leaving[s.ID] {
			if d.who != moved.who {
				continue
			}
			if d.to == nil {
				return g.collision(d.who, d.am, moved.am, id)
			}
			at = d.to.Parent
		}
	}
	return g.collision(moved.who, moved.am, moved.am, id)
}
