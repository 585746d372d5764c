package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"parley/internal/store"
	"parley/negotiation"
	"parley/record"
)

// row is an entry as it is written.
type row struct {
	entry   negotiation.Entry
	content []byte
	salt    record.Salt
	leaf    []byte
	hash    record.Hash
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
	var grown *record.Frontier
	err = s.update(ctx, func(tx *sql.Tx) error {
		var now int64
		err := tx.QueryRowContext(ctx, "SELECT seq FROM head WHERE negotiation = ?", id).Scan(&now)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if now != head {
			return store.ErrConflict
		}
		if grown, err = s.frontier(ctx, tx, id, head); err != nil {
			return err
		}
		for _, r := range rows {
			if err := writeRow(ctx, tx, id, r); err != nil {
				return err
			}
			grown.Add(r.hash)
		}
		if err := s.grow(ctx, tx, id, head, rows, grown); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO head (negotiation, seq) VALUES (?, ?)
			ON CONFLICT (negotiation) DO UPDATE SET seq = excluded.seq`, id, head+int64(len(rows)))
		return err
	})
	if err == nil {
		s.frontiers.Store(id, grown)
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

func writeRow(ctx context.Context, tx *sql.Tx, id negotiation.ID, r row) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO leaf (negotiation, seq, leaf) VALUES (?, ?, ?)", id, r.entry.Seq, r.leaf); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO content (negotiation, seq, salt, content) VALUES (?, ?, ?, ?)", id, r.entry.Seq, r.salt[:], r.content)
	if err != nil {
		return err
	}
	if erased, ok := r.entry.Body.(*negotiation.ContentErased); ok {
		_, err = tx.ExecContext(ctx, "DELETE FROM content WHERE negotiation = ? AND seq = ?", id, erased.Entry)
	}
	return err
}

// grow writes the nodes of the tree and signs its head, after comparing it
// with the one that the leaves alone give.
func (s *Store) grow(ctx context.Context, tx *sql.Tx, id negotiation.ID, head int64, rows []row, leaves *record.Frontier) error {
	hashes := make([]record.Hash, len(rows))
	for i, r := range rows {
		hashes[i] = r.hash
	}
	nodes, tree, err := record.Grow(head, hashes, nodeReader{ctx, tx, id})
	if err != nil {
		return err
	}
	if err := record.Agree(tree, leaves); err != nil {
		s.stopped.Store(true)
		return fmt.Errorf("%w: %w", store.ErrStopped, err)
	}
	first := record.Nodes(head)
	for i, n := range nodes {
		if _, err := tx.ExecContext(ctx, "INSERT INTO node (negotiation, place, hash) VALUES (?, ?, ?)", id, first+int64(i), n[:]); err != nil {
			return err
		}
	}
	note := s.host.Sign(record.Checkpoint{Origin: s.host.Origin(string(id)), Tree: tree})
	_, err = tx.ExecContext(ctx, "INSERT INTO checkpoint (negotiation, size, note) VALUES (?, ?, ?)", id, tree.N, note)
	return err
}

// frontier returns the tree of the first head leaves, made from them alone. It
// is kept from one write to the next and brought up to date by what another
// process wrote.
func (s *Store) frontier(ctx context.Context, tx *sql.Tx, id negotiation.ID, head int64) (*record.Frontier, error) {
	f := new(record.Frontier)
	if known, ok := s.frontiers.Load(id); ok {
		f = known.(*record.Frontier).Clone()
	}
	if f.Size() == head {
		return f, nil
	}
	rows, err := tx.QueryContext(ctx, "SELECT leaf FROM leaf WHERE negotiation = ? AND seq > ? ORDER BY seq", id, f.Size())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var leaf sql.RawBytes
		if err := rows.Scan(&leaf); err != nil {
			return nil, err
		}
		f.Add(record.LeafHash(leaf))
	}
	return f, rows.Err()
}

// Read implements store.Log. In the place of an erased content stands the stub
// that its erasure left.
func (s *Store) Read(ctx context.Context, id negotiation.ID, after int64) ([]negotiation.Entry, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT leaf.seq, leaf, content FROM leaf
		LEFT JOIN content ON content.negotiation = leaf.negotiation AND content.seq = leaf.seq
		WHERE leaf.negotiation = ? AND leaf.seq > ? ORDER BY leaf.seq`, id, after)
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
	rows, err := s.read.QueryContext(ctx, "SELECT negotiation FROM head ORDER BY id")
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
