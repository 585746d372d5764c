package web

import (
	"math"
	"slices"
	"strings"
	"time"

	"parley/internal/dispatch"
	"parley/negotiation"
)

// What an article suggests, as reports that a person may file: the article's wall clock
// becomes time in the zone of its publication, speakers become parties where the
// delegation's dictionary knows them, and what the chronicle has no place for stays in
// the words.

// article is a press article that the chronicle keeps.
type article struct {
	report *negotiation.Report
	source negotiation.Source // the one whose copy is read
	read   *dispatch.Article
	zone   *time.Location
}

// articleOf returns the article that a report keeps; ok is false when it keeps none.
func articleOf(r *negotiation.Report) (a article, ok bool) {
	for _, x := range r.Sources {
		if x.Copy == "" {
			continue
		}
		a = article{report: r, source: x, zone: zoneOf(x.Published), read: &dispatch.Article{Title: r.Title, Publisher: x.Name, URL: x.URL, Language: r.Lang, Text: x.Copy}}
		if x.Published.Known() {
			a.read.Published = x.Published.From.In(a.zone)
		}
		return a, true
	}
	return article{}, false
}

// dictionary is what the viewer's delegation knows: those at the table, the issues, and
// the names that it keeps.
func (v *visit) dictionary() dispatch.Dictionary {
	var d dispatch.Dictionary
	for _, p := range v.Parties {
		d.Parties = append(d.Parties, dispatch.Entry{ID: string(p.ID), Name: p.Name})
	}
	for _, m := range v.Members {
		e := dispatch.Entry{ID: string(m.ID), Name: m.Name, Party: string(m.Party)}
		if m.Capacity != "" {
			e.Titles = []string{m.Capacity}
		}
		d.Members = append(d.Members, e)
	}
	for _, i := range v.Issues() {
		d.Issues = append(d.Issues, dispatch.Entry{ID: string(i.ID), Name: i.Name})
	}
	for _, n := range v.Dictionary() {
		switch n.Kind {
		case negotiation.PartyName:
			alias(d.Parties, string(n.Party), n.Aliases)
		case negotiation.IssueName:
			alias(d.Issues, string(n.Issue), n.Aliases)
		case negotiation.PlaceName:
			d.Places = append(d.Places, dispatch.Entry{Name: n.Name, Aliases: n.Aliases})
		case negotiation.PersonName:
			d.Members = append(d.Members, dispatch.Entry{Name: n.Name, Aliases: n.Aliases, Titles: n.Titles, Party: string(n.Party)})
		}
	}
	return d
}

func alias(entries []dispatch.Entry, id string, names []string) {
	for i := range entries {
		if entries[i].ID == id {
			entries[i].Aliases = append(entries[i].Aliases, names...)
		}
	}
}

// entryOf is the report that a proposal suggests.
func (v *visit) entryOf(a article, p dispatch.Proposal) negotiation.Report {
	r := negotiation.Report{
		Hedge: strings.Join(p.Hedges, ", "), Reported: a.source.Published, Sources: []negotiation.Source{a.cited()},
		Excerpt: negotiation.Excerpt{Report: a.report.ID, Start: p.Sentence.Start, End: p.Sentence.End},
	}
	for _, id := range p.Issues {
		r.On.Issues = append(r.On.Issues, negotiation.IssueID(id))
	}
	switch {
	case p.Statement != nil:
		v.fillStatement(&r, a, p.Statement)
	case p.Meeting != nil:
		v.fillMeeting(&r, a, p)
	case p.Document != nil:
		v.fillDocument(&r, a, p)
	case p.Incident != nil:
		v.fillIncident(&r, a, p)
	}
	return r
}

// cited is the article's source as it stands with what is taken from it: the copy stays
// with the article, its hash goes along.
func (a article) cited() negotiation.Source {
	x := a.source
	x.Copy = ""
	if x.Archive == "" {
		x.Archive = "report " + string(a.report.ID)
	}
	return x
}

// excerpt narrows a report's excerpt to words that stand in its sentence.
func (a article) excerpt(r *negotiation.Report, words string) {
	if i := strings.Index(a.read.Text[r.Excerpt.Start:r.Excerpt.End], words); i >= 0 && words != "" {
		r.Excerpt.Start += i
		r.Excerpt.End = r.Excerpt.Start + len(words)
	}
}

func (v *visit) fillStatement(r *negotiation.Report, a article, s *dispatch.Statement) {
	r.Genre, r.Lang = negotiation.StatementReport, a.read.Language
	r.Excerpt.Start, r.Excerpt.End = s.Span.Start, s.Span.End
	r.Speaker, r.When = v.speakerOf(s.Speaker), a.when(s.Said)
	switch s.Form {
	case dispatch.Direct:
		r.Quote = s.Words
	case dispatch.Silence:
		r.Refuses, r.Paraphrase = true, s.Words
	case dispatch.Unattributed:
		r.Paraphrase, r.Speaker = s.Words, negotiation.Speaker{Body: "not named by " + a.source.Name}
	default:
		r.Paraphrase = reportedSpeech(s)
		if len(s.Quotations) == 1 {
			r.Quote = s.Quotations[0].Words
		}
	}
	for _, q := range s.Quotations {
		for _, span := range q.Insertions {
			if words := span.In(a.read.Text); r.Quote != "" {
				r.Inserted = append(r.Inserted, words)
			}
		}
	}
}

