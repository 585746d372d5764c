package docx

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"parley/internal/shareddata"
	"parley/text"
)

// document makes a Word file out of the body of its main part and other parts.
func document(body string, parts map[string]string) []byte {
	const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	all := map[string]string{"word/document.xml": `<w:document ` + ns + `><w:body>` + body + `</w:body></w:document>`}
	rels := ""
	for name, content := range parts {
		all["word/"+name+".xml"] = `<w:` + name + ` ` + ns + `>` + content + `</w:` + name + `>`
		rels += `<Relationship Id="` + name + `" Type="` + rel + name + `" Target="` + name + `.xml"/>`
	}
	all["word/_rels/document.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels + `</Relationships>`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range all {
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		w.Write([]byte(content))
	}
	z.Close()
	return b.Bytes()
}

func para(props, words string) string {
	return `<w:p><w:pPr>` + props + `</w:pPr><w:r><w:t>` + words + `</w:t></w:r></w:p>`
}

func outlineOf(t *text.Text) string {
	var b strings.Builder
	for _, p := range t.Places() {
		b.WriteString(strings.Repeat("  ", p.Depth) + string(p.Kind) + "|" + p.Label + "|" + p.Heading + "|" + p.Words + "\n")
	}
	return b.String()
}

func TestAutomaticNumbersAreResolved(t *testing.T) {
	num := func(id, lvl string) string {
		return `<w:numPr><w:ilvl w:val="` + lvl + `"/><w:numId w:val="` + id + `"/></w:numPr>`
	}
	parts := map[string]string{"numbering": `
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
 <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>`}
	body := para(num("1", "0"), "one") + para(num("1", "1"), "one one") + para(num("1", "1"), "one two") +
		para(num("1", "2"), "a") + para(num("1", "3"), "bullet") + para(num("1", "0"), "two") + para(num("1", "1"), "two one") +
		para(num("2", "0"), "nine") + para(num("2", "2"), "a again")
	got, notes, err := Read(document(body, parts))
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	var labels []string
	for _, p := range got.Places() {
		labels = append(labels, p.Label)
	}
	if s := strings.Join(labels, " "); s != "I. 1.1 1.2 (a) • II. 2.1 IX. (a)" {
		t.Errorf("labels %s\n%s", s, outlineOf(got))
	}
}

func TestHeadingsTablesNotesAndFaces(t *testing.T) {
	parts := map[string]string{
		"styles": `<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="N"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>`,
		"footnotes": `<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2"><w:p><w:r><w:t>See [annex].</w:t></w:r></w:p></w:footnote>`,
	}
	body := para(`<w:pStyle w:val="berschrift1"/>`, "Part I General") + para(`<w:pStyle w:val="Mine"/>`, "Article 1 Scope") +
		`<w:p><w:r><w:t xml:space="preserve">The </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Par</w:t></w:r><w:r><w:rPr><w:b w:val="1"/></w:rPr><w:t>ties</w:t></w:r><w:r><w:t xml:space="preserve"> meet_up</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:br/><w:t>soon.</w:t></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`
	got, _, err := Read(document(body, parts))
	if err != nil {
		t.Fatal(err)
	}
	want := `part|Part I|General|
  article|Article 1|Scope|
    paragraph|||The **Parties** meet\_up^[See [annex\].]
soon.
    table|||
      row|||a | b
`
	if o := outlineOf(got); o != want {
		t.Errorf("got\n%s\nwant\n%s", o, want)
	}
}

func TestTrackedChangesAreReadAsAcceptedAndSaid(t *testing.T) {
	body := `<w:p><w:r><w:t>Kept </w:t></w:r><w:ins w:author="A"><w:r><w:t>new </w:t></w:r></w:ins><w:del w:author="A"><w:r><w:delText>old </w:delText></w:r></w:del><w:r><w:t>words,</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:rPr><w:del w:author="A"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">joined </w:t></w:r></w:p><w:p><w:r><w:t>to this.</w:t></w:r></w:p>`
	got, notes, err := Read(document(body, nil))
	if err != nil {
		t.Fatal(err)
	}
	if o := outlineOf(got); o != "paragraph|||Kept new words,\nparagraph|||joined to this.\n" {
		t.Errorf("got\n%s", o)
	}
	if len(notes) != 1 || notes[0] != "3 tracked changes were read as accepted" {
		t.Errorf("notes %q", notes)
	}
}

