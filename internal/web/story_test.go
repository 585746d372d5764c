package web_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/browser"
	"parley/negotiation"
	"parley/record"
	"parley/text"
)

// What people do, told in a real browser with real keys and mouse.

// provision returns the id of the provision of the current revision whose
// words hold the given ones.
func (s *server) provision(words string) text.ID {
	s.t.Helper()
	v, err := s.desk.View(context.Background(), river, "mediator")
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range v.Current().Text.Places() {
		if strings.Contains(p.Words, words) {
			return p.ID
		}
	}
	s.t.Fatalf("no provision says %q", words)
	return ""
}

func (s *server) proposals(member negotiation.MemberID) []negotiation.Proposal {
	s.t.Helper()
	v, err := s.desk.View(context.Background(), river, member)
	if err != nil {
		s.t.Fatal(err)
	}
	return v.Proposals()
}

func TestAnAmendmentIsProposedByKeyboardAlone(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "ald-head")
	p.TabTo("#propose")
	p.Loading(func() { p.Press("Enter") })
	id := string(s.provision("within 30 kilometres"))
	p.TabTo(`textarea[name="words.` + id + `"]`)
	p.Press("Control+End")
	p.Keys(" This applies by day and night.")
	p.WaitText(`[data-live-redline="`+id+`"] ins`, "by day and night")
	p.WaitText("[data-summary]", "Article 1(2) edited")
	p.TabTo("#explanation")
	p.Keys("Nights are when it happens.")
	p.TabTo("#send")
	p.Loading(func() { p.Press("Enter") })
	p.WaitText("main", "Your amendment is tabled")
	got := s.proposals("ald-head")
	if len(got) != 1 || got[0].Explanation != "Nights are when it happens." || len(got[0].Now.Changes) != 1 ||
		strings.TrimSpace(got[0].Now.Changes[0].New) != "This applies by day and night." {
		t.Errorf("tabled: %+v", got)
	}
	p.Goto(s.URL + "/n/river-talks/propose")
	if p.Visible("[data-restored]") {
		t.Error("a draft that was sent is put back into the form")
	}
}

func TestWordsThatWereNotSentAreThereAfterAReload(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "ald-head")
	p.Goto(s.URL + "/n/river-talks/propose")
	area := `textarea[name="words.` + string(s.provision("within 30 kilometres")) + `"]`
	p.Type(area, " By night too.")
	p.WaitText("[data-summary]", "edited")
	p.Reload()
	p.WaitVisible("[data-restored]")
	if got := p.Value(area); !strings.HasSuffix(got, " By night too.") {
		t.Errorf("after a reload the field says %q", got)
	}
	p.Axe()
	p.Click("[data-restored] button")
	p.WaitFor(`document.querySelector("[data-restored]").hidden`)
	if got := p.Value(area); strings.HasSuffix(got, "By night too.") {
		t.Errorf("after discarding, the field says %q", got)
	}
}

func TestNothingIsLostWhenTheTextMovesOnMeanwhile(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "ald-head")
	p.Allow("409")
	p.Goto(s.URL + "/n/river-talks/propose")
	area := `textarea[name="words.` + string(s.provision("within 30 kilometres")) + `"]`
	p.Type(area, " By night too.")
	other := s.rev.Clone()
	other.Provisions = other.Provisions[:2]
	s.do("mediator", negotiation.TableRevision{Text: other, Standing: negotiation.Draft, Parent: 3})
	p.WaitVisible("#stale")
	p.Loading(func() { p.Click("#send") })
	p.WaitText("main", "The text has moved on")
	if got := p.Value(area); !strings.HasSuffix(got, " By night too.") {
		t.Errorf("the field says %q", got)
	}
	p.Axe()
	p.Loading(func() { p.Click("#send") })
	p.WaitText("main", "Your amendment is tabled")
	if got := s.proposals("ald-head"); len(got) != 1 || got[0].Revision != 3 {
		t.Errorf("tabled: %+v", got)
	}
}

