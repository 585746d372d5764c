package web

import (
	"net/http"

	"parley/negotiation"
)

// InsidePage is what a party says at the table beside what it says outside.
type InsidePage struct {
	Page    Page
	Parties []Choice
	Issues  []Choice
	Party   Sponsor
	Issue   string
	Moments []MomentLine
	Differs int
}

// MomentLine is something that was said.
type MomentLine struct {
	When     string
	Outside  bool
	Says     string
	Words    string
	Hedge    string
	Status   negotiation.VerificationStatus
	Href     string
	Differs  []string
	Audience string
}

// showInside shows the timeline of a party and an issue, in two columns.
func (s *site) showInside(v *visit) error {
	page := InsidePage{Page: v.page("Inside and outside", "chronicle")}
	party, issue := negotiation.PartyID(v.r.FormValue("party")), negotiation.IssueID(v.r.FormValue("issue"))
	if party == "" {
		party = v.loudest()
	}
	if v.Party(party) == nil {
		return missing("party " + string(party))
	}
	for _, p := range v.Parties {
		page.Parties = append(page.Parties, Choice{string(p.ID), p.Name, p.ID == party})
	}
	page.Issues = []Choice{{Name: "everything"}}
	for _, i := range v.Issues() {
		page.Issues = append(page.Issues, Choice{string(i.ID), i.Name, i.ID == issue})
		if i.ID == issue {
			page.Issue = i.Name
		}
	}
	page.Party = v.sponsor(party)
	for _, m := range v.InsideOutside(party, issue) {
		page.Moments = append(page.Moments, v.momentLine(m))
		page.Differs += len(m.Differs)
	}
	s.show(v.w, v.r, http.StatusOK, "inside", page)
	return nil
}

// loudest is the party of whom most is reported, or else the first.
func (v *visit) loudest() negotiation.PartyID {
	heard := map[negotiation.PartyID]int{}
	for _, r := range v.Reports() {
		heard[r.Speaker.Party]++
	}
	best := v.Parties[0].ID
	for _, p := range v.Parties {
		if heard[p.ID] > heard[best] {
			best = p.ID
		}
	}
	return best
}

func (v *visit) momentLine(m negotiation.Moment) MomentLine {
	switch {
	case m.Report != nil:
		line := MomentLine{Outside: true, When: day(m.At), Says: v.speakerName(m.Report.Speaker), Hedge: m.Report.Hedge, Status: m.Report.Status(), Href: v.reportPath(m.Report.ID), Words: m.Report.Paraphrase}
		if m.When.Known() {
			line.When = spanWords(m.When)
		} else if m.Report.Reported.Known() {
			line.When = spanWords(m.Report.Reported)
		}
		if m.Report.Quote != "" {
			line.Words += " “" + m.Report.Quote + "”"
		}
		for _, d := range m.Differs {
			line.Differs = append(line.Differs, sentence(d))
		}
		return line
	case m.Statement != nil:
		return MomentLine{When: day(m.At), Says: "Statement, " + isolated(m.Statement.Speaker), Words: m.Statement.Words, Audience: v.audience(m.Statement.Party, m.Statement.Audience)}
	}
	says := sentence(string(m.Position.Stance) + ": " + v.subject(m.Position.On))
	if m.Withdrawn {
		says += " Withdrawn since."
	}
	return MomentLine{When: day(m.At), Says: says, Words: m.Position.Words, Audience: v.audience(m.Position.Party, m.Position.Audience)}
}
