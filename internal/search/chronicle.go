package search

import (
	"cmp"
	"slices"

	"parley/negotiation"
)

// chronicle takes in the reports, the designations that parties dispute, and the
// names that the delegation keeps.
func (c *collection) chronicle() {
	for _, r := range c.v.Reports() {
		issues := slices.Clone(r.On.Issues)
		for _, p := range r.On.Provisions {
			for _, i := range c.issues[p] {
				if !slices.Contains(issues, i) {
					issues = append(issues, i)
				}
			}
		}
		c.add(Thing{
			Kind: Report, ID: string(r.ID), Name: r.Title, By: cmp.Or(r.Speaker.Name, r.Speaker.Body), Party: cmp.Or(r.Speaker.Party, r.Party),
			Parties: append(append([]negotiation.PartyID{r.Party}, r.On.Parties...), r.Calls...), Issues: issues, Stance: r.Stance, At: r.Began(),
		}, reportWords(r)...)
	}
	for _, u := range c.v.Usages() {
		c.add(Thing{Kind: Designation, Name: u.Words, By: c.member(u.By), Party: u.Party, At: u.At}, u.Words, u.Instead, u.Why)
	}
	for _, n := range c.v.Dictionary() {
		c.add(Thing{Kind: Name, Name: n.Name, Parties: []negotiation.PartyID{n.Party}}, append(append([]string{n.Name}, n.Aliases...), n.Titles...)...)
	}
}

// reportWords lists the words of a report, those that tell most first.
func reportWords(r *negotiation.Report) []string {
	t, i, m := r.Document, r.Incident, r.Meeting
	out := []string{r.Title, r.Quote, r.Paraphrase, r.Hedge, t.Copy, r.Speaker.Name, r.Speaker.Capacity, r.Speaker.Body, r.When.Words, r.Reported.Words}
	out = append(out, t.Nature, t.Publisher, t.SeenAt, i.Type, i.Place, m.Place)
	out = slices.Concat(out, t.Participants, i.Actors, m.Participants)
	for _, h := range t.Custody {
		out = append(out, h.By, h.Place)
	}
	for _, f := range r.Figures {
		out = append(out, f.Words, f.Says())
	}
	for _, d := range r.Designations {
		out = append(out, d.Words, d.Whose)
	}
	for _, s := range r.Sources {
		out = append(out, sourceWords(s)...)
	}
	for _, j := range r.Judged {
		out = append(out, j.Ground)
		if j.Source != nil {
			out = append(out, sourceWords(*j.Source)...)
		}
	}
	return out
}

func sourceWords(s negotiation.Source) []string {
	return []string{s.Name, s.URL, s.Archive, s.Published.Words, s.Copy}
}
