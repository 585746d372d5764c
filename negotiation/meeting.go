package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/text"
)

// MeetingID names a meeting.
type MeetingID string

// TrackID names a track: one of several channels of talks that run at once.
type TrackID string

// Format is how those at a meeting meet.
type Format string

// The formats.
const (
	Plenary        Format = "plenary"
	Bilateral      Format = "bilateral"
	Caucus         Format = "caucus"
	ProximityTalks Format = "proximity talks" // parties do not meet, the mediator goes between them
	GroupMeeting   Format = "working group"
)

var formats = []Format{Plenary, Bilateral, Caucus, ProximityTalks, GroupMeeting}

// When is an interval: the time of a meeting, or the window in which it is to
// be. Zone is that of its place (IANA).
type When struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Zone  string    `json:"zone,omitempty"`
	Exact bool      `json:"exact,omitempty"` // begins at From and ends at To; otherwise some time between
	Words string    `json:"words,omitempty"` // as it was said: "next week"
}

func (w When) same(x When) bool {
	return w.From.Equal(x.From) && w.To.Equal(x.To) && w.Zone == x.Zone && w.Exact == x.Exact
}

// Known reports whether anything is said of the time.
func (w When) Known() bool { return !w.From.IsZero() }

// Participant is a person at a meeting, or an office.
type Participant struct {
	Party     PartyID `json:"party,omitempty"`
	Name      string  `json:"name"`
	Capacity  string  `json:"capacity,omitempty"`
	Tentative bool    `json:"tentative,omitempty"`
}

// Item is a point of an agenda.
type Item struct {
	Words     string  `json:"words,omitempty"`
	Issue     IssueID `json:"issue,omitempty"`
	Provision text.ID `json:"provision,omitempty"`
}

// Plan is what is planned for a meeting.
type Plan struct {
	Title        string        `json:"title"`
	Format       Format        `json:"format"`
	Level        string        `json:"level,omitempty"` // "heads of state", "envoys"
	Parties      []PartyID     `json:"parties"`         // whose sides meet
	Between      PartyID       `json:"between,omitempty"`
	Participants []Participant `json:"participants,omitempty"`
	Place        string        `json:"place,omitempty"`
	When         When          `json:"when,omitzero"` // zero: not known yet
	Agenda       []Item        `json:"agenda,omitempty"`
	Track        TrackID       `json:"track,omitempty"`
	Group        GroupID       `json:"group,omitempty"`
	Gate         GateID        `json:"gate,omitempty"` // it takes place only when this is passed
}

// Meeting is a meeting as it stands.
type Meeting struct {
	ID MeetingID `json:"id"`
	Plan
	Confirmed []Confirmation `json:"confirmed,omitempty"`
	Status    MeetingStatus  `json:"status"`
	Reason    string         `json:"reason,omitempty"` // of a postponement or cancellation
	Outcome   *Outcome       `json:"outcome,omitempty"`
	History   []Change       `json:"history,omitempty"` // plans before the present one, oldest first

	By       MemberID  `json:"-"`
	Party    PartyID   `json:"-"`
	At       time.Time `json:"-"`
	Audience Audience  `json:"-"`
}

// Change is a plan that another took the place of.
type Change struct {
	Plan Plan      `json:"plan"`
	At   time.Time `json:"at"` // when it was changed
	By   MemberID  `json:"by"`
	Why  string    `json:"why,omitempty"`
}

// MeetingStatus is what has become of a meeting: computed.
type MeetingStatus string

// The statuses of a meeting.
const (
	Announced MeetingStatus = "announced" // and not confirmed by every side
	Confirmed MeetingStatus = "confirmed"
	Held      MeetingStatus = "held"
	Postponed MeetingStatus = "postponed"
	Cancelled MeetingStatus = "cancelled"
)

// Confirmation is a side's word that the meeting will be.
type Confirmation struct {
	Party PartyID   `json:"party"`
	By    string    `json:"by"` // who said so
	At    time.Time `json:"at"`
}

// Outcome is what came of a meeting that was held.
type Outcome struct {
	From         time.Time      `json:"from"`
	To           time.Time      `json:"to"`
	Present      []PartyID      `json:"present"`
	Words        string         `json:"words,omitempty"` // "": no outcome was published
	Acknowledged []Confirmation `json:"acknowledged,omitempty"`
}

