package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// How the press calls people, parties, places and issues, as a delegation notes it to
// itself to have articles read by it. Nobody else ever sees it.

// NameKind is what a name of the dictionary stands for.
type NameKind string

// The kinds of names.
const (
	PersonName NameKind = "person"
	PartyName  NameKind = "party"
	PlaceName  NameKind = "place"
	IssueName  NameKind = "issue"
)

// NameKinds lists all kinds of names.
var NameKinds = []NameKind{PersonName, PartyName, PlaceName, IssueName}

// KnownName is a person, party, place or issue under the names that the press has for it.
type KnownName struct {
	Kind    NameKind `json:"kind"`
	Name    string   `json:"name,omitempty"`    // of a person or a place
	Party   PartyID  `json:"party,omitempty"`   // for which a person speaks, or that is named
	Issue   IssueID  `json:"issue,omitempty"`   // that is named
	Aliases []string `json:"aliases,omitempty"` // "the Kremlin", a surname, another spelling
	Titles  []string `json:"titles,omitempty"`  // of a person: "foreign minister"
}

// same reports whether both are names of one thing.
func (n KnownName) same(o KnownName) bool {
	if n.Kind != o.Kind {
		return false
	}
	switch n.Kind {
	case PartyName:
		return n.Party == o.Party
	case IssueName:
		return n.Issue == o.Issue
	}
	return strings.EqualFold(n.Name, o.Name)
}

// KeepName keeps a name in the dictionary of the member's delegation, in place of what it
// had for the same person, party, place or issue; or drops it.
type KeepName struct {
	Name KnownName `json:"name"`
	Drop bool      `json:"drop,omitempty"`
}

// NameKept records KeepName.
type NameKept struct {
	Name KnownName `json:"name"`
	Drop bool      `json:"drop,omitempty"`
}

// Kind names the kind of entry.
func (*NameKept) Kind() string { return "name kept" }

// OwnName is a name in the dictionary of a party.
type OwnName struct {
	KnownName
	Of PartyID
}

func (b *NameKept) apply(s *State, e Entry) {
	s.Names = slices.DeleteFunc(slices.Clone(s.Names), func(n OwnName) bool { return n.Of == e.Party && n.same(b.Name) })
	if !b.Drop {
		s.Names = append(s.Names, OwnName{b.Name, e.Party})
	}
}

// mostNames is how many names a delegation's dictionary holds.
const mostNames = 2000

func (c KeepName) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayChronicle(by); err != nil {
		return nil, err
	}
	n := c.Name
	n.Name, n.Aliases, n.Titles = strings.TrimSpace(n.Name), trimmed(n.Aliases), trimmed(n.Titles)
	if err := s.checkName(n); err != nil {
		return nil, err
	}
	mine := s.namesOf(by.Party)
	held := slices.ContainsFunc(mine, n.same)
	switch {
	case c.Drop && !held:
		return nil, refuse(NotFound, "name", "it is not in your dictionary", "look at the list of what is")
	case c.Drop:
		n.Aliases, n.Titles = nil, nil
	case !held && len(mine) >= mostNames:
		return nil, refuse(Invalid, "name", fmt.Sprintf("your dictionary holds %d names", mostNames), "drop some that the press does not use")
	}
	return []Entry{{Body: &NameKept{n, c.Drop}}}, nil
}

// checkName refuses a name that stands for nothing, or says what its kind does not have.
func (s *State) checkName(n KnownName) error {
	named := n.Kind == PersonName || n.Kind == PlaceName
	switch {
	case !slices.Contains(NameKinds, n.Kind):
		return refuse(Invalid, "name", fmt.Sprintf("there is no kind %q", n.Kind), "choose person, party, place or issue")
	case named && n.Name == "":
		return refuse(Invalid, string(n.Kind), "it has no name", "write it as the press does, in full")
	case !named && n.Name != "":
		return refuse(Invalid, string(n.Kind), "it has a name already", "give other names as aliases")
	case n.Kind != PersonName && len(n.Titles) > 0:
		return refuse(Invalid, string(n.Kind), "only a person has titles", "leave them out")
	case n.Party != "" && s.party(n.Party) == nil || n.Kind == PartyName && n.Party == "":
		return notFound("party", n.Party)
	case n.Kind == IssueName && s.issue(n.Issue) == nil:
		return notFound("issue", n.Issue)
	case n.Kind != IssueName && n.Issue != "":
		return refuse(Invalid, string(n.Kind), "it names an issue", "give the name as one of an issue")
	case (n.Kind == PlaceName || n.Kind == IssueName) && n.Party != "":
		return refuse(Invalid, string(n.Kind), "it is of no party", "leave the party out")
	}
	return nil
}

// trimmed leaves out empty words and those that stand there already.
func trimmed(list []string) []string {
	var out []string
	for _, x := range list {
		if x = strings.TrimSpace(x); x != "" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func (s *State) namesOf(p PartyID) []KnownName {
	var out []KnownName
	for _, n := range s.Names {
		if n.Of == p {
			out = append(out, n.KnownName)
		}
	}
	return out
}

// Dictionary returns the names that the viewer's delegation keeps, in the order in which
// they were last written.
func (v *View) Dictionary() []KnownName { return v.state.namesOf(v.Me.Party) }
