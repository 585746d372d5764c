package negotiation

import (
	"fmt"
	"slices"
	"time"

	"parley/text"
)

// eyes are what one party may see of a state: the one place where reading is
// decided. The default is no.
type eyes struct {
	s          *State
	party      PartyID
	amendments map[AmendmentID]bool
	positions  map[PositionID]bool
	revisions  map[int]bool
	reports    map[ReportID]*Report // all of them
}

func (s *State) eyesOf(party PartyID) *eyes {
	e := &eyes{s: s, party: party, amendments: make(map[AmendmentID]bool, len(s.Amendments)), positions: make(map[PositionID]bool, len(s.Positions)), revisions: make(map[int]bool, len(s.Revisions)), reports: make(map[ReportID]*Report, len(s.Reports))}
	for _, r := range s.Reports {
		e.reports[r.ID] = r
	}
	for _, r := range s.Revisions {
		e.revisions[r.Number] = s.holds(party, r)
	}
	for _, a := range s.Amendments {
		e.amendments[a.ID] = e.revisions[a.Revision] && s.addressed(party, a)
	}
	for _, p := range s.Positions {
		e.positions[p.ID] = s.sees(party, p.Party, p.Audience) && (p.Revision == 0 || e.revisions[p.Revision])
	}
	return e
}

// seesEntry reports whether the party may see an entry: what happened to
// something, whoever may see the thing (see WidenAudience), and all else, those
// to whom it is addressed.
func (e *eyes) seesEntry(entry *Entry) bool {
	switch b := entry.Body.(type) {
	case interface{ concerns() AmendmentID }:
		return e.amendments[b.concerns()]
	case interface{ ofRevision() int }:
		return e.revisions[b.ofRevision()]
	case interface{ ofPosition() PositionID }:
		return e.positions[b.ofPosition()]
	case interface{ ofDocument() DocumentID }:
		d := e.s.document(b.ofDocument())
		return d != nil && e.s.seesDocument(e.party, d)
	case interface{ ofMeeting() MeetingID }:
		m := e.s.meeting(b.ofMeeting())
		return m != nil && e.sees(m.Party, m.Audience)
	case interface{ ofStatement() StatementID }:
		return e.s.seesStatement(e.party, b.ofStatement())
	case interface{ ofReport() ReportID }:
		r := e.reports[b.ofReport()]
		return r != nil && e.sees(r.Party, r.Audience)
	case interface{ saidOf() []ReportID }: // see WidenReport
		return !slices.ContainsFunc(b.saidOf(), func(id ReportID) bool { return !e.s.told(e.party, e.reports[id], entry.Seq) })
	case interface{ ofSilence() SilenceID }:
		x := e.s.silence(b.ofSilence())
		return x != nil && e.revisions[x.Revision]
	}
	return e.sees(entry.Party, entry.Audience)
}

func (e *eyes) sees(author PartyID, to Audience) bool { return e.s.sees(e.party, author, to) }

