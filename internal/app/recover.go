package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"parley/negotiation"
	"parley/record"
)

// Recovered is what became of one negotiation when a database that was put back
// was compared with what parties and witnesses hold.
type Recovered struct {
	ID        negotiation.ID
	Held      int64 // entries that the database had
	Refilled  int64 // entries that were put back from bundles
	Evidenced int64 // the largest checkpoint that was brought; 0: none was
}

// Recover compares a database that is doubted with files that parties and
// witnesses bring: bundles, witnesses' files, evidence. Entries that are missing
// are put back from bundles. When the database has everything that the host
// ever signed, as far as the files show, it is trusted again. Without evidence
// about a negotiation it is not, unless alone is set: then whoever saw more
// than the database has can show that the record forked.
func (h *House) Recover(ctx context.Context, files [][]byte, alone bool) ([]Recovered, error) {
	known := h.gather(files)
	ids, err := h.store.List(ctx)
	if err != nil {
		return nil, err
	}
	for id := range known {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var out []Recovered
	var failed []error
	for _, id := range ids {
		r, err := h.recoverOne(ctx, id, known[id], alone)
		out = append(out, r)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", id, err))
		}
	}
	if err := errors.Join(failed...); err != nil {
		return out, err
	}
	return out, h.store.Trust(ctx)
}

// evidence is what files show of a negotiation.
type evidence struct {
	entries map[int64]record.Entry
	notes   map[int64][]byte // signed by this host, by size
}

// gather sorts what files hold, and keeps what this host signed.
func (h *House) gather(files [][]byte) map[negotiation.ID]evidence {
	out := map[negotiation.ID]evidence{}
	for _, file := range files {
		found := record.Scan(file)
		_, name, _ := strings.Cut(found.Origin, "/")
		id := negotiation.ID(name)
		host := h.store.Host(id)
		if host.Name() != found.Origin {
			continue // another host's
		}
		e, ok := out[id]
		if !ok {
			e = evidence{map[int64]record.Entry{}, map[int64][]byte{}}
			out[id] = e
		}
		for _, note := range found.Notes {
			if s, err := record.Open(note, host); err == nil && s.Origin == host.Name() {
				e.notes[s.N] = note
			}
		}
		for _, entry := range found.Entries {
			if before, had := e.entries[entry.Seq]; !had || before.Content == nil {
				e.entries[entry.Seq] = entry
			}
		}
	}
	return out
}

func (h *House) recoverOne(ctx context.Context, id negotiation.ID, e evidence, alone bool) (Recovered, error) {
	r := Recovered{ID: id}
	if last, err := h.store.Checkpoint(ctx, id, 0); err == nil {
		r.Held = last.N
	}
	sizes := slices.Sorted(maps.Keys(e.notes))
	if len(sizes) == 0 {
		if alone {
			return r, nil
		}
		return r, errors.New("no file shows how far its record went: bring a bundle of a party or the file of a witness")
	}
	r.Evidenced = sizes[len(sizes)-1]
	for _, n := range sizes {
		if n > r.Held || n == 0 {
			continue
		}
		signed, err := record.Open(e.notes[n], h.store.Host(id))
		if err != nil {
			return r, err
		}
		if root, err := record.Root(n, h.store.Nodes(ctx, id)); err != nil || root != signed.Hash {
			return r, fmt.Errorf("its first %d entries are not those that this host signed before: this is another history", n)
		}
	}
	if r.Evidenced <= r.Held {
		return r, h.putCosignatures(ctx, id, e)
	}
	var missing []record.Entry
	var unknown []string
	for n := r.Held + 1; n <= r.Evidenced; n++ {
		entry, ok := e.entries[n]
		if !ok {
			unknown = append(unknown, fmt.Sprint(n))
		}
		missing = append(missing, entry)
	}
	if len(unknown) > 0 {
		return r, fmt.Errorf("the record went up to entry %d, and no bundle shows entries %s: bring those of the parties that may see them", r.Evidenced, strings.Join(unknown, ", "))
	}
	if err := h.store.Refill(ctx, id, missing, e.notes); err != nil {
		return r, err
	}
	r.Refilled = int64(len(missing))
	return r, h.putCosignatures(ctx, id, e)
}

// putCosignatures keeps what the witnesses that the record names have signed.
func (h *House) putCosignatures(ctx context.Context, id negotiation.ID, e evidence) error {
	entries, err := h.store.Read(ctx, id, 0)
	if err != nil {
		return err
	}
	var keys []record.Key
	for _, w := range negotiation.Fold(entries).Witnesses {
		keys = append(keys, w.Key)
	}
	for _, note := range e.notes {
		if s, err := record.Open(note, keys...); err == nil {
			if err := h.store.PutCosignatures(ctx, id, s); err != nil {
				return err
			}
		}
	}
	return nil
}
