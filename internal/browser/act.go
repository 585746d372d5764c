package browser

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What a person does: all of it through the browser's input events, so that
// what is covered, disabled or forbidden to scripts is so for tests as well.

// Click clicks in the middle of an element, once it can be seen and nothing
// covers it.
func (p *Page) Click(selector string) {
	p.t.Helper()
	x, y := p.reach(selector)
	p.do("click "+selector, chromedp.MouseClickXY(x, y))
}

// Follow clicks and waits until the page that this leads to has loaded.
func (p *Page) Follow(selector string) {
	p.t.Helper()
	p.Loading(func() { p.Click(selector) })
}

// Hover moves the mouse onto an element.
func (p *Page) Hover(selector string) {
	p.t.Helper()
	x, y := p.reach(selector)
	p.do("hover over "+selector, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y))
}

// Type clicks on a field and types words at the end of what stands in it.
func (p *Page) Type(selector, words string) {
	p.t.Helper()
	p.Click(selector)
	p.Press("Control+End")
	p.Keys(words)
}

// Fill replaces what stands in a field by typing.
func (p *Page) Fill(selector, words string) {
	p.t.Helper()
	p.Click(selector)
	p.Press("Control+a")
	p.Press("Delete")
	p.Keys(words)
}

// Keys types words wherever the focus is. A key is pressed for each character
// of ASCII; others arrive as from an input method.
func (p *Page) Keys(words string) {
	p.t.Helper()
	for _, r := range words {
		action := chromedp.KeyEvent(string(r))
		if r == '\n' {
			action = chromedp.KeyEvent(kb.Enter)
		}
		// Not KeyEvent: to it a combining accent is an arrow key.
		if r >= 0x80 {
			action = insert(string(r))
		}
		p.do(fmt.Sprintf("type %q", r), action)
	}
}

func insert(words string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.InsertText, input.InsertTextParams{Text: words})
		return err
	})
}

// Press presses a key, alone ("Enter", "Tab", "n") or with others held
// ("Shift+Tab", "Control+Enter").
func (p *Page) Press(keys string) {
	p.t.Helper()
	held := strings.Split(keys, "+")
	if strings.HasSuffix(keys, "++") {
		held = append(strings.Split(strings.TrimSuffix(keys, "++"), "+"), "+")
	}
	key := held[len(held)-1]
	var modifiers []chromedp.Modifier
	for _, name := range held[:len(held)-1] {
		m, ok := modifierKeys[name]
		if !ok {
			p.t.Fatalf("press %s: %q is no key to hold: use Shift, Control, Alt or Meta", keys, name)
		}
		modifiers = append(modifiers, m)
	}
	if named, ok := namedKeys[key]; ok {
		key = named
	}
	if len([]rune(key)) != 1 {
		p.t.Fatalf("press %s: %q is no known key", keys, key)
	}
	p.do("press "+keys, chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

var modifierKeys = map[string]chromedp.Modifier{
	"Shift": kb.ModifierShift, "Control": kb.ModifierCtrl, "Alt": kb.ModifierAlt, "Meta": kb.ModifierMeta,
}

var namedKeys = map[string]string{
	"Enter": kb.Enter, "Tab": kb.Tab, "Escape": kb.Escape, "Space": " ",
	"Backspace": kb.Backspace, "Delete": kb.Delete,
	"Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown,
	"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
}

// TabTo presses Tab until the focus is on an element that matches. It fails
// when the focus has gone round without reaching it.
func (p *Page) TabTo(selector string) {
	p.t.Helper()
	const most = 400
	for range most {
		if p.Focused(selector) {
			return
		}
		p.Press("Tab")
	}
	p.t.Fatalf("%s: Tab does not reach %s; the focus is on %s", p.where(), selector, p.Focus())
}

// Choose chooses an option of a select by its words, by keyboard.
func (p *Page) Choose(selector, words string) {
	p.t.Helper()
	p.Wait(selector)
	p.do("focus "+selector, chromedp.Focus(chromedp.CSS(selector)))
	p.Keys(words)
	chosen := Eval[string](p, element(selector)+".selectedOptions[0].innerText")
	if !strings.HasPrefix(strings.TrimSpace(chosen), words) {
		p.t.Fatalf("%s: choose %q in %s: typing it chose %q", p.where(), words, selector, chosen)
	}
}

// Upload chooses files in a file field.
func (p *Page) Upload(selector string, files ...string) {
	p.t.Helper()
	p.Wait(selector)
	p.do("upload to "+selector, chromedp.SetUploadFiles(chromedp.CSS(selector), p.absolute(files)))
}

// Drop drags files from the desktop onto an element and lets them go.
func (p *Page) Drop(selector string, files ...string) {
	p.t.Helper()
	x, y := p.reach(selector)
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: p.absolute(files), DragOperationsMask: 1}
	p.do("drop on "+selector, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		for _, kind := range []input.DispatchDragEventType{
			input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop,
		} {
			event := input.DispatchDragEventParams{Type: kind, X: x, Y: y, Data: data}
			if _, err := cdp.Call(ctx, tab, input.DispatchDragEvent, event); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (p *Page) absolute(files []string) []string {
	p.t.Helper()
	paths := make([]string, len(files))
	for i, f := range files {
		path, err := filepath.Abs(f)
		if err != nil {
			p.t.Fatal(err)
		}
		paths[i] = path
	}
	return paths
}

// point is where an element can be clicked, or why it cannot.
type point struct {
	X, Y float64
	Why  string
}

// reach scrolls an element into view and returns where the mouse meets it.
func (p *Page) reach(selector string) (x, y float64) {
	p.t.Helper()
	script := fmt.Sprintf(`(() => {
		const e = document.querySelector(%s);
		if (!e) return {Why: 'is not there'};
		if (!e.checkVisibility({visibilityProperty: true})) return {Why: 'is not visible'};
		e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
		const box = e.getClientRects()[0];
		if (!box) return {Why: 'takes up no space'};
		const X = box.left + box.width / 2, Y = box.top + box.height / 2;
		const top = document.elementFromPoint(X, Y);
		const label = e.labels && [...e.labels].some(l => l.contains(top));
		if (top !== e && !e.contains(top) && !label) return {Why: 'is covered by ' + (top ? top.cloneNode(false).outerHTML : 'nothing')};
		return {X, Y};
	})()`, quote(selector))
	var at point
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if at = Eval[point](p, script); at.Why == "" {
			return at.X, at.Y
		}
	}
	p.t.Fatalf("%s: %s %s; the page says:\n%s", p.where(), selector, at.Why, p.words())
	return 0, 0
}
