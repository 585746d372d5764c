package redline

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/shareddata"
	"parley/text"
)

// The forty real pairs are read here without our readers, as plain lists of
// paragraphs, so that what is counted is counted independently.

// realPair is one of the pairs with what stats.tsv counts in it.
type realPair struct {
	id, kind, before, after string
	old, new                *text.Text
	moved, renumbered       int
}

// pairsRead are the pairs once read: they are many, and nothing changes them.
var pairsRead struct {
	sync.Mutex
	pairs []realPair
}

func realPairs(t testing.TB) []realPair {
	dir := shareddata.Dir(t, "pairs") // skips where there is none
	pairsRead.Lock()
	defer pairsRead.Unlock()
	if pairsRead.pairs == nil {
		pairsRead.pairs = readPairs(t, dir)
	}
	return pairsRead.pairs
}

func readPairs(t testing.TB, dir string) []realPair {
	var out []realPair
	for _, line := range strings.Split(readString(t, filepath.Join(dir, "stats.tsv")), "\n")[1:] {
		f := strings.Split(line, "\t")
		if len(f) < 9 {
			continue
		}
		p := realPair{id: f[0], kind: f[1]}
		p.moved, _ = strconv.Atoi(f[7])
		p.renumbered, _ = strconv.Atoi(f[8])
		found, err := filepath.Glob(filepath.Join(dir, p.id, "before.*"))
		if err != nil || len(found) != 1 {
			t.Fatal(p.id, found, err)
		}
		p.before, p.after = found[0], filepath.Join(dir, p.id, "after"+filepath.Ext(found[0]))
		p.old, p.new = p.read(t, p.before), p.read(t, p.after)
		out = append(out, p)
	}
	return out
}

func readString(t testing.TB, path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var (
	blankLine = regexp.MustCompile(`\n[ \t\r]*\n`)
	xmlTag    = regexp.MustCompile(`<[^>]*>`)
	xmlBlock  = regexp.MustCompile(`(?s)<akn:(p|heading|num|docTitle|title)\b[^>]*>.*?</akn:(p|heading|num|docTitle|title)>`)

	// printedLabel is what may stand before a paragraph's words: marks of a
	// heading or list, what it is called, its number.
	printedLabel = regexp.MustCompile(`^[\s#>*•–—-]*(?i:(?:(?:sous-)?section|chapitre|titre|livre|paragraphe|titel|abschnitt)\s+)?(?:\d+(?:\.\d+)+\.?\s|\(?(?:\d+(?:\.\d+)*[a-z]?|[ivxlcIVXLC]{1,5}|[a-zA-Z])\s?[.):°]+(?:\s?-)?\s*)?`)
)

func (p realPair) read(t testing.TB, path string) *text.Text {
	raw := strings.ReplaceAll(readString(t, path), "\r\n", "\n")
	var paras []string
	switch p.kind {
	case "statute": // lines are wrapped
		paras = blankLine.Split(raw, -1)
	case "akn-xml":
		for _, s := range xmlBlock.FindAllString(raw, -1) {
			paras = append(paras, xmlTag.ReplaceAllString(s, " "))
		}
	default:
		paras = strings.Split(raw, "\n")
	}
	out := &text.Text{}
	for _, para := range paras {
		para = text.FoldPlain(para)
		if para == "" {
			continue
		}
		label := printedLabel.FindString(para)
		if len(label) == len(para) {
			label = ""
		}
		out.Provisions = append(out.Provisions, &text.Provision{
			Kind:  text.Paragraph,
			Label: strings.TrimSpace(label),
			Words: text.Escape(strings.TrimSpace(para[len(label):])),
		})
	}
	return out
}

func TestI3_RedlinesOfRealTextsAreExact(t *testing.T) {
	for _, p := range realPairs(t) {
		r := Compare(p.old, p.new, Options{})
		checkExact(t, r, p.old, p.new)
		if !Compare(p.old, p.old, Options{}).Empty() {
			t.Errorf("%s: the redline of equal texts is not empty", p.id)
		}
	}
}

// checkExact checks invariant I3 of a redline.
func checkExact(t testing.TB, r *Redline, old, new *text.Text) {
	t.Helper()
	if got, err := r.Apply(old); err != nil || !got.Equal(new) {
		t.Fatalf("applied, it does not give the new text: %v", err)
	}
	if got, err := r.Revert(new); err != nil || !got.Equal(old) {
		t.Fatalf("reverted, it does not give the old text: %v", err)
	}
	if a, b := wordCount(old), rowWords(r, 0); a != b {
		t.Fatalf("%d words of the old text are %d in the redline", a, b)
	}
	if a, b := wordCount(new), rowWords(r, 1); a != b {
		t.Fatalf("%d words of the new text are %d in the redline", a, b)
	}
}

func wordCount(t *text.Text) int {
	n := 0
	for _, p := range t.Places() {
		n += len(text.Tokens(p.Heading)) + len(text.Tokens(p.Words))
	}
	return n
}

func rowWords(r *Redline, which int) int {
	n := 0
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.side(which) != nil {
			n += len(row.Heading.tokens(which)) + len(row.Words.tokens(which))
		}
	}
	return n
}

