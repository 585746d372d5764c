// Package xmltree reads XML into a tree of elements, for reading only: names
// without their prefixes, nothing expanded, limits on size and depth.
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

// MaxDepth is how deep elements may stand inside one another.
const MaxDepth = 512

// Node is an element, or characters between elements.
type Node struct {
	Name     string // local name; empty for characters
	Text     string // of characters
	Attrs    []xml.Attr
	Children []*Node
}

// Parse reads a document and returns its root. The error is a
// *text.SyntaxError.
func Parse(data []byte) (*Node, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(charset string, r io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the encoding %s is not read", charset)
	}
	top := &Node{}
	stack := []*Node{top}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, failure(d, err)
		}
		here := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if len(stack) > MaxDepth {
				return nil, failure(d, fmt.Errorf("elements stand more than %d deep", MaxDepth))
			}
			n := &Node{Name: t.Name.Local, Attrs: t.Attr}
			here.Children = append(here.Children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			here.Children = append(here.Children, &Node{Text: string(t)})
		}
	}
	for _, n := range top.Children {
		if n.Name != "" {
			return n, nil
		}
	}
	return nil, failure(d, errors.New("there is no element in it"))
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

// Attr returns the value of an attribute by its local name, or "".
func (n *Node) Attr(local string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == local {
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
