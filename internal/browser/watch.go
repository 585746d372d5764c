package browser

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// What is wrong with a page without anybody asking: errors in its console,
// among them breaches of its content security policy, and requests to others.

// hear is called for each event of the tab, in order.
func (p *Page) hear(event any) {
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			p.problem(fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventExceptionThrown:
		p.problem("exception: " + thrown(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			p.problem("console.error: " + written(e.Args))
		}
	case *network.EventRequestWillBeSent:
		p.asked(e.Request.URL)
	}
}

func (p *Page) asked(address string) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" { // about:, data:, blob: stay in the browser
		return
	}
	p.mu.Lock()
	known := p.hosts[u.Host]
	p.mu.Unlock()
	if !known {
		p.problem("request to another host: " + address)
	}
}

func (p *Page) problem(message string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.isAllowed(message) {
		p.problems = append(p.problems, message)
	}
}

// Problems returns what was wrong up to now, and forgets it: the end of the
// test will not report it.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	problems := p.problems
	p.problems = nil
	return problems
}

func (p *Page) report() {
	for _, problem := range p.Problems() {
		p.t.Errorf("the page reports %s", problem)
	}
}

func thrown(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return fmt.Sprintf("%s %s:%d", d.Text, d.URL, d.LineNumber+1)
}

func written(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		if a.Description != "" {
			words = append(words, a.Description)
			continue
		}
		words = append(words, fmt.Sprint(a.Value))
	}
	return strings.Join(words, " ")
}
