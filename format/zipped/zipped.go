// Package zipped reads the parts of a document that is a zip archive, within limits
// of what they may become when they are unpacked.
package zipped

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
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

// Kind is what an archive should be: in words, and by the ending of its name.
type Kind struct{ Name, Ending string }

// Archive is the parts of a document. Its errors are a *text.SyntaxError.
type Archive struct {
	Files map[string]*zip.File
	kind  Kind
	left  int64 // how much may still be unpacked
	trees map[string]*xmltree.Node
}

// Open opens an archive.
func Open(data []byte, kind Kind) (*Archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &text.SyntaxError{Msg: "this is not " + kind.Name + ": " + err.Error(), Hint: "save it as " + kind.Ending + ", without a password"}
	}
	a := &Archive{Files: map[string]*zip.File{}, kind: kind, left: maxParts, trees: map[string]*xmltree.Node{}}
	for _, f := range z.File {
		a.Files[strings.TrimPrefix(f.Name, "/")] = f
	}
	return a, nil
}

// XML reads a part, once.
func (a *Archive) XML(name string) (*xmltree.Node, error) {
	if root := a.trees[name]; root != nil {
		return root, nil
	}
	data, err := a.Bytes(name)
	if err != nil {
		return nil, err
	}
	root, err := xmltree.Parse(data)
	if syntax, ok := err.(*text.SyntaxError); ok {
		syntax.File = name
	}
	if err == nil {
		a.trees[name] = root
	}
	return root, err
}

// Bytes unpacks a part.
func (a *Archive) Bytes(name string) ([]byte, error) {
	f := a.Files[name]
	if f == nil {
		return nil, &text.SyntaxError{File: name, Msg: "this part is missing", Hint: "save the file again as " + a.kind.Ending}
	}
	rc, err := f.Open()
	if err != nil {
		return nil, damaged(name, err)
	}
	defer rc.Close()
	most := min(maxPart, a.left)
	if f.UncompressedSize64 > uint64(most) {
		return nil, tooLarge(name)
	}
	data := make([]byte, f.UncompressedSize64) // what is longer than it says is damaged
	if _, err := io.ReadFull(rc, data); err != nil {
		return nil, damaged(name, err)
	}
	if n, err := rc.Read(make([]byte, 1)); n > 0 || err != io.EOF {
		return nil, damaged(name, cmp.Or(err, errors.New("it is longer than it says")))
	}
	a.left -= int64(len(data))
	return data, nil
}

func tooLarge(name string) error {
	return &text.SyntaxError{File: name, Msg: fmt.Sprintf("this part is larger than %d MB when it is unpacked, or all of them are larger than %d MB", maxPart>>20, maxParts>>20), Hint: "divide the document"}
}

func damaged(name string, err error) error {
	return &text.SyntaxError{File: name, Msg: "this part is damaged: " + err.Error(), Hint: "open the file in Word or LibreOffice and save it again"}
}
