package negotiation

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"

	"parley/bargain"
)

// What a party makes of the options is its own. Its scores are an entry for the
// mediator, or for its own delegation alone; nobody else learns the numbers, nor that
// there are any.

// Amount is an exact number, as a decimal: "62.5". It is never a floating-point number.
type Amount string

// UnmarshalJSON reads a number or a text.
func (a *Amount) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] != '"' && string(data) != "null" {
		*a = Amount(data)
		return nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*a = Amount(s)
	return nil
}

var validAmount = regexp.MustCompile(`^[0-9]{1,5}(\.[0-9]{1,6})?$`)

// rat is the number; of none, 0.
func (a Amount) rat() *big.Rat {
	if r, ok := new(big.Rat).SetString(string(a)); ok {
		return r
	}
	return new(big.Rat)
}

// amountOf writes a number as a decimal where it is one, and as a fraction otherwise.
func amountOf(r *big.Rat) Amount {
	places, exact := r.FloatPrec()
	if !exact {
		return Amount(r.RatString())
	}
	return Amount(r.FloatString(places))
}

// check puts an amount into one form, or refuses it.
func (a *Amount) check(where string, most int64) error {
	s := strings.TrimSpace(string(*a))
	if s == "" {
		*a = ""
		return nil
	}
	if !validAmount.MatchString(s) || Amount(s).rat().Cmp(big.NewRat(most, 1)) > 0 {
		return refuse(Invalid, where, fmt.Sprintf("%q is no number from 0 to %d", s, most), "write it in digits, for instance 62.5")
	}
	*a = amountOf(Amount(s).rat())
	return nil
}

// Disclosure is what a party lets the mediator see of its scores.
type Disclosure string

// The disclosures.
const (
	ShowNumbers  Disclosure = "numbers"  // the mediator sees them
	ShowPackages Disclosure = "packages" // the mediator sees only which packages are computed from them
)

// Score says what the member's party makes of the options, in place of what it said
// before; without points it takes that back. What a package is worth to it is, for each
// point, the weight times the value of the option, divided by 100.
type Score struct {
	Points      []PointScore `json:"points,omitempty"`
	Reservation Amount       `json:"reservation,omitempty"` // what no deal is worth; "": less than any package
	Comparisons []Comparison `json:"comparisons,omitempty"`
	Disclosure  Disclosure   `json:"disclosure,omitempty"`
}

// PointScore is what a point is worth to a party: its weight is that of the step from
// the worst to the best option, among 100.
type PointScore struct {
	Point   PointID       `json:"point"`
	Weight  Amount        `json:"weight,omitempty"`
	Options []OptionScore `json:"options,omitempty"`
}

// OptionScore is what an option is worth, from 0 to 100, or an interval; refused is a
// red line.
type OptionScore struct {
	Option  OptionID `json:"option"`
	Value   Amount   `json:"value,omitempty"`
	Low     Amount   `json:"low,omitempty"`
	High    Amount   `json:"high,omitempty"`
	Refused bool     `json:"refused,omitempty"`
}

// Preference is which of two packages a party would rather have.
type Preference string

// The preferences.
const (
	First  Preference = "first"
	Second Preference = "second"
	Equal  Preference = "equal"
)

// Comparison is a party's answer to which of two packages it would rather have.
type Comparison struct {
	First  Package    `json:"first"`
	Second Package    `json:"second"`
	Better Preference `json:"better"`
}

// Scored records Score.
type Scored struct {
	Score
}

// Scores is what a party said last.
type Scores struct {
	Score
	By       MemberID  `json:"-"`
	Party    PartyID   `json:"-"`
	At       time.Time `json:"-"`
	Audience Audience  `json:"-"`

	of *Bargain // the options as they were then
}

// Kind names the kind of entry.
func (*Scored) Kind() string { return "packages scored" }

func (b *Scored) apply(s *State, e Entry) {
	x := &Scores{Score: b.Score, By: e.By, Party: e.Party, At: e.At, Audience: e.Audience, of: s.Bargain}
	s.Scores = slices.DeleteFunc(slices.Clone(s.Scores), func(o *Scores) bool { return o.Party == e.Party })
	if len(x.Points) > 0 {
		s.Scores = append(s.Scores, x)
	}
}

var errNothingDrawnUp = notFound("packages", "to score")

