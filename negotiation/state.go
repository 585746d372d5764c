package negotiation

import (
	"slices"
	"time"
)

// State is a negotiation as its entries so far make it. It is a value: Apply
// returns a new one, and the old one stands. Its zero value is the state
// before the first entry.
type State struct {
	ID         ID
	Name       string
	About      string
	Origin     string // of its record, see record.Host
	Seq        int64  // of the last entry; 0 before the first
	At         time.Time
	Parties    []Party
	Members    []Member
	Revisions  []*Revision
	Renderings []*Rendering
	Versions   []*LanguageVersion
	Amendments []*Amendment
	Entries    []Entry
	Keys       []MemberKey    // in force
	Witnesses  []PartyWitness // one of a party

	Rules         Rules
	Deadline      DeadlineSet
	Issues        []Issue
	Positions     []*Position
	Circulations  []Circulation
	Receipts      []Receipt
	Consultations []PartyConsulted
	Documents     []*Document
	Meetings      []Meeting
	Tracks        []Track
	Groups        []Group
	Statements    []Statement
	Notes         []Note
	Reports       []*Report // the chronicle
	Links         []Link    // of reports that tell of one event
	Usages        []Usage   // designations that parties do not accept
	Names         []OwnName // of the dictionaries of delegations
	Asides        []OwnAside
	Silences      []Silence
	Gates         []Gate
	Gavels        []Gavelled
	Rooms         []Room
	Said          []Said // in rooms on the record
	Instruments   []Instrument
	Closing       Closing
	Initials      []Mark
	Signatures    []Mark
	Powers        []Powers
	Declarations  []Declaration
	Ratifications []Ratified
	Authorships   []Authorship
	Disputes      []Dispute
	Bargain       *Bargain  // nil: nothing is drawn up
	Scores        []*Scores // one of a party at most

	memo *memo // of what is computed; nil before the first revision

	// While Fold runs, where each amendment stands. Nobody else holds the state
	// then, so that amendments are altered in their places; nil otherwise.
	folding map[AmendmentID]int
}

// Apply folds an entry into a state. It assumes that the entry is the one that
// follows; Decide makes no other.
func Apply(s State, e Entry) State {
	s.take(e)
	s.remember()
	return s
}

// Fold applies entries to the state before the first.
func Fold(entries []Entry) State {
	var s State
	s.Entries = make([]Entry, 0, len(entries))
	s.folding = map[AmendmentID]int{}
	for _, e := range entries {
		s.take(e)
	}
	s.folding = nil
	s.remember()
	return s
}

func (s *State) take(e Entry) {
	s.Entries = add(s, s.Entries, e)
	s.Seq, s.At = e.Seq, e.At
	e.Body.apply(s, e)
}

// Current returns the newest revision whose words are held, or nil.
func (s *State) Current() *Revision { return current(s.Revisions) }

func current(rs []*Revision) *Revision {
	for _, r := range slices.Backward(rs) {
		if !r.Placeholder() {
			return r
		}
	}
	return nil
}

// Revision returns the revision with the given number, or nil.
func (s *State) Revision(n int) *Revision {
	i, ok := s.revisionIndex(n)
	if !ok {
		return nil
	}
	return s.Revisions[i]
}

func (s *State) revisionIndex(n int) (int, bool) {
	return slices.BinarySearchFunc(s.Revisions, n, func(r *Revision, n int) int { return r.Number - n })
}

// revise replaces a revision by an altered copy of it.
func (s *State) revise(n int, alter func(*Revision)) {
	i, ok := s.revisionIndex(n)
	if !ok {
		return
	}
	r := *s.Revisions[i]
	alter(&r)
	s.Revisions = slices.Clone(s.Revisions)
	s.Revisions[i] = &r
}

// find returns the element of a list that is meant, in its place, or nil.
func find[T any](list []T, meant func(T) bool) *T {
	i := slices.IndexFunc(list, meant)
	if i < 0 {
		return nil
	}
	return &list[i]
}

// add puts something behind a list of the state. States before keep their own,
// except while Fold runs, where there is nobody to keep one.
func add[T any](s *State, list []T, more ...T) []T {
	if s.folding == nil {
		list = slices.Clip(list)
	}
	return append(list, more...)
}

func (s *State) party(id PartyID) *Party {
	return find(s.Parties, func(p Party) bool { return p.ID == id })
}

func (s *State) member(id MemberID) *Member {
	return find(s.Members, func(m Member) bool { return m.ID == id })
}

func (s *State) amendment(id AmendmentID) *Amendment {
	if s.folding != nil {
		if i, ok := s.folding[id]; ok {
			return s.Amendments[i]
		}
		return nil
	}
	i := slices.IndexFunc(s.Amendments, func(a *Amendment) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return s.Amendments[i]
}

// amend replaces an amendment by an altered copy of it.
func (s *State) amend(id AmendmentID, alter func(*Amendment)) {
	if s.folding != nil {
		if a := s.amendment(id); a != nil {
			alter(a)
		}
		return
	}
	s.Amendments = slices.Clone(s.Amendments)
	for i, a := range s.Amendments {
		if a.ID == id {
			c := *a
			alter(&c)
			s.Amendments[i] = &c
		}
	}
}

// sees reports whether members of party may see what author's party addressed
// to the audience. A coalition's members see what the coalition sees.
func (s *State) sees(party, author PartyID, to Audience) bool {
	if to.Everyone || s.within(party, author) {
		return true
	}
	return slices.ContainsFunc(to.Parties, func(p PartyID) bool { return s.within(party, p) })
}

// within reports whether party is p or one of the parties that make up p.
func (s *State) within(party, p PartyID) bool {
	if party == p {
		return true
	}
	c := s.party(p)
	return c != nil && slices.Contains(c.Parties, party)
}