// reportedSpeech is what was said as the reporter put it: with the verb, without which
// an accusation would read as a fact.
func reportedSpeech(s *dispatch.Statement) string {
	if s.Verb == "" || strings.Contains(s.Words, s.Verb) || strings.Contains(strings.ToLower(s.Verb), "according") {
		return s.Words
	}
	return s.Verb + " " + s.Words
}

// speakerOf is a speaker of an article, for a party where one at the table is meant.
func (v *visit) speakerOf(s dispatch.Speaker) negotiation.Speaker {
	out := negotiation.Speaker{Name: s.Name, Capacity: s.Capacity}
	if p := v.Party(negotiation.PartyID(s.Party)); p != nil {
		out.Party = p.ID
	} else if s.Party != s.Name {
		out.Body = s.Party
	}
	return out
}

func (v *visit) fillMeeting(r *negotiation.Report, a article, p dispatch.Proposal) {
	m := p.Meeting
	r.Genre, r.Title, r.Paraphrase = negotiation.MeetingReport, capital(m.What), unbroken(p.Sentence.In(a.read.Text))
	r.Meeting = negotiation.Encounter{Place: m.Where, Standing: m.Standing}
	for _, s := range m.Who {
		r.Meeting.Participants = append(r.Meeting.Participants, s.Name)
		if who := v.speakerOf(s); who.Party != "" && !slices.Contains(r.On.Parties, who.Party) {
			r.On.Parties = append(r.On.Parties, who.Party)
		}
	}
	r.When = a.when(m.When)
	a.excerpt(r, m.What)
}

func (v *visit) fillDocument(r *negotiation.Report, a article, p dispatch.Proposal) {
	d := p.Document
	r.Genre, r.Title, r.Paraphrase = negotiation.DocumentReport, capital(d.What), unbroken(p.Sentence.In(a.read.Text))
	if d.About != "" && !strings.Contains(d.What, d.About) {
		r.Title += " of " + d.About
	}
	r.Document = negotiation.Trail{Publisher: d.Publisher}
	if d.Leaked {
		r.Document.Nature = "leak"
	}
	r.When = a.when(d.Of)
	if d.When != nil {
		r.Reported = a.when(d.When)
	}
	a.excerpt(r, d.What)
}

// longEvent is how long an incident lasts at most; what is counted over longer is a total.
const longEvent = 14 * 24 * time.Hour

func (v *visit) fillIncident(r *negotiation.Report, a article, p dispatch.Proposal) {
	in := p.Incident
	r.Genre, r.Title, r.Paraphrase = negotiation.IncidentReport, capital(unbroken(in.What)), unbroken(p.Sentence.In(a.read.Text))
	if in.Claimed != nil {
		r.Speaker = v.speakerOf(*in.Claimed)
	}
	r.When = a.when(in.When)
	for _, n := range in.Numbers {
		r.Figures = append(r.Figures, figureOf(n))
	}
	if len(r.Figures) > 0 && r.When.Known() && r.When.To.Sub(r.When.From) > longEvent {
		r.Genre = negotiation.TotalReport
	} else {
		r.Incident.Place = in.Where
	}
	a.excerpt(r, in.What)
}

// figureOf is a number of an article as the chronicle bounds it; its words keep what the
// bound cannot say.
func figureOf(n dispatch.Number) negotiation.Figure {
	f := negotiation.Figure{Bound: negotiation.Exactly, Number: n.Value, Unit: n.What, Words: n.As}
	switch n.Bound {
	case "at least", "more than":
		f.Bound = negotiation.AtLeast
	case "up to", "less than":
		f.Bound = negotiation.UpTo
	case "about", "nearly":
		f.Bound = negotiation.About
	}
	if n.Vague && n.Value > 0 {
		f.Bound, f.Number = negotiation.InOrderOf, int64(math.Pow10(int(math.Log10(float64(n.Value)))))
	}
	if f.Unit == "" {
		f.Unit = n.As
	}
	return f
}

// zones are where clocks show what the press calls by a few letters.
var zones = map[string]string{
	"GMT": "UTC", "UTC": "UTC", "BST": "Europe/London", "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "EET": "Europe/Athens", "EEST": "Europe/Athens", "MSK": "Europe/Moscow",
	"EST": "America/New_York", "EDT": "America/New_York", "CST": "America/Chicago", "CDT": "America/Chicago", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
}

// when puts an interval of an article's clocks into its zone. Without a beginning there
// is no time.
func (a article) when(i *dispatch.Interval) negotiation.When {
	if i == nil || i.From.IsZero() {
		return negotiation.When{}
	}
	zone, name := a.zone, a.source.Published.Zone
	if known := zones[i.Zone]; known != "" {
		if loc, err := time.LoadLocation(known); err == nil {
			zone, name = loc, known
		}
	}
	at := func(w dispatch.Wall) time.Time {
		if w.IsZero() {
			return time.Time{}
		}
		return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), 0, 0, zone).UTC()
	}
	out := negotiation.When{From: at(i.From), To: at(i.To), Zone: name, Words: unbroken(i.As)}
	if out.To.IsZero() {
		out.To = a.read.Published.UTC()
	}
	if out.To.Before(out.From) {
		out.To = out.From
	}
	return out
}

// unbroken joins words over the line breaks of an article.
func unbroken(s string) string { return strings.Join(strings.Fields(s), " ") }
