// Package feed polls the feeds (RSS and Atom) that whoever runs the server has named, when
// somebody asks, and never by itself.
//
// No address comes from a request: feeds are chosen by their ids. A feed is asked by one at
// a time and at most once a minute; in between the last answer serves. It leads nowhere
// else: redirects to another host are refused, and so is every connection into the
// server's own network, unless the feed's own address is there. What a name stands for is
// checked when the connection is made, so that a name that comes to stand for another
// address gets nowhere either.
package feed

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"parley/internal/dispatch"
)

// Every is how long a feed is not asked again.
const Every = time.Minute

// largest is how much of a feed is read, in bytes, and patience how long it may take.
const (
	largest  = 4 << 20
	patience = 20 * time.Second
)

// Options name the feeds. The zero value names none.
type Options struct {
	Addresses []string // of feeds on the internet, or at an address of the own network written in numbers
	Inside    []string // of feeds whose names stand for addresses in the own network
}

// Feeds are the feeds that may be polled.
type Feeds struct {
	all []*Feed
	now func() time.Time
}

// Feed is one of them. It is safe for use by several goroutines.
type Feed struct {
	ID   string // tells nothing of the address
	Name string // host and path, without what may be secret in the address

	address string
	client  *http.Client
	now     func() time.Time

	mu    sync.Mutex // held while the feed is asked
	asked time.Time
	got   []*dispatch.Article
	err   error
}

// New returns feeds that are asked at times of a clock. The error names an address that is
// none.
func New(o Options, now func() time.Time) (*Feeds, error) {
	out := &Feeds{now: now}
	for i, address := range slices.Concat(o.Addresses, o.Inside) {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
			return nil, fmt.Errorf("%q is no address of a feed: it begins with https://", address)
		}
		inside := i >= len(o.Addresses) || isInside(u.Hostname())
		sum := sha256.Sum256([]byte(address))
		id := hex.EncodeToString(sum[:8])
		if out.Feed(id) != nil {
			continue
		}
		out.all = append(out.all, &Feed{ID: id, Name: u.Host + u.EscapedPath(), address: address, client: client(u, inside), now: now})
	}
	return out, nil
}

// All returns the feeds in the order in which they were named; of nil there are none.
func (f *Feeds) All() []*Feed {
	if f == nil {
		return nil
	}
	return f.all
}

// Feed returns the feed with an id, or nil.
func (f *Feeds) Feed(id string) *Feed {
	i := slices.IndexFunc(f.All(), func(x *Feed) bool { return x.ID == id })
	if i < 0 {
		return nil
	}
	return f.all[i]
}

// Poll returns the articles of the feed, the newest first, as they are or were up to a minute
// ago: not when, which would tell that somebody else has asked. Errors are sentences for a
// person and name no address but that of a host.
func (f *Feed) Poll(ctx context.Context) ([]*dispatch.Article, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now := f.now(); f.asked.IsZero() || now.Sub(f.asked) >= Every || now.Before(f.asked) {
		f.asked = now
		// Others may be waiting for the answer when whoever asked first has gone.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		f.got, f.err = f.fetch(ctx)
	}
	return f.got, f.err
}

func (f *Feed) fetch(ctx context.Context) ([]*dispatch.Article, error) {
	articles, err := dispatch.Fetch(ctx, f.client, f.address)
	if err != nil {
		return nil, f.says(err)
	}
	slices.SortStableFunc(articles, func(a, b *dispatch.Article) int { return b.Published.Compare(a.Published) })
	for _, a := range articles {
		a.Publisher = cmp.Or(a.Publisher, f.Name)
	}
	return articles, nil
}
