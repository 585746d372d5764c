package cli_test

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestTheDemoPrintsLinksThatSignInAndLeavesNothingBehind(t *testing.T) {
	temp := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "parley", "demo", "--addr", "localhost:0", "--no-browser")
	cmd.Env = append(os.Environ(), "TMPDIR="+temp)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var links []string
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at := strings.Index(lines.Text(), "http://"); at >= 0 && strings.Contains(lines.Text(), "/enter/") {
			links = append(links, lines.Text()[at:])
		}
		if strings.HasPrefix(lines.Text(), "Stop with Ctrl-C") {
			break
		}
	}
	if len(links) < 10 {
		t.Fatalf("the demo printed %d links", len(links))
	}
	for _, link := range []string{links[0], links[len(links)-1]} {
		answer, err := http.Get(link)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(page), `id="enter"`) {
			t.Errorf("%s: %s, %v, no button to enter", link, answer.Status, err)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("stopped with Ctrl-C, the demo ended with %v", err)
	}
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("the demo left %v behind, %v", left, err)
	}
}
