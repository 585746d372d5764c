package akn

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/text/language"

	"parley/format/block"
	"parley/format/xmltree"
	"parley/text"
)

// Options say what goes into a file besides the words. The zero value is good.
type Options struct {
	Negotiation string    // its id
	Revision    int       // 0: the text is none
	Author      string    // who gave it, by an id
	At          time.Time // when; zero: it is not known, and 1980 is given
	Versions    []Version // of the text, the first one first, this one the last
}

// Version is a revision in the life of a text.
type Version struct {
	Revision int
	Name     string
	At       time.Time
}

// Namespace is that of the OASIS standard.
const Namespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

// inline is how words are written.
var inline = block.Markup{
	Break: "<eol/>", Bold: [2]string{"<b>", "</b>"}, Italic: [2]string{"<i>", "</i>"},
	Note: [2]string{"<authorialNote><p>", "</p></authorialNote>"}, Escape: xmltree.Escape,
}

// Write writes a text as a bill. Every provision has its id as its GUID, by which
// Read knows it again.
func Write(w io.Writer, t *text.Text, o Options) error {
	x := newWriter(o, t.Lang)
	_, err := io.WriteString(w, xmltree.Header+`<akomaNtoso xmlns="`+Namespace+`">`+x.bill(t)+"</akomaNtoso>")
	return err
}

// bill writes the document.
func (x *writer) bill(t *text.Text) string {
	rest := t.Provisions
	fronts := 0
	for fronts < len(rest) && isFront(rest[fronts]) {
		fronts++
	}
	x.preface(t.Title, rest[:fronts])
	rest = x.preamble(rest[fronts:])
	annexes := len(rest)
	for annexes > 0 && rest[annexes-1].Kind == text.Annex {
		annexes--
	}
	x.put("<body")
	if t.Lang != "" {
		x.put(` xml:lang="`, xmltree.EscapeValue(t.Lang), `"`)
	}
	x.put(">")
	x.all(rest[:annexes])
	if annexes == 0 {
		x.put(`<hcontainer name="none"/>`)
	}
	x.put("</body>")
	x.attachments(rest[annexes:])
	return `<bill name="draft" contains="singleVersion">` + x.meta("!main", x.life()) + x.b.String() + "</bill>"
}

type writer struct {
	o    Options
	lang string
	b    strings.Builder
	kind string          // of the document, as its address has it
	used map[string]bool // eIds
	eIds map[text.ID]string
}

func newWriter(o Options, lang string) *writer {
	return &writer{o: o, lang: lang, kind: "bill/draft", used: map[string]bool{}, eIds: map[text.ID]string{}}
}

func (x *writer) put(parts ...string) {
	for _, s := range parts {
		x.b.WriteString(s)
	}
}

func isFront(p *text.Provision) bool {
	return p.Kind == text.Front && p.Label == "" && p.Heading == "" && p.Words != "" && len(p.Children) == 0
}

// titleClass marks the title of a text.
const titleClass = "title"

func (x *writer) preface(title string, fronts []*text.Provision) {
	if title == "" && len(fronts) == 0 {
		return
	}
	x.put("<preface>")
	if title != "" {
		x.put(`<longTitle class="`, titleClass, `"><p><docTitle>`, xmltree.Escape(title), "</docTitle></p></longTitle>")
	}
	for _, p := range fronts {
		x.put(`<p class="front"`, x.ids(p, "", "p"), ">", inline.Inline(p.Words), "</p>")
	}
	x.put("</preface>")
}

// preamble writes the recitals that stand first, and returns what follows them.
func (x *writer) preamble(ps []*text.Provision) []*text.Provision {
	if len(ps) > 0 && isPreamble(ps[0]) {
		p := ps[0]
		x.put("<preamble><recitals", x.ids(p, "", "recs"), ">", x.numbered(p))
		for _, q := range p.Children {
			x.recital(q)
		}
		x.put("</recitals></preamble>")
		return ps[1:]
	}
	n := 0
	for n < len(ps) && isRecital(ps[n]) {
		n++
	}
	if n > 0 {
		x.put("<preamble><recitals>")
		for _, p := range ps[:n] {
			x.recital(p)
		}
		x.put("</recitals></preamble>")
	}
	return ps[n:]
}

