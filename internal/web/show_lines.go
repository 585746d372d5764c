package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"

	"parley/negotiation"
	"parley/text"
)

// LinesPage is for the room: the chair walks the text, provision by provision, on
// a projector.
type LinesPage struct {
	Page         Page
	Number, Of   int
	Cite         string
	Heading      string
	Words        template.HTML
	Dir          string
	Proposals    []PanelProposal
	Gavelled     string
	Stands       []Stand
	Before, Next string
	NextOpen     string // the next provision with brackets
	Counts       string
	Provision    text.ID
	Revision     int
	Chair        bool
}

// showLines shows one provision, large.
func (s *site) showLines(v *visit) error {
	cur, lines := v.Current(), v.Outline()
	if cur == nil || len(lines) == 0 {
		return s.showNoText(v)
	}
	i := 0
	for j, l := range lines {
		if string(l.ID) == v.r.FormValue("at") {
			i = j
		}
	}
	line := lines[i]
	p := cur.Text.Find(line.ID)
	page := LinesPage{
		Page: v.page("Line by line", "bracketed"), Number: i + 1, Of: len(lines), Cite: citeOf(cur.Text, p), Heading: text.Plain(p.Heading),
		Words: wordsHTML(p.Words), Dir: direction(cur.Text.Lang), Proposals: v.proposalsOn(cur, line.ID), Provision: line.ID, Revision: cur.Number,
		Chair: v.asOf.IsZero() && v.Can.Keep,
	}
	address := func(j int) string { return v.path + "/lines?at=" + url.QueryEscape(string(lines[j].ID)) }
	if i > 0 {
		page.Before = address(i - 1)
	}
	if i+1 < len(lines) {
		page.Next = address(i + 1)
	}
	for j := i + 1; j < len(lines) && page.NextOpen == ""; j++ {
		if len(lines[j].Amendments) > 0 {
			page.NextOpen = address(j)
		}
	}
	if g := v.Gavelled(line.ID); g != nil {
		page.Gavelled = "Gavelled " + day(g.At) + said(g.Words)
	}
	page.Counts = v.walked(lines)
	for _, party := range v.Gaps().Parties {
		if x := v.Support(party, negotiation.Subject{Provision: line.ID}); x.Position != nil && len(page.Stands) < mostColumns {
			page.Stands = append(page.Stands, v.stand(x, cur))
		}
	}
	s.show(v.w, v.r, http.StatusOK, "lines", page)
	return nil
}

// walked counts what is open and what is gavelled.
func (v *visit) walked(lines []negotiation.Line) string {
	brackets, open, gavelled := 0, 0, 0
	for _, l := range lines {
		brackets += l.Stats.Brackets
		if len(l.Amendments) > 0 {
			open++
		}
		if v.Gavelled(l.ID) != nil {
			gavelled++
		}
	}
	return fmt.Sprintf("%s open in %s; %d of %d gavelled", count(brackets, "bracket", "brackets"), count(open, "provision", "provisions"), gavelled, len(lines))
}
