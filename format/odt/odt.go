// Package odt reads OpenDocument texts, as LibreOffice and others write them, and
// writes them.
//
// What is read is the text with all tracked changes accepted: headings, automatic
// and typed numbers, tables, notes, bold and italic. What is left out is said, never
// left out in silence. A file that was written here comes back as it was, ids and
// all.
package odt

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"parley/format/block"
	"parley/format/known"
	"parley/format/xmltree"
	"parley/format/zipped"
	"parley/text"
)

// Document is an OpenDocument text as it is understood.
type Document struct {
	Text  *text.Text // with all tracked changes accepted
	Notes []string   // what of the file is not in the text, in sentences
}

// Read reads a document. The error is a *text.SyntaxError.
func Read(data []byte) (*Document, error) {
	s, err := open(data)
	if err != nil {
		return nil, err
	}
	r := newReader(s, s.styles)
	r.blocksOf(s.body)
	t := r.tree()
	t.FillIDs()
	return &Document{Text: t, Notes: slices.Concat(r.changes.notes(), r.leftOut(), s.beside())}, nil
}

// The parts of the file.
const (
	contentPart  = "content.xml"
	stylesPart   = "styles.xml"
	metaPart     = "meta.xml"
	manifestPart = "META-INF/manifest.xml"
	mapPart      = "Parley/provisions.xml"
	mimetypePart = "mimetype"
)

// mapField is the field that holds the map, where its part was lost.
const mapField = "Parley provisions"

// Media is the media type that the file says that it is; templates say something longer.
const Media = "application/vnd.oasis.opendocument.text"

// source is what a document is read from.
type source struct {
	*zipped.Archive
	body   *xmltree.Node
	common *xmltree.Node // the styles of the whole document and its pages; nil: none
	styles *styles
	known  *known.Map // nil: the file has no map
}

func open(data []byte) (*source, error) {
	archive, err := zipped.Open(data, zipped.Kind{Name: "an OpenDocument text", Ending: ".odt"})
	if err != nil {
		return nil, err
	}
	s := &source{Archive: archive}
	if err := s.check(); err != nil {
		return nil, err
	}
	root, err := s.XML(contentPart)
	if err != nil {
		return nil, err
	}
	if s.body = root.Child("body", "text"); s.body == nil {
		return nil, &text.SyntaxError{File: contentPart, Msg: "this part holds no text", Hint: "save the file again as .odt"}
	}
	if s.common, err = s.optional(stylesPart); err != nil {
		return nil, err
	}
	s.styles = newStyles(s.common.Child("styles"), root.Child("automatic-styles"))
	s.known = s.readMap()
	return s, nil
}

// readMap reads the map of the file; nil where it has none. What cannot be read is
// somebody else's.
func (s *source) readMap() *known.Map {
	if s.Files[mapPart] != nil {
		if root, err := s.XML(mapPart); err == nil {
			return known.Read(root)
		}
	}
	for _, field := range s.body.Child("user-field-decls").All() {
		if field.Attr("name") != mapField {
			continue
		}
		if root, err := xmltree.Parse([]byte(field.Attr("string-value"))); err == nil {
			return known.Read(root)
		}
	}
	return nil
}

// check refuses what is another kind of file, or encrypted.
func (s *source) check() error {
	if s.Files[mimetypePart] != nil {
		says, err := s.Bytes(mimetypePart)
		if err != nil {
			return err
		}
		if !strings.HasPrefix(strings.TrimSpace(string(says)), Media) {
			return &text.SyntaxError{File: mimetypePart, Msg: fmt.Sprintf("the file says that it is %.100q and no OpenDocument text", says), Hint: "save it as .odt"}
		}
	}
	manifest, err := s.optional(manifestPart)
	if err != nil {
		return err
	}
	if holds(manifest, "encryption-data") {
		return &text.SyntaxError{Msg: "the file is encrypted", Hint: "save it as .odt, without a password"}
	}
	if s.Files[contentPart] == nil {
		return &text.SyntaxError{Msg: "the archive holds no OpenDocument text", Hint: "save the file as .odt from LibreOffice or Word, without a password"}
	}
	return nil
}

