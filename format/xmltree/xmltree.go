// Package xmltree reads XML into a tree of elements and writes it again as it
// was: prefixes, attributes and their order are kept, because formats refer to
// prefixes by name. Nothing is expanded; size, number and depth are limited.
package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"parley/text"
)

// MaxDepth is how deep elements may stand inside one another, and MaxNodes how
// many elements, attributes and runs of characters a document may have.
const (
	MaxDepth = 512
	MaxNodes = 1_000_000
)

// maxRun is how many bytes may stand between two elements, or within one.
const maxRun = 8 << 20

// Node is an element, or characters between elements. Its zero value is no
// characters.
type Node struct {
	Name     string     // local name; empty for characters
	Prefix   string     // of an element's name
	Text     string     // of characters
	Attrs    []xml.Attr // Name.Space is the prefix
	Children []*Node
}

// Parse reads a document and returns its root. The error is a
// *text.SyntaxError.
func Parse(data []byte) (*Node, error) {
	if bytes.Count(data, []byte("<")) > 2*MaxNodes+MaxNodes/10 { // each begins and ends; there are comments
		return nil, &text.SyntaxError{Msg: fmt.Sprintf("it has more than %d elements", MaxNodes), Hint: "divide the document"}
	}
	for at := 0; at < len(data); {
		n := bytes.IndexByte(data[at:], '<')
		if n > maxRun || n < 0 && len(data)-at > maxRun {
			return nil, &text.SyntaxError{Msg: fmt.Sprintf("more than %d MB stand here without an element", maxRun>>20), Hint: "export the file again from where it was made"}
		}
		if n < 0 {
			break
		}
		at += n + 1
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the encoding %s is not read", charset)
	}
	p := parser{top: &Node{}}
	p.stack = []*Node{p.top}
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = p.take(token)
		}
		if err != nil {
			return nil, failure(d, err)
		}
	}
	if len(p.stack) > 1 {
		return nil, failure(d, fmt.Errorf("the element %s is not closed", p.stack[len(p.stack)-1].Name))
	}
	for _, n := range p.top.Children {
		if n.Name != "" {
			return n, nil
		}
	}
	return nil, failure(d, errors.New("there is no element in it"))
}

type parser struct {
	top   *Node
	stack []*Node
	nodes int
}

func (p *parser) take(token xml.Token) error {
	here := p.stack[len(p.stack)-1]
	switch t := token.(type) {
	case xml.StartElement:
		n := &Node{Name: t.Name.Local, Prefix: t.Name.Space, Attrs: t.Attr}
		here.Children = append(here.Children, n)
		p.stack = append(p.stack, n)
		p.nodes += 1 + len(t.Attr)
		if len(p.stack) > MaxDepth+1 {
			return fmt.Errorf("elements stand more than %d deep", MaxDepth)
		}
	case xml.EndElement:
		if here == p.top || here.Name != t.Name.Local || here.Prefix != t.Name.Space {
			return fmt.Errorf("the element %s is closed and not open", t.Name.Local)
		}
		p.stack = p.stack[:len(p.stack)-1]
	case xml.CharData:
		if here == p.top || len(t) == 0 {
			return nil // white space around the document
		}
		here.Children = append(here.Children, &Node{Text: string(t)})
		p.nodes++
	}
	if p.nodes > MaxNodes {
		return fmt.Errorf("it has more than %d elements", MaxNodes)
	}
	return nil
}

func failure(d *xml.Decoder, err error) error {
	line, col := d.InputPos()
	msg := err.Error()
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		line, col, msg = syntax.Line, 0, syntax.Msg
	}
	return &text.SyntaxError{Line: line, Col: col, Msg: "this is not well-formed XML in UTF-8: " + msg, Hint: "export the file again from where it was made"}
}

// Attr returns the value of an attribute by its local name, or "". The names of
// namespaces are none. It may be called on nil.
func (n *Node) Attr(local string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attrs {
		if a.Name.Local == local && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// Child returns the first child element of that name, or nil. It may be called
// on nil.
func (n *Node) Child(names ...string) *Node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		var found *Node
		for _, c := range n.Children {
			if c.Name == name {
				found = c
				break
			}
		}
		n = found
	}
	return n
}

// Val returns the attribute "val" of the child element of that name, and
// whether there is such an element.
func (n *Node) Val(name string) (string, bool) {
	c := n.Child(name)
	if c == nil {
		return "", false
	}
	return c.Attr("val"), true
}

// All returns the children of n. It may be called on nil.
func (n *Node) All() []*Node {
	if n == nil {
		return nil
	}
	return n.Children
}

// HasText reports whether characters other than white space stand directly in
// n.
func (n *Node) HasText() bool {
	for _, c := range n.Children {
		if c.Name == "" && strings.TrimSpace(c.Text) != "" {
			return true
		}
	}
	return false
}

// WriteText writes the characters below n, those of each element apart.
func (n *Node) WriteText(w io.Writer) {
	if n.Name == "" {
		io.WriteString(w, n.Text+"\n")
	}
	for _, c := range n.Children {
		c.WriteText(w)
	}
}
