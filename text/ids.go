package text

import "strconv"

// FillIDs gives an id to every provision of t that has none. The ids depend on
// nothing but the words, the labels and where they stand, so that reading the
// same file twice gives the same ids.
func (t *Text) FillIDs() {
	used := map[ID]bool{}
	for _, p := range t.Places() {
		used[p.ID] = true
	}
	fillIDs(t.Provisions, "", used)
}

func fillIDs(ps []*Provision, parent ID, used map[ID]bool) {
	for _, p := range ps {
		for n := 0; p.ID == ""; n++ {
			id := NewID(string(parent), p.Label, p.Heading, p.Words, strconv.Itoa(n))
			if !used[id] {
				used[id] = true
				p.ID = id
			}
		}
		fillIDs(p.Children, p.ID, used)
	}
}
