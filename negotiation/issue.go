package negotiation

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"parley/text"
)

// IssueID names an issue.
type IssueID string

// Issue is a topic across provisions. Whether it is open, contested or agreed
// is computed (see View.Issues).
type Issue struct {
	ID         IssueID   `json:"id"`
	Name       string    `json:"name"`
	About      string    `json:"about,omitempty"`
	Provisions []text.ID `json:"provisions,omitempty"`

	Blocking []Block `json:"-"`
}

// Block is a party's word that it cannot sign while an issue is open.
type Block struct {
	Party PartyID   `json:"party"`
	By    MemberID  `json:"by"`
	Words string    `json:"words,omitempty"`
	At    time.Time `json:"at"`
}

// NameIssue names an issue and the provisions that belong to it, or names them
// anew.
type NameIssue struct {
	Issue Issue `json:"issue"`
}

// IssueNamed records NameIssue.
type IssueNamed struct {
	Issue Issue `json:"issue"`
}

// MarkBlocking says publicly that the member's party cannot sign while the
// issue is open, or takes that back.
type MarkBlocking struct {
	Issue    IssueID `json:"issue"`
	Blocking bool    `json:"blocking"`
	Words    string  `json:"words,omitempty"`
}

// BlockingMarked records MarkBlocking.
type BlockingMarked struct {
	Issue    IssueID `json:"issue"`
	Blocking bool    `json:"blocking"`
	Words    string  `json:"words,omitempty"`
}

// Kind names the kind of entry.
func (*IssueNamed) Kind() string { return "issue named" }

// Kind names the kind of entry.
func (*BlockingMarked) Kind() string { return "blocking marked" }

func (b *IssueNamed) apply(s *State, _ Entry) {
	i := b.Issue
	if was := s.issue(i.ID); was != nil {
		i.Blocking = was.Blocking
		s.reissue(i.ID, func(old *Issue) { *old = i })
		return
	}
	s.Issues = add(s, s.Issues, i)
}

func (b *BlockingMarked) apply(s *State, e Entry) {
	s.reissue(b.Issue, func(i *Issue) {
		i.Blocking = slices.DeleteFunc(slices.Clone(i.Blocking), func(x Block) bool { return x.Party == e.Party })
		if b.Blocking {
			i.Blocking = append(i.Blocking, Block{e.Party, e.By, b.Words, e.At})
		}
	})
}

func (s *State) reissue(id IssueID, alter func(*Issue)) {
	s.Issues = slices.Clone(s.Issues)
	if i := s.issue(id); i != nil {
		alter(i)
	}
}

func (s *State) issue(id IssueID) *Issue {
	return find(s.Issues, func(i Issue) bool { return i.ID == id })
}

// wording is the hash of the words of an issue's provisions in a revision, ""
// where it has none.
func (i *Issue) wording(r *Revision) string {
	if len(i.Provisions) == 0 || r.Placeholder() {
		return ""
	}
	h := sha256.New()
	for _, id := range i.Provisions {
		one := r.words().of[id] // zero where it is gone
		h.Write(one[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (c NameIssue) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	c.Issue.Name = strings.TrimSpace(c.Issue.Name)
	switch {
	case !validName.MatchString(string(c.Issue.ID)):
		return nil, refuse(Invalid, "issue "+string(c.Issue.ID), "its id must be lower-case letters, digits and hyphens", "for instance security-guarantees")
	case c.Issue.Name == "":
		return nil, refuse(Invalid, "issue "+string(c.Issue.ID), "it has no name", "give it one")
	}
	for _, id := range c.Issue.Provisions {
		if !slices.ContainsFunc(s.Revisions, func(r *Revision) bool {
			return r.Audience.Everyone && !r.Placeholder() && r.Text.Find(id) != nil
		}) {
			return nil, notFound("provision", id)
		}
	}
	return []Entry{{Audience: Everyone, Body: &IssueNamed{c.Issue}}}, nil
}

func (c MarkBlocking) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	i := s.issue(c.Issue)
	if i == nil {
		return nil, notFound("issue", c.Issue)
	}
	if err := s.maySpeak(by, Subject{Issue: c.Issue}); err != nil {
		return nil, err
	}
	if !c.Blocking && !slices.ContainsFunc(i.Blocking, func(b Block) bool { return b.Party == by.Party }) {
		return nil, refuse(Stale, "issue "+string(c.Issue), "your party does not block it", "there is nothing to take back")
	}
	return []Entry{{Audience: Everyone, Body: &BlockingMarked{c.Issue, c.Blocking, strings.TrimSpace(c.Words)}}}, nil
}
