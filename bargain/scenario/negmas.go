package scenario

import (
	"math/big"
	"strconv"
	"strings"

	"parley/bargain"
)

// negmas reads a domain (with issues) and profiles (utility functions) of NegMAS.
func (r *reader) negmas(roots []*node) (*bargain.Scenario, error) {
	var domain *node
	var profiles []*node
	for _, n := range roots {
		switch {
		case !n.has("issues"):
			profiles = append(profiles, n)
		case domain != nil:
			return nil, n.errorf("give one", "this is a second domain, beside %s", domain.file)
		default:
			domain = n
		}
	}
	if domain == nil && profiles[0].has("outcome_space") {
		domain = profiles[0].get("outcome_space")
	}
	if domain == nil {
		return nil, roots[0].errorf("give the domain's file too, which names the issues", "a profile of NegMAS does not name its issues")
	}
	if len(profiles) == 0 {
		return nil, domain.errorf("give the file of each party too", "a domain alone says nothing of the parties")
	}
	issues, err := r.negmasIssues(domain)
	if err != nil {
		return nil, err
	}
	s := &bargain.Scenario{Name: stem(domain.file), Issues: issues}
	var files []string
	for _, n := range profiles {
		p, err := r.negmasParty(n, issues)
		if err != nil {
			return nil, err
		}
		s.Parties = append(s.Parties, p)
		files = append(files, n.file)
	}
	named(s.Parties, files)
	return s, nil
}

// typeOf is the class that a map is of, without the package.
func (n *node) typeOf() string {
	for _, key := range []string{"type", "__python_class__"} {
		if v := n.get(key); v != nil {
			return v.text[strings.LastIndexByte(v.text, '.')+1:]
		}
	}
	return ""
}

func (r *reader) negmasIssues(domain *node) ([]bargain.Issue, error) {
	all, err := domain.need("issues", list)
	if err != nil {
		return nil, err
	}
	var out []bargain.Issue
	for _, n := range all.values {
		name, err := n.need("name", scalar)
		if err != nil {
			return nil, err
		}
		options, err := r.negmasOptions(n)
		if err != nil {
			return nil, err
		}
		out = append(out, bargain.Issue{Name: name.text, Options: options})
	}
	return out, settle(all.file, all.line, out)
}

// negmasOptions is an issue's values: a list, how many whole numbers from 0, or for a
// contiguous issue the two ends.
func (r *reader) negmasOptions(n *node) ([]string, error) {
	values := n.get("values")
	kind := n.typeOf()
	switch {
	case values == nil:
		return nil, n.errorf("add them", "an issue has no values")
	case strings.HasPrefix(kind, "Continuous") || strings.HasPrefix(kind, "Infinite"):
		return nil, n.errorf("give it options", "an issue of the type %q cannot be counted out", kind)
	case values.kind == scalar:
		count, err := values.number()
		if err != nil {
			return nil, err
		}
		return r.span(n.file, n.line, new(big.Rat), count.Sub(count, big.NewRat(1, 1)))
	case kind == "ContiguousIssue":
		low, high, err := values.ends()
		if err != nil {
			return nil, err
		}
		return r.span(n.file, n.line, low, high)
	}
	return r.textsOf(n, "values")
}

// ends is the two numbers of a list.
func (n *node) ends() (low, high *big.Rat, err error) {
	if n.kind != list || len(n.values) != 2 {
		return nil, nil, n.errorf("write the lower and the upper end", "a range has not two ends")
	}
	if low, err = n.values[0].number(); err != nil {
		return nil, nil, err
	}
	high, err = n.values[1].number()
	return low, high, err
}

func (r *reader) negmasParty(n *node, issues []bargain.Issue) (bargain.Party, error) {
	p := r.profile(n.file, n.line)
	for {
		rv, err := finite(n.get("reserved_value"))
		if err != nil {
			return p.party, err
		}
		if p.party.Reservation == nil {
			p.party.Reservation = rv
		}
		inner := n.get("ufun")
		if inner == nil || !strings.Contains(n.typeOf(), "Discounted") {
			break
		}
		n = inner
	}
	bias, err := n.numberOf("bias", new(big.Rat))
	if err != nil {
		return p.party, err
	}
	if bias.Sign() != 0 {
		p.party.Base = bias
	}
	switch kind := n.typeOf(); kind {
	case "LinearAdditiveUtilityFunction", "LinearUtilityAggregationFunction", "AffineUtilityFunction", "LinearUtilityFunction":
		err := p.additive(n, issues)
		return p.finish(), err
	case "HyperRectangleUtilityFunction":
		return p.party, p.boxes(n, issues)
	default:
		return p.party, n.errorf("only linear and hyper-rectangle utility functions can be read", "a utility function of the type %q is not known", kind)
	}
}

// additive reads weights and, unless the function is linear in the values themselves,
// what each value is worth.
func (p *profile) additive(n *node, issues []bargain.Issue) error {
	weights, err := n.each("weights", issues)
	if err != nil {
		return err
	}
	identity := n.typeOf() == "AffineUtilityFunction" || n.typeOf() == "LinearUtilityFunction"
	var values []*node
	if !identity {
		if values, err = n.each("values", issues); err != nil {
			return err
		}
	}
	for i, issue := range issues {
		w, err := weights[i].number()
		if err != nil {
			return err
		}
		f := &node{file: n.file, line: n.line, kind: table}
		if !identity {
			f = values[i]
		}
		s, err := valueFun(f, identity, issue)
		if err != nil {
			return err
		}
		if err := p.weigh(issue, w, s); err != nil {
			return err
		}
	}
	return nil
}

