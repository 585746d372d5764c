package web_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"parley/internal/browser"
	"parley/internal/dispatch"
	"parley/internal/web"
	"parley/negotiation"
)

// An article of an invented newspaper: every kind of proposal, a hedge, a refusal and a
// bracketed insertion.
const courier = `The Velin Courier, 4 March 2024

The Head of Brennland, Tove Arden, said on Saturday that the dam would stay closed. “Nobody should be afraid of it [the dam],” she said.
Aldoria’s delegation declined to comment.
Engineers will meet in Osk next week. On Sunday the Courier published what it said was a transcript of the talks. The transcript has not been verified.
The mayor of Osk, Mira Dolan, said at least three farmers were injured in a strike on Osk on Sunday night.
`

func (s *server) reports(member negotiation.MemberID) []*negotiation.Report {
	return s.viewOf(member).Reports()
}

func TestADelegateReviewsAnArticleWithOneKeyEach(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "ald-head")
	p.Goto(s.URL + "/n/river-talks/chronicle")
	p.Follow(`a[href$="/chronicle/read"]`)
	p.Axe()
	p.Fill("#pasted", courier)
	p.Fill("#published", "03042024") // as the browser writes 4 March
	p.Follow("#read-it")
	p.Axe()
	if len(s.reports("ald-head")) != 0 {
		t.Fatal("an article was recorded that nobody kept")
	}
	p.Fill("#publisher-1", "Velin Courier")
	p.Choose("#aud-1", "everyone at the table")
	p.Follow("main form button.primary")
	p.WaitVisible("#p1")
	p.Axe()
	kept := s.reports("ald-head")
	if len(kept) != 1 || kept[0].Genre != negotiation.MediaReport || !strings.Contains(kept[0].Kept(), "afraid of it [the dam]") || kept[0].Sources[0].SHA256 == "" {
		t.Fatalf("kept: %+v", kept)
	}

	all := p.Count("[data-proposal]")
	if all < 6 || !p.Focused("#p1") {
		t.Fatalf("%d proposals; the focus is at %s", all, p.Focus())
	}
	press := func(key string) { p.Loading(func() { p.Press(key) }) }
	press("a")
	p.WaitText("#proposals", "left to decide")
	if !p.Focused("#p2") || p.Count(".proposal.decided") != 1 {
		t.Errorf("after one was accepted the focus is at %s, %d are decided", p.Focus(), p.Count(".proposal.decided"))
	}
	press("r")
	if !p.Focused("#p3") || len(s.reports("ald-head")) != 2 {
		t.Errorf("after one was refused the focus is at %s and there are %d reports", p.Focus(), len(s.reports("ald-head")))
	}
	p.Press("j")
	p.Press("k")
	p.Press("c")
	p.WaitFor(`document.activeElement.closest('details') !== null`)
	p.Axe()
	if words := p.Value("#p3 [name='report.quote']"); strings.HasSuffix(words, "c") {
		t.Errorf("the key went into the field: %q", words)
	}
	p.Press("Escape") // a key in a field is for the field
	if len(s.reports("ald-head")) != 2 {
		t.Error("typing filed something")
	}
	p.Follow("#p2 form button") // bring it back
	if p.Count(".proposal.decided") != 1 {
		t.Error("what was refused did not come back")
	}

	for range all {
		if p.Count("[data-proposal]:not(.decided)") == 0 {
			break
		}
		at := p.Attr("[data-proposal]:not(.decided)", "id")
		p.WaitFor(`document.activeElement.id === "` + at + `"`)
		if p.Count("#"+at+" details[open]") == 1 { // the article does not say where it was
			p.Fill("#"+at+` [name="report.incident.place"]`, "Osk")
			press("Enter")
			continue
		}
		press("a")
	}
	p.WaitText("#done", "Nothing is left to decide")
	reports := s.reports("brn-head")
	if len(reports) != all+1 {
		t.Errorf("%d proposals gave %d reports", all, len(reports)-1)
	}
	found := func(is func(*negotiation.Report) bool) *negotiation.Report {
		if i := slices.IndexFunc(reports, is); i >= 0 {
			return reports[i]
		}
		return &negotiation.Report{}
	}
	if r := found(func(r *negotiation.Report) bool { return strings.Contains(r.Quote, "afraid") }); r.Quote != "Nobody should be afraid of it [the dam]," || len(r.Inserted) != 1 || r.Sources[0].Name != "Velin Courier" || r.Sources[0].SHA256 != kept[0].Sources[0].SHA256 {
		t.Errorf("the quotation is %+v", r)
	}
	if r := found(func(r *negotiation.Report) bool { return strings.Contains(r.Paraphrase, "closed") }); r.Paraphrase != "said the dam would stay closed" || r.Speaker.Name != "Tove Arden" {
		t.Errorf("what was said in other words is %+v", r)
	}
	if r := found(func(r *negotiation.Report) bool { return r.Refuses }); r.Speaker.Party != "ALD" && !strings.Contains(r.Speaker.Name, "Aldoria") {
		t.Errorf("who gave no answer is %+v", r.Speaker)
	}
	if r := found(func(r *negotiation.Report) bool { return r.Genre == negotiation.MeetingReport }); r.Meeting.Place != "Osk" || r.Meeting.Standing != "planned" || r.When.From.Format("2006-01-02") != "2024-03-11" {
		t.Errorf("the meeting is %+v", r)
	}
	if r := found(func(r *negotiation.Report) bool { return r.Genre == negotiation.DocumentReport }); r.Hedge != "what it said was" {
		t.Errorf("the document is %+v", r)
	}
	if r := found(func(r *negotiation.Report) bool { return r.Genre == negotiation.IncidentReport }); r.Incident.Place != "Osk" || len(r.Figures) != 1 || r.Figures[0].Bound != negotiation.AtLeast || r.Figures[0].Number != 3 || r.Speaker.Name != "Mira Dolan" {
		t.Errorf("the incident is %+v", r)
	}
	for _, r := range reports[1:] {
		if of, words := s.viewOf("brn-head").ExcerptOf(r); of == nil || of.ID != kept[0].ID || words == "" {
			t.Errorf("%s does not say where it stands: %+v", r.ID, r.Excerpt)
		}
	}
}

