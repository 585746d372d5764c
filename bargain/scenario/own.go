package scenario

import (
	_ "embed"
	"math/big"

	"parley/bargain"
)

// Schema describes Parley's own JSON (JSON Schema, draft 2020-12).
//
//go:embed scenario.schema.json
var Schema string

// own reads Parley's own JSON.
func (r *reader) own(n *node) (*bargain.Scenario, error) {
	if err := n.only("$schema", "name", "issues", "parties", "forbidden"); err != nil {
		return nil, err
	}
	o := ownReader{reader: r, s: &bargain.Scenario{Name: stem(n.file)}}
	if name := n.get("name"); name != nil {
		if err := name.is("name", scalar); err != nil {
			return nil, err
		}
		o.s.Name = name.text
	}
	if err := o.issues(n); err != nil {
		return nil, err
	}
	parties, err := n.need("parties", list)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range parties.values {
		party, err := o.party(p)
		if err != nil {
			return nil, err
		}
		if seen[party.Name] {
			return nil, p.errorf("rename one", "two parties are named %q", party.Name)
		}
		seen[party.Name] = true
		o.s.Parties = append(o.s.Parties, party)
	}
	o.s.Forbidden, err = o.boxes(n, "forbidden")
	return o.s, err
}

// An ownReader knows the issues of the scenario that it reads.
type ownReader struct {
	*reader
	s       *bargain.Scenario
	at      map[string]int // issues by name
	options []index        // by issue
}

func (o *ownReader) issues(n *node) error {
	all, err := n.need("issues", list)
	if err != nil {
		return err
	}
	o.at = map[string]int{}
	for i, n := range all.values {
		name, err := n.need("name", scalar)
		if err != nil {
			return err
		}
		if err := n.only("name", "options"); err != nil {
			return err
		}
		options, err := o.textsOf(n, "options")
		if err != nil {
			return err
		}
		o.at[name.text] = i
		o.options = append(o.options, places(options))
		o.s.Issues = append(o.s.Issues, bargain.Issue{Name: name.text, Options: options})
	}
	return settle(all.file, all.line, o.s.Issues)
}

func (o *ownReader) party(n *node) (bargain.Party, error) {
	p := bargain.Party{Scores: make([][]bargain.Score, len(o.s.Issues))}
	name, err := n.need("name", scalar)
	if err != nil {
		return p, err
	}
	p.Name = name.text
	if err := n.only("name", "base", "scores", "rankings", "bonuses", "reservation", "redLines"); err != nil {
		return p, err
	}
	for key, to := range map[string]**big.Rat{"base": &p.Base, "reservation": &p.Reservation} {
		if !n.has(key) {
			continue
		}
		if *to, err = n.get(key).number(); err != nil {
			return p, err
		}
	}
	if err := o.scores(n, &p); err != nil {
		return p, err
	}
	if err := o.rankings(n, &p); err != nil {
		return p, err
	}
	if err := o.bonuses(n, &p); err != nil {
		return p, err
	}
	p.RedLines, err = o.boxes(n, "redLines")
	return p, err
}

// optional is what stands under a key, nil if nothing does.
func (n *node) optional(key string, kind nodeKind) (*node, error) {
	v := n.get(key)
	if v == nil {
		return &node{}, nil
	}
	return v, v.is(key, kind)
}

// issue is the number of the issue that has a name.
func (o *ownReader) issue(name string, at *node) (int, error) {
	i, ok := o.at[name]
	if !ok {
		return 0, at.errorf("name an issue of the list \"issues\"", "there is no issue %q", name)
	}
	return i, nil
}

// option is the number of an issue's option.
func (o *ownReader) option(issue int, name string, at *node) (int, error) {
	i, ok := o.options[issue].exact[name]
	if !ok {
		return 0, at.errorf("name one of its options", "issue %q has no option %q", o.s.Issues[issue].Name, name)
	}
	return i, nil
}

func (o *ownReader) scores(n *node, p *bargain.Party) error {
	all, err := n.optional("scores", table)
	if err != nil {
		return err
	}
	for k, name := range all.keys {
		i, err := o.issue(name, all.values[k])
		if err != nil {
			return err
		}
		if p.Scores[i], err = o.scoresOf(all.values[k], i); err != nil {
			return err
		}
	}
	return nil
}

