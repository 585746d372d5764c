package negotiation

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"parley/text"
)

// A package settles every point that is bargained over at once: give on one, gain on
// another. The mediator draws up the points with their options; parties score them
// (see Score); the analysis says which packages are better for all (see Analyse); one
// of them becomes a revision (see TablePackage).

// PointID names a point that is bargained over.
type PointID string

// OptionID names an option among those of its point.
type OptionID string

// Package is an option for each point; of a combination, for the points that it is
// about.
type Package map[PointID]OptionID

// Bargain is what is bargained over, as everybody sees it.
type Bargain struct {
	Points    []Point       `json:"points"`
	Forbidden []Combination `json:"forbidden,omitempty"`
	Scoring   []PartyID     `json:"scoring,omitempty"` // who scores besides the principals
	Revision  int           `json:"revision"`          // whose words the options are about

	By MemberID  `json:"-"`
	At time.Time `json:"-"`
}

// Point is a question that exactly one of its options settles.
type Point struct {
	ID         PointID   `json:"id"`
	Name       string    `json:"name"`
	Issue      IssueID   `json:"issue,omitempty"`
	Provisions []text.ID `json:"provisions,omitempty"`
	Options    []Option  `json:"options"`
}

// Option is one way to settle a point: the words as they are, amendments taken
// together, new words for the point's one provision, or nothing but its name.
type Option struct {
	ID         OptionID      `json:"id"`
	Name       string        `json:"name"`
	Base       bool          `json:"base,omitempty"` // the words as they are
	Amendments []AmendmentID `json:"amendments,omitempty"`
	Words      string        `json:"words,omitempty"`

	// Stands is a hash of what the option stands for, filled in when it is drawn up: a
	// score is for that, and not for whatever goes by the same id later.
	Stands string `json:"stands,omitempty"`
}

// Combination is options of several points that cannot go together.
type Combination struct {
	Options Package `json:"options"`
	Why     string  `json:"why,omitempty"`
}

// DrawUp says what is bargained over, or says it anew. Options whose id stays and that
// stand for the same keep their scores.
type DrawUp struct {
	Points    []Point       `json:"points"`
	Forbidden []Combination `json:"forbidden,omitempty"`
	Scoring   []PartyID     `json:"scoring,omitempty"` // who scores besides the principals
}

// BargainDrawnUp records DrawUp.
type BargainDrawnUp struct {
	Bargain Bargain `json:"bargain"`
}

// Kind names the kind of entry.
func (*BargainDrawnUp) Kind() string { return "packages drawn up" }

func (b *BargainDrawnUp) apply(s *State, e Entry) {
	x := b.Bargain
	x.By, x.At = e.By, e.At
	s.Bargain = &x
}

// Point returns the point with an id, or nil.
func (b *Bargain) Point(id PointID) *Point {
	return find(b.Points, func(p Point) bool { return p.ID == id })
}

// Option returns the option of a point with an id, or nil.
func (p *Point) Option(id OptionID) *Option {
	if p == nil {
		return nil
	}
	return find(p.Options, func(o Option) bool { return o.ID == id })
}

// base is the option that leaves the words as they are, or the first one.
func (p *Point) base() int {
	return max(0, slices.IndexFunc(p.Options, func(o Option) bool { return o.Base }))
}

// Base is the package that changes nothing: of each point the words as they are, or
// the first option where that is none of them.
func (b *Bargain) Base() Package {
	out := Package{}
	for i := range b.Points {
		p := &b.Points[i]
		out[p.ID] = p.Options[p.base()].ID
	}
	return out
}

// Check refuses a package that does not settle every point, or that holds options
// that cannot go together.
func (b *Bargain) Check(pkg Package) error {
	for _, p := range b.Points {
		if p.Option(pkg[p.ID]) == nil {
			return refuse(Invalid, "package", fmt.Sprintf("it does not say how “%s” is settled", p.Name), "choose one option for each point")
		}
	}
	if len(pkg) > len(b.Points) {
		return refuse(Invalid, "package", "it settles points that are not bargained over", "choose one option for each point, and nothing else")
	}
	for _, c := range b.Forbidden {
		if c.Options.within(pkg) {
			return refuse(Invalid, "package", b.says(c.Options)+" cannot go together"+because(c.Why), "choose another option for one of them")
		}
	}
	return nil
}

func because(why string) string {
	if why == "" {
		return ""
	}
	return " (" + why + ")"
}

