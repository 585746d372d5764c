// Package docx reads the words and the structure of Word documents: headings,
// automatic and typed numbers, tables, footnotes, bold and italic. Tracked
// changes are read as accepted. What is not read is said in notes, never left
// out in silence.
package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"parley/format/block"
	"parley/format/xmltree"
	"parley/text"
)

// maxPart is how large a part of the file may be once it is unpacked.
const maxPart = 128 << 20

// Read reads a document. The notes say, in sentences, what of it is not in the
// text. The error is a *text.SyntaxError.
func Read(data []byte) (*text.Text, []string, error) {
	p, err := open(data)
	if err != nil {
		return nil, nil, err
	}
	root, err := p.xml(p.main)
	if err != nil {
		return nil, nil, err
	}
	body := root.Child("body")
	if root.Name != "document" || body == nil {
		return nil, nil, &text.SyntaxError{File: p.main, Msg: "this part is no Word document", Hint: "save the file again as .docx"}
	}
	r := reader{part: p, footnotes: map[string]*xmltree.Node{}, endnotes: map[string]*xmltree.Node{}}
	if err := r.prepare(); err != nil {
		return nil, nil, err
	}
	r.blocksOf(body)
	r.flush()
	t := block.Tree(r.blocks)
	t.FillIDs()
	return t, r.notes(), nil
}

// pack is the parts of the file.
type pack struct {
	files map[string]*zip.File
	main  string            // the document's part
	rels  map[string]string // from the document: the last part of a relationship's type to its target
}

func open(data []byte) (*pack, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &text.SyntaxError{Msg: "this is not a Word document: " + err.Error(), Hint: "save it as .docx, without a password"}
	}
	p := &pack{files: map[string]*zip.File{}, main: "word/document.xml", rels: map[string]string{}}
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
			p.rels[path.Base(rel.Attr("Type"))] = strings.TrimPrefix(target, "/")
		}
	}
	return p, nil
}

// xml reads a part.
func (p *pack) xml(name string) (*xmltree.Node, error) {
	f := p.files[name]
	if f == nil {
		return nil, &text.SyntaxError{File: name, Msg: "this part is missing", Hint: "save the file again as .docx"}
	}
	rc, err := f.Open()
	if err != nil {
		return nil, damaged(name, err)
	}
	defer rc.Close()
	data, err := io.ReadAll(io.LimitReader(rc, maxPart+1))
	if err != nil {
		return nil, damaged(name, err)
	}
	if len(data) > maxPart {
		return nil, &text.SyntaxError{File: name, Msg: fmt.Sprintf("this part is larger than %d MB", maxPart>>20), Hint: "divide the document"}
	}
	root, err := xmltree.Parse(data)
	if syntax, ok := err.(*text.SyntaxError); ok {
		syntax.File = name
	}
	return root, err
}

func damaged(name string, err error) error {
	return &text.SyntaxError{File: name, Msg: "this part is damaged: " + err.Error(), Hint: "open the file in Word or LibreOffice and save it again"}
}

// related reads the part that the document relates to by a type, or nil.
func (p *pack) related(kind string) (*xmltree.Node, error) {
	name := p.rels[kind]
	if name == "" || p.files[name] == nil {
		return nil, nil
	}
	return p.xml(name)
}
