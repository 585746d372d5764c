package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"parley/negotiation"
	"parley/text"
)

// PackagesPage is what is bargained over, and for the mediator what is better for all.
type PackagesPage struct {
	Page     Page
	Drawn    string // when it was drawn up; "": nothing is
	Points   []PackagePoint
	Apart    []string // options that cannot go together
	DrawUp   string   // where the mediator draws it up; "": not for this member, or not now
	Keeper   bool
	Scorers  []ScorerLine
	Keeping  bool // one of them keeps its numbers back
	Analysis *AnalysisPart
}

// PackagePoint is a point with its options.
type PackagePoint struct {
	Name, Issue string
	Links       []Link // provisions
	Options     []PackageOption
}

// PackageOption is an option with what it stands for.
type PackageOption struct {
	Name string
	Says []template.HTML
	Href string // of its amendment
}

// ScorerLine is a party that scores, as the mediator sees it.
type ScorerLine struct {
	Party    Sponsor
	Progress negotiation.ScoringProgress
	Keeps    bool
}

// showPackages shows the points to everyone, the form to those who score, and the
// analysis to the mediator.
func (s *site) showPackages(v *visit) error {
	if v.Scores() && v.asOf.IsZero() && !v.Me.Mandate.Voice {
		return s.showScores(v)
	}
	page := PackagesPage{Page: v.page("Packages", "packages"), Keeper: v.keeps()}
	if v.Can.Keep && v.asOf.IsZero() {
		page.DrawUp = v.path + "/packages/draw-up"
	}
	b := v.Bargain()
	if b == nil {
		s.show(v.w, v.r, http.StatusOK, "packages", page)
		return nil
	}
	page.Drawn = day(b.At)
	page.Points, page.Apart = v.packagePoints(b), v.apart(b)
	if page.Keeper {
		if err := v.analyse(&page, b); err != nil {
			return err
		}
	}
	s.show(v.w, v.r, http.StatusOK, "packages", page)
	return nil
}

func (v *visit) packagePoints(b *negotiation.Bargain) []PackagePoint {
	var out []PackagePoint
	for _, p := range b.Points {
		row := PackagePoint{Name: p.Name, Links: v.provisionLinks(p.Provisions)}
		if p.Issue != "" {
			row.Issue = v.subject(negotiation.Subject{Issue: p.Issue})
		}
		for _, o := range p.Options {
			row.Options = append(row.Options, v.packageOption(b, p, o))
		}
		out = append(out, row)
	}
	return out
}

func (v *visit) provisionLinks(ids []text.ID) []Link {
	var out []Link
	for _, id := range ids {
		out = append(out, Link{at(v.path+"/text", nil, id), v.subject(negotiation.Subject{Provision: id})})
	}
	return out
}

// packageOption says what an option stands for, in the words that it would change.
func (v *visit) packageOption(b *negotiation.Bargain, p negotiation.Point, o negotiation.Option) PackageOption {
	out := PackageOption{Name: o.Name}
	r := v.Revision(b.Revision)
	switch {
	case o.Base && r != nil && !r.Placeholder():
		for _, id := range p.Provisions {
			if q := r.Text.Find(id); q != nil {
				out.Says = append(out.Says, template.HTML("<bdi>"+template.HTMLEscapeString(beginning(gist(q), 160))+"</bdi>"))
			}
		}
	case o.Words != "":
		out.Says = append(out.Says, template.HTML("<ins><bdi>"+template.HTMLEscapeString(text.Plain(o.Words))+"</bdi></ins>"))
	}
	for _, id := range o.Amendments {
		a, err := v.Proposal(id)
		if err != nil {
			continue
		}
		out.Href = v.amendmentPath(id)
		for _, c := range a.Changes {
			out.Says = append(out.Says, changeHTML(c, v.cites(v.Revision(a.Revision))))
		}
	}
	return out
}

func (v *visit) apart(b *negotiation.Bargain) []string {
	var out []string
	for _, c := range b.Forbidden {
		s := strings.Join(chosen(b, c.Options, nil), " with ")
		if c.Why != "" {
			s += ": " + isolated(c.Why)
		}
		out = append(out, sentence(s))
	}
	return out
}

// chosen names the options of a package, but for those that another one has too.
func chosen(b *negotiation.Bargain, pkg, but negotiation.Package) []string {
	var out []string
	for _, p := range b.Points {
		id, settled := pkg[p.ID]
		if o := p.Option(id); settled && o != nil && but[p.ID] != id {
			out = append(out, isolated(p.Name)+": "+isolated(o.Name))
		}
	}
	return out
}

// tablePackage makes a revision of a package, held back for the mediator, and leads to it.
func (s *site) tablePackage(v *visit) error {
	pkg, err := negotiation.ParsePackage(v.r.PostFormValue("package"))
	if err != nil {
		return err
	}
	if err := v.do(negotiation.TablePackage{Package: pkg, Note: v.r.PostFormValue("note")}); err != nil {
		return err
	}
	view, err := s.desk.View(v.r.Context(), v.ID, v.Me.ID)
	if err != nil {
		return err
	}
	q := url.Values{"paper": {paperKey(negotiation.Paper{Revision: view.Current().Number})}, "done": {"packaged"}}
	seeOther(v, v.path+"/circulation?"+q.Encode())
	return nil
}

// atPackages is the address of a package that is looked at.
func (v *visit) atPackages(pkg, against negotiation.Package) string {
	q := url.Values{"package": {pkg.String()}}
	if against != nil {
		q.Set("against", against.String())
	}
	return v.path + "/packages?" + q.Encode() + "#balance"
}

// askedPackage reads the package that is looked at, from one field or from a field for each
// point; nil: none.
func (v *visit) askedPackage(name string, b *negotiation.Bargain) (negotiation.Package, error) {
	if given := v.r.FormValue(name); given != "" {
		return negotiation.ParsePackage(given)
	}
	out := negotiation.Package{}
	for _, p := range b.Points {
		if o := v.r.FormValue(name + "." + string(p.ID)); o != "" {
			out[p.ID] = negotiation.OptionID(o)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	for _, p := range b.Points {
		if _, settled := out[p.ID]; !settled {
			return nil, invalid("package", fmt.Sprintf("it does not say how “%s” is settled", p.Name), "choose one option for each point")
		}
	}
	return out, nil
}