// keeps has a member keep an article, and returns the path of its review.
func (s *server) keeps(member negotiation.MemberID, words, audience string) string {
	s.t.Helper()
	form := url.Values{"text": {words}, "title": {"Dam stays closed"}, "publisher": {"Courier"}, "published": {"2024-03-04"}, "zone": {"Europe/Zurich"}, "lang": {"en"}, "audience": {audience}, "reliability": {"C"}, "credibility": {"3"}}
	if status, body := s.as(member).post("/n/river-talks/chronicle/keep", form); status != http.StatusOK || !strings.Contains(body, "The article is kept.") {
		s.t.Fatalf("%d: %s", status, body)
	}
	all := s.reports(member)
	return "/n/river-talks/chronicle/" + string(all[len(all)-1].ID) + "/review"
}

func TestWhatIsTakenFromAnArticleIsSeenByNobodyWhoDoesNotSeeTheArticle(t *testing.T) {
	s := newRiver(t)
	review := s.keeps("ald-head", courier, "own")
	if status, _ := s.as("brn-head").get(review); status != http.StatusNotFound {
		t.Errorf("another party got %d", status)
	}
	form := url.Values{"report.genre": {"statement"}, "report.quote": {"x"}, "report.speaker.name": {"Somebody"}, "report.excerpt.start": {"0"}, "report.excerpt.end": {"3"}, "audience": {"all"}, "next": {"p2"}}
	if status, body := s.as("ald-head").post(review, form); status != http.StatusOK {
		t.Fatalf("%d: %s", status, body)
	}
	if n := len(s.reports("ald-head")); n != 2 {
		t.Errorf("%d reports", n)
	}
	if n := len(s.reports("brn-head")); n != 0 {
		t.Errorf("the other party sees %d reports", n)
	}
}

