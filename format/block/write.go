package block

import (
	"bytes"
	"io"
	"strings"

	"parley/text"
)

// Write writes t so that Read gives back a text that is the same but for ids
// and kinds. Where lines cannot carry the
// structure, the text is written as JSON behind a line that says so.
func Write(w io.Writer, t *text.Text, d Dialect) error {
	p := printer{words: d.Write}
	p.print(t)
	if back, err := Read(p.out.Bytes(), d); err != nil || !back.SameAs(t) {
		if _, err := io.WriteString(w, exact+"\n"); err != nil {
			return err
		}
		full := t.Clone()
		full.FillIDs()
		return text.WriteJSON(w, full)
	}
	_, err := w.Write(p.out.Bytes())
	return err
}

type printer struct {
	words func(string) string
	out   bytes.Buffer
}

func (p *printer) print(t *text.Text) {
	rest := t.Provisions
	if len(rest) > 0 && rest[0].Kind == text.Front {
		p.out.WriteString("---\n" + unescaped(rest[0].Words) + "\n---\n")
		rest = rest[1:]
	}
	if t.Title != "" {
		p.paragraph("# " + t.Title)
	}
	p.all(rest, 0, 0, !hasUnitWithWords(rest))
}

// unescaped returns the words of the front matter as they stood in the file.
func unescaped(words string) string { return text.Plain(words) }

// hasUnitWithWords reports whether an article somewhere has words of its own
// behind its number: it cannot be marked as a heading, and would then stand
// below what is.
func hasUnitWithWords(ps []*text.Provision) bool {
	for _, q := range ps {
		_, _, form := text.CutLabel(q.Label + " X")
		if form.Rank > 0 && q.Words != "" || hasUnitWithWords(q.Children) {
			return true
		}
	}
	return false
}

// all prints provisions that stand at the given depth. Marked says whether
// headings with the number of a unit are marked with # like others.
func (p *printer) all(ps []*text.Provision, depth, indent int, marked bool) {
	for _, q := range ps {
		p.provision(q, depth, indent, marked)
	}
}

func (p *printer) provision(q *text.Provision, depth, indent int, marked bool) {
	_, _, form := text.CutLabel(q.Label + " X")
	heads := q.Words == "" && (q.Heading != "" || form.Rank > 0)
	switch {
	case q.Kind == text.Table:
		p.table(q)
	case heads && (marked || form.Rank == 0):
		p.heading(q, depth)
		p.all(q.Children, depth+1, 0, marked)
	case heads:
		p.paragraph(strings.TrimSpace(p.label(q) + p.words(q.Heading)))
		p.all(q.Children, depth+1, 0, marked)
	case form.Rank > 0:
		p.item(q, 0)
		p.all(q.Children, depth+1, 0, marked)
	default:
		p.item(q, indent)
		p.all(q.Children, depth+1, indent+4, marked)
	}
}

func (p *printer) heading(q *text.Provision, depth int) {
	line := p.words(q.Heading)
	if q.Label == "" && looksSpecial(line) {
		line = `\` + line
	}
	p.paragraph(strings.Repeat("#", depth+2) + " " + strings.TrimSpace(p.label(q)+line))
}

func (p *printer) label(q *text.Provision) string {
	switch q.Label {
	case "":
		return ""
	case "•":
		return "- "
	}
	return q.Label + " "
}

func (p *printer) item(q *text.Provision, indent int) {
	body := p.words(q.Words)
	if q.Label == "" && looksSpecial(body) {
		body = `\` + body
	}
	pad := strings.Repeat(" ", indent)
	body = strings.ReplaceAll(body, "\n", "\\\n"+pad)
	p.paragraph(pad + p.label(q) + body)
}

func (p *printer) table(q *text.Provision) {
	var b strings.Builder
	for i, r := range q.Children {
		b.WriteString("| " + p.words(r.Words) + " |\n")
		if i == 0 {
			b.WriteString("|" + strings.Repeat("---|", 1+strings.Count(r.Words, " | ")) + "\n")
		}
	}
	p.paragraph(strings.TrimSuffix(b.String(), "\n"))
}

func (p *printer) paragraph(s string) {
	if p.out.Len() > 0 {
		p.out.WriteByte('\n')
	}
	p.out.WriteString(s + "\n")
}
