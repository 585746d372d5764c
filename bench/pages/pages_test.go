// Package pages measures Parley as people meet it: in a real Chromium, over the
// loopback, with a text of 500 provisions.
package pages

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/format"
	"parley/internal/app"
	"parley/internal/auth"
	"parley/internal/browser"
	"parley/internal/shareddata"
	"parley/negotiation"
	"parley/text"
)

const (
	id         = "long"
	path       = "/n/" + id
	provisions = 500
)

// table is a served negotiation about the long text.
type table struct {
	b    *testing.B
	app  *app.App
	text *text.Text
}

func lay(b *testing.B) *table {
	b.Helper()
	a, err := app.New(app.Config{Dir: b.TempDir(), Addr: "localhost:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan error, 1)
	ctx, stop := context.WithCancel(context.WithoutCancel(b.Context()))
	go func() { done <- a.Run(ctx) }()
	b.Cleanup(func() { // after the browsers are closed
		stop()
		if err := <-done; err != nil {
			b.Error(err)
		}
	})
	t := &table{b: b, app: a, text: longText(b)}
	err = a.Desk.Open(ctx, negotiation.Open{
		ID: id, Name: "A long agreement",
		Mediator: negotiation.Party{ID: "MED", Name: "Mediator", Role: negotiation.Mediator},
		Member:   negotiation.Member{ID: "mediator", Party: "MED", Name: "Mediator"},
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []negotiation.Command{
		negotiation.AddParty{Party: negotiation.Party{ID: "ALD", Name: "Aldoria", Role: negotiation.Principal}},
		negotiation.AddMember{Member: negotiation.Member{ID: "aldoria", Party: "ALD", Name: "Aldoria"}},
		negotiation.TableRevision{Text: t.text, Standing: negotiation.Draft, Author: "MED"},
	} {
		if err := a.Desk.Do(ctx, id, "mediator", c); err != nil {
			b.Fatal(err)
		}
	}
	return t
}

// longText is made of the paragraphs of a real text, so that it is packed for
// the wire as real ones are.
func longText(b *testing.B) *text.Text {
	b.Helper()
	name := filepath.Join(shareddata.Dir(b, "pairs"), "012", "before.md")
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	in, err := format.Read(name, data)
	if err != nil {
		b.Fatal(err)
	}
	t := &text.Text{Title: "A long agreement", Lang: "fr"}
	words := 0
	for _, p := range in.Text.Places() {
		n := len(strings.Fields(p.Words))
		if n < 40 || n > 160 {
			continue
		}
		words += n
		t.Provisions = append(t.Provisions, &text.Provision{Kind: text.Article, Label: fmt.Sprintf("%d.", len(t.Provisions)+1), Words: p.Words})
		if len(t.Provisions) == provisions {
			t.FillIDs()
			b.Logf("%d provisions, %d words", provisions, words)
			return t
		}
	}
	b.Fatalf("only %d paragraphs of the length of a provision", len(t.Provisions))
	return nil
}

// enter signs a member in, in a browser of its own.
func (t *table) enter(chromium *browser.Browser, member negotiation.MemberID) *browser.Page {
	t.b.Helper()
	token, err := t.app.Door.Invite(t.b.Context(), auth.Key{Negotiation: id, Member: member})
	if err != nil {
		t.b.Fatal(err)
	}
	p := chromium.Someone(t.b).Open(t.b, t.app.URL+"/enter/"+token)
	p.Follow("#enter")
	return p
}

// BenchmarkPage loads pages as for the first time.
func BenchmarkPage(b *testing.B) {
	t := lay(b)
	p := t.enter(browser.Start(b), "aldoria")
	p.Uncached()
	for _, page := range []string{"text", "bracketed", "amendments", "propose"} {
		b.Run(page, func(b *testing.B) {
			var sum browser.Load
			for b.Loop() {
				p.Goto(t.app.URL + path + "/" + page)
				l := p.Load()
				sum.Bytes += l.Bytes
				sum.FirstByte += l.FirstByte
				sum.Shown += l.Shown
				sum.Complete += l.Complete
			}
			n := float64(b.N)
			b.ReportMetric(0, "ns/op") // says nothing: it counts the waiting of the test
			b.ReportMetric(float64(sum.Bytes)/1000/n, "KB")
			b.ReportMetric(sum.FirstByte/n, "ms-to-first-byte")
			b.ReportMetric(sum.Shown/n, "ms-to-first-words")
			b.ReportMetric(sum.Complete/n, "ms-to-all")
		})
	}
}

// BenchmarkLive has one member table an amendment in a browser, and measures
// from its click until another member sees it in another browser.
func BenchmarkLive(b *testing.B) {
	for _, page := range []string{"text", "amendments"} {
		b.Run(page, func(b *testing.B) {
			t := lay(b)
			chromium := browser.Start(b)
			writer, reader := t.enter(chromium, "aldoria"), t.enter(chromium, "mediator")
			reader.Goto(t.app.URL + path + "/" + page)
			var sum, worst time.Duration
			for i := 0; b.Loop(); i++ {
				took := t.propose(writer, reader, t.text.Provisions[i%provisions])
				sum, worst = sum+took, max(worst, took)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(sum.Milliseconds())/float64(b.N), "ms-until-seen")
			b.ReportMetric(float64(worst.Milliseconds()), "ms-at-worst")
		})
	}
}

// propose tables an amendment to a provision. Both browsers run on this
// machine and have its clock.
func (t *table) propose(writer, reader *browser.Page, at *text.Provision) time.Duration {
	t.b.Helper()
	browser.Eval[bool](reader, `(() => {
		window.seen = 0;
		const count = () => (document.querySelector('#main') ?? document.body).innerHTML.length;
		const before = count();
		const watch = new MutationObserver(() => {
			if (count() === before) return;
			window.seen = performance.timeOrigin + performance.now();
			watch.disconnect();
		});
		watch.observe(document.body, {childList: true, subtree: true});
		return true;
	})()`)
	writer.Goto(t.app.URL + path + "/propose?only=" + string(at.ID))
	writer.Type(`textarea[name="words.`+string(at.ID)+`"]`, " Really.")
	browser.Eval[bool](writer, `(document.querySelector('form[data-draft]').addEventListener('submit', () => {
		sessionStorage.setItem('sent', performance.timeOrigin + performance.now());
	}), true)`)
	writer.Follow("#send")
	sent := browser.Eval[float64](writer, "Number(sessionStorage.getItem('sent'))")
	reader.WaitFor("window.seen > 0")
	return time.Duration((browser.Eval[float64](reader, "window.seen") - sent) * float64(time.Millisecond))
}