func (o *ownReader) scoresOf(n *node, issue int) ([]bargain.Score, error) {
	if err := n.is(o.s.Issues[issue].Name, table); err != nil {
		return nil, err
	}
	options := o.s.Issues[issue].Options
	if err := o.spend(n.file, n.line, len(options)); err != nil {
		return nil, err
	}
	out := make([]bargain.Score, len(options))
	for k, name := range n.keys {
		i, err := o.option(issue, name, n.values[k])
		if err != nil {
			return nil, err
		}
		if out[i], err = n.values[k].score(); err != nil {
			return nil, err
		}
	}
	for i, s := range out {
		if s.Low == nil {
			return nil, n.errorf("score each option, or leave the issue out if it counts for nothing", "option %q of issue %q has no score", options[i], o.s.Issues[issue].Name)
		}
	}
	return out, nil
}

// score is a number, or an interval in a list.
func (n *node) score() (bargain.Score, error) {
	if n.kind == scalar {
		x, err := n.number()
		return bargain.Points(x), err
	}
	low, high, err := n.ends()
	if err == nil && low.Cmp(high) > 0 {
		err = n.errorf("write the lower end first", "the interval from %s to %s is empty", short(Decimal(low)), short(Decimal(high)))
	}
	return bargain.Score{Low: low, High: high}, err
}

func (o *ownReader) rankings(n *node, p *bargain.Party) error {
	all, err := n.optional("rankings", list)
	if err != nil {
		return err
	}
	for _, n := range all.values {
		r, err := o.ranking(n)
		if err != nil {
			return err
		}
		p.Rankings = append(p.Rankings, r)
	}
	return nil
}

func (o *ownReader) ranking(n *node) (bargain.Ranking, error) {
	var r bargain.Ranking
	name, err := n.need("issue", scalar)
	if err != nil {
		return r, err
	}
	if err := n.only("issue", "best", "top"); err != nil {
		return r, err
	}
	if r.Issue, err = o.issue(name.text, name); err != nil {
		return r, err
	}
	if r.Top, err = n.numberOf("top", nil); err != nil {
		return r, err
	}
	groups, err := n.need("best", list)
	if err != nil {
		return r, err
	}
	for _, g := range groups.values {
		options, err := o.optionsOf(r.Issue, g)
		if err != nil {
			return r, err
		}
		r.Best = append(r.Best, options)
	}
	return r, nil
}

// optionsOf is a list of an issue's options.
func (o *ownReader) optionsOf(issue int, n *node) ([]int, error) {
	if err := n.is("the options", list); err != nil {
		return nil, err
	}
	var out []int
	for _, v := range n.values {
		i, err := o.option(issue, v.text, v)
		if err != nil {
			return nil, err
		}
		out = append(out, i)
	}
	return out, o.spend(n.file, n.line, len(out))
}

func (o *ownReader) bonuses(n *node, p *bargain.Party) error {
	all, err := n.optional("bonuses", list)
	if err != nil {
		return err
	}
	for _, n := range all.values {
		box, err := n.need("if", table)
		if err != nil {
			return err
		}
		if err := n.only("if", "score"); err != nil {
			return err
		}
		var b bargain.Bonus
		if b.Box, err = o.box(box); err != nil {
			return err
		}
		if b.Score, err = n.numberOf("score", nil); err != nil {
			return err
		}
		p.Bonuses = append(p.Bonuses, b)
	}
	return nil
}

func (o *ownReader) boxes(n *node, key string) ([]bargain.Box, error) {
	all, err := n.optional(key, list)
	if err != nil {
		return nil, err
	}
	var out []bargain.Box
	for _, n := range all.values {
		b, err := o.box(n)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// box is a combination: a map from issues to lists of options.
func (o *ownReader) box(n *node) (bargain.Box, error) {
	if err := n.is("a combination", table); err != nil {
		return nil, err
	}
	var out bargain.Box
	for k, name := range n.keys {
		i, err := o.issue(name, n.values[k])
		if err != nil {
			return nil, err
		}
		options, err := o.optionsOf(i, n.values[k])
		if err != nil {
			return nil, err
		}
		out = append(out, bargain.Side{Issue: i, Options: options})
	}
	return out, nil
}
