package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// SilenceID names a silence procedure.
type SilenceID string

// Silence is a silence procedure: a revision is adopted at the deadline unless
// a party whose consent is needed breaks the silence before.
type Silence struct {
	ID       SilenceID `json:"id"`
	Revision int       `json:"revision"`
	Standing Standing  `json:"standing"` // that it would have
	Deadline time.Time `json:"deadline"`
	Remind   time.Time `json:"remind,omitzero"` // when those who are silent are reminded
	Words    string    `json:"words,omitempty"`

	By        MemberID    `json:"-"`
	Party     PartyID     `json:"-"`
	At        time.Time   `json:"-"`
	Breaks    []Break     `json:"-"`
	Deadlines []time.Time `json:"-"` // before extensions, oldest first
	Withdrawn bool        `json:"-"`
}

// Break is that a party broke the silence.
type Break struct {
	Party PartyID   `json:"party"`
	By    MemberID  `json:"by"`
	Words string    `json:"words,omitempty"`
	At    time.Time `json:"at"`
}

// SilenceStatus is what has become of a silence procedure at a moment: computed.
type SilenceStatus string

// The statuses of a silence procedure.
const (
	Running   SilenceStatus = "running"
	Broken    SilenceStatus = "broken"
	Adopted   SilenceStatus = "adopted"
	TakenBack SilenceStatus = "taken back"
)

// Status returns what has become of the procedure at a moment.
func (x *Silence) Status(now time.Time) SilenceStatus {
	switch {
	case len(x.Breaks) > 0:
		return Broken
	case x.Withdrawn:
		return TakenBack
	case now.Before(x.Deadline):
		return Running
	}
	return Adopted
}

type (
	// StartSilence puts a revision under a silence procedure.
	StartSilence struct {
		Revision int       `json:"revision"`
		Standing Standing  `json:"standing"`
		Deadline time.Time `json:"deadline"`
		Remind   time.Time `json:"remind,omitzero"`
		Words    string    `json:"words,omitempty"`
	}
	// SilenceStarted records StartSilence.
	SilenceStarted struct {
		Silence Silence `json:"silence"`
	}
	// BreakSilence breaks it for the member's party: nothing is adopted.
	BreakSilence struct {
		Silence SilenceID `json:"silence"`
		Words   string    `json:"words,omitempty"`
	}
	// SilenceBroken records BreakSilence.
	SilenceBroken struct {
		Silence SilenceID `json:"silence"`
		Words   string    `json:"words,omitempty"`
	}
	// ExtendSilence moves the deadline to a later one.
	ExtendSilence struct {
		Silence  SilenceID `json:"silence"`
		Deadline time.Time `json:"deadline"`
	}
	// SilenceExtended records ExtendSilence.
	SilenceExtended struct {
		Silence  SilenceID `json:"silence"`
		Deadline time.Time `json:"deadline"`
	}
	// WithdrawSilence takes the procedure back.
	WithdrawSilence struct {
		Silence SilenceID `json:"silence"`
		Why     string    `json:"why,omitempty"`
	}
	// SilenceWithdrawn records WithdrawSilence.
	SilenceWithdrawn struct {
		Silence SilenceID `json:"silence"`
		Why     string    `json:"why,omitempty"`
	}
)

// Kind names the kind of entry.
func (*SilenceStarted) Kind() string { return "silence started" }

// Kind names the kind of entry.
func (*SilenceBroken) Kind() string { return "silence broken" }

// Kind names the kind of entry.
func (*SilenceExtended) Kind() string { return "silence extended" }

// Kind names the kind of entry.
func (*SilenceWithdrawn) Kind() string { return "silence withdrawn" }

func (b *SilenceStarted) ofSilence() SilenceID   { return b.Silence.ID }
func (b *SilenceBroken) ofSilence() SilenceID    { return b.Silence }
func (b *SilenceExtended) ofSilence() SilenceID  { return b.Silence }
func (b *SilenceWithdrawn) ofSilence() SilenceID { return b.Silence }

func (b *SilenceStarted) apply(s *State, e Entry) {
	x := b.Silence
	x.By, x.Party, x.At = e.By, e.Party, e.At
	s.Silences = add(s, s.Silences, x)
}

func (b *SilenceBroken) apply(s *State, e Entry) {
	s.hush(b.Silence, func(x *Silence) {
		x.Breaks = append(slices.Clip(x.Breaks), Break{e.Party, e.By, b.Words, e.At})
	})
}

