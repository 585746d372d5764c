package web

import (
	"cmp"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/negotiation"
)

// ChroniclePage is what is reported of the world around the table.
type ChroniclePage struct {
	Page       Page
	Events     []ChronicleEvent
	Genres     []Choice
	Statuses   []Choice
	Parties    []Choice
	Issues     []Choice
	Filtered   bool
	Unanswered []Link
	File       []Link // where a report of a genre is filed
	Feeds      bool   // there are feeds to poll
	Newer      string // pages before and behind this one
	Older      string
	Span       string // which of how many this page shows
	Read       string // where an article is read
}

// ChronicleEvent is a report, or several that tell of one event.
type ChronicleEvent struct {
	Reports []ReportPart
	Claims  bool // several stand side by side
}

// ReportPart is a report as pages show it.
type ReportPart struct {
	ID                       negotiation.ReportID
	Href, Closer, Name       string
	Genre                    negotiation.Genre
	Status                   negotiation.VerificationStatus
	Title, Speaker           string
	Party                    *Sponsor
	Quote                    template.HTML
	Lang, Paraphrase, Hedge  string
	When, Reported, Recorded string
	Refuses                  bool
	Stance                   negotiation.Stance
	On, Figures, Facts       []string
	Called                   []string
	Sources                  []SourcePart
	Answers                  []string
	By                       Sponsor
	Audience                 string
}

// SourcePart is a source as pages show it.
type SourcePart struct {
	Name, URL, Grade, GradeSays, When, SHA256, Archive string
	Copy                                               bool // the words are kept here
}

// listChronicle shows the chronicle by date, the newest first.
func (s *site) listChronicle(v *visit) error {
	page := ChroniclePage{Page: v.page("Chronicle", "chronicle")}
	q := v.r.URL.Query()
	choose := func(name string, values []string, name2 func(string) string) []Choice {
		out := []Choice{{Name: "all"}}
		for _, x := range values {
			out = append(out, Choice{Value: x, Name: name2(x), On: q.Get(name) == x})
		}
		page.Filtered = page.Filtered || q.Get(name) != ""
		return out
	}
	same := func(x string) string { return x }
	page.Genres = choose("genre", names(negotiation.Genres), same)
	page.Statuses = choose("status", names(negotiation.VerificationStatuses), same)
	page.Parties = choose("party", partyIDs(v.Parties), func(x string) string { return v.sponsor(negotiation.PartyID(x)).Name })
	page.Issues = choose("issue", issueIDs(v.Issues()), func(x string) string { return v.subject(negotiation.Subject{Issue: negotiation.IssueID(x)}) })
	v.turn(&page, q)
	for _, r := range v.Unanswered() {
		page.Unanswered = append(page.Unanswered, Link{v.reportPath(r.ID), v.gistOf(r)})
	}
	if v.Can.File && v.asOf.IsZero() {
		page.Feeds = len(s.feeds.All()) > 0
		page.Read = v.path + "/chronicle/read"
		for _, g := range negotiation.Genres {
			page.File = append(page.File, Link{v.path + "/chronicle/file?genre=" + url.QueryEscape(string(g)), capital(string(g))})
		}
	}
	s.show(v.w, v.r, http.StatusOK, "chronicle", page)
	return nil
}

func names[T ~string](list []T) []string {
	var out []string
	for _, x := range list {
		out = append(out, string(x))
	}
	return out
}

func partyIDs(list []negotiation.Party) []string {
	var out []string
	for _, p := range list {
		out = append(out, string(p.ID))
	}
	return out
}

func issueIDs(list []negotiation.Issue) []string {
	var out []string
	for _, i := range list {
		out = append(out, string(i.ID))
	}
	return out
}

// eventsOfPage is how many events a page of the chronicle shows.
const eventsOfPage = 100

// turn puts the events of the page that was asked for into it.
func (v *visit) turn(page *ChroniclePage, q url.Values) {
	all := v.chronicleEvents(q)
	skip, _ := strconv.Atoi(q.Get("skip"))
	skip = max(0, min(skip, len(all)-1)) / eventsOfPage * eventsOfPage
	end := min(skip+eventsOfPage, len(all))
	to := func(n int) string {
		more := maps.Clone(q)
		more.Del("done")
		more.Set("skip", strconv.Itoa(n))
		return v.path + "/chronicle?" + more.Encode()
	}
	if skip > 0 {
		page.Newer = to(skip - eventsOfPage)
	}
	if end < len(all) {
		page.Older = to(end)
	}
	page.Span = negotiation.Grouped(skip+1) + " to " + negotiation.Grouped(end) + " of " + negotiation.Grouped(len(all))
	for _, event := range all[skip:end] {
		e := ChronicleEvent{Claims: len(event) > 1}
		for _, x := range event {
			e.Reports = append(e.Reports, v.reportPart(x))
		}
		page.Events = append(page.Events, e)
	}
}

