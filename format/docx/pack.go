package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"parley/format/xmltree"
	"parley/text"
)

// maxPart is how large a part of the file may be once it is unpacked, and maxParts
// all that are read together.
const (
	maxPart  = 48 << 20
	maxParts = 64 << 20
)

// pack is the parts of the file.
type pack struct {
	files map[string]*zip.File
	main  string              // the document's part
	rels  map[string][]string // from the document: the last part of a relationship's type to its targets
	left  int64               // how much may still be unpacked
	trees map[string]*xmltree.Node
}

func open(data []byte) (*pack, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &text.SyntaxError{Msg: "this is not a Word document: " + err.Error(), Hint: "save it as .docx, without a password"}
	}
	p := &pack{files: map[string]*zip.File{}, main: "word/document.xml", rels: map[string][]string{}, left: maxParts, trees: map[string]*xmltree.Node{}}
	for _, f := range z.File {
		p.files[strings.TrimPrefix(f.Name, "/")] = f
	}
	if root, err := p.xml("_rels/.rels"); err == nil {
		for _, rel := range root.Children {
			if strings.HasSuffix(rel.Attr("Type"), "/officeDocument") {
				p.main = strings.TrimPrefix(rel.Attr("Target"), "/")
			}
		}
	}
	if p.files[p.main] == nil {
		return nil, &text.SyntaxError{Msg: "the archive holds no Word document", Hint: "save the file as .docx from Word or LibreOffice, without a password"}
	}
	if root, err := p.xml(path.Join(path.Dir(p.main), "_rels", path.Base(p.main)+".rels")); err == nil {
		for _, rel := range root.Children {
			target := rel.Attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir(p.main), target)
			}
			if kind := path.Base(rel.Attr("Type")); rel.Name != "" && rel.Attr("TargetMode") != "External" {
				p.rels[kind] = append(p.rels[kind], strings.TrimPrefix(target, "/"))
			}
		}
	}
	return p, nil
}

// xml reads a part, once.
func (p *pack) xml(name string) (*xmltree.Node, error) {
	if root := p.trees[name]; root != nil {
		return root, nil
	}
	f := p.files[name]
	if f == nil {
		return nil, &text.SyntaxError{File: name, Msg: "this part is missing", Hint: "save the file again as .docx"}
	}
	rc, err := f.Open()
	if err != nil {
		return nil, damaged(name, err)
	}
	defer rc.Close()
	most := min(maxPart, p.left)
	if f.UncompressedSize64 > uint64(most) {
		return nil, tooLarge(name)
	}
	data, err := io.ReadAll(io.LimitReader(rc, most+1))
	if err != nil {
		return nil, damaged(name, err)
	}
	if int64(len(data)) > most {
		return nil, tooLarge(name)
	}
	p.left -= int64(len(data))
	root, err := xmltree.Parse(data)
	if syntax, ok := err.(*text.SyntaxError); ok {
		syntax.File = name
	}
	if err == nil {
		p.trees[name] = root
	}
	return root, err
}

func tooLarge(name string) error {
	return &text.SyntaxError{File: name, Msg: fmt.Sprintf("this part is larger than %d MB when it is unpacked, or all of them are larger than %d MB", maxPart>>20, maxParts>>20), Hint: "divide the document"}
}

func damaged(name string, err error) error {
	return &text.SyntaxError{File: name, Msg: "this part is damaged: " + err.Error(), Hint: "open the file in Word or LibreOffice and save it again"}
}

// related reads the part that the document relates to by a type, or nil.
func (p *pack) related(kind string) (*xmltree.Node, error) {
	for _, name := range p.rels[kind] {
		if p.files[name] != nil {
			return p.xml(name)
		}
	}
	return nil, nil
}
