// Package sqlite keeps the log in one SQLite file: write-ahead log, every
// commit synchronous, one writer.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"parley/internal/store"
	"parley/record"
)

// oldest is the oldest library that is safe: earlier ones could corrupt the
// database when the write-ahead log is reset.
const oldest = "3.51.3"

// Store implements store.Log, store.Record, store.Secrets and store.Index.
type Store struct {
	path    string
	words   *words
	write   *sql.DB // one connection
	read    *sql.DB
	stopped atomic.Bool
	doubted atomic.Bool // there is a row in the table of that name
	host    record.Host

	add        *sql.Stmt // into the table of entries
	behind     *sql.Stmt // see there; of the connection that writes
	readBehind *sql.Stmt
	writing    sync.Mutex
	trees      sync.Map // by negotiation.ID: *tree
}

// Open opens the database file, or makes it, and brings it up to date. The key
// by which the host signs lies in the same folder.
func Open(path string) (*Store, error) {
	s := &Store{path: path, words: wordsBeside(path)}
	var err error
	if s.host, err = loadHost(path); err != nil {
		return nil, err
	}
	if s.write, err = connect(path, "immediate", 1, "query_only(off)"); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if s.read, err = connect(path, "deferred", 8, "query_only(on)"); err != nil {
		s.write.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if err := s.prepare(); err != nil {
		s.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return s, nil
}

func connect(path, lock string, connections int, may string) (*sql.DB, error) {
	q := url.Values{
		"_txlock": {lock},
		"_pragma": {"busy_timeout(5000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(on)", "mmap_size(0)", "trusted_schema(off)", "secure_delete(on)", may},
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	return db, nil
}

// Close closes the database.
func (s *Store) Close() error { return errors.Join(s.read.Close(), s.write.Close(), s.words.close()) }

func (s *Store) prepare() error {
	var version string
	if err := s.write.QueryRow("SELECT sqlite_version()").Scan(&version); err != nil {
		return err
	}
	if older(version, oldest) {
		return fmt.Errorf("the SQLite library is %s; %s or later is needed", version, oldest)
	}
	if err := migrate(s.write); err != nil {
		return err
	}
	var doubts int
	if err := s.read.QueryRow("SELECT count(*) FROM doubt").Scan(&doubts); err != nil {
		return err
	}
	s.doubted.Store(doubts > 0)
	var errs [3]error
	s.add, errs[0] = s.write.Prepare("INSERT INTO entry (negotiation, seq, leaf, nodes, note, salt, content) VALUES (?, ?, ?, ?, ?, ?, ?)")
	s.behind, errs[1] = s.write.Prepare(behind)
	s.readBehind, errs[2] = s.read.Prepare(behind)
	return errors.Join(errs[:]...)
}

// older reports whether version a is older than b.
func older(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		x, _ := strconv.Atoi(as[i])
		y, _ := strconv.Atoi(bs[i])
		if x != y {
			return x < y
		}
	}
	return len(as) < len(bs)
}

// update runs f in a transaction, all or nothing. After a failure of the disk
// nothing is written any more: what a failed sync left behind cannot be known,
// and trying again may report success for what is lost.
func (s *Store) update(ctx context.Context, f func(*sql.Tx) error) error {
	if s.stopped.Load() {
		return store.ErrStopped
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.judge(err)
	}
	if err := f(tx); err != nil {
		tx.Rollback()
		return s.judge(err)
	}
	return s.judge(tx.Commit())
}

// judge stops the store when err is a failure of the disk. A full disk is none:
// SQLite finds out before it commits and takes the whole transaction back, so
// what is on the disk is known, and there may be room again.
func (s *Store) judge(err error) error {
	if errors.Is(err, store.ErrStopped) {
		s.stopped.Store(true)
		return err
	}
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			s.stopped.Store(true)
			return fmt.Errorf("%w: %w", store.ErrStopped, err)
		}
	}
	return err
}
