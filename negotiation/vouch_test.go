package negotiation_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"parley/negotiation"
	"parley/record"
)

const origin = "parley-000000000000/river"

// signer is a history in which members sign.
func signer(t *testing.T) *history {
	h := &history{tb: t, at: newHistory(t).at}
	h.must("m", negotiation.Open{
		ID: "river", Name: "River talks", Origin: origin,
		Mediator: negotiation.Party{ID: "M", Name: "Mediator", Role: negotiation.Mediator},
		Member:   negotiation.Member{ID: "m", Party: "M", Name: "Chair"},
	})
	for _, p := range []negotiation.PartyID{"UA", "RU"} {
		h.seat(negotiation.Party{ID: p, Role: negotiation.Principal})
	}
	h.must("m", negotiation.TableRevision{Text: fourPoints(), Standing: negotiation.Draft})
	return h
}

func private(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte{31: b}) }

func public(b byte) record.PublicKey {
	return record.PublicKey(private(b).Public().(ed25519.PublicKey))
}

// sign returns the command signed as its member would now.
func (h *history) sign(by negotiation.MemberID, c negotiation.Command, key byte) negotiation.Signed {
	h.tb.Helper()
	act, err := negotiation.Prepare(h.state, by, c, h.at)
	if err != nil {
		h.tb.Fatal(err)
	}
	return negotiation.Signed{Command: c, After: act.After, Signature: act.Sign(private(key))}
}

func TestASignatureIsOfItsMemberOnItsActInItsPlace(t *testing.T) {
	h := signer(t)
	register := negotiation.RegisterKey{Key: public(1)}
	h.refused("ua", register, negotiation.NotAllowed) // not signed
	h.refused("ua", h.sign("ua", register, 2), negotiation.NotAllowed)
	h.must("ua", h.sign("ua", register, 1))
	if _, err := negotiation.Prepare(h.state, "ru", register, h.at); reason(err) != negotiation.Invalid {
		t.Errorf("RU registers UA's key: %v", err)
	}

	c := h.proposal(1, "a", "30", "20", everyone)
	good := h.sign("ua", c, 1)
	h.refused("ru", good, negotiation.NotAllowed)                           // has no key
	h.refused("ua", h.sign("ua", c, 2), negotiation.NotAllowed)             // another key
	h.refused("ua", negotiation.Signed{Command: good}, negotiation.Invalid) // a signature of a signature
	other := good
	other.Command = h.proposal(1, "a", "30", "21", everyone)
	h.refused("ua", other, negotiation.Stale)
	later := good
	later.After += 5
	h.refused("ua", later, negotiation.Stale)
	h.must("ru", h.proposal(1, "b", "all", "some", everyone)) // somebody else is first, and no matter
	h.must("ua", good)
	last := h.state.Entries[len(h.state.Entries)-1]
	if last.Signature == nil || last.After != good.After || last.Signature.Key != public(1) {
		t.Errorf("recorded: %+v", last)
	}
}

func TestANewKeyTakesThePlaceOfTheOneBefore(t *testing.T) {
	h := signer(t)
	h.must("ua", h.sign("ua", negotiation.RegisterKey{Key: public(1)}, 1))
	by := record.Succession(origin, "ua", public(2)).Sign(private(1))
	h.must("ua", h.sign("ua", negotiation.RegisterKey{Key: public(2), By: base64.StdEncoding.EncodeToString(by.Bytes[:])}, 2))
	c := h.proposal(1, "a", "30", "20", everyone)
	h.refused("ua", h.sign("ua", c, 1), negotiation.NotAllowed)
	h.must("ua", h.sign("ua", c, 2))
	h.refused("ua", negotiation.NameWitness{Key: witnessKey("ua.example", 1)}, negotiation.NotAllowed) // not signed
	h.refused("ua", negotiation.RevokeKey{Member: "ua"}, negotiation.NotAllowed)
	accepts := negotiation.TakePosition{Stance: negotiation.Accepts, Audience: everyone}
	h.refused("ua", accepts, negotiation.NotAllowed) // nor is this
	h.must("ua", h.sign("ua", accepts, 2))
	h.must("ru", accepts) // who has no key
	h.must("ua", h.sign("ua", negotiation.NameWitness{Key: witnessKey("ua.example", 1)}, 2))
	h.refused("ru", negotiation.RevokeKey{Member: "ua"}, negotiation.NotAllowed)
	h.must("m", negotiation.RevokeKey{Member: "ua", Reason: "lost"})
	h.refused("m", negotiation.RevokeKey{Member: "ua"}, negotiation.NotFound)
	h.refused("ua", h.sign("ua", h.proposal(1, "b", "all", "some", everyone), 2), negotiation.NotAllowed)
}

