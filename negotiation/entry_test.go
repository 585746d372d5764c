package negotiation_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"parley/negotiation"
	"parley/text"
)

func TestEntriesThatAreNotUnderstoodWholeAreRefused(t *testing.T) {
	const head = `{"seq":1,"at":"2027-01-01T00:00:00Z","by":"m","party":"M","audience":{"everyone":true},`
	for name, tail := range map[string]string{
		"an unknown kind":            `"kind":"abdicated","body":{}}`,
		"an unknown field":           `"kind":"opened","body":{"id":"x","name":"X"},"mood":"good"}`,
		"an unknown field below":     `"kind":"opened","body":{"id":"x","name":"X","mood":"good"}}`,
		"an unknown field in a text": `"kind":"revision tabled","body":{"revision":{"number":1,"standing":"draft","text":{"provisions":[],"mood":"good"}}}}`,
		"no body":                    `"kind":"opened"}`,
		"an empty body":              `"kind":"opened","body":null}`,
	} {
		t.Run(name, func(t *testing.T) {
			var e negotiation.Entry
			if err := json.Unmarshal([]byte(head+tail), &e); err == nil {
				t.Errorf("it was read as %+v", e.Body)
			}
		})
	}
}

// What was read once is read again from what was written of it.
func FuzzEntry(f *testing.F) {
	h := everyKind(f)
	for _, e := range h.state.Entries {
		data, err := json.Marshal(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, data string) {
		var e negotiation.Entry
		if json.Unmarshal([]byte(data), &e) != nil {
			return
		}
		first, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var back negotiation.Entry
		if err := json.Unmarshal(first, &back); err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		second, err := json.Marshal(back)
		if err != nil || string(second) != string(first) {
			t.Fatalf("%v\n%s\n%s", err, first, second)
		}
	})
}

