package negotiation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/redline"
	"parley/text"
)

// The chronicle is what happens around the table. Its unit is the report: a party tells
// of something elsewhere, with its sources. It changes no status of the text, gives nobody
// access to anything, and says how far it can be trusted (see JudgeReport). What a member
// says for its own party is a Statement.

// ReportID names a report.
type ReportID string

// Genre is what a report tells of.
type Genre string

// The genres. A meeting is one elsewhere, as somebody tells of it; those at the table are
// kept as meetings. A total is a cumulative figure of a period, which is no incident.
const (
	StatementReport  Genre = "statement"
	MeetingReport    Genre = "meeting"
	DocumentReport   Genre = "document"
	IncidentReport   Genre = "incident"
	TotalReport      Genre = "total"
	AssessmentReport Genre = "assessment"
	MediaReport      Genre = "media report"
)

// Genres lists all genres.
var Genres = []Genre{StatementReport, MeetingReport, DocumentReport, IncidentReport, TotalReport, AssessmentReport, MediaReport}

// Report is one thing that is told of the world around the table.
type Report struct {
	ID    ReportID `json:"id"`
	Genre Genre    `json:"genre"`
	Title string   `json:"title,omitempty"` // of a document, an incident, a media report

	Speaker    Speaker  `json:"speaker,omitzero"`     // who said, published or claims it
	Quote      string   `json:"quote,omitempty"`      // byte for byte
	Inserted   []string `json:"inserted,omitempty"`   // what of Quote the reporter put in, in order
	Paraphrase string   `json:"paraphrase,omitempty"` // in the words of whoever reports
	Lang       string   `json:"lang,omitempty"`       // of Quote
	Hedge      string   `json:"hedge,omitempty"`      // as written: "reportedly"
	Stance     Stance   `json:"stance,omitempty"`     // that it voices, if any; it binds nobody

	When     When `json:"when,omitzero"`     // said, happened, or the period of a total
	Reported When `json:"reported,omitzero"` // published

	On      Relation  `json:"on,omitzero"`
	Calls   []PartyID `json:"calls,omitempty"`   // for an answer of these
	Answers ReportID  `json:"answers,omitempty"` // the report that it answers
	Refuses bool      `json:"refuses,omitempty"` // to answer

	Meeting      Encounter     `json:"meeting,omitzero"`
	Document     Trail         `json:"document,omitzero"`
	Incident     Incident      `json:"incident,omitzero"`
	Figures      []Figure      `json:"figures,omitempty"`
	Designations []Designation `json:"designations,omitempty"`
	Sources      []Source      `json:"sources,omitempty"`
	Excerpt      Excerpt       `json:"excerpt,omitzero"`

	Judged   []Judgement `json:"-"` // in order
	Widened  []Widening  `json:"-"` // in order
	By       MemberID    `json:"-"`
	Party    PartyID     `json:"-"` // that reports it
	At       time.Time   `json:"-"`
	Audience Audience    `json:"-"`
}

// Speaker is who said or claims something, in the capacity held then: for a party at the
// table, or for a body outside.
type Speaker struct {
	Name     string  `json:"name,omitempty"`
	Capacity string  `json:"capacity,omitempty"`
	Party    PartyID `json:"party,omitempty"`
	Body     string  `json:"body,omitempty"`
}

// Relation is what a report is about.
type Relation struct {
	Issues     []IssueID   `json:"issues,omitempty"`
	Provisions []text.ID   `json:"provisions,omitempty"`
	Revision   int         `json:"revision,omitempty"` // as a whole
	Parties    []PartyID   `json:"parties,omitempty"`
	Meeting    MeetingID   `json:"meeting,omitempty"`
	Document   DocumentID  `json:"document,omitempty"`
	Statement  StatementID `json:"statement,omitempty"` // made at the table
	Reports    []ReportID  `json:"reports,omitempty"`
}

// Encounter is a meeting away from the table.
type Encounter struct {
	Place        string   `json:"place,omitempty"`
	Participants []string `json:"participants,omitempty"`
	Standing     string   `json:"standing,omitempty"` // one of EncounterStandings; "" when not known
}

// EncounterStandings lists what may be told of a meeting.
var EncounterStandings = []string{"planned", "held", "cancelled"}

// toCome reports whether the meeting may be in the future.
func (m Encounter) toCome() bool { return m.Standing == "planned" || m.Standing == "cancelled" }

