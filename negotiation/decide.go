package negotiation

import (
	"slices"
	"time"
)

// Command is something that a member wants done.
type Command interface {
	decide(s *State, by *Member, now time.Time) ([]Entry, error)
}

// Decide says whether member may have the command done in state s, and which
// entries record it. The error is a *Refusal.
func Decide(s State, member MemberID, c Command, now time.Time) ([]Entry, error) {
	if open, ok := c.(Open); ok {
		es, err := open.entries(s)
		return number(s, now, es, err)
	}
	by := s.member(member)
	if by == nil {
		return nil, notFound("negotiation", s.ID)
	}
	es, err := c.decide(&s, by, now)
	if err != nil {
		return nil, err
	}
	for i := range es {
		es[i].By, es[i].Party = by.ID, by.Party
		if es[i].Signature == nil && s.mustSign(by, es[i].Body) {
			return nil, refuse(NotAllowed, es[i].Body.Kind(), "it must be signed with your key", "sign it in a browser that holds your key")
		}
	}
	return number(s, now, es, nil)
}

// number gives entries their place in the record.
func number(s State, now time.Time, es []Entry, err error) ([]Entry, error) {
	if err != nil {
		return nil, err
	}
	if now.Before(s.At) {
		now = s.At // the record's time never runs backwards
	}
	for i := range es {
		es[i].Seq = s.Seq + int64(i) + 1
		es[i].At = now.UTC()
	}
	return es, nil
}

// Permissions says what a member may do.
type Permissions struct {
	Keep    bool // keep the text: table revisions, decide on amendments, invite
	Propose bool // table amendments
	File    bool // file renderings
}

var allowed = map[Role]Permissions{
	Mediator:  {Keep: true, Propose: true, File: true},
	Principal: {Propose: true, File: true},
	Guarantor: {Propose: true, File: true},
	Consulted: {Propose: true, File: true},
	Observer:  {},
}

func (s *State) permissions(m *Member) Permissions {
	p := s.party(m.Party)
	if p == nil {
		return Permissions{}
	}
	return allowed[p.Role]
}

func (s *State) mayKeep(m *Member) error {
	if s.permissions(m).Keep {
		return nil
	}
	return refuse(NotAllowed, "", "only the mediator keeps the text", "ask the mediator")
}

func (s *State) mayPropose(m *Member) error {
	if s.permissions(m).Propose {
		return nil
	}
	return refuse(NotAllowed, "", "observers do not table amendments", "ask a party to sponsor it")
}

// visible returns the amendment if member may see it.
func (s *State) visible(m *Member, id AmendmentID) (*Amendment, error) {
	a := s.amendment(id)
	if a == nil || !s.seesAmendment(m.Party, a) {
		return nil, notFound("amendment", id)
	}
	return a, nil
}

func (s *State) seesAmendment(party PartyID, a *Amendment) bool {
	return s.sees(party, a.Party, a.Audience) ||
		slices.ContainsFunc(a.Sponsors, func(p PartyID) bool { return s.within(party, p) })
}

// checkAudience refuses parties that are not at the table.
func (s *State) checkAudience(to Audience) error {
	for _, p := range to.Parties {
		if s.party(p) == nil {
			return notFound("party", p)
		}
	}
	return nil
}
