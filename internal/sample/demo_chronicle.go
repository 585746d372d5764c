package sample

import (
	"time"

	"parley/negotiation"
)

// What the press article of 26 November 2025 reports of the world around the table. Each
// report names its source and its hedge; offices stand for persons, and nothing is added.

var theArticle = negotiation.Source{Name: article, Reliability: "C", Credibility: 3}

// span is an interval in a zone, as the article says it.
func span(from, to time.Time, words string) negotiation.When {
	return negotiation.When{From: from.UTC(), To: to.UTC(), Zone: from.Location().String(), Words: words}
}

func (s *script) chronicleOutline() {
	kyiv, moscow := zone("Europe/Kyiv"), zone("Europe/Moscow")
	on := func(d int, z *time.Location, words string) negotiation.When {
		return span(time.Date(2025, 11, d, 0, 0, 0, 0, z), time.Date(2025, 11, d+1, 0, 0, 0, 0, z), words)
	}
	s.at = time.Date(2025, 11, 26, 14, 0, 0, 0, time.UTC)
	tell := func(r negotiation.Report) {
		r.Lang, r.Sources = "en", []negotiation.Source{theArticle}
		if !r.Reported.Known() {
			r.Reported = on(26, time.UTC, "Wednesday")
		}
		if r.Quote == "" {
			r.Lang = ""
		}
		s.do(DemoMediator, negotiation.FileReport{Report: r, Audience: negotiation.Everyone})
	}
	said := func(speaker negotiation.Speaker, when negotiation.When, paraphrase, quote string) negotiation.Report {
		return negotiation.Report{Genre: negotiation.StatementReport, Speaker: speaker, When: when, Paraphrase: paraphrase, Quote: quote}
	}
	minister := negotiation.Speaker{Name: "Minister for Foreign Affairs of Russia", Capacity: "minister for foreign affairs", Party: "RU"}
	ukraine := negotiation.Speaker{Name: "President of Ukraine", Capacity: "president", Party: "UA"}
	america := negotiation.Speaker{Name: "President of the United States", Capacity: "president", Party: "US"}

	r := said(minister, negotiation.When{}, "Moscow had supported the initial outline; with major changes the situation would be", "fundamentally different")
	r.Stance, r.On.Revision = negotiation.Accepts, 1
	tell(r)
	r = said(minister, on(25, moscow, "as of Tuesday morning"), "Russia had not received the updated proposal; accused European governments of undermining US peace efforts", "")
	r.On.Parties, r.Calls = []negotiation.PartyID{"EUR"}, []negotiation.PartyID{"US"}
	tell(r)
	r = said(ukraine, on(25, kyiv, "on Tuesday"), "", "I am counting on further active cooperation with the American side and with President (Donald) Trump,")
	r.Inserted = []string{"(Donald)"}
	tell(r)
	r = said(ukraine, on(24, kyiv, "on Monday"), "the Russian President’s demand for legal recognition of territories seized by Russia was the", "main problem")
	r.On.Issues, r.Stance = []negotiation.IssueID{"recognition"}, negotiation.Objects
	tell(r)
	r = said(america, negotiation.When{}, "said of the first draft", "that was not a plan, it was a concept")
	r.On.Revision = 1
	tell(r)
	r = said(america, negotiation.When{}, "he had not set a deadline for either side", "the deadline for me is when it is over")
	tell(r)
	for _, a := range []negotiation.Report{
		said(negotiation.Speaker{Name: "President of France", Capacity: "president", Party: "FR"}, negotiation.When{}, "saw", "no Russian will for a ceasefire"),
		said(negotiation.Speaker{Body: "Downing Street", Party: "UK"}, negotiation.When{}, "warned there was", "a long way to go – a tough road ahead"),
	} {
		a.Genre = negotiation.AssessmentReport
		tell(a)
	}
	tell(negotiation.Report{
		Genre: negotiation.StatementReport, Speaker: negotiation.Speaker{Body: "Press"}, Hedge: "reportedly", Paraphrase: "Several key issues, including security guarantees for Kyiv and control of contested eastern regions, remain unresolved.",
		On: negotiation.Relation{Issues: []negotiation.IssueID{"guarantees", "territory"}},
	})
	tell(negotiation.Report{
		Genre: negotiation.DocumentReport, Title: "Transcript of an October call between the envoy and the foreign policy aide", Hedge: "what it said was a transcript",
		When: span(time.Date(2025, 10, 1, 0, 0, 0, 0, moscow), time.Date(2025, 11, 1, 0, 0, 0, 0, moscow), "an October call"), Reported: on(25, time.UTC, "on Tuesday"),
		Document: negotiation.Trail{Nature: "transcript", Publisher: "Bloomberg", Participants: []string{"Envoy of the United States", "Foreign policy aide to the President of Russia"}}, Paraphrase: "Has not been independently verified.",
	})
	s.strikesOutline(tell, kyiv)
	tell(negotiation.Report{
		Genre: negotiation.TotalReport, Title: "Since the full-scale invasion", When: span(time.Date(2022, 2, 1, 0, 0, 0, 0, kyiv), time.Date(2025, 11, 26, 0, 0, 0, 0, kyiv), "since February 2022"),
		Figures: []negotiation.Figure{
			{Bound: negotiation.InOrderOf, Number: 10_000, Unit: "soldiers killed or injured", Words: "tens of thousands"},
			{Bound: negotiation.InOrderOf, Number: 1_000, Unit: "civilians killed or injured", Words: "thousands"},
			{Bound: negotiation.InOrderOf, Number: 1_000_000, Unit: "people displaced", Words: "millions"},
		},
	})
}

