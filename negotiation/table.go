package negotiation

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"parley/text"
)

// Open opens a negotiation: the mediator and its first member come with it.
type Open struct {
	ID       ID
	Name     string
	About    string // a sentence or two for those who come in
	Origin   string // of the record; the desk fills it in
	Mediator Party
	Member   Member
}

// Opened records Open.
type Opened struct {
	ID    ID     `json:"id"`
	Name  string `json:"name"`
	About string `json:"about,omitempty"`
	// Origin is the name of the record that the entry stands in.
	Origin string `json:"origin,omitempty"`
}

// AddParty seats a party at the table.
type AddParty struct {
	Party Party `json:"party"`
}

// PartyJoined records AddParty.
type PartyJoined struct {
	Party Party `json:"party"`
}

// AddMember seats a member for a party.
type AddMember struct {
	Member Member `json:"member"`
}

// MemberJoined records AddMember.
type MemberJoined struct {
	Member Member `json:"member"`
}

// Kind names the kind of entry.
func (*Opened) Kind() string { return "opened" }

// Kind names the kind of entry.
func (*PartyJoined) Kind() string { return "party joined" }

// Kind names the kind of entry.
func (*MemberJoined) Kind() string { return "member joined" }

func (b *Opened) apply(s *State, _ Entry) {
	s.ID, s.Name, s.About, s.Origin = b.ID, b.Name, b.About, b.Origin
}

func (b *PartyJoined) apply(s *State, e Entry) {
	p := b.Party
	p.Since = e.At
	s.Parties = add(s, s.Parties, p)
}

func (b *MemberJoined) apply(s *State, _ Entry) {
	s.Members = add(s, s.Members, b.Member)
}

