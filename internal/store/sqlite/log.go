package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"parley/internal/store"
	"parley/negotiation"
)

// Append implements store.Log.
func (s *Store) Append(ctx context.Context, id negotiation.ID, head int64, entries []negotiation.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	rows := make([][]byte, len(entries))
	for i, e := range entries {
		if e.Seq != head+int64(i)+1 {
			return fmt.Errorf("append to %s: entry %d does not follow %d", id, e.Seq, head+int64(i))
		}
		var err error
		if rows[i], err = json.Marshal(e); err != nil {
			return fmt.Errorf("append to %s: entry %d: %w", id, e.Seq, err)
		}
	}
	return s.update(ctx, func(tx *sql.Tx) error {
		var now int64
		err := tx.QueryRowContext(ctx, "SELECT seq FROM head WHERE negotiation = ?", id).Scan(&now)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if now != head {
			return store.ErrConflict
		}
		for i, row := range rows {
			if _, err := tx.ExecContext(ctx, "INSERT INTO entry (negotiation, seq, entry) VALUES (?, ?, ?)", id, entries[i].Seq, row); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO head (negotiation, seq) VALUES (?, ?)
			ON CONFLICT (negotiation) DO UPDATE SET seq = excluded.seq`, id, head+int64(len(rows)))
		return err
	})
}

// Read implements store.Log.
func (s *Store) Read(ctx context.Context, id negotiation.ID, after int64) ([]negotiation.Entry, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT entry FROM entry WHERE negotiation = ? AND seq > ? ORDER BY seq", id, after)
	if err != nil {
		return nil, s.judge(err)
	}
	defer rows.Close()
	var out []negotiation.Entry
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			return nil, s.judge(err)
		}
		var e negotiation.Entry
		if err := json.Unmarshal(data, &e); err != nil {
			return nil, fmt.Errorf("read %s: %w", id, err)
		}
		out = append(out, e)
	}
	return out, s.judge(rows.Err())
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
