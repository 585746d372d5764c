package negotiation

import (
	"slices"
	"sync"
	"time"

	"parley/consolidate"
)

// View is a negotiation as one member may see it: the only way out. What is
// costly is computed when it is first asked for, and shared by all who may see
// the same. A View is safe for use by several goroutines and must not be
// changed.
type View struct {
	ID     ID
	Name   string
	About  string
	Origin string // of the record
	Me     Member
	Can    Permissions

	// Version grows with every entry that the party may see, and with no
	// other.
	Version int64
	At      time.Time // of the last entry that the party may see

	Parties    []Party
	Members    []Member
	Revisions  []*Revision
	Renderings []*Rendering
	Keys       []MemberKey
	Witnesses  []PartyWitness

	// Now is the moment as of which what depends on time is computed.
	Now time.Time

	*lazy
}

type lazy struct {
	state   State // filtered
	class   string
	reading []ReadingRoom

	proposals func() []Proposal
	byID      func() map[AmendmentID]int // where each is among them
	bracketed func() (*consolidate.Bracketed, error)
	lines     func() []Line
	consent   func() *consent
	gaps      func() *Gaps
	entries   func() []Entry
	analyst   func() *analyst // of what nobody sees; nil for all but the mediator
}

// Look returns s as the member may see it. A stranger finds no negotiation.
func Look(s State, member MemberID, now time.Time) (*View, error) {
	m, err := Who(s, member)
	if err != nil {
		return nil, err
	}
	return s.seenBy(m.Party).As(m, now), nil
}

// Who returns a member. A stranger finds no negotiation.
func Who(s State, member MemberID) (Member, error) {
	m := s.member(member)
	if m == nil {
		return Member{}, notFound("negotiation", s.ID)
	}
	return *m, nil
}

// LookBack returns a past state as a member of now may see it: what its party
// could have seen then, had it been at the table.
func LookBack(past, now State, member MemberID, then time.Time) (*View, error) {
	m := now.member(member)
	if m == nil || past.Seq == 0 {
		return nil, notFound("negotiation", now.ID)
	}
	return past.seenBy(m.Party).As(*m, then), nil
}

// Common returns what everyone at the table sees, and nothing that fewer see. It
// is nobody's view: nothing can be done with it.
func Common(s State) *View { return s.seenBy("") }

// As returns the view for another member who may see the same (see Class),
// sharing all that was computed.
func (v *View) As(m Member, now time.Time) *View {
	c := *v
	c.Me, c.Now = m, now
	c.Can = v.state.permissions(&m)
	return &c
}

// seenBy filters the state; "" is whoever sees only what everyone sees.
func (s *State) seenBy(party PartyID) *View {
	e := s.eyesOf(party)
	f := e.state()
	class := make([]byte, (len(s.Entries)+7)/8)
	f.Seq, f.At = 0, time.Time{}
	for i := range s.Entries {
		if e.seesEntry(&s.Entries[i]) {
			class[i/8] |= 1 << (i % 8)
			f.Seq++
			f.At = s.Entries[i].At
		}
	}
	v := &View{
		ID: s.ID, Name: s.Name, About: s.About, Origin: s.Origin, Version: f.Seq, At: f.At,
		Parties: s.Parties, Members: s.Members, Revisions: f.Revisions, Renderings: s.Renderings, Keys: s.Keys, Witnesses: s.Witnesses,
		lazy: &lazy{state: f, class: string(class), reading: e.reading()},
	}
	l := v.lazy
	l.proposals = sync.OnceValue(l.computeProposals)
	l.byID = sync.OnceValue(l.computeByID)
	l.bracketed = sync.OnceValues(l.computeBracketed)
	l.lines = sync.OnceValue(l.computeLines)
	l.consent = sync.OnceValue(l.state.consent)
	l.gaps = sync.OnceValue(l.computeGaps)
	if p := s.party(party); p != nil && p.Role == Mediator {
		l.analyst = sync.OnceValue(s.analyst)
	}
	l.entries = func() []Entry { return v.seenOf(s.Entries) }
	return v
}

// Entries returns what the party may see of the record, in order; the numbers
// tell only their order.
func (v *View) Entries() []Entry { return v.entries() }

func (v *View) seenOf(all []Entry) []Entry {
	out := make([]Entry, 0, v.Version)
	for i, e := range all {
		if v.Sees(int64(i + 1)) {
			e.Seq = int64(len(out) + 1)
			out = append(out, e)
		}
	}
	return out
}

// Class is the same for all views of a state that hold the same entries, each
// of which can stand in for another (see As). It is not for showing.
func (v *View) Class() string { return v.class }

// Sees reports whether the party may see the entry with a number of the record.
// The numbers of a View's own entries tell only their order.
func (v *View) Sees(seq int64) bool {
	i := int(seq - 1)
	return i >= 0 && i/8 < len(v.class) && v.class[i/8]&(1<<(i%8)) != 0
}

// Current returns the newest revision whose words are held, or nil.
func (v *View) Current() *Revision { return v.state.Current() }

// Revision returns the revision with the given number, or nil.
func (v *View) Revision(n int) *Revision { return v.state.Revision(n) }

// NextRevision returns the number that the next revision would have by what the
// party knows.
func (v *View) NextRevision() int { return v.state.nextNumber() }

