package scenario

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlLine finds the line in an error of the YAML package.
var yamlLine = regexp.MustCompile(`line (\d+): `)

// parseYAML reads a YAML file.
func parseYAML(f File) (*node, error) {
	if n := bytes.Count(f.Data, []byte("\n")) + bytes.Count(f.Data, []byte(",")) + bytes.Count(f.Data, []byte("[")); n > maxCells {
		return nil, &Error{File: f.Name, Msg: fmt.Sprintf("the file may hold more than %d values", maxCells), Hint: "write less"}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(f.Data, &doc); err != nil {
		e := &Error{File: f.Name, Msg: "this is no YAML: " + strings.TrimPrefix(err.Error(), "yaml: "), Hint: "mend the file"}
		if m := yamlLine.FindStringSubmatch(e.Msg); m != nil {
			e.Line, _ = strconv.Atoi(m[1])
			e.Msg = strings.Replace(e.Msg, m[0], "", 1)
			if strings.Contains(e.Msg, "did not find expected") {
				e.Line++ // the YAML package counts these from 0
			}
		}
		return nil, e
	}
	if len(doc.Content) == 0 {
		return nil, &Error{File: f.Name, Msg: "the file is empty", Hint: "give a scenario"}
	}
	p := yamlParser{file: f.Name, left: maxCells}
	return p.value(doc.Content[0], 0)
}

type yamlParser struct {
	file string
	left int // nodes: references make a small file large
}

func (p *yamlParser) value(y *yaml.Node, depth int) (*node, error) {
	n := &node{file: p.file, line: y.Line, text: y.Value}
	if p.left--; p.left < 0 {
		return nil, n.errorf("write less", "the references of this file make it too large")
	}
	if depth > maxDepth {
		return nil, n.errorf("flatten it", "this lies more than %d deep", maxDepth)
	}
	switch y.Kind {
	case yaml.AliasNode:
		return p.value(y.Alias, depth+1)
	case yaml.SequenceNode:
		n.kind = list
		for _, c := range y.Content {
			v, err := p.value(c, depth+1)
			if err != nil {
				return nil, err
			}
			n.values = append(n.values, v)
		}
	case yaml.MappingNode:
		n.kind = table
		for i := 0; i+1 < len(y.Content); i += 2 {
			v, err := p.value(y.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			if err := n.add(y.Content[i].Value, v); err != nil {
				return nil, err
			}
		}
	}
	return n, nil
}