// everyKind is a history with an entry of every kind.
func everyKind(tb testing.TB) *history {
	h := newHistory(tb)
	h.must("m", negotiation.InviteMember{Member: "ua"})
	h.must("m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.ZeroDraft, Source: "press"})
	h.must("ua", negotiation.FileRendering{Name: "press copy", Text: fourPoints()})
	h.must("m", negotiation.TableVersion{Revision: 1, Lang: "fr", Text: inLanguage("fr")})
	h.must("m", negotiation.RecordPlaceholder{Note: "reported", Standing: negotiation.Draft})
	id := h.table("ua", 1, "a", "30", "20", only("M"))
	h.must("ua", negotiation.WidenAudience{Amendment: id, Audience: everyone})
	h.must("ru", negotiation.JoinSponsors{Amendment: id})
	h.must("m", negotiation.Accept{Amendment: id, Note: "agreed"})
	h.must("m", negotiation.Undo{Amendment: id, Decision: 1})
	h.must("m", negotiation.Reject{Amendment: id})
	gone := h.table("tr", 1, "b", "to all", "to some", everyone)
	h.must("m", negotiation.GiveNotice{Amendment: gone, Notice: negotiation.Notice{Until: h.at.Add(time.Hour)}})
	h.must("tr", negotiation.KeepAmendment{Amendment: gone})
	h.must("m", negotiation.GiveNotice{Amendment: gone, Notice: negotiation.Notice{Until: h.at.Add(2 * time.Hour)}})
	h.at = h.at.Add(3 * time.Hour)
	h.must("m", negotiation.LetGo{Amendment: gone})
	h.must("tr", negotiation.WithdrawAmendment{Amendment: h.table("tr", 1, "b", "to all", "to some", everyone), Reason: "no use"})
	h.must("ua", h.sign("ua", negotiation.RegisterKey{Key: public(1)}, 1))
	h.must("ua", h.sign("ua", negotiation.RevokeKey{Member: "ua", Reason: "lost"}, 1))
	h.must("ua", negotiation.NameWitness{Key: witnessKey("ua.example", 1)})
	h.must("m", negotiation.EraseContent{Entry: h.state.Seq - 4, Reason: "a court ordered it"})
	everyProcess(h)
	return h
}

// everyProcess does everything that leads from a draft to its signature.
func everyProcess(h *history) {
	day := func(n int) time.Time { return h.at.AddDate(0, 0, n) }
	cur := h.state.Current().Number
	h.must("m", negotiation.NameIssue{Issue: negotiation.Issue{ID: "forces", Name: "Forces", Provisions: []text.ID{"a"}}})
	h.must("ru", negotiation.MarkBlocking{Issue: "forces", Blocking: true, Words: "the main problem"})
	h.must("m", negotiation.SetRules{Rules: negotiation.Rules{Consult: []negotiation.Consultation{{Party: "FR"}}}})
	h.must("m", negotiation.SetDeadline{At: day(9)})
	h.must("m", negotiation.OpenTrack{Track: negotiation.Track{ID: "moscow", Name: "Moscow", Envoy: "Envoy", Counterpart: "RU"}})
	h.must("ua", negotiation.GiveMandate{Member: "ua", Mandate: negotiation.Mandate{From: "the President", Track: "moscow"}})
	h.must("ru", negotiation.TakePosition{Stance: negotiation.AcceptsIf, If: []negotiation.Condition{{Words: "no major changes"}}, Audience: everyone})
	position := h.state.Positions[0].ID
	h.must("ru", negotiation.MeetCondition{Position: position})
	h.must("ru", negotiation.WithdrawPosition{Position: position})
	next := h.state.Current().Text.Clone()
	next.Find("a").Words = "Held back."
	h.must("m", negotiation.TableRevision{Text: next, Standing: negotiation.Draft, Parent: cur, Held: true})
	held := h.state.Current().Number
	h.must("m", negotiation.Circulate{Paper: negotiation.Paper{Revision: held}, To: []negotiation.PartyID{"UA", "RU", "TR", "FR", "UK", "CoW", "VA"}})
	h.must("ru", negotiation.Acknowledge{Paper: negotiation.Paper{Revision: held}})
	h.must("m", negotiation.FileDocument{Document: negotiation.Document{Title: "Non-paper", Words: "On sequencing."}})
	paper := negotiation.Paper{Document: h.state.Documents[0].ID}
	h.must("m", negotiation.Circulate{Paper: paper, To: []negotiation.PartyID{"RU"}})
	h.must("ru", negotiation.Acknowledge{Paper: paper})
	h.must("m", negotiation.RecordConsultation{Revision: held, Party: "FR", Words: "by telephone"})
	h.must("ua", negotiation.OpenRoom{Name: "Caucus", Parties: []negotiation.PartyID{"M"}})
	h.must("m", negotiation.SayInRoom{Room: h.state.Rooms[0].ID, Words: "between us"})
	h.must("ua", negotiation.CloseRoom{Room: h.state.Rooms[0].ID})
	h.must("m", negotiation.Gavel{Provision: "b"})
	h.must("m", negotiation.FormGroup{Group: negotiation.Group{ID: "task-force", Name: "Task force", Parties: []negotiation.PartyID{"M", "CoW"}, Issues: []negotiation.IssueID{"forces"}}})
	h.must("m", negotiation.DissolveGroup{Group: "task-force"})
	plan := negotiation.Plan{Title: "Talks", Format: negotiation.Bilateral, Parties: []negotiation.PartyID{"M", "RU"}, When: negotiation.When{From: day(1), To: day(2), Zone: "Europe/Moscow"}}
	h.must("m", negotiation.ProposeMeeting{Plan: plan, Audience: everyone})
	meeting := h.state.Meetings[0].ID
	h.must("ru", negotiation.ConfirmMeeting{Meeting: meeting})
	h.must("m", negotiation.CallOff{Meeting: meeting, Why: "snow"})
	h.must("m", negotiation.ChangeMeeting{Meeting: meeting, Plan: plan})
	h.must("m", negotiation.RecordOutcome{Meeting: meeting, From: h.at, To: h.at})
	h.must("ru", negotiation.AcknowledgeOutcome{Meeting: meeting})
	h.must("ua", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "an understanding", With: []negotiation.PartyID{"M"}}, Audience: everyone})
	h.must("m", negotiation.JoinStatement{Statement: h.state.Statements[0].ID})
	h.must("ua", negotiation.KeepNote{Words: "between us"})
	h.must("ua", negotiation.FileReports{Reports: []negotiation.Report{{Genre: negotiation.StatementReport, Quote: "so be it", Speaker: negotiation.Speaker{Body: "Office"}}}})
	h.must("ua", negotiation.WidenReport{Report: h.state.Reports[0].ID, Audience: everyone})
	filed := func() negotiation.ReportID {
		h.must("ua", negotiation.FileReport{Report: negotiation.Report{
			Genre: negotiation.IncidentReport, Title: "Strike", Speaker: negotiation.Speaker{Name: "Head of the region", Party: "UA"}, Hedge: "reportedly",
			When: negotiation.When{From: day(-1), Zone: "Europe/Kyiv", Words: "on Tuesday night"}, Incident: negotiation.Incident{Place: "Zaporizhzhia", Latitude: "47.8388", Longitude: "35.1396", Actors: []string{"Unknown"}},
			Figures: []negotiation.Figure{{Bound: negotiation.AtLeast, Number: 7, Unit: "people injured"}}, Sources: []negotiation.Source{{Name: "Agency", URL: "https://agency.example/1", Reliability: "B", Credibility: 2}},
		}, Audience: everyone})
		return h.state.Reports[len(h.state.Reports)-1].ID
	}
	one, two := filed(), filed()
	h.must("ru", negotiation.JudgeReport{Report: one, Status: negotiation.Disputed, Ground: "we saw nothing"})
	h.must("m", negotiation.LinkReports{Reports: []negotiation.ReportID{one, two}})
	h.must("ru", negotiation.DisputeDesignation{Words: "installed", Instead: "elected"})
	h.must("ua", negotiation.KeepName{Name: negotiation.KnownName{Kind: negotiation.PersonName, Name: "A. Spokesman", Party: "RU", Aliases: []string{"the spokesman"}, Titles: []string{"spokesman"}}})
	h.must("ua", negotiation.FileReport{Report: negotiation.Report{Genre: negotiation.MediaReport, Title: "News", Sources: []negotiation.Source{{Name: "Agency", Copy: "They met."}}}})
	article := h.state.Reports[len(h.state.Reports)-1].ID
	h.must("ua", negotiation.SetAside{Excerpt: negotiation.Excerpt{Report: article, Start: 0, End: 9}, Genre: negotiation.MeetingReport})
	h.must("ua", negotiation.FileReport{Report: negotiation.Report{
		Genre: negotiation.MeetingReport, Title: "They met", Meeting: negotiation.Encounter{Place: "Geneva", Participants: []string{"They"}, Standing: "held"}, Excerpt: negotiation.Excerpt{Report: article, Start: 0, End: 9},
	}})
	h.must("m", negotiation.DrawUp{Points: []negotiation.Point{{ID: "days", Name: "Days", Provisions: []text.ID{"b"}, Options: []negotiation.Option{{ID: "few", Name: "Few", Base: true}, {ID: "many", Name: "Many", Words: "Many."}}}}})
	h.must("ua", negotiation.Score{Points: []negotiation.PointScore{{Point: "days", Weight: "100", Options: []negotiation.OptionScore{{Option: "few", Value: "0"}, {Option: "many", Low: "50", High: "62.5"}}}}, Reservation: "12.5"})
	h.must("m", negotiation.ClaimAuthorship{Revision: held})
	h.must("ru", negotiation.DisputeAuthorship{Dispute: negotiation.Dispute{Revision: held, Words: "by another"}})
	h.must("m", negotiation.DefineGate{Gate: negotiation.Gate{ID: "leaders", Name: "Leaders meet", Expression: "open <= 3"}})
	silence := func() negotiation.SilenceID {
		h.must("m", negotiation.StartSilence{Revision: held, Standing: negotiation.Final, Deadline: day(1)})
		return h.state.Silences[len(h.state.Silences)-1].ID
	}
	h.must("ru", negotiation.BreakSilence{Silence: silence()})
	h.must("m", negotiation.WithdrawSilence{Silence: silence()})
	h.must("m", negotiation.ExtendSilence{Silence: silence(), Deadline: day(2)})
	h.at = day(3)
	h.must("m", negotiation.GiveStanding{Revision: held, Standing: negotiation.Final})
	h.must("m", negotiation.Reopen{Revision: held, Standing: negotiation.Draft, Why: "a number"})
	h.must("m", negotiation.GiveStanding{Revision: held, Standing: negotiation.Final})
	h.must("m", negotiation.LinkInstrument{Instrument: negotiation.Instrument{ID: "guarantees", Name: "Guarantees", Relation: "guarantees", Parties: []negotiation.PartyID{"TR"}}})
	h.must("m", negotiation.SetClosing{Closing: negotiation.Closing{Depositary: "Switzerland"}})
	h.must("ua", negotiation.Initial{})
	h.must("ua", negotiation.PresentPowers{Member: "ua", Words: "of the President"})
	h.must("m", negotiation.ExaminePowers{Member: "ua", InOrder: true})
	h.must("ua", negotiation.SignInstrument{})
	h.must("ua", negotiation.Declare{Declaration: negotiation.Declaration{Words: "as we read it"}})
	h.must("ua", negotiation.Ratify{})
}

func TestTheRecordOfEveryKindOfActIsPlainJSON(t *testing.T) {
	kinds := map[string]bool{}
	for _, e := range everyKind(t).state.Entries {
		kinds[e.Body.Kind()] = true
		data, err := json.Marshal(e)
		if err != nil || !strings.Contains(string(data), `"kind":"`+e.Body.Kind()+`"`) {
			t.Errorf("%v\n%s", err, data)
		}
	}
	for _, kind := range negotiation.Kinds() {
		if !kinds[kind] {
			t.Errorf("no %q was played", kind)
		}
	}
}

func TestI8_ARecordWithEveryKindOfActIsReplayed(t *testing.T) {
	h := everyKind(t)
	var back []negotiation.Entry
	for _, e := range h.state.Entries {
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var again negotiation.Entry
		if err := json.Unmarshal(data, &again); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		again.Signature = e.Signature // which stands beside the content
		back = append(back, again)
	}
	if got, want := dump(negotiation.Fold(back)), dump(h.state); got != want {
		t.Errorf("replayed\n%s\nlive\n%s", got, want)
	}
}
