package negotiation

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"parley/text"
)

// Stance is what a party says to a wording.
type Stance string

// The stances. Basis is for the text as a whole and consents to nothing: talks
// may start from it.
const (
	Accepts             Stance = "accepts"
	AcceptsAdReferendum Stance = "accepts ad referendum"
	AcceptsIf           Stance = "accepts if"
	Reserves            Stance = "reserves"
	Objects             Stance = "objects"
	Basis               Stance = "a basis for talks"
)

// Stances lists all stances.
var Stances = []Stance{Accepts, AcceptsAdReferendum, AcceptsIf, Reserves, Objects, Basis}

// Consents reports whether a stance gives consent, its conditions aside.
func (s Stance) Consents() bool { return s == Accepts || s == AcceptsAdReferendum || s == AcceptsIf }

// Refuses reports whether a stance withholds consent.
func (s Stance) Refuses() bool { return s == Reserves || s == Objects }

// Subject is what something is about: a provision, an issue, or, with neither,
// the text as a whole; of a version in another language where one is named.
type Subject struct {
	Provision text.ID `json:"provision,omitempty"`
	Issue     IssueID `json:"issue,omitempty"`
	Lang      string  `json:"lang,omitempty"`
}

// Whole reports whether the subject is the text as a whole.
func (s Subject) Whole() bool { return s.Provision == "" && s.Issue == "" }

// PositionID names a position, as AmendmentID an amendment.
type PositionID string

// Position is a party's stance on the exact words of a revision. Revision is 0
// and Wording empty where it is on an issue that no words belong to yet.
type Position struct {
	ID       PositionID  `json:"id"`
	On       Subject     `json:"on"`
	Revision int         `json:"revision,omitempty"`
	Wording  string      `json:"wording,omitempty"` // SHA-256 in hexadecimal
	Stance   Stance      `json:"stance"`
	If       []Condition `json:"if,omitempty"`
	Words    string      `json:"words,omitempty"` // reasons, in the party's words

	By       MemberID  `json:"-"`
	Capacity string    `json:"-"` // in which By spoke
	Party    PartyID   `json:"-"`
	At       time.Time `json:"-"`
	Audience Audience  `json:"-"`

	withdrawn bool
	met       []int // conditions in words that the party said are met
	order     int   // among all positions
}

// Condition is what an acceptance hangs on: another provision's wording stands,
// another party accepts, a meeting takes place, or something in words, which
// the party itself says is met. One field of the first four is set.
type Condition struct {
	Wording   text.ID   `json:"wording,omitempty"` // of this provision stands as it was
	Party     PartyID   `json:"party,omitempty"`   // accepts what Provision names, or the same as this position is on
	Meeting   MeetingID `json:"meeting,omitempty"` // takes place
	Words     string    `json:"words,omitempty"`
	Provision text.ID   `json:"provision,omitempty"`
	Hash      string    `json:"hash,omitempty"` // of Wording; filled in when the position is taken
}

// TakePosition takes a position for the member's party on the words of a
// revision, 0 being the newest that the party holds. It takes the place of what
// the party said of the same words before.
type TakePosition struct {
	On       Subject     `json:"on"`
	Revision int         `json:"revision,omitempty"`
	Stance   Stance      `json:"stance"`
	If       []Condition `json:"if,omitempty"`
	Words    string      `json:"words,omitempty"`
	Audience Audience    `json:"audience"`
}

// PositionTaken records TakePosition.
type PositionTaken struct {
	Position Position `json:"position"`
}

// WithdrawPosition takes a position back: the party says nothing then.
type WithdrawPosition struct {
	Position PositionID `json:"position"`
	Reason   string     `json:"reason,omitempty"`
}

// PositionWithdrawn records WithdrawPosition.
type PositionWithdrawn struct {
	Position PositionID `json:"position"`
	Reason   string     `json:"reason,omitempty"`
}

// MeetCondition says that a condition in words of the party's own position is
// met.
type MeetCondition struct {
	Position  PositionID `json:"position"`
	Condition int        `json:"condition"` // from 0
	Words     string     `json:"words,omitempty"`
}

// ConditionMet records MeetCondition.
type ConditionMet struct {
	Position  PositionID `json:"position"`
	Condition int        `json:"condition"`
	Words     string     `json:"words,omitempty"`
}

// Kind names the kind of entry.
func (*PositionTaken) Kind() string { return "position taken" }

// Kind names the kind of entry.
func (*PositionWithdrawn) Kind() string { return "position withdrawn" }

// Kind names the kind of entry.
func (*ConditionMet) Kind() string { return "condition met" }

func (b *PositionTaken) ofPosition() PositionID     { return b.Position.ID }
func (b *PositionWithdrawn) ofPosition() PositionID { return b.Position }
func (b *ConditionMet) ofPosition() PositionID      { return b.Position }

