package web

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"
)

// A page is a template in page/ and a struct that it is filled with. Each
// struct has a Page, which the layout around it draws.

//go:embed page
var pageFiles embed.FS

// Page is what the layout around every page draws.
type Page struct {
	Title   string // of the window
	Theme   string // "auto", "light" or "dark"
	Here    string // the path of this page, to come back to
	Seq     int64  // the last entry that the page knows of
	Who     *Who   // nil: nobody
	Case    *Case  // nil: outside a negotiation
	Message *Message

	assets *assets
}

// Who is the member that the page is for; without a name, of a session that
// acts as several.
type Who struct {
	Name, Party string
	Mediator    bool
	Tint        int // which of the chips' looks the party has
}

// Case is the negotiation that the page belongs to.
type Case struct {
	Path, Title string
	Tabs        []Tab
	Events      string // where changes are announced; "" in the past
	Page        string // of this page, behind Path
	AsOf        string // the past moment that is shown, in words; "": now
	Chosen      string // the same for a field
	Now         string // the page as it is now
	Searching   bool   // the page has a search field of its own
}

// Tab is an entry of the negotiation's navigation.
type Tab struct {
	Name, Path string
	Count      int // shown where not 0
	On         bool
}

// Message is what came of the last thing the member did.
type Message struct {
	Says string
	Bad  bool
}

// Asset returns where a style sheet or script is served.
func (p Page) Asset(name string) string { return p.assets.path(name) }

// Choice is one of several things to choose from.
type Choice struct {
	Value, Name string
	On          bool
}

// Themes returns the choices of light and dark.
func (p Page) Themes() []Choice {
	out := []Choice{{Value: "auto", Name: "Auto"}, {Value: "light", Name: "Light"}, {Value: "dark", Name: "Dark"}}
	for i := range out {
		out[i].On = out[i].Value == p.Theme
	}
	return out
}

// loadTemplates parses them once for all servers of the process.
var loadTemplates = sync.OnceValues(parseTemplates)

// parseTemplates parses every page with the layout and the parts that pages
// share.
func parseTemplates() (map[string]*template.Template, error) {
	shared, err := template.ParseFS(pageFiles, "page/layout.tmpl", "page/part.tmpl")
	if err != nil {
		return nil, err
	}
	files, err := pageFiles.ReadDir("page")
	if err != nil {
		return nil, err
	}
	out := make(map[string]*template.Template)
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".tmpl")
		if name == "layout" || name == "part" {
			continue
		}
		t, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if out[name], err = t.ParseFS(pageFiles, path.Join("page", f.Name())); err != nil {
			return nil, err
		}
		if err := escape(t); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// escape has a template escaped now and not at the first visit, which would
// have to wait for it.
func escape(t *template.Template) error {
	err := t.ExecuteTemplate(io.Discard, "layout", nil)
	if wrong := (*template.Error)(nil); errors.As(err, &wrong) {
		return err
	}
	return nil // that nothing cannot be drawn is no fault
}

// show writes a page.
func (s *site) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var b bytes.Buffer
	if err := s.templates[name].ExecuteTemplate(&b, "layout", data); err != nil {
		s.log.Error("page could not be drawn", "page", name, "error", err)
		http.Error(w, "This page could not be drawn. Please tell whoever runs this server.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	writePacked(w, r, status, b.Bytes())
}

// theme returns what the member chose, light, dark or as the system has it.
func theme(r *http.Request) string {
	c, err := r.Cookie("theme")
	if err == nil && (c.Value == "light" || c.Value == "dark") {
		return c.Value
	}
	return "auto"
}

// chooseTheme keeps light, dark or auto in a cookie of this browser.
func (s *site) chooseTheme(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{
		Name: "theme", Value: r.FormValue("theme"), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	http.Redirect(w, r, ownPath(r.FormValue("back")), http.StatusSeeOther)
}

// ownPath returns a path of this server, so that no form can send a member
// elsewhere.
func ownPath(p string) string {
	if !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n") {
		return "/"
	}
	return p
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
