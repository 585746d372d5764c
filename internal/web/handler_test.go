package web_test

import (
	"bufio"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/internal/web"
	"parley/negotiation"
)

// entries counts what is recorded.
func (s *server) entries() int64 {
	s.t.Helper()
	v, err := s.desk.View(context.Background(), river, "mediator")
	if err != nil {
		s.t.Fatal(err)
	}
	return v.Version
}

func TestNoGetWrites(t *testing.T) {
	s := newRiver(t)
	id := s.amend("ald-head", negotiation.Everyone, "30 kilometres", "40 kilometres")
	before, v := s.entries(), s.as("mediator")
	for _, route := range web.Routes {
		if strings.HasPrefix(route.Pattern, "GET") || strings.HasSuffix(route.Pattern, "/preview") {
			v.ask(route, s, id)
		}
	}
	if after := s.entries(); after != before {
		t.Errorf("asking for every page wrote %d entries", after-before)
	}
}

func TestAnInviteShowsWhoIsInvitedAndOnlyItsButtonSignsIn(t *testing.T) {
	s := newRiver(t)
	v := s.as("")
	invite := s.invite("ald-head")
	_, body := v.get("/enter/" + invite)
	for _, want := range []string{"Head of Aldoria", "head of delegation", "Talks on the Waters of the Sarran"} {
		if !strings.Contains(body, want) {
			t.Errorf("the invite does not say %q", want)
		}
	}
	if status, _ := v.get("/n/river-talks/text"); status != http.StatusNotFound {
		t.Errorf("looking at an invite signs in: %d", status)
	}
	if status, body := v.post("/enter/"+invite, nil); status != http.StatusOK || !strings.Contains(body, "you act for") {
		t.Errorf("entering: %d", status)
	}
	v.post("/leave", nil)
	if status, _ := v.get("/n/river-talks/text"); status != http.StatusNotFound {
		t.Errorf("after leaving: %d", status)
	}
}

func TestAnAmendmentIsProposedWithoutScripts(t *testing.T) {
	s := newRiver(t)
	v := s.as("ald-head")
	id, other := string(s.provision("within 30 kilometres")), string(s.provision("Each Party may take measures"))
	form := url.Values{
		"revision": {"3"}, "seen": {"3"}, "audience": {"mediator"}, "explanation": {"Because."},
		"words." + id: {"The Parties shall not reinforce,\r\nresupply or reposition their forces within 40 kilometres of either bank."},
		"delete":      {other}, "insert." + id: {"3. A new rule.\r\n\r\n4. And another."},
		"move." + string(s.provision("Vessels of all Parties")): {"Article 1(2)"},
	}
	status, body := v.post("/n/river-talks/propose", form)
	if status != http.StatusOK || !strings.Contains(body, "Your amendment is tabled") {
		t.Fatalf("%d: %s", status, body)
	}
	got := s.proposals("mediator")
	if len(got) != 1 || got[0].Audience.Everyone || len(got[0].Audience.Parties) != 1 {
		t.Fatalf("tabled: %+v", got)
	}
	kinds := map[string]int{}
	for _, c := range got[0].Changes {
		kinds[string(c.Kind)]++
	}
	if kinds["insert"] != 2 || kinds["delete"] != 1 || kinds["move"] != 1 || kinds["replace"] == 0 {
		t.Errorf("changes: %v", kinds)
	}
	if len(s.proposals("brn-head")) != 0 {
		t.Error("Brennland sees what is for the mediator only")
	}
}

func TestAProposalThatIsNotPossibleKeepsItsWordsAndSaysWhy(t *testing.T) {
	s := newRiver(t)
	v := s.as("ald-head")
	id := string(s.provision("within 30 kilometres"))
	form := url.Values{"revision": {"3"}, "seen": {"3"}, "words." + id: {"Words <kept>."}, "move." + id: {"Article 99"}}
	status, body := v.post("/n/river-talks/propose", form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "There is no provision “Article 99”") || !strings.Contains(body, "Words &lt;kept&gt;.") {
		t.Errorf("%d: the form does not say why, or lost words", status)
	}
}

