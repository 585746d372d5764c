package negotiation

import (
	"slices"
	"time"

	"parley/consolidate"
	"parley/text"
)

// Line is a provision in the outline, with the state it is in.
type Line struct {
	ID      text.ID
	Cite    string
	Label   string
	Heading string
	Kind    text.Kind
	Depth   int

	Amendments []AmendmentID     // pending ones that act on it
	Stats      consolidate.Stats // of its own words
	Changed    bool              // since the first revision
}

// Contested reports whether amendments contradict one another in the
// provision.
func (l Line) Contested() bool { return l.Stats.Conflicts > 0 }

// Outline lists the provisions of the current revision.
func (v *View) Outline() []Line { return v.lines() }

func (l *lazy) computeLines() []Line {
	cur := l.state.Current()
	if cur == nil {
		return nil
	}
	var each map[text.ID]consolidate.Stats
	if b, err := l.bracketed(); err == nil {
		_, each = b.Stats()
	}
	by := map[text.ID][]AmendmentID{}
	for _, p := range l.proposals() {
		if p.Status == Pending {
			for _, id := range touched(p.Now.Changes) {
				by[id] = append(by[id], p.ID)
			}
		}
	}
	first := map[text.ID]*text.Provision{}
	for _, r := range l.state.Revisions {
		if !r.Placeholder() {
			for _, p := range r.Text.Places() {
				first[p.ID] = p.Provision
			}
			break
		}
	}
	var out []Line
	cites := cur.Text.Cites()
	for i, p := range cur.Text.Places() {
		was := first[p.ID]
		out = append(out, Line{
			ID: p.ID, Cite: cites[i], Label: p.Label, Heading: text.Plain(p.Heading), Kind: p.Kind, Depth: p.Depth,
			Amendments: by[p.ID], Stats: each[p.ID],
			Changed: was == nil || was.Words != p.Words || was.Heading != p.Heading,
		})
	}
	return out
}

// Happening is something that touched a provision.
type Happening struct {
	At        time.Time
	By        MemberID
	Party     PartyID
	What      Touch
	Revision  int         // that it led to, or that it was proposed against
	Amendment AmendmentID // empty for a revision that was tabled whole
}

// Touch says how a provision was touched.
type Touch string

// The ways in which a provision is touched.
const (
	Introduced Touch = "introduced"
	Edited     Touch = "edited"
	Renumbered Touch = "renumbered"
	Removed    Touch = "removed"
	Proposed   Touch = "amendment proposed"
)

// History returns what touched a provision, oldest first.
func (v *View) History(id text.ID) []Happening {
	out := v.revisionsOf(id)
	for _, a := range v.state.Amendments {
		if acts(a.Changes, id) {
			out = append(out, Happening{At: a.At, By: a.By, Party: a.Party, What: Proposed, Revision: a.Revision, Amendment: a.ID})
		}
	}
	slices.SortStableFunc(out, func(a, b Happening) int { return a.At.Compare(b.At) })
	return out
}

// revisionsOf returns the revisions that introduced, edited, renumbered or
// removed a provision.
func (v *View) revisionsOf(id text.ID) []Happening {
	var out []Happening
	var was *text.Provision
	for _, r := range v.Revisions {
		if r.Placeholder() {
			continue
		}
		is := r.Text.Find(id)
		if what := touch(was, is); what != "" {
			h := Happening{At: r.At, By: r.By, Party: r.Author, What: what, Revision: r.Number}
			if len(r.Inputs) == 1 && slices.Contains(r.Inputs[0].Into, id) {
				h.Amendment = r.Inputs[0].Amendment
			}
			out = append(out, h)
		}
		was = is
	}
	return out
}

func touch(was, is *text.Provision) Touch {
	switch {
	case was == nil && is == nil:
		return ""
	case was == nil:
		return Introduced
	case is == nil:
		return Removed
	case was.Words != is.Words || was.Heading != is.Heading:
		return Edited
	case was.Label != is.Label:
		return Renumbered
	}
	return ""
}
