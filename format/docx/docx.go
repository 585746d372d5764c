// Package docx reads Word documents and writes them.
//
// What is read is a text for each state of the tracked changes: all accepted, all
// rejected, and each author's accepted alone, with the same ids for the same
// paragraphs. Headings, automatic and typed numbers, tables, notes, bold and
// italic are read; comments, headers and footers come beside the text; what is
// left out is said, never left out in silence.
package docx

import (
	"fmt"
	"strings"

	"parley/format/block"
	"parley/format/known"
	"parley/format/xmltree"
	"parley/text"
)

// Document is a Word file as it is understood.
type Document struct {
	Text     *text.Text // with all tracked changes accepted
	Base     *text.Text // with all of them rejected; the same as Text where there are none
	Authors  []Author   // of the tracked changes, in the order of their first one
	Comments []Comment
	Beside   []Beside // words that are no part of the text
	Notes    []string // what else is not in the text, in sentences
	Source   *Source  // the revision that Parley made the file from; nil: it did not
}

// Left says, in sentences, what is not in Text: for those who take nothing else.
func (d *Document) Left() []string {
	var out []string
	changes, others := 0, 0
	var names []string
	for _, a := range d.Authors {
		changes, others = changes+a.Changes, others+a.Others
		if a.Changes > 0 {
			names = append(names, a.Name)
		}
	}
	if changes > 0 {
		out = append(out, fmt.Sprintf("%d tracked changes by %s were read as accepted", changes, strings.Join(names, ", ")))
	}
	if others > 0 {
		out = append(out, fmt.Sprintf("%d tracked changes of how words are set were read as accepted", others))
	}
	if n := len(d.Comments); n > 0 {
		out = append(out, fmt.Sprintf("%d comments were left out", n))
	}
	for _, b := range d.Beside {
		out = append(out, fmt.Sprintf("a %s was left out: %s", b.Where, b.Words))
	}
	return append(out, d.Notes...)
}

// Beside is words that stand beside the text.
type Beside struct{ Where, Words string }

// Read reads a document. The error is a *text.SyntaxError.
func Read(data []byte) (*Document, error) {
	r, err := readAll(data)
	if err != nil {
		return nil, err
	}
	return r.doc, nil
}

// reading is a document with where its provisions stand in the file.
type reading struct {
	doc       *Document
	source    *source
	keys      keyring
	automatic map[text.ID]bool // keys of paragraphs whose numbers are automatic
}

func readAll(data []byte) (*reading, error) {
	p, err := open(data)
	if err != nil {
		return nil, err
	}
	root, err := p.xml(p.main)
	if err != nil {
		return nil, err
	}
	body := root.Child("body")
	if root.Name != "document" || body == nil {
		return nil, &text.SyntaxError{File: p.main, Msg: "this part is no Word document", Hint: "save the file again as .docx"}
	}
	s, err := newSource(p, body)
	if err != nil {
		return nil, err
	}
	s.root = root
	d := &Document{Authors: s.authors()}
	s.tracked = len(d.Authors) > 0
	r := &reading{doc: d, source: s, keys: keyring{ids: map[text.ID]text.ID{}}, automatic: map[text.ID]bool{}}
	if s.known != nil {
		d.Source = (*Source)(&s.known.Source)
	}
	all := s.reader(everyone)
	all.anchors, all.within, all.at = map[string]string{}, map[string]bool{}, map[string]text.ID{}
	all.read()
	r.note(all)
	if len(d.Authors) == 0 {
		d.Text = r.keys.first(all.tree())
		d.Base = d.Text
	} else {
		base := s.reader(nobody)
		base.before = true
		base.read()
		r.note(base)
		d.Base = r.keys.first(base.tree())
		d.Text = r.keys.next(all.tree())
	}
	for i := range d.Authors {
		a := &d.Authors[i]
		switch {
		case len(d.Authors) == 1:
			a.Text = d.Text
		case a.Changes > 0:
			a.Text = r.keys.next(s.view(func(author string) bool { return author == a.Name }).tree())
		default:
			a.Text = d.Base // only properties
		}
	}
	if d.Comments, err = s.readComments(all, r.keys.ids); err != nil {
		return nil, err
	}
	if d.Beside, err = s.beside(); err != nil {
		return nil, err
	}
	d.Notes = all.notes()
	return r, nil
}

// note remembers which paragraphs have automatic numbers.
func (r *reading) note(state *reader) {
	for _, b := range state.blocks {
		if b.Label != "" {
			r.automatic[b.ID] = true
		}
	}
}

