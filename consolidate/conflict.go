package consolidate

import (
	"cmp"
	"slices"

	"parley/text"
)

// Words contradict one another in a bracket; places do when a provision is
// moved to two of them, and when one deletes what another amends, moves, or
// puts something into.

// touch is something done to a provision or to what is below it.
type touch struct {
	id      text.ID // the provision of the base
	who, am int
	says    string
}

func (l *layer) conflicts() []Conflict {
	var out []Conflict
	passage := func(id text.ID, f Field, p Passage) {
		for _, s := range p {
			if s.Bracket != nil && s.Bracket.Contested() {
				out = append(out, Conflict{Provision: id, Cite: l.base.cite(id), What: ConflictWords, Sides: s.Bracket.sides(f)})
			}
		}
	}
	passage("", FieldTitle, l.out.Title)
	passage("", FieldLang, l.out.Lang)
	deleted := l.deletedTouched()
	for _, s := range l.base.order {
		m := l.out.main[s.ID]
		passage(s.ID, FieldKind, m.Kinds)
		passage(s.ID, FieldLabel, m.Label)
		passage(s.ID, FieldHeading, m.Heading)
		passage(s.ID, FieldWords, m.Words)
		if c, ok := deleted[s.ID]; ok {
			out = append(out, c)
		}
		if c, ok := l.movedApart(m); ok {
			out = append(out, c)
		}
	}
	return out
}

// sides returns what the alternatives besides the base's say.
func (b *Bracket) sides(f Field) []Side {
	var out []Side
	for _, a := range b.Alternatives[1:] {
		out = append(out, Side{a.Sponsors, a.Amendments, quoted(f, a.Words)})
	}
	return out
}

// movedApart finds a provision that is moved to different places.
func (l *layer) movedApart(m *Laid) (Conflict, bool) {
	if len(m.Leaving) < 2 {
		return Conflict{}, false
	}
	c := Conflict{Provision: m.ID, Cite: l.base.cite(m.ID), What: ConflictPlace}
	for _, d := range m.Leaving {
		if d.To != nil {
			c.Sides = append(c.Sides, Side{d.Sponsors, d.Amendments, "moves it " + l.place(*d.To)})
		}
	}
	return c, len(c.Sides) > 1
}

// place names a place for people.
func (l *layer) place(p Place) string {
	switch {
	case p.After != "" && l.base.sites[p.After] != nil:
		return "behind " + l.base.cite(p.After)
	case p.Parent != "" && l.base.sites[p.Parent] != nil:
		return "to the beginning of " + l.base.cite(p.Parent)
	case p.Parent != "":
		return "into a new provision"
	}
	return "to the beginning"
}

// deletedTouched finds the provisions that some delete and others touch.
func (l *layer) deletedTouched() map[text.ID]Conflict {
	gone := map[text.ID][]departure{}
	for id, ds := range l.leaving {
		for _, d := range ds {
			if d.to == nil {
				gone[id] = append(gone[id], d)
			}
		}
	}
	if len(gone) == 0 {
		return nil
	}
	against := map[text.ID][]touch{}
	for _, t := range l.touches() {
		for id := t.id; id != ""; id = l.base.sites[id].parent {
			for _, d := range gone[id] {
				if d.who == t.who && d.am != t.am && !d.joined && l.err == nil {
					l.err = l.collision(d.who, d.am, t.am, id)
				}
			}
			apart := func(d departure) bool { return d.who != t.who && !(d.joined && t.says == "amends it") }
			if slices.ContainsFunc(gone[id], apart) && !slices.ContainsFunc(gone[id], func(d departure) bool { return d.who == t.who }) {
				if t.id != id {
					t.says = "amends what is below it"
				}
				against[id] = append(against[id], t)
			}
		}
	}
	out := map[text.ID]Conflict{}
	for id, ts := range against {
		c := Conflict{Provision: id, Cite: l.base.cite(id), What: ConflictDeleted}
		for _, d := range gone[id] {
			says := "deletes it"
			if d.joined {
				says = "joins it to the provision before"
			}
			c.Sides = addSide(c.Sides, l.sponsors[d.who], l.amendments[d.am].ID, says)
		}
		slices.SortFunc(ts, func(a, b touch) int { return cmp.Or(a.who-b.who, a.am-b.am, cmp.Compare(a.says, b.says)) })
		for _, t := range ts {
			c.Sides = addSide(c.Sides, l.sponsors[t.who], l.amendments[t.am].ID, t.says)
		}
		out[id] = c
	}
	return out
}

// addSide adds a sponsor to the side that says the same.
func addSide(sides []Side, sponsor, amendment, says string) []Side {
	for i := range sides {
		if s := &sides[i]; s.Says == says {
			s.Sponsors, s.Amendments = add(s.Sponsors, sponsor), add(s.Amendments, amendment)
			return sides
		}
	}
	return append(sides, Side{[]string{sponsor}, []string{amendment}, says})
}

// touches lists everything that amendments do to provisions, deletions apart.
func (l *layer) touches() []touch {
	var out []touch
	for am, a := range l.amendments {
		for i := range a.Changes {
			c := &a.Changes[i]
			t := touch{id: c.Provision, am: am, says: "amends it"}
			switch c.Kind {
			case KindDelete:
				continue
			case KindInsert:
				t.id, t.says = c.To.Parent, "inserts into it"
			case KindMove:
				t.says = "moves it"
			}
			if c.Field == FieldHeading || c.Field == FieldLabel || c.Field == FieldKind {
				t.says = "amends its " + string(c.Field)
			}
			for _, s := range a.Sponsors {
				t.who, _ = slices.BinarySearch(l.sponsors, s)
				if l.base.sites[t.id] != nil {
					out = append(out, t)
				}
				if c.Kind == KindMove && l.base.sites[c.To.Parent] != nil {
					into := t
					into.id, into.says = c.To.Parent, "moves another into it"
					out = append(out, into)
				}
			}
		}
	}
	return out
}
