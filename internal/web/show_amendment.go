package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// AmendmentPage shows an amendment and, to those who may, what can be done
// with it and what would follow.
type AmendmentPage struct {
	Page         Page
	Name, Here   string
	Sponsors     []Sponsor
	Status       negotiation.Status
	Revision     int // it was made to
	Current      int // the revision that is decided on
	When         string
	Audience     string
	Opening      Opening
	Notice       string // that it is let go
	WhoHas       string // where it is said who has it
	Explanation  string
	Reason       string
	Summary      string
	Bearings     []Bearing
	Redline      template.HTML
	Count        string // of changes
	Wide         bool   // side by side
	Dir          string
	Fallen       []string
	May          May
	Consequences *Consequences
	Changes      []ChangeChoice
	Bridges      []PanelLine
	Decided      []DecisionLine
	Conflicts    []string
}

// May says which actions the page offers; the desk decides on each again.
type May struct{ Decide, Withdraw, Join, Widen, Notice, Keep, LetGo bool }

// ChangeChoice is a change that can be decided on by itself.
type ChangeChoice struct {
	ID   string
	Says template.HTML
	On   bool
}

// Consequences are what follows if an amendment, or some of its changes, were
// accepted.
type Consequences struct {
	Problem string
	Summary string // what changes in the text
	Falls   string
	Fallen  []FallenLine
	Stands  string
}

// FallenLine is an amendment that would lose changes.
type FallenLine struct {
	Href, Name string
	Sponsors   []Sponsor
	Says       string
}

// DecisionLine is a decision that was made on the amendment.
type DecisionLine struct {
	N        int
	Says     string
	Undoable bool
}

// showAmendment shows an amendment and, to the mediator, what would follow if
// it, or the changes that are ticked, were accepted.
func (s *site) showAmendment(v *visit) error {
	p, err := v.askedProposal()
	if err != nil {
		return err
	}
	page := AmendmentPage{
		Page: v.page("Amendment "+string(p.ID), "amendments"), Name: string(p.ID), Here: v.amendmentPath(p.ID),
		Sponsors: v.sponsors(p.Sponsors), Status: p.Status, Revision: p.Revision, When: day(p.At),
		Current: v.Current().Number, Audience: v.audience(p.Party, p.Audience), Explanation: p.Explanation, Reason: p.Reason,
		WhoHas: v.path + "/circulation?paper=" + url.QueryEscape(paperKey(negotiation.Paper{Amendment: p.ID})),
	}
	page.Opening = v.opening(negotiation.Paper{Amendment: p.ID})
	v.fillAmendment(&page, p)
	v.fillActions(&page, p)
	s.show(v.w, v.r, http.StatusOK, "amendment", page)
	return nil
}

func (v *visit) askedProposal() (*negotiation.Proposal, error) {
	return v.Proposal(negotiation.AmendmentID(v.r.PathValue("amendment")))
}

// fillAmendment draws the amendment against the current revision while it is
// pending, otherwise as it was tabled.
func (v *visit) fillAmendment(page *AmendmentPage, p *negotiation.Proposal) {
	base, a := v.amends(p)
	if amended, err := a.Apply(base.Text); err == nil {
		page.Wide, page.Dir = v.r.FormValue("view") == "side", direction(base.Text.Lang)
		d := draw(v.compare(base.Text, amended), page.Wide)
		page.Redline, page.Summary, page.Bearings, page.Count = d.html, d.summary, d.bearings, d.count()
	}
	for _, f := range p.Dropped {
		page.Fallen = append(page.Fallen, f.Sentence)
	}
	if b, err := v.Bracketed(); err == nil && p.Status == negotiation.Pending {
		cite := v.cites(v.Current())
		for _, c := range b.Conflicts() {
			if slices.ContainsFunc(c.Sides, func(side consolidate.Side) bool { return slices.Contains(side.Amendments, string(p.ID)) }) {
				page.Conflicts = append(page.Conflicts, cmp.Or(cite[c.Provision], "the text")+": "+conflictSentence(c))
			}
		}
	}
}

// amends returns what an amendment is drawn against, and what it changes there.
func (v *visit) amends(p *negotiation.Proposal) (*negotiation.Revision, consolidate.Amendment) {
	if p.Status == negotiation.Pending {
		return v.Current(), p.Now
	}
	return v.Revision(p.Revision), consolidate.Amendment{ID: string(p.ID), Sponsors: []string{"amended"}, Changes: p.Amendment.Changes}
}

