package web_test

import (
	"fmt"
	"net/url"
	"testing"

	"parley/internal/browser"
	"parley/negotiation"
)

// enter opens the text in a browser of its own, signed in by the invite link.
func (s *server) enter(t testing.TB, b *browser.Browser, member negotiation.MemberID) *browser.Page {
	t.Helper()
	p := b.Someone(t).Open(t, s.URL+"/enter/"+s.invite(member))
	p.Follow("#enter")
	p.WaitVisible("main h1")
	p.Goto(s.URL + "/n/river-talks/text")
	return p
}

// everyPage returns the path of each page that the mediator can open.
func (s *server) everyPage(t testing.TB) []string {
	t.Helper()
	v, err := s.desk.View(t.Context(), river, "mediator")
	if err != nil {
		t.Fatal(err)
	}
	amendment := url.PathEscape(string(v.Proposals()[0].ID))
	provision := v.Outline()[8].ID
	return []string{
		"/", "/n/river-talks/overview", "/n/river-talks/positions", "/n/river-talks/circulation", "/n/river-talks/documents", "/n/river-talks/meetings", "/n/river-talks/statements", "/n/river-talks/chronicle", "/n/river-talks/chronicle/file", "/n/river-talks/chronicle/file?genre=incident", "/n/river-talks/chronicle/file?genre=document", "/n/river-talks/chronicle/read", "/n/river-talks/chronicle/names", "/n/river-talks/chronicle/table", "/n/river-talks/chronicle/feeds", "/n/river-talks/chronicle/inside", "/n/river-talks/chronicle/activity", "/n/river-talks/closing", "/n/river-talks/table", "/n/river-talks/columns", "/n/river-talks/packages", "/n/river-talks/packages/draw-up", "/n/river-talks/packages/file", "/n/river-talks/languages", "/n/river-talks/lines", "/n/river-talks/instrument", "/n/river-talks/rooms", "/n/river-talks/notices", "/n/river-talks/text", "/n/river-talks/text?revision=2", "/n/river-talks/text?revision=1",
		fmt.Sprintf("/n/river-talks/text?at=%s", v.Proposals()[0].Now.Changes[0].Provision),
		"/n/river-talks/bracketed", fmt.Sprintf("/n/river-talks/bracketed?at=%s", v.Proposals()[0].Now.Changes[0].Provision),
		"/n/river-talks/amendments", "/n/river-talks/amendments/" + amendment,
		"/n/river-talks/amendments/" + amendment + "/consequences",
		"/n/river-talks/compare", "/n/river-talks/compare?view=side", "/n/river-talks/compare?view=concordance&old=1&new=3",
		"/n/river-talks/compare?old=1&new=2", "/n/river-talks/propose", fmt.Sprintf("/n/river-talks/propose?only=%s", provision),
		fmt.Sprintf("/n/river-talks/bridge/%s", v.Proposals()[0].Now.Changes[0].Provision),
		"/n/river-talks/import", "/n/river-talks/export", "/n/river-talks/record", "/n/river-talks/key", "/n/river-talks/passkeys",
	}
}

func TestNoPageHasAViolationOfAccessibility(t *testing.T) {
	s := withAmendments(t)
	b := browser.Start(t)
	p := s.enter(t, b, "mediator")
	p.Allow("404")
	paths := append(s.everyPage(t), "/enter/"+s.invite("ald-head"), "/n/nowhere/text")
	for _, dark := range []bool{false, true} {
		p.Show(browser.Media{Dark: dark})
		for _, path := range paths {
			p.Goto(s.URL + path)
			p.Axe()
			if over := p.Overflow(); over > 0 {
				t.Errorf("%s is %d px wider than the window", path, over)
			}
		}
	}
}

func TestNoPageIsWiderThanAPhone(t *testing.T) {
	s := withAmendments(t)
	p := s.enter(t, browser.Start(t), "mediator")
	p.Size(browser.Phone)
	for _, path := range s.everyPage(t) {
		p.Goto(s.URL + path)
		if over := p.Overflow(); over > 0 {
			t.Errorf("%s is %d px wider than a phone", path, over)
		}
	}
}
