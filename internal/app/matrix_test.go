package app_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/consolidate"
	"parley/internal/api"
	"parley/internal/web"
	"parley/negotiation"
	"parley/text"
)

// Every route as every role, after a history in which every kind of entry says a
// word of its own. Who may ever read a word is said here by hand; the test knows
// nothing of how the program decides it.

// matrix is the history, with each word and who may read it.
type matrix struct {
	*geneva
	words map[string]word
	n     int
}

type word struct {
	kind    string
	readers []string // members
}

var (
	everybody = []string{"us", "ua", "ru", "tr", "fr", "cow", "va"}
	between   = []string{"us", "ua"}       // in confidence
	circle    = []string{"us", "ua", "tr"} // in confidence, and sent on
)

// says makes a word for a kind of entry.
func (m *matrix) says(kind string, readers []string) string {
	m.n++
	w := fmt.Sprintf("word%dx%s", m.n, strings.ReplaceAll(kind, " ", ""))
	m.words[w] = word{kind, readers}
	return w
}

var confidential = negotiation.Audience{Parties: []negotiation.PartyID{"US", "UA"}}

// must has a command done, a minute later.
func (m *matrix) must(who negotiation.MemberID, c negotiation.Command) {
	m.t.Helper()
	m.now = m.now.Add(time.Minute)
	if err := m.desk.Do(context.Background(), "geneva", who, c); err != nil {
		m.t.Fatalf("%s: %#v: %v", who, c, err)
	}
}

func (m *matrix) view(who negotiation.MemberID) *negotiation.View {
	m.t.Helper()
	v, err := m.desk.View(context.Background(), "geneva", who)
	if err != nil {
		m.t.Fatal(err)
	}
	return v
}

func newMatrix(t *testing.T) *matrix {
	m := &matrix{geneva: newGeneva(t), words: map[string]word{}}
	for _, p := range []negotiation.Party{
		{ID: "UA", Role: negotiation.Principal}, {ID: "RU", Role: negotiation.Principal}, {ID: "TR", Role: negotiation.Guarantor},
		{ID: "FR", Role: negotiation.Consulted}, {ID: "CoW", Role: negotiation.Consulted, Parties: []negotiation.PartyID{"FR"}}, {ID: "VA", Role: negotiation.Observer},
	} {
		p.Name = m.says("party joined", everybody)
		m.must("us", negotiation.AddParty{Party: p})
		m.must("us", negotiation.AddMember{Member: negotiation.Member{ID: negotiation.MemberID(strings.ToLower(string(p.ID))), Party: p.ID, Name: m.says("member joined", everybody)}})
	}
	first := points(3, func(i int) string { return fmt.Sprintf("Point %d %s.", i, m.says("revision tabled", everybody)) })
	m.must("us", negotiation.TableRevision{Text: first, Name: m.says("revision tabled", everybody), Standing: negotiation.Draft})
	m.text(first)
	m.process()
	m.packages()
	m.closing()
	return m
}

