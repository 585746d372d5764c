package notify_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/auth"
	"parley/internal/desk"
	"parley/internal/notify"
	"parley/internal/store/sqlite"
	"parley/negotiation"
	"parley/text"
)

// mailbox is a mail server that keeps what it gets.
func mailbox(t *testing.T) (address string, mails chan string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	mails = make(chan string, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			serveMail(c, mails)
		}
	}()
	return l.Addr().String(), mails
}

func serveMail(c net.Conn, mails chan string) {
	defer c.Close()
	in := bufio.NewScanner(c)
	fmt.Fprint(c, "220 here\r\n")
	var body strings.Builder
	for data := false; in.Scan(); {
		line := in.Text()
		switch {
		case data && line == ".":
			data = false
			mails <- body.String()
			fmt.Fprint(c, "250 kept\r\n")
		case data:
			body.WriteString(line + "\n")
		case strings.HasPrefix(line, "DATA"):
			data = true
			fmt.Fprint(c, "354 go on\r\n")
		case strings.HasPrefix(line, "QUIT"):
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250 so be it\r\n")
		}
	}
}

type house struct {
	t     *testing.T
	now   time.Time
	desk  *desk.Desk
	store *sqlite.Store
}

func newHouse(t *testing.T) *house {
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	h := &house{t: t, now: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), store: s}
	h.desk = desk.New(s, h.clock)
	h.do("m", negotiation.Open{ID: "river", Name: "SECRET NAME", Mediator: negotiation.Party{ID: "M", Name: "M", Role: negotiation.Mediator}, Member: negotiation.Member{ID: "m", Party: "M", Name: "Chair"}})
	h.do("m", negotiation.AddParty{Party: negotiation.Party{ID: "ALD", Name: "Aldoria", Role: negotiation.Principal}})
	h.do("m", negotiation.AddMember{Member: negotiation.Member{ID: "ald", Party: "ALD", Name: "Head"}})
	return h
}

func (h *house) clock() time.Time { return h.now }

func (h *house) do(by negotiation.MemberID, c negotiation.Command) {
	h.t.Helper()
	h.now = h.now.Add(time.Minute)
	if err := h.desk.Do(context.Background(), "river", by, c); err != nil {
		h.t.Fatal(err)
	}
}

func say(words string, to negotiation.Audience) negotiation.Command {
	return negotiation.MakeStatement{Statement: negotiation.Statement{Words: words}, Audience: to}
}

func TestMembersAreToldThatSomethingIsNewAndNoWordOfIt(t *testing.T) {
	h := newHouse(t)
	smtp, mails := mailbox(t)
	hooks := make(chan map[string]any, 10)
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var got map[string]any
		_ = json.NewDecoder(r.Body).Decode(&got)
		hooks <- got
	}))
	defer hook.Close()
	host, _ := url.Parse(hook.URL)
	n := notify.New(h.desk, h.store, h.clock, notify.Options{SMTP: smtp, From: "parley@host.example", Hosts: []string{host.Host}, URL: "https://host.example", Log: slog.New(slog.DiscardHandler)})
	key := auth.Key{Negotiation: "river", Member: "ald"}
	tell := func(mailed, hooked int) {
		t.Helper()
		if err := n.Tell(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(mails) != mailed || len(hooks) != hooked {
			t.Fatalf("%d mails and %d webhooks, want %d and %d", len(mails), len(hooks), mailed, hooked)
		}
	}
	if err := n.Set(t.Context(), notify.Notice{Of: key, Email: "head@aldoria.example", Webhook: hook.URL + "/in"}); err != nil {
		t.Fatal(err)
	}
	tell(0, 0)
	h.do("m", say("SECRET WORDS", negotiation.Everyone))
	h.do("m", say("SECRET TO ITSELF", negotiation.Audience{}))
	h.do("ald", say("our own", negotiation.Everyone))
	tell(1, 1)
	got := <-mails
	if !strings.Contains(got, "1 new entry") || !strings.Contains(got, "https://host.example/n/river/overview") || strings.Contains(got, "SECRET") || !strings.Contains(got, "To: head@aldoria.example") {
		t.Error(got)
	}
	if hooked := <-hooks; hooked["new"] != 1.0 || hooked["negotiation"] != "river" || strings.Contains(fmt.Sprint(hooked), "SECRET") {
		t.Errorf("%v", hooked)
	}
	tell(0, 0) // nothing is new since

	if err := n.Set(t.Context(), notify.Notice{Of: key, Email: "head@aldoria.example", Daily: true}); err != nil {
		t.Fatal(err)
	}
	h.do("m", say("more", negotiation.Everyone))
	h.do("m", say("and more", negotiation.Everyone))
	tell(0, 0)
	h.now = h.now.Add(24 * time.Hour)
	tell(1, 0)
	if got := <-mails; !strings.Contains(got, "2 new entries") {
		t.Error(got)
	}
	if err := n.Set(t.Context(), notify.Notice{Of: key}); err != nil {
		t.Fatal(err)
	}
	h.do("m", say("yet more", negotiation.Everyone))
	h.now = h.now.Add(48 * time.Hour)
	tell(0, 0)
}

