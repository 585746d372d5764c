package search

import (
	"strings"

	"parley/negotiation"
)

// acts takes in what members said when they did something that is no thing by
// itself: why an amendment was rejected, what a revision was sent with.
func (c *collection) acts() {
	for _, e := range c.v.Entries() {
		t := Thing{Kind: Act, Name: e.Body.Kind(), By: c.member(e.By), Party: e.Party, At: e.At}
		said, ok := c.aboutAmendment(&t, e.Body)
		if !ok {
			said, ok = c.aboutTalks(&t, e.Body)
		}
		if !ok {
			said = c.aboutText(&t, e.Body)
		}
		if strings.Join(said, "") != "" {
			c.add(t, said...)
		}
	}
}

// aboutAmendment returns what was said in an act upon an amendment or a position.
func (c *collection) aboutAmendment(t *Thing, b negotiation.Body) (said []string, ok bool) {
	amendment := func(id negotiation.AmendmentID, words string) ([]string, bool) {
		t.Of, t.ID = Amendment, string(id)
		return []string{words}, true
	}
	switch b := b.(type) {
	case *negotiation.AmendmentAccepted:
		return amendment(b.Amendment, b.Note)
	case *negotiation.AmendmentRejected:
		return amendment(b.Amendment, b.Note)
	case *negotiation.DecisionUndone:
		return amendment(b.Amendment, b.Note)
	case *negotiation.NoticeGiven:
		return amendment(b.Amendment, b.Words)
	case *negotiation.AmendmentKept:
		return amendment(b.Amendment, b.Words)
	case *negotiation.PositionWithdrawn:
		t.Of = Position
		return []string{b.Reason}, true
	case *negotiation.ConditionMet:
		t.Of = Position
		return []string{b.Words}, true
	}
	return nil, false
}

// aboutTalks returns what was said in an act about the talks.
func (c *collection) aboutTalks(t *Thing, b negotiation.Body) (said []string, ok bool) {
	switch b := b.(type) {
	case *negotiation.MeetingCalledOff:
		t.Of, t.ID = Meeting, string(b.Meeting)
		return []string{b.Why}, true
	case *negotiation.TrackOpened:
		t.Of, t.Parties = Meeting, []negotiation.PartyID{b.Track.Counterpart}
		return []string{b.Track.Name, b.Track.Envoy, b.Track.Mandate}, true
	case *negotiation.GroupFormed:
		t.Of, t.Parties, t.Issues = Meeting, b.Group.Parties, b.Group.Issues
		return []string{b.Group.Name, b.Group.Mandate}, true
	case *negotiation.GroupDissolved:
		t.Of = Meeting
		return []string{b.Why}, true
	case *negotiation.RoomOpened:
		t.Of, t.ID, t.Parties = Message, string(b.Room.ID), b.Room.Parties
		return []string{b.Room.Name}, true
	case *negotiation.PaperCirculated:
		t.Of, t.Parties, t.Revision = Consultation, b.To, b.Revision
		if b.Elsewhere != nil {
			return []string{b.Note, b.Elsewhere.By, b.Elsewhere.Place}, true
		}
		return []string{b.Note}, true
	}
	return nil, false
}

// aboutText returns what was said in an act about the text, its end or the record.
func (c *collection) aboutText(t *Thing, b negotiation.Body) []string {
	switch b := b.(type) {
	case *negotiation.VersionTabled:
		t.Of, t.Lang, t.Revision = Translation, b.Version.Lang, b.Version.Revision
		return []string{b.Version.Note}
	case *negotiation.StandingGiven:
		t.Of, t.Revision = Revision, b.Revision
		return []string{b.Source}
	case *negotiation.Reopened:
		t.Of, t.Revision = Revision, b.Revision
		return []string{b.Why}
	case *negotiation.ProvisionGavelled:
		t.Of, t.Revision, t.Provision, t.Issues = Provision, b.Revision, b.Provision, c.issues[b.Provision]
		return []string{b.Words}
	case *negotiation.DeadlineSet:
		return []string{b.Words}
	case *negotiation.SilenceWithdrawn:
		t.Of = Silence
		return []string{b.Why}
	case *negotiation.ClosingSet:
		t.Of = Closing
		return []string{b.Closing.Depositary}
	case *negotiation.PowersPresented:
		t.Of = Closing
		return []string{b.Words}
	case *negotiation.PowersExamined:
		t.Of = Closing
		return []string{b.Finding}
	case *negotiation.KeyRevoked:
		return []string{b.Reason}
	case *negotiation.ContentErased:
		return []string{b.Reason}
	}
	return nil
}
