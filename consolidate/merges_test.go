package consolidate_test

import (
	"bufio"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parley/consolidate"
	"parley/format"
	"parley/internal/shareddata"
	"parley/redline"
	"parley/text"
)

func readFile(t *testing.T, name string) *text.Text {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	in, err := format.Read(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return in.Text
}

// gitConflicts reads how many conflicts git leaves in each of the merges.
func gitConflicts(t *testing.T, dir string) map[string]int {
	f, err := os.Open(filepath.Join(dir, "SOURCES.md"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]int{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if cells := strings.Split(lines.Text(), "|"); len(cells) > 4 {
			if n, err := strconv.Atoi(strings.TrimSpace(cells[4])); err == nil {
				out[strings.TrimSpace(cells[1])] = n
			}
		}
	}
	return out
}

func TestRealMergesComeOutAsPeopleMadeThem(t *testing.T) {
	dir := shareddata.Dir(t, "merges")
	total, settled := 0, 0
	conflicts := gitConflicts(t, dir)
	for _, id := range slices.Sorted(maps.Keys(conflicts)) {
		git := conflicts[id]
		file := func(name string) *text.Text { return readFile(t, filepath.Join(dir, id, name+".md")) }
		base, people := file("base"), file("merged")
		m, err := consolidate.Merge(base, redline.AdoptIDs(base, file("ours")), redline.AdoptIDs(base, file("theirs")))
		if err != nil {
			t.Fatal(err)
		}
		same := m.Text.SameAs(people)
		// Each conflict that is reported lies in one of git's at most.
		resolved := 0
		if same {
			resolved = max(0, git-len(m.Conflicts))
		}
		total, settled = total+git, settled+resolved
		t.Logf("%s: git leaves %d conflicts, %d of them resolved; %d reported; as people made it: %v", id, git, resolved, len(m.Conflicts), same)
		for _, c := range m.Conflicts {
			t.Logf("      %s, %s: %.160s", c.Change.Kind, c.Reason, c.Sentence)
		}
		switch {
		case git == 0 && !same:
			t.Errorf("%s: git merges it cleanly as people did, and we do not", id)
		case !same && len(m.Conflicts) == 0:
			t.Errorf("%s: resolved silently in another way than people did", id)
		}
	}
	t.Logf("%d of git's %d conflicts are resolved as people resolved them", settled, total)
	if 3*settled < total {
		t.Errorf("that is less than a third")
	}
}
