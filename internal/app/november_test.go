package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/auth"
	"parley/internal/browser"
	"parley/record"
	"parley/text"
)

func TestTheTalksOfNovember2025(t *testing.T) {
	g := newGeneva(t)
	g.seat()
	first := points(28, func(i int) string { return fmt.Sprintf("Point %d of the outline says what was reported of it.", i) })
	g.do("us", "table-revision", object{"text": textJSON(t, first), "name": "28-point draft", "standing": "draft", "author": "US"})

	row := func(number, what string, f func(t *testing.T)) {
		t.Run(number, func(t *testing.T) {
			outer := g.t
			g.t = t
			defer func() { g.t = outer }()
			t.Log(what)
			f(t)
		})
	}

	row("S8", "no deadline: none is shown, and one can be set and lifted", func(t *testing.T) {
		if got := read[object](g, "ua", ""); got["deadline"] != nil {
			t.Errorf("%v", got["deadline"])
		}
		g.do("us", "set-deadline", object{"at": "2025-11-27T18:00:00Z"})
		if got := read[object](g, "ua", ""); got["deadline"] == nil {
			t.Error("the deadline is not shown")
		}
		g.do("us", "set-deadline", object{})
		if got := read[object](g, "ua", ""); got["deadline"] != nil {
			t.Error("the deadline is not lifted")
		}
	})
	row("S27", "one side calls it a basis, the other says it is a choice: qualified stances in their own words, and no consent", func(t *testing.T) {
		g.at(11, 21, 10)
		g.do("ru", "take-position", object{"stance": "a basis for talks", "words": "It could be a basis.", "audience": toAll})
		g.do("ua", "take-position", object{"stance": "reserves", "words": "a choice between support and dignity", "audience": toAll})
		m := g.gaps("us")
		if of("RU", m.Whole).Stance != "a basis for talks" || of("UA", m.Whole).Position.Words != "a choice between support and dignity" || of("RU", m.Rows[0].Supports).Stance != "" {
			t.Errorf("%+v", m.Whole)
		}
	})
	row("S28", "authorship is signed, and its dispute stands beside it", func(t *testing.T) {
		g.signedAuthorship()
		g.do("eu", "dispute-authorship", object{"dispute": object{"revision": 1, "words": "senators claimed it was effectively written by Russia", "source": "press"}})
		r := read[struct {
			Authorships []struct {
				Party  string
				Signed bool
			}
			Disputes []struct{ Words string }
		}](g, "ru", "/revisions/1")
		if len(r.Authorships) != 1 || !r.Authorships[0].Signed || len(r.Disputes) != 1 {
			t.Errorf("%+v", r)
		}
	})
	row("S16", "issues span provisions, and are contested by what the parties say", func(t *testing.T) {
		g.do("us", "name-issue", object{"issue": object{"id": "guarantees", "name": "Security guarantees", "provisions": []string{"p05", "p10"}}})
		g.do("us", "name-issue", object{"issue": object{"id": "territory", "name": "Control of eastern regions", "provisions": []string{"p21", "p22"}}})
		g.do("us", "name-issue", object{"issue": object{"id": "recognition", "name": "Legal recognition", "provisions": []string{"p21"}}})
		g.do("ru", "take-position", object{"on": object{"issue": "territory"}, "stance": "objects", "words": "withdrawal from Donbas", "audience": toAll})
		for _, i := range g.gaps("eu").Issues {
			if want := map[string]string{"guarantees": "open", "territory": "contested", "recognition": "open"}[i.ID]; i.Progress != want {
				t.Errorf("%s is %s, want %s", i.ID, i.Progress, want)
			}
		}
	})
	row("S22", "a party marks an issue as blocking, publicly", func(t *testing.T) {
		g.do("ua", "mark-blocking", object{"issue": "recognition", "blocking": true, "words": "the main problem"})
		for _, i := range g.gaps("ru").Issues {
			if i.ID == "recognition" && (len(i.Blocking) != 1 || i.Blocking[0].Words != "the main problem") {
				t.Errorf("%+v", i.Blocking)
			}
		}
	})
	row("S23", "several positions on one provision, one for each territory", func(t *testing.T) {
		parts := first.Clone()
		for _, part := range []string{"a", "b", "c", "d"} {
			parts.Provisions[20].Children = append(parts.Provisions[20].Children, &text.Provision{ID: text.ID("p21" + part), Kind: text.Subparagraph, Label: "(" + part + ")", Words: "Territory " + part + "."})
		}
		g.do("us", "table-revision", object{"text": textJSON(t, parts), "name": "28-point draft, with the parts of point 21", "standing": "draft", "author": "US", "parent": 1})
		g.do("ru", "take-position", object{"on": object{"provision": "p21a"}, "stance": "accepts", "words": "Crimea", "audience": toAll})
		g.do("ru", "take-position", object{"on": object{"provision": "p21d"}, "stance": "objects", "words": "full withdrawal", "audience": toAll})
		for _, r := range g.gaps("ua").Rows {
			if want := map[string]string{"p21a": "accepts", "p21d": "objects", "p21b": ""}[r.ID]; strings.HasPrefix(r.ID, "p21") && len(r.ID) == 4 && r.ID != "p21c" && of("RU", r.Supports).Stance != want {
				t.Errorf("%s: %q, want %q", r.ID, of("RU", r.Supports).Stance, want)
			}
		}
	})
	row("S10", "support for a revision covers exactly the wordings that the next one keeps", func(t *testing.T) {
		g.at(11, 22, 9)
		g.do("ru", "take-position", object{"stance": "accepts if", "if": []object{{"words": "no major changes are introduced"}}, "words": "supported the initial outline", "audience": toAll})
		g.do("ru", "meet-condition", object{"position": g.lastPosition("ru"), "condition": 0})
		if s := of("RU", g.gaps("us").Rows[4].Supports); s.Stance != "accepts" {
			t.Errorf("before: %+v", s)
		}
	})
	reduced := points(28, func(i int) string { return fmt.Sprintf("Point %d of the outline says what was reported of it.", i) })
	reduced.Provisions[5].Words = "Point 6 was fine-tuned at the talks."
	reduced.Provisions = slices.Delete(reduced.Provisions, 7, 9) // points 8 and 9 are removed
	for i, p := range reduced.Provisions {
		p.Label = fmt.Sprintf("%d.", i+1)
	}
	row("S5", "a draft fine-tuned with input from both sides lists whose input went into which point", func(t *testing.T) {
		g.at(11, 23, 18)
		g.do("us", "table-revision", object{
			"text": textJSON(t, reduced), "name": "Draft after the Geneva talks", "standing": "draft", "author": "US", "parent": 2, "held": true,
			"inputs": []object{{"party": "UA", "into": []string{"p06"}}, {"party": "RU", "into": []string{"p21"}}},
		})
		g.do("us", "circulate", object{"revision": 3, "to": []string{"UA"}, "elsewhere": object{"at": "2025-11-23T17:00:00Z", "place": "Geneva", "by": "the envoy"}})
		r := read[struct{ Inputs []struct{ Party string } }](g, "ua", "/revisions/3")
		if len(r.Inputs) != 2 || r.Inputs[0].Party != "UA" || r.Inputs[1].Party != "RU" {
			t.Errorf("%+v", r.Inputs)
		}
	})
	row("S11", "conditional support on the whole lapses with the change, which is shown; S10: the rest stands", func(t *testing.T) {
		m := g.gaps("us")
		whole := of("RU", m.Whole)
		if whole.Lapsed == nil || whole.Lapsed.Words != "supported the initial outline" || whole.LapsedIn != 3 {
			t.Errorf("%+v", whole)
		}
		for _, r := range m.Rows {
			s := of("RU", r.Supports)
			switch {
			case r.ID == "p06" && (s.Lapsed == nil || s.LapsedIn != 3):
				t.Errorf("point 6: %+v", s)
			case r.ID == "p05" && s.Stance != "accepts":
				t.Errorf("point 5: %+v", s)
			}
		}
	})
	row("S9", "a consultation that the rules require and that did not take place is shown", func(t *testing.T) {
		r := read[struct{ Unconsulted []string }](g, "us", "/revisions/3")
		if !slices.Equal(r.Unconsulted, []string{"RU"}) {
			t.Errorf("%v", r.Unconsulted)
		}
	})
	row("S4", "two tracks at once, each with envoy, mandate and counterpart", func(t *testing.T) {
		g.at(11, 24, 8)
		g.do("us", "open-track", object{"track": object{"id": "moscow", "name": "Moscow", "envoy": "Envoy of the United States", "counterpart": "RU", "mandate": "instructed by the President"}})
		g.do("us", "open-track", object{"track": object{"id": "kyiv", "name": "Kyiv", "envoy": "Secretary of the Army", "counterpart": "UA", "mandate": "dispatched"}})
		got := read[talks](g, "eu", "/meetings").Tracks
		if len(got) != 2 || got[0].Counterpart != "RU" || got[1].Mandate != "dispatched" {
			t.Errorf("%+v", got)
		}
	})
	row("S41", "an act shows in whose name and under which mandate it is done", func(t *testing.T) {
		g.do("us", "give-mandate", object{"member": "us-army", "mandate": object{"from": "the President of the United States", "track": "kyiv"}})
		members := read[struct {
			Members []struct {
				ID      string
				Mandate struct{ From, Track string }
			}
		}](g, "ru", "").Members
		if i := slices.IndexFunc(members, func(m struct {
			ID      string
			Mandate struct{ From, Track string }
		}) bool {
			return m.ID == "us-army"
		}); members[i].Mandate.From != "the President of the United States" || members[i].Mandate.Track != "kyiv" {
			t.Errorf("%+v", members[i])
		}
	})
	row("S12", "who has the updated draft as of Tuesday 09:00 Moscow time: not Russia, with proof", func(t *testing.T) {
		tuesday := time.Date(2025, 11, 25, 9, 0, 0, 0, msk)
		g.now = tuesday.UTC().Add(6 * time.Hour)
		g.do("us", "circulate", object{"revision": 3, "to": []string{"RU"}})
		ask := func(at time.Time) string {
			var out []string
			for _, x := range read[[]struct{ Party string }](g, "us", "/who-has?revision=3&by="+url.QueryEscape(at.Format(time.RFC3339))) {
				out = append(out, x.Party)
			}
			return strings.Join(out, " ")
		}
		if got := ask(tuesday); got != "UA US" {
			t.Errorf("as of Tuesday morning: %s", got)
		}
		if got := ask(g.now.Add(time.Minute)); got != "UA US RU" {
			t.Errorf("now: %s", got)
		}
		bundle := g.bundle("ru")
		if report := record.Verify(bundle); !report.OK || !strings.Contains(string(bundle), `"paper circulated"`) {
			t.Errorf("the bundle of Russia proves nothing: %v", report.Problems)
		}
	})
	row("S15", "a meeting held over two days, without a published outcome", func(t *testing.T) {
		g.at(11, 25, 20)
		g.do("us", "propose-meeting", object{"audience": toAll, "plan": object{"title": "Meetings in Abu Dhabi", "format": "bilateral", "parties": []string{"US", "RU"}, "place": "Abu Dhabi",
			"when": object{"from": "2025-11-24T05:00:00Z", "to": "2025-11-25T15:00:00Z", "zone": "Asia/Dubai", "words": "Monday and Tuesday"}}})
		g.do("us", "record-outcome", object{"meeting": g.meetingID("Abu Dhabi"), "from": "2025-11-24T05:00:00Z", "to": "2025-11-25T15:00:00Z"})
		m := g.meeting("Abu Dhabi")
		if x := m.Meetings[m.I]; x.Status != "held" || x.Outcome.Words != "" || x.Outcome.From.Day() != 24 || x.Outcome.To.Day() != 25 {
			t.Errorf("%+v", x)
		}
	})
	row("S19", "a gate on a meeting, computed from what is open; it says what is missing", func(t *testing.T) {
		g.do("us", "define-gate", object{"gate": object{"id": "leaders-meet", "name": "Only when final or in its final stages", "expression": "open <= 3"}})
		gates := read[[]struct {
			Passed     bool
			Conditions []struct{ Says, Where string }
		}](g, "ua", "/gates")
		if gates[0].Passed || !strings.Contains(gates[0].Conditions[0].Says, "provisions that are not agreed: 26, needed: at most 3") || gates[0].Conditions[0].Where != "gaps" {
			t.Errorf("%+v", gates)
		}
	})
	row("S17", "a proposed meeting with a window of dates and an agenda of issues", func(t *testing.T) {
		g.do("ua", "propose-meeting", object{"audience": toAll, "plan": object{"title": "Presidents on sensitive points", "format": "bilateral", "parties": []string{"UA", "US"}, "gate": "leaders-meet",
			"when": object{"from": "2025-11-25T22:00:00Z", "to": "2025-11-30T22:00:00Z", "zone": "Europe/Kyiv", "words": "before the end of the month"}, "agenda": []object{{"issue": "territory"}, {"issue": "guarantees"}}}})
		m := g.meeting("Presidents")
		if x := m.Meetings[m.I]; x.Status != "announced" || x.When.Exact || x.When.Words != "before the end of the month" || len(x.Agenda) != 2 || x.Gate != "leaders-meet" {
			t.Errorf("%+v", x)
		}
	})
	row("S1", "the envoy travels to Moscow next week: planned, with place, week, participants and level", func(t *testing.T) {
		g.do("us", "propose-meeting", object{"audience": toAll, "plan": object{"title": "Talks at the Kremlin", "format": "bilateral", "level": "envoy and president", "parties": []string{"US", "RU"}, "place": "Moscow", "track": "moscow",
			"when":         object{"from": "2025-11-30T21:00:00Z", "to": "2025-12-07T20:59:00Z", "zone": "Europe/Moscow", "words": "next week"},
			"participants": []object{{"party": "US", "name": "Envoy of the United States"}, {"party": "US", "name": "Adviser who might take part", "tentative": true}}}})
		m := g.meeting("Kremlin")
		if x := m.Meetings[m.I]; x.Place != "Moscow" || x.Level != "envoy and president" || x.When.Words != "next week" || len(x.Participants) != 2 {
			t.Errorf("%+v", x)
		}
	})
	row("S2", "announced by one side until the other confirms, with who and when", func(t *testing.T) {
		m := g.meeting("Kremlin")
		if x := m.Meetings[m.I]; x.Status != "announced" || len(x.Confirmed) != 1 {
			t.Errorf("before: %+v", x)
		}
		g.at(11, 26, 8)
		g.do("us", "confirm-meeting", object{"meeting": g.meetingID("Kremlin"), "party": "RU", "who": "Foreign policy aide"})
		m = g.meeting("Kremlin")
		if x := m.Meetings[m.I]; x.Status != "confirmed" || x.Confirmed[1].By != "Foreign policy aide" || x.Confirmed[1].At.Day() != 26 {
			t.Errorf("after: %+v", x)
		}
	})
	row("S6", "a tentative participant, later confirmed, and the history is kept", func(t *testing.T) {
		g.do("us", "change-meeting", object{"meeting": g.meetingID("Kremlin"), "plan": object{"title": "Talks at the Kremlin", "format": "bilateral", "level": "envoy and president", "parties": []string{"US", "RU"}, "place": "Moscow", "track": "moscow",
			"when":         object{"from": "2025-11-30T21:00:00Z", "to": "2025-12-07T20:59:00Z", "zone": "Europe/Moscow", "words": "next week"},
			"participants": []object{{"party": "US", "name": "Envoy of the United States"}, {"party": "US", "name": "Adviser who might take part"}}}})
		m := g.meeting("Kremlin")
		if x := m.Meetings[m.I]; x.Participants[1].Tentative || len(x.History) != 1 || !x.History[0].Plan.Participants[1].Tentative || x.Status != "confirmed" {
			t.Errorf("%+v", x)
		}
	})
	row("S3", "a common understanding that one side announces is one-sided until the other says so; S34: it changes no status", func(t *testing.T) {
		before, _ := json.Marshal(g.gaps("eu"))
		g.do("ua", "make-statement", object{"audience": toAll, "statement": object{"words": "a common understanding with the White House", "with": []string{"US"}}})
		statements := read[[]struct {
			ID      string
			Missing []string
		}](g, "eu", "/statements")
		last := statements[len(statements)-1]
		if !slices.Equal(last.Missing, []string{"US"}) {
			t.Errorf("missing: %v", last.Missing)
		}
		g.do("us", "join-statement", object{"statement": last.ID})
		after, _ := json.Marshal(g.gaps("eu"))
		if !bytes.Equal(before, after) {
			t.Error("a claim changed a status")
		}
	})
	row("S34", "a joint statement exists only when each side has signed it off", func(t *testing.T) {
		g.do("us", "make-statement", object{"audience": toAll, "statement": object{"words": "both welcome the progress", "with": []string{"UA"}, "joint": true}})
		missing := func() []string {
			all := read[[]struct {
				ID      string
				Missing []string
			}](g, "ru", "/statements")
			g.ids["joint"] = all[len(all)-1].ID
			return all[len(all)-1].Missing
		}
		if got := missing(); !slices.Equal(got, []string{"UA"}) {
			t.Errorf("%v", got)
		}
		g.refused("ua-spokesman", "join-statement", object{"statement": g.ids["joint"]})
		g.do("ua", "join-statement", object{"statement": g.ids["joint"]})
		if got := missing(); len(got) != 0 {
			t.Errorf("%v", got)
		}
	})
	row("S37", "several voices of a party, of which only those with authority set its position", func(t *testing.T) {
		if why := g.refused("ua-spokesman", "take-position", object{"stance": "accepts", "audience": toAll}); !strings.Contains(why, "no authority") {
			t.Error(why)
		}
		g.do("ua-spokesman", "make-statement", object{"audience": toAll, "statement": object{"words": "We are counting on further cooperation."}})
	})
	row("S29", "each party's stance on each revision over time", func(t *testing.T) {
		g.do("ua", "take-position", object{"stance": "a basis for talks", "revision": 3, "words": "welcomes the progress after revisions", "audience": toAll})
		var ofUA []string
		for _, p := range read[[]struct {
			Party, Stance string
			Revision      int
			On            object
		}](g, "eu", "/positions") {
			if p.Party == "UA" && len(p.On) == 0 {
				ofUA = append(ofUA, fmt.Sprintf("%d %s", p.Revision, p.Stance))
			}
		}
		if got := strings.Join(ofUA, ", "); got != "1 reserves" { // what was said of revision 3 is for those who hold it
			t.Errorf("seen by who does not hold revision 3: %s", got)
		}
		if s := of("UA", g.gaps("us").Whole); s.Stance != "a basis for talks" || s.Position.Words != "welcomes the progress after revisions" {
			t.Errorf("%+v", s)
		}
	})
	row("S21", "a coalition is one party; a working group with members of several parties has an issue as its mandate", func(t *testing.T) {
		g.do("us", "form-group", object{"group": object{"id": "task-force", "name": "Joint task force", "parties": []string{"CoW", "US"}, "chairs": []string{"FR", "UK"}, "issues": []string{"guarantees"}}})
		groups := read[talks](g, "ru", "/meetings").Groups
		if len(groups) != 1 || !slices.Equal(groups[0].Issues, []string{"guarantees"}) || !slices.Equal(groups[0].Parties, []string{"CoW", "US"}) {
			t.Errorf("%+v", groups)
		}
	})
	row("S30", "the standing of a revision and who gave it; a change of standing is an entry", func(t *testing.T) {
		g.do("us", "give-standing", object{"revision": 1, "standing": "concept", "source": "not a plan, a concept"})
		if r := read[struct{ Standing string }](g, "ua", "/revisions/1"); r.Standing != "concept" {
			t.Errorf("%+v", r)
		}
		kinds := ""
		for _, e := range read[[]struct{ Kind string }](g, "ua", "/entries") {
			kinds += e.Kind + "\n"
		}
		if !strings.Contains(kinds, "standing given") {
			t.Error("the change of standing is no entry")
		}
	})
	row("S18", "a redline names what was removed and edited; a revision whose words are not public is recorded as existing", func(t *testing.T) {
		g.do("us", "record-placeholder", object{"name": "A later draft", "standing": "draft", "note": "reported to be shorter; its words are not public", "parent": 3})
		r := read[struct {
			Held bool
			Note string
		}](g, "eu", "/revisions/4")
		if r.Held || !strings.Contains(r.Note, "not public") {
			t.Errorf("%+v", r)
		}
		if page := g.page("ua", "/n/geneva/compare?old=2&new=3"); !strings.Contains(page, "deleted") || !strings.Contains(page, "fine-tuned") {
			t.Error("the redline does not name what was removed and edited")
		}
	})
	row("S40", "texts are told apart by content, with a concordance; a press copy is a rendering, never a revision", func(t *testing.T) {
		before := len(read[[]object](g, "ua", "/revisions"))
		press := reduced.Clone()
		press.Title = "As a newspaper printed it"
		g.do("ua", "file-rendering", object{"name": "Newspaper, 26 November 2025", "source": "press", "text": textJSON(t, press)})
		if after := len(read[[]object](g, "ua", "/revisions")); after != before || len(read[[]object](g, "ua", "/renderings")) != 1 {
			t.Errorf("%d revisions after %d", after, before)
		}
		if page := g.page("ua", "/n/geneva/compare?old=2&new=3&view=concordance"); !strings.Contains(page, "10") {
			t.Error("there is no concordance")
		}
	})
	row("S38", "linked instruments: all or none keeps one from taking effect alone", func(t *testing.T) {
		g.do("us", "link-instrument", object{"instrument": object{"id": "guarantees", "name": "Security guarantees", "relation": "guarantees", "parties": []string{"UA", "US"}, "allOrNone": true}})
		e := read[struct {
			Executions []struct {
				Name     string
				Waits    []string
				Executed bool
			}
		}](g, "ru", "/closing").Executions
		if len(e) != 2 || e[0].Executed || !slices.Equal(e[0].Waits, []string{"Security guarantees"}) {
			t.Errorf("%+v", e)
		}
	})
	row("S7", "land concessions both ways: a package shows what each side gives and gains, issue by issue", func(t *testing.T) {
		g.bargain()
		a := read[analysis](g, "us", "/packages/analysis?package=line:adjusted,withdrawal:partial,guarantees:treaty")
		trades := map[string]string{}
		for _, x := range a.Balance.Trades {
			trades[x.Point] = fmt.Sprint(x.Gains)
		}
		for point, want := range map[string]string{"line": "[{UA 20} {RU -15}]", "withdrawal": "[{UA 15} {RU -17.5}]", "guarantees": "[{UA 40.25} {RU -10}]"} {
			if trades[point] != want {
				t.Errorf("%s: %s, want %s", point, trades[point], want)
			}
		}
		both := read[analysis](g, "us", "/packages/analysis?package=line:adjusted,withdrawal:full,guarantees:treaty&against=line:as-drafted,withdrawal:partial,guarantees:none")
		gives := map[string]int{}
		for _, x := range both.Balance.Trades {
			for _, y := range x.Gains {
				if strings.HasPrefix(y.Points, "-") {
					gives[y.Party]++
				}
			}
		}
		if gives["UA"] != 1 || gives["RU"] != 2 {
			t.Errorf("both sides give: %v of %+v", gives, both.Balance.Trades)
		}
		if why := g.refusedToRead("ru", "/packages/analysis"); !strings.Contains(why, "none") {
			t.Error(why)
		}
		if mine := read[object](g, "ru", "/packages"); mine["mine"] == nil || strings.Contains(fmt.Sprint(mine), "40.25") {
			t.Errorf("Russia reads the weight that Ukraine gives to guarantees: %v", mine)
		}
	})
	row("S26", "its conditions align with the demands of one side: each point of the draft against what each party wants, computed", func(t *testing.T) {
		a := read[analysis](g, "us", "/packages/analysis?package=line:as-drafted,withdrawal:full,guarantees:none")
		for _, x := range a.Balance.Demands {
			if got := fmt.Sprint(x.Values); got != "[{UA 0} {RU 100}]" {
				t.Errorf("the draft's %s gives the parties %s of what they want", x.Point, got)
			}
		}
		if len(a.Balance.Demands) != 3 || !a.Balance.Efficient {
			t.Errorf("%+v", a.Balance)
		}
	})
	g.around(row)
	row("browser", "a delegate of Russia sees on a telephone what the API says", func(t *testing.T) { g.onATelephone(t) })
}

