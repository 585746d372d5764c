package sqlite

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	if _, err := newStore(t).read.Exec("INSERT INTO head (negotiation, seq) VALUES ('x', 1)"); err == nil {
		t.Error("a row was written")
	}
}

func TestTheDatabaseItselfKeepsEntriesAsTheyAre(t *testing.T) {
	s := newStore(t)
	insert := func(verb string, seq int, entry string) error {
		_, err := s.write.Exec(verb+" INTO entry (negotiation, seq, entry) VALUES ('river', ?, ?)", seq, []byte(entry))
		return err
	}
	for seq := 1; seq <= 3; seq++ {
		if err := insert("INSERT", seq, "as it was"); err != nil {
			t.Fatal(err)
		}
	}
	for name, try := range map[string]func() error{
		"change":         func() error { _, err := s.write.Exec("UPDATE entry SET entry = x'00' WHERE seq = 2"); return err },
		"renumber":       func() error { _, err := s.write.Exec("UPDATE entry SET seq = 9 WHERE seq = 3"); return err },
		"delete":         func() error { _, err := s.write.Exec("DELETE FROM entry WHERE seq = 3"); return err },
		"replace":        func() error { return insert("INSERT OR REPLACE", 2, "otherwise") },
		"leave a gap":    func() error { return insert("INSERT", 5, "too far") },
		"write it twice": func() error { return insert("INSERT", 3, "again") },
	} {
		if err := try(); err == nil {
			t.Errorf("%s: it was done", name)
		}
	}
	var same int
	if err := s.read.QueryRow("SELECT count(*) FROM entry WHERE CAST(entry AS TEXT) = 'as it was' AND seq <= 3").Scan(&same); err != nil || same != 3 {
		t.Errorf("%d entries are as they were (%v)", same, err)
	}
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