// chronicleEvents lists what the filters leave; of an event all reports stand where one
// of them does.
func (v *visit) chronicleEvents(q url.Values) [][]*negotiation.Report {
	wanted := func(r *negotiation.Report) bool {
		is := func(name, value string) bool { return q.Get(name) == "" || q.Get(name) == value }
		issue := negotiation.IssueID(q.Get("issue"))
		return is("genre", string(r.Genre)) && is("status", string(r.Status())) && (issue == "" || slices.Contains(r.On.Issues, issue)) &&
			(is("party", string(r.Speaker.Party)) || slices.Contains(r.On.Parties, negotiation.PartyID(q.Get("party"))))
	}
	all := slices.Clone(v.Reports())
	slices.SortStableFunc(all, func(a, b *negotiation.Report) int { return began(b).Compare(began(a)) })
	shown := map[negotiation.ReportID]bool{}
	var out [][]*negotiation.Report
	for _, r := range all {
		if shown[r.ID] || !wanted(r) {
			continue
		}
		event := append([]*negotiation.Report{r}, v.SameEvent(r.ID)...)
		slices.SortStableFunc(event, func(a, b *negotiation.Report) int { return cmp.Compare(a.ID, b.ID) })
		for _, x := range event {
			shown[x.ID] = true
		}
		out = append(out, event)
	}
	return out
}

// began is by when a report is sorted: a total by the end of its period.
func began(r *negotiation.Report) time.Time {
	if r.Genre == negotiation.TotalReport && r.When.Known() {
		return r.When.To
	}
	return r.Began()
}

func (v *visit) reportPath(id negotiation.ReportID) string {
	return v.path + "/chronicle/" + url.PathEscape(string(id))
}

func (v *visit) reportPart(r *negotiation.Report) ReportPart {
	p := ReportPart{
		ID: r.ID, Href: v.reportPath(r.ID), Closer: v.reportPath(r.ID), Name: string(r.ID), Genre: r.Genre, Status: r.Status(), Title: r.Title, Speaker: v.speakerName(r.Speaker),
		Lang: r.Lang, Paraphrase: r.Paraphrase, Hedge: r.Hedge, Refuses: r.Refuses, Stance: r.Stance, Recorded: day(r.At), By: v.sponsor(r.Party), Audience: v.audience(r.Party, r.Audience),
	}
	if r.Speaker.Party != "" {
		of := v.sponsor(r.Speaker.Party)
		p.Party = &of
	}
	p.Quote = quoteHTML(r)
	if r.When.Known() {
		p.When = spanWords(r.When)
	}
	if r.Reported.Known() {
		p.Reported = spanWords(r.Reported)
	}
	for _, i := range r.On.Issues {
		p.On = append(p.On, v.subject(negotiation.Subject{Issue: i}))
	}
	for _, id := range r.On.Provisions {
		p.On = append(p.On, v.subject(negotiation.Subject{Provision: id}))
	}
	if x := v.Revision(r.On.Revision); x != nil {
		p.On = append(p.On, revisionName(x))
	}
	for _, id := range r.On.Parties {
		p.On = append(p.On, v.sponsor(id).Name)
	}
	if r.On.Meeting != "" {
		p.On = append(p.On, v.meetingTitle(r.On.Meeting))
	}
	if r.On.Document != "" {
		p.On = append(p.On, v.paperName(negotiation.Paper{Document: r.On.Document}))
	}
	for _, x := range v.Statements() {
		if x.ID == r.On.Statement {
			p.On = append(p.On, "the statement “"+isolated(beginning(x.Words, 80))+"”")
		}
	}
	for _, id := range r.On.Reports {
		if x, err := v.Report(id); err == nil {
			p.On = append(p.On, "the report "+v.gistOf(x))
		}
	}
	for _, f := range r.Figures {
		says := f.Says()
		if f.Words != "" && !strings.EqualFold(f.Words, says) {
			says += " (“" + isolated(f.Words) + "”)"
		}
		p.Figures = append(p.Figures, says)
	}
	p.Facts = reportFacts(r)
	p.Called = v.calledWords(r)
	for _, x := range r.Sources {
		p.Sources = append(p.Sources, sourcePart(x))
	}
	for _, a := range v.AnswersTo(r) {
		name := v.sponsor(a.Party).Name
		switch {
		case a.By == "":
			p.Answers = append(p.Answers, name+" has not answered.")
		case a.Refused:
			p.Answers = append(p.Answers, name+" declined to answer.")
		default:
			p.Answers = append(p.Answers, name+" answered.")
		}
	}
	return p
}

