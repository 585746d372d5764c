package api

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"parley/consolidate"
	"parley/negotiation"
	"parley/negotiation/gate"
	"parley/text"
)

// Resource is something of a negotiation that can be read.
type Resource struct {
	Path    string // below a negotiation's address
	About   string // in a sentence
	Query   []Parameter
	Returns any // a value of the type that answers
	read    func(*negotiation.View, *http.Request) (any, error)
}

// Parameter is one of an address's query.
type Parameter struct {
	Name, About string
	Required    bool
	Number      bool
}

// Every resource takes asof: the moment as of which it answers.
var asof = Parameter{Name: "asof", About: "the moment as of which to answer, as 2025-11-25T09:00:00+03:00; now where it is missing"}

// Overview is a negotiation at a glance.
type Overview struct {
	ID       negotiation.ID
	Name     string
	About    string
	Origin   string
	Me       negotiation.Member
	Can      negotiation.Permissions
	Version  int64
	At       time.Time
	Deadline negotiation.DeadlineSet
	Revision int
	Standing negotiation.Standing
	Open     int
	Contest  int
	Pending  int
	Parties  []negotiation.Party
	Members  []negotiation.Member
}

// RevisionRead is a revision with what is known of it.
type RevisionRead struct {
	*negotiation.Revision
	Held        bool // its words are held
	Authorships []negotiation.Authorship
	Disputes    []negotiation.Dispute
	Unconsulted []negotiation.PartyID
}

// PositionRead is a position with what became of it in the current revision.
type PositionRead struct {
	*negotiation.Position
	Withdrawn bool
}

// Talks is everything about meetings.
type Talks struct {
	Meetings []negotiation.Meeting
	Tracks   []negotiation.Track
	Groups   []negotiation.Group
}

// StatementRead is a statement, and who is said to share it and has not said so.
type StatementRead struct {
	negotiation.Statement
	Missing []negotiation.PartyID
}

// SilenceRead is a silence procedure with its status.
type SilenceRead struct {
	negotiation.Silence
	Status negotiation.SilenceStatus
}

// End is everything about the end of a text.
type End struct {
	Closing       negotiation.Closing
	Executions    []negotiation.Execution
	Instruments   []negotiation.Instrument
	Initialled    []negotiation.PartyID
	Initials      []negotiation.Mark
	Signatures    []negotiation.Mark
	Powers        []negotiation.Powers
	Declarations  []negotiation.Declaration
	Ratifications []negotiation.Ratified
	InForce       time.Time
	Missing       int // ratifications
}

// ReadingRead is a revision that may be read on screen for a time.
type ReadingRead struct {
	negotiation.ReadingRoom
	Text *text.Text
}

var number = Parameter{Name: "revision", About: "the number of a revision; the newest where it is missing", Number: true}

