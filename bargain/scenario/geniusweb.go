package scenario

import (
	"math/big"

	"parley/bargain"
)

// geniusWeb reads a domain (with issuesValues) and profiles (LinearAdditiveUtilitySpace)
// of GeniusWeb. Without a domain the first profile's own says what the issues are.
func (r *reader) geniusWeb(roots []*node) (*bargain.Scenario, error) {
	var domain *node
	var profiles []*node
	for _, n := range roots {
		switch {
		case n.wraps("LinearAdditiveUtilitySpace"):
			profiles = append(profiles, n.values[0])
		case !n.has("issuesValues"):
			return nil, n.errorf("give a domain and profiles of GeniusWeb that are a LinearAdditiveUtilitySpace", "this is neither a domain nor an additive profile")
		case domain != nil:
			return nil, n.errorf("give one", "this is a second domain, beside %s", domain.file)
		default:
			domain = n
		}
	}
	if len(profiles) == 0 {
		return nil, domain.errorf("give the file of each party too", "a domain alone says nothing of the parties")
	}
	if domain == nil {
		own, err := profiles[0].need("domain", table)
		if err != nil {
			return nil, err
		}
		domain = own
	}
	issues, err := r.issuesValues(domain)
	if err != nil {
		return nil, err
	}
	s := &bargain.Scenario{Name: stem(domain.file), Issues: issues}
	var files []string
	for _, n := range profiles {
		p, err := r.linearAdditive(n, issues)
		if err != nil {
			return nil, err
		}
		s.Parties = append(s.Parties, p)
		files = append(files, n.file)
	}
	named(s.Parties, files)
	return s, nil
}

// issuesValues reads the issues: each has a list of values, or a range of numbers.
func (r *reader) issuesValues(domain *node) ([]bargain.Issue, error) {
	all, err := domain.need("issuesValues", table)
	if err != nil {
		return nil, err
	}
	var out []bargain.Issue
	for i, name := range all.keys {
		issue := bargain.Issue{Name: name}
		if span := all.values[i].get("range"); span != nil {
			issue.Options, err = r.rangeOf(span)
		} else {
			issue.Options, err = r.textsOf(all.values[i], "values")
		}
		if err != nil {
			return nil, err
		}
		out = append(out, issue)
	}
	return out, settle(all.file, all.line, out)
}

// textsOf is the values of a list under a key.
func (r *reader) textsOf(n *node, key string) ([]string, error) {
	values, err := n.need(key, list)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, v := range values.values {
		if err := v.is("an option", scalar); err != nil {
			return nil, err
		}
		out = append(out, v.text)
	}
	if name, twice := repeated(out); twice {
		return nil, values.errorf("rename one", "the option %q stands twice", name)
	}
	return out, r.spend(n.file, n.line, len(out))
}

func (r *reader) rangeOf(n *node) ([]string, error) {
	var ends [3]*big.Rat
	for i, key := range []string{"low", "high", "step"} {
		x, err := n.numberOf(key, nil)
		if err != nil {
			return nil, err
		}
		ends[i] = x
	}
	return r.steps(n.file, n.line, ends[0], ends[1], ends[2])
}

func (r *reader) linearAdditive(n *node, issues []bargain.Issue) (bargain.Party, error) {
	p := r.profile(n.file, n.line)
	utilities, err := n.need("issueUtilities", table)
	if err != nil {
		return p.party, err
	}
	weights, err := n.need("issueWeights", table)
	if err != nil {
		return p.party, err
	}
	if err := covers(issues, utilities, weights); err != nil {
		return p.party, err
	}
	for _, issue := range issues {
		s, err := valueUtilities(utilities.get(issue.Name), issue)
		if err != nil {
			return p.party, err
		}
		w, err := weights.get(issue.Name).number()
		if err != nil {
			return p.party, err
		}
		if err := p.weigh(issue, w, s); err != nil {
			return p.party, err
		}
	}
	if bid := n.get("reservationBid"); bid != nil && bid.kind == table {
		if p.party.Reservation, err = p.worth(bid, issues); err != nil {
			return p.party, err
		}
	}
	return p.finish(), nil
}

// covers refuses maps that do not have the issues of the domain as keys.
func covers(issues []bargain.Issue, maps ...*node) error {
	for _, m := range maps {
		known := map[string]bool{}
		for _, issue := range issues {
			known[issue.Name] = true
			if !m.has(issue.Name) {
				return m.errorf("add it", "issue %q of the domain is missing", issue.Name)
			}
		}
		for i, key := range m.keys {
			if !known[key] {
				return m.values[i].errorf("name the issues as the domain does", "the domain has no issue %q", key)
			}
		}
	}
	return nil
}

// valueUtilities is the utilities of an issue: one for each value, or a line between two.
func valueUtilities(n *node, issue bargain.Issue) (scale, error) {
	if line := n.get("numberutils"); line != nil {
		return numberUtilities(line, issue)
	}
	inner, err := n.need("discreteutils", table)
	if err != nil {
		return scale{}, err
	}
	values, err := inner.need("valueUtilities", table)
	if err != nil {
		return scale{}, err
	}
	return values.scale()
}

// scale is the numbers in a map of options.
func (n *node) scale() (scale, error) {
	s := scale{line: n.line, names: n.keys}
	for _, v := range n.values {
		x, err := v.number()
		if err != nil {
			return s, err
		}
		s.values = append(s.values, x)
	}
	return s, nil
}

func numberUtilities(n *node, issue bargain.Issue) (scale, error) {
	s := scale{line: n.line, names: issue.Options}
	var ends [4]*big.Rat
	for i, key := range []string{"lowValue", "lowUtility", "highValue", "highUtility"} {
		x, err := n.numberOf(key, nil)
		if err != nil {
			return s, err
		}
		ends[i] = x
	}
	run := new(big.Rat).Sub(ends[2], ends[0])
	if run.Sign() <= 0 {
		return s, n.errorf("give a high value above the low one", "the values of %q rise from no range", issue.Name)
	}
	slope := new(big.Rat).Sub(ends[3], ends[1])
	slope.Quo(slope, run)
	for _, name := range issue.Options {
		x, ok := Number(name)
		if !ok {
			return s, n.errorf("use discreteutils", "option %q of issue %q is no number", short(name), issue.Name)
		}
		y := times(slope, x.Sub(x, ends[0]))
		s.values = append(s.values, y.Add(y, ends[1]))
	}
	return s, nil
}

// worth is the utility of a bid; an issue that it leaves open counts nothing.
func (p *profile) worth(bid *node, issues []bargain.Issue) (*big.Rat, error) {
	values, err := bid.need("issuevalues", table)
	if err != nil {
		return nil, err
	}
	sum := new(big.Rat)
	at := places(namesOf(issues))
	for k, name := range values.keys {
		i, known := at.exact[name]
		o, ok := 0, false
		if known {
			o, ok = places(issues[i].Options).find(values.values[k].text)
		}
		if !ok {
			return nil, values.values[k].errorf("use issues and options of the domain", "the reservation bid takes %q for %q", short(values.values[k].text), name)
		}
		sum.Add(sum, p.party.Scores[i][o].Low)
	}
	return sum, nil
}
