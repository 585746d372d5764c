package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Paper is what goes from hand to hand: a revision, an amendment or a document.
// One of the fields is set.
type Paper struct {
	Revision  int         `json:"revision,omitempty"`
	Amendment AmendmentID `json:"amendment,omitempty"`
	Document  DocumentID  `json:"document,omitempty"`
}

func (p Paper) where() string {
	switch {
	case p.Amendment != "":
		return "amendment " + string(p.Amendment)
	case p.Document != "":
		return "document " + string(p.Document)
	}
	return fmt.Sprintf("revision %d", p.Revision)
}

// Circulate sends a paper to parties: by the platform, or, with Elsewhere, as it
// was handed over outside. With Until a revision may be read on screen up to then
// and is not handed over (a reading room).
type Circulate struct {
	Paper
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

// PaperCirculated records Circulate, to parties that know of one another.
type PaperCirculated struct {
	Paper
	To        []PartyID `json:"to"`
	Note      string    `json:"note,omitempty"`
	Elsewhere *Handover `json:"elsewhere,omitempty"`
	Until     time.Time `json:"until,omitzero"`
}

// Circulation is a paper sent to parties.
type Circulation struct {
	PaperCirculated
	By       MemberID
	Party    PartyID
	At       time.Time
	audience Audience
}

// Acknowledge confirms that the member's party received a paper. Opening says only
// that one of its members looked at it, and is recorded once.
type Acknowledge struct {
	Paper
	Opening bool `json:"opening,omitempty"`
}

// PaperReceived records Acknowledge.
type PaperReceived struct {
	Paper
	Opening bool `json:"opening,omitempty"`
}

// Receipt is that a party opened or acknowledged a paper.
type Receipt struct {
	PaperReceived
	By       MemberID
	Party    PartyID
	At       time.Time
	audience Audience
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
func (*PaperCirculated) Kind() string { return "paper circulated" }

// Kind names the kind of entry.
func (*PaperReceived) Kind() string { return "paper received" }

// Kind names the kind of entry.
func (*PartyConsulted) Kind() string { return "party consulted" }

func (b *PaperCirculated) apply(s *State, e Entry) {
	s.Circulations = add(s, s.Circulations, Circulation{*b, e.By, e.Party, e.At, e.Audience})
	if b.Amendment != "" {
		s.amend(b.Amendment, func(a *Amendment) { a.sent = append(slices.Clip(a.sent), b.To...) })
	}
	if b.Document != "" {
		s.refile(b.Document, func(d *Document) { d.sent = append(slices.Clip(d.sent), b.To...) })
	}
}

func (b *PaperReceived) apply(s *State, e Entry) {
	s.Receipts = add(s, s.Receipts, Receipt{*b, e.By, e.Party, e.At, e.Audience})
}

func (b *PartyConsulted) apply(s *State, _ Entry) {
	s.Consultations = add(s, s.Consultations, *b)
}

func (c Circulate) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	has, err := s.giver(by, c.Paper, c.To)
	if err != nil {
		return nil, err
	}
	r := s.Revision(c.Revision)
	held := r == nil || !r.Placeholder()
	where := c.where()
	switch {
	case !held && c.Elsewhere == nil:
		return nil, refuse(Invalid, where, "its words are not held here", "record where and when it was handed over")
	case len(c.To) == 0:
		return nil, refuse(Invalid, where, "it goes to nobody", "choose the parties that are to receive it")
	case !c.Until.IsZero() && (r == nil || !held || !c.Until.After(now) || c.Elsewhere != nil):
		return nil, refuse(Invalid, where, "it cannot be read here until then", "choose a moment to come, and a revision whose words are held")
	case c.Elsewhere != nil && (strings.TrimSpace(c.Elsewhere.Place) == "" || c.Elsewhere.At.IsZero() || c.Elsewhere.At.After(now)):
		return nil, refuse(Invalid, where, "it is not said where and when it was handed over", "give the place, and a time that is past")
	}
	for _, p := range c.To {
		if s.party(p) == nil {
			return nil, notFound("party", p)
		}
		if c.Elsewhere == nil && has(p) && !(r != nil && r.Audience.Everyone) {
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
		es = append(es, Entry{Audience: Audience{Parties: to}, Body: &PaperCirculated{c.Paper, to, strings.TrimSpace(c.Note), c.Elsewhere, c.Until}})
	}
	return es, nil
}

// giver returns who has a paper, if the member may give it to the parties.
func (s *State) giver(by *Member, p Paper, to []PartyID) (has func(PartyID) bool, err error) {
	switch {
	case p.Document != "":
		d := s.document(p.Document)
		if d == nil || !s.seesDocument(by.Party, d) {
			return nil, notFound("document", p.Document)
		}
		if d.Party != by.Party {
			return nil, refuse(NotAllowed, p.where(), "another party filed it", "ask that party to circulate it")
		}
		return func(p PartyID) bool { return s.seesDocument(p, d) }, nil
	case p.Amendment != "":
		a, err := s.ownAmendment(by, p.Amendment)
		if err != nil {
			return nil, err
		}
		for _, p := range to {
			if r := s.Revision(a.Revision); s.party(p) != nil && !s.holds(p, r) {
				return nil, refuse(Invalid, fmt.Sprintf("revision %d", a.Revision), string(p)+" does not have it, and the amendment changes its words", "circulate the revision first")
			}
		}
		return func(p PartyID) bool { return s.seesAmendment(p, a) }, s.mayWiden(a, a.Audience.and(Audience{Parties: to}))
	}
	r := s.mine(by).Revision(p.Revision)
	if r == nil {
		return nil, notFound("revision", p.Revision)
	}
	if r.Party != by.Party && !s.permissions(by).Keep {
		return nil, refuse(NotAllowed, p.where(), "another party tabled it", "ask the mediator to circulate it")
	}
	return func(p PartyID) bool { return s.holds(p, r) }, nil
}

func (c Acknowledge) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	to := s.keepers()
	switch {
	case c.Document != "":
		d := s.document(c.Document)
		if d == nil || !s.seesDocument(by.Party, d) {
			return nil, notFound("document", c.Document)
		}
		to = Audience{Parties: []PartyID{d.Party}}
	case c.Amendment != "":
		a, err := s.visible(by, c.Amendment)
		if err != nil {
			return nil, err
		}
		to = Audience{Parties: []PartyID{a.Party}}
	default:
		if r := s.mine(by).Revision(c.Revision); r == nil && !(c.Opening && s.mayRead(by.Party, c.Revision, time.Time{})) {
			return nil, notFound("revision", c.Revision)
		}
	}
	for _, was := range s.Receipts {
		if was.Paper == c.Paper && was.Party == by.Party && (!was.Opening || c.Opening) {
			return nil, refuse(Stale, c.where(), "your party did so already", "there is nothing to do")
		}
	}
	return []Entry{{Audience: to, Body: &PaperReceived{c.Paper, c.Opening}}}, nil
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
