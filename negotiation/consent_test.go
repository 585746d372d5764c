package negotiation_test

import (
	"strings"
	"testing"

	"parley/negotiation"
	"parley/text"
)

func (h *history) takes(by negotiation.MemberID, on text.ID, stance negotiation.Stance, conditions ...negotiation.Condition) negotiation.PositionID {
	h.tb.Helper()
	h.must(by, negotiation.TakePosition{On: negotiation.Subject{Provision: on}, Stance: stance, If: conditions, Audience: everyone})
	return h.state.Positions[len(h.state.Positions)-1].ID
}

// supports checks what a party says to a provision of the current revision:
// "accepts", "lapsed in 2", "accepts, lapsed in 3" or "".
func (h *history) supports(party negotiation.PartyID, on text.ID, want string) {
	h.tb.Helper()
	s := h.look("m").Support(party, negotiation.Subject{Provision: on})
	if got := told(s); got != want {
		h.tb.Fatalf("%s says to %q: %q, want %q", party, on, got, want)
	}
}

func told(s negotiation.Support) string {
	var says []string
	if s.Position != nil {
		says = append(says, string(s.Stance))
	}
	if s.Lapsed != nil {
		says = append(says, "lapsed in "+string(rune('0'+s.LapsedIn)))
	}
	return strings.Join(says, ", ")
}

// rewrites tables a revision with other words in a provision.
func (h *history) rewrites(id text.ID, words string) {
	h.tb.Helper()
	next := h.state.Current().Text.Clone()
	next.Find(id).Words = words
	h.must("m", negotiation.TableRevision{Text: next, Standing: negotiation.Draft, Parent: h.state.Current().Number})
}

func TestI7_ConsentLapsesWithTheWordsAndRevivesWithThem(t *testing.T) {
	h := newHistory(t)
	was := h.state.Current().Text.Find("a").Words
	h.takes("ua", "a", negotiation.Accepts)
	h.supports("UA", "a", "accepts")
	h.supports("UA", "b", "")
	h.supports("RU", "a", "")
	h.rewrites("b", "Other words, elsewhere.")
	h.supports("UA", "a", "accepts")
	h.rewrites("a", "Other words.")
	h.supports("UA", "a", "lapsed in 3")
	h.rewrites("a", was)
	h.supports("UA", "a", "accepts")
	h.rewrites("a", "Other words.")
	h.takes("ua", "a", negotiation.Objects)
	h.supports("UA", "a", "objects")
	h.rewrites("a", was)
	h.supports("UA", "a", "accepts, lapsed in 6") // its last word on these words was to accept them
}

func TestI7_ConsentFollowsItsWordsWhereverTheyMove(t *testing.T) {
	h := newHistory(t)
	h.takes("ua", "a", negotiation.Accepts)
	next := h.state.Current().Text.Clone()
	next.Provisions[0], next.Provisions[3] = next.Provisions[3], next.Provisions[0]
	next.Provisions[3].Label = "9."
	h.must("m", negotiation.TableRevision{Text: next, Standing: negotiation.Draft})
	h.supports("UA", "a", "accepts")

	again := h.state.Current().Text.Clone() // typed anew elsewhere, under another id
	again.Provisions[3].ID = "z"
	h.must("m", negotiation.TableRevision{Text: again, Standing: negotiation.Draft})
	h.supports("UA", "z", "accepts")

	twice := h.state.Current().Text.Clone() // the same words once more are not what it spoke of
	twice.Provisions[1].Words = twice.Provisions[3].Words
	h.must("m", negotiation.TableRevision{Text: twice, Standing: negotiation.Draft})
	h.supports("UA", "b", "")
}

