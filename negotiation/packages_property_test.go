package negotiation_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parley/bargain"
	"parley/negotiation"
)

// bargained is a random history in which several parties score several points.
type bargained struct {
	*chaos
	scorers []negotiation.PartyID
	given   map[negotiation.PartyID]negotiation.Score
}

// playBargain draws a history up to the scores, which are still to be given.
func playBargain(t *testing.T, r *rapid.T) *bargained {
	b := &bargained{chaos: playChaos(t, r), scorers: []negotiation.PartyID{"UA", "RU", "TR", "CoW"}, given: map[negotiation.PartyID]negotiation.Score{}}
	up := negotiation.DrawUp{Scoring: b.scorers[2:]}
	for i := range rapid.IntRange(2, 4).Draw(r, "points") {
		p := negotiation.Point{ID: negotiation.PointID(fmt.Sprintf("p%d", i)), Name: fmt.Sprintf("Point %d", i)}
		for o := range rapid.IntRange(2, 3).Draw(r, "options") {
			p.Options = append(p.Options, negotiation.Option{ID: negotiation.OptionID(fmt.Sprintf("o%d", o)), Name: fmt.Sprintf("Option %d", o)})
		}
		up.Points = append(up.Points, p)
	}
	if rapid.Bool().Draw(r, "forbidden") {
		up.Forbidden = []negotiation.Combination{{Options: negotiation.Package{"p0": "o0", "p1": "o1"}}}
	}
	b.must("m", up)
	for _, p := range b.scorers {
		b.must("m", negotiation.GiveMandate{Member: memberOf(p), Mandate: negotiation.Mandate{From: "the capital"}})
		if rapid.IntRange(0, 4).Draw(r, "scores") > 0 {
			b.given[p] = b.random(fmt.Sprint(p))
		}
	}
	return b
}

// random is scores of what is bargained over, some of them missing.
func (b *bargained) random(label string) negotiation.Score {
	out := negotiation.Score{Disclosure: rapid.SampledFrom([]negotiation.Disclosure{negotiation.ShowNumbers, negotiation.ShowPackages}).Draw(b.T, label+" discloses")}
	amount := func() negotiation.Amount { // each another one, so that whose it is can be told
		b.next++
		return negotiation.Amount(fmt.Sprintf("%d.%05d1", rapid.IntRange(0, 99).Draw(b.T, "whole"), b.next))
	}
	for _, p := range b.state.Bargain.Points {
		s := negotiation.PointScore{Point: p.ID, Weight: amount()}
		for _, o := range p.Options {
			s.Options = append(s.Options, negotiation.OptionScore{Option: o.ID, Value: amount(), Refused: rapid.IntRange(0, 9).Draw(b.T, "refused") == 0})
		}
		out.Points = append(out.Points, s)
	}
	if rapid.Bool().Draw(b.T, "reservation") {
		out.Reservation = amount()
	}
	return out
}

// with is the state after all scores are given, those of one party replaced.
func (b *bargained) with(other negotiation.PartyID, score negotiation.Score) negotiation.State {
	s, at := b.state, b.at
	for _, p := range b.scorers {
		c, scores := b.given[p]
		if p == other {
			c, scores = score, true
		}
		if !scores {
			continue
		}
		at = at.Add(time.Minute)
		entries, err := negotiation.Decide(s, memberOf(p), c, at)
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range entries {
			s = negotiation.Apply(s, e)
		}
	}
	return s
}

// told is all that a party can have: what it sees, what it is told of its own scores,
// and what it is told of all, if it is.
func (b *bargained) told(s negotiation.State, p negotiation.PartyID) string {
	v := lookAs(b.T, s, p)
	says, err := v.Inconsistencies(b.tb.Context())
	a, refused := v.Analyse(b.tb.Context(), negotiation.Question{}, bargain.Limits{})
	if p == "M" {
		a = nil
	}
	return shownBy(b.T, v) + dump(v.MyScores()) + fmt.Sprint(says, err, v.Comparisons(), v.Scores(), refused) + dump(a)
}

func TestI14_NothingThatAPartyIsShownDependsOnAnothersNumbers(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := playBargain(t, r)
		other := rapid.SampledFrom(b.scorers).Draw(r, "other")
		if _, ok := b.given[other]; !ok {
			b.given[other] = b.random("one")
		}
		changed := b.random("two")
		changed.Disclosure = b.given[other].Disclosure
		one, two := b.with("", negotiation.Score{}), b.with(other, changed)
		for _, p := range table8 {
			if slices.Contains(readers(other, only()), p) || p == "M" && changed.Disclosure == negotiation.ShowNumbers {
				continue
			}
			if was, is := b.told(one, p), b.told(two, p); was != is {
				r.Fatalf("%s is shown something else when %s has other numbers:\n%s\n---\n%s", p, other, was, is)
			}
		}
	})
}