// text plays what is done to a text.
func (m *matrix) text(first *text.Text) {
	m.must("us", negotiation.GiveStanding{Revision: 1, Standing: negotiation.ZeroDraft, Source: m.says("standing given", everybody)})
	french := first.Clone()
	for _, p := range french.Places() {
		p.Words = m.says("language version tabled", everybody)
	}
	m.must("us", negotiation.TableVersion{Revision: 1, Lang: "fr", Text: french, Note: m.says("language version tabled", everybody)})
	m.must("ua", negotiation.FileRendering{Name: m.says("rendering filed", everybody), Text: first})
	amend := func(point, with string, to negotiation.Audience, why string) negotiation.AmendmentID {
		amended := first.Clone()
		amended.Find(text.ID(point)).Words += " " + with + "."
		m.must("ua", negotiation.TableAmendment{Revision: 1, Changes: consolidate.Changes(first, amended), Explanation: why, Audience: to})
		all := m.view("ua").Proposals()
		return all[len(all)-1].ID
	}
	secret := amend("p01", m.says("amendment tabled", between), confidential, m.says("amendment tabled", between))
	m.words[string(secret)] = word{"amendment tabled", between}
	m.must("us", negotiation.Reject{Amendment: secret, Note: m.says("amendment rejected", between)})
	m.must("us", negotiation.Undo{Amendment: secret, Decision: 1, Note: m.says("decision undone", between)})
	m.must("ua", negotiation.WithdrawAmendment{Amendment: secret, Reason: m.says("amendment withdrawn", between)})
	sent := amend("p01", m.says("amendment tabled", circle), confidential, m.says("amendment tabled", circle))
	m.words[string(sent)] = word{"amendment tabled", circle}
	m.must("ua", negotiation.Circulate{Paper: negotiation.Paper{Amendment: sent}, To: []negotiation.PartyID{"TR"}, Note: m.says("paper circulated", []string{"ua", "tr"})})
	m.must("us", negotiation.GiveNotice{Amendment: sent, Notice: negotiation.Notice{Until: m.now.Add(time.Hour), Words: m.says("notice given", circle)}})
	m.must("tr", negotiation.KeepAmendment{Amendment: sent, Words: m.says("amendment kept", circle)})
	m.must("us", negotiation.GiveNotice{Amendment: sent, Notice: negotiation.Notice{Until: m.now.Add(time.Hour), Words: m.says("notice given", circle)}})
	m.now = m.now.Add(2 * time.Hour)
	m.must("us", negotiation.LetGo{Amendment: sent})
	own := amend("p02", m.says("amendment tabled", []string{"ua"}), negotiation.Audience{}, m.says("amendment tabled", []string{"ua"}))
	m.words[string(own)] = word{"amendment tabled", []string{"ua"}}
	open := amend("p03", m.says("amendment tabled", everybody), negotiation.Everyone, m.says("amendment tabled", everybody))
	m.must("tr", negotiation.JoinSponsors{Amendment: open})
	m.must("us", negotiation.Accept{Amendment: open, Note: m.says("amendment accepted", everybody)})
	m.must("us", negotiation.RecordPlaceholder{Name: m.says("revision tabled", everybody), Standing: negotiation.Draft, Note: m.says("revision tabled", everybody)})
}

