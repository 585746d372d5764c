package scenario

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/bargain"
)

// weighted is the preferences of a party that weighs issues and evaluates options, as
// the research tools write them.
type weighted struct {
	name        string
	issues      []weightedIssue
	reservation *big.Rat
	bonuses     []bargain.Bonus
}

type weightedIssue struct {
	name    string
	weight  *big.Rat
	options []evaluated
	where   *node
}

type evaluated struct {
	name  string
	value *big.Rat
}

// join makes a scenario of profiles; issues and their options are those of the domain,
// or of the first profile if it is nil. Profiles name issues, unless by is set: then
// they go by their order.
func (r *reader) join(domain []bargain.Issue, profiles []weighted, byOrder bool) (*bargain.Scenario, error) {
	s := &bargain.Scenario{Issues: domain}
	if domain == nil {
		for _, issue := range profiles[0].issues {
			i := bargain.Issue{Name: issue.name}
			for _, o := range issue.options {
				i.Options = append(i.Options, o.name)
			}
			s.Issues = append(s.Issues, i)
		}
	}
	for n, w := range profiles {
		p := bargain.Party{Name: w.name, Reservation: w.reservation, Bonuses: w.bonuses}
		total := new(big.Rat)
		for i, issue := range s.Issues {
			at := slices.IndexFunc(w.issues, func(x weightedIssue) bool { return x.name == issue.Name })
			if byOrder {
				at = min(i, len(w.issues)-1)
			}
			if at < 0 || len(w.issues) != len(s.Issues) {
				return nil, &Error{File: r.profile(n), Msg: fmt.Sprintf("the profile does not have the issues of the domain: %q is among those that do not match", issue.Name), Hint: "name in each profile every issue of the domain, and no other"}
			}
			scores, err := r.scores(n, issue, w.issues[at])
			if err != nil {
				return nil, err
			}
			p.Scores = append(p.Scores, scores)
			total.Add(total, w.issues[at].weight)
		}
		if total.Cmp(big.NewRat(1, 1)) != 0 && len(w.issues) > 0 {
			f, _ := total.Float64()
			r.repair(r.profile(n), 1, "the weights add up to %.6g, not to 1: they are taken as they are", f)
		}
		s.Parties = append(s.Parties, p)
	}
	return s, nil
}

// profile is the name of the file of a profile: profiles are the last files.
func (r *reader) profile(n int) string { return r.files[min(n, len(r.files)-1)].Name }

// scores is the weighted values of an issue's options.
func (r *reader) scores(n int, issue bargain.Issue, w weightedIssue) ([]bargain.Score, error) {
	var out []bargain.Score
	for _, name := range issue.Options {
		at := slices.IndexFunc(w.options, func(o evaluated) bool { return o.name == name })
		if at < 0 {
			at = slices.IndexFunc(w.options, func(o evaluated) bool { return strings.TrimSpace(o.name) == strings.TrimSpace(name) })
		}
		if at < 0 {
			r.repair(r.profile(n), 1, "option %q of issue %q has no evaluation: it is taken as 0", name, issue.Name)
			out = append(out, bargain.Points(new(big.Rat)))
			continue
		}
		out = append(out, bargain.Points(times(w.weight, w.options[at].value)))
	}
	for _, o := range w.options {
		if !slices.ContainsFunc(issue.Options, func(name string) bool { return strings.TrimSpace(name) == strings.TrimSpace(o.name) }) {
			return nil, &Error{File: r.profile(n), Msg: fmt.Sprintf("issue %q has no option %q in the domain", issue.Name, o.name), Hint: "name the options as the domain does"}
		}
	}
	return out, nil
}
