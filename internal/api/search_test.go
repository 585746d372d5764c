package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parley/negotiation"
)

func TestWordsAreSearchedInWhatAMemberMaySee(t *testing.T) {
	s := newServer(t)
	between := negotiation.Audience{Parties: []negotiation.PartyID{"ALD"}}
	s.must("m", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "Between us: the Kestrel bridge is closed.", With: []negotiation.PartyID{"ALD"}}, Audience: between})
	s.must("ald", negotiation.FileDocument{Document: negotiation.Document{Title: "Kestrel", Words: "A bridge over the river."}, Audience: negotiation.Everyone})
	for _, c := range []struct {
		member, query string
		status        int
		total, has    string
	}{
		{"ald", "q=kestrel", 200, `"total":2`, "Between us"},
		{"brn", "q=kestrel", 200, `"total":1`, "over the river"},
		{"brn", "q=" + url.QueryEscape(`"kestrel bridge"`), 200, `"total":0`, ""},
		{"ald", "q=" + url.QueryEscape(`"kestrel bridge"`), 200, `"total":1`, `{"marked":true,"words":"Kestrel bridge"}`},
		{"ald", "q=kestr*&kind=document", 200, `"total":1`, `"kinds":[{"count":1,"kind":"statement"},{"count":1,"kind":"document"}]`},
		{"ald", "q=kestrel&limit=1&skip=1", 200, `"total":2`, `"kind":"statement"`},
		{"ald", "party=BRN&kind=statement", 200, `"total":0`, ""},
		{"ald", "", 200, `"total":0`, ""},
		{"ald", "q=kestrel&from=2020", 422, "", "no moment"},
		{"ald", "q=kestrel&limit=some", 422, "", "no number"},
		{"ald", "q=" + strings.Repeat("a+b1+c%20d2+", 20) + url.QueryEscape(strings.Repeat("停火协定", 30)), 422, "", "more than"},
		{"", "q=kestrel", 401, "", ""},
	} {
		got, _, body := s.ask(s.tokens[negotiation.MemberID(c.member)], "GET", "/api/v1/n/river/search?"+c.query, nil)
		if got != c.status || !strings.Contains(body, c.total) || !strings.Contains(body, c.has) {
			t.Errorf("%s, %s: %d %s", c.member, c.query, got, body)
		}
		if c.member == "brn" && strings.Contains(body, "Between us") {
			t.Errorf("%s shows what was between others", c.query)
		}
	}
	if got, _, _ := s.ask(s.tokens["ald"], "GET", "/api/v1/n/other/search?q=kestrel", nil); got != http.StatusNotFound {
		t.Errorf("in another negotiation: %d", got)
	}
}
