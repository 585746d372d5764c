package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// errInside says that a connection would have gone into the server's own network.
var errInside = errors.New("its name stands for an address inside the server's own network")

// errLarge says that a feed is longer than is read.
var errLarge = errors.New("it is longer than 4 MB")

// movedError says that a feed sends its readers to another host.
type movedError struct{ host string }

func (e *movedError) Error() string { return "it has moved to " + e.host }

// own are networks that are no part of the internet, besides those that netip names.
var own = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("fec0::/10"),
}

// outside reports whether an address is one of the internet.
func outside(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	for _, p := range own {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// isInside reports whether a host is written as an address of the own network.
func isInside(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && !outside(a)
}

// client returns a client that reaches the host of one feed and nothing else. Proxies that
// the environment names are not used: they would connect to where the guard cannot see.
func client(feed *url.URL, inside bool) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if !inside {
		dialer.Control = guard
	}
	return &http.Client{
		Timeout: patience,
		Transport: &limited{&http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: 10 * time.Second,
			MaxResponseHeaderBytes: 64 << 10, DisableKeepAlives: true, ForceAttemptHTTP2: true,
		}},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			switch {
			case !strings.EqualFold(r.URL.Hostname(), feed.Hostname()) || port(r.URL) != port(feed) && !(port(feed) == "80" && port(r.URL) == "443"):
				return &movedError{r.URL.Host}
			case via[len(via)-1].URL.Scheme == "https" && r.URL.Scheme != "https":
				return errors.New("it sends its readers from https to http")
			case len(via) >= 5:
				return errors.New("it sends its readers round in circles")
			}
			return nil
		},
	}
}

func port(u *url.URL) string {
	if u.Port() != "" {
		return u.Port()
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}

// guard refuses a connection whose address is not one of the internet. It runs once the
// name has been looked up, for the very address that is connected to.
func guard(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !outside(at.Addr()) {
		return errInside
	}
	return nil
}

// limited ends an answer that is too long.
type limited struct{ http.RoundTripper }

func (l *limited) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", "Parley (feeds)")
	r.Header.Set("Accept", "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1")
	answer, err := l.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = &body{answer.Body, largest}
	}
	return answer, err
}

type body struct {
	io.ReadCloser
	left int
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, errLarge
	}
	return n, err
}

// says tells a person why a feed gave nothing.
func (f *Feed) says(err error) error {
	var moved *movedError
	var name *net.DNSError
	var timeout net.Error
	host, _, _ := strings.Cut(f.Name, "/")
	switch {
	case errors.As(err, &moved):
		return fmt.Errorf("%s sends its readers to another address, %s, where Parley does not follow: ask whoever runs this server to name the new address", host, moved.host)
	case errors.Is(err, errInside):
		return fmt.Errorf("%s stands for an address inside the server's own network, where Parley does not go: if that is meant, whoever runs this server names the feed with --feed-inside", host)
	case errors.Is(err, errLarge):
		return fmt.Errorf("the feed of %s is longer than %d MB, which is the most that is read: ask whoever runs this server to name a shorter one", host, largest>>20)
	case errors.As(err, &name):
		return fmt.Errorf("%s cannot be found: check the connection of the server, or the address with whoever runs it", host)
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("%s did not answer in time: try again in a while", host)
	}
	if asked := (*url.Error)(nil); errors.As(err, &asked) {
		err = asked.Err // which leaves the address out
	}
	return fmt.Errorf("%s gave nothing that can be read (%s): try again in a while, or check the address with whoever runs this server", host, strings.ReplaceAll(err.Error(), f.address, "the feed"))
}
