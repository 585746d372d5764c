package web

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/consolidate"
	"parley/format"
	"parley/format/akn"
	"parley/format/docx"
	"parley/internal/press"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// ExportPage lists what can be downloaded.
type ExportPage struct {
	Page   Page
	Items  []ExportItem
	Prints bool // PDFs can be made
}

// ExportItem is something that can be downloaded as several files.
type ExportItem struct {
	Name  string
	Files []ExportFile
}

// ExportFile is a link to a file.
type ExportFile struct{ Key, Href, Name string }

// listExports lists every revision, the bracketed text and redlines.
func (s *site) listExports(v *visit) error {
	page := ExportPage{Page: v.page("Export", "export"), Prints: press.Available()}
	if v.Current() != nil {
		page.Items = append(page.Items,
			v.exportItem("Instrument, as it would be signed", "instrument", pageEndings...),
			v.exportItem("Positions: the gap map", "gaps", pageEndings...),
			v.exportItem("Columns: what each party proposes", "columns", pageEndings...),
			v.exportItem("Bracketed text", "bracketed", textEndings...))
	}
	for _, l := range v.Languages() {
		page.Items = append(page.Items, v.exportItem(fmt.Sprintf("In %s, of revision %d", languageName(l.Lang), l.Revision), "version-"+l.Lang, textEndings...))
	}
	for i := len(v.Revisions) - 1; i >= 0; i-- {
		r := v.Revisions[i]
		name := revisionName(r) + " (" + string(r.Standing) + ")"
		if r.Placeholder() {
			page.Items = append(page.Items, ExportItem{Name: name})
			continue
		}
		page.Items = append(page.Items, v.exportItem(name, fmt.Sprintf("revision-%d", r.Number), textEndings...))
		page.Items = append(page.Items, v.exportItem(name+", with positions as comments", fmt.Sprintf("revision-%d-positions", r.Number), "docx"))
		if before := v.heldBefore(r); before != nil {
			page.Items = append(page.Items, v.exportItem(fmt.Sprintf("Redline from revision %d to %d", before.Number, r.Number),
				fmt.Sprintf("redline-%d-%d", before.Number, r.Number), redlineEndings...))
		}
	}
	s.show(v.w, v.r, http.StatusOK, "export", page)
	return nil
}

// The endings that something can be written as.
var (
	pageEndings    = []string{"pdf", "html"}
	textEndings    = endings(func(format.Output) bool { return true })
	redlineEndings = endings(func(o format.Output) bool { return o.Redlines || o.Ending == "html" || o.Ending == "json" })
)

// endings are those of formats, and that of PDF behind the first.
func endings(fit func(format.Output) bool) []string {
	var out []string
	for _, o := range format.Written {
		if fit(o) {
			out = append(out, o.Ending)
		}
	}
	return slices.Insert(out, 1, "pdf")
}

func (v *visit) exportItem(name, stem string, endings ...string) ExportItem {
	item := ExportItem{Name: name}
	for _, e := range endings {
		if e == "pdf" && !press.Available() {
			continue
		}
		item.Files = append(item.Files, ExportFile{stem + "-" + e, v.path + "/export/" + stem + "." + e, mediaOf(e).Name})
	}
	return item
}

// mediaOf returns what kind of file an ending stands for.
func mediaOf(ending string) format.Output {
	if o, err := format.OutputOf(ending); err == nil {
		return o
	}
	return format.Output{Ending: "pdf", Name: "PDF", Media: "application/pdf"}
}

var exportName = regexp.MustCompile(`^(?:(bracketed|instrument|columns|gaps)|revision-(\d+)(-positions)?|redline-(\d+)-(\d+)|amendment-([\w-]+)|version-([A-Za-z0-9-]+))\.([a-z]+)$`)

// exported is what a file is to hold: a text, or what changed from an old one to
// it, or a page.
type exported struct {
	text    *text.Text
	old     *text.Text // nil: nothing changed
	redline *redline.Redline
	origin  format.Origin
	page    func(*bytes.Buffer) error // nil: the text is one
	json    func(io.Writer) error     // nil: the text is written as such
}

