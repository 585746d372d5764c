package xmltree

import (
	"strings"
	"unicode/utf8"
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
		b.WriteString(Escape(n.Text))
		return
	}
	b.WriteByte('<')
	n.writeName(b)
	for _, a := range n.Attrs {
		b.WriteByte(' ')
		if a.Name.Space != "" {
			b.WriteString(a.Name.Space + ":")
		}
		b.WriteString(a.Name.Local + `="` + EscapeValue(a.Value) + `"`)
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

// Escape writes what stands between elements. What XML cannot hold becomes the
// replacement character.
func Escape(s string) string { return escape(s, "&<>\r") }

// EscapeValue writes what stands in an attribute.
func EscapeValue(s string) string { return escape(s, "&<>\r\n\t\"") }

func escape(s, special string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return strings.ContainsRune(special, r) || isBarred(r) || r == utf8.RuneError }) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case isBarred(r):
			b.WriteRune(utf8.RuneError)
		case strings.ContainsRune(special, r):
			b.WriteString(entities[r])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isBarred reports whether no XML document may hold r.
func isBarred(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// A carriage return, and white space in an attribute, would be read as something
// else if they stood there as themselves.
var entities = map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;", '\r': "&#xD;", '\n': "&#xA;", '\t': "&#x9;"}
