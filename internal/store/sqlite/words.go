package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"parley/internal/store"
	"parley/negotiation"
)

// The index of words is FTS5 in a file beside the database, which holds nothing
// that the log does not. A backup leaves it out, a failure of it stops no log,
// and what is wrong with it is mended by deleting it.

//go:embed words.sql
var wordsSchema string

// wordsVersion changes with the schema and with how passages are split.
const wordsVersion = 1

// words is the index, opened when it is first used.
type words struct {
	path string
	mu   sync.Mutex
	db   *sql.DB
}

// open returns the database of the index, made anew where it is of another
// version or cannot be read.
func (w *words) open(ctx context.Context) (*sql.DB, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.db != nil {
		return w.db, nil
	}
	db, err := w.connect(ctx)
	if broken(err) {
		w.remove()
		db, err = w.connect(ctx)
	}
	w.db = db
	return db, err
}

var errOtherVersion = errors.New("the index of words is of another version")

func (w *words) connect(ctx context.Context) (*sql.DB, error) {
	db, err := connect(w.path, "immediate", 4, "synchronous(normal)")
	if err != nil {
		return nil, err
	}
	if err := prepareWords(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", w.path, err), db.Close())
	}
	return db, nil
}

func prepareWords(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch version {
	case wordsVersion:
		return nil
	case 0:
	default:
		return errOtherVersion
	}
	if _, err := tx.ExecContext(ctx, wordsSchema+fmt.Sprintf("PRAGMA user_version = %d;", wordsVersion)); err != nil {
		return err
	}
	return tx.Commit()
}

// broken reports whether the index is to be made anew.
func broken(err error) bool {
	if errors.Is(err, errOtherVersion) {
		return true
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	code := e.Code() & 0xff
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}

func (w *words) remove() {
	for _, end := range []string{"", "-wal", "-shm"} {
		os.Remove(w.path + end)
	}
}

// judge gives up an index that is broken; the next use makes another.
func (w *words) judge(err error) error {
	if !broken(err) {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.db != nil {
		w.db.Close()
		w.db = nil
		w.remove()
	}
	return err
}

func (w *words) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.db == nil {
		return nil
	}
	return w.db.Close()
}

func wordsBeside(path string) *words {
	return &words{path: filepath.Join(filepath.Dir(path), "words.db")}
}

// Shelf implements store.Index.
func (s *Store) Shelf(ctx context.Context, id negotiation.ID, shelf string) ([]store.Digest, error) {
	return s.words.digests(ctx, "SELECT digest FROM passage JOIN shelf ON shelf = number WHERE negotiation = ? AND name = ?", id, shelf)
}

// Find implements store.Index.
func (s *Store) Find(ctx context.Context, id negotiation.ID, shelf string, terms []store.Term) ([]store.Digest, error) {
	db, err := s.words.open(ctx)
	if err != nil {
		return nil, err
	}
	var number int64
	err = db.QueryRowContext(ctx, "SELECT number FROM shelf WHERE negotiation = ? AND name = ?", id, shelf).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, s.words.judge(err)
	}
	return s.words.digests(ctx, "SELECT digest FROM words JOIN passage ON passage.row = words.rowid WHERE words MATCH ?", matching(number, terms))
}

func (w *words) digests(ctx context.Context, query string, args ...any) ([]store.Digest, error) {
	db, err := w.open(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, w.judge(err)
	}
	defer rows.Close()
	var out []store.Digest
	for rows.Next() {
		var d []byte
		if err := rows.Scan(&d); err != nil {
			return nil, w.judge(err)
		}
		out = append(out, store.Digest(d))
	}
	return out, w.judge(rows.Err())
}

// matching writes terms as FTS5 has them: each in quotes, in which nothing is an
// operator, and all of them needed.
func matching(shelf int64, terms []store.Term) string {
	var b strings.Builder
	for i, t := range terms {
		if i > 0 {
			b.WriteString(" AND ")
		}
		b.WriteByte('"')
		writeWords(&b, shelf, t.Words)
		b.WriteByte('"')
		if t.Prefix {
			b.WriteByte('*')
		}
	}
	return b.String()
}

// Signs that are no letters and that the tokenizer takes for such: one stands
// between the number of a shelf and a word, the other between two fields, so
// that no phrase goes on from one into the next.
const behindShelf, betweenFields = "·", "¶"

func writeWords(b *strings.Builder, shelf int64, words []string) {
	prefix := strconv.FormatInt(shelf, 36) + behindShelf
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(prefix)
		b.WriteString(w)
	}
}

// Shelve implements store.Index.
func (s *Store) Shelve(ctx context.Context, id negotiation.ID, shelf string, add []store.Passage, remove []store.Digest) error {
	err := s.words.update(ctx, func(tx *sql.Tx) error {
		var number int64
		if err := tx.QueryRowContext(ctx, "INSERT INTO shelf (negotiation, name) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = name RETURNING number", id, shelf).Scan(&number); err != nil {
			return err
		}
		for _, d := range remove {
			if err := take(ctx, tx, "shelf = ? AND digest = ?", number, d[:]); err != nil {
				return err
			}
		}
		return put(ctx, tx, number, add)
	})
	if err != nil || len(remove) == 0 {
		return err
	}
	return s.words.forget(ctx)
}

// take takes passages off.
func take(ctx context.Context, tx *sql.Tx, which string, args ...any) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM words WHERE rowid IN (SELECT row FROM passage WHERE "+which+")", args...); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM passage WHERE "+which, args...)
	return err
}

func put(ctx context.Context, tx *sql.Tx, shelf int64, add []store.Passage) error {
	known, err := tx.PrepareContext(ctx, "INSERT INTO passage (shelf, digest) VALUES (?, ?) ON CONFLICT DO NOTHING")
	if err != nil {
		return err
	}
	defer known.Close()
	said, err := tx.PrepareContext(ctx, "INSERT INTO words (rowid, said) VALUES (?, ?)")
	if err != nil {
		return err
	}
	defer said.Close()
	for _, p := range add {
		done, err := known.ExecContext(ctx, shelf, p.Digest[:])
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			continue
		}
		row, err := done.LastInsertId()
		if err != nil {
			return err
		}
		var b strings.Builder
		for i, f := range p.Fields {
			if i > 0 {
				b.WriteString(" " + betweenFields + " ")
			}
			writeWords(&b, shelf, f)
		}
		if _, err := said.ExecContext(ctx, row, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// ClearShelves implements store.Index.
func (s *Store) ClearShelves(ctx context.Context, id negotiation.ID) error {
	if _, err := os.Stat(s.words.path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	err := s.words.update(ctx, func(tx *sql.Tx) error {
		if err := take(ctx, tx, "shelf IN (SELECT number FROM shelf WHERE negotiation = ?)", id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM shelf WHERE negotiation = ?", id)
		return err
	})
	if err != nil {
		return err
	}
	return s.words.forget(ctx)
}

func (w *words) update(ctx context.Context, f func(*sql.Tx) error) error {
	db, err := w.open(ctx)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return w.judge(err)
	}
	if err := f(tx); err != nil {
		tx.Rollback()
		return w.judge(err)
	}
	return w.judge(tx.Commit())
}

// forget empties the write-ahead log, in which words that were taken off still
// stand. Whoever reads meanwhile is waited for.
func (w *words) forget(ctx context.Context) error {
	db, err := w.open(ctx)
	if err != nil {
		return err
	}
	var busy bool
	var frames, moved int
	if err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return w.judge(err)
	}
	if busy {
		return errors.New("the index of words is being read: what was taken off may still stand in " + w.path + "-wal")
	}
	return nil
}
