// Consolidate compares how amendments are laid into a text, and how two copies
// of a text are merged, with git merge-file, node-diff3 and diff-match-patch.
// None of these makes a bracketed text: they take one amendment after another
// into the text and flag what they cannot. It is started by
// bench/text/consolidate.sh.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"parley/consolidate"
	"parley/format"
	"parley/redline"
	"parley/text"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: consolidate WORKLOADS MERGES CONSOLIDATE.mjs")
		os.Exit(2)
	}
	if err := errors.Join(workloads(os.Args[1], os.Args[3]), merges(os.Args[2], os.Args[3])); err != nil {
		fmt.Fprintln(os.Stderr, "consolidate:", err)
		os.Exit(1)
	}
}

type workload struct {
	Doc           []string            `json:"doc"`
	Ams           []map[string]string `json:"ams"`
	Total         int                 `json:"total"`
	TrueColliding int                 `json:"trueColliding"`
}

// result is what one tool does with one input.
type result struct {
	took    time.Duration
	flagged int
}

func (r result) String() string {
	return fmt.Sprintf("%8.1f ms, %4d", r.took.Seconds()*1000, r.flagged)
}

// peer is what the script prints of a tool.
type peer struct {
	Milliseconds float64
	Flagged      int
	Text         string
}

func (p peer) result() result {
	return result{time.Duration(p.Milliseconds * float64(time.Millisecond)), p.Flagged}
}

func workloads(dir, script string) error {
	files, err := filepath.Glob(filepath.Join(dir, "wl_*.json"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no workloads (wl_*.json) in %s", dir)
	}
	fmt.Println("Laying amendments into a text: time from the parties' copies to the result, and what is flagged as colliding.")
	fmt.Println("Ours counts changes in contested or joint brackets; the others count when a later change meets an earlier one.")
	fmt.Printf("%-18s %9s  %-18s %-18s %-18s %-18s %-18s\n", "paragraphs×amend.", "true", "parley", "git, paragraphs", "git, words", "node-diff3, lines", "diff-match-patch")
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		var w workload
		if err := json.Unmarshal(data, &w); err != nil {
			return fmt.Errorf("read %s: %w", f, err)
		}
		ours, err := w.parley()
		if err != nil {
			return err
		}
		lines, err := w.git(func(p string) string { return p })
		if err != nil {
			return err
		}
		byWord, err := w.git(func(p string) string { return strings.Join(strings.Fields(p), "\n") + "\n" })
		if err != nil {
			return err
		}
		out, err := exec.Command("node", script, f).Output()
		if err != nil {
			return fmt.Errorf("node %s: %w", script, err)
		}
		var peers struct{ Diff3, Patch peer }
		if err := json.Unmarshal(out, &peers); err != nil {
			return err
		}
		fmt.Printf("%-18s %4d/%-4d  %-18s %-18s %-18s %-18s %-18s\n", fmt.Sprintf("%d×%d", len(w.Doc), len(w.Ams)), w.TrueColliding, w.Total, ours, lines, byWord, peers.Diff3.result(), peers.Patch.result())
	}
	return nil
}

// parley consolidates the parties' copies.
func (w workload) parley() (result, error) {
	base := &text.Text{}
	for i, words := range w.Doc {
		base.Provisions = append(base.Provisions, &text.Provision{ID: text.ID(fmt.Sprint("p", i)), Words: text.Fold(words)})
	}
	var copies []*text.Text
	for _, am := range w.Ams {
		c := base.Clone()
		for i, words := range am {
			n, err := strconv.Atoi(i)
			if err != nil {
				return result{}, err
			}
			c.Provisions[n].Words = text.Fold(words)
		}
		copies = append(copies, c)
	}
	start := time.Now()
	var amendments []consolidate.Amendment
	for i, c := range copies {
		id := fmt.Sprintf("S%03d", i)
		amendments = append(amendments, consolidate.Amendment{ID: id, Sponsors: []string{id}, Changes: consolidate.Changes(base, c)})
	}
	b, err := consolidate.Consolidate(base, amendments)
	if err != nil {
		return result{}, err
	}
	r := result{took: time.Since(start)}
	for _, l := range b.Provisions {
		for _, s := range l.Words {
			if s.Bracket == nil {
				continue
			}
			n := 0
			for _, a := range s.Bracket.Alternatives {
				n += len(a.Sponsors)
			}
			if n > 1 {
				r.flagged += n
			}
		}
	}
	return r, nil
}

