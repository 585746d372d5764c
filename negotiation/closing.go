package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/text"
)

// InstrumentID names an instrument that is negotiated beside the text; "" is the
// text itself.
type InstrumentID string

// Instrument is a text linked with the one under negotiation, with parties of
// its own: a guarantee beside an agreement, a protocol that implements it. It is
// tabled whole.
type Instrument struct {
	ID        InstrumentID `json:"id"`
	Name      string       `json:"name"`
	Relation  string       `json:"relation"` // "guarantees", "implements", …
	Parties   []PartyID    `json:"parties"`  // who are to sign it
	AllOrNone bool         `json:"allOrNone,omitempty"`
	Text      *text.Text   `json:"text,omitempty"` // nil: no words yet
}

// Closing is the end of a text: the clauses about its signature, and who did
// what.
type Closing struct {
	Depositary string   `json:"depositary,omitempty"`
	Authentic  []string `json:"authentic,omitempty"` // languages
	// Ratifications is how many bring it into force, Days after the last of
	// them; 0: its signature does.
	Ratifications int `json:"ratifications,omitempty"`
	Days          int `json:"days,omitempty"`
}

// Mark is that a member initialled or signed words for a party.
type Mark struct {
	Instrument InstrumentID `json:"instrument,omitempty"`
	Revision   int          `json:"revision,omitempty"`
	Provision  text.ID      `json:"provision,omitempty"` // "": the whole
	Wording    string       `json:"wording"`             // SHA-256 in hexadecimal

	By       MemberID  `json:"-"`
	Party    PartyID   `json:"-"`
	Capacity string    `json:"-"`
	At       time.Time `json:"-"`
}

// Powers are a member's full powers: presented by the party, and examined.
type Powers struct {
	Member   MemberID  `json:"member"`
	Words    string    `json:"words"` // from whom, of which date
	Examined bool      `json:"examined"`
	InOrder  bool      `json:"inOrder"`
	Finding  string    `json:"finding,omitempty"`
	At       time.Time `json:"at"`
}

// Declaration is a reservation or an interpretive declaration made on signing.
type Declaration struct {
	Provision   text.ID   `json:"provision,omitempty"`
	Reservation bool      `json:"reservation,omitempty"` // or an interpretive declaration
	Words       string    `json:"words"`
	Party       PartyID   `json:"-"`
	At          time.Time `json:"-"`
}

// Dispute is a party's word against the authorship of a revision.
type Dispute struct {
	Revision int       `json:"revision"`
	Words    string    `json:"words"`
	Source   string    `json:"source,omitempty"`
	Party    PartyID   `json:"-"`
	By       MemberID  `json:"-"`
	At       time.Time `json:"-"`
}

