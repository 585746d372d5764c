package docx

import (
	"fmt"
	"io"
	"time"

	"parley/format/block"
	"parley/redline"
	"parley/text"
)

// Options say what goes into a file besides the words. The zero value is good.
type Options struct {
	Source   Source
	Author   string    // of tracked changes and of the file
	At       time.Time // of tracked changes; zero: it is not known, and 1980 is given
	Comments []Comment // On says where; About and Done are not written
}

// Source says which revision a file was made from, so that what comes back is
// known again. Its zero value is none.
type Source struct {
	Negotiation string // its id
	Revision    int
	Address     text.Revision // content address of the words
}

// Write writes a text as a Word document.
func Write(w io.Writer, t *text.Text, o Options) error {
	c := newComposer(o)
	c.title(redline.Passage{Same: t.Title})
	c.lang = t.Lang
	tables := block.Tables(t)
	for _, p := range t.Places() {
		c.provision(piece{
			sides: [2]*side{nil, sideOf(p)}, both: true,
			heading: redline.Passage{Same: p.Heading}, words: redline.Passage{Same: p.Words}, table: tables[p.ID] && p.Kind == text.Table, row: tables[p.ID] && p.Kind == text.Row,
		})
	}
	return c.write(w)
}

// WriteRedline writes what changed from old to new, as r says it, as a Word document
// with tracked changes: accepted, it is the new text, rejected, the old.
func WriteRedline(w io.Writer, old, new *text.Text, r *redline.Redline, o Options) error {
	c := newComposer(o)
	c.title(r.Title)
	c.lang = new.Lang
	for _, p := range piecesOf(r, old, new) {
		c.provision(p)
	}
	return c.write(w)
}

// side is what a provision is in one of the two texts.
type side struct {
	id    text.ID
	kind  text.Kind
	label string
	depth int
	piece int      // of the words; 0: the first
	of    int      // in how many pieces
	gap   text.Gap // before a piece that is not the first

	asWords bool // what is given as the heading are its words
}

func sideOf(p text.Place) *side {
	return &side{id: p.ID, kind: p.Kind, label: p.Label, depth: p.Depth, of: 1}
}

// piece is a provision, or part of one, as it is to be written.
type piece struct {
	sides          [2]*side // before and after; nil: it is not there
	both           bool     // it is the same before and after; only the second side is given
	heading, words redline.Passage
	table, row     bool
	move           int // from 1: written twice, where it was and where it is
}

// old and new report whether the piece is there before and after.
func (p *piece) old() bool { return p.both || p.sides[0] != nil }
func (p *piece) new() bool { return p.sides[1] != nil }

// here is the side by which the piece is laid out.
func (p *piece) here() *side {
	if p.sides[1] != nil {
		return p.sides[1]
	}
	return p.sides[0]
}

// label returns the labels before and after; "" where there is none.
func (p *piece) label() (old, new string) {
	if s := p.sides[1]; s != nil && s.piece == 0 {
		new = s.label
	}
	if s := p.sides[0]; s != nil && s.piece == 0 {
		old = s.label
	}
	if p.both {
		old = new
	}
	return old, new
}

// noTime is given where a time must be and none is known.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func stamp(at time.Time) string {
	if at.IsZero() {
		at = noTime
	}
	return fmt.Sprintf(` w:date="%s"`, at.UTC().Format(time.RFC3339))
}
