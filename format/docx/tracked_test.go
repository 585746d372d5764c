package docx

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"parley/internal/shareddata"
	"parley/text"
)

const (
	byA = `w:id="1" w:author="A" w:date="2027-03-01T09:00:00Z"`
	byB = `w:id="2" w:author="B" w:date="2027-03-02T09:00:00Z"`
)

func stays(words string) string {
	return `<w:r><w:t xml:space="preserve">` + words + `</w:t></w:r>`
}

func ins(by, words string) string { return `<w:ins ` + by + `>` + stays(words) + `</w:ins>` }

func del(by, words string) string {
	return `<w:del ` + by + `><w:r><w:delText xml:space="preserve">` + words + `</w:delText></w:r></w:del>`
}

func TestEachAuthorsChangesAreReadAlone(t *testing.T) {
	body := `<w:p>` + stays("The Parties shall ") + del(byA, "meet") + ins(byA, "convene") + stays(" each ") + del(byB, "year") + ins(byB, "month") + stays(".") + `</w:p>` +
		`<w:p><w:pPr><w:rPr><w:ins ` + byA + `/></w:rPr></w:pPr>` + ins(byA, "A new one.") + `</w:p>` +
		`<w:p><w:pPr><w:rPr><w:del ` + byB + `/></w:rPr></w:pPr>` + del(byB, "An old one.") + `</w:p>` +
		`<w:p>` + stays("First half,") + `</w:p>`
	d, err := Read(document(body, nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		t    *text.Text
		want string
	}{
		{"base", d.Base, "The Parties shall meet each year.|An old one.|First half,"},
		{"all", d.Text, "The Parties shall convene each month.|A new one.|First half,"},
		{"A", d.Authors[0].Text, "The Parties shall convene each year.|A new one.|An old one.|First half,"},
		{"B", d.Authors[1].Text, "The Parties shall meet each month.|First half,"},
	} {
		var words []string
		for _, p := range c.t.Places() {
			words = append(words, p.Words)
		}
		if got := strings.Join(words, "|"); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
	if a := d.Authors[0]; a.Name != "A" || a.Changes != 4 || a.First.Day() != 1 || len(d.Authors) != 2 {
		t.Errorf("%+v", d.Authors)
	}
	ids := func(t *text.Text) string {
		var out []string
		for _, p := range t.Places() {
			out = append(out, string(p.ID))
		}
		return strings.Join(out, " ")
	}
	base := strings.Fields(ids(d.Base))
	if got := strings.Fields(ids(d.Text)); got[0] != base[0] || got[2] != base[2] || got[1] == base[1] || ids(d.Authors[1].Text) != base[0]+" "+base[2] {
		t.Errorf("ids: base %v, all %v, B %s", base, got, ids(d.Authors[1].Text))
	}
	if left := strings.Join(d.Left(), ";"); left != "8 tracked changes by A, B were read as accepted" {
		t.Error(left)
	}
}

func TestMarksMovesRowsAndPropertiesAreTracked(t *testing.T) {
	num := func(id string) string {
		return `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="` + id + `"/></w:numPr>`
	}
	parts := map[string]string{"numbering": `<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>`}
	body := `<w:p><w:pPr>` + num("1") + `</w:pPr>` + stays("one") + `</w:p>` +
		`<w:p><w:pPr>` + num("1") + `<w:rPr><w:ins ` + byA + `/></w:rPr></w:pPr>` + ins(byA, "one and a half") + `</w:p>` +
		`<w:p><w:pPr>` + num("1") + `</w:pPr>` + stays("two") + `</w:p>` +
		`<w:p><w:pPr><w:rPr><w:ins ` + byA + `/></w:rPr></w:pPr>` + stays("split ") + `</w:p><w:p>` + stays("here") + `</w:p>` +
		`<w:p><w:pPr><w:pPrChange ` + byA + `><w:pPr>` + num("1") + `</w:pPr></w:pPrChange></w:pPr>` + stays("was three") + `</w:p>` +
		`<w:p><w:r><w:rPr><w:b/><w:rPrChange ` + byA + `><w:rPr/></w:rPrChange></w:rPr><w:t>bold now</w:t></w:r></w:p>` +
		`<w:p><w:moveFrom ` + byA + `><w:r><w:t xml:space="preserve">moved </w:t></w:r></w:moveFrom>` + stays("rest") + `<w:moveTo ` + byA + `><w:r><w:t xml:space="preserve"> moved</w:t></w:r></w:moveTo></w:p>` +
		`<w:tbl><w:tr><w:tc><w:p>` + stays("kept") + `</w:p></w:tc></w:tr><w:tr><w:trPr><w:ins ` + byA + `/></w:trPr><w:tc><w:p>` + ins(byA, "new row") + `</w:p></w:tc></w:tr></w:tbl>`
	d, err := Read(document(body, parts))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		t    *text.Text
		want string
	}{
		{d.Base, "1.one|2.two|split here|3.was three|bold now|moved rest||kept"},
		{d.Text, "1.one|2.one and a half|3.two|split|here|was three|**bold now**|rest moved||kept|new row"},
	} {
		var words []string
		for _, p := range c.t.Places() {
			words = append(words, p.Label+p.Words)
		}
		if got := strings.Join(words, "|"); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestCommentsComeWithTheirWordsAnswersAndPlaces(t *testing.T) {
	const w14 = `xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"`
	parts := map[string]string{
		"comments": `<w:comment w:id="0" w:author="Head of Aldoria" w:date="2027-03-01T09:00:00Z"><w:p ` + w14 + ` w14:paraId="0A"><w:r><w:t>Too long.</w:t></w:r></w:p></w:comment>` +
			`<w:comment w:id="1" w:author="Chair"><w:p ` + w14 + ` w14:paraId="0B"><w:r><w:t>Noted.</w:t></w:r></w:p></w:comment>`,
		"commentsExtended": `<w:commentEx w:paraId="0B" w:paraIdParent="0A" w:done="1"/>`,
	}
	body := `<w:p>` + stays("Before.") + `</w:p><w:p>` + stays("Within ") + `<w:commentRangeStart w:id="0"/>` + stays("30 days") + `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>` + stays(".") + `</w:p>`
	d, err := Read(document(body, parts))
	if err != nil || len(d.Comments) != 2 {
		t.Fatal(err, d)
	}
	if c := d.Comments[0]; c.Words != "Too long." || c.About != "30 days" || c.On != d.Text.Provisions[1].ID || c.Author != "Head of Aldoria" || c.At.IsZero() {
		t.Errorf("%+v", c)
	}
	if c := d.Comments[1]; c.Answer != 1 || !c.Done || c.Words != "Noted." {
		t.Errorf("%+v", c)
	}
}

func TestInstructionsOfFieldsAreNoWords(t *testing.T) {
	char := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	body := `<w:p>` + stays("See ") + char("begin") + `<w:r><w:instrText> REF x </w:instrText></w:r>` + stays("NOT") + char("separate") + stays("Article 5") + char("end") + stays(".") + `</w:p>`
	d, err := Read(document(body, nil))
	if err != nil || d.Text.Provisions[0].Words != "See Article 5." {
		t.Errorf("%v %+v", err, d)
	}
}

// file is a row of the data's manifest.
type file struct {
	File  string `json:"file"`
	Agree []int  `json:"pandoc_lo_agree"`
}

func manifest(t *testing.T) (dir string, files []file) {
	t.Helper()
	dir = shareddata.Dir(t, "docx")
	raw, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &files); err != nil {
		t.Fatal(err)
	}
	return dir, files
}

// refused reports whether a file is one that cannot be read, and is refused as it
// should be: those meant to harm, and one in which an element is closed that was
// not open (line 779), so that Word cannot read it either.
func refused(name string, err error) bool {
	var syntax *text.SyntaxError
	return errors.As(err, &syntax) && syntax.Hint != "" && (strings.HasPrefix(name, "hostile/") || strings.HasPrefix(name, "tracked/T102_"))
}

func TestAcceptedAndRejectedWordsAreThoseThatOthersRead(t *testing.T) {
	dir, files := manifest(t)
	all, agree := [2]int{}, [2]int{}
	for _, f := range files {
		stem := strings.TrimSuffix(filepath.Base(f.File), ".docx")
		data, err := os.ReadFile(filepath.Join(dir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(data); err != nil {
			if !refused(f.File, err) {
				t.Errorf("%s: %v", f.File, err)
			}
			continue
		}
		for i, state := range []string{"accept", "reject"} {
			golden, err := os.ReadFile(filepath.Join(dir, "golden-text", stem+"."+state+".txt"))
			if err != nil || len(f.Agree) != 2 || f.Agree[i] != 1 {
				continue
			}
			all[i]++
			want := onlyLetters(string(golden))
			have := lettersRead(t, data, i == 0, false)
			// The golden words have no text boxes, and the letters of automatic
			// numbers where the file has lists of its own.
			if have == want || lettersRead(t, withoutBoxes(t, data), i == 0, false) == want || lettersRead(t, data, i == 0, true) == want {
				agree[i]++
				continue
			}
			at := 0
			for at < min(len(have), len(want)) && have[at] == want[at] {
				at++
			}
			from := max(0, at-30)
			t.Logf("%s, %s: …%s | …%s", f.File, state, excerpt(have, from), excerpt(want, from))
		}
	}
	t.Logf("accepted %d of %d, rejected %d of %d", agree[0], all[0], agree[1], all[1])
	if all[0] < 100 || agree != all {
		t.Errorf("accepted %d of %d, rejected %d of %d", agree[0], all[0], agree[1], all[1])
	}
}

func excerpt(s string, from int) string { return strings.ToValidUTF8(s[from:min(len(s), from+70)], "") }

// lettersRead returns the letters of a file with all changes accepted or rejected,
// with those of automatic numbers or without.
func lettersRead(t *testing.T, data []byte, accept, numbers bool) string {
	t.Helper()
	p, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	root, err := p.xml(p.main)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSource(p, root.Child("body"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, bl := range s.view(func(string) bool { return accept }).blocks {
		if numbers {
			b.WriteString(bl.Label)
		}
		b.WriteString(text.Plain(bl.Words))
	}
	return onlyLetters(b.String())
}

var box = regexp.MustCompile(`(?s)<w:txbxContent>.*?</w:txbxContent>`)

func withoutBoxes(t *testing.T, data []byte) []byte {
	t.Helper()
	return rezipped(t, data, func(_ string, content []byte) []byte { return box.ReplaceAll(content, nil) })
}

// rezipped is an archive whose parts are altered.
func rezipped(t *testing.T, data []byte, alter func(name string, content []byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(rc)
		rc.Close()
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(alter(f.Name, content))
	}
	z.Close()
	return out.Bytes()
}

func onlyLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text.FoldPlain(s))
}

// TestI1_NoFileLosesAWord holds what is read against the characters of the source,
// found by another way: what stands in t elements that no rejected change holds.
func TestI1_NoFileLosesAWord(t *testing.T) {
	dir, files := manifest(t)
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		d, err := Read(data)
		if err != nil {
			if !refused(f.File, err) {
				t.Errorf("%s: %v", f.File, err)
			}
			continue
		}
		want := rawLetters(t, data)
		count := func(s string) {
			for _, r := range s {
				want[r]--
			}
		}
		for _, p := range d.Text.Places() {
			count(text.Plain(p.Heading) + text.Plain(p.Words) + p.Label)
		}
		for r, n := range want {
			if n > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				t.Errorf("%s: %d of %q are lost", f.File, n, r)
				break
			}
		}
	}
}

// rawLetters counts the characters of the main part that are there when all
// changes are accepted.
func rawLetters(t *testing.T, data []byte) map[rune]int {
	p, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	rc, err := p.files[p.main].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	out := map[rune]int{}
	decoder := xml.NewDecoder(rc)
	var path []string
	instructions, rows := 0, []bool{}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			path = append(path, x.Name.Local)
			switch x.Name.Local {
			case "fldChar":
				for _, a := range x.Attr {
					if a.Name.Local == "fldCharType" {
						instructions += map[string]int{"begin": 1, "separate": -1}[a.Value]
					}
				}
			case "tr":
				rows = append(rows, false)
			case "del":
				if len(path) > 1 && path[len(path)-2] == "trPr" {
					rows[len(rows)-1] = true
				}
			}
		case xml.EndElement:
			if x.Name.Local == "tr" {
				rows = rows[:len(rows)-1]
			}
			path = path[:len(path)-1]
		case xml.CharData:
			at := strings.Join(path, "/") + "/"
			gone := instructions > 0
			for _, away := range []string{"/del/", "/moveFrom/", "/Fallback/", "/rt/"} {
				gone = gone || strings.Contains(at, away)
			}
			for _, r := range rows {
				gone = gone || r
			}
			if strings.HasSuffix(at, "/t/") && !gone {
				for _, r := range text.FoldPlain(string(x)) {
					out[r]++
				}
			}
		}
	}
}

func ExampleRead() {
	d, err := Read(document(`<w:p>`+stays("The Parties ")+del(byA, "may")+ins(byA, "shall")+stays(" meet.")+`</w:p>`, nil))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Base.Provisions[0].Words)
	fmt.Println(d.Text.Provisions[0].Words)
	// Output:
	// The Parties may meet.
	// The Parties shall meet.
}
