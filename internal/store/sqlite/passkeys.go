package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"parley/internal/store"
)

// PutPasskey implements store.Passkeys.
func (s *Store) PutPasskey(ctx context.Context, p store.Passkey) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO passkey (id, negotiation, member, name, added, credential) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET credential = excluded.credential`,
			p.ID, p.Of.Negotiation, p.Of.Member, p.Name, p.Added.Unix(), p.Credential)
		return err
	})
}

// Passkeys implements store.Passkeys.
func (s *Store) Passkeys(ctx context.Context, k store.Key) ([]store.Passkey, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT id, name, added, credential FROM passkey WHERE negotiation = ? AND member = ? ORDER BY added, id", k.Negotiation, k.Member)
	if err != nil {
		return nil, s.judge(err)
	}
	defer rows.Close()
	var out []store.Passkey
	for rows.Next() {
		p := store.Passkey{Of: k}
		var added int64
		if err := rows.Scan(&p.ID, &p.Name, &added, &p.Credential); err != nil {
			return nil, s.judge(err)
		}
		p.Added = time.Unix(added, 0).UTC()
		out = append(out, p)
	}
	return out, s.judge(rows.Err())
}

// Passkey implements store.Passkeys.
func (s *Store) Passkey(ctx context.Context, id []byte) (store.Passkey, error) {
	p := store.Passkey{ID: id}
	var added int64
	err := s.read.QueryRowContext(ctx, "SELECT negotiation, member, name, added, credential FROM passkey WHERE id = ?", id).
		Scan(&p.Of.Negotiation, &p.Of.Member, &p.Name, &added, &p.Credential)
	if errors.Is(err, sql.ErrNoRows) {
		return p, store.ErrNotFound
	}
	p.Added = time.Unix(added, 0).UTC()
	return p, s.judge(err)
}

// DropPasskey implements store.Passkeys.
func (s *Store) DropPasskey(ctx context.Context, k store.Key, id []byte) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM passkey WHERE id = ? AND negotiation = ? AND member = ?", id, k.Negotiation, k.Member)
		return err
	})
}
