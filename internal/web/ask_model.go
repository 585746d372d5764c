package web

import (
	"cmp"
	"slices"

	"parley/internal/dispatch"
	"parley/negotiation"
)

// The operator may name a language model that members can ask for more than the rules
// find in an article. What it answers is marked, and waits like everything else for a
// person. It is remembered for the delegation that asked, until the server ends.

// question is who asked about which article.
type question struct {
	negotiation negotiation.ID
	party       negotiation.PartyID
	article     negotiation.ReportID
}

// answersKept is of how many articles the model's answers are kept.
const answersKept = 200

func (v *visit) question(a article) question {
	return question{v.ID, v.Me.Party, a.report.ID}
}

// proposals are what the rules find in an article, with what the model was asked for.
func (v *visit) proposals(a article) (all []dispatch.Proposal, asked bool, err error) {
	all, err = dispatch.Propose(v.r.Context(), a.read, dispatch.Options{Dictionary: v.dictionary()})
	if err != nil {
		return nil, false, err
	}
	more, asked := v.site.answers.get(v.question(a))
	all = append(all, more...)
	slices.SortStableFunc(all, func(p, q dispatch.Proposal) int { return cmp.Compare(p.Sentence.Start, q.Sentence.Start) })
	return all, asked, nil
}

// askModel has the language model read an article, and goes back to the review.
func (s *site) askModel(v *visit) error {
	a, err := v.articleAsked()
	if err != nil {
		return err
	}
	if s.model == nil {
		return invalid("language model", "this server has none", "go on with what the rules find, or ask whoever runs the server")
	}
	notes := len(a.read.Notes)
	all, err := dispatch.Propose(v.r.Context(), a.read, dispatch.Options{Dictionary: v.dictionary(), Model: s.model})
	if err != nil {
		return err
	}
	if len(a.read.Notes) > notes {
		return invalid("language model", a.read.Notes[len(a.read.Notes)-1], "go on with what the rules find, or try again later")
	}
	s.answers.put(v.question(a), slices.DeleteFunc(all, func(p dispatch.Proposal) bool { return p.From == "" }))
	return v.done(v.reportPath(a.report.ID)+"/review", "asked")
}