// optional reads a part that need not be there; nil where it is not.
func (s *source) optional(name string) (*xmltree.Node, error) {
	if s.Files[name] == nil {
		return nil, nil
	}
	return s.XML(name)
}

// holds reports whether an element of that name stands somewhere in n.
func holds(n *xmltree.Node, name string) bool {
	return slices.ContainsFunc(n.All(), func(c *xmltree.Node) bool { return c.Name == name || holds(c, name) })
}

// tree puts the text together: by the file's map, where there is one, or by what the
// paragraphs look like.
func (r *reader) tree() *text.Text {
	if r.known != nil {
		return r.known.Rebuild(r.blocks)
	}
	t := block.Tree(r.blocks)
	t.Lang = r.lang()
	return t
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$`)

// lang returns the language that the document says it is in, or "".
func (s *source) lang() string {
	if meta, err := s.optional(metaPart); err == nil {
		if lang := strings.TrimSpace(characters(meta.Child("meta", "language"))); languageTag.MatchString(lang) {
			return lang
		}
	}
	for _, n := range s.common.Child("styles").All() {
		if n.Name != "default-style" || n.Attr("family") != "paragraph" {
			continue
		}
		lang, country := properties(n, "language"), properties(n, "country")
		if country != "" && country != "none" {
			lang += "-" + country
		}
		if lang != "none" && lang != "zxx" && languageTag.MatchString(lang) {
			return lang
		}
	}
	return ""
}

// properties returns an attribute of the properties of a style's words.
func properties(n *xmltree.Node, name string) string {
	props := n.Child("text-properties")
	if props == nil {
		return ""
	}
	return props.Attr(name)
}

// characters returns all characters that stand in n.
func characters(n *xmltree.Node) string {
	var b strings.Builder
	for _, c := range n.All() {
		b.WriteString(c.Text)
		b.WriteString(characters(c))
	}
	return b.String()
}

// changes counts tracked changes.
type changes struct {
	words, others int // others are of how words are set
	authors       []string
}

func (c *changes) count(n *xmltree.Node) {
	for _, region := range n.Children {
		for _, change := range region.Children {
			switch change.Name {
			case "insertion", "deletion":
				c.words++
				c.by(cmp.Or(strings.TrimSpace(characters(change.Child("change-info", "creator"))), "somebody"))
			case "format-change":
				c.others++
			}
		}
	}
}

func (c *changes) by(author string) {
	if !slices.Contains(c.authors, author) {
		c.authors = append(c.authors, author)
	}
}

func (c *changes) notes() []string {
	var out []string
	if c.words > 0 {
		out = append(out, fmt.Sprintf("%d tracked changes by %s were read as accepted", c.words, strings.Join(c.authors, ", ")))
	}
	if c.others > 0 {
		out = append(out, fmt.Sprintf("%d tracked changes of how words are set were read as accepted", c.others))
	}
	return out
}

// leftOut says what was met and is no part of the text.
func (r *reader) leftOut() []string {
	var out []string
	if r.comments > 0 {
		out = append(out, fmt.Sprintf("%d comments were left out", r.comments))
	}
	if r.pictures > 0 {
		out = append(out, fmt.Sprintf("%d pictures or embedded objects were left out", r.pictures))
	}
	return out
}

// beside says the words of headers and footers, each once.
func (s *source) beside() []string {
	var out []string
	r := newReader(s, newStyles(s.common.Child("styles"), s.common.Child("automatic-styles")))
	for _, page := range s.common.Child("master-styles").All() {
		for _, n := range page.Children {
			where, _, _ := strings.Cut(n.Name, "-") // also of left and first pages
			if where != "header" && where != "footer" || n.Attr("display") == "false" {
				continue
			}
			note := fmt.Sprintf("a %s was left out: %s", where, text.Plain(r.flat(n)))
			if !strings.HasSuffix(note, ": ") && !slices.Contains(out, note) {
				out = append(out, note)
			}
		}
	}
	return out
}