// reportFacts are what a document or an incident says of itself.
func reportFacts(r *negotiation.Report) []string {
	var out []string
	add := func(what, words string) {
		if words != "" {
			out = append(out, what+isolated(words))
		}
	}
	add("", r.Meeting.Standing)
	add("", r.Meeting.Place)
	add("with ", strings.Join(r.Meeting.Participants, ", "))
	add("", r.Document.Nature)
	add("published by ", r.Document.Publisher)
	add("between ", strings.Join(r.Document.Participants, " and "))
	add("seen where it should not be: ", r.Document.SeenAt)
	add("", r.Incident.Type)
	add("", r.Incident.Place)
	add("between ", strings.Join(r.Incident.Actors, " and "))
	return out
}

// quoteHTML is the quotation with what the reporter put in marked.
func quoteHTML(r *negotiation.Report) template.HTML {
	var b strings.Builder
	for _, piece := range r.Pieces() {
		words := template.HTMLEscapeString(piece.Words)
		if piece.Inserted {
			words = `<span class="inserted" title="put in by the reporter">` + words + `</span>`
		}
		b.WriteString(words)
	}
	return template.HTML(b.String())
}

// calledWords says of each disputed designation whose it is and what the reader's own
// party, or others, say instead.
func (v *visit) calledWords(r *negotiation.Report) []string {
	var out []string
	for _, c := range v.Called(r) {
		s := "“" + isolated(c.Words) + "”"
		if whose := c.Whose; whose != "" {
			s += " is the designation of " + isolated(whose)
		} else if c.Party != "" {
			s += " is the designation of " + v.sponsor(c.Party).Name
		} else {
			s += " is a designation of the source"
		}
		if c.Mine != nil {
			s += "; your party does not accept it" + instead(*c.Mine)
		}
		for _, u := range c.Disputed {
			s += "; " + v.sponsor(u.Party).Name + " does not accept it" + instead(u)
		}
		out = append(out, s+".")
	}
	return out
}

func instead(u negotiation.Usage) string {
	if u.Instead == "" {
		return ""
	}
	return " and says “" + isolated(u.Instead) + "”"
}

func sourcePart(x negotiation.Source) SourcePart {
	p := SourcePart{Name: x.Name, URL: x.URL, Grade: x.Grade(), SHA256: x.SHA256, Archive: x.Archive, Copy: x.Copy != ""}
	if p.Grade != "" {
		for _, g := range negotiation.Reliabilities {
			if g.Grade == x.Reliability {
				p.GradeSays = "source " + g.Says + ", what it says " + negotiation.Credibilities[x.Credibility]
			}
		}
	}
	if x.Published.Known() {
		p.When = spanWords(x.Published)
	}
	return p
}

// spanWords writes an interval out as it was said, with its dates and its zone.
func spanWords(w negotiation.When) string {
	from, to := w.From.In(zoneOf(w)), w.To.In(zoneOf(w))
	midnight := func(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }
	s := from.Format("2 Jan 2006, 15:04 MST")
	switch last := to.Add(-time.Second); {
	case midnight(from) && midnight(to) && to.After(from) && last.YearDay() == from.YearDay() && last.Year() == from.Year():
		s = from.Format("2 Jan 2006")
	case midnight(from) && midnight(to) && to.After(from):
		s = from.Format("2 Jan 2006") + " to " + last.Format("2 Jan 2006")
	case to.After(from):
		s = from.Format("2 Jan 2006, 15:04") + " to " + to.Format("2 Jan, 15:04 MST")
	}
	if w.Words != "" {
		s = "“" + isolated(w.Words) + "”: " + s
	}
	return s
}

// zoneOf is the zone in which an interval is told.
func zoneOf(w negotiation.When) *time.Location {
	zone, err := time.LoadLocation(w.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}
