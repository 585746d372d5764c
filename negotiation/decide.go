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
	may := s.permissions(m).Propose
	if named := s.Rules.Propose; may && len(named) > 0 && !s.permissions(m).Keep && !slices.Contains(named, m.Party) {
		return refuse(NotAllowed, "", "by the rules your party does not propose", "ask a party that does to sponsor it")
	}
	if may {
		return nil
	}
	return refuse(NotAllowed, "", "observers do not table amendments", "ask a party to sponsor it")
}

// holds reports whether a party has received a revision: it was tabled to
// everyone or by the party itself, or was circulated to it. "" is everyone.
func (s *State) holds(party PartyID, r *Revision) bool {
	if party == "" {
		return !slices.ContainsFunc(s.Parties, func(p Party) bool { return !s.holds(p.ID, r) })
	}
	return s.sees(party, r.Party, r.Audience) || slices.ContainsFunc(s.Circulations, func(c Circulation) bool {
		return c.Revision == r.Number && c.Until.IsZero() && slices.ContainsFunc(c.To, func(p PartyID) bool { return s.within(party, p) })
	})
}

// mine returns the state with the revisions that the member's party has received,
// so that nothing it is told depends on words that it does not hold.
func (s *State) mine(by *Member) *State {
	f := *s
	f.Revisions = s.revisionsOf(by.Party)
	f.Versions = kept(s.Versions, func(v *LanguageVersion) bool { return f.Revision(v.Revision) != nil })
	return &f
}

func (s *State) revisionsOf(party PartyID) []*Revision {
	hidden := func(r *Revision) bool { return !s.holds(party, r) }
	if !slices.ContainsFunc(s.Revisions, hidden) {
		return s.Revisions
	}
	return slices.DeleteFunc(slices.Clone(s.Revisions), hidden)
}

// visible returns the amendment if member may see it.
func (s *State) visible(m *Member, id AmendmentID) (*Amendment, error) {
	a := s.amendment(id)
	if a == nil || !s.seesAmendment(m.Party, a) {
		return nil, notFound("amendment", id)
	}
	return a, nil
}

// seesAmendment reports whether a party may see an amendment: it is addressed to
// it, and it holds the revision whose words stand in it.
func (s *State) seesAmendment(party PartyID, a *Amendment) bool {
	r := s.Revision(a.Revision)
	return r != nil && s.addressed(party, a) && s.holds(party, r)
}

// addressed reports whether an amendment is for the party, whatever it holds.
func (s *State) addressed(party PartyID, a *Amendment) bool {
	return s.sees(party, a.Party, a.Audience) ||
		slices.ContainsFunc(a.Sponsors, func(p PartyID) bool { return s.within(party, p) }) ||
		slices.ContainsFunc(a.sent, func(p PartyID) bool { return s.within(party, p) })
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
