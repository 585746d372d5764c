package web

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strconv"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// ProvisionPanel is what is proposed for a provision and how it came about.
type ProvisionPanel struct {
	Cite        string
	Heading     string
	ProposeHref string
	BridgeHref  string
	Stands      []Stand
	Take        *TakeForm
	Proposals   []PanelProposal
	Conflicts   []string
	History     []HistoryLine
}

// PanelProposal is an amendment as far as it acts on one provision.
type PanelProposal struct {
	Key, Href, Name string
	Sponsors        []Sponsor
	Status          negotiation.Status
	Explanation     string
	Redline         template.HTML
	Dir             string
}

// HistoryLine is something that touched a provision.
type HistoryLine struct {
	Href, Revision, Says string
	Changed              bool
}

func (v *visit) provisionPanel(r *negotiation.Revision, p *text.Provision) ProvisionPanel {
	out := ProvisionPanel{Cite: citeOf(r.Text, p), Heading: text.Plain(p.Heading)}
	escaped := url.QueryEscape(string(p.ID))
	if v.Can.Propose {
		out.ProposeHref = fmt.Sprintf("%s/propose?revision=%d&only=%s", v.path, r.Number, escaped)
	}
	cur := v.Current()
	if cur.Text.Find(p.ID) != nil {
		if v.Can.Keep {
			out.BridgeHref = v.path + "/bridge/" + url.PathEscape(string(p.ID))
		}
		v.fillStands(&out, cur, p.ID)
		out.Proposals = v.proposalsOn(cur, p.ID)
		out.Conflicts = v.conflictsIn(p.ID)
	}
	for _, h := range slices.Backward(v.History(p.ID)) {
		out.History = append(out.History, v.historyLine(h))
	}
	return out
}

// fillStands puts in what parties say to the words as they stand, and the form
// in which the member's own does.
func (v *visit) fillStands(out *ProvisionPanel, cur *negotiation.Revision, id text.ID) {
	on := negotiation.Subject{Provision: id}
	for _, p := range v.Gaps().Parties {
		if x := v.Support(p, on); x.Position != nil || x.Lapsed != nil {
			out.Stands = append(out.Stands, v.stand(x, cur))
		}
	}
	if v.speaks() {
		take := v.takeForm(on)
		out.Take = &take
	}
}

// proposalsOn returns the pending amendments that act on a provision of the
// current revision.
func (v *visit) proposalsOn(cur *negotiation.Revision, id text.ID) []PanelProposal {
	var out []PanelProposal
	for _, p := range v.Proposals() {
		if p.Status != negotiation.Pending || !actsOn(p.Now.Changes, id) {
			continue
		}
		out = append(out, PanelProposal{
			Key: string(p.ID), Href: v.amendmentPath(p.ID), Name: string(p.ID), Sponsors: v.sponsors(p.Sponsors),
			Status: p.Status, Explanation: p.Explanation, Redline: v.excerpt(cur.Text, p.Now, id), Dir: direction(cur.Text.Lang),
		})
	}
	return out
}

func actsOn(changes []consolidate.Change, id text.ID) bool {
	return slices.ContainsFunc(changes, func(c consolidate.Change) bool {
		return c.Provision == id || slices.Contains(c.Joined, id) || c.To != nil && c.To.After == id
	})
}

// excerpt draws an amendment as far as it acts on one provision: its words,
// and what is inserted behind it.
func (v *visit) excerpt(base *text.Text, a consolidate.Amendment, id text.ID) template.HTML {
	amended, err := a.Apply(base)
	if err != nil {
		return ""
	}
	var inserted []*text.Provision
	var moved template.HTML
	for _, c := range a.Changes {
		switch {
		case c.Kind == consolidate.KindInsert && c.To != nil && c.To.After == id:
			inserted = append(inserted, c.Inserted...)
		case c.Kind == consolidate.KindMove && c.Provision == id:
			cite := "elsewhere"
			if q := amended.Find(id); q != nil && amended.Cite(id) != "" {
				cite = "to " + amended.Cite(id)
			}
			moved = template.HTML(`<p class="soft">Moves it ` + template.HTMLEscapeString(cite) + `.</p>`)
		}
	}
	return moved + v.provisionRedline(base.Find(id), amended.Find(id), inserted...)
}

func (v *visit) conflictsIn(id text.ID) []string {
	b, err := v.Bracketed()
	if err != nil {
		return nil
	}
	var out []string
	for _, c := range b.Conflicts() {
		if c.Provision == id {
			out = append(out, conflictSentence(c))
		}
	}
	return out
}

// conflictSentence says who contradict one another, and how.
func conflictSentence(c consolidate.Conflict) string {
	s := map[consolidate.ConflictKind]string{
		consolidate.ConflictWords:   "The same words are changed otherwise",
		consolidate.ConflictPlace:   "It is moved to different places",
		consolidate.ConflictDeleted: "Some delete what others change",
	}[c.What]
	for i, side := range c.Sides {
		sep := "; "
		if i == 0 {
			sep = ": "
		}
		says := " " + side.Says
		if c.What == consolidate.ConflictWords {
			says = " would have " + side.Says
		}
		s += sep + listed(side.Sponsors) + says
	}
	return s + "."
}

func (v *visit) historyLine(h negotiation.Happening) HistoryLine {
	out := HistoryLine{Revision: "Revision " + strconv.Itoa(h.Revision), Says: string(h.What), Changed: h.What != negotiation.Proposed}
	if h.Party != "" {
		out.Says += " by " + isolated(v.sponsor(h.Party).Name)
	}
	if h.What == negotiation.Proposed {
		out.Revision, out.Href = "Amendment "+string(h.Amendment), v.amendmentPath(h.Amendment)
		out.Says = "proposed by " + isolated(v.sponsor(h.Party).Name)
	} else if h.What != negotiation.Introduced {
		if r := v.Revision(h.Revision); r != nil && v.heldBefore(r) != nil {
			out.Href = fmt.Sprintf("%s/compare?old=%d&new=%d", v.path, v.heldBefore(r).Number, h.Revision)
		}
	}
	if !h.At.IsZero() {
		out.Says += ", " + day(h.At)
	}
	return out
}
