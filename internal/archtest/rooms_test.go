package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T) *Project {
	t.Helper()
	p, err := Read(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Files) < 50 {
		t.Fatalf("read only %d files: this is not the project", len(p.Files))
	}
	return p
}

func TestImportsPointOneWay(t *testing.T) {
	for _, f := range read(t).Files {
		for _, imported := range f.Imports() {
			if fault := importFault(f.Package(), imported, f.Test); fault != "" {
				t.Errorf("%s imports %s: %s", f.Path, imported, fault)
			}
		}
	}
}

func TestRoomsOfThoughtTakeNoClock(t *testing.T) {
	for _, f := range read(t).Files {
		for _, fault := range callFaults(f) {
			t.Error(fault)
		}
	}
}

func TestOnlyWhatTheRaceDetectorWatchesRunsAtTheSameTime(t *testing.T) {
	tested := map[string]bool{}
	for _, f := range read(t).Files {
		for _, fault := range goroutineFaults(f) {
			t.Error(fault)
		}
		for _, d := range f.Syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && atOnce(f, fn) {
				r, _ := roomOf(f.Package())
				tested[r.folder] = true
			}
		}
	}
	for _, r := range rooms {
		if r.shared && !tested[r.folder] {
			t.Errorf("%s is shared and no test of it ends in AtOnce", r.folder)
		}
	}
}

func TestTheScriptLeavesTheRaceDetectorOutForTheSameRooms(t *testing.T) {
	root, err := moduleRoot(".")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(root, "test"))
	if err != nil {
		t.Fatal(err)
	}
	list := func(name string) []string {
		found := regexp.MustCompile(`(?m)^\s*local ` + name + `='parley/\(([a-z|]+)\)\(/\.\*\)\?'$`).FindSubmatch(script)
		if found == nil {
			t.Fatalf("./test has no list of rooms %q", name)
		}
		names := strings.Split(string(found[1]), "|")
		slices.Sort(names)
		return names
	}
	var alone, shared []string
	for _, r := range rooms {
		if r.alone {
			alone = append(alone, r.folder)
		}
		if r.shared {
			shared = append(shared, r.folder)
		}
	}
	slices.Sort(alone)
	slices.Sort(shared)
	if got := list("alone"); !slices.Equal(got, alone) {
		t.Errorf("./test runs %q without the race detector, the table of rooms has %q", got, alone)
	}
	if got := list("shared"); !slices.Equal(got, shared) {
		t.Errorf("./test has %q read by many at once, the table of rooms has %q", got, shared)
	}
}

func TestTheTableItselfPointsOneWay(t *testing.T) {
	var above []string
	for _, r := range rooms {
		for _, name := range strings.Fields(r.may) {
			if !slices.Contains(above, name) {
				t.Errorf("%s may import %s, which does not stand above it", r.folder, name)
			}
		}
		above = append(above, r.folder)
	}
}

func TestImportsTheOtherWayAreFound(t *testing.T) {
	for _, c := range []struct {
		folder, imported string
		test, want       bool
	}{
		{folder: "text", imported: "parley/redline", want: true},
		{folder: "text", imported: "strings"},
		{folder: "text", imported: "time"},
		{folder: "text", imported: "os", want: true},
		{folder: "text", imported: "os", test: true},
		{folder: "text", imported: "net/http", want: true},
		{folder: "text", imported: "sync/atomic", want: true},
		{folder: "negotiation", imported: "sync"},
		{folder: "negotiation", imported: "math/rand/v2", want: true},
		{folder: "bargain/scenario", imported: "parley/bargain"},
		{folder: "bargain", imported: "context"},
		{folder: "bargain", imported: "go.yaml.in/yaml/v3", want: true},
		{folder: "bargain", imported: "parley/text", want: true},
		{folder: "negotiation", imported: "database/sql", want: true},
		{folder: "negotiation", imported: "parley/internal/store", want: true},
		{folder: "format/docx", imported: "parley/format/block"},
		{folder: "format/docx", imported: "parley/consolidate", want: true},
		{folder: "internal/web", imported: "parley/internal/store", want: true},
		{folder: "internal/web", imported: "parley/internal/store/sqlite", want: true},
		{folder: "internal/web", imported: "parley/internal/desk"},
		{folder: "internal/web", imported: "parley/internal/browser", want: true},
		{folder: "internal/web", imported: "parley/internal/browser", test: true},
		{folder: "internal/web", imported: "github.com/chromedp/chromedp", test: true, want: true},
		{folder: "internal/browser", imported: "github.com/chromedp/chromedp/kb"},
		{folder: "internal/store/sqlite", imported: "modernc.org/sqlite/lib"},
		{folder: "internal/desk", imported: "modernc.org/sqlite", want: true},
		{folder: "internal/attic", imported: "strings", want: true},
	} {
		if fault := importFault(c.folder, c.imported, c.test); (fault != "") != c.want {
			t.Errorf("%s importing %s (in a test: %t): %q", c.folder, c.imported, c.test, fault)
		}
	}
}

func TestWhatRunsAtTheSameTimeIsFound(t *testing.T) {
	const source = `package text
func Late() { go Late(); group.Go(Late); t.Parallel() }
func TestManyAtOnce(t *testing.T) { go Late() }`
	syntax, err := parser.ParseFile(token.NewFileSet(), "late.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"text/late.go": 4, "text/late_test.go": 3, "negotiation/gate/late_test.go": 3, "internal/web/late.go": 0} {
		if faults := goroutineFaults(File{Path: path, Test: strings.HasSuffix(path, "_test.go"), Syntax: syntax}); len(faults) != want {
			t.Errorf("%s has %d faults, want %d: %q", path, len(faults), want, faults)
		}
	}
}

func TestTheClockIsFound(t *testing.T) {
	const source = `package text
func Late() bool { return context.Background().Err() != nil || time.Since(time.Time{}) > 0 }`
	syntax, err := parser.ParseFile(token.NewFileSet(), "late.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"text/late.go": 2, "negotiation/late.go": 2, "internal/web/late.go": 0} {
		if faults := callFaults(File{Path: path, Syntax: syntax}); len(faults) != want {
			t.Errorf("%s has %d faults, want %d: %q", path, len(faults), want, faults)
		}
	}
}
