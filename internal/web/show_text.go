package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"parley/negotiation"
	"parley/text"
)

// TextPage is a revision set for reading, between its outline and what is
// pending on the provision that was chosen.
type TextPage struct {
	Page        Page
	Revisions   []Choice
	Standing    string
	Opening     Opening
	Name, Note  string
	Held        bool
	CompareHref string
	ProposeHref string
	ImportHref  string
	Outline     Outline
	Text        Reading
	Panel       Panel
}

// Panel stands beside a text: about a provision, or about the whole.
type Panel struct {
	Label     string
	Title     string
	Says      string
	Lines     []PanelLine
	Provision *ProvisionPanel
}

// PanelLine is a link in the panel.
type PanelLine struct {
	Key, Href, Name string
	Beside          bool // it opens in the panel
	Sponsors        []Sponsor
}

// openNegotiation leads to the overview.
func (s *site) openNegotiation(v *visit) error {
	http.Redirect(v.w, v.r, v.path+"/overview", http.StatusSeeOther)
	return nil
}

// showText shows a revision: the newest whose words are held, unless another
// is asked for.
func (s *site) showText(v *visit) error {
	revision, err := v.askedRevision("revision", v.Current())
	if err != nil {
		return err
	}
	if revision == nil {
		return s.showNoText(v)
	}
	page := TextPage{
		Page: v.page("Text", "text"), Name: revisionName(revision), Note: revision.Note,
		Standing: v.provenance(revision), Held: !revision.Placeholder(),
		Revisions: v.revisionChoices(revision.Number),
	}
	if v.Can.Keep {
		page.ImportHref = v.path + "/import"
	}
	if page.Held {
		page.Opening = v.opening(negotiation.Paper{Revision: revision.Number})
		v.fillText(&page, revision)
	}
	s.show(v.w, v.r, http.StatusOK, "text", page)
	return nil
}

func (v *visit) fillText(page *TextPage, revision *negotiation.Revision) {
	query := url.Values{}
	if revision != v.Current() {
		query.Set("revision", strconv.Itoa(revision.Number))
	}
	set := typesetter{
		t: revision.Text, marks: v.marks(),
		href:     func(id text.ID) string { return at(v.path+"/text", query, id) },
		selected: text.ID(v.r.FormValue("at")),
		revision: revision.Number, kept: v.r.Header.Get("Parley-Kept") == strconv.Itoa(revision.Number),
	}
	if v.r.FormValue("part") != "panel" {
		page.Outline, page.Text = set.outline(), set.reading()
	}
	page.Panel = v.textPanel(revision, set.selected)
	if before := v.heldBefore(revision); before != nil {
		page.CompareHref = fmt.Sprintf("%s/compare?old=%d&new=%d", v.path, before.Number, revision.Number)
	}
	if v.Can.Propose {
		page.ProposeHref = fmt.Sprintf("%s/propose?revision=%d", v.path, revision.Number)
	}
}

// showNoText is the page of a negotiation before its first revision.
func (s *site) showNoText(v *visit) error {
	page := ErrorPage{Page: v.page("Text", "text"), Title: "There is no text yet", Back: "/", BackName: "All negotiations",
		Says: "The mediator has not tabled a first revision."}
	if v.Can.Keep {
		page.Says, page.Back, page.BackName = "Import a file to table the first revision.", v.path+"/import", "Import a text"
	}
	s.show(v.w, v.r, http.StatusOK, "error", page)
	return nil
}

// askedRevision returns the revision that a parameter names, or the usual one
// where it names none.
func (v *visit) askedRevision(name string, usual *negotiation.Revision) (*negotiation.Revision, error) {
	asked := v.r.FormValue(name)
	if asked == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(asked)
	if err != nil || v.Revision(n) == nil {
		return nil, missing("revision " + asked)
	}
	return v.Revision(n), nil
}

func (v *visit) heldBefore(r *negotiation.Revision) *negotiation.Revision {
	for n := r.Number - 1; n > 0; n-- {
		if before := v.held(n); before != nil {
			return before
		}
	}
	return nil
}

func revisionName(r *negotiation.Revision) string {
	name := "Revision " + strconv.Itoa(r.Number)
	if r.Name != "" {
		name += ": " + isolated(r.Name)
	}
	return name
}

// provenance says what a revision is, whose, and since when.
func (v *visit) provenance(r *negotiation.Revision) string {
	s := string(r.Standing)
	if r.Author != "" {
		s += ", by " + isolated(v.sponsor(r.Author).Name)
	}
	if !r.At.IsZero() {
		s += ", " + day(r.At)
	}
	return s
}

// revisionChoices lists the revisions, the newest first.
func (v *visit) revisionChoices(on int) []Choice {
	var out []Choice
	for _, r := range slices.Backward(v.Revisions) {
		c := Choice{Value: strconv.Itoa(r.Number), Name: revisionName(r) + " (" + string(r.Standing) + ")", On: r.Number == on}
		if r.Placeholder() {
			c.Name += " — words not held"
		}
		out = append(out, c)
	}
	return out
}

// marks returns what is pending on each provision of the current revision.
func (v *visit) marks() map[text.ID]Mark {
	out := make(map[text.ID]Mark)
	for _, l := range v.Outline() {
		if n := len(l.Amendments); n > 0 {
			out[l.ID] = Mark{n, l.Contested()}
		}
	}
	return out
}

// textPanel is about the chosen provision, or lists what is pending.
func (v *visit) textPanel(r *negotiation.Revision, id text.ID) Panel {
	if p := r.Text.Find(id); p != nil {
		panel := v.provisionPanel(r, p)
		return Panel{Label: "Amendments to " + panel.Cite + " and its history", Provision: &panel}
	}
	panel := Panel{Label: "Amendments", Title: "Amendments", Says: "Choose a provision to see what is proposed for it and how it came about."}
	for _, p := range slices.Backward(v.Proposals()) {
		if p.Status == negotiation.Pending {
			panel.Lines = append(panel.Lines, PanelLine{
				Key: string(p.ID), Href: v.amendmentPath(p.ID), Name: string(p.ID), Sponsors: v.sponsors(p.Sponsors),
			})
		}
	}
	if len(panel.Lines) > 0 {
		panel.Says = count(len(panel.Lines), "amendment is", "amendments are") + " pending. " + panel.Says
	}
	const most = 30
	panel.Lines = panel.Lines[:min(most, len(panel.Lines))]
	return panel
}

func (v *visit) amendmentPath(id negotiation.AmendmentID) string {
	return v.path + "/amendments/" + url.PathEscape(string(id))
}

func citeOf(t *text.Text, p *text.Provision) string {
	return cmp.Or(t.Cite(p.ID), "Unnumbered provision")
}
