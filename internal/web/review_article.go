package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"parley/internal/dispatch"
	"parley/negotiation"
)

// The review of an article: its words on one side, what it suggests on the other. Each
// proposal is filed as it is, corrected first, or set aside, by a person.

// ReviewPage is an article with what it suggests.
type ReviewPage struct {
	Page                                Page
	Title, Report, Facts                string
	Lang                                string
	Paragraphs                          [][]ReviewPiece
	Cards                               []ReviewCard
	Left                                int
	Found                               string
	Parties, Issues, Stances, Standings []Choice
	Audience                            string // of the article
	Model                               string // that can be asked for more, "" without one
	Asked                               bool
	Undated                             bool
	Names                               string
}

// ReviewPiece is words of the article; with a number, those of a sentence that suggests
// something.
type ReviewPiece struct {
	Words string
	N     int
	Cards []int
}

// ReviewCard is a proposal.
type ReviewCard struct {
	N, Sentence  int
	Kind         string
	Says, Words  string
	Sure, Why    string
	From         string // the language model that proposes it
	Report       negotiation.Report
	Party        string // its name
	Inserted     string // lines
	Present      string
	Begins, Ends string // as the form has them
	Zone         string
	Rows         []FigureRow
	Chosen       []Choice // issues
	Filed        string   // where it is filed
	Aside        bool
	Next         string
	Incomplete   bool // what the chronicle asks for and the article does not say
	Spoken       bool
	Meeting      bool
	Document     bool
	Incident     bool
	Counted      bool
}

// FigureRow is a figure as the form has it.
type FigureRow struct {
	N           int
	Bounds      []Choice
	Number      string
	Unit, Words string
}

// Decided reports whether nothing is left to do for the proposal.
func (c ReviewCard) Decided() bool { return c.Aside || c.Filed != "" }

// reviewArticle shows an article with what it suggests.
func (s *site) reviewArticle(v *visit) error {
	a, err := v.articleAsked()
	if err != nil {
		return err
	}
	r := a.report
	proposals, asked, err := v.proposals(a)
	if err != nil {
		return err
	}
	page := ReviewPage{
		Page: v.page("Review an article", "chronicle"), Title: v.gistOf(r), Report: v.reportPath(r.ID), Facts: articleFacts(a), Lang: r.Lang,
		Found: foundIn(proposals), Audience: v.audience(r.Party, r.Audience), Undated: a.read.Published.IsZero(), Names: v.path + "/chronicle/names", Asked: asked,
	}
	if s.model != nil {
		page.Model = s.model.String()
	}
	v.reviewChoices(&page)
	taken := v.TakenFrom(r.ID)
	var sentences []suggesting
	for i, p := range proposals {
		if len(sentences) == 0 || sentences[len(sentences)-1].Span != p.Sentence {
			sentences = append(sentences, suggesting{Span: p.Sentence})
		}
		last := &sentences[len(sentences)-1]
		last.cards = append(last.cards, i+1)
		c := v.reviewCard(i+1, a, p, taken)
		c.Sentence = len(sentences)
		page.Cards = append(page.Cards, c)
	}
	page.Left = chain(page.Cards)
	page.Paragraphs = piecesOf(a.read.Text, sentences)
	s.show(v.w, v.r, http.StatusOK, "review", page)
	return nil
}

// articleAsked is the article of the path.
func (v *visit) articleAsked() (article, error) {
	if err := v.mayFile(); err != nil {
		return article{}, err
	}
	r, err := v.Report(negotiation.ReportID(v.r.PathValue("report")))
	if err != nil {
		return article{}, err
	}
	a, ok := articleOf(r)
	if !ok {
		return a, invalid("report "+string(r.ID), "it keeps no words of an article", "read the article, and keep it")
	}
	return a, nil
}

func articleFacts(a article) string {
	facts := []string{isolated(a.source.Name)}
	if a.source.Published.Known() {
		facts = append(facts, spanWords(a.source.Published))
	}
	return strings.Join(facts, ", ")
}

func (v *visit) reviewChoices(page *ReviewPage) {
	for _, p := range v.Parties {
		page.Parties = append(page.Parties, Choice{Value: p.Name, Name: string(p.ID)})
	}
	for _, i := range v.Issues() {
		page.Issues = append(page.Issues, Choice{Value: i.Name, Name: string(i.ID)})
	}
	for _, x := range negotiation.Stances {
		page.Stances = append(page.Stances, Choice{Value: string(x), Name: string(x)})
	}
	for _, x := range negotiation.EncounterStandings {
		page.Standings = append(page.Standings, Choice{Value: x, Name: x})
	}
}

// suggesting is a sentence that suggests something, with the numbers of the proposals.
type suggesting struct {
	dispatch.Span
	cards []int
}

