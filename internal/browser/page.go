package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Page is a tab. Selectors are those of CSS; a method that takes one means the
// first element that matches.
type Page struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex // over what is heard from the browser, on its goroutine
	hosts    map[string]bool
	allowed  []string
	problems []string
}

// Goto loads a URL and waits until the page with all it needs is there.
func (p *Page) Goto(address string) {
	p.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		p.t.Fatalf("goto %s: %v", address, err)
	}
	p.mu.Lock()
	p.hosts[u.Host] = true
	p.mu.Unlock()
	// An address with a fragment, gone to twice, would only scroll.
	if u.Fragment != "" {
		p.do("goto about:blank", chromedp.Navigate("about:blank"))
	}
	p.do("goto "+address, chromedp.Navigate(address))
}

// Reload loads the page again.
func (p *Page) Reload() {
	p.t.Helper()
	p.do("reload", chromedp.Reload())
}

// Back goes one page back.
func (p *Page) Back() {
	p.t.Helper()
	// Not NavigateBack: it waits for a load, and a page that Chromium kept in
	// memory does not load again.
	here := p.URL()
	Eval[bool](p, "(history.back(), true)")
	p.until("the page before", "location.href !== "+quote(here)+" && document.readyState === 'complete'")
}

// Loading does something that leads to another page, such as pressing Enter in
// a form, and waits until that page with all it needs is there.
func (p *Page) Loading(do func()) {
	p.t.Helper()
	Eval[bool](p, "window.parleyLeft = true")
	do()
	p.until("another page", "!window.parleyLeft && document.readyState === 'complete'")
}

// URL returns the address of the page.
func (p *Page) URL() string {
	p.t.Helper()
	return Eval[string](p, "location.href")
}

// Title returns the title of the page.
func (p *Page) Title() string {
	p.t.Helper()
	return Eval[string](p, "document.title")
}

// Text returns the words of an element as they are shown.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	p.Wait(selector)
	return Eval[string](p, element(selector)+".innerText")
}

// Texts returns the words of all elements that match, as they are shown.
func (p *Page) Texts(selector string) []string {
	p.t.Helper()
	return Eval[[]string](p, fmt.Sprintf("[...document.querySelectorAll(%s)].map(e => e.innerText)", quote(selector)))
}

// Attr returns an attribute of an element, "" where it has none.
func (p *Page) Attr(selector, name string) string {
	p.t.Helper()
	p.Wait(selector)
	return Eval[string](p, fmt.Sprintf("%s.getAttribute(%s) ?? ''", element(selector), quote(name)))
}

// Value returns what stands in a field.
func (p *Page) Value(selector string) string {
	p.t.Helper()
	p.Wait(selector)
	return Eval[string](p, element(selector)+".value")
}

// Count returns how many elements match.
func (p *Page) Count(selector string) int {
	p.t.Helper()
	return Eval[int](p, fmt.Sprintf("document.querySelectorAll(%s).length", quote(selector)))
}

// Visible reports whether an element is there and takes up space.
func (p *Page) Visible(selector string) bool {
	p.t.Helper()
	return Eval[bool](p, visible(selector))
}

// Focused reports whether the focus is on an element that matches, or in it.
func (p *Page) Focused(selector string) bool {
	p.t.Helper()
	return Eval[bool](p, fmt.Sprintf("!!document.activeElement?.closest(%s)", quote(selector)))
}

// Focus describes what has the focus, as <a href="/x" class="y">words, for
// messages of tests that go through a page by keyboard.
func (p *Page) Focus() string {
	p.t.Helper()
	return Eval[string](p, `(() => {
		const e = document.activeElement;
		return e ? e.cloneNode(false).outerHTML.replace(/<\/.*$/, '') + (e === document.body ? '' : e.innerText.trim().slice(0, 80)) : '';
	})()`)
}

// Wait waits until an element is there.
func (p *Page) Wait(selector string) {
	p.t.Helper()
	p.until(selector, "!!"+element(selector))
}

// WaitVisible waits until an element is there and takes up space.
func (p *Page) WaitVisible(selector string) {
	p.t.Helper()
	p.until(selector+" to be visible", visible(selector))
}

// WaitGone waits until no element matches.
func (p *Page) WaitGone(selector string) {
	p.t.Helper()
	p.until(selector+" to be gone", "!"+element(selector))
}

// WaitText waits until an element shows the words.
func (p *Page) WaitText(selector, words string) {
	p.t.Helper()
	p.until(fmt.Sprintf("%q in %s", words, selector), fmt.Sprintf("%s?.innerText.includes(%s)", element(selector), quote(words)))
}

// WaitURL waits until the address of the page contains part.
func (p *Page) WaitURL(part string) {
	p.t.Helper()
	p.until("an address with "+part, fmt.Sprintf("location.href.includes(%s) && document.readyState === 'complete'", quote(part)))
}

// WaitFor waits until an expression of JavaScript is true.
func (p *Page) WaitFor(expression string) {
	p.t.Helper()
	p.until(expression, expression)
}

// Eval returns the value of an expression of JavaScript, of a promise what it
// resolves to. It is for looking; what a person does is done with Click, Type
// and Press, which the content security policy governs.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: evaluate %s: %v", p.where(), expression, err)
	}
	return value
}

// Allow lets the page write console errors that contain part, such as the one
// that Chromium writes for a page that is not found.
func (p *Page) Allow(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.allowed = append(p.allowed, part)
}

// do runs actions, and ends the test when they fail.
func (p *Page) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.t.Fatalf("%s: %s: %v", p.where(), what, err)
	}
}

// until waits for an expression to be true. It asks again and again instead of
// waiting inside the page, so that it outlives a change of page.
func (p *Page) until(what, expression string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if err == nil && ok {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			p.t.Fatalf("%s: waited %v for %s (%v); the page says:\n%s", p.where(), patience, what, err, p.words())
		}
	}
}

func (p *Page) where() string {
	ctx, cancel := context.WithTimeout(p.ctx, time.Second)
	defer cancel()
	address, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return "page"
	}
	return address
}

func (p *Page) words() string {
	ctx, cancel := context.WithTimeout(p.ctx, time.Second)
	defer cancel()
	words, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("(document.body?.innerText ?? '').slice(0, 2000)"))
	return words
}

// isAllowed reports whether the test expects a message. It holds mu already.
func (p *Page) isAllowed(message string) bool {
	return slices.ContainsFunc(p.allowed, func(part string) bool { return strings.Contains(message, part) })
}

func element(selector string) string { return "document.querySelector(" + quote(selector) + ")" }

func visible(selector string) string {
	return element(selector) + "?.checkVisibility({visibilityProperty: true}) === true"
}

// quote writes a string as JavaScript.
func quote(s string) string {
	b, _ := json.Marshal(s) // a string can always be written
	return string(b)
}
