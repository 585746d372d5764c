package sample

import (
	"context"
	"time"

	"parley/internal/desk"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// The tutorial's negotiation and the member to begin with. Its countries are
// invented.
const (
	Tutorial         negotiation.ID       = "sarran"
	TutorialMediator negotiation.MemberID = "chair"
)

func loadTutorial(ctx context.Context, d *desk.Desk) error {
	return play(ctx, d, time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), negotiation.Open{
		ID:       Tutorial,
		Name:     "Waters of the Sarran",
		About:    "A tutorial with invented countries: three riparian States end their hostilities and share a river.",
		Mediator: negotiation.Party{ID: "CG", Name: "Contact Group", Role: negotiation.Mediator},
		Member:   negotiation.Member{ID: TutorialMediator, Party: "CG", Name: "Chair of the Contact Group", Capacity: "chair"},
	}, func(s *script) {
		seatSarran(s)
		first := s.read("tutorial/rev1.md", nil)
		s.do(TutorialMediator, negotiation.TableRevision{Text: first, Name: "Zero draft", Standing: negotiation.ZeroDraft, Author: "CG", Note: "Drawn up by the Contact Group after the first round."})
		s.at = s.at.AddDate(0, 0, 11)
		s.do(TutorialMediator, negotiation.TableRevision{
			Text: s.read("tutorial/rev2.md", first), Name: "Chair's text", Standing: negotiation.ChairsText, Parent: 1, Author: "CG",
			Inputs: []negotiation.Input{{Party: "AL", Note: "date of the ceasefire"}, {Party: "CA", Note: "allocation in Annex I"}},
			Note:   "After the second round. The article on observers is gone; the amnesty stands in Part I.",
		})
		s.at = s.at.AddDate(0, 0, 3)
		amendSarran(s)
		bargainSarran(s)
		s.at = s.at.AddDate(0, 0, 3)
		pressSarran(s)
	})
}

func seatSarran(s *script) {
	head := func(id negotiation.MemberID, of string) negotiation.Member {
		return negotiation.Member{ID: id, Name: "Head of delegation, " + of, Capacity: "head of delegation"}
	}
	s.seat(TutorialMediator, negotiation.Party{ID: "AL", Name: "Republic of Aldoria", Role: negotiation.Principal}, head("aldoria", "Aldoria"))
	s.seat(TutorialMediator, negotiation.Party{ID: "BR", Name: "Kingdom of Brennland", Role: negotiation.Principal}, head("brennland", "Brennland"))
	s.seat(TutorialMediator, negotiation.Party{ID: "CA", Name: "Federation of Carsa", Role: negotiation.Principal}, head("carsa", "Carsa"))
	s.seat(TutorialMediator, negotiation.Party{ID: "RW", Name: "River Watch", Role: negotiation.Consulted},
		negotiation.Member{ID: "riverwatch", Name: "Legal adviser, River Watch", Capacity: "adviser"})
	s.seat(TutorialMediator, negotiation.Party{ID: "VEL", Name: "City of Port Velin", Role: negotiation.Observer},
		negotiation.Member{ID: "velin", Name: "Observer, City of Port Velin", Capacity: "observer"})
}

