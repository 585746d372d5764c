package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"parley/consolidate"
	"parley/format"
	"parley/format/docx"
	"parley/negotiation"
	"parley/text"
)

// ExportPage lists what can be downloaded.
type ExportPage struct {
	Page  Page
	Items []ExportItem
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
	page := ExportPage{Page: v.page("Export", "export")}
	if v.Current() != nil {
		page.Items = append(page.Items, v.exportItem("Instrument, as it would be signed", "instrument", "html"))
		page.Items = append(page.Items, v.exportItem("Columns: what each party proposes", "columns", "html"))
		page.Items = append(page.Items, v.exportItem("Bracketed text", "bracketed", "docx", "md", "txt", "json", "html"))
	}
	for i := len(v.Revisions) - 1; i >= 0; i-- {
		r := v.Revisions[i]
		name := revisionName(r) + " (" + string(r.Standing) + ")"
		if r.Placeholder() {
			page.Items = append(page.Items, ExportItem{Name: name})
			continue
		}
		page.Items = append(page.Items, v.exportItem(name, fmt.Sprintf("revision-%d", r.Number), "docx", "md", "txt", "json"))
		page.Items = append(page.Items, v.exportItem(name+", with positions as comments", fmt.Sprintf("revision-%d-positions", r.Number), "docx"))
		if before := v.heldBefore(r); before != nil {
			page.Items = append(page.Items, v.exportItem(fmt.Sprintf("Redline from revision %d to %d", before.Number, r.Number),
				fmt.Sprintf("redline-%d-%d", before.Number, r.Number), "docx", "html", "json"))
		}
	}
	s.show(v.w, v.r, http.StatusOK, "export", page)
	return nil
}

var formatNames = map[string]string{"md": "Markdown", "txt": "Plain text", "json": "JSON", "html": "Web page", "docx": "Word"}

func (v *visit) exportItem(name, stem string, endings ...string) ExportItem {
	item := ExportItem{Name: name}
	for _, e := range endings {
		item.Files = append(item.Files, ExportFile{stem + "-" + e, v.path + "/export/" + stem + "." + e, formatNames[e]})
	}
	return item
}

var exportName = regexp.MustCompile(`^(?:(bracketed|instrument|columns)|revision-(\d+)(-positions)?|redline-(\d+)-(\d+)|amendment-([\w-]+))\.(md|txt|json|html|docx)$`)

// exportFile writes a file, under a name that says which negotiation it is
// from.
func (s *site) exportFile(v *visit) error {
	name := v.r.PathValue("file")
	m := exportName.FindStringSubmatch(name)
	if m == nil {
		return missing("file " + name)
	}
	var b bytes.Buffer
	var err error
	switch ending := m[7]; {
	case m[1] == "bracketed":
		err = v.exportBracketed(&b, ending)
	case m[1] != "":
		err = v.exportPage(&b, m[1], ending)
	case m[2] != "":
		err = v.exportRevision(&b, m[2], ending, m[3] != "")
	case m[4] != "":
		err = v.exportRedline(&b, m[4], m[5], ending)
	default:
		err = v.exportAmendment(&b, m[6], ending)
	}
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", map[string]string{
		"md": "text/markdown; charset=utf-8", "txt": "text/plain; charset=utf-8",
		"json": "application/json", "html": "text/html; charset=utf-8",
		"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	}[m[7]])
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s"`, v.ID, v.toldApart(name)))
	writePacked(v.w, v.r, http.StatusOK, b.Bytes())
	return nil
}

// toldApart puts the recipient and the day into the name of a Word file, which goes
// from hand to hand.
func (v *visit) toldApart(name string) string {
	stem, word := strings.CutSuffix(name, ".docx")
	if !word {
		return name
	}
	return fmt.Sprintf("%s-for-%s-%s.docx", stem, v.Me.Party, v.Now.Format(time.DateOnly))
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

// exportRevision writes a revision, in a Word file also with what parties say to its
// provisions as comments.
func (v *visit) exportRevision(b *bytes.Buffer, number, ending string, positions bool) error {
	r, err := v.heldRevision(number)
	switch {
	case err != nil:
		return err
	case ending == "docx":
		return v.wordRevision(b, r, positions)
	case positions:
		return missing("a revision with positions as ." + ending)
	}
	return writeText(b, r.Text, ending)
}

func writeText(b *bytes.Buffer, t *text.Text, ending string) error {
	if ending == "html" {
		return missing("a revision as a web page")
	}
	return format.Write(b, ending, t)
}

func (v *visit) exportBracketed(b *bytes.Buffer, ending string) error {
	laid, err := v.Bracketed()
	if err != nil {
		return err
	}
	switch ending {
	case "docx":
		return docx.Write(b, laid.Text(), docx.Options{})
	case "json":
		return laid.WriteJSON(b)
	case "html":
		return v.standalone(b, "Bracketed text", laid.Summary(), func(b *bytes.Buffer) error { return writeHTML(b, laid) })
	}
	return writeText(b, laid.Text(), ending)
}

// exportPage writes what a page shows as a file that stands by itself.
func (v *visit) exportPage(b *bytes.Buffer, name, ending string) error {
	cur := v.Current()
	if cur == nil || ending != "html" {
		return missing(name + "." + ending)
	}
	if err := v.r.ParseForm(); err != nil {
		return unreadable(err)
	}
	var data any = v.columnsPage(cur)
	title := "What each party proposes"
	if name == "instrument" {
		page, err := v.instrumentPage()
		if err != nil {
			return err
		}
		data, title = page, "Instrument"
	}
	return v.standalone(b, title, revisionName(cur)+", "+day(v.Now)+".", func(b *bytes.Buffer) error {
		return v.site.templates[name].ExecuteTemplate(b, "document", data)
	})
}

func writeHTML(b *bytes.Buffer, laid *consolidate.Bracketed) error {
	b.WriteString(`<div class="text bracketed">`)
	defer b.WriteString(`</div>`)
	return laid.WriteHTML(b)
}

func (v *visit) exportRedline(b *bytes.Buffer, from, to, ending string) error {
	old, err := v.heldRevision(from)
	if err != nil {
		return err
	}
	new, err := v.heldRevision(to)
	if err != nil {
		return err
	}
	switch ending {
	case "docx":
		return v.wordRedline(b, old, new)
	case "json":
		return v.compare(old.Text, new.Text).WriteJSON(b)
	case "html":
		d := v.redlineOf(old.Text, new.Text, false)
		title := fmt.Sprintf("Revision %d compared with revision %d", new.Number, old.Number)
		return v.standalone(b, title, d.summary, func(b *bytes.Buffer) error {
			b.WriteString(string(d.html))
			return nil
		})
	}
	return missing("a redline as ." + ending)
}

func (v *visit) exportAmendment(b *bytes.Buffer, id, ending string) error {
	p, err := v.Proposal(negotiation.AmendmentID(id))
	if err != nil {
		return err
	}
	if ending != "docx" {
		return missing("an amendment as ." + ending)
	}
	return v.wordAmendment(b, p)
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
