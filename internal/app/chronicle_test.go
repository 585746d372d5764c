package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// What the press told around the table in November 2025. Offices stand for persons.

type told struct {
	ID, Genre, Title, Quote, Paraphrase, Hedge, Status, Stance string
	Inserted                                                   []string
	Speaker                                                    struct{ Name, Capacity, Party, Body string }
	When, Reported                                             struct {
		From, To    time.Time
		Zone, Words string
	}
	At       time.Time
	On       struct{ Parties []string }
	Document struct {
		Nature, Publisher, SeenAt string
		Participants              []string
	}
	Figures []struct {
		Bound, Unit, Words string
		Number             int64
	}
	Judged    []struct{ Status, Ground, Party string }
	SameEvent []string
	Answered  []struct {
		Party, By string
		Refused   bool
	}
	Called []struct {
		Words, Whose string
		Mine         *struct{ Instead string }
		Disputed     []struct{ Party string }
	}
	Resembles []struct {
		Revision int
		Likeness float64
	}
}

// tell puts a report into the chronicle for everyone, and returns its id.
func (g *geneva) tell(who string, report object) string {
	g.t.Helper()
	if report["sources"] == nil {
		report["sources"] = []object{{"name": "Press article of 26 November 2025", "reliability": "C", "credibility": 2}}
	}
	g.do(who, "file-report", object{"report": report, "audience": toAll})
	all := read[[]told](g, who, "/chronicle")
	return all[len(all)-1].ID
}

func (g *geneva) told(who, id string) told { g.t.Helper(); return read[told](g, who, "/chronicle/"+id) }

// day is an interval of a day or more in a zone, as it was said.
func day(from, to int, zone, words string) object {
	z, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	at := func(d int) string { return time.Date(2025, 11, d, 0, 0, 0, 0, z).UTC().Format(time.RFC3339) }
	return object{"from": at(from), "to": at(to), "zone": zone, "words": words}
}

