package negotiation

import (
	"slices"
	"strings"
	"time"
)

// StatementID names a statement.
type StatementID string

// Statement is what somebody said for a party. It binds nobody and changes no
// status: a position does (see TakePosition). With says that others are claimed
// to share it ("a common understanding with"); it is one-sided until each of
// them has said so, and a joint statement is one that each has signed off.
type Statement struct {
	ID       StatementID `json:"id"`
	Speaker  string      `json:"speaker,omitempty"` // "": the member who made it
	Capacity string      `json:"capacity,omitempty"`
	On       Subject     `json:"on,omitzero"`
	Words    string      `json:"words"`
	With     []PartyID   `json:"with,omitempty"`
	Joint    bool        `json:"joint,omitempty"` // its words are to be signed off by each
	Said     time.Time   `json:"said,omitzero"`   // zero: when it was recorded
	Source   string      `json:"source,omitempty"`
	Answers  StatementID `json:"answers,omitempty"`

	Shared []Confirmation `json:"-"` // who of With has joined it
	By     MemberID       `json:"-"`
	Party  PartyID        `json:"-"` // for which it was said
	At     time.Time      `json:"-"`

	Audience Audience `json:"-"`
}

// MakeStatement records a statement for the member's party.
type MakeStatement struct {
	Statement Statement `json:"statement"`
	Audience  Audience  `json:"audience"`
}

// StatementMade records MakeStatement.
type StatementMade struct {
	Statement Statement `json:"statement"`
}

// JoinStatement says for the member's party that it shares a statement, or signs
// a joint one off.
type JoinStatement struct {
	Statement StatementID `json:"statement"`
}

// StatementJoined records JoinStatement.
type StatementJoined struct {
	Statement StatementID `json:"statement"`
}

// KeepNote keeps a note for the member's own delegation: nobody else ever sees
// it.
type KeepNote struct {
	On    Subject `json:"on,omitzero"`
	Words string  `json:"words"`
}

// NoteKept records KeepNote.
type NoteKept struct {
	On    Subject `json:"on,omitzero"`
	Words string  `json:"words"`
}

// Note is an internal note of a delegation.
type Note struct {
	NoteKept
	By    MemberID
	Party PartyID
	At    time.Time
}

// Kind names the kind of entry.
func (*StatementMade) Kind() string { return "statement made" }

// Kind names the kind of entry.
func (*StatementJoined) Kind() string { return "statement joined" }

// Kind names the kind of entry.
func (*NoteKept) Kind() string { return "note kept" }

func (b *StatementMade) apply(s *State, e Entry) {
	x := b.Statement
	x.By, x.Party, x.At, x.Audience = e.By, e.Party, e.At, e.Audience
	if x.Speaker == "" {
		x.Speaker = s.nameOf(e.By)
	}
	if x.Said.IsZero() {
		x.Said = e.At
	}
	s.Statements = add(s, s.Statements, x)
}

func (b *StatementJoined) apply(s *State, e Entry) {
	s.Statements = slices.Clone(s.Statements)
	if x := s.statement(b.Statement); x != nil {
		x.Shared = append(slices.Clip(x.Shared), Confirmation{e.Party, s.nameOf(e.By), e.At})
	}
}

func (b *NoteKept) apply(s *State, e Entry) {
	s.Notes = add(s, s.Notes, Note{*b, e.By, e.Party, e.At})
}

func (b *StatementJoined) ofStatement() StatementID { return b.Statement }

func (s *State) statement(id StatementID) *Statement {
	return find(s.Statements, func(x Statement) bool { return x.ID == id })
}

// Missing returns the parties that are said to share the statement and have not
// said so.
func (x *Statement) Missing() []PartyID {
	return slices.DeleteFunc(slices.Clone(x.With), func(p PartyID) bool {
		return slices.ContainsFunc(x.Shared, func(c Confirmation) bool { return c.Party == p })
	})
}

func (c MakeStatement) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	x := c.Statement
	x.Words = strings.TrimSpace(x.Words)
	switch {
	case x.Words == "":
		return nil, refuse(Invalid, "statement", "it has no words", "write what was said")
	case x.Said.After(now):
		return nil, refuse(Invalid, "statement", "it was said in the future", "check the time")
	case x.Joint && len(x.With) == 0:
		return nil, refuse(Invalid, "statement", "a joint statement is of several parties", "name those who are to sign it off")
	case x.Joint && by.Mandate.Voice:
		return nil, refuse(NotAllowed, "statement", "you have no authority to bind your party", "ask the head of your delegation")
	case x.Answers != "" && !s.seesStatement(by.Party, x.Answers):
		return nil, notFound("statement", x.Answers)
	}
	if err := s.checkSubject(by, x.On); err != nil {
		return nil, err
	}
	if err := s.checkAudience(c.Audience); err != nil {
		return nil, err
	}
	for _, p := range x.With {
		if s.party(p) == nil || p == by.Party {
			return nil, refuse(Invalid, "statement", string(p)+" is not another party at the table", "name one that is")
		}
	}
	if x.Joint && !c.Audience.Everyone { // who is to sign it off must see it
		c.Audience = c.Audience.and(Audience{Parties: x.With})
	}
	x.Said = x.Said.UTC()
	x.ID = StatementID(s.newID(by, "statement", x, func(id string) bool { return s.statement(StatementID(id)) != nil }))
	return []Entry{{Audience: c.Audience, Body: &StatementMade{x}}}, nil
}

func (s *State) seesStatement(party PartyID, id StatementID) bool {
	x := s.statement(id)
	return x != nil && s.sees(party, x.Party, x.Audience)
}

// checkSubject refuses a subject that the member could not name.
func (s *State) checkSubject(by *Member, on Subject) error {
	if on.Issue != "" && s.issue(on.Issue) == nil {
		return notFound("issue", on.Issue)
	}
	if on.Provision == "" {
		return nil
	}
	for _, r := range s.mine(by).Revisions {
		if !r.Placeholder() && r.Text.Find(on.Provision) != nil {
			return nil
		}
	}
	return notFound("provision", on.Provision)
}

func (c JoinStatement) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if !s.seesStatement(by.Party, c.Statement) {
		return nil, notFound("statement", c.Statement)
	}
	x := s.statement(c.Statement)
	where := "statement " + string(c.Statement)
	switch {
	case !slices.Contains(x.Missing(), by.Party):
		return nil, refuse(Invalid, where, "your party is not among those who are still to join it", "make a statement of your own")
	case by.Mandate.Voice:
		return nil, refuse(NotAllowed, where, "you have no authority to bind your party", "ask the head of your delegation")
	}
	return []Entry{{Audience: x.Audience, Body: &StatementJoined{c.Statement}}}, nil
}

func (c KeepNote) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if strings.TrimSpace(c.Words) == "" {
		return nil, refuse(Invalid, "note", "it has no words", "write something")
	}
	if err := s.checkSubject(by, c.On); err != nil {
		return nil, err
	}
	return []Entry{{Body: &NoteKept{c.On, strings.TrimSpace(c.Words)}}}, nil
}
