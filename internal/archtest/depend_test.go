package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEachDependencyHasAReason(t *testing.T) {
	root, err := moduleRoot(".")
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string) string {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	reasons := file("ARCHITECTURE.md")
	for line := range strings.Lines(file("go.mod")) {
		direct := regexp.MustCompile(`^(?:require)?\s+(\S+\.\S+/\S+) v\S+$`).FindStringSubmatch(strings.TrimRight(line, "\n"))
		if direct != nil && !strings.Contains(reasons, "`"+direct[1]+"`") {
			t.Errorf("%s is a direct dependency and ARCHITECTURE.md does not say why", direct[1])
		}
	}
	packages := regexp.MustCompile(`"([a-z-]+)": "\d`).FindAllStringSubmatch(file("internal/jscheck/package.json"), -1)
	if len(packages) == 0 {
		t.Fatal("found no npm packages")
	}
	for _, p := range packages {
		if !strings.Contains(reasons, "`"+p[1]+"`") {
			t.Errorf("%s is an npm package that tests use, and ARCHITECTURE.md does not say why", p[1])
		}
	}
}