// around plays the rows of the chronicle.
func (g *geneva) around(row func(number, what string, f func(t *testing.T))) {
	g.at(11, 26, 12)
	kyiv, moscow := "Europe/Kyiv", "Europe/Moscow"
	var concern string
	row("S13", "a party accuses others of undermining the efforts: attributed and dated", func(t *testing.T) {
		concern = g.tell("us", object{"genre": "statement", "speaker": object{"name": "Minister for Foreign Affairs of Russia", "capacity": "minister for foreign affairs", "party": "RU"},
			"paraphrase": "accused European governments of undermining the peace efforts of the United States", "when": day(25, 26, moscow, "on Tuesday"), "on": object{"parties": []string{"EU", "FR", "UK"}}, "calls": []string{"US"}})
		r := g.told("eu", concern)
		if r.Speaker.Party != "RU" || !slices.Contains(r.On.Parties, "EU") || r.When.From.In(msk).Day() != 25 {
			t.Errorf("%+v", r)
		}
	})
	row("S14", "officials did not respond publicly: a call for an answer without one is listed as unanswered", func(t *testing.T) {
		open := func() int { return len(read[[]told](g, "ru", "/chronicle/unanswered")) }
		if r := g.told("ru", concern); open() != 1 || len(r.Answered) != 1 || r.Answered[0].By != "" {
			t.Errorf("%d: %+v", open(), r.Answered)
		}
		g.tell("us", object{"genre": "statement", "speaker": object{"capacity": "officials", "party": "US"}, "refuses": true, "paraphrase": "did not respond publicly", "answers": concern})
		if r := g.told("ru", concern); open() != 1 || !r.Answered[0].Refused {
			t.Errorf("a refusal to answer is taken for an answer, or is not recorded: %+v", r.Answered)
		}
	})
	row("S20", "assessments by third parties, by date", func(t *testing.T) {
		g.tell("us", object{"genre": "assessment", "speaker": object{"name": "President of France", "capacity": "president", "party": "FR"}, "paraphrase": "said he saw", "quote": "no Russian will for a ceasefire", "reported": day(26, 27, "Europe/Paris", "Wednesday")})
		g.tell("us", object{"genre": "assessment", "speaker": object{"body": "Downing Street"}, "paraphrase": "warned there was", "quote": "a long way to go – a tough road ahead", "reported": day(26, 27, "Europe/London", "Wednesday")})
		got := read[[]told](g, "ru", "/chronicle?genre=assessment")
		if len(got) != 2 || got[1].Speaker.Body != "Downing Street" || got[1].Reported.From.IsZero() {
			t.Errorf("%+v", got)
		}
	})
	var transcript string
	row("S31", "what an agency said was a transcript of an October call, unverified; its status changes with a reason", func(t *testing.T) {
		transcript = g.tell("us", object{"genre": "document", "title": "Transcript of a call between the envoy and the aide", "hedge": "what it said was a transcript",
			"when":     object{"from": "2025-09-30T21:00:00Z", "to": "2025-10-31T21:00:00Z", "zone": moscow, "words": "an October call"},
			"reported": day(25, 26, "America/New_York", "on Tuesday"), "document": object{"nature": "transcript", "publisher": "Bloomberg", "participants": []string{"Envoy of the United States", "Foreign policy aide of Russia"}}})
		if r := g.told("ru", transcript); r.Status != "unverified" || r.Document.Publisher != "Bloomberg" || len(r.Document.Participants) != 2 || len(r.Judged) != 0 {
			t.Errorf("%+v", r)
		}
		g.refused("ru", "judge-report", object{"report": transcript, "status": "disputed"}) // without a reason
		g.do("ru", "judge-report", object{"report": transcript, "status": "disputed", "ground": "not by us"})
		if r := g.told("ua", transcript); r.Status != "disputed" || len(r.Judged) != 1 || r.Judged[0].Ground != "not by us" || r.Judged[0].Party != "RU" {
			t.Errorf("%+v", r.Judged)
		}
	})
	row("S35", "a hedge is stored, and survives export and summary", func(t *testing.T) {
		id := g.tell("us", object{"genre": "statement", "speaker": object{"body": "press"}, "hedge": "reportedly", "paraphrase": "several key issues remain unresolved", "on": object{"issues": []string{"guarantees", "territory"}}})
		if r := g.told("ua", id); r.Hedge != "reportedly" || g.told("ua", transcript).Hedge != "what it said was a transcript" {
			t.Errorf("%+v", r)
		}
		if b := string(g.bundle("ua")); !strings.Contains(b, "reportedly") || !strings.Contains(b, "what it said was a transcript") {
			t.Error("the bundle of Ukraine lost a hedge")
		}
	})
	row("S42", "the event, the report and the entry have a time each; imprecise times are intervals with a zone", func(t *testing.T) {
		r := g.told("ua", transcript)
		if r.When.To.Sub(r.When.From) != 31*24*time.Hour || r.When.Zone != moscow || r.When.Words != "an October call" || r.Reported.From.Month() != time.November || !r.At.After(r.Reported.From) {
			t.Errorf("%+v %+v %v", r.When, r.Reported, r.At)
		}
	})
	strikes := g.strikes(row, kyiv)
	row("S33", "cumulative figures are approximate, have a period, and are kept apart from incidents", func(t *testing.T) {
		id := g.tell("us", object{"genre": "total", "when": object{"from": "2022-02-24T00:00:00Z", "to": "2025-11-26T00:00:00Z", "zone": kyiv, "words": "since February 2022"}, "figures": []object{
			{"bound": "in the order of", "number": 10_000, "unit": "soldiers killed or injured", "words": "tens of thousands"}, {"bound": "in the order of", "number": 1_000, "unit": "civilians killed or injured", "words": "thousands"}, {"bound": "in the order of", "number": 1_000_000, "unit": "people displaced", "words": "millions"}}})
		r := g.told("ru", id)
		if len(r.Figures) != 3 || r.Figures[0].Words != "tens of thousands" || r.When.From.Year() != 2022 || len(read[[]told](g, "ru", "/chronicle?genre=incident")) != len(strikes) {
			t.Errorf("%+v", r)
		}
		g.refused("us", "link-reports", object{"reports": []string{id, strikes[0]}})
	})
	row("S36", "a quotation is kept byte for byte, the reporter's insertion marked", func(t *testing.T) {
		const words = "I am counting on further active cooperation with the American side and with President (Donald) Trump,"
		r := g.told("ru", g.tell("us", object{"genre": "statement", "speaker": object{"name": "President of Ukraine", "capacity": "president", "party": "UA"}, "quote": words, "inserted": []string{"(Donald)"}, "lang": "en", "when": day(25, 26, kyiv, "on Tuesday")}))
		if r.Quote != words || !slices.Equal(r.Inserted, []string{"(Donald)"}) {
			t.Errorf("%+v", r)
		}
	})
	row("S25", "the draft leaked: where it was seen, and which revision it matches by its words; nobody gets access by it", func(t *testing.T) {
		before := fmt.Sprint(read[[]object](g, "eu", "/who-has?revision=1"), read[[]object](g, "eu", "/revisions"))
		var copied strings.Builder
		for i := 1; i <= 28; i++ {
			fmt.Fprintf(&copied, "Point %d of this outline says what had been reported of it.\n", i)
		}
		leak := g.tell("us", object{"genre": "document", "title": "The leaked draft", "hedge": "leaked, US backed", "document": object{"nature": "leak", "seenAt": "in the press", "copy": copied.String()}})
		r := g.told("eu", leak)
		if r.Document.SeenAt != "in the press" || len(r.Resembles) == 0 || r.Resembles[0].Revision != 1 && r.Resembles[0].Revision != 2 {
			t.Errorf("%+v", r.Resembles)
		}
		if fmt.Sprint(read[[]object](g, "eu", "/who-has?revision=1"), read[[]object](g, "eu", "/revisions")) != before {
			t.Error("the leak changed who has what")
		}
	})
	row("S37", "president, spokesman and aide speak for one side in the chronicle too, each in the capacity held then; no position follows", func(t *testing.T) {
		before := len(read[[]object](g, "us", "/positions"))
		g.tell("us", object{"genre": "statement", "speaker": object{"name": "Foreign policy aide", "capacity": "aide", "party": "RU"}, "paraphrase": "confirmed the visit", "stance": "accepts", "when": day(26, 27, moscow, "on Wednesday")})
		if len(read[[]object](g, "us", "/positions")) != before {
			t.Error("what was said outside set a position")
		}
	})
	row("inside against outside", "supported the first outline in public; objects at the table", func(t *testing.T) {
		g.tell("us", object{"genre": "statement", "speaker": object{"name": "Minister for Foreign Affairs of Russia", "capacity": "minister", "party": "RU"}, "paraphrase": "Moscow had supported the initial outline", "stance": "accepts", "on": object{"revision": 1}, "when": day(25, 26, moscow, "on Tuesday")})
		var differs []string
		for _, m := range read[[]struct{ Differs []string }](g, "ua", "/inside-outside?party=RU") {
			differs = append(differs, m.Differs...)
		}
		if !slices.Contains(differs, "supported “28-point draft” in public; objects to point 21(d) at the table") {
			t.Errorf("%q", differs)
		}
	})
	row("S24", "activity intensified after a period of stagnation: computed from the record and the chronicle", func(t *testing.T) {
		g.tell("us", object{"genre": "statement", "speaker": object{"body": "press"}, "hedge": "reportedly", "paraphrase": "the talks stood still", "when": day(5, 6, kyiv, "early in the month")})
		a := read[struct {
			Days  int
			Steps []struct {
				From             time.Time
				Table, Chronicle int
				Burst            bool
			}
			Quiet []object
		}](g, "eu", "/activity")
		last := a.Steps[len(a.Steps)-1]
		if a.Days != 1 || len(a.Quiet) == 0 || !slices.ContainsFunc(a.Steps, func(s struct {
			From             time.Time
			Table, Chronicle int
			Burst            bool
		}) bool {
			return s.Burst && s.Chronicle > 0
		}) {
			t.Errorf("%d days, quiet %v, last %+v", a.Days, a.Quiet, last)
		}
	})
}

