package api

import (
	"context"
	"net/http"

	"parley/bargain"
	"parley/negotiation"
)

// PackagesRead is what is bargained over, and what the member's own party says of it.
type PackagesRead struct {
	Bargain         *negotiation.Bargain
	Scores          bool // the party is one of those that score
	Mine            *negotiation.Scores
	Inconsistencies []string
	Comparisons     []negotiation.Comparison // that are worth an answer
}

func readPackages(v *negotiation.View, r *http.Request) (any, error) {
	says, err := v.Inconsistencies(r.Context())
	return PackagesRead{v.Bargain(), v.Scores(), v.MyScores(), says, v.Comparisons()}, err
}

func readAnalysis(v *negotiation.View, r *http.Request) (any, error) {
	var q negotiation.Question
	for name, into := range map[string]*negotiation.Package{"package": &q.Package, "against": &q.Against} {
		if given := r.FormValue(name); given != "" {
			var err error
			if *into, err = negotiation.ParsePackage(given); err != nil {
				return nil, err
			}
		}
	}
	ctx, cancel := context.WithTimeout(r.Context(), negotiation.AnalysisTime)
	defer cancel()
	return v.Analyse(ctx, q, bargain.Limits{Points: negotiation.AnalysisPoints})
}
