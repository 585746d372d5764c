// Package web is Parley in the browser: pages drawn on the server that work as
// plain HTML, enhanced by a few modules of JavaScript.
//
// New makes the handler. A page is read from the desk's view of one member,
// which holds nothing that the member may not see; what a member does becomes
// a command to the desk. No rule of the process is in this package: what is
// refused is refused by the desk, and shown.
//
// Each action is a file, named after it: show_text.go, propose_amendment.go.
// Its page is the template of that name in page/; its look is in
// asset/style.css. Routes lists all of them.
package web

import (
	"html/template"
	"log/slog"
	"net/http"

	"parley/internal/auth"
	"parley/internal/desk"
	"parley/internal/dispatch"
	"parley/internal/feed"
	"parley/internal/notify"
)

// Options say how the pages are served. The zero value is good.
type Options struct {
	Log     *slog.Logger     // nil: the default one; never gets words of a text
	Notices *notify.Notifier // nil: nobody is told of anything
	Feeds   *feed.Feeds      // nil: there are none to poll
	Model   dispatch.Model   // nil: no language model can be asked about articles
}

type site struct {
	desk      *desk.Desk
	door      *auth.Door
	assets    *assets
	templates map[string]*template.Template
	log       *slog.Logger
	redlines  *cache[redlineKey, drawing]
	notices   *notify.Notifier
	feeds     *feed.Feeds
	model     dispatch.Model
	answers   *cache[question, []dispatch.Proposal] // of the model
}

// New returns the handler of all pages.
func New(d *desk.Desk, door *auth.Door, o Options) (http.Handler, error) {
	s := &site{desk: d, door: door, log: o.Log, redlines: newCache[redlineKey, drawing](redlinesKept), notices: o.Notices, feeds: o.Feeds, model: o.Model, answers: newCache[question, []dispatch.Proposal](answersKept)}
	if s.log == nil {
		s.log = slog.Default()
	}
	var err error
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.templates, err = loadTemplates(); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, route := range Routes {
		mux.HandleFunc(route.Pattern, route.handler(s))
	}
	mux.HandleFunc("/", s.notFound)
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(s.fromElsewhere))
	return guarded(protection.Handler(mux)), nil
}
