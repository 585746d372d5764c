package negotiation_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// What must hold for every history. The histories are random: whatever members
// try, in whatever order, is played, and what is refused leaves no trace. Each
// act carries a secret, a word of its own, with a note of who may ever see it.

var table8 = []negotiation.PartyID{"M", "UA", "RU", "TR", "FR", "UK", "CoW", "VA"}

func memberOf(p negotiation.PartyID) negotiation.MemberID {
	return negotiation.MemberID(strings.ToLower(string(p)))
}

// chaos is a random history.
type chaos struct {
	*history
	*rapid.T
	played  []negotiation.Entry // as they come back from the disk
	states  []negotiation.State // after each act
	secrets map[string][]negotiation.PartyID
	ofID    map[negotiation.AmendmentID][]string // the secrets that an amendment carries with it
	next    int

	ofRevision map[int][]string // the secrets that a revision held back carries with it
	ofReport   map[negotiation.ReportID][]string
}

func playChaos(t *testing.T, r *rapid.T) *chaos {
	c := &chaos{history: newHistory(t), T: r, secrets: map[string][]negotiation.PartyID{}, ofID: map[negotiation.AmendmentID][]string{}, ofRevision: map[int][]string{}, ofReport: map[negotiation.ReportID][]string{}}
	c.record(0)
	for range rapid.IntRange(1, 25).Draw(r, "acts") {
		c.act()
	}
	return c
}

// record keeps the entries after the first n, and the state.
func (c *chaos) record(n int) {
	for _, e := range c.state.Entries[n:] {
		c.played = append(c.played, throughJSON(c.T, e))
	}
	c.states = append(c.states, c.state)
}

func throughJSON(t *rapid.T, e negotiation.Entry) negotiation.Entry {
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var back negotiation.Entry
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return back
}

// secret makes a word that the parties may see.
func (c *chaos) secret(parties []negotiation.PartyID) string {
	c.next++
	s := fmt.Sprintf("secret%dx", c.next)
	c.secrets[s] = parties
	return s
}

// readers says, in other words than State does, who sees what a party
// addresses to an audience.
func readers(author negotiation.PartyID, to negotiation.Audience) []negotiation.PartyID {
	var out []negotiation.PartyID
	for _, p := range table8 {
		named := p == author || slices.Contains(to.Parties, p)
		if p == "FR" || p == "UK" {
			named = named || author == "CoW" || slices.Contains(to.Parties, "CoW")
		}
		if to.Everyone || named {
			out = append(out, p)
		}
	}
	return out
}

func (c *chaos) audience() negotiation.Audience {
	if rapid.IntRange(0, 2).Draw(c.T, "to everyone") > 0 {
		return everyone
	}
	return only(rapid.SliceOfNDistinct(rapid.SampledFrom(table8), 0, 2, rapid.ID).Draw(c.T, "audience")...)
}

// act lets a random member try something.
func (c *chaos) act() {
	by := rapid.SampledFrom(table8).Draw(c.T, "by")
	if rapid.IntRange(0, 2).Draw(c.T, "mediator") == 0 {
		by = "M"
	}
	n := len(c.state.Entries)
	switch rapid.IntRange(0, 16).Draw(c.T, "act") {
	case 10, 11, 12, 13, 14:
		c.tryProcess(by)
	case 15:
		c.tryHeld()
	case 16:
		c.tryCirculate()
	case 0, 1, 2:
		c.tryAmendment(by)
	case 3:
		c.tryRevision()
	case 4:
		c.tryWiden(by)
	default:
		c.tryOnAmendment(by)
	}
	if len(c.state.Entries) > n {
		c.record(n)
	}
}