func TestTheMediatorSeesWhatFollowsAcceptsAndUndoesByKeyboardAlone(t *testing.T) {
	s := withAmendments(t)
	p := s.enter(t, browser.Start(t), "mediator")
	ald := s.proposals("mediator")[0]
	p.Goto(s.URL + "/n/river-talks/amendments")
	p.TabTo("#a-" + string(ald.ID))
	p.Loading(func() { p.Press("Enter") })
	p.WaitText("[data-consequences]", "1 pending change would fall")
	p.WaitText("[data-consequences]", "BRN")
	second := `input[name="change"][value="` + ald.Now.Changes[1].ID + `"]`
	p.TabTo(second)
	p.Press("Space")
	p.WaitText("[data-consequences]", "Nothing that is pending would fall")
	p.Press("Space")
	p.WaitText("[data-consequences]", "1 pending change would fall")
	p.TabTo("#accept")
	p.Loading(func() { p.Press("Enter") })
	p.WaitText("main", "Accepted.")
	p.WaitText(".status", "accepted")
	p.Axe()
	p.TabTo(`form[action$="/undo"] button`)
	p.Loading(func() { p.Press("Enter") })
	p.WaitText("main", "Undone.")
	for _, q := range s.proposals("mediator") {
		if q.Status != negotiation.Pending {
			t.Errorf("after undoing, %s is %s", q.ID, q.Status)
		}
	}
}

func TestEveryOtherActionIsDoneByKeyboardAlone(t *testing.T) {
	s := withAmendments(t)
	s.amend("ald-head", negotiation.Audience{Parties: []negotiation.PartyID{"MED"}}, "Port Velin", "Port Osk")
	all := s.proposals("ald-head")
	page := func(p negotiation.Proposal) string { return s.URL + "/n/river-talks/amendments/" + string(p.ID) }
	b := browser.Start(t)
	press := func(p *browser.Page, selector, says string) {
		t.Helper()
		p.TabTo(selector)
		p.Loading(func() { p.Press("Enter") })
		p.WaitText("body", says)
	}
	p := b.Someone(t).Open(t, s.URL+"/enter/"+s.invite("ald-head"))
	press(p, "#enter", "You are signed in.")
	p.Goto(page(all[2]))
	press(p, "#join", "Your party is a sponsor now.")
	p.Goto(page(all[3]))
	press(p, "#widen", "Everyone at the table can see it now.")
	press(p, "#withdraw", "Withdrawn.")
	p.Goto(s.URL + "/n/river-talks/compare")
	p.TabTo("#view")
	p.Press("ArrowDown")
	press(p, `form[action$="/compare"] button`, "Before")
	press(p, `form[action="/leave"] button`, "open the invite link")

	p = s.enter(t, b, "mediator")
	p.Goto(page(all[1]))
	p.TabTo("#reason")
	p.Keys("Too far from the mandate.")
	press(p, "#reject", "Rejected.")
	p.Goto(s.URL + "/n/river-talks/import")
	p.TabTo("#pnote")
	p.Keys("Heard of in the corridor.")
	press(p, "#record-placeholder", "Recorded.")
	p.Goto(s.URL + "/n/river-talks/text?revision=4")
	p.WaitText("main", "Heard of in the corridor.")
}

func TestABridgingTextTakesThePlaceOfTheAlternatives(t *testing.T) {
	s := withAmendments(t)
	p := s.enter(t, browser.Start(t), "mediator")
	p.Follow(`nav.tabs a[href$="/bracketed"]`)
	id := string(s.provision("within 30 kilometres"))
	p.TabTo("#o-" + id)
	p.Press("Enter")
	p.WaitText("#panel", "Contradictions")
	p.WaitText("#panel", "BRN")
	p.Follow("#bridge-here")
	p.WaitText("main", "A bridging text for Article 1(2)")
	p.Axe()
	p.Fill("#words", "The Parties shall not reinforce their forces within 25 kilometres of either bank.")
	p.WaitText("[data-live-redline] ins", "25")
	p.Follow("#send")
	p.WaitText("main", "tabled")
	got := s.proposals("mediator")
	if len(got) != 4 || len(got[3].Bridges) != 2 {
		t.Fatalf("tabled: %+v", got)
	}
}

func TestChangesAreReachedByKeysAndUnchangedPartsFold(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "obs-head")
	p.Follow(`nav.tabs a[href$="/compare"]`)
	if p.Visible(".redline .same .provision") {
		t.Error("unchanged provisions are not folded")
	}
	p.Press("n")
	p.WaitText("[data-counter]", "1 of ")
	first := p.Text(".redline .current")
	p.Press("j")
	p.WaitText("[data-counter]", "2 of ")
	p.Press("k")
	p.WaitText("[data-counter]", "1 of ")
	if got := p.Text(".redline .current"); got != first {
		t.Errorf("back at the first change: %q, was %q", got, first)
	}
	p.Press("?")
	p.WaitVisible("dialog#keys")
	p.Axe()
	p.Press("Escape")
	p.WaitGone("dialog#keys[open]")
	p.TabTo(".fold button")
	p.Press("Enter")
	p.WaitVisible(".redline .same .provision")
}

