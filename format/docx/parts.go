package docx

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"

	"parley/format/known"
	"parley/format/xmltree"
)

const (
	wordNamespace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	relNamespace  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	contentTypes  = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// part is a file in the archive.
type part struct{ name, content string }

// write writes the archive.
func (c *composer) write(w io.Writer) error {
	c.closeParagraph(false)
	c.closeTable()
	c.restOfComments()
	z := zip.NewWriter(w)
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
	word := []part{
		{"document", `<w:document ` + wordNamespace + `><w:body>` + c.body.String() +
			`<w:p>` + c.para.String() + `</w:p><w:sectPr><w:footnotePr><w:numFmt w:val="decimal"/></w:footnotePr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`},
		{"styles", styleSheet(c.lang)},
		{"settings", `<w:settings ` + wordNamespace + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
		{"numbering", c.lists.xml()},
		{"footnotes", `<w:footnotes ` + wordNamespace + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>` + c.footnotes.String() + `</w:footnotes>`},
	}
	if c.comments.Len() > 0 {
		word = append(word, part{"comments", `<w:comments ` + wordNamespace + `>` + c.comments.String() + `</w:comments>`})
	}
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	var out []part
	for i, p := range word {
		kind := contentTypes + p.name + "+xml"
		if p.name == "document" {
			kind = contentTypes + "document.main+xml"
		} else {
			rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/%s" Target="%s.xml"/>`, i, relNamespace, p.name, p.name)
		}
		types += fmt.Sprintf(`<Override PartName="/word/%s.xml" ContentType="%s"/>`, p.name, kind)
		out = append(out, part{"word/" + p.name + ".xml", p.content})
	}
	rels += `<Relationship Id="rIdMap" Type="` + relNamespace + `/customXml" Target="../customXml/item1.xml"/></Relationships>`
	types += `<Override PartName="/customXml/itemProps1.xml" ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/><Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>`
	out = append([]part{
		{"[Content_Types].xml", types},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relNamespace + `/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="` + relNamespace + `/custom-properties" Target="docProps/custom.xml"/></Relationships>`},
	}, out...)
	out = append(out, part{"word/_rels/document.xml.rels", rels})
	out = append(out, mapParts(1, known.XML(known.Source(c.o.Source), c.lang, c.entries))...)
	return append(out, part{"docProps/custom.xml", c.properties()})
}

// mapParts are the map of provisions that travels with a file, and what says that it is
// custom XML, numbered.
func mapParts(n int, xml string) []part {
	return []part{
		{fmt.Sprintf("customXml/item%d.xml", n), xml},
		{fmt.Sprintf("customXml/itemProps%d.xml", n), `<ds:datastoreItem ds:itemID="{7B1F6D5E-5B0C-4C1A-9C37-0A2D5E7F1B11}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="` + known.Namespace + `"/></ds:schemaRefs></ds:datastoreItem>`},
		{fmt.Sprintf("customXml/_rels/item%d.xml.rels", n), fmt.Sprintf(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="%s/customXmlProps" Target="itemProps%d.xml"/></Relationships>`, relNamespace, n)},
	}
}

// properties are shown by Word under the file's properties.
func (c *composer) properties() string {
	s := c.o.Source
	one := func(i int, name, value string) string {
		return fmt.Sprintf(`<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>`, i, name, xmltree.Escape(value))
	}
	out := `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`
	if s.Negotiation != "" {
		out += one(2, "Parley negotiation", s.Negotiation) + one(3, "Parley revision", fmt.Sprint(s.Revision)) + one(4, "Parley address", string(s.Address))
	}
	return out + `</Properties>`
}

// xml writes the definitions of the automatic numbers.
func (l *lists) xml() string {
	var b strings.Builder
	b.WriteString(`<w:numbering ` + wordNamespace + `>`)
	for i, x := range l.all {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="multilevel"/>`, i)
		for k, lv := range x.levels {
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="%d"/><w:numFmt w:val="%s"/><w:suff w:val="tab"/><w:lvlText w:val="%s"/><w:lvlJc w:val="start"/><w:pPr><w:ind w:start="%d" w:hanging="%d"/></w:pPr></w:lvl>`,
				k, lv.start, lv.format, xmltree.EscapeValue(lv.pattern), indent*(x.depth+k+1), indent)
		}
		b.WriteString(`</w:abstractNum>`)
	}
	for i := range l.all {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>`, i+1, i)
	}
	return b.String() + `</w:numbering>`
}

// styleSheet is the styles of every file that is written.
func styleSheet(lang string) string {
	if lang == "" {
		lang = "en"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="%s" w:bidi="%s"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>`, wordNamespace, xmltree.EscapeValue(lang), xmltree.EscapeValue(lang))
	paragraph := func(id, name, more, pPr, rPr string) {
		fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>%s<w:qFormat/>`, map[bool]string{true: ` w:default="1"`}[id == "Normal"], id, name, more)
		if pPr != "" {
			b.WriteString(`<w:pPr>` + pPr + `</w:pPr>`)
		}
		if rPr != "" {
			b.WriteString(`<w:rPr>` + rPr + `</w:rPr>`)
		}
		b.WriteString(`</w:style>`)
	}
	const based = `<w:basedOn w:val="Normal"/>`
	paragraph("Normal", "Normal", "", "", "")
	paragraph("Title", "Title", based, `<w:spacing w:after="240"/><w:jc w:val="center"/>`, `<w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/>`)
	for i := 1; i <= 6; i++ {
		paragraph(fmt.Sprintf("Heading%d", i), fmt.Sprintf("heading %d", i), based+`<w:next w:val="Provision"/>`, fmt.Sprintf(`<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="%d"/>`, i-1), fmt.Sprintf(`<w:b/><w:bCs/><w:sz w:val="%d"/><w:szCs w:val="%d"/>`, 30-2*i, 30-2*i))
	}
	paragraph("Provision", "Provision", based, "", "")
	paragraph("Front", "Front Matter", based, "", "")
	paragraph("Cell", "Table Contents", based, `<w:spacing w:after="0"/>`, "")
	paragraph("FootnoteText", "footnote text", based, `<w:spacing w:after="0"/>`, `<w:sz w:val="20"/><w:szCs w:val="20"/>`)
	paragraph("CommentText", "annotation text", based, "", `<w:sz w:val="20"/><w:szCs w:val="20"/>`)
	b.WriteString(`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>`)
	b.WriteString(`<w:style w:type="character" w:customStyle="1" w:styleId="Number"><w:name w:val="Provision Number"/></w:style>`)
	b.WriteString(`<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>`)
	b.WriteString(`<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/><w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>`)
	b.WriteString(`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:start w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:end w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr></w:style>`)
	return b.String() + `</w:styles>`
}
