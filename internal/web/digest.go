package web

import (
	"slices"

	"parley/negotiation"
	"parley/text"
)

// What happened, by topic: for delegations that are too few to sit in every group.

// Topic is a working group, an issue or all the rest, with what happened there.
type Topic struct {
	Name  string
	Says  string // whether the member's party sits in the group
	Lines []NewsLine
}

// digest sorts what happened by the working group that deals with it, or by issue
// where none does. What is about several topics stands in each.
func (v *visit) digest(es []negotiation.Entry) []Topic {
	var topics []Topic
	place := map[negotiation.IssueID]int{}
	for _, g := range v.Groups() {
		if g.Dissolved {
			continue
		}
		t := Topic{Name: g.Name, Says: "Your party has a seat in it."}
		if !slices.Contains(g.Parties, v.Me.Party) {
			t.Says = "Your party has no seat in it."
		}
		for _, i := range g.Issues {
			place[i] = len(topics)
		}
		topics = append(topics, t)
	}
	of := map[text.ID][]negotiation.IssueID{}
	for _, i := range v.Issues() {
		if _, in := place[i.ID]; !in {
			place[i.ID] = len(topics)
			topics = append(topics, Topic{Name: i.Name})
		}
		for _, p := range i.Provisions {
			of[p] = append(of[p], i.ID)
		}
	}
	rest := Topic{Name: "Everything else"}
	for _, e := range es {
		var at []int
		for _, i := range v.issuesOf(e, of) {
			if n, ok := place[i]; ok && !slices.Contains(at, n) {
				at = append(at, n)
			}
		}
		line := v.newsLine(e)
		line.When = day(e.At)
		for _, n := range at {
			topics[n].Lines = append(topics[n].Lines, line)
		}
		if len(at) == 0 {
			rest.Lines = append(rest.Lines, line)
		}
	}
	return slices.DeleteFunc(append(topics, rest), func(t Topic) bool { return len(t.Lines) == 0 })
}

// issuesOf returns the issues that an entry is about.
func (v *visit) issuesOf(e negotiation.Entry, of map[text.ID][]negotiation.IssueID) []negotiation.IssueID {
	on := func(s negotiation.Subject) []negotiation.IssueID {
		if s.Issue != "" {
			return []negotiation.IssueID{s.Issue}
		}
		return of[s.Provision]
	}
	var out []negotiation.IssueID
	switch b := e.Body.(type) {
	case *negotiation.PositionTaken:
		return on(b.Position.On)
	case *negotiation.StatementMade:
		return on(b.Statement.On)
	case *negotiation.BlockingMarked:
		return []negotiation.IssueID{b.Issue}
	case *negotiation.IssueNamed:
		return []negotiation.IssueID{b.Issue.ID}
	case *negotiation.ReportFiled:
		out = slices.Clone(b.Report.On.Issues)
		for _, p := range b.Report.On.Provisions {
			out = append(out, of[p]...)
		}
	case *negotiation.ProvisionGavelled:
		return of[b.Provision]
	case *negotiation.MeetingProposed:
		for _, i := range b.Plan.Agenda {
			out = append(out, on(negotiation.Subject{Issue: i.Issue, Provision: i.Provision})...)
		}
	case *negotiation.AmendmentTabled:
		for _, id := range provisionsOf(b.Amendment.Changes) {
			out = append(out, of[id]...)
		}
	default:
		if id, ok := negotiation.Amends(e); ok {
			if p, err := v.Proposal(id); err == nil {
				for _, id := range provisionsOf(p.Amendment.Changes) {
					out = append(out, of[id]...)
				}
			}
		}
	}
	return out
}
