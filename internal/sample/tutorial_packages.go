package sample

import (
	"fmt"
	"slices"
	"strings"

	"parley/negotiation"
	"parley/text"
)

// bargainSarran draws up what the three States bargain over, and has each of them score
// it: the river's water against its peace. Brennland's confidential amendment is not
// offered.
func bargainSarran(s *script) {
	t := s.current(TutorialMediator).Text
	if s.err != nil {
		return
	}
	find := func(words string) []text.ID {
		p, err := holding(t, words)
		if err != nil {
			s.err = err
			return nil
		}
		return []text.ID{p.ID}
	}
	amendment := func(by negotiation.PartyID, words string) []negotiation.AmendmentID {
		return []negotiation.AmendmentID{s.amendmentOf(by, words)}
	}
	swapped := func(words, old, new string) string {
		p, err := holding(t, words)
		if err != nil {
			s.err = err
			return ""
		}
		return strings.Replace(p.Words, old, new, 1)
	}
	points := []negotiation.Point{
		{ID: "zone", Name: "Zone without reinforcements", Provisions: find("within 30 kilometres of either bank"), Options: []negotiation.Option{
			{ID: "20-km", Name: "20 km", Amendments: amendment("BR", "20")}, {ID: "30-km", Name: "30 km", Base: true}, {ID: "50-km", Name: "50 km", Amendments: slices.Concat(amendment("AL", "50"), amendment("CA", "50"))}}},
		{ID: "release", Name: "Release from the Velin Dam", Provisions: find("not less than 250 cubic metres"), Options: []negotiation.Option{
			{ID: "220", Name: "220 m³/s", Amendments: amendment("BR", "220")}, {ID: "250", Name: "250 m³/s", Base: true}, {ID: "average", Name: "250 m³/s on average, never under 220", Amendments: amendment("CG", "average")}, {ID: "280", Name: "280 m³/s at the border", Amendments: amendment("CA", "280")}}},
		{ID: "amnesty", Name: "Amnesty", Provisions: find("except for crimes under international law"), Options: []negotiation.Option{
			{ID: "as-it-is", Name: "As it is", Base: true}, {ID: "waterworks", Name: "Not for attacks on waterworks", Amendments: amendment("CA", "waterworks")}}},
		{ID: "tolls", Name: "Tolls on the river", Provisions: find("No tolls shall be levied"), Options: []negotiation.Option{
			{ID: "2030", Name: "None before 2030", Base: true}, {ID: "2035", Name: "None before 2035", Amendments: amendment("AL", "2035")}}},
		{ID: "costs", Name: "Costs of the Commission", Provisions: find("in equal shares"), Options: []negotiation.Option{
			{ID: "equal", Name: "Equal shares", Base: true}, {ID: "allocation", Name: "By allocation of water", Words: swapped("in equal shares", "in equal shares", "in proportion to the allocation in Annex I")}}},
		{ID: "duration", Name: "Duration", Provisions: find("twenty-five years"), Options: []negotiation.Option{
			{ID: "25-years", Name: "25 years", Base: true}, {ID: "20-years", Name: "20 years", Words: swapped("twenty-five years", "twenty-five years", "twenty years")}}},
	}
	s.do(TutorialMediator, negotiation.DrawUp{Points: points})
	score := func(by negotiation.MemberID, how negotiation.Disclosure, reservation negotiation.Amount, rows ...string) {
		c := negotiation.Score{Disclosure: how, Reservation: reservation}
		for i, row := range rows {
			numbers := strings.Fields(row)
			p := negotiation.PointScore{Point: points[i].ID, Weight: negotiation.Amount(numbers[0])}
			for j, o := range points[i].Options {
				value, refused := strings.CutSuffix(numbers[j+1], "!")
				p.Options = append(p.Options, negotiation.OptionScore{Option: o.ID, Value: negotiation.Amount(value), Refused: refused})
			}
			c.Points = append(c.Points, p)
		}
		s.do(by, c)
	}
	// weight, then the options; ! is a red line
	score("aldoria", negotiation.ShowNumbers, "35", "36 0 30 100", "7 100 70 70 0", "3 100 0", "26 0 100", "19 0 100", "9 0 100")
	score("brennland", negotiation.ShowNumbers, "40", "13 100 60 0", "47 100 50 70 0!", "10 100 0", "4 100 0", "16 100 0", "10 0 100")
	score("carsa", negotiation.ShowNumbers, "42", "18 0 65 100", "35 0! 65 40 100", "21 0 100", "3 0 100", "7 0 100", "16 100 0")
}

// amendmentOf is the pending amendment of a party that everyone sees and that has the
// words.
func (s *script) amendmentOf(by negotiation.PartyID, words string) negotiation.AmendmentID {
	v, err := s.desk.View(s.ctx, s.id, TutorialMediator)
	if err != nil {
		s.err = err
		return ""
	}
	for _, p := range v.Offerable() {
		for _, c := range p.Now.Changes {
			if p.Party == by && strings.Contains(c.New, words) {
				return p.ID
			}
		}
	}
	s.err = fmt.Errorf("%s has no amendment with %q", by, words)
	return ""
}
