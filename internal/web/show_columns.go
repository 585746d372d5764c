package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"parley/negotiation"
)

// ColumnsPage is the table that trilogues are held over: the text, a column for
// what each of a few parties proposes, and one for the compromise.
type ColumnsPage struct {
	Page    Page
	Choices []Choice
	Columns []Sponsor
	Rows    []ColumnsRow
	Dir     string
	Name    string
	File    string // where it can be kept from
}

// ColumnsRow is a provision for which somebody proposes something.
type ColumnsRow struct {
	Cite, Href string
	Words      template.HTML
	Cells      []template.HTML // by Columns; empty: the party keeps the text
	Compromise template.HTML
}

// fewColumns is how many parties have a column: a page of paper has no room for
// more.
const fewColumns = 4

// showColumns shows the table.
func (s *site) showColumns(v *visit) error {
	cur := v.Current()
	if cur == nil {
		return s.showNoText(v)
	}
	s.show(v.w, v.r, http.StatusOK, "columns", v.columnsPage(cur))
	return nil
}

func (v *visit) columnsPage(cur *negotiation.Revision) ColumnsPage {
	page := ColumnsPage{Page: v.page("Columns", "bracketed"), Dir: direction(cur.Text.Lang), Name: revisionName(cur)}
	chosen := v.columnParties()
	page.File = v.path + "/export/columns.html?" + url.Values{"party": asStrings(chosen)}.Encode()
	for _, p := range v.Parties {
		if p.Role != negotiation.Mediator && p.Role != negotiation.Observer {
			page.Choices = append(page.Choices, Choice{Value: string(p.ID), Name: p.Name, On: slices.Contains(chosen, p.ID)})
		}
	}
	page.Columns = v.sponsors(chosen)
	for _, line := range v.Outline() {
		if len(line.Amendments) > 0 {
			page.Rows = append(page.Rows, v.columnsRow(cur, line, chosen))
		}
	}
	return page
}

func asStrings[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// columnParties returns the parties that were asked for, or the first that
// propose something.
func (v *visit) columnParties() []negotiation.PartyID {
	var out []negotiation.PartyID
	for _, id := range v.r.Form["party"] {
		if p := negotiation.PartyID(id); v.Party(p) != nil && len(out) < fewColumns {
			out = append(out, p)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, p := range v.Proposals() {
		party := v.Party(p.Party)
		if p.Status == negotiation.Pending && party.Role != negotiation.Mediator && !slices.Contains(out, p.Party) && len(out) < fewColumns-1 {
			out = append(out, p.Party)
		}
	}
	return out
}

func (v *visit) columnsRow(cur *negotiation.Revision, line negotiation.Line, chosen []negotiation.PartyID) ColumnsRow {
	p := cur.Text.Find(line.ID)
	row := ColumnsRow{Cite: citeOf(cur.Text, p), Href: at(v.path+"/text", nil, line.ID), Words: wordsHTML(gist(p)), Cells: make([]template.HTML, len(chosen))}
	for _, id := range line.Amendments {
		proposal, err := v.Proposal(id)
		if err != nil {
			continue
		}
		by := v.Party(proposal.Party)
		compromise := by != nil && by.Role == negotiation.Mediator
		if !compromise && !slices.ContainsFunc(proposal.Sponsors, func(p negotiation.PartyID) bool { return slices.Contains(chosen, p) }) {
			continue
		}
		drawn := v.excerpt(cur.Text, proposal.Now, line.ID)
		for i, party := range chosen {
			if slices.Contains(proposal.Sponsors, party) {
				row.Cells[i] += drawn
			}
		}
		if compromise {
			row.Compromise += drawn
		}
	}
	return row
}