// strikes plays what both sides said of the strikes of Tuesday night.
func (g *geneva) strikes(row func(number, what string, f func(t *testing.T)), kyiv string) []string {
	night := object{"from": "2025-11-25T16:00:00Z", "to": "2025-11-26T04:00:00Z", "zone": kyiv, "words": "on Tuesday night"}
	var ids []string
	row("S32", "two incident reports by two claimants with bounds, side by side, never merged or added", func(t *testing.T) {
		ids = append(ids, g.tell("us", object{"genre": "incident", "title": "Strikes in Zaporizhzhia", "hedge": "both sides reported", "speaker": object{"name": "Head of the regional administration", "capacity": "regional head", "party": "UA"}, "when": night, "reported": day(26, 27, kyiv, "Wednesday"),
			"incident": object{"type": "strike", "place": "Zaporizhzhia"}, "figures": []object{{"bound": "at least", "number": 7, "unit": "people injured", "words": "at least seven people were injured"}}}))
		ids = append(ids, g.tell("us", object{"genre": "incident", "title": "Attack on energy grids", "speaker": object{"name": "Governor", "capacity": "Kremlin installed governor", "party": "RU"}, "when": night, "paraphrase": "said Kyiv had attacked energy grids",
			"incident": object{"type": "attack on infrastructure", "place": "Zaporizhzhia"}, "designations": []object{{"words": "Kremlin installed", "whose": "the press"}}, "figures": []object{{"bound": "up to", "number": 40_000, "unit": "people without electricity", "words": "up to 40,000 people without electricity"}}}))
		g.do("us", "link-reports", object{"reports": ids})
		one, two := g.told("ru", ids[0]), g.told("ru", ids[1])
		if len(one.Figures) != 1 || one.Figures[0].Bound != "at least" || one.Figures[0].Number != 7 || two.Figures[0].Bound != "up to" || two.Figures[0].Number != 40_000 || !slices.Equal(one.SameEvent, ids[1:]) || one.Speaker.Party == two.Speaker.Party {
			t.Errorf("%+v\n%+v", one, two)
		}
	})
	row("S39", "a designation that a side disputes is stored with whose it is, and shown by who looks", func(t *testing.T) {
		g.do("ru", "dispute-designation", object{"words": "Kremlin installed", "instead": "", "why": "the governor was appointed"})
		mine, others := g.told("ru", ids[1]).Called, g.told("ua", ids[1]).Called
		if len(mine) != 1 || mine[0].Whose != "the press" || mine[0].Mine == nil || others[0].Mine != nil || len(others[0].Disputed) != 1 || others[0].Disputed[0].Party != "RU" {
			t.Errorf("%+v\n%+v", mine, others)
		}
	})
	return ids
}
