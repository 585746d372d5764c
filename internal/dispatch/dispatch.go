// Package dispatch reads press articles and proposes entries for the chronicle
// of a negotiation: statements with their speakers, meetings, documents and
// incidents, each with the place in the article that says so.
//
// Read turns a file (plain text, a web page, an e-mail, a feed, a PDF with
// text) into articles; Propose reads an article and answers with proposals.
// Nothing is decided here: a person accepts, corrects or refuses each one.
//
// It works offline, by rules over tables. What depends on the language of the
// article stands in language/en.txt; names of governments, capitals and what
// the press calls them stand in language/world.txt. A negotiation adds its own
// members, parties, places and issues with a Dictionary. A language model can
// be asked for more with a Model; it is never asked unless one is given.
//
// Offsets count bytes of Article.Text. Words in quotation marks are kept byte
// for byte. Dates are wall-clock time of the article; a zone is kept beside
// them where the article names one.
package dispatch

import (
	"fmt"
	"time"
)

// Article is what was read: its words, and what is known about them.
type Article struct {
	Title     string    `json:"title,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	URL       string    `json:"url,omitempty"`
	Published time.Time `json:"published,omitzero"` // zero when the article does not say
	Language  string    `json:"language,omitempty"`
	Text      string    `json:"text"`            // paragraphs, parted by line breaks
	Notes     []string  `json:"notes,omitempty"` // what could not be read, and what to do
}

// Span is a range of bytes of an article's text, End not included.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// In returns the words that stand in the span.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Within reports whether s lies in t.
func (s Span) Within(t Span) bool { return t.Start <= s.Start && s.End <= t.End }

// Kind is what a proposal is about.
type Kind string

// What can be proposed.
const (
	StatementKind Kind = "statement"
	MeetingKind   Kind = "meeting"
	DocumentKind  Kind = "document"
	IncidentKind  Kind = "incident"
)

// Proposal is an entry that the article suggests. One of Statement, Meeting,
// Document and Incident is set, as Kind says.
type Proposal struct {
	Kind       Kind       `json:"kind"`
	Sentence   Span       `json:"sentence"`
	Confidence float64    `json:"confidence"`     // from 0 to 1: how often such a rule is right
	Why        string     `json:"why"`            // the rule, in a word or two
	From       string     `json:"from,omitempty"` // the language model that proposes it, "" for our rules
	Hedges     []string   `json:"hedges,omitempty"`
	Issues     []string   `json:"issues,omitempty"` // of the Dictionary, named in the sentence
	Statement  *Statement `json:"statement,omitempty"`
	Meeting    *Meeting   `json:"meeting,omitempty"`
	Document   *Document  `json:"document,omitempty"`
	Incident   *Incident  `json:"incident,omitempty"`
}

// Form is how words are reported.
type Form string

// How words are reported.
const (
	Direct       Form = "direct"       // in quotation marks alone
	Mixed        Form = "mixed"        // in the reporter's words with some in quotation marks
	Indirect     Form = "indirect"     // in the reporter's words
	Silence      Form = "silence"      // no answer, no comment
	Unattributed Form = "unattributed" // "reportedly": nobody is named
)

// Statement is what somebody said, or that somebody gave no answer.
type Statement struct {
	Form       Form        `json:"form"`
	Speaker    Speaker     `json:"speaker"`
	Verb       string      `json:"verb,omitempty"` // as written: said, warned, according to
	Words      string      `json:"words"`          // as written; parts of a broken quotation joined by a space
	Span       Span        `json:"span"`           // from the first of the words to the last
	Quotations []Quotation `json:"quotations,omitempty"`
	Said       *Interval   `json:"said,omitempty"`
}

// Quotation is what stands between one pair of quotation marks, byte for byte.
type Quotation struct {
	Words      string `json:"words"`
	Span       Span   `json:"span"`
	Insertions []Span `json:"insertions,omitempty"` // in brackets: the reporter's, not the speaker's
}

// Speaker is who said something.
type Speaker struct {
	Name     string `json:"name"`               // resolved: the full name, or the office or body as written
	As       string `json:"as"`                 // as written at this place
	Capacity string `json:"capacity,omitempty"` // as written anywhere in the article
	Party    string `json:"party,omitempty"`    // of the Dictionary, or the country whose government it is
	Member   string `json:"member,omitempty"`   // id of the Dictionary
	Span     Span   `json:"span"`
}

// Meeting is people coming together, or meant to.
type Meeting struct {
	What     string    `json:"what"` // as written: talks, summit, travel
	Who      []Speaker `json:"who,omitempty"`
	Where    string    `json:"where,omitempty"`
	When     *Interval `json:"when,omitempty"`
	Standing string    `json:"standing"` // planned, held, cancelled
}

// Document is a text that the article speaks of.
type Document struct {
	What         string    `json:"what"` // as written: transcript, draft
	About        string    `json:"about,omitempty"`
	Publisher    string    `json:"publisher,omitempty"`
	Leaked       bool      `json:"leaked,omitempty"`
	Verification string    `json:"verification,omitempty"` // unverified, disputed, verified … where the article says so
	When         *Interval `json:"when,omitempty"`         // of its publication
	Of           *Interval `json:"of,omitempty"`           // of what it records
}

// Incident is something that happened, as somebody claims it.
type Incident struct {
	What    string    `json:"what"`
	Where   string    `json:"where,omitempty"`
	When    *Interval `json:"when,omitempty"`
	Numbers []Number  `json:"numbers,omitempty"`
	Claimed *Speaker  `json:"claimed,omitempty"` // who says so
}

// Number is a count with its bound. Counts of different claims are never added.
type Number struct {
	Bound string `json:"bound"` // exactly, at least, more than, up to, less than, about, nearly
	Value int64  `json:"value"` // of "tens of thousands" the least that they can be
	Vague bool   `json:"vague,omitempty"`
	What  string `json:"what,omitempty"` // people injured
	As    string `json:"as"`             // as written
	Span  Span   `json:"span"`
}

// Interval is when: from its first moment to the moment after its last, as the
// article's clocks show it.
type Interval struct {
	From Wall   `json:"from"`
	To   Wall   `json:"to"`
	Zone string `json:"zone,omitempty"` // as written: CET, local time
	As   string `json:"as"`             // as written: on Tuesday
	Span Span   `json:"span"`
}

// Wall is a wall-clock time without a zone; zero when open.
type Wall struct{ time.Time }

// MarshalJSON writes the date and the time of day.
func (w Wall) MarshalJSON() ([]byte, error) { return []byte(`"` + w.String() + `"`), nil }

// UnmarshalJSON reads what MarshalJSON wrote.
func (w *Wall) UnmarshalJSON(b []byte) error {
	if string(b) == `""` || string(b) == "null" {
		*w = Wall{}
		return nil
	}
	t, err := time.Parse(`"2006-01-02T15:04"`, string(b))
	if err != nil {
		return fmt.Errorf("wall-clock time %q: %w", b, err)
	}
	w.Time = t
	return nil
}

func (w Wall) String() string {
	if w.IsZero() {
		return ""
	}
	return w.Format("2006-01-02T15:04")
}

// Days returns the first and the last day of the interval, "" where it is open.
func (i Interval) Days() (first, last string) {
	if !i.From.IsZero() {
		first = i.From.Format(time.DateOnly)
	}
	if !i.To.IsZero() {
		last = i.To.Add(-time.Nanosecond).Format(time.DateOnly)
	}
	return first, last
}
