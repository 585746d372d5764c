package web

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

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

// compared is a revision, or a press copy or translation, on one side of a
// comparison.
type compared struct {
	value, name string
	text        *text.Text // nil: not held
	number      int        // of a revision
}

// copyValue begins the value of what is no revision.
const copyValue = "copy-"

// compareRevisions compares the two texts asked for, or the newest revision
// with the one before it.
func (s *site) compareRevisions(v *visit) error {
	if v.Current() == nil {
		return s.showNoText(v)
	}
	new, err := v.askedCompared("new", v.Current())
	if err != nil {
		return err
	}
	before := v.Current()
	if r := v.Revision(new.number); r != nil && v.heldBefore(r) != nil {
		before = v.heldBefore(r)
	}
	old, err := v.askedCompared("old", before)
	if err != nil {
		return err
	}
	view := v.r.FormValue("view")
	page := ComparePage{
		Page: v.page("Compare", "compare"), Old: v.comparedChoices(old.value), New: v.comparedChoices(new.value),
		Views:   choose(view, []Choice{{Value: "inline", Name: "one text"}, {Value: "side", Name: "side by side"}, {Value: "concordance", Name: "concordance"}}),
		OldName: old.name, NewName: new.name, Dir: "auto",
	}
	switch {
	case old.text == nil || new.text == nil:
		page.Problem = "The words of one of these revisions are not held here, so there is nothing to compare. Choose another."
	case view == "concordance":
		page.Concordance = concordance(old.text, new.text)
	default:
		v.fillRedline(&page, old, new, view == "side")
	}
	s.show(v.w, v.r, http.StatusOK, "compare", page)
	return nil
}

// askedCompared returns what a parameter names, or the usual revision.
func (v *visit) askedCompared(name string, usual *negotiation.Revision) (compared, error) {
	asked := v.r.FormValue(name)
	if id, ok := strings.CutPrefix(asked, copyValue); ok {
		for _, c := range v.Renderings {
			if c.ID == id {
				return compared{asked, "the copy " + isolated(c.Name), c.Text, 0}, nil
			}
		}
		return compared{}, missing("copy " + id)
	}
	r, err := v.askedRevision(name, usual)
	if err != nil {
		return compared{}, err
	}
	return compared{strconv.Itoa(r.Number), revisionName(r), r.Text, r.Number}, nil
}

// comparedChoices lists revisions and copies.
func (v *visit) comparedChoices(on string) []Choice {
	out := v.revisionChoices(0)
	for _, c := range slices.Backward(v.Renderings) {
		out = append(out, Choice{Value: copyValue + c.ID, Name: "Copy: " + isolated(c.Name)})
	}
	return choose(on, out)
}

func (v *visit) fillRedline(page *ComparePage, old, new compared, sideBySide bool) {
	d := v.redlineOf(old.text, new.text, sideBySide)
	page.Redline, page.Summary, page.Bearings, page.Changes, page.Wide = d.html, d.summary, d.bearings, d.count(), sideBySide
	page.Dir = direction(new.text.Lang)
	if old.number > 0 && new.number > 0 {
		page.Download = fmt.Sprintf("%s/export/redline-%d-%d.html", v.path, old.number, new.number)
	}
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
