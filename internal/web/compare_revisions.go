package web

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// ComparePage shows what changed between two revisions, or which provisions
// of them are about the same.
type ComparePage struct {
	Page             Page
	Old, New         []Choice
	Views            []Choice
	Problem          string
	Summary          string
	Changes          string
	Bearings         []Bearing
	Redline          template.HTML
	Wide             bool
	Download         string
	Dir              string
	OldName, NewName string
	Concordance      []ConcordanceRow
}

// ConcordanceRow says which provisions are about the same.
type ConcordanceRow struct {
	Old, New []ConcordanceSide
	Kind     string
	Sure     string
	Doubt    bool
}

// ConcordanceSide is a provision in a concordance.
type ConcordanceSide struct{ Cite, What string }

// doubtful is below which confidence a match is shown as doubtful.
const doubtful = 0.7

// compareRevisions compares the two revisions asked for, or the newest with
// the one before it.
func (s *site) compareRevisions(v *visit) error {
	new, err := v.askedRevision("new", v.Current())
	if err != nil {
		return err
	}
	if new == nil {
		return s.showNoText(v)
	}
	old, err := v.askedRevision("old", v.heldBefore(new))
	if err != nil {
		return err
	}
	if old == nil {
		old = new
	}
	view := v.r.FormValue("view")
	page := ComparePage{
		Page: v.page("Compare", "compare"), Old: v.revisionChoices(old.Number), New: v.revisionChoices(new.Number),
		Views:   []Choice{{"inline", "one text", view == "inline"}, {"side", "side by side", view == "side"}, {"concordance", "concordance", view == "concordance"}},
		OldName: revisionName(old), NewName: revisionName(new), Dir: directionOf(new),
	}
	switch {
	case old.Placeholder() || new.Placeholder():
		page.Problem = "The words of one of these revisions are not held here, so there is nothing to compare. Choose another."
	case view == "concordance":
		page.Concordance = concordance(old.Text, new.Text)
	default:
		v.fillRedline(&page, old, new, view == "side")
	}
	s.show(v.w, v.r, http.StatusOK, "compare", page)
	return nil
}

func (v *visit) fillRedline(page *ComparePage, old, new *negotiation.Revision, sideBySide bool) {
	d := v.redlineOf(old.Text, new.Text, sideBySide)
	page.Redline, page.Summary, page.Bearings, page.Changes, page.Wide = d.html, d.summary, d.bearings, d.count(), sideBySide
	page.Download = fmt.Sprintf("%s/export/redline-%d-%d.html", v.path, old.Number, new.Number)
}

func concordance(old, new *text.Text) []ConcordanceRow {
	sides := func(t *text.Text, ss []redline.Side) []ConcordanceSide {
		var out []ConcordanceSide
		for _, s := range ss {
			p := t.Find(s.ID)
			if p == nil {
				continue
			}
			out = append(out, ConcordanceSide{s.Cite, beginning(gist(p), 90)})
		}
		return out
	}
	var out []ConcordanceRow
	for _, r := range redline.Concord(old, new).Relations {
		out = append(out, ConcordanceRow{
			Old: sides(old, r.Old), New: sides(new, r.New), Kind: r.Kind(),
			Sure: percent(r.Confidence), Doubt: r.Confidence < doubtful,
		})
	}
	return out
}

// gist returns what a provision is known by: its heading, its words, or the
// words of the first below it.
func gist(p *text.Provision) string {
	for {
		switch {
		case p.Heading != "":
			return p.Heading
		case p.Words != "" || len(p.Children) == 0:
			return p.Words
		}
		p = p.Children[0]
	}
}

// percent is for reading only; no decision hangs on it.
func percent(f float64) string { return strconv.Itoa(int(f*100+0.5)) + " %" }

func directionOf(r *negotiation.Revision) string {
	if r.Placeholder() {
		return "auto"
	}
	return direction(r.Text.Lang)
}
