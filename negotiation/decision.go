package negotiation

import (
	"fmt"
	"slices"
	"time"

	"parley/consolidate"
	"parley/text"
)

// Accept adopts a pending amendment, or the named changes of it, into the
// current revision, which makes the next one.
type Accept struct {
	Amendment AmendmentID `json:"amendment"`
	Changes   []string    `json:"changes,omitempty"` // none: all that are pending
	Revision  int         `json:"revision"`          // the current revision that the mediator decided on; 0: whatever it is
	Note      string      `json:"note,omitempty"`
}

// AmendmentAccepted records Accept and the revision that it made.
type AmendmentAccepted struct {
	Amendment AmendmentID           `json:"amendment"`
	Changes   []string              `json:"changes"`
	Applied   consolidate.Amendment `json:"applied"` // as re-based onto the revision before
	Text      *text.Text            `json:"text"`
	Note      string                `json:"note,omitempty"`
}

// Reject drops a pending amendment, or the named changes of it.
type Reject struct {
	Amendment AmendmentID `json:"amendment"`
	Changes   []string    `json:"changes,omitempty"` // none: all that are pending
	Note      string      `json:"note,omitempty"`
}

// AmendmentRejected records Reject.
type AmendmentRejected struct {
	Amendment AmendmentID `json:"amendment"`
	Changes   []string    `json:"changes"`
	Note      string      `json:"note,omitempty"`
}

// Undo takes a decision back: of an acceptance, by adopting everything that
// was accepted since the last whole text without it.
type Undo struct {
	Amendment AmendmentID `json:"amendment"`
	Decision  int         `json:"decision"` // see Decision.N
	Note      string      `json:"note,omitempty"`
}

// DecisionUndone records Undo and the revision that it made, if any.
type DecisionUndone struct {
	Amendment AmendmentID `json:"amendment"`
	Decision  int         `json:"decision"`
	Rest      []Adoption  `json:"rest,omitempty"` // what stays adopted, re-based
	Text      *text.Text  `json:"text,omitempty"`
	Note      string      `json:"note,omitempty"`
}

// Kind names the kind of entry.
func (*AmendmentAccepted) Kind() string { return "amendment accepted" }

// Kind names the kind of entry.
func (*AmendmentRejected) Kind() string { return "amendment rejected" }

// Kind names the kind of entry.
func (*DecisionUndone) Kind() string { return "decision undone" }

func (b *AmendmentAccepted) concerns() AmendmentID { return b.Amendment }
func (b *AmendmentRejected) concerns() AmendmentID { return b.Amendment }
func (b *DecisionUndone) concerns() AmendmentID    { return b.Amendment }

func (b *AmendmentAccepted) apply(s *State, e Entry) {
	before := s.Current()
	a := s.amendment(b.Amendment)
	next := s.successor(before, b.Text, e)
	next.Note = b.Note
	next.Inputs = []Input{{Party: a.Party, Amendment: a.ID, Into: touched(b.Applied.Changes)}}
	next.adopted = append(slices.Clip(before.adopted), Adoption{a.decided + 1, b.Applied})
	s.addRevision(next)
	s.amend(b.Amendment, func(a *Amendment) { a.decide(b.Changes, true, b.Note, e.At) })
}

// successor returns the revision that a decision makes out of the current one.
func (s *State) successor(before *Revision, t *text.Text, e Entry) *Revision {
	return &Revision{
		Number: s.nextNumber(), ID: t.Revision(), Text: t, Standing: before.Standing,
		Parent: before.Number, Author: e.Party, By: e.By, Party: e.Party, At: e.At, Audience: Everyone, root: before.root,
	}
}

// touched returns the provisions that changes act on.
func touched(changes []consolidate.Change) []text.ID {
	var out []text.ID
	for _, c := range changes {
		if c.Provision != "" && !slices.Contains(out, c.Provision) {
			out = append(out, c.Provision)
		}
	}
	return out
}

func (b *AmendmentRejected) apply(s *State, e Entry) {
	s.amend(b.Amendment, func(a *Amendment) { a.decide(b.Changes, false, b.Note, e.At) })
}

func (b *DecisionUndone) apply(s *State, e Entry) {
	s.amend(b.Amendment, func(a *Amendment) {
		a.decisions = slices.DeleteFunc(slices.Clone(a.decisions), func(d Decision) bool { return d.N == b.Decision })
	})
	if b.Text == nil {
		return
	}
	before := s.Current()
	next := s.successor(before, b.Text, e)
	next.Note = b.Note
	next.adopted = b.Rest
	s.addRevision(next)
}

