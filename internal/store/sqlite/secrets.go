package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"parley/internal/store"
)

// PutInvite implements store.Secrets.
func (s *Store) PutInvite(ctx context.Context, hash [32]byte, k store.Key, until time.Time) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO invite (negotiation, member, hash, until) VALUES (?, ?, ?, ?)
			ON CONFLICT (negotiation, member) DO UPDATE SET hash = excluded.hash, until = excluded.until`,
			k.Negotiation, k.Member, hash[:], until.Unix())
		return err
	})
}

// Invite implements store.Secrets.
func (s *Store) Invite(ctx context.Context, hash [32]byte, now time.Time) (store.Key, error) {
	var k store.Key
	err := s.read.QueryRowContext(ctx, "SELECT negotiation, member FROM invite WHERE hash = ? AND until > ?", hash[:], now.Unix()).
		Scan(&k.Negotiation, &k.Member)
	if errors.Is(err, sql.ErrNoRows) {
		return k, store.ErrNotFound
	}
	return k, s.judge(err)
}

// PutSession implements store.Secrets.
func (s *Store) PutSession(ctx context.Context, hash [32]byte, k store.Key, until time.Time) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO session (hash, negotiation, member, until) VALUES (?, ?, ?, ?)
			ON CONFLICT (hash, negotiation) DO UPDATE SET member = excluded.member, until = excluded.until`,
			hash[:], k.Negotiation, k.Member, until.Unix())
		return err
	})
}

// Session implements store.Secrets.
func (s *Store) Session(ctx context.Context, hash [32]byte, now time.Time) ([]store.Key, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT negotiation, member FROM session WHERE hash = ? AND until > ? ORDER BY negotiation", hash[:], now.Unix())
	if err != nil {
		return nil, s.judge(err)
	}
	defer rows.Close()
	var out []store.Key
	for rows.Next() {
		var k store.Key
		if err := rows.Scan(&k.Negotiation, &k.Member); err != nil {
			return nil, s.judge(err)
		}
		out = append(out, k)
	}
	if err := rows.Err(); err != nil {
		return nil, s.judge(err)
	}
	if len(out) == 0 {
		return nil, store.ErrNotFound
	}
	return out, nil
}

// DropSession implements store.Secrets.
func (s *Store) DropSession(ctx context.Context, hash [32]byte) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM session WHERE hash = ?", hash[:])
		return err
	})
}