// exportFile writes a file, under a name that says which negotiation it is
// from.
func (s *site) exportFile(v *visit) error {
	name := v.r.PathValue("file")
	m := exportName.FindStringSubmatch(name)
	if m == nil {
		return missing("file " + name)
	}
	x, err := v.export(m)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	ending := m[8]
	if !x.can(ending) || m[3] != "" && ending != "docx" {
		return missing("file " + name)
	}
	if ending == "pdf" {
		err = x.print(v.r.Context(), &b)
	} else {
		err = x.write(&b, ending)
	}
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", mediaOf(ending).Media)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s-for-%s-%s.%s"`, v.ID, strings.TrimSuffix(name, "."+ending), v.Me.Party, v.Now.Format(time.DateOnly), ending))
	writePacked(v.w, v.r, http.StatusOK, b.Bytes())
	return nil
}

// export finds what a file is to hold by its name, divided.
func (v *visit) export(m []string) (*exported, error) {
	switch {
	case m[1] == "bracketed":
		return v.exportBracketed()
	case m[1] != "":
		return v.exportPage(m[1])
	case m[2] != "":
		r, err := v.heldRevision(m[2])
		if err != nil {
			return nil, err
		}
		x := &exported{text: r.Text, origin: v.originOf(r)}
		if m[3] != "" {
			x.origin.Comments = v.positionComments(r)
		}
		return x, nil
	case m[4] != "":
		return v.exportRedline(m[4], m[5])
	}
	if m[7] != "" {
		return v.exportVersion(m[7])
	}
	return v.exportAmendment(m[6])
}

// can reports whether there is such a file.
func (x *exported) can(ending string) bool {
	o, err := format.OutputOf(ending)
	switch {
	case ending == "pdf" || ending == "html":
		return true
	case err != nil || o.Ending != ending || x.text == nil:
		return false
	}
	return x.old == nil || o.Redlines || x.json != nil && ending == "json"
}

func (x *exported) write(b *bytes.Buffer, ending string) error {
	switch {
	case ending == "html" && x.page != nil:
		return x.page(b)
	case ending == "json" && x.json != nil:
		return x.json(b)
	case x.old != nil:
		return format.WriteRedline(b, ending, x.old, x.text, x.redline, x.origin)
	}
	return format.Write(b, ending, x.text, x.origin)
}

func (x *exported) print(ctx context.Context, b *bytes.Buffer) error {
	if !press.Available() {
		return &negotiation.Refusal{Reason: negotiation.NotFound, Msg: "This server makes no PDFs", Hint: "download the web page and print it, or ask whoever runs the server to install Chromium"}
	}
	var page bytes.Buffer
	if err := x.write(&page, "html"); err != nil {
		return err
	}
	return press.Print(ctx, b, page.Bytes())
}

// held returns the revision with the given number, nil where its words are not held.
func (v *visit) held(number int) *negotiation.Revision {
	if r := v.Revision(number); r != nil && !r.Placeholder() {
		return r
	}
	return nil
}

// heldRevision returns the revision with the given number, words and all.
func (v *visit) heldRevision(number string) (*negotiation.Revision, error) {
	n, _ := strconv.Atoi(number) // digits only, so that what fails is too large to be there
	if r := v.held(n); r != nil {
		return r, nil
	}
	return nil, missing("revision " + number)
}

func (v *visit) exportBracketed() (*exported, error) {
	laid, err := v.Bracketed()
	if err != nil {
		return nil, err
	}
	return &exported{text: laid.Text(), json: laid.WriteJSON, page: func(b *bytes.Buffer) error {
		return v.standalone(b, "Bracketed text", laid.Summary(), func(b *bytes.Buffer) error { return writeHTML(b, laid) })
	}}, nil
}

// exportPage writes what a page shows as a file that stands by itself.
func (v *visit) exportPage(name string) (*exported, error) {
	cur := v.Current()
	if cur == nil {
		return nil, missing(name)
	}
	if err := v.r.ParseForm(); err != nil {
		return nil, unreadable(err)
	}
	var data any
	var title string
	switch name {
	case "columns":
		data, title = v.columnsPage(cur), "What each party proposes"
	case "gaps":
		data, title = v.gapsPage(v.Gaps()), "Positions"
	default:
		page, err := v.instrumentPage()
		if err != nil {
			return nil, err
		}
		data, title = page, "Instrument"
	}
	return &exported{page: func(b *bytes.Buffer) error {
		return v.standalone(b, title, revisionName(cur)+", "+day(v.Now)+".", func(b *bytes.Buffer) error {
			return v.site.templates[name].ExecuteTemplate(b, "document", data)
		})
	}}, nil
}

func writeHTML(b *bytes.Buffer, laid *consolidate.Bracketed) error {
	b.WriteString(`<div class="text bracketed">`)
	defer b.WriteString(`</div>`)
	return laid.WriteHTML(b)
}

func (v *visit) exportRedline(from, to string) (*exported, error) {
	old, err := v.heldRevision(from)
	if err != nil {
		return nil, err
	}
	new, err := v.heldRevision(to)
	if err != nil {
		return nil, err
	}
	x := v.changed(old.Text, new.Text, fmt.Sprintf("Revision %d compared with revision %d", new.Number, old.Number))
	x.origin = v.originOf(new)
	return x, nil
}

// changed is what changed from one text to another.
func (v *visit) changed(old, new *text.Text, title string) *exported {
	r := v.compare(old, new)
	return &exported{old: old, text: new, redline: r, json: r.WriteJSON, page: func(b *bytes.Buffer) error {
		d := draw(r, false)
		return v.standalone(b, title, d.summary, func(b *bytes.Buffer) error {
			b.WriteString(string(d.html))
			return nil
		})
	}}
}

// exportVersion is the newest version in a language.
func (v *visit) exportVersion(lang string) (*exported, error) {
	x := v.InLanguage(lang)
	if x == nil {
		return nil, missing("version in " + lang)
	}
	return &exported{text: x.Text, origin: format.Origin{Options: docx.Options{Author: v.memberName(x.By)}}}, nil
}

// exportAmendment is an amendment as changes of its party, against the current
// revision while it is pending, otherwise against the one it was tabled against; its
// explanation is a comment.
func (v *visit) exportAmendment(id string) (*exported, error) {
	p, err := v.Proposal(negotiation.AmendmentID(id))
	if err != nil {
		return nil, err
	}
	base, a := v.amends(p)
	amended, err := a.Apply(base.Text)
	if err != nil {
		return nil, err
	}
	x := v.changed(base.Text, amended, "Amendment "+id)
	x.origin = v.originOf(base)
	x.origin.ID, x.origin.Author, x.origin.At = id, v.sponsor(p.Party).Name, p.At
	if on := firstIn(amended, provisionsOf(a.Changes)); on != "" && p.Explanation != "" {
		x.origin.Comments = []docx.Comment{{Author: x.origin.Author, At: p.At, Words: p.Explanation, On: on}}
	}
	return x, nil
}

// originOf says where a revision comes from, for what is made of it: so that what
// comes back is known again.
func (v *visit) originOf(r *negotiation.Revision) format.Origin {
	o := format.Origin{Options: docx.Options{
		Source: docx.Source{Negotiation: string(v.ID), Revision: r.Number, Address: r.ID}, Author: v.sponsor(r.Party).Name, At: r.At,
	}}
	for _, earlier := range v.Revisions {
		if earlier.Number <= r.Number {
			o.Versions = append(o.Versions, akn.Version{Revision: earlier.Number, Name: earlier.Name, At: earlier.At})
		}
	}
	return o
}

var standalonePage = template.Must(template.New("standalone").Parse(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{.Title}}: {{.Name}}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<style>{{.Style}}</style></head>
<body><main><h1 dir="auto">{{.Name}}</h1><p class="lede"><strong>{{.Title}}.</strong> {{.Says}}</p>
`))

// standalone writes a page that carries its own style sheet, to be kept as a
// file.
func (v *visit) standalone(b *bytes.Buffer, title, says string, body func(*bytes.Buffer) error) error {
	err := standalonePage.Execute(b, map[string]any{
		"Title": title, "Name": v.Name, "Says": says, "Style": template.CSS(v.site.assets.files["style.css"].plain),
	})
	if err != nil {
		return err
	}
	if err := body(b); err != nil {
		return err
	}
	b.WriteString("</main></body></html>\n")
	return nil
}