var (
	validParty = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_-]{0,15}$`)
	validName  = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)
)

func (c Open) entries(s State) (es []Entry, err error) {
	switch {
	case s.Seq != 0:
		return nil, refuse(Stale, "negotiation "+string(c.ID), "it is open already", "choose another name")
	case !validName.MatchString(string(c.ID)):
		return nil, refuse(Invalid, "negotiation "+string(c.ID), "its id must be lower-case letters, digits and hyphens", "for instance river-talks-2027")
	case strings.TrimSpace(c.Name) == "":
		return nil, refuse(Invalid, "negotiation "+string(c.ID), "it has no name", "give it one")
	case c.Mediator.Role != Mediator:
		return nil, refuse(Invalid, "party "+string(c.Mediator.ID), "the party that opens a negotiation must be a mediator", "make it the mediator")
	case c.Member.Party != c.Mediator.ID:
		return nil, refuse(Invalid, "member "+string(c.Member.ID), "the first member must act for the mediator", "name the mediator as its party")
	}
	if err := s.checkParty(c.Mediator); err != nil {
		return nil, err
	}
	if err := checkMember(c.Member); err != nil {
		return nil, err
	}
	for _, b := range []Body{&Opened{c.ID, c.Name, c.About, c.Origin}, &PartyJoined{c.Mediator}, &MemberJoined{c.Member}} {
		es = append(es, Entry{By: c.Member.ID, Party: c.Mediator.ID, Audience: Everyone, Body: b})
	}
	return es, nil
}

func (c Open) decide(*State, *Member, time.Time) ([]Entry, error) {
	panic("Open is decided without a member")
}

func (c AddParty) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if err := s.checkParty(c.Party); err != nil {
		return nil, err
	}
	return []Entry{{Audience: Everyone, Body: &PartyJoined{c.Party}}}, nil
}

func (s *State) checkParty(p Party) error {
	where := "party " + string(p.ID)
	switch {
	case !validParty.MatchString(string(p.ID)):
		return refuse(Invalid, where, "its short name must be 1 to 16 letters, digits, _ or -", "for instance UA")
	case strings.TrimSpace(p.Name) == "":
		return refuse(Invalid, where, "it has no name", "give it one")
	case slices.ContainsFunc(s.Parties, func(q Party) bool { return strings.EqualFold(string(p.ID), string(q.ID)) }):
		return refuse(Invalid, where, "it is at the table already", "choose another short name")
	}
	if _, ok := allowed[p.Role]; !ok {
		return refuse(Invalid, where, "unknown role "+string(p.Role), "choose principal, mediator, guarantor, consulted or observer")
	}
	for _, m := range p.Parties {
		if s.party(m) == nil {
			return refuse(Invalid, where, "its member "+string(m)+" is not at the table", "add that party first")
		}
	}
	for _, chair := range p.CoChairs {
		if !slices.Contains(p.Parties, chair) {
			return refuse(Invalid, where, "its co-chair "+string(chair)+" is not among its members", "choose one of its members")
		}
	}
	return nil
}

func (c AddMember) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if s.party(c.Member.Party) == nil {
		return nil, notFound("party", c.Member.Party)
	}
	if s.member(c.Member.ID) != nil {
		return nil, refuse(Invalid, "member "+string(c.Member.ID), "there is one already", "choose another id")
	}
	if err := checkMember(c.Member); err != nil {
		return nil, err
	}
	return []Entry{{Audience: Everyone, Body: &MemberJoined{c.Member}}}, nil
}

func checkMember(m Member) error {
	where := "member " + string(m.ID)
	if !validName.MatchString(string(m.ID)) {
		return refuse(Invalid, where, "its id must be lower-case letters, digits and hyphens", "for instance ua-head")
	}
	if strings.TrimSpace(m.Name) == "" {
		return refuse(Invalid, where, "it has no name", "give a person's or an office's")
	}
	return nil
}

// StandingGiven records GiveStanding.
type StandingGiven struct {
	Revision int      `json:"revision"`
	Standing Standing `json:"standing"`
	Source   string   `json:"source,omitempty"`
}

// GiveStanding changes what a revision is meant to be.
type GiveStanding struct {
	Revision int      `json:"revision"`
	Standing Standing `json:"standing,omitempty"`
	Source   string   `json:"source,omitempty"` // who says so, where it was not the mediator
}

// Kind names the kind of entry.
func (*StandingGiven) Kind() string { return "standing given" }

func (b *StandingGiven) apply(s *State, _ Entry) {
	s.revise(b.Revision, func(r *Revision) { r.Standing = b.Standing })
}

func (b *StandingGiven) ofRevision() int { return b.Revision }

func (c GiveStanding) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if s.Revision(c.Revision) == nil {
		return nil, notFound("revision", c.Revision)
	}
	if err := checkStanding(c.Standing); err != nil {
		return nil, err
	}
	if err := s.checkAdoption(c, now); err != nil {
		return nil, err
	}
	return []Entry{{Audience: s.Revision(c.Revision).Audience, Body: &StandingGiven{c.Revision, c.Standing, c.Source}}}, nil
}

func checkStanding(st Standing) error {
	for _, known := range Standings {
		if st == known {
			return nil
		}
	}
	return refuse(Invalid, "standing "+string(st), "it is not known", "choose one of concept, non-paper, zero draft, draft, chair's text, agreed ad referendum, final")
}

// FileRendering files a press copy or a translation.
type FileRendering struct {
	Name   string     `json:"name,omitempty"`
	Source string     `json:"source,omitempty"`
	Text   *text.Text `json:"text"`
}

// RenderingFiled records FileRendering.
type RenderingFiled struct {
	Rendering Rendering `json:"rendering"`
}

// Kind names the kind of entry.
func (*RenderingFiled) Kind() string { return "rendering filed" }

func (b *RenderingFiled) apply(s *State, e Entry) {
	r := b.Rendering
	r.By, r.At = e.By, e.At
	s.Renderings = add(s, s.Renderings, &r)
}

func (c FileRendering) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if !s.permissions(by).File {
		return nil, refuse(NotAllowed, "", "observers do not file renderings", "ask a party to file it")
	}
	if c.Text == nil || len(c.Text.Provisions) == 0 {
		return nil, refuse(Invalid, "rendering "+c.Name, "it has no words", "check the file")
	}
	if strings.TrimSpace(c.Name) == "" {
		return nil, refuse(Invalid, "rendering", "it has no name", "say where and when it appeared")
	}
	id := string(text.NewID("rendering", string(by.ID), now.UTC().Format(time.RFC3339Nano), string(c.Text.Revision()))[:6])
	return []Entry{{Audience: Everyone, Body: &RenderingFiled{Rendering{ID: id, Name: c.Name, Source: c.Source, Text: c.Text}}}}, nil
}
