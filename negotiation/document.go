package negotiation

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// DocumentID names a document.
type DocumentID string

// Document is a paper beside the text: a non-paper, a letter, a list. It binds
// nobody, and who has it is recorded as for a revision.
type Document struct {
	ID    DocumentID `json:"id"`
	Title string     `json:"title"`
	Words string     `json:"words"`

	By       MemberID  `json:"-"`
	Party    PartyID   `json:"-"`
	At       time.Time `json:"-"`
	Audience Audience  `json:"-"`

	sent []PartyID // to whom it was circulated
}

// Hash returns the SHA-256 of the words in hexadecimal, by which two parties can
// tell that they have the same ones.
func (d *Document) Hash() string {
	h := sha256.Sum256([]byte(d.Words))
	return hex.EncodeToString(h[:])
}

// FileDocument files a document for the member's party, and shows it to the
// audience.
type FileDocument struct {
	Document Document `json:"document"`
	Audience Audience `json:"audience"`
}

// DocumentFiled records FileDocument.
type DocumentFiled struct {
	Document Document `json:"document"`
}

// Kind names the kind of entry.
func (*DocumentFiled) Kind() string { return "document filed" }

func (b *DocumentFiled) ofDocument() DocumentID { return b.Document.ID }

func (b *DocumentFiled) apply(s *State, e Entry) {
	d := b.Document
	d.By, d.Party, d.At, d.Audience = e.By, e.Party, e.At, e.Audience
	s.Documents = add(s, s.Documents, &d)
}

// refile replaces a document by an altered copy of it.
func (s *State) refile(id DocumentID, alter func(*Document)) {
	s.Documents = slices.Clone(s.Documents)
	for i, d := range s.Documents {
		if d.ID == id {
			c := *d
			alter(&c)
			s.Documents[i] = &c
		}
	}
}

func (s *State) document(id DocumentID) *Document {
	i := slices.IndexFunc(s.Documents, func(d *Document) bool { return d.ID == id })
	if i < 0 {
		return nil
	}
	return s.Documents[i]
}

// seesDocument reports whether a document was shown or circulated to a party.
func (s *State) seesDocument(party PartyID, d *Document) bool {
	return s.sees(party, d.Party, d.Audience.and(Audience{Parties: d.sent}))
}

func (c FileDocument) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	d := c.Document
	d.Title, d.Words = strings.TrimSpace(d.Title), strings.TrimSpace(d.Words)
	if d.Title == "" || d.Words == "" {
		return nil, refuse(Invalid, "document", "it has no title or no words", "give it both")
	}
	if err := s.checkAudience(c.Audience); err != nil {
		return nil, err
	}
	d.ID = DocumentID(s.newID(by, "document", d, func(id string) bool { return s.document(DocumentID(id)) != nil }))
	return []Entry{{Audience: c.Audience, Body: &DocumentFiled{d}}}, nil
}