// Party returns a party at the table, or nil.
func (v *View) Party(id PartyID) *Party { return v.state.party(id) }

// Member returns a member at the table, or nil.
func (v *View) Member(id MemberID) *Member { return v.state.member(id) }

// MyParty returns the party that the member acts for.
func (v *View) MyParty() *Party { return v.state.party(v.Me.Party) }

// Proposals returns the amendments as they stand against the current revision,
// in the order in which they were tabled.
func (v *View) Proposals() []Proposal { return v.proposals() }

func (l *lazy) computeProposals() []Proposal {
	out := make([]Proposal, len(l.state.Amendments))
	for i, a := range l.state.Amendments {
		out[i] = l.state.proposal(a)
	}
	return out
}

// Proposal returns an amendment as it stands, or a refusal.
func (v *View) Proposal(id AmendmentID) (*Proposal, error) {
	i, ok := v.byID()[id]
	if !ok {
		return nil, notFound("amendment", id)
	}
	return &v.proposals()[i], nil
}

func (l *lazy) computeByID() map[AmendmentID]int {
	out := make(map[AmendmentID]int, len(l.state.Amendments))
	for i, a := range l.state.Amendments {
		out[a.ID] = i
	}
	return out
}

// Bracketed returns the current revision with the pending amendments laid into
// it; an error says why it cannot be made.
func (v *View) Bracketed() (*consolidate.Bracketed, error) { return v.bracketed() }

func (l *lazy) computeBracketed() (*consolidate.Bracketed, error) {
	cur := l.state.Current()
	if cur == nil {
		return nil, refuse(NotFound, "text", "there is none yet", "the mediator tables the first revision")
	}
	return consolidate.Consolidate(cur.Text, l.pending())
}

func (l *lazy) pending() []consolidate.Amendment {
	var out []consolidate.Amendment
	for _, p := range l.proposals() {
		if p.Status == Pending {
			out = append(out, p.Now)
		}
	}
	return out
}

// Consequences says what accepting the amendment, or the named changes of it,
// would lead to: the next revision, and what would fall and why.
func (v *View) Consequences(id AmendmentID, changes ...string) (*consolidate.Outcome, error) {
	if _, err := v.Proposal(id); err != nil {
		return nil, err
	}
	return consolidate.Accept(v.Current().Text, v.pending(), string(id), changes...)
}

// Rules returns what the parties go by.
func (v *View) Rules() Rules { return v.state.Rules }

// Deadline returns the deadline of the whole; its zero value is none.
func (v *View) Deadline() DeadlineSet { return v.state.Deadline }

// Issues returns the issues, without what is computed of them (see Gaps).
func (v *View) Issues() []Issue { return v.state.Issues }

// Positions returns every position that was taken, in order.
func (v *View) Positions() []*Position { return v.state.Positions }

// Circulations returns what was sent to whom, in order.
func (v *View) Circulations() []Circulation { return v.state.Circulations }

// Receipts returns who opened and acknowledged what, in order.
func (v *View) Receipts() []Receipt { return v.state.Receipts }

// Documents returns the documents beside the text, in the order in which they were filed.
func (v *View) Documents() []*Document { return v.state.Documents }

// Consultations returns who was heard on what, in order.
func (v *View) Consultations() []PartyConsulted { return v.state.Consultations }

// Meetings returns the meetings in the order in which they were proposed.
func (v *View) Meetings() []Meeting { return v.state.Meetings }

// Tracks returns the tracks.
func (v *View) Tracks() []Track { return v.state.Tracks }

// Groups returns the working groups.
func (v *View) Groups() []Group { return v.state.Groups }

// Statements returns what was said, in the order in which it was recorded.
func (v *View) Statements() []Statement { return v.state.Statements }

// Notes returns the notes of the member's delegation.
func (v *View) Notes() []Note { return v.state.Notes }

// Silences returns the silence procedures.
func (v *View) Silences() []Silence { return v.state.Silences }

// Gates returns the gates.
func (v *View) Gates() []Gate { return v.state.Gates }

// Instruments returns the instruments that are linked with the text.
func (v *View) Instruments() []Instrument { return v.state.Instruments }

// Closing returns the clauses about the end of the text.
func (v *View) Closing() Closing { return v.state.Closing }

// Powers returns the full powers that were presented.
func (v *View) Powers() []Powers { return v.state.Powers }

// Initials returns who initialled what.
func (v *View) Initials() []Mark { return v.state.Initials }

// Signatures returns who signed what.
func (v *View) Signatures() []Mark { return v.state.Signatures }

// Declarations returns the reservations and declarations.
func (v *View) Declarations() []Declaration { return v.state.Declarations }

// Ratifications returns who deposited an instrument of ratification.
func (v *View) Ratifications() []Ratified { return v.state.Ratifications }

// Consenting returns the parties whose consent is needed.
func (v *View) Consenting() []PartyID { return v.state.consenting(v.state.Rules) }

// Authorships returns who says to have written a revision.
func (v *View) Authorships(n int) []Authorship {
	return slices.DeleteFunc(slices.Clone(v.state.Authorships), func(a Authorship) bool { return a.Revision != n })
}

// Disputes returns who disputes the authorship of a revision.
func (v *View) Disputes(n int) []Dispute {
	return slices.DeleteFunc(slices.Clone(v.state.Disputes), func(d Dispute) bool { return d.Revision != n })
}
