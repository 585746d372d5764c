package redline

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/internal/shareddata"
	"parley/text"
)

// paragraphLabel finds what the counts of the pairs take for a number.
var paragraphLabel = regexp.MustCompile(`^(\(?[0-9]{1,3}[a-z]?[.)]|\([a-zA-Z]{1,4}\)|[-*•]|[IVXLC]+[.)]|[a-z][.)]|[0-9]+°)\s+`)

// flat reads blank-line paragraphs as one list of provisions.
func flat(raw string) *text.Text {
	t := &text.Text{}
	for _, para := range paragraphs(raw) {
		label := strings.TrimSpace(paragraphLabel.FindString(para))
		words := strings.TrimSpace(strings.TrimPrefix(para, label))
		t.Provisions = append(t.Provisions, &text.Provision{Kind: text.Paragraph, Label: label, Words: text.Fold(text.Escape(words))})
	}
	return t
}

func paragraphs(raw string) []string {
	var out []string
	for _, p := range regexp.MustCompile(`\n[ \t\r]*\n`).Split(strings.ReplaceAll(raw, "\r\n", "\n"), -1) {
		if p = text.FoldPlain(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func pairFiles(t testing.TB) []string {
	dirs, err := filepath.Glob(filepath.Join(shareddata.Dir(t, "pairs"), "[0-9]*"))
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

func pairOf(t testing.TB, dir string) (before, after string) {
	b, err := filepath.Glob(filepath.Join(dir, "before.*"))
	if err != nil || len(b) != 1 {
		t.Fatal(dir, err)
	}
	return b[0], filepath.Join(dir, "after"+filepath.Ext(b[0]))
}

func readString(t testing.TB, path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

type tally struct{ changed, islands int }

// ours counts changed tokens on both sides and islands in a redline.
func ours(r *Redline) tally {
	var out tally
	for _, row := range r.Rows {
		for _, p := range []Passage{row.Heading, row.Words} {
			run, after := 0, false
			for _, op := range p.Ops {
				if op.Kind < Delete {
					run += len(op.Old)
					continue
				}
				if after && (run == 1 || run == 2) {
					out.islands++
				}
				run, after = 0, true
				out.changed += len(op.Old) + len(op.New)
			}
		}
	}
	return out
}

func gitTally(t testing.TB, before, after string) tally {
	cmd := exec.Command("git", "diff", "--no-index", "--histogram", "--word-diff=porcelain", "-U0", before, after)
	data, _ := cmd.Output()
	var out tally
	run, any, blank := 0, false, false
	changed := false
	for _, line := range strings.Split(string(data), "\n") {
		if line == "" {
			continue
		}
		switch {
		case strings.HasPrefix(line, "@@"):
			run, any, changed = 0, false, false
			blank = false
			continue
		case strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ ") || strings.HasPrefix(line, "diff ") || strings.HasPrefix(line, "index "):
			continue
		case line == "~":
			if blank {
				run, any = 0, false
			}
			blank = true
			continue
		}
		n := len(text.Tokens(text.Escape(line[1:])))
		if n > 0 {
			blank = false
		}
		switch line[0] {
		case ' ':
			run += n
			changed = false
		case '-', '+':
			if any && !changed && (run == 1 || run == 2) {
				out.islands++
			}
			run, any, changed = 0, true, true
			out.changed += n
		}
	}
	return out
}

func TestPairTable(t *testing.T) {
	var sumOurs, sumGit tally
	var total time.Duration
	for _, dir := range pairFiles(t) {
		before, after := pairOf(t, dir)
		old, new := flat(readString(t, before)), flat(readString(t, after))
		start := time.Now()
		r := Compare(old, new, Options{})
		took := time.Since(start)
		total += took
		back, err := r.Apply(old)
		if err != nil || !back.Equal(new) {
			t.Errorf("%s: not exact forward: %v", dir, err)
		}
		back, err = r.Revert(new)
		if err != nil || !back.Equal(old) {
			t.Errorf("%s: not exact backward: %v", dir, err)
		}
		a, g := ours(r), gitTally(t, before, after)
		n := map[string]int{}
		for _, row := range r.Rows {
			for _, s := range row.Class.Names() {
				n[s]++
			}
		}
		fmt.Printf("%s %4d/%4d changed %6d git %6d  islands %4d git %4d  %6s %v\n", filepath.Base(dir), len(old.Provisions), len(new.Provisions), a.changed, g.changed, a.islands, g.islands, took.Round(time.Millisecond), n)
		sumOurs.changed += a.changed
		sumOurs.islands += a.islands
		sumGit.changed += g.changed
		sumGit.islands += g.islands
	}
	fmt.Println(sumOurs, sumGit, total)
}