type (
	// LinkInstrument links an instrument with the text, or tables its words anew.
	LinkInstrument struct {
		Instrument Instrument `json:"instrument"`
	}
	// InstrumentLinked records LinkInstrument.
	InstrumentLinked struct {
		Instrument Instrument `json:"instrument"`
	}
	// SetClosing says who keeps the original, which languages are authentic and
	// what brings the text into force.
	SetClosing struct {
		Closing Closing `json:"closing"`
	}
	// ClosingSet records SetClosing.
	ClosingSet struct {
		Closing Closing `json:"closing"`
	}
	// Reopen opens a text again that was agreed or final, never silently.
	Reopen struct {
		Revision int      `json:"revision"`
		Standing Standing `json:"standing"` // that it has then
		Why      string   `json:"why"`
	}
	// Reopened records Reopen.
	Reopened struct {
		Revision int      `json:"revision"`
		Standing Standing `json:"standing"`
		Why      string   `json:"why"`
	}
	// Initial initials the final text, whole or one provision.
	Initial struct {
		Provision text.ID `json:"provision,omitempty"`
	}
	// Initialled records Initial.
	Initialled struct {
		Mark Mark `json:"mark"`
	}
	// PresentPowers presents the full powers of a member of the own party.
	PresentPowers struct {
		Member MemberID `json:"member"`
		Words  string   `json:"words"`
	}
	// PowersPresented records PresentPowers.
	PowersPresented struct {
		Member MemberID `json:"member"`
		Words  string   `json:"words"`
	}
	// ExaminePowers says whether full powers are in due form.
	ExaminePowers struct {
		Member  MemberID `json:"member"`
		InOrder bool     `json:"inOrder"`
		Finding string   `json:"finding,omitempty"`
	}
	// PowersExamined records ExaminePowers.
	PowersExamined struct {
		Member  MemberID `json:"member"`
		InOrder bool     `json:"inOrder"`
		Finding string   `json:"finding,omitempty"`
	}
	// SignInstrument signs the final text, or an instrument linked with it.
	SignInstrument struct {
		Instrument InstrumentID `json:"instrument,omitempty"`
	}
	// InstrumentSigned records SignInstrument.
	InstrumentSigned struct {
		Mark Mark `json:"mark"`
	}
	// Declare makes a reservation or an interpretive declaration.
	Declare struct {
		Declaration Declaration `json:"declaration"`
	}
	// Declared records Declare.
	Declared struct {
		Declaration Declaration `json:"declaration"`
	}
	// Ratify deposits an instrument of ratification; the mediator records it for
	// a party.
	Ratify struct {
		Party PartyID   `json:"party,omitempty"`
		At    time.Time `json:"at,omitzero"`
	}
	// Ratified records Ratify.
	Ratified struct {
		Party PartyID   `json:"party"`
		At    time.Time `json:"at"`
	}
	// ClaimAuthorship says for the member's party that a revision is its own.
	ClaimAuthorship struct {
		Revision int    `json:"revision"`
		Words    string `json:"words,omitempty"`
	}
	// AuthorshipClaimed records ClaimAuthorship.
	AuthorshipClaimed struct {
		Revision int    `json:"revision"`
		Words    string `json:"words,omitempty"`
	}
	// DisputeAuthorship records that the authorship of a revision is disputed.
	DisputeAuthorship struct {
		Dispute Dispute `json:"dispute"`
	}
	// AuthorshipDisputed records DisputeAuthorship.
	AuthorshipDisputed struct {
		Dispute Dispute `json:"dispute"`
	}
)

// Authorship is a party's word that a revision is its own.
type Authorship struct {
	AuthorshipClaimed
	Party PartyID
	By    MemberID
	At    time.Time
	// Signed reports whether the member signed it with a key.
	Signed bool
}

// Kind names the kind of entry.
func (*InstrumentLinked) Kind() string { return "instrument linked" }

// Kind names the kind of entry.
func (*ClosingSet) Kind() string { return "closing set" }

// Kind names the kind of entry.
func (*Reopened) Kind() string { return "text reopened" }

// Kind names the kind of entry.
func (*Initialled) Kind() string { return "text initialled" }

// Kind names the kind of entry.
func (*PowersPresented) Kind() string { return "powers presented" }

// Kind names the kind of entry.
func (*PowersExamined) Kind() string { return "powers examined" }

// Kind names the kind of entry.
func (*InstrumentSigned) Kind() string { return "instrument signed" }

// Kind names the kind of entry.
func (*Declared) Kind() string { return "declaration made" }

// Kind names the kind of entry.
func (*Ratified) Kind() string { return "ratification deposited" }

// Kind names the kind of entry.
func (*AuthorshipClaimed) Kind() string { return "authorship claimed" }

// Kind names the kind of entry.
func (*AuthorshipDisputed) Kind() string { return "authorship disputed" }

func (b *Reopened) ofRevision() int           { return b.Revision }
func (b *AuthorshipClaimed) ofRevision() int  { return b.Revision }
func (b *AuthorshipDisputed) ofRevision() int { return b.Dispute.Revision }

func (b *InstrumentLinked) apply(s *State, _ Entry) {
	if s.instrument(b.Instrument.ID) != nil {
		s.Instruments = slices.Clone(s.Instruments)
		*s.instrument(b.Instrument.ID) = b.Instrument
		return
	}
	s.Instruments = add(s, s.Instruments, b.Instrument)
}

