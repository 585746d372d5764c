package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"parley/negotiation"
	"parley/text"
)

// GapsPage is the gap map: what each party says to each provision.
type GapsPage struct {
	Page     Page
	Revision string
	Parties  []Sponsor // the columns
	Needed   int
	Many     bool     // there are more parties than columns: a tally stands for them
	Choose   []Choice // of one of them
	Rows     []GapRow
	Whole    []Stand
	Issues   []IssueRow
	Settled  int
	Total    int
	Open     bool      // only what is open is shown
	Past     bool      // each cell tells all that was said, in order
	Chosen   *IssueRow // of which only the provisions are shown
	Waits    string    // for which party's consent everything shown waits
	Topics   []Choice  // issues
	Awaited  []Choice  // parties whose consent is needed
	Shows    []Choice
	AllHref  string
	OpenHref string
	Next     []NextStep
	Take     TakeForm
	May      bool
}

// GapRow is a provision, or the text as a whole.
type GapRow struct {
	Cite, Gist, Href string
	Depth            int
	Stands           []Stand
	Tally            string // of all parties, where they are many
	Progress         negotiation.Progress
	Reopened         bool
}

// Stand is what a party says to a wording, in a word and in a sentence.
type Stand struct {
	Party  Sponsor
	Mark   string // one letter or sign, for one glance
	Class  string // of the look: the mark says the same without it
	Says   string
	Lapsed string // of earlier words, in a sentence
	Href   string // the change that made it lapse
}

// IssueRow is an issue with how far it is.
type IssueRow struct {
	Name, About string
	Progress    negotiation.Progress
	Stands      []Stand
	Blocking    []string
	Open        []Link
	ID          negotiation.IssueID
	Href        string // of the page about it
	Mine        bool   // the member's party blocks it
}

// Link is a link.
type Link struct{ Href, Name string }

// NextStep is something worth working on.
type NextStep struct{ Href, Name, Why string }

// TakeForm is the form in which a position is taken.
type TakeForm struct {
	Action, Back string
	Do           string // where other commands go
	Provision    text.ID
	Issue        negotiation.IssueID
	Lang         string // of the version whose words it is on; "": those of the revision
	Whole        bool
	Stances      []Choice
	Parties      []Choice
	Meetings     []Choice
	Mine         *MyPosition
	Voice        bool // what the member says binds nobody
}

// MyPosition is what the member's own party says.
type MyPosition struct {
	ID    negotiation.PositionID
	Says  string
	Unmet []string
	Words []Choice // open conditions in words, by their number
}

// showGaps shows the gap map.
func (s *site) showGaps(v *visit) error {
	g := v.Gaps()
	if g.Revision == nil {
		return s.showNoText(v)
	}
	s.show(v.w, v.r, http.StatusOK, "gaps", v.gapsPage(g))
	return nil
}

// gapsPage says who takes which position on what.
func (v *visit) gapsPage(g *negotiation.Gaps) GapsPage {
	page := GapsPage{
		Page: v.page("Positions", "positions"), Revision: revisionName(g.Revision), Needed: g.Needed, Many: len(g.Parties) > mostColumns,
		Total: len(g.Rows), Settled: len(g.Rows) - g.Open, Open: v.r.FormValue("show") == "open",
		AllHref: v.path + "/positions", OpenHref: v.path + "/positions?show=open",
	}
	v.narrow(&page, g)
	columns := v.columns(g)
	if page.Many {
		page.Choose, page.Needed = v.partyChoices(g, columns[0]), 0
	}
	for _, c := range columns {
		page.Parties = append(page.Parties, v.sponsor(g.Parties[c]))
	}
	page.Whole = v.stands(picked(g.Whole, columns), g.Revision)
	places := map[text.ID]*text.Provision{}
	for _, p := range g.Revision.Text.Places() {
		places[p.ID] = p.Provision
	}
	shown := make([]negotiation.PartyID, len(columns))
	for i, c := range columns {
		shown[i] = g.Parties[c]
	}
	past := v.everSaid(page.Past, shown)
	for _, row := range g.Rows {
		if !page.holds(row, v) {
			continue
		}
		line := GapRow{
			Cite: row.Cite, Gist: beginning(gist(places[row.ID]), 60), Href: at(v.path+"/text", nil, row.ID),
			Depth: min(row.Depth, 4), Stands: v.stands(picked(row.Supports, columns), g.Revision), Progress: row.Progress, Reopened: row.Reopened,
		}
		for i := range line.Stands {
			if steps := past[shown[i]][row.ID]; len(steps) > 0 {
				line.Stands[i].through(steps)
			}
		}
		if page.Many {
			line.Tally = tally(row.Supports)
		}
		page.Rows = append(page.Rows, line)
	}
	for _, i := range g.Issues {
		page.Issues = append(page.Issues, v.issueRow(i, g))
	}
	page.Next = v.nextSteps(g)
	page.Take, page.May = v.takeForm(negotiation.Subject{}), v.speaks()
	if page.Chosen != nil {
		page.Take = v.takeForm(negotiation.Subject{Issue: page.Chosen.ID})
	}
	return page
}

