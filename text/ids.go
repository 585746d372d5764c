package text

import "strconv"

// Valid reports whether id is fit to name a provision.
func (id ID) Valid() bool { return validID.MatchString(string(id)) }

// FillIDs gives an id to every provision of t that has none. The ids depend on
// nothing but the words, the labels and where they stand, so that reading the
// same file twice gives the same ids.
func (t *Text) FillIDs() {
	f := filler{used: map[ID]bool{}, next: map[ID]int{}}
	for _, p := range t.Places() {
		f.used[p.ID] = true
	}
	f.fill(t.Provisions, "")
}

type filler struct {
	used map[ID]bool
	next map[ID]int // how often an id was wanted, so that a thousand equal paragraphs are not counted through each time
}

func (f *filler) fill(ps []*Provision, parent ID) {
	for _, p := range ps {
		if p.ID == "" {
			p.ID = f.id(p, parent)
			f.used[p.ID] = true
		}
		f.fill(p.Children, p.ID)
	}
}

func (f *filler) id(p *Provision, parent ID) ID {
	first := NewID(string(parent), p.Label, p.Heading, p.Words, "0")
	for {
		n := f.next[first]
		f.next[first]++
		id := first
		if n > 0 {
			id = NewID(string(parent), p.Label, p.Heading, p.Words, strconv.Itoa(n))
		}
		if !f.used[id] {
			return id
		}
	}
}