// process plays what is done around it.
func (m *matrix) process() {
	whole, issue := negotiation.Subject{}, negotiation.Subject{Issue: "line"}
	m.must("us", negotiation.NameIssue{Issue: negotiation.Issue{ID: "line", Name: m.says("issue named", everybody), About: m.says("issue named", everybody)}})
	m.must("ua", negotiation.MarkBlocking{Issue: "line", Blocking: true, Words: m.says("blocking marked", everybody)})
	m.must("ua", negotiation.OpenRoom{Name: m.says("room opened", between), Parties: []negotiation.PartyID{"US"}})
	room := m.view("ua").Rooms()[0].ID
	m.words[string(room)] = word{"room closed", between}
	m.must("us", negotiation.SayInRoom{Room: room, Words: m.says("said in room", between)})
	m.must("ua", negotiation.CloseRoom{Room: room})
	m.must("us", negotiation.Gavel{Provision: "p02", Words: m.says("provision gavelled", everybody)})
	m.must("us", negotiation.SetRules{Rules: negotiation.Rules{Consult: []negotiation.Consultation{{Party: "RU"}}}})
	m.must("us", negotiation.SetDeadline{At: m.now.AddDate(1, 0, 0), Words: m.says("deadline set", everybody)})
	m.must("us", negotiation.OpenTrack{Track: negotiation.Track{ID: "one", Name: m.says("track opened", everybody)}})
	m.must("ua", negotiation.GiveMandate{Member: "ua", Mandate: negotiation.Mandate{From: m.says("mandate given", everybody)}})
	take := func(on negotiation.Subject, to negotiation.Audience, readers []string) negotiation.PositionID {
		m.must("ua", negotiation.TakePosition{On: on, Stance: negotiation.AcceptsIf, If: []negotiation.Condition{{Words: m.says("position taken", readers)}}, Words: m.says("position taken", readers), Audience: to})
		all := m.view("ua").Positions()
		return all[len(all)-1].ID
	}
	take(whole, confidential, between)
	take(issue, confidential, between)
	p := take(negotiation.Subject{Provision: "p01"}, confidential, between)
	m.words[string(p)] = word{"position taken", between}
	m.must("ua", negotiation.MeetCondition{Position: p, Words: m.says("condition met", between)})
	m.must("ua", negotiation.WithdrawPosition{Position: p, Reason: m.says("position withdrawn", between)})
	take(whole, negotiation.Audience{}, []string{"ua"})
	m.circulate()
	m.must("us", negotiation.FormGroup{Group: negotiation.Group{ID: "g", Name: m.says("group formed", everybody), Parties: []negotiation.PartyID{"UA"}, Issues: []negotiation.IssueID{"line"}}})
	m.must("us", negotiation.DissolveGroup{Group: "g", Why: m.says("group dissolved", everybody)})
	m.meet()
	m.must("ua", negotiation.MakeStatement{Statement: negotiation.Statement{Words: m.says("statement made", between), Source: m.says("statement made", between), With: []negotiation.PartyID{"US"}}, Audience: confidential})
	statements := m.view("ua").Statements()
	m.words[string(statements[0].ID)] = word{"statement joined", between}
	m.must("us", negotiation.JoinStatement{Statement: statements[0].ID})
	m.must("ua", negotiation.FileDocument{Document: negotiation.Document{Title: m.says("document filed", circle), Words: m.says("document filed", circle)}, Audience: confidential})
	letter := negotiation.Paper{Document: m.view("ua").Documents()[0].ID}
	m.words[string(letter.Document)] = word{"document filed", circle}
	m.must("ua", negotiation.Circulate{Paper: letter, To: []negotiation.PartyID{"TR"}, Note: m.says("paper circulated", []string{"ua", "tr"})})
	m.must("tr", negotiation.Acknowledge{Paper: letter})
	m.must("ua", negotiation.KeepNote{Words: m.says("note kept", []string{"ua"})})
	m.must("us", negotiation.KeepNote{Words: m.says("note kept", []string{"us"})})
	for _, p := range []negotiation.MemberID{"ua", "us"} {
		say := func() string { return m.says("name kept", []string{string(p)}) }
		m.must(p, negotiation.KeepName{Name: negotiation.KnownName{Kind: negotiation.PersonName, Name: say(), Aliases: []string{say()}, Titles: []string{say()}}})
	}
	m.chronicle()
	m.must("us", negotiation.DefineGate{Gate: negotiation.Gate{ID: "g", Name: m.says("gate defined", everybody), Expression: "open == 0"}})
}

