package scenario

import (
	"bytes"
	"fmt"
	"math/big"
	"slices"
)

// A node of a JSON or YAML file.
type node struct {
	file   string
	line   int
	kind   nodeKind
	text   string         // of a scalar, as written
	keys   []string       // of a map, in order
	at     map[string]int // of a map: where a key stands
	values []*node        // of a map, by key; of a list
}

type nodeKind int

const (
	scalar nodeKind = iota
	list
	table
)

func (k nodeKind) String() string { return [...]string{"a value", "a list", "a map"}[k] }

// maxDepth is how deep maps and lists may lie in each other.
const maxDepth = 40

// parse reads a file of JSON or YAML.
func parse(f File) (*node, error) {
	if start := bytes.TrimSpace(f.Data); len(start) > 0 && start[0] == '{' {
		return parseJSON(f)
	}
	return parseYAML(f)
}

func (n *node) errorf(hint, format string, args ...any) error {
	return &Error{File: n.file, Line: n.line, Msg: fmt.Sprintf(format, args...), Hint: hint}
}

// add puts a value under a key that does not stand in the map yet.
func (n *node) add(key string, v *node) error {
	if n.has(key) {
		return v.errorf("remove one", "%q stands twice", key)
	}
	if n.at == nil {
		n.at = map[string]int{}
	}
	n.at[key] = len(n.keys)
	n.keys, n.values = append(n.keys, key), append(n.values, v)
	return nil
}

func (n *node) has(key string) bool {
	_, ok := n.at[key]
	return ok
}

// wraps reports whether a map holds nothing but this key, as GeniusWeb names types.
func (n *node) wraps(key string) bool { return len(n.keys) == 1 && n.has(key) }

// get is the value of a key, nil if the map has none.
func (n *node) get(key string) *node {
	if i, ok := n.at[key]; ok {
		return n.values[i]
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

// only refuses keys that mean nothing.
func (n *node) only(known ...string) error {
	for i, key := range n.keys {
		if !slices.Contains(known, key) {
			return n.values[i].errorf(fmt.Sprintf("write one of %q", known), "%q means nothing here", key)
		}
	}
	return nil
}

// number is the number that a scalar denotes.
func (n *node) number() (*big.Rat, error) {
	if n.kind != scalar {
		return nil, n.errorf("write a number", "%v stands where a number should", n.kind)
	}
	x, ok := Number(n.text)
	if !ok {
		return nil, n.errorf("write a whole number, a decimal or a fraction such as 1/3", "%q is no number", short(n.text))
	}
	return x, nil
}

// numberOf is the number under a key, or the one given if there is none.
func (n *node) numberOf(key string, otherwise *big.Rat) (*big.Rat, error) {
	if v := n.get(key); v != nil {
		return v.number()
	}
	if otherwise == nil {
		return nil, n.errorf("add it", "%q is missing", key)
	}
	return otherwise, nil
}

// short is the beginning of what may be long.
func short(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}
