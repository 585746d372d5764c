package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// The shape of code: how long functions and files are, how deep they nest, and
// what is said about what others see.

// budget is what the whole project keeps to. The medians and nineties tell of
// habits, the others of each function and file.
var budget = struct{ p50, p90, nesting, file, methods int }{p50: 12, p90: 40, nesting: 4, file: 700, methods: 5}

// excused lists what is over budget with good reason, by path, or path:function.
var excused = map[string]string{}

// shape is what is measured.
type shape struct {
	functions []int // lines of each function that is not a test
	longest   string
	faults    []string // what is over budget, each with its place
}

func (s *shape) fault(place, format string, args ...any) {
	if _, ok := excused[place]; !ok {
		s.faults = append(s.faults, place+" "+fmt.Sprintf(format, args...))
	}
}

// measure measures the whole project.
func measure(p *Project) *shape {
	s := &shape{}
	documented := map[string]bool{}
	for _, f := range p.Files {
		if lines := p.Fset.File(f.Syntax.Pos()).LineCount(); lines > budget.file {
			s.fault(f.Path, "has %d lines", lines)
		}
		if f.Test {
			continue
		}
		documented[f.Package()] = documented[f.Package()] || f.Syntax.Doc != nil
		for _, d := range f.Syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				s.function(p.Fset, f, d)
			case *ast.GenDecl:
				s.declaration(f, d)
			}
		}
	}
	for name, ok := range documented {
		if !ok {
			s.fault(name, "has no package comment")
		}
	}
	slices.Sort(s.functions)
	slices.Sort(s.faults)
	return s
}

func (s *shape) function(fset *token.FileSet, f File, d *ast.FuncDecl) {
	place := f.Path + ":" + d.Name.Name
	if d.Name.Name == "init" && d.Recv == nil {
		s.fault(place, "runs before anybody calls it")
	}
	if d.Doc == nil && d.Name.IsExported() && seen(d) && f.Syntax.Name.Name != "main" {
		s.fault(place, "is seen by others and says nothing about itself")
	}
	if d.Body == nil {
		return
	}
	lines := fset.Position(d.End()).Line - fset.Position(d.Pos()).Line + 1
	s.functions = append(s.functions, lines)
	if lines == slices.Max(s.functions) {
		s.longest = place
	}
	if deep := nesting(d.Body); deep > budget.nesting {
		s.fault(place, "nests %d deep", deep)
	}
}

// seen reports whether strangers need to be told what a function does. Methods
// of types that they cannot name are called by an interface, which says it;
// what Error, String and Unwrap do is known.
func seen(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	if name := d.Name.Name; name == "Error" || name == "String" || name == "Unwrap" {
		return false
	}
	receiver := d.Recv.List[0].Type
	for {
		switch r := receiver.(type) {
		case *ast.StarExpr:
			receiver = r.X
		case *ast.IndexExpr:
			receiver = r.X
		case *ast.IndexListExpr:
			receiver = r.X
		case *ast.Ident:
			return r.IsExported()
		default:
			return true
		}
	}
}

func (s *shape) declaration(f File, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			place := f.Path + ":" + spec.Name.Name
			if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
				s.fault(place, "is seen by others and says nothing about itself")
			}
			if it, ok := spec.Type.(*ast.InterfaceType); ok && it.Methods.NumFields() > budget.methods {
				s.fault(place, "is an interface of %d methods", it.Methods.NumFields())
			}
		case *ast.ValueSpec:
			said := d.Doc != nil || spec.Doc != nil || spec.Comment != nil
			if exported := slices.IndexFunc(spec.Names, (*ast.Ident).IsExported); exported >= 0 && !said {
				s.fault(f.Path+":"+spec.Names[exported].Name, "is seen by others and says nothing about itself")
			}
		}
	}
}

// nesting returns how deep statements that branch or loop stand in one another.
// "else if" goes on with its if and is no deeper.
func nesting(body ast.Node) int {
	deepest := 0
	var visit func(n ast.Node, depth int)
	visit = func(n ast.Node, depth int) {
		deepest = max(deepest, depth)
		ast.Inspect(n, func(child ast.Node) bool {
			if child == n || !branches(child) {
				return true
			}
			if outer, ok := n.(*ast.IfStmt); ok && outer.Else == child {
				visit(child, depth)
				return false
			}
			visit(child, depth+1)
			return false
		})
	}
	visit(body, 0)
	return deepest
}

func branches(n ast.Node) bool {
	switch n.(type) {
	case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		return true
	}
	return false
}

// quantile returns what a share of the sorted numbers does not exceed.
func quantile(sorted []int, share float64) int {
	return sorted[int(share*float64(len(sorted)-1))]
}

// String gives the figures in a line.
func (s *shape) String() string {
	n := len(s.functions)
	return strings.TrimSpace(fmt.Sprintf("%d functions: median %d lines, nine in ten up to %d, longest %d (%s)",
		n, quantile(s.functions, 0.5), quantile(s.functions, 0.9), s.functions[n-1], s.longest))
}
