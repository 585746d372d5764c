package negotiation_test

import (
	"fmt"
	"strings"
	"testing"

	"parley/negotiation"
	"parley/text"
)

// inLanguage is the four points in another language: each word with its code.
func inLanguage(lang string, ids ...text.ID) *text.Text {
	out := &text.Text{Title: lang}
	for _, p := range fourPoints().Provisions {
		if strings.Contains(fmt.Sprint(ids), string(p.ID)) || len(ids) == 0 {
			p.Words = lang + " " + p.Words
			out.Provisions = append(out.Provisions, p)
		}
	}
	return out
}

// due lists, for each language, what is to be translated and why.
func (h *history) due() string {
	var b strings.Builder
	for _, l := range h.look("ua").Languages() {
		fmt.Fprintf(&b, "%s(%d):", l.Lang, l.Due)
		for _, r := range l.Rows {
			switch {
			case r.Words == nil:
				fmt.Fprintf(&b, " %s missing", r.ID)
			case r.Due:
				fmt.Fprintf(&b, " %s %s%d", r.ID, r.In, r.Since)
			}
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}

func (h *history) dueIs(want string) {
	h.tb.Helper()
	if got := h.due(); got != want {
		h.tb.Fatalf("due:\n%s\nwant\n%s", got, want)
	}
}

func TestWhatChangesInOneLanguageIsToBeTranslatedIntoTheOthers(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.TableVersion{Revision: 1, Lang: "fr", Text: inLanguage("fr")})
	h.must("m", negotiation.TableVersion{Revision: 1, Lang: "ar", Text: inLanguage("ar", "a", "b", "c")})
	h.dueIs("fr(0):\nar(1): d missing")

	was := h.state.Current().Text.Find("a").Words
	h.rewrites("a", "Other words.")
	h.dueIs("fr(1): a 2\nar(2): a 2 d missing")
	h.rewrites("a", was)
	h.dueIs("fr(0):\nar(1): d missing")

	other := inLanguage("fr")
	other.Provisions[1].Words = "fr otherwise"
	h.must("m", negotiation.TableVersion{Revision: 3, Lang: "fr", Text: other})
	h.dueIs("fr(0):\nar(2): b fr0 d missing")
	if got := fmt.Sprint(h.look("ua").Unchecked()); got != "map[b:fr]" {
		t.Error(got)
	}
	full := inLanguage("ar")
	h.must("m", negotiation.TableVersion{Revision: 3, Lang: "ar", Text: full})
	h.dueIs("fr(0):\nar(0):")
	h.rewrites("b", "The original follows.")
	if got := h.look("ua").Unchecked(); len(got) != 0 {
		t.Error(got)
	}
	h.dueIs("fr(1): b 4\nar(1): b 4")
}

func TestAPositionOnAVersionIsOnItsWordsAlone(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.TableVersion{Revision: 1, Lang: "fr", Text: inLanguage("fr")})
	on := negotiation.Subject{Provision: "a", Lang: "fr"}
	whole := negotiation.Subject{Lang: "fr"}
	h.must("ua", negotiation.TakePosition{On: on, Stance: negotiation.Accepts, Audience: everyone})
	h.must("ua", negotiation.TakePosition{On: whole, Stance: negotiation.Objects, Audience: everyone})
	says := func(on negotiation.Subject, want string) {
		t.Helper()
		if got := told(h.look("ru").Support("UA", on)); got != want {
			t.Errorf("%+v: %q, want %q", on, got, want)
		}
	}
	says(on, "accepts")
	says(whole, "objects")
	h.supports("UA", "a", "")
	h.rewrites("b", "Other words.")
	says(on, "accepts")

	other := inLanguage("fr")
	other.Provisions[0].Words = "fr otherwise"
	h.must("m", negotiation.TableVersion{Revision: 2, Lang: "fr", Text: other})
	says(on, "lapsed in 2")
	says(whole, "lapsed in 2")
	h.must("m", negotiation.TableVersion{Revision: 2, Lang: "fr", Text: inLanguage("fr")})
	says(on, "accepts")

	h.refused("ua", negotiation.TakePosition{On: negotiation.Subject{Provision: "a", Lang: "de"}, Stance: negotiation.Accepts, Audience: everyone}, negotiation.NotFound)
	h.refused("ua", negotiation.TakePosition{On: whole, Stance: negotiation.Basis, Audience: everyone}, negotiation.Invalid)
}

func TestVersionsAreHeldByThoseWhoHoldTheirRevision(t *testing.T) {
	h := newHistory(t)
	h.refused("ua", negotiation.TableVersion{Revision: 1, Lang: "fr", Text: inLanguage("fr")}, negotiation.NotAllowed)
	h.refused("m", negotiation.TableVersion{Revision: 9, Lang: "fr", Text: inLanguage("fr")}, negotiation.NotFound)
	h.refused("m", negotiation.TableVersion{Revision: 1, Lang: "no language", Text: inLanguage("fr")}, negotiation.Invalid)
	stray := inLanguage("fr")
	stray.Provisions[2].ID = "other"
	h.refused("m", negotiation.TableVersion{Revision: 1, Lang: "fr", Text: stray}, negotiation.Invalid)
	n := h.held("Words that only the mediator has.")
	h.must("m", negotiation.TableVersion{Revision: n, Lang: "fr", Text: inLanguage("fr")})
	if got := h.look("ua").LanguageVersions(); len(got) != 0 {
		t.Errorf("%+v", got[0])
	}
	if got := h.look("m").LanguageVersions(); len(got) != 1 {
		t.Error(len(got))
	}
	h.refused("ua", negotiation.TakePosition{On: negotiation.Subject{Lang: "fr"}, Stance: negotiation.Accepts, Audience: everyone}, negotiation.NotFound)
	h.must("m", negotiation.Circulate{Paper: negotiation.Paper{Revision: n}, To: []negotiation.PartyID{"UA"}})
	if got := h.look("ua").LanguageVersions(); len(got) != 1 {
		t.Error("the party has the revision and not its version")
	}
}
