package api

import (
	"net/http"

	"parley/negotiation"
)

// ReportRead is a report with what is known of it.
type ReportRead struct {
	*negotiation.Report
	Status    negotiation.VerificationStatus
	Answered  []negotiation.Answer   // of those on whom it calls
	SameEvent []negotiation.ReportID // other reports of the same event
	Called    []negotiation.Called   // designations, and who disputes them
}

// ReportClosely is one report with what takes longer to find out.
type ReportClosely struct {
	ReportRead
	Resembles []negotiation.Copied // revisions that your party holds, the most alike first
}

var ofParty = Parameter{Name: "party", About: "the short name of a party", Required: true}

func reportRead(v *negotiation.View, r *negotiation.Report) ReportRead {
	out := ReportRead{Report: r, Status: r.Status(), Answered: v.AnswersTo(r), Called: v.Called(r)}
	for _, x := range v.SameEvent(r.ID) {
		out.SameEvent = append(out.SameEvent, x.ID)
	}
	return out
}

func readReports(v *negotiation.View, r *http.Request) (any, error) {
	out := []ReportRead{}
	for _, x := range v.Reports() {
		given := func(name, is string) bool { return r.FormValue(name) == "" || r.FormValue(name) == is }
		if given("genre", string(x.Genre)) && given("status", string(x.Status())) && given("party", string(x.Speaker.Party)) {
			out = append(out, reportRead(v, x))
		}
	}
	return out, nil
}

func readUnanswered(v *negotiation.View, _ *http.Request) (any, error) {
	out := []ReportRead{}
	for _, x := range v.Unanswered() {
		out = append(out, reportRead(v, x))
	}
	return out, nil
}

func readReport(v *negotiation.View, r *http.Request) (any, error) {
	x, err := v.Report(negotiation.ReportID(r.PathValue("report")))
	if err != nil {
		return nil, err
	}
	return ReportClosely{reportRead(v, x), v.Resembles(x)}, nil
}

func readInsideOutside(v *negotiation.View, r *http.Request) (any, error) {
	p := negotiation.PartyID(r.FormValue("party"))
	if v.Party(p) == nil {
		return nil, missing("party", string(p))
	}
	return append([]negotiation.Moment{}, v.InsideOutside(p, negotiation.IssueID(r.FormValue("issue")))...), nil
}
