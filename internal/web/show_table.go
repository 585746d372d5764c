package web

import (
	"net/http"
	"strings"

	"parley/negotiation"
)

// TablePage is who is at the table, on whose behalf, and by what rules.
type TablePage struct {
	Page      Page
	Parties   []SeatLine
	Rules     []string
	Issues    []IssueRow
	Keeper    bool
	Choices   []Choice // of parties
	Roles     []Choice
	Topics    []Choice // issues
	Mine      []Choice // members of the member's own party
	Everybody []Choice // members of all parties
	Mandates  bool     // the member may give them
	Linked    []string
}

// SeatLine is a party with its members.
type SeatLine struct {
	Party   Sponsor
	Role    negotiation.Role
	Made    string // of which parties, for a coalition
	Members []string
}

// showTable shows who is at the table.
func (s *site) showTable(v *visit) error {
	page := TablePage{Page: v.page("Table", "table"), Keeper: v.asOf.IsZero() && v.Can.Keep, Mandates: v.speaks() && !v.Me.Mandate.Voice}
	for _, p := range v.Parties {
		page.Parties = append(page.Parties, v.seatLine(p))
		page.Choices = append(page.Choices, Choice{Value: string(p.ID), Name: p.Name})
	}
	for _, m := range v.Members {
		page.Everybody = append(page.Everybody, Choice{Value: string(m.ID), Name: m.Name + " (" + string(m.Party) + ")"})
		if m.Party == v.Me.Party {
			page.Mine = append(page.Mine, Choice{Value: string(m.ID), Name: m.Name})
		}
	}
	for _, r := range []negotiation.Role{negotiation.Principal, negotiation.Mediator, negotiation.Guarantor, negotiation.Consulted, negotiation.Observer} {
		page.Roles = append(page.Roles, Choice{Value: string(r), Name: string(r)})
	}
	for _, i := range v.Issues() {
		page.Topics = append(page.Topics, Choice{Value: string(i.ID), Name: i.Name})
	}
	for _, x := range v.Instruments() {
		says := isolated(x.Name) + " " + x.Relation + " the text"
		if x.AllOrNone {
			says += "; all are signed, or none"
		}
		page.Linked = append(page.Linked, says+".")
	}
	page.Rules = v.ruleSentences()
	s.show(v.w, v.r, http.StatusOK, "table", page)
	return nil
}

func (v *visit) seatLine(p negotiation.Party) SeatLine {
	line := SeatLine{Party: v.sponsor(p.ID), Role: p.Role}
	if len(p.Parties) > 0 {
		line.Made = "made of " + listed(v.namesOf(p.Parties))
		if len(p.CoChairs) > 0 {
			line.Made += ", co-chaired by " + listed(v.namesOf(p.CoChairs))
		}
	}
	for _, m := range v.Members {
		if m.Party == p.ID {
			line.Members = append(line.Members, v.memberSentence(m))
		}
	}
	return line
}

func (v *visit) namesOf(ids []negotiation.PartyID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = isolated(v.sponsor(id).Name)
	}
	return out
}

func (v *visit) memberSentence(m negotiation.Member) string {
	s := isolated(m.Name)
	if m.Capacity != "" && !strings.Contains(strings.ToLower(m.Name), strings.ToLower(m.Capacity)) {
		s += ", " + isolated(m.Capacity)
	}
	if m.Mandate.Voice {
		s += "; is heard, and does not bind the party"
	}
	for _, i := range m.Mandate.Only {
		s += "; speaks on " + v.subject(negotiation.Subject{Issue: i})
	}
	if m.Mandate.From != "" {
		s += "; " + isolated(m.Mandate.From)
	}
	if !m.Mandate.Until.IsZero() {
		s += ", until " + day(m.Mandate.Until)
	}
	return s + "."
}

// ruleSentences says the rules, one by one.
func (v *visit) ruleSentences() []string {
	r := v.Rules()
	needed := v.Consenting()
	out := []string{"The consent of " + listed(v.namesOf(needed)) + " is needed."}
	if r.Threshold > 0 {
		out[0] = count(r.Threshold, "consent", "consents") + " of " + listed(v.namesOf(needed)) + " are enough."
	}
	if r.Separate {
		out = append(out, "Provisions are agreed one by one.")
	} else {
		out = append(out, "Nothing is agreed until everything is agreed.")
	}
	for _, c := range r.Consult {
		about := "every revision"
		if c.Issue != "" {
			about = "revisions that change " + v.subject(negotiation.Subject{Issue: c.Issue})
		}
		out = append(out, isolated(v.sponsor(c.Party).Name)+" must be consulted on "+about+".")
	}
	if len(r.Propose) > 0 {
		out = append(out, "Only "+listed(v.namesOf(r.Propose))+" and the mediator propose.")
	}
	return out
}
