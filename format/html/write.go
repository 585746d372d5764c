package html

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"parley/format/block"
	"parley/text"
)

// A text is written as an article of sections, one for each provision, that carry
// the provision's id and kind: by these it is read back as it was.

// class marks the article that holds a text.
const class = "parley-text"

// style is enough to read the page by, on a screen and on paper.
const style = `body{max-width:42em;margin:2em auto;padding:0 1em;font:1.05rem/1.5 "Noto Serif","Noto Naskh Arabic","Noto Serif CJK SC",serif}section section{margin-inline-start:1.5em}` +
	`@page{margin:22mm 20mm;@bottom-center{content:counter(page) " / " counter(pages);font:9pt sans-serif}}` +
	`@media print{body{margin:0;max-width:none;font-size:11pt}h1,h2,h3,h4,h5,h6{break-after:avoid}p{orphans:3;widows:3}tr{break-inside:avoid}}` +
	`.label{margin-inline-end:.5em}.note{font-size:.85em}.note::before{content:" ["}.note::after{content:"]"}table{border-collapse:collapse}td{border:1px solid;padding:.2em .5em}`

var inline = block.Markup{
	Break: "<br>", Bold: [2]string{"<b>", "</b>"}, Italic: [2]string{"<i>", "</i>"},
	Note: [2]string{`<span class="note" role="note">`, "</span>"}, Escape: html.EscapeString,
}

// Write writes a text as a page that needs nothing else.
func Write(w io.Writer, t *text.Text) error {
	var b strings.Builder
	lang := ""
	if t.Lang != "" {
		lang = ` lang="` + html.EscapeString(t.Lang) + `"`
	}
	fmt.Fprintf(&b, "<!doctype html>\n<html%s>\n<head><meta charset=\"utf-8\"><title>%s</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>%s</style></head>\n<body>\n<article class=\"%s\" dir=\"auto\">\n",
		lang, html.EscapeString(t.Title), style, class)
	if t.Title != "" {
		fmt.Fprintf(&b, "<h1 class=\"title\">%s</h1>\n", html.EscapeString(t.Title))
	}
	for _, p := range t.Provisions {
		provision(&b, p, 2)
	}
	b.WriteString("</article>\n</body>\n</html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func provision(b *strings.Builder, p *text.Provision, level int) {
	if block.IsGrid(p) {
		fmt.Fprintf(b, "<table%s>\n", ids(p))
		for _, row := range p.Children {
			fmt.Fprintf(b, "<tr%s>", ids(row))
			for _, cell := range block.Cells(row.Words) {
				b.WriteString(`<td dir="auto">` + inline.Inline(cell) + "</td>")
			}
			b.WriteString("</tr>\n")
		}
		b.WriteString("</table>\n")
		return
	}
	fmt.Fprintf(b, "<section%s>\n", ids(p))
	label := ""
	if p.Label != "" {
		label = `<span class="label">` + html.EscapeString(p.Label) + "</span> "
	}
	if p.Heading != "" {
		n := min(level, 6)
		fmt.Fprintf(b, "<h%d dir=\"auto\">%s%s</h%d>\n", n, label, inline.Inline(p.Heading), n)
		label = ""
	}
	if p.Words != "" || label != "" {
		fmt.Fprintf(b, "<p dir=\"auto\">%s%s</p>\n", label, inline.Inline(p.Words))
	}
	for _, q := range p.Children {
		provision(b, q, level+1)
	}
	b.WriteString("</section>\n")
}

func ids(p *text.Provision) string {
	return fmt.Sprintf(` id="p-%s" data-kind="%s"`, html.EscapeString(string(p.ID)), html.EscapeString(string(p.Kind)))
}

func isOurs(n *html.Node) bool { return n.DataAtom == atom.Article && attr(n, "class") == class }

// ours reads an article that Write wrote.
func ours(article *html.Node) *text.Text {
	t := &text.Text{}
	for a := range article.Ancestors() {
		if a.DataAtom == atom.Html {
			t.Lang = attr(a, "lang")
		}
	}
	if h := find(article, func(n *html.Node) bool { return n.DataAtom == atom.H1 && attr(n, "class") == "title" }); h != nil {
		t.Title = text.FoldPlain(text.Plain(wordsOf(h)))
	}
	t.Provisions = provisionsIn(article, 0)
	seen := map[text.ID]bool{}
	for _, p := range t.Places() {
		if !p.ID.Valid() || seen[p.ID] {
			p.ID = ""
		}
		seen[p.ID] = true
	}
	t.FillIDs()
	return t
}

func provisionsIn(n *html.Node, depth int) []*text.Provision {
	var out []*text.Provision
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Section, atom.Table, atom.Tr:
			p := &text.Provision{ID: text.ID(strings.TrimPrefix(attr(c, "id"), "p-")), Kind: text.Kind(attr(c, "data-kind"))}
			fill(p, c)
			if depth < text.MaxDepth-1 {
				p.Children = provisionsIn(c, depth+1)
			}
			out = append(out, p)
		case atom.Tbody:
			out = append(out, provisionsIn(c, depth)...)
		}
	}
	return out
}

// fill reads what a provision says itself.
func fill(p *text.Provision, n *html.Node) {
	if n.DataAtom == atom.Tr {
		var cells []string
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Td {
				cells = append(cells, wordsOf(c))
			}
		}
		p.Words = text.Fold(strings.Join(cells, " | "))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if headings[c.DataAtom] == 0 && c.DataAtom != atom.P {
			continue
		}
		if l := c.FirstChild; l != nil && l.DataAtom == atom.Span && attr(l, "class") == "label" {
			p.Label = text.FoldPlain(text.Plain(wordsOf(l)))
			c.RemoveChild(l)
		}
		if c.DataAtom == atom.P {
			p.Words = wordsOf(c)
		} else {
			p.Heading = wordsOf(c)
		}
	}
}

// wordsOf reads an element within which there are no blocks.
func wordsOf(n *html.Node) string {
	var runs block.Runs
	addTo(&runs, n, 0)
	return runs.Words()
}

func addTo(runs *block.Runs, n *html.Node, face text.Style) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			runs.Add(spaces.Replace(c.Data), face)
		case c.DataAtom == atom.Br:
			runs.Add("\n", face)
		case c.DataAtom == atom.B:
			addTo(runs, c, face|text.Bold)
		case c.DataAtom == atom.I:
			addTo(runs, c, face|text.Italic)
		case attr(c, "class") == "note":
			runs.Note(wordsOf(c))
		default:
			addTo(runs, c, face)
		}
	}
}
