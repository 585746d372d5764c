package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"parley/internal/store"
)

var (
	now   = time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)
	later = now.Add(time.Hour)
	ua    = store.Key{Negotiation: "river", Member: "ua"}
	ru    = store.Key{Negotiation: "river", Member: "ru"}
	lake  = store.Key{Negotiation: "lake", Member: "ua"}
)

func hash(b byte) [32]byte { return [32]byte{0: b, 31: 1} }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func invites(t *testing.T, open Open) {
	dir := t.TempDir()
	s, ctx := opened(t, open, dir), context.Background()
	must(t, s.PutInvite(ctx, hash(1), ua, later))
	must(t, s.PutInvite(ctx, hash(2), ru, later))
	must(t, s.PutInvite(ctx, hash(3), ua, later))
	for _, row := range []struct {
		name string
		hash [32]byte
		at   time.Time
		want store.Key
	}{
		{"replaced", hash(1), now, store.Key{}},
		{"another member's", hash(2), now, ru},
		{"the newest", hash(3), now, ua},
		{"used again", hash(3), now, ua},
		{"late", hash(3), later, store.Key{}},
		{"unknown", hash(4), now, store.Key{}},
		{"empty", [32]byte{}, now, store.Key{}},
	} {
		got, err := opened(t, open, dir).Invite(ctx, row.hash, row.at)
		if found := row.want != (store.Key{}); found && err != nil || !found && !errors.Is(err, store.ErrNotFound) || got != row.want {
			t.Errorf("%s: %v, %v", row.name, got, err)
		}
	}
}

func sessions(t *testing.T, open Open) {
	dir := t.TempDir()
	s, ctx := opened(t, open, dir), context.Background()
	acts := func(name string, h [32]byte, at time.Time, want ...store.Key) {
		t.Helper()
		got, err := s.Session(ctx, h, at)
		if len(want) == 0 && !errors.Is(err, store.ErrNotFound) || len(want) > 0 && err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, want)
		}
	}
	acts("unknown", hash(1), now)
	must(t, s.PutSession(ctx, hash(1), ua, later))
	must(t, s.PutSession(ctx, hash(1), lake, later))
	must(t, s.PutSession(ctx, hash(2), ru, later))
	acts("in two negotiations", hash(1), now, lake, ua)
	acts("late", hash(1), later)
	must(t, s.PutSession(ctx, hash(1), ru, later))
	acts("as another member of the same negotiation", hash(1), now, lake, ru)
	must(t, s.DropSession(ctx, hash(1)))
	acts("ended", hash(1), now)
	acts("another session", hash(2), now, ru)
	must(t, s.DropSession(ctx, hash(9)))
	if ids, err := s.List(ctx); err != nil || len(ids) != 0 {
		t.Errorf("who may sign in stands in the record: %v, %v", ids, err)
	}
}

func passkeys(t *testing.T, open Open) {
	dir := t.TempDir()
	s, ctx := opened(t, open, dir), context.Background()
	one := store.Passkey{ID: []byte{1, 2, 3}, Of: ua, Name: "telephone", Added: now, Credential: []byte(`{"n":1}`)}
	two := store.Passkey{ID: []byte{9}, Of: ua, Name: "laptop", Added: later, Credential: []byte(`{}`)}
	for _, p := range []store.Passkey{two, one, {ID: []byte{7}, Of: ru, Name: "x", Added: now, Credential: []byte(`{}`)}} {
		must(t, s.PutPasskey(ctx, p))
	}
	used := one
	used.Credential, used.Name, used.Of = []byte(`{"n":2}`), "another name", ru
	must(t, s.PutPasskey(ctx, used)) // only what its use changed
	one.Credential = used.Credential
	s = opened(t, open, dir)
	if got, err := s.Passkeys(ctx, ua); err != nil || !reflect.DeepEqual(got, []store.Passkey{one, two}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := s.Passkey(ctx, one.ID); err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("%+v, %v", got, err)
	}
	must(t, s.DropPasskey(ctx, ru, one.ID)) // not theirs
	must(t, s.DropPasskey(ctx, ua, two.ID))
	if got, err := s.Passkeys(ctx, ua); err != nil || len(got) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := s.Passkey(ctx, two.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("removed: %v", err)
	}
}
