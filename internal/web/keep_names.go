package web

import (
	"net/http"
	"strings"

	"parley/negotiation"
)

// NamesPage is the dictionary of the viewer's delegation.
type NamesPage struct {
	Page            Page
	Rows            []NameRow
	Parties, Issues []Choice
	May             bool
}

// NameRow is a name of the dictionary, as the page shows it and as a form sends it back.
type NameRow struct {
	Kind            negotiation.NameKind
	Says, Name      string
	Party           negotiation.PartyID
	Issue           negotiation.IssueID
	PartyName       string
	Aliases, Titles string
}

// listNames shows the names that the press uses, as the delegation knows them.
func (s *site) listNames(v *visit) error {
	page := NamesPage{Page: v.page("Names that the press uses", "chronicle"), May: v.Can.File && v.asOf.IsZero()}
	for _, n := range v.Dictionary() {
		row := NameRow{Kind: n.Kind, Says: n.Name, Name: n.Name, Party: n.Party, Issue: n.Issue, Aliases: strings.Join(n.Aliases, "; "), Titles: strings.Join(n.Titles, "; ")}
		if n.Party != "" {
			row.PartyName = v.sponsor(n.Party).Name
		}
		switch n.Kind {
		case negotiation.PartyName:
			row.Says = row.PartyName
		case negotiation.IssueName:
			row.Says = v.subject(negotiation.Subject{Issue: n.Issue})
		}
		page.Rows = append(page.Rows, row)
	}
	for _, p := range v.Parties {
		page.Parties = append(page.Parties, Choice{Value: string(p.ID), Name: p.Name})
	}
	for _, i := range v.Issues() {
		page.Issues = append(page.Issues, Choice{Value: string(i.ID), Name: i.Name})
	}
	s.show(v.w, v.r, http.StatusOK, "names", page)
	return nil
}

// keepName keeps a name, or drops one.
func (s *site) keepName(v *visit) error {
	c := &negotiation.KeepName{}
	if err := v.fill(c); err != nil {
		return err
	}
	form := v.r.PostForm
	c.Name.Aliases, c.Name.Titles = strings.Split(form.Get("aliases"), ";"), strings.Split(form.Get("titles"), ";")
	if c.Name.Kind != negotiation.PersonName {
		c.Name.Titles = nil
	}
	if err := v.do(c); err != nil {
		return err
	}
	return v.done(v.path+"/chronicle/names", "recorded")
}