func TestI7_MovingWordsOutLapsesConsentToBoth(t *testing.T) {
	h := newHistory(t)
	first := h.state.Current().Text.Clone()
	first.Find("a").Children = []*text.Provision{{ID: "a1", Kind: text.Paragraph, Label: "(a)", Words: "by land;"}, {ID: "a2", Kind: text.Paragraph, Label: "(b)", Words: "by sea."}}
	h.must("m", negotiation.TableRevision{Text: first, Standing: negotiation.Draft})
	h.takes("ua", "a", negotiation.Accepts)
	h.takes("ua", "b", negotiation.Accepts)
	h.supports("UA", "a2", "accepts")
	second := first.Clone()
	moved := second.Find("a").Children[1]
	second.Find("a").Children = second.Find("a").Children[:1]
	second.Find("b").Children = []*text.Provision{moved}
	h.must("m", negotiation.TableRevision{Text: second, Standing: negotiation.Draft})
	h.supports("UA", "a", "lapsed in 3")
	h.supports("UA", "b", "lapsed in 3")
	h.supports("UA", "a1", "accepts")
	h.supports("UA", "a2", "accepts")
}

func TestSupportForARevisionCoversWhatTheNextOneKept(t *testing.T) {
	h := newHistory(t)
	h.must("ru", negotiation.TakePosition{Stance: negotiation.AcceptsAdReferendum, Words: "the outline", Audience: everyone})
	h.rewrites("a", "Other words.")
	v := h.look("ua")
	whole := v.Support("RU", negotiation.Subject{})
	if told(whole) != "lapsed in 2" || whole.Lapsed.Words != "the outline" {
		t.Errorf("on the whole: %q", told(whole))
	}
	h.supports("RU", "a", "lapsed in 2")
	for _, id := range []text.ID{"b", "c", "d"} {
		h.supports("RU", id, "accepts ad referendum")
	}
}

func TestABasisForTalksIsNoAcceptance(t *testing.T) {
	h := newHistory(t)
	h.must("ru", negotiation.TakePosition{Stance: negotiation.Basis, Words: "a basis", Audience: everyone})
	h.supports("RU", "a", "")
	if s := h.look("m").Support("RU", negotiation.Subject{}); s.Stance != negotiation.Basis {
		t.Errorf("on the whole: %q", s.Stance)
	}
	h.refused("ru", negotiation.TakePosition{On: negotiation.Subject{Provision: "a"}, Stance: negotiation.Basis}, negotiation.Invalid)
}

