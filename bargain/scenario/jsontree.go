package scenario

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
)

// parseJSON reads a JSON file.
func parseJSON(f File) (*node, error) {
	d := json.NewDecoder(bytes.NewReader(f.Data))
	d.UseNumber()
	p := jsonParser{d: d, data: f.Data, file: f.Name}
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
	nodes int
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
	if p.nodes++; p.nodes > maxCells {
		return nil, n.errorf("write less", "the file holds more than %d values", maxCells)
	}
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
		if n.kind == list {
			v, err := p.value(depth + 1)
			if err != nil {
				return err
			}
			n.values = append(n.values, v)
			continue
		}
		key, err := p.d.Token()
		if err != nil {
			return err
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		if err := n.add(key.(string), v); err != nil {
			return err
		}
	}
	_, err := p.d.Token()
	return err
}