// tryAmendment tables one with secrets in its words, its explanation and its
// id; an id is as good as a word.
func (c *chaos) tryAmendment(by negotiation.PartyID) {
	to := c.audience()
	may := readers(by, to)
	word, why := c.secret(may), c.secret(may)
	number := rapid.IntRange(1, len(c.state.Revisions)).Draw(c.T, "revision")
	r := c.state.Revision(number)
	if r.Placeholder() || !r.Audience.Everyone {
		return
	}
	amended := r.Text.Clone()
	i := rapid.IntRange(0, len(amended.Provisions)-1).Draw(c.T, "provision")
	p := amended.Provisions[i]
	words := strings.Fields(p.Words)
	switch at := rapid.IntRange(0, len(words)).Draw(c.T, "at"); {
	case at == len(words):
		fresh := &text.Provision{ID: text.NewID(word), Kind: text.Article, Label: p.Label + "bis", Words: word + " is new."}
		amended.Provisions = slices.Insert(amended.Provisions, i+1, fresh)
	case at == 0 && len(amended.Provisions) > 1:
		amended.Provisions = slices.Delete(amended.Provisions, i, i+1)
	default:
		words[at] = word
		p.Words = text.Fold(strings.Join(words, " "))
	}
	cmd := negotiation.TableAmendment{Revision: number, Changes: consolidate.Changes(r.Text, amended), Explanation: why, Audience: to}
	if by == "M" && len(c.state.Amendments) > 0 && rapid.Bool().Draw(c.T, "bridges") {
		cmd.Bridges = []negotiation.AmendmentID{c.some().ID}
	}
	if c.do(memberOf(by), cmd) == nil {
		a := c.state.Amendments[len(c.state.Amendments)-1]
		c.secrets[string(a.ID)] = may
		c.ofID[a.ID] = []string{word, why, string(a.ID)}
	}
}

func (c *chaos) some() *negotiation.Amendment {
	return c.state.Amendments[rapid.IntRange(0, len(c.state.Amendments)-1).Draw(c.T, "amendment")]
}

func (c *chaos) tryRevision() {
	if rapid.IntRange(0, 3).Draw(c.T, "placeholder") == 0 {
		c.must("m", negotiation.RecordPlaceholder{Note: "reported", Standing: negotiation.Draft})
		return
	}
	base := c.shared()
	c.must("m", negotiation.TableRevision{Text: c.marked(base, c.secret(table8)), Standing: negotiation.Draft, Parent: base.Number})
}

// shared is the newest revision that everyone has.
func (c *chaos) shared() *negotiation.Revision {
	for _, r := range slices.Backward(c.state.Revisions) {
		if r.Audience.Everyone && !r.Placeholder() {
			return r
		}
	}
	panic("there is always one")
}

// marked is the text of a revision with a word in some provision.
func (c *chaos) marked(base *negotiation.Revision, word string) *text.Text {
	next := base.Text.Clone()
	p := next.Provisions[rapid.IntRange(0, len(next.Provisions)-1).Draw(c.T, "provision")]
	p.Words = text.Fold(p.Words + " " + word)
	return next
}

// tryHeld tables a revision that nobody but the mediator sees yet.
func (c *chaos) tryHeld() {
	word := c.secret([]negotiation.PartyID{"M"})
	base := c.shared()
	c.must("m", negotiation.TableRevision{Text: c.marked(base, word), Standing: negotiation.Draft, Parent: base.Number, Held: true})
	c.ofRevision[c.state.Revisions[len(c.state.Revisions)-1].Number] = []string{word}
}

// tryCirculate sends it to some, or lets them read it for a time.
func (c *chaos) tryCirculate() {
	for _, n := range slices.Sorted(maps.Keys(c.ofRevision)) {
		if rapid.Bool().Draw(c.T, "another") {
			continue
		}
		to := rapid.SliceOfNDistinct(rapid.SampledFrom(table8), 1, 2, rapid.ID).Draw(c.T, "to")
		cmd := negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: to, Apart: rapid.Bool().Draw(c.T, "apart")}
		note := c.secret(readers("M", only(to...)))
		if !cmd.Apart {
			cmd.Note = note
		}
		if rapid.IntRange(0, 3).Draw(c.T, "room") == 0 {
			cmd.Until = c.at.AddDate(0, 0, 1)
		}
		if c.do("m", cmd) != nil {
			return
		}
		for _, word := range c.ofRevision[n] {
			if cmd.Until.IsZero() || word == c.ofRevision[n][0] { // a reader gets the words and nothing else
				c.secrets[word] = append(slices.Clone(c.secrets[word]), readers("M", only(to...))...)
			}
		}
		c.do(memberOf(to[0]), negotiation.Acknowledge{Paper: negotiation.Paper{Revision: n}, Opening: rapid.Bool().Draw(c.T, "opening")})
		return
	}
}