func TestNothingGoesWhereTheOperatorDidNotAllowIt(t *testing.T) {
	h := newHouse(t)
	key := auth.Key{Negotiation: "river", Member: "ald"}
	none := notify.New(h.desk, h.store, h.clock, notify.Options{})
	some := notify.New(h.desk, h.store, h.clock, notify.Options{SMTP: "localhost:25", From: "p@host.example", Hosts: []string{"hooks.example"}})
	for _, c := range []struct {
		n    *notify.Notifier
		want notify.Notice
	}{
		{none, notify.Notice{Of: key, Email: "a@b.example"}}, {none, notify.Notice{Of: key, Webhook: "https://hooks.example/x"}},
		{some, notify.Notice{Of: key, Email: "no address"}}, {some, notify.Notice{Of: key, Email: "a@b.example\r\nBcc: x@y.example"}},
		{some, notify.Notice{Of: key, Webhook: "https://localhost:8080/"}}, {some, notify.Notice{Of: key, Webhook: "file:///etc/passwd"}},
		{some, notify.Notice{Of: key, Webhook: "https://hooks.example@evil.example/"}},
	} {
		var r *negotiation.Refusal
		if err := c.n.Set(t.Context(), c.want); !errors.As(err, &r) || r.Hint == "" {
			t.Errorf("%+v: %v", c.want, err)
		}
	}
	if err := some.Set(t.Context(), notify.Notice{Of: key, Webhook: "https://hooks.example/x"}); err != nil {
		t.Error(err)
	}
}

func TestThoseWhoAreSilentAreRemindedOnce(t *testing.T) {
	h := newHouse(t)
	smtp, mails := mailbox(t)
	n := notify.New(h.desk, h.store, h.clock, notify.Options{SMTP: smtp, From: "parley@host.example", URL: "https://host.example", Log: slog.New(slog.DiscardHandler)})
	h.do("m", negotiation.TableRevision{Text: &text.Text{Title: "T", Provisions: []*text.Provision{{ID: "a", Kind: text.Article, Words: "SECRET"}}}, Standing: negotiation.Draft})
	h.do("m", negotiation.StartSilence{Revision: 1, Standing: negotiation.Final, Deadline: h.now.Add(3 * time.Hour), Remind: h.now.Add(2 * time.Hour)})
	for _, who := range []negotiation.MemberID{"ald", "m"} { // the mediator's consent is not needed
		if err := n.Set(t.Context(), notify.Notice{Of: auth.Key{Negotiation: "river", Member: who}, Email: string(who) + "@host.example"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		after time.Duration
		mails int
	}{{time.Hour, 0}, {time.Hour, 1}, {time.Minute, 0}, {time.Hour, 0}} {
		h.now = h.now.Add(step.after)
		if err := n.Tell(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(mails) != step.mails {
			t.Fatalf("at %s: %d mails, want %d", h.now, len(mails), step.mails)
		}
		for range step.mails {
			if got := <-mails; !strings.Contains(got, "To: ald@host.example") || !strings.Contains(got, "1 silence that ends soon") || strings.Contains(got, "SECRET") {
				t.Error(got)
			}
		}
	}
}
