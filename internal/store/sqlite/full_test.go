package sqlite

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/store"
	"parley/negotiation"
)

// water makes an entry of about 12 kB that follows the one numbered head.
func water(head int64) []negotiation.Entry {
	return []negotiation.Entry{{
		Seq: head + 1, At: time.Unix(head, 0).UTC(), By: "m", Party: "M", Audience: negotiation.Everyone,
		Body: &negotiation.Opened{ID: "river", Name: "River", About: strings.Repeat("water ", 2000)},
	}}
}

func TestAFullDiskRefusesWhatDoesNotFitAndKeepsTheRest(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	holds := func(want int64) {
		t.Helper()
		if es, err := s.Read(t.Context(), "river", 0); err != nil || int64(len(es)) != want {
			t.Fatalf("%d entries are there, %v; want %d", len(es), err, want)
		}
	}
	if _, err := s.write.Exec("PRAGMA max_page_count = 60"); err != nil {
		t.Fatal(err)
	}
	head := int64(0)
	for ; err == nil && head < 1000; head++ {
		err = s.Append(t.Context(), "river", head, water(head))
	}
	head-- // the last one failed
	if err == nil || errors.Is(err, store.ErrStopped) || !strings.Contains(err.Error(), "full") {
		t.Fatalf("after %d entries: %v", head, err)
	}
	if head == 0 {
		t.Fatal("nothing fitted")
	}
	holds(head)
	if _, err := s.write.Exec("PRAGMA max_page_count = 4000"); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), "river", head, water(head)); err != nil {
		t.Fatalf("when there is room again: %v", err)
	}
	holds(head + 1)
}
