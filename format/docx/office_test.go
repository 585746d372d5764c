package docx

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"parley/format/known"
	"parley/internal/formattest"
	"parley/internal/shareddata"
	"parley/redline"
	"parley/text"
)

// What others make of the files that are written: the schema, and LibreOffice.

// wordFiles are the redline of every pair of the shared data and its new text, with
// a comment if one is asked for, and the redlines of a comparer's tests, by name.
func wordFiles(t *testing.T, commented bool) (files map[string][]byte, before, after map[string]*text.Text) {
	t.Helper()
	files, before, after = map[string][]byte{}, map[string]*text.Text{}, map[string]*text.Text{}
	track := func(name string, old, new *text.Text) {
		var b bytes.Buffer
		if err := WriteRedline(&b, old, new, redline.Compare(old, new, redline.Options{}), Options{Author: "Aldoria"}); err != nil {
			t.Fatal(err)
		}
		files[name], before[name], after[name] = b.Bytes(), old, new
	}
	for _, row := range rowsExpected(t) {
		track(row.name, row.old, row.new)
	}
	for _, pair := range formattest.Pairs(t) {
		track(pair.Name, pair.Old, pair.New)
		var b bytes.Buffer
		o := Options{Source: Source{Negotiation: "river", Revision: 3, Address: pair.New.Revision()}}
		if commented {
			o.Comments = []Comment{{Author: "Brennland", Words: "Too\nlong.", On: pair.New.Provisions[0].ID}}
		}
		if err := Write(&b, pair.New, o); err != nil {
			t.Fatal(err)
		}
		clean := pair.Name + "-clean"
		files[clean], before[clean], after[clean] = b.Bytes(), pair.New, pair.New
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
	dir := office(t, "changes", files)
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

// office has LibreOffice work on files, and returns the folder where they are.
func office(t *testing.T, work string, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name+".docx"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	script := exec.Command("/usr/bin/python3", "testdata/office.py", work, dir) // Debian's, which has the office's module
	if out, err := script.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

func TestProvisionsAreKnownAgainAfterLibreOfficeEditedTheFile(t *testing.T) {
	formattest.Tool(t, "soffice", "libreoffice-writer-nogui python3-uno")
	files, _, after := wordFiles(t, false)
	for name := range files {
		large := len(after[name].Places()) > 600 && os.Getenv("PARLEY_LARGE") == "" // LibreOffice takes its time for these
		if !strings.HasSuffix(name, "-clean") || large {
			delete(files, name)
		}
	}
	dir := office(t, "edit", files)
	again, all, alike, alikeAll, mapped := 0, 0, 0, 0, 0
	for name := range files {
		data, err := os.ReadFile(filepath.Join(dir, name+".edited.docx"))
		if err != nil {
			t.Error(err)
			continue
		}
		d, err := Read(data)
		if err != nil {
			t.Error(name, err)
			continue
		}
		was := after[name]
		n, of := knownAgain(was, d.Text)
		again, all = again+n, all+of
		if n != of {
			t.Logf("%s: %d of %d; first %s", name, n, of, firstLost(was, d.Text))
		}
		unmarked, err := Read(rezipped(t, data, func(_ string, content []byte) []byte {
			return bytes.ReplaceAll(content, []byte(known.Bookmark), []byte("_other_"))
		}))
		if err != nil {
			t.Fatal(err)
		}
		n, _ = alikeByContent(was, d.Text, redline.AdoptIDs(was, unmarked.Text))
		mapped += n
		bare, err := Read(withoutMap(t, data))
		if err != nil {
			t.Fatal(err)
		}
		n, of = alikeByContent(was, d.Text, redline.AdoptIDs(was, bare.Text))
		alike, alikeAll = alike+n, alikeAll+of
		if n*100 < of*97 {
			t.Logf("%s, by content alone: %d of %d", name, n, of)
		}
	}
	t.Logf("known again: %d of %d; where under 30 %% of the words changed, by the map without bookmarks: %d, by content alone: %d of %d", again, all, mapped, alike, alikeAll)
	if mapped*100 < alikeAll*97 || again != all || alike*100 < alikeAll*97 {
		t.Errorf("known again: %d of %d; by content alone: %d of %d", again, all, alike, alikeAll)
	}
}

// knownAgain counts the provisions of a text whose ids stand where they stood: with
// the words that they had, as far as these are there at all.
func knownAgain(was, is *text.Text) (known, all int) {
	for _, p := range was.Places() {
		all++
		if q := is.Find(p.ID); q != nil && similar(p.Provision, q) {
			known++
		}
	}
	return known, all
}

func firstLost(was, is *text.Text) string {
	for _, p := range was.Places() {
		if q := is.Find(p.ID); q == nil || !similar(p.Provision, q) {
			return fmt.Sprintf("%s %.60q %.60q; is %+.200v", p.Kind, p.Heading, p.Words, q)
		}
	}
	return ""
}

// similar reports whether a provision holds at least half of the words of
// another, whichever it lost or got.
func similar(p, q *text.Provision) bool {
	a, b := wordsIn(text.Plain(p.Heading+" "+p.Words)), wordsIn(text.Plain(q.Heading+" "+q.Words))
	in := map[string]int{}
	for _, w := range b {
		in[w]++
	}
	same := 0
	for _, w := range a {
		if in[w] > 0 {
			in[w]--
			same++
		}
	}
	return same*2 >= len(a)
}

// alikeByContent counts the provisions that have the same id by content alone as by
// their bookmarks, of those that lost or got less than 30 % of their words.
func alikeByContent(was, byBookmark, byContent *text.Text) (alike, all int) {
	at := map[string][]text.ID{}
	for _, p := range byContent.Places() {
		k := p.Label + "|" + p.Heading + "|" + p.Words
		at[k] = append(at[k], p.ID)
	}
	for _, p := range byBookmark.Places() {
		q := was.Find(p.ID)
		if q == nil || p.Heading+p.Words == "" || !littleChanged(q, p.Provision) {
			continue
		}
		all++
		if slices.Contains(at[p.Label+"|"+p.Heading+"|"+p.Words], p.ID) {
			alike++
		}
	}
	return alike, all
}

func littleChanged(p, q *text.Provision) bool {
	ops := redline.Words(text.Tokens(p.Heading+" "+p.Words), text.Tokens(q.Heading+" "+q.Words))
	changed, all := 0, 0
	for _, op := range ops {
		all += len(op.Old)
		if op.Kind >= redline.Delete {
			changed += max(len(op.Old), len(op.New))
		}
	}
	return changed*10 < all*3
}

// withoutMap is a file without anything that names its provisions.
func withoutMap(t *testing.T, data []byte) []byte {
	t.Helper()
	return rezipped(t, data, func(_ string, content []byte) []byte {
		return bytes.ReplaceAll(bytes.ReplaceAll(content, []byte(known.Bookmark), []byte("_other_")), []byte(known.Namespace), []byte("urn:other"))
	})
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
