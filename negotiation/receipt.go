package negotiation

import (
	"slices"
	"time"

	"parley/text"
)

// Who had received which revision, and who should have been heard on it.

// Received is that a party received a revision.
type Received struct {
	Party        PartyID
	At           time.Time // when it was sent, or handed over
	Recorded     time.Time
	How          string    // Tabled, "sent here", "handed over at …"
	Opened       time.Time // zero: not known
	Acknowledged time.Time // zero: not yet
}

// Tabled is how a party has its own paper.
const Tabled = "tabled it"

// WhoHas returns the parties that had received a paper by a moment, as far as the
// member may see it, in the order in which they did.
func (v *View) WhoHas(paper Paper, by time.Time) []Received {
	var out []Received
	for _, x := range v.deliveries(paper) {
		i := slices.IndexFunc(out, func(y Received) bool { return y.Party == x.Party })
		switch {
		case x.At.After(by):
		case i < 0:
			out = append(out, x)
		case x.At.Before(out[i].At):
			out[i] = x
		}
	}
	for i := range out {
		for _, rec := range v.state.Receipts {
			if rec.Paper != paper || rec.Party != out[i].Party || rec.At.After(by) {
				continue
			}
			if rec.Opening {
				out[i].Opened = rec.At
			} else {
				out[i].Acknowledged = rec.At
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Received) int { return a.At.Compare(b.At) })
	return out
}

// deliveries lists every way in which a party came by a paper.
func (v *View) deliveries(paper Paper) []Received {
	out := v.tabled(paper)
	for _, c := range v.state.Circulations {
		if c.Paper != paper || !c.Until.IsZero() {
			continue
		}
		x := Received{At: c.At, Recorded: c.At, How: "sent here"}
		if c.Elsewhere != nil {
			x.At, x.How = c.Elsewhere.At, "handed over at "+c.Elsewhere.Place
		}
		for _, p := range c.To {
			x.Party = p
			out = append(out, x)
		}
	}
	return out
}

// tabled lists who had a paper from those who made it: they themselves, and to
// whom they showed it at once.
func (v *View) tabled(paper Paper) []Received {
	var by PartyID
	var since time.Time
	var to Audience
	switch {
	case paper.Amendment != "":
		a := v.state.amendment(paper.Amendment)
		if a == nil {
			return nil
		}
		by, since, to = a.Party, a.At, a.Audience
	case paper.Document != "":
		d := v.state.document(paper.Document)
		if d == nil {
			return nil
		}
		by, since, to = d.Party, d.At, d.Audience
	default:
		r := v.Revision(paper.Revision)
		if r == nil {
			return nil
		}
		by, since = r.Party, r.At
		to.Everyone = r.Audience.Everyone && !r.Placeholder() // everyone knows of a placeholder, and that is all
	}
	out := []Received{{Party: by, At: since, Recorded: since, How: Tabled}}
	for _, p := range v.Parties {
		at := since
		if p.Since.After(at) {
			at = p.Since
		}
		switch {
		case to.Everyone:
			out = append(out, Received{Party: p.ID, At: at, Recorded: at, How: "tabled to everyone"})
		case slices.Contains(to.Parties, p.ID):
			out = append(out, Received{Party: p.ID, At: at, Recorded: at, How: "shown to it"})
		}
	}
	return out
}

// Unconsulted returns the parties with a right to be consulted on a revision
// that were not, as far as the member may see it.
func (v *View) Unconsulted(n int) []PartyID {
	var out []PartyID
	for _, c := range v.state.Rules.Consult {
		if !v.state.concerned(c, n) || slices.Contains(out, c.Party) {
			continue
		}
		heard := slices.ContainsFunc(v.state.Consultations, func(x PartyConsulted) bool { return x.Revision == n && x.Party == c.Party })
		has := slices.ContainsFunc(v.WhoHas(Paper{Revision: n}, v.Now), func(x Received) bool { return x.Party == c.Party })
		if !heard && !has {
			out = append(out, c.Party)
		}
	}
	return out
}

// concerned reports whether a right to be consulted is about a revision.
func (s *State) concerned(c Consultation, n int) bool {
	r := s.Revision(n)
	about := slices.Clone(c.Provisions)
	if i := s.issue(c.Issue); i != nil {
		about = append(about, i.Provisions...)
	}
	if r == nil || len(about) == 0 {
		return r != nil
	}
	var before *Revision
	for _, x := range s.Revisions {
		if x.Number < n && !x.Placeholder() {
			before = x
		}
	}
	if r.Placeholder() || before == nil {
		return true
	}
	return slices.ContainsFunc(about, func(id text.ID) bool { return before.words().of[id] != r.words().of[id] })
}
