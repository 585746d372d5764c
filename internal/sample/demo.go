package sample

import (
	"context"
	"time"

	"parley/consolidate"
	"parley/internal/desk"
	"parley/negotiation"
)

// Demo is the negotiation that the press reported on in November 2025. What is
// said of it, and from where, is in demo/SOURCES.md; offices stand for persons.
const (
	Demo         negotiation.ID       = "outline-2025"
	DemoMediator negotiation.MemberID = "us-envoy"
)

const reported = "Press reports of the week before 26 November 2025; a paraphrase, not official words"

func loadDemo(ctx context.Context, d *desk.Desk) error {
	return play(ctx, d, time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC), negotiation.Open{
		ID:       Demo,
		Name:     "Outline of a settlement, as reported in November 2025",
		About:    "What the press reported of a 28-point draft, in our own words; nothing here is official. It shows a draft, a counter-proposal, and a revision that is known to exist and whose words are not.",
		Mediator: negotiation.Party{ID: "US", Name: "United States", Role: negotiation.Mediator},
		Member:   negotiation.Member{ID: DemoMediator, Party: "US", Name: "Envoy of the United States", Capacity: "envoy"},
	}, func(s *script) {
		seatOutline(s)
		s.rulesOutline()
		s.do(DemoMediator, negotiation.TableRevision{
			Text: s.read("demo/rev1.md", nil), Name: "28-point draft", Standing: negotiation.Draft, Author: "US", Source: reported,
			Note: "Authored by the United States by its Secretary of State's statement; senators had claimed otherwise.",
		})
		s.at = time.Date(2025, 11, 23, 12, 0, 0, 0, time.UTC)
		s.counterProposal()
		s.at = time.Date(2025, 11, 24, 18, 0, 0, 0, time.UTC)
		s.do(DemoMediator, negotiation.RecordPlaceholder{
			Name: "Draft after the Geneva talks", Standing: negotiation.Draft, Parent: 1, Author: "US",
			Note:   "Reported to be shorter, with some provisions removed and others edited. Its words are not public.",
			Source: "Press article of 26 November 2025",
		})
		s.processOutline()
		s.do(DemoMediator, negotiation.GiveStanding{Revision: 1, Standing: negotiation.Concept, Source: "Called a concept, not a plan, by the President of the United States; press article of 26 November 2025"})
		s.chronicleOutline()
	})
}

func seatOutline(s *script) {
	head := func(id negotiation.MemberID, of string) negotiation.Member {
		return negotiation.Member{ID: id, Name: "Head of delegation, " + of, Capacity: "head of delegation"}
	}
	s.seat(DemoMediator, negotiation.Party{ID: "UA", Name: "Ukraine", Role: negotiation.Principal}, head("ua-head", "Ukraine"))
	s.seat(DemoMediator, negotiation.Party{ID: "RU", Name: "Russia", Role: negotiation.Principal}, head("ru-head", "Russia"))
	s.do(DemoMediator, negotiation.AddParty{Party: negotiation.Party{ID: "FR", Name: "France", Role: negotiation.Consulted}})
	s.do(DemoMediator, negotiation.AddParty{Party: negotiation.Party{ID: "UK", Name: "United Kingdom", Role: negotiation.Consulted}})
	s.seat(DemoMediator, negotiation.Party{
		ID: "CoW", Name: "Coalition of the willing", Role: negotiation.Consulted,
		Parties: []negotiation.PartyID{"FR", "UK"}, CoChairs: []negotiation.PartyID{"FR", "UK"},
	}, negotiation.Member{ID: "cow-chairs", Name: "Office of the co-chairs, Coalition of the willing", Capacity: "co-chairs"})
	s.seat(DemoMediator, negotiation.Party{ID: "EUR", Name: "European governments", Role: negotiation.Consulted},
		negotiation.Member{ID: "eur-advisers", Name: "Security advisers of European governments", Capacity: "advisers"})
	s.seat(DemoMediator, negotiation.Party{ID: "EU", Name: "EU institutions", Role: negotiation.Consulted},
		negotiation.Member{ID: "eu-delegation", Name: "Delegation of the EU institutions", Capacity: "delegation"})
}

// counterProposal tables what the press reported of the European one, point by
// point.
func (s *script) counterProposal() {
	rev := s.current("eur-advisers")
	amended := s.read("demo/europe.md", rev.Text)
	if s.err != nil {
		return
	}
	s.do("eur-advisers", negotiation.TableAmendment{
		Revision: rev.Number, Changes: consolidate.Changes(rev.Text, amended), Audience: negotiation.Everyone,
		Explanation: "The European counter-proposal, as reported by the press.",
	})
}
