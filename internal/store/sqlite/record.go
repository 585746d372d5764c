package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"parley/internal/store"
	"parley/negotiation"
	"parley/record"
)

// The host's key lies beside the database, so that a copy of the database
// alone can sign nothing.

// hostKey is the name of its file: a seed of 32 bytes in base64.
const hostKey = "host.key"

// loadHost reads the host's key that belongs to a database, or makes one if
// the database is new.
func loadHost(database string) (record.Host, error) {
	path := filepath.Join(filepath.Dir(database), hostKey)
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		if _, err := os.Stat(database); err == nil {
			return record.Host{}, fmt.Errorf("%s is missing: without the host's key nothing can be added to the record. Put back the one that %s was made with", path, database)
		}
		return makeHost(path)
	}
	if err != nil {
		return record.Host{}, fmt.Errorf("the host's key: %w", err)
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(data)))
	if err != nil || len(seed) != 32 {
		return record.Host{}, fmt.Errorf("%s is no key; put back the one that this database was made with", path)
	}
	return record.NewHost([32]byte(seed)), nil
}

func makeHost(path string) (record.Host, error) {
	var seed [32]byte
	rand.Read(seed[:])
	f, err := os.CreateTemp(filepath.Dir(path), ".host.key-*") // gets its name when it is whole
	if err != nil {
		return record.Host{}, fmt.Errorf("make the host's key: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(seed[:]) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return record.Host{}, fmt.Errorf("make the host's key: %w", err)
	}
	return record.NewHost(seed), os.Link(f.Name(), path) // not over another one
}

// Host implements store.Record.
func (s *Store) Host(id negotiation.ID) record.Key {
	return s.host.Key(s.host.Origin(string(id)))
}

// Entries implements store.Record.
func (s *Store) Entries(ctx context.Context, id negotiation.ID, from, to int64) ([]record.Entry, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT leaf, salt, content FROM entry WHERE negotiation = ? AND seq BETWEEN ? AND ? ORDER BY seq", id, from, to)
	if err != nil {
		return nil, s.judge(err)
	}
	defer rows.Close()
	var out []record.Entry
	for rows.Next() {
		var leaf, salt sql.RawBytes
		var content []byte
		if err := rows.Scan(&leaf, &salt, &content); err != nil {
			return nil, s.judge(err)
		}
		l, err := record.ParseLeaf(leaf)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", id, err)
		}
		e := record.Entry{Seq: l.Seq, Hash: record.LeafHash(leaf), Class: l.Class, Signature: l.Signature, Content: content}
		if content == nil {
			e.Commitment = l.Commitment
		} else {
			e.Salt = record.Salt(salt)
		}
		out = append(out, e)
	}
	return out, s.judge(rows.Err())
}

// Nodes implements store.Record.
func (s *Store) Nodes(ctx context.Context, id negotiation.ID) record.HashReader {
	return record.HashReaderFunc(func(places []int64) ([]record.Hash, error) { return s.tree(id).read(ctx, s.readBehind, places) })
}

// Checkpoints implements store.Checkpoints.
func (s *Store) Checkpoints(ctx context.Context, id negotiation.ID) ([]record.Signed, error) {
	return s.checkpoints(ctx, id, `seq = (SELECT max(seq) FROM entry WHERE negotiation = ?1)
		OR seq IN (SELECT size FROM cosignature WHERE negotiation = ?1)`, id)
}

// Checkpoint implements store.Checkpoints.
func (s *Store) Checkpoint(ctx context.Context, id negotiation.ID, size int64) (*record.Signed, error) {
	which := "seq = ?2"
	if size == 0 {
		which = "seq = (SELECT max(seq) FROM entry WHERE negotiation = ?1) AND ?2 = 0"
	}
	found, err := s.checkpoints(ctx, id, which, id, size)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, store.ErrNotFound
	}
	return &found[0], nil
}

// checkpoints returns checkpoints with their cosignatures, in order.
func (s *Store) checkpoints(ctx context.Context, id negotiation.ID, which string, args ...any) ([]record.Signed, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT note || coalesce((SELECT group_concat(line, '' ORDER BY witness) FROM cosignature
			WHERE cosignature.negotiation = entry.negotiation AND size = seq), ''),
		(SELECT group_concat(witness, x'0a' ORDER BY witness) FROM cosignature
			WHERE cosignature.negotiation = entry.negotiation AND size = seq)
		FROM entry WHERE negotiation = ?1 AND note IS NOT NULL AND (`+which+`) ORDER BY seq`, args...)
	if err != nil {
		return nil, s.judge(err)
	}
	defer rows.Close()
	var out []record.Signed
	for rows.Next() {
		var note []byte
		var witnesses sql.NullString
		if err := rows.Scan(&note, &witnesses); err != nil {
			return nil, s.judge(err)
		}
		keys := []record.Key{s.Host(id)}
		for text := range strings.Lines(witnesses.String) {
			k, err := record.NewKey(strings.TrimSuffix(text, "\n"))
			if err != nil {
				return nil, err
			}
			keys = append(keys, k)
		}
		signed, err := record.Open(note, keys...)
		if err != nil {
			return nil, fmt.Errorf("checkpoint of %s: %w", id, err)
		}
		out = append(out, *signed)
	}
	return out, s.judge(rows.Err())
}

// PutCosignatures implements store.Checkpoints.
func (s *Store) PutCosignatures(ctx context.Context, id negotiation.ID, signed *record.Signed) error {
	return s.update(ctx, func(tx *sql.Tx) error {
		for _, by := range signed.By {
			if !by.Key.Cosigns() {
				continue
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO cosignature (negotiation, size, witness, line) VALUES (?, ?, ?, ?)
				ON CONFLICT DO NOTHING`, id, signed.N, by.Key.String(), by.Line)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