// chronicle files reports of every genre in confidence, judges and links them.
func (m *matrix) chronicle() {
	say := func() string { return m.says("report filed", between) }
	yesterday := negotiation.When{From: m.now.AddDate(0, 0, -1), Words: say()}
	var ids []negotiation.ReportID
	for _, g := range negotiation.Genres {
		r := negotiation.Report{
			Genre: g, Title: say(), Speaker: negotiation.Speaker{Name: say(), Capacity: say(), Party: "UA", Body: say()}, Quote: say(), Paraphrase: say(), Hedge: say(), Stance: negotiation.Accepts,
			When: yesterday, Calls: []negotiation.PartyID{"RU"}, Sources: []negotiation.Source{{Name: say(), URL: "https://press.example/" + say(), Archive: say()}}, Designations: []negotiation.Designation{{Words: say(), Whose: say()}},
		}
		switch g {
		case negotiation.MeetingReport:
			r.Meeting = negotiation.Encounter{Place: say(), Participants: []string{say()}, Standing: "held"}
		case negotiation.DocumentReport:
			r.Document = negotiation.Trail{Nature: say(), Publisher: say(), Participants: []string{say()}, SeenAt: say(), Copy: say(), Custody: []negotiation.Handover{{By: say(), Place: say()}}}
		case negotiation.IncidentReport:
			r.Incident = negotiation.Incident{Type: say(), Place: say(), Actors: []string{say()}}
			fallthrough
		case negotiation.TotalReport:
			r.Figures = []negotiation.Figure{{Bound: negotiation.About, Number: 3, Unit: say(), Words: say()}}
		}
		m.must("ua", negotiation.FileReport{Report: r, Audience: confidential})
		all := m.view("ua").Reports()
		ids = append(ids, all[len(all)-1].ID)
		m.words[string(ids[len(ids)-1])] = word{"report filed", between}
	}
	article := negotiation.Report{Genre: negotiation.MediaReport, Title: say(), Sources: []negotiation.Source{{Name: say(), Copy: say()}}}
	m.must("ua", negotiation.FileReport{Report: article, Audience: confidential})
	all := m.view("ua").Reports()
	kept := all[len(all)-1]
	m.words[string(kept.ID)] = word{"report filed", between}
	m.must("us", negotiation.SetAside{Excerpt: negotiation.Excerpt{Report: kept.ID, End: len(kept.Kept())}, Genre: negotiation.MeetingReport})
	m.must("us", negotiation.JudgeReport{Report: ids[0], Status: negotiation.Disputed, Ground: m.says("report judged", between), Source: &negotiation.Source{Name: m.says("report judged", between)}})
	m.must("us", negotiation.LinkReports{Reports: []negotiation.ReportID{ids[0], ids[2]}})
	m.widen(ids[0])
	m.must("ru", negotiation.DisputeDesignation{Words: m.says("designation disputed", everybody), Instead: m.says("designation disputed", everybody), Why: m.says("designation disputed", everybody)})
}

// widen shows a report to one party more, who does not learn what was said of it before.
func (m *matrix) widen(other negotiation.ReportID) {
	r := negotiation.Report{Genre: negotiation.StatementReport, Quote: m.says("report filed", circle), Speaker: negotiation.Speaker{Name: m.says("report filed", circle)}, Sources: []negotiation.Source{{Name: m.says("report filed", circle)}}}
	m.must("ua", negotiation.FileReports{Reports: []negotiation.Report{r}, Audience: confidential})
	all := m.view("ua").Reports()
	id := all[len(all)-1].ID
	m.words[string(id)] = word{"report widened", circle}
	m.must("us", negotiation.JudgeReport{Report: id, Status: negotiation.Verified, Ground: m.says("report judged", between), Source: &negotiation.Source{Name: m.says("report judged", between)}})
	m.must("us", negotiation.LinkReports{Reports: []negotiation.ReportID{id, other}})
	m.must("ua", negotiation.WidenReport{Report: id, Audience: negotiation.Audience{Parties: []negotiation.PartyID{"TR"}}})
	m.must("tr", negotiation.JudgeReport{Report: id, Status: negotiation.Disputed, Ground: m.says("report judged", circle)})
}

