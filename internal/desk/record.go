package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"parley/internal/store"
	"parley/negotiation"
	"parley/record"
)

// The record as a member may see it: every entry has its place, and those
// outside the member's audience are sealed, no more than a hash.

// Record is the history of a negotiation with its proofs.
type Record struct {
	View      *negotiation.View
	Host      record.Key
	Size      int64           // how many entries there are
	Heads     []record.Signed // by size; the last one is the newest
	Quorum    record.Quorum
	Confirmed *record.Signed // nil: nothing is

	log Log
}

// Record returns the record as the member may see it now, or could at a past
// moment; the zero time is now.
func (d *Desk) Record(ctx context.Context, id negotiation.ID, member negotiation.MemberID, asOf time.Time) (*Record, error) {
	v, size, err := d.lookAt(ctx, id, member, asOf)
	if err != nil {
		return nil, err
	}
	out := &Record{View: v, Host: d.log.Host(id), Size: size, log: d.log}
	if out.Heads, err = d.log.Checkpoints(ctx, id); err != nil {
		return nil, err
	}
	// What was written after the view was taken is left out: the view says
	// what of it may be seen.
	out.Heads = slices.DeleteFunc(out.Heads, func(s record.Signed) bool { return s.N > size })
	if len(out.Heads) == 0 || out.Heads[len(out.Heads)-1].N < size {
		last, err := d.log.Checkpoint(ctx, id, size)
		if err != nil {
			return nil, fmt.Errorf("checkpoint of %d entries: %w", size, err)
		}
		out.Heads = append(out.Heads, *last)
	}
	if !asOf.IsZero() {
		for i := range out.Heads {
			out.Heads[i] = *out.Heads[i].AsOf(asOf)
		}
	}
	for _, w := range v.Witnesses {
		out.Quorum.Witnesses = append(out.Quorum.Witnesses, w.Key)
	}
	for i := range out.Heads {
		if out.Quorum.Confirms(&out.Heads[i]) {
			out.Confirmed = &out.Heads[i]
		}
	}
	return out, nil
}

// Entries returns the entries with the numbers from to to, those that the
// member may not see sealed.
func (r *Record) Entries(ctx context.Context, from, to int64) ([]record.Entry, error) {
	es, err := r.log.Entries(ctx, r.View.ID, from, min(to, r.Size))
	for i, e := range es {
		if !r.View.Sees(e.Seq) {
			es[i] = record.Entry{Seq: e.Seq, Hash: e.Hash, Sealed: true}
		}
	}
	return es, err
}

// Bundle writes the record as a file that proves it.
func (r *Record) Bundle(ctx context.Context, w io.Writer) error {
	b := record.NewWriter(w, r.Host)
	const some = 1000
	for from := int64(1); from <= r.Size; from += some {
		es, err := r.Entries(ctx, from, from+some-1)
		if err != nil {
			return err
		}
		for _, e := range es {
			b.Entry(e)
		}
	}
	for _, h := range r.Heads {
		b.Checkpoint(h.Note)
	}
	return b.Close()
}

// Proof returns the proof of one entry that the member may see.
func (d *Desk) Proof(ctx context.Context, id negotiation.ID, member negotiation.MemberID, seq int64, asOf time.Time) (record.Proof, error) {
	r, err := d.Record(ctx, id, member, asOf)
	if err != nil {
		return record.Proof{}, err
	}
	es, err := r.Entries(ctx, seq, seq)
	if err != nil {
		return record.Proof{}, err
	}
	if len(es) == 0 || es[0].Content == nil {
		return record.Proof{}, &negotiation.Refusal{
			Reason: negotiation.NotFound, Where: fmt.Sprintf("entry %d", seq), Msg: "there is none", Hint: "look at the record",
		}
	}
	head := r.Heads[len(r.Heads)-1]
	if r.Confirmed != nil && r.Confirmed.N >= seq {
		head = *r.Confirmed
	}
	path, err := record.ProveEntry(head.N, seq, d.log.Nodes(ctx, id))
	return record.Proof{Entry: es[0], Path: path, Signed: head.Note}, err
}

// Host returns the key by which the checkpoints of a negotiation's record are
// verified.
func (d *Desk) Host(id negotiation.ID) record.Key { return d.log.Host(id) }

// Addition returns what a witness that has cosigned old entries is to cosign
// next: the last checkpoint, and the proof that it continues the old one. A
// witness that is ahead of the host gets no proof, and sees that.
func (d *Desk) Addition(ctx context.Context, id negotiation.ID, member negotiation.MemberID, old int64) (record.Addition, record.Tree, error) {
	if _, err := d.View(ctx, id, member); err != nil {
		return record.Addition{}, record.Tree{}, err
	}
	last, err := d.log.Checkpoint(ctx, id, 0)
	if err != nil {
		return record.Addition{}, record.Tree{}, err
	}
	a := record.Addition{Old: old, Note: last.Note}
	if old <= last.N {
		a.Proof, err = record.Prove(old, last.N, d.log.Nodes(ctx, id))
	}
	return a, last.Tree, err
}

// Ahead hears of a checkpoint that somebody has seen. If this host signed it and
// holds less, it was put back from a backup, and stops writing before it tells
// the parties two histories.
func (d *Desk) Ahead(ctx context.Context, id negotiation.ID, member negotiation.MemberID, note []byte) error {
	_, head, err := d.look(ctx, id, member)
	if err != nil {
		return err
	}
	seen, err := record.Open(note, d.log.Host(id))
	if err != nil || seen.Origin != d.log.Host(id).Name() || seen.N <= head {
		return &negotiation.Refusal{
			Reason: negotiation.Invalid, Where: "checkpoint", Msg: "this host did not sign it, or has what it covers", Hint: "nothing is to be done",
		}
	}
	return d.log.Doubt(ctx, fmt.Sprintf("a checkpoint of %d entries of %s was shown, and %d are held", seen.N, id, head))
}

// recent is how many checkpoints a cosignature may be behind.
const recent = 64

// Cosign keeps the lines of cosignatures, which are on a checkpoint of the
// given size, or for 0 on one of the last. Only witnesses that a party named
// are heard.
func (d *Desk) Cosign(ctx context.Context, id negotiation.ID, member negotiation.MemberID, size int64, lines []byte) error {
	v, head, err := d.look(ctx, id, member)
	if err != nil {
		return err
	}
	var keys []record.Key
	for _, w := range v.Witnesses {
		keys = append(keys, w.Key)
	}
	from, to := size, size
	if size == 0 {
		from, to = max(1, head-recent), head
	}
	for n := to; n >= from; n-- {
		c, err := d.log.Checkpoint(ctx, id, n)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if signed, err := record.Open(append([]byte(c.Text()+"\n"), lines...), keys...); err == nil {
			return d.log.PutCosignatures(ctx, id, signed)
		}
	}
	return &negotiation.Refusal{
		Reason: negotiation.Invalid, Where: "cosignature", Msg: "it is not by a witness that a party named, on a checkpoint of this record",
		Hint: "have a member of the party name the witness's key on the page of the record first",
	}
}