func (b *SilenceExtended) apply(s *State, _ Entry) {
	s.hush(b.Silence, func(x *Silence) {
		x.Deadlines = append(slices.Clip(x.Deadlines), x.Deadline)
		x.Deadline = b.Deadline
	})
}

func (b *SilenceWithdrawn) apply(s *State, _ Entry) {
	s.hush(b.Silence, func(x *Silence) { x.Withdrawn = true })
}

func (s *State) hush(id SilenceID, alter func(*Silence)) {
	s.Silences = slices.Clone(s.Silences)
	if x := s.silence(id); x != nil {
		alter(x)
	}
}

func (s *State) silence(id SilenceID) *Silence {
	return find(s.Silences, func(x Silence) bool { return x.ID == id })
}

// adoptedBySilence reports whether a silence procedure gave a revision a
// standing by a moment.
func (s *State) adoptedBySilence(revision int, st Standing, now time.Time) bool {
	return slices.ContainsFunc(s.Silences, func(x Silence) bool {
		return x.Revision == revision && x.Standing == st && x.Status(now) == Adopted
	})
}

func (c StartSilence) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	r := s.mine(by).Revision(c.Revision)
	if r == nil {
		return nil, notFound("revision", c.Revision)
	}
	where := fmt.Sprintf("revision %d", c.Revision)
	switch {
	case r.Placeholder():
		return nil, refuse(Invalid, where, "its words are not held", "nobody can be silent on words that are not there")
	case !c.Deadline.After(now):
		return nil, refuse(Invalid, where, "the deadline is past already", "choose a moment to come")
	case !c.Remind.IsZero() && (!c.Remind.After(now) || !c.Remind.Before(c.Deadline)):
		return nil, refuse(Invalid, where, "the reminder is not between now and the deadline", "choose another moment, or none")
	}
	if err := checkStanding(c.Standing); err != nil {
		return nil, err
	}
	for _, p := range s.consenting(s.Rules) {
		if !s.holds(p, r) {
			return nil, refuse(NotAllowed, where, string(p)+" has not received it", "circulate it first: who does not have a text is not silent on it")
		}
	}
	x := Silence{Revision: c.Revision, Standing: c.Standing, Deadline: c.Deadline.UTC(), Remind: c.Remind.UTC(), Words: strings.TrimSpace(c.Words)}
	if c.Remind.IsZero() {
		x.Remind = time.Time{}
	}
	x.ID = SilenceID(s.newID(by, "silence", x, func(id string) bool { return s.silence(SilenceID(id)) != nil }))
	return []Entry{{Audience: r.Audience, Body: &SilenceStarted{x}}}, nil
}

// running returns a procedure that the member may see and that still runs.
func (s *State) running(by *Member, id SilenceID, now time.Time) (*Silence, error) {
	x := s.silence(id)
	if x == nil || !s.holds(by.Party, s.Revision(x.Revision)) {
		return nil, notFound("silence procedure", id)
	}
	if st := x.Status(now); st != Running {
		return nil, refuse(Stale, "silence procedure "+string(id), "it is "+string(st), "it is over")
	}
	return x, nil
}

func (c BreakSilence) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	x, err := s.running(by, c.Silence, now)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.consenting(s.Rules), func(p PartyID) bool { return s.within(by.Party, p) }) {
		return nil, refuse(NotAllowed, "silence procedure "+string(c.Silence), "your party's consent is not needed", "make a statement")
	}
	if err := s.maySpeak(by, Subject{}); err != nil {
		return nil, err
	}
	return []Entry{{Audience: s.Revision(x.Revision).Audience, Body: &SilenceBroken{c.Silence, strings.TrimSpace(c.Words)}}}, nil
}

func (c ExtendSilence) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	x, err := s.running(by, c.Silence, now)
	if err != nil {
		return nil, err
	}
	if !c.Deadline.After(x.Deadline) {
		return nil, refuse(Invalid, "silence procedure "+string(c.Silence), "that is no later deadline", "a deadline is only extended")
	}
	return []Entry{{Audience: s.Revision(x.Revision).Audience, Body: &SilenceExtended{c.Silence, c.Deadline.UTC()}}}, nil
}

func (c WithdrawSilence) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	x, err := s.running(by, c.Silence, now)
	if err != nil {
		return nil, err
	}
	return []Entry{{Audience: s.Revision(x.Revision).Audience, Body: &SilenceWithdrawn{c.Silence, strings.TrimSpace(c.Why)}}}, nil
}