// analysis is what the mediator reads of all scores.
type analysis struct {
	Balance struct {
		Efficient bool
		Demands   []struct {
			Point  string
			Values []worth
		}
		Trades []struct {
			Point string
			Gains []worth
		}
	}
}

type worth struct{ Party, Points string }

// bargain draws up three points and has two parties score them, who show the mediator
// their numbers.
func (g *geneva) bargain() {
	options := func(names ...string) []object {
		var out []object
		for i, n := range names {
			out = append(out, object{"id": n, "name": n, "base": i == 0})
		}
		return out
	}
	g.do("us", "draw-up", object{"points": []object{
		{"id": "line", "name": "Line of contact", "issue": "territory", "provisions": []string{"p21"}, "options": options("as-drafted", "adjusted")},
		{"id": "withdrawal", "name": "Withdrawal", "issue": "territory", "provisions": []string{"p22"}, "options": options("full", "partial")},
		{"id": "guarantees", "name": "Security guarantees", "issue": "guarantees", "provisions": []string{"p05", "p10"}, "options": []object{{"id": "none", "name": "As drafted", "base": true}, {"id": "treaty", "name": "A treaty"}}},
	}})
	score := func(party string, weights []string, worst, best string) {
		var points []object
		for i, p := range []struct{ id, first, second string }{{"line", "as-drafted", "adjusted"}, {"withdrawal", "full", "partial"}, {"guarantees", "none", "treaty"}} {
			points = append(points, object{"point": p.id, "weight": weights[i], "options": []object{{"option": p.first, "value": worst}, {"option": p.second, "value": best}}})
		}
		g.do(party, "score", object{"disclosure": "numbers", "points": points})
	}
	score("ua", []string{"20", "15", "40.25"}, "0", "100")
	score("ru", []string{"15", "17.5", "10"}, "100", "0")
}

