// Package redline says what changed between two texts: which provisions were
// edited, moved, renumbered, split, merged, inserted and deleted, and which
// words inside them.
//
// Compare gives a Redline, from which either text can be had back exactly out
// of the other (Apply, Revert), and which can be written for the terminal, as
// HTML, as JSON and as a summary in words. Match says which provisions belong
// together, AdoptIDs carries the ids of one text over to another that came
// without, Concord maps the provisions of texts that are only related, and
// Resembles says which revision a press copy was made from.
package redline

import (
	"slices"

	"parley/text"
)

// A Redline is a list of rows, one for each pair of provisions that belong
// together and one for each provision that has no counterpart. Words that were
// split or merged are divided among the rows of the pieces, so that every word
// of either text stands in exactly one row.

// Redline is what changed between two texts.
type Redline struct {
	Title Passage // plain words, as one passage
	Lang  [2]string
	Rows  []Row // in reading order of the new text; what was deleted, where it stood
}

// Row is a provision of the old text, of the new text, or of both.
type Row struct {
	Class        Class
	Old, New     *Side // nil where the row has no such side
	Heading      Passage
	Words        Passage
	Confidence   float64 // that Old and New belong together: 1 for same ids or same words
	Significance float64 // how much the changed words matter; see Op
}

// Side is where a row's provision stands in its text and what it is there.
type Side struct {
	ID    text.ID
	Kind  text.Kind
	Label string
	Cite  string // how it is cited, from the labels above it: "7(a)"
	Index int    // in reading order, from 0
	Depth int    // 0 at the top
	Piece int    // which piece of the provision's words the row holds, from 0
	Of    int    // in how many pieces: 1 unless split (old side) or merged (new side)

	// AsWords says that what the row has for a heading are the words of the
	// provision on this side, and a heading only on the other.
	AsWords bool

	verbatim string // the words, on the first piece, where the pieces' tokens do not join to them
}

// Class is a set of what happened to a provision; the empty set is Unchanged.
type Class uint16

// What can happen to a provision. Renumbered says that the number in its label
// changed, Moved that its place in the order of reading did (not that something
// was inserted above it), Restyled that type face, line breaks, kind, or
// the label's dress changed and nothing else.
const (
	Edited Class = 1 << iota
	Moved
	Renumbered
	Split
	Merged
	Inserted
	Deleted
	Restyled

	Unchanged Class = 0
)

var classNames = []string{"edited", "moved", "renumbered", "split", "merged", "inserted", "deleted", "restyled"}

// Has reports whether all of d is in c.
func (c Class) Has(d Class) bool { return c&d == d }

// Names returns what is in c, in a fixed order; "unchanged" for the empty set.
func (c Class) Names() []string {
	if c == Unchanged {
		return []string{"unchanged"}
	}
	var out []string
	for i, n := range classNames {
		if c&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return out
}

// Options say how to compare. The zero value is good.
type Options struct {
	Pairs   []Pair   // matches made by hand; they go before all others
	Parties []string // names of the parties, marked where they change
}

// Pair is a match made by hand. An empty Old says that New has no counterpart,
// an empty New that Old has none. A pair with an id that its text does not have
// is passed over.
type Pair struct {
	Old, New text.ID
}

// Passage is a heading or words on both sides. Where both are alike it is one
// string, elsewhere a list of operations.
type Passage struct {
	Same string
	Ops  []Op

	raw *[2]string // the strings, where the operations' tokens do not join to them
}

// Old returns the words before, in light mark-up.
func (p Passage) Old() string {
	if p.raw != nil {
		return p.raw[0]
	}
	if p.Ops == nil {
		return p.Same
	}
	return text.Join(p.OldTokens())
}

// New returns the words after, in light mark-up.
func (p Passage) New() string {
	if p.raw != nil {
		return p.raw[1]
	}
	if p.Ops == nil {
		return p.Same
	}
	return text.Join(p.NewTokens())
}

// OldTokens returns the tokens before.
func (p Passage) OldTokens() []text.Token { return p.tokens(0) }

// NewTokens returns the tokens after.
func (p Passage) NewTokens() []text.Token { return p.tokens(1) }

func (p *Passage) tokens(which int) []text.Token {
	if p.Ops == nil {
		return text.Tokens(p.Same)
	}
	var out []text.Token
	for _, op := range p.Ops {
		if which == 0 {
			out = append(out, op.Old...)
		} else {
			out = append(out, op.New...)
		}
	}
	return out
}

// Changed reports whether a word differs between the two sides.
func (p Passage) Changed() bool {
	return slices.ContainsFunc(p.Ops, func(op Op) bool { return op.Kind >= Delete })
}

// Op is a run of tokens that are alike, set otherwise, deleted, inserted, or
// replaced. The operations of a passage hold each of its tokens once.
type Op struct {
	Kind     OpKind
	Old, New []text.Token
	Marks    Mark    // what the changed words are
	Weight   float64 // how much the change matters: one modal verb more than ten commas
}

// OpKind says what an Op does.
type OpKind uint8

// The kinds of operations. Equal tokens may differ in what stands before the
// first of them, next to a change; Reformat tokens are the same words set
// otherwise: in another face, with other spaces or line breaks, with a capital
// or none at the beginning of the passage, with other quotation marks.
const (
	Equal    OpKind = iota // Old and New alike
	Reformat               // same words, other face or gaps
	Delete                 // New is empty
	Insert                 // Old is empty
	Replace                // neither is
)

// String returns the kind's name in lower case.
func (k OpKind) String() string {
	return [...]string{"equal", "reformat", "delete", "insert", "replace"}[k]
}

// Mark is a set of what makes a change of words matter.
type Mark uint8

// The marks on changes.
const (
	Number   Mark = 1 << iota // a number or an amount
	Date                      // a date, a month, a year
	Modal                     // may, shall, will, must, …
	Negation                  // not, no, never, without, …
	Party                     // the name of a party
	Shifted                   // the same words stand elsewhere in the passage
)

var markNames = []string{"number", "date", "modal", "negation", "party", "shifted"}

// Names returns the marks in m, in a fixed order.
func (m Mark) Names() []string {
	var out []string
	for i, n := range markNames {
		if m&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return out
}

// Empty reports whether the redline shows no change.
func (r *Redline) Empty() bool {
	return r.Title.Old() == r.Title.New() && r.Lang[0] == r.Lang[1] &&
		!slices.ContainsFunc(r.Rows, func(row Row) bool {
			return row.Class != Unchanged || row.Old.Depth != row.New.Depth
		})
}
