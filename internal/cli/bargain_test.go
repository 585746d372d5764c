package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/bargain"
	"parley/bargain/scenario"
)

// large is a scenario file whose frontier takes far longer than a test: 8 parties of whom
// each wants something else.
func large(t *testing.T) string {
	s := &bargain.Scenario{Name: "large"}
	for p := range 8 {
		s.Parties = append(s.Parties, bargain.Party{Name: fmt.Sprint("party ", p)})
	}
	for i := range 28 {
		s.Issues = append(s.Issues, bargain.Issue{Name: fmt.Sprint("issue ", i), Options: []string{"a", "b", "c", "d"}})
		for p := range s.Parties {
			var scores []bargain.Score
			for o := range 4 {
				scores = append(scores, bargain.Points(big.NewRat(int64((i*31+p*17+o*53)*(p+o+1)%101), 1)))
			}
			s.Parties[p].Scores = append(s.Parties[p].Scores, scores)
		}
	}
	var out bytes.Buffer
	if err := scenario.WriteJSON(&out, s); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "large.json")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCtrlCStopsLongWorkAtOnce(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "parley", "frontier", "--points", "1000000000", large(t))
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second) // until it computes
	start := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 130 {
		t.Errorf("stopped with %v, want exit code 130", err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it went on for %v", took)
	}
	if out.Len() > 0 || !strings.HasPrefix(errs.String(), "parley: stopped") {
		t.Errorf("it wrote %q and said %q", &out, &errs)
	}
}

func TestLongWorkEndsWhenItsTimeIsUp(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "parley", "frontier", "--points", "1000000000", "--time", "200ms", large(t))
	out, err := cmd.CombinedOutput()
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Errorf("stopped with %v, want exit code 2", err)
	}
	if string(out) != "parley: computing the frontier took more than 200ms: allow more with --time\n" {
		t.Errorf("it said %q", out)
	}
}