// Trail is where a document of the world outside came from.
type Trail struct {
	Nature       string     `json:"nature,omitempty"` // "leak", "transcript", "non-paper"
	Publisher    string     `json:"publisher,omitempty"`
	Participants []string   `json:"participants,omitempty"` // of what it records
	SeenAt       string     `json:"seenAt,omitempty"`       // where it should not have been
	Copy         string     `json:"copy,omitempty"`         // the words that were seen, a paragraph a line
	Custody      []Handover `json:"custody,omitempty"`      // through whose hands it came, in order
}

// Incident is what happened where, between whom.
type Incident struct {
	Type      string   `json:"type,omitempty"`
	Actors    []string `json:"actors,omitempty"` // one or two
	Place     string   `json:"place,omitempty"`
	Latitude  string   `json:"latitude,omitempty"` // in decimal degrees, as given
	Longitude string   `json:"longitude,omitempty"`
}

// Bound says how a figure bounds what it counts.
type Bound string

// The bounds.
const (
	Exactly   Bound = "exactly"
	AtLeast   Bound = "at least"
	UpTo      Bound = "up to"
	About     Bound = "about"
	InOrderOf Bound = "in the order of" // "tens of thousands" is in the order of 10,000
)

// mostFigure is the largest number that every reader of JSON reads as it is.
const mostFigure = 1 << 53

// Bounds lists all bounds.
var Bounds = []Bound{Exactly, AtLeast, UpTo, About, InOrderOf}

// Figure is a number as it was claimed. Figures are never added up: not over reports,
// because claims compete, and not within one.
type Figure struct {
	Bound  Bound  `json:"bound"`
	Number int64  `json:"number"`
	Unit   string `json:"unit"`            // "people injured"
	Words  string `json:"words,omitempty"` // as written: "at least seven people were injured"
}

// Says writes the figure out.
func (f Figure) Says() string {
	n := Grouped(f.Number)
	if f.Bound == Exactly {
		return n + " " + f.Unit
	}
	return string(f.Bound) + " " + n + " " + f.Unit
}

