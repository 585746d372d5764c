// Package archtest keeps the project in its shape: imports point one way, the
// rooms of thought stay pure, and functions and files stay small. It reads the
// source of the whole project and is run by its own tests only.
package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// module is the name of the project in import paths.
const module = "parley"

// Project is the parsed source of a Go module.
type Project struct {
	Fset  *token.FileSet
	Files []File
}

// File is a source file.
type File struct {
	Path   string // from the root of the project, with slashes
	Test   bool   // its name ends in _test.go
	Syntax *ast.File
}

// Package returns the folder of the file.
func (f File) Package() string { return path.Dir(f.Path) }

// Imports returns the paths that the file imports.
func (f File) Imports() []string {
	var paths []string
	for _, spec := range f.Syntax.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

// Read parses all Go files below the folder that holds go.mod, at or above dir.
func Read(dir string) (*Project, error) {
	root, err := moduleRoot(dir)
	if err != nil {
		return nil, err
	}
	p := &Project{Fset: token.NewFileSet()}
	err = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != root && foreign(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		return p.add(root, name)
	})
	return p, err
}

// foreign reports whether a folder holds what is not ours or not built.
func foreign(name string) bool {
	return name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")
}

func (p *Project) add(root, name string) error {
	syntax, err := parser.ParseFile(p.Fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return err
	}
	p.Files = append(p.Files, File{
		Path:   filepath.ToSlash(rel),
		Test:   strings.HasSuffix(name, "_test.go"),
		Syntax: syntax,
	})
	return nil
}

func moduleRoot(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("no go.mod at or above %s", dir)
		}
	}
}
