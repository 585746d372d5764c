package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"

	"parley/internal/store"
	"parley/negotiation"
	"parley/record"
)

// row is an entry as it is written.
type row struct {
	entry         negotiation.Entry
	leaf, content []byte
	salt          record.Salt
	hash          record.Hash
	nodes         []byte
	note          []byte // nil: no checkpoint is signed here
}

// Append implements store.Log.
func (s *Store) Append(ctx context.Context, id negotiation.ID, head int64, entries []negotiation.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	rows, err := s.rows(id, head, entries)
	if err != nil {
		return fmt.Errorf("append to %s: %w", id, err)
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	t := s.tree(id)
	t.mu.Lock() // nobody reads the tree between the commit and what is known of it
	defer t.mu.Unlock()
	var grown *tree
	err = s.update(ctx, func(tx *sql.Tx) error {
		if s.doubted.Load() {
			return store.ErrDoubted
		}
		if err := t.catchUp(ctx, tx.StmtContext(ctx, s.behind)); err != nil {
			return err
		}
		if t.leaves.Size() != head {
			return store.ErrConflict
		}
		if grown, err = s.grow(t, rows); err != nil {
			return err
		}
		if head == 0 {
			if _, err := tx.ExecContext(ctx, "INSERT INTO negotiation (name) VALUES (?)", id); err != nil {
				return err
			}
		}
		return s.insert(ctx, tx, id, rows)
	})
	if err == nil {
		t.nodes, t.leaves = grown.nodes, grown.leaves
	}
	return err
}

func (s *Store) rows(id negotiation.ID, head int64, entries []negotiation.Entry) ([]row, error) {
	rows := make([]row, len(entries))
	for i, e := range entries {
		if e.Seq != head+int64(i)+1 {
			return nil, fmt.Errorf("entry %d does not follow %d", e.Seq, head+int64(i))
		}
		content, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", e.Seq, err)
		}
		r := row{entry: e, content: content}
		rand.Read(r.salt[:])
		leaf := record.Leaf{
			Origin: s.host.Origin(string(id)), Seq: e.Seq, Class: e.Class(),
			Commitment: record.Commit(r.salt, content), Signature: e.Signature,
		}
		r.leaf, r.hash = leaf.Bytes(), leaf.Hash()
		rows[i] = r
	}
	return rows, nil
}

// grow returns the tree with the rows' leaves, and signs its head, after
// comparing the head that the stored nodes give with the one that the leaves
// alone give.
func (s *Store) grow(t *tree, rows []row) (*tree, error) {
	hashes := make([]record.Hash, len(rows))
	leaves := t.leaves.Clone()
	for i, r := range rows {
		hashes[i] = r.hash
		leaves.Add(r.hash)
	}
	size := t.leaves.Size()
	added, head, err := record.Grow(size, hashes, reader(t.nodes))
	if err != nil {
		return nil, err
	}
	if err := record.Agree(head, leaves); err != nil {
		return nil, fmt.Errorf("%w: %w", store.ErrStopped, err)
	}
	grown := &tree{nodes: append(t.nodes, added...), leaves: leaves}
	for i := range rows {
		n := record.Nodes(size+int64(i)+1) - record.Nodes(size+int64(i))
		for _, node := range added[:n] {
			rows[i].nodes = append(rows[i].nodes, node[:]...)
		}
		added = added[n:]
	}
	rows[len(rows)-1].note = s.host.Sign(record.Checkpoint{Origin: s.host.Origin(string(t.id)), Tree: head})
	return grown, nil
}

func (s *Store) insert(ctx context.Context, tx *sql.Tx, id negotiation.ID, rows []row) error {
	insert := tx.StmtContext(ctx, s.add)
	for _, r := range rows {
		if _, err := insert.ExecContext(ctx, id, r.entry.Seq, r.leaf, r.nodes, r.note, r.salt[:], r.content); err != nil {
			return err
		}
		if erased, ok := r.entry.Body.(*negotiation.ContentErased); ok {
			if _, err := tx.ExecContext(ctx, "UPDATE entry SET salt = NULL, content = NULL WHERE negotiation = ? AND seq = ?", id, erased.Entry); err != nil {
				return err
			}
		}
	}
	return nil
}

// Read implements store.Log. In the place of an erased content stands the stub
// that its erasure left.
func (s *Store) Read(ctx context.Context, id negotiation.ID, after int64) ([]negotiation.Entry, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT seq, leaf, content FROM entry WHERE negotiation = ? AND seq > ? ORDER BY seq", id, after)
	if err != nil {
		return nil, s.judge(err)
	}
	defer rows.Close()
	var out []negotiation.Entry
	for rows.Next() {
		var seq int64
		var leaf, content sql.RawBytes
		if err := rows.Scan(&seq, &leaf, &content); err != nil {
			return nil, s.judge(err)
		}
		e, err := entryOf(seq, leaf, content)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", id, err)
		}
		out = append(out, e)
	}
	if err := rows.Err(); err != nil {
		return nil, s.judge(err)
	}
	return out, fillErased(out, after)
}

func entryOf(seq int64, leaf, content []byte) (negotiation.Entry, error) {
	if content == nil {
		return negotiation.Entry{Seq: seq}, nil
	}
	var e negotiation.Entry
	if err := json.Unmarshal(content, &e); err != nil {
		return e, err
	}
	l, err := record.ParseLeaf(leaf)
	e.Signature = l.Signature
	return e, err
}

// fillErased puts the stubs in the places of what was erased.
func fillErased(entries []negotiation.Entry, after int64) error {
	for _, e := range entries {
		erased, ok := e.Body.(*negotiation.ContentErased)
		if !ok || erased.Entry <= after {
			continue
		}
		if err := json.Unmarshal(erased.Stub, &entries[erased.Entry-after-1]); err != nil {
			return fmt.Errorf("stub of entry %d: %w", erased.Entry, err)
		}
	}
	for _, e := range entries {
		if e.Body == nil {
			return fmt.Errorf("the content of entry %d is missing and was not erased; restore a backup", e.Seq)
		}
	}
	return nil
}

// List implements store.Log.
func (s *Store) List(ctx context.Context) ([]negotiation.ID, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT name FROM negotiation ORDER BY id")
	if err != nil {
		return nil, s.judge(err)
	}
	defer rows.Close()
	var out []negotiation.ID
	for rows.Next() {
		var id negotiation.ID
		if err := rows.Scan(&id); err != nil {
			return nil, s.judge(err)
		}
		out = append(out, id)
	}
	return out, s.judge(rows.Err())
}
