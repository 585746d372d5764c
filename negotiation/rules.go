package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/text"
)

// Rules are what the parties go by. Their zero value is the usual: every
// principal must consent, all roles but observers propose, nobody has a right
// to be consulted, and nothing is agreed until everything is agreed.
type Rules struct {
	Consent   []PartyID      `json:"consent,omitempty"`   // whose consent is needed; none: all principals
	Threshold int            `json:"threshold,omitempty"` // how many of them are enough; 0: all
	Consult   []Consultation `json:"consult,omitempty"`
	Propose   []PartyID      `json:"propose,omitempty"`  // who may table amendments; none: all but observers
	Separate  bool           `json:"separate,omitempty"` // provisions are agreed one by one
}

// Consultation is a party's right to be heard on each revision, or on those
// that change certain provisions or the provisions of an issue.
type Consultation struct {
	Party      PartyID   `json:"party"`
	Provisions []text.ID `json:"provisions,omitempty"`
	Issue      IssueID   `json:"issue,omitempty"`
}

// SetRules sets the rules, in the place of those before.
type SetRules struct {
	Rules Rules `json:"rules"`
}

// RulesSet records SetRules.
type RulesSet struct {
	Rules Rules `json:"rules"`
}

// SetDeadline sets a deadline of the whole, or lifts it. Where none was set
// there is none, and nothing reminds of one.
type SetDeadline struct {
	At    time.Time `json:"at,omitzero"` // zero: lifted
	Words string    `json:"words,omitempty"`
}

// DeadlineSet records SetDeadline.
type DeadlineSet struct {
	At    time.Time `json:"at,omitzero"`
	Words string    `json:"words,omitempty"`
}

// Mandate is what a member may do in the name of the party. The zero value is
// the usual: the member speaks for the party and does not sign.
type Mandate struct {
	// Voice says that the member is heard and binds nobody: what is said is a
	// statement.
	Voice bool      `json:"voice,omitempty"`
	Only  []IssueID `json:"only,omitempty"` // speaks for the party on these issues; none: on all
	From  string    `json:"from,omitempty"` // who gave it: "instructed by the President"
	Words string    `json:"words,omitempty"`
	Track TrackID   `json:"track,omitempty"`
	Until time.Time `json:"until,omitzero"`
}

// GiveMandate gives a member a mandate, in place of the one before: by the
// member's own party, or by the mediator for a party without members yet.
type GiveMandate struct {
	Member   MemberID `json:"member"`
	Capacity string   `json:"capacity,omitempty"` // "": unchanged
	Mandate  Mandate  `json:"mandate"`
}

// MandateGiven records GiveMandate.
type MandateGiven struct {
	Member   MemberID `json:"member"`
	Capacity string   `json:"capacity,omitempty"`
	Mandate  Mandate  `json:"mandate"`
}

// Kind names the kind of entry.
func (*RulesSet) Kind() string { return "rules set" }

// Kind names the kind of entry.
func (*DeadlineSet) Kind() string { return "deadline set" }

// Kind names the kind of entry.
func (*MandateGiven) Kind() string { return "mandate given" }

func (b *RulesSet) apply(s *State, _ Entry) { s.Rules = b.Rules }

func (b *DeadlineSet) apply(s *State, _ Entry) { s.Deadline = *b }

func (b *MandateGiven) apply(s *State, _ Entry) {
	s.Members = slices.Clone(s.Members)
	if m := s.member(b.Member); m != nil {
		m.Mandate = b.Mandate
		if b.Capacity != "" {
			m.Capacity = b.Capacity
		}
	}
}

func (c SetRules) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	named := slices.Concat(c.Rules.Consent, c.Rules.Propose)
	for _, x := range c.Rules.Consult {
		named = append(named, x.Party)
		if x.Issue != "" && s.issue(x.Issue) == nil {
			return nil, notFound("issue", x.Issue)
		}
	}
	for _, p := range named {
		if s.party(p) == nil {
			return nil, notFound("party", p)
		}
	}
	if n := len(s.consenting(c.Rules)); c.Rules.Threshold < 0 || c.Rules.Threshold > n {
		return nil, refuse(Invalid, "rules", fmt.Sprintf("%d of %d cannot be asked for", c.Rules.Threshold, n), "give a number of the parties whose consent counts, or 0 for all")
	}
	return []Entry{{Audience: Everyone, Body: &RulesSet{c.Rules}}}, nil
}

func (c SetDeadline) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	switch {
	case c.At.IsZero() && s.Deadline.At.IsZero():
		return nil, refuse(Stale, "deadline", "there is none", "there is nothing to lift")
	case !c.At.IsZero() && !c.At.After(now):
		return nil, refuse(Invalid, "deadline", "it is past already", "choose a moment to come")
	}
	return []Entry{{Audience: Everyone, Body: &DeadlineSet{c.At.UTC(), strings.TrimSpace(c.Words)}}}, nil
}

func (c GiveMandate) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	m := s.member(c.Member)
	if m == nil {
		return nil, notFound("member", c.Member)
	}
	where := "mandate of " + string(c.Member)
	switch {
	case m.Party != by.Party && !s.permissions(by).Keep:
		return nil, refuse(NotAllowed, where, "it acts for another party", "a mandate is given by the member's own party")
	case by.Mandate.Voice && m.Party == by.Party:
		return nil, refuse(NotAllowed, where, "you have no authority to bind your party yourself", "ask the head of your delegation")
	case !c.Mandate.Until.IsZero() && !c.Mandate.Until.After(now):
		return nil, refuse(Invalid, where, "it would have ended already", "choose a moment to come")
	case c.Mandate.Track != "" && s.track(c.Mandate.Track) == nil:
		return nil, notFound("track", c.Mandate.Track)
	}
	for _, i := range c.Mandate.Only {
		if s.issue(i) == nil {
			return nil, notFound("issue", i)
		}
	}
	return []Entry{{Audience: Everyone, Body: &MandateGiven{c.Member, strings.TrimSpace(c.Capacity), c.Mandate}}}, nil
}

// maySpeak refuses a member who cannot bind the party on a subject.
func (s *State) maySpeak(by *Member, on Subject) error {
	party := s.party(by.Party)
	if party == nil || party.Role == Observer {
		return refuse(NotAllowed, "position", "observers take no positions", "make a statement")
	}
	m := by.Mandate
	if m.Voice {
		return refuse(NotAllowed, "position", "you are heard, and have no authority to set your party's position", "make a statement, or ask the head of your delegation")
	}
	if len(m.Only) == 0 {
		return nil
	}
	for _, id := range m.Only {
		if on.Issue == id || on.Provision != "" && slices.Contains(s.issue(id).Provisions, on.Provision) {
			return nil
		}
	}
	return refuse(NotAllowed, "position", "your mandate does not cover it", "ask the head of your delegation")
}

// consenting returns the parties whose consent the rules need.
func (s *State) consenting(r Rules) []PartyID {
	if len(r.Consent) > 0 {
		return r.Consent
	}
	var out []PartyID
	for _, p := range s.Parties {
		if p.Role == Principal {
			out = append(out, p.ID)
		}
	}
	return out
}