// tryProcess does something besides amending, with a secret in it.
func (c *chaos) tryProcess(by negotiation.PartyID) {
	to := c.audience()
	word := c.secret(readers(by, to))
	public := c.secret(table8)
	who := memberOf(by)
	provision := rapid.SampledFrom(fourPoints().Provisions).Draw(c.T, "provision").ID
	switch rapid.IntRange(0, 15).Draw(c.T, "process") {
	case 0, 1, 2:
		on := negotiation.Subject{Provision: provision}
		if rapid.IntRange(0, 3).Draw(c.T, "whole") == 0 {
			on = negotiation.Subject{}
		}
		p := negotiation.TakePosition{On: on, Stance: rapid.SampledFrom(negotiation.Stances).Draw(c.T, "stance"), Words: word, Audience: to}
		if p.Stance == negotiation.AcceptsIf {
			p.If = []negotiation.Condition{{Party: rapid.SampledFrom(table8).Draw(c.T, "if")}, {Words: word}}
		}
		if rapid.Bool().Draw(c.T, "earlier") {
			p.Revision = rapid.IntRange(1, len(c.state.Revisions)).Draw(c.T, "revision")
		}
		c.do(who, p)
	case 3:
		if n := len(c.state.Positions); n > 0 {
			p := c.state.Positions[rapid.IntRange(0, n-1).Draw(c.T, "position")]
			c.do(memberOf(p.Party), negotiation.WithdrawPosition{Position: p.ID})
			c.do(memberOf(p.Party), negotiation.MeetCondition{Position: p.ID, Condition: 1})
		}
	case 4:
		c.do("m", negotiation.NameIssue{Issue: negotiation.Issue{ID: "territory", Name: public, Provisions: []text.ID{provision}}})
		c.do(who, negotiation.TakePosition{On: negotiation.Subject{Issue: "territory"}, Stance: negotiation.Objects, Words: word, Audience: to})
		c.do(who, negotiation.MarkBlocking{Issue: "territory", Blocking: true, Words: public})
	case 5:
		sides := rapid.SliceOfNDistinct(rapid.SampledFrom(table8), 1, 2, rapid.ID).Draw(c.T, "sides")
		told := c.secret(append(readers(by, to), readers(by, only(sides...))...))
		if c.do(who, negotiation.ProposeMeeting{Plan: negotiation.Plan{Title: told, Format: negotiation.Bilateral, Parties: sides}, Audience: to}) == nil {
			m := c.state.Meetings[len(c.state.Meetings)-1]
			c.do(memberOf(sides[0]), negotiation.ConfirmMeeting{Meeting: m.ID})
			c.do(memberOf(sides[0]), negotiation.RecordOutcome{Meeting: m.ID, From: c.at, To: c.at, Words: told})
		}
	case 6:
		c.do(who, negotiation.MakeStatement{Statement: negotiation.Statement{Words: word, With: []negotiation.PartyID{"TR"}}, Audience: to})
		if n := len(c.state.Statements); n > 0 {
			c.do("tr", negotiation.JoinStatement{Statement: c.state.Statements[n-1].ID})
		}
	case 7:
		c.do(who, negotiation.KeepNote{Words: c.secret(readers(by, only()))})
		alias := c.secret(readers(by, only()))
		c.do(who, negotiation.KeepName{Name: negotiation.KnownName{Kind: negotiation.PersonName, Name: alias, Aliases: []string{alias}, Titles: []string{alias}}})
	case 8:
		c.do("m", negotiation.SetRules{Rules: negotiation.Rules{Consult: []negotiation.Consultation{{Party: by}}, Threshold: rapid.IntRange(0, 2).Draw(c.T, "threshold")}})
	case 9:
		heard := c.secret(append(readers("M", only("M")), readers("M", only(by))...))
		c.do("m", negotiation.RecordConsultation{Revision: len(c.state.Revisions), Party: by, Words: heard})
	case 10:
		n := len(c.state.Revisions)
		told := table8
		if words, held := c.ofRevision[n]; held {
			told = nil
			for _, p := range table8 {
				if lookAs(c.T, c.state, p).Revision(n) != nil {
					told = append(told, p)
				}
			}
			c.ofRevision[n] = append(words, fmt.Sprintf("secret%dx", c.next+1))
		}
		say := c.secret(told)
		c.do("m", negotiation.StartSilence{Revision: n, Standing: negotiation.Draft, Deadline: c.at.AddDate(0, 0, 2), Words: say})
		c.do(who, negotiation.DisputeAuthorship{Dispute: negotiation.Dispute{Revision: n, Words: say}})
		if k := len(c.state.Silences); k > 0 {
			c.do(who, negotiation.BreakSilence{Silence: c.state.Silences[k-1].ID})
		}
	case 11:
		c.do("m", negotiation.DefineGate{Gate: negotiation.Gate{ID: "g", Name: public, Expression: "open <= 3 && unconsulted.size() == 0"}})
		c.do("m", negotiation.GiveMandate{Member: who, Mandate: negotiation.Mandate{From: public, Voice: rapid.Bool().Draw(c.T, "voice")}})
	case 12:
		c.tryPapers(by, word, to)
	case 13:
		c.tryPackages(by, public)
	default:
		c.tryChronicle(by, word, to, public)
	}
}

