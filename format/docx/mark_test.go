package docx

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/format/known"
	"parley/internal/formattest"
)

// kept are the elements that saving must keep, in every part.
var kept = map[string]bool{
	"ins": true, "del": true, "moveFrom": true, "moveTo": true, "moveFromRangeStart": true, "moveToRangeStart": true, "cellIns": true, "cellDel": true, "cellMerge": true,
	"rPrChange": true, "pPrChange": true, "sectPrChange": true, "tblPrChange": true, "trPrChange": true, "tcPrChange": true, "tblGridChange": true, "numberingChange": true, "tblPrExChange": true,
	"comment": true, "commentReference": true, "commentRangeStart": true, "footnote": true, "footnoteReference": true, "endnote": true, "endnoteReference": true, "bookmarkStart": true, "bookmarkEnd": true,
}

// elementsIn counts, by another reader of XML, the elements that must be kept, without
// the bookmarks that are ours.
func elementsIn(t *testing.T, data []byte) map[string]int {
	t.Helper()
	p, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for name, f := range p.files {
		if !strings.HasSuffix(name, ".xml") {
			continue
		}
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(rc)
		ours := map[string]bool{}
		for {
			token, err := decoder.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				break // a part that is no XML is copied as it is
			}
			e, ok := token.(xml.StartElement)
			if !ok || !kept[e.Name.Local] {
				continue
			}
			id, own := "", false
			for _, a := range e.Attr {
				if a.Name.Local == "id" {
					id = a.Value
				}
				own = own || a.Name.Local == "name" && strings.HasPrefix(a.Value, known.Bookmark)
			}
			if own {
				ours[id] = true
			}
			if !ours[id] || e.Name.Local != "bookmarkStart" && e.Name.Local != "bookmarkEnd" {
				out[e.Name.Local]++
			}
		}
		rc.Close()
	}
	return out
}

func TestMarkingKeepsEverythingAndItsProvisionsAreKnownAgain(t *testing.T) {
	dir, files := manifest(t)
	marked := 0
	total := map[string]int{}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		was, err := Read(data)
		if err != nil {
			continue
		}
		var b bytes.Buffer
		if err := Mark(&b, data, Source{Negotiation: "river", Revision: 2}); err != nil {
			t.Errorf("%s: %v", f.File, err)
			continue
		}
		is, err := Read(b.Bytes())
		if err != nil {
			t.Errorf("%s: %v", f.File, err)
			continue
		}
		marked++
		before, after := elementsIn(t, data), elementsIn(t, b.Bytes())
		for name, n := range before {
			total[name] += n
			if after[name] != n {
				t.Errorf("%s: %d of %d %s", f.File, after[name], n, name)
			}
		}
		if is.Source == nil || is.Source.Revision != 2 || len(is.Comments) != len(was.Comments) || len(is.Authors) != len(was.Authors) {
			t.Errorf("%s: %+v", f.File, is.Source)
		}
		if a, b := formattest.Outline(was.Text), formattest.Outline(is.Text); a != b {
			t.Errorf("%s: %s", f.File, formattest.FirstDifference(a, b))
		}
		// What is a heading, or of a kind, in one of the states only has one entry.
		if a, b := formattest.Lines(was.Base), formattest.Lines(is.Base); a != b && was.Base != was.Text {
			t.Errorf("%s, without changes: %s", f.File, formattest.FirstDifference(a, b))
		}
	}
	t.Logf("%d files: %v", marked, total)
}
