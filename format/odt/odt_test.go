package odt

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"parley/format/known"
	"parley/internal/formattest"
	"parley/text"
)

// document makes a file out of its body, its automatic styles, and what stands in its
// other parts.
func document(body, automatic string, parts map[string]string) []byte {
	all := map[string]string{
		contentPart: `<office:document-content ` + namespaces + `><office:automatic-styles>` + automatic + `</office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`,
	}
	for name, content := range parts {
		all[name] = content
	}
	return archive(all)
}

func read(t *testing.T, body, automatic string, parts map[string]string) *Document {
	t.Helper()
	d, err := Read(document(body, automatic, parts))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func commonStyles(styles, more string) map[string]string {
	return map[string]string{stylesPart: `<office:document-styles ` + namespaces + `><office:styles>` + styles + `</office:styles>` + more + `</office:document-styles>`}
}

// labelled lists what a text says, with its labels.
func labelled(x *text.Text) string {
	var out []string
	for _, p := range x.Places() {
		out = append(out, strings.TrimSpace(p.Label+" "+p.Heading+p.Words))
	}
	return strings.Join(out, ", ")
}

func levelStyle(n int, format, more string) string {
	return fmt.Sprintf(`<text:list-level-style-number text:level="%d" style:num-format="%s"%s/>`, n, format, more)
}

func p(words string) string { return `<text:p>` + words + `</text:p>` }

func items(list string, items ...string) string {
	return `<text:list` + list + `><text:list-item>` + strings.Join(items, `</text:list-item><text:list-item>`) + `</text:list-item></text:list>`
}

var legal = `<text:list-style style:name="L">` +
	levelStyle(1, "I", ` style:num-suffix="."`) +
	levelStyle(2, "1", ` text:display-levels="2"`) +
	levelStyle(3, "a", ` style:num-prefix="(" style:num-suffix=")" text:start-value="26"`) +
	`<text:list-level-style-bullet text:level="4" text:bullet-char="o"/>` +
	`</text:list-style><text:list-style style:name="M">` + levelStyle(1, "1", ` style:num-suffix=")"`) + `</text:list-style>`

func TestAutomaticNumbersAreResolved(t *testing.T) {
	const l = ` text:style-name="L"`
	for _, c := range []struct{ name, body, want string }{
		{"nested", items(l, p("x")+items("", p("y"), p("z")+items("", p("a"), p("b")+items("", p("c")))), p("u")+items("", p("v"))),
			"I. x, I.1 y, I.2 z, (z) a, (aa) b, • c, II. u, II.1 v"},
		{"a new list begins anew", items(l, p("x"), p("y")) + items(l, p("z")), "I. x, II. y, I. z"},
		{"continued", items(l, p("x")) + p("between") + items(l+` text:continue-numbering="true"`, p("y")), "I. x, between, II. y"},
		{"continued below", items(l, p("x")+items("", p("y"))) + items(l+` text:continue-numbering="true"`, items("", p("z")), p("u")), "I. x, I.1 y, I.2 z, II. u"},
		{"continued by its id", items(l+` xml:id="a"`, p("x")) + items(` text:style-name="M"`, p("y")) + items(` text:style-name="M" text:continue-list="a"`, p("z")), "I. x, 1) y, 2) z"},
		{"no item above", items(l, items("", p("x")), p("y")), "I.1 x, II. y"},
		{"starts elsewhere", `<text:list` + l + `><text:list-item text:start-value="4">` + p("x") + `</text:list-item><text:list-item>` + p("y") + `</text:list-item></text:list>`, "IV. x, V. y"},
		{"one number an item", items(l, p("x")+p("more"), p("y")), "I. x, more, II. y"},
		{"a header has none", `<text:list` + l + `><text:list-header>` + p("h") + `</text:list-header><text:list-item>` + p("x") + `</text:list-item></text:list>`, "h, I. x"},
		{"an empty item counts", items(l, p("x"), p(""), p("y")), "I. x, III. y"},
		{"another style below", items(l, p("x")+items(` text:style-name="L2"`, p("y"))), "I. x, §1 y"},
		{"an item's own style", `<text:list` + l + `><text:list-item text:style-override="M">` + p("x") + `</text:list-item></text:list>`, "1) x"},
		{"by the paragraph's style", items("", `<text:p text:style-name="P">x</text:p>`), "1) x"},
		{"paragraphs that say it themselves", `<text:numbered-paragraph text:list-id="n" text:level="2"` + l + `>` + p("x") + `</text:numbered-paragraph><text:numbered-paragraph text:list-id="n" text:level="2"` + l + `>` + p("y") + `</text:numbered-paragraph>`, "I.1 x, I.2 y"},
		{"patterns of LibreOffice", items(` text:style-name="O"`, p("x")+items("", p("y")+items("", p("z")))), "x, 1 y, 1-1/ z"},
		{"all levels together", items(` text:style-name="C"`, p("x")+items("", p("y")), p("z")), "1 x, b y, 3 z"},
	} {
		styles := legal + `<text:list-style style:name="L2">` + levelStyle(2, "1", ` style:num-prefix="§"`) + `</text:list-style>` +
			`<style:style style:name="P" style:family="paragraph" style:parent-style-name="Q"/><style:style style:name="Q" style:family="paragraph" style:list-style-name="M"/>` +
			`<text:list-style style:name="O">` + levelStyle(1, "", ` loext:num-list-format=""`) + levelStyle(2, "1", ` loext:num-list-format="%1%.Art %2%"`) + levelStyle(3, "1", ` loext:num-list-format="%1%.%2%-%3%/"`) + `</text:list-style>` +
			`<text:list-style style:name="C" text:consecutive-numbering="true">` + levelStyle(1, "1", "") + levelStyle(2, "a", "") + `</text:list-style>`
		t.Run(c.name, func(t *testing.T) {
			if got := labelled(read(t, c.body, styles, nil).Text); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestParagraphsOfAnItemStandBelowIt(t *testing.T) {
	d := read(t, items(` text:style-name="L"`, p("x")+items("", p("y")+p("more of y"))+p("more of x"), p("z")), legal, nil)
	want := "article|I.||x\n  paragraph|I.1||y\n    paragraph|||more of y\n  paragraph|||more of x\narticle|II.||z\n"
	if got := outlineOf(d.Text); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestNumbersAreWrittenAsTheirFormatHasThem(t *testing.T) {
	for _, c := range []struct {
		format string
		sync   bool
		n      int
		want   string
	}{
		{"1", false, 7, "7"}, {"", false, 7, ""}, {"a", false, 27, "aa"}, {"a", false, 28, "ab"}, {"A", true, 28, "BB"}, {"A", false, 703, "AAA"}, {"i", false, 4, "iv"}, {"I", false, 9, "IX"},
		{"一, 二, 三, ...", false, 12, "十二"}, {"А, Б, .., Аа, Аб, ... (ru)", false, 2, "Б"}, {"أ, ب, ت, ...", false, 3, "ت"}, {"أ, ب, ج, ...", false, 3, "ج"}, {"01, 02, 03, ...", false, 3, "03"}, {"unknown", false, 3, "3"},
	} {
		if got := (level{format: c.format, sync: c.sync}).written(c.n); got != c.want {
			t.Errorf("%s of %d: %q, want %q", c.format, c.n, got, c.want)
		}
	}
}

func TestHeadingsHaveTheNumbersOfTheOutline(t *testing.T) {
	parts := commonStyles(`<style:style style:name="Heading_20_1" style:family="paragraph" style:default-outline-level="1"><style:text-properties fo:font-weight="bold"/></style:style>`+
		`<style:style style:name="Plain" style:family="paragraph" style:parent-style-name="Heading_20_1" style:list-style-name=""/>`+
		`<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="I" style:num-prefix="Part "/><text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="."/></text:outline-style>`, "")
	h := func(style string, level int, words, more string) string {
		return fmt.Sprintf(`<text:h text:style-name="%s" text:outline-level="%d"%s>%s</text:h>`, style, level, more, words)
	}
	body := `<text:p text:style-name="Title">Treaty</text:p>` + h("Heading_20_1", 1, "General", "") + h("Heading_20_1", 2, "Scope", "") + h("Plain", 1, "Interlude", "") +
		h("Heading_20_1", 1, "Final", "") + h("Heading_20_1", 2, "Entry", ` text:restart-numbering="true" text:start-value="5"`) + h("Heading_20_1", 2, "None", ` text:is-list-header="true"`)
	want := "part||Treaty|\npart|Part I|General|\n  part|1.|Scope|\npart||Interlude|\npart|Part II|Final|\n  part|5.|Entry|\n  part||None|\n"
	if got := outlineOf(read(t, body, "", parts).Text); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWordsAreReadWithTheirFacesNotesAndBreaks(t *testing.T) {
	automatic := `<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="700"/></style:style>` +
		`<style:style style:name="BI" style:family="text" style:parent-style-name="B"><style:text-properties fo:font-style="italic"/></style:style>` +
		`<style:style style:name="N" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>` +
		`<style:style style:name="PB" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>`
	for _, c := range []struct{ name, body, want string }{
		{"faces", `<text:p>a <text:span text:style-name="B">b <text:span text:style-name="BI">c</text:span></text:span> d</text:p>`, "a **b _c_** d"},
		{"a bold paragraph", `<text:p text:style-name="PB">a <text:span text:style-name="N">b</text:span></text:p>`, "**a** b"},
		{"white space", "<text:p>\n  a<text:s text:c=\"3\"/> b\n\tc<text:tab/>d<text:line-break/>e <text:soft-page-break/>f</text:p>", "a b c d\ne f"},
		{"marks are literal", `<text:p>a_b_ *c*</text:p>`, `a\_b\_ \*c\*`},
		{"a footnote", `<text:p>a<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>See [b].</text:p><text:p>And c.</text:p></text:note-body></text:note> d</text:p>`, `a^[See [b\]. And c.] d`},
		{"an endnote within a note", `<text:p>a<text:note text:note-class="endnote"><text:note-body><text:p>b<text:note><text:note-body><text:p>c</text:p></text:note-body></text:note></text:p></text:note-body></text:note></text:p>`, `a^[b]`},
		{"links, marks and fields", `<text:p><text:bookmark-start text:name="x"/>See <text:a xlink:href="y">this</text:a><text:bookmark-end text:name="x"/> <text:bookmark-ref text:ref-name="x">Article 5</text:bookmark-ref><text:variable-set text:display="none">hidden</text:variable-set>.</text:p>`, "See this Article 5."},
		{"ruby", `<text:p><text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby></text:p>`, "漢"},
		{"a section", `<text:section><text:p>a</text:p></text:section>`, "a"},
		{"an index", `<text:table-of-content><text:table-of-content-source><text:index-title-template>no</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title><text:p>Contents</text:p></text:index-title><text:p>x</text:p></text:index-body></text:table-of-content>`, "Contents, x"},
		{"text boxes", `<text:p>a<draw:frame><draw:text-box><text:p>in it</text:p></draw:text-box></draw:frame> b</text:p><draw:g><draw:custom-shape><text:p>a shape</text:p><draw:enhanced-geometry/></draw:custom-shape></draw:g>`, "a b, in it, a shape"},
		{"a formula", `<text:p>so <draw:frame><draw:object><math:math><math:semantics><math:mrow><math:mi>a</math:mi> <math:mo>=</math:mo><math:mn>1</math:mn></math:mrow><math:annotation>a = 1</math:annotation></math:semantics></math:math></draw:object></draw:frame></text:p>`, "so a=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, c.body, automatic, nil)
			if got := labelled(d.Text); got != c.want || len(d.Notes) > 0 {
				t.Errorf("%q, want %q; left out %q", got, c.want, d.Notes)
			}
		})
	}
}

func TestFormulasOfTheirOwnAreReadAndOtherObjectsCounted(t *testing.T) {
	object := func(name string) string {
		return `<text:p>x <draw:frame><draw:object xlink:href="./` + name + `"/><draw:image/></draw:frame></text:p>`
	}
	d := read(t, object("Object 1")+object("Object 2")+object("gone"), "", map[string]string{
		"Object 1/content.xml": `<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>y</mi></math>`,
		"Object 2/content.xml": `<office:document-content/>`,
	})
	if got := labelled(d.Text); got != "x y, x, x" || strings.Join(d.Notes, ";") != "2 pictures or embedded objects were left out" {
		t.Errorf("%s %q", got, d.Notes)
	}
}

func TestTablesAreRowsOfCells(t *testing.T) {
	cell := func(more, words string) string {
		return `<table:table-cell` + more + `>` + words + `</table:table-cell>`
	}
	body := `<table:table><table:table-column/><table:table-header-rows><table:table-row>` + cell(` table:number-columns-spanned="2"`, p("head")) + `<table:covered-table-cell/>` + cell("", p("c")) + `</table:table-row></table:table-header-rows>` +
		`<table:table-row>` + cell(` table:number-rows-spanned="2"`, p("a")+p("b")) + cell("", items(` text:style-name="L"`, p("one"))) + cell("", "<table:table><table:table-row>"+cell("", p("in"))+cell("", p("side"))+"</table:table-row></table:table>") + `</table:table-row>` +
		`<table:table-row><table:covered-table-cell/>` + cell("", p("y")) + cell("", p("z")) + `</table:table-row></table:table><table:table/>` + p("behind")
	want := "table|||\n  row|||head | c\n  row|||a b | I. one | in | side\n  row||| | y | z\nparagraph|||behind\n"
	if got := outlineOf(read(t, body, legal, nil).Text); strings.ReplaceAll(got, "||||", "||| |") != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWhatIsNotInTheTextIsSaid(t *testing.T) {
	change := func(kind, author string) string {
		return `<text:changed-region><text:` + kind + `><office:change-info><dc:creator>` + author + `</dc:creator><dc:date>2027-03-01T09:00:00</dc:date></office:change-info><text:p>gone</text:p></text:` + kind + `></text:changed-region>`
	}
	body := `<text:tracked-changes>` + change("insertion", "Aldoria") + change("deletion", "Brennland") + change("deletion", "Aldoria") + change("format-change", "Aldoria") + `</text:tracked-changes><text:sequence-decls/>` +
		`<text:p>The Parties <text:change-start text:change-id="a"/>shall<text:change-end text:change-id="a"/><text:change text:change-id="b"/> meet<office:annotation office:name="1"><dc:creator>C</dc:creator><text:p>Too long.</text:p></office:annotation>.<office:annotation-end office:name="1"/></text:p>` +
		`<text:p>x<draw:frame><draw:image/></draw:frame></text:p>`
	parts := commonStyles("", `<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Draft <text:page-number>1</text:page-number></text:p></style:header><style:header-left><text:p>Draft 1</text:p></style:header-left><style:footer><text:p/></style:footer><style:footer-first style:display="false"><text:p>no</text:p></style:footer-first></style:master-page></office:master-styles>`)
	d := read(t, body, "", parts)
	want := "3 tracked changes by Aldoria, Brennland were read as accepted;1 tracked changes of how words are set were read as accepted;1 comments were left out;1 pictures or embedded objects were left out;a header was left out: Draft 1"
	if got := strings.Join(d.Notes, ";"); got != want || labelled(d.Text) != "The Parties shall meet., x" {
		t.Errorf("%s\n%s\n%s", got, want, labelled(d.Text))
	}
}

func TestTheLanguageIsThatOfTheFile(t *testing.T) {
	meta := func(lang string) string {
		return `<office:document-meta><office:meta><dc:language>` + lang + `</dc:language></office:meta></office:document-meta>`
	}
	styles := func(lang, country string) string {
		return commonStyles(`<style:default-style style:family="graphic"><style:text-properties fo:language="xx"/></style:default-style><style:default-style style:family="paragraph"><style:text-properties fo:language="`+lang+`" fo:country="`+country+`"/></style:default-style>`, "")[stylesPart]
	}
	for want, parts := range map[string]map[string]string{
		"fr-CA": {metaPart: meta("fr-CA"), stylesPart: styles("de", "none")},
		"de":    {metaPart: meta("not a language"), stylesPart: styles("de", "none")},
		"de-CH": {stylesPart: styles("de", "CH")},
		"":      {stylesPart: styles("zxx", "none")},
	} {
		if got := read(t, p("x"), "", parts).Text.Lang; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhatIsNoOpenDocumentTextIsRefusedWithARemedy(t *testing.T) {
	good := document(p("x"), "", nil)
	for name, data := range map[string][]byte{
		"no archive":       []byte("PK\x03\x04 and no more"),
		"no content":       archive(map[string]string{mimetypePart: Media}),
		"a spreadsheet":    archive(map[string]string{mimetypePart: "application/vnd.oasis.opendocument.spreadsheet", contentPart: "<a/>"}),
		"no text":          archive(map[string]string{contentPart: "<office:document-content/>"}),
		"encrypted":        archive(map[string]string{contentPart: "\x01\x02", manifestPart: `<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`}),
		"damaged XML":      archive(map[string]string{contentPart: "<office:document-content>"}),
		"damaged styles":   document(p("x"), "", map[string]string{stylesPart: "<a>"}),
		"too large":        archive(map[string]string{contentPart: "<a>" + strings.Repeat(" ", 49<<20) + "</a>"}),
		"too large in all": archive(map[string]string{contentPart: "<a><body><text>" + strings.Repeat(" ", 40<<20) + "</text></body></a>", stylesPart: "<a>" + strings.Repeat(" ", 40<<20) + "</a>"}),
		"cut short":        good[:len(good)/2],
	} {
		_, err := Read(data)
		var syntax *text.SyntaxError
		if !errors.As(err, &syntax) || syntax.Hint == "" {
			t.Errorf("%s: %v has no remedy", name, err)
		}
		t.Logf("%s: %v", name, err)
	}
	if _, err := Read(archive(map[string]string{mimetypePart: Media + "-template\n", contentPart: "<a><body><text/></body></a>"})); err != nil {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(p("x")), []byte(legal), []byte(nil))
	f.Add([]byte(items(` text:style-name="L"`, p("x")+items("", p("y")))), []byte(legal), []byte(nil))
	f.Add([]byte(`<table:table><table:table-row><table:table-cell><text:p><text:bookmark text:name="_parley_2r"/>x</text:p></table:table-cell></table:table-row></table:table>`), []byte(nil), []byte(`<p n="1" id="a" kind="table" depth="0"/><p n="2" id="b" kind="row" depth="1"/>`))
	f.Add([]byte(`<text:h text:outline-level="2"><text:bookmark text:name="_parley_1h"/><text:span text:style-name="Number">1.</text:span>x</text:h><text:p>(a) new<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p>`), []byte(nil), []byte(`<p n="1" id="a" depth="63"/>`))
	f.Add([]byte(nil), []byte(nil), document(p("x"), "", nil))
	f.Fuzz(func(t *testing.T, body, automatic, more []byte) {
		if d, err := Read(more); err == nil {
			formattest.Canonical(t, d.Text)
		}
		parts := map[string]string{}
		if len(more) > 0 {
			parts[mapPart] = `<provisions xmlns="` + known.Namespace + `">` + string(more) + `</provisions>`
		}
		if d, err := Read(document(string(body), string(automatic), parts)); err == nil {
			formattest.Canonical(t, d.Text)
		}
	})
}

func ExampleRead() {
	var b bytes.Buffer
	err := Write(&b, &text.Text{Lang: "en", Provisions: []*text.Provision{{ID: "a", Kind: text.Article, Label: "Article 1", Words: "The Parties shall **meet**."}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := Read(b.Bytes())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Text.Provisions[0].ID, d.Text.Provisions[0].Words)
	// Output: a The Parties shall **meet**.
}