// piecesOf splits the words of an article into paragraphs, and these into sentences that
// suggest something and what stands between them. The sentences stand in order.
func piecesOf(text string, sentences []suggesting) [][]ReviewPiece {
	var out [][]ReviewPiece
	start, next := 0, 0
	for line := range strings.Lines(text) {
		end := start + len(line)
		var pieces []ReviewPiece
		at := start
		for ; next < len(sentences) && sentences[next].Start < end; next++ {
			x := sentences[next]
			if x.Start < at {
				continue
			}
			stop := min(x.End, end)
			if x.Start > at {
				pieces = append(pieces, ReviewPiece{Words: text[at:x.Start]})
			}
			pieces, at = append(pieces, ReviewPiece{Words: text[x.Start:stop], N: next + 1, Cards: x.cards}), stop
		}
		if at < end {
			pieces = append(pieces, ReviewPiece{Words: text[at:end]})
		}
		if strings.TrimSpace(line) != "" {
			out = append(out, pieces)
		}
		start = end
	}
	return out
}

// chain says of each proposal which is to be decided after it, and returns how many are
// left to decide.
func chain(cards []ReviewCard) int {
	var left []int
	for i, c := range cards {
		if !c.Decided() {
			left = append(left, i)
		}
	}
	for i := range cards {
		cards[i].Next = "done"
		after := slices.IndexFunc(left, func(j int) bool { return j > i })
		switch {
		case after >= 0:
			cards[i].Next = fmt.Sprintf("p%d", cards[left[after]].N)
		case len(left) > 0 && left[0] != i:
			cards[i].Next = fmt.Sprintf("p%d", cards[left[0]].N)
		}
	}
	return len(left)
}

func (v *visit) reviewCard(n int, a article, p dispatch.Proposal, taken []*negotiation.Report) ReviewCard {
	r := v.entryOf(a, p)
	c := ReviewCard{
		N: n, Kind: string(r.Genre), Says: p.String(), Words: unbroken(p.Sentence.In(a.read.Text)), Sure: percent(p.Confidence), Why: p.Why, From: p.From, Report: r,
		Inserted: strings.Join(r.Inserted, "\n"), Present: strings.Join(r.Meeting.Participants, "\n"), Zone: r.When.Zone, Aside: v.Aside(r.Excerpt, r.Genre),
		Spoken: r.Genre == negotiation.StatementReport, Meeting: r.Genre == negotiation.MeetingReport, Document: r.Genre == negotiation.DocumentReport,
		Incident: r.Genre == negotiation.IncidentReport, Counted: r.Genre == negotiation.IncidentReport || r.Genre == negotiation.TotalReport,
	}
	if c.Zone == "" {
		c.Zone = a.zone.String()
	}
	if of := v.Party(r.Speaker.Party); of != nil {
		c.Party = of.Name
	}
	zone := zoneOf(negotiation.When{Zone: c.Zone})
	c.Begins, c.Ends = clock(r.When.From, zone), clock(r.When.To, zone)
	for _, id := range r.On.Issues {
		c.Chosen = append(c.Chosen, Choice{Value: string(id), Name: v.subject(negotiation.Subject{Issue: id}), On: true})
	}
	for i, f := range r.Figures {
		row := FigureRow{N: i + 1, Number: fmt.Sprint(f.Number), Unit: f.Unit, Words: f.Words}
		for _, b := range negotiation.Bounds {
			row.Bounds = append(row.Bounds, Choice{Value: string(b), Name: string(b), On: b == f.Bound})
		}
		c.Rows = append(c.Rows, row)
	}
	c.Incomplete = c.Incident && (r.Incident.Place == "" || !r.When.Known())
	for _, x := range taken {
		if x.Genre == r.Genre && x.Excerpt == r.Excerpt {
			c.Filed = v.reportPath(x.ID)
		}
	}
	return c
}

// clock is a moment as fields of forms have it.
func clock(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02T15:04")
}

// fileProposal files a proposal as the form has it.
func (s *site) fileProposal(v *visit) error {
	a, err := v.articleAsked()
	if err != nil {
		return err
	}
	r := a.report
	c := &negotiation.FileReport{}
	if err := v.fill(c); err != nil {
		return err
	}
	if err := v.readReport(&c.Report); err != nil {
		return err
	}
	if c.Report.Speaker.Party, err = v.partyNamed(v.r.PostFormValue("party")); err != nil {
		return err
	}
	if name := strings.TrimSpace(v.r.PostFormValue("issue")); name != "" {
		on, ok := v.subjectNamed(name)
		if !ok || on.Issue == "" {
			return invalid("issue", "no issue is called “"+name+"”", "choose one of the list")
		}
		c.Report.On.Issues = append(c.Report.On.Issues, on.Issue)
	}
	c.Report.Excerpt.Report = r.ID
	c.Report.Sources = []negotiation.Source{a.cited()}
	if !c.Report.Reported.Known() {
		c.Report.Reported = a.source.Published
	}
	c.Audience = r.Audience
	if v.r.PostFormValue("audience") == "own" {
		c.Audience = negotiation.Audience{}
	}
	if err := v.do(c); err != nil {
		return err
	}
	seeOther(v, v.reportPath(r.ID)+"/review#"+url.PathEscape(v.r.PostFormValue("next")))
	return nil
}

// partyNamed finds a party by its name or short name; "" is none.
func (v *visit) partyNamed(name string) (negotiation.PartyID, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", nil
	}
	for _, p := range v.Parties {
		if strings.EqualFold(p.Name, name) || strings.EqualFold(string(p.ID), name) {
			return p.ID, nil
		}
	}
	return "", invalid("party", "no party is called “"+name+"”", "choose one of the list, or leave it empty and name the body outside")
}