// source is what every state of a document is read from.
type source struct {
	*pack
	root, body          *xmltree.Node
	styles              *styles
	numbers             *xmltree.Node
	footnotes, endnotes map[string]*xmltree.Node
	places              map[*xmltree.Node]text.ID // a key for each paragraph
	known               *known.Map                // nil: the file has no map
	tracked             bool                      // there are tracked changes
}

func newSource(p *pack, body *xmltree.Node) (*source, error) {
	s := &source{pack: p, body: body, places: map[*xmltree.Node]text.ID{}}
	root, err := p.related("styles")
	if err != nil {
		return nil, err
	}
	s.styles = newStyles(root)
	if s.numbers, err = p.related("numbering"); err != nil {
		return nil, err
	}
	if s.footnotes, err = s.notesOf("footnotes"); err != nil {
		return nil, err
	}
	if s.endnotes, err = s.notesOf("endnotes"); err != nil {
		return nil, err
	}
	s.known = p.readMap()
	s.number(body)
	return s, nil
}

// keyPrefix begins the keys of paragraphs; no id has a colon.
const keyPrefix = "w:"

// number gives every paragraph and row a key.
func (s *source) number(n *xmltree.Node) {
	for _, c := range n.Children {
		if c.Name == "tbl" {
			s.places[c] = text.ID(fmt.Sprintf("%s%d", keyPrefix, len(s.places)+1))
		}
		if c.Name == "p" || c.Name == "tr" {
			s.places[c] = text.ID(fmt.Sprintf("%s%d", keyPrefix, len(s.places)+1))
			if key := s.known.KeyIn(c); key != "" {
				s.places[c] = key
			}
		}
		s.number(c)
	}
}

func (s *source) notesOf(kind string) (map[string]*xmltree.Node, error) {
	out := map[string]*xmltree.Node{}
	root, err := s.related(kind)
	if err != nil || root == nil {
		return out, err
	}
	for _, n := range root.Children {
		if t := n.Attr("type"); n.Name != "" && (t == "" || t == "normal") {
			out[n.Attr("id")] = n
		}
	}
	return out, nil
}

// view reads the document as it is when those authors' changes are accepted, and
// all others rejected.
func (s *source) view(accepts func(author string) bool) *reader {
	r := s.reader(accepts)
	r.read()
	return r
}

// reader returns one that has read nothing yet.
func (s *source) reader(accepts func(author string) bool) *reader {
	return &reader{source: s, accepts: accepts, counters: newNumbering(s.numbers)}
}

func everyone(string) bool { return true }
func nobody(string) bool   { return false }

func (r *reader) read() {
	r.blocksOf(r.body)
	r.flush()
}

// tree puts the text together: by the file's map, where there is one, or by what
// the paragraphs look like.
func (r *reader) tree() *text.Text {
	switch {
	case r.known == nil:
		return block.Tree(r.blocks)
	case r.tracked || r.known.Marks(r.blocks):
		return r.known.Rebuild(r.blocks)
	}
	return r.known.Name(block.Tree(r.blocks))
}

// keyring turns the keys of paragraphs into ids: those that the base would have
// been given without keys, and derived ones for what is new.
type keyring struct {
	ids map[text.ID]text.ID
}

func (k keyring) first(t *text.Text) *text.Text {
	places := t.Places()
	keys := make([]text.ID, len(places))
	for i, p := range places {
		if keys[i] = p.ID; isKey(p.ID) {
			p.ID = ""
		}
	}
	t.FillIDs()
	for i, p := range places {
		if keys[i] != "" {
			k.ids[keys[i]] = p.ID
		}
	}
	return t
}

// isKey reports whether an id only says where a paragraph stands in the file.
func isKey(id text.ID) bool {
	return id == "" || strings.HasPrefix(string(id), keyPrefix)
}

func (k keyring) next(t *text.Text) *text.Text {
	used := map[text.ID]bool{}
	for _, id := range k.ids {
		used[id] = true
	}
	for _, p := range t.Places() {
		id, ok := k.ids[p.ID]
		if !ok && p.ID != "" && !isKey(p.ID) {
			id, ok = p.ID, true
		}
		if !ok {
			id = text.NewID("tracked", string(p.ID))
			for n := 0; used[id]; n++ {
				id = text.NewID("tracked", string(p.ID), fmt.Sprint(n))
			}
			if p.ID != "" {
				k.ids[p.ID] = id
			}
		}
		used[id] = true
		p.ID = id
	}
	return t
}
