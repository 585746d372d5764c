package cli

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
)

// remote is a negotiation on a server, entered by a member's invite link as a
// browser does it.
type remote struct {
	client *http.Client
	base   string // "https://host/n/river"
}

// enter signs in.
func enter(ctx context.Context, link string) (*remote, error) {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || !strings.Contains(u.Path, "/enter/") {
		return nil, fmt.Errorf("%q is no invite link: copy the whole link, as in https://host/enter/…", link)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	r := &remote{client: &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	answer, err := r.send(ctx, http.MethodPost, link, nil, nil)
	if err != nil {
		return nil, err
	}
	answer.Body.Close()
	at, err := u.Parse(answer.Header.Get("Location"))
	if err != nil || answer.StatusCode != http.StatusSeeOther {
		return nil, errors.New("the server answered the invite link otherwise than expected; is it Parley?")
	}
	at.Path, at.RawQuery, at.Fragment = strings.TrimSuffix(at.Path, "/text"), "", ""
	r.base = at.String()
	return r, nil
}

// send sends a form, or nothing. What the server refuses is an error with the
// server's own words.
func (r *remote) send(ctx context.Context, method, to string, form url.Values, header map[string]string) (*http.Response, error) {
	ask, err := http.NewRequestWithContext(ctx, method, to, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	ask.Header.Set("Accept", "application/json")
	if method == http.MethodPost {
		ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
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
	var problem struct{ Title, Detail string }
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err == nil {
		err = json.Unmarshal(body, &problem)
	}
	if err != nil || problem.Title == "" {
		return fmt.Errorf("the server answered %s", answer.Status)
	}
	return fmt.Errorf("the server refused: %s", strings.TrimSpace(problem.Title+". "+problem.Detail))
}