// mostColumns is how many parties have columns of their own: more than a page is
// wide help nobody.
const mostColumns = 24

// columns returns which of the parties have columns: all, or, where they are many,
// the one that was chosen, first the member's own.
func (v *visit) columns(g *negotiation.Gaps) []int {
	var all []int
	chosen := 0
	for i, p := range g.Parties {
		all = append(all, i)
		asked := negotiation.PartyID(v.r.FormValue("party"))
		if p == asked || asked == "" && p == v.Me.Party {
			chosen = i
		}
	}
	if len(all) > mostColumns {
		return []int{chosen}
	}
	return all
}

func (v *visit) partyChoices(g *negotiation.Gaps, on int) []Choice {
	out := make([]Choice, len(g.Parties))
	for i, p := range g.Parties {
		out[i] = Choice{Value: string(p), Name: v.sponsor(p).Name, On: i == on}
	}
	return out
}

func picked(all []negotiation.Support, columns []int) []negotiation.Support {
	out := make([]negotiation.Support, len(columns))
	for i, c := range columns {
		out[i] = all[c]
	}
	return out
}

// tally says how many parties say what, and names those who refuse.
func tally(all []negotiation.Support) string {
	by := map[negotiation.Stance]int{}
	var refuse []string
	for _, x := range all {
		by[x.Stance]++
		if x.Stance.Refuses() && len(refuse) < 6 {
			refuse = append(refuse, string(x.Party))
		}
	}
	var out []string
	for _, s := range []negotiation.Stance{negotiation.Accepts, negotiation.AcceptsAdReferendum, negotiation.AcceptsIf} {
		if by[s] > 0 {
			out = append(out, fmt.Sprintf("%d %s", by[s], s))
		}
	}
	if n := by[negotiation.Reserves] + by[negotiation.Objects]; n > 0 {
		who := strings.Join(refuse, ", ")
		if n > len(refuse) {
			who += " …"
		}
		out = append(out, fmt.Sprintf("%d refuse (%s)", n, who))
	}
	if n := by[""]; n > 0 {
		out = append(out, fmt.Sprintf("%d silent", n))
	}
	return strings.Join(out, ", ")
}

// speaks reports whether the member may take positions now.
func (v *visit) speaks() bool {
	p := v.MyParty()
	return v.asOf.IsZero() && p != nil && p.Role != negotiation.Observer
}

func (v *visit) issueRow(i negotiation.IssueState, g *negotiation.Gaps) IssueRow {
	out := IssueRow{ID: i.ID, Name: i.Name, About: i.About, Progress: i.Progress, Href: v.path + "/positions?issue=" + url.QueryEscape(string(i.ID))}
	out.Mine = slices.ContainsFunc(i.Blocking, func(b negotiation.Block) bool { return b.Party == v.Me.Party })
	for _, x := range i.Supports {
		if x.Position != nil || x.Lapsed != nil {
			out.Stands = append(out.Stands, v.stand(x, g.Revision))
		}
	}
	for _, b := range i.Blocking {
		out.Blocking = append(out.Blocking, isolated(v.sponsor(b.Party).Name)+" cannot sign while it is open."+said(b.Words))
	}
	for _, id := range i.Open {
		out.Open = append(out.Open, Link{at(v.path+"/text", nil, id), v.subject(negotiation.Subject{Provision: id})})
	}
	return out
}

// marks are how a stance is shown in one sign: without colour, too.
var stanceMarks = map[negotiation.Stance][2]string{
	negotiation.Accepts: {"✓", "yes"}, negotiation.AcceptsAdReferendum: {"✓r", "yes"}, negotiation.AcceptsIf: {"if", "maybe"},
	negotiation.Reserves: {"R", "no"}, negotiation.Objects: {"✕", "no"}, negotiation.Basis: {"b", "maybe"},
}

func (v *visit) stands(supports []negotiation.Support, r *negotiation.Revision) []Stand {
	out := make([]Stand, len(supports))
	for i, x := range supports {
		out[i] = v.stand(x, r)
	}
	return out
}