func isRecital(p *text.Provision) bool {
	return p.Kind == text.Recital && p.Heading == "" && p.Words != "" && len(p.Children) == 0
}

func isPreamble(p *text.Provision) bool {
	for _, q := range p.Children {
		if !isRecital(q) {
			return false
		}
	}
	return p.Kind == text.Preamble && p.Words == "" && len(p.Children) > 0
}

func (x *writer) recital(p *text.Provision) {
	x.put("<recital", x.ids(p, "", "rec"), ">", x.numbered(p), "<p>", inline.Inline(p.Words), "</p></recital>")
}

// numbered writes the number and the heading.
func (x *writer) numbered(p *text.Provision) string {
	out := ""
	if p.Label != "" {
		out += "<num>" + xmltree.Escape(p.Label) + "</num>"
	}
	if p.Heading != "" {
		out += "<heading>" + inline.Inline(p.Heading) + "</heading>"
	}
	return out
}

// elements of the kinds that the standard has one for, and how their eIds begin.
var elements = map[text.Kind][2]string{
	text.Part: {"part", "part"}, text.Article: {"article", "art"}, text.Paragraph: {"paragraph", "para"}, text.Subparagraph: {"subparagraph", "subpara"},
}

// unkind is the name of a provision of which nobody said what it is.
const unkind = "provision"

func (x *writer) all(ps []*text.Provision) {
	for _, p := range ps {
		x.provision(p, "")
	}
}

func (x *writer) provision(p *text.Provision, above string) {
	if block.IsGrid(p) {
		x.table(p, above)
		return
	}
	kind := cmp.Or(string(p.Kind), unkind)
	begin, end := `hcontainer name="`+xmltree.EscapeValue(kind)+`"`, "hcontainer"
	short := "hcontainer"
	if e, ok := elements[p.Kind]; ok {
		begin, end, short = e[0], e[0], e[1]
	}
	x.put("<", begin, x.ids(p, above, short), ">", x.numbered(p))
	holder := "intro"
	if len(p.Children) == 0 {
		holder = "content"
	}
	if p.Words != "" {
		x.put("<", holder, "><p>", inline.Inline(p.Words), "</p></", holder, ">")
	}
	for _, q := range p.Children {
		x.provision(q, x.eIds[p.ID])
	}
	x.put("</", end, ">")
}

// table writes a table as the content of an element without a number: the
// standard has none directly below a provision.
func (x *writer) table(p *text.Provision, above string) {
	x.put(`<hcontainer name="table"><content><table`, x.ids(p, above, "table"), ">")
	for _, row := range p.Children {
		x.put("<tr", x.ids(row, above, "tr"), ">")
		for _, cell := range block.Cells(row.Words) {
			x.put("<td><p>", inline.Inline(cell), "</p></td>")
		}
		x.put("</tr>")
	}
	x.put("</table></content></hcontainer>")
}

func (x *writer) attachments(annexes []*text.Provision) {
	if len(annexes) == 0 {
		return
	}
	x.put("<attachments>")
	for i, p := range annexes {
		x.put("<attachment", x.ids(p, "", "att"), ">", x.numbered(p), `<doc name="annex" contains="singleVersion">`, x.meta(fmt.Sprintf("!annex_%d", i+1), ""), "<mainBody>")
		if p.Words != "" || len(p.Children) == 0 {
			x.put("<p>", inline.Inline(p.Words), "</p>")
		}
		for _, q := range p.Children {
			x.provision(q, x.eIds[p.ID])
		}
		x.put("</mainBody></doc></attachment>")
	}
	x.put("</attachments>")
}

