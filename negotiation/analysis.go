package negotiation

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"parley/bargain"
)

// What the mediator is told of all scores together. Of a party that keeps its numbers
// back, only packages that were computed from them are told, never a number, nor
// anything whose place or order in a list gives one away.

// Scorer is a party that scores, as the mediator sees it.
type Scorer struct {
	Party    PartyID
	Progress ScoringProgress
	Keeps    bool   // its numbers back
	Without  Amount // what no deal is worth to it; "": it says nothing, or keeps it back
}

// ScoringProgress is how far a party's scores are.
type ScoringProgress string

// The states of scores.
const (
	NotScored   ScoringProgress = "not scored"
	PartScored  ScoringProgress = "something is missing"
	WhollyScore ScoringProgress = "scored"
)

// Worth is what a package is worth to a party that shows its numbers, or what it gains.
type Worth struct {
	Party  PartyID
	Points Amount
}

// Valued is a package, with what it is worth to those parties that show their numbers.
type Valued struct {
	Package Package
	Worth   []Worth
}

// Question is what the mediator asks of all scores.
type Question struct {
	Package Package // to look at closely; nil: the first that Nash's rule chooses
	Against Package // to hold it against; nil: the one that changes nothing
}

// Analysis is the answer. Keeping says that a party keeps its numbers back: counts are
// left out then, because they depend on its numbers, and lists are in the order of the
// options.
type Analysis struct {
	Scorers   []Scorer
	Says      string // why nothing is computed; "": it is
	Keeping   bool
	Zone      Agreement
	Frontier  []Valued // efficient packages: no other is better for one party and as good for all
	Efficient int      // how many utilities the whole frontier has; 0: not told
	Packages  string   // how many packages lie on it
	Unlisted  string   // why the list is not whole
	Solutions []Recommendation
	Balance   Balance
}

// Agreement is whether there are packages that all prefer to no deal.
type Agreement struct {
	Empty       bool
	Packages    string // how many; "": not told
	Total       string // of so many that are not forbidden
	Nearest     *Valued
	Relaxations []Relaxation // each of which alone opens an empty zone
}

// Relaxation is one thing that, given up, opens an empty zone.
type Relaxation struct {
	Party   PartyID // "": Combination is what everyone gives up
	Refused string  // the options that it would no longer refuse; "": it would take less than no deal
	By      Amount  // how much less; "": not told
	Outcome Valued  // a package that would then be possible

	Combination string // that could go together
}

// Recommendation is what a rule chooses.
type Recommendation struct {
	Rule     string // "nash", "ks", "egalitarian", "leximin", "welfare"
	Outcomes []Valued
	Says     string // why there are none
}

// Balance is one package held against another.
type Balance struct {
	Package, Against Valued
	Efficient        bool
	Demands          []Demand // what the package gives each party of what it wants
	Trades           []Trade
	Gains            []Worth  // in all
	Better           []Valued // that no party finds worse, best first
	Says             string   // why these are not told
}

// Demand is how a point is settled, held against what parties want: what the option is
// worth to each of them, where the best is 100.
type Demand struct {
	Point  PointID
	Option OptionID
	Values []Worth
}

// Trade is a point that two packages settle otherwise, with who gains how much by it.
type Trade struct {
	Point    PointID
	From, To OptionID
	Gains    []Worth
}

// analyst computes what the mediator asks from a state that nobody sees as it is.
type analyst struct {
	b       *Bargain
	scorers []Scorer
	parties []*Scores // whose scores are whole
	problem *bargain.Problem
	says    string
}

func (s *State) analyst() *analyst {
	a := &analyst{b: s.Bargain}
	if a.b == nil {
		a.says = "Nothing is drawn up yet."
		return a
	}
	var preferences []bargain.Party
	for _, id := range s.scoring() {
		scorer := Scorer{Party: id, Progress: NotScored}
		if x := s.scoresOf(id); x != nil {
			x = x.now(a.b)
			scorer.Keeps, scorer.Progress = x.keeps(), PartScored
			if len(x.missing(a.b)) == 0 {
				scorer.Progress = WhollyScore
				if !x.keeps() {
					scorer.Without = x.Reservation
				}
				a.parties = append(a.parties, x)
				preferences = append(preferences, x.preferences(a.b))
			}
		}
		a.scorers = append(a.scorers, scorer)
	}
	if len(a.parties) < 2 { // of one alone, the best package is its own wish
		a.says = "Two parties at least must have scored every option."
		return a
	}
	var err error
	if a.problem, err = bargain.NewProblem(a.b.scenario(preferences...)); err != nil {
		a.says = err.Error()
	}
	return a
}

// AnalysisPoints and AnalysisTime are how large an analysis may grow, and how long it may
// take, where somebody waits for a page.
const (
	AnalysisPoints = 50_000
	AnalysisTime   = 20 * time.Second
)

