package browser

import (
	"context"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// How a page looks: sizes, colour schemes, paper, and pictures of it.

// A Window is the size of what a person looks at, in CSS pixels.
type Window struct {
	Width, Height int64
	Touch         bool
}

// The windows that pages are looked at in.
var (
	Desktop = Window{Width: 1280, Height: 900}
	Phone   = Window{Width: 390, Height: 844, Touch: true}
)

// Size gives the window another size.
func (p *Page) Size(w Window) {
	p.t.Helper()
	options := []chromedp.EmulateViewportOption{chromedp.EmulateLandscape}
	if w.Touch {
		options = []chromedp.EmulateViewportOption{chromedp.EmulatePortrait, chromedp.EmulateMobile, chromedp.EmulateTouch}
	}
	p.do("resize", chromedp.EmulateViewport(w.Width, w.Height, options...))
}

// Media is how a person has a page shown: the zero value on a screen, as the
// pages come.
type Media struct {
	Dark         bool // prefers dark colours
	StillMotion  bool // prefers reduced motion
	ForcedColors bool // high contrast
	Print        bool // on paper
}

// Show has the page shown otherwise.
func (p *Page) Show(m Media) {
	p.t.Helper()
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: either(m.Dark, "dark", "light")},
		{Name: "prefers-reduced-motion", Value: either(m.StillMotion, "reduce", "no-preference")},
		{Name: "forced-colors", Value: either(m.ForcedColors, "active", "none")},
	}}
	if m.Print {
		params.Media = "print"
	}
	p.do("change media", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, params)
		return err
	}))
}

func either(yes bool, this, that string) string {
	if yes {
		return this
	}
	return that
}

// Overflow returns by how many CSS pixels the page is wider than the window: 0
// where nobody has to scroll sideways.
func (p *Page) Overflow() int {
	p.t.Helper()
	return Eval[int](p, "Math.max(0, Math.ceil(document.documentElement.scrollWidth - document.documentElement.clientWidth))")
}

// Screenshot writes a PNG of what the window shows to a file, making its
// folder.
func (p *Page) Screenshot(file string) {
	p.t.Helper()
	p.picture(file, chromedp.CaptureScreenshot())
}

// ScreenshotWhole writes a PNG of the whole page, however long.
func (p *Page) ScreenshotWhole(file string) {
	p.t.Helper()
	const asPNG = 100
	p.picture(file, chromedp.FullScreenshot(asPNG))
}

// PDF prints the page on A4 as its style sheet wants it.
func (p *Page) PDF(file string) {
	p.t.Helper()
	p.picture(file, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize()))
}

func (p *Page) picture(file string, take chromedp.Action[[]byte]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	data, err := chromedp.Run(ctx, take)
	if err != nil {
		p.t.Fatalf("%s: picture: %v", p.where(), err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// Uncached has the browser keep nothing that it loads, so that every page is as
// for somebody who comes for the first time.
func (p *Page) Uncached() {
	p.t.Helper()
	p.do("disable the cache", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
		return err
	}))
}

// Load is what a page cost.
type Load struct {
	Requests  int     // the page itself and what it needs
	Bytes     int     // on the wire, with about 300 for the headers of each answer
	FirstByte float64 // milliseconds from the start to the first byte of the page
	Shown     float64 // ... to the first words on the screen; 0 if not known
	Complete  float64 // ... to the end of all that it needs
}

// Load returns what the page cost that was loaded last.
func (p *Page) Load() Load {
	p.t.Helper()
	p.until("the end of loading", "performance.getEntriesByType('navigation')[0]?.loadEventEnd > 0")
	return Eval[Load](p, `(() => {
		const page = performance.getEntriesByType('navigation')[0];
		const all = [page, ...performance.getEntriesByType('resource')];
		return {
			Requests: all.length,
			Bytes: all.reduce((sum, e) => sum + e.transferSize, 0),
			FirstByte: page.responseStart,
			Shown: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
			Complete: page.loadEventEnd,
		};
	})()`)
}
