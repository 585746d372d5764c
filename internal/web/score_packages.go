package web

import (
	"fmt"
	"net/http"
	"strings"

	"parley/negotiation"
)

// ScorePage is where a party says in private what the options are worth to it.
type ScorePage struct {
	Page        Page
	Party       string
	Points      []ScorePoint
	Apart       []string
	Reservation negotiation.Amount
	Numbers     bool   // the mediator sees them
	Saved       string // when and by whom; "": nothing is
	Doubts      []string
	Pairs       []ScorePair
	Weights     string // what they add up to; "": some are missing
}

// ScorePoint is a point with its weight.
type ScorePoint struct {
	ID     negotiation.PointID
	Weight negotiation.Amount
	PackagePoint
	Rows []ScoreOption
}

// ScoreOption is an option with its value.
type ScoreOption struct {
	ID  negotiation.OptionID
	Key string // of its fields
	PackageOption
	Value, Low, High negotiation.Amount
	Refused          bool
}

// ScorePair is two packages that the party is asked to compare.
type ScorePair struct {
	Nr                    int
	First, Second         string // as fields have them
	FirstSays, SecondSays []string
	Answers               []Choice
}

// showScores shows a party what it said, and what in it does not go together.
func (s *site) showScores(v *visit) error {
	b, x := v.Bargain(), v.MyScores()
	page := ScorePage{Page: v.page("Packages", "packages"), Party: v.sponsor(v.Me.Party).Name, Apart: v.apart(b)}
	points := v.packagePoints(b)
	for i, p := range b.Points {
		row := ScorePoint{ID: p.ID, Weight: x.Weight(p.ID), PackagePoint: points[i]}
		for j, o := range p.Options {
			option := ScoreOption{ID: o.ID, Key: string(p.ID) + "." + string(o.ID), PackageOption: points[i].Options[j]}
			if said := x.Of(p.ID, o.ID); said != nil {
				option.Value, option.Low, option.High, option.Refused = said.Value, said.Low, said.High, said.Refused
			}
			row.Rows = append(row.Rows, option)
		}
		page.Points = append(page.Points, row)
	}
	if x != nil {
		page.Reservation, page.Numbers = x.Reservation, x.Disclosure == negotiation.ShowNumbers
		page.Saved = "Saved on " + day(x.At) + " by " + v.memberName(x.By) + "."
		page.Pairs = v.scorePairs(b)
		var err error
		if page.Doubts, err = v.Inconsistencies(v.r.Context()); err != nil {
			return err
		}
	}
	s.show(v.w, v.r, http.StatusOK, "score", page)
	return nil
}

func (v *visit) scorePairs(b *negotiation.Bargain) []ScorePair {
	var out []ScorePair
	for i, c := range v.Comparisons() {
		pair := ScorePair{Nr: i + 1, First: c.First.String(), Second: c.Second.String(), FirstSays: chosen(b, c.First, c.Second), SecondSays: chosen(b, c.Second, c.First)}
		for _, a := range []Choice{{Value: "first", Name: "A is better"}, {Value: "second", Name: "B is better"}, {Value: "equal", Name: "As good as each other"}, {Value: "", Name: "We cannot say"}} {
			a.On = a.Value == string(c.Better)
			pair.Answers = append(pair.Answers, a)
		}
		out = append(out, pair)
	}
	return out
}

// scorePackages records what a party says, or takes it back.
func (s *site) scorePackages(v *visit) error {
	b := v.Bargain()
	if b == nil {
		return missing("packages")
	}
	if v.r.PostFormValue("withdraw") != "" {
		if err := v.do(negotiation.Score{}); err != nil {
			return err
		}
		seeOther(v, v.path+"/packages?done=unscored")
		return nil
	}
	c := negotiation.Score{Disclosure: negotiation.Disclosure(v.r.PostFormValue("disclosure")), Reservation: v.amount("reservation")}
	for _, p := range b.Points {
		score := negotiation.PointScore{Point: p.ID, Weight: v.amount("weight." + string(p.ID))}
		for _, o := range p.Options {
			score.Options = append(score.Options, v.scoredOption(p.ID, o.ID))
		}
		c.Points = append(c.Points, score)
	}
	for i := 1; v.r.PostForm.Has(fmt.Sprintf("first.%d", i)); i++ {
		if err := v.compared(i, &c); err != nil {
			return err
		}
	}
	if err := v.do(c); err != nil {
		return err
	}
	seeOther(v, v.path+"/packages?done=scored")
	return nil
}

// amount reads a number as people write it.
func (v *visit) amount(field string) negotiation.Amount {
	return negotiation.Amount(strings.Replace(strings.TrimSpace(v.r.PostFormValue(field)), ",", ".", 1))
}

func (v *visit) scoredOption(p negotiation.PointID, o negotiation.OptionID) negotiation.OptionScore {
	key := string(p) + "." + string(o)
	out := negotiation.OptionScore{
		Option: o, Value: v.amount("value." + key), Low: v.amount("low." + key), High: v.amount("high." + key), Refused: v.r.PostFormValue("refused."+key) != "",
	}
	if out.Low != "" && out.High != "" {
		out.Value = "" // who gives a range is not sure of the number
	}
	return out
}

func (v *visit) compared(i int, c *negotiation.Score) error {
	answer := v.r.PostFormValue(fmt.Sprintf("better.%d", i))
	if answer == "" {
		return nil
	}
	first, err := negotiation.ParsePackage(v.r.PostFormValue(fmt.Sprintf("first.%d", i)))
	if err != nil {
		return err
	}
	second, err := negotiation.ParsePackage(v.r.PostFormValue(fmt.Sprintf("second.%d", i)))
	if err != nil {
		return err
	}
	c.Comparisons = append(c.Comparisons, negotiation.Comparison{First: first, Second: second, Better: negotiation.Preference(answer)})
	return nil
}