// Analyse answers what the mediator asks of all parties' scores; for every other member
// it is not there. The error is a *Refusal, or that of the context.
func (v *View) Analyse(ctx context.Context, q Question, l bargain.Limits) (*Analysis, error) {
	if p := v.MyParty(); p == nil || p.Role != Mediator || v.analyst == nil || v.state.Bargain == nil {
		return nil, notFound("packages", "analysis")
	}
	out, err := v.analyst().answer(ctx, q, l)
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, refuse(Invalid, "analysis", "it takes too long", "draw up fewer points, or fewer options")
	}
	return out, err
}

func (a *analyst) answer(ctx context.Context, q Question, l bargain.Limits) (*Analysis, error) {
	out := &Analysis{Scorers: a.scorers, Says: a.says, Keeping: a.keeping()}
	if q.Against == nil {
		q.Against = a.b.Base()
	}
	for _, pkg := range []Package{q.Package, q.Against} {
		if pkg == nil {
			continue
		}
		if err := a.b.settles(pkg); err != nil {
			return nil, err
		}
	}
	if a.says != "" {
		return out, nil
	}
	for _, f := range []func(context.Context, *Analysis, bargain.Limits) error{a.zone, a.frontier, a.solve} {
		if err := f(ctx, out, l); err != nil {
			return nil, err
		}
	}
	if q.Package == nil {
		q.Package = q.Against
		if s := out.Solutions; len(s) > 0 && len(s[0].Outcomes) > 0 {
			q.Package = s[0].Outcomes[0].Package
		}
	}
	return out, a.look(ctx, out, q, l)
}

// settles refuses what is not a package; one that is forbidden can be looked at.
func (b *Bargain) settles(pkg Package) error {
	open := *b
	open.Forbidden = nil
	return open.Check(pkg)
}

func (a *analyst) keeping() bool { return slices.ContainsFunc(a.parties, (*Scores).keeps) }

func (x *Scores) keeps() bool { return x.Disclosure != ShowNumbers }

// worth leaves out what parties keep back.
func (a *analyst) worth(points []*big.Rat) []Worth {
	var out []Worth
	for i, x := range a.parties {
		if !x.keeps() {
			out = append(out, Worth{x.Party, amountOf(points[i])})
		}
	}
	return out
}

func (a *analyst) outcome(pkg bargain.Package) Valued {
	points := make([]*big.Rat, len(a.parties))
	for i := range points {
		points[i] = a.problem.Scenario().Utility(i, pkg)
	}
	return Valued{a.b.named(pkg), a.worth(points)}
}

// outcomes are packages as they come, or, where the order would tell of numbers that are
// kept back, in the order of their options.
func (a *analyst) outcomes(points []bargain.Point) []Valued {
	packages := make([]bargain.Package, len(points))
	for i, p := range points {
		packages[i] = p.Package
	}
	if a.keeping() {
		slices.SortFunc(packages, func(x, y bargain.Package) int { return slices.Compare(x, y) })
	}
	out := make([]Valued, len(packages))
	for i, pkg := range packages {
		out[i] = a.outcome(pkg)
	}
	return out
}

func (a *analyst) zone(ctx context.Context, out *Analysis, l bargain.Limits) error {
	z, err := a.problem.Zone(ctx, counting(l))
	if err != nil {
		return err
	}
	out.Zone.Empty = z.Empty
	if !a.keeping() {
		out.Zone.Packages, out.Zone.Total = counted(z.Count), counted(z.Total)
	}
	if !z.Empty {
		return nil
	}
	if z.Nearest != nil {
		nearest := a.outcome(z.Nearest)
		out.Zone.Nearest = &nearest
	}
	relaxations, err := a.problem.Relax(ctx, l)
	if err != nil {
		return err
	}
	if a.keeping() {
		slices.SortStableFunc(relaxations, func(x, y bargain.Relaxation) int { return x.Party - y.Party })
	}
	for i, r := range relaxations {
		if i > 0 && r.Party >= 0 && r.Line >= 0 && r.Party == relaxations[i-1].Party && a.parties[r.Party].keeps() && relaxations[i-1].Line >= 0 {
			continue // how much it refuses is its own
		}
		out.Zone.Relaxations = append(out.Zone.Relaxations, a.relaxation(r))
	}
	return nil
}

// counting is limits within which packages are counted beside other work: more would take
// longer than the rest.
func counting(l bargain.Limits) bargain.Limits {
	if l.Points == 0 || l.Points > mostCounted {
		l.Points = mostCounted
	}
	return l
}

const mostCounted = 20_000

func counted(n *big.Int) string {
	if n == nil {
		return ""
	}
	return n.String()
}

func (a *analyst) relaxation(r bargain.Relaxation) Relaxation {
	out := Relaxation{Outcome: a.outcome(r.Package)}
	if r.Party < 0 {
		out.Combination = a.b.says(a.b.Forbidden[r.Line].Options)
		return out
	}
	x := a.parties[r.Party]
	out.Party = x.Party
	switch {
	case r.Line >= 0 && x.keeps():
		out.Refused = "what it refuses"
	case r.Line >= 0:
		out.Refused = a.refused(x, r.Line)
	case !x.keeps():
		out.By = amountOf(r.By)
	}
	return out
}