// each is what a list, or a map by issue, holds for each issue.
func (n *node) each(key string, issues []bargain.Issue) ([]*node, error) {
	all := n.get(key)
	switch {
	case all == nil:
		return nil, n.errorf("add them", "the %s are missing", key)
	case all.kind == list && len(all.values) == len(issues):
		return all.values, nil
	case all.kind == list:
		return nil, all.errorf("give one for each issue", "there are %d %s for %d issues", len(all.values), key, len(issues))
	}
	if err := covers(issues, all); err != nil {
		return nil, err
	}
	var out []*node
	for _, issue := range issues {
		out = append(out, all.get(issue.Name))
	}
	return out, nil
}

// valueFun is what a function of one issue makes of each option.
func valueFun(n *node, identity bool, issue bargain.Issue) (scale, error) {
	kind := n.typeOf()
	if mapping := n.get("mapping"); mapping != nil && kind == "TableFun" {
		if err := mapping.is("mapping", table); err != nil {
			return scale{}, err
		}
		return mapping.scale()
	}
	factors, err := n.polynomial(kind, identity)
	if err != nil {
		return scale{}, err
	}
	s := scale{line: n.line, names: issue.Options}
	for _, name := range issue.Options {
		x, ok := Number(name)
		if !ok && len(factors) > 1 {
			return s, n.errorf("use a TableFun", "option %q of issue %q is no number", short(name), issue.Name)
		}
		y := new(big.Rat)
		for i := len(factors) - 1; i >= 0; i-- {
			if i < len(factors)-1 {
				y.Mul(y, x)
			}
			y.Add(y, factors[i])
		}
		s.values = append(s.values, y)
	}
	return s, nil
}

// polynomial is the factors of a function that is a polynomial, the constant first.
func (n *node) polynomial(kind string, identity bool) ([]*big.Rat, error) {
	keys := map[string][]string{"ConstFun": {"bias"}, "LinearFun": {"", "slope"}, "AffineFun": {"bias", "slope"}, "QuadraticFun": {"bias", "a1", "a2"}}
	if identity || kind == "IdentityFun" {
		return []*big.Rat{new(big.Rat), big.NewRat(1, 1)}, nil
	}
	names, ok := keys[kind]
	if !ok {
		return nil, n.errorf("use a TableFun", "a value function of the type %q is not known", kind)
	}
	var out []*big.Rat
	for _, name := range names {
		var otherwise *big.Rat
		if name == "bias" || name == "" {
			otherwise = new(big.Rat)
		}
		x, err := n.numberOf(name, otherwise)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// boxes reads a sum over hyper-rectangles: ranges by the number of the issue, from 0,
// with a utility each.
func (p *profile) boxes(n *node, issues []bargain.Issue) error {
	p.party.Scores = make([][]bargain.Score, len(issues))
	ranges, err := n.need("outcome_ranges", list)
	if err != nil {
		return err
	}
	utilities := n.get("utilities")
	if utilities == nil {
		utilities = n.get("mappings")
	}
	if utilities == nil || utilities.kind != list || len(utilities.values) != len(ranges.values) {
		return n.errorf("give each range one", "there are not as many utilities as ranges")
	}
	weights := n.get("weights")
	if weights != nil && (weights.kind != list || len(weights.values) != len(ranges.values)) {
		return weights.errorf("give each range one, or leave all out", "there are not as many weights as ranges")
	}
	for i, area := range ranges.values {
		u, err := utilities.values[i].number()
		if err != nil {
			return err
		}
		if weights != nil {
			w, err := weights.values[i].number()
			if err != nil {
				return err
			}
			u = times(u, w)
		}
		b, err := p.area(area, issues)
		if err != nil {
			return err
		}
		p.party.Bonuses = append(p.party.Bonuses, bargain.Bonus{Box: b, Score: u})
	}
	return nil
}

// area is a hyper-rectangle; null is everything.
func (p *profile) area(n *node, issues []bargain.Issue) (bargain.Box, error) {
	if n.kind == scalar && n.text == "null" {
		return nil, nil
	}
	if err := n.is("a range", table); err != nil {
		return nil, err
	}
	var out bargain.Box
	for k, key := range n.keys {
		i, err := strconv.Atoi(key)
		if err != nil || i < 0 || i >= len(issues) {
			return nil, n.values[k].errorf("number issues from 0", "there is no issue %q", key)
		}
		side := bargain.Side{Issue: i}
		if v := n.values[k]; v.kind == list && len(v.values) == 2 {
			low, high, err := v.ends()
			if err != nil {
				return nil, err
			}
			side.Options, err = p.within(n.file, v.line, issues[i], low, high)
			if err != nil {
				return nil, err
			}
		} else {
			o, ok := places(issues[i].Options).find(v.text)
			if v.kind != scalar || !ok {
				return nil, v.errorf("write two ends, or a value", "this is no range of issue %q", issues[i].Name)
			}
			side.Options = []int{o}
		}
		out = append(out, side)
	}
	return out, nil
}
