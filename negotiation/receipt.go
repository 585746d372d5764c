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
	How          string    // "tabled", "circulated", "handed over at …"
	Opened       time.Time // zero: not known
	Acknowledged time.Time // zero: not yet
}

// WhoHas returns the parties that had received a revision by a moment, as far as
// the member may see it, in the order in which they did.
func (v *View) WhoHas(n int, by time.Time) []Received {
	r := v.Revision(n)
	if r == nil {
		return nil
	}
	var out []Received
	for _, x := range v.deliveries(r) {
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
			if rec.Revision != n || rec.Party != out[i].Party || rec.At.After(by) {
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

// deliveries lists every way in which a party came by a revision.
func (v *View) deliveries(r *Revision) []Received {
	out := []Received{{Party: r.Party, At: r.At, Recorded: r.At, How: "tabled it"}}
	if r.Audience.Everyone && !r.Placeholder() { // everyone knows of a placeholder, and that is all
		for _, p := range v.Parties {
			at := r.At
			if p.Since.After(at) {
				at = p.Since
			}
			out = append(out, Received{Party: p.ID, At: at, Recorded: at, How: "tabled to everyone"})
		}
	}
	for _, c := range v.state.Circulations {
		if c.Revision != r.Number || !c.Until.IsZero() {
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

// Unconsulted returns the parties with a right to be consulted on a revision
// that were not, as far as the member may see it.
func (v *View) Unconsulted(n int) []PartyID {
	var out []PartyID
	for _, c := range v.state.Rules.Consult {
		if !v.state.concerned(c, n) || slices.Contains(out, c.Party) {
			continue
		}
		heard := slices.ContainsFunc(v.state.Consultations, func(x PartyConsulted) bool { return x.Revision == n && x.Party == c.Party })
		has := slices.ContainsFunc(v.WhoHas(n, v.Now), func(x Received) bool { return x.Party == c.Party })
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
