package negotiation_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"parley/consolidate"
	"parley/negotiation"
)

// Who may do what: every command as every role, as a stranger, and on an
// amendment that is not for the member to see.

const done = negotiation.Reason("done")

// table is a history with an amendment that everyone sees, one of UA's that
// only the mediator sees besides, and one that is rejected.
type table struct {
	*history
	open, secret, rejected negotiation.AmendmentID
}

func newTable(t *testing.T) table {
	h := newHistory(t)
	out := table{history: h}
	out.open = h.table("ru", 1, "a", "30", "20", everyone)
	out.secret = h.table("ua", 1, "b", "to all", "to some", only("M"))
	out.rejected = h.table("ru", 1, "c", "capital", "north", everyone)
	h.must("m", negotiation.Reject{Amendment: out.rejected})
	return out
}

func TestEveryCommandAsEveryRole(t *testing.T) {
	const no, missing, stale = negotiation.NotAllowed, negotiation.NotFound, negotiation.Stale
	other := fourPoints()
	other.Provisions = other.Provisions[2:]
	roles := []negotiation.MemberID{"m", "ru", "ua", "tr", "fr", "va", "stranger"}
	for _, row := range []struct {
		name    string
		command func(table) negotiation.Command
		want    []negotiation.Reason // of roles
	}{
		{"open", func(table) negotiation.Command { return openAgain }, []negotiation.Reason{stale, stale, stale, stale, stale, stale, stale}},
		{"add a party", func(table) negotiation.Command {
			return negotiation.AddParty{Party: negotiation.Party{ID: "NEW", Name: "New", Role: negotiation.Observer}}
		}, []negotiation.Reason{done, no, no, no, no, no, missing}},
		{"add a member", func(table) negotiation.Command {
			return negotiation.AddMember{Member: negotiation.Member{ID: "new", Party: "RU", Name: "New"}}
		}, []negotiation.Reason{done, no, no, no, no, no, missing}},
		{"table a revision", func(table) negotiation.Command {
			return negotiation.TableRevision{Text: other, Standing: negotiation.Draft}
		}, []negotiation.Reason{done, no, no, no, no, no, missing}},
		{"record a placeholder", func(table) negotiation.Command {
			return negotiation.RecordPlaceholder{Note: "reported", Standing: negotiation.Draft}
		}, []negotiation.Reason{done, no, no, no, no, no, missing}},
		{"give a standing", func(table) negotiation.Command {
			return negotiation.GiveStanding{Revision: 1, Standing: negotiation.Concept}
		}, []negotiation.Reason{done, no, no, no, no, no, missing}},
		{"file a rendering", func(table) negotiation.Command {
			return negotiation.FileRendering{Name: "press copy", Text: other}
		}, []negotiation.Reason{done, done, done, done, done, no, missing}},
		{"table an amendment", func(h table) negotiation.Command {
			return h.proposal(1, "d", "is signed", "has been signed", everyone)
		}, []negotiation.Reason{done, done, done, done, done, no, missing}},
		{"table a bridging text", func(h table) negotiation.Command {
			c := h.proposal(1, "a", "30", "25", everyone)
			c.Bridges = []negotiation.AmendmentID{h.open}
			return c
		}, []negotiation.Reason{done, no, no, no, no, no, missing}},
		{"join an amendment", func(h table) negotiation.Command { return negotiation.JoinSponsors{Amendment: h.open} },
			[]negotiation.Reason{done, negotiation.Invalid, done, done, done, no, missing}},
		{"join one that is not for them", func(h table) negotiation.Command { return negotiation.JoinSponsors{Amendment: h.secret} },
			[]negotiation.Reason{done, missing, negotiation.Invalid, missing, missing, no, missing}},
		{"widen the audience of one that is not for them", func(h table) negotiation.Command {
			return negotiation.WidenAudience{Amendment: h.secret, Audience: everyone}
		}, []negotiation.Reason{no, missing, done, missing, missing, missing, missing}},
		{"withdraw", func(h table) negotiation.Command { return negotiation.WithdrawAmendment{Amendment: h.open} },
			[]negotiation.Reason{no, done, no, no, no, no, missing}},
		{"withdraw one that is not for them", func(h table) negotiation.Command { return negotiation.WithdrawAmendment{Amendment: h.secret} },
			[]negotiation.Reason{no, missing, done, missing, missing, missing, missing}},
		{"accept", func(h table) negotiation.Command { return negotiation.Accept{Amendment: h.open} },
			[]negotiation.Reason{done, no, no, no, no, no, missing}},
		{"accept one that not everyone sees", func(h table) negotiation.Command { return negotiation.Accept{Amendment: h.secret} },
			[]negotiation.Reason{no, no, no, no, no, no, missing}},
		{"reject", func(h table) negotiation.Command { return negotiation.Reject{Amendment: h.open} },
			[]negotiation.Reason{done, no, no, no, no, no, missing}},
		{"undo", func(h table) negotiation.Command { return negotiation.Undo{Amendment: h.rejected, Decision: 1} },
			[]negotiation.Reason{done, no, no, no, no, no, missing}},
	} {
		t.Run(row.name, func(t *testing.T) {
			for i, who := range roles {
				h := newTable(t)
				if got := reason(h.do(who, row.command(h))); got != row.want[i] {
					t.Errorf("%s: %s, want %s", who, got, row.want[i])
				}
			}
		})
	}
}

