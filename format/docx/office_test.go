package docx

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"parley/internal/formattest"
	"parley/internal/shareddata"
	"parley/redline"
	"parley/text"
)

// What others make of the files that are written: the schema, and LibreOffice.

// wordFiles are the redline of every pair of the shared data and its new text, with
// a comment if one is asked for, by name.
func wordFiles(t *testing.T, commented bool) (files map[string][]byte, before, after map[string]*text.Text) {
	t.Helper()
	files, before, after = map[string][]byte{}, map[string]*text.Text{}, map[string]*text.Text{}
	for _, pair := range formattest.Pairs(t) {
		name, old, new := pair.Name, pair.Old, pair.New
		var b bytes.Buffer
		if err := WriteRedline(&b, old, new, redline.Compare(old, new, redline.Options{}), Options{Author: "Aldoria"}); err != nil {
			t.Fatal(err)
		}
		files[name], before[name], after[name] = slices.Clone(b.Bytes()), old, new
		b.Reset()
		o := Options{Source: Source{"river", 3, new.Revision()}}
		if commented {
			o.Comments = []Comment{{Author: "Brennland", Words: "Too\nlong.", On: new.Provisions[0].ID}}
		}
		if err := Write(&b, new, o); err != nil {
			t.Fatal(err)
		}
		clean := name + "-clean"
		files[clean], before[clean], after[clean] = b.Bytes(), new, new
	}
	return files, before, after
}

func TestWhatIsWrittenIsValid(t *testing.T) {
	xmllint := formattest.Tool(t, "xmllint", "libxml2-utils")
	schema := filepath.Join(shareddata.Dir(t, "ooxml-xsd"), "wml.xsd")
	files, _, _ := wordFiles(t, true)
	dir := t.TempDir()
	args := []string{"--noout", "--nonet", "--huge", "--schema", schema}
	for name, data := range files {
		p, err := open(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"document", "styles", "settings", "numbering", "footnotes", "comments"} {
			if p.files["word/"+part+".xml"] == nil {
				continue
			}
			root, err := p.xml("word/" + part + ".xml")
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, name+"-"+part+".xml")
			if err := os.WriteFile(file, root.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, file)
		}
	}
	if out, err := exec.Command(xmllint, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%.2000s", err, formattest.Failing(string(out)))
	}
	t.Logf("%d files, %d parts", len(files), len(args)-5)
}

func TestLibreOfficeReadsBothTextsOffEveryRedline(t *testing.T) {
	formattest.Tool(t, "soffice", "libreoffice-writer-nogui python3-uno")
	files, before, after := wordFiles(t, false) // comments in a window that is not shown end it
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name+".docx"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	script := exec.Command("/usr/bin/python3", "testdata/office.py", dir) // Debian's, which has the office's module
	if out, err := script.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	right := map[string]int{}
	for name := range files {
		for state, want := range map[string]*text.Text{"accept": after[name], "reject": before[name]} {
			data, err := os.ReadFile(filepath.Join(dir, name+"."+state+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			got, want := wordsIn(string(data)), wordsIn(wholeText(want))
			if slices.Equal(got, want) {
				right[state]++
				continue
			}
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s, %s: from word %d on %v, want %v", name, state, at, got[at:min(at+6, len(got))], want[at:min(at+6, len(want))])
		}
	}
	t.Logf("accepted %d and rejected %d of %d files", right["accept"], right["reject"], len(files))
}

// wholeText is everything that stands in a text, in order.
func wholeText(t *text.Text) string {
	var b strings.Builder
	b.WriteString(t.Title + "\n")
	for _, p := range t.Places() {
		b.WriteString(p.Label + " " + text.Plain(p.Heading) + "\n" + text.Plain(p.Words) + "\n")
	}
	return b.String()
}

func wordsIn(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) })
}