func TestAPartySpeaksOfTheWholeWithOneVoice(t *testing.T) {
	h := newHistory(t)
	whole := func(s negotiation.Stance) {
		h.must("ru", negotiation.TakePosition{Stance: s, Audience: everyone})
	}
	whole(negotiation.Accepts)
	h.takes("ru", "b", negotiation.Accepts)
	h.supports("RU", "a", "accepts")
	whole(negotiation.Objects)
	h.supports("RU", "a", "")
	h.supports("RU", "b", "accepts") // of which it spoke by itself
	for _, id := range []text.ID{"a", "c", "d"} {
		h.takes("ru", id, negotiation.Accepts)
	}
	h.must("ua", negotiation.TakePosition{Stance: negotiation.Accepts, Audience: everyone})
	if r := h.refused("m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.Final}, negotiation.NotAllowed); !strings.Contains(r.Msg, "RU refuses the text as a whole") {
		t.Error(r)
	}
	whole(negotiation.Accepts)
	h.must("m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.Final})
}

func TestWhatIsWithdrawnLeavesSilence(t *testing.T) {
	h := newHistory(t)
	h.takes("ua", "a", negotiation.Accepts)
	second := h.takes("ua", "a", negotiation.Objects)
	h.must("ua", negotiation.WithdrawPosition{Position: second})
	h.supports("UA", "a", "")
}

func TestConditionsAreData(t *testing.T) {
	h := newHistory(t)
	wording := h.takes("ua", "a", negotiation.AcceptsIf, negotiation.Condition{Wording: "b"})
	h.supports("UA", "a", "accepts")
	words := h.state.Current().Text.Find("b").Words
	h.rewrites("b", "Other words.")
	h.supports("UA", "a", "accepts if")
	h.rewrites("b", words)
	h.supports("UA", "a", "accepts")
	h.must("ua", negotiation.WithdrawPosition{Position: wording})
	h.supports("UA", "a", "")

	h.takes("ua", "a", negotiation.AcceptsIf, negotiation.Condition{Party: "RU"})
	h.supports("UA", "a", "accepts if")
	h.takes("ru", "a", negotiation.AcceptsIf, negotiation.Condition{Party: "UA"}) // each if the other does
	h.supports("UA", "a", "accepts")
	h.supports("RU", "a", "accepts")

	promise := h.takes("ua", "c", negotiation.AcceptsIf, negotiation.Condition{Words: "our parliament agrees"}, negotiation.Condition{Party: "RU", Provision: "d"})
	h.takes("ru", "d", negotiation.Accepts)
	h.supports("UA", "c", "accepts if")
	h.refused("ru", negotiation.MeetCondition{Position: promise}, negotiation.NotAllowed)
	h.refused("ua", negotiation.MeetCondition{Position: promise, Condition: 1}, negotiation.Invalid)
	h.must("ua", negotiation.MeetCondition{Position: promise, Words: "voted today"})
	h.supports("UA", "c", "accepts")
	h.refused("ua", negotiation.TakePosition{Stance: negotiation.AcceptsIf}, negotiation.Invalid)
	h.refused("ua", negotiation.TakePosition{Stance: negotiation.Accepts, If: []negotiation.Condition{{Words: "x"}}}, negotiation.Invalid)
	h.refused("ua", negotiation.TakePosition{Stance: negotiation.AcceptsIf, If: []negotiation.Condition{{Party: "UA"}}}, negotiation.Invalid)
}

func TestAgreedOpenAndContestedAreComputed(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.NameIssue{Issue: negotiation.Issue{ID: "forces", Name: "Forces", Provisions: []text.ID{"a", "b"}}})
	state := func() string {
		g := h.look("va").Gaps()
		var out []string
		for _, row := range g.Rows {
			out = append(out, string(row.Progress))
		}
		return strings.Join(append(out, "issue "+string(g.Issues[0].Progress)), "; ")
	}
	if got, want := state(), "open; open; open; open; issue open"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	h.takes("ua", "a", negotiation.Accepts)
	h.takes("ru", "a", negotiation.Accepts)
	h.takes("ua", "b", negotiation.Accepts)
	h.takes("ru", "b", negotiation.AcceptsAdReferendum)
	h.takes("ru", "c", negotiation.Objects)
	h.takes("fr", "d", negotiation.Objects) // whose consent is not needed
	if got, want := state(), "agreed; agreed ad referendum; contested; open; issue agreed ad referendum"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	h.must("ru", negotiation.TakePosition{On: negotiation.Subject{Issue: "forces"}, Stance: negotiation.Reserves, Audience: everyone})
	if got := state(); !strings.HasSuffix(got, "issue contested") {
		t.Error(got)
	}
	h.must("m", negotiation.SetRules{Rules: negotiation.Rules{Threshold: 1}})
	if got, want := state(), "agreed; agreed ad referendum; contested; open; issue contested"; got != want {
		t.Errorf("with one of two: %s, want %s", got, want)
	}
	h.table("ua", 1, "a", "30", "20", everyone)
	if row := h.look("va").Gaps().Rows[0]; row.Progress != negotiation.Agreed || !row.Reopened {
		t.Errorf("an amendment to what is agreed: %+v", row)
	}
}

