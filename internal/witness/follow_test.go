package witness

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/record"
)

// stage is a host as a follower sees it, which can be made to lie.
type stage struct {
	t        *testing.T
	url      string
	key      record.Key
	show     func(old int64) (a record.Addition, new bool)
	refusing bool
	got      []string // cosignatures that arrived
}

func newStage(t *testing.T) *stage {
	s := &stage{t: t, key: host.Key(origin)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /enter/token", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "parley", Value: "session", Path: "/"})
		http.Redirect(w, r, "/n/river/overview?done=entered", http.StatusSeeOther)
	})
	mux.HandleFunc("GET /n/river/record/addition", func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("parley"); err != nil {
			http.NotFound(w, r)
			return
		}
		old, err := strconv.ParseInt(r.FormValue("old"), 10, 64)
		if err != nil {
			t.Error(err)
		}
		a, new := s.show(old)
		if !new {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set(HostKeyHeader, s.key.String())
		w.Write(a.Bytes())
	})
	mux.HandleFunc("POST /n/river/record/cosignatures", func(w http.ResponseWriter, r *http.Request) {
		if s.refusing {
			http.Error(w, "no", http.StatusUnprocessableEntity)
			return
		}
		line, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		s.got = append(s.got, string(line))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// grown has the host show a log of so many entries, honestly.
func (s *stage) grown(g *grower, size int64) {
	s.show = func(old int64) (record.Addition, bool) {
		if old == size {
			return record.Addition{}, false
		}
		return g.to(s.t, old, size), true
	}
}

func (s *stage) follower(w *Witness) *Follower {
	return &Follower{Witness: w, Invite: s.url + "/enter/token"}
}

func TestACosignatureThatDidNotArriveIsBroughtAgain(t *testing.T) {
	dir := t.TempDir()
	if _, err := Init(dir, "example.com/witness", [32]byte{1}); err != nil {
		t.Fatal(err)
	}
	w, s := reopen(t, dir), newStage(t)
	s.grown(&grower{}, 4)
	s.refusing = true
	f := s.follower(w)
	if _, err := f.Step(t.Context()); err == nil {
		t.Fatal("nobody is told that the host refused")
	}
	s.refusing = false
	for range 3 {
		if _, err := f.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.got) != 1 {
		t.Fatalf("%d cosignatures arrived", len(s.got))
	}
	w.Close()
	w = reopen(t, dir)
	if _, err := s.follower(w).Step(t.Context()); err != nil { // nobody knows whether the host had it
		t.Fatal(err)
	}
	own, err := record.NewKey(w.VKey())
	if err != nil || len(s.got) != 2 {
		t.Fatalf("%d cosignatures arrived (%v)", len(s.got), err)
	}
	note := (&grower{}).to(t, 0, 4).Note
	for _, line := range s.got {
		if _, err := record.Open([]byte(string(note)+line), own); err != nil {
			t.Error(err)
		}
	}
}

func TestAFollowerShoutsAtEveryOtherHistory(t *testing.T) {
	liar := record.NewHost([32]byte{8})
	for _, row := range []struct {
		name   string
		lie    func(s *stage)
		msg    string
		proven bool
	}{
		{"as large", func(s *stage) { a := (&grower{mark: 9}).to(t, 0, 6); s.always(record.Addition{Old: 6, Note: a.Note}) }, "FORK", true},
		{"larger, with the proof of its own", func(s *stage) { s.always((&grower{mark: 9}).to(t, 6, 9)) }, "FORK", false},
		{"larger, without a proof", func(s *stage) { s.always(record.Addition{Old: 6, Note: (&grower{mark: 9}).to(t, 0, 9).Note}) }, "FORK", false},
		{"smaller, of a size that was cosigned", func(s *stage) { s.always((&grower{mark: 9}).to(t, 0, 3)) }, "FORK", true},
		{"smaller", func(s *stage) { s.always((&grower{}).to(t, 0, 5)) }, "ROLLBACK", false},
		{"another key for the same record", func(s *stage) { s.key = liar.Key(origin); s.always((&grower{}).to(t, 6, 9)) }, "ANOTHER KEY", false},
		{"another record at its place", func(s *stage) { s.key = liar.Key(liar.Origin("river")); s.always((&grower{}).to(t, 6, 9)) }, "ANOTHER RECORD", false},
	} {
		for _, again := range []bool{false, true} { // also by a witness that was started again
			w, s := newWitness(t), newStage(t)
			f := s.follower(w)
			g := &grower{}
			for _, size := range []int64{3, 6} {
				s.grown(g, size)
				if _, err := f.Step(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if again {
				f = s.follower(w)
			}
			row.lie(s)
			_, err := f.Step(t.Context())
			var alarm *Alarm
			if !errors.As(err, &alarm) || !strings.HasPrefix(alarm.Msg, row.msg) || alarm.Proven != row.proven {
				t.Errorf("%s (again %v): %v", row.name, again, err)
				continue
			}
			if _, last, _ := w.Last(origin); last.N != 6 || len(s.got) != 2 {
				t.Errorf("%s: it cosigned %d entries and brought %d lines", row.name, last.N, len(s.got))
			}
			if alarm.Now == nil {
				continue
			}
			if j, err := record.Judge(alarm.Evidence()); err != nil || j.Proven != row.proven {
				t.Errorf("%s: the evidence is judged %+v, %v", row.name, j, err)
			}
		}
	}
}

// always has the host show one thing, whatever it is asked.
func (s *stage) always(a record.Addition) {
	s.show = func(int64) (record.Addition, bool) { return a, true }
}

func TestWhoeverRunsTheWitnessMayNameAnotherKey(t *testing.T) {
	w, s := newWitness(t), newStage(t)
	s.grown(&grower{}, 3)
	if _, err := s.follower(w).Step(t.Context()); err != nil {
		t.Fatal(err)
	}
	next := record.NewHost([32]byte{8})
	s.key = next.Key(next.Origin("river"))
	head := record.Checkpoint{Origin: next.Origin("river"), Tree: record.Tree{N: 1, Hash: record.Hash{1}}}
	s.always(record.Addition{Note: next.Sign(head)})
	f := s.follower(w)
	f.HostKey = host.Key(origin).String()
	var alarm *Alarm
	if _, err := f.Step(t.Context()); !errors.As(err, &alarm) {
		t.Errorf("another host than the one that was named is followed: %v", err)
	}
	f.HostKey = s.key.String()
	if _, err := f.Step(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAFollowerTriesAgainUntilTheHostAnswers(t *testing.T) {
	w, s := newWitness(t), newStage(t)
	s.grown(&grower{}, 3)
	s.refusing = true
	f := s.follower(w)
	f.Signed = func(string, int64) {
		s.show = func(int64) (record.Addition, bool) { return (&grower{mark: 9}).to(t, 0, 3), true }
	}
	told := 0
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err := f.Run(ctx, time.Millisecond, func(error) {
		if told++; told == 3 {
			s.refusing = false
		}
	})
	var alarm *Alarm
	if told < 3 || !errors.As(err, &alarm) {
		t.Errorf("told %d times, ended with %v", told, err)
	}
}
