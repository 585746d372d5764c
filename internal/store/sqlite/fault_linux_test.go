package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"parley/internal/store"
)

// A disk that fails for real: a process that may not let a file grow beyond a
// limit gets an error from the system in the middle of a write.

const faultVariable = "PARLEY_FAULT_DIR"

func TestI9_AfterAFailureOfTheDiskNothingIsWrittenAndNothingIsLost(t *testing.T) {
	if dir := os.Getenv(faultVariable); dir != "" {
		writeUntilFault(t, dir)
		return
	}
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), faultVariable+"="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	acknowledged := strings.Count(string(out), "acknowledged")
	if acknowledged == 0 {
		t.Fatalf("nothing was written before the fault:\n%s", out)
	}
	s, err := Open(filepath.Join(dir, "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got, err := s.Read(context.Background(), "river", 0)
	if err != nil || len(got) != acknowledged && len(got) != acknowledged+1 {
		t.Fatalf("%d entries were acknowledged and %d are there (%v)", acknowledged, len(got), err)
	}
	if err := s.Append(context.Background(), "river", int64(len(got)), water(int64(len(got)))); err != nil {
		t.Errorf("after a restart: %v", err)
	}
}

// writeUntilFault writes until the system refuses, and then checks that the
// store stays stopped though the disk is well again.
func writeUntilFault(t *testing.T, dir string) {
	signal.Ignore(syscall.SIGXFSZ)
	s, err := Open(filepath.Join(dir, "parley.db"))
	if err != nil {
		t.Fatal(err)
	}
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	limit := was
	limit.Cur = 300_000
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	ctx, head := context.Background(), int64(0)
	for ; err == nil && head < 1000; head++ {
		if err = s.Append(ctx, "river", head, water(head)); err == nil {
			fmt.Println("acknowledged")
		}
	}
	if !errors.Is(err, store.ErrStopped) {
		t.Fatalf("the write that failed ended with %v", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(ctx, "river", head-1, water(head-1)); !errors.Is(err, store.ErrStopped) {
		t.Errorf("a write after the failure: %v", err)
	}
	if err := s.PutInvite(ctx, [32]byte{}, store.Key{}, time.Now()); !errors.Is(err, store.ErrStopped) {
		t.Errorf("an invite after the failure: %v", err)
	}
	if got, err := s.Read(ctx, "river", 0); err != nil || int64(len(got)) < head-1 {
		t.Errorf("%d of %d entries can be read after the failure (%v)", len(got), head-1, err)
	}
}