func (b *ClosingSet) apply(s *State, _ Entry) { s.Closing = b.Closing }

func (b *Reopened) apply(s *State, _ Entry) {
	s.revise(b.Revision, func(r *Revision) { r.Standing = b.Standing })
}

func (m Mark) by(s *State, e Entry) Mark {
	m.By, m.Party, m.At = e.By, e.Party, e.At
	if x := s.member(e.By); x != nil {
		m.Capacity = x.Capacity
	}
	return m
}

func (b *Initialled) apply(s *State, e Entry) { s.Initials = add(s, s.Initials, b.Mark.by(s, e)) }
func (b *InstrumentSigned) apply(s *State, e Entry) {
	s.Signatures = add(s, s.Signatures, b.Mark.by(s, e))
}

func (b *PowersPresented) apply(s *State, e Entry) {
	s.Powers = slices.DeleteFunc(slices.Clone(s.Powers), func(p Powers) bool { return p.Member == b.Member })
	s.Powers = append(s.Powers, Powers{Member: b.Member, Words: b.Words, At: e.At})
}

func (b *PowersExamined) apply(s *State, _ Entry) {
	s.Powers = slices.Clone(s.Powers)
	if p := s.powers(b.Member); p != nil {
		p.Examined, p.InOrder, p.Finding = true, b.InOrder, b.Finding
	}
}

func (b *Declared) apply(s *State, e Entry) {
	d := b.Declaration
	d.Party, d.At = e.Party, e.At
	s.Declarations = add(s, s.Declarations, d)
}

func (b *Ratified) apply(s *State, _ Entry) { s.Ratifications = add(s, s.Ratifications, *b) }

func (b *AuthorshipClaimed) apply(s *State, e Entry) {
	s.Authorships = add(s, s.Authorships, Authorship{*b, e.Party, e.By, e.At, e.Signature != nil})
}

func (b *AuthorshipDisputed) apply(s *State, e Entry) {
	d := b.Dispute
	d.Party, d.By, d.At = e.Party, e.By, e.At
	s.Disputes = add(s, s.Disputes, d)
}

func (s *State) instrument(id InstrumentID) *Instrument {
	return find(s.Instruments, func(x Instrument) bool { return x.ID == id })
}

func (s *State) powers(id MemberID) *Powers {
	return find(s.Powers, func(p Powers) bool { return p.Member == id })
}

// final returns the text that is final, or nil.
func (s *State) final() *Revision {
	if r := s.Current(); r != nil && r.Standing == Final {
		return r
	}
	return nil
}

// checkOpen refuses to change a text that is final.
func (s *State) checkOpen() error {
	if r := s.final(); r != nil {
		return refuse(NotAllowed, fmt.Sprintf("revision %d", r.Number), "it is final", "the mediator can reopen it, with a reason that everyone sees")
	}
	return nil
}

func (c LinkInstrument) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	x := c.Instrument
	where := "instrument " + string(x.ID)
	switch {
	case !validName.MatchString(string(x.ID)):
		return nil, refuse(Invalid, where, "its id must be lower-case letters, digits and hyphens", "for instance guarantees")
	case strings.TrimSpace(x.Name) == "" || strings.TrimSpace(x.Relation) == "":
		return nil, refuse(Invalid, where, "its name or its relation to the text is missing", "say, for instance, that it guarantees or implements it")
	case len(x.Parties) == 0:
		return nil, refuse(Invalid, where, "nobody is to sign it", "name its parties")
	case slices.ContainsFunc(s.Signatures, func(m Mark) bool { return m.Instrument == x.ID }):
		return nil, refuse(NotAllowed, where, "it was signed", "link another one")
	}
	for _, p := range x.Parties {
		if s.party(p) == nil {
			return nil, notFound("party", p)
		}
	}
	if x.Text != nil {
		if err := checkIDs(x.Text); err != nil {
			return nil, err
		}
	}
	return []Entry{{Audience: Everyone, Body: &InstrumentLinked{x}}}, nil
}