func (c Score) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	b := s.Bargain
	switch {
	case b == nil:
		return nil, errNothingDrawnUp
	case !slices.Contains(s.scoring(), by.Party):
		return nil, refuse(NotAllowed, "scores", "your party does not score", "ask the mediator to name it among those that do")
	case by.Mandate.Voice:
		return nil, refuse(NotAllowed, "scores", "you are heard, and have no authority to score for your party", "ask the head of your delegation")
	case c.Disclosure == "":
		c.Disclosure = ShowPackages
	case c.Disclosure != ShowNumbers && c.Disclosure != ShowPackages:
		return nil, refuse(Invalid, "scores", fmt.Sprintf("%q says nothing of who sees them", c.Disclosure), "choose numbers or packages")
	}
	c.Points = slices.Clone(c.Points)
	for i := range c.Points {
		if err := b.checkScore(c.Points[:i], &c.Points[i]); err != nil {
			return nil, err
		}
	}
	if err := c.Reservation.check("what no deal is worth", 100*mostPoints); err != nil {
		return nil, err
	}
	if err := b.checkComparisons(c.Comparisons); err != nil {
		return nil, err
	}
	to := Audience{}
	if c.Disclosure == ShowNumbers {
		to = s.keepers()
	}
	return []Entry{{Audience: to, Body: &Scored{c}}}, nil
}

func (b *Bargain) checkScore(before []PointScore, p *PointScore) error {
	point := b.Point(p.Point)
	if point == nil || slices.ContainsFunc(before, func(q PointScore) bool { return q.Point == p.Point }) {
		return refuse(Invalid, "point "+string(p.Point), "there is none, or it is scored twice", "score each point once")
	}
	if err := p.Weight.check("weight of "+point.Name, 100); err != nil {
		return err
	}
	p.Options = slices.Clone(p.Options)
	for i := range p.Options {
		o := &p.Options[i]
		option := point.Option(o.Option)
		if option == nil || slices.ContainsFunc(p.Options[:i], func(q OptionScore) bool { return q.Option == o.Option }) {
			return refuse(Invalid, "option "+string(p.Point)+":"+string(o.Option), "there is none, or it is scored twice", "score each option once")
		}
		where := "value of " + point.Name + ": " + option.Name
		for _, a := range []*Amount{&o.Value, &o.Low, &o.High} {
			if err := a.check(where, 100); err != nil {
				return err
			}
		}
		switch {
		case o.Value != "" && (o.Low != "" || o.High != ""):
			return refuse(Invalid, where, "it is a number and an interval", "give the one or the other")
		case (o.Low == "") != (o.High == "") || o.Low.rat().Cmp(o.High.rat()) > 0:
			return refuse(Invalid, where, "its interval has no beginning or no end", "give the lower number first, then the higher one")
		}
	}
	return nil
}

func (b *Bargain) checkComparisons(cs []Comparison) error {
	for _, c := range cs {
		if c.Better != First && c.Better != Second && c.Better != Equal {
			return refuse(Invalid, "comparison", fmt.Sprintf("%q is no answer", c.Better), "choose first, second or equal")
		}
		for _, pkg := range []Package{c.First, c.Second} {
			if err := b.Check(pkg); err != nil {
				return err
			}
		}
	}
	return nil
}

// MyScores returns what the member's own party said last of what is bargained over now,
// or nil: scores of options that stand for something else since are left out.
func (v *View) MyScores() *Scores {
	if x := v.state.scoresOf(v.Me.Party); x != nil && v.state.Bargain != nil {
		return x.now(v.state.Bargain)
	}
	return nil
}

func (s *State) scoresOf(p PartyID) *Scores {
	if i := slices.IndexFunc(s.Scores, func(x *Scores) bool { return x.Party == p }); i >= 0 {
		return s.Scores[i]
	}
	return nil
}

// now returns the scores that are still of what is bargained over.
func (x *Scores) now(b *Bargain) *Scores {
	if x.of == b {
		return x
	}
	out, was := *x, x.of
	if was == nil { // its words were erased
		was = &Bargain{}
	}
	same := func(p PointID, o OptionID) bool {
		was, is := was.Point(p).Option(o), b.Point(p).Option(o)
		return was != nil && is != nil && was.Stands == is.Stands
	}
	out.Points = nil
	for _, p := range x.Points {
		if b.Point(p.Point) == nil {
			continue
		}
		p.Options = slices.DeleteFunc(slices.Clone(p.Options), func(o OptionScore) bool { return !same(p.Point, o.Option) })
		out.Points = append(out.Points, p)
	}
	stands := func(pkg Package) bool {
		for p, o := range pkg {
			if !same(p, o) {
				return false
			}
		}
		return b.Check(pkg) == nil
	}
	out.Comparisons = slices.DeleteFunc(slices.Clone(x.Comparisons), func(c Comparison) bool { return !stands(c.First) || !stands(c.Second) })
	return &out
}

