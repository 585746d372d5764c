package web

import (
	"context"
	"fmt"
	"html/template"
	"math/big"
	"slices"
	"strings"

	"parley/bargain"
	"parley/internal/web/chart"
	"parley/negotiation"
)

// AnalysisPart is what the mediator is told of all scores together.
type AnalysisPart struct {
	Says      string // why nothing is computed
	Kept      string // whose numbers are kept back, in a sentence
	Zone      string
	Empty     bool
	Openings  []Way // what would open an empty zone
	Nearest   *Way
	Columns   []Sponsor // parties that show their numbers
	Plot      template.HTML
	Legend    []LegendLine
	Solutions []SolutionRow
	Unchosen  []string // rules that choose nothing, and why
	Frontier  []SolutionRow
	Listed    string // how many there are, and how many are listed
	Balance   BalancePart
}

// Way is a package that is worth looking at, and why.
type Way struct{ Says, Href string }

// LegendLine says what a mark of the plot is.
type LegendLine struct {
	Key          template.HTML
	Letter, Name string
}

// SolutionRow is a package with what it is worth.
type SolutionRow struct {
	Letter  string
	Rules   []string // that choose it
	Choices []string // in which it differs from the words as they are
	Worth   []string // by AnalysisPart.Columns
	Href    string
	Package string
	On      bool // it is the one that is looked at
	Base    bool // it changes nothing
}

// BalancePart is one package held against another.
type BalancePart struct {
	Package, Against string
	Fields           []PackageField
	Action           string
	Rows             []TradeRow
	Gains            []Figure // in all
	Efficient        bool
	Says             string
	Better           []SolutionRow
	Demands          []DemandRow
}

// PackageField chooses how a point is settled.
type PackageField struct {
	Point, Name string
	Choices     []Choice
}

// TradeRow is a point that is settled otherwise.
type TradeRow struct {
	Point, From, To string
	Gains           []Figure
}

// Figure is what a party gains or gives, in a word too.
type Figure struct{ Says, Class string }

// DemandRow is what a package gives each party of what it wants on a point.
type DemandRow struct {
	Point, Option string
	Values        []string
}

// ruleNames are the letters, names and marks of the rules, and what they look for.
var ruleNames = map[string]struct {
	letter, name, why string
	shape             chart.Shape
}{
	"nash":        {"N", "Nash", "the product of all gains is greatest", chart.Circle},
	"ks":          {"K", "Kalai–Smorodinsky", "all get the same share of the most that they could gain", chart.Square},
	"egalitarian": {"E", "Egalitarian", "the least gain is greatest", chart.Triangle},
	"leximin":     {"L", "Leximin", "the least gain is greatest, then the next", chart.Diamond},
	"welfare":     {"W", "Welfare", "the sum of all gains is greatest", chart.Star},
}

// analyst puts an analysis on the page.
type analyst struct {
	*visit
	b    *negotiation.Bargain
	a    *negotiation.Analysis
	out  *AnalysisPart
	base negotiation.Package
}

func (v *visit) analyse(page *PackagesPage, b *negotiation.Bargain) error {
	var q negotiation.Question
	var err error
	if q.Package, err = v.askedPackage("package", b); err != nil {
		return err
	}
	if q.Against, err = v.askedPackage("against", b); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(v.r.Context(), negotiation.AnalysisTime)
	defer cancel()
	a, err := v.Analyse(ctx, q, bargain.Limits{Points: negotiation.AnalysisPoints})
	if err != nil {
		return err
	}
	var kept []string
	for _, x := range a.Scorers {
		page.Scorers = append(page.Scorers, ScorerLine{v.sponsor(x.Party), x.Progress, x.Keeps})
		page.Keeping = page.Keeping || x.Keeps
		if x.Keeps && x.Progress == negotiation.WhollyScore {
			kept = append(kept, isolated(v.sponsor(x.Party).Name))
		}
	}
	page.Analysis = &AnalysisPart{Says: a.Says}
	if a.Says != "" {
		return nil
	}
	if len(kept) > 0 {
		page.Analysis.Kept = sentence(listed(kept) + " " + keeps(len(kept)) + " back: what is computed from them is shown, and no number, count or order that would give one away")
	}
	x := analyst{v, b, a, page.Analysis, b.Base()}
	for _, w := range a.Balance.Package.Worth {
		x.out.Columns = append(x.out.Columns, v.sponsor(w.Party))
	}
	x.zone()
	x.solutions()
	x.frontier()
	x.plot()
	x.balance()
	return nil
}