// number is a secret that is a number.
func (c *chaos) number(parties []negotiation.PartyID) negotiation.Amount {
	c.next++
	n := fmt.Sprintf("%d.7%04d3", 10+c.next%80, c.next)
	c.secrets[n] = parties
	return negotiation.Amount(n)
}

// tryPackages draws points up, scores them and tables a package.
func (c *chaos) tryPackages(by negotiation.PartyID, public string) {
	up := negotiation.DrawUp{Scoring: []negotiation.PartyID{"TR", "CoW"}, Points: []negotiation.Point{
		{ID: "one", Name: public, Provisions: []text.ID{"a"}, Options: []negotiation.Option{{ID: "base", Name: "As it is", Base: true}, {ID: "new", Name: "Anew", Words: "Words " + public + " anew."}}},
		{ID: "two", Name: "Two", Options: []negotiation.Option{{ID: "yes", Name: "Yes"}, {ID: "no", Name: "No"}}},
	}}
	if len(c.state.Amendments) > 0 {
		up.Points[1].Options[0].Amendments = []negotiation.AmendmentID{c.some().ID}
	}
	c.do("m", up)
	if c.state.Bargain == nil {
		return
	}
	how := rapid.SampledFrom([]negotiation.Disclosure{negotiation.ShowNumbers, negotiation.ShowPackages}).Draw(c.T, "disclosure")
	c.do(memberOf(by), c.scores(how, readers(by, map[negotiation.Disclosure]negotiation.Audience{negotiation.ShowNumbers: only("M"), negotiation.ShowPackages: only()}[how])))
	if rapid.Bool().Draw(c.T, "tables a package") && c.do("m", negotiation.TablePackage{Package: negotiation.Package{"one": "new", "two": "yes"}}) == nil {
		c.ofRevision[c.state.Revisions[len(c.state.Revisions)-1].Number] = []string{c.secret([]negotiation.PartyID{"M"})} // which stands in none of its words
	}
}

