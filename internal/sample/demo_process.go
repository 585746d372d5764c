package sample

import (
	"time"

	"parley/negotiation"
	"parley/text"
)

// What the press article of 26 November 2025 reports of the talks around the
// text: who met whom, who supported what, who had received which draft. Each act
// stands under the office that the article names.

const article = "Press article of 26 November 2025"

// rulesOutline sets what the parties say that they go by.
func (s *script) rulesOutline() {
	s.do(DemoMediator, negotiation.SetRules{Rules: negotiation.Rules{
		Consent: []negotiation.PartyID{"UA", "RU"}, Consult: []negotiation.Consultation{{Party: "RU"}, {Party: "UA"}},
	}})
	for _, m := range []negotiation.Member{
		{ID: "us-army", Party: "US", Name: "Secretary of the Army of the United States", Capacity: "envoy"},
		{ID: "ua-president", Party: "UA", Name: "President of Ukraine", Capacity: "president"},
		{ID: "ru-aide", Party: "RU", Name: "Foreign policy aide to the President of Russia", Capacity: "aide", Mandate: negotiation.Mandate{Voice: true}},
		{ID: "ru-minister", Party: "RU", Name: "Minister for Foreign Affairs of Russia", Capacity: "minister"},
	} {
		s.do(DemoMediator, negotiation.AddMember{Member: m})
	}
}

func (s *script) processOutline() {
	s.at = time.Date(2025, 11, 24, 18, 30, 0, 0, time.UTC)
	s.issuesOutline()
	s.do(DemoMediator, negotiation.OpenTrack{Track: negotiation.Track{ID: "moscow", Name: "Moscow", Envoy: "Envoy of the United States", Counterpart: "RU", Mandate: "Instructed by the President to meet the President of Russia"}})
	s.do(DemoMediator, negotiation.OpenTrack{Track: negotiation.Track{ID: "kyiv", Name: "Kyiv", Envoy: "Secretary of the Army of the United States", Counterpart: "UA", Mandate: "Dispatched to Ukraine"}})
	s.do(DemoMediator, negotiation.GiveMandate{Member: DemoMediator, Mandate: negotiation.Mandate{From: "instructed by the President of the United States", Track: "moscow"}})
	s.do(DemoMediator, negotiation.GiveMandate{Member: "us-army", Mandate: negotiation.Mandate{From: "dispatched by the President of the United States", Track: "kyiv"}})
	s.do(DemoMediator, negotiation.Circulate{
		Paper: negotiation.Paper{Revision: 2}, To: []negotiation.PartyID{"UA"}, Note: "Ukraine took part in the talks at which it was revised.",
		Elsewhere: &negotiation.Handover{At: time.Date(2025, 11, 23, 18, 0, 0, 0, time.UTC), Place: "Geneva", By: "delegation of the United States"},
	})
	s.do(DemoMediator, negotiation.ClaimAuthorship{Revision: 1, Words: "Authored by the United States, by its Secretary of State's statement."})
	s.do(DemoMediator, negotiation.DisputeAuthorship{Dispute: negotiation.Dispute{Revision: 1, Words: "Senators claimed the Secretary of State had indicated that Russia effectively wrote it.", Source: article}})
	s.positionsOutline()
	s.meetingsOutline()
}

// issuesOutline names what the article calls unresolved.
func (s *script) issuesOutline() {
	rev := s.current(DemoMediator)
	if s.err != nil {
		return
	}
	points := func(labels ...string) []text.ID {
		var out []text.ID
		for _, p := range rev.Text.Places() {
			for _, l := range labels {
				if rev.Text.Cite(p.ID) == l {
					out = append(out, p.ID)
				}
			}
		}
		return out
	}
	for _, i := range []negotiation.Issue{
		{ID: "guarantees", Name: "Security guarantees", Provisions: points("5", "10")},
		{ID: "territory", Name: "Control of the contested eastern regions", Provisions: points("21", "22")},
		{ID: "recognition", Name: "Legal recognition of seized territory", Provisions: points("21(a)")},
		{ID: "forces", Name: "Size of the armed forces", Provisions: points("6")},
	} {
		s.do(DemoMediator, negotiation.NameIssue{Issue: i})
	}
	s.do(DemoMediator, negotiation.FormGroup{Group: negotiation.Group{
		ID: "task-force", Name: "Joint task force on security guarantees", Parties: []negotiation.PartyID{"CoW", "US"}, Chairs: []negotiation.PartyID{"FR", "UK"},
		Issues: []negotiation.IssueID{"guarantees"}, Mandate: "Agreed at the meeting of the coalition that France and the United Kingdom co-chaired",
	}})
	s.do(DemoMediator, negotiation.DefineGate{Gate: negotiation.Gate{
		ID: "leaders-meet", Name: "The leaders meet only when the deal is final or in its final stages", Expression: "open <= 3 && blocking == 0",
		About: "By the President of the United States. “Final stages” is read as at most three open provisions.",
	}})
}

