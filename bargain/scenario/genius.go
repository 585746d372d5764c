package scenario

import (
	"math/big"
	"slices"

	"parley/bargain"
)

// genius reads a domain (a negotiation_template) and profiles (utility_space) of Genius.
// Without a domain the first profile says what the issues are.
func (r *reader) genius() (*bargain.Scenario, error) {
	var domain *element
	var profiles []*element
	for _, f := range r.files {
		e, err := r.parseXML(f)
		if err != nil {
			return nil, err
		}
		switch {
		case e.name == "utility_space":
			profiles = append(profiles, e)
		case e.name != "negotiation_template":
			return nil, e.errorf("give a negotiation_template and utility_spaces of Genius", "<%s> is no scenario that is known", e.name)
		case domain != nil:
			return nil, e.errorf("give one", "this is a second domain, beside %s", domain.file)
		default:
			domain = e
		}
	}
	if len(profiles) == 0 {
		return nil, domain.errorf("give the file of each party too", "a domain alone says nothing of the parties")
	}
	if domain == nil {
		domain = profiles[0]
	}
	g := geniusReader{reader: r, at: map[int]int{}}
	if err := g.domain(domain); err != nil {
		return nil, err
	}
	s := &bargain.Scenario{Name: stem(domain.file), Issues: g.issues}
	var files []string
	for _, e := range profiles {
		p, err := g.party(e)
		if err != nil {
			return nil, err
		}
		s.Parties = append(s.Parties, p)
		files = append(files, e.file)
	}
	named(s.Parties, files)
	return s, nil
}

// A geniusReader knows the issues of the domain.
type geniusReader struct {
	*reader
	issues []bargain.Issue
	at     map[int]int // by number of an issue in the file
	names  index
}

func (g *geniusReader) domain(e *element) error {
	for _, issue := range e.all("issue") {
		number, err := issue.whole("index")
		if err != nil {
			return err
		}
		if _, twice := g.at[number]; twice {
			return issue.errorf("number issues apart", "two issues have the number %d", number)
		}
		g.at[number] = len(g.issues)
		out := bargain.Issue{Name: issue.attrs["name"]}
		if out.Options, err = g.options(issue); err != nil {
			return err
		}
		g.issues = append(g.issues, out)
	}
	g.names = places(namesOf(g.issues))
	return settle(e.file, e.line, g.issues)
}

// whole is the whole number in an attribute.
func (e *element) whole(attr string) (int, error) {
	x, err := e.number(attr)
	if err != nil {
		return 0, err
	}
	if n := x.Num(); x.IsInt() && n.IsInt64() {
		return int(n.Int64()), nil
	}
	return 0, e.errorf("write a whole number", "%s=%q of <%s> is no whole number", attr, short(e.attrs[attr]), e.name)
}

// kind is the type of an issue.
func (e *element) kind() string {
	for _, attr := range []string{"type", "etype", "vtype"} {
		if kind, ok := e.attrs[attr]; ok {
			return kind
		}
	}
	return "discrete"
}

// items is an issue's options; items deeper within belong to something else.
func (e *element) items() []*element {
	return slices.DeleteFunc(slices.Clone(e.children), func(c *element) bool { return c.name != "item" })
}

func (g *geniusReader) options(issue *element) ([]string, error) {
	switch kind := issue.kind(); kind {
	case "discrete":
		var out []string
		for _, item := range issue.items() {
			out = append(out, item.attrs["value"])
		}
		if name, twice := repeated(out); twice {
			return nil, issue.errorf("rename one", "issue %q has the option %q twice", issue.attrs["name"], name)
		}
		return out, g.spend(issue.file, issue.line, len(out))
	case "integer":
		low, high, err := issue.bounds()
		if err != nil {
			return nil, err
		}
		return g.span(issue.file, issue.line, low, high)
	default:
		return nil, issue.errorf("give it options: only discrete and integer issues can be counted out", "issue %q is of the type %q", issue.attrs["name"], kind)
	}
}

// bounds is the range of an integer issue.
func (e *element) bounds() (low, high *big.Rat, err error) {
	from := e
	if inner := e.first("range"); inner != nil && e.attrs["lowerbound"] == "" {
		from = inner
	}
	l, err := from.whole("lowerbound")
	if err != nil {
		return nil, nil, err
	}
	h, err := from.whole("upperbound")
	return big.NewRat(int64(l), 1), big.NewRat(int64(h), 1), err
}

