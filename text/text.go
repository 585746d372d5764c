// Package text holds the instrument that parties negotiate: a tree of
// provisions with stable ids, numbers as they were printed, and words in a
// canonical form whose hash is what consent attaches to.
//
// A Text is a value: whoever changes one changes a Clone. Its content address
// (Revision) covers everything in it; the hash of a Provision's wording (Hash)
// covers only words and structure, so that it survives renumbering, moving and
// a change of type.
//
// Words are a string in a light mark-up (see Tokens): _italic_, **bold**,
// ^[footnote], a newline for a line break that was meant, and a backslash
// before a character that would otherwise be read as mark-up.
package text

import "slices"

// ID names a provision for as long as the negotiation lasts: it survives
// editing, moving and renumbering. It is opaque, non-empty, and consists of
// ASCII letters, digits, '-' and '_'.
type ID string

// Kind says what a provision is in the instrument.
type Kind string

// The kinds of provisions. A kind is a help to reading and layout; no rule of
// consent or comparison depends on it.
const (
	Front        Kind = "front"        // matter before the text proper, kept line by line
	Preamble     Kind = "preamble"     // holds the recitals
	Recital      Kind = "recital"      // a paragraph of the preamble, numbered or not
	Part         Kind = "part"         // part, title, chapter, section: holds others under a heading
	Article      Kind = "article"      // article or point
	Paragraph    Kind = "paragraph"    // numbered or plain paragraph
	Subparagraph Kind = "subparagraph" // (a), (i), an item of a list
	Annex        Kind = "annex"        // annex, schedule, appendix, protocol at the end
	Table        Kind = "table"        // holds rows
	Row          Kind = "row"          // a row of a table; its cells are separated by " | "
)

// Text is one version of an instrument. Its zero value is an empty text.
type Text struct {
	Title      string       `json:"title,omitempty"` // plain words
	Lang       string       `json:"lang,omitempty"`  // BCP 47; empty when unknown
	Provisions []*Provision `json:"provisions,omitempty"`
}

// Provision is the unit of negotiation: a number, a heading, words, and the
// provisions below it. Every part may be empty.
type Provision struct {
	ID       ID           `json:"id"`
	Kind     Kind         `json:"kind,omitempty"`
	Label    string       `json:"label,omitempty"`   // as printed: "7.", "(a)", "Article 5 –", "•"; plain words
	Heading  string       `json:"heading,omitempty"` // light mark-up, canonical
	Words    string       `json:"words,omitempty"`   // light mark-up, canonical
	Children []*Provision `json:"children,omitempty"`
}

// Clone returns a deep copy of t.
func (t *Text) Clone() *Text {
	c := *t
	c.Provisions = cloneAll(t.Provisions)
	return &c
}

// Clone returns a deep copy of p with everything below it.
func (p *Provision) Clone() *Provision {
	c := *p
	c.Children = cloneAll(p.Children)
	return &c
}

func cloneAll(ps []*Provision) []*Provision {
	if ps == nil {
		return nil
	}
	out := make([]*Provision, len(ps))
	for i, p := range ps {
		out[i] = p.Clone()
	}
	return out
}

// Place is a provision together with where it stands in its text.
type Place struct {
	*Provision
	Parent *Provision // nil at the top
	Index  int        // among its siblings, from 0
	Depth  int        // 0 at the top
}

// Places returns every provision of t in reading order, each before what is
// below it.
func (t *Text) Places() []Place {
	var out []Place
	var walk func(parent *Provision, ps []*Provision, depth int)
	walk = func(parent *Provision, ps []*Provision, depth int) {
		for i, p := range ps {
			out = append(out, Place{p, parent, i, depth})
			walk(p, p.Children, depth+1)
		}
	}
	walk(nil, t.Provisions, 0)
	return out
}

// Find returns the provision with the given id, or nil.
func (t *Text) Find(id ID) *Provision {
	return find(t.Provisions, id)
}

func find(ps []*Provision, id ID) *Provision {
	for _, p := range ps {
		if p.ID == id {
			return p
		}
		if q := find(p.Children, id); q != nil {
			return q
		}
	}
	return nil
}

// Equal reports whether t and u are the same in every respect, ids included.
func (t *Text) Equal(u *Text) bool {
	return t.Title == u.Title && t.Lang == u.Lang && equalAll(t.Provisions, u.Provisions, (*Provision).Equal)
}

// Equal reports whether p and q are the same in every respect, ids included.
func (p *Provision) Equal(q *Provision) bool {
	return p.ID == q.ID && p.Kind == q.Kind && p.Label == q.Label &&
		p.Heading == q.Heading && p.Words == q.Words &&
		equalAll(p.Children, q.Children, (*Provision).Equal)
}

// SameAs reports whether t and u say the same in the same structure under the
// same labels, whatever their ids and kinds are: what survives a format that
// carries neither.
func (t *Text) SameAs(u *Text) bool {
	return t.Title == u.Title && equalAll(t.Provisions, u.Provisions, (*Provision).SameAs)
}

// SameAs reports whether p and q say the same in the same structure under the
// same labels, whatever their ids and kinds are.
func (p *Provision) SameAs(q *Provision) bool {
	return p.Label == q.Label && p.Heading == q.Heading && p.Words == q.Words &&
		equalAll(p.Children, q.Children, (*Provision).SameAs)
}

func equalAll(a, b []*Provision, eq func(p, q *Provision) bool) bool {
	return slices.EqualFunc(a, b, eq)
}
