package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parley/consolidate"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// ProposePage is the form in which words are edited in place.
type ProposePage struct {
	Page        Page
	Draft       string // what the browser keeps the words under
	Revision    int
	Current     int
	Moved       bool // a newer revision was made since the member began
	Dirty       bool // there are words in the form that were not sent
	OneHref     string
	Lang, Dir   string
	Provisions  []EditProvision
	Summary     string
	Explanation string
	Sponsors    []Sponsor
	Audience    string
	Parties     []Choice
	Places      []Choice
}

// EditProvision is a provision in the form.
type EditProvision struct {
	ID                   text.ID
	Kind                 text.Kind
	Depth                int
	Label, Cite          string
	Wide                 bool // the label is too long for the margin
	Words, Heading       string
	OldWords, OldHeading string // in the base
	HasWords, HasHeading bool
	Rows                 int
	Gone                 bool
	MoveTo, Insert       string
	Open                 bool
	Redline              template.HTML
}

// startAmendment shows the form, as the base has it.
func (s *site) startAmendment(v *visit) error {
	if !v.Can.Propose {
		return notAllowed("Observers do not table amendments.", "Ask a party to sponsor it.")
	}
	base, err := v.askedBase()
	if err != nil {
		return err
	}
	page := v.proposePage(base, draft{v.r.Form})
	s.show(v.w, v.r, http.StatusOK, "propose", page)
	return nil
}

// askedBase returns the revision that a proposal is made to.
func (v *visit) askedBase() (*negotiation.Revision, error) {
	base, err := v.askedRevision("revision", v.Current())
	if err != nil {
		return nil, err
	}
	if base == nil || base.Placeholder() {
		return nil, notAllowed("The words of this revision are not held, so nothing can be proposed to them.", "Propose against a revision whose words are held.")
	}
	return base, nil
}

func (v *visit) proposePage(base *negotiation.Revision, d draft) ProposePage {
	page := ProposePage{
		Page: v.page("Propose an amendment", ""), Draft: v.path + "/propose " + string(v.Me.ID),
		Revision: base.Number, Current: v.Current().Number,
		Lang: base.Text.Lang, Dir: direction(base.Text.Lang),
		Explanation: d.fields.Get("explanation"), Audience: d.fields.Get("audience"),
		Sponsors: []Sponsor{v.sponsor(v.Me.Party)}, Summary: "Nothing is changed yet.",
	}
	if page.Audience == "" {
		page.Audience = "all"
	}
	for _, p := range v.Parties {
		if p.ID != v.Me.Party {
			page.Parties = append(page.Parties, Choice{string(p.ID), p.Name, slices.Contains(d.fields["to"], string(p.ID))})
		}
	}
	v.fillProvisions(&page, base, d)
	return page
}

func (v *visit) fillProvisions(page *ProposePage, base *negotiation.Revision, d draft) {
	only := d.fields["only"]
	within := -1 // the depth of what was asked for, while inside it
	cite := v.cites(base)
	for _, p := range base.Text.Places() {
		page.Places = append(page.Places, Choice{Value: cite[p.ID], Name: beginning(gist(p.Provision), 60)})
		if within >= 0 && p.Depth <= within {
			within = -1
		}
		if within < 0 && slices.Contains(only, string(p.ID)) {
			within = p.Depth
		}
		if len(only) == 0 || within >= 0 {
			page.Provisions = append(page.Provisions, editProvision(p, cite[p.ID], d))
		}
	}
	if len(only) > 0 {
		page.OneHref = fmt.Sprintf("%s/propose?revision=%d", v.path, base.Number)
	}
}

func editProvision(p text.Place, cite string, d draft) EditProvision {
	e := EditProvision{
		ID: p.ID, Kind: p.Kind, Depth: min(p.Depth, 9), Label: p.Label, Cite: cite, Wide: len([]rune(p.Label)) > widest,
		Words: d.words(p.Provision), Heading: d.heading(p.Provision), OldWords: p.Words, OldHeading: p.Heading,
		HasWords: p.Words != "" || len(p.Children) == 0, HasHeading: p.Heading != "", Gone: d.gone(p.ID),
	}
	e.Rows = 1 + len([]rune(e.Words))/72
	e.MoveTo, _ = d.get("move", p.ID)
	e.Insert, _ = d.get("insert", p.ID)
	e.Open = e.Gone || e.MoveTo != "" || e.Insert != ""
	return e
}