func (b *PositionTaken) apply(s *State, e Entry) {
	p := b.Position
	p.By, p.Party, p.At, p.Audience, p.order = e.By, e.Party, e.At, e.Audience, len(s.Positions)
	if m := s.member(e.By); m != nil {
		p.Capacity = m.Capacity
	}
	s.Positions = add(s, s.Positions, &p)
}

func (b *PositionWithdrawn) apply(s *State, _ Entry) {
	s.reposition(b.Position, func(p *Position) { p.withdrawn = true })
}

func (b *ConditionMet) apply(s *State, _ Entry) {
	s.reposition(b.Position, func(p *Position) { p.met = append(slices.Clip(p.met), b.Condition) })
}

func (s *State) reposition(id PositionID, alter func(*Position)) {
	i := s.positionIndex(id)
	if i < 0 {
		return
	}
	p := *s.Positions[i]
	alter(&p)
	if s.folding == nil {
		s.Positions = slices.Clone(s.Positions)
	}
	s.Positions[i] = &p
}

func (s *State) positionIndex(id PositionID) int {
	return slices.IndexFunc(s.Positions, func(p *Position) bool { return p.ID == id })
}

func (c TakePosition) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.maySpeak(by, c.On); err != nil {
		return nil, err
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	if err := s.checkAudience(c.Audience); err != nil {
		return nil, err
	}
	p := Position{On: c.On, Stance: c.Stance, Words: strings.TrimSpace(c.Words)}
	r, err := s.bind(by, &p, c.Revision)
	if err != nil {
		return nil, err
	}
	for _, cond := range c.If {
		bound, err := s.bindCondition(by, c.On, r, cond)
		if err != nil {
			return nil, err
		}
		p.If = append(p.If, bound)
	}
	p.ID = PositionID(s.newID(by, "position", p, func(id string) bool { return s.positionIndex(PositionID(id)) >= 0 }))
	return []Entry{{Audience: c.Audience, Body: &PositionTaken{p}}}, nil
}

func (c TakePosition) check() error {
	switch {
	case !slices.Contains(Stances, c.Stance):
		return refuse(Invalid, "stance "+string(c.Stance), "it is not known", "choose one of accepts, accepts ad referendum, accepts if, reserves, objects, a basis for talks")
	case c.On.Lang != "" && (c.On.Issue != "" || c.Stance == Basis):
		return refuse(Invalid, "position", "on a version in another language, a position is on its words", "leave the language out, or name a provision")
	case c.Stance == Basis && !c.On.Whole():
		return refuse(Invalid, "position", "only the text as a whole can be a basis for talks", "accept, reserve or object")
	case (c.Stance == AcceptsIf) != (len(c.If) > 0):
		return refuse(Invalid, "position", "conditions go with \"accepts if\", and it with conditions", "say on what the acceptance hangs")
	case c.On.Provision != "" && c.On.Issue != "":
		return refuse(Invalid, "position", "it is on a provision and on an issue", "take two positions")
	}
	return nil
}

// bind ties a position to the words that it is on, and returns the revision.
func (s *State) bind(by *Member, p *Position, number int) (*Revision, error) {
	mine := s.mine(by)
	if p.On.Lang != "" {
		return mine.bindVersion(p)
	}
	r := mine.Current()
	if number != 0 {
		r = mine.Revision(number)
	}
	if p.On.Issue != "" && s.issue(p.On.Issue) == nil {
		return nil, notFound("issue", p.On.Issue)
	}
	switch {
	case r == nil && number != 0:
		return nil, notFound("revision", number)
	case r == nil && p.On.Issue != "":
		return nil, nil
	case r == nil:
		return nil, refuse(NotFound, "text", "there is none yet", "the mediator tables the first revision")
	case r.Placeholder() && !p.On.Whole():
		return nil, refuse(Invalid, fmt.Sprintf("revision %d", r.Number), "its words are not held, so no position can be bound to them", "speak to the text as a whole, or to a revision whose words are held")
	}
	p.Revision = r.Number
	switch {
	case p.On.Provision != "":
		h, ok := r.words().of[p.On.Provision]
		if !ok {
			return nil, notFound("provision", p.On.Provision)
		}
		p.Wording = h.String()
	case p.On.Issue != "":
		p.Wording = s.issue(p.On.Issue).wording(r)
	case !r.Placeholder():
		p.Wording = r.words().whole.String()
	}
	return r, nil
}

// bindVersion ties a position to the words of the newest version in a language.
func (s *State) bindVersion(p *Position) (*Revision, error) {
	v := s.version(p.On.Lang)
	if v == nil {
		return nil, notFound("version in", p.On.Lang)
	}
	p.Revision = v.Revision
	if p.On.Provision == "" {
		p.Wording = v.words().whole.String()
		return s.Revision(v.Revision), nil
	}
	h, ok := v.words().of[p.On.Provision]
	if !ok {
		return nil, notFound("provision", p.On.Provision)
	}
	p.Wording = h.String()
	return s.Revision(v.Revision), nil
}