// deletedAndInserted returns the paragraphs that a line diff would delete and
// insert.
func deletedAndInserted(p realPair) (deleted, inserted []*text.Provision) {
	whole := func(t *text.Text) []string {
		var out []string
		for _, q := range t.Provisions {
			out = append(out, q.Label+" "+q.Words)
		}
		return out
	}
	for _, h := range Diff(whole(p.old), whole(p.new)) {
		deleted = append(deleted, p.old.Provisions[h.ALo:h.AHi]...)
		inserted = append(inserted, p.new.Provisions[h.BLo:h.BHi]...)
	}
	return deleted, inserted
}

// common counts what both lists hold, by what f says of each.
func common(a, b []*text.Provision, f func(*text.Provision) string) map[string]int {
	left := make(map[string]int)
	for _, p := range a {
		left[f(p)]++
	}
	out := make(map[string]int)
	for _, p := range b {
		if k := f(p); left[k] > 0 {
			left[k]--
			out[k]++
		}
	}
	return out
}

func sum(m map[string]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}

// explained says by how much stats.tsv counts more than a line diff finds.
var explained = map[string]int{
	"018": 1, // of two lines that changed places a diff may leave either; one choice counts one more
	"044": 1, // a first letter taken for a number
}

func TestEveryExactMoveAndRenumberingInRealTextsIsFound(t *testing.T) {
	t.Log("pair  exact moves: counted there, here, found  renumbered only: counted there, here, found")
	for _, p := range realPairs(t) {
		deleted, inserted := deletedAndInserted(p)
		whole := func(q *text.Provision) string { return q.Label + "\x00" + q.Words }
		words := func(q *text.Provision) string { return q.Words }
		moved := common(deleted, inserted, whole)
		same := common(deleted, inserted, words) // moved, renumbered, or both
		linked := make(map[string]int)           // by words, the rows that show them unchanged in a changed place or under another label
		for _, row := range Compare(p.old, p.new, Options{}).Rows {
			if row.Old != nil && row.New != nil && !row.Words.Changed() && row.Class&(Split|Merged) == 0 {
				linked[row.Words.Old()]++
			}
		}
		kept := func(k string) int { // instances that a line diff leaves in place
			return min(count(p.old, k), count(p.new, k))
		}
		lost := 0
		for k := range same {
			if linked[k] < kept(k) {
				lost += kept(k) - linked[k]
				t.Errorf("%s: %.80q stands %d times in both texts and is found %d times", p.id, k, kept(k), linked[k])
			}
		}
		if p.moved+p.renumbered+sum(same) > 0 {
			t.Logf("%s  %3d %3d  %3d %3d  found %d of %d", p.id, p.moved, sum(moved), p.renumbered, sum(same)-sum(moved), sum(same)-lost, sum(same))
		}
		if less := p.moved + p.renumbered - sum(same); less > explained[p.id] {
			t.Errorf("%s: %d more are counted elsewhere than here", p.id, less)
		}
	}
}