// circulate holds a revision back, sends it to one party and lets another read it.
func (m *matrix) circulate() {
	base := m.view("us").Current()
	next := base.Text.Clone()
	holders, readers := []string{"us", "ua"}, []string{"us", "ua", "ru"}
	next.Find("p02").Words = m.says("revision tabled", readers)
	m.must("us", negotiation.TableRevision{Text: next, Name: m.says("revision tabled", readers), Note: m.says("revision tabled", holders), Standing: negotiation.Draft, Held: true})
	n := m.view("us").Current().Number
	m.must("us", negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: []negotiation.PartyID{"UA"}, Note: m.says("paper circulated", holders)})
	m.must("us", negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: []negotiation.PartyID{"RU"}, Note: m.says("paper circulated", []string{"us", "ru"}), Until: m.now.AddDate(1, 0, 0)})
	m.must("ua", negotiation.Acknowledge{Paper: negotiation.Paper{Revision: n}})
	other := next.Clone()
	for _, p := range other.Places() {
		p.Words = m.says("language version tabled", holders)
	}
	m.must("us", negotiation.TableVersion{Revision: n, Lang: "uk", Text: other, Note: m.says("language version tabled", holders)})
	m.must("ua", negotiation.TakePosition{On: negotiation.Subject{Provision: "p02", Lang: "uk"}, Stance: negotiation.Accepts, Words: m.says("position taken", holders), Audience: negotiation.Everyone})
	m.must("us", negotiation.RecordConsultation{Revision: n, Party: "UA", Words: m.says("party consulted", holders)})
	m.must("ua", negotiation.ClaimAuthorship{Revision: n, Words: m.says("authorship claimed", holders)})
	m.must("ua", negotiation.DisputeAuthorship{Dispute: negotiation.Dispute{Revision: n, Words: m.says("authorship disputed", holders)}})
	m.must("ua", negotiation.TakePosition{Revision: n, On: negotiation.Subject{Provision: "p02"}, Stance: negotiation.Objects, Words: m.says("position taken", holders), Audience: negotiation.Everyone})
}

// number makes a word that is a number.
func (m *matrix) number(readers []string) negotiation.Amount {
	m.n++
	w := fmt.Sprintf("%d.83%03d7", 21+m.n%70, m.n)
	m.words[w] = word{"packages scored", readers}
	return negotiation.Amount(w)
}

// packages draws points up, has two parties score them, one of which keeps its numbers
// back, and tables a package, which nobody but the mediator has.
func (m *matrix) packages() {
	name := func() string { return m.says("packages drawn up", everybody) }
	m.must("us", negotiation.DrawUp{
		Points: []negotiation.Point{
			{ID: "one", Name: name(), Provisions: []text.ID{"p01"}, Options: []negotiation.Option{{ID: "base", Name: name(), Base: true}, {ID: "new", Name: name(), Words: name()}}},
			{ID: "two", Name: name(), Options: []negotiation.Option{{ID: "yes", Name: name()}, {ID: "no", Name: name()}}},
		},
		Forbidden: []negotiation.Combination{{Options: negotiation.Package{"one": "base", "two": "no"}, Why: name()}},
	})
	score := func(readers []string, how negotiation.Disclosure) negotiation.Score {
		return negotiation.Score{Disclosure: how, Reservation: "1.234567", Points: []negotiation.PointScore{
			{Point: "one", Weight: m.number(readers), Options: []negotiation.OptionScore{{Option: "base", Value: m.number(readers)}, {Option: "new", Low: "1", High: m.number(readers)}}},
			{Point: "two", Weight: m.number(readers), Options: []negotiation.OptionScore{{Option: "yes", Value: m.number(readers)}, {Option: "no", Value: m.number(readers)}}},
		}}
	}
	m.must("ua", score(between, negotiation.ShowNumbers))
	m.must("ru", score([]string{"ru"}, negotiation.ShowPackages))
	m.must("us", negotiation.TablePackage{Package: negotiation.Package{"one": "new", "two": "yes"}, Name: m.says("revision tabled", []string{"us"}), Note: m.says("revision tabled", []string{"us"})})
}

func (m *matrix) meet() {
	plan := negotiation.Plan{Title: m.says("meeting proposed", between), Place: m.says("meeting proposed", between), Format: negotiation.Bilateral, Parties: []negotiation.PartyID{"US", "UA"}}
	m.must("us", negotiation.ProposeMeeting{Plan: plan, Audience: confidential})
	id := m.view("us").Meetings()[0].ID
	m.words[string(id)] = word{"meeting proposed", between}
	m.must("ua", negotiation.ConfirmMeeting{Meeting: id})
	m.must("us", negotiation.CallOff{Meeting: id, Why: m.says("meeting called off", between)})
	plan.Title = m.says("meeting changed", between)
	m.must("us", negotiation.ChangeMeeting{Meeting: id, Plan: plan, Why: m.says("meeting changed", between)})
	m.must("us", negotiation.RecordOutcome{Meeting: id, From: m.now, To: m.now, Words: m.says("outcome recorded", between)})
	m.must("ua", negotiation.AcknowledgeOutcome{Meeting: id})
}