func TestNothingIsAgreedUntilEverythingIsAgreed(t *testing.T) {
	h := newHistory(t)
	final := negotiation.GiveStanding{Revision: 1, Standing: negotiation.Final}
	r := h.refused("m", final, negotiation.NotAllowed)
	if !strings.Contains(r.Msg, "these are not: 1, 2, 3, 4") {
		t.Error(r)
	}
	for _, by := range []negotiation.MemberID{"ua", "ru"} {
		h.must(by, negotiation.TakePosition{Stance: negotiation.Accepts, Audience: only("M")}) // in confidence
	}
	h.refused("m", final, negotiation.NotAllowed) // the standing would tell everyone
	for _, by := range []negotiation.MemberID{"ua", "ru"} {
		h.must(by, negotiation.TakePosition{Stance: negotiation.Accepts, Audience: everyone})
	}
	h.must("m", negotiation.DefineGate{Gate: negotiation.Gate{ID: "close", Name: "Everyone was heard", Expression: "pending == 0", Standing: negotiation.Final}})
	pending := h.table("ua", 1, "a", "30", "20", everyone)
	if r := h.refused("m", final, negotiation.NotAllowed); !strings.Contains(r.Msg, "pending amendments: 1, needed: exactly 0") {
		t.Error(r)
	}
	h.must("m", negotiation.Reject{Amendment: pending})
	h.must("m", final)
	h.refused("m", negotiation.TableRevision{Text: h.state.Current().Text, Standing: negotiation.Draft}, negotiation.NotAllowed)
	h.refused("ua", h.proposal(1, "a", "30", "20", everyone), negotiation.NotAllowed)
	h.refused("m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.Draft}, negotiation.NotAllowed)
	h.refused("m", negotiation.Reopen{Revision: 1, Standing: negotiation.Draft}, negotiation.Invalid)
	h.must("m", negotiation.Reopen{Revision: 1, Standing: negotiation.Draft, Why: "a number was wrong"})
	h.table("ua", 1, "a", "30", "20", everyone)
}

func TestOnlyThoseWithAuthoritySetTheirPartysPosition(t *testing.T) {
	h := newHistory(t)
	h.must("m", negotiation.NameIssue{Issue: negotiation.Issue{ID: "forces", Name: "Forces", Provisions: []text.ID{"a"}}})
	h.must("m", negotiation.AddMember{Member: negotiation.Member{ID: "spokesman", Party: "RU", Name: "Spokesman", Capacity: "spokesman", Mandate: negotiation.Mandate{Voice: true}}})
	h.must("m", negotiation.AddMember{Member: negotiation.Member{ID: "envoy", Party: "RU", Name: "Envoy", Capacity: "envoy"}})
	h.must("ru", negotiation.GiveMandate{Member: "envoy", Mandate: negotiation.Mandate{Only: []negotiation.IssueID{"forces"}, From: "the President"}})
	say := func(on negotiation.Subject) negotiation.Command {
		return negotiation.TakePosition{On: on, Stance: negotiation.Accepts, Audience: everyone}
	}
	h.refused("spokesman", say(negotiation.Subject{}), negotiation.NotAllowed)
	h.must("spokesman", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "We see a basis."}, Audience: everyone})
	h.refused("envoy", say(negotiation.Subject{}), negotiation.NotAllowed)
	h.refused("envoy", say(negotiation.Subject{Provision: "b"}), negotiation.NotAllowed)
	h.must("envoy", say(negotiation.Subject{Provision: "a"}))
	h.must("envoy", say(negotiation.Subject{Issue: "forces"}))
	h.refused("spokesman", negotiation.GiveMandate{Member: "spokesman"}, negotiation.NotAllowed)
	h.refused("ua", negotiation.GiveMandate{Member: "envoy"}, negotiation.NotAllowed)
	h.refused("va", say(negotiation.Subject{}), negotiation.NotAllowed)
}

func TestAClaimOfACommonUnderstandingIsOneSidedUntilTheOtherSideSharesIt(t *testing.T) {
	h := newHistory(t)
	before := dump(*h.look("va").Gaps())
	h.must("ua", negotiation.MakeStatement{Statement: negotiation.Statement{Words: "a common understanding", With: []negotiation.PartyID{"M", "RU"}}, Audience: everyone})
	claim := h.state.Statements[0]
	h.must("m", negotiation.JoinStatement{Statement: claim.ID})
	if missing := h.state.Statements[0].Missing(); len(missing) != 1 || missing[0] != "RU" {
		t.Errorf("missing: %v", missing)
	}
	h.refused("fr", negotiation.JoinStatement{Statement: claim.ID}, negotiation.Invalid)
	h.must("ru", negotiation.JoinStatement{Statement: claim.ID})
	if len(h.state.Statements[0].Missing()) != 0 || dump(*h.look("va").Gaps()) != before {
		t.Error("a claim, also by all, changes no status")
	}
}
