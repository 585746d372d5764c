// Redline compares our redlines of real pairs of texts with those of git,
// wdiff and diff-match-patch: how many words each shows as changed, how many
// islands of one or two equal words stand between two changes, and how long it
// takes. All are counted by the same rule: the tokens of the strings that a
// tool marks as deleted and inserted. It is started by bench/text/redline.sh.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"parley/redline"
	"parley/text"
)

// tally is what a tool shows of a pair.
type tally struct {
	changed, islands int
	took             time.Duration
}

func (t *tally) add(u tally) {
	t.changed += u.changed
	t.islands += u.islands
	t.took += u.took
}

// segment is a run of words that a tool shows alike: ' ' equal, '-' deleted,
// '+' inserted.
type segment struct {
	mark byte
	text string
}

// pair is two files and how their paragraphs end: at an empty line where lines
// are wrapped, else at each line.
type pair struct {
	before, after string
	old, new      string
	wrapped       bool
}

type tool struct {
	name string
	run  func(pair) ([]segment, time.Duration, error)
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: redline PAIRS DIFF-MATCH-PATCH.mjs")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "redline:", err)
		os.Exit(1)
	}
}

func run(dir, script string) error {
	tools := []tool{
		{"git", git},
		{"wdiff", wdiff},
		{"dmp", func(p pair) ([]segment, time.Duration, error) { return diffMatchPatch(script, p) }},
	}
	befores, err := filepath.Glob(filepath.Join(dir, "[0-9]*", "before.*"))
	if err != nil || len(befores) == 0 {
		return fmt.Errorf("no pairs in %s", dir)
	}
	fmt.Println("changed tokens, islands and time of each tool; tokens are counted by one rule")
	fmt.Printf("%-6s%9s%5s%8s", "pair", "parley", "", "")
	for _, t := range tools {
		fmt.Printf("%10s%6s%8s", t.name, "", "")
	}
	fmt.Println()
	var ours tally
	totals := make([]tally, len(tools))
	for _, before := range befores {
		if strings.HasSuffix(before, ".xml") {
			continue // the others would count tags
		}
		p, err := load(before)
		if err != nil {
			return err
		}
		mine := compare(p)
		ours.add(mine)
		fmt.Printf("%-6s%9d%5d%8s", filepath.Base(filepath.Dir(before)), mine.changed, mine.islands, ms(mine.took))
		for i, t := range tools {
			segments, took, err := t.run(p)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", t.name, before, err)
			}
			theirs := count(segments, p.wrapped)
			theirs.took = took
			totals[i].add(theirs)
			fmt.Printf("%10d%6d%8s", theirs.changed, theirs.islands, ms(took))
		}
		fmt.Println()
	}
	fmt.Printf("%-6s%9d%5d%8s", "all", ours.changed, ours.islands, ms(ours.took))
	for _, t := range totals {
		fmt.Printf("%10d%6d%8s", t.changed, t.islands, ms(t.took))
	}
	fmt.Println("\n\nparley : tool     changed  islands   time")
	for i, t := range tools {
		fmt.Printf("parley : %-8s%8.2f%9.3f%7.3f\n", t.name, ratio(ours.changed, totals[i].changed),
			ratio(ours.islands, totals[i].islands), ours.took.Seconds()/totals[i].took.Seconds())
	}
	return nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%dms", d.Milliseconds()) }

func ratio(a, b int) float64 { return float64(a) / float64(max(b, 1)) }

func load(before string) (pair, error) {
	p := pair{before: before, after: filepath.Join(filepath.Dir(before), "after"+filepath.Ext(before))}
	for _, f := range []struct {
		path string
		to   *string
	}{{p.before, &p.old}, {p.after, &p.new}} {
		data, err := os.ReadFile(f.path)
		if err != nil {
			return p, err
		}
		*f.to = strings.ReplaceAll(string(data), "\r\n", "\n")
	}
	lines, long := 0, 0
	for _, line := range strings.Split(p.old, "\n") {
		if line != "" {
			lines++
		}
		if len(line) > 120 {
			long++
		}
	}
	p.wrapped = long*20 < lines
	return p, nil
}