func (c SetClosing) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if c.Closing.Ratifications < 0 || c.Closing.Days < 0 || c.Closing.Ratifications > len(s.consenting(s.Rules)) {
		return nil, refuse(Invalid, "closing", "so many ratifications cannot come", "give a number of the parties whose consent is needed, or 0")
	}
	return []Entry{{Audience: Everyone, Body: &ClosingSet{c.Closing}}}, nil
}

func (c Reopen) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	r := s.Current()
	where := fmt.Sprintf("revision %d", c.Revision)
	switch {
	case r == nil || r.Number != c.Revision:
		return nil, refuse(Stale, where, "it is not the current one", "reopen the current revision")
	case r.Standing != Final && r.Standing != AdReferendum:
		return nil, refuse(Invalid, where, "it is open", "there is nothing to reopen")
	case strings.TrimSpace(c.Why) == "":
		return nil, refuse(Invalid, where, "the reason is missing", "say why, for everyone to see")
	case c.Standing == Final || c.Standing == AdReferendum:
		return nil, refuse(Invalid, where, "it would be as closed as before", "choose a looser standing")
	case len(s.Signatures) > 0:
		return nil, refuse(NotAllowed, where, "it was signed", "negotiate an amendment of what was signed")
	}
	if err := checkStanding(c.Standing); err != nil {
		return nil, err
	}
	return []Entry{{Audience: r.Audience, Body: &Reopened{c.Revision, c.Standing, strings.TrimSpace(c.Why)}}}, nil
}

// mayBind refuses a member whose mark would not bind one of the parties.
func (s *State) mayBind(by *Member, parties []PartyID) error {
	if !slices.Contains(parties, by.Party) {
		return refuse(NotAllowed, "signature", "your party is not one of those that sign it", "there is nothing for you to sign")
	}
	if by.Mandate.Voice {
		return refuse(NotAllowed, "signature", "you have no authority to bind your party", "ask the head of your delegation")
	}
	return nil
}

func (c Initial) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	r := s.mine(by).final()
	if r == nil {
		return nil, refuse(Invalid, "text", "it is not final", "what is final is initialled")
	}
	if err := s.mayBind(by, s.consenting(s.Rules)); err != nil {
		return nil, err
	}
	whole := r.words().whole.String()
	m := Mark{Revision: r.Number, Provision: c.Provision, Wording: whole}
	if c.Provision != "" {
		h, ok := r.words().of[c.Provision]
		if !ok {
			return nil, notFound("provision", c.Provision)
		}
		m.Wording = h.String()
	}
	if slices.ContainsFunc(s.Initials, func(x Mark) bool {
		return x.Party == by.Party && (x.Wording == m.Wording || x.Wording == whole)
	}) {
		return nil, refuse(Stale, "text", "your party has initialled it", "there is nothing to do")
	}
	return []Entry{{Audience: Everyone, Body: &Initialled{m}}}, nil
}

func (c PresentPowers) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	m := s.member(c.Member)
	switch {
	case m == nil:
		return nil, notFound("member", c.Member)
	case m.Party != by.Party:
		return nil, refuse(NotAllowed, "powers of "+string(c.Member), "it acts for another party", "its own party presents them")
	case strings.TrimSpace(c.Words) == "":
		return nil, refuse(Invalid, "powers of "+string(c.Member), "nothing is said of them", "say who signed them and when")
	}
	return []Entry{{Audience: Everyone, Body: &PowersPresented{c.Member, strings.TrimSpace(c.Words)}}}, nil
}

func (c ExaminePowers) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if s.powers(c.Member) == nil {
		return nil, notFound("powers of", c.Member)
	}
	return []Entry{{Audience: Everyone, Body: &PowersExamined{c.Member, c.InOrder, strings.TrimSpace(c.Finding)}}}, nil
}

