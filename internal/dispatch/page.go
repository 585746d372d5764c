package dispatch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// page is a web page being read.
type page struct {
	meta   map[string]string // by property, name or itemprop, in small letters
	title  string
	h1     string
	times  []string // of <time datetime>
	linked []map[string]any
}

// readHTML reads the words of a web page: its title, publisher and date from
// what it says of itself, its paragraphs from its article.
func readHTML(data []byte, contentType string) (*Article, error) {
	if bytes.Count(data, []byte("<")) > 1<<20 {
		return nil, fmt.Errorf("the page has more than a million elements: save the words of the article alone as text, and give that")
	}
	enc, _, certain := charset.DetermineEncoding(data[:min(len(data), 1024)], contentType)
	if !certain && utf8.Valid(data) {
		enc, _ = charset.Lookup("utf-8")
	}
	decoded, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("read the page's letters: %w", err)
	}
	root, err := html.Parse(bytes.NewReader(decoded))
	if err != nil {
		return nil, fmt.Errorf("read the page: %w; save the words of the article alone as text, and give that", err)
	}
	p := &page{meta: map[string]string{}}
	p.look(root)
	a := &Article{Title: p.titled(), Publisher: p.publisher(), Language: p.meta["lang"], URL: p.meta["og:url"]}
	a.Published = parseDate(p.date())
	a.Text = articleText(root)
	if strings.ContainsRune(a.Text, utf8.RuneError) {
		a.Notes = append(a.Notes, "Some letters of the page could not be read: its encoding is not the one that it names. Where words are wrong, copy them and give them as text.")
	}
	return a, nil
}

// each calls visit for a node and all below it, in order and without recursion;
// what visit refuses is not entered.
func each(root *html.Node, visit func(*html.Node) bool) {
	for n := root; n != nil; {
		if visit(n) && n.FirstChild != nil {
			n = n.FirstChild
			continue
		}
		for n != root && n.NextSibling == nil {
			n = n.Parent
		}
		if n == root {
			return
		}
		n = n.NextSibling
	}
}

// look collects what a page says of itself.
func (p *page) look(root *html.Node) {
	each(root, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return true
		}
		switch n.DataAtom {
		case atom.Html:
			p.meta["lang"] = attribute(n, "lang")
		case atom.Meta:
			p.lookMeta(n)
		case atom.Title:
			if p.title == "" {
				p.title = fold(textOf(n))
			}
		case atom.H1:
			if p.h1 == "" {
				p.h1 = fold(textOf(n))
			}
		case atom.Time:
			p.times = append(p.times, attribute(n, "datetime"))
		case atom.Script:
			if strings.EqualFold(attribute(n, "type"), "application/ld+json") {
				p.lookLinked(n)
			}
			return false
		}
		return true
	})
}

func (p *page) lookMeta(n *html.Node) {
	content := strings.TrimSpace(attribute(n, "content"))
	for _, key := range []string{"property", "name", "itemprop"} {
		if name := strings.ToLower(attribute(n, key)); name != "" && p.meta[name] == "" {
			p.meta[name] = content
		}
	}
}

// lookLinked reads JSON-LD as data: an object, a list, or a graph.
func (p *page) lookLinked(n *html.Node) {
	if n.FirstChild == nil {
		return
	}
	var value any
	if json.Unmarshal([]byte(n.FirstChild.Data), &value) != nil {
		return
	}
	queue := []any{value}
	for len(queue) > 0 && len(p.linked) < 200 {
		switch v := queue[0].(type) {
		case []any:
			queue = append(queue, v...)
		case map[string]any:
			p.linked = append(p.linked, v)
			if graph, ok := v["@graph"].([]any); ok {
				queue = append(queue, graph...)
			}
		}
		queue = queue[1:]
	}
}

func (p *page) linkedText(key string) string {
	for _, v := range p.linked {
		switch t := v[key].(type) {
		case string:
			return t
		case map[string]any:
			if name, ok := t["name"].(string); ok {
				return name
			}
		}
	}
	return ""
}

func (p *page) titled() string {
	return first(p.linkedText("headline"), p.meta["og:title"], p.h1, p.title)
}

func (p *page) publisher() string {
	return first(p.linkedText("publisher"), p.meta["og:site_name"], p.meta["publisher"], p.meta["application-name"])
}

func (p *page) date() string {
	found := first(p.linkedText("datePublished"), p.meta["article:published_time"], p.meta["datepublished"], p.meta["og:published_time"],
		p.meta["dc.date"], p.meta["dc.date.issued"], p.meta["pubdate"], p.meta["publish-date"], p.meta["date"], p.meta["parsely-pub-date"])
	if found == "" {
		found = first(p.times...)
	}
	return found
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if strings.EqualFold(a.Key, key) {
			return a.Val
		}
	}
	return ""
}

// unread are elements whose words are none of the article's.
var unread = []atom.Atom{
	atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Button, atom.Svg, atom.Iframe,
	atom.Select, atom.Textarea, atom.Object, atom.Embed, atom.Audio, atom.Video, atom.Canvas, atom.Head, atom.Figcaption, atom.Math, atom.Label,
}

// blocks are elements that begin and end a paragraph.
var blocks = []atom.Atom{
	atom.P, atom.Div, atom.Li, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Section, atom.Article, atom.Main,
	atom.Td, atom.Th, atom.Tr, atom.Dd, atom.Dt, atom.Pre, atom.Ul, atom.Ol, atom.Table, atom.Header, atom.Figure, atom.Body, atom.Address, atom.Br, atom.Hr,
}

// articleText returns the paragraphs of a page: of its article, else of its
// main part, else of all of it.
func articleText(root *html.Node) string {
	best := ""
	for _, kind := range []atom.Atom{atom.Article, atom.Main, atom.Body} {
		each(root, func(n *html.Node) bool {
			if n.DataAtom != kind {
				return true
			}
			if t := paragraphsOf(n); len(t) > len(best) {
				best = t
			}
			return false
		})
		if len(best) > 200 {
			return best
		}
	}
	if best == "" {
		best = paragraphsOf(root)
	}
	return best
}

func paragraphsOf(root *html.Node) string {
	var lines []string
	var line strings.Builder
	end := func() {
		if words := fold(line.String()); words != "" {
			lines = append(lines, words)
		}
		line.Reset()
	}
	var last *html.Node // the block that the line stands in
	each(root, func(n *html.Node) bool {
		if n.Type == html.ElementNode {
			if slices.Contains(unread, n.DataAtom) || hidden(n) {
				return false
			}
			if slices.Contains(blocks, n.DataAtom) {
				end()
			}
			return true
		}
		if n.Type == html.TextNode {
			if b := blockOf(n); b != last {
				end()
				last = b
			}
			line.WriteString(n.Data)
		}
		return true
	})
	end()
	return strings.Join(lines, "\n")
}

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" {
			return true
		}
	}
	return false
}

// blockOf returns the paragraph that words stand in.
func blockOf(n *html.Node) *html.Node {
	for depth := 0; n.Parent != nil && depth < 64; depth++ {
		n = n.Parent
		if slices.Contains(blocks, n.DataAtom) {
			return n
		}
	}
	return n
}

func textOf(root *html.Node) string {
	var b strings.Builder
	each(root, func(n *html.Node) bool {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		return true
	})
	return b.String()
}