// amendSarran tables amendments so that every situation of a bracketed text
// occurs: overlapping, identical, at the same place, deletion against edit, a
// move, one that was accepted, one rejected, one for the mediator alone.
func amendSarran(s *script) {
	all := negotiation.Everyone
	access := s.propose("riverwatch", all, "Visits that are announced late are no visits.",
		swap("shall have access to every place of detention", "shall have immediate access to every place of detention"))
	s.do(TutorialMediator, negotiation.Accept{Amendment: access, Note: "No party spoke against it."})
	seat := s.propose("aldoria", all, "The seat should rotate.",
		swap("shall be at Port Velin", "shall rotate among the capitals of the Parties"))
	s.do(TutorialMediator, negotiation.Reject{Amendment: seat, Note: "Port Velin was agreed in the first round."})

	s.propose("aldoria", all, "Artillery reaches further than 30 kilometres.", swap("within 30 kilometres", "within 50 kilometres"))
	s.propose("carsa", all, "", swap("within 30 kilometres", "within 50 kilometres"))
	s.propose("brennland", all, "The garrison town of Osk lies at 22 kilometres.", swap("within 30 kilometres of either bank", "within 20 kilometres of either bank"))

	low := s.propose("brennland", all, "The turbines need a reserve.", swap("not less than 250 cubic metres", "not less than 220 cubic metres"))
	high := s.propose("carsa", all, "What counts is what arrives.", swap("not less than 250 cubic metres per second from the Velin Dam", "not less than 280 cubic metres per second, measured at the border gauge,"))
	s.table(TutorialMediator, negotiation.TableAmendment{
		Audience: all, Bridges: []negotiation.AmendmentID{low, high},
		Explanation: "An average leaves room for the turbines and for the harvest.",
	}, []edit{swap("not less than 250 cubic metres per second from the Velin Dam", "on average not less than 250 cubic metres per second, and never less than 220, from the Velin Dam")})

	s.propose("aldoria", all, "", add("publish the level of the reservoir", "4.", "Brennland shall give notice of any maintenance of the dam thirty days in advance."))
	s.propose("carsa", all, "", add("publish the level of the reservoir", "4.", "The Joint Commission may inspect the dam at any time."))

	s.propose("brennland", all, "Navigation belongs in a separate agreement.", drop("Navigation"))
	s.propose("aldoria", all, "", swap("No tolls shall be levied before 2030", "No tolls shall be levied before 2035"))
	s.propose("carsa", all, "Waterworks were the first target of the war.", swap("except for crimes under international law", "except for crimes under international law and for attacks on waterworks"))
	s.propose("aldoria", all, "An amnesty is a final provision.", move("Amnesty", "Duration"))
	s.propose("brennland", negotiation.Audience{Parties: []negotiation.PartyID{"CG"}}, "Not to be shown before the next round.", swap("twenty-five years", "fifteen years"))
}

// translateSarran tables the Arabic text as a version of the Russian one, which then
// changes: that article is to be translated anew.
func translateSarran(s *script, original *text.Text) {
	arabic := redline.AlignTranslation(original, s.read("tutorial/ar.md", nil))
	s.do(TutorialMediator, negotiation.TableVersion{Revision: 1, Lang: "ar", Text: arabic, Note: "By the translators of the Contact Group."})
	s.do("carsa", negotiation.TakePosition{On: negotiation.Subject{Provision: arabic.Places()[4].ID, Lang: "ar"}, Stance: negotiation.Accepts, Audience: negotiation.Everyone})
	later := s.propose("brennland", negotiation.Everyone, "", swap("всех пленных в течение 30 дней", "всех пленных в течение 45 дней"))
	s.do(TutorialMediator, negotiation.Accept{Amendment: later})
}

// loadParallel loads the Arabic and the Russian draft, for those who want to
// see Parley with scripts from right to left and in Cyrillic.
func loadParallel(ctx context.Context, d *desk.Desk) error {
	for _, p := range []struct{ lang, name, about, old, new string }{
		{"ar", "مياه نهر ساران", "المشروع باللغة العربية", "ضمن مسافة 30 كيلومترا", "ضمن مسافة 50 كيلومترا"},
		{"ru", "Воды реки Сарран", "Проект на русском языке", "в пределах 30 километров", "в пределах 50 километров"},
	} {
		err := play(ctx, d, time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC), negotiation.Open{
			ID: Tutorial + "-" + negotiation.ID(p.lang), Name: p.name, About: p.about,
			Mediator: negotiation.Party{ID: "CG", Name: "Contact Group", Role: negotiation.Mediator},
			Member:   negotiation.Member{ID: TutorialMediator, Party: "CG", Name: "Chair of the Contact Group", Capacity: "chair"},
		}, func(s *script) {
			seatSarran(s)
			t := s.read("tutorial/"+p.lang+".md", nil)
			t.Lang = p.lang
			s.do(TutorialMediator, negotiation.TableRevision{Text: t, Standing: negotiation.Draft, Author: "CG"})
			s.propose("aldoria", negotiation.Everyone, "", swap(p.old, p.new))
			if p.lang == "ru" {
				translateSarran(s, t)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}
