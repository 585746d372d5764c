package sqlite

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"parley/internal/store"
)

func shelved(t *testing.T) (s *Store, dir string, d store.Digest) {
	t.Helper()
	dir = t.TempDir()
	s, err := Open(filepath.Join(dir, "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	d[0] = 7
	var all []store.Passage
	for i := range byte(200) {
		all = append(all, store.Passage{Digest: store.Digest{i, 1}, Fields: [][]string{{"zaporizhzhia", "line", "of", "contact"}}})
	}
	if err := s.Shelve(t.Context(), "river", "", append(all, store.Passage{Digest: d, Fields: [][]string{{"mxyzptlk", "line"}}}), nil); err != nil {
		t.Fatal(err)
	}
	return s, dir, d
}

// onDisk reports whether a word stands in a file of the index.
func onDisk(t *testing.T, dir, word string) bool {
	t.Helper()
	for _, name := range []string{"words.db", "words.db-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(word)) {
			return true
		}
	}
	return false
}

func TestWordsThatAreTakenOffAreOutOfTheFiles(t *testing.T) {
	for name, off := range map[string]func(*Store, store.Digest) error{
		"one": func(s *Store, d store.Digest) error {
			return s.Shelve(t.Context(), "river", "", nil, []store.Digest{d})
		},
		"all":   func(s *Store, _ store.Digest) error { return s.ClearShelves(t.Context(), "river") },
		"other": func(s *Store, _ store.Digest) error { return s.ClearShelves(t.Context(), "lake") },
	} {
		s, dir, d := shelved(t)
		if !onDisk(t, dir, "mxyzptlk") {
			t.Fatal("the word is nowhere: nothing was tested")
		}
		if err := off(s, d); err != nil {
			t.Fatal(err)
		}
		if got := onDisk(t, dir, "xyzptlk"); got != (name == "other") {
			t.Errorf("%s: the word is on the disk: %v", name, got)
		}
	}
}

func TestAnIndexThatIsBrokenOrOfAnotherVersionIsMadeAnew(t *testing.T) {
	for name, spoil := range map[string]func(*Store, string) error{
		"no database": func(_ *Store, file string) error {
			return os.WriteFile(file, []byte("this is no database at all"), 0o600)
		},
		"later": func(s *Store, file string) error {
			db, err := connect(file, "immediate", 1, "synchronous(normal)")
			if err != nil {
				return err
			}
			_, err = db.Exec("PRAGMA user_version = 99")
			return err
		},
	} {
		s, dir, d := shelved(t)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := spoil(s, filepath.Join(dir, "words.db")); err != nil {
			t.Fatal(err)
		}
		s, err := Open(filepath.Join(dir, "parley.db"))
		if err != nil {
			t.Fatal(err)
		}
		if on, err := s.Shelf(t.Context(), "river", ""); err != nil || len(on) > 0 {
			t.Errorf("%s: %d passages, %v", name, len(on), err)
		}
		if err := s.Shelve(t.Context(), "river", "", []store.Passage{{Digest: d, Fields: [][]string{{"line"}}}}, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if found, err := s.Find(t.Context(), "river", "", []store.Term{{Words: []string{"line"}}}); err != nil || len(found) != 1 {
			t.Errorf("%s: found %d, %v", name, len(found), err)
		}
		s.Close()
	}
}