// scores are scores of what is bargained over, of numbers that these parties may see.
func (c *chaos) scores(how negotiation.Disclosure, may []negotiation.PartyID) negotiation.Score {
	out := negotiation.Score{Disclosure: how, Reservation: c.number(may)}
	for _, p := range c.state.Bargain.Points {
		s := negotiation.PointScore{Point: p.ID, Weight: c.number(may)}
		for _, o := range p.Options {
			s.Options = append(s.Options, negotiation.OptionScore{Option: o.ID, Value: c.number(may)})
		}
		out.Points = append(out.Points, s)
	}
	return out
}

// tryPapers files a document, and sends it or an amendment on to another party.
func (c *chaos) tryPapers(by negotiation.PartyID, word string, to negotiation.Audience) {
	next := rapid.SampledFrom(table8).Draw(c.T, "next")
	hers := readers(by, only(next))
	if c.do(memberOf(by), negotiation.FileDocument{Document: negotiation.Document{Title: word, Words: word}, Audience: to}) == nil {
		paper := negotiation.Paper{Document: c.state.Documents[len(c.state.Documents)-1].ID}
		if c.do(memberOf(by), negotiation.Circulate{Paper: paper, To: []negotiation.PartyID{next}, Note: c.secret(hers)}) == nil {
			c.secrets[word] = append(slices.Clone(c.secrets[word]), hers...)
		}
		c.do(memberOf(next), negotiation.Acknowledge{Paper: paper})
	}
	if len(c.state.Amendments) == 0 {
		return
	}
	a := c.some()
	paper := negotiation.Paper{Amendment: a.ID}
	if c.do(memberOf(a.Party), negotiation.Circulate{Paper: paper, To: []negotiation.PartyID{next}, Note: c.secret(readers(a.Party, only(next)))}) == nil {
		for _, s := range c.ofID[a.ID] {
			c.secrets[s] = append(slices.Clone(c.secrets[s]), readers(a.Party, only(next))...)
		}
	}
	c.do(memberOf(next), negotiation.Acknowledge{Paper: paper})
}

func (c *chaos) tryWiden(by negotiation.PartyID) {
	if len(c.state.Amendments) == 0 {
		return
	}
	a, to := c.some(), c.audience()
	if rapid.Bool().Draw(c.T, "its own party") {
		by = a.Party
	}
	if c.do(memberOf(by), negotiation.WidenAudience{Amendment: a.ID, Audience: to}) != nil {
		return
	}
	for _, s := range c.ofID[a.ID] {
		c.secrets[s] = append(slices.Clone(c.secrets[s]), readers(by, to)...)
	}
}

// tryOnAmendment does something with an amendment, with a word to those who
// could see it at the time.
func (c *chaos) tryOnAmendment(by negotiation.PartyID) {
	if len(c.state.Amendments) == 0 {
		return
	}
	a := c.some()
	note := c.secret(slices.Clone(c.secrets[string(a.ID)]))
	switch rapid.IntRange(0, 6).Draw(c.T, "what") {
	case 6:
		c.do("m", negotiation.GiveNotice{Amendment: a.ID, Notice: negotiation.Notice{Until: c.at.Add(time.Minute), Words: note}})
		c.do(memberOf(by), negotiation.KeepAmendment{Amendment: a.ID, Words: note})
		c.at = c.at.Add(time.Minute)
		c.do("m", negotiation.LetGo{Amendment: a.ID})
	case 0:
		c.do(memberOf(by), negotiation.JoinSponsors{Amendment: a.ID})
	case 1:
		c.do(memberOf(by), negotiation.WithdrawAmendment{Amendment: a.ID, Reason: note})
	case 2:
		c.do(memberOf(by), negotiation.Reject{Amendment: a.ID, Note: note})
	case 3:
		c.do(memberOf(by), negotiation.Undo{Amendment: a.ID, Decision: rapid.IntRange(1, 3).Draw(c.T, "decision"), Note: note})
	default:
		c.do("m", negotiation.Accept{Amendment: a.ID, Note: note})
	}
}