// Resources is everything that can be read of a negotiation.
var Resources = []Resource{
	{"", "The negotiation at a glance.", nil, Overview{}, readOverview},
	{"/revisions", "The revisions that your party has received, with their words.", nil, []RevisionRead{}, readRevisions},
	{"/revisions/{revision}", "One revision.", nil, RevisionRead{}, readRevision},
	{"/renderings", "Press copies and translations.", nil, []*negotiation.Rendering{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Renderings, nil }},
	{"/languages", "The versions in other languages, with what is to be translated.", nil, []negotiation.Language{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Languages(), nil }},
	{"/amendments", "The amendments as they stand against the current revision.", nil, []negotiation.Proposal{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Proposals(), nil }},
	{"/amendments/{amendment}", "One amendment.", nil, &negotiation.Proposal{}, func(v *negotiation.View, r *http.Request) (any, error) {
		return v.Proposal(negotiation.AmendmentID(r.PathValue("amendment")))
	}},
	{"/amendments/{amendment}/consequences", "What accepting an amendment would lead to.", nil, &consolidate.Outcome{}, func(v *negotiation.View, r *http.Request) (any, error) {
		return v.Consequences(negotiation.AmendmentID(r.PathValue("amendment")))
	}},
	{"/bracketed", "The current revision with the pending amendments laid into it.", nil, &consolidate.Bracketed{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Bracketed() }},
	{"/gaps", "What each party says to each provision, and what is open.", nil, &negotiation.Gaps{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Gaps(), nil }},
	{"/positions", "Every position that was taken, in order.", nil, []PositionRead{}, readPositions},
	{"/issues", "The issues and how far they are.", nil, []negotiation.IssueState{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Gaps().Issues, nil }},
	{"/rules", "What the parties go by.", nil, negotiation.Rules{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Rules(), nil }},
	{"/documents", "The documents beside the text.", nil, []*negotiation.Document{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Documents(), nil }},
	{"/who-has", "Which parties had received a revision, an amendment or a document by a moment.", []Parameter{number, {Name: "amendment", About: "the id of an amendment, in place of a revision"}, {Name: "document", About: "the id of a document, in place of a revision"}, {Name: "by", About: "the moment; now where it is missing"}}, []negotiation.Received{}, readWhoHas},
	{"/circulations", "What was sent to whom.", nil, []negotiation.Circulation{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Circulations(), nil }},
	{"/consultations", "Who was heard on what.", nil, []negotiation.PartyConsulted{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Consultations(), nil }},
	{"/reading/{revision}", "A revision that your party may read on screen for a time.", nil, ReadingRead{}, readReading},
	{"/meetings", "Meetings, tracks and working groups.", nil, Talks{}, func(v *negotiation.View, _ *http.Request) (any, error) {
		return Talks{v.Meetings(), v.Tracks(), v.Groups()}, nil
	}},
	{"/packages", "What is bargained over, and what your own party says of it.", nil, PackagesRead{}, readPackages},
	{"/packages/analysis", "Which packages are better for all (the mediator).", []Parameter{{Name: "package", About: "the package to look at, as point:option,point:option; what Nash's rule chooses where it is missing"}, {Name: "against", About: "the package to hold it against; the one that changes nothing where it is missing"}}, &negotiation.Analysis{}, readAnalysis},
	{"/statements", "What was said.", nil, []StatementRead{}, readStatements},
	{"/chronicle", "The chronicle: what is reported of the world around the table.", []Parameter{{Name: "genre", About: "only reports of this genre"}, {Name: "status", About: "only reports of this verification status"}, {Name: "party", About: "only what was said for this party"}}, []ReportRead{}, readReports},
	{"/chronicle/unanswered", "Reports that call for an answer which was not given.", nil, []ReportRead{}, readUnanswered},
	{"/chronicle/{report}", "One report.", nil, ReportClosely{}, readReport},
	{"/inside-outside", "What a party says about an issue at the table and outside, and where that differs.", []Parameter{ofParty, {Name: "issue", About: "the short name of an issue; all where it is missing"}}, []negotiation.Moment{}, readInsideOutside},
	{"/activity", "How much went on, by the day or in longer steps, with stagnation and bursts.", nil, negotiation.Activity{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Activity(), nil }},
	{"/designations", "Designations that parties do not accept, and what they say instead.", nil, []negotiation.Usage{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Usages(), nil }},
	{"/rooms", "The rooms that your party is in.", nil, []negotiation.Room{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Rooms(), nil }},
	{"/rooms/{room}", "What was said on the record in a room.", nil, []negotiation.Said{}, func(v *negotiation.View, r *http.Request) (any, error) {
		return v.Said(negotiation.RoomID(r.PathValue("room"))), nil
	}},
	{"/notes", "The notes of your delegation.", nil, []negotiation.Note{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Notes(), nil }},
	{"/gates", "The gates, and what is missing.", nil, []negotiation.Passage{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Passages(), nil }},
	{"/gates/try", "What an expression says now.", []Parameter{{Name: "expression", About: "of a gate", Required: true}}, negotiation.Passage{}, func(v *negotiation.View, r *http.Request) (any, error) {
		return v.Try(negotiation.Gate{Expression: r.FormValue("expression")}), nil
	}},
	{"/facts", "What gates can speak of, as it is now.", nil, gate.Values{}, func(v *negotiation.View, _ *http.Request) (any, error) { return v.Facts(), nil }},
	{"/silences", "The silence procedures.", nil, []SilenceRead{}, readSilences},
	{"/closing", "How far the text is initialled, signed and in force.", nil, End{}, readEnd},
	{"/history/{provision}", "What touched a provision.", nil, []negotiation.Happening{}, func(v *negotiation.View, r *http.Request) (any, error) {
		return v.History(text.ID(r.PathValue("provision"))), nil
	}},
	{"/entries", "What your party may see of the record.", []Parameter{{Name: "after", About: "the number of the last one that is known", Number: true}, {Name: "limit", About: "how many at most; 1000 where it is missing", Number: true}}, []negotiation.Entry{}, readEntries},
}

func readOverview(v *negotiation.View, _ *http.Request) (any, error) {
	g := v.Gaps()
	out := Overview{
		ID: v.ID, Name: v.Name, About: v.About, Origin: v.Origin, Me: v.Me, Can: v.Can, Version: v.Version, At: v.At,
		Deadline: v.Deadline(), Open: g.Open, Contest: g.Contest, Parties: v.Parties, Members: v.Members,
	}
	if r := v.Current(); r != nil {
		out.Revision, out.Standing = r.Number, r.Standing
	}
	for _, p := range v.Proposals() {
		if p.Status == negotiation.Pending {
			out.Pending++
		}
	}
	return out, nil
}

