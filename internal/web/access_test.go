package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parley/internal/auth"
	"parley/internal/web"
	"parley/negotiation"
)

// access is what each route answers to whom: an observer, a party and the
// mediator, in this order. Who is nobody or a member of another negotiation
// gets 404 from everything inside the negotiation.
var access = map[string][3]int{
	"GET /{$}":                                                 {200, 200, 200},
	"GET /enter/{token}":                                       {404, 404, 404}, // the token is made up
	"POST /enter/{token}":                                      {404, 404, 404},
	"POST /leave":                                              {303, 303, 303},
	"POST /passkey/begin":                                      {422, 422, 422}, // the test's server has no name
	"POST /passkey":                                            {422, 422, 422},
	"POST /theme":                                              {303, 303, 303},
	"GET /asset/{hash}/{file}":                                 {200, 200, 200},
	"GET /n/{negotiation}":                                     {303, 303, 303},
	"GET /n/{negotiation}/overview":                            {200, 200, 200},
	"GET /n/{negotiation}/instrument":                          {200, 200, 200},
	"GET /n/{negotiation}/lines":                               {200, 200, 200},
	"GET /n/{negotiation}/languages":                           {200, 200, 200},
	"GET /n/{negotiation}/columns":                             {200, 200, 200},
	"GET /n/{negotiation}/table":                               {200, 200, 200},
	"GET /n/{negotiation}/positions":                           {200, 200, 200},
	"GET /n/{negotiation}/packages":                            {200, 200, 200},
	"GET /n/{negotiation}/packages/file":                       {200, 200, 200},
	"GET /n/{negotiation}/packages/draw-up":                    {403, 403, 200},
	"POST /n/{negotiation}/packages/draw-up":                   {403, 403, 422}, // no point
	"POST /n/{negotiation}/packages/score":                     {404, 404, 404}, // nothing is drawn up
	"POST /n/{negotiation}/packages/table":                     {422, 422, 422}, // no package
	"GET /n/{negotiation}/circulation":                         {200, 200, 200},
	"POST /n/{negotiation}/table/invite":                       {403, 403, 404},
	"POST /n/{negotiation}/meetings/{meeting}/move":            {404, 404, 404},
	"GET /n/{negotiation}/documents":                           {200, 200, 200},
	"GET /n/{negotiation}/reading/{revision}":                  {404, 404, 404}, // nothing lies there
	"GET /n/{negotiation}/meetings":                            {200, 200, 200},
	"GET /n/{negotiation}/meetings.ics":                        {200, 200, 200},
	"GET /n/{negotiation}/rooms":                               {200, 200, 200},
	"GET /n/{negotiation}/rooms/{room}":                        {404, 404, 404}, // there is none
	"POST /n/{negotiation}/rooms/{room}/whisper":               {404, 404, 404},
	"GET /n/{negotiation}/statements":                          {200, 200, 200},
	"GET /n/{negotiation}/chronicle":                           {200, 200, 200},
	"GET /n/{negotiation}/chronicle/file":                      {403, 200, 200},
	"POST /n/{negotiation}/chronicle/file":                     {403, 422, 422}, // a report of nothing
	"GET /n/{negotiation}/chronicle/table":                     {403, 200, 200},
	"POST /n/{negotiation}/chronicle/table/preview":            {403, 422, 422}, // no file
	"POST /n/{negotiation}/chronicle/table":                    {403, 422, 422},
	"GET /n/{negotiation}/chronicle/feeds":                     {403, 200, 200},
	"POST /n/{negotiation}/chronicle/feeds":                    {403, 404, 404}, // no such feed
	"GET /n/{negotiation}/chronicle/read":                      {403, 200, 200},
	"POST /n/{negotiation}/chronicle/read":                     {403, 422, 422}, // no article
	"POST /n/{negotiation}/chronicle/keep":                     {403, 422, 422},
	"GET /n/{negotiation}/chronicle/names":                     {200, 200, 200},
	"POST /n/{negotiation}/chronicle/names":                    {403, 422, 422}, // no name
	"GET /n/{negotiation}/chronicle/{report}/review":           {403, 404, 404}, // there is none
	"POST /n/{negotiation}/chronicle/{report}/review":          {403, 404, 404},
	"POST /n/{negotiation}/chronicle/{report}/ask":             {403, 404, 404},
	"GET /n/{negotiation}/chronicle/inside":                    {200, 200, 200},
	"GET /n/{negotiation}/chronicle/activity":                  {200, 200, 200},
	"GET /n/{negotiation}/chronicle/incidents.csv":             {200, 200, 200},
	"GET /n/{negotiation}/chronicle/incidents.geojson":         {200, 200, 200},
	"GET /n/{negotiation}/chronicle/{report}/claim":            {404, 404, 404},
	"GET /n/{negotiation}/chronicle/{report}":                  {404, 404, 404}, // there is none
	"GET /n/{negotiation}/closing":                             {200, 200, 200},
	"POST /n/{negotiation}/do/{command}":                       {422, 422, 422}, // a statement without words
	"GET /n/{negotiation}/text":                                {200, 200, 200},
	"GET /n/{negotiation}/compare":                             {200, 200, 200},
	"GET /n/{negotiation}/bracketed":                           {200, 200, 200},
	"GET /n/{negotiation}/amendments":                          {200, 200, 200},
	"GET /n/{negotiation}/amendments/{amendment}":              {200, 200, 200},
	"GET /n/{negotiation}/amendments/{amendment}/consequences": {200, 200, 200},
	"POST /n/{negotiation}/amendments/{amendment}/accept":      {403, 403, 303},
	"POST /n/{negotiation}/amendments/{amendment}/reject":      {403, 403, 303},
	"POST /n/{negotiation}/amendments/{amendment}/withdraw":    {403, 403, 403}, // another party tabled it
	"POST /n/{negotiation}/amendments/{amendment}/join":        {403, 303, 303},
	"POST /n/{negotiation}/amendments/{amendment}/show":        {403, 403, 403},
	"POST /n/{negotiation}/amendments/{amendment}/undo":        {403, 403, 404}, // nothing was decided
	"GET /n/{negotiation}/propose":                             {403, 200, 200},
	"POST /n/{negotiation}/propose":                            {422, 422, 422}, // nothing is changed
	"POST /n/{negotiation}/propose/preview":                    {200, 200, 200}, // writes nothing
	"GET /n/{negotiation}/bridge/{provision}":                  {403, 403, 200},
	"GET /n/{negotiation}/import":                              {403, 200, 200},
	"POST /n/{negotiation}/import/preview":                     {422, 422, 422}, // no file
	"POST /n/{negotiation}/import":                             {422, 422, 422},
	"POST /n/{negotiation}/placeholder":                        {403, 403, 303},
	"GET /n/{negotiation}/export":                              {200, 200, 200},
	"GET /n/{negotiation}/export/{file}":                       {200, 200, 200},
	"GET /n/{negotiation}/record":                              {200, 200, 200},
	"GET /n/{negotiation}/record/bundle":                       {200, 200, 200},
	"GET /n/{negotiation}/record/proof/{entry}":                {200, 200, 200},
	"GET /n/{negotiation}/record/addition":                     {200, 200, 200},
	"POST /n/{negotiation}/record/cosignatures":                {422, 422, 422}, // it signs nothing
	"POST /n/{negotiation}/record/ahead":                       {422, 422, 422}, // it is none
	"POST /n/{negotiation}/record/witness":                     {422, 422, 422}, // no key
	"POST /n/{negotiation}/record/erase":                       {404, 404, 404}, // no number
	"GET /n/{negotiation}/key":                                 {200, 200, 200},
	"POST /n/{negotiation}/key":                                {422, 422, 422}, // no key
	"POST /n/{negotiation}/key/revoke":                         {404, 404, 404}, // they have none
	"GET /n/{negotiation}/passkeys":                            {200, 200, 200},
	"POST /n/{negotiation}/passkeys/begin":                     {422, 422, 422},
	"POST /n/{negotiation}/passkeys":                           {422, 422, 422},
	"POST /n/{negotiation}/passkeys/remove":                    {404, 404, 404}, // none
	"GET /n/{negotiation}/notices":                             {200, 200, 200},
	"POST /n/{negotiation}/notices":                            {422, 422, 422}, // the test's server sends nothing
	"GET /n/{negotiation}/events":                              {200, 200, 200},
}