func keeps(n int) string {
	if n == 1 {
		return "keeps its numbers"
	}
	return "keep their numbers"
}

func (x *analyst) zone() {
	z := x.a.Zone
	x.out.Empty = z.Empty
	switch {
	case z.Empty:
		x.out.Zone = "No package is better for all than no deal."
	case z.Packages == "1":
		x.out.Zone = fmt.Sprintf("Of %s packages, one is better for all than no deal, or as good.", z.Total)
	case z.Packages != "":
		x.out.Zone = fmt.Sprintf("Of %s packages, %s are better for all than no deal, or as good.", z.Total, z.Packages)
	default:
		x.out.Zone = "There are packages that are better for all than no deal, or as good."
	}
	if z.Nearest != nil {
		x.out.Nearest = &Way{strings.Join(x.choices(z.Nearest.Package), "; "), x.atPackages(z.Nearest.Package, nil)}
	}
	for _, r := range z.Relaxations {
		x.out.Openings = append(x.out.Openings, Way{x.opens(r), x.atPackages(r.Outcome.Package, nil)})
	}
}

// opens says what one party, or all, would give up.
func (x *analyst) opens(r negotiation.Relaxation) string {
	name := isolated(x.sponsor(r.Party).Name)
	switch {
	case r.Party == "":
		return r.Combination + " could go together after all."
	case r.Refused != "":
		return name + " accepts " + r.Refused + "."
	case r.By != "":
		return name + " is content with " + figure(r.By) + " less than what no deal is worth to it."
	}
	return name + " is content with less than what no deal is worth to it."
}

// choices names what a package changes.
func (x *analyst) choices(pkg negotiation.Package) []string {
	if out := chosen(x.b, pkg, x.base); len(out) > 0 {
		return out
	}
	return []string{"all as it is"}
}

func (x *analyst) row(o negotiation.Valued) SolutionRow {
	pkg := o.Package.String()
	return SolutionRow{
		Choices: x.choices(o.Package), Worth: figures(o.Worth), Href: x.atPackages(o.Package, nil), Package: pkg,
		On: pkg == x.a.Balance.Package.Package.String(), Base: pkg == x.base.String(),
	}
}

func figures(worth []negotiation.Worth) []string {
	out := make([]string, len(worth))
	for i, w := range worth {
		out[i] = figure(w.Points)
	}
	return out
}

// figure shows a number with two decimals at most, and says where it has more.
func figure(a negotiation.Amount) string {
	r, ok := new(big.Rat).SetString(string(a))
	if !ok {
		return string(a)
	}
	if n, exact := r.FloatPrec(); exact && n <= 2 {
		return minus(r.FloatString(n))
	}
	return "≈ " + minus(r.FloatString(2))
}

func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

// solutions puts the rules that choose one package into one row.
func (x *analyst) solutions() {
	at := map[string]int{}
	for _, s := range x.a.Solutions {
		rule := ruleNames[s.Rule]
		if len(s.Outcomes) == 0 {
			x.out.Unchosen = append(x.out.Unchosen, rule.name+": "+s.Says)
		}
		for _, o := range s.Outcomes {
			key := o.Package.String()
			n, known := at[key]
			if !known {
				n = len(x.out.Solutions)
				at[key] = n
				x.out.Solutions = append(x.out.Solutions, x.row(o))
			}
			row := &x.out.Solutions[n]
			row.Letter += rule.letter
			row.Rules = append(row.Rules, rule.name+": "+rule.why)
		}
	}
}

func (x *analyst) frontier() {
	for _, o := range x.a.Frontier {
		x.out.Frontier = append(x.out.Frontier, x.row(o))
	}
	switch {
	case x.a.Efficient > 0 && x.a.Packages != "":
		x.out.Listed = fmt.Sprintf("%s with %s. %s", count(x.a.Efficient, "combination of worth", "combinations of worth"), countOf(x.a.Packages), x.a.Unlisted)
	default:
		x.out.Listed = x.a.Unlisted
	}
}

func countOf(n string) string {
	if n == "1" {
		return "one package"
	}
	return n + " packages"
}

