// Package storetest holds what every store must do, as tests that each
// implementation runs on itself.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
	"testing"
	"time"

	"parley/internal/store"
	"parley/negotiation"
)

// Store is what is tested.
type Store interface {
	history
	store.Secrets
	store.Passkeys
	store.Index
	io.Closer
}

type history interface {
	store.Log
	store.Record
	store.Checkpoints
}

// Open opens the store that lives in a folder, or makes it. Two may be open on
// one folder at a time, as two processes would have it.
type Open func(dir string) (Store, error)

// Run runs all tests. It starts the test binary again to kill it, so call it
// from a test at the top.
func Run(t *testing.T, open Open) {
	if writeUntilKilled(t, open) {
		return
	}
	for name, test := range map[string]func(*testing.T, Open){
		"what is appended comes back as it was, in order": appendsInOrder,
		"negotiations do not mix":                         keepsApart,
		"somebody else was first":                         conflicts,
		"a batch is written whole or not at all":          wholeOrNotAtAll,
		"of many writers at one head one is first":        oneIsFirst,
		"two stores on one folder are one":                sharesFolder,
		"a cancelled write leaves nothing or all":         cancels,
		"an invite is good until it is replaced or late":  invites,
		"a session is good until it ends or is late":      sessions,
		"passkeys are kept until they are removed":        passkeys,
		"the record proves what the log holds":            proves,
		"cosignatures are kept with their checkpoint":     cosigns,
		"what is erased leaves its place and a stub":      erases,
		"words are found on their shelf and no other":     findsWords,
		"what is taken off a shelf is found no more":      shelves,
		"I9: what was acknowledged survives a kill":       survivesKill,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

func opened(t *testing.T, open Open, dir string) Store {
	t.Helper()
	s, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// entries makes n entries that follow the one with the number head; mark tells
// them from others.
func entries(head int64, n int, mark string) []negotiation.Entry {
	out := make([]negotiation.Entry, n)
	for i := range out {
		seq := head + int64(i) + 1
		out[i] = negotiation.Entry{
			Seq: seq, At: time.Date(2027, 1, 1, 0, 0, int(seq), 0, time.UTC), By: "m", Party: "M", Audience: negotiation.Everyone,
			Body: &negotiation.Opened{ID: "river", Name: "Talks on the river — مفاوضات 谈判", About: mark},
		}
	}
	return out
}

func read(t *testing.T, s Store, id negotiation.ID, after int64) []negotiation.Entry {
	t.Helper()
	got, err := s.Read(context.Background(), id, after)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func mustAppend(t *testing.T, s Store, id negotiation.ID, head int64, es []negotiation.Entry) {
	t.Helper()
	if err := s.Append(context.Background(), id, head, es); err != nil {
		t.Fatal(err)
	}
}

func appendsInOrder(t *testing.T, open Open) {
	dir := t.TempDir()
	s := opened(t, open, dir)
	if got := read(t, s, "river", 0); len(got) != 0 {
		t.Fatalf("a log that nobody wrote holds %v", got)
	}
	want := entries(0, 5, "x")
	mustAppend(t, s, "river", 0, want[:2])
	mustAppend(t, s, "river", 2, want[2:])
	mustAppend(t, s, "river", 5, nil)
	again := opened(t, open, dir)
	for after := range int64(7) {
		rest := want[min(after, 5):]
		for _, from := range []Store{s, again} {
			if got := read(t, from, "river", after); len(got) != len(rest) || len(got) > 0 && !reflect.DeepEqual(got, rest) {
				t.Errorf("after %d: %v, want %v", after, got, rest)
			}
		}
	}
}

func keepsApart(t *testing.T, open Open) {
	s := opened(t, open, t.TempDir())
	for _, id := range []negotiation.ID{"zebra", "ant", "mole"} {
		mustAppend(t, s, id, 0, entries(0, 1, string(id)))
	}
	mustAppend(t, s, "ant", 1, entries(1, 1, "ant"))
	for id, n := range map[negotiation.ID]int{"zebra": 1, "ant": 2, "mole": 1} {
		got := read(t, s, id, 0)
		if len(got) != n || got[0].Body.(*negotiation.Opened).About != string(id) {
			t.Errorf("%s holds %v", id, got)
		}
	}
	ids, err := s.List(context.Background())
	if want := []negotiation.ID{"zebra", "ant", "mole"}; err != nil || !reflect.DeepEqual(ids, want) {
		t.Errorf("list %v, %v; want %v, in the order in which they were opened", ids, err, want)
	}
}

func conflicts(t *testing.T, open Open) {
	s := opened(t, open, t.TempDir())
	mustAppend(t, s, "river", 0, entries(0, 2, "first"))
	for _, head := range []int64{0, 1, 3} {
		if err := s.Append(context.Background(), "river", head, entries(head, 2, "late")); !errors.Is(err, store.ErrConflict) {
			t.Errorf("at head %d: %v", head, err)
		}
	}
	if err := s.Append(context.Background(), "lake", 1, entries(1, 1, "late")); !errors.Is(err, store.ErrConflict) {
		t.Errorf("behind the head of a log that nobody wrote: %v", err)
	}
	if got := read(t, s, "river", 0); len(got) != 2 {
		t.Errorf("the log holds %v", got)
	}
	if ids, err := s.List(context.Background()); err != nil || len(ids) != 1 {
		t.Errorf("list %v, %v", ids, err)
	}
}

func wholeOrNotAtAll(t *testing.T, open Open) {
	s := opened(t, open, t.TempDir())
	gap := entries(0, 3, "gap")
	gap[2].Seq = 7
	unordered := entries(0, 2, "unordered")
	unordered[0], unordered[1] = unordered[1], unordered[0]
	mute := entries(0, 3, "mute")
	mute[2].Body = unwritable{}
	for name, es := range map[string][]negotiation.Entry{"with a gap": gap, "out of order": unordered, "that cannot be written": mute} {
		if err := s.Append(context.Background(), "river", 0, es); err == nil {
			t.Errorf("entries %s were written", name)
		}
	}
	if got := read(t, s, "river", 0); len(got) != 0 {
		t.Errorf("of what was refused there is %v", got)
	}
	mustAppend(t, s, "river", 0, entries(0, 1, "good"))
}

// unwritable is a body that cannot be marshalled.
type unwritable struct{ negotiation.Body }

func (unwritable) Kind() string                 { return "unwritable" }
func (unwritable) MarshalJSON() ([]byte, error) { return nil, errors.New("no words for it") }

func oneIsFirst(t *testing.T, open Open) {
	dir := t.TempDir()
	stores := []Store{opened(t, open, dir), opened(t, open, dir)}
	const writers, each = 6, 8
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if err := appendSomewhere(stores[w%2], entries(0, 2, fmt.Sprint(w, " ", i))); err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	wg.Wait()
	got := read(t, stores[0], "river", 0)
	if len(got) != writers*each*2 {
		t.Fatalf("%d entries, want %d", len(got), writers*each*2)
	}
	seen := map[string]bool{}
	for i := 0; i < len(got); i += 2 {
		mark := got[i].Body.(*negotiation.Opened).About
		if seen[mark] || got[i+1].Body.(*negotiation.Opened).About != mark || got[i].Seq != int64(i+1) {
			t.Fatalf("entry %d is %+v", i+1, got[i])
		}
		seen[mark] = true
	}
}

// appendSomewhere appends behind whatever the head is, as the desk does.
func appendSomewhere(s Store, es []negotiation.Entry) error {
	ctx := context.Background()
	for {
		got, err := s.Read(ctx, "river", 0)
		if err != nil {
			return err
		}
		for i := range es {
			es[i].Seq = int64(len(got) + i + 1)
		}
		err = s.Append(ctx, "river", int64(len(got)), es)
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

func sharesFolder(t *testing.T, open Open) {
	dir := t.TempDir()
	one, two := opened(t, open, dir), opened(t, open, dir)
	mustAppend(t, one, "river", 0, entries(0, 1, "one"))
	if got := read(t, two, "river", 0); len(got) != 1 {
		t.Errorf("the other store holds %v", got)
	}
	if err := two.Append(context.Background(), "river", 0, entries(0, 1, "two")); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the other store wrote over it: %v", err)
	}
	mustAppend(t, two, "river", 1, entries(1, 1, "two"))
	if got := read(t, one, "river", 1); len(got) != 1 || got[0].Seq != 2 {
		t.Errorf("the first store holds %v", got)
	}
}

func cancels(t *testing.T, open Open) {
	s := opened(t, open, t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Append(ctx, "river", 0, entries(0, 3, "x")); !errors.Is(err, context.Canceled) {
		t.Errorf("a write of a cancelled request: %v", err)
	}
	if got := read(t, s, "river", 0); len(got) != 0 {
		t.Errorf("the log holds %v", got)
	}
	for i := range 20 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(i)*50*time.Microsecond)
		head := int64(len(read(t, s, "river", 0)))
		err := s.Append(ctx, "river", head, entries(head, 3, "x"))
		cancel()
		got := int64(len(read(t, s, "river", 0)))
		if got != head+3 && (err == nil || got != head) {
			t.Fatalf("a write that ended with %v left %d of 3 entries", err, got-head)
		}
	}
}
