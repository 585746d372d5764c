package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/text"
)

// Gavel records that the chair gavelled a provision at the table: nobody in the
// room spoke against these words. It is no consent, and lapses with the words.
type Gavel struct {
	Provision text.ID `json:"provision"`
	Words     string  `json:"words,omitempty"`
}

// ProvisionGavelled records Gavel.
type ProvisionGavelled struct {
	Revision  int     `json:"revision"`
	Provision text.ID `json:"provision"`
	Wording   string  `json:"wording"` // SHA-256 in hexadecimal
	Words     string  `json:"words,omitempty"`
}

// Gavelled is a provision that was gavelled.
type Gavelled struct {
	ProvisionGavelled
	By MemberID
	At time.Time
}

// Kind names the kind of entry.
func (*ProvisionGavelled) Kind() string { return "provision gavelled" }

func (b *ProvisionGavelled) ofRevision() int { return b.Revision }

func (b *ProvisionGavelled) apply(s *State, e Entry) {
	s.Gavels = add(s, s.Gavels, Gavelled{*b, e.By, e.At})
}

func (c Gavel) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	r := s.mine(by).Current()
	if r == nil || r.Text.Find(c.Provision) == nil {
		return nil, notFound("provision", c.Provision)
	}
	if err := s.checkShared(r); err != nil {
		return nil, err
	}
	wording := r.words().of[c.Provision].String()
	if slices.ContainsFunc(s.Gavels, func(g Gavelled) bool { return g.Provision == c.Provision && g.Wording == wording }) {
		return nil, refuse(Stale, fmt.Sprintf("provision %s", r.Text.Cite(c.Provision)), "these words were gavelled", "there is nothing to do")
	}
	return []Entry{{Audience: Everyone, Body: &ProvisionGavelled{r.Number, c.Provision, wording, strings.TrimSpace(c.Words)}}}, nil
}

// Gavelled returns when the words of a provision, as they stand, were gavelled,
// or nil.
func (v *View) Gavelled(id text.ID) *Gavelled {
	r := v.Current()
	if r == nil {
		return nil
	}
	wording := r.words().of[id].String()
	for _, g := range slices.Backward(v.state.Gavels) {
		if g.Provision == id && g.Wording == wording {
			return &g
		}
	}
	return nil
}
