package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"parley/internal/store"
)

// PutToken implements store.Tokens.
func (s *Store) PutToken(ctx context.Context, hash [32]byte, t store.Token) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO token (hash, negotiation, member, name, scopes, added, until) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (negotiation, member, name) DO UPDATE SET hash = excluded.hash, scopes = excluded.scopes, added = excluded.added, until = excluded.until`,
			hash[:], t.Of.Negotiation, t.Of.Member, t.Name, strings.Join(t.Scopes, " "), t.Added.Unix(), t.Until.Unix())
		return err
	})
}

// Token implements store.Tokens.
func (s *Store) Token(ctx context.Context, hash [32]byte, now time.Time) (store.Token, error) {
	rows := s.read.QueryRowContext(ctx, "SELECT negotiation, member, name, scopes, added, until FROM token WHERE hash = ? AND until > ?", hash[:], now.Unix())
	t, err := tokenOf(rows.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return t, store.ErrNotFound
	}
	return t, s.judge(err)
}

// Tokens implements store.Tokens.
func (s *Store) Tokens(ctx context.Context, k store.Key) ([]store.Token, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT negotiation, member, name, scopes, added, until FROM token WHERE negotiation = ? AND member = ? ORDER BY added, name", k.Negotiation, k.Member)
	if err != nil {
		return nil, s.judge(err)
	}
	defer rows.Close()
	var out []store.Token
	for rows.Next() {
		t, err := tokenOf(rows.Scan)
		if err != nil {
			return nil, s.judge(err)
		}
		out = append(out, t)
	}
	return out, s.judge(rows.Err())
}

func tokenOf(scan func(...any) error) (store.Token, error) {
	var t store.Token
	var scopes string
	var added, until int64
	err := scan(&t.Of.Negotiation, &t.Of.Member, &t.Name, &scopes, &added, &until)
	t.Scopes, t.Added, t.Until = strings.Fields(scopes), time.Unix(added, 0).UTC(), time.Unix(until, 0).UTC()
	return t, err
}

// DropToken implements store.Tokens.
func (s *Store) DropToken(ctx context.Context, k store.Key, name string) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM token WHERE negotiation = ? AND member = ? AND name = ?", k.Negotiation, k.Member, name)
		return err
	})
}
