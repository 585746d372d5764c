package scenario

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
)

// An element of an XML file.
type element struct {
	file     string
	line     int
	name     string
	attrs    map[string]string
	children []*element
}

func (e *element) errorf(hint, format string, args ...any) error {
	return &Error{File: e.file, Line: e.line, Msg: fmt.Sprintf(format, args...), Hint: hint}
}

// number is the number in an attribute.
func (e *element) number(attr string) (*big.Rat, error) {
	text, ok := e.attrs[attr]
	if !ok {
		return nil, e.errorf("add it", "<%s> has no %q", e.name, attr)
	}
	x, ok := Number(text)
	if !ok {
		return nil, e.errorf("write a number", "%s=%q of <%s> is no number", attr, short(text), e.name)
	}
	return x, nil
}

// first is the first child of a name, nil if there is none.
func (e *element) first(name string) *element {
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// all is the elements of these names within, in the order of the file; what lies within
// one of them is left to it.
func (e *element) all(names ...string) []*element {
	var out []*element
	for _, c := range e.children {
		found := false
		for _, name := range names {
			found = found || c.name == name
		}
		if found {
			out = append(out, c)
			continue
		}
		out = append(out, c.all(names...)...)
	}
	return out
}

// parseXML reads an XML file, mended.
func (r *reader) parseXML(f File) (*element, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(f.Data), []byte("<")) {
		return nil, &Error{File: f.Name, Msg: "this is no XML, as the files before are", Hint: "give files of one tool"}
	}
	m := mender{reader: r, file: f.Name, data: f.Data, line: 1}
	d := xml.NewDecoder(bytes.NewReader(m.mend()))
	root := &element{file: f.Name}
	open := []*element{root}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) && len(root.children) == 1 {
			return root.children[0], nil
		}
		line, _ := d.InputPos()
		if err != nil {
			return nil, brokenXML(f.Name, line, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			e := &element{file: f.Name, line: line, name: t.Name.Local, attrs: map[string]string{}}
			for _, a := range t.Attr {
				if _, twice := e.attrs[a.Name.Local]; twice {
					return nil, e.errorf("remove one", "<%s> has %q twice", e.name, a.Name.Local)
				}
				e.attrs[a.Name.Local] = a.Value
			}
			parent := open[len(open)-1]
			parent.children = append(parent.children, e)
			if open = append(open, e); len(open) > maxDepth {
				return nil, e.errorf("flatten it", "this lies more than %d deep", maxDepth)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	}
}

func brokenXML(file string, line int, err error) error {
	msg := err.Error()
	if errors.Is(err, io.EOF) {
		msg = "it does not hold one element"
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		msg, line = syntax.Msg, syntax.Line
	}
	return &Error{File: file, Line: line, Msg: "this is no XML: " + msg, Hint: "mend what stands before this place"}
}

// A mender makes well-formed what can be meant in one way only.
type mender struct {
	*reader
	file  string
	data  []byte
	at    int
	line  int
	out   bytes.Buffer
	inTag bool
}

// reference is what may follow an ampersand.
var reference = regexp.MustCompile(`^&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});`)

// mend escapes ampersands and angle brackets that stand for themselves, parts
// attributes, and leaves out comments and declarations.
func (m *mender) mend() []byte {
	for m.at < len(m.data) {
		rest := m.data[m.at:]
		switch c := rest[0]; {
		case !m.inTag && bytes.HasPrefix(rest, []byte("<!--")):
			m.skip("-->")
		case !m.inTag && bytes.HasPrefix(rest, []byte("<?")):
			m.skip("?>")
		case !m.inTag && bytes.HasPrefix(rest, []byte("<!")):
			m.skip(">")
		case c == '&':
			m.ampersand()
		case m.inTag && (c == '"' || c == '\''):
			m.quoted(c)
		default:
			m.inTag = c == '<' || m.inTag && c != '>'
			m.copy()
		}
	}
	return m.out.Bytes()
}

func (m *mender) copy() {
	c := m.data[m.at]
	if c == '\n' {
		m.line++
	}
	m.out.WriteByte(c)
	m.at++
}

// skip leaves out what ends so, but not its line breaks.
func (m *mender) skip(end string) {
	size := bytes.Index(m.data[m.at:], []byte(end))
	if size < 0 {
		size = len(m.data) - m.at
	} else {
		size += len(end)
	}
	breaks := bytes.Count(m.data[m.at:m.at+size], []byte("\n"))
	m.out.Write(bytes.Repeat([]byte("\n"), breaks))
	m.line += breaks
	m.at += size
}

func (m *mender) ampersand() {
	if reference.Match(m.data[m.at:min(len(m.data), m.at+12)]) {
		m.copy()
		return
	}
	m.repair(m.file, m.line, "\"&\" is not escaped: read as an ampersand")
	m.out.WriteString("&amp;")
	m.at++
}

// quoted copies the value of an attribute and parts it from the next.
func (m *mender) quoted(quote byte) {
	m.copy()
	for m.at < len(m.data) && m.data[m.at] != quote {
		switch m.data[m.at] {
		case '&':
			m.ampersand()
		case '<':
			m.repair(m.file, m.line, "\"<\" is not escaped: read as itself")
			m.out.WriteString("&lt;")
			m.at++
		default:
			m.copy()
		}
	}
	if m.at == len(m.data) {
		return
	}
	m.copy()
	if m.at < len(m.data) && startsName(m.data[m.at]) {
		m.repair(m.file, m.line, "no blank parts two attributes: read as if it did")
		m.out.WriteByte(' ')
	}
}

func startsName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}
