package search

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// Things lists what a view holds that can be looked for, in an order that
// depends on the view alone. What lies in the reading room is not among it: it
// may be read on screen and not be taken apart.
func Things(v *negotiation.View) []Thing {
	c := &collection{v: v, issues: map[text.ID][]negotiation.IssueID{}, names: make(map[negotiation.MemberID]string, len(v.Members))}
	for _, m := range v.Members {
		c.names[m.ID] = m.Name
	}
	c.things = make([]Thing, 0, len(v.Members)+len(v.Proposals())+len(v.Positions())+len(v.Statements())+len(v.Reports())+1000)
	c.linkIssues()
	c.revisions()
	c.translations()
	c.renderings()
	c.amendments()
	c.positions()
	c.issueNames()
	c.statements()
	c.chronicle()
	c.documents()
	c.meetings()
	c.messages()
	c.table()
	c.process()
	c.closing()
	c.acts()
	return c.things
}

// collection is things as they are gathered.
type collection struct {
	v      *negotiation.View
	issues map[text.ID][]negotiation.IssueID // by provision, those above it among them
	names  map[negotiation.MemberID]string
	things []Thing
}

// add takes a thing in, with those of the fields that say something.
func (c *collection) add(t Thing, fields ...string) {
	for _, f := range fields {
		if f = strings.TrimSpace(f); f != "" {
			t.Fields = append(t.Fields, f)
		}
	}
	if len(t.Fields) > 0 {
		t.Digest = digest(t.Fields)
	}
	others := t.Parties
	t.Parties = nil
	if t.Party != "" {
		t.Parties = []negotiation.PartyID{t.Party}
	}
	for _, p := range others {
		if p != "" && !slices.Contains(t.Parties, p) {
			t.Parties = append(t.Parties, p)
		}
	}
	c.things = append(c.things, t)
}

func (c *collection) member(id negotiation.MemberID) string {
	return cmp.Or(c.names[id], string(id))
}

// linkIssues finds to which issues each provision of each revision belongs: its
// own, and those of what stands above it.
func (c *collection) linkIssues() {
	own := map[text.ID][]negotiation.IssueID{}
	for _, i := range c.v.Issues() {
		for _, p := range i.Provisions {
			own[p] = append(own[p], i.ID)
		}
	}
	if len(own) == 0 {
		return
	}
	var walk func(ps []*text.Provision, above []negotiation.IssueID)
	walk = func(ps []*text.Provision, above []negotiation.IssueID) {
		for _, p := range ps {
			here := above
			for _, i := range own[p.ID] {
				if !slices.Contains(here, i) {
					here = append(slices.Clip(here), i)
				}
			}
			if len(here) > 0 {
				c.issues[p.ID] = here
			}
			walk(p.Children, here)
		}
	}
	for _, r := range c.v.Revisions {
		if !r.Placeholder() {
			walk(r.Text.Provisions, nil)
		}
	}
}

func (c *collection) on(s negotiation.Subject) []negotiation.IssueID {
	if s.Issue != "" {
		return []negotiation.IssueID{s.Issue}
	}
	return c.issues[s.Provision]
}

// revisions takes in each revision, and each provision once for each wording
// that it had.
func (c *collection) revisions() {
	type wording struct {
		id   text.ID
		said Digest
	}
	seen := map[wording]int{}
	for _, r := range slices.Backward(c.v.Revisions) {
		by := cmp.Or(r.Author, r.Party)
		about := []string{r.Name, r.Note, r.Source}
		for _, a := range c.v.Authorships(r.Number) {
			about = append(about, a.Words)
		}
		for _, d := range c.v.Disputes(r.Number) {
			about = append(about, d.Words, d.Source)
		}
		if !r.Placeholder() {
			about = append(about, r.Text.Title)
		}
		c.add(Thing{Kind: Revision, Name: r.Name, By: c.member(r.By), Party: by, At: r.At, Revision: r.Number}, about...)
		if r.Placeholder() {
			continue
		}
		cites := r.Text.Cites()
		for i, p := range r.Text.Places() {
			fields := provisionFields(cites[i], p.Provision)
			key := wording{p.ID, digest(fields)}
			if at, ok := seen[key]; ok {
				c.things[at].Since = r.Number
				continue
			}
			seen[key] = len(c.things)
			c.add(Thing{Kind: Provision, ID: string(p.ID), Name: cites[i], Party: by, Issues: c.issues[p.ID], At: r.At, Revision: r.Number, Since: r.Number, Provision: p.ID}, fields...)
		}
	}
}

func provisionFields(cite string, p *text.Provision) []string {
	return []string{cite, text.Plain(p.Heading), text.Plain(p.Words)}
}

