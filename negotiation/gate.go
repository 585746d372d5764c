package negotiation

import (
	"slices"
	"strings"
	"time"

	"parley/negotiation/gate"
)

// GateID names a gate.
type GateID string

// Gate is a condition on the state of the negotiation, written as an expression
// (see package gate): whether it is passed is computed, never said.
type Gate struct {
	ID         GateID   `json:"id"`
	Name       string   `json:"name"`
	Expression string   `json:"expression"`
	Standing   Standing `json:"standing,omitempty"` // that the text has only once it is passed; "": none
	About      string   `json:"about,omitempty"`
}

// DefineGate defines a gate, or defines it anew.
type DefineGate struct {
	Gate Gate `json:"gate"`
}

// GateDefined records DefineGate.
type GateDefined struct {
	Gate Gate `json:"gate"`
}

// Kind names the kind of entry.
func (*GateDefined) Kind() string { return "gate defined" }

func (b *GateDefined) apply(s *State, _ Entry) {
	if s.gate(b.Gate.ID) != nil {
		s.Gates = slices.Clone(s.Gates)
		*s.gate(b.Gate.ID) = b.Gate
		return
	}
	s.Gates = add(s, s.Gates, b.Gate)
}

func (s *State) gate(id GateID) *Gate {
	return find(s.Gates, func(g Gate) bool { return g.ID == id })
}

func (c DefineGate) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	g := c.Gate
	g.Name, g.Expression = strings.TrimSpace(g.Name), strings.TrimSpace(g.Expression)
	where := "gate " + string(g.ID)
	switch {
	case !validName.MatchString(string(g.ID)):
		return nil, refuse(Invalid, where, "its id must be lower-case letters, digits and hyphens", "for instance leaders-meet")
	case g.Name == "":
		return nil, refuse(Invalid, where, "it has no name", "give it one")
	}
	if g.Standing != "" {
		if err := checkStanding(g.Standing); err != nil {
			return nil, err
		}
	}
	if err := gate.Check(g.Expression); err != nil {
		return nil, refuse(Invalid, where, err.Error(), "look at the examples beside it")
	}
	return []Entry{{Audience: Everyone, Body: &GateDefined{g}}}, nil
}
