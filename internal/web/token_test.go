package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"parley/internal/auth"
	"parley/negotiation"
)

func TestAProgramReadsWithATokenAndDoesNothingHere(t *testing.T) {
	s := newRiver(t)
	s.do("mediator", negotiation.ProposeMeeting{Audience: negotiation.Everyone, Plan: negotiation.Plan{
		Title: "Third round; at the dam, again", Format: negotiation.Plenary, Parties: []negotiation.PartyID{"ALD", "BRN"}, Place: "Port Velin",
		When: negotiation.When{From: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2027, 3, 7, 0, 0, 0, 0, time.UTC), Zone: "Europe/Zurich", Words: "next week"},
	}})
	token := func(scopes ...auth.Scope) string {
		out, err := s.door.NewToken(t.Context(), auth.Key{Negotiation: river, Member: "brn-head"}, string(scopes[0]), scopes, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	ask := func(method, path, bearer string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if bearer != "" {
			r.Header.Set("Authorization", "Bearer "+bearer)
		}
		v := s.as("")
		return v.answer(v.Do(r))
	}
	reading, calendar := token(auth.Reading), token(auth.Calendar)
	const bundle, feed = "/n/river-talks/record/bundle", "/n/river-talks/meetings.ics"
	for _, c := range []struct {
		method, path, bearer string
		want                 int
	}{
		{"GET", bundle, reading, 200}, {"GET", bundle, calendar, 404}, {"GET", bundle, "nonsense", 404}, {"GET", bundle, "", 404},
		{"POST", "/n/river-talks/do/keep-note", reading, 404},
		{"GET", feed + "?key=" + calendar, "", 200}, {"GET", feed + "?key=" + reading, "", 404}, {"GET", bundle + "?key=" + calendar, "", 404},
	} {
		if got, body := ask(c.method, c.path, c.bearer); got != c.want {
			t.Errorf("%s %s: %d, want %d\n%s", c.method, c.path, got, c.want, body)
		}
	}
	_, ics := ask("GET", feed+"?key="+calendar, "")
	for _, want := range []string{
		"BEGIN:VEVENT\r\n", "SUMMARY:Third round\\; at the dam\\, again\r\n", "LOCATION:Port Velin\r\n", "STATUS:TENTATIVE\r\n",
		"DTSTART;VALUE=DATE:20270301\r\n", "DTEND;VALUE=DATE:20270308\r\n", "END:VCALENDAR\r\n",
	} {
		if !strings.Contains(ics, want) {
			t.Errorf("%q is missing in\n%s", want, ics)
		}
	}
}
