package consolidate

import (
	"fmt"
	"slices"

	"parley/text"
)

// A deletion, a move or an insertion is carried over unless ours decided the
// same question: the provision is gone, elsewhere, or not what it was.

// place carries a deletion, a move or an insertion.
func (j *journey) place(i int, c Change) {
	switch c.Kind {
	case KindDelete:
		j.delete(i, c)
	case KindMove:
		j.move(i, c)
	case KindInsert:
		j.insert(i, c)
	}
}

func (j *journey) delete(i int, c Change) {
	cite := j.from.cite(c.Provision)
	switch {
	case j.g.heads[c.Provision] != "" && j.to.sites[c.Provision] == nil:
		j.fall(i, WordsAmended, fmt.Sprintf("%s joins %s to the provision before it.", sentence(j.who()), cite))
	case j.to.sites[c.Provision] == nil:
		j.fall(i, AlreadyAdopted, fmt.Sprintf("%s deletes %s, too.", sentence(j.who()), cite))
	case j.movedTo(c.Provision) != nil:
		j.fall(i, MovedElsewhere, fmt.Sprintf("%s moves %s, which this deletes.", sentence(j.who()), cite))
	case j.touched[c.Provision]:
		j.fall(i, WordsAmended, fmt.Sprintf("%s amends %s, which this deletes.", sentence(j.who()), cite))
	default:
		j.done[i] = []Change{c}
	}
}

// movedTo returns where ours moves a provision, or nil.
func (j *journey) movedTo(id text.ID) *Place {
	for _, d := range j.g.leaving[id] {
		if d.who == ourSide && d.to != nil {
			return d.to
		}
	}
	return nil
}

func (j *journey) move(i int, c Change) {
	cite := j.from.cite(c.Provision)
	if j.to.sites[c.Provision] == nil {
		j.fall(i, ProvisionDeleted, fmt.Sprintf("%s deletes %s, which this moves.", sentence(j.who()), cite))
		return
	}
	if to := j.movedTo(c.Provision); to != nil {
		if *to == *c.To {
			j.fall(i, AlreadyAdopted, fmt.Sprintf("%s moves %s to the same place.", sentence(j.who()), cite))
			return
		}
		j.fall(i, MovedElsewhere, fmt.Sprintf("%s moves %s to another place.", sentence(j.who()), cite))
		return
	}
	to, ok := j.mapPlace(*c.To)
	switch {
	case j.taken(*c.To):
		j.fall(i, PlaceTaken, fmt.Sprintf("%s puts another provision where this moves %s.", sentence(j.who()), cite))
	case !ok:
		j.fall(i, ProvisionDeleted, fmt.Sprintf("The place where this moves %s is gone.", cite))
	default:
		c.To = &to
		j.done[i] = []Change{c}
		for n, piece := range j.piecesOf(c.Provision) {
			j.done[i] = append(j.done[i], Change{ID: fmt.Sprintf("%s.%d", c.ID, n+1), Kind: KindMove, Provision: piece, To: &to})
		}
	}
}

// dropCircles drops moves that, after ours, would put a provision into itself.
func (j *journey) dropCircles() {
	parent := map[text.ID]text.ID{}
	for i := range j.theirs.Changes {
		for _, c := range j.done[i] {
			if c.Kind == KindMove {
				parent[c.Provision] = c.To.Parent
			}
			above := c.Provision
			if c.Kind == KindInsert {
				above = c.To.Parent
			}
			putBelow(parent, c.Inserted, above)
		}
	}
	for i, c := range j.theirs.Changes {
		if c.Kind != KindMove || len(j.done[i]) == 0 {
			continue
		}
		at := parent[c.Provision]
		for n := len(j.to.order) + len(parent); n > 0 && at != "" && at != c.Provision; n-- {
			next, ok := parent[at]
			if s := j.to.sites[at]; !ok && s != nil {
				next = s.parent
			}
			at = next
		}
		if at != "" {
			delete(j.done, i)
			delete(parent, c.Provision)
			j.fall(i, MovedElsewhere, fmt.Sprintf("%s moves the place where this moves %s into that provision.", sentence(j.who()), j.from.cite(c.Provision)))
		}
	}
}

// putBelow notes what provisions stand below.
func putBelow(parent map[text.ID]text.ID, ps []*text.Provision, above text.ID) {
	for _, p := range ps {
		parent[p.ID] = above
		putBelow(parent, p.Children, p.ID)
	}
}

func (j *journey) insert(i int, c Change) {
	mine := j.g.newArrival(1, []int{theirSide}, c.Inserted[0])
	if lists := j.g.arriving[*c.To]; lists != nil {
		for _, v := range lists[ourSide] {
			if v.key == mine.key && !j.met[v] {
				j.met[v] = true
				j.fall(i, AlreadyAdopted, fmt.Sprintf("%s inserts the same provision here.", sentence(j.who())))
				return
			}
		}
	}
	if j.taken(*c.To) {
		j.fall(i, PlaceTaken, fmt.Sprintf("%s puts another provision here.", sentence(j.who())))
		return
	}
	to, ok := j.mapPlace(*c.To)
	if !ok {
		j.fall(i, ProvisionDeleted, fmt.Sprintf("%s deletes %s, below which this inserts a provision.", sentence(j.who()), j.from.cite(c.To.Parent)))
		return
	}
	c.To = &to
	c.Inserted = []*text.Provision{j.renamedCopy(c.Inserted[0])}
	c.Provision = c.Inserted[0].ID
	j.done[i] = []Change{c}
}

// taken reports whether ours puts a provision at the place, which matters only
// where nobody is to choose their order.
func (j *journey) taken(at Place) bool {
	lists := j.g.arriving[at]
	return j.strict && lists != nil && len(lists[ourSide]) > 0
}

// mapPlace finds a place of the base in the new revision: behind the nearest
// sibling that is still there, and what ours split off it.
func (j *journey) mapPlace(p Place) (Place, bool) {
	if p.Parent != "" && j.from.sites[p.Parent] == nil {
		to := Place{j.newID(p.Parent), j.newID(p.After)}
		if j.fresh[to.Parent] {
			return to, true
		}
		s := j.to.sites[p.Parent]
		if s == nil {
			return Place{}, false
		}
		if !slices.Contains(ids(s.Children), p.After) {
			p.After = ""
		}
		return p, true
	}
	if p.Parent != "" && j.to.sites[p.Parent] == nil {
		return Place{}, false
	}
	for s := j.from.sites[p.After]; s != nil; s = j.from.before(s) {
		now := j.to.sites[s.ID]
		if now == nil || now.parent != p.Parent || j.movedTo(s.ID) != nil {
			continue
		}
		p.After = s.ID
		if pieces := j.piecesOf(s.ID); len(pieces) > 0 {
			p.After = pieces[len(pieces)-1]
		}
		return p, true
	}
	return Place{Parent: p.Parent}, true
}

// piecesOf returns what ours split off a provision, as it stands behind it.
func (j *journey) piecesOf(id text.ID) []text.ID {
	var out []text.ID
	now := j.to.sites[id]
	for _, p := range j.to.children(now.parent)[now.index+1:] {
		if of, ok := j.pieces[p.ID]; !ok || j.g.head(of) != j.g.head(id) {
			break
		}
		out = append(out, p.ID)
	}
	return out
}