func TestEveryRouteAnswersEachRoleAsTheTableSays(t *testing.T) {
	if len(access) != len(web.Routes) {
		t.Errorf("the table has %d rows, there are %d routes", len(access), len(web.Routes))
	}
	for _, route := range web.Routes {
		want, ok := access[route.Pattern]
		if !ok {
			t.Errorf("%s has no row in the table", route.Pattern)
			continue
		}
		t.Run(route.Pattern, func(t *testing.T) {
			var s *server
			var id negotiation.AmendmentID
			for i, member := range []negotiation.MemberID{"obs-head", "brn-head", "mediator"} {
				if s == nil || strings.HasPrefix(route.Pattern, "POST") { // afresh, for what one may do changes what the next can
					s = newRiver(t)
					id = s.amend("ald-head", negotiation.Everyone, "30 kilometres", "40 kilometres")
				}
				v := s.as(member)
				if got := v.ask(route, s, id); got != want[i] {
					t.Errorf("%s as %s: %d, want %d", route.Pattern, member, got, want[i])
				}
				if i > 0 || route.Access == web.Anyone {
					continue
				}
				for who, stranger := range map[string]*visitor{"nobody": s.as(""), "a stranger": s.stranger()} {
					if got := stranger.ask(route, s, id); got != http.StatusNotFound {
						t.Errorf("%s as %s: %d, want 404", route.Pattern, who, got)
					}
				}
			}
		})
	}
}

