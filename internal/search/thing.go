package search

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"parley/negotiation"
	"parley/text"
)

// Kind is what a thing is.
type Kind string

// The kinds.
const (
	Provision    Kind = "provision"
	Revision     Kind = "revision"
	Translation  Kind = "translation" // of a provision
	Rendering    Kind = "press copy"
	Amendment    Kind = "amendment"
	Position     Kind = "position"
	Issue        Kind = "issue"
	Statement    Kind = "statement"
	Note         Kind = "note"
	Report       Kind = "report"
	Designation  Kind = "designation"
	Name         Kind = "name" // in the delegation's dictionary
	Document     Kind = "document"
	Meeting      Kind = "meeting"
	Message      Kind = "message" // in a room, on the record
	Point        Kind = "point"   // that is bargained over
	Party        Kind = "party"
	Member       Kind = "member"
	Gate         Kind = "gate"
	Silence      Kind = "silence procedure"
	Consultation Kind = "consultation"
	Instrument   Kind = "instrument"
	Declaration  Kind = "declaration"
	Act          Kind = "act" // with what was said in it

	// Closing is what acts about signature are about; nothing else is of this kind.
	Closing Kind = "closing"
)

// Kinds lists all kinds.
var Kinds = []Kind{
	Provision, Revision, Translation, Rendering, Amendment, Position, Issue, Statement, Note, Report, Designation, Name, Document, Meeting, Message,
	Point, Party, Member, Gate, Silence, Consultation, Instrument, Declaration, Act,
}

// Thing is something with words.
type Thing struct {
	Kind    Kind
	ID      string // of an amendment, a report, …; of a room, for a message
	Of      Kind   // of an act: of what kind ID is, or what it is about
	Name    string // that it goes by, in its own words; "": none
	By      string // who said or wrote it
	Party   negotiation.PartyID
	Parties []negotiation.PartyID // that it is by or about, Party among them
	Issues  []negotiation.IssueID
	On      negotiation.Subject // of a position or a statement
	Stance  negotiation.Stance
	At      time.Time // when it was, as far as that is known, or was recorded

	// Of a provision: the newest revision in which it has these words, and the
	// oldest.
	Revision, Since int
	Provision       text.ID
	Lang            string // of a translation

	Fields []string // plain words; the name is among them where it is searched
	Digest Digest   // of Fields
}

// Digest tells apart what things say.
type Digest [sha256.Size]byte

func digest(fields []string) (d Digest) {
	h := sha256.New()
	var size [8]byte
	for _, f := range fields {
		binary.BigEndian.PutUint64(size[:], uint64(len(f)))
		h.Write(size[:])
		h.Write([]byte(f))
	}
	h.Sum(d[:0])
	return d
}