func (c SignInstrument) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	m := Mark{Instrument: c.Instrument}
	parties := s.consenting(s.Rules)
	if c.Instrument == "" {
		r := s.mine(by).final()
		if r == nil {
			return nil, refuse(Invalid, "text", "it is not final", "only the final text is signed")
		}
		m.Revision, m.Wording = r.Number, r.words().whole.String()
	} else {
		x := s.instrument(c.Instrument)
		if x == nil {
			return nil, notFound("instrument", c.Instrument)
		}
		if x.Text == nil {
			return nil, refuse(Invalid, "instrument "+string(x.ID), "it has no words yet", "the mediator tables them")
		}
		m.Wording, parties = wordingsOf(x.Text).whole.String(), x.Parties
	}
	if err := s.mayBind(by, parties); err != nil {
		return nil, err
	}
	if p := s.powers(by.ID); p == nil || !p.Examined || !p.InOrder {
		return nil, refuse(NotAllowed, "signature", "your full powers were not found in due form", "present them, and ask the mediator to examine them")
	}
	if slices.ContainsFunc(s.Signatures, func(x Mark) bool {
		return x.Party == by.Party && x.Instrument == c.Instrument && x.Wording == m.Wording
	}) {
		return nil, refuse(Stale, "signature", "your party has signed it", "there is nothing to do")
	}
	return []Entry{{Audience: Everyone, Body: &InstrumentSigned{m}}}, nil
}

func (c Declare) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	r := s.mine(by).final()
	switch {
	case r == nil:
		return nil, refuse(Invalid, "declaration", "there is no final text to make it to", "reserve your position on the draft")
	case strings.TrimSpace(c.Declaration.Words) == "":
		return nil, refuse(Invalid, "declaration", "it has no words", "write it")
	case c.Declaration.Provision != "" && r.Text.Find(c.Declaration.Provision) == nil:
		return nil, notFound("provision", c.Declaration.Provision)
	}
	if err := s.mayBind(by, s.consenting(s.Rules)); err != nil {
		return nil, err
	}
	return []Entry{{Audience: Everyone, Body: &Declared{c.Declaration}}}, nil
}

func (c Ratify) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if c.Party == "" {
		c.Party = by.Party
	}
	if c.At.IsZero() {
		c.At = now
	}
	switch {
	case c.Party != by.Party && !s.permissions(by).Keep:
		return nil, refuse(NotAllowed, "ratification", "it is another party's", "each party deposits its own")
	case !slices.ContainsFunc(s.Signatures, func(m Mark) bool { return m.Party == c.Party && m.Instrument == "" }):
		return nil, refuse(Invalid, "ratification", string(c.Party)+" has not signed", "what was signed is ratified")
	case slices.ContainsFunc(s.Ratifications, func(r Ratified) bool { return r.Party == c.Party }):
		return nil, refuse(Stale, "ratification", string(c.Party)+" has deposited it", "there is nothing to do")
	case c.At.After(now):
		return nil, refuse(Invalid, "ratification", "it is to come", "record it when it was deposited")
	}
	return []Entry{{Audience: Everyone, Body: &Ratified{c.Party, c.At.UTC()}}}, nil
}

func (c ClaimAuthorship) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	r := s.mine(by).Revision(c.Revision)
	if r == nil {
		return nil, notFound("revision", c.Revision)
	}
	if by.Mandate.Voice {
		return nil, refuse(NotAllowed, "authorship", "you have no authority to bind your party", "ask the head of your delegation")
	}
	if slices.ContainsFunc(s.Authorships, func(a Authorship) bool { return a.Party == by.Party && a.Revision == c.Revision }) {
		return nil, refuse(Stale, fmt.Sprintf("revision %d", c.Revision), "your party has said so", "there is nothing to do")
	}
	return []Entry{{Audience: r.Audience, Body: &AuthorshipClaimed{c.Revision, strings.TrimSpace(c.Words)}}}, nil
}

func (c DisputeAuthorship) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	r := s.mine(by).Revision(c.Dispute.Revision)
	if r == nil {
		return nil, notFound("revision", c.Dispute.Revision)
	}
	if err := s.mayPropose(by); err != nil {
		return nil, err
	}
	if strings.TrimSpace(c.Dispute.Words) == "" {
		return nil, refuse(Invalid, "dispute", "it has no words", "say who is said to have written it, and by whom")
	}
	return []Entry{{Audience: r.Audience, Body: &AuthorshipDisputed{c.Dispute}}}, nil
}
