// Package notify tells members that something is new: by e-mail or by a webhook,
// where the operator allows it and the member wants it. A notice says how much is
// new and where, and holds no word of a text: it goes over networks that nobody
// here answers for.
package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/mail"
	"net/smtp"
	"net/url"
	"slices"
	"strings"
	"time"

	"parley/internal/desk"
	"parley/internal/store"
	"parley/negotiation"
)

// Notice is how a member wants to be told.
type Notice = store.Notice

// Options say what the operator allows. The zero value sends nothing.
type Options struct {
	SMTP  string   // host:port of a mail server; "": no e-mail
	From  string   // address that e-mail comes from
	Hosts []string // hosts that webhooks may go to; none: no webhooks
	URL   string   // of this server, for links
	Log   *slog.Logger
}

// Notifier tells members.
type Notifier struct {
	desk    *desk.Desk
	notices store.Notices
	now     func() time.Time
	o       Options
	client  *http.Client
}

// New returns a notifier; Run makes it work.
func New(d *desk.Desk, notices store.Notices, now func() time.Time, o Options) *Notifier {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	client := &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error {
		return errors.New("a webhook that leads elsewhere is not followed")
	}}
	return &Notifier{desk: d, notices: notices, now: now, o: o, client: client}
}

// Wants reports what the operator allows.
func (n *Notifier) Wants() (email, webhook bool) { return n.o.SMTP != "", len(n.o.Hosts) > 0 }

// Set keeps how a member wants to be told from now on. The error is a
// *negotiation.Refusal when it cannot be.
func (n *Notifier) Set(ctx context.Context, notice store.Notice) error {
	invalid := func(where, msg, hint string) error {
		return &negotiation.Refusal{Reason: negotiation.Invalid, Where: where, Msg: msg, Hint: hint}
	}
	notice.Email, notice.Webhook = strings.TrimSpace(notice.Email), strings.TrimSpace(notice.Webhook)
	if notice.Email != "" {
		a, err := mail.ParseAddress(notice.Email)
		switch {
		case n.o.SMTP == "":
			return invalid("e-mail", "this server sends none", "ask whoever runs it")
		case err != nil || a.Address != notice.Email:
			return invalid("e-mail", "this is no address", "write it as name@host")
		}
	}
	if notice.Webhook != "" {
		u, err := url.Parse(notice.Webhook)
		switch {
		case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
			return invalid("webhook", "this is no address", "write it as https://host/path")
		case !slices.Contains(n.o.Hosts, u.Host):
			return invalid("webhook", "this server sends nothing to "+u.Host, "ask whoever runs it to allow that host")
		}
	}
	notice.Told = n.now()
	return n.notices.PutNotice(ctx, notice)
}

// Of returns how a member wants to be told.
func (n *Notifier) Of(ctx context.Context, k store.Key) (store.Notice, error) {
	all, err := n.notices.Notices(ctx)
	if err != nil {
		return store.Notice{}, err
	}
	for _, x := range all {
		if x.Of == k {
			return x, nil
		}
	}
	return store.Notice{Of: k}, nil
}

// Run tells members until the context ends: within a minute, or once a day.
func (n *Notifier) Run(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := n.Tell(ctx); err != nil && ctx.Err() == nil {
			n.o.Log.Error("notices", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Tell tells whoever is to be told now. What could not be sent is tried again the
// next time.
func (n *Notifier) Tell(ctx context.Context) error {
	all, err := n.notices.Notices(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, x := range all {
		if x.Daily && n.now().Sub(x.Told) < 24*time.Hour {
			continue
		}
		if err := n.tell(ctx, x); err != nil {
			failed = append(failed, fmt.Errorf("notice to %s: %w", x.Of.Member, err))
		}
	}
	return errors.Join(failed...)
}

func (n *Notifier) tell(ctx context.Context, x store.Notice) error {
	v, err := n.desk.View(ctx, x.Of.Negotiation, x.Of.Member)
	if err != nil {
		return err
	}
	count, last := 0, x.Told
	for _, e := range slices.Backward(v.Entries()) {
		if !e.At.After(x.Told) {
			break
		}
		last = later(last, e.At)
		if e.Party != v.Me.Party {
			count++
		}
	}
	due, last := reminders(v, x.Told, n.now(), last)
	if count+due > 0 {
		if err := n.send(ctx, x, things(count, due)); err != nil {
			return err
		}
	}
	if last.Equal(x.Told) && !x.Daily {
		return nil
	}
	x.Told = later(last, map[bool]time.Time{true: n.now(), false: last}[x.Daily])
	return n.notices.PutNotice(ctx, x)
}

// reminders counts the silence procedures of which the member's party is to be
// reminded since it was told last: it can still break them.
func reminders(v *negotiation.View, told, now, last time.Time) (int, time.Time) {
	due := 0
	for _, s := range v.Silences() {
		at := s.Remind
		if !at.IsZero() && at.After(told) && !at.After(now) && s.Status(now) == negotiation.Running && slices.Contains(v.Consenting(), v.Me.Party) {
			due, last = due+1, later(last, at)
		}
	}
	return due, last
}

// news is what a notice says.
type news struct {
	entries, reminders int
	words              string
}

func things(entries, reminders int) news {
	var words []string
	for _, x := range []struct {
		n         int
		one, many string
	}{{entries, "new entry", "new entries"}, {reminders, "silence that ends soon", "silences that end soon"}} {
		switch {
		case x.n == 1:
			words = append(words, "1 "+x.one)
		case x.n > 1:
			words = append(words, fmt.Sprintf("%d %s", x.n, x.many))
		}
	}
	return news{entries, reminders, strings.Join(words, " and ")}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func (n *Notifier) send(ctx context.Context, x store.Notice, is news) error {
	link := strings.TrimSuffix(n.o.URL, "/") + "/n/" + url.PathEscape(string(x.Of.Negotiation)) + "/overview"
	if x.Email != "" && n.o.SMTP != "" {
		if err := n.mail(x.Email, is.words, link); err != nil {
			return err
		}
	}
	if x.Webhook == "" || !n.allowed(x.Webhook) {
		return nil
	}
	body, err := json.Marshal(map[string]any{"negotiation": x.Of.Negotiation, "new": is.entries, "reminders": is.reminders, "url": link})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, x.Webhook, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := n.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		return fmt.Errorf("the webhook answered %s", answer.Status)
	}
	return nil
}

// allowed reports whether the operator still allows a webhook's host.
func (n *Notifier) allowed(webhook string) bool {
	u, err := url.Parse(webhook)
	return err == nil && slices.Contains(n.o.Hosts, u.Host)
}

func (n *Notifier) mail(to, things, link string) error {
	msg := "From: " + n.o.From + "\r\nTo: " + to + "\r\nSubject: Parley: " + things + "\r\nDate: " + n.now().Format(time.RFC1123Z) +
		"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
		"There is something new for you: " + things + ".\r\n" + link + "\r\n\r\nThis message holds no words of the negotiation. You asked for it on the page Notices, and can end it there.\r\n"
	return smtp.SendMail(n.o.SMTP, nil, n.o.From, []string{to}, []byte(msg))
}