// keeper makes one party keep its numbers back and has all score.
func (b *bargained) keeper() negotiation.PartyID {
	keeper := rapid.SampledFrom(b.scorers).Draw(b.T, "keeper")
	for _, p := range b.scorers {
		if _, ok := b.given[p]; !ok {
			b.given[p] = b.random(string(p))
		}
	}
	c := b.given[keeper]
	c.Disclosure = negotiation.ShowPackages
	b.given[keeper] = c
	return keeper
}

func (b *bargained) analysed(s negotiation.State, q negotiation.Question) *negotiation.Analysis {
	a, err := lookAs(b.T, s, "M").Analyse(b.tb.Context(), q, bargain.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	return a
}

func written(r *rapid.T, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		r.Fatal(err)
	}
	return string(data)
}

func TestI14_TheMediatorIsToldNoNumberOfAPartyThatKeepsThemBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := playBargain(t, r)
		keeper := b.keeper()
		s := b.with("", negotiation.Score{})
		a := b.analysed(s, negotiation.Question{})
		page := written(r, a) + shown(r, s, "M")
		if !slices.IsSortedFunc(a.Frontier, func(x, y negotiation.Valued) int { return strings.Compare(x.Package.String(), y.Package.String()) }) {
			r.Fatalf("the order of the list tells what %s prefers", keeper)
		}
		told := decimal.FindAllString(page, -1)
		for _, n := range b.numbersOf(keeper) {
			if slices.Contains(told, n) {
				r.Fatalf("the mediator is told %s of %s:\n%s", n, keeper, page)
			}
		}
		if strings.Contains(written(r, a), fmt.Sprintf(`{"Party":%q,"Points"`, keeper)) {
			r.Fatalf("something of %s has a number", keeper)
		}
	})
}

var decimal = regexp.MustCompile(`[0-9]+\.[0-9]+`)

// numbersOf is every number of a party, and what packages are worth to it.
func (b *bargained) numbersOf(p negotiation.PartyID) []string {
	c := b.given[p]
	out := []string{string(c.Reservation)}
	for _, x := range c.Points {
		out = append(out, string(x.Weight))
		for _, o := range x.Options {
			out = append(out, string(o.Value))
		}
	}
	shows := c
	shows.Disclosure = negotiation.ShowNumbers
	open := b.with(p, shows)
	a := b.analysed(open, negotiation.Question{})
	for _, o := range append(a.Frontier, a.Balance.Package, a.Balance.Against) {
		for _, w := range o.Worth {
			if w.Party == p {
				out = append(out, string(w.Points))
			}
		}
	}
	return slices.DeleteFunc(out, func(n string) bool { return !strings.Contains(n, ".") })
}

// Numbers on another scale say the same of packages. Rules that do not compare points
// between parties choose the same, and so whatever is told of a party that keeps its
// numbers back must be the same.
func TestI14_WhatTheMediatorIsToldOfKeptNumbersIsWhatTheySayOfPackages(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := playBargain(t, r)
		keeper := b.keeper()
		c := b.given[keeper]
		c.Points = slices.Clone(c.Points)
		double := func(a negotiation.Amount) negotiation.Amount {
			x := ratOf(string(a))
			return negotiation.Amount(x.Add(x, x).FloatString(6))
		}
		for i := range c.Points {
			if ratOf(string(c.Points[i].Weight)).Cmp(ratOf("50")) > 0 {
				c.Points[i].Weight = "49.9999"
			}
		}
		b.given[keeper] = c
		big := c
		big.Points = slices.Clone(c.Points)
		for i := range big.Points {
			big.Points[i].Weight = double(c.Points[i].Weight)
		}
		if big.Reservation != "" {
			big.Reservation = double(c.Reservation)
		}
		q := negotiation.Question{Package: negotiation.Package{}, Against: b.state.Bargain.Base()}
		for _, p := range b.state.Bargain.Points {
			q.Package[p.ID] = p.Options[len(p.Options)-1].ID
		}
		one, two := b.analysed(b.with("", negotiation.Score{}), q), b.analysed(b.with(keeper, big), q)
		for _, a := range []*negotiation.Analysis{one, two} {
			a.Solutions = a.Solutions[:min(2, len(a.Solutions))] // nash, ks
		}
		if was, is := written(r, one), written(r, two); was != is {
			r.Fatalf("%s on another scale:\n%s\n%s", keeper, was, is)
		}
	})
}