func (v *visit) stand(x negotiation.Support, r *negotiation.Revision) Stand {
	out := Stand{Party: v.sponsor(x.Party), Mark: "·", Class: "none", Says: "has said nothing to these words"}
	if x.Position != nil {
		m := stanceMarks[x.Stance]
		out.Mark, out.Class = m[0], m[1]
		out.Says = v.positionSentence(x)
	}
	if x.Lapsed != nil {
		if x.Position == nil {
			out.Mark, out.Class = "↺", "lapsed"
			out.Says = "says nothing to these words"
		}
		out.Lapsed = fmt.Sprintf("%s was given for the words of revision %d", x.Lapsed.Stance, x.Lapsed.Revision)
		if x.LapsedIn > 0 {
			out.Lapsed += fmt.Sprintf(", which changed in revision %d", x.LapsedIn)
			if held := v.held(x.Lapsed.Revision); held != nil {
				out.Href = fmt.Sprintf("%s/compare?old=%d&new=%d", v.path, x.Lapsed.Revision, r.Number)
			}
		}
		out.Lapsed += "." + said(x.Lapsed.Words)
	}
	return out
}

// positionSentence says what a party says, since when, and on what it hangs.
func (v *visit) positionSentence(x negotiation.Support) string {
	s := string(x.Stance)
	for _, c := range x.Unmet {
		s += "; " + v.conditionWords(c)
	}
	return s + said(x.Position.Words) + " (" + v.memberName(x.Position.By) + ", " + day(x.Position.At) + ")"
}

func (v *visit) conditionWords(c negotiation.Condition) string {
	switch {
	case c.Wording != "":
		return "if " + v.subject(negotiation.Subject{Provision: c.Wording}) + " stands as it was"
	case c.Party != "":
		return "if " + v.sponsor(c.Party).Name + " accepts " + v.subject(negotiation.Subject{Provision: c.Provision})
	case c.Meeting != "":
		return "if " + v.meetingTitle(c.Meeting) + " takes place"
	}
	return "if " + isolated(c.Words)
}

// nextSteps are the provisions that the fewest consents keep open, nobody
// refusing them.
func (v *visit) nextSteps(g *negotiation.Gaps) []NextStep {
	rows := slices.DeleteFunc(slices.Clone(g.Rows), func(r negotiation.Gap) bool {
		return r.Progress.Settled() || r.Progress == negotiation.Contested || len(r.Missing) == g.Needed
	})
	slices.SortStableFunc(rows, func(a, b negotiation.Gap) int { return cmp.Compare(len(a.Missing), len(b.Missing)) })
	var out []NextStep
	for _, r := range rows[:min(5, len(rows))] {
		names := make([]string, len(r.Missing))
		for i, p := range r.Missing {
			names[i] = v.sponsor(p).Name
		}
		out = append(out, NextStep{at(v.path+"/text", nil, r.ID), v.subject(negotiation.Subject{Provision: r.ID}), "only " + listed(names) + " has not accepted it"})
	}
	return out
}

// takeForm is the form for a position on a subject.
func (v *visit) takeForm(on negotiation.Subject) TakeForm {
	f := TakeForm{
		Action: v.path + "/do/take-position", Do: v.path + "/do/", Back: v.path + "/positions", Provision: on.Provision, Issue: on.Issue, Whole: on.Whole(),
		Voice: v.Me.Mandate.Voice,
	}
	if on.Issue != "" {
		f.Back = v.path + "/positions?issue=" + url.QueryEscape(string(on.Issue))
	}
	if on.Provision != "" {
		f.Back = v.path + "/text?at=" + url.QueryEscape(string(on.Provision))
	}
	for _, s := range negotiation.Stances {
		if s != negotiation.Basis || on.Whole() && on.Lang == "" {
			f.Stances = append(f.Stances, Choice{Value: string(s), Name: string(s), On: s == negotiation.Accepts})
		}
	}
	for _, p := range v.Parties {
		if p.ID != v.Me.Party && p.Role != negotiation.Observer {
			f.Parties = append(f.Parties, Choice{Value: string(p.ID), Name: p.Name})
		}
	}
	for _, m := range v.Meetings() {
		if m.Status != negotiation.Held && m.Status != negotiation.Cancelled {
			f.Meetings = append(f.Meetings, Choice{Value: string(m.ID), Name: m.Title})
		}
	}
	x := v.Support(v.Me.Party, on)
	if x.Position != nil {
		f.Mine = &MyPosition{ID: x.Position.ID, Says: v.positionSentence(x)}
		for i, c := range x.Position.If {
			if c.Words != "" && slices.Contains(x.Unmet, c) {
				f.Mine.Words = append(f.Mine.Words, Choice{Value: fmt.Sprint(i), Name: c.Words})
			}
		}
	}
	return f
}
