package web

import (
	"fmt"
	"net/http"
	"slices"

	"strings"
	"time"

	"parley/negotiation"
)

// CirculationPage is who has which paper, and how they came by it.
type CirculationPage struct {
	Page        Page
	Papers      []Choice
	Paper       negotiation.Paper
	Name        string // "revision 3"
	Asked       string // the moment of the question, for the field
	By          string // the same in words
	Has         []HasLine
	HasNot      []Sponsor
	Unconsulted []string
	Consulted   []string
	Authorship  []string
	Acknowledge bool
	Send        *SendForm
	Author      bool // the member may say that its party wrote it
}

// HasLine is a party that has a paper.
type HasLine struct {
	Party                           Sponsor
	How, Since, Opened, Acknowledge string
}

// SendForm is the form in which a paper is circulated.
type SendForm struct {
	Parties []Choice
	Room    bool // it can be laid in a reading room
}

// showCirculation answers who had a paper by a moment.
func (s *site) showCirculation(v *visit) error {
	paper, err := v.askedPaper()
	if err != nil {
		return err
	}
	if paper == (negotiation.Paper{}) {
		return s.showNoText(v)
	}
	page := CirculationPage{Page: v.page("Circulation", "circulation"), Papers: v.paperChoices(paper), Paper: paper, Name: v.paperName(paper)}
	by := v.Now
	if asked := strings.TrimSpace(v.r.FormValue("by")); asked != "" {
		if by, err = parseMoment(asked); err != nil {
			return err
		}
		page.Asked, page.By = by.Format("2006-01-02T15:04"), moment(by)
	}
	owner := v.fillHolders(&page, by)
	page.Acknowledge = v.speaks() && owner != v.Me.Party && !(paper.Revision > 0 && v.keeps()) && !v.acknowledged(paper)
	if r := v.Revision(paper.Revision); r != nil {
		v.fillRevision(&page, r)
	}
	s.show(v.w, v.r, http.StatusOK, "circulation", page)
	return nil
}

// askedPaper returns what the page is about: the newest revision where nothing is
// said, and nothing where there is none.
func (v *visit) askedPaper() (negotiation.Paper, error) {
	asked := v.r.FormValue("paper")
	if n := len(v.Revisions); asked == "" && n > 0 {
		return negotiation.Paper{Revision: v.Revisions[n-1].Number}, nil
	}
	for _, c := range v.papers() {
		if paperKey(c) == asked {
			return c, nil
		}
	}
	if asked != "" {
		return negotiation.Paper{}, missing(asked)
	}
	return negotiation.Paper{}, nil
}

// papers lists what the party has, the newest first of each kind.
func (v *visit) papers() []negotiation.Paper {
	var out []negotiation.Paper
	for _, r := range slices.Backward(v.Revisions) {
		out = append(out, negotiation.Paper{Revision: r.Number})
	}
	for _, p := range slices.Backward(v.Proposals()) {
		out = append(out, negotiation.Paper{Amendment: p.ID})
	}
	for _, d := range slices.Backward(v.Documents()) {
		out = append(out, negotiation.Paper{Document: d.ID})
	}
	return out
}

// paperKey names a paper in an address.
func paperKey(p negotiation.Paper) string {
	switch {
	case p.Amendment != "":
		return "amendment-" + string(p.Amendment)
	case p.Document != "":
		return "document-" + string(p.Document)
	}
	return fmt.Sprintf("revision-%d", p.Revision)
}

// paperName names a paper in a sentence.
func (v *visit) paperName(p negotiation.Paper) string {
	switch {
	case p.Amendment != "":
		return "amendment " + string(p.Amendment)
	case p.Document != "":
		for _, d := range v.Documents() {
			if d.ID == p.Document {
				return "the document “" + isolated(d.Title) + "”"
			}
		}
		return "a document"
	}
	return fmt.Sprintf("revision %d", p.Revision)
}

// mostPapers is how many of a kind can be chosen from a list.
const mostPapers = 100

func (v *visit) paperChoices(on negotiation.Paper) []Choice {
	var out []Choice
	amendments := 0
	for _, p := range v.papers() {
		if p.Amendment != "" {
			if amendments++; amendments > mostPapers && p != on {
				continue
			}
		}
		name := v.paperName(p)
		if r := v.Revision(p.Revision); r != nil {
			name = revisionName(r)
		}
		out = append(out, Choice{Value: paperKey(p), Name: capital(name), On: p == on})
	}
	return out
}

// fillHolders says who has the paper, and returns whose it is.
func (v *visit) fillHolders(page *CirculationPage, by time.Time) (owner negotiation.PartyID) {
	var has []negotiation.PartyID
	for _, x := range v.WhoHas(page.Paper, by) {
		line := HasLine{Party: v.sponsor(x.Party), How: x.How, Since: day(x.At), Opened: day(x.Opened), Acknowledge: day(x.Acknowledged)}
		page.Has, has = append(page.Has, line), append(has, x.Party)
		if x.How == negotiation.Tabled {
			owner = x.Party
		}
	}
	send := &SendForm{Room: page.Paper.Revision > 0}
	for _, p := range v.Parties {
		if !slices.Contains(has, p.ID) {
			page.HasNot = append(page.HasNot, v.sponsor(p.ID))
		}
		if p.ID != v.Me.Party {
			send.Parties = append(send.Parties, Choice{Value: string(p.ID), Name: p.Name, On: send.Room && !slices.Contains(has, p.ID)})
		}
	}
	if v.asOf.IsZero() && (v.Can.Keep && send.Room || owner == v.Me.Party) {
		page.Send = send
	}
	return owner
}

// fillRevision says what is known of a revision besides.
func (v *visit) fillRevision(page *CirculationPage, r *negotiation.Revision) {
	page.Author = v.speaks()
	for _, p := range v.Unconsulted(r.Number) {
		page.Unconsulted = append(page.Unconsulted, isolated(v.sponsor(p).Name))
	}
	for _, c := range v.Consultations() {
		if c.Revision == r.Number {
			page.Consulted = append(page.Consulted, isolated(v.sponsor(c.Party).Name)+", "+day(c.At)+":"+said(c.Words))
		}
	}
	v.fillAuthorship(page, r)
}

func (v *visit) fillAuthorship(page *CirculationPage, r *negotiation.Revision) {
	for _, a := range v.Authorships(r.Number) {
		says := isolated(v.sponsor(a.Party).Name) + " says to have written it"
		if a.Signed {
			says += ", and signed that"
		}
		page.Authorship = append(page.Authorship, says+" ("+day(a.At)+")."+said(a.Words))
	}
	for _, d := range v.Disputes(r.Number) {
		says := "Disputed, recorded by " + isolated(v.sponsor(d.Party).Name) + " (" + day(d.At) + "):" + said(d.Words)
		if d.Source != "" {
			says += " Source: " + isolated(d.Source) + "."
		}
		page.Authorship = append(page.Authorship, says)
	}
}