var openAgain = negotiation.Open{
	ID: "river", Name: "Another", Mediator: negotiation.Party{ID: "M", Name: "M", Role: negotiation.Mediator},
	Member: negotiation.Member{ID: "m", Party: "M", Name: "Chair"},
}

func reason(err error) negotiation.Reason {
	var r *negotiation.Refusal
	switch {
	case err == nil:
		return done
	case errors.As(err, &r):
		return r.Reason
	}
	return negotiation.Reason(err.Error())
}

func TestWhatAMemberMayNotSeeIsRefusedAsWhatIsNotThere(t *testing.T) {
	h := newTable(t)
	missing := negotiation.AmendmentID("UA-none")
	for name, of := range map[string]func(negotiation.AmendmentID) negotiation.Command{
		"join": func(id negotiation.AmendmentID) negotiation.Command { return negotiation.JoinSponsors{Amendment: id} },
		"withdraw": func(id negotiation.AmendmentID) negotiation.Command {
			return negotiation.WithdrawAmendment{Amendment: id}
		},
		"widen": func(id negotiation.AmendmentID) negotiation.Command {
			return negotiation.WidenAudience{Amendment: id, Audience: everyone}
		},
	} {
		t.Run(name, func(t *testing.T) {
			hidden, none := h.do("ru", of(h.secret)), h.do("ru", of(missing))
			if got := strings.ReplaceAll(fmt.Sprint(hidden), string(h.secret), string(missing)); got != fmt.Sprint(none) {
				t.Errorf("hidden: %v\nmissing: %v", hidden, none)
			}
		})
	}
	_, hidden := h.look("ru").Proposal(h.secret)
	_, none := h.look("ru").Proposal(missing)
	if got := strings.ReplaceAll(fmt.Sprint(hidden), string(h.secret), string(missing)); got != fmt.Sprint(none) {
		t.Errorf("hidden: %v\nmissing: %v", hidden, none)
	}
	if _, err := negotiation.Look(h.state, "stranger", h.state.At); reason(err) != negotiation.NotFound {
		t.Errorf("a stranger is told %v", err)
	}
}

func TestABridgingTextTellsNobodyOfWhatItBridgesInConfidence(t *testing.T) {
	h := newTable(t)
	toAll := h.proposal(1, "b", "to all", "to most", everyone)
	toAll.Bridges = []negotiation.AmendmentID{h.secret}
	h.refused("m", toAll, negotiation.NotAllowed)
	toUA := h.proposal(1, "b", "to all", "to most", only("UA"))
	toUA.Bridges = []negotiation.AmendmentID{h.secret}
	h.must("m", toUA)
	bridge := h.state.Amendments[len(h.state.Amendments)-1].ID
	h.refused("m", negotiation.WidenAudience{Amendment: bridge, Audience: only("RU")}, negotiation.NotAllowed)
	h.must("ua", negotiation.WidenAudience{Amendment: h.secret, Audience: only("RU")})
	h.must("m", negotiation.WidenAudience{Amendment: bridge, Audience: only("RU")})
}