// Track is one of several channels of talks that run at once.
type Track struct {
	ID          TrackID   `json:"id"`
	Name        string    `json:"name"`
	Envoy       string    `json:"envoy,omitempty"`
	Counterpart PartyID   `json:"counterpart,omitempty"`
	Mandate     string    `json:"mandate,omitempty"`
	Since       time.Time `json:"-"`
}

type (
	// OpenTrack opens a track, or names it anew.
	OpenTrack struct {
		Track Track `json:"track"`
	}
	// TrackOpened records OpenTrack.
	TrackOpened struct {
		Track Track `json:"track"`
	}
	// ProposeMeeting announces a meeting; the member's own side has confirmed it
	// with that, where it takes part.
	ProposeMeeting struct {
		Plan     Plan     `json:"plan"`
		Audience Audience `json:"audience"`
	}
	// MeetingProposed records ProposeMeeting.
	MeetingProposed struct {
		ID   MeetingID `json:"id"`
		Plan Plan      `json:"plan"`
	}
	// ConfirmMeeting confirms a meeting for the member's side; the mediator may
	// record the confirmation of another, with who gave it.
	ConfirmMeeting struct {
		Meeting MeetingID `json:"meeting"`
		Party   PartyID   `json:"party,omitempty"` // "": the member's
		Who     string    `json:"who,omitempty"`   // "": the member
	}
	// MeetingConfirmed records ConfirmMeeting.
	MeetingConfirmed struct {
		Meeting MeetingID `json:"meeting"`
		Party   PartyID   `json:"party"`
		Who     string    `json:"who"`
	}
	// ChangeMeeting replaces the plan. Another time or place must be confirmed
	// anew.
	ChangeMeeting struct {
		Meeting MeetingID `json:"meeting"`
		Plan    Plan      `json:"plan"`
		Why     string    `json:"why,omitempty"`
	}
	// MeetingChanged records ChangeMeeting.
	MeetingChanged struct {
		Meeting MeetingID `json:"meeting"`
		Plan    Plan      `json:"plan"`
		Why     string    `json:"why,omitempty"`
	}
	// CallOff postpones a meeting to a time that is not known yet, or cancels it.
	CallOff struct {
		Meeting MeetingID `json:"meeting"`
		Cancel  bool      `json:"cancel,omitempty"`
		Why     string    `json:"why,omitempty"`
	}
	// MeetingCalledOff records CallOff.
	MeetingCalledOff struct {
		Meeting MeetingID `json:"meeting"`
		Cancel  bool      `json:"cancel,omitempty"`
		Why     string    `json:"why,omitempty"`
	}
	// RecordOutcome records that a meeting was held, and what came of it.
	RecordOutcome struct {
		Meeting MeetingID `json:"meeting"`
		From    time.Time `json:"from"`
		To      time.Time `json:"to"`
		Present []PartyID `json:"present,omitempty"` // none: all whose sides were to meet
		Words   string    `json:"words,omitempty"`
	}
	// OutcomeRecorded records RecordOutcome.
	OutcomeRecorded struct {
		Meeting MeetingID `json:"meeting"`
		From    time.Time `json:"from"`
		To      time.Time `json:"to"`
		Present []PartyID `json:"present"`
		Words   string    `json:"words,omitempty"`
	}
	// AcknowledgeOutcome says for a side that was present that the outcome is
	// recorded as it was.
	AcknowledgeOutcome struct {
		Meeting MeetingID `json:"meeting"`
	}
	// OutcomeAcknowledged records AcknowledgeOutcome.
	OutcomeAcknowledged struct {
		Meeting MeetingID `json:"meeting"`
	}
)

// Kind names the kind of entry.
func (*TrackOpened) Kind() string { return "track opened" }

// Kind names the kind of entry.
func (*MeetingProposed) Kind() string { return "meeting proposed" }

// Kind names the kind of entry.
func (*MeetingConfirmed) Kind() string { return "meeting confirmed" }

// Kind names the kind of entry.
func (*MeetingChanged) Kind() string { return "meeting changed" }

// Kind names the kind of entry.
func (*MeetingCalledOff) Kind() string { return "meeting called off" }

// Kind names the kind of entry.
func (*OutcomeRecorded) Kind() string { return "outcome recorded" }

