package odt

import (
	"archive/zip"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"time"

	"parley/format/known"
	"parley/format/xmltree"
	"parley/text"
)

// namespaces are those of every part.
const namespaces = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"`

// part is a file in the archive.
type part struct{ name, content string }

// noTime is when every file is said to be made, so that the same text gives the same
// file.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// write writes the archive. What kind of file it is stands first and as it is, so
// that it can be told from its first bytes.
func (c *composer) write(w io.Writer) error {
	z := zip.NewWriter(w)
	size := uint64(len(Media))
	f, err := z.CreateRaw(&zip.FileHeader{Name: mimetypePart, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(Media)), CompressedSize64: size, UncompressedSize64: size})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(f, Media); err != nil {
		return err
	}
	for _, p := range c.parts() {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: noTime})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xmltree.Header+p.content); err != nil {
			return err
		}
	}
	return z.Close()
}

func (c *composer) parts() []part {
	provisions := known.XML(known.Source{}, c.t.Lang, c.entries)
	out := []part{
		{contentPart, c.content(provisions)},
		{stylesPart, styleSheet(c.t.Lang)},
		{metaPart, c.meta()},
		{mapPart, provisions},
	}
	manifest := `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + Media + `"/>`
	for _, p := range out {
		manifest += `<manifest:file-entry manifest:full-path="` + p.name + `" manifest:media-type="text/xml"/>`
	}
	return append(out, part{manifestPart, manifest + `</manifest:manifest>`})
}

// faceNames are the styles of words.
var faceNames = map[text.Style]string{text.Bold: "T1", text.Italic: "T2", text.Bold | text.Italic: "T3"}

const (
	bold   = ` fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"`
	italic = ` fo:font-style="italic" style:font-style-asian="italic" style:font-style-complex="italic"`
)

// content writes the main part. The map stands there once more, as a field that is
// shown nowhere: that is kept by programs which leave out parts that they do not know.
func (c *composer) content(provisions string) string {
	var b strings.Builder
	b.WriteString(`<office:document-content ` + namespaces + `><office:automatic-styles>`)
	for i, l := range c.layouts {
		fmt.Fprintf(&b, `<style:style style:name="P%d" style:family="paragraph" style:parent-style-name="%s"><style:paragraph-properties%s/></style:style>`, i+1, l.style, l.properties())
	}
	for i, face := range []string{bold, italic, bold + italic} {
		fmt.Fprintf(&b, `<style:style style:name="T%d" style:family="text"><style:text-properties%s/></style:style>`, i+1, face)
	}
	b.WriteString(`<style:style style:name="Grid" style:family="table"><style:table-properties table:align="margins" fo:margin-bottom="0.2cm"/></style:style>`)
	b.WriteString(`<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" fo:border="0.5pt solid #000000"/></style:style>`)
	b.WriteString(`</office:automatic-styles><office:body><office:text><text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value="` + xmltree.EscapeValue(provisions) + `" text:name="` + mapField + `"/></text:user-field-decls>` + c.body.String() + `</office:text></office:body></office:document-content>`)
	return b.String()
}

// properties puts a number before the words, and words without one where those of
// their level begin. Left is where lines begin, also from the right: so LibreOffice
// has it.
func (l layout) properties() string {
	out := ""
	switch {
	case l.hanging:
		out = fmt.Sprintf(` fo:margin-left="%dcm" fo:margin-right="0cm" fo:text-indent="-1cm"`, l.depth+1)
	case l.depth > 0:
		out = fmt.Sprintf(` fo:margin-left="%dcm" fo:margin-right="0cm"`, l.depth)
	}
	if l.rtl {
		out += ` style:writing-mode="rl-tb"`
	}
	if l.rtl && l.style != titleStyle {
		out += ` fo:text-align="right"`
	}
	return out
}

func (c *composer) meta() string {
	out := `<office:document-meta ` + namespaces + `><office:meta><meta:generator>Parley</meta:generator>`
	if c.t.Title != "" {
		out += `<dc:title>` + xmltree.Escape(c.t.Title) + `</dc:title>`
	}
	if c.t.Lang != "" {
		out += `<dc:language>` + xmltree.Escape(c.t.Lang) + `</dc:language>`
	}
	return out + `</office:meta></office:document-meta>`
}

// styleSheet is the styles of every file that is written.
func styleSheet(lang string) string {
	var b strings.Builder
	b.WriteString(`<office:document-styles ` + namespaces + `><office:styles>`)
	fmt.Fprintf(&b, `<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm" style:tab-stop-distance="1cm" style:writing-mode="page"/><style:text-properties fo:font-family="'Times New Roman'" style:font-family-complex="'Times New Roman'" fo:font-size="12pt" style:font-size-asian="12pt" style:font-size-complex="12pt"%s/></style:default-style>`, language(lang))
	paragraph := func(name, shown, more, pPr, tPr string) {
		fmt.Fprintf(&b, `<style:style style:name="%s" style:display-name="%s" style:family="paragraph" style:class="text"%s>`, name, shown, more)
		if pPr != "" {
			b.WriteString(`<style:paragraph-properties` + pPr + `/>`)
		}
		if tPr != "" {
			b.WriteString(`<style:text-properties` + tPr + `/>`)
		}
		b.WriteString(`</style:style>`)
	}
	const based = ` style:parent-style-name="Standard"`
	paragraph("Standard", "Standard", "", "", "")
	paragraph(titleStyle, "Title", based, ` fo:margin-bottom="0.5cm" fo:text-align="center"`, size(16)+bold)
	for i := 1; i <= headings; i++ {
		more := fmt.Sprintf(`%s style:next-style-name="Provision" style:default-outline-level="%d"`, based, i)
		paragraph(headingStyle(i), fmt.Sprintf("Heading %d", i), more, ` fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"`, size(15-i)+bold)
	}
	paragraph("Provision", "Provision", based, "", "")
	paragraph("Front", "Front Matter", based, "", "")
	paragraph("Table_20_Contents", "Table Contents", based, ` fo:margin-bottom="0cm"`, "")
	paragraph("Footnote", "Footnote", based, ` fo:margin-left="0.6cm" fo:margin-right="0cm" fo:margin-bottom="0cm" fo:text-indent="-0.6cm"`, size(10))
	b.WriteString(`<style:style style:name="` + numberStyle + `" style:family="text"/>`)
	b.WriteString(`<text:notes-configuration text:note-class="footnote" style:num-format="1" text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/></office:styles>`)
	b.WriteString(`<office:automatic-styles><style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2.5cm" fo:margin-bottom="2.5cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/></style:page-layout></office:automatic-styles>`)
	b.WriteString(`<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page"/></office:master-styles></office:document-styles>`)
	return b.String()
}

func size(points int) string {
	return fmt.Sprintf(` fo:font-size="%dpt" style:font-size-asian="%dpt" style:font-size-complex="%dpt"`, points, points, points)
}

// language says the language of words in every script.
func language(lang string) string {
	lang, rest, _ := strings.Cut(lang, "-")
	country := "none"
	for part := range strings.SplitSeq(rest, "-") {
		if len(part) == 2 {
			country = strings.ToUpper(part)
		}
	}
	if lang == "" {
		lang = "en"
	}
	lang, country = xmltree.EscapeValue(lang), xmltree.EscapeValue(country)
	return fmt.Sprintf(` fo:language="%s" fo:country="%s" style:language-asian="%s" style:country-asian="%s" style:language-complex="%s" style:country-complex="%s"`, lang, country, lang, country, lang, country)
}