func (x *analyst) balance() {
	a, out := x.a.Balance, &x.out.Balance
	out.Package, out.Against, out.Action = a.Package.Package.String(), a.Against.Package.String(), x.path+"/packages"
	out.Efficient, out.Says = a.Efficient, a.Says
	for _, p := range x.b.Points {
		f := PackageField{Point: string(p.ID), Name: p.Name}
		for _, o := range p.Options {
			f.Choices = append(f.Choices, Choice{Value: string(o.ID), Name: o.Name, On: a.Package.Package[p.ID] == o.ID})
		}
		out.Fields = append(out.Fields, f)
	}
	for _, t := range a.Trades {
		p := x.b.Point(t.Point)
		out.Rows = append(out.Rows, TradeRow{p.Name, p.Option(t.From).Name, p.Option(t.To).Name, gained(t.Gains)})
	}
	out.Gains = gained(a.Gains)
	for _, o := range a.Better {
		out.Better = append(out.Better, x.row(o))
	}
	for _, d := range a.Demands {
		p := x.b.Point(d.Point)
		out.Demands = append(out.Demands, DemandRow{p.Name, p.Option(d.Option).Name, figures(d.Values)})
	}
}

func gained(worth []negotiation.Worth) []Figure {
	out := make([]Figure, len(worth))
	for i, w := range worth {
		says := figure(w.Points)
		switch r, _ := new(big.Rat).SetString(string(w.Points)); {
		case r == nil || r.Sign() == 0:
			out[i] = Figure{"–", "none"}
		case r.Sign() > 0:
			out[i] = Figure{"gains " + says, "yes"}
		default:
			out[i] = Figure{"gives " + strings.Replace(says, "−", "", 1), "no"}
		}
	}
	return out
}

// plot draws what the packages are worth to those who show their numbers.
func (x *analyst) plot() {
	if len(x.out.Columns) < 2 {
		return
	}
	p := chart.Plot{ID: "frontier", Title: "The packages that no other is better than, by what they are worth to each party. The table has the same.", Stairs: !x.a.Keeping}
	for _, c := range x.out.Columns {
		p.Axes = append(p.Axes, chart.Axis{Name: c.Name, Without: x.without(c.Short)})
	}
	add := func(o negotiation.Valued, letter string, shape chart.Shape) {
		pt := chart.Point{Letter: letter, Shape: shape}
		for _, w := range o.Worth {
			r, _ := new(big.Rat).SetString(string(w.Points))
			pt.At = append(pt.At, r)
		}
		p.Points = append(p.Points, pt)
	}
	for _, o := range x.a.Frontier {
		add(o, "", chart.Plain)
	}
	add(x.a.Balance.Against, "", chart.Cross)
	x.out.Legend = append(x.out.Legend, LegendLine{chart.Cross.Key(), "", "what it is held against"})
	for _, row := range x.out.Solutions {
		shape := ruleShape(row.Letter)
		add(x.solved(row.Package), row.Letter, shape)
		var names []string
		for _, r := range row.Rules {
			name, _, _ := strings.Cut(r, ":")
			names = append(names, name)
		}
		line := LegendLine{shape.Key(), row.Letter, listed(names)}
		if !slices.Contains(x.out.Legend, line) { // of packages that tie
			x.out.Legend = append(x.out.Legend, line)
		}
	}
	add(x.a.Balance.Package, "", chart.Ring)
	x.out.Legend = append(x.out.Legend, LegendLine{chart.Ring.Key(), "", "the package that you look at"})
	x.out.Plot = p.SVG()
}

// without is what no deal is worth to a party that shows its numbers.
func (x *analyst) without(party string) *big.Rat {
	for _, s := range x.a.Scorers {
		if string(s.Party) == party && s.Without != "" {
			r, _ := new(big.Rat).SetString(string(s.Without))
			return r
		}
	}
	return nil
}

func ruleShape(letters string) chart.Shape {
	for _, r := range ruleNames {
		if r.letter == letters[:1] {
			return r.shape
		}
	}
	return chart.Circle
}

func (x *analyst) solved(pkg string) negotiation.Valued {
	for _, s := range x.a.Solutions {
		for _, o := range s.Outcomes {
			if o.Package.String() == pkg {
				return o
			}
		}
	}
	return negotiation.Valued{}
}