// Kind names the kind of entry.
func (*OutcomeAcknowledged) Kind() string { return "outcome acknowledged" }

func (b *TrackOpened) apply(s *State, e Entry) {
	t := b.Track
	t.Since = e.At
	if was := s.track(t.ID); was != nil {
		s.Tracks = slices.Clone(s.Tracks)
		t.Since = was.Since
		*s.track(t.ID) = t
		return
	}
	s.Tracks = add(s, s.Tracks, t)
}

func (b *MeetingProposed) apply(s *State, e Entry) {
	m := Meeting{ID: b.ID, Plan: b.Plan, By: e.By, Party: e.Party, At: e.At, Audience: e.Audience}
	if slices.Contains(m.Parties, e.Party) {
		m.Confirmed = []Confirmation{{e.Party, s.nameOf(e.By), e.At}}
	}
	s.settle(&m)
	s.Meetings = add(s, s.Meetings, m)
}

// settle computes a status that confirmations decide.
func (s *State) settle(m *Meeting) {
	m.Status = Confirmed
	for _, p := range m.Parties {
		if !slices.ContainsFunc(m.Confirmed, func(c Confirmation) bool { return c.Party == p }) {
			m.Status = Announced
		}
	}
}

func (b *MeetingConfirmed) apply(s *State, e Entry) {
	s.convene(b.Meeting, func(m *Meeting) {
		m.Confirmed = append(slices.Clip(m.Confirmed), Confirmation{b.Party, b.Who, e.At})
		if m.Status == Announced {
			s.settle(m)
		}
	})
}

func (b *MeetingChanged) apply(s *State, e Entry) {
	s.convene(b.Meeting, func(m *Meeting) {
		moved := m.Status == Postponed || m.Place != b.Plan.Place || !m.When.same(b.Plan.When) || !slices.Equal(m.Parties, b.Plan.Parties)
		m.History = append(slices.Clip(m.History), Change{m.Plan, e.At, e.By, b.Why})
		m.Plan = b.Plan
		if moved {
			m.Reason, m.Confirmed = "", nil
			if slices.Contains(m.Parties, e.Party) {
				m.Confirmed = []Confirmation{{e.Party, s.nameOf(e.By), e.At}}
			}
			s.settle(m)
		}
	})
}

func (b *MeetingCalledOff) apply(s *State, _ Entry) {
	s.convene(b.Meeting, func(m *Meeting) {
		m.Status, m.Reason = Postponed, b.Why
		if b.Cancel {
			m.Status = Cancelled
		}
	})
}

func (b *OutcomeRecorded) apply(s *State, e Entry) {
	s.convene(b.Meeting, func(m *Meeting) {
		m.Status = Held
		m.Outcome = &Outcome{From: b.From, To: b.To, Present: b.Present, Words: b.Words}
		if slices.Contains(b.Present, e.Party) {
			m.Outcome.Acknowledged = []Confirmation{{e.Party, s.nameOf(e.By), e.At}}
		}
	})
}

func (b *OutcomeAcknowledged) apply(s *State, e Entry) {
	s.convene(b.Meeting, func(m *Meeting) {
		o := *m.Outcome
		o.Acknowledged = append(slices.Clip(o.Acknowledged), Confirmation{e.Party, s.nameOf(e.By), e.At})
		m.Outcome = &o
	})
}

// What happens to a meeting is seen by whoever sees the meeting.
func (b *MeetingConfirmed) ofMeeting() MeetingID    { return b.Meeting }
func (b *MeetingChanged) ofMeeting() MeetingID      { return b.Meeting }
func (b *MeetingCalledOff) ofMeeting() MeetingID    { return b.Meeting }
func (b *OutcomeRecorded) ofMeeting() MeetingID     { return b.Meeting }
func (b *OutcomeAcknowledged) ofMeeting() MeetingID { return b.Meeting }

func (s *State) convene(id MeetingID, alter func(*Meeting)) {
	s.Meetings = slices.Clone(s.Meetings)
	if m := s.meeting(id); m != nil {
		alter(m)
	}
}

func (s *State) meeting(id MeetingID) *Meeting {
	return find(s.Meetings, func(m Meeting) bool { return m.ID == id })
}

func (s *State) track(id TrackID) *Track {
	return find(s.Tracks, func(t Track) bool { return t.ID == id })
}

