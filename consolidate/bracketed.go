package consolidate

import "parley/text"

// A bracketed text keeps two things apart: what a provision says, woven once
// from all amendments, and where it stands, which is a list of places with
// those who want it there. So words that one side amends and another moves
// stand amended wherever they are.

// Bracketed is a revision with its pending amendments laid into it.
type Bracketed struct {
	Base       *text.Text
	Amendments []Amendment // by id
	Sponsors   []string    // all, in order
	Title      Passage
	Lang       Passage
	Provisions []*Laid

	base      *outline
	main      map[text.ID]*Laid // the provisions of the base, where they stand in it
	conflicts []Conflict
}

// Laid is a provision at one place of a bracketed text.
type Laid struct {
	ID      text.ID   `json:"id"`
	Kind    text.Kind `json:"kind,omitempty"`  // in the base; of what is inserted
	Label   Passage   `json:"label,omitempty"` // plain words, as is Kinds
	Kinds   Passage   `json:"kinds,omitempty"` // the kind, where amendments change it
	Heading Passage   `json:"heading,omitempty"`
	Words   Passage   `json:"words,omitempty"` // with the words of JoinedTo's joined provisions, after paragraph marks

	// By says who wants the provision here and nowhere in the base: empty for
	// what stands in the base. From is set, and the passages are empty, for a
	// provision of the base that By move here; its words stand at its place in
	// the base.
	By         []string `json:"by,omitempty"`
	Amendments []string `json:"amendments,omitempty"`
	From       bool     `json:"movedHere,omitempty"`
	Piece      bool     `json:"piece,omitempty"` // it is one of another's Pieces

	Leaving  []Leaving `json:"leaving,omitempty"`  // who delete it or move it away from here
	JoinedTo text.ID   `json:"joinedTo,omitempty"` // the provision in whose passage its words are woven, or empty
	Pieces   []*Laid   `json:"pieces,omitempty"`   // what amendments split off it, standing behind it wherever it stands; their words are in its passage
	Children []*Laid   `json:"children,omitempty"`

	own map[string]*text.Provision // of what is new, as each of By has it
}

// Leaving says that sponsors want a provision deleted or moved away.
type Leaving struct {
	Sponsors   []string `json:"sponsors"`
	Amendments []string `json:"amendments"`
	To         *Place   `json:"to,omitempty"`     // nil: deleted
	Joined     bool     `json:"joined,omitempty"` // its words become part of the provision before it
}

// Passage is a heading or words with what is contested in brackets.
type Passage []Segment

// Segment is words that are common to all, or a bracket.
type Segment struct {
	Common  []text.Token
	Bracket *Bracket
}

// Bracket is a stretch of words with two alternatives or more. The first is
// the base's, which may be empty; the others follow in the order of their
// sponsors.
type Bracket struct {
	At           int           `json:"at"` // where it begins and ends among the tokens of the base
	End          int           `json:"end"`
	Alternatives []Alternative `json:"alternatives"`
}

// Alternative is what some would have in a bracket.
type Alternative struct {
	Sponsors   []string // empty for the base
	Amendments []string
	Words      []text.Token
}

// Contested reports whether amendments contradict one another in the bracket:
// it has two alternatives besides the base's.
func (b *Bracket) Contested() bool { return len(b.Alternatives) > 2 }

// Take returns the text that the sponsor proposes: its alternative in every
// bracket, and the base where it has none. The empty sponsor has none.
func (b *Bracketed) Take(sponsor string) *text.Text {
	t := taker{Bracketed: b, sponsor: sponsor, cut: map[text.ID]map[text.ID][]text.Token{}}
	return &text.Text{
		Title:      t.field(b.Title, FieldTitle, b.Base.Title),
		Lang:       t.field(b.Lang, FieldLang, b.Base.Lang),
		Provisions: t.level(b.Provisions),
	}
}

// Conflict is a place where amendments of different sponsors contradict one
// another.
type Conflict struct {
	Provision text.ID      `json:"provision"`
	Cite      string       `json:"cite"`
	What      ConflictKind `json:"what"`
	Sides     []Side       `json:"sides"`
}

// ConflictKind says what is contradicted.
type ConflictKind string

// The kinds of conflicts.
const (
	ConflictWords   ConflictKind = "words"   // the same words are changed otherwise
	ConflictPlace   ConflictKind = "place"   // the provision is moved to different places
	ConflictDeleted ConflictKind = "deleted" // one deletes what another amends or moves
)

// Side is one side of a conflict.
type Side struct {
	Sponsors   []string `json:"sponsors"`
	Amendments []string `json:"amendments"`
	Says       string   `json:"says"` // its words, or what it does
}

// Conflicts returns every conflict, in reading order.
func (b *Bracketed) Conflicts() []Conflict { return b.conflicts }
