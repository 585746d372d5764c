// Package shareddata finds the test data that stands beside the project, in
// ../shared/data: real texts, merges and workloads written by others, which
// tests read in place and the project never copies.
package shareddata

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the folder of the given name in the shared test data. Where it
// is absent the test is skipped, except in CI (the variable CI is set), where
// its absence is a failure.
func Dir(t testing.TB, name string) string {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for !exists(filepath.Join(root, "go.mod")) {
		if root == filepath.Dir(root) {
			t.Fatal("no go.mod above the working directory")
		}
		root = filepath.Dir(root)
	}
	dir := filepath.Join(filepath.Dir(root), "shared", "data", name)
	if exists(dir) {
		return dir
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("shared test data %s is missing", dir)
	}
	t.Skipf("shared test data %s is not here", dir)
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
