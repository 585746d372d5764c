package negotiation

import (
	"strings"
	"time"

	"parley/text"
)

// TableRevision tables a whole text as the next revision. Its provisions carry
// the ids of those of the parent that they continue (see redline.AdoptIDs).
type TableRevision struct {
	Text     *text.Text `json:"text"`
	Name     string     `json:"name,omitempty"`
	Standing Standing   `json:"standing,omitempty"`
	Parent   int        `json:"parent,omitempty"` // the number of the revision it was made from; 0: none
	Author   PartyID    `json:"author,omitempty"`
	Inputs   []Input    `json:"inputs,omitempty"`
	Note     string     `json:"note,omitempty"`
	Source   string     `json:"source,omitempty"`
	Held     bool       `json:"held,omitempty"` // back, for the member's own party, until it is circulated
}

// RecordPlaceholder records that a revision exists whose words are not held.
type RecordPlaceholder struct {
	Name     string   `json:"name,omitempty"`
	Standing Standing `json:"standing,omitempty"`
	Parent   int      `json:"parent,omitempty"`
	Author   PartyID  `json:"author,omitempty"`
	Note     string   `json:"note,omitempty"` // what is known of it
	Source   string   `json:"source,omitempty"`
}

// RevisionTabled records TableRevision and RecordPlaceholder.
type RevisionTabled struct {
	Revision Revision `json:"revision"`
}

// Kind names the kind of entry.
func (*RevisionTabled) Kind() string { return "revision tabled" }

func (b *RevisionTabled) apply(s *State, e Entry) {
	r := b.Revision
	r.By, r.Party, r.At, r.Audience, r.root = e.By, e.Party, e.At, e.Audience, r.Number
	s.addRevision(&r)
}

func (s *State) addRevision(r *Revision) {
	r.remembered = &remembered{}
	s.Revisions = add(s, s.Revisions, r)
}

func (c TableRevision) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if err := s.checkOpen(); err != nil {
		return nil, err
	}
	if c.Text == nil || len(c.Text.Provisions) == 0 {
		return nil, refuse(Invalid, "revision", "it has no provisions", "table a text, or record a placeholder if its words are not held")
	}
	if err := checkIDs(c.Text); err != nil {
		return nil, err
	}
	r := Revision{
		ID: c.Text.Revision(), Text: c.Text, Name: c.Name, Standing: c.Standing, Parent: c.Parent,
		Author: c.Author, Inputs: c.Inputs, Note: c.Note, Source: c.Source,
	}
	if cur := s.Current(); cur != nil && cur.ID == r.ID {
		return nil, refuse(Invalid, "revision", "it is the same as the current one, word for word", "table a text that differs")
	}
	to := Everyone
	if c.Held {
		to = Audience{}
	}
	return s.nextRevision(r, to)
}

func (b *RevisionTabled) ofRevision() int { return b.Revision.Number }

func (c RecordPlaceholder) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if strings.TrimSpace(c.Note) == "" {
		return nil, refuse(Invalid, "placeholder", "nothing is said of it", "say what is known of the revision and how")
	}
	return s.nextRevision(Revision{
		Name: c.Name, Standing: c.Standing, Parent: c.Parent, Author: c.Author, Note: c.Note, Source: c.Source,
	}, Everyone)
}

func (s *State) nextRevision(r Revision, to Audience) ([]Entry, error) {
	if err := checkStanding(r.Standing); err != nil {
		return nil, err
	}
	if r.Parent != 0 && s.Revision(r.Parent) == nil {
		return nil, notFound("revision", r.Parent)
	}
	if r.Author != "" && s.party(r.Author) == nil {
		return nil, notFound("party", r.Author)
	}
	for _, in := range r.Inputs {
		if s.party(in.Party) == nil {
			return nil, notFound("party", in.Party)
		}
		if a := s.amendment(in.Amendment); in.Amendment != "" && (a == nil || !a.Audience.Everyone) {
			return nil, refuse(Invalid, "input "+string(in.Amendment), "it is not an amendment that everyone sees", "name one that is, or none")
		}
	}
	r.Number = s.nextNumber()
	return []Entry{{Audience: to, Body: &RevisionTabled{r}}}, nil
}

func (s *State) nextNumber() int {
	if len(s.Revisions) == 0 {
		return 1
	}
	return s.Revisions[len(s.Revisions)-1].Number + 1
}

// checkIDs refuses a text whose provisions cannot be told apart.
func checkIDs(t *text.Text) error {
	seen := map[text.ID]bool{}
	for _, p := range t.Places() {
		if p.ID == "" || seen[p.ID] {
			return refuse(Invalid, "provision "+p.Label, "it has no id of its own", "import the text so that its provisions get ids")
		}
		seen[p.ID] = true
	}
	return nil
}
