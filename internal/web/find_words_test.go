package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"parley/internal/browser"
	"parley/negotiation"
)

func TestASearchShowsWhatStandsWhereAndHelpsWhereNothingDoes(t *testing.T) {
	s := newRiver(t)
	at := s.turn()
	s.do("ald-head", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "Rivers <b>join</b> peoples. 停火协定必须遵守。"}, Audience: negotiation.Everyone})
	now, past := "/n/river-talks/search", "/n/river-talks@"+at.Format(time.RFC3339Nano)+"/search"
	today := time.Now().UTC().Format(time.DateOnly)
	v := s.as("brn-head")
	for _, row := range []struct {
		path, query string
		has, hasNot string
	}{
		{now, "", "What can be found", "<mark>"},
		{now, "q=4711", "<mark>4711</mark> kilometres", "You are looking at the past"},
		{past, "q=4711", "Amendment", "provision <span"}, // proposed then, and not yet in the text
		{past, "q=rivers", "Nothing was found", "<mark>"},
		{past, "q=rivers", "as it was at this moment", "<mark>"},
		{now, "q=rivers", "<mark>Rivers</mark> &lt;b&gt;join&lt;/b&gt; peoples", "<b>join"},
		{now, "q=" + url.QueryEscape("停火"), "<mark>停火</mark>协定", ""},
		{now, "q=rivers+join&from=" + today + "&to=" + today + "&party=ALD", "1 result.", ""},
		{now, "q=rivers&party=BRN", "Look for these words everywhere", "<mark>"},
		{now, "q=" + url.QueryEscape(`"river join"`), "begin so: river* join*", "<mark>"},
		{now, "q=" + url.QueryEscape("!! ?"), "signs alone are not found", "<mark>"},
		{now, "q=" + url.QueryEscape(`" OR ' -- ) NEAR(`), "Nothing was found", "<mark>"},
		{now, "party=ALD", "<span class=\"kind\">party</span>", "<mark>"},
		{now, "q=rivers&kind=statement", `/search?q=rivers">all <span class="count">1</span>`, ""},
		{now, "kind=nonsense", "Nothing was found", ""},
		{now, "q=the&skip=9999", "There are no more than", ""},
	} {
		status, body := v.get(row.path + "?" + row.query)
		if status != http.StatusOK || !strings.Contains(body, row.has) || row.hasNot != "" && strings.Contains(body, row.hasNot) {
			t.Errorf("%s: %d, must say %q and not %q", row.query, status, row.has, row.hasNot)
		}
	}
	for _, query := range []string{"from=yesterday", "q=" + url.QueryEscape(strings.Repeat("停火协定必须遵守永久", 10))} {
		if status, body := v.get(now + "?" + query); status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
}

func TestASearchIsMadeByKeyboardFromAnyPage(t *testing.T) {
	s := newRiver(t)
	s.do("ald-head", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "The kestrel flies over the river."}, Audience: negotiation.Everyone})
	p := s.enter(t, browser.Start(t), "brn-head")
	p.Press("/")
	if !p.Focused("#find") {
		t.Fatalf("the focus is at %s", p.Focus())
	}
	p.Keys("kestr*")
	p.Loading(func() { p.Press("Enter") })
	if got := p.Text(".hits mark"); got != "kestrel" {
		t.Errorf("it marks %q", got)
	}
	p.Axe()
	p.Follow(".hits h2 a")
	if !strings.Contains(p.URL(), "/statements#s-") {
		t.Errorf("the hit leads to %s", p.URL())
	}
}
