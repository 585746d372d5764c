package docx

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/format/known"
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
		if name == "customXml" {
			all["customXml/item1.xml"] = `<provisions xmlns="` + known.Namespace + `">` + content + `</provisions>`
			rels += `<Relationship Id="map" Type="` + rel + `customXml" Target="../customXml/item1.xml"/>`
			continue
		}
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
	d, err := Read(document(body, parts))
	if err != nil || len(d.Left()) > 0 {
		t.Fatal(err, d.Left())
	}
	got := d.Text
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
	d, err := Read(document(body, parts))
	if err != nil {
		t.Fatal(err)
	}
	got := d.Text
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
		_, err = Read(data)
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
		d, err := Read(document(body, nil))
		if err != nil {
			return
		}
		for _, p := range slices.Concat(d.Text.Places(), d.Base.Places()) {
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

func TestLettersOfTheFontSymbolAreReadAsWhatTheyShow(t *testing.T) {
	for _, c := range []struct {
		font       string
		char, want rune
	}{
		{"Symbol", 0xF062, 'β'}, {"Symbol", 0xF0B3, '≥'}, {"Symbol", 0xF0B7, '•'}, {"Symbol", 0xF057, 'Ω'}, {"symbol", 0x61, 'α'}, {"Symbol", 0xF0FE, '⎭'},
		{"Symbol", 0xF0BD, 0xF0BD}, {"Symbol", 0xF0FF, 0xF0FF}, {"Symbol", 0xF02A, '∗'}, {"Symbol", 0xF094, 0xF094}, {"Wingdings", 0xF062, 0xF062}, {"Symbol", 0x3B2, 'β'},
	} {
		if got := letter(c.font, c.char); got != c.want {
			t.Errorf("%s %X is %q, want %q", c.font, c.char, got, c.want)
		}
	}
}