func (s *script) positionsOutline() {
	all := negotiation.Everyone
	whole := negotiation.Subject{}
	s.do("ru-head", negotiation.TakePosition{On: whole, Revision: 1, Stance: negotiation.Basis, Words: "It could be a basis for a deal.", Audience: all})
	s.do("ua-president", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "Ukraine faces a choice between keeping the support of the United States and preserving its dignity.", Source: article}, Audience: all})
	s.do("ua-president", negotiation.MarkBlocking{Issue: "recognition", Blocking: true, Words: "the “main problem”"})
	s.do("ua-president", negotiation.TakePosition{On: negotiation.Subject{Issue: "recognition"}, Stance: negotiation.Objects, Words: "The demand for legal recognition of territories seized by Russia is the main problem.", Audience: all})
	s.do("ru-head", negotiation.TakePosition{On: negotiation.Subject{Issue: "territory"}, Stance: negotiation.Objects, Words: "Insists on full withdrawal from the Donbas, and on control of Crimea and major parts of Kherson and Zaporizhzhia.", Audience: all})
	s.at = time.Date(2025, 11, 25, 8, 0, 0, 0, time.UTC)
	s.do("ru-minister", negotiation.TakePosition{
		On: whole, Revision: 1, Stance: negotiation.AcceptsIf, If: []negotiation.Condition{{Words: "no major changes are introduced; the situation would be fundamentally different"}},
		Words: "Moscow supported the initial outline.", Audience: all,
	})
	s.do("ru-minister", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "Russia had not received the updated proposal; European governments undermine the efforts of the United States.", Source: article}, Audience: all})
	s.do("ua-head", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "A common understanding with the White House on the outline of a possible agreement.", With: []negotiation.PartyID{"US"}, Source: article}, Audience: all})
}

func (s *script) meetingsOutline() {
	all := negotiation.Everyone
	day := func(month time.Month, d, h int) time.Time { return time.Date(2025, month, d, h, 0, 0, 0, time.UTC) }
	s.at = day(11, 25, 16)
	s.do(DemoMediator, negotiation.ProposeMeeting{Audience: all, Plan: negotiation.Plan{
		Title: "Talks at the Kremlin", Format: negotiation.Bilateral, Level: "envoy and president", Parties: []negotiation.PartyID{"US", "RU"}, Place: "Moscow", Track: "moscow",
		When:         negotiation.When{From: day(11, 30, 21), To: day(12, 7, 20), Zone: "Europe/Moscow", Words: "next week"},
		Participants: []negotiation.Participant{{Party: "US", Name: "Envoy of the United States"}, {Party: "US", Name: "Son-in-law of the President of the United States", Tentative: true}},
	}})
	moscow := s.lastMeeting()
	s.do(DemoMediator, negotiation.ProposeMeeting{Audience: all, Plan: negotiation.Plan{
		Title: "Meetings in Abu Dhabi", Format: negotiation.Bilateral, Parties: []negotiation.PartyID{"US", "RU"}, Place: "Abu Dhabi",
		When: negotiation.When{From: day(11, 23, 20), To: day(11, 25, 19), Zone: "Asia/Dubai", Words: "Monday and Tuesday"}, Participants: []negotiation.Participant{{Party: "US", Name: "Secretary of the Army of the United States"}},
	}})
	s.do(DemoMediator, negotiation.RecordOutcome{Meeting: s.lastMeeting(), From: day(11, 23, 20), To: day(11, 25, 15)})
	s.do("ua-president", negotiation.ProposeMeeting{Audience: all, Plan: negotiation.Plan{
		Title: "Presidents of Ukraine and the United States, on sensitive points", Format: negotiation.Bilateral, Level: "heads of state", Parties: []negotiation.PartyID{"UA", "US"}, Gate: "leaders-meet",
		When: negotiation.When{From: day(11, 25, 22), To: day(11, 30, 21), Zone: "Europe/Kyiv", Words: "before the end of the month"}, Agenda: []negotiation.Item{{Issue: "territory"}, {Issue: "guarantees"}},
	}})
	s.at = day(11, 26, 8)
	s.do(DemoMediator, negotiation.ConfirmMeeting{Meeting: moscow, Party: "RU", Who: "Foreign policy aide to the President of Russia"})
}

func (s *script) lastMeeting() negotiation.MeetingID {
	if s.err != nil {
		return ""
	}
	v, err := s.desk.View(s.ctx, s.id, DemoMediator)
	if err != nil {
		s.err = err
		return ""
	}
	return v.Meetings()[len(v.Meetings())-1].ID
}