func revisionRead(v *negotiation.View, r *negotiation.Revision) RevisionRead {
	return RevisionRead{r, !r.Placeholder(), v.Authorships(r.Number), v.Disputes(r.Number), v.Unconsulted(r.Number)}
}

func readRevisions(v *negotiation.View, _ *http.Request) (any, error) {
	out := []RevisionRead{}
	for _, r := range v.Revisions {
		out = append(out, revisionRead(v, r))
	}
	return out, nil
}

func readRevision(v *negotiation.View, r *http.Request) (any, error) {
	revision, err := asked(v, r.PathValue("revision"))
	if err != nil {
		return nil, err
	}
	return revisionRead(v, revision), nil
}

// asked returns the revision of a number, or the newest.
func asked(v *negotiation.View, number string) (*negotiation.Revision, error) {
	n, err := strconv.Atoi(number)
	if number == "" && len(v.Revisions) > 0 {
		return v.Revisions[len(v.Revisions)-1], nil
	}
	if err != nil || v.Revision(n) == nil {
		return nil, missing("revision", number)
	}
	return v.Revision(n), nil
}

func missing(what, name string) error {
	return &negotiation.Refusal{Reason: negotiation.NotFound, Where: fmt.Sprintf("%s %s", what, name), Msg: "there is none", Hint: "look at the list of what there is"}
}

func readPositions(v *negotiation.View, _ *http.Request) (any, error) {
	out := []PositionRead{}
	for _, p := range v.Positions() {
		out = append(out, PositionRead{p, p.Withdrawn()})
	}
	return out, nil
}

func readWhoHas(v *negotiation.View, r *http.Request) (any, error) {
	paper := negotiation.Paper{Amendment: negotiation.AmendmentID(r.FormValue("amendment")), Document: negotiation.DocumentID(r.FormValue("document"))}
	if paper == (negotiation.Paper{}) {
		revision, err := asked(v, r.FormValue("revision"))
		if err != nil {
			return nil, err
		}
		paper.Revision = revision.Number
	}
	by, err := v.Now, error(nil)
	if given := r.FormValue("by"); given != "" {
		if by, err = momentOf("by", given); err != nil {
			return nil, err
		}
	}
	has := v.WhoHas(paper, by)
	if len(has) == 0 && by.Equal(v.Now) {
		return nil, missing("paper", string(paper.Amendment)+string(paper.Document))
	}
	return append([]negotiation.Received{}, has...), nil
}

func readReading(v *negotiation.View, r *http.Request) (any, error) {
	n, err := strconv.Atoi(r.PathValue("revision"))
	if err != nil {
		return nil, missing("revision", r.PathValue("revision"))
	}
	t, room, err := v.Read(n)
	return ReadingRead{room, t}, err
}

func readStatements(v *negotiation.View, _ *http.Request) (any, error) {
	out := []StatementRead{}
	for _, x := range v.Statements() {
		out = append(out, StatementRead{x, x.Missing()})
	}
	return out, nil
}

func readSilences(v *negotiation.View, _ *http.Request) (any, error) {
	out := []SilenceRead{}
	for _, x := range v.Silences() {
		out = append(out, SilenceRead{x, x.Status(v.Now)})
	}
	return out, nil
}

func readEnd(v *negotiation.View, _ *http.Request) (any, error) {
	since, missing := v.InForce()
	return End{
		v.Closing(), v.Executions(), v.Instruments(), v.Initialled(), v.Initials(), v.Signatures(), v.Powers(), v.Declarations(), v.Ratifications(), since, missing,
	}, nil
}

func readEntries(v *negotiation.View, r *http.Request) (any, error) {
	after, limit := 0, 1000
	for name, n := range map[string]*int{"after": &after, "limit": &limit} {
		if given := r.FormValue(name); given != "" {
			got, err := strconv.Atoi(given)
			if err != nil || got < 0 {
				return nil, noNumber(name, given)
			}
			*n = got
		}
	}
	es := v.Entries()
	from := min(after, len(es))
	return slices.Clip(es[from:min(from+min(limit, 1000), len(es))]), nil
}

func noNumber(name, given string) error {
	return &negotiation.Refusal{Reason: negotiation.Invalid, Where: name, Msg: fmt.Sprintf("%q is no number", given), Hint: "give one from 0 on"}
}