func TestI8_ReplayingTheRecordGivesTheStateThatWasBuiltLive(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := playChaos(t, r)
		if got, want := dump(negotiation.Fold(c.played)), dump(c.state); got != want {
			r.Fatalf("replayed\n%s\nlive\n%s", got, want)
		}
	})
}

func TestI8_EveryPrefixOfTheRecordIsTheStateOfThatMoment(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := playChaos(t, r)
		for _, was := range c.states {
			past := negotiation.Fold(c.played[:was.Seq])
			if got, want := dump(past), dump(was); got != want {
				r.Fatalf("as of %d\n%s\nwas\n%s", was.Seq, got, want)
			}
			for _, p := range table8 {
				if got, want := shown(r, past, p), shown(r, was, p); got != want {
					r.Fatalf("%s as of %d\n%s\nwas\n%s", p, was.Seq, got, want)
				}
			}
		}
	})
}

func TestI8_EntriesAreNumberedWithoutGapsInTheOrderOfTime(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		for i, e := range playChaos(t, r).played {
			if e.Seq != int64(i+1) {
				r.Fatalf("entry %d has the number %d", i+1, e.Seq)
			}
		}
	})
}

func TestAStateStandsWhateverIsAppliedToIt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := playChaos(t, r).state
		for _, both := range continuations(s) {
			one := applied(r, s, both[0])
			was := dump(one)
			applied(r, s, both[1])
			if dump(one) != was {
				r.Fatalf("%#v changed what %#v led to", both[1], both[0])
			}
		}
	})
}

// continuations returns pairs of what the mediator could do next.
func continuations(s negotiation.State) [][2]negotiation.Command {
	member := func(id negotiation.MemberID) negotiation.Command {
		return negotiation.AddMember{Member: negotiation.Member{ID: id, Party: "UA", Name: string(id)}}
	}
	out := [][2]negotiation.Command{{member("x"), member("y")}, {
		negotiation.GiveStanding{Revision: 1, Standing: negotiation.NonPaper},
		negotiation.GiveStanding{Revision: 1, Standing: negotiation.Concept},
	}}
	for _, a := range s.Amendments {
		out = append(out, [2]negotiation.Command{negotiation.Reject{Amendment: a.ID, Note: "x"}, negotiation.Reject{Amendment: a.ID, Note: "y"}})
	}
	return out
}

func applied(r *rapid.T, s negotiation.State, c negotiation.Command) negotiation.State {
	entries, err := negotiation.Decide(s, "m", c, s.At)
	var refusal *negotiation.Refusal
	if err != nil && !errors.As(err, &refusal) {
		r.Fatal(err)
	}
	for _, e := range entries {
		s = negotiation.Apply(s, e)
	}
	return s
}

func TestI11_NoViewHoldsWhatIsNotForItsParty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := playChaos(t, r)
		for _, p := range table8 {
			page := shown(r, c.state, p)
			for secret, may := range c.secrets {
				if !slices.Contains(may, p) && strings.Contains(page, secret) {
					i := strings.Index(page, secret)
					r.Fatalf("%s sees %s, which is for %v:\n%s", p, secret, may, page[max(0, i-300):min(len(page), i+300)])
				}
			}
		}
	})
}

// mustSee fails unless a party is shown all secrets of a thing.
func (c *chaos) mustSee(r *rapid.T, p negotiation.PartyID, id string, secrets []string) {
	page := shown(r, c.state, p)
	for _, s := range secrets {
		if !strings.Contains(page, s) {
			r.Fatalf("%s does not see %s of %s", p, s, id)
		}
	}
}

func TestI11_WhoMaySeeAnAmendmentSeesAllOfIt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := playChaos(t, r)
		for id, secrets := range c.ofID {
			for _, p := range c.secrets[string(id)] {
				c.mustSee(r, p, string(id), secrets[1:]) // a deletion holds no word of its own
			}
		}
	})
}