// ids writes the attributes that name an element: by its place, as the naming
// convention of the standard has it, and by the provision's own id.
func (x *writer) ids(p *text.Provision, above, short string) string {
	number := strings.Map(func(r rune) rune {
		if r <= ' ' || strings.ContainsRune(`"&<>#`, r) || r == 0xA0 {
			return -1
		}
		return r
	}, text.Number(p.Label))
	if number == "" {
		number = "1"
	}
	stem := short + "_" + strings.ToLower(number)
	if above != "" {
		stem = above + "__" + stem
	}
	id := stem
	for n := 2; x.used[id]; n++ {
		id = fmt.Sprintf("%s-%d", stem, n)
	}
	x.used[id] = true
	x.eIds[p.ID] = id
	return fmt.Sprintf(` eId="%s" GUID="%s"`, xmltree.EscapeValue(id), xmltree.EscapeValue(string(p.ID)))
}

// noTime is given where a date must be and none is known.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func date(at time.Time) string {
	if at.IsZero() {
		at = noTime
	}
	return at.UTC().Format(time.DateOnly)
}

// work is the address of the text through all its versions.
func (x *writer) work() string {
	first := noTime
	if len(x.o.Versions) > 0 {
		first = x.o.Versions[0].At
	}
	return "/akn/zz/" + x.kind + "/" + date(first) + "/" + orText(slug(x.o.Negotiation))
}

func orText(s string) string { return cmp.Or(s, "text") }

// expression is the address of this version in its language.
func (x *writer) expression() string {
	return x.versionAt(x.o.Revision, x.o.At)
}

func (x *writer) versionAt(revision int, at time.Time) string {
	out := x.work() + "/" + threeLetters(x.lang) + "@" + date(at)
	if revision > 0 {
		out += fmt.Sprintf("/revision-%d", revision)
	}
	return out
}

// meta writes what the document, or a component of it, is and who gave it.
func (x *writer) meta(component, more string) string {
	by := "#" + agent(x.o.Author)
	at := date(x.o.At)
	var b strings.Builder
	level := func(name, uri, more string) {
		fmt.Fprintf(&b, `<%s><FRBRthis value="%s/%s"/><FRBRuri value="%s"/><FRBRdate date="%s" name="%s"/><FRBRauthor href="%s"/>%s</%s>`,
			name, uri, component, uri, at, strings.ToLower(strings.TrimPrefix(name, "FRBR")), by, more, name)
	}
	b.WriteString(`<meta><identification source="` + by + `">`)
	level("FRBRWork", x.work(), `<FRBRcountry value="zz"/>`)
	level("FRBRExpression", x.expression(), `<FRBRlanguage language="`+threeLetters(x.lang)+`"/>`)
	level("FRBRManifestation", x.expression()+".akn", `<FRBRformat value="application/akn+xml"/>`)
	b.WriteString("</identification>" + more)
	return b.String() + "</meta>"
}

// life writes the versions of the text.
func (x *writer) life() string {
	by := agent(x.o.Author)
	events, refs := "", ""
	for i, v := range x.o.Versions {
		kind := "amendment"
		if i == 0 {
			kind = "generation"
		}
		events += fmt.Sprintf(`<eventRef eId="e%d" date="%s" type="%s" source="#r%d"/>`, v.Revision, date(v.At), kind, v.Revision)
		refs += fmt.Sprintf(`<original eId="r%d" href="%s" showAs="%s"/>`, v.Revision, x.versionAt(v.Revision, v.At),
			xmltree.EscapeValue(strings.TrimSpace(fmt.Sprintf("Revision %d %s", v.Revision, v.Name))))
	}
	out := ""
	if events != "" {
		out = `<lifecycle source="#` + by + `">` + events + `</lifecycle>`
	}
	return out + fmt.Sprintf(`<references source="#%s">%s<TLCOrganization eId="%s" href="/ontology/organization/%s" showAs="%s"/></references>`,
		by, refs, by, by, xmltree.EscapeValue(cmp.Or(x.o.Author, "not known")))
}

func agent(s string) string { return "by-" + cmp.Or(slug(s), "unknown") }

// slug makes a name fit to stand in an address.
func slug(s string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, strings.ToLower(s)), "-")
}

// threeLetters returns the code of a language that the standard asks for.
func threeLetters(lang string) string {
	tag, err := language.Parse(lang)
	base, confidence := tag.Base()
	if err != nil || lang == "" || confidence == language.No {
		return "und"
	}
	return base.ISO3()
}