func (c *collection) translations() {
	for _, x := range slices.Backward(c.v.LanguageVersions()) {
		r := c.v.Revision(x.Revision)
		if r == nil {
			continue
		}
		cites := x.Text.Cites()
		for i, p := range x.Text.Places() {
			c.add(Thing{Kind: Translation, ID: string(p.ID), Name: cites[i], By: c.member(x.By), Issues: c.issues[p.ID], At: r.At, Revision: x.Revision, Provision: p.ID, Lang: x.Lang}, provisionFields(cites[i], p.Provision)...)
		}
	}
}

func (c *collection) renderings() {
	for _, x := range c.v.Renderings {
		c.add(Thing{Kind: Rendering, ID: x.ID, Name: x.Name, By: c.member(x.By), At: x.At}, append([]string{x.Name, x.Source}, wordsOf(x.Text)...)...)
	}
}

// wordsOf lists the words of a whole text.
func wordsOf(t *text.Text) []string {
	if t == nil {
		return nil
	}
	out := []string{t.Title}
	for _, p := range t.Places() {
		out = append(out, text.Plain(p.Heading), text.Plain(p.Words))
	}
	return out
}

// mostNamed is how many provisions an amendment is named after.
const mostNamed = 4

func (c *collection) amendments() {
	cites := map[int]map[text.ID]string{}
	for _, p := range c.v.Proposals() {
		if cites[p.Revision] == nil {
			cites[p.Revision] = c.citesOf(p.Revision)
		}
		t := Thing{Kind: Amendment, ID: string(p.ID), By: c.member(p.By), Party: p.Party, Parties: p.Sponsors, At: p.At, Revision: p.Revision}
		fields := []string{p.Explanation}
		var names []string
		for _, x := range p.Changes {
			fields = append(fields, changeWords(x)...)
			for _, i := range c.issues[x.Provision] {
				if !slices.Contains(t.Issues, i) {
					t.Issues = append(t.Issues, i)
				}
			}
			if n := cites[p.Revision][x.Provision]; n != "" && !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
		t.Name = strings.Join(names[:min(len(names), mostNamed)], ", ")
		if more := len(names) - mostNamed; more > 0 {
			t.Name += fmt.Sprintf(" and %d more", more)
		}
		for _, d := range p.Decisions {
			fields = append(fields, d.Note)
		}
		if p.Status == negotiation.Withdrawn || p.Status == negotiation.Released {
			fields = append(fields, p.Reason)
		}
		c.add(t, append(fields, string(p.ID), strings.Join(names, ", "))...)
	}
}

func (c *collection) citesOf(revision int) map[text.ID]string {
	out := map[text.ID]string{}
	if r := c.v.Revision(revision); r != nil && !r.Placeholder() {
		cites := r.Text.Cites()
		for i, p := range r.Text.Places() {
			out[p.ID] = cites[i]
		}
	}
	return out
}

// changeWords lists the words that a change proposes, and those that it strikes.
func changeWords(x consolidate.Change) []string {
	out := []string{text.Plain(x.New)}
	for _, p := range x.Inserted {
		t := text.Text{Provisions: []*text.Provision{p}}
		out = append(out, wordsOf(&t)...)
	}
	return append(out, text.Plain(x.Old))
}

func (c *collection) positions() {
	for _, p := range c.v.Positions() {
		fields := []string{p.Words}
		for _, x := range p.If {
			fields = append(fields, x.Words)
		}
		c.add(Thing{
			Kind: Position, ID: string(p.ID), By: c.member(p.By), Party: p.Party, Issues: c.on(p.On), On: p.On, Stance: p.Stance, At: p.At, Revision: p.Revision, Provision: p.On.Provision,
		}, fields...)
	}
}

// issueNames takes in the issues, which have no time of their own.
func (c *collection) issueNames() {
	for _, i := range c.v.Issues() {
		fields := []string{i.Name, i.About}
		for _, b := range i.Blocking {
			fields = append(fields, b.Words)
		}
		c.add(Thing{Kind: Issue, ID: string(i.ID), Name: i.Name, Issues: []negotiation.IssueID{i.ID}}, fields...)
	}
}

func (c *collection) statements() {
	for _, x := range c.v.Statements() {
		c.add(Thing{
			Kind: Statement, ID: string(x.ID), By: x.Speaker, Party: x.Party, Parties: x.With, Issues: c.on(x.On), On: x.On, At: x.Said, Provision: x.On.Provision,
		}, x.Words, x.Speaker, x.Capacity, x.Source)
	}
	for _, n := range c.v.Notes() {
		c.add(Thing{Kind: Note, By: c.member(n.By), Party: n.Party, Issues: c.on(n.On), On: n.On, At: n.At, Provision: n.On.Provision}, n.Words)
	}
}

func (c *collection) documents() {
	for _, d := range c.v.Documents() {
		c.add(Thing{Kind: Document, ID: string(d.ID), Name: d.Title, By: c.member(d.By), Party: d.Party, At: d.At}, d.Title, d.Words)
	}
}

func (c *collection) meetings() {
	for _, m := range c.v.Meetings() {
		t := Thing{Kind: Meeting, ID: string(m.ID), Name: m.Title, By: c.member(m.By), Party: m.Party, Parties: append(slices.Clone(m.Parties), m.Between), At: m.At}
		if m.When.Known() {
			t.At = m.When.From
		}
		fields := planWords(m.Plan)
		for _, i := range m.Agenda {
			if i.Issue != "" {
				t.Issues = append(t.Issues, i.Issue)
			}
			t.Issues = append(t.Issues, c.issues[i.Provision]...)
		}
		if m.Outcome != nil {
			t.At = m.Outcome.From
			fields = append(fields, m.Outcome.Words)
		}
		fields = append(fields, m.Reason)
		for _, h := range m.History {
			fields = append(append(fields, h.Why), planWords(h.Plan)...)
		}
		c.add(t, fields...)
	}
}

func planWords(p negotiation.Plan) []string {
	out := []string{p.Title, p.Place, p.Level, p.When.Words}
	for _, i := range p.Agenda {
		out = append(out, i.Words)
	}
	for _, x := range p.Participants {
		out = append(out, x.Name, x.Capacity)
	}
	return out
}

func (c *collection) messages() {
	for _, r := range c.v.Rooms() {
		for _, x := range c.v.Said(r.ID) {
			c.add(Thing{Kind: Message, ID: string(r.ID), Name: r.Name, By: c.member(x.By), Party: x.Party, At: x.At}, x.Words)
		}
	}
}

func (c *collection) table() {
	for _, p := range c.v.Parties {
		c.add(Thing{Kind: Party, ID: string(p.ID), Name: p.Name, Party: p.ID, Parties: p.Parties, At: p.Since}, p.Name, string(p.ID))
	}
	for _, m := range c.v.Members {
		at := time.Time{}
		if p := c.v.Party(m.Party); p != nil {
			at = p.Since
		}
		c.add(Thing{Kind: Member, ID: string(m.ID), Name: m.Name, Party: m.Party, At: at}, m.Name, m.Capacity, m.Mandate.From, m.Mandate.Words)
	}
}

// process takes in what the process says of itself.
func (c *collection) process() {
	for _, g := range c.v.Gates() {
		c.add(Thing{Kind: Gate, ID: string(g.ID), Name: g.Name}, g.Name, g.About)
	}
	for _, x := range c.v.Silences() {
		fields := []string{x.Words}
		parties := []negotiation.PartyID{}
		for _, b := range x.Breaks {
			fields, parties = append(fields, b.Words), append(parties, b.Party)
		}
		c.add(Thing{Kind: Silence, ID: string(x.ID), By: c.member(x.By), Party: x.Party, Parties: parties, At: x.At, Revision: x.Revision}, fields...)
	}
	c.points()
	for _, x := range c.v.Consultations() {
		c.add(Thing{Kind: Consultation, Party: x.Party, At: x.At, Revision: x.Revision}, x.Words)
	}
}

// points takes in what is bargained over, and what cannot go together.
func (c *collection) points() {
	b := c.v.Bargain()
	if b == nil {
		return
	}
	for _, p := range b.Points {
		t := Thing{Kind: Point, ID: string(p.ID), Name: p.Name, By: c.member(b.By), At: b.At, Revision: b.Revision}
		if p.Issue != "" {
			t.Issues = []negotiation.IssueID{p.Issue}
		}
		fields := []string{p.Name}
		for _, o := range p.Options {
			fields = append(fields, o.Name, o.Words)
		}
		c.add(t, fields...)
	}
	for _, f := range b.Forbidden {
		c.add(Thing{Kind: Point, By: c.member(b.By), At: b.At, Revision: b.Revision}, f.Why)
	}
}

func (c *collection) closing() {
	for _, x := range c.v.Instruments() {
		c.add(Thing{Kind: Instrument, ID: string(x.ID), Name: x.Name, Parties: x.Parties}, append([]string{x.Name, x.Relation}, wordsOf(x.Text)...)...)
	}
	for _, d := range c.v.Declarations() {
		c.add(Thing{Kind: Declaration, Party: d.Party, Issues: c.issues[d.Provision], At: d.At, Provision: d.Provision}, d.Words)
	}
}