// state returns the state with nothing in it that the party may not see.
func (e *eyes) state() State {
	f := *e.s
	f.Revisions = e.s.revisionsOf(e.party)
	f.Versions = kept(f.Versions, func(v *LanguageVersion) bool { return e.revisions[v.Revision] })
	f.Amendments = kept(f.Amendments, func(a *Amendment) bool { return e.amendments[a.ID] })
	f.Positions = kept(f.Positions, func(p *Position) bool { return e.positions[p.ID] })
	f.Circulations = kept(f.Circulations, func(c Circulation) bool { return e.sees(c.Party, c.audience) })
	f.Receipts = kept(f.Receipts, func(r Receipt) bool { return e.sees(r.Party, r.audience) })
	f.Consultations = kept(f.Consultations, func(c PartyConsulted) bool {
		return e.sees(c.Party, e.s.keepers())
	})
	f.Meetings = kept(f.Meetings, func(m Meeting) bool { return e.sees(m.Party, m.Audience) })
	f.Statements = kept(f.Statements, func(x Statement) bool { return e.sees(x.Party, x.Audience) })
	f.Documents = kept(f.Documents, func(d *Document) bool { return e.s.seesDocument(e.party, d) })
	e.hideSent(&f)
	f.Notes = kept(f.Notes, func(n Note) bool { return e.sees(n.Party, Audience{}) })
	f.Names = kept(f.Names, func(n OwnName) bool { return e.sees(n.Of, Audience{}) })
	f.Asides = kept(f.Asides, func(x OwnAside) bool { return e.sees(x.Of, Audience{}) })
	f.Reports = kept(f.Reports, func(r *Report) bool { return e.sees(r.Party, r.Audience) })
	e.hideSaid(&f)
	f.Links = kept(f.Links, func(l Link) bool { return e.s.toldAll(e.party, l.Reports, l.seq) })
	f.Silences = kept(f.Silences, func(x Silence) bool { return e.revisions[x.Revision] })
	f.Rooms = kept(f.Rooms, func(r Room) bool { return e.s.inRoom(e.party, r.ID) })
	f.Said = kept(f.Said, func(x Said) bool { return e.s.inRoom(e.party, x.Room) })
	f.Gavels = kept(f.Gavels, func(g Gavelled) bool { return e.revisions[g.Revision] })
	f.Authorships = kept(f.Authorships, func(a Authorship) bool { return e.revisions[a.Revision] })
	f.Disputes = kept(f.Disputes, func(d Dispute) bool { return e.revisions[d.Revision] })
	f.Scores = kept(f.Scores, func(x *Scores) bool { return e.sees(x.Party, x.Audience) })
	f.Entries = nil
	return f
}

// hideSent takes out to whom amendments and documents were sent on: who may know
// that finds it in the circulations.
func (e *eyes) hideSent(f *State) {
	f.Amendments, f.Documents = slices.Clone(f.Amendments), slices.Clone(f.Documents)
	for i, a := range f.Amendments {
		if len(a.sent) > 0 {
			c := *a
			c.sent = nil
			f.Amendments[i] = &c
		}
	}
	for i, d := range f.Documents {
		if len(d.sent) > 0 {
			c := *d
			c.sent = nil
			f.Documents[i] = &c
		}
	}
}

// hideSaid takes out what was said of reports before the party could see them.
func (e *eyes) hideSaid(f *State) {
	if !slices.ContainsFunc(f.Reports, func(r *Report) bool { return len(r.Widened) > 0 && len(r.Judged) > 0 }) {
		return
	}
	f.Reports = slices.Clone(f.Reports)
	for i, r := range f.Reports {
		f.Reports[i] = e.s.toldOf(e.party, r)
	}
}

// kept returns the elements that may be seen, sharing the list where that is all
// of them.
func kept[T any](list []T, may func(T) bool) []T {
	i := slices.IndexFunc(list, func(x T) bool { return !may(x) })
	if i < 0 {
		return list
	}
	out := slices.Clone(list[:i])
	for _, x := range list[i+1:] {
		if may(x) {
			out = append(out, x)
		}
	}
	return out
}

// ReadingRoom is a revision that may be read on screen for a time.
type ReadingRoom struct {
	Revision int
	Name     string
	Until    time.Time
	Note     string
	text     *text.Text
}

// reading returns what lies in the reading room for the party.
func (e *eyes) reading() []ReadingRoom {
	var out []ReadingRoom
	for _, c := range e.s.Circulations {
		r := e.s.Revision(c.Revision)
		if c.Until.IsZero() || e.party == "" || e.revisions[c.Revision] || !e.sees("", Audience{Parties: c.To}) {
			continue
		}
		out = append(out, ReadingRoom{Revision: c.Revision, Name: r.Name, Until: c.Until, Note: c.Note, text: r.Text})
	}
	return out
}

// ReadingRooms returns the revisions that the party may read on screen now.
func (v *View) ReadingRooms() []ReadingRoom {
	return slices.DeleteFunc(slices.Clone(v.reading), func(r ReadingRoom) bool { return !v.Now.Before(r.Until) })
}

// Read returns the text of a revision in the reading room; the error says that
// there is none, or that its time is over.
func (v *View) Read(n int) (*text.Text, ReadingRoom, error) {
	for _, r := range v.ReadingRooms() {
		if r.Revision == n {
			return r.text, r, nil
		}
	}
	return nil, ReadingRoom{}, notFound("reading room", fmt.Sprintf("revision %d", n))
}
