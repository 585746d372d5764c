package xmltree

import (
	"strings"
)

// Header stands before every document.
const Header = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// Bytes writes a document with n as its root.
func (n *Node) Bytes() []byte {
	var b strings.Builder
	b.WriteString(Header)
	n.write(&b)
	return []byte(b.String())
}

func (n *Node) write(b *strings.Builder) {
	if n.Name == "" {
		b.WriteString(characters.Replace(n.Text))
		return
	}
	b.WriteByte('<')
	n.writeName(b)
	for _, a := range n.Attrs {
		b.WriteByte(' ')
		if a.Name.Space != "" {
			b.WriteString(a.Name.Space + ":")
		}
		b.WriteString(a.Name.Local + `="` + values.Replace(a.Value) + `"`)
	}
	if len(n.Children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	for _, c := range n.Children {
		c.write(b)
	}
	b.WriteString("</")
	n.writeName(b)
	b.WriteByte('>')
}

func (n *Node) writeName(b *strings.Builder) {
	if n.Prefix != "" {
		b.WriteString(n.Prefix + ":")
	}
	b.WriteString(n.Name)
}

// A carriage return, and white space in an attribute, would be read as something
// else if they stood there as themselves.
var (
	characters = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	values     = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#xD;", "\n", "&#xA;", "\t", "&#x9;")
)