func TestI11_WhatOthersDoUnseenChangesNothingForAParty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := playChaos(t, r)
		for i, now := range c.states[1:] {
			before := c.states[i]
			for _, p := range table8 {
				was, is := lookAs(r, before, p), lookAs(r, now, p)
				if was.Version == is.Version && shown(r, before, p) != shown(r, now, p) {
					r.Fatalf("%s sees something else after entry %d and its version stays %d", p, now.Seq, is.Version)
				}
			}
		}
	})
}

// A class stands for what is seen: views of one class are interchangeable.
func TestI11_ViewsOfOneClassShowTheSame(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := playChaos(t, r)
		seen := map[string]string{}
		for _, p := range table8 {
			v := lookAs(r, c.state, p)
			mine := shownBy(r, v)
			if other, ok := seen[v.Class()]; ok && other != mine {
				r.Fatalf("%s is in the class of another and sees something else", p)
			}
			seen[v.Class()] = mine
		}
	})
}

func lookAs(r *rapid.T, s negotiation.State, p negotiation.PartyID) *negotiation.View {
	v, err := negotiation.Look(s, memberOf(p), time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		r.Fatal(err)
	}
	return v
}

func shown(r *rapid.T, s negotiation.State, p negotiation.PartyID) string {
	return shownBy(r, lookAs(r, s, p))
}

// shownBy writes down everything that can be had from a view, what it holds
// unexported included, and leaves out who looks.
func shownBy(r *rapid.T, v *negotiation.View) string {
	v = v.As(negotiation.Member{}, v.Now)
	var out strings.Builder
	out.WriteString(dump(v))
	out.WriteString(dump(v.Proposals()))
	out.WriteString(dump(v.Outline()))
	out.WriteString(dump(v.Entries()))
	out.WriteString(fmt.Sprint(v.Facts()))
	gaps := *v.Gaps()
	gaps.Revision = nil
	out.WriteString(dump(gaps))
	out.WriteString(dump(v.Passage("g")) + dump(v.Executions()) + dump(v.ReadingRooms()))
	for _, r := range v.Revisions {
		out.WriteString(dump(v.WhoHas(negotiation.Paper{Revision: r.Number}, v.Now)) + dump(v.Unconsulted(r.Number)))
	}
	for _, p := range v.Current().Text.Places() {
		out.WriteString(dump(v.History(p.ID)))
	}
	out.WriteString(dump(v.Unanswered()))
	for _, r := range v.Reports() {
		out.WriteString(dump(v.AnswersTo(r)) + dump(v.SameEvent(r.ID)) + dump(v.Resembles(r)) + dump(v.Called(r)))
	}
	for _, p := range v.Proposals() {
		if p.Status == negotiation.Pending {
			next, err := v.Consequences(p.ID)
			out.WriteString(dump(next) + fmt.Sprint(err))
		}
	}
	if b, err := v.Bracketed(); err != nil {
		out.WriteString(err.Error())
	} else if err := b.WriteJSON(&out); err != nil {
		r.Fatal(err)
	}
	return out.String()
}

// dump writes down a value with all that it refers to, exported or not, nil
// and empty alike. Left out are what is remembered of computations for everyone
// and the class, which no page shows.
func dump(v any) string {
	var out strings.Builder
	dumpInto(&out, reflect.ValueOf(v))
	return out.String()
}

func dumpInto(out *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			dumpInto(out, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		out.WriteString("[")
		for i := range v.Len() {
			dumpInto(out, v.Index(i))
		}
		out.WriteString("]")
	case reflect.Struct:
		dumpStruct(out, v)
	case reflect.Func:
	default:
		fmt.Fprintf(out, "%v ", v)
	}
}

func dumpStruct(out *strings.Builder, v reflect.Value) {
	if v.Type().String() == "time.Time" {
		fmt.Fprintf(out, "%v ", v.FieldByName("wall").Uint()<<1+uint64(v.FieldByName("ext").Int()))
		return
	}
	out.WriteString("{")
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Name != "memo" && f.Name != "class" && f.Name != "remembered" {
			out.WriteString(f.Name + ":")
			dumpInto(out, v.Field(i))
		}
	}
	out.WriteString("}\n")
}
