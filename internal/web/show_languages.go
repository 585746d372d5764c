package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"parley/negotiation"
	"parley/text"
)

// LanguagesPage lists the languages of the text and shows one beside the original.
type LanguagesPage struct {
	Page      Page
	Languages []LanguageLine
	Chosen    *LanguageView
	Only      bool // what is to be translated is shown, and nothing else
}

// LanguageLine is a language that versions were tabled in.
type LanguageLine struct {
	Href, Name, Of string
	Says           string // how much is to be translated
	On             bool
}

// LanguageView is a version beside the current revision.
type LanguageView struct {
	Name, Lang, Dir             string
	Original, FromLang, FromDir string
	File                        string // where it can be kept from, without its ending
	AllHref, DueHref            string
	Rows                        []LanguageRow
	Whole                       []Stand
	Take                        TakeForm
	TakeOn                      string
	May                         bool
}

// LanguageRow is a provision in two languages.
type LanguageRow struct {
	ID           text.ID
	Cite         string
	Words, Other template.HTML
	Depth        int
	Due          string // why it is to be translated
	Href         string // of what changed; "": nothing to compare
	Stands       []Stand
	TakeHref     string
	Here         bool
}

// showLanguages shows the versions, and the one that is asked for.
func (s *site) showLanguages(v *visit) error {
	cur := v.Current()
	if cur == nil {
		return s.showNoText(v)
	}
	page := LanguagesPage{Page: v.page("Languages", "languages"), Only: v.r.FormValue("show") == "due"}
	asked := v.r.FormValue("lang")
	all := v.Languages()
	for i, l := range all {
		on := l.Lang == asked || asked == "" && i == 0
		line := LanguageLine{Href: v.languagePath(l.Lang), Name: languageName(l.Lang), Of: revisionName(v.Revision(l.Revision)), On: on, Says: "as the text stands"}
		if l.Due > 0 {
			line.Says = count(l.Due, "provision", "provisions") + " to be translated"
		}
		page.Languages = append(page.Languages, line)
		if on {
			page.Chosen = v.languageView(cur, &all[i], page.Only)
		}
	}
	if asked != "" && page.Chosen == nil {
		return missing("version in " + asked)
	}
	s.show(v.w, v.r, http.StatusOK, "languages", page)
	return nil
}

func (v *visit) languagePath(lang string) string {
	return v.path + "/languages?lang=" + url.QueryEscape(lang)
}

// languageName is the English name of a language.
func languageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	if name := display.English.Tags().Name(tag); name != "" {
		return name
	}
	return code
}

func (v *visit) languageView(cur *negotiation.Revision, l *negotiation.Language, dueOnly bool) *LanguageView {
	path := v.languagePath(l.Lang)
	view := &LanguageView{
		Name: languageName(l.Lang), Lang: l.Lang, Dir: direction(l.Lang), Original: revisionName(cur), FromLang: cur.Text.Lang, FromDir: direction(cur.Text.Lang),
		File: v.path + "/export/version-" + l.Lang, AllHref: path, DueHref: path + "&show=due", May: v.speaks(),
	}
	on := negotiation.Subject{Lang: l.Lang}
	view.TakeOn = "the " + view.Name + " text as a whole"
	view.Whole = v.standsOn(on, cur)
	cite := v.cites(cur)
	places := cur.Text.Places()
	for i, r := range l.Rows {
		row := LanguageRow{
			ID: r.ID, Cite: cite[r.ID], Depth: min(places[i].Depth, 4), Words: wordsOf(places[i].Provision), TakeHref: path + "&at=" + url.QueryEscape(string(r.ID)) + "#take",
			Here: v.r.FormValue("at") == string(r.ID) && r.Words != nil,
		}
		v.fillRendered(&row, cur, l, r)
		if row.Here {
			on.Provision = r.ID
			view.TakeOn = row.Cite + " in " + view.Name
		}
		if !dueOnly || row.Due != "" {
			view.Rows = append(view.Rows, row)
		}
	}
	view.Take = v.takeForm(on)
	view.Take.Lang = l.Lang
	view.Take.Back = path
	if on.Provision != "" {
		view.Take.Back += "&at=" + url.QueryEscape(string(on.Provision))
	}
	return view
}

func (v *visit) fillRendered(row *LanguageRow, cur *negotiation.Revision, l *negotiation.Language, r negotiation.Rendered) {
	switch {
	case r.Words == nil:
		row.Due = "Not translated yet"
		return
	case r.Due && r.In != "":
		row.Due = "To be translated: the words in " + languageName(r.In) + " changed"
	case r.Due:
		row.Due = fmt.Sprintf("To be translated: the words changed in revision %d", r.Since)
		row.Href = fmt.Sprintf("%s/compare?old=%d&new=%d#p-%s", v.path, l.Revision, cur.Number, r.ID)
	}
	row.Other = wordsOf(r.Words)
	row.Stands = v.standsOn(negotiation.Subject{Provision: r.ID, Lang: l.Lang}, cur)
}

// standsOn is what the parties that spoke say to the words of a version.
func (v *visit) standsOn(on negotiation.Subject, cur *negotiation.Revision) []Stand {
	var out []Stand
	for _, p := range v.Parties {
		if x := v.Support(p.ID, on); x.Position != nil || x.Lapsed != nil {
			out = append(out, v.stand(x, cur))
		}
	}
	return out
}

// wordsOf is what a provision says itself, its number and heading included.
func wordsOf(p *text.Provision) template.HTML {
	parts := []string{template.HTMLEscapeString(p.Label)}
	if p.Heading != "" {
		parts = append(parts, "<strong>"+string(wordsHTML(p.Heading))+"</strong>")
	}
	parts = append(parts, string(wordsHTML(p.Words)))
	return template.HTML(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " "))
}
