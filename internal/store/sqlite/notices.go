package sqlite

import (
	"context"
	"database/sql"
	"time"

	"parley/internal/store"
)

// PutNotice implements store.Notices.
func (s *Store) PutNotice(ctx context.Context, n store.Notice) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		if n.Email == "" && n.Webhook == "" {
			_, err := tx.ExecContext(ctx, "DELETE FROM notice WHERE negotiation = ? AND member = ?", n.Of.Negotiation, n.Of.Member)
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO notice (negotiation, member, email, webhook, daily, told) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (negotiation, member) DO UPDATE SET email = excluded.email, webhook = excluded.webhook, daily = excluded.daily, told = excluded.told`,
			n.Of.Negotiation, n.Of.Member, n.Email, n.Webhook, n.Daily, n.Told.Unix())
		return err
	})
}

// Notices implements store.Notices.
func (s *Store) Notices(ctx context.Context) ([]store.Notice, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT negotiation, member, email, webhook, daily, told FROM notice ORDER BY negotiation, member")
	if err != nil {
		return nil, s.judge(err)
	}
	defer rows.Close()
	var out []store.Notice
	for rows.Next() {
		var n store.Notice
		var told int64
		if err := rows.Scan(&n.Of.Negotiation, &n.Of.Member, &n.Email, &n.Webhook, &n.Daily, &told); err != nil {
			return nil, s.judge(err)
		}
		n.Told = time.Unix(told, 0).UTC()
		out = append(out, n)
	}
	return out, s.judge(rows.Err())
}