func TestFormsFromOtherSitesAreRefused(t *testing.T) {
	s := newRiver(t)
	v := s.as("mediator")
	before := s.entries()
	r, err := http.NewRequest(http.MethodPost, s.URL+"/n/river-talks/placeholder", strings.NewReader("note=x&standing=draft"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://evil.example")
	if status, _ := v.answer(v.Do(r)); status != http.StatusForbidden || s.entries() != before {
		t.Errorf("a form from another site: %d, %d entries written", status, s.entries()-before)
	}
}

func TestEveryAnswerForbidsWhatNoPageNeeds(t *testing.T) {
	s := newRiver(t)
	v := s.as("mediator")
	for _, path := range []string{"/", "/n/river-talks/text", "/nowhere", "/asset/x/style.css", "/n/river-talks/export/revision-1.json"} {
		answer, err := v.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		h := answer.Header
		if csp := h.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") ||
			!strings.Contains(csp, "frame-ancestors 'none'") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestAssetsAreKeptForEverUnderTheirHashOnly(t *testing.T) {
	s := newRiver(t)
	_, body := s.as("").get("/")
	path := regexp.MustCompile(`/asset/[0-9a-f]{16}/style\.css`).FindString(body)
	for path, want := range map[string]string{path: "public, max-age=31536000, immutable", "/asset/old/style.css": "no-store"} {
		answer, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if got := answer.Header.Get("Cache-Control"); got != want {
			t.Errorf("%s is kept %q, want %q", path, got, want)
		}
	}
}

func TestAssetsAreUnpackedForWhoeverAsksForThemSo(t *testing.T) {
	s := newRiver(t)
	_, body := s.as("").get("/")
	hash := regexp.MustCompile(`/asset/[0-9a-f]{16}/`).FindString(body)
	for name, start := range map[string]string{"verify.wasm": "\x00asm", "analyse.wasm": "\x00asm", "style.css": "@layer"} {
		r, err := http.NewRequest(http.MethodGet, s.URL+hash+name, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "identity")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, body := s.as("").answer(answer, nil)
		if answer.Header.Get("Content-Encoding") != "" || !strings.Contains(body[:min(len(body), 2000)], start) || answer.ContentLength != int64(len(body)) {
			t.Errorf("%s is %d bytes, packed as %q, and does not begin with %q", name, len(body), answer.Header.Get("Content-Encoding"), start)
		}
	}
}

func TestErrorsForProgramsAreProblems(t *testing.T) {
	s := newRiver(t)
	r, err := http.NewRequest(http.MethodGet, s.URL+"/n/river-talks/text", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if got := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusNotFound || got != "application/problem+json" {
		t.Errorf("%d %s", answer.StatusCode, got)
	}
}

func TestI11_TheStreamIsSilentAboutWhatAMemberMayNotSee(t *testing.T) {
	s := newRiver(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/n/river-talks/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.as("brn-head").Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	ids := make(chan string, 10)
	go func() {
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				ids <- id
			}
		}
	}()
	first := <-ids
	s.amend("ald-head", negotiation.Audience{}, "30 kilometres", "77 kilometres")
	select {
	case id := <-ids:
		t.Fatalf("after %s the stream says %s about what is Aldoria's alone", first, id)
	case <-time.After(300 * time.Millisecond):
	}
	s.amend("brn-head", negotiation.Everyone, "30 kilometres", "10 kilometres")
	select {
	case <-ids:
	case <-ctx.Done():
		t.Error("the stream does not say what everyone may see")
	}
}

func TestExportsHaveSensibleNamesAndReadBack(t *testing.T) {
	s := withAmendments(t)
	v := s.as("obs-head")
	for _, name := range []string{"revision-1.md", "revision-1.txt", "revision-1.json", "bracketed.md", "bracketed.txt", "bracketed.json", "bracketed.html", "redline-1-3.html", "redline-1-3.json", "redline-1-3.md", "revision-1.html", "revision-1.akn", "gaps.html"} {
		answer, err := v.Get(s.URL + "/n/river-talks/export/" + name)
		if err != nil {
			t.Fatal(err)
		}
		status, body := v.answer(answer, nil)
		want := `attachment; filename="river-talks-` + strings.Replace(name, ".", "-for-OBS-"+time.Now().UTC().Format(time.DateOnly)+".", 1) + `"`
		if got := answer.Header.Get("Content-Disposition"); status != http.StatusOK || got != want || len(body) < 1000 {
			t.Errorf("%s: %d, %s, %d bytes", name, status, got, len(body))
		}
	}
	for _, name := range []string{"revision-2.md", "revision-9.md", "redline-1-2.html", "passwd", "redline-1-3.txt", "revision-1.markdown", "gaps.md"} {
		if status, _ := v.get("/n/river-talks/export/" + name); status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", name, status)
		}
	}
}

func TestAPressCopyIsFiledAndComparedAndIsNoRevision(t *testing.T) {
	s := newRiver(t)
	v := s.as("ald-head")
	copied := strings.NewReplacer("shall", "will", "Mediator", "mediator").Replace(markdownOf(t, "rev2.md"))
	form := url.Values{"text": {jsonOf(t, copied)}, "file": {"press.md"}, "as": {"rendering"}, "name": {"The Velin Gazette"}, "note": {"front page"}}
	status, body := v.post("/n/river-talks/import", form)
	if status != http.StatusOK || !strings.Contains(body, "The Velin Gazette") || !strings.Contains(body, "Most like Revision 3") {
		t.Fatalf("%d: the copy is not listed with what it is like", status)
	}
	path := regexp.MustCompile(`/n/river-talks/compare\?new=copy-[a-z0-9]+`).FindString(body)
	status, body = v.get(path)
	if status != http.StatusOK || !strings.Contains(body, "From Revision 3 to the copy The Velin Gazette") || !strings.Contains(body, "<ins") {
		t.Errorf("%s: %d", path, status)
	}
	if got, err := s.desk.View(t.Context(), river, "ald-head"); err != nil || len(got.Revisions) != 3 {
		t.Errorf("a press copy became a revision: %v", err)
	}
}

func TestAnImportThatIsRefusedKeepsTheText(t *testing.T) {
	s := newRiver(t)
	v := s.as("ald-head")
	form := url.Values{"text": {jsonOf(t, markdownOf(t, "rev1.md"))}, "file": {"copy.md"}, "as": {"revision"}, "note": {"My own."}, "standing": {"draft"}}
	status, body := v.post("/n/river-talks/import", form)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Only the mediator keeps the text") || !strings.Contains(body, "My own.") {
		t.Errorf("%d: the page does not say why, or lost what was written", status)
	}
}