// party reads a profile: additive, or a sum over hyper-rectangles.
func (g *geniusReader) party(e *element) (bargain.Party, error) {
	p := g.profile(e.file, e.line)
	p.party.Reservation = new(big.Rat) // what Genius takes where none is given
	if rv := e.first("reservation"); rv != nil {
		x, err := rv.number("value")
		if err != nil {
			return p.party, err
		}
		p.party.Reservation = x
	}
	if areas := e.all("utility", "utility_function"); len(areas) > 0 {
		return g.areas(p, e, areas)
	}
	issues, weights, err := g.match(e)
	if err != nil {
		return p.party, err
	}
	for i, issue := range g.issues {
		if issues[i] == nil || weights[i] == nil {
			return p.party, e.errorf("give each issue its options and its weight", "issue %q of the domain has no evaluation or no weight", issue.Name)
		}
		s, err := p.evaluations(issues[i], issue)
		if err != nil {
			return p.party, err
		}
		if err := p.weigh(issue, weights[i], s); err != nil {
			return p.party, err
		}
	}
	return p.finish(), nil
}

// match is a profile's issues and weights in the order of the domain: issues go by name,
// or by number where the domain does not know the name.
func (g *geniusReader) match(e *element) ([]*element, []*big.Rat, error) {
	issues, weights := make([]*element, len(g.issues)), make([]*big.Rat, len(g.issues))
	at := map[int]int{}
	for _, issue := range e.all("issue") {
		number, err := issue.whole("index")
		if err != nil {
			return nil, nil, err
		}
		i, ok := g.names.find(issue.attrs["name"])
		if !ok {
			if i, ok = g.at[number]; !ok {
				return nil, nil, issue.errorf("name the issues as the domain does", "the domain has no issue %q", issue.attrs["name"])
			}
			g.repair(issue.file, issue.line, "the domain has no issue %q: taken by its number as %q", issue.attrs["name"], g.issues[i].Name)
		}
		if issues[i] != nil {
			return nil, nil, issue.errorf("remove one", "issue %q stands twice", issue.attrs["name"])
		}
		issues[i], at[number] = issue, i
	}
	for _, w := range e.all("weight") {
		number, err := w.whole("index")
		if err != nil {
			return nil, nil, err
		}
		i, ok := at[number]
		if !ok {
			return nil, nil, w.errorf("remove it, or add the issue", "there is a weight for issue %d, and no such issue", number)
		}
		if weights[i] != nil {
			return nil, nil, w.errorf("remove one", "issue %d has two weights", number)
		}
		if weights[i], err = w.number("value"); err != nil {
			return nil, nil, err
		}
	}
	return issues, weights, nil
}

// evaluations is an issue's values from 0 to 1: of discrete options each divided by the
// greatest, of whole numbers a line cut off at 0 and 1.
func (p *profile) evaluations(issue *element, of bargain.Issue) (scale, error) {
	if issue.kind() == "integer" {
		return cutLine(issue, of)
	}
	s := scale{line: issue.line}
	most := new(big.Rat)
	seen := map[string]int{}
	for _, item := range issue.items() {
		text, ok := item.attrs["evaluation"]
		if !ok || text == "null" || text == "" {
			continue
		}
		x, err := item.number("evaluation")
		if err != nil {
			return s, err
		}
		name := item.attrs["value"]
		if i, twice := seen[name]; twice {
			p.repair(item.file, item.line, "option %q of issue %q is evaluated twice: the second counts, as in Genius", name, of.Name)
			s.values[i] = x
			continue
		}
		seen[name] = len(s.names)
		s.names, s.values = append(s.names, name), append(s.values, x)
	}
	for _, x := range s.values {
		if x.Cmp(most) > 0 {
			most = x
		}
	}
	for i, x := range s.values {
		if most.Sign() == 0 {
			s.values[i] = most
			continue
		}
		s.values[i] = new(big.Rat).Quo(x, most)
	}
	return s, nil
}

// cutLine is the values of whole numbers: slope times the distance from the lower bound,
// and offset.
func cutLine(issue *element, of bargain.Issue) (scale, error) {
	s := scale{line: issue.line, names: of.Options}
	low, _, err := issue.bounds()
	if err != nil {
		return s, err
	}
	slope, offset := new(big.Rat), new(big.Rat)
	if e := issue.first("evaluator"); e != nil {
		if kind := e.attrs["ftype"]; kind != "linear" && kind != "" {
			return s, e.errorf("write a linear one", "an evaluator of the type %q is not known", kind)
		}
		if slope, err = e.number("slope"); err != nil {
			return s, err
		}
		if offset, err = e.number("offset"); err != nil {
			return s, err
		}
	}
	one := big.NewRat(1, 1)
	for _, name := range of.Options {
		x, ok := Number(name)
		if !ok {
			return s, issue.errorf("give both the same type", "issue %q has whole numbers here, and other options in the domain", of.Name)
		}
		y := times(slope, x.Sub(x, low))
		if y.Add(y, offset); y.Sign() < 0 {
			y.SetInt64(0)
		} else if y.Cmp(one) > 0 {
			y.Set(one)
		}
		s.values = append(s.values, y)
	}
	return s, nil
}
