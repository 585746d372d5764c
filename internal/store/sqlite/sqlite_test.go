package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/store"
	"parley/internal/store/storetest"
)

func TestTheStoreDoesWhatEveryStoreMust(t *testing.T) {
	storetest.Run(t, func(dir string) (storetest.Store, error) { return Open(filepath.Join(dir, "parley.db")) })
}

func newStore(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "a folder, 100 % odd?.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestEveryConnectionIsSetSoThatACommitIsOnTheDisk(t *testing.T) {
	s := newStore(t)
	for name, db := range map[string]*sql.DB{"write": s.write, "read": s.read} {
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "mmap_size": "0", "busy_timeout": "5000", "foreign_keys": "1", "trusted_schema": "0",
		} {
			var got string
			if err := db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s: %s is %q (%v), want %q", name, pragma, got, err, want)
			}
		}
	}
	if n := s.write.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("there may be %d writers", n)
	}
}

func TestNothingIsWrittenByTheConnectionsThatRead(t *testing.T) {
	if _, err := newStore(t).read.Exec("INSERT INTO negotiation (name) VALUES ('x')"); err == nil {
		t.Error("a row was written")
	}
}

func TestTheDatabaseItselfKeepsTheRecordAsItIs(t *testing.T) {
	s := newStore(t)
	for seq := range int64(3) {
		if err := s.Append(t.Context(), "river", seq, water(seq)); err != nil {
			t.Fatal(err)
		}
	}
	for _, try := range []string{
		"UPDATE entry SET leaf = x'00' WHERE seq = 2",
		"UPDATE entry SET nodes = x'00' WHERE seq = 2",
		"UPDATE entry SET note = NULL WHERE seq = 2",
		"UPDATE entry SET note = x'00' WHERE seq = 2",
		"UPDATE entry SET content = x'00' WHERE seq = 2",
		"UPDATE entry SET salt = zeroblob(32) WHERE seq = 2",
		"UPDATE entry SET content = NULL WHERE seq = 2", // without the salt
		"UPDATE entry SET seq = 9 WHERE seq = 3",
		"DELETE FROM entry WHERE seq = 3",
		"INSERT OR REPLACE INTO entry VALUES ('river', 2, x'00', x'00', NULL, NULL, NULL)",
		"INSERT OR REPLACE INTO entry VALUES ('river', 3, x'00', x'00', NULL, NULL, NULL)",
		"INSERT INTO entry VALUES ('river', 5, x'00', x'00', NULL, NULL, NULL)",
	} {
		if _, err := s.write.Exec(try); err == nil {
			t.Errorf("%s: it was done", try)
		}
	}
	if es, err := s.Read(t.Context(), "river", 0); err != nil || len(es) != 3 {
		t.Errorf("%d entries are there (%v)", len(es), err)
	}
}

func TestADatabaseWithoutItsKeyIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "parley.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := os.Remove(filepath.Join(filepath.Dir(path), hostKey)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "Put back") {
		t.Errorf("opened with %v", err)
	}
}

func TestNothingIsSignedWhenTheTreeIsNotThatOfTheLeaves(t *testing.T) {
	path := filepath.Join(t.TempDir(), "parley.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for seq := range int64(4) {
		if err := s.Append(t.Context(), "river", seq, water(seq)); err != nil {
			t.Fatal(err)
		}
	}
	for _, spoil := range []string{"DROP TRIGGER entry_is_erased_or_as_it_was", "UPDATE entry SET nodes = zeroblob(96) WHERE seq = 4"} {
		if _, err := s.write.Exec(spoil); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	if s, err = Open(path); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), "river", 4, water(4)); !errors.Is(err, store.ErrStopped) {
		t.Fatalf("the next write: %v", err)
	}
	if c, err := s.Checkpoint(t.Context(), "river", 0); err != nil || c.N != 4 {
		t.Errorf("the last checkpoint is %v (%v)", c, err)
	}
	s.Close()
}

func TestOlderLibrariesAreTold(t *testing.T) {
	for _, row := range []struct {
		a, b string
		want bool
	}{
		{"3.51.2", oldest, true}, {"3.51.3", oldest, false}, {"3.51.10", oldest, false}, {"3.52", oldest, false}, {"3.51", oldest, true},
		{"3.9.0", oldest, true}, {"4.0.0", oldest, false}, {"2.99.99", oldest, true},
	} {
		if got := older(row.a, row.b); got != row.want {
			t.Errorf("%s older than %s: %v", row.a, row.b, got)
		}
	}
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "parley.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "use a newer one") {
		t.Errorf("opened with %v", err)
	}
}

func TestAFileThatIsNoDatabaseIsRefusedAndLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.txt")
	letter := strings.Repeat("Dear colleagues, ", 100)
	if err := os.WriteFile(path, []byte(letter), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil {
		t.Error("it was opened")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != letter {
		t.Errorf("it was written over (%v)", err)
	}
}

func TestMigrationsRunOnceEach(t *testing.T) {
	path := filepath.Join(t.TempDir(), "parley.db")
	files, err := migrations.ReadDir("migration")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		var version int
		if err := s.read.QueryRowContext(context.Background(), "PRAGMA user_version").Scan(&version); err != nil || version != len(files) {
			t.Errorf("version %d (%v), want %d", version, err, len(files))
		}
		s.Close()
	}
}
