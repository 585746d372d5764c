package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"parley/internal/browser"
	"parley/negotiation"
)

// filled is what a browser would send of a form of a page, as it stands.
func filled(t testing.TB, body, action string) url.Values {
	t.Helper()
	page, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range page.Descendants() {
		if n.Data == "form" && attr(n, "action") == action {
			return fieldsOf(n)
		}
	}
	t.Fatalf("no form for %s on\n%s", action, body)
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func fieldsOf(form *html.Node) url.Values {
	out := url.Values{}
	for n := range form.Descendants() {
		name := attr(n, "name")
		switch {
		case name == "" || n.Type != html.ElementNode:
		case n.Data == "select":
			out.Add(name, "")
			for o := range n.Descendants() {
				if o.Data == "option" && has(o, "selected") {
					out.Set(name, attr(o, "value"))
				}
			}
		case n.Data == "textarea":
			out.Add(name, "")
		case attr(n, "type") != "checkbox" && attr(n, "type") != "radio" || has(n, "checked"):
			out.Add(name, attr(n, "value"))
		}
	}
	return out
}

const packages = "/n/river-talks/packages"

// bargained is a server on which points are drawn up, out of what the page offers.
func bargained(t testing.TB) *server {
	t.Helper()
	s := newRiver(t)
	s.amend("ald-head", negotiation.Everyone, "30 kilometres", "50 kilometres")
	s.amend("brn-head", negotiation.Everyone, "30 kilometres", "20 kilometres")
	s.amend("car-head", negotiation.Everyone, "30 kilometres", "50 kilometres")
	s.amend("brn-head", negotiation.Everyone, "six months", "twelve months")
	med := s.as("mediator")
	_, body := med.get(packages + "/draw-up")
	form := filled(t, body, packages+"/draw-up")
	form.Set("3.name", "Seat")
	form.Set("3.others", "North\r\nSouth\r\n")
	if status, body := med.post(packages+"/draw-up", form); status != http.StatusOK || !strings.Contains(body, "The points are drawn up") {
		t.Fatalf("%d: %s", status, body)
	}
	return s
}

func TestTheFormOffersWhatTheAmendmentsSayEachOnce(t *testing.T) {
	s := bargained(t)
	v, err := s.desk.View(t.Context(), river, "brn-head")
	if err != nil {
		t.Fatal(err)
	}
	points := v.Bargain().Points
	if len(points) < 3 {
		t.Fatalf("%+v", points)
	}
	if first := points[0]; len(first.Options) != 3 || !first.Options[0].Base || len(first.Options[1].Amendments) != 2 || first.Options[1].Name != "50 in place of 30" {
		t.Errorf("%+v", first)
	}
	if last := points[len(points)-1]; last.ID != "seat" || len(last.Options) != 2 || last.Options[1].ID != "south" {
		t.Errorf("%+v", last)
	}
	_, body := s.as("mediator").get(packages + "/draw-up")
	again := filled(t, body, packages+"/draw-up")
	if status, body := s.as("mediator").post(packages+"/draw-up", again); status != http.StatusOK || !strings.Contains(body, "drawn up") {
		t.Errorf("drawn up anew as it was: %d", status)
	}
	now, err := s.desk.View(t.Context(), river, "brn-head")
	if err != nil || len(now.Bargain().Points) != len(points) || now.Bargain().Points[0].Options[1].Stands != points[0].Options[1].Stands {
		t.Errorf("%v %+v", err, now.Bargain().Points)
	}
}

// score fills a party's form in with numbers that look like no others.
func (s *server) score(who negotiation.MemberID, disclosure string, numbers ...string) string {
	s.t.Helper()
	v := s.as(who)
	_, body := v.get(packages)
	form := filled(s.t, body, packages+"/score")
	i := 0
	for _, kind := range []string{"value.", "weight."} {
		for _, m := range regexp.MustCompile(` name="(`+kind+`[^"]+)"`).FindAllStringSubmatch(body, -1) {
			form.Set(m[1], numbers[i%len(numbers)])
			i++
		}
	}
	form.Set("reservation", "1,5")
	form.Set("disclosure", disclosure)
	status, body := v.post(packages+"/score", form)
	if status != http.StatusOK || !strings.Contains(body, "Your scores are saved") {
		s.t.Fatalf("%s: %d %s", who, status, body)
	}
	return body
}

func TestPackagesAreScoredAndTabledWithoutScripts(t *testing.T) {
	s := bargained(t)
	body := s.score("ald-head", "numbers", "10", "90.25", "35")
	if !strings.Contains(body, "add up to") || !strings.Contains(body, `value="90.25"`) || !strings.Contains(body, "A is better") || !strings.Contains(body, `value="1.5"`) {
		t.Errorf("the page does not say what was saved and what to look at:\n%s", body)
	}
	s.score("brn-head", "packages", "80", "0.5", "33", "7")
	s.score("car-head", "numbers", "5", "80", "33", "90")
	med := s.as("mediator")
	_, body = med.get(packages)
	for _, want := range []string{"Is there a deal?", "Nash", "<svg", "In all", "gains", "Table this package", "keeps its numbers back"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q", want)
		}
	}
	form := filled(t, body, packages+"/table")
	status, body := med.post(packages+"/table", form)
	if status != http.StatusOK || !strings.Contains(body, "The package is a revision now") || !strings.Contains(body, "Package") {
		t.Errorf("%d %s", status, body)
	}
	v, err := s.desk.View(t.Context(), river, "mediator")
	if err != nil || v.Current().Audience.Everyone || v.Current().Standing != negotiation.Concept {
		t.Errorf("%v %+v", err, v.Current())
	}
	if _, body := s.as("ald-head").post(packages+"/score", url.Values{"withdraw": {"yes"}}); !strings.Contains(body, "taken back") || !strings.Contains(body, "Nothing is saved yet") {
		t.Error("they cannot be taken back")
	}
}