func count(t *text.Text, words string) int {
	n := 0
	for _, p := range t.Provisions {
		if p.Words == words {
			n++
		}
	}
	return n
}

// tally is what a redline shows: changed tokens of both sides, and islands,
// which are runs of one or two equal tokens between two changes.
type tally struct{ changed, islands int }

// ours counts a redline.
func ours(r *Redline) tally {
	var out tally
	for _, row := range r.Rows {
		out.changed += labelTokens(row)
		for _, p := range []Passage{row.Heading, row.Words} {
			var c counter
			for _, op := range p.Ops {
				if op.Kind < Delete {
					c.equal(len(op.Old))
				} else {
					c.change(len(op.Old) + len(op.New))
				}
			}
			out.changed += c.changed
			out.islands += c.islands
		}
	}
	return out
}

// labelTokens counts the tokens of a label that changed: git shows these too.
func labelTokens(row Row) int {
	old, new := "", ""
	if row.Old != nil {
		old = row.Old.Label
	}
	if row.New != nil {
		new = row.New.Label
	}
	if old == new {
		return 0
	}
	return len(text.Tokens(text.Escape(old))) + len(text.Tokens(text.Escape(new)))
}

// counter counts one paragraph after another.
type counter struct {
	tally
	after bool // a change stands before
	run   int  // equal tokens since
}

func (c *counter) equal(n int) { c.run += n }

func (c *counter) change(n int) {
	if c.after && (c.run == 1 || c.run == 2) {
		c.islands++
	}
	c.changed, c.after, c.run = c.changed+n, true, 0
}

func (c *counter) paragraph() { c.after, c.run = false, 0 }

// gits counts what git shows. A paragraph ends at an empty line, or at each
// line where lines are not wrapped.
func gits(t testing.TB, p realPair) tally {
	out, err := exec.Command("git", "diff", "--no-index", "--histogram", "--word-diff=porcelain", "-U0", p.before, p.after).Output()
	if err != nil && len(out) == 0 {
		t.Skip("git does not run here: ", err)
	}
	var c counter
	empty := false
	_, body, _ := bytes.Cut(out, []byte("\n@@"))
	for _, line := range strings.Split(string(body), "\n") {
		switch {
		case line == "~":
			if empty || p.kind != "statute" {
				c.paragraph()
			}
			empty = true
		case strings.HasPrefix(line, "@@"):
			c.paragraph()
		case line != "":
			n := len(text.Tokens(text.Escape(line[1:])))
			empty = empty && n == 0
			switch {
			case n == 0:
			case line[0] == '-' || line[0] == '+':
				c.change(n)
			default:
				c.equal(n)
			}
		}
	}
	return c.tally
}

func TestRealRedlinesShowNoMoreChangeThanGitAndFewIslands(t *testing.T) {
	var total, totalGit tally
	var spent time.Duration
	t.Log("pair   changed ours     git   islands ours   git    time")
	for _, p := range realPairs(t) {
		start := time.Now()
		r := Compare(p.old, p.new, Options{})
		took := time.Since(start)
		spent += took
		a, b := ours(r), gits(t, p)
		t.Logf("%s  %13d %7d %14d %5d %7.1fms", p.id, a.changed, b.changed, a.islands, b.islands, float64(took.Microseconds())/1000)
		if p.kind == "akn-xml" {
			continue // git shows tags, too
		}
		total.changed, total.islands = total.changed+a.changed, total.islands+a.islands
		totalGit.changed, totalGit.islands = totalGit.changed+b.changed, totalGit.islands+b.islands
	}
	t.Logf("all  %13d %7d %14d %5d %7.1fms", total.changed, totalGit.changed, total.islands, totalGit.islands, float64(spent.Microseconds())/1000)
	if total.changed > totalGit.changed {
		t.Errorf("%d changed tokens, git shows %d", total.changed, totalGit.changed)
	}
	if total.islands*4 > totalGit.islands {
		t.Errorf("%d islands, git shows %d", total.islands, totalGit.islands)
	}
}