// Of returns what the party says of an option; nil: nothing.
func (x *Scores) Of(p PointID, o OptionID) *OptionScore {
	if x == nil {
		return nil
	}
	point := find(x.Points, func(q PointScore) bool { return q.Point == p })
	if point == nil {
		return nil
	}
	return find(point.Options, func(q OptionScore) bool { return q.Option == o })
}

// Weight returns the weight of a point; "" where there is none.
func (x *Scores) Weight(p PointID) Amount {
	if x == nil {
		return ""
	}
	if point := find(x.Points, func(q PointScore) bool { return q.Point == p }); point != nil {
		return point.Weight
	}
	return ""
}

func (o *OptionScore) scored() bool {
	return o != nil && (o.Value != "" || o.Low != "" || o.Refused)
}

// missing returns the points without a weight and the options without a value.
func (x *Scores) missing(b *Bargain) (out []string) {
	for i := range b.Points {
		p := &b.Points[i]
		if x.Weight(p.ID) == "" {
			out = append(out, fmt.Sprintf("“%s” has no weight.", p.Name))
		}
		for j := range p.Options {
			if !x.Of(p.ID, p.Options[j].ID).scored() {
				out = append(out, fmt.Sprintf("%s has no value.", choice{p, &p.Options[j]}))
			}
		}
	}
	return out
}

// preferences are the scores as package bargain has them, where nothing is missing.
func (x *Scores) preferences(b *Bargain) bargain.Party {
	out := bargain.Party{Name: string(x.Party)}
	for i, p := range b.Points {
		weight := new(big.Rat).Quo(x.Weight(p.ID).rat(), big.NewRat(100, 1))
		worth := func(a Amount) *big.Rat { return new(big.Rat).Mul(weight, a.rat()) }
		row := make([]bargain.Score, len(p.Options))
		var refused []int
		for j, o := range p.Options {
			s := x.Of(p.ID, o.ID)
			row[j] = bargain.Points(worth(s.Value))
			if s.Low != "" {
				row[j] = bargain.Score{Low: worth(s.Low), High: worth(s.High)}
			}
			if s.Refused {
				refused = append(refused, j)
			}
		}
		out.Scores = append(out.Scores, row)
		if len(refused) > 0 {
			out.RedLines = append(out.RedLines, bargain.Box{{Issue: i, Options: refused}})
		}
	}
	if x.Reservation != "" {
		out.Reservation = x.Reservation.rat()
	}
	return out
}

// scenario is the points and what cannot go together; who scores comes to it.
func (b *Bargain) scenario(parties ...bargain.Party) *bargain.Scenario {
	s := &bargain.Scenario{Parties: parties}
	at := map[PointID]int{}
	for i, p := range b.Points {
		at[p.ID] = i
		issue := bargain.Issue{Name: string(p.ID)}
		for _, o := range p.Options {
			issue.Options = append(issue.Options, string(o.ID))
		}
		s.Issues = append(s.Issues, issue)
	}
	for _, c := range b.Forbidden {
		var box bargain.Box
		for i, p := range b.Points {
			if o, named := c.Options[p.ID]; named {
				box = append(box, bargain.Side{Issue: i, Options: []int{p.index(o)}})
			}
		}
		s.Forbidden = append(s.Forbidden, box)
	}
	return s
}

func (p *Point) index(id OptionID) int {
	return slices.IndexFunc(p.Options, func(o Option) bool { return o.ID == id })
}

// numbered is a package by the numbers of its options, and named the other way round.
func (b *Bargain) numbered(pkg Package) bargain.Package {
	out := make(bargain.Package, len(b.Points))
	for i := range b.Points {
		out[i] = b.Points[i].index(pkg[b.Points[i].ID])
	}
	return out
}

func (b *Bargain) named(pkg bargain.Package) Package {
	out := Package{}
	for i, o := range pkg {
		out[b.Points[i].ID] = b.Points[i].Options[o].ID
	}
	return out
}