// refusedToRead asks for a resource that is not there, and returns why.
func (g *geneva) refusedToRead(who, path string) string {
	g.t.Helper()
	status, got := g.ask(who, "GET", path, nil)
	if status != http.StatusNotFound {
		g.t.Fatalf("%s reads %s: %d", who, path, status)
	}
	return string(got)
}

func (g *geneva) onATelephone(t *testing.T) {
	token, err := g.door.Invite(t.Context(), auth.Key{Negotiation: "geneva", Member: "ru"})
	if err != nil {
		t.Fatal(err)
	}
	p := browser.Start(t).Open(t, g.URL+"/enter/"+token)
	p.Size(browser.Phone)
	p.Follow("#enter")
	p.WaitText("main", "position")
	if got := p.Text("main"); !strings.Contains(got, "lapsed") {
		t.Errorf("that support has lapsed is not on the overview:\n%s", got)
	}
	p.Follow("#keeps")
	p.WaitText("main", "What keeps us from signing")
	if got := p.Text("main"); !strings.Contains(got, "supported the initial outline") || !strings.Contains(got, "See the change") {
		t.Errorf("the page does not say what earlier support no longer covers:\n%s", got)
	}
	p.Goto(g.URL + "/n/geneva/meetings")
	if got := p.Text("main"); !strings.Contains(got, "Talks at the Kremlin") || !strings.Contains(got, "next week") || !strings.Contains(got, "It waits for") {
		t.Errorf("the timeline:\n%s", got)
	}
	p.Axe()
}