// ParsePackage reads a package as String writes it: "point:option,point:option".
func ParsePackage(s string) (Package, error) {
	out := Package{}
	for pair := range strings.SplitSeq(s, ",") {
		p, o, ok := strings.Cut(strings.TrimSpace(pair), ":")
		if _, twice := out[PointID(p)]; !ok || twice {
			return nil, refuse(Invalid, "package", fmt.Sprintf("%q is none", s), "write it as point:option,point:option")
		}
		out[PointID(p)] = OptionID(o)
	}
	return out, nil
}

// String writes the package on a line.
func (pkg Package) String() string {
	var out []string
	for _, p := range slices.Sorted(maps.Keys(pkg)) {
		out = append(out, string(p)+":"+string(pkg[p]))
	}
	return strings.Join(out, ",")
}

// within reports whether a package has every option of the combination.
func (pkg Package) within(other Package) bool {
	for p, o := range pkg {
		if other[p] != o {
			return false
		}
	}
	return true
}

// says names the options of a package in the order of the points.
func (b *Bargain) says(pkg Package) string {
	var out []string
	for _, p := range b.Points {
		if o := p.Option(pkg[p.ID]); o != nil {
			out = append(out, fmt.Sprintf("“%s: %s”", p.Name, o.Name))
		}
	}
	return strings.Join(out, " and ")
}

// mostPoints and mostOptions are how much people can score.
const (
	mostPoints  = 100
	mostOptions = 20
)

func (c DrawUp) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	s = s.shared()
	cur := s.Current()
	if cur == nil {
		return nil, refuse(NotFound, "text", "there is none yet that everyone has", "table the first revision, or circulate it to everyone")
	}
	b := Bargain{Forbidden: slices.Clone(c.Forbidden), Scoring: c.Scoring, Revision: cur.Number}
	for _, p := range c.Points {
		p.Name, p.Options = strings.TrimSpace(p.Name), slices.Clone(p.Options)
		b.Points = append(b.Points, p)
	}
	if err := s.checkPoints(by, &b, cur); err != nil {
		return nil, err
	}
	if err := s.checkScoring(c.Scoring); err != nil {
		return nil, err
	}
	for _, x := range b.Forbidden {
		if err := b.checkCombination(x); err != nil {
			return nil, err
		}
	}
	b.Forbidden = append(b.Forbidden, s.clashes(&b, cur)...)
	return []Entry{{Audience: Everyone, Body: &BargainDrawnUp{b}}}, nil
}

func (s *State) checkScoring(parties []PartyID) error {
	for _, id := range parties {
		p := s.party(id)
		if p == nil {
			return notFound("party", id)
		}
		if p.Role == Mediator || p.Role == Observer {
			return refuse(Invalid, "party "+string(id), "the "+string(p.Role)+" does not score", "name a party that has something to gain or to give")
		}
	}
	return nil
}

func (b *Bargain) checkCombination(x Combination) error {
	if len(x.Options) < 2 {
		return refuse(Invalid, "combination", "it needs options of two points or more", "leave out an option that nobody could choose")
	}
	for p, o := range x.Options {
		if b.Point(p).Option(o) == nil {
			return notFound("option", string(p)+":"+string(o))
		}
	}
	return nil
}

// checkPoints refuses points that cannot be scored or whose options tell somebody of
// what is not for it, and fills in what the options stand for.
func (s *State) checkPoints(by *Member, b *Bargain, cur *Revision) error {
	if len(b.Points) == 0 || len(b.Points) > mostPoints {
		return refuse(Invalid, "packages", fmt.Sprintf("there are %d points", len(b.Points)), fmt.Sprintf("name 1 to %d", mostPoints))
	}
	for i := range b.Points {
		p := &b.Points[i]
		where := "point " + string(p.ID)
		same := func(q Point) bool { return q.ID == p.ID || strings.EqualFold(q.Name, p.Name) }
		switch {
		case !validName.MatchString(string(p.ID)):
			return refuse(Invalid, where, "its id must be lower-case letters, digits and hyphens", "for instance withdrawal")
		case p.Name == "":
			return refuse(Invalid, where, "it has no name", "give it one")
		case slices.ContainsFunc(b.Points[:i], same):
			return refuse(Invalid, where, "another point has the same id or name", "rename one")
		case p.Issue != "" && s.issue(p.Issue) == nil:
			return notFound("issue", p.Issue)
		case len(p.Options) < 2 || len(p.Options) > mostOptions:
			return refuse(Invalid, where, fmt.Sprintf("it has %d options", len(p.Options)), fmt.Sprintf("give it 2 to %d", mostOptions))
		}
		for _, id := range p.Provisions {
			if cur.Text.Find(id) == nil {
				return notFound("provision", id)
			}
		}
		if err := s.checkOptions(by, p, cur); err != nil {
			return err
		}
	}
	return nil
}

