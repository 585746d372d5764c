// Package negotiation is the process around one text: who is at the table,
// which revisions there are, what is proposed against them and what became of
// it.
//
// What people do is a Command. Decide says whether it may be done and which
// entries record it; Apply folds an entry into the State; Look filters a state
// to what one member may see. All three are pure functions: the state as of
// any moment is the fold of the entries up to it, and nobody's claim changes
// anything that can be computed.
//
// All rules of the process, access among them, are in this package. Two hold
// everywhere: the default is no, and what a member may not see is not found.
package negotiation

import (
	"slices"
	"time"

	"parley/consolidate"
	"parley/text"
)

// ID names a negotiation.
type ID string

// PartyID is a party's short name, as it stands in brackets: "UA", "EU".
type PartyID string

// MemberID names a member.
type MemberID string

// AmendmentID names an amendment. It gives away neither how many there are nor
// when it was tabled.
type AmendmentID string

// Role is what a party is at the table.
type Role string

// The roles.
const (
	Principal Role = "principal" // must consent
	Mediator  Role = "mediator"  // keeps the text
	Guarantor Role = "guarantor"
	Consulted Role = "consulted" // to be heard
	Observer  Role = "observer"  // reads
)

// Party is a side at the table. A coalition is a party made of parties.
type Party struct {
	ID       PartyID   `json:"id"`
	Name     string    `json:"name"`
	Role     Role      `json:"role"`
	Parties  []PartyID `json:"parties,omitempty"`  // of a coalition
	CoChairs []PartyID `json:"cochairs,omitempty"` // among Parties

	Since time.Time `json:"-"` // at the table
}

// Member is a person acting for a party in a capacity.
type Member struct {
	ID       MemberID `json:"id"`
	Party    PartyID  `json:"party"`
	Name     string   `json:"name"` // a person's or an office's
	Capacity string   `json:"capacity,omitempty"`
	Mandate  Mandate  `json:"mandate,omitzero"`
}

// Audience says who may see an entry besides its author's own party. Its zero
// value is nobody.
type Audience struct {
	Everyone bool      `json:"everyone,omitempty"`
	Parties  []PartyID `json:"parties,omitempty"`
}

// Everyone is the audience of all who are at the table.
var Everyone = Audience{Everyone: true}

// Standing is what a revision is meant to be.
type Standing string

// The standings.
const (
	Concept      Standing = "concept"
	NonPaper     Standing = "non-paper"
	ZeroDraft    Standing = "zero draft"
	Draft        Standing = "draft"
	ChairsText   Standing = "chair's text"
	AdReferendum Standing = "agreed ad referendum"
	Final        Standing = "final"
)

// Standings lists all standings, from the loosest to the firmest.
var Standings = []Standing{Concept, NonPaper, ZeroDraft, Draft, ChairsText, AdReferendum, Final}

// Revision is one immutable version of the text, or a placeholder for one that
// is known to exist and whose words are not held.
type Revision struct {
	Number   int           `json:"number"` // from 1
	ID       text.Revision `json:"id,omitempty"`
	Text     *text.Text    `json:"text,omitempty"` // nil: a placeholder
	Name     string        `json:"name,omitempty"`
	Standing Standing      `json:"standing"`
	Parent   int           `json:"parent,omitempty"` // the number of the revision it was made from
	Author   PartyID       `json:"author,omitempty"`
	Inputs   []Input       `json:"inputs,omitempty"`
	Note     string        `json:"note,omitempty"`
	Source   string        `json:"source,omitempty"`

	By       MemberID  `json:"-"`
	Party    PartyID   `json:"-"` // that tabled it
	At       time.Time `json:"-"`
	Audience Audience  `json:"-"` // to whom it was tabled; see Circulation for who received it since

	// The revision that amendments were first adopted into on the way here,
	// and what was adopted, each made to the text that the one before it led
	// to. A revision that was tabled whole is its own root.
	root    int
	adopted []Adoption

	remembered *remembered
}

// Placeholder reports whether the revision's words are not held.
func (r *Revision) Placeholder() bool { return r.Text == nil }

// Input says which party's proposal went into a revision.
type Input struct {
	Party     PartyID     `json:"party"`
	Amendment AmendmentID `json:"amendment,omitempty"`
	Into      []text.ID   `json:"into,omitempty"` // provisions
	Note      string      `json:"note,omitempty"`
}

// Adoption is an amendment, or part of one, that the mediator accepted.
type Adoption struct {
	Decision  int                   `json:"decision"` // see Decision.N
	Amendment consolidate.Amendment `json:"amendment"`
}

// Rendering is a press copy or a translation; never a revision.
type Rendering struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Source string     `json:"source,omitempty"`
	Text   *text.Text `json:"text"`

	By MemberID  `json:"-"`
	At time.Time `json:"-"`
}

// Amendment is a proposal by its sponsors against a named revision, as it was
// tabled, with what was decided on it since.
type Amendment struct {
	ID          AmendmentID          `json:"id"`
	Revision    int                  `json:"revision"`
	Sponsors    []PartyID            `json:"sponsors"`
	Changes     []consolidate.Change `json:"changes"`
	Explanation string               `json:"explanation,omitempty"`
	Bridges     []AmendmentID        `json:"bridges,omitempty"` // of a bridging text: what it is to take the place of

	By       MemberID  `json:"-"`
	Party    PartyID   `json:"-"`
	At       time.Time `json:"-"`
	Audience Audience  `json:"-"`
	Notice   *Notice   `json:"-"` // that it is let go; nil: none stands

	sent      []PartyID   // to whom it was circulated
	withdrawn *withdrawal // nil while it stands
	decisions []Decision
	decided   int // how many decisions there ever were
}

type withdrawal struct {
	reason string
	letGo  bool // on notice, because nobody spoke for it
}

// Decision is what the mediator decided on an amendment or part of it.
type Decision struct {
	N        int // which decision on the amendment, from 1
	Changes  []string
	Accepted bool
	Note     string
	At       time.Time
	Undoable bool // an acceptance can be undone until a whole text is tabled
}

// decide adds a decision.
func (a *Amendment) decide(changes []string, accepted bool, note string, at time.Time) {
	a.decided++
	a.decisions = append(slices.Clip(a.decisions), Decision{N: a.decided, Changes: changes, Accepted: accepted, Note: note, At: at})
}

// decision returns the n-th decision on the amendment if it stands, or nil.
func (a *Amendment) decision(n int) *Decision {
	i := slices.IndexFunc(a.decisions, func(d Decision) bool { return d.N == n })
	if i < 0 {
		return nil
	}
	return &a.decisions[i]
}

// tabled returns the amendment as it was tabled, against revision.
func (a *Amendment) tabled(revision *Revision) consolidate.Amendment {
	sponsors := make([]string, len(a.Sponsors))
	for i, s := range a.Sponsors {
		sponsors[i] = string(s)
	}
	return consolidate.Amendment{ID: string(a.ID), Sponsors: sponsors, Base: revision.ID, Changes: a.Changes}
}
