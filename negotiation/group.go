package negotiation

import (
	"slices"
	"strings"
	"time"
)

// GroupID names a working group.
type GroupID string

// Group is a working group or task force: members of several parties with
// issues as their mandate.
type Group struct {
	ID      GroupID    `json:"id"`
	Name    string     `json:"name"`
	Parties []PartyID  `json:"parties"`
	Chairs  []PartyID  `json:"chairs,omitempty"`
	Members []MemberID `json:"members,omitempty"`
	Issues  []IssueID  `json:"issues"`
	Mandate string     `json:"mandate,omitempty"`
	Until   time.Time  `json:"until,omitzero"`

	Dissolved bool      `json:"-"`
	Since     time.Time `json:"-"`
}

// FormGroup forms a working group, or forms it anew.
type FormGroup struct {
	Group Group `json:"group"`
}

// GroupFormed records FormGroup.
type GroupFormed struct {
	Group Group `json:"group"`
}

// DissolveGroup ends a working group.
type DissolveGroup struct {
	Group GroupID `json:"group"`
	Why   string  `json:"why,omitempty"`
}

// GroupDissolved records DissolveGroup.
type GroupDissolved struct {
	Group GroupID `json:"group"`
	Why   string  `json:"why,omitempty"`
}

// Kind names the kind of entry.
func (*GroupFormed) Kind() string { return "group formed" }

// Kind names the kind of entry.
func (*GroupDissolved) Kind() string { return "group dissolved" }

func (b *GroupFormed) apply(s *State, e Entry) {
	g := b.Group
	g.Since = e.At
	if was := s.group(g.ID); was != nil {
		g.Since = was.Since
		s.Groups = slices.Clone(s.Groups)
		*s.group(g.ID) = g
		return
	}
	s.Groups = add(s, s.Groups, g)
}

func (b *GroupDissolved) apply(s *State, _ Entry) {
	s.Groups = slices.Clone(s.Groups)
	if g := s.group(b.Group); g != nil {
		g.Dissolved = true
	}
}

func (s *State) group(id GroupID) *Group {
	return find(s.Groups, func(g Group) bool { return g.ID == id })
}

func (c FormGroup) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	g := c.Group
	where := "working group " + string(g.ID)
	switch {
	case !validName.MatchString(string(g.ID)):
		return nil, refuse(Invalid, where, "its id must be lower-case letters, digits and hyphens", "for instance security-task-force")
	case strings.TrimSpace(g.Name) == "":
		return nil, refuse(Invalid, where, "it has no name", "give it one")
	case len(g.Parties) == 0:
		return nil, refuse(Invalid, where, "no party is in it", "name the parties that send members")
	case len(g.Issues) == 0:
		return nil, refuse(Invalid, where, "it has no mandate", "name the issues that it works on")
	case !g.Until.IsZero() && !g.Until.After(now):
		return nil, refuse(Invalid, where, "its time would be over already", "choose a moment to come")
	}
	for _, p := range slices.Concat(g.Parties, g.Chairs) {
		if s.party(p) == nil {
			return nil, notFound("party", p)
		}
	}
	for _, i := range g.Issues {
		if s.issue(i) == nil {
			return nil, notFound("issue", i)
		}
	}
	for _, id := range g.Members {
		if m := s.member(id); m == nil || !slices.ContainsFunc(g.Parties, func(p PartyID) bool { return s.within(m.Party, p) }) {
			return nil, refuse(Invalid, where, string(id)+" is no member of a party in it", "add the party too")
		}
	}
	return []Entry{{Audience: Everyone, Body: &GroupFormed{g}}}, nil
}

func (c DissolveGroup) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if g := s.group(c.Group); g == nil || g.Dissolved {
		return nil, notFound("working group", c.Group)
	}
	return []Entry{{Audience: Everyone, Body: &GroupDissolved{c.Group, strings.TrimSpace(c.Why)}}}, nil
}