// closing adopts the text by silence, and everything that follows.
func (m *matrix) closing() {
	base := m.view("ru").Current()
	final := base.Text.Clone()
	final.Find("p01").Words = m.says("revision tabled", everybody)
	m.must("us", negotiation.TableRevision{Text: final, Standing: negotiation.Draft})
	n := m.view("ru").Current().Number
	start := func() negotiation.SilenceID {
		m.must("us", negotiation.StartSilence{Revision: n, Standing: negotiation.Final, Deadline: m.now.Add(time.Hour), Words: m.says("silence started", everybody)})
		all := m.view("us").Silences()
		return all[len(all)-1].ID
	}
	m.must("ru", negotiation.BreakSilence{Silence: start(), Words: m.says("silence broken", everybody)})
	m.must("us", negotiation.WithdrawSilence{Silence: start(), Why: m.says("silence withdrawn", everybody)})
	m.must("us", negotiation.ExtendSilence{Silence: start(), Deadline: m.now.Add(2 * time.Hour)})
	m.now = m.now.Add(3 * time.Hour)
	m.must("us", negotiation.GiveStanding{Revision: n, Standing: negotiation.Final})
	m.must("us", negotiation.Reopen{Revision: n, Standing: negotiation.Draft, Why: m.says("text reopened", everybody)})
	m.must("us", negotiation.GiveStanding{Revision: n, Standing: negotiation.Final})
	m.must("us", negotiation.LinkInstrument{Instrument: negotiation.Instrument{ID: "i", Name: m.says("instrument linked", everybody), Relation: "guarantees", Parties: []negotiation.PartyID{"TR"}}})
	m.must("us", negotiation.SetClosing{Closing: negotiation.Closing{Depositary: m.says("closing set", everybody)}})
	m.must("ua", negotiation.Initial{})
	m.must("ua", negotiation.PresentPowers{Member: "ua", Words: m.says("powers presented", everybody)})
	m.must("us", negotiation.ExaminePowers{Member: "ua", InOrder: true, Finding: m.says("powers examined", everybody)})
	m.must("ua", negotiation.SignInstrument{})
	m.must("ua", negotiation.Declare{Declaration: negotiation.Declaration{Words: m.says("declaration made", everybody)}})
	m.must("ua", negotiation.Ratify{})
}