func (s *State) nameOf(id MemberID) string {
	if m := s.member(id); m != nil {
		return m.Name
	}
	return string(id)
}

func (c OpenTrack) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	switch {
	case !validName.MatchString(string(c.Track.ID)):
		return nil, refuse(Invalid, "track "+string(c.Track.ID), "its id must be lower-case letters, digits and hyphens", "for instance moscow")
	case strings.TrimSpace(c.Track.Name) == "":
		return nil, refuse(Invalid, "track "+string(c.Track.ID), "it has no name", "give it one")
	case c.Track.Counterpart != "" && s.party(c.Track.Counterpart) == nil:
		return nil, notFound("party", c.Track.Counterpart)
	}
	return []Entry{{Audience: Everyone, Body: &TrackOpened{c.Track}}}, nil
}

func (c ProposeMeeting) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayPropose(by); err != nil {
		return nil, err
	}
	if err := s.checkPlan(by, &c.Plan); err != nil {
		return nil, err
	}
	if err := s.checkAudience(c.Audience); err != nil {
		return nil, err
	}
	if !c.Audience.Everyone { // who is to meet is told
		c.Audience = c.Audience.and(Audience{Parties: c.Plan.Parties})
	}
	id := MeetingID(s.newID(by, "meeting", c, func(id string) bool { return s.meeting(MeetingID(id)) != nil }))
	return []Entry{{Audience: c.Audience, Body: &MeetingProposed{id, c.Plan}}}, nil
}

func (s *State) checkPlan(by *Member, p *Plan) error {
	p.Title, p.Place = strings.TrimSpace(p.Title), strings.TrimSpace(p.Place)
	p.When.From, p.When.To = p.When.From.UTC(), p.When.To.UTC()
	switch {
	case p.Title == "":
		return refuse(Invalid, "meeting", "it has no title", "say in a few words who meets")
	case !slices.Contains(formats, p.Format):
		return refuse(Invalid, "meeting", fmt.Sprintf("its format %q is not known", p.Format), "choose one of plenary, bilateral, caucus, proximity talks, working group")
	case len(p.Parties) == 0:
		return refuse(Invalid, "meeting", "nobody meets", "name the parties whose sides meet")
	case p.When.To.Before(p.When.From):
		return refuse(Invalid, "meeting", "it ends before it begins", "check the times")
	case p.Group != "" && s.group(p.Group) == nil:
		return notFound("working group", p.Group)
	case p.Track != "" && s.track(p.Track) == nil:
		return notFound("track", p.Track)
	case p.Gate != "" && s.gate(p.Gate) == nil:
		return notFound("gate", p.Gate)
	}
	if _, err := time.LoadLocation(p.When.Zone); err != nil {
		return refuse(Invalid, "meeting", fmt.Sprintf("there is no time zone %q", p.When.Zone), "give it as, for instance, Europe/Zurich")
	}
	for _, id := range slices.Concat(p.Parties, []PartyID{p.Between}) {
		if id != "" && s.party(id) == nil {
			return notFound("party", id)
		}
	}
	mine := s.mine(by)
	for _, i := range p.Agenda {
		if i.Issue != "" && s.issue(i.Issue) == nil {
			return notFound("issue", i.Issue)
		}
		if i.Provision != "" && (mine.Current() == nil || mine.Current().Text.Find(i.Provision) == nil) {
			return notFound("provision", i.Provision)
		}
	}
	return nil
}

// visibleMeeting returns a meeting that the member may see and that is not over.
func (s *State) visibleMeeting(by *Member, id MeetingID) (*Meeting, error) {
	m := s.meeting(id)
	if m == nil || !s.sees(by.Party, m.Party, m.Audience) {
		return nil, notFound("meeting", id)
	}
	return m, nil
}

func (m *Meeting) over() error {
	if m.Status == Held || m.Status == Cancelled {
		return refuse(Stale, "meeting "+string(m.ID), "it is "+string(m.Status), "propose another one")
	}
	return nil
}

// runs reports whether a member may change a meeting: of the party that proposed
// it, or the mediator's.
func (s *State) runs(by *Member, m *Meeting) error {
	if m.Party != by.Party && !s.permissions(by).Keep {
		return refuse(NotAllowed, "meeting "+string(m.ID), "another party proposed it", "ask that party, or propose another one")
	}
	return m.over()
}

