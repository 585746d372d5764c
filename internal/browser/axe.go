package browser

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// axeFile is where ./test installs axe-core. It is not kept in the project: it
// is larger than all pages together and has a licence of its own (MPL-2.0), and
// npm is needed anyway for the type check.
const axeFile = "internal/jscheck/node_modules/axe-core/axe.min.js"

type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		Target         []any
		HTML           string
		FailureSummary string
	}
}

// Axe fails the test for each violation of accessibility that axe-core finds
// in the page, with all its rules. Where axe-core is not installed the test is
// skipped, or fails in CI.
func (p *Page) Axe() {
	p.t.Helper()
	script, err := os.ReadFile(filepath.Join(root(), axeFile))
	if errors.Is(err, fs.ErrNotExist) {
		missing(p.t, "axe-core is not installed: npm ci --prefix internal/jscheck")
	}
	if err != nil {
		p.t.Fatal(err)
	}
	if !Eval[bool](p, "!!window.axe") {
		Eval[bool](p, "(() => {"+string(script)+"\n;return true})()")
	}
	violations := Eval[[]violation](p, `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => ({
		ID: v.id, Impact: v.impact ?? '', Help: v.help,
		Nodes: v.nodes.map(n => ({Target: n.target, HTML: n.html, FailureSummary: n.failureSummary})),
	})))`)
	for _, v := range violations {
		p.t.Errorf("%s: axe: %s", p.where(), v)
	}
}

func (v violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", v.ID, v.Impact, v.Help)
	for i, n := range v.Nodes {
		const enough = 5
		if i == enough {
			fmt.Fprintf(&b, "\n  and %d more", len(v.Nodes)-enough)
			break
		}
		fmt.Fprintf(&b, "\n  %v\n    %s\n    %s", n.Target, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n    "))
	}
	return b.String()
}

// root returns the folder of the project: the nearest one above that holds
// go.mod, or "." where there is none.
func root() string {
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	return "."
}
