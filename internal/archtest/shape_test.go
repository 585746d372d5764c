package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

func TestTheProjectKeepsItsShape(t *testing.T) {
	s := measure(read(t))
	t.Log(s)
	if got := quantile(s.functions, 0.5); got > budget.p50 {
		t.Errorf("the median function has %d lines, over %d", got, budget.p50)
	}
	if got := quantile(s.functions, 0.9); got > budget.p90 {
		t.Errorf("nine in ten functions have up to %d lines, over %d", got, budget.p90)
	}
	for _, fault := range s.faults {
		t.Error(fault)
	}
}

func TestExcusesAreNeeded(t *testing.T) {
	project := read(t)
	given := excused
	t.Cleanup(func() { excused = given })
	excused = nil
	faults := measure(project).faults
	for place, reason := range given {
		if !slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, place+" ") }) {
			t.Errorf("%s is excused (%s) and needs no excuse", place, reason)
		}
		if reason == "" {
			t.Errorf("%s is excused without a reason", place)
		}
	}
}

func TestFaultsOfShapeAreFound(t *testing.T) {
	const source = `package room

func init() {}
func Silent() {}
func (hidden) Unseen() {}
func (Wide) Error() string { return "" }
type Wide interface { A(); B(); C(); D(); E(); F() }
const Loose = 1

// Deep is five deep.
func Deep() { for { if true { for { switch { case true: if true { } } } } } }

// Flat is one deep.
func Flat() { if true { } else if true { } else if true { } else { } }
`
	p := &Project{Fset: token.NewFileSet()}
	syntax, err := parser.ParseFile(p.Fset, "room.go", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	long, err := parser.ParseFile(p.Fset, "long.go", "// Package room is.\npackage room\n"+strings.Repeat("\n", 700), parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	p.Files = []File{{Path: "room/room.go", Syntax: syntax}, {Path: "bare/bare.go", Syntax: &ast.File{Name: syntax.Name, Package: syntax.Package}}, {Path: "room/long.go", Syntax: long}}
	found := strings.Join(measure(p).faults, "\n")
	want := []string{
		"bare has no package comment",
		"room/long.go has 702 lines",
		"room/room.go:Deep nests 5 deep",
		"room/room.go:Loose is seen by others and says nothing about itself",
		"room/room.go:Silent is seen by others and says nothing about itself",
		"room/room.go:Wide is an interface of 6 methods",
		"room/room.go:Wide is seen by others and says nothing about itself",
		"room/room.go:init runs before anybody calls it",
	}
	if found != strings.Join(want, "\n") {
		t.Errorf("found:\n%s", found)
	}
}