// ask asks for a route, with its wildcards filled in, and returns the status
// without following it.
func (v *visitor) ask(route web.Route, s *server, id negotiation.AmendmentID) int {
	v.s.t.Helper()
	method, path, _ := strings.Cut(route.Pattern, " ")
	path = strings.NewReplacer(
		"{$}", "", "{token}", "made-up", "{negotiation}", string(river), "{amendment}", string(id),
		"{provision}", string(s.rev.Provisions[0].ID), "{file}", "revision-1.md", "{entry}", "1", "{revision}", "1", "{command}", "make-statement", "{room}", "none", "{meeting}", "none", "{report}", "none",
	).Replace(path)
	if strings.HasPrefix(path, "/asset") {
		path = "/asset/old/style.css"
	}
	ctx, cancel := context.WithCancel(v.s.t.Context())
	defer cancel() // ends the stream of events
	var body *strings.Reader = strings.NewReader("")
	if method == http.MethodPost {
		body = strings.NewReader(url.Values{"note": {"Heard of."}, "standing": {"draft"}, "decision": {"1"}, "seen": {"3"}}.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, method, v.s.URL+path, body)
	if err != nil {
		v.s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := *v.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(r)
	if err != nil {
		v.s.t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

// stranger is a visitor who is signed in, to another negotiation.
func (s *server) stranger() *visitor {
	s.t.Helper()
	ctx := s.t.Context()
	err := s.desk.Open(ctx, negotiation.Open{
		ID: "elsewhere", Name: "Other talks", Mediator: negotiation.Party{ID: "X", Name: "X", Role: negotiation.Mediator},
		Member: negotiation.Member{ID: "x", Party: "X", Name: "X"},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	token, err := s.door.Invite(ctx, auth.Key{Negotiation: "elsewhere", Member: "x"})
	if err != nil {
		s.t.Fatal(err)
	}
	v := s.as("")
	v.post("/enter/"+token, nil)
	return v
}

func TestI11_NoPageShowsAnAmendmentToWhomItIsNotMeantFor(t *testing.T) {
	s := newRiver(t)
	id := s.amend("ald-head", negotiation.Audience{Parties: []negotiation.PartyID{"MED"}}, "30 kilometres", "77 kilometres")
	pages := []string{"/", "/n/river-talks/text", "/n/river-talks/bracketed", "/n/river-talks/amendments", "/n/river-talks/compare",
		"/n/river-talks/propose", "/n/river-talks/import", "/n/river-talks/export", "/n/river-talks/export/bracketed.md",
		"/n/river-talks/export/bracketed.txt", "/n/river-talks/export/bracketed.json", "/n/river-talks/export/bracketed.html"}
	for _, p := range s.rev.Places() {
		pages = append(pages, "/n/river-talks/text?at="+string(p.ID))
	}
	brn, med := s.as("brn-head"), s.as("mediator")
	for _, page := range pages {
		status, body := brn.get(page)
		if status != http.StatusOK || strings.Contains(body, string(id)) || strings.Contains(body, "77") {
			t.Errorf("%s shows Brennland (%d) what only the mediator may see", page, status)
		}
	}
	if _, body := med.get("/n/river-talks/amendments"); !strings.Contains(body, string(id)) {
		t.Error("the mediator does not see what is meant for it")
	}
	for _, route := range web.Routes {
		if strings.Contains(route.Pattern, "{amendment}") {
			if got, want := brn.ask(route, s, id), brn.ask(route, s, "ALD-none"); got != want || got < 400 {
				t.Errorf("%s: %d, but %d for an amendment that is not there", route.Pattern, got, want)
			}
		}
	}
}
