package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// BracketedPage shows the current revision with all pending amendments laid
// into it.
type BracketedPage struct {
	Page      Page
	Title     string
	Lang, Dir string
	Revision  int
	Pending   string
	Bearings  []Bearing
	Problem   string
	Outline   Outline
	Body      template.HTML
	Panel     Panel
}

// showBracketed shows the bracketed text; the panel beside it is about the
// chosen provision, or lists the contradictions.
func (s *site) showBracketed(v *visit) error {
	cur := v.Current()
	if cur == nil {
		return s.showNoText(v)
	}
	page := BracketedPage{
		Page: v.page("Bracketed text", "bracketed"), Title: cur.Text.Title, Lang: cur.Text.Lang, Dir: direction(cur.Text.Lang),
		Revision: cur.Number,
	}
	set := typesetter{
		t: cur.Text, marks: v.marks(), selected: text.ID(v.r.FormValue("at")),
		href: func(id text.ID) string { return at(v.path+"/bracketed", url.Values{}, id) },
	}
	page.Panel = v.textPanel(cur, set.selected)
	if v.r.FormValue("part") != "panel" {
		page.Outline = set.outline()
		v.fillBracketed(&page)
	}
	s.show(v.w, v.r, http.StatusOK, "bracketed", page)
	return nil
}

func (v *visit) fillBracketed(page *BracketedPage) {
	b, err := v.Bracketed()
	if err != nil {
		page.Problem = sentence(err.Error())
		return
	}
	var body strings.Builder
	if err := b.WriteHTML(&body); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	page.Body = template.HTML(body.String())
	all, _ := b.Stats()
	pending := 0
	for _, p := range v.Proposals() {
		if p.Status == negotiation.Pending {
			pending++
		}
	}
	page.Pending = count(pending, "pending amendment", "pending amendments")
	page.Bearings = []Bearing{
		counted(all.Brackets, "bracket", "brackets"),
		counted(all.Contested, "contested word", "contested words"),
		counted(all.Conflicts, "contradiction", "contradictions"),
	}
	if page.Panel.Provision == nil {
		page.Panel = v.conflictPanel(b)
	}
}

func counted(n int, one, many string) Bearing {
	if n == 1 {
		return Bearing{n, one}
	}
	return Bearing{n, many}
}

// conflictPanel lists where amendments contradict one another.
func (v *visit) conflictPanel(b *consolidate.Bracketed) Panel {
	conflicts := b.Conflicts()
	panel := Panel{Label: "Contradictions", Title: "Contradictions",
		Says: "No two amendments contradict one another. Choose a provision to see what is proposed for it."}
	if len(conflicts) > 0 {
		panel.Says = "Amendments contradict one another in " + count(len(conflicts), "place", "places") + "."
	}
	cite := v.cites(v.Current())
	for i, c := range conflicts {
		if i == mostConflicts {
			break
		}
		line := PanelLine{
			Key: string(c.Provision) + "-" + string(rune('a'+i%26)), Name: cmp.Or(cite[c.Provision], "the text"), Beside: true,
			Href: at(v.path+"/bracketed", url.Values{}, c.Provision),
		}
		for _, side := range c.Sides {
			line.Sponsors = append(line.Sponsors, v.named(side.Sponsors)...)
		}
		panel.Lines = append(panel.Lines, line)
	}
	return panel
}

// mostConflicts is how many contradictions the panel lists.
const mostConflicts = 40