func TestAnArticleIsReadInEveryFormAndBadOnesAreRefused(t *testing.T) {
	s := newRiver(t)
	v := s.as("ald-head")
	for name, want := range map[string]struct {
		words  string
		status int
		says   []string
	}{
		"page.html": {`<html><head><title>Talks</title><script>document.title="run"</script></head><body><article><p>Minister Tove Arden said the dam “will stay closed”.</p></article></body></html>`, 200, []string{"Talks", "1 statement", "give the day of publication"}},
		"mail.eml":  {"From: desk@courier.example\nSubject: Dam\nDate: Mon, 4 Mar 2024 10:00:00 +0000\nContent-Type: text/plain\n\nMinister Tove Arden said the dam “will stay closed”.\n", 200, []string{"Dam", "2024-03-04"}},
		"feed.xml":  {`<rss version="2.0"><channel><title>Courier</title><item><title>One</title><description>Tove Arden said no.</description></item><item><title>Two</title><description>Ilan Serafe said yes.</description></item></channel></rss>`, 200, []string{`value="One"`, `value="Two"`}},
		"empty.txt": {"  \n", 422, []string{"no words"}},
		"bad.bin":   {"\x00\x01\x02\xff\xfe", 422, nil},
		"huge.txt":  {strings.Repeat("The minister said no. ", 60_000), 422, []string{"one article at a time"}},
	} {
		status, body := v.upload("/n/river-talks/chronicle/read", name, []byte(want.words))
		if status != want.status || strings.Contains(body, "<script>document.title") {
			t.Errorf("%s: %d", name, status)
		}
		for _, w := range want.says {
			if !strings.Contains(body, w) {
				t.Errorf("%s: no %q in\n%s", name, w, body)
			}
		}
	}
	if n := len(s.reports("ald-head")); n != 0 {
		t.Errorf("%d reports were filed", n)
	}
}

func TestTheDictionaryOfADelegationFindsItsPartiesAndIssues(t *testing.T) {
	s := newRiver(t)
	s.do("mediator", negotiation.NameIssue{Issue: negotiation.Issue{ID: "dam", Name: "The Velin Dam"}})
	v := s.as("ald-head")
	for _, form := range []url.Values{
		{"name.kind": {"person"}, "name.name": {"Tove Arden"}, "name.party": {"BRN"}, "aliases": {"Arden; the iron lady"}, "titles": {"water minister"}},
		{"name.kind": {"issue"}, "name.issue": {"dam"}, "aliases": {"the reservoir"}},
	} {
		if status, body := v.post("/n/river-talks/chronicle/names", form); status != http.StatusOK || !strings.Contains(body, "Recorded.") {
			t.Fatalf("%d: %s", status, body)
		}
	}
	if _, body := v.get("/n/river-talks/chronicle/names"); !strings.Contains(body, "Arden; the iron lady") || !strings.Contains(body, "the reservoir") {
		t.Error("the page does not show what was kept")
	}
	if _, body := s.as("brn-head").get("/n/river-talks/chronicle/names"); strings.Contains(body, "iron lady") {
		t.Error("another delegation reads it")
	}
	_, body := v.get(s.keeps("ald-head", "The iron lady said the reservoir would be filled.", "own"))
	for _, want := range []string{`value="Brennland" list="parties"`, `name="report.on.issues" value="dam" checked`} {
		if !strings.Contains(body, want) {
			t.Errorf("the review has no %s", want)
		}
	}
}

func TestALanguageModelIsAskedOnlyWhenTheOperatorNamedOneAndMarksWhatItAdds(t *testing.T) {
	s := newRiver(t)
	review := s.keeps("ald-head", "The hall was cold. “We are done here,” read the note on the table.", "all")
	ask := strings.TrimSuffix(review, "review") + "ask"
	if status, body := s.as("ald-head").post(ask, nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "this server has none") {
		t.Errorf("without a model: %d", status)
	}
	asked := 0
	stub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]any{"content": `[{"speaker":"Rosa Quill","words":"We are done here","direct":true},{"speaker":"Nobody","words":"never said","direct":true}]`}}}})
	}))
	defer stub.Close()
	model, err := dispatch.NewChat(stub.Client(), stub.URL, "small-1", "")
	if err != nil {
		t.Fatal(err)
	}
	if s.Config.Handler, err = web.New(s.desk, s.door, web.Options{Log: slog.New(slog.NewTextHandler(testLog{t}, nil)), Model: model}); err != nil {
		t.Fatal(err)
	}
	if _, body := s.as("ald-head").get(review); !strings.Contains(body, "Ask small-1 for more") || asked != 0 {
		t.Errorf("the model is not offered, or was asked %d times unasked", asked)
	}
	_, body := s.as("ald-head").post(ask, nil)
	if !strings.Contains(body, "proposed by small-1") || !strings.Contains(body, "Rosa Quill") || strings.Contains(body, "never said") || asked != 1 {
		t.Errorf("asked %d times, the page says\n%s", asked, body)
	}
	if _, body := s.as("brn-head").get(review); strings.Contains(body, "Rosa Quill") {
		t.Error("another delegation sees what was answered to this one")
	}
	if n := len(s.reports("ald-head")); n != 1 {
		t.Errorf("the model filed %d reports", n-1)
	}
}
