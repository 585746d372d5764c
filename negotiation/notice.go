package negotiation

import (
	"strings"
	"time"
)

// An amendment that nobody supports any more is let go, but only with notice:
// whoever still wants it says so before the notice ends.

// Notice is that an amendment is let go at a moment unless a party keeps it.
type Notice struct {
	Until time.Time `json:"until"`
	Words string    `json:"words,omitempty"`
}

type (
	// GiveNotice gives notice on a pending amendment.
	GiveNotice struct {
		Amendment AmendmentID `json:"amendment"`
		Notice
	}
	// NoticeGiven records GiveNotice.
	NoticeGiven struct {
		Amendment AmendmentID `json:"amendment"`
		Notice
	}
	// KeepAmendment says that the member's party still supports an amendment, which
	// ends the notice. To join its sponsors does so too.
	KeepAmendment struct {
		Amendment AmendmentID `json:"amendment"`
		Words     string      `json:"words,omitempty"`
	}
	// AmendmentKept records KeepAmendment.
	AmendmentKept struct {
		Amendment AmendmentID `json:"amendment"`
		Words     string      `json:"words,omitempty"`
	}
	// LetGo lets an amendment go whose notice ended without a word for it.
	LetGo struct {
		Amendment AmendmentID `json:"amendment"`
	}
	// AmendmentLetGo records LetGo.
	AmendmentLetGo struct {
		Amendment AmendmentID `json:"amendment"`
		Until     time.Time   `json:"until"` // when the notice ended
	}
)

// Kind names the kind of entry.
func (*NoticeGiven) Kind() string { return "notice given" }

// Kind names the kind of entry.
func (*AmendmentKept) Kind() string { return "amendment kept" }

// Kind names the kind of entry.
func (*AmendmentLetGo) Kind() string { return "amendment let go" }

func (b *NoticeGiven) concerns() AmendmentID    { return b.Amendment }
func (b *AmendmentKept) concerns() AmendmentID  { return b.Amendment }
func (b *AmendmentLetGo) concerns() AmendmentID { return b.Amendment }

func (b *NoticeGiven) apply(s *State, _ Entry) {
	s.amend(b.Amendment, func(a *Amendment) { a.Notice = &b.Notice })
}

func (b *AmendmentKept) apply(s *State, _ Entry) {
	s.amend(b.Amendment, func(a *Amendment) { a.Notice = nil })
}

func (b *AmendmentLetGo) apply(s *State, _ Entry) {
	s.amend(b.Amendment, func(a *Amendment) {
		a.withdrawn = &withdrawal{reason: "Nobody spoke for it before " + b.Until.Format("2 January 2006, 15:04 UTC") + ".", letGo: true}
	})
}

func (c GiveNotice) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	a, err := s.pendingAmendment(by, c.Amendment)
	if err != nil {
		return nil, err
	}
	where := "amendment " + string(a.ID)
	switch {
	case !c.Until.After(now):
		return nil, refuse(Invalid, where, "the notice would be over already", "choose a moment to come")
	case a.Notice != nil:
		return nil, refuse(Stale, where, "notice was given already", "wait until it ends")
	}
	return []Entry{{Audience: s.audienceOf(a), Body: &NoticeGiven{a.ID, Notice{c.Until.UTC(), strings.TrimSpace(c.Words)}}}}, nil
}

func (c KeepAmendment) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayPropose(by); err != nil {
		return nil, err
	}
	a, err := s.pendingAmendment(by, c.Amendment)
	if err != nil {
		return nil, err
	}
	if a.Notice == nil {
		return nil, refuse(Stale, "amendment "+string(a.ID), "it is not about to be let go", "there is nothing to do")
	}
	return []Entry{{Audience: s.audienceOf(a), Body: &AmendmentKept{a.ID, strings.TrimSpace(c.Words)}}}, nil
}

func (c LetGo) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	a, err := s.pendingAmendment(by, c.Amendment)
	if err != nil {
		return nil, err
	}
	switch {
	case a.Notice == nil:
		return nil, refuse(NotAllowed, "amendment "+string(a.ID), "no notice was given", "give notice first")
	case now.Before(a.Notice.Until):
		return nil, refuse(Stale, "amendment "+string(a.ID), "the notice has not ended", "wait until it has")
	}
	return []Entry{{Audience: s.audienceOf(a), Body: &AmendmentLetGo{a.ID, a.Notice.Until}}}, nil
}
