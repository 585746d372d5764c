package docx

import (
	"archive/zip"
	"fmt"
	"hash/crc32"
	"path"
	"strings"

	"parley/format/known"
	"parley/format/xmltree"
	"parley/format/zipped"
	"parley/text"
)

// pack is the parts of the file.
type pack struct {
	archive *zipped.Archive
	files   map[string]*zip.File
	main    string              // the document's part
	rels    map[string][]string // from the document: the last part of a relationship's type to its targets
	targets map[string]string   // of its relationships, by id
}

func open(data []byte) (*pack, error) {
	archive, err := zipped.Open(data, zipped.Kind{Name: "a Word document", Ending: ".docx"})
	if err != nil {
		return nil, err
	}
	p := &pack{archive: archive, files: archive.Files, main: "word/document.xml", rels: map[string][]string{}, targets: map[string]string{}}
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
				p.targets[rel.Attr("Id")] = strings.TrimPrefix(target, "/")
			}
		}
	}
	return p, nil
}

// xml reads a part, once.
func (p *pack) xml(name string) (*xmltree.Node, error) { return p.archive.XML(name) }

// related reads the part that the document relates to by a type, or nil.
func (p *pack) related(kind string) (*xmltree.Node, error) {
	for _, name := range p.rels[kind] {
		if p.files[name] != nil {
			return p.xml(name)
		}
	}
	return nil, nil
}

// pictureSign stands before the number of a picture.
const pictureSign = "\U0001F5BC"

// What the attributes of a diagram refer to: its words, and how it looks, which is
// written anew whenever it is saved.
const diagramWords = "dm"

var diagramLooks = map[string]bool{"lo": true, "qs": true, "cs": true}

// picture names what a drawing shows by its content, so that another in its place is
// seen to be another: a sign and six digits. "" for shapes without content of their
// own.
func (p *pack) picture(n *xmltree.Node) string {
	sum := crc32.NewIEEE()
	found := false
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		for _, a := range n.Attrs {
			name := p.targets[a.Value]
			f := p.files[name]
			switch {
			case f == nil || a.Name.Space == "" || a.Name.Space == "xmlns" || diagramLooks[a.Name.Local]:
			case a.Name.Local == diagramWords:
				found = true
				if root, err := p.xml(name); err == nil {
					root.WriteText(sum)
				}
			default:
				found = true
				fmt.Fprint(sum, f.CRC32, f.UncompressedSize64, ";")
			}
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(n)
	if !found {
		return ""
	}
	return fmt.Sprintf("%s%06d", pictureSign, sum.Sum32()%1_000_000)
}

// readMap reads the map of the file; nil where it has none.
func (p *pack) readMap() *known.Map {
	for _, name := range p.rels["customXml"] {
		if p.files[name] == nil {
			continue
		}
		root, err := p.xml(name)
		if err != nil {
			continue // it is somebody else's, and need be no XML that is read here
		}
		if m := known.Read(root); m != nil {
			return m
		}
	}
	return nil
}