func TestWhatOthersDidInConfidenceIsNotShownByWidening(t *testing.T) {
	h := newTable(t)
	h.must("m", negotiation.Reject{Amendment: h.secret, Note: "between us: not now"})
	h.refused("ua", negotiation.WidenAudience{Amendment: h.secret, Audience: everyone}, negotiation.NotAllowed)
	h.must("m", negotiation.Undo{Amendment: h.secret, Decision: 1})
	h.refused("ua", negotiation.WidenAudience{Amendment: h.secret, Audience: everyone}, negotiation.NotAllowed)

	joined := h.table("ua", 1, "d", "is signed", "has been signed", only("TR"))
	h.must("tr", negotiation.JoinSponsors{Amendment: joined})
	h.refused("ua", negotiation.WidenAudience{Amendment: joined, Audience: everyone}, negotiation.NotAllowed)
}

func TestAnAmendmentIsShownToMoreAndNeverToFewer(t *testing.T) {
	h := newTable(t)
	id := h.table("tr", 1, "d", "is signed", "has been signed", only("UA"))
	h.must("tr", negotiation.WidenAudience{Amendment: id, Audience: only("RU")})
	for _, who := range []negotiation.MemberID{"ua", "ru", "tr"} {
		if _, err := h.look(who).Proposal(id); err != nil {
			t.Errorf("%s: %v", who, err)
		}
	}
	if _, err := h.look("m").Proposal(id); err == nil {
		t.Error("the mediator sees it")
	}
	h.refused("tr", negotiation.WidenAudience{Amendment: id, Audience: only("UA")}, negotiation.Invalid)
	h.refused("tr", negotiation.WidenAudience{Amendment: id}, negotiation.Invalid)
	h.must("tr", negotiation.WidenAudience{Amendment: id, Audience: everyone})
	h.must("m", negotiation.Accept{Amendment: id})
}

func TestMembersOfACoalitionSeeWhatTheCoalitionSeesAndNotTheOtherWayRound(t *testing.T) {
	h := newTable(t)
	ofCoalition := h.table("cow", 1, "d", "is signed", "has been signed", only())
	toCoalition := h.table("ua", 1, "d", "signed", "ratified", only("CoW"))
	ofFrance := h.table("fr", 1, "c", "capital", "south", only())
	sees := func(who negotiation.MemberID, id negotiation.AmendmentID, want bool) {
		t.Helper()
		if _, err := h.look(who).Proposal(id); (err == nil) != want {
			t.Errorf("%s and %s: %v", who, id, err)
		}
	}
	for _, id := range []negotiation.AmendmentID{ofCoalition, toCoalition} {
		sees("cow", id, true)
		sees("fr", id, true)
		sees("uk", id, true)
		sees("m", id, false)
	}
	sees("fr", ofFrance, true)
	sees("uk", ofFrance, false)
	sees("cow", ofFrance, false)
}

func TestVersionGrowsOnlyWithWhatThePartySees(t *testing.T) {
	h := newTable(t)
	before, own := h.look("ru").Version, h.look("ua").Version
	h.table("ua", 1, "d", "is signed", "has been signed", only("M"))
	if got := h.look("ru").Version; got != before {
		t.Errorf("RU is told that something happened: %d after %d", got, before)
	}
	if got := h.look("ua").Version; got != own+1 {
		t.Errorf("UA is at %d after %d", got, own)
	}
	h.table("ua", 1, "d", "signed", "ratified by all", everyone)
	v := h.look("ru")
	if v.Version != before+1 || v.Entries()[v.Version-1].Seq != before+1 {
		t.Errorf("RU is at %d, its last entry %d, after %d: the numbers give away what it does not see", v.Version, v.Entries()[v.Version-1].Seq, before)
	}
}

func TestAcceptingForesaysWhatItDoes(t *testing.T) {
	h := newTable(t)
	against := h.table("tr", 1, "a", "30", "90", everyone)
	out, err := h.look("m").Consequences(h.open)
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Fallen) != 1 || out.Fallen[0].Amendment != string(against) || out.Fallen[0].Reason != consolidate.WordsReplaced {
		t.Errorf("foreseen to fall: %+v", out.Fallen)
	}
	h.must("m", negotiation.Accept{Amendment: h.open})
	if !h.state.Current().Text.Equal(out.Text) {
		t.Error("the next revision is not the one foreseen")
	}
	h.is(against, negotiation.Fallen)
	if _, err := h.look("ru").Consequences(h.secret); reason(err) != negotiation.NotFound {
		t.Errorf("RU asked for what it does not see and got %v", err)
	}
}