// paths is every address that can be read: pages, files and resources, now and
// as of a moment in the middle, for each entry that has a proof.
func (m *matrix) paths(middle time.Time) (pages, resources []string) {
	v := m.view("us")
	fill := func(p string) []string {
		p = strings.TrimPrefix(p, "GET ")
		var out []string
		for _, a := range append(v.Proposals(), negotiation.Proposal{Amendment: &negotiation.Amendment{ID: "UA-none"}}) {
			for _, n := range []string{"1", "4", "5", fmt.Sprint(v.Current().Number)} {
				q := strings.NewReplacer("{$}", "", "{amendment}", string(a.ID), "{provision}", "p01", "{revision}", n, "{file}", "bracketed.json", "{command}", "x", "{room}", string(v.Rooms()[0].ID), "{report}", string(v.Reports()[0].ID)).Replace(p)
				if !slices.Contains(out, q) {
					out = append(out, q)
				}
			}
		}
		return out
	}
	for _, r := range web.Routes {
		if !strings.HasPrefix(r.Pattern, "GET /n/") || strings.HasSuffix(r.Pattern, "/events") {
			continue
		}
		for _, p := range fill(r.Pattern) {
			if strings.Contains(p, "{entry}") {
				for seq := range int64(len(v.Entries()) + 8) {
					pages = append(pages, strings.NewReplacer("{entry}", fmt.Sprint(seq+1), "{negotiation}", "geneva").Replace(p))
				}
				continue
			}
			pages = append(pages, strings.Replace(p, "{negotiation}", "geneva", 1), strings.Replace(p, "{negotiation}", "geneva@"+middle.Format(time.RFC3339), 1))
			if strings.HasSuffix(p, "/text") || strings.HasSuffix(p, "/overview") || strings.HasSuffix(p, "/compare") {
				pages = append(pages, strings.Replace(p, "{negotiation}", "geneva", 1)+"?at=p01&all=1&old=1&new=4")
			}
		}
	}
	for _, file := range []string{"revision-1.md", "revision-4.md", "revision-5.json", "revision-6.json", "revision-4.akn", "revision-4.html", "bracketed.md", "redline-1-4.html", "redline-1-4.md", "redline-4-5.akn", "redline-4-6.akn", "gaps.html", "columns.html", "instrument.html", "version-uk.md", "version-uk.html"} {
		pages = append(pages, "/n/geneva/export/"+file)
	}
	for _, r := range api.Resources {
		for _, p := range fill(r.Path) {
			resources = append(resources, p, p+"?asof="+middle.Format(time.RFC3339))
		}
	}
	resources = append(resources, "/gates/try?expression=open%20==%200", "/who-has?revision=4", "/packages/analysis?package=one:base,two:yes&against=one:new,two:no", "/entries?after=3&limit=20", "/inside-outside?party=UA", "/inside-outside?party=UA&issue=line")
	return pages, resources
}

func TestI11_EveryRouteShowsEachRoleTheKindsThatAreForIt(t *testing.T) {
	m := newMatrix(t)
	middle := m.now.Add(-4 * time.Hour)
	pages, resources := m.paths(middle)
	said := map[string]bool{}
	for _, w := range m.words {
		said[w.kind] = true
	}
	for _, kind := range negotiation.Kinds() {
		if silent := []string{ // which say nothing of their own
			"opened", "member invited", "reports linked", "excerpt set aside", "audience widened", "sponsor joined", "amendment let go", "rules set", "paper received", "meeting confirmed", "outcome acknowledged",
			"silence extended", "text initialled", "instrument signed", "ratification deposited", "key registered", "key revoked", "witness named", "content erased",
		}; !said[kind] && !slices.Contains(silent, kind) {
			t.Errorf("no %q was played", kind)
		}
	}
	cells := 0
	for _, role := range everybody {
		client, seen := m.signIn(role), map[string]bool{}
		look := func(path, body string) {
			for w, who := range m.words {
				cells++
				if !strings.Contains(body, w) || strings.Contains(path, w) { // what was asked for may be named in the refusal
					continue
				}
				seen[w] = true
				if !slices.Contains(who.readers, role) {
					t.Errorf("%s shows %s the word %s, which is for %v", path, role, w, who.readers)
				}
			}
		}
		for _, path := range pages {
			look(path, fetch(t, client, m.URL+path))
		}
		for _, path := range resources {
			_, body := m.ask(role, "GET", path, nil)
			look(path, string(body))
		}
		for w, who := range m.words {
			if slices.Contains(who.readers, role) && !seen[w] {
				t.Errorf("%s never sees the word %s of %q", role, w, who.kind)
			}
		}
	}
	for _, path := range append(pages, "/api/v1/n/geneva/gaps") {
		body := fetch(t, http.DefaultClient, m.URL+path)
		for w := range m.words {
			if cells++; strings.Contains(body, w) && !strings.Contains(path, w) {
				t.Errorf("%s shows a stranger %s", path, w)
			}
		}
	}
	t.Logf("%d pages and files and %d resources, as %d roles and a stranger, for %d words of %d kinds: %d cells", len(pages), len(resources), len(everybody), len(m.words), len(said), cells)
}

func fetch(t *testing.T, client *http.Client, address string) string {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode >= 500 {
		t.Errorf("%s: %d %s", address, answer.StatusCode, body)
	}
	return string(body)
}