func (s *State) checkOptions(by *Member, p *Point, cur *Revision) error {
	for i := range p.Options {
		o := &p.Options[i]
		o.Name, o.Words = strings.TrimSpace(o.Name), text.Fold(o.Words)
		where := fmt.Sprintf("point %s: option %s", p.ID, o.ID)
		same := func(q Option) bool { return q.ID == o.ID || strings.EqualFold(q.Name, o.Name) }
		kinds := 0
		for _, is := range []bool{o.Base, len(o.Amendments) > 0, o.Words != ""} {
			if is {
				kinds++
			}
		}
		switch {
		case !validName.MatchString(string(o.ID)):
			return refuse(Invalid, where, "its id must be lower-case letters, digits and hyphens", "for instance 20-days")
		case o.Name == "":
			return refuse(Invalid, where, "it has no name", "give it one")
		case slices.ContainsFunc(p.Options[:i], same):
			return refuse(Invalid, where, "another option of the point has the same id or name", "rename one")
		case kinds > 1:
			return refuse(Invalid, where, "it stands for two things", "choose the words as they are, amendments, or new words")
		case o.Words != "" && len(p.Provisions) != 1:
			return refuse(Invalid, where, "new words are of one provision", "link the point with that provision alone")
		}
		for _, id := range o.Amendments {
			if err := s.offerable(by, id); err != nil {
				return err
			}
		}
		if err := s.standFor(p, o, cur); err != nil {
			return err
		}
	}
	return nil
}

// offerable refuses an amendment that not everyone sees: to offer it would show it.
func (s *State) offerable(by *Member, id AmendmentID) error {
	a, err := s.visible(by, id)
	if err != nil {
		return err
	}
	if !a.Audience.Everyone || !s.holds("", s.Revision(a.Revision)) {
		return refuse(NotAllowed, "amendment "+string(id), "not everyone has seen it, and an option shows it to everyone", "ask its sponsors to show it to everyone first, or leave it out")
	}
	return nil
}

// standFor fills in the hash of what an option stands for: the words that its point
// would have.
func (s *State) standFor(p *Point, o *Option, cur *Revision) error {
	t, _, err := s.layIn(cur, []choice{{p, o}})
	if err != nil {
		return err
	}
	said := struct {
		Name       string
		Amendments []AmendmentID
		Words      []string
	}{Amendments: o.Amendments}
	if !o.Base && len(o.Amendments) == 0 && o.Words == "" {
		said.Name = o.Name
	} else {
		of := wordingsOf(t).of
		for _, id := range p.Provisions {
			said.Words = append(said.Words, of[id].String())
		}
	}
	data, err := json.Marshal(said)
	if err != nil {
		panic(err) // plain values always marshal
	}
	sum := sha256.Sum256(data)
	o.Stands = hex.EncodeToString(sum[:])
	return nil
}

// scoring returns the parties that score, in the order of the table.
func (s *State) scoring() []PartyID {
	var out []PartyID
	for _, p := range s.Parties {
		if p.Role == Principal || s.Bargain != nil && slices.Contains(s.Bargain.Scoring, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out
}

// shared returns the state with the revisions that everyone holds: what is offered to
// all is about words that all have.
func (s *State) shared() *State {
	f := *s
	f.Revisions = s.revisionsOf("")
	return &f
}

// Shared returns the newest revision that everyone holds, or nil.
func (v *View) Shared() *Revision { return v.state.shared().Current() }

// Offerable returns the pending amendments that options can stand for, as they stand
// against the newest revision that everyone holds.
func (v *View) Offerable() []Proposal {
	s := v.state.shared()
	if s.Current() == nil {
		return nil
	}
	var out []Proposal
	for _, a := range s.Amendments {
		if !a.Audience.Everyone || s.Revision(a.Revision) == nil {
			continue
		}
		if p := s.proposal(a); p.Status == Pending {
			out = append(out, p)
		}
	}
	return out
}

// Bargain returns what is bargained over, or nil.
func (v *View) Bargain() *Bargain { return v.state.Bargain }

// Scores reports whether the member's party is one of those that score.
func (v *View) Scores() bool {
	return v.state.Bargain != nil && slices.Contains(v.state.scoring(), v.Me.Party)
}
