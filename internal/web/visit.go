package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"parley/internal/auth"
	"parley/negotiation"
	"parley/text"
)

// A visit is a request of a member inside a negotiation. Whoever is no member
// is told what a stranger is told who made the name up: that there is none.

type visit struct {
	*negotiation.View
	site *site
	w    http.ResponseWriter
	r    *http.Request
	path string    // of the negotiation: "/n/river-talks"
	asOf time.Time // zero: now
}

// largest is how much a form may hold, files among it: 16 MiB.
const largest = 16 << 20

func (s *site) visit(w http.ResponseWriter, r *http.Request) (*visit, error) {
	id, asOf, err := s.moment(w, r)
	if err != nil {
		return nil, err
	}
	view, err := s.view(r, id, asOf)
	if err != nil {
		return nil, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, largest)
	if err := r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, unreadable(err)
	}
	v := &visit{view, s, w, r, "/n/" + url.PathEscape(string(id)), asOf}
	if !asOf.IsZero() {
		v.path += url.PathEscape("@" + asOf.Format(time.RFC3339Nano))
	}
	return v, nil
}

// view returns the negotiation as whoever is signed in may see it at a past
// moment; the zero time is now.
func (s *site) view(r *http.Request, id negotiation.ID, asOf time.Time) (*negotiation.View, error) {
	keys, err := s.who(r)
	if err != nil && !errors.Is(err, auth.ErrSignedOut) {
		return nil, err
	}
	i := slices.IndexFunc(keys, func(k auth.Key) bool { return k.Negotiation == id })
	if i < 0 {
		return nil, missing("negotiation " + string(id))
	}
	if asOf.IsZero() {
		return s.desk.View(r.Context(), id, keys[i].Member)
	}
	return s.desk.ViewAt(r.Context(), id, keys[i].Member, asOf)
}

// who returns the members that a request acts as: those of the browser's session,
// or, for reading, of a program's token, which the calendar's feed carries in its
// address.
func (s *site) who(r *http.Request) ([]auth.Key, error) {
	var t auth.Token
	var err error
	need := auth.Reading
	switch key := r.URL.Query().Get("key"); {
	case r.Header.Get("Authorization") != "":
		t, err = s.door.Bearer(r)
	case key != "" && strings.HasSuffix(r.URL.Path, "/meetings.ics"):
		need = auth.Calendar
		t, err = s.door.Holder(r.Context(), key)
	default:
		return s.door.Who(r.Context(), auth.Cookie(r))
	}
	if err != nil {
		return nil, err
	}
	if r.Method != http.MethodGet || !slices.Contains(t.Scopes, string(need)) {
		return nil, auth.ErrSignedOut // what programs do, they do through the API
	}
	return []auth.Key{t.Of}, nil
}

// came says what came of an action, by what its answer's address says was
// done.
var came = map[string]string{
	"entered":   "You are signed in.",
	"tabled":    "Your amendment is tabled.",
	"bridged":   "The bridging text is tabled.",
	"accepted":  "Accepted. The text has a new revision, and what is pending was carried over to it.",
	"rejected":  "Rejected.",
	"withdrawn": "Withdrawn.",
	"joined":    "Your party is a sponsor now.",
	"shown":     "Everyone at the table can see it now.",
	"undone":    "Undone.",
	"recorded":  "Recorded.",
	"named":     "The witness is named. It confirms what it has seen once it runs.",
	"erased":    "The words are erased.",
	"drawn":     "The points are drawn up. Everyone sees them, and who scores is asked to.",
	"scored":    "Your scores are saved.",
	"unscored":  "Your scores are taken back. Nothing is computed from them any more.",
	"asked":     "The language model was asked. What it proposes is marked as its own; check it with care.",
	"article":   "The article is kept. Nothing that it suggests is in the chronicle before you say so.",
	"packaged":  "The package is a revision now. Nobody else has it: look at it, and send it when you are ready.",

	"registered": "Your key is registered. What you do in this browser is signed from now on.",
	"revoked":    "The key is revoked.",
	"added":      "The passkey is added. It signs you in from now on.",
	"removed":    "The passkey is removed.",
}

// page returns what the layout draws around a page of the negotiation.
func (v *visit) page(title, tab string) Page {
	p := v.site.page(v.r, title+" · "+v.Name)
	p.Seq = v.Version
	me := v.sponsor(v.Me.Party)
	p.Who = &Who{Name: v.Me.Name, Party: me.Name, Mediator: v.keeps(), Tint: me.Tint}
	p.Case = v.theCase(tab)
	if says := came[v.r.FormValue("done")]; says != "" && v.r.Method == http.MethodGet {
		p.Message = &Message{Says: says}
	}
	return p
}

// keeps reports whether the member is the mediator's, also in the past, where
// nothing can be done.
func (v *visit) keeps() bool {
	p := v.MyParty()
	return p != nil && p.Role == negotiation.Mediator
}

func (v *visit) theCase(tab string) *Case {
	c := &Case{Path: v.path, Title: v.Name, Tabs: v.tabs(tab), Page: strings.TrimPrefix(v.r.URL.EscapedPath(), v.path)}
	if v.asOf.IsZero() {
		c.Events = v.path + "/events"
		return c
	}
	c.AsOf, c.Chosen = moment(v.asOf), v.asOf.Format("2006-01-02T15:04:05")
	c.Now = "/n/" + url.PathEscape(string(v.ID)) + c.Page
	return c
}

func (v *visit) tabs(on string) []Tab {
	pending := 0
	for _, p := range v.Proposals() {
		if p.Status == negotiation.Pending {
			pending++
		}
	}
	tabs := []Tab{
		{Name: "Overview", Path: "overview"}, {Name: "Text", Path: "text"}, {Name: "Bracketed text", Path: "bracketed"},
		{Name: "Amendments", Path: "amendments", Count: pending}, {Name: "Positions", Path: "positions"}, {Name: "Packages", Path: "packages"},
		{Name: "Circulation", Path: "circulation"}, {Name: "Meetings", Path: "meetings"}, {Name: "Statements", Path: "statements"}, {Name: "Chronicle", Path: "chronicle"}, {Name: "Rooms", Path: "rooms"},
		{Name: "Closing", Path: "closing"}, {Name: "Table", Path: "table"}, {Name: "Compare", Path: "compare"},
	}
	if len(v.LanguageVersions()) > 0 {
		tabs = slices.Insert(tabs, 2, Tab{Name: "Languages", Path: "languages"})
	}
	if v.Can.Keep || v.Can.Propose || v.Can.File {
		tabs = append(tabs, Tab{Name: "Import", Path: "import"})
	}
	tabs = append(tabs, Tab{Name: "Export", Path: "export"}, Tab{Name: "Record", Path: "record"})
	for i := range tabs {
		tabs[i].On = tabs[i].Path == on
		tabs[i].Path = v.path + "/" + tabs[i].Path
	}
	return tabs
}

// page returns what the layout draws around a page outside a negotiation.
func (s *site) page(r *http.Request, title string) Page {
	here := r.URL.RequestURI()
	if r.Method != http.MethodGet {
		here = r.URL.Path
	}
	return Page{Title: title, Theme: theme(r), Here: here, assets: s.assets}
}

// cites are how the provisions of a revision are spoken of.
func (v *visit) cites(r *negotiation.Revision) map[text.ID]string {
	if r == nil || r.Placeholder() {
		return nil
	}
	return cites(r.Text)
}
