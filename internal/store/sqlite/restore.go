package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"parley/negotiation"
	"parley/record"
)

// A database that was put back from a backup lacks what was acknowledged since.
// Were it to go on, its record would fork. So it is doubted: nothing is written
// until the parties' bundles and witnesses have shown how far the record went,
// and what is missing was put back from the bundles.

// Backup writes a consistent copy of the database to a file that is not there
// yet, while others read and write.
func (s *Store) Backup(ctx context.Context, file string) error {
	db, err := connect(s.path, "deferred", 1, "query_only(off)")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", file)
	return err
}

// Doubt refuses writes to the log from now on, also after a restart.
func (s *Store) Doubt(ctx context.Context, reason string) error {
	s.doubted.Store(true)
	_, err := s.write.ExecContext(ctx, "INSERT INTO doubt (reason) VALUES (?)", reason)
	return s.judge(err)
}

// Doubted reports whether writes are refused.
func (s *Store) Doubted() bool { return s.doubted.Load() }

// Trust ends all doubts.
func (s *Store) Trust(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, "DELETE FROM doubt")
	if err == nil {
		s.doubted.Store(false)
	}
	return s.judge(err)
}

// Refill puts entries back that are missing behind the last one, with the notes
// of checkpoints that the host signed, by size. The last entry must be one that
// a checkpoint was signed at, and every checkpoint must be of these entries;
// otherwise nothing is written.
func (s *Store) Refill(ctx context.Context, id negotiation.ID, entries []record.Entry, notes map[int64][]byte) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	t := s.tree(id)
	t.mu.Lock()
	defer t.mu.Unlock()
	var leaves *record.Frontier
	var nodes []record.Hash
	err := s.update(ctx, func(tx *sql.Tx) error {
		if err := t.catchUp(ctx, tx.StmtContext(ctx, s.behind)); err != nil {
			return err
		}
		leaves, nodes = t.leaves.Clone(), slices.Clip(t.nodes)
		if leaves.Size() == 0 {
			if _, err := tx.ExecContext(ctx, "INSERT INTO negotiation (name) VALUES (?)", id); err != nil {
				return err
			}
		}
		for _, e := range entries {
			added, err := s.refill(ctx, tx, id, e, leaves, nodes, notes[e.Seq])
			if err != nil {
				return err
			}
			nodes = append(nodes, added...)
		}
		if notes[leaves.Size()] == nil {
			return fmt.Errorf("no checkpoint covers entry %d of %s", leaves.Size(), id)
		}
		return nil
	})
	if err == nil {
		t.leaves, t.nodes = leaves, nodes
	}
	return err
}

// refill writes one entry back.
func (s *Store) refill(ctx context.Context, tx *sql.Tx, id negotiation.ID, e record.Entry, leaves *record.Frontier, nodes []record.Hash, note []byte) ([]record.Hash, error) {
	size := leaves.Size()
	leaf := e.Leaf(s.host.Origin(string(id)))
	if e.Sealed || e.Seq != size+1 || leaf.Hash() != e.Hash {
		return nil, fmt.Errorf("entry %d does not follow entry %d of %s", e.Seq, size, id)
	}
	added, _, err := record.Grow(size, []record.Hash{e.Hash}, reader(nodes))
	if err != nil {
		return nil, err
	}
	leaves.Add(e.Hash)
	var packed []byte
	for _, n := range added {
		packed = append(packed, n[:]...)
	}
	var salt []byte
	if e.Content != nil {
		salt = e.Salt[:]
	}
	head, err := s.headAt(id, leaves, note)
	if err != nil {
		return nil, err
	}
	_, err = tx.StmtContext(ctx, s.add).ExecContext(ctx, id, e.Seq, leaf.Bytes(), packed, head, salt, e.Content)
	return added, err
}

// headAt returns the checkpoint that the host signed when the record had these
// leaves, without cosignatures. Where nobody brought one it is signed anew: the
// leaves lead to one that was signed, or nothing is written.
func (s *Store) headAt(id negotiation.ID, leaves *record.Frontier, note []byte) ([]byte, error) {
	if note == nil {
		head := record.Tree{N: leaves.Size(), Hash: leaves.Root()}
		return s.host.Sign(record.Checkpoint{Origin: s.host.Origin(string(id)), Tree: head}), nil
	}
	signed, err := record.Open(note, s.Host(id))
	if err != nil {
		return nil, err
	}
	if signed.N != leaves.Size() || signed.Hash != leaves.Root() {
		return nil, fmt.Errorf("entries 1 to %d of %s are not those of the checkpoint that the host signed", leaves.Size(), id)
	}
	return []byte(signed.Text() + "\n" + signed.By[0].Line), nil
}
