// Package browser drives a real Chromium in tests, with the input events that a
// person's mouse and keyboard would send.
//
//	b := browser.Start(t)
//	p := b.Open(t, server.URL)
//	p.Click("a.propose")
//	p.Type("textarea", "at least 7 days")
//	p.Press("Control+Enter")
//	p.WaitText("main", "Proposed")
//	p.Axe()
//
// Methods that cannot do what they are asked end the test with a message that
// names the selector and the page. A page also fails its test, at its end, when
// it wrote an error to the console, broke its content security policy, or asked
// another host for anything (see Page.Allow).
//
// It is the only package that imports chromedp.
package browser

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take to become what a test waits for. It is
// long because tests share two cores with the race detector; waiting ends as
// soon as the page is there.
const patience = 20 * time.Second

// Browser is a running Chromium with the cookies of one person.
type Browser struct {
	ctx context.Context
}

// Start starts a Chromium with an empty profile, which ends with the test.
// Where there is no Chromium the test is skipped, except in CI (the variable CI
// is set), where its absence is a failure.
func Start(t testing.TB) *Browser {
	t.Helper()
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(
		chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(find(t)),
		chromedp.NoSandbox, // containers, and root, have no user namespaces
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("hide-scrollbars", true),
		// Nothing can leave this machine, whatever a page asks for.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"),
	)...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() { cancel(); stop() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return &Browser{ctx: ctx}
}

func find(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "no chromium, chromium-browser or google-chrome in PATH: apt-get install chromium")
	return ""
}

// missing skips a test that lacks something of this machine, or fails it in CI.
func missing(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

// Someone returns the same Chromium as another person has it: without the
// cookies and storage of the first.
func (b *Browser) Someone(t testing.TB) *Browser {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open another profile: %v", err)
	}
	return &Browser{ctx: ctx}
}

// Open loads a URL in a new tab with the size of a desktop. The tab belongs to
// the test and is closed at its end.
func (b *Browser) Open(t testing.TB, url string) *Page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	t.Cleanup(cancel)
	p := &Page{t: t, ctx: ctx, hosts: map[string]bool{}}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	t.Cleanup(p.report)
	// A tab in the background gets no focus and no keys, and several tabs of
	// one test are all but one in the background.
	p.do("focus", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return err
	}))
	p.Size(Desktop)
	p.Goto(url)
	return p
}
