package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"unicode/utf8"

	"parley/bargain"
)

// WriteJSON writes a scenario in Parley's own JSON, from which Read gives it back. The
// error is that of Scenario.Check, or says which name or number cannot be written.
func WriteJSON(w io.Writer, s *bargain.Scenario) error {
	if err := writable(s); err != nil {
		return err
	}
	var issues, parties []any
	for _, issue := range s.Issues {
		issues = append(issues, object{{"name", issue.Name}, {"options", issue.Options}})
	}
	for i := range s.Parties {
		parties = append(parties, partyObject(s, &s.Parties[i]))
	}
	out := object{{"name", s.Name}, {"issues", issues}, {"parties", parties}}
	if len(s.Forbidden) > 0 {
		out = append(out, pair{"forbidden", boxObjects(s, s.Forbidden)})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// writable returns an error if a scenario would not come back as it is.
func writable(s *bargain.Scenario) error {
	if err := s.Check(); err != nil {
		return err
	}
	names := []string{s.Name}
	for _, issue := range s.Issues {
		names = append(append(names, issue.Name), issue.Options...)
	}
	for i := range s.Parties {
		names = append(names, s.Parties[i].Name)
		for _, x := range numbersOf(&s.Parties[i]) {
			if x != nil && len(Decimal(x)) > maxDigits {
				return fmt.Errorf("party %q has a number of more than %d digits: round it", s.Parties[i].Name, maxDigits)
			}
		}
	}
	for _, name := range names {
		if !utf8.ValidString(name) {
			return fmt.Errorf("the name %q is no UTF-8: rename it", name)
		}
	}
	return nil
}

func numbersOf(p *bargain.Party) []*big.Rat {
	out := []*big.Rat{p.Base, p.Reservation}
	for _, scores := range p.Scores {
		for _, s := range scores {
			out = append(out, s.Low, s.High)
		}
	}
	for _, r := range p.Rankings {
		out = append(out, r.Top)
	}
	for _, b := range p.Bonuses {
		out = append(out, b.Score)
	}
	return out
}

// An object is a JSON object whose keys keep their order.
type object []pair

type pair struct {
	key   string
	value any
}

// MarshalJSON writes the pairs in order.
func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, p := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := e.Encode(p.key); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := e.Encode(p.value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// numberValue is a JSON number, or a string where the number is a fraction.
func numberValue(x *big.Rat) any {
	if _, exact := x.FloatPrec(); exact {
		return json.RawMessage(Decimal(x))
	}
	return Decimal(x)
}

func partyObject(s *bargain.Scenario, p *bargain.Party) object {
	out := object{{"name", p.Name}}
	if p.Base != nil {
		out = append(out, pair{"base", numberValue(p.Base)})
	}
	var scores object
	for i, of := range p.Scores {
		if of != nil {
			scores = append(scores, pair{s.Issues[i].Name, scoresObject(s.Issues[i], of)})
		}
	}
	if scores != nil {
		out = append(out, pair{"scores", scores})
	}
	var rankings, bonuses []any
	for _, r := range p.Rankings {
		rankings = append(rankings, rankingObject(s, r))
	}
	for _, b := range p.Bonuses {
		bonuses = append(bonuses, object{{"if", boxObject(s, b.Box)}, {"score", numberValue(b.Score)}})
	}
	if rankings != nil {
		out = append(out, pair{"rankings", rankings})
	}
	if bonuses != nil {
		out = append(out, pair{"bonuses", bonuses})
	}
	if p.Reservation != nil {
		out = append(out, pair{"reservation", numberValue(p.Reservation)})
	}
	if len(p.RedLines) > 0 {
		out = append(out, pair{"redLines", boxObjects(s, p.RedLines)})
	}
	return out
}

func scoresObject(issue bargain.Issue, scores []bargain.Score) object {
	var out object
	for o, score := range scores {
		value := numberValue(score.Low)
		if !score.Exact() {
			value = []any{value, numberValue(score.High)}
		}
		out = append(out, pair{issue.Options[o], value})
	}
	return out
}

func rankingObject(s *bargain.Scenario, r bargain.Ranking) object {
	best := [][]string{}
	for _, group := range r.Best {
		best = append(best, optionNames(s.Issues[r.Issue], group))
	}
	return object{{"issue", s.Issues[r.Issue].Name}, {"best", best}, {"top", numberValue(r.Top)}}
}

func optionNames(issue bargain.Issue, options []int) []string {
	out := []string{}
	for _, o := range options {
		out = append(out, issue.Options[o])
	}
	return out
}

func boxObjects(s *bargain.Scenario, boxes []bargain.Box) []object {
	var out []object
	for _, b := range boxes {
		out = append(out, boxObject(s, b))
	}
	return out
}

func boxObject(s *bargain.Scenario, b bargain.Box) object {
	out := object{}
	for _, side := range b {
		out = append(out, pair{s.Issues[side.Issue].Name, optionNames(s.Issues[side.Issue], side.Options)})
	}
	return out
}
