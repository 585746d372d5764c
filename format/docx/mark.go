package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"encoding/xml"

	"parley/format/known"
	"parley/format/xmltree"
	"parley/text"
)

// Mark writes a document as it is, down to the last byte of every part that it does not
// need to touch, with the hidden bookmarks and the map by which its provisions are known
// again when it comes back: their layout, tracked changes, comments and notes stay as
// they were. A document that has them already is written as it is. The error is a
// *text.SyntaxError where the document is at fault.
func Mark(w io.Writer, data []byte, from Source) error {
	r, err := readAll(data)
	if err != nil {
		return err
	}
	s := r.source
	if s.known != nil {
		_, err := w.Write(data)
		return err
	}
	m := marker{source: s, next: 1 + lastBookmark(s.root)}
	m.list(r)
	m.mark(s.body)
	changed, err := m.parts(from, r.doc.Text.Lang)
	if err != nil {
		return err
	}
	return rewrite(w, data, changed)
}

// marker puts bookmarks into the paragraphs of a document.
type marker struct {
	*source
	entries []known.Entry
	keys    map[text.ID]string // of paragraphs and rows, to those of their bookmarks
	next    int                // id of a bookmark
}

// list makes the entries of the map: of what is there with all changes accepted, in
// its order, and then of what is there without them only.
func (m *marker) list(r *reading) {
	m.keys = map[text.ID]string{}
	at := map[text.ID]int{}
	places := map[text.ID]text.Place{}
	for i, t := range []*text.Text{r.doc.Text, r.doc.Base} {
		for _, p := range t.Places() {
			if at[p.ID] == 0 {
				m.entries = append(m.entries, known.Entry{ID: p.ID, Kind: p.Kind, Depth: p.Depth, Gone: i == 1, Sum: known.Sum(p.Heading, p.Words)})
				at[p.ID] = len(m.entries)
				places[p.ID] = p
			}
		}
	}
	for key, id := range r.keys.ids {
		p, n := places[id], at[id]
		if n == 0 {
			continue
		}
		part := "w"
		switch {
		case p.Kind == text.Row:
			part = "r"
		case p.Heading != "":
			part = "h"
		}
		m.keys[key] = fmt.Sprintf("%s%d%s", known.Bookmark, n, part)
		m.entries[n-1].Typed = p.Label != "" && !r.automatic[key]
	}
}

// mark puts a bookmark into each paragraph and row that has an entry.
func (m *marker) mark(n *xmltree.Node) {
	for _, c := range n.Children {
		if name := m.keys[m.places[c]]; name != "" && c.Name != "tbl" {
			if p := firstParagraph(c); p != nil {
				m.bookmark(p, name)
			}
		}
		m.mark(c)
	}
}

// firstParagraph returns n, or the first paragraph of the first cell of a row.
func firstParagraph(n *xmltree.Node) *xmltree.Node {
	if n.Name == "p" {
		return n
	}
	for _, c := range n.Children {
		if p := firstParagraph(c); p != nil {
			return p
		}
	}
	return nil
}

func (m *marker) bookmark(p *xmltree.Node, name string) {
	attr := func(local, value string) xml.Attr {
		return xml.Attr{Name: xml.Name{Space: p.Prefix, Local: local}, Value: value}
	}
	id := attr("id", strconv.Itoa(m.next))
	m.next++
	at := 0
	if len(p.Children) > 0 && p.Children[0].Name == "pPr" {
		at = 1
	}
	rest := p.Children[at:]
	p.Children = append(append([]*xmltree.Node{}, p.Children[:at]...),
		&xmltree.Node{Prefix: p.Prefix, Name: "bookmarkStart", Attrs: []xml.Attr{id, attr("name", name)}},
		&xmltree.Node{Prefix: p.Prefix, Name: "bookmarkEnd", Attrs: []xml.Attr{id}})
	p.Children = append(p.Children, rest...)
}

// lastBookmark returns the largest number that names a bookmark or a tracked change.
func lastBookmark(n *xmltree.Node) int {
	most := 0
	if id, err := strconv.Atoi(n.Attr("id")); err == nil && id < 1<<30 {
		most = id
	}
	for _, c := range n.Children {
		most = max(most, lastBookmark(c))
	}
	return most
}

// parts are those that are new or other than they were.
func (m *marker) parts(from Source, lang string) (map[string]string, error) {
	n := 1
	for m.files[fmt.Sprintf("customXml/item%d.xml", n)] != nil || m.files[fmt.Sprintf("customXml/itemProps%d.xml", n)] != nil {
		n++
	}
	out := map[string]string{m.main: string(m.root.Bytes())}
	for _, p := range mapParts(n, known.XML(known.Source(from), lang, m.entries)) {
		out[p.name] = xmltree.Header + p.content
	}
	up := strings.Repeat("../", strings.Count(m.main, "/"))
	rels := path.Join(path.Dir(m.main), "_rels", path.Base(m.main)+".rels")
	for name, child := range map[string]*xmltree.Node{
		rels: element("Relationship", "Id", "rIdParley", "Type", relNamespace+"/customXml", "Target", fmt.Sprintf("%scustomXml/item%d.xml", up, n)),
		"[Content_Types].xml": element("Override", "PartName", fmt.Sprintf("/customXml/itemProps%d.xml", n),
			"ContentType", "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"),
	} {
		root, err := m.xml(name)
		if err != nil {
			return nil, err
		}
		if child.Prefix = root.Prefix; len(root.Children) > 0 {
			child.Prefix = root.Children[0].Prefix
		}
		root.Children = append(root.Children, child)
		if name == "[Content_Types].xml" {
			root.Children = append([]*xmltree.Node{withPrefix(element("Default", "Extension", "xml", "ContentType", "application/xml"), child.Prefix)}, withoutDefault(root.Children)...)
		}
		out[name] = string(root.Bytes())
	}
	return out, nil
}

func withPrefix(n *xmltree.Node, prefix string) *xmltree.Node {
	n.Prefix = prefix
	return n
}

// withoutDefault leaves out what is said of all parts that end in .xml; each but ours
// says by itself what it is.
func withoutDefault(ns []*xmltree.Node) []*xmltree.Node {
	var out []*xmltree.Node
	for _, n := range ns {
		if n.Name != "Default" || !strings.EqualFold(n.Attr("Extension"), "xml") {
			out = append(out, n)
		}
	}
	return out
}

func element(name string, attrs ...string) *xmltree.Node {
	n := &xmltree.Node{Name: name}
	for i := 0; i < len(attrs); i += 2 {
		n.Attrs = append(n.Attrs, xml.Attr{Name: xml.Name{Local: attrs[i]}, Value: attrs[i+1]})
	}
	return n
}

// rewrite copies an archive with some parts changed or added.
func rewrite(w io.Writer, data []byte, changed map[string]string) error {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	out := zip.NewWriter(w)
	put := func(name string) error {
		f, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: noTime})
		if err == nil {
			_, err = io.WriteString(f, changed[name])
		}
		delete(changed, name)
		return err
	}
	for _, f := range in.File {
		name := strings.TrimPrefix(f.Name, "/")
		if _, ok := changed[name]; ok {
			err = put(name)
		} else {
			err = out.Copy(f)
		}
		if err != nil {
			return err
		}
	}
	for len(changed) > 0 {
		for name := range changed {
			if err := put(name); err != nil {
				return err
			}
		}
	}
	return out.Close()
}