func TestI1_OrdinaryFilesLoseNoWords(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(shareddata.Dir(t, "docx"), "ordinary", "*.docx"))
	if err != nil || len(names) < 50 {
		t.Fatal(len(names), err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(name), err)
			continue
		}
		want := rawWords(t, data)
		for _, p := range got.Places() {
			for _, r := range text.Plain(p.Heading) + text.Plain(p.Words) + p.Label {
				want[r]--
			}
		}
		for r, n := range want {
			if n > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
				t.Errorf("%s: %d of %q are lost", filepath.Base(name), n, r)
				break
			}
		}
	}
}

var (
	deleted  = regexp.MustCompile(`(?s)<w:(?:del|moveFrom)\b[^>]*[^/]>.*?</w:(?:del|moveFrom)>`)
	fallback = regexp.MustCompile(`(?s)<mc:Fallback>.*?</mc:Fallback>`)
	wordText = regexp.MustCompile(`(?s)<w:t(?: [^>]*[^>/])?>(.*?)</w:t>`)
)

// rawWords counts the letters of the main part by searching its source.
func rawWords(t *testing.T, data []byte) map[rune]int {
	p, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	rc, err := p.files[p.main].Open()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(rc); err != nil {
		t.Fatal(err)
	}
	source := deleted.ReplaceAllString(fallback.ReplaceAllString(b.String(), ""), "")
	out := map[rune]int{}
	for _, m := range wordText.FindAllStringSubmatch(source, -1) {
		s := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "&quot;", `"`, "&apos;", "'").Replace(m[1])
		for _, r := range text.FoldPlain(s) {
			out[r]++
		}
	}
	return out
}

func TestAcceptedWordsAreThoseThatOthersRead(t *testing.T) {
	dir := shareddata.Dir(t, "docx")
	raw, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var files []struct {
		File  string `json:"file"`
		Agree []int  `json:"pandoc_lo_agree"`
	}
	if err := json.Unmarshal(raw, &files); err != nil {
		t.Fatal(err)
	}
	agree, all := 0, 0
	for _, f := range files {
		if len(f.Agree) != 2 || f.Agree[0] != 1 {
			continue
		}
		stem := strings.TrimSuffix(filepath.Base(f.File), ".docx")
		golden, err := os.ReadFile(filepath.Join(dir, "golden-text", stem+".accept.txt"))
		if err != nil {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", f.File, err)
			continue
		}
		all++
		if have, want := lettersOf(got), onlyLetters(string(golden)); have == want {
			agree++
		} else {
			t.Logf("%s: %d letters, golden %d", f.File, len(have), len(want))
		}
	}
	t.Logf("%d of %d files have the golden letters", agree, all)
	if all == 0 {
		t.Fatal("no golden file was found")
	}
	if agree*100 < all*90 {
		t.Errorf("only %d of %d agree", agree, all)
	}
}

func lettersOf(t *text.Text) string {
	var b strings.Builder
	for _, p := range t.Places() {
		b.WriteString(text.Plain(p.Heading) + text.Plain(p.Words))
	}
	return onlyLetters(b.String())
}

func onlyLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text.FoldPlain(s))
}

func TestHostileFilesGiveACleanError(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(shareddata.Dir(t, "docx"), "hostile", "*"))
	if err != nil || len(names) == 0 {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = Read(data)
		if err == nil {
			t.Logf("%s could be read", filepath.Base(name))
			continue
		}
		if syntax, ok := err.(*text.SyntaxError); !ok || syntax.Hint == "" {
			t.Errorf("%s: %T %v has no remedy", filepath.Base(name), err, err)
		}
	}
}

func FuzzBody(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>x</w:t></w:r></w:p>`)
	f.Add(`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t><w:tab/></w:r></w:p></w:tc></w:tr></w:tbl>`)
	f.Add(`<w:p><w:pPr><w:rPr><w:del/></w:rPr><w:numPr><w:ilvl w:val="3"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		got, _, err := Read(document(body, nil))
		if err != nil {
			return
		}
		for _, p := range got.Places() {
			if p.Words != text.Fold(p.Words) || p.ID == "" {
				t.Fatalf("%+v is not canonical", p.Provision)
			}
		}
	})
}

func FuzzZip(f *testing.F) {
	f.Add(document(para("", "x"), nil))
	f.Fuzz(func(t *testing.T, data []byte) { Read(data) })
}
