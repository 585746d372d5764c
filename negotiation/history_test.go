package negotiation_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// history plays commands, one after the other, as members who must succeed or
// must be refused.
type history struct {
	tb    testing.TB
	state negotiation.State
	at    time.Time
}

// open opens a negotiation with the mediator M, for which the member m acts.
func (h *history) open() {
	h.must("m", negotiation.Open{
		ID: "river", Name: "River talks",
		Mediator: negotiation.Party{ID: "M", Name: "Mediator", Role: negotiation.Mediator},
		Member:   negotiation.Member{ID: "m", Party: "M", Name: "Chair"},
	})
}

// seat adds a party and a member for it, whose id is the party's in lower case.
func (h *history) seat(p negotiation.Party) {
	p.Name = "Party " + string(p.ID)
	h.must("m", negotiation.AddParty{Party: p})
	h.must("m", negotiation.AddMember{Member: negotiation.Member{
		ID: negotiation.MemberID(strings.ToLower(string(p.ID))), Party: p.ID, Name: "Head of " + string(p.ID),
	}})
}

// newHistory is a negotiation with a party in each role, a coalition of two,
// and a first revision of four provisions.
func newHistory(tb testing.TB) *history {
	tb.Helper()
	h := &history{tb: tb, at: time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC)}
	h.open()
	for _, p := range []negotiation.Party{
		{ID: "UA", Role: negotiation.Principal}, {ID: "RU", Role: negotiation.Principal},
		{ID: "TR", Role: negotiation.Guarantor}, {ID: "FR", Role: negotiation.Consulted}, {ID: "UK", Role: negotiation.Consulted},
		{ID: "CoW", Role: negotiation.Consulted, Parties: []negotiation.PartyID{"FR", "UK"}, CoChairs: []negotiation.PartyID{"FR"}},
		{ID: "VA", Role: negotiation.Observer},
	} {
		h.seat(p)
	}
	h.must("m", negotiation.TableRevision{Text: fourPoints(), Standing: negotiation.Draft})
	return h
}

func fourPoints() *text.Text {
	return &text.Text{Title: "Plan", Provisions: []*text.Provision{
		{ID: "a", Kind: text.Article, Label: "1.", Words: "The Parties shall withdraw within 30 days."},
		{ID: "b", Kind: text.Article, Label: "2.", Words: "The river shall be open to all ships."},
		{ID: "c", Kind: text.Article, Label: "3.", Words: "The commission shall meet in the capital each year."},
		{ID: "d", Kind: text.Article, Label: "4.", Words: "This plan enters into force when it is signed."},
	}}
}

// must plays a command that is to succeed.
func (h *history) must(by negotiation.MemberID, c negotiation.Command) {
	h.tb.Helper()
	if err := h.do(by, c); err != nil {
		h.tb.Fatalf("%s: %#v: %v", by, c, err)
	}
}

func (h *history) do(by negotiation.MemberID, c negotiation.Command) error {
	h.at = h.at.Add(time.Minute)
	entries, err := negotiation.Decide(h.state, by, c, h.at)
	if err != nil {
		return err
	}
	for _, e := range entries {
		h.state = negotiation.Apply(h.state, e)
	}
	return nil
}

// refused plays a command that is to be refused for the reason.
func (h *history) refused(by negotiation.MemberID, c negotiation.Command, want negotiation.Reason) *negotiation.Refusal {
	h.tb.Helper()
	err := h.do(by, c)
	var r *negotiation.Refusal
	if !errors.As(err, &r) || r.Reason != want {
		h.tb.Fatalf("%s: %#v: got %v, want a refusal: %s", by, c, err, want)
	}
	if r.Hint == "" {
		h.tb.Errorf("%s: %#v: %v: the refusal gives no remedy", by, c, err)
	}
	return r
}

// proposal makes the command that puts new in place of old in a provision of a
// revision.
func (h *history) proposal(revision int, id text.ID, old, new string, to negotiation.Audience) negotiation.TableAmendment {
	h.tb.Helper()
	base := h.state.Revision(revision).Text
	amended := base.Clone()
	p := amended.Find(id)
	if !strings.Contains(p.Words, old) {
		h.tb.Fatalf("%q does not stand in %q", old, p.Words)
	}
	p.Words = text.Fold(strings.Replace(p.Words, old, new, 1))
	return negotiation.TableAmendment{Revision: revision, Changes: consolidate.Changes(base, amended), Audience: to}
}

// table tables what proposal makes and returns its id.
func (h *history) table(by negotiation.MemberID, revision int, id text.ID, old, new string, to negotiation.Audience) negotiation.AmendmentID {
	h.tb.Helper()
	h.must(by, h.proposal(revision, id, old, new, to))
	return h.state.Amendments[len(h.state.Amendments)-1].ID
}

func (h *history) look(member negotiation.MemberID) *negotiation.View {
	h.tb.Helper()
	v, err := negotiation.Look(h.state, member, h.state.At)
	if err != nil {
		h.tb.Fatal(err)
	}
	return v
}

// is checks what has become of an amendment and returns it as it stands.
func (h *history) is(id negotiation.AmendmentID, want negotiation.Status) *negotiation.Proposal {
	h.tb.Helper()
	p, err := h.look("m").Proposal(id)
	if err != nil {
		h.tb.Fatal(err)
	}
	if p.Status != want {
		h.tb.Fatalf("amendment %s is %s (%s), want %s", id, p.Status, p.Reason, want)
	}
	return p
}

// says checks the words of a provision in the current revision.
func (h *history) says(id text.ID, want string) {
	h.tb.Helper()
	p := h.state.Current().Text.Find(id)
	if p == nil || p.Words != want {
		h.tb.Fatalf("%s says %+v, want %q", id, p, want)
	}
}
