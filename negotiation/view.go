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
	Entries    []Entry // that the party may see, in order; their Seq tells only their order

	*lazy
}

type lazy struct {
	state State // filtered
	class string

	proposals func() []Proposal
	bracketed func() (*consolidate.Bracketed, error)
	lines     func() []Line
}

// Look returns s as the member may see it. A stranger finds no negotiation.
func Look(s State, member MemberID) (*View, error) {
	m := s.member(member)
	if m == nil {
		return nil, notFound("negotiation", s.ID)
	}
	return s.seenBy(m.Party).As(*m), nil
}

// LookBack returns a past state as a member of now may see it: what its party
// could have seen then, had it been at the table.
func LookBack(past, now State, member MemberID) (*View, error) {
	m := now.member(member)
	if m == nil || past.Seq == 0 {
		return nil, notFound("negotiation", now.ID)
	}
	return past.seenBy(m.Party).As(*m), nil
}

// As returns the view for another member who may see the same (see Class),
// sharing all that was computed.
func (v *View) As(m Member) *View {
	c := *v
	c.Me = m
	c.Can = v.state.permissions(&m)
	return &c
}

// seenBy filters the state.
func (s *State) seenBy(party PartyID) *View {
	f := *s
	f.Amendments, f.Entries, f.At = nil, nil, time.Time{}
	amendments := s.amendmentsSeenBy(party)
	for _, a := range s.Amendments {
		if amendments[a.ID] {
			f.Amendments = append(f.Amendments, a)
		}
	}
	class := make([]byte, (len(s.Entries)+7)/8)
	for i, e := range s.Entries {
		if !s.seesEntry(party, e, amendments) {
			continue
		}
		class[i/8] |= 1 << (i % 8)
		e.Seq = int64(len(f.Entries) + 1)
		f.Entries = append(f.Entries, e)
		f.At = e.At
	}
	f.Seq = int64(len(f.Entries))
	v := &View{
		ID: s.ID, Name: s.Name, About: s.About, Origin: s.Origin, Version: f.Seq, At: f.At,
		Parties: s.Parties, Members: s.Members, Revisions: s.Revisions, Renderings: s.Renderings, Keys: s.Keys, Witnesses: s.Witnesses, Entries: f.Entries,
		lazy: &lazy{state: f, class: string(class)},
	}
	l := v.lazy
	l.proposals = sync.OnceValue(l.computeProposals)
	l.bracketed = sync.OnceValues(l.computeBracketed)
	l.lines = sync.OnceValue(l.computeLines)
	return v
}

func (s *State) amendmentsSeenBy(party PartyID) map[AmendmentID]bool {
	out := make(map[AmendmentID]bool, len(s.Amendments))
	for _, a := range s.Amendments {
		out[a.ID] = s.seesAmendment(party, a)
	}
	return out
}

// seesEntry reports whether party may see an entry: what happened to an
// amendment, whoever may see the amendment (see WidenAudience).
func (s *State) seesEntry(party PartyID, e Entry, amendments map[AmendmentID]bool) bool {
	if c, ok := e.Body.(interface{ concerns() AmendmentID }); ok {
		return amendments[c.concerns()]
	}
	return s.sees(party, e.Party, e.Audience)
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
	ps := v.proposals()
	i := slices.IndexFunc(ps, func(p Proposal) bool { return p.ID == id })
	if i < 0 {
		return nil, notFound("amendment", id)
	}
	return &ps[i], nil
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
