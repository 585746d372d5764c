// Package remote acts on a server as a member does with a browser: it enters by
// an invite link, and sends forms.
package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"parley/record"
)

// Table is a negotiation on a server, at which a member is signed in.
type Table struct {
	client *http.Client
	base   string // "https://host/n/river"
	token  string // of a program; "": the member is signed in
}

// Enter signs in with an invite link.
func Enter(ctx context.Context, link string) (*Table, error) {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || !strings.Contains(u.Path, "/enter/") {
		return nil, fmt.Errorf("%q is no invite link: copy the whole link, as in https://host/enter/…", link)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	r := &Table{client: &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	answer, err := r.ask(ctx, http.MethodPost, link, nil, nil)
	if err != nil {
		return nil, err
	}
	answer.Body.Close()
	at, err := u.Parse(answer.Header.Get("Location"))
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		return nil, errors.New("the server answered the invite link otherwise than expected; is it Parley?")
	}
	at.Path, at.RawQuery, at.Fragment = strings.TrimSuffix(at.Path, "/overview"), "", ""
	r.base = at.String()
	return r, nil
}

// Address returns where the negotiation is: "https://host/n/river".
func (r *Table) Address() string { return r.base }

// Get asks for what stands at a path of the negotiation: "/record/bundle".
// What the server refuses is an error with the server's own words.
func (r *Table) Get(ctx context.Context, path string) (*http.Response, error) {
	return r.ask(ctx, http.MethodGet, r.base+path, nil, nil)
}

// Post sends a form to a path of the negotiation.
func (r *Table) Post(ctx context.Context, path string, form url.Values) error {
	answer, err := r.ask(ctx, http.MethodPost, r.base+path, strings.NewReader(form.Encode()), map[string]string{"Content-Type": formType})
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// Send sends plain text to a path of the negotiation.
func (r *Table) Send(ctx context.Context, path, body string) error {
	answer, err := r.ask(ctx, http.MethodPost, r.base+path, strings.NewReader(body), map[string]string{"Content-Type": "text/plain; charset=utf-8"})
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// Prepare asks what a form would record, for the member to sign.
func (r *Table) Prepare(ctx context.Context, path string, form url.Values) (record.Act, error) {
	var act record.Act
	answer, err := r.ask(ctx, http.MethodPost, r.base+path, strings.NewReader(form.Encode()), map[string]string{"Content-Type": formType, "Parley-Prepare": "1"})
	if err != nil {
		return act, err
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(&act); err != nil {
		return act, fmt.Errorf("the server's answer cannot be read: %w", err)
	}
	return act, nil
}

const formType = "application/x-www-form-urlencoded"

func (r *Table) ask(ctx context.Context, method, to string, body io.Reader, header map[string]string) (*http.Response, error) {
	ask, err := http.NewRequestWithContext(ctx, method, to, body)
	if err != nil {
		return nil, err
	}
	ask.Header.Set("Accept", "application/json")
	if r.token != "" {
		ask.Header.Set("Authorization", "Bearer "+r.token)
	}
	for k, v := range header {
		ask.Header.Set(k, v)
	}
	answer, err := r.client.Do(ask)
	if err != nil {
		return nil, fmt.Errorf("ask the server: %w", err)
	}
	if answer.StatusCode < 400 {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, refusedBy(answer)
}

// refusedBy reads the problem (RFC 9457) that a server answered with.
func refusedBy(answer *http.Response) error {
	refused := &Refused{Status: answer.StatusCode, Msg: "the server answered " + answer.Status}
	var problem struct{ Title, Detail, Remedy string }
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err == nil {
		err = json.Unmarshal(body, &problem)
	}
	if err == nil && problem.Title != "" {
		refused.Msg = "the server refused: " + strings.TrimSpace(problem.Title+". "+problem.Detail+" "+problem.Remedy)
	}
	return refused
}

// Refused says what the server did not do.
type Refused struct {
	Status int // of HTTP
	Msg    string
}

func (r *Refused) Error() string { return r.Msg }