func (c Accept) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if err := s.checkOpen(); err != nil {
		return nil, err
	}
	a, err := s.pendingAmendment(by, c.Amendment)
	if err != nil {
		return nil, err
	}
	cur := s.Current()
	if c.Revision != 0 && c.Revision != cur.Number {
		return nil, refuse(Stale, fmt.Sprintf("revision %d", c.Revision), fmt.Sprintf("revision %d has taken its place", cur.Number), "look at the bracketed text again before you decide")
	}
	if err := s.checkShared(cur); err != nil {
		return nil, err
	}
	if !a.Audience.Everyone {
		return nil, refuse(NotAllowed, "amendment "+string(a.ID), "not everyone has seen it", "ask its sponsors to show it to everyone first")
	}
	now, err := pick(s.proposal(a).Now, c.Changes)
	if err != nil {
		return nil, err
	}
	t, err := now.Apply(cur.Text)
	if err != nil {
		return nil, refuse(Invalid, "amendment "+string(a.ID), err.Error(), "decide on its changes one by one")
	}
	body := &AmendmentAccepted{Amendment: a.ID, Changes: changeIDs(now), Applied: now, Text: t, Note: c.Note}
	return []Entry{{Audience: Everyone, Body: body}}, nil
}

// checkShared refuses to work on a text that not everyone holds: those who do
// not would learn its words from what becomes of it.
func (s *State) checkShared(cur *Revision) error {
	if s.holds("", cur) {
		return nil
	}
	return refuse(NotAllowed, fmt.Sprintf("revision %d", cur.Number), "not every party has received it", "circulate it to everyone first, or table the next revision whole")
}

// pick returns the named changes of what is pending, or all.
func pick(a consolidate.Amendment, changes []string) (consolidate.Amendment, error) {
	if len(changes) == 0 {
		return a, nil
	}
	have := changeIDs(a)
	for _, id := range changes {
		if !slices.Contains(have, id) {
			return a, refuse(Stale, "change "+id+" of amendment "+a.ID, "it is not pending", "look at the amendment again")
		}
	}
	return a.Only(changes...), nil
}

func changeIDs(a consolidate.Amendment) []string {
	out := make([]string, len(a.Changes))
	for i, c := range a.Changes {
		out[i] = c.ID
	}
	return out
}

func (c Reject) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	a, err := s.pendingAmendment(by, c.Amendment)
	if err != nil {
		return nil, err
	}
	p := s.proposal(a)
	now, err := pick(p.Now, c.Changes)
	if err != nil {
		return nil, err
	}
	ids := changeIDs(now)
	if len(c.Changes) == 0 {
		ids = changeIDs(p.open) // what has fallen is rejected with the rest
	}
	return []Entry{{Audience: s.audienceOf(a), Body: &AmendmentRejected{a.ID, ids, c.Note}}}, nil
}

func (c Undo) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	a, err := s.visible(by, c.Amendment)
	if err != nil {
		return nil, err
	}
	d := a.decision(c.Decision)
	if d == nil {
		return nil, notFound(fmt.Sprintf("amendment %s: decision", a.ID), c.Decision)
	}
	undone := DecisionUndone{Amendment: a.ID, Decision: c.Decision, Note: c.Note}
	if !d.Accepted {
		return []Entry{{Audience: s.audienceOf(a), Body: &undone}}, nil
	}
	cur := s.Current()
	if err := s.checkShared(cur); err != nil {
		return nil, err
	}
	i := cur.adoption(a.ID, c.Decision)
	if i < 0 {
		return nil, refuse(Invalid, "amendment "+string(a.ID), "a whole text was tabled since it was accepted", "amend the current revision instead")
	}
	undone.Text, undone.Rest, err = s.without(cur, i)
	if err != nil {
		return nil, err
	}
	return []Entry{{Audience: Everyone, Body: &undone}}, nil
}

// adoption returns which of the revision's adoptions the decision made, or -1.
func (r *Revision) adoption(id AmendmentID, decision int) int {
	return slices.IndexFunc(r.adopted, func(ad Adoption) bool {
		return ad.Amendment.ID == string(id) && ad.Decision == decision
	})
}

// without computes the current revision without its i-th adoption.
func (s *State) without(cur *Revision, i int) (*text.Text, []Adoption, error) {
	adopted := make([]consolidate.Amendment, len(cur.adopted))
	for j, ad := range cur.adopted {
		adopted[j] = ad.Amendment
	}
	const remedy = "undo what was accepted after it first"
	now, rest, dependent, err := consolidate.Undo(s.Revision(cur.root).Text, adopted, i)
	if err != nil {
		return nil, nil, refuse(Invalid, "undo", err.Error(), remedy)
	}
	kept := slices.Delete(slices.Clone(cur.adopted), i, i+1)
	if len(dependent) > 0 || len(rest) != len(kept) {
		return nil, nil, refuse(Invalid, "undo", "what was accepted after it stands on it", remedy)
	}
	for j := range kept {
		kept[j].Amendment = rest[j]
	}
	return now, kept, nil
}
