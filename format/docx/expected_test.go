package docx

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"parley/format/xmltree"
	"parley/internal/shareddata"
	"parley/redline"
	"parley/text"
)

// counter counts the revisions of a document as a comparer's tests do: what is
// inserted, or deleted, without a break is one.
type counter struct {
	last  string
	count int
}

func (c *counter) see(state string) {
	if state != "" && state != c.last {
		c.count++
	}
	c.last = state
}

func (c *counter) walk(n *xmltree.Node, state string) {
	for _, child := range n.Children {
		switch child.Name {
		case "ins", "moveTo":
			c.walk(child, "inserted")
		case "del", "moveFrom":
			c.walk(child, "deleted")
		case "r":
			if holdsWords(child) || child.Child("delText") != nil || child.Child("footnoteReference") != nil {
				c.see(state)
			}
		case "p":
			c.walk(child, state)
			mark := ""
			for _, m := range child.Child("pPr").Child("rPr").All() {
				if s := map[string]string{"ins": "inserted", "del": "deleted", "moveTo": "inserted", "moveFrom": "deleted"}[m.Name]; s != "" {
					mark = s
				}
			}
			c.see(mark)
		case "tr":
			whole := ""
			if child.Child("trPr", "ins") != nil {
				whole = "inserted"
			} else if child.Child("trPr", "del") != nil {
				whole = "deleted"
			}
			if whole != "" {
				c.see(whole)
				continue
			}
			c.walk(child, state)
		case "pPr", "rPr", "":
		default:
			c.walk(child, state)
		}
	}
}

// unexpected are the rows on which we count otherwise, and why.
var unexpected = map[string]string{
	"WC-1210": "a table is put into the middle of a word of 26 letters: words are compared, not letters, so that the word goes and two come with the table between",
	"WC-1660": "a table in a footnote is read as the note's words",
	"WC-1750": "a table in an endnote is read as the note's words",
	"WC-1760": "a table in an endnote is read as the note's words",
	"WC-1770": "the text box stands in the file twice, as a drawing and for older programs, and is read once",
	"WC-1920": "of designs → Designs and compleme → complement. one change is counted in two by letters",
}

// row is a pair of files of a comparer's tests.
type row struct {
	name     string
	old, new *text.Text
	want     int // revisions
}

func rowsExpected(t *testing.T) []row {
	t.Helper()
	dir := filepath.Join(shareddata.Dir(t, "docx"), "compare")
	data, err := os.ReadFile(filepath.Join(dir, "expected.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(f) < 4 {
			continue
		}
		want, err := strconv.Atoi(f[3])
		if err != nil {
			t.Fatal(err)
		}
		old := readText(t, filepath.Join(dir, f[1]))
		out = append(out, row{f[0], old, redline.AdoptIDs(old, readText(t, filepath.Join(dir, f[2]))), want})
	}
	return out
}

func TestRedlinesHaveAsManyRevisionsAsExpected(t *testing.T) {
	right, all := 0, 0
	for _, row := range rowsExpected(t) {
		tracksBoth(t, row.old, row.new)
		got := revisionsIn(t, row.old, row.new)
		all++
		if got == row.want {
			right++
		} else {
			t.Logf("%s: %d, expected %d: %s", row.name, got, row.want, unexpected[row.name])
		}
		if (got == row.want) == (unexpected[row.name] != "") {
			t.Errorf("%s: %d, expected %d; explained: %q", row.name, got, row.want, unexpected[row.name])
		}
	}
	t.Logf("%d of %d", right, all)
	if right*10 < all*9 {
		t.Errorf("%d of %d", right, all)
	}
}

func readText(t *testing.T, name string) *text.Text {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(data)
	if err != nil {
		t.Fatal(name, err)
	}
	return d.Text
}

func revisionsIn(t *testing.T, old, new *text.Text) int {
	t.Helper()
	var b bytes.Buffer
	if err := WriteRedline(&b, old, new, redline.Compare(old, new, redline.Options{}), Options{Author: "A"}); err != nil {
		t.Fatal(err)
	}
	p, err := open(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	c := counter{}
	for _, part := range []string{"word/document.xml", "word/footnotes.xml"} {
		root, err := p.xml(part)
		if err != nil {
			t.Fatal(err)
		}
		c.last = ""
		c.walk(root, "")
	}
	return c.count
}
