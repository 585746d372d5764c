package negotiation_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"parley/negotiation"
)

// tryChronicle files a report, judges it and links it with another one.
func (c *chaos) tryChronicle(by negotiation.PartyID, word string, to negotiation.Audience, public string) {
	r := negotiation.Report{
		Genre: negotiation.StatementReport, Quote: word, Speaker: negotiation.Speaker{Name: word, Body: word}, Hedge: word, Calls: []negotiation.PartyID{"UA"},
		Sources: []negotiation.Source{{Name: word, Copy: word}}, Designations: []negotiation.Designation{{Words: word}},
	}
	n := len(c.state.Reports)
	if n > 0 {
		other := c.state.Reports[rapid.IntRange(0, n-1).Draw(c.T, "other")]
		if rapid.Bool().Draw(c.T, "answers") {
			r.Answers = other.ID // refused unless all who see the report see that one
		}
	}
	if rapid.IntRange(0, 2).Draw(c.T, "copies") == 0 {
		r.Genre, r.Title, r.Document.Copy = negotiation.DocumentReport, word, "The Parties shall withdraw within 30 days. "+word
	}
	if c.do(memberOf(by), negotiation.FileReport{Report: r, Audience: to}) != nil {
		return
	}
	filed := c.state.Reports[n]
	c.secrets[string(filed.ID)] = readers(by, to)
	c.ofReport[filed.ID] = []string{word, string(filed.ID)}
	c.tryJudge(filed, public)
	c.tryWidenReport(by)
}

// tryJudge has a report judged, in words for those who see it now, and linked.
func (c *chaos) tryJudge(filed *negotiation.Report, public string) {
	ground := c.secret(slices.Clone(c.secrets[string(filed.ID)]))
	status := rapid.SampledFrom(negotiation.VerificationStatuses).Draw(c.T, "status")
	judge := rapid.SampledFrom(table8).Draw(c.T, "judge")
	c.do(memberOf(judge), negotiation.JudgeReport{Report: filed.ID, Status: status, Ground: ground, Source: &negotiation.Source{Name: ground}})
	other := c.state.Reports[rapid.IntRange(0, len(c.state.Reports)-1).Draw(c.T, "linked")]
	c.do(memberOf(judge), negotiation.LinkReports{Reports: []negotiation.ReportID{filed.ID, other.ID}, Apart: rapid.IntRange(0, 3).Draw(c.T, "apart") == 0})
	c.do(memberOf(judge), negotiation.DisputeDesignation{Words: public, Instead: public})
}

// tryWidenReport shows a report to more, and judges it again; what was said of it before
// stays with whom it was said to.
func (c *chaos) tryWidenReport(by negotiation.PartyID) {
	r, to := c.state.Reports[rapid.IntRange(0, len(c.state.Reports)-1).Draw(c.T, "widened")], c.audience()
	if rapid.IntRange(0, 3).Draw(c.T, "its own party") > 0 {
		by = r.Party
	}
	if c.do(memberOf(by), negotiation.WidenReport{Report: r.ID, Audience: to}) != nil {
		return
	}
	for _, s := range c.ofReport[r.ID] {
		c.secrets[s] = append(slices.Clone(c.secrets[s]), readers(by, to)...)
	}
	if rapid.Bool().Draw(c.T, "judges again") {
		c.tryJudge(r, "again")
	}
}

func TestI11_WhoMaySeeAReportSeesAllOfItAndWhatWasSaidOfItSince(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := playChaos(t, r)
		for id, secrets := range c.ofReport {
			for _, p := range c.secrets[string(id)] {
				c.mustSee(r, p, string(id), secrets)
			}
		}
		for _, report := range c.state.Reports {
			if n := len(report.Judged); n > 0 && len(report.Widened) == 0 {
				for _, p := range c.secrets[string(report.ID)] {
					if seen, err := lookAs(r, c.state, p).Report(report.ID); err != nil || len(seen.Judged) != n {
						r.Fatalf("%s sees %v of %d judgements of %s: %v", p, seen, n, report.ID, err)
					}
				}
			}
		}
	})
}

// What a party is offered and what it is refused depend on what it was told alone.
func TestI11_WhatAPartyMayJudgeFollowsFromWhatItSees(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := playChaos(t, r)
		for _, p := range table8 {
			v := lookAs(r, c.state, p)
			for _, x := range v.Reports() {
				offered := v.Judgeable(x)
				for _, to := range negotiation.VerificationStatuses {
					_, err := negotiation.Decide(c.state, memberOf(p), negotiation.JudgeReport{Report: x.ID, Status: to, Ground: "x"}, c.at)
					if slices.Contains(offered, to) != (err == nil) {
						r.Fatalf("%s reads %s of %s, is offered %v, and %s: %v", p, x.Status(), x.ID, offered, to, err)
					}
				}
			}
		}
	})
}
