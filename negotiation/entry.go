package negotiation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"parley/record"
)

// Entry is one act in the record.
type Entry struct {
	Seq      int64     // from 1, without gaps
	At       time.Time // in UTC
	By       MemberID
	Party    PartyID // for which By acted
	Audience Audience
	Body     Body

	// Of an act that its member signed: the last entry before it that the
	// member knew of, and the signature, which stands beside the content.
	After     int64
	Signature *record.Signature
}

// Body is what an entry says; one type for each kind of act.
type Body interface {
	Kind() string
	apply(s *State, e Entry)
}

// bodies makes an empty body of each kind.
var bodies = kinds(
	func() Body { return new(Opened) },
	func() Body { return new(PartyJoined) },
	func() Body { return new(MemberJoined) },
	func() Body { return new(MemberInvited) },
	func() Body { return new(RevisionTabled) },
	func() Body { return new(StandingGiven) },
	func() Body { return new(RenderingFiled) },
	func() Body { return new(VersionTabled) },
	func() Body { return new(AmendmentTabled) },
	func() Body { return new(SponsorJoined) },
	func() Body { return new(AudienceWidened) },
	func() Body { return new(AmendmentWithdrawn) },
	func() Body { return new(NoticeGiven) },
	func() Body { return new(AmendmentKept) },
	func() Body { return new(AmendmentLetGo) },
	func() Body { return new(AmendmentAccepted) },
	func() Body { return new(AmendmentRejected) },
	func() Body { return new(DecisionUndone) },
	func() Body { return new(PositionTaken) },
	func() Body { return new(PositionWithdrawn) },
	func() Body { return new(ConditionMet) },
	func() Body { return new(IssueNamed) },
	func() Body { return new(BlockingMarked) },
	func() Body { return new(PaperCirculated) },
	func() Body { return new(PaperReceived) },
	func() Body { return new(PartyConsulted) },
	func() Body { return new(DocumentFiled) },
	func() Body { return new(RulesSet) },
	func() Body { return new(DeadlineSet) },
	func() Body { return new(MandateGiven) },
	func() Body { return new(TrackOpened) },
	func() Body { return new(MeetingProposed) },
	func() Body { return new(MeetingConfirmed) },
	func() Body { return new(MeetingChanged) },
	func() Body { return new(MeetingCalledOff) },
	func() Body { return new(OutcomeRecorded) },
	func() Body { return new(OutcomeAcknowledged) },
	func() Body { return new(GroupFormed) },
	func() Body { return new(GroupDissolved) },
	func() Body { return new(StatementMade) },
	func() Body { return new(StatementJoined) },
	func() Body { return new(NoteKept) },
	func() Body { return new(SilenceStarted) },
	func() Body { return new(SilenceBroken) },
	func() Body { return new(SilenceExtended) },
	func() Body { return new(SilenceWithdrawn) },
	func() Body { return new(GateDefined) },
	func() Body { return new(ProvisionGavelled) },
	func() Body { return new(RoomOpened) },
	func() Body { return new(RoomClosed) },
	func() Body { return new(RoomHeard) },
	func() Body { return new(InstrumentLinked) },
	func() Body { return new(ClosingSet) },
	func() Body { return new(Reopened) },
	func() Body { return new(Initialled) },
	func() Body { return new(PowersPresented) },
	func() Body { return new(PowersExamined) },
	func() Body { return new(InstrumentSigned) },
	func() Body { return new(Declared) },
	func() Body { return new(Ratified) },
	func() Body { return new(BargainDrawnUp) },
	func() Body { return new(Scored) },
	func() Body { return new(ReportFiled) },
	func() Body { return new(ReportJudged) },
	func() Body { return new(ReportWidened) },
	func() Body { return new(ReportsLinked) },
	func() Body { return new(NameKept) },
	func() Body { return new(ExcerptSetAside) },
	func() Body { return new(DesignationDisputed) },
	func() Body { return new(AuthorshipClaimed) },
	func() Body { return new(AuthorshipDisputed) },
	func() Body { return new(KeyRegistered) },
	func() Body { return new(KeyRevoked) },
	func() Body { return new(WitnessNamed) },
	func() Body { return new(ContentErased) },
)

func kinds(makers ...func() Body) map[string]func() Body {
	out := make(map[string]func() Body, len(makers))
	for _, f := range makers {
		out[f().Kind()] = f
	}
	return out
}

// Kinds lists every kind of entry there is, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(bodies)) }

// Class is what an entry is about, as its leaf says it.
func (e Entry) Class() string {
	switch e.Body.(type) {
	case *Opened, *PartyJoined, *MemberJoined:
		return "people"
	case *KeyRegistered, *KeyRevoked, *WitnessNamed, *ContentErased:
		return "record"
	case *RevisionTabled, *StandingGiven, *RenderingFiled, *VersionTabled, *AmendmentTabled, *SponsorJoined, *AudienceWidened,
		*AmendmentWithdrawn, *AmendmentAccepted, *AmendmentRejected, *DecisionUndone, *InstrumentLinked:
		return "text"
	}
	return "process"
}

type entryJSON struct {
	Seq      int64           `json:"seq"`
	At       time.Time       `json:"at"`
	By       MemberID        `json:"by"`
	Party    PartyID         `json:"party"`
	Audience Audience        `json:"audience"`
	After    int64           `json:"after,omitempty"`
	Kind     string          `json:"kind"`
	Body     json.RawMessage `json:"body"`
}

// MarshalJSON writes the entry with the kind of its body.
func (e Entry) MarshalJSON() ([]byte, error) {
	body, err := json.Marshal(e.Body)
	if err != nil {
		return nil, err
	}
	return json.Marshal(entryJSON{e.Seq, e.At, e.By, e.Party, e.Audience, e.After, e.Body.Kind(), body})
}

// UnmarshalJSON reads what MarshalJSON wrote. A kind or a field that this
// version does not know is an error: an entry is understood whole or not at
// all.
func (e *Entry) UnmarshalJSON(data []byte) error {
	var j entryJSON
	if err := strict(data, &j); err != nil {
		return fmt.Errorf("entry: %w", err)
	}
	make, ok := bodies[j.Kind]
	if !ok {
		return fmt.Errorf("entry %d: unknown kind %q; it was written by a newer version", j.Seq, j.Kind)
	}
	if string(j.Body) == "null" {
		return fmt.Errorf("entry %d (%s): it says nothing", j.Seq, j.Kind)
	}
	body := make()
	if err := strict(j.Body, body); err != nil {
		return fmt.Errorf("entry %d (%s): %w", j.Seq, j.Kind, err)
	}
	*e = Entry{Seq: j.Seq, At: j.At, By: j.By, Party: j.Party, Audience: j.Audience, After: j.After, Body: body}
	return nil
}

func strict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(v)
}