func (v *visit) fillActions(page *AmendmentPage, p *negotiation.Proposal) {
	pending := p.Status == negotiation.Pending
	mine := p.Party == v.Me.Party
	if p.Notice != nil && pending {
		page.Notice = "It is let go on " + day(p.Notice.Until) + " unless a party keeps it." + said(p.Notice.Words)
	}
	page.May = May{
		Notice:   pending && v.Can.Keep && v.asOf.IsZero() && p.Notice == nil,
		LetGo:    pending && v.Can.Keep && v.asOf.IsZero() && p.Notice != nil && !v.Now.Before(p.Notice.Until),
		Keep:     pending && v.Can.Propose && p.Notice != nil,
		Decide:   pending && v.Can.Keep,
		Withdraw: pending && mine,
		Widen:    pending && mine && !p.Audience.Everyone,
		Join:     pending && v.Can.Propose && !slices.Contains(p.Sponsors, v.Me.Party),
	}
	for _, d := range p.Decisions {
		page.Decided = append(page.Decided, v.decisionLine(d))
	}
	if !page.May.Decide {
		return
	}
	cur := v.Current()
	chosen := v.r.Form["change"]
	cite := v.cites(cur)
	for _, c := range p.Now.Changes {
		page.Changes = append(page.Changes, ChangeChoice{c.ID, changeHTML(c, cite), slices.Contains(chosen, c.ID)})
	}
	for _, id := range provisionsOf(p.Now.Changes) {
		if cur.Text.Find(id) != nil && len(page.Bridges) < 8 {
			page.Bridges = append(page.Bridges, PanelLine{Key: string(id), Href: v.path + "/bridge/" + string(id), Name: cite[id]})
		}
	}
	page.Consequences = v.consequences(p, chosen)
}

func provisionsOf(changes []consolidate.Change) []text.ID {
	var out []text.ID
	for _, c := range changes {
		if c.Provision != "" && !slices.Contains(out, c.Provision) {
			out = append(out, c.Provision)
		}
	}
	return out
}

func (v *visit) decisionLine(d negotiation.Decision) DecisionLine {
	verb := "Rejected"
	if d.Accepted {
		verb = "Accepted"
	}
	out := DecisionLine{N: d.N, Says: verb + ": " + count(len(d.Changes), "change", "changes") + "."}
	if d.Note != "" {
		out.Says += " " + d.Note
	}
	out.Undoable = d.Undoable && v.Can.Keep
	return out
}

// showConsequences draws only what would follow, for a page that asks again
// whenever a change is ticked.
func (s *site) showConsequences(v *visit) error {
	p, err := v.askedProposal()
	if err != nil {
		return err
	}
	if err := v.r.ParseForm(); err != nil {
		return unreadable(err)
	}
	page := AmendmentPage{Page: v.page("What follows", "amendments"), Name: string(p.ID), Here: v.amendmentPath(p.ID)}
	page.Consequences = v.consequences(p, v.r.Form["change"])
	s.show(v.w, v.r, http.StatusOK, "consequences", page)
	return nil
}

// consequences says what would follow if the named changes, or all that are
// pending, were accepted.
func (v *visit) consequences(p *negotiation.Proposal, chosen []string) *Consequences {
	if p.Status != negotiation.Pending {
		return &Consequences{Problem: "Nothing of this amendment is pending."}
	}
	o, err := v.Consequences(p.ID, chosen...)
	if err != nil {
		return &Consequences{Problem: err.Error()}
	}
	cur := v.Current()
	out := &Consequences{Summary: "Revision " + strconv.Itoa(v.NextRevision()) + ": " + v.compare(cur.Text, o.Text).Summary()}
	for _, f := range o.Fallen {
		id := negotiation.AmendmentID(f.Amendment)
		line := FallenLine{Href: v.amendmentPath(id), Name: f.Amendment, Says: f.Sentence}
		if q, err := v.Proposal(id); err == nil {
			line.Sponsors = v.sponsors(q.Sponsors)
		}
		out.Fallen = append(out.Fallen, line)
	}
	out.Falls = count(len(out.Fallen), "pending change would fall:", "pending changes would fall:")
	out.Stands = "Nothing that is pending would fall; " + count(len(o.Pending), "amendment stays", "amendments stay") + " open."
	return out
}
