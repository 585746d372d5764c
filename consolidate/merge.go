package consolidate

import (
	"fmt"

	"parley/text"
)

// Merged is the result of a three-way merge.
type Merged struct {
	Text      *text.Text // with ours where the two contradict each other
	Conflicts []Fallen   // changes of theirs that contradict ours; none: everything of both is in Text
	Settled   []Fallen   // changes of theirs that ours makes too, or that are part of ours
}

// Merge brings the changes that lead from base to theirs into ours. It
// resolves only what needs no judgement: changes that do not overlap,
// identical changes, and a change of one side that is part of the other's.
// Provisions that both insert at the same place are a conflict unless they are
// the same. The error says what is wrong with one of the texts.
func Merge(base, ours, theirs *text.Text) (*Merged, error) {
	var outlines [3]*outline
	for i, t := range []*text.Text{base, ours, theirs} {
		o, err := newOutline(t)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", [...]string{"base", "our text", "their text"}[i], err)
		}
		outlines[i] = o
	}
	b, o, t := outlines[0], outlines[1], outlines[2]
	c := carrier{from: b, to: o, ours: changes(b, o), name: "our side", revision: ours.Revision(), strict: true}
	carried, fallen, err := c.carry(Amendment{ID: "theirs", Sponsors: []string{"theirs"}, Changes: changes(b, t)})
	if err != nil {
		return nil, err
	}
	var m Merged
	if m.Text, err = carried.apply(o); err != nil {
		return nil, err
	}
	for _, f := range fallen {
		if f.Reason == AlreadyAdopted {
			m.Settled = append(m.Settled, f)
			continue
		}
		m.Conflicts = append(m.Conflicts, f)
	}
	return &m, nil
}