func (s *State) bindCondition(by *Member, on Subject, r *Revision, c Condition) (Condition, error) {
	switch {
	case c.Wording != "":
		if r == nil || r.Placeholder() {
			return c, refuse(Invalid, "condition", "there are no words that could stand", "say it in words")
		}
		h, ok := r.words().of[c.Wording]
		if !ok {
			return c, notFound("provision", c.Wording)
		}
		return Condition{Wording: c.Wording, Hash: h.String()}, nil
	case c.Party != "":
		if s.party(c.Party) == nil || s.within(by.Party, c.Party) {
			return c, refuse(Invalid, "condition", "it hangs on a party that is not at the table, or on your own", "name another party")
		}
		if c.Provision != "" && (r == nil || r.Placeholder() || r.Text.Find(c.Provision) == nil) {
			return c, notFound("provision", c.Provision)
		}
		if c.Provision == "" {
			c.Provision = on.Provision
		}
		return Condition{Party: c.Party, Provision: c.Provision}, nil
	case c.Meeting != "":
		if m := s.meeting(c.Meeting); m == nil || !s.sees(by.Party, m.Party, m.Audience) {
			return c, notFound("meeting", c.Meeting)
		}
		return Condition{Meeting: c.Meeting}, nil
	case strings.TrimSpace(c.Words) != "":
		return Condition{Words: strings.TrimSpace(c.Words)}, nil
	}
	return c, refuse(Invalid, "condition", "it says nothing", "name a provision, a party or a meeting, or say it in words")
}

// newID derives an id from what a member does, so that it gives away neither
// how many there are nor when it was done.
func (s *State) newID(by *Member, what string, v any, taken func(string) bool) string {
	said, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain values always marshal
	}
	for n := 0; ; n++ {
		id := string(by.Party) + "-" + string(text.NewID(what, string(by.ID), string(said), fmt.Sprint(n))[:5])
		if !taken(id) {
			return id
		}
	}
}

func (c WithdrawPosition) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	p, err := s.ownPosition(by, c.Position)
	if err != nil {
		return nil, err
	}
	return []Entry{{Audience: p.Audience, Body: &PositionWithdrawn{c.Position, strings.TrimSpace(c.Reason)}}}, nil
}

func (c MeetCondition) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	p, err := s.ownPosition(by, c.Position)
	if err != nil {
		return nil, err
	}
	if c.Condition < 0 || c.Condition >= len(p.If) || p.If[c.Condition].Words == "" || slices.Contains(p.met, c.Condition) {
		return nil, refuse(Invalid, "position "+string(c.Position), "it has no such condition that you could say is met", "name one in words that is still open")
	}
	return []Entry{{Audience: p.Audience, Body: &ConditionMet{c.Position, c.Condition, strings.TrimSpace(c.Words)}}}, nil
}

// ownPosition returns a position that stands and that the member's party took.
func (s *State) ownPosition(by *Member, id PositionID) (*Position, error) {
	i := s.positionIndex(id)
	if i < 0 || !s.sees(by.Party, s.Positions[i].Party, s.Positions[i].Audience) {
		return nil, notFound("position", id)
	}
	p := s.Positions[i]
	switch {
	case p.Party != by.Party:
		return nil, refuse(NotAllowed, "position "+string(id), "another party took it", "take one of your own")
	case p.withdrawn:
		return nil, refuse(Stale, "position "+string(id), "it is withdrawn", "take a new one")
	}
	return p, s.maySpeak(by, p.On)
}

// Withdrawn reports whether the party took the position back.
func (p *Position) Withdrawn() bool { return p.withdrawn }

// remembered computes the wordings of a text when they are first asked for.
type remembered struct {
	once sync.Once
	w    *wordings
}

// words returns the wordings of a revision whose words are held.
func (r *Revision) words() *wordings {
	r.remembered.once.Do(func() { r.remembered.w = wordingsOf(r.Text) })
	return r.remembered.w
}

// wordings are the hashes of a text's provisions, in their order.
type wordings struct {
	of    map[text.ID]text.Hash
	ids   []text.ID
	at    map[text.ID]int // index in ids
	end   []int           // by index: behind the last provision below it
	whole text.Hash       // of all provisions, labels aside
}

func wordingsOf(t *text.Text) *wordings {
	places := t.Places()
	w := &wordings{
		of: make(map[text.ID]text.Hash, len(places)), ids: make([]text.ID, len(places)),
		at: make(map[text.ID]int, len(places)), end: make([]int, len(places)),
	}
	for i, p := range places {
		w.ids[i], w.at[p.ID], w.of[p.ID] = p.ID, i, p.Hash()
		w.end[i] = i + 1
		for w.end[i] < len(places) && places[w.end[i]].Depth > p.Depth {
			w.end[i]++
		}
	}
	h := sha256.New()
	for _, p := range t.Provisions {
		one := w.of[p.ID]
		h.Write(one[:])
	}
	w.whole = text.Hash(h.Sum(nil))
	return w
}
