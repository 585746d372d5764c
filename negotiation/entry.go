package negotiation

import (
	"bytes"
	"encoding/json"
	"fmt"
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
var bodies = map[string]func() Body{
	"opened":              func() Body { return new(Opened) },
	"party joined":        func() Body { return new(PartyJoined) },
	"member joined":       func() Body { return new(MemberJoined) },
	"revision tabled":     func() Body { return new(RevisionTabled) },
	"standing given":      func() Body { return new(StandingGiven) },
	"rendering filed":     func() Body { return new(RenderingFiled) },
	"amendment tabled":    func() Body { return new(AmendmentTabled) },
	"sponsor joined":      func() Body { return new(SponsorJoined) },
	"audience widened":    func() Body { return new(AudienceWidened) },
	"amendment withdrawn": func() Body { return new(AmendmentWithdrawn) },
	"amendment accepted":  func() Body { return new(AmendmentAccepted) },
	"amendment rejected":  func() Body { return new(AmendmentRejected) },
	"decision undone":     func() Body { return new(DecisionUndone) },

	record.KeyRegistered: func() Body { return new(KeyRegistered) },
	record.KeyRevoked:    func() Body { return new(KeyRevoked) },
	record.WitnessNamed:  func() Body { return new(WitnessNamed) },
	record.ContentErased: func() Body { return new(ContentErased) },
}

// Class is what an entry is about, as its leaf says it.
func (e Entry) Class() string {
	switch e.Body.(type) {
	case *Opened, *PartyJoined, *MemberJoined:
		return "people"
	case *KeyRegistered, *KeyRevoked, *WitnessNamed, *ContentErased:
		return "record"
	}
	return "text"
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