func TestI14_NoPageTellsAPartyOfAnothersScores(t *testing.T) {
	one, two := bargained(t), bargained(t)
	for _, s := range []*server{one, two} {
		s.score("car-head", "numbers", "5", "80", "33", "90")
	}
	one.score("ald-head", "numbers", "61.813", "17.719", "3.331")
	two.score("ald-head", "numbers", "2", "99.877", "45.191", "7.7", "30")
	one.score("brn-head", "packages", "61.813", "17.719", "3.331")
	two.score("brn-head", "packages", "2", "99.877", "45.191", "7.7", "30")
	number := regexp.MustCompile(`61\.813|17\.719|3\.331|99\.877|45\.191`)
	for _, path := range []string{packages, packages + "?package=x:y", "/n/river-talks/overview?all=1", "/n/river-talks/positions", "/n/river-talks/circulation", "/n/river-talks/table"} {
		for _, who := range []negotiation.MemberID{"car-head", "obs-head"} {
			_, a := one.as(who).get(path)
			_, b := two.as(who).get(path)
			if masked(a) != masked(b) {
				t.Errorf("%s as %s differs:\n%s", path, who, firstDifference(masked(a), masked(b)))
			}
			if found := number.FindString(a + b); found != "" {
				t.Errorf("%s tells %s %s", path, who, found)
			}
		}
	}
	_, body := two.as("mediator").get(packages)
	if strings.Contains(body, "61.813") || !strings.Contains(body, "BRN") {
		t.Error("the mediator is told what is kept back")
	}
}

// masked takes out what differs between two servers whatever is said: times, hashes and
// where they are.
func masked(body string) string {
	for _, m := range []*regexp.Regexp{
		regexp.MustCompile(`[A-Za-z0-9+/]{40,}={0,2}`), regexp.MustCompile(`[0-9a-f]{16}`), regexp.MustCompile(`\d{1,2} [A-Z][a-z]{2} \d{4}, \d{2}:\d{2}(:\d{2}(\.\d+)?)?`), regexp.MustCompile(`\d{2}:\d{2}`), regexp.MustCompile(`127\.0\.0\.1:\d+`),
	} {
		body = m.ReplaceAllString(body, "…")
	}
	return body
}

func TestPackagesAreScoredByKeyboardOnAPhone(t *testing.T) {
	s := bargained(t)
	s.score("brn-head", "numbers", "80", "0.5", "33", "7")
	p := s.enter(t, browser.Start(t), "ald-head")
	p.Size(browser.Phone)
	p.Goto(s.URL + packages)
	p.Axe()
	v, err := s.desk.View(t.Context(), river, "ald-head")
	if err != nil {
		t.Fatal(err)
	}
	for _, point := range v.Bargain().Points {
		for i, o := range point.Options {
			field := `[id="v-` + string(point.ID) + "." + string(o.ID) + `"]`
			p.Fill(field, []string{"0", "100", "40"}[i%3])
		}
		p.Fill(`[id="w-`+string(point.ID)+`"]`, "33")
	}
	first := v.Bargain().Points[0]
	range1 := `[data-range="w-` + string(first.ID) + `"]`
	p.TabTo(range1)
	p.Press("ArrowRight")
	if got := p.Value(`[id="w-` + string(first.ID) + `"]`); got != "34" {
		t.Errorf("the slider moves the number to %s", got)
	}
	p.WaitText("[data-state]", "not saved yet")
	p.WaitText("[data-sum]", "of 100")
	p.Follow("#save")
	p.WaitText("#saved", "Saved on")
	if p.Visible("[data-says]") {
		t.Error("what the numbers say sways the answer")
	}
	p.Click(`[name="better.1"][value="first"]`)
	p.WaitVisible("[data-says]")
	p.WaitText("[data-says]", "By your numbers")
	p.Follow("#save")
	p.WaitText("#doubts + ul", "you said that the first is better")
	p.Axe()
	if over := p.Overflow(); over > 0 {
		t.Errorf("%d px wider than a phone", over)
	}
	x, err := s.desk.View(t.Context(), river, "ald-head")
	if err != nil || x.MyScores().Weight(first.ID) != "34" || x.MyScores().Disclosure != negotiation.ShowPackages {
		t.Errorf("%v %+v", err, x.MyScores())
	}
	m := s.enter(t, browser.Start(t), "mediator")
	for _, look := range []browser.Window{browser.Desktop, browser.Phone} {
		m.Size(look)
		m.Goto(s.URL + packages)
		m.Axe()
		if over := m.Overflow(); over > 0 {
			t.Errorf("the mediator's page is %d px too wide", over)
		}
	}
}
