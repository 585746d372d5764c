//go:build faults

package sqlite

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/store"
	"parley/record"
)

// Every call by which SQLite writes or syncs is made to fail once, by strace,
// which stands between the program and the system. It takes minutes and needs
// the right to trace, so it is run by name:
//
//	go test -tags faults -run Strace ./internal/store/sqlite

const (
	straceVariable = "PARLEY_STRACE_DIR"
	writes         = 6
)

func TestI9_StraceFailsEachCallOnce(t *testing.T) {
	if dir := os.Getenv(straceVariable); dir != "" {
		writeWhatIsTaken(t, dir)
		return
	}
	for _, fault := range []struct{ call, with string }{
		{"pwrite64", "error=EIO"}, {"pwrite64", "error=ENOSPC"}, {"fsync", "error=EIO"}, {"fdatasync", "error=EIO"},
		{"ftruncate", "error=EIO"}, {"pwrite64", "signal=SIGKILL"}, {"fsync", "signal=SIGKILL"}, {"fdatasync", "signal=SIGKILL"},
	} {
		t.Run(fault.call+" "+fault.with, func(t *testing.T) {
			tried, refused := 0, 0
			for n := 1; n < 200; n++ {
				hit, stopped := faultAt(t, fault.call, fault.with, n)
				if !hit {
					break
				}
				tried++
				if stopped {
					refused++
				}
			}
			t.Logf("%d calls made to fail, one at a time; %d runs were told that the store stopped", tried, refused)
		})
	}
}

// faultAt has the n-th call of a kind fail while entries are written, and
// checks what is left. It reports whether there were so many calls.
func faultAt(t *testing.T, call, with string, n int) (hit, stopped bool) {
	t.Helper()
	dir := t.TempDir()
	trace := filepath.Join(dir, "trace")
	cmd := exec.Command("strace", "-f", "-qq", "-o", trace, "-e", "trace="+call,
		"-e", fmt.Sprintf("inject=%s:%s:when=%d", call, with, n), os.Args[0], "-test.run=^TestI9_StraceFailsEachCallOnce$")
	cmd.Env = append(os.Environ(), straceVariable+"="+dir)
	out, _ := cmd.CombinedOutput() // it may well fail
	calls, err := os.ReadFile(trace)
	if err != nil {
		t.Fatalf("strace: %v\n%s", err, out)
	}
	if !strings.Contains(string(calls), "(INJECTED)") && !strings.Contains(string(calls), "killed by SIGKILL") {
		return false, false
	}
	checkWhatIsLeft(t, dir, strings.Count(string(out), "acknowledged"), fmt.Sprintf("%s %d %s", call, n, with))
	return true, strings.Contains(string(out), "stopped")
}

// checkWhatIsLeft opens the database on a disk that is well again.
func checkWhatIsLeft(t *testing.T, dir string, acknowledged int, fault string) {
	t.Helper()
	path := filepath.Join(dir, "parley.db")
	s, err := Open(path)
	if err != nil && acknowledged == 0 {
		return // it never came to be: the folder is to be emptied and made anew
	}
	if err != nil {
		t.Fatalf("%s: after %d acknowledged entries: %v", fault, acknowledged, err)
	}
	defer s.Close()
	got, err := s.Read(t.Context(), "river", 0)
	if err != nil || len(got) < acknowledged || len(got) > acknowledged+1 {
		t.Fatalf("%s: %d entries were acknowledged and %d are there (%v)", fault, acknowledged, len(got), err)
	}
	if len(got) == 0 {
		return
	}
	last, err := s.Checkpoint(t.Context(), "river", 0)
	if err != nil || last.N != int64(len(got)) {
		t.Fatalf("%s: the last checkpoint: %v, %v", fault, last, err)
	}
	if _, err := record.ProveEntry(last.N, 1, s.Nodes(t.Context(), "river")); err != nil {
		t.Fatalf("%s: %v", fault, err)
	}
	if err := s.Append(t.Context(), "river", last.N, water(last.N)); err != nil {
		t.Fatalf("%s: the next write: %v", fault, err)
	}
}

// writeWhatIsTaken is the writer. It goes on where the store lets it.
func writeWhatIsTaken(t *testing.T, dir string) {
	s, err := Open(filepath.Join(dir, "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for head := int64(0); head < writes; head++ {
		err := s.Append(t.Context(), "river", head, water(head))
		switch {
		case err == nil:
			fmt.Println("acknowledged")
		case errors.Is(err, store.ErrStopped):
			fmt.Println("stopped")
			return
		case errors.Is(err, store.ErrConflict): // what failed is there
		default:
			fmt.Println("failed:", err)
			head--
			if es, err := s.Read(t.Context(), "river", 0); err != nil || int64(len(es)) != head+1 {
				t.Fatalf("%d entries are there, %v", len(es), err)
			}
		}
	}
}
