package redline

import "parley/text"

// Ids say which provisions belong together wherever they were kept. What an
// import made up because the file had none says nothing of the kind.

// AdoptIDs returns a copy of new in which each provision that has one
// counterpart in old carries its id. Of a split provision the largest piece
// does, and a merged one carries that of its largest part. The others get ids
// derived from their words and the id before them, so that whoever imports the
// same text on the same revision gets the same ids.
func AdoptIDs(old, new *text.Text, byHand ...Pair) *text.Text {
	out := new.Clone()
	m := newMatcher(old, out)
	matching := m.match(byHand)
	adopted := make([]text.ID, len(m.new))
	taken := make(map[text.ID]bool)
	for _, u := range m.old {
		taken[u.p.ID] = true
	}
	for _, l := range matching.Links {
		o, n := heaviest(m.old, l.Old), heaviest(m.new, l.New)
		adopted[n] = m.old[o].p.ID
	}
	before := text.ID("")
	for i, u := range m.new {
		if adopted[i] == "" {
			adopted[i] = freshID(taken, before, u.p)
		}
		taken[adopted[i]] = true
		u.p.ID, before = adopted[i], adopted[i]
	}
	return out
}

// freshID derives an id that is not taken.
func freshID(taken map[text.ID]bool, before text.ID, p *text.Provision) text.ID {
	id := text.NewID(string(before), p.Heading, p.Words)
	for n := "1"; taken[id]; n += "1" {
		id = text.NewID(string(before), p.Heading, p.Words, n)
	}
	return id
}

func heaviest(us []unit, among []int) int {
	best := among[0]
	for _, i := range among[1:] {
		if len(us[i].p.Words) > len(us[best].p.Words) {
			best = i
		}
	}
	return best
}

func (m *matcher) byHand(pairs []Pair) {
	if len(pairs) == 0 {
		return
	}
	olds, news := positions(m.old), positions(m.new)
	for _, p := range pairs {
		i, okOld := olds[p.Old]
		j, okNew := news[p.New]
		switch {
		case okOld && okNew:
			m.link(i, j, 1)
		case okOld && p.New == "":
			m.old[i].to = settled
		case okNew && p.Old == "":
			m.new[j].to = settled
		}
	}
}

// positions maps ids to positions, without ids that stand more than once.
func positions(us []unit) map[text.ID]int {
	out := make(map[text.ID]int, len(us))
	for i, u := range us {
		if u.p.ID == "" {
			continue
		}
		if _, twice := out[u.p.ID]; twice {
			out[u.p.ID] = -1
			continue
		}
		out[u.p.ID] = i
	}
	for id, i := range out {
		if i < 0 {
			delete(out, id)
		}
	}
	return out
}

// idsDerived reports whether t has the ids that it would have been given when
// it was read from a format without ids. These say where a provision stands
// and what it says, so that matching by content knows better; ids that were
// kept through an edit or a move are others.
func idsDerived(t *text.Text) bool {
	places := t.Places()
	if len(places) == 0 || places[0].ID == "" {
		return false
	}
	fresh := t.Clone()
	for _, p := range fresh.Places() {
		p.ID = ""
	}
	fresh.FillIDs()
	for i, p := range fresh.Places() {
		if p.ID != places[i].ID {
			return false
		}
	}
	return true
}

// byID links provisions with the same id, unless the ids are plainly not kept
// from one text to the other: the words of many stand under another id.
func (m *matcher) byID() {
	news := positions(m.new)
	if len(news) == 0 {
		return
	}
	where := m.onlyPlaces(m.new)
	var pairs [][2]int
	elsewhere := 0
	for id, i := range positions(m.old) {
		j, ok := news[id]
		if !ok || m.old[i].to != free || m.new[j].to != free {
			continue
		}
		pairs = append(pairs, [2]int{i, j})
		if k := m.old[i].key; k != noKey && k != m.new[j].key && where[k] >= 0 {
			elsewhere++
		}
	}
	if elsewhere*4 > len(pairs) {
		return
	}
	for _, p := range pairs {
		m.link(p[0], p[1], 1)
	}
}
