package consolidate

import (
	"errors"
	"strings"
	"testing"

	"parley/text"
)

func TestWhatOneSideInsertsBehindWordsTheOtherReplacesByItStandsOnce(t *testing.T) {
	base := parse("p Signed by: all")
	m, err := Merge(base, parse("p Signed sealed: at dusk"), parse("p Signed by: all sealed: at dusk"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(print(m.Text), "at dusk"); n != 1 {
		t.Errorf("it stands %d times in %s", n, print(m.Text))
	}
}

func TestInsertionsThatComeToStandAtOnePointBecomeOne(t *testing.T) {
	from := parse("p one old mill behind the northern hills two")
	to := parse("p one two")
	a := by(from, "UA", "p one big old mill behind the northern hills small two")
	carried, fallen := rebase(t, from, to, a)
	if len(fallen) != 0 || len(carried.Changes) != 1 {
		t.Fatalf("carried %+v, fallen %+v", carried.Changes, fallen)
	}
	expect(t, apply(t, to, carried), "p one big small two")
}

func TestAnAmendmentFollowsWordsIntoWhatWasSplitOff(t *testing.T) {
	base := parse("p Fighting stops at noon. Convoys move at dusk under guard.")
	split := by(base, "UA", "p Fighting stops at noon.\nq Convoys move at dusk under guard.")
	edit := by(base, "RU", "p Fighting stops at noon. Convoys move at dawn under guard.")
	move := by(base, "EU", "p Fighting stops at one. Convoys move at dusk under guard.")
	out := accept(t, base, []Amendment{split, edit, move}, "UA")
	expectFallen(t, out.Fallen)
	expect(t, apply(t, out.Text, out.Pending[0]), "p Fighting stops at noon.\nq Convoys move at dawn under guard.")
	expect(t, apply(t, out.Text, out.Pending[1]), "p Fighting stops at one.\nq Convoys move at dusk under guard.")
}

func TestAnAmendmentFollowsWordsIntoWhatTheyWereJoinedTo(t *testing.T) {
	base := parse("p Fighting stops at noon.\nq Convoys move at dusk under guard.")
	join := by(base, "UA", "p Fighting stops at noon. Convoys move at dusk under guard.")
	edit := by(base, "RU", "p Fighting stops at noon.\nq Convoys move at dawn under guard.")
	out := accept(t, base, []Amendment{join, edit}, "UA")
	expectFallen(t, out.Fallen)
	expect(t, apply(t, out.Text, out.Pending[0]), "p Fighting stops at noon. Convoys move at dawn under guard.")
}

func TestPartOfAnAmendmentIsAcceptedAndTheRestStaysPending(t *testing.T) {
	base := parse("p Two guns.\nq Two boats.")
	ua := by(base, "UA", "p Ten guns.\nq Ten boats.")
	out := accept(t, base, []Amendment{ua}, "UA", ua.Changes[0].ID)
	expect(t, out.Text, "p Ten guns.\nq Two boats.")
	if len(out.Pending) != 1 || out.Pending[0].Base != out.Text.Revision() {
		t.Fatalf("pending %+v", out.Pending)
	}
	expect(t, apply(t, out.Text, out.Pending[0]), "p Ten guns.\nq Ten boats.")
}

func TestRejectingLeavesTheOthersAsTheyAre(t *testing.T) {
	base := parse("p Two guns.\nq Two boats.")
	ua, ru := by(base, "UA", "p Ten guns.\nq Ten boats."), by(base, "RU", "p No guns.\nq Two boats.")
	left, err := Reject([]Amendment{ua, ru}, "UA", ua.Changes[0].ID)
	if err != nil || len(left) != 2 || len(left[0].Changes) != 1 {
		t.Fatalf("left %+v, %v", left, err)
	}
	left, err = Reject(left, "UA")
	if err != nil || len(left) != 1 || left[0].ID != "RU" {
		t.Fatalf("left %+v, %v", left, err)
	}
	if _, err = Reject(left, "UA"); err == nil {
		t.Fatal("an amendment was rejected twice")
	}
}

func TestASponsorWhoseAmendmentsContradictEachOtherIsToldWhich(t *testing.T) {
	base := parse("p=7. Two guns stand here.\nq The rest.\n  r Below.")
	named := func(id, copy string) Amendment {
		a := by(base, "UA", copy)
		a.ID = id
		return a
	}
	words := named("A1", "p=7. Ten guns stand here.\nq The rest.\n  r Below.")
	for name, second := range map[string]Amendment{
		"other words":    named("A2", "p=7. Six guns stand here.\nq The rest.\n  r Below."),
		"deleted":        named("A2", "q The rest.\n  r Below."),
		"moved, deleted": named("A2", "q The rest.\n  r Below.\n  p=7. Two guns stand here."),
	} {
		first := words
		if name == "moved, deleted" {
			first = named("A1", "q The rest.\n  r Below.")
		}
		_, err := Consolidate(base, []Amendment{second, first})
		var c *CollisionError
		if !errors.As(err, &c) || c.First != "A1" || c.Second != "A2" || c.Sponsor != "UA" || !strings.Contains(err.Error(), "provision 7") {
			t.Errorf("%s: %v", name, err)
		}
	}
	compatible := named("A2", "p=7. Two guns stay here.\nq The rest.\n  r Below.")
	b, err := Consolidate(base, []Amendment{compatible, words})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, b.Take("UA"), "p=7. Ten guns stay here.\nq The rest.\n  r Below.")
}

func TestAnAmendmentToAnotherRevisionIsRefused(t *testing.T) {
	base := parse("p Two guns.")
	a := by(base, "UA", "p Ten guns.")
	if _, err := Consolidate(parse("p Six guns."), []Amendment{a}); err == nil || !strings.Contains(err.Error(), "A") {
		t.Errorf("error %v", err)
	}
	a.Base = ""
	if _, err := a.Apply(parse("p Six guns.")); err == nil || !strings.Contains(err.Error(), "Two") {
		t.Errorf("error %v", err)
	}
}

func TestAnAmendmentCannotReachIntoTheNextProvisionWhereAnotherJoinsThem(t *testing.T) {
	base := parse("p Two guns stand.\nq Three boats go.")
	join := by(base, "UA", "p Two guns stand. Three boats go.")
	for at, provision := range map[int]string{-1: "q", 5: "p"} {
		astray := Amendment{ID: "RU", Sponsors: []string{"RU"}, Changes: []Change{{ID: "1", Kind: KindReplace, Provision: text.ID(provision), Field: FieldWords, At: at, New: " now"}}}
		if _, err := Consolidate(base, []Amendment{join, astray}); err == nil {
			t.Errorf("token %d of %s was found", at, provision)
		}
	}
}
