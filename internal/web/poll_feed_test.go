package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"parley/internal/browser"
	"parley/internal/feed"
)

const agencyFeed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Agency</title>
<item><title>Talks end</title><link>https://agency.example/1</link><pubDate>Fri, 01 Mar 2024 20:00:00 GMT</pubDate><description>Both sides left.
They will meet again.</description></item>
<item><title>Talks resume</title><link>javascript:alert(1)</link><pubDate>Sat, 02 Mar 2024 20:00:00 GMT</pubDate><description>"We are back," the envoy said.</description></item>
</channel></rss>`

// fed is the river talks on a server whose operator has named feeds.
func fed(t *testing.T, addresses ...string) *server {
	t.Helper()
	feeds, err := feed.New(feed.Options{Addresses: addresses}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return layRiver(newServerWith(t, time.Now, feeds))
}

func TestAMemberWhoWritesTheChronicleFetchesAFeedThatTheOperatorNamed(t *testing.T) {
	asked := 0
	agency := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		fmt.Fprint(w, agencyFeed)
	}))
	defer agency.Close()
	s := fed(t, agency.URL+"/rss?key=secret", "http://127.0.0.1:1/gone")
	const path = "/n/river-talks/chronicle/feeds"
	ald := s.as("ald-head")
	_, body := ald.get(path)
	_, link := ald.get("/n/river-talks/chronicle")
	if !strings.Contains(body, "/rss<") || strings.Contains(body, "secret") || asked != 0 || !strings.Contains(link, path) {
		t.Errorf("the feeds are not listed, or fetched before anybody asked (%d times)", asked)
	}
	ids := idsOfFeeds(body)
	status, body := ald.post(path, url.Values{"feed": {ids[0]}})
	one, two := strings.Index(body, "Talks resume"), strings.Index(body, "Talks end")
	for _, want := range []string{"1 Mar 2024", "Both sides left. They will meet again.", `href="https://agency.example/1"`, `name="publisher" value="Agency"`, `name="published" value="2024-03-01T20:00:00Z"`, html.EscapeString(`"We are back," the envoy said.`), `action="/n/river-talks/chronicle/read"`} {
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%d, no %s", status, want)
		}
	}
	if one < 0 || two < one || strings.Contains(body, "javascript:") {
		t.Errorf("the newest does not stand first (%d, %d), or an address is a script", one, two)
	}
	s.as("brn-head").post(path, url.Values{"feed": {ids[0]}})
	if asked != 1 {
		t.Errorf("the feed was asked %d times within a minute", asked)
	}
	if _, body = s.as("brn-head").get(path); strings.Contains(body, "Talks resume") {
		t.Error("what one member fetched is shown to another who did not ask")
	}
	if status, body = ald.post(path, url.Values{"feed": {ids[1]}}); status != http.StatusBadGateway || !strings.Contains(body, "try again in a while") {
		t.Errorf("%d: it is not said that the feed is not there", status)
	}
	for _, other := range []string{"", agency.URL, agency.URL + "/rss?key=secret", "http://127.0.0.1:1/gone", "0"} {
		if status, _ := ald.post(path, url.Values{"feed": {other}}); status != http.StatusNotFound || asked != 1 {
			t.Errorf("%q is taken: %d", other, status)
		}
	}
	obs := s.as("obs-head")
	if status, _ := obs.post(path, url.Values{"feed": {ids[0]}}); status != http.StatusForbidden {
		t.Errorf("an observer gets %d", status)
	}
	if _, body := obs.get("/n/river-talks/chronicle"); strings.Contains(body, path) {
		t.Error("an observer is asked to look at feeds")
	}
	if status, _ := s.as("").post(path, url.Values{"feed": {ids[0]}}); status != http.StatusNotFound {
		t.Errorf("a stranger gets %d", status)
	}
}

// idsOfFeeds are the ids on the page of the feeds.
func idsOfFeeds(body string) []string {
	var out []string
	for _, part := range strings.Split(body, `name="feed" value="`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		out = append(out, id)
	}
	return out
}

func TestTheArticlesOfAFeedAreReadOnEveryWindow(t *testing.T) {
	agency := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, agencyFeed) }))
	defer agency.Close()
	s := fed(t, agency.URL+"/a/long/address/of/a/feed/of/an/agency/with/a/long/name/articles.rss")
	p := s.enter(t, browser.Start(t), "ald-head")
	p.Goto(s.URL + "/n/river-talks/chronicle")
	p.Follow("#feeds")
	p.TabTo("button[name=feed]")
	p.Loading(func() { p.Press("Enter") })
	p.WaitVisible("#articles")
	for _, w := range []browser.Window{browser.Phone, browser.Desktop} {
		for _, dark := range []bool{false, true} {
			p.Size(w)
			p.Show(browser.Media{Dark: dark})
			p.Axe()
			if over := p.Overflow(); over > 0 {
				t.Errorf("%d px wider than the window", over)
			}
		}
	}
	p.Follow("article form button")
	p.WaitVisible("#title-1")
	if title, day := p.Value("#title-1"), p.Value("#published-1"); title != "Talks resume" || day != "2024-03-02" {
		t.Errorf("the article is handed on as %q of %q", title, day)
	}
}
