package sample

import (
	_ "embed"
	"strings"
	"time"

	"parley/negotiation"
)

// An article of an invented newspaper about the talks on the Sarran, of which a part is
// in the chronicle already. What else it suggests waits to be reviewed.

//go:embed tutorial/article.txt
var courier string

func pressSarran(s *script) {
	monday := span(time.Date(2026, 3, 16, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 17, 0, 0, 0, 0, time.UTC), "")
	source := negotiation.Source{Name: "Port Velin Courier", Published: monday, Reliability: "C", Credibility: 3, Copy: courier}
	s.do(TutorialMediator, negotiation.FileReport{Audience: negotiation.Everyone, Report: negotiation.Report{
		Genre: negotiation.MediaReport, Title: "“A number, not a promise”: third round opens at Port Velin", Lang: "en", Reported: monday, Sources: []negotiation.Source{source},
	}})
	kept := s.lastReport(TutorialMediator)
	for _, n := range []negotiation.KnownName{
		{Kind: negotiation.PersonName, Name: "Tove Arden", Titles: []string{"foreign minister"}, Party: "BR"},
		{Kind: negotiation.PersonName, Name: "Ilan Serafe", Titles: []string{"water minister"}, Party: "AL"},
		{Kind: negotiation.PartyName, Party: "BR", Aliases: []string{"Brennland"}},
		{Kind: negotiation.PartyName, Party: "AL", Aliases: []string{"Aldoria", "the Aldorian army"}},
		{Kind: negotiation.PartyName, Party: "CA", Aliases: []string{"Carsa"}},
		{Kind: negotiation.PlaceName, Name: "Port Velin"},
		{Kind: negotiation.PlaceName, Name: "Osk"},
	} {
		s.do(TutorialMediator, negotiation.KeepName{Name: n})
	}

	source.Archive, source.Copy = "report "+string(kept), ""
	const quote = "We share the river, not the keys to our turbines,"
	at := strings.Index(courier, quote)
	s.do(TutorialMediator, negotiation.FileReport{Audience: negotiation.Everyone, Report: negotiation.Report{
		Genre: negotiation.StatementReport, Lang: "en", Quote: quote, Speaker: negotiation.Speaker{Name: "Tove Arden", Capacity: "Foreign Minister", Party: "BR"},
		Reported: monday, Sources: []negotiation.Source{source}, Excerpt: negotiation.Excerpt{Report: kept, Start: at, End: at + len(quote)},
	}})
}
