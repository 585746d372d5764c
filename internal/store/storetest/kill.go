package storetest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"parley/negotiation"
)

// The kill test starts the test binary again as a writer, which says on its
// standard output what was acknowledged, and kills it without warning.

const (
	folderVariable = "PARLEY_STORETEST_DIR"
	killsVariable  = "PARLEY_KILLS" // how many, if not a few
	batch          = 3              // entries in one write
)

func kills() int {
	if n, err := strconv.Atoi(os.Getenv(killsVariable)); err == nil && n > 0 {
		return n
	}
	return 8
}

// writeUntilKilled is the writer. It reports whether this process is one.
func writeUntilKilled(t *testing.T, open Open) bool {
	dir := os.Getenv(folderVariable)
	if dir == "" {
		return false
	}
	s := opened(t, open, dir)
	for head := int64(len(read(t, s, "river", 0))); ; head += batch {
		mustAppend(t, s, "river", head, entries(head, batch, fmt.Sprint("batch at ", head)))
		fmt.Println("acknowledged", head+batch)
	}
}

func survivesKill(t *testing.T, open Open) {
	dir := t.TempDir()
	var least int64
	moments := rand.New(rand.NewPCG(uint64(kills()), 1))
	for round := range kills() {
		if round%100 == 99 { // a folder of its own, so that checking does not take ever longer
			dir, least = t.TempDir(), 0
		}
		acknowledged := killWriter(t, dir, time.Duration(moments.Float64()*float64(40*time.Millisecond)))
		if acknowledged <= least {
			t.Fatalf("round %d: nothing was written behind %d, acknowledged %d", round, least, acknowledged)
		}
		least = checkAfterKill(t, open, dir, acknowledged)
	}
}

// killWriter starts a writer, lets it write once and then for a while, kills
// it, and returns the last entry that it called acknowledged.
func killWriter(t *testing.T, dir string, after time.Duration) int64 {
	t.Helper()
	top, _, _ := strings.Cut(t.Name(), "/")
	cmd := exec.Command(os.Args[0], "-test.run=^"+top+"$")
	cmd.Env = append(os.Environ(), folderVariable+"="+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	acknowledged := nextAcknowledged(lines)
	time.AfterFunc(after, func() { cmd.Process.Kill() })
	for acknowledged > 0 {
		n := nextAcknowledged(lines)
		if n == 0 {
			break
		}
		acknowledged = n
	}
	io.Copy(io.Discard, out)
	if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the writer ended by itself: %v", err)
	}
	return acknowledged
}

// nextAcknowledged reads a whole line; of one that was cut off, nothing is
// known.
func nextAcknowledged(lines *bufio.Scanner) int64 {
	for lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "acknowledged "); ok {
			seq, _ := strconv.ParseInt(n, 10, 64)
			return seq
		}
	}
	return 0
}

// checkAfterKill opens what the writer left, and returns how many entries
// there are: those acknowledged, and of the write that was under way all or
// none.
func checkAfterKill(t *testing.T, open Open, dir string, acknowledged int64) int64 {
	t.Helper()
	s, err := open(dir)
	must(t, err)
	defer s.Close()
	got := read(t, s, "river", 0)
	n := int64(len(got))
	if n != acknowledged && n != acknowledged+batch {
		t.Fatalf("%d entries were acknowledged and %d are there", acknowledged, n)
	}
	for i, e := range got {
		want := fmt.Sprint("batch at ", int64(i)/batch*batch)
		if e.Seq != int64(i+1) || e.Body.(*negotiation.Opened).About != want {
			t.Fatalf("entry %d is %+v", i+1, e)
		}
	}
	if r := verified(t, s, "river"); int64(r.Entries) != n || r.Received.Size != n {
		t.Fatalf("the record proves %d entries of %d", r.Received.Size, n)
	}
	if ids, err := s.List(context.Background()); err != nil || len(ids) != 1 {
		t.Fatalf("list %v, %v", ids, err)
	}
	return n
}