// refused names the options of a party's red line.
func (a *analyst) refused(x *Scores, line int) string {
	side := x.preferences(a.b).RedLines[line][0]
	p := &a.b.Points[side.Issue]
	out := Package{}
	for _, o := range side.Options {
		out[p.ID] = p.Options[o].ID
	}
	return a.b.says(out)
}

// mostListed is how many packages of the frontier are listed.
const mostListed = 400

func (a *analyst) frontier(ctx context.Context, out *Analysis, l bargain.Limits) error {
	if l.Epsilon == nil {
		l.Epsilon = big.NewRat(1, 20)
	}
	f, err := a.problem.Frontier(ctx, l)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		out.Unlisted = "There are too many to list. What the rules choose is exact."
		return nil
	}
	points := make([]bargain.Point, f.Len())
	for i := range points {
		points[i] = f.Point(i)
	}
	if !a.keeping() {
		out.Efficient, out.Packages = f.Len(), f.Packages().String()
	}
	all := points
	if e := f.Epsilon(); e != nil {
		out.Efficient, out.Packages = 0, ""
		out.Unlisted = "There are too many to list: for each package, one of these leaves no party with less but for a small share of its range."
		if !a.keeping() {
			out.Unlisted = fmt.Sprintf("There are too many to list: for each package, one of these leaves no party with less but for %d %% of its range at most.", percent(e))
		}
	}
	if len(points) > mostListed {
		out.Unlisted += fmt.Sprintf(" %d of them are listed, evenly spread.", mostListed)
		if a.keeping() { // spread by what everyone sees
			slices.SortFunc(points, func(x, y bargain.Point) int { return slices.Compare(x.Package, y.Package) })
		}
		all = nil
		for i := range mostListed {
			all = append(all, points[i*(len(points)-1)/(mostListed-1)])
		}
	}
	out.Frontier = a.outcomes(all)
	return nil
}

// percent is a share in hundredths, rounded up.
func percent(share *big.Rat) *big.Int {
	hundredths := new(big.Rat).Mul(share, big.NewRat(100, 1))
	n, rest := new(big.Int).QuoRem(hundredths.Num(), hundredths.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		n.Add(n, big.NewInt(1))
	}
	return n
}

// rules are those that are shown, the first of them the one that is looked at first.
var rules = []bargain.Rule{bargain.Nash, bargain.KalaiSmorodinsky, bargain.Egalitarian, bargain.Leximin, bargain.Welfare}

func (a *analyst) solve(ctx context.Context, out *Analysis, l bargain.Limits) error {
	for _, rule := range rules {
		r := Recommendation{Rule: rule.String()}
		s, err := a.problem.Solve(ctx, rule, bargain.Reserved, l)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			r.Says = err.Error()
		case len(s.Points) == 0:
			r.Says = "No package is better for all than no deal."
		default:
			r.Outcomes = a.outcomes(s.Points)
		}
		out.Solutions = append(out.Solutions, r)
	}
	return nil
}

func (a *analyst) look(ctx context.Context, out *Analysis, q Question, l bargain.Limits) error {
	to, from := a.b.numbered(q.Package), a.b.numbered(q.Against)
	look := &out.Balance
	look.Package, look.Against = a.outcome(to), a.outcome(from)
	look.Demands = a.demands(q.Package)
	s := a.problem.Scenario()
	trades, total, err := s.Trades(from, to)
	if err != nil {
		return err
	}
	for _, t := range trades {
		for i, g := range t.Gains {
			total[i].Add(total[i], g)
		}
		p := &a.b.Points[t.Issue]
		look.Trades = append(look.Trades, Trade{p.ID, p.Options[t.From].ID, p.Options[t.To].ID, a.worth(t.Gains)})
	}
	look.Gains = a.worth(total)
	if a.keeping() { // those in which most is at stake come first otherwise
		slices.SortStableFunc(look.Trades, func(x, y Trade) int { return a.b.index(x.Point) - a.b.index(y.Point) })
	}
	if !s.Allowed(to) {
		look.Says = "It is refused, or cannot go together."
		return nil
	}
	if look.Efficient, err = a.problem.Efficient(ctx, to, l); err != nil || look.Efficient {
		return err
	}
	better, err := a.problem.Improve(ctx, to, l)
	if err != nil {
		return err
	}
	look.Better = a.outcomes(better[:min(len(better), mostBetter)])
	return nil
}

func (a *analyst) demands(pkg Package) []Demand {
	out := make([]Demand, len(a.b.Points))
	for i, p := range a.b.Points {
		values := make([]*big.Rat, len(a.parties))
		for j, x := range a.parties {
			values[j] = x.Of(p.ID, pkg[p.ID]).middle()
		}
		out[i] = Demand{p.ID, pkg[p.ID], a.worth(values)}
	}
	return out
}

// mostBetter is how many improvements are told: more help nobody to choose.
const mostBetter = 8

func (b *Bargain) index(id PointID) int {
	return slices.IndexFunc(b.Points, func(p Point) bool { return p.ID == id })
}
