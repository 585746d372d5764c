package archtest

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// room is a folder, with all below it, and the other rooms that it may import.
// Within a room everything may import everything.
type room struct {
	folder string
	may    string
	pure   bool // a room of thought: no I/O, no clock, no randomness
	alone  bool // it starts nothing that runs at the same time, so ./test leaves out the race detector
	shared bool // its values guard themselves for many to read: tests that end in AtOnce do, with the race detector
}

// rooms is the direction of imports: a room imports only what stands above it,
// and of that only what is named. Tests may import any room.
var rooms = []room{
	{folder: "text", may: "", pure: true, alone: true},
	{folder: "redline", may: "text", pure: true, alone: true},
	{folder: "consolidate", may: "text redline", pure: true, alone: true},
	{folder: "record", may: "", pure: true, alone: true},
	{folder: "bargain", may: "", pure: true, alone: true, shared: true},
	{folder: "negotiation", may: "text redline consolidate record bargain", pure: true, alone: true, shared: true},
	{folder: "format", may: "text redline", pure: true, alone: true},

	{folder: "internal/store", may: "negotiation record"},
	{folder: "internal/search", may: "text consolidate negotiation", pure: true},
	{folder: "internal/desk", may: "text redline consolidate negotiation record internal/store internal/search"},
	{folder: "internal/auth", may: "negotiation internal/store"},
	{folder: "internal/notify", may: "negotiation internal/store internal/desk"},
	{folder: "internal/press", may: ""},
	{folder: "internal/dispatch", may: ""},
	{folder: "internal/feed", may: "internal/dispatch"},
	{folder: "internal/incidents", may: "text negotiation format"},
	{folder: "internal/remote", may: "record"},
	{folder: "internal/witness", may: "record internal/remote"},
	{folder: "internal/sample", may: "text redline consolidate negotiation format internal/desk"},
	{folder: "internal/web", may: "text redline consolidate negotiation record bargain format internal/search internal/desk internal/auth internal/notify internal/press internal/dispatch internal/feed internal/incidents"},
	{folder: "internal/api", may: "text consolidate negotiation record bargain internal/search internal/desk internal/auth internal/notify"},
	{folder: "internal/app", may: "negotiation record internal/store internal/desk internal/auth internal/web internal/api internal/notify internal/feed internal/sample internal/dispatch"},
	{folder: "internal/cli", may: "text redline consolidate bargain negotiation record format internal/desk internal/auth internal/sample internal/app internal/notify internal/press internal/remote internal/witness internal/dispatch internal/feed internal/incidents"},
	{folder: "cmd/parley", may: "internal/cli"},

	{folder: "internal/shareddata", may: ""},
	{folder: "internal/formattest", may: "text redline format internal/shareddata"},
	{folder: "internal/browser", may: ""},
	{folder: "internal/archtest", may: ""},
	{folder: "bench", may: "text redline consolidate negotiation bargain format internal/search internal/desk internal/auth internal/sample internal/app internal/browser internal/dispatch"},
}

// behind is where a module of others may be imported: nowhere else do we know
// that it exists, so that it can be replaced.
var behind = []struct{ imported, folder string }{
	{"github.com/chromedp/", "internal/browser"},
	{"modernc.org/sqlite", "internal/store/sqlite"},
	{"database/sql", "internal/store"},
	{"github.com/spf13/", "internal/cli"},
	{"github.com/go-webauthn/", "internal/auth"},
	{"filippo.io/age", "record/seal"},
	{"github.com/clipperhouse/uax29/", "text"},
	{"cel.dev/cel-go/", "negotiation/gate"},
	{"go.yaml.in/yaml/", "bargain/scenario"},
}

// impure is what a room of thought may not import, and what it may not call of
// packages that it may import.
var (
	impure = []string{
		"os", "net", "syscall", "log", "database/sql", "math/rand", "crypto/rand",
		"io/ioutil", "plugin", "runtime/debug", "testing",
	}
	impureCalls = map[string][]string{
		"time":    {"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker"},
		"context": {"Background", "TODO", "WithTimeout", "WithDeadline", "WithTimeoutCause", "WithDeadlineCause", "AfterFunc"},
	}
)

// importFault says what is wrong with a file of the folder importing a path,
// "" when nothing is. Tests are bound only by what stands behind a room.
func importFault(folder, imported string, test bool) string {
	for _, b := range behind {
		if within(imported, b.imported) && !within(folder, b.folder) {
			return fmt.Sprintf("only %s imports %s", b.folder, b.imported)
		}
	}
	if test {
		return ""
	}
	from, ok := roomOf(folder)
	if !ok {
		return "belongs to no room: add its folder to the table of rooms"
	}
	if from.alone && !from.shared && within(imported, "sync") {
		return fmt.Sprintf("%s is tested without the race detector: say in the table of rooms that it is shared, and test that", from.folder)
	}
	if from.pure && slices.ContainsFunc(impure, func(p string) bool { return within(imported, p) }) {
		return fmt.Sprintf("%s is a room of thought: it takes what %s gives as an argument", from.folder, imported)
	}
	ours, ok := strings.CutPrefix(imported, module+"/")
	if !ok {
		return ""
	}
	to, _ := roomOf(ours)
	if from.folder == to.folder || slices.Contains(strings.Fields(from.may), to.folder) {
		return ""
	}
	return fmt.Sprintf("%s may import only: %s", from.folder, orNothing(from.may))
}

// callFaults lists what a file of a room of thought does that depends on when
// it is done.
func callFaults(f File) []string {
	from, ok := roomOf(f.Package())
	if !ok || !from.pure || f.Test {
		return nil
	}
	var faults []string
	ast.Inspect(f.Syntax, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := sel.X.(*ast.Ident); ok && slices.Contains(impureCalls[pkg.Name], sel.Sel.Name) {
			faults = append(faults, fmt.Sprintf("%s uses %s.%s: take the %s as an argument", f.Path, pkg.Name, sel.Sel.Name, pkg.Name))
		}
		return true
	})
	return faults
}

// goroutineFaults lists where a file, a test too, starts something that runs at
// the same time although its room is tested without the race detector. Tests
// that end in AtOnce may: they run with it.
func goroutineFaults(f File) []string {
	from, ok := roomOf(f.Package())
	if !ok || !from.alone {
		return nil
	}
	var faults []string
	for _, d := range f.Syntax.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && atOnce(f, fn) {
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if starts(n) {
				faults = append(faults, f.Path+" starts something that runs at the same time and is tested without the race detector: do it in a test that ends in AtOnce")
			}
			return true
		})
	}
	return faults
}

func atOnce(f File, fn *ast.FuncDecl) bool {
	return f.Test && strings.HasPrefix(fn.Name.Name, "Test") && strings.HasSuffix(fn.Name.Name, "AtOnce")
}

// starts reports whether a goroutine begins here, by its statement or by what
// the packages sync, errgroup, time and testing have for it.
func starts(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GoStmt:
		return true
	case *ast.CallExpr:
		sel, ok := n.Fun.(*ast.SelectorExpr)
		return ok && slices.Contains([]string{"Go", "TryGo", "AfterFunc", "Parallel", "RunParallel"}, sel.Sel.Name)
	}
	return false
}

func roomOf(folder string) (room, bool) {
	i := slices.IndexFunc(rooms, func(r room) bool { return within(folder, r.folder) })
	if i < 0 {
		return room{}, false
	}
	return rooms[i], true
}

// within reports whether a path is the folder, is below it, or, where the
// folder ends in a slash, starts with it.
func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, "/")+"/")
}

func orNothing(s string) string {
	if s == "" {
		return "nothing of ours"
	}
	return s
}