// git merges one copy after another into the text, each paragraph written by
// line, and goes on with what was there first where there is a conflict.
func (w workload) git(line func(string) string) (result, error) {
	dir, err := os.MkdirTemp("", "consolidate")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(dir)
	write := func(name string, am map[string]string) (string, error) {
		var b strings.Builder
		for i, p := range w.Doc {
			if words, ok := am[strconv.Itoa(i)]; ok {
				p = words
			}
			b.WriteString(line(p) + "\n")
		}
		path := filepath.Join(dir, name)
		return path, os.WriteFile(path, []byte(b.String()), 0o600)
	}
	base, err := write("base", nil)
	if err != nil {
		return result{}, err
	}
	now, err := write("now", nil)
	if err != nil {
		return result{}, err
	}
	var r result
	for i, am := range w.Ams {
		theirs, err := write(fmt.Sprint(i), am)
		if err != nil {
			return result{}, err
		}
		start := time.Now()
		_, n, err := gitMerge(now, base, theirs)
		if err != nil {
			return result{}, err
		}
		merged, _, err := gitMerge("--ours", now, base, theirs)
		if err != nil {
			return result{}, err
		}
		r.took += time.Since(start)
		r.flagged += n
		if err := os.WriteFile(now, merged, 0o600); err != nil {
			return result{}, err
		}
	}
	return r, nil
}

// gitMerge runs git merge-file, which exits with the number of conflicts.
func gitMerge(args ...string) ([]byte, int, error) {
	out, err := exec.Command("git", append([]string{"merge-file", "-p", "-q"}, args...)...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() < 128 {
		return out, exit.ExitCode(), nil
	}
	return out, 0, err
}

func merges(dir, script string) error {
	cases, err := filepath.Glob(filepath.Join(dir, "[0-9]*"))
	if err != nil || len(cases) == 0 {
		return fmt.Errorf("no merges in %s", dir)
	}
	fmt.Println("\nReal three-way merges: conflicts reported, and whether the result says what people made of it (with our side where there are conflicts).")
	fmt.Printf("%-6s %-22s %-22s %-22s\n", "", "parley", "git merge-file", "node-diff3, lines")
	read := func(name string, data []byte) (*text.Text, error) {
		in, err := format.Read(name, data)
		if err != nil {
			return nil, err
		}
		return in.Text, nil
	}
	for _, c := range cases {
		var texts [4]*text.Text
		var paths [4]string
		for i, name := range []string{"base.md", "ours.md", "theirs.md", "merged.md"} {
			paths[i] = filepath.Join(c, name)
			data, err := os.ReadFile(paths[i])
			if err != nil {
				return err
			}
			if texts[i], err = read(name, data); err != nil {
				return err
			}
		}
		says := func(data []byte) bool {
			t, err := read("merged.md", data)
			return err == nil && t.SameAs(texts[3])
		}
		m, err := consolidate.Merge(texts[0], redline.AdoptIDs(texts[0], texts[1]), redline.AdoptIDs(texts[0], texts[2]))
		if err != nil {
			return err
		}
		_, n, err := gitMerge(paths[1], paths[0], paths[2])
		if err != nil {
			return err
		}
		merged, _, err := gitMerge("--ours", paths[1], paths[0], paths[2])
		if err != nil {
			return err
		}
		out, err := exec.Command("node", script, paths[0], paths[1], paths[2]).Output()
		if err != nil {
			return fmt.Errorf("node %s: %w", script, err)
		}
		var diff3 peer
		if err := json.Unmarshal(out, &diff3); err != nil {
			return err
		}
		cell := func(n int, same bool) string { return fmt.Sprintf("%2d, as people: %v", n, same) }
		fmt.Printf("%-6s %-22s %-22s %-22s\n", filepath.Base(c), cell(len(m.Conflicts), m.Text.SameAs(texts[3])), cell(n, says(merged)), cell(diff3.Flagged, says([]byte(diff3.Text))))
	}
	return nil
}
