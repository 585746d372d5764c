package storetest

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"parley/internal/store"
	"parley/negotiation"
	"parley/record"
)

// bundle writes everything that the store holds of a negotiation.
func bundle(t *testing.T, s Store, id negotiation.ID) []byte {
	t.Helper()
	es, err := s.Entries(context.Background(), id, 1, 1<<40)
	must(t, err)
	heads, err := s.Checkpoints(context.Background(), id)
	must(t, err)
	var b bytes.Buffer
	w := record.NewWriter(&b, s.Host(id))
	for _, e := range es {
		w.Entry(e)
	}
	for _, h := range heads {
		w.Checkpoint(h.Note)
	}
	must(t, w.Close())
	return b.Bytes()
}

func verified(t *testing.T, s Store, id negotiation.ID) *record.Report {
	t.Helper()
	r := record.Verify(bundle(t, s, id))
	if !r.OK {
		t.Errorf("%s: %v", id, r.Problems)
	}
	return r
}

func proves(t *testing.T, open Open) {
	dir := t.TempDir()
	s := opened(t, open, dir)
	if _, err := s.Checkpoint(context.Background(), "river", 0); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("before the first entry: %v", err)
	}
	head := int64(0)
	for n := 1; n < 12; n++ {
		mustAppend(t, s, "river", head, entries(head, n, "x"))
		head += int64(n)
		if n%4 == 0 { // as another process, or after a restart
			s = opened(t, open, dir)
		}
	}
	mustAppend(t, s, "lake", 0, entries(0, 2, "y"))
	if r := verified(t, s, "river"); int64(r.Entries) != head || r.Received.Size != head {
		t.Errorf("of %d entries: %+v", head, r)
	}
	verified(t, s, "lake")
	if a, b := s.Host("river"), s.Host("lake"); a.Name() == b.Name() {
		t.Errorf("two records have one origin: %s", a)
	}
	continues(t, s, 3, head)
}

// continues checks that the store proves how one checkpoint continues another.
func continues(t *testing.T, s Store, from, to int64) {
	t.Helper()
	ctx := context.Background()
	old, err := s.Checkpoint(ctx, "river", from)
	must(t, err)
	now, err := s.Checkpoint(ctx, "river", to)
	must(t, err)
	proof, err := record.Prove(old.N, now.N, s.Nodes(ctx, "river"))
	must(t, err)
	must(t, record.Continues(old.Tree, now.Tree, proof))
	if _, err := s.Checkpoint(ctx, "river", 2); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("in the middle of a write: %v", err)
	}
}

func cosigns(t *testing.T, open Open) {
	dir, ctx := t.TempDir(), context.Background()
	s := opened(t, open, dir)
	w, err := record.NewCosigner("witness/ua", [32]byte{5})
	must(t, err)
	es := entries(0, 3, "x")
	es[2].Body = &negotiation.WitnessNamed{Party: "M", Key: w.VKey()}
	mustAppend(t, s, "river", 0, es)
	mustAppend(t, s, "river", 3, entries(3, 1, "y"))
	key, err := record.NewKey(w.VKey())
	must(t, err)
	for range 2 { // the second time changes nothing
		last, err := s.Checkpoint(ctx, "river", 3)
		must(t, err)
		note := append(bytes.Clone(s3(last)), w.Cosign(last.Text(), es[2].At)...)
		signed, err := record.Open(note, s.Host("river"), key)
		must(t, err)
		must(t, s.PutCosignatures(ctx, "river", signed))
	}
	mustAppend(t, s, "river", 4, entries(4, 1, "z"))
	r := verified(t, opened(t, open, dir), "river")
	if r.Confirmed.Size != 3 || r.Received.Size != 5 || len(r.Witnesses) != 1 || r.Witnesses[0].Size != 3 {
		t.Errorf("%+v", r)
	}
}

// s3 is a checkpoint as the host alone signed it.
func s3(s *record.Signed) []byte {
	text := s.Text() + "\n"
	for _, by := range s.By {
		if !by.Key.Cosigns() {
			text += by.Line
		}
	}
	return []byte(text)
}

func erases(t *testing.T, open Open) {
	dir := t.TempDir()
	s := opened(t, open, dir)
	es := entries(0, 3, "x")
	es[1].Body = &negotiation.Opened{ID: "river", About: "THE SECRET NAME"}
	mustAppend(t, s, "river", 0, es)
	erasure := entries(3, 1, "")
	erasure[0].At = time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	stub := es[1]
	stub.Body = &negotiation.Opened{ID: "river", About: "erased"}
	raw, err := stub.MarshalJSON()
	must(t, err)
	erasure[0].Body = &negotiation.ContentErased{Entry: 2, Reason: "the law", Stub: raw}
	mustAppend(t, s, "river", 3, erasure)
	for _, from := range []Store{s, opened(t, open, dir)} {
		got := read(t, from, "river", 0)
		if len(got) != 4 || got[1].Body.(*negotiation.Opened).About != "erased" || got[0].Body.(*negotiation.Opened).About != "x" {
			t.Errorf("the log holds %+v", got)
		}
		if got := read(t, from, "river", 2); len(got) != 2 {
			t.Errorf("behind it: %+v", got)
		}
	}
	b := bundle(t, s, "river")
	if r := record.Verify(b); !r.OK || r.Erased != 1 || strings.Contains(string(b), "THE SECRET NAME") {
		t.Errorf("%+v\n%s", r, b)
	}
}
