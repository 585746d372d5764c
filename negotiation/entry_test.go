package negotiation_test

import (
	"encoding/json"
	"strings"
	"testing"

	"parley/negotiation"
)

func TestEntriesThatAreNotUnderstoodWholeAreRefused(t *testing.T) {
	const head = `{"seq":1,"at":"2027-01-01T00:00:00Z","by":"m","party":"M","audience":{"everyone":true},`
	for name, tail := range map[string]string{
		"an unknown kind":            `"kind":"abdicated","body":{}}`,
		"an unknown field":           `"kind":"opened","body":{"id":"x","name":"X"},"mood":"good"}`,
		"an unknown field below":     `"kind":"opened","body":{"id":"x","name":"X","mood":"good"}}`,
		"an unknown field in a text": `"kind":"revision tabled","body":{"revision":{"number":1,"standing":"draft","text":{"provisions":[],"mood":"good"}}}}`,
		"no body":                    `"kind":"opened"}`,
		"an empty body":              `"kind":"opened","body":null}`,
	} {
		t.Run(name, func(t *testing.T) {
			var e negotiation.Entry
			if err := json.Unmarshal([]byte(head+tail), &e); err == nil {
				t.Errorf("it was read as %+v", e.Body)
			}
		})
	}
}

// What was read once is read again from what was written of it.
func FuzzEntry(f *testing.F) {
	h := everyKind(f)
	for _, e := range h.state.Entries {
		data, err := json.Marshal(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, data string) {
		var e negotiation.Entry
		if json.Unmarshal([]byte(data), &e) != nil {
			return
		}
		first, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var back negotiation.Entry
		if err := json.Unmarshal(first, &back); err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		second, err := json.Marshal(back)
		if err != nil || string(second) != string(first) {
			t.Fatalf("%v\n%s\n%s", err, first, second)
		}
	})
}

// everyKind is a history with an entry of every kind.
func everyKind(tb testing.TB) *history {
	h := newHistory(tb)
	h.must("m", negotiation.GiveStanding{Revision: 1, Standing: negotiation.ZeroDraft, Source: "press"})
	h.must("ua", negotiation.FileRendering{Name: "press copy", Text: fourPoints()})
	h.must("m", negotiation.RecordPlaceholder{Note: "reported", Standing: negotiation.Draft})
	id := h.table("ua", 1, "a", "30", "20", only("M"))
	h.must("ua", negotiation.WidenAudience{Amendment: id, Audience: everyone})
	h.must("ru", negotiation.JoinSponsors{Amendment: id})
	h.must("m", negotiation.Accept{Amendment: id, Note: "agreed"})
	h.must("m", negotiation.Undo{Amendment: id, Decision: 1})
	h.must("m", negotiation.Reject{Amendment: id})
	h.must("tr", negotiation.WithdrawAmendment{Amendment: h.table("tr", 1, "b", "to all", "to some", everyone), Reason: "no use"})
	h.must("ua", h.sign("ua", negotiation.RegisterKey{Key: public(1)}, 1))
	h.must("ua", h.sign("ua", negotiation.RevokeKey{Member: "ua", Reason: "lost"}, 1))
	h.must("ua", negotiation.NameWitness{Key: witnessKey("ua.example", 1)})
	h.must("m", negotiation.EraseContent{Entry: h.state.Seq - 4, Reason: "a court ordered it"})
	return h
}

func TestTheRecordOfEveryKindOfActIsPlainJSON(t *testing.T) {
	kinds := map[string]bool{}
	for _, e := range everyKind(t).state.Entries {
		kinds[e.Body.Kind()] = true
		data, err := json.Marshal(e)
		if err != nil || !strings.Contains(string(data), `"kind":"`+e.Body.Kind()+`"`) {
			t.Errorf("%v\n%s", err, data)
		}
	}
	if len(kinds) != 17 {
		t.Errorf("%d kinds of acts were played, there are 17", len(kinds))
	}
}