// witnessKey is the key of a witness with the given name.
func witnessKey(name string, b byte) string {
	c, err := record.NewCosigner(name, [32]byte{b})
	if err != nil {
		panic(err)
	}
	return c.VKey()
}

func TestAPartyHasOneWitness(t *testing.T) {
	h := signer(t)
	h.refused("ua", negotiation.NameWitness{Key: "ua.example+no+key"}, negotiation.Invalid)
	h.refused("ua", negotiation.NameWitness{Key: record.NewHost([32]byte{1}).VKey("host")}, negotiation.Invalid)
	h.must("ua", negotiation.NameWitness{Key: witnessKey("ua.example", 1)})
	h.refused("ru", negotiation.NameWitness{Key: witnessKey("ua.example", 2)}, negotiation.Invalid)
	h.must("ru", negotiation.NameWitness{Key: witnessKey("ru.example", 2)})
	h.must("ua", negotiation.NameWitness{Key: witnessKey("ua2.example", 3)})
	if w := h.look("ru").Witnesses; len(w) != 2 || w[0].Party != "RU" || w[1].Key.Name() != "ua2.example" {
		t.Errorf("the witnesses are %v", w)
	}
}

func TestWhatIsErasedIsGoneAndItsPlaceIsKept(t *testing.T) {
	h := signer(t)
	h.must("ua", negotiation.FileRendering{Name: "press copy", Text: fourPoints()})
	filed := h.state.Seq
	id := h.table("ru", 1, "a", "30", "THE SECRET NAME", everyone)
	tabled := h.state.Seq
	h.table("ua", 1, "b", "all", "some", everyone)
	h.must("m", negotiation.Accept{Amendment: h.state.Amendments[1].ID})
	accepted := h.state.Seq
	for _, who := range []negotiation.MemberID{"ua", "ru"} {
		h.refused(who, negotiation.EraseContent{Entry: filed, Reason: "x"}, negotiation.NotAllowed)
	}
	h.refused("m", negotiation.EraseContent{Entry: 1, Reason: "x"}, negotiation.Invalid)
	h.refused("m", negotiation.EraseContent{Entry: 99, Reason: "x"}, negotiation.NotFound)
	h.refused("m", negotiation.EraseContent{Entry: tabled, Reason: "x"}, negotiation.Invalid) // it is pending
	h.refused("m", negotiation.EraseContent{Entry: accepted - 1, Reason: "x"}, negotiation.Invalid)
	h.refused("m", negotiation.EraseContent{Entry: accepted, Reason: "x"}, negotiation.Invalid)
	h.must("m", negotiation.Reject{Amendment: id})
	h.refused("m", negotiation.EraseContent{Entry: tabled}, negotiation.Invalid) // no reason
	for _, seq := range []int64{tabled, filed} {
		h.must("m", negotiation.EraseContent{Entry: seq, Reason: "a court ordered it"})
	}
	all, err := json.Marshal(h.state.Entries)
	if err != nil || strings.Contains(string(all), "THE SECRET NAME") || len(h.state.Entries) != int(h.state.Seq) {
		t.Errorf("%v\n%s", err, all)
	}
	if text := h.state.Renderings[0].Text; text == nil || len(text.Provisions) > 0 {
		t.Errorf("of the rendering there is %v", text)
	}
	h.is(id, negotiation.Rejected)
	if again := negotiation.Fold(h.state.Entries); !reflect.DeepEqual(again.Entries, h.state.Entries) || len(again.Amendments) != 2 || !again.Current().Text.Equal(h.state.Current().Text) {
		t.Error("played again, the history ends otherwise")
	}
	h.table("ru", 2, "a", "30", "25", everyone)
}

func TestOnlyThoseWhoSawAnEntryLearnThatItWasErased(t *testing.T) {
	h := signer(t)
	id := h.table("ua", 1, "a", "30", "20", only("M"))
	h.must("m", negotiation.Reject{Amendment: id})
	before := h.look("ru").Version
	h.must("m", negotiation.EraseContent{Entry: h.state.Seq - 1, Reason: "a mistake"})
	if v := h.look("ru").Version; v != before {
		t.Errorf("RU is told of it: %d after %d", v, before)
	}
	own := h.table("ru", 1, "a", "30", "10", only())
	h.must("ru", negotiation.WithdrawAmendment{Amendment: own})
	h.refused("m", negotiation.EraseContent{Entry: h.state.Seq - 1, Reason: "a mistake"}, negotiation.NotFound)
}