// proposeAmendment tables what stands in the form. Where that is not possible,
// or a newer revision was made meanwhile, the form is shown again with all
// that was written.
func (s *site) proposeAmendment(v *visit) error {
	base, err := v.askedBase()
	if err != nil {
		return err
	}
	d := draft{v.r.PostForm}
	if v.r.PostFormValue("seen") != strconv.Itoa(v.Current().Number) {
		return s.proposeAgain(v, base, d, nil)
	}
	c, err := v.proposal(base, d)
	if err == nil {
		err = v.do(c)
	}
	if err != nil {
		return s.proposeAgain(v, base, d, err)
	}
	return v.done(v.path+"/amendments", "tabled")
}

// proposal makes the command out of the form.
func (v *visit) proposal(base *negotiation.Revision, d draft) (negotiation.TableAmendment, error) {
	amended, err := d.apply(base.Text)
	if err != nil {
		return negotiation.TableAmendment{}, err
	}
	c := negotiation.TableAmendment{
		Revision: base.Number, Changes: consolidate.Changes(base.Text, amended),
		Explanation: strings.TrimSpace(d.fields.Get("explanation")), Audience: v.audienceAsked(d.fields),
	}
	for _, id := range d.fields["bridges"] {
		c.Bridges = append(c.Bridges, negotiation.AmendmentID(id))
	}
	return c, nil
}

func (v *visit) audienceAsked(form url.Values) negotiation.Audience {
	switch form.Get("audience") {
	case "own":
		return negotiation.Audience{}
	case "mediator":
		var to negotiation.Audience
		for _, p := range v.Parties {
			if p.Role == negotiation.Mediator {
				to.Parties = append(to.Parties, p.ID)
			}
		}
		return to
	case "named":
		var to negotiation.Audience
		for _, id := range form["to"] {
			to.Parties = append(to.Parties, negotiation.PartyID(id))
		}
		return to
	case "all":
		return negotiation.Everyone
	}
	return negotiation.Audience{} // the default is no
}

// proposeAgain shows the form with everything that was written, and why it was
// not tabled; without an error, because a newer revision was made meanwhile.
func (s *site) proposeAgain(v *visit, base *negotiation.Revision, d draft, why error) error {
	page := v.proposePage(base, d)
	page.Dirty, page.Moved = true, why == nil
	status := http.StatusConflict
	if why != nil {
		message, ok := forPeople(why)
		if !ok {
			return why
		}
		page.Page.Message = &Message{Says: message + " Your words are kept.", Bad: true}
		status = http.StatusUnprocessableEntity
	}
	if amended, err := d.apply(base.Text); err == nil {
		page.Summary = redline.Compare(base.Text, amended, redline.Options{}).Summary()
	}
	s.show(v.w, v.r, status, "propose", page)
	return nil
}

// PreviewPage holds what changes in each provision, for the form to take over
// while somebody types.
type PreviewPage struct {
	Page       Page
	Summary    string
	Provisions []EditProvision
}

// previewAmendment draws what the form would change. It records nothing.
func (s *site) previewAmendment(v *visit) error {
	base, err := v.askedBase()
	if err != nil {
		return err
	}
	d := draft{v.r.PostForm}
	page := PreviewPage{Page: v.page("What changes", "")}
	amended, err := d.apply(base.Text)
	if err != nil {
		page.Summary = err.Error()
		s.show(v.w, v.r, http.StatusOK, "preview", page)
		return nil
	}
	r := redline.Compare(base.Text, amended, redline.Options{})
	page.Summary = r.Summary()
	if r.Empty() {
		page.Summary = "Nothing is changed yet."
	}
	page.Summary += v.reopens(base.Text, amended)
	for _, p := range base.Text.Places() {
		now := amended.Find(p.ID)
		insert, _ := d.get("insert", p.ID)
		insert = strings.TrimSpace(insert)
		if now != nil && now.Words == p.Words && now.Heading == p.Heading && insert == "" {
			continue
		}
		var more []*text.Provision
		if insert != "" {
			more = added(p.Provision, insert)
		}
		page.Provisions = append(page.Provisions, EditProvision{ID: p.ID, Redline: v.provisionRedline(p.Provision, now, more...)})
	}
	s.show(v.w, v.r, http.StatusOK, "preview", page)
	return nil
}

// reopens names the provisions that are agreed and that an amendment would change:
// whoever sees the amendment sees that.
func (v *visit) reopens(base, amended *text.Text) string {
	var names []string
	for _, row := range v.Gaps().Rows {
		was, now := base.Find(row.ID), amended.Find(row.ID)
		if row.Progress.Settled() && was != nil && (now == nil || now.Words != was.Words || now.Heading != was.Heading) {
			names = append(names, v.subject(negotiation.Subject{Provision: row.ID}))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return " It reopens what is agreed: " + listed(names[:min(8, len(names))]) + "."
}
