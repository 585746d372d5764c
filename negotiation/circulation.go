package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Circulate sends a revision to parties: by the platform, or, with Elsewhere,
// as it was handed over outside. With Until it may be read on screen up to then
// and is not handed over (a reading room).
type Circulate struct {
	Revision  int       `json:"revision"`
	To        []PartyID `json:"to"`
	Apart     bool      `json:"apart,omitempty"` // none of them learns of the others
	Note      string    `json:"note,omitempty"`
	Elsewhere *Handover `json:"elsewhere,omitempty"`
	Until     time.Time `json:"until,omitzero"`
}

// Handover is how words changed hands outside the platform.
type Handover struct {
	At    time.Time `json:"at"`
	Place string    `json:"place"`
	By    string    `json:"by"` // who handed it over
}

// RevisionCirculated records Circulate, to parties that know of one another.
type RevisionCirculated struct {
	Revision  int       `json:"revision"`
	To        []PartyID `json:"to"`
	Note      string    `json:"note,omitempty"`
	Elsewhere *Handover `json:"elsewhere,omitempty"`
	Until     time.Time `json:"until,omitzero"`
}

// Circulation is a revision sent to parties.
type Circulation struct {
	RevisionCirculated
	By       MemberID
	Party    PartyID
	At       time.Time
	audience Audience
}

// Acknowledge confirms that the member's party received a revision. Opening
// says only that one of its members looked at it, and is recorded once.
type Acknowledge struct {
	Revision int  `json:"revision"`
	Opening  bool `json:"opening,omitempty"`
}

// RevisionReceived records Acknowledge.
type RevisionReceived struct {
	Revision int  `json:"revision"`
	Opening  bool `json:"opening,omitempty"`
}

// Receipt is that a party opened or acknowledged a revision.
type Receipt struct {
	RevisionReceived
	By    MemberID
	Party PartyID
	At    time.Time
}

// RecordConsultation records that a party was heard on a revision, whether or
// not it received the words.
type RecordConsultation struct {
	Revision int       `json:"revision"`
	Party    PartyID   `json:"party"`
	At       time.Time `json:"at,omitzero"` // zero: now
	Words    string    `json:"words"`       // how, and what came of it
}

// PartyConsulted records RecordConsultation.
type PartyConsulted struct {
	Revision int       `json:"revision"`
	Party    PartyID   `json:"party"`
	At       time.Time `json:"at"`
	Words    string    `json:"words"`
}

// Kind names the kind of entry.
func (*RevisionCirculated) Kind() string { return "revision circulated" }

// Kind names the kind of entry.
func (*RevisionReceived) Kind() string { return "revision received" }

// Kind names the kind of entry.
func (*PartyConsulted) Kind() string { return "party consulted" }

func (b *RevisionCirculated) apply(s *State, e Entry) {
	s.Circulations = add(s, s.Circulations, Circulation{*b, e.By, e.Party, e.At, e.Audience})
}

func (b *RevisionReceived) apply(s *State, e Entry) {
	s.Receipts = add(s, s.Receipts, Receipt{*b, e.By, e.Party, e.At})
}

func (b *PartyConsulted) apply(s *State, _ Entry) {
	s.Consultations = add(s, s.Consultations, *b)
}

func (c Circulate) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	where := fmt.Sprintf("revision %d", c.Revision)
	r := s.mine(by).Revision(c.Revision)
	if r == nil {
		return nil, notFound("revision", c.Revision)
	}
	switch {
	case r.Party != by.Party && !s.permissions(by).Keep:
		return nil, refuse(NotAllowed, where, "another party tabled it", "ask the mediator to circulate it")
	case r.Placeholder() && c.Elsewhere == nil:
		return nil, refuse(Invalid, where, "its words are not held here", "record where and when it was handed over")
	case len(c.To) == 0:
		return nil, refuse(Invalid, where, "it goes to nobody", "choose the parties that are to receive it")
	case !c.Until.IsZero() && (!c.Until.After(now) || c.Elsewhere != nil || r.Placeholder()):
		return nil, refuse(Invalid, where, "it cannot be read here until then", "choose a moment to come, and a revision whose words are held")
	case c.Elsewhere != nil && (strings.TrimSpace(c.Elsewhere.Place) == "" || c.Elsewhere.At.IsZero() || c.Elsewhere.At.After(now)):
		return nil, refuse(Invalid, where, "it is not said where and when it was handed over", "give the place, and a time that is past")
	}
	for _, p := range c.To {
		if s.party(p) == nil {
			return nil, notFound("party", p)
		}
		if s.holds(p, r) && c.Elsewhere == nil && !r.Audience.Everyone {
			return nil, refuse(Invalid, where, string(p)+" has it already", "leave it out")
		}
	}
	if _, signs := s.KeyOf(by.ID); c.Apart && signs && len(c.To) > 1 {
		return nil, refuse(Invalid, where, "you sign what you send, and these are several acts", "send it to one party at a time")
	}
	lists := [][]PartyID{c.To}
	if c.Apart {
		lists = slices.Collect(slices.Chunk(c.To, 1))
	}
	var es []Entry
	for _, to := range lists {
		es = append(es, Entry{Audience: Audience{Parties: to}, Body: &RevisionCirculated{c.Revision, to, strings.TrimSpace(c.Note), c.Elsewhere, c.Until}})
	}
	return es, nil
}

func (c Acknowledge) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	r := s.mine(by).Revision(c.Revision)
	if r == nil && !(c.Opening && s.mayRead(by.Party, c.Revision, time.Time{})) {
		return nil, notFound("revision", c.Revision)
	}
	for _, was := range s.Receipts {
		if was.Revision == c.Revision && was.Party == by.Party && (!was.Opening || c.Opening) {
			return nil, refuse(Stale, fmt.Sprintf("revision %d", c.Revision), "your party did so already", "there is nothing to do")
		}
	}
	return []Entry{{Audience: s.keepers(), Body: &RevisionReceived{c.Revision, c.Opening}}}, nil
}

// keepers is the audience of those who keep the text.
func (s *State) keepers() Audience {
	var to Audience
	for _, p := range s.Parties {
		if p.Role == Mediator {
			to.Parties = append(to.Parties, p.ID)
		}
	}
	return to
}

// mayRead reports whether the party may look at a revision in the reading room
// at a moment; the zero time asks whether it ever might.
func (s *State) mayRead(party PartyID, n int, at time.Time) bool {
	return slices.ContainsFunc(s.Circulations, func(c Circulation) bool {
		return c.Revision == n && !c.Until.IsZero() && at.Before(c.Until) && s.sees(party, c.Party, Audience{Parties: c.To})
	})
}

func (c RecordConsultation) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if s.mine(by).Revision(c.Revision) == nil {
		return nil, notFound("revision", c.Revision)
	}
	if s.party(c.Party) == nil {
		return nil, notFound("party", c.Party)
	}
	if strings.TrimSpace(c.Words) == "" || c.At.After(now) {
		return nil, refuse(Invalid, "consultation", "it is not said how it was held, or it is to come", "say how, and when")
	}
	if c.At.IsZero() {
		c.At = now
	}
	to := s.keepers().and(Audience{Parties: []PartyID{c.Party}})
	return []Entry{{Audience: to, Body: &PartyConsulted{c.Revision, c.Party, c.At.UTC(), strings.TrimSpace(c.Words)}}}, nil
}