// compare makes our redline of the same paragraphs that the others see as
// lines; the time is that of reading them and comparing.
func compare(p pair) tally {
	start := time.Now()
	r := redline.Compare(p.read(p.old), p.read(p.new), redline.Options{})
	out := tally{took: time.Since(start)}
	for _, row := range r.Rows {
		var segments []segment
		for _, op := range row.Words.Ops {
			if op.Kind < redline.Delete {
				segments = append(segments, segment{' ', text.Join(op.Old)})
				continue
			}
			segments = append(segments, segment{'-', text.Join(op.Old)}, segment{'+', text.Join(op.New)})
		}
		out.add(count(segments, true))
	}
	return out
}

func (p pair) read(raw string) *text.Text {
	t := &text.Text{}
	separator := "\n"
	if p.wrapped {
		separator = "\n\n"
	}
	for _, para := range strings.Split(raw, separator) {
		if para = text.FoldPlain(para); para != "" {
			t.Provisions = append(t.Provisions, &text.Provision{Words: text.Escape(para)})
		}
	}
	return t
}

// count counts changed tokens and islands; a run of equal words ends at the
// end of a paragraph.
func count(segments []segment, wrapped bool) tally {
	var out tally
	run, after := 0, false
	for _, s := range segments {
		if s.mark != ' ' {
			n := tokens(s.text)
			if n == 0 {
				continue
			}
			if after && (run == 1 || run == 2) {
				out.islands++
			}
			out.changed += n
			run, after = 0, true
			continue
		}
		end := "\n"
		if wrapped {
			end = "\n\n"
		}
		if i := strings.LastIndex(s.text, end); i >= 0 {
			after = false
			run = 0
		}
		run += tokens(s.text)
	}
	return out
}

func tokens(s string) int { return len(text.Tokens(text.Escape(s))) }

func git(p pair) ([]segment, time.Duration, error) {
	start := time.Now()
	out, err := output("git", "diff", "--no-index", "--histogram", "--word-diff=porcelain", "-U0", p.before, p.after)
	took := time.Since(start)
	if err != nil {
		return nil, took, err
	}
	var segments []segment
	_, body, _ := strings.Cut(out, "\n@@")
	for _, line := range strings.Split(body, "\n") {
		switch {
		case line == "":
		case line == "~":
			segments = append(segments, segment{' ', "\n"})
		case strings.HasPrefix(line, "@@"):
			segments = append(segments, segment{' ', "\n\n"})
		default:
			segments = append(segments, segment{line[0], line[1:]})
		}
	}
	return joined(segments), took, nil
}

// joined joins equal segments in a row, so that two line ends make an empty
// line.
func joined(in []segment) []segment {
	var out []segment
	for _, s := range in {
		if n := len(out); n > 0 && s.mark == ' ' && out[n-1].mark == ' ' {
			out[n-1].text += s.text
			continue
		}
		out = append(out, s)
	}
	return out
}

func wdiff(p pair) ([]segment, time.Duration, error) {
	start := time.Now()
	out, err := output("wdiff", "-w", "\x01", "-x", "\x02", "-y", "\x03", "-z", "\x04", p.before, p.after)
	took := time.Since(start)
	if err != nil {
		return nil, took, err
	}
	var segments []segment
	for out != "" {
		i := strings.IndexAny(out, "\x01\x03")
		if i < 0 {
			segments = append(segments, segment{' ', out})
			break
		}
		mark, end := byte('-'), "\x02"
		if out[i] == '\x03' {
			mark, end = '+', "\x04"
		}
		changed, rest, _ := strings.Cut(out[i+1:], end)
		segments = append(segments, segment{' ', out[:i]}, segment{mark, changed})
		out = rest
	}
	return segments, took, nil
}

// diffMatchPatch runs the script, which prints milliseconds and segments.
func diffMatchPatch(script string, p pair) ([]segment, time.Duration, error) {
	out, err := output("node", script, p.before, p.after)
	if err != nil {
		return nil, 0, err
	}
	var got struct {
		Milliseconds float64
		Diffs        [][]any
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		return nil, 0, err
	}
	var segments []segment
	for _, d := range got.Diffs {
		mark := map[float64]byte{-1: '-', 0: ' ', 1: '+'}[d[0].(float64)]
		segments = append(segments, segment{mark, d[1].(string)})
	}
	return segments, time.Duration(got.Milliseconds * float64(time.Millisecond)), nil
}

// output runs a command that says by exit status 1 that it found differences.
func output(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); ok && exit.ExitCode() == 1 && stderr.Len() == 0 {
		err = nil
	}
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, stderr.String())
	}
	return string(out), nil
}
