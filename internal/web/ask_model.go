package web

import (
	"slices"
	"sync"

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

// answers keeps what a model answered, the last few articles.
type answers struct {
	mu    sync.Mutex
	kept  map[question][]dispatch.Proposal
	order []question // the oldest first
}

// answersKept is of how many articles answers are kept.
const answersKept = 200

func newAnswers() *answers { return &answers{kept: map[question][]dispatch.Proposal{}} }

func (a *answers) put(q question, all []dispatch.Proposal) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, ok := a.kept[q]; !ok {
		a.order = append(a.order, q)
	}
	a.kept[q] = all
	if len(a.order) > answersKept {
		delete(a.kept, a.order[0])
		a.order = a.order[1:]
	}
}

func (a *answers) get(q question) ([]dispatch.Proposal, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	all, ok := a.kept[q]
	return all, ok
}

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
	for _, p := range more {
		at := slices.IndexFunc(all, func(q dispatch.Proposal) bool { return q.Sentence.Start > p.Sentence.Start })
		if at < 0 {
			at = len(all)
		}
		all = slices.Insert(all, at, p)
	}
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