// strikesOutline files what each side says of the strikes of Tuesday night.
func (s *script) strikesOutline(tell func(negotiation.Report), kyiv *time.Location) {
	night := span(time.Date(2025, 11, 25, 18, 0, 0, 0, kyiv), time.Date(2025, 11, 26, 6, 0, 0, 0, kyiv), "on Tuesday night")
	tell(negotiation.Report{
		Genre: negotiation.IncidentReport, Title: "Strikes in Zaporizhzhia", Hedge: "both sides reported", Speaker: negotiation.Speaker{Name: "Regional head", Capacity: "Ukrainian regional head", Party: "UA"}, When: night,
		Incident: negotiation.Incident{Type: "strike", Place: "Zaporizhzhia"}, Figures: []negotiation.Figure{{Bound: negotiation.AtLeast, Number: 7, Unit: "people injured", Words: "at least seven people were injured"}},
	})
	one := s.lastReport(DemoMediator)
	tell(negotiation.Report{
		Genre: negotiation.IncidentReport, Title: "Attack on energy grids", Speaker: negotiation.Speaker{Name: "Governor", Capacity: "Kremlin installed governor", Party: "RU"}, When: night, Paraphrase: "Kyiv had attacked energy grids",
		Incident: negotiation.Incident{Type: "attack on energy grids", Place: "Zaporizhzhia"}, Designations: []negotiation.Designation{{Words: "Kremlin installed", Whose: "the article"}},
		Figures: []negotiation.Figure{{Bound: negotiation.UpTo, Number: 40_000, Unit: "people without electricity", Words: "up to 40,000 people without electricity"}},
	})
	s.do(DemoMediator, negotiation.LinkReports{Reports: []negotiation.ReportID{one, s.lastReport(DemoMediator)}})
}

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return z
}

func (s *script) lastReport(by negotiation.MemberID) negotiation.ReportID {
	if s.err != nil {
		return ""
	}
	v, err := s.desk.View(s.ctx, s.id, by)
	if err != nil {
		s.err = err
		return ""
	}
	all := v.Reports()
	return all[len(all)-1].ID
}
