package redline_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/format/markdown"
	"parley/internal/shareddata"
	"parley/redline"
	"parley/text"
)

func TestNoisePairsShowNoChangeOfWords(t *testing.T) {
	dir := shareddata.Dir(t, "pairs")
	for _, id := range []string{"057", "058", "059"} { // markup, bullets, white space
		var texts []*text.Text
		for _, name := range []string{"before.md", "after.md"} {
			data, err := os.ReadFile(filepath.Join(dir, id, name))
			if err != nil {
				t.Fatal(err)
			}
			read, err := markdown.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, read)
		}
		r := redline.Compare(texts[0], texts[1], redline.Options{})
		for _, row := range r.Rows {
			if row.Class&^(redline.Restyled|redline.Renumbered) != 0 || row.Heading.Changed() || row.Words.Changed() {
				t.Errorf("%s: %s: %.100q", id, strings.Join(row.Class.Names(), "+"), row.Words.Old())
			}
		}
	}
}
