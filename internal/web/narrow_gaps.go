package web

import (
	"fmt"
	"slices"
	"strings"

	"parley/negotiation"
	"parley/text"
)

// The gap map, by issue, by party and by history.

// narrow reads which part of the map is asked for, and lists the parts.
func (v *visit) narrow(page *GapsPage, g *negotiation.Gaps) {
	show, issue, waits := v.r.FormValue("show"), v.r.FormValue("issue"), v.r.FormValue("waits")
	page.Open, page.Past = show == "open", show == "history"
	for _, c := range []Choice{{Value: "", Name: "all"}, {Value: "open", Name: "what is open"}, {Value: "history", Name: "all, with its history"}} {
		c.On = c.Value == show
		page.Shows = append(page.Shows, c)
	}
	for _, i := range g.Issues {
		on := string(i.ID) == issue
		page.Topics = append(page.Topics, Choice{Value: string(i.ID), Name: i.Name, On: on})
		if on {
			row := v.issueRow(i, g)
			page.Chosen = &row
		}
	}
	for _, p := range g.Parties[:g.Needed] {
		on := string(p) == waits
		page.Awaited = append(page.Awaited, Choice{Value: string(p), Name: v.sponsor(p).Name, On: on})
		if on {
			page.Waits = waits
		}
	}
}

// holds reports whether the part of the map that is asked for has the row.
func (page *GapsPage) holds(row negotiation.Gap, v *visit) bool {
	if page.Chosen != nil {
		of := slices.IndexFunc(v.Issues(), func(i negotiation.Issue) bool { return i.ID == page.Chosen.ID })
		if !slices.Contains(v.Issues()[of].Provisions, row.ID) {
			return false
		}
	}
	if page.Waits != "" && !slices.Contains(row.Missing, negotiation.PartyID(page.Waits)) {
		return false
	}
	return !page.Open || !row.Progress.Settled()
}

// step is what a party said once.
type step struct{ mark, says string }

// everSaid returns what each of the parties said of each provision in order, where the history
// is asked for: of the provision itself, and of the whole where it stood in it.
func (v *visit) everSaid(asked bool, by []negotiation.PartyID) map[negotiation.PartyID]map[text.ID][]step {
	out := map[negotiation.PartyID]map[text.ID][]step{}
	if !asked {
		return out
	}
	for _, p := range v.Positions() {
		if !slices.Contains(by, p.Party) {
			continue
		}
		of := out[p.Party]
		if of == nil {
			of = map[text.ID][]step{}
			out[p.Party] = of
		}
		x := step{fmt.Sprintf("%s %d", stanceMarks[p.Stance][0], p.Revision), fmt.Sprintf("%s in revision %d, %s", p.Stance, p.Revision, day(p.At))}
		if p.Withdrawn() {
			x.mark, x.says = "("+x.mark+")", x.says+", taken back"
		}
		switch {
		case p.On.Lang != "": // it is on other words
		case p.On.Provision != "":
			of[p.On.Provision] = append(of[p.On.Provision], x)
		case p.On.Whole() && p.Stance.Consents():
			if then := v.held(p.Revision); then != nil {
				for _, place := range then.Text.Places() {
					of[place.ID] = append(of[place.ID], x)
				}
			}
		}
	}
	return out
}

// through makes a cell tell all that was said.
func (s *Stand) through(steps []step) {
	var marks, says []string
	for _, x := range steps {
		marks, says = append(marks, x.mark), append(says, x.says)
	}
	if s.Class == "lapsed" {
		marks = append(marks, s.Mark)
	}
	s.Mark, s.Says = strings.Join(marks, " → "), strings.Join(says, "; ")
}
