package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"parley/internal/browser"
	"parley/internal/web"
	"parley/negotiation"
)

// turn is a moment before which a server's amendment is pending and after which
// it is accepted.
func (s *server) turn() time.Time {
	s.t.Helper()
	id := s.amend("ald-head", negotiation.Everyone, "30 kilometres", "4711 kilometres")
	at := time.Now().UTC()
	time.Sleep(2 * time.Millisecond)
	s.do("mediator", negotiation.Accept{Amendment: id})
	return at
}

func TestAPageIsSeenAsOfAPastMoment(t *testing.T) {
	s := newRiver(t)
	at := s.turn()
	v := s.as("mediator")
	path := "/n/river-talks@" + at.Format(time.RFC3339Nano)
	for _, row := range []struct {
		path   string
		has    string
		hasNot string
	}{
		{"/n/river-talks/text", "4711 kilometres", "You are looking at the past"},
		{path + "/text", "30 kilometres", "4711"},
		{path + "/text", "You are looking at the past", "Propose an amendment"},
		{path + "/amendments", "pending", "accepted"},
		{path + "/bracketed", "4711", ""},
		{path + "/record", "Tabled amendment", "Accepted amendment"},
		{path + "/record/bundle", "4711", `"kind":"amendment accepted"`},
		{path + "/text", `href="` + path + `/bracketed"`, "data-events"},
		{"/n/river-talks/text?asof=" + at.Format(time.RFC3339Nano), "You are looking at the past", "4711"},
	} {
		status, body := v.get(row.path)
		if status != http.StatusOK || !strings.Contains(body, row.has) || row.hasNot != "" && strings.Contains(body, row.hasNot) {
			t.Errorf("%s: %d, must say %q and not %q", row.path, status, row.has, row.hasNot)
		}
	}
	for asked, want := range map[string]int{
		"1999-01-01": http.StatusNotFound, "yesterday": http.StatusUnprocessableEntity, "2999-01-01T00:00": http.StatusOK,
	} {
		if status, body := v.get("/n/river-talks@" + asked + "/text"); status != want {
			t.Errorf("as of %s: %d %s", asked, status, body)
		}
	}
	if status, _ := v.post(path+"/amendments/x/accept", nil); status != http.StatusForbidden {
		t.Errorf("something was done in the past: %d", status)
	}
}

func TestI8_EveryRouteHasAPastAndItShowsNothingOfWhatCameLater(t *testing.T) {
	s := newRiver(t)
	early := time.Now().UTC().Add(time.Second)
	for time.Now().Before(early) {
		time.Sleep(10 * time.Millisecond)
	}
	id := s.amend("ald-head", negotiation.Everyone, "30 kilometres", "4711 kilometres")
	s.do("mediator", negotiation.Accept{Amendment: id})
	strangers := map[string]*visitor{"nobody": s.as(""), "a stranger": s.stranger()}
	for _, route := range web.Routes {
		if route.Access == web.Anyone || !strings.HasPrefix(route.Pattern, "GET") || strings.HasSuffix(route.Pattern, "/events") {
			continue
		}
		path := strings.NewReplacer(
			"GET ", "", "{negotiation}", "river-talks@"+early.Format(time.RFC3339Nano), "{amendment}", string(id),
			"{provision}", string(s.rev.Provisions[0].ID), "{file}", "revision-1.md", "{entry}", "1", "{revision}", "1", "{room}", "none", "{meeting}", "none", "{report}", "none",
		).Replace(route.Pattern)
		for _, member := range []negotiation.MemberID{"mediator", "brn-head", "obs-head"} {
			if status, body := s.as(member).get(path); status >= 500 || strings.Contains(body, "4711") {
				t.Errorf("%s as %s: %d, or it shows what came later", path, member, status)
			}
		}
		for who, stranger := range strangers {
			if status, _ := stranger.get(path); status != http.StatusNotFound {
				t.Errorf("%s as %s: %d", path, who, status)
			}
		}
	}
}

func TestThePastIsReachedByKeyboard(t *testing.T) {
	s := newRiver(t)
	s.turn()
	p := s.enter(t, browser.Start(t), "brn-head")
	p.Goto(s.URL + "/n/river-talks/text")
	p.TabTo("#asof")
	browser.Eval[bool](p, `(() => { document.querySelector('#asof').value = '2999-01-01T00:00:00'; return true; })()`)
	p.Loading(func() { p.Press("Enter") })
	p.WaitText(".past", "As of 1 Jan 2999")
	p.Axe()
	p.Size(browser.Phone)
	if over := p.Overflow(); over > 0 {
		t.Errorf("the page is %d px wider than a phone", over)
	}
	p.Loading(func() { p.Click(".past a") })
	if p.Visible(".past") {
		t.Error("still in the past")
	}
}
