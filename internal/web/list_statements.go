package web

import (
	"net/http"
	"slices"

	"parley/negotiation"
)

// StatementsPage is what was said, and the notes of the member's delegation.
type StatementsPage struct {
	Page       Page
	Statements []StatementLine
	Notes      []StatementLine
	Parties    []Choice
	Subjects   []Choice
	May        bool
}

// StatementLine is a statement or a note.
type StatementLine struct {
	ID       negotiation.StatementID
	Party    Sponsor
	Speaker  string
	Words    string
	On       string
	When     string
	Source   string
	Says     string // how far it is shared
	Answered string
	CanJoin  bool
	Joint    bool
	Audience string
}

// listStatements shows what was said, the newest first.
func (s *site) listStatements(v *visit) error {
	page := StatementsPage{Page: v.page("Statements", "statements"), May: v.asOf.IsZero()}
	for _, x := range slices.Backward(v.Statements()) {
		page.Statements = append(page.Statements, v.statementLine(x))
	}
	for _, n := range slices.Backward(v.Notes()) {
		page.Notes = append(page.Notes, StatementLine{Party: v.sponsor(n.Party), Speaker: v.memberName(n.By), Words: n.Words, On: v.subject(n.On), When: day(n.At)})
	}
	for _, p := range v.Parties {
		if p.ID != v.Me.Party {
			page.Parties = append(page.Parties, Choice{Value: string(p.ID), Name: p.Name})
		}
	}
	for _, i := range v.Issues() {
		page.Subjects = append(page.Subjects, Choice{Value: string(i.ID), Name: i.Name})
	}
	s.show(v.w, v.r, http.StatusOK, "statements", page)
	return nil
}

func (v *visit) statementLine(x negotiation.Statement) StatementLine {
	line := StatementLine{
		ID: x.ID, Party: v.sponsor(x.Party), Speaker: isolated(x.Speaker), Words: x.Words, On: v.subject(x.On), When: day(x.Said), Source: x.Source,
		Joint: x.Joint, Audience: v.audience(x.Party, x.Audience),
	}
	if x.Capacity != "" {
		line.Speaker += ", " + isolated(x.Capacity)
	}
	if missing := x.Missing(); len(x.With) > 0 {
		names := make([]string, len(missing))
		for i, p := range missing {
			names[i] = v.sponsor(p).Name
		}
		switch {
		case len(missing) == 0 && x.Joint:
			line.Says = "Signed off by each side: a joint statement."
		case len(missing) == 0:
			line.Says = "Shared by each side that it names."
		case x.Joint:
			line.Says = "No joint statement yet: not signed off by " + listed(names) + "."
		default:
			line.Says = "One-sided: " + listed(names) + " has not said so."
		}
		line.CanJoin = v.asOf.IsZero() && slices.Contains(missing, v.Me.Party)
	}
	return line
}
