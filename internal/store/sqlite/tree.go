package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"sync"

	"parley/internal/store"
	"parley/negotiation"
	"parley/record"
)

// tree is the Merkle tree of a negotiation as it is on the disk, kept in memory
// twice: its nodes as they were stored (64 bytes an entry), and a frontier that
// is made from the leaves alone. Whenever it is read from the disk the two are
// compared.
type tree struct {
	id     negotiation.ID
	mu     sync.Mutex
	nodes  []record.Hash
	leaves *record.Frontier
}

func (s *Store) tree(id negotiation.ID) *tree {
	t, _ := s.trees.LoadOrStore(id, &tree{id: id, leaves: new(record.Frontier)})
	return t.(*tree)
}

// behind reads what was written behind an entry.
const behind = "SELECT leaf, nodes FROM entry WHERE negotiation = ? AND seq > ? ORDER BY seq"

// catchUp reads what was written behind what is known: all of it at first, and
// later what another process wrote. The tree is locked.
func (t *tree) catchUp(ctx context.Context, behind *sql.Stmt) error {
	rows, err := behind.QueryContext(ctx, t.id, t.leaves.Size())
	if err != nil {
		return err
	}
	defer rows.Close()
	leaves, nodes := t.leaves, t.nodes
	for rows.Next() {
		var leaf, stored sql.RawBytes
		if err := rows.Scan(&leaf, &stored); err != nil {
			return err
		}
		if leaves == t.leaves {
			leaves = leaves.Clone()
		}
		leaves.Add(record.LeafHash(leaf))
		for ; len(stored) >= len(record.Hash{}); stored = stored[len(record.Hash{}):] {
			nodes = append(nodes, record.Hash(stored))
		}
	}
	if err := rows.Err(); err != nil || leaves == t.leaves {
		return err
	}
	if err := agree(nodes, leaves); err != nil {
		return fmt.Errorf("%w: %w", store.ErrStopped, err)
	}
	t.leaves, t.nodes = leaves, nodes
	return nil
}

// agree compares the head of the nodes with that of the leaves.
func agree(nodes []record.Hash, leaves *record.Frontier) error {
	_, head, err := record.Grow(leaves.Size(), nil, reader(nodes))
	if err != nil {
		return err
	}
	return record.Agree(head, leaves)
}

// read returns nodes by their places.
func (t *tree) read(ctx context.Context, behind *sql.Stmt, places []int64) ([]record.Hash, error) {
	t.mu.Lock()
	nodes := t.nodes
	var err error
	for _, p := range places {
		if p >= int64(len(nodes)) {
			err = t.catchUp(ctx, behind)
			nodes = t.nodes
			break
		}
	}
	t.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return reader(nodes).ReadHashes(places)
}

// reader reads nodes in memory.
type reader []record.Hash

// ReadHashes implements record.HashReader.
func (r reader) ReadHashes(places []int64) ([]record.Hash, error) {
	out := make([]record.Hash, len(places))
	for i, p := range places {
		if p >= int64(len(r)) {
			return nil, fmt.Errorf("the tree lacks its node %d; restore a backup", p)
		}
		out[i] = r[p]
	}
	return out, nil
}