func (c ConfirmMeeting) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	m, err := s.visibleMeeting(by, c.Meeting)
	if err != nil {
		return nil, err
	}
	if c.Party == "" {
		c.Party = by.Party
	}
	where := "meeting " + string(m.ID)
	switch {
	case c.Party != by.Party && (!s.permissions(by).Keep || strings.TrimSpace(c.Who) == ""):
		return nil, refuse(NotAllowed, where, "only the mediator records another side's confirmation, with who gave it", "confirm for your own side")
	case !slices.Contains(m.Parties, c.Party):
		return nil, refuse(Invalid, where, string(c.Party)+" is not one of its sides", "there is nothing to confirm")
	case slices.ContainsFunc(m.Confirmed, func(x Confirmation) bool { return x.Party == c.Party }):
		return nil, refuse(Stale, where, string(c.Party)+" has confirmed it already", "there is nothing to do")
	}
	if err := m.over(); err != nil {
		return nil, err
	}
	if strings.TrimSpace(c.Who) == "" {
		c.Who = by.Name
	}
	return []Entry{{Audience: m.Audience, Body: &MeetingConfirmed{m.ID, c.Party, strings.TrimSpace(c.Who)}}}, nil
}

func (c ChangeMeeting) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	m, err := s.visibleMeeting(by, c.Meeting)
	if err != nil {
		return nil, err
	}
	if err := s.runs(by, m); err != nil {
		return nil, err
	}
	if err := s.checkPlan(by, &c.Plan); err != nil {
		return nil, err
	}
	for _, p := range c.Plan.Parties {
		if !s.sees(p, m.Party, m.Audience) {
			return nil, refuse(Invalid, "meeting "+string(m.ID), string(p)+" was not told of it", "propose another meeting")
		}
	}
	return []Entry{{Audience: m.Audience, Body: &MeetingChanged{m.ID, c.Plan, strings.TrimSpace(c.Why)}}}, nil
}

func (c CallOff) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	m, err := s.visibleMeeting(by, c.Meeting)
	if err != nil {
		return nil, err
	}
	if err := m.over(); err != nil {
		return nil, err
	}
	if !slices.Contains(m.Parties, by.Party) {
		if err := s.runs(by, m); err != nil {
			return nil, err
		}
	}
	return []Entry{{Audience: m.Audience, Body: &MeetingCalledOff{m.ID, c.Cancel, strings.TrimSpace(c.Why)}}}, nil
}

func (c RecordOutcome) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	m, err := s.visibleMeeting(by, c.Meeting)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(m.Parties, by.Party) {
		if err := s.runs(by, m); err != nil {
			return nil, err
		}
	}
	if err := m.over(); err != nil {
		return nil, err
	}
	if len(c.Present) == 0 {
		c.Present = m.Parties
	}
	where := "meeting " + string(m.ID)
	if c.From.IsZero() || c.To.Before(c.From) || c.From.After(now) {
		return nil, refuse(Invalid, where, "it is not said when it was held", "give when it began and ended; it must be past")
	}
	for _, p := range c.Present {
		if s.party(p) == nil || !s.sees(p, m.Party, m.Audience) {
			return nil, refuse(Invalid, where, string(p)+" was not told of it", "leave it out")
		}
	}
	return []Entry{{Audience: m.Audience, Body: &OutcomeRecorded{m.ID, c.From.UTC(), c.To.UTC(), c.Present, strings.TrimSpace(c.Words)}}}, nil
}

func (c AcknowledgeOutcome) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	m, err := s.visibleMeeting(by, c.Meeting)
	if err != nil {
		return nil, err
	}
	where := "meeting " + string(m.ID)
	switch {
	case m.Outcome == nil:
		return nil, refuse(Invalid, where, "it was not held yet, or nobody recorded it", "record its outcome first")
	case !slices.Contains(m.Outcome.Present, by.Party):
		return nil, refuse(NotAllowed, where, "your side was not present", "only those who were can acknowledge it")
	case slices.ContainsFunc(m.Outcome.Acknowledged, func(x Confirmation) bool { return x.Party == by.Party }):
		return nil, refuse(Stale, where, "your side has acknowledged it already", "there is nothing to do")
	}
	return []Entry{{Audience: m.Audience, Body: &OutcomeAcknowledged{m.ID}}}, nil
}