func TestWhatOthersDoIsSeen(t *testing.T) {
	s := withAmendments(t)
	b := browser.Start(t)
	p := s.enter(t, b, "brn-head")
	p.Goto(s.URL + "/n/river-talks/amendments")
	browser.Eval[bool](p, `(() => {
		window.seen = [];
		new MutationObserver(() => {
			const n = document.querySelectorAll('#main .status.rejected').length;
			while (window.seen.length < n) window.seen.push(performance.timeOrigin + performance.now());
		}).observe(document.body, {childList: true, subtree: true});
		return true;
	})()`)
	time.Sleep(300 * time.Millisecond) // the stream is open by then
	var took []time.Duration
	for i, a := range s.proposals("mediator") {
		start := time.Now()
		s.do("mediator", negotiation.Reject{Amendment: a.ID})
		p.WaitFor(fmt.Sprintf("window.seen.length > %d", i))
		seen := browser.Eval[float64](p, fmt.Sprintf("window.seen[%d]", i))
		took = append(took, time.Duration((seen-float64(start.UnixMicro())/1000)*float64(time.Millisecond)))
	}
	slices.Sort(took)
	t.Logf("seen in the other browser after %v", took)
}

// A page that was brought up to date is the page that a reload would show: the
// words of an unchanged revision are not sent again, marks come and go.
func TestAPageBroughtUpToDateIsThePageLoadedAnew(t *testing.T) {
	s := withAmendments(t)
	p := s.enter(t, browser.Start(t), "brn-head")
	p.Goto(s.URL + "/n/river-talks/text")
	const page = `['#case', '#main'].map(q => document.querySelector(q).outerHTML).join('')`
	seq := func() int { return browser.Eval[int](p, `Number(document.querySelector('#main').dataset.seq)`) }
	var kept int
	for i, act := range []func(){
		func() { s.do("mediator", negotiation.Reject{Amendment: s.proposals("mediator")[1].ID}) },
		func() { s.amend("car-head", negotiation.Everyone, "shall use the waters", "should use the waters") },
		func() { s.do("mediator", negotiation.Accept{Amendment: s.proposals("mediator")[0].ID}) },
		func() { s.do("mediator", negotiation.Reject{Amendment: s.proposals("mediator")[3].ID}) },
	} {
		browser.Eval[bool](p, `(() => { document.querySelector('#text').same = true; return true; })()`)
		before := seq()
		act()
		p.WaitFor(fmt.Sprintf("Number(document.querySelector('#main').dataset.seq) > %d", before))
		if browser.Eval[bool](p, `document.querySelector('#text').same === true`) {
			kept++
		}
		live := browser.Eval[string](p, page)
		p.Reload()
		if anew := browser.Eval[string](p, page); live != anew {
			t.Errorf("after act %d the page is\n%s\nand loaded anew\n%s", i, live, anew)
		}
	}
	if kept < 3 {
		t.Errorf("the text was replaced as a whole in %d of 4 updates", 4-kept)
	}
}

func TestTheStreamIsSharedByTheTabsOfABrowser(t *testing.T) {
	s := withAmendments(t)
	one := browser.Start(t)
	p := s.enter(t, one, "brn-head")
	p.Goto(s.URL + "/n/river-talks/amendments")
	const locks = `(async () => { const l = await navigator.locks.query(); return l.held.length * 10 + l.pending.length })()`
	p.WaitFor(locks + `.then(n => n === 10)`)
	s.do("mediator", negotiation.Reject{Amendment: s.proposals("mediator")[2].ID})
	p.WaitVisible(".status.rejected")
}

func TestUnsentWordsAreNotSwappedAway(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "ald-head")
	p.Goto(s.URL + "/n/river-talks/propose")
	area := `textarea[name="words.` + string(s.provision("within 30 kilometres")) + `"]`
	p.Type(area, " By night too.")
	s.amend("brn-head", negotiation.Everyone, "30 kilometres", "10 kilometres")
	p.WaitVisible("#stale")
	p.Axe()
	if got := p.Value(area); !strings.HasSuffix(got, " By night too.") {
		t.Errorf("the field says %q", got)
	}
}