// Grouped writes a number with its thousands apart.
func Grouped[N int | int64](n N) string {
	s := strconv.FormatInt(int64(n), 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Designation is a name or an office that not all accept: "Kremlin-installed".
type Designation struct {
	Words string  `json:"words"`
	Whose string  `json:"whose,omitempty"` // who calls it so
	Party PartyID `json:"party,omitempty"` // the same, where it is at the table
}

// Source is where something was read or heard, graded on the two axes of the Admiralty
// code: how reliable the source is, and how credible what it says.
type Source struct {
	Name        string `json:"name"`
	URL         string `json:"url,omitempty"`
	Published   When   `json:"published,omitzero"`
	Reliability string `json:"reliability,omitempty"` // A to F; "" not graded
	Credibility int    `json:"credibility,omitempty"` // 1 to 6; 0 not graded
	Archive     string `json:"archive,omitempty"`     // where a copy is kept
	SHA256      string `json:"sha256,omitempty"`      // of that copy, in hexadecimal
	Copy        string `json:"copy,omitempty"`        // the copy itself, in words
}

// Reliabilities and Credibilities are the two axes of the Admiralty code.
var (
	Reliabilities = []struct{ Grade, Says string }{
		{"A", "completely reliable"}, {"B", "usually reliable"}, {"C", "fairly reliable"}, {"D", "not usually reliable"}, {"E", "unreliable"}, {"F", "cannot be judged"},
	}
	Credibilities = []string{"", "confirmed by other sources", "probably true", "possibly true", "doubtful", "improbable", "cannot be judged"}
)

// Grade writes both axes: "B2"; "" where it has none.
func (x Source) Grade() string {
	if x.Reliability == "" || x.Credibility == 0 {
		return ""
	}
	return fmt.Sprint(x.Reliability, x.Credibility)
}

// Piece is a part of a quotation.
type Piece struct {
	Words    string
	Inserted bool // by the reporter
}

// Pieces splits the quotation into what was said and what the reporter put in; joined they
// are the quotation.
func (r *Report) Pieces() []Piece {
	var out []Piece
	rest := r.Quote
	for _, x := range r.Inserted {
		before, after, found := strings.Cut(rest, x)
		if !found {
			break
		}
		if before != "" {
			out = append(out, Piece{before, false})
		}
		out, rest = append(out, Piece{x, true}), after
	}
	if rest != "" {
		out = append(out, Piece{rest, false})
	}
	return out
}

// FileReport puts a report into the chronicle.
type FileReport struct {
	Report   Report   `json:"report"`
	Audience Audience `json:"audience"`
}

// ReportFiled records FileReport.
type ReportFiled struct {
	Report Report `json:"report"`
}

// Kind names the kind of entry.
func (*ReportFiled) Kind() string { return "report filed" }

func (b *ReportFiled) ofReport() ReportID { return b.Report.ID }

func (b *ReportFiled) apply(s *State, e Entry) {
	r := b.Report
	r.By, r.Party, r.At, r.Audience = e.By, e.Party, e.At, e.Audience
	s.Reports = add(s, s.Reports, &r)
}

// stub of a report keeps that there was one.
func (b *ReportFiled) stub(*State) Body {
	return &ReportFiled{Report{ID: b.Report.ID, Genre: b.Report.Genre, Title: "Erased", Paraphrase: "Erased."}}
}

func (s *State) report(id ReportID) *Report {
	i := slices.IndexFunc(s.Reports, func(r *Report) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return s.Reports[i]
}

func (s *State) seesReport(party PartyID, id ReportID) bool {
	r := s.report(id)
	return r != nil && s.sees(party, r.Party, r.Audience)
}

// amendReport replaces a report by an altered copy of it.
func (s *State) amendReport(id ReportID, alter func(*Report)) {
	s.Reports = slices.Clone(s.Reports)
	for i, r := range s.Reports {
		if r.ID == id {
			c := *r
			alter(&c)
			s.Reports[i] = &c
		}
	}
}

// mayChronicle refuses who only reads.
func (s *State) mayChronicle(by *Member) error {
	if s.permissions(by).File {
		return nil
	}
	return refuse(NotAllowed, "", "observers do not write the chronicle", "ask a party to do it")
}

func (c FileReport) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	return s.fileReports(by, []Report{c.Report}, c.Audience, now)
}

// Copied is a revision that a document of the world outside is like.
type Copied struct {
	Revision int
	Likeness float64 // from 0 to 1
	Sure     float64 // that it is this one rather than the next: 0.5 is a coin's throw
}

// Resembles ranks the revisions that the viewer's party holds by how much the words of a
// document are like theirs, the most alike first. Nobody learns of a revision by it that
// it does not hold.
func (v *View) Resembles(r *Report) []Copied {
	copied := &text.Text{}
	for line := range strings.Lines(r.Document.Copy) {
		if words := text.Fold(line); words != "" {
			n := len(copied.Provisions)
			copied.Provisions = append(copied.Provisions, &text.Provision{ID: text.ID(fmt.Sprint("c", n)), Kind: text.Paragraph, Words: words})
		}
	}
	if len(copied.Provisions) == 0 {
		return nil
	}
	var held []*Revision
	var texts []*text.Text
	for _, x := range v.Revisions {
		if !x.Placeholder() {
			held, texts = append(held, x), append(texts, x.Text)
		}
	}
	var out []Copied
	for _, x := range redline.Resembles(copied, texts...) {
		out = append(out, Copied{held[x.Revision].Number, x.Likeness, x.Sure})
	}
	return out
}

// Reports returns the chronicle, in the order in which it was recorded.
func (v *View) Reports() []*Report { return v.state.Reports }

// Report returns a report, or a refusal.
func (v *View) Report(id ReportID) (*Report, error) {
	if r := v.state.report(id); r != nil {
		return r, nil
	}
	return nil, notFound("report", id)
}

// Answer is what became of a report's call for an answer of a party.
type Answer struct {
	Party   PartyID
	By      ReportID // "": nothing yet
	Refused bool     // to answer
}

// AnswersTo says, for each party that a report calls on, who answered.
func (v *View) AnswersTo(r *Report) []Answer {
	var out []Answer
	for _, p := range r.Calls {
		a := Answer{Party: p}
		for _, x := range v.state.Reports {
			if x.Answers == r.ID && x.Speaker.Party == p && x.Status() != Retracted && (a.By == "" || a.Refused) {
				a.By, a.Refused = x.ID, x.Refuses
			}
		}
		out = append(out, a)
	}
	return out
}

// Unanswered lists the reports that call for an answer which some party has not given.
func (v *View) Unanswered() []*Report {
	return slices.DeleteFunc(slices.Clone(v.state.Reports), func(r *Report) bool {
		return r.Status() == Retracted || !slices.ContainsFunc(v.AnswersTo(r), func(a Answer) bool { return a.By == "" || a.Refused })
	})
}
