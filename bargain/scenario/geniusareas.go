package scenario

import (
	"math/big"

	"parley/bargain"
)

// areas reads a sum over hyper-rectangles, divided by the greatest utility that the file
// names.
func (g *geniusReader) areas(p *profile, e *element, areas []*element) (bargain.Party, error) {
	p.party.Base = new(big.Rat)
	p.party.Scores = make([][]bargain.Score, len(g.issues))
	if len(areas) > 1 || len(e.all("weight")) > 0 {
		return p.party, areas[0].errorf("keep one of them", "the profile weighs issues and has hyper-rectangles, or has these twice")
	}
	share := big.NewRat(1, 1)
	if _, ok := areas[0].attrs["maxutility"]; ok {
		most, err := areas[0].number("maxutility")
		if err != nil {
			return p.party, err
		}
		if most.Sign() > 0 {
			share = most.Inv(most)
		}
	}
	for n, f := range areas[0].all("ufun") {
		if n > 0 {
			return p.party, f.errorf("put both into one that sums", "a second ufun stands here")
		}
		if w, ok := f.attrs["weight"]; ok && meant(w) != "1" {
			return p.party, f.errorf("write 1: tools read it differently", "the outermost ufun has the weight %s", w)
		}
		if err := g.sum(p, f, share); err != nil {
			return p.party, err
		}
	}
	return p.party, nil
}

// sum adds a ufun's hyper-rectangles and inner ufuns.
func (g *geniusReader) sum(p *profile, f *element, share *big.Rat) error {
	if how, ok := f.attrs["aggregation"]; ok && how != "sum" && how != "SUM" {
		return f.errorf("only sums can be read", "the ufun aggregates by %q", how)
	}
	for _, c := range f.children {
		weight := share
		if _, ok := c.attrs["weight"]; ok {
			w, err := c.number("weight")
			if err != nil {
				return err
			}
			weight = times(share, w)
		}
		var err error
		switch c.name {
		case "ufun":
			err = g.sum(p, c, weight)
		case "hyperRectangle":
			err = g.area(p, c, weight)
		default:
			err = c.errorf("remove it", "<%s> means nothing here", c.name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// area adds a hyper-rectangle: its utility counts within its bounds, or outside if they
// exclude.
func (g *geniusReader) area(p *profile, e *element, share *big.Rat) error {
	attr := "utility"
	if _, ok := e.attrs[attr]; !ok {
		attr = "utility_function" // as NegMAS writes it
	}
	u, err := e.number(attr)
	if err != nil {
		return err
	}
	b := bargain.Bonus{Score: times(u, share)}
	outside := e.first("EXCLUDES") != nil
	for _, c := range e.children {
		if c.name != "INCLUDES" && c.name != "EXCLUDES" || (c.name == "EXCLUDES") != outside {
			return c.errorf("give a hyper-rectangle bounds that all include, or all exclude", "<%s> does not fit here", c.name)
		}
		number, err := c.whole("index")
		if err != nil {
			return err
		}
		i, ok := g.at[number]
		if !ok {
			return c.errorf("name an issue of the domain", "there is no issue %d", number)
		}
		if b.Box, err = g.bound(b.Box, i, c); err != nil {
			return err
		}
	}
	if outside {
		p.party.Base.Add(p.party.Base, b.Score)
		b.Score = new(big.Rat).Neg(b.Score)
	}
	p.party.Bonuses = append(p.party.Bonuses, b)
	return nil
}

// bound adds the bounds of an issue to a box; two of one issue both hold.
func (g *geniusReader) bound(b bargain.Box, i int, e *element) (bargain.Box, error) {
	low, err := e.number("min")
	if err != nil {
		return nil, err
	}
	high, err := e.number("max")
	if err != nil {
		return nil, err
	}
	options, err := g.within(e.file, e.line, g.issues[i], low, high)
	if err != nil {
		return nil, err
	}
	for _, side := range b {
		if side.Issue == i {
			return nil, e.errorf("bound each issue once", "issue %q has two bounds", g.issues[i].Name)
		}
	}
	return append(b, bargain.Side{Issue: i, Options: options}), nil
}