func TestAFileIsDroppedUnderstoodCorrectedAndTabled(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "mediator")
	file := filepath.Join(t.TempDir(), "copy.md")
	data, err := os.ReadFile(filepath.Join("..", "sample", "tutorial", "rev1.md"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(data), "six months in advance", "nine months in advance", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Goto(s.URL + "/n/river-talks/import")
	p.Loading(func() { p.Drop("[data-drop]", file) })
	p.WaitText("main h1", "copy.md")
	p.WaitText("main", "Most like Revision 1")
	p.Axe()
	p.Size(browser.Phone)
	if over := p.Overflow(); over > 0 {
		t.Errorf("the preview is %d px wider than a phone", over)
	}
	p.Size(browser.Desktop)
	rows := p.Texts("tbody tr")
	if len(rows) < 40 {
		t.Fatalf("only %d provisions were found", len(rows))
	}
	// Article 1(2) is said to be something else, by hand.
	field := `tbody tr:nth-child(9) input[list]`
	was := p.Value(field)
	p.Fill(field, "Article 14")
	p.Follow(`button[formaction$="/import/preview"]`)
	if got := p.Value(field); got != "Article 14" || was == got {
		t.Errorf("corrected by hand from %q, the match says %q", was, got)
	}
	p.Follow("#record")
	p.WaitText("main", "Recorded.")
	v, err := s.desk.View(t.Context(), river, "mediator")
	if err != nil {
		t.Fatal(err)
	}
	if v.Current().Number != 4 || v.Current().Text.Find(s.provision("nine months in advance")) == nil {
		t.Errorf("the current revision is %d", v.Current().Number)
	}
}

func TestLightAndDarkAreChosenAndKept(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "obs-head")
	p.TabTo(`form.theme button[value="dark"]`)
	p.Press("Enter")
	p.WaitFor(`document.documentElement.dataset.theme === 'dark'`)
	p.WaitFor(`getComputedStyle(document.body).backgroundColor === 'rgb(21, 23, 27)'`)
	p.Reload()
	p.WaitFor(`document.documentElement.dataset.theme === 'dark'`)
}

// report is what the verifier says of the mediator's bundle.
func (s *server) report() *record.Report {
	s.t.Helper()
	r, err := s.desk.Record(s.t.Context(), river, "mediator", time.Time{})
	if err != nil {
		s.t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.Bundle(s.t.Context(), &b); err != nil {
		s.t.Fatal(err)
	}
	out := record.Verify(b.Bytes())
	if !out.OK {
		s.t.Errorf("the record does not verify: %v", out.Problems)
	}
	return out
}

func TestAKeyIsMadeInTheBrowserAndSignsWhatItsMemberDoes(t *testing.T) {
	s := newRiver(t)
	p := s.enter(t, browser.Start(t), "ald-head")
	key := func() string {
		t.Helper()
		v, err := s.desk.View(t.Context(), river, "ald-head")
		if err != nil || len(v.Keys) != 1 {
			t.Fatalf("%d keys are in force (%v)", len(v.Keys), err)
		}
		return v.Keys[0].Key.String()
	}
	p.Goto(s.URL + "/n/river-talks/key")
	p.TabTo("[data-make-key] button")
	p.Loading(func() { p.Press("Enter") })
	p.WaitText("[data-key-state]", "This browser holds the key")
	p.Axe()
	first := key()

	p.Goto(s.URL + "/n/river-talks/propose")
	p.Type(`textarea[name="words.`+string(s.provision("within 30 kilometres"))+`"]`, " By night too.")
	p.Loading(func() { p.Click("#send") })
	p.WaitText("main", "Your amendment is tabled")
	if r := s.report(); r.Signed != 2 || len(r.Notes) > 0 {
		t.Errorf("%d entries are signed, want the key and the amendment; notes %v", r.Signed, r.Notes)
	}

	p.Goto(s.URL + "/n/river-talks/key")
	p.Loading(func() { p.Click("[data-make-key] button") })
	p.WaitText("[data-key-state]", "This browser holds the key")
	if second := key(); second == first {
		t.Error("the key is the one before")
	}
	if r := s.report(); r.Signed != 3 || len(r.Notes) > 0 {
		t.Errorf("after a second key %d entries are signed; notes %v", r.Signed, r.Notes)
	}

	p.Click("details summary")
	p.Loading(func() { p.Click("form[action$=revoke] button") })
	p.WaitText("main", "The key is revoked")
	if r := s.report(); r.Signed != 4 {
		t.Errorf("after revoking %d entries are signed", r.Signed)
	}
}
