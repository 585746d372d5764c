package scenario

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// A node of a JSON or YAML file.
type node struct {
	file   string
	line   int
	kind   nodeKind
	text   string // of a scalar, as written
	keys   []string
	values []*node // of a map, by key; of a list
}

type nodeKind int

const (
	scalar nodeKind = iota
	list
	table
)

func (k nodeKind) String() string { return [...]string{"a value", "a list", "a map"}[k] }

func (n *node) errorf(hint, format string, args ...any) error {
	return &Error{File: n.file, Line: n.line, Msg: fmt.Sprintf(format, args...), Hint: hint}
}

// get is the value of a key, nil if the map has none.
func (n *node) get(key string) *node {
	for i, k := range n.keys {
		if k == key {
			return n.values[i]
		}
	}
	return nil
}

// need is the value of a key that must be there and of a kind.
func (n *node) need(key string, kind nodeKind) (*node, error) {
	if n.kind != table {
		return nil, n.errorf("write a map", "%v stands where a map with %q should", n.kind, key)
	}
	v := n.get(key)
	if v == nil {
		return nil, n.errorf("add it", "%q is missing", key)
	}
	return v, v.is(key, kind)
}

func (n *node) is(name string, kind nodeKind) error {
	if n.kind != kind {
		return n.errorf(fmt.Sprintf("write %v", kind), "%q is %v", name, n.kind)
	}
	return nil
}

// number is the number that a scalar denotes.
func (n *node) number() (*big.Rat, error) {
	if n.kind != scalar {
		return nil, n.errorf("write a number", "%v stands where a number should", n.kind)
	}
	x, ok := number(n.text)
	if !ok {
		return nil, n.errorf("write a whole number, a decimal or a fraction such as 1/3", "%q is no number", n.text)
	}
	return x, nil
}

// maxDepth is how deep maps and lists may lie in each other.
const maxDepth = 40

// parseJSON reads a JSON file.
func parseJSON(f File) (*node, error) {
	data := bytes.TrimPrefix(f.Data, []byte("\ufeff"))
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	p := jsonParser{d: d, data: data, file: f.Name}
	root, err := p.value(0)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows the end")
		}
	}
	if own := new(Error); err != nil && !errors.As(err, &own) {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, &Error{File: f.Name, Line: p.line(), Msg: "this is no JSON: " + err.Error(), Hint: "mend what stands before this place"}
	}
	return root, err
}

type jsonParser struct {
	d     *json.Decoder
	data  []byte
	file  string
	at    int // bytes of which lines are counted
	lines int
}

func (p *jsonParser) line() int {
	to := min(int(p.d.InputOffset()), len(p.data))
	p.lines += bytes.Count(p.data[p.at:to], []byte("\n"))
	p.at = to
	return p.lines + 1
}

func (p *jsonParser) value(depth int) (*node, error) {
	t, err := p.d.Token()
	if err != nil {
		return nil, err
	}
	n := &node{file: p.file, line: p.line()}
	if depth > maxDepth {
		return nil, n.errorf("flatten it", "this lies more than %d deep", maxDepth)
	}
	switch t := t.(type) {
	case json.Delim:
		return n, p.inside(n, t, depth)
	case string:
		n.text = t
	case json.Number:
		n.text = t.String()
	case bool:
		n.text = strconv.FormatBool(t)
	case nil:
		n.text = "null"
	}
	return n, nil
}

// inside reads a map or a list up to its end.
func (p *jsonParser) inside(n *node, open json.Delim, depth int) error {
	n.kind = list
	if open == '{' {
		n.kind = table
	}
	for p.d.More() {
		if open == '{' {
			t, err := p.d.Token()
			if err != nil {
				return err
			}
			key := t.(string)
			if n.get(key) != nil && len(n.keys) < 1000 {
				return (&node{file: p.file, line: p.line()}).errorf("remove one", "%q stands twice", key)
			}
			n.keys = append(n.keys, key)
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		n.values = append(n.values, v)
	}
	_, err := p.d.Token()
	return err
}

// parseYAML reads a YAML file.
func parseYAML(f File) (*node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(f.Data, &doc); err != nil {
		e := &Error{File: f.Name, Msg: "this is no YAML: " + err.Error(), Hint: "mend the file"}
		if m := regexp.MustCompile(`line (\d+)`).FindStringSubmatch(err.Error()); m != nil {
			e.Line, _ = strconv.Atoi(m[1])
		}
		return nil, e
	}
	if len(doc.Content) == 0 {
		return nil, &Error{File: f.Name, Msg: "the file is empty", Hint: "give a scenario"}
	}
	return fromYAML(f.Name, doc.Content[0], 0)
}

func fromYAML(file string, y *yaml.Node, depth int) (*node, error) {
	n := &node{file: file, line: y.Line, text: y.Value}
	if depth > maxDepth {
		return nil, n.errorf("flatten it", "this lies more than %d deep", maxDepth)
	}
	step := 1
	switch y.Kind {
	case yaml.ScalarNode:
		return n, nil
	case yaml.SequenceNode:
		n.kind = list
	case yaml.MappingNode:
		n.kind, step = table, 2
	default:
		return nil, n.errorf("write it out", "a reference stands here")
	}
	for i := 0; i < len(y.Content); i += step {
		if n.kind == table {
			n.keys = append(n.keys, y.Content[i].Value)
		}
		v, err := fromYAML(file, y.Content[i+step-1], depth+1)
		if err != nil {
			return nil, err
		}
		n.values = append(n.values, v)
	}
	return n, nil
}
