package odt

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"parley/format/docx"
	"parley/internal/formattest"
	"parley/internal/shareddata"
	"parley/text"
)

// What LibreOffice makes of the files that are written, and what is read of those that
// it makes.

// office converts files with LibreOffice and returns the folder of what comes out;
// without it the test is skipped, except in CI.
func office(t *testing.T, to string, files ...string) string {
	t.Helper()
	path := formattest.Tool(t, "soffice", "libreoffice-writer-nogui")
	out := t.TempDir()
	args := append([]string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", to, "--outdir", out}, files...)
	if said, err := exec.Command(path, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return out
}

func TestWordFilesSavedAsODTHaveTheSameLetters(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(shareddata.Dir(t, "docx"), "ordinary", "*.docx"))
	if err != nil || len(names) < 60 {
		t.Fatal(len(names), err)
	}
	var chosen []string
	for _, n := range strings.Fields("O027 O028 O030 O036 O047 O057 O059 O068 O074 O092 O029 O106 O098 O099 O100") {
		chosen = append(chosen, names[slices.IndexFunc(names, func(s string) bool { return strings.HasPrefix(filepath.Base(s), n) })])
	}
	dir := office(t, "odt", chosen...)
	same := 0
	for _, name := range chosen {
		stem := strings.TrimSuffix(filepath.Base(name), ".docx")
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		word, err := docx.Read(data)
		if err != nil {
			t.Fatal(stem, err)
		}
		if data, err = os.ReadFile(filepath.Join(dir, stem+".odt")); err != nil {
			t.Fatal(err)
		}
		d, err := Read(data)
		if err != nil {
			t.Fatal(stem, err)
		}
		have, want := letters(d.Text), letters(word.Text)
		if have == want {
			same++
			continue
		}
		at := 0
		for at < min(len(have), len(want)) && have[at] == want[at] {
			at++
		}
		t.Logf("%s: …%s | …%s", stem, excerpt(have, at), excerpt(want, at))
	}
	t.Logf("%d of %d have the same letters", same, len(chosen))
	if same < len(chosen)-1 {
		t.Errorf("%d of %d have the same letters", same, len(chosen))
	}
}

func excerpt(s string, at int) string {
	from := max(0, at-30)
	return strings.ToValidUTF8(s[from:min(len(s), from+90)], "")
}

// letters are those of a whole text, in order.
func letters(x *text.Text) string { return strings.Join(wordsIn(wholeText(x), unicode.L), "") }

func TestLibreOfficeReadsTheSameWordsInWhatIsWrittenAndKeepsItsIds(t *testing.T) {
	all := map[string]*text.Text{}
	dir := t.TempDir()
	var files []string
	for _, pair := range formattest.Pairs(t) {
		if pair.Name != "007" && pair.Name != "026" && pair.Name != "041" {
			continue
		}
		file := filepath.Join(dir, pair.Name+".odt")
		if err := os.WriteFile(file, written(t, pair.New), 0o600); err != nil {
			t.Fatal(err)
		}
		all[pair.Name], files = pair.New, append(files, file)
	}
	plain, again := office(t, "txt:Text (encoded):UTF8", files...), office(t, "odt", files...)
	for _, file := range files {
		stem := strings.TrimSuffix(filepath.Base(file), ".odt")
		data, err := os.ReadFile(filepath.Join(plain, stem+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		want := wordsIn(wholeText(all[stem]), unicode.L, unicode.M, unicode.N)
		if have := wordsIn(string(data), unicode.L, unicode.M, unicode.N); !slices.Equal(have, want) {
			t.Errorf("%s: %.300q, want %.300q", stem, have, want)
		}
		if data, err = os.ReadFile(filepath.Join(again, stem+".odt")); err != nil {
			t.Fatal(err)
		}
		d, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		formattest.SameText(t, all[stem], d.Text)
		if len(d.Notes) > 0 {
			t.Errorf("%s, saved again: %q", stem, d.Notes)
		}
	}
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

func wordsIn(s string, of ...*unicode.RangeTable) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.In(r, of...) })
}
