package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"parley/negotiation"
	"parley/record"
)

// witness is the witness of a party, named on the page of the record.
func (s *server) witness(member negotiation.MemberID, name string, seed byte) record.Cosigner {
	s.t.Helper()
	w, err := record.NewCosigner(name, [32]byte{seed})
	if err != nil {
		s.t.Fatal(err)
	}
	if status, body := s.as(member).post("/n/river-talks/record/witness", url.Values{"key": {w.VKey()}}); status != http.StatusOK || !strings.Contains(body, "The witness is named") {
		s.t.Fatalf("naming a witness: %d", status)
	}
	return w
}

// cosign has a witness follow the record to its head.
func (v *visitor) cosign(w record.Cosigner, old int64) record.Addition {
	v.s.t.Helper()
	_, body := v.get(fmt.Sprintf("/n/river-talks/record/addition?old=%d", old))
	a, err := record.ParseAddition([]byte(body))
	if err != nil {
		v.s.t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(a.Note), "\n\n")
	answer, err := v.Post(v.s.URL+"/n/river-talks/record/cosignatures", "text/plain", strings.NewReader(w.Cosign(text+"\n", time.Now())))
	if err != nil {
		v.s.t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusNoContent {
		v.s.t.Fatalf("cosigning: %s", answer.Status)
	}
	return a
}

func TestAnEntryIsReceivedAtOnceAndConfirmedByAQuorum(t *testing.T) {
	s := newRiver(t)
	ald, brn := s.witness("ald-head", "ald.example", 1), s.witness("brn-head", "brn.example", 2)
	v := s.as("brn-head")
	says := func(want string) {
		t.Helper()
		if _, body := v.get("/n/river-talks/record"); !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	says("Nothing is confirmed yet.")
	says("when 2 of 2 witnesses cosigned")
	old := v.cosign(ald, 0).Old
	says("Nothing is confirmed yet.")
	v.cosign(brn, old)
	says("Everything is confirmed.")
	s.amend("ald-head", negotiation.Everyone, "30 kilometres", "40 kilometres")
	size := s.entries()
	says(fmt.Sprintf("Confirmed up to entry %d.", size-1))
	if a := v.cosign(ald, size-1); a.Old != size-1 || len(a.Proof) == 0 {
		t.Errorf("the addition is %+v", a)
	}
	if status, _ := v.get(fmt.Sprintf("/n/river-talks/record/addition?old=%d", size)); status != http.StatusNoContent {
		t.Errorf("to a witness that has everything: %d", status)
	}
	if r := s.report(); r.Confirmed.Size != size-1 || r.Received.Size != size || len(r.Witnesses) != 2 {
		t.Errorf("%+v", r)
	}
}

func TestOnlyNamedWitnessesAreHeard(t *testing.T) {
	s := newRiver(t)
	s.witness("ald-head", "ald.example", 1)
	other, err := record.NewCosigner("ald.example", [32]byte{9})
	if err != nil {
		t.Fatal(err)
	}
	v := s.as("ald-head")
	_, body := v.get("/n/river-talks/record/addition")
	a, err := record.ParseAddition([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(a.Note), "\n\n")
	for name, lines := range map[string]string{
		"a key that nobody named": other.Cosign(text+"\n", time.Now()), "nothing": "", "no signature": "— ald.example nonsense\n",
		"another text": other.Cosign("another\n1\nAAAA\n", time.Now()),
	} {
		answer, err := v.Post(s.URL+"/n/river-talks/record/cosignatures", "text/plain", strings.NewReader(lines))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s", name, answer.Status)
		}
	}
}

func TestI11_WhatIsForOthersIsABlankInTheRecordTheBundleAndTheProofs(t *testing.T) {
	s := newRiver(t)
	s.amend("ald-head", negotiation.Audience{Parties: []negotiation.PartyID{"MED"}}, "30 kilometres", "4711 kilometres")
	seq := s.entries()
	s.amend("ald-head", negotiation.Everyone, "six months", "seven months")
	path := fmt.Sprintf("/n/river-talks/record/proof/%d", seq)
	for _, row := range []struct {
		member negotiation.MemberID
		sees   bool
	}{{"ald-head", true}, {"mediator", true}, {"brn-head", false}, {"obs-head", false}} {
		v := s.as(row.member)
		_, page := v.get("/n/river-talks/record")
		_, bundle := v.get("/n/river-talks/record/bundle")
		status, proof := v.get(path)
		if blank := strings.Contains(page, "An entry for others"); blank == row.sees {
			t.Errorf("%s: a blank on the page: %v", row.member, blank)
		}
		if strings.Contains(bundle, "4711") != row.sees || strings.Contains(bundle, fmt.Sprintf("\nsealed %d ", seq)) == row.sees {
			t.Errorf("%s: the bundle shows the wrong thing", row.member)
		}
		if (status == http.StatusOK) != row.sees {
			t.Errorf("%s: the proof of the entry: %d %s", row.member, status, proof)
		}
		if r := record.Verify([]byte(bundle)); !r.OK || int64(r.Entries) != seq+1 {
			t.Errorf("%s: %v", row.member, r.Problems)
		}
	}
}

func TestTheProofOfAnEntryIsVerifiedAlone(t *testing.T) {
	s := withAmendments(t)
	_, body := s.as("brn-head").get("/n/river-talks/record/proof/3")
	p, err := record.ParseProof([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.desk.Record(t.Context(), river, "brn-head", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if signed, err := p.Verify(r.Host); err != nil || signed.N != r.Size || p.Entry.Seq != 3 {
		t.Errorf("%v", err)
	}
}

func TestTheMediatorErasesWordsAndTheRecordStillVerifies(t *testing.T) {
	s := newRiver(t)
	id := s.amend("ald-head", negotiation.Everyone, "30 kilometres", "4711 kilometres")
	seq := s.entries()
	s.do("mediator", negotiation.Reject{Amendment: id})
	v := s.as("mediator")
	form := url.Values{"entry": {fmt.Sprint(seq)}, "reason": {"a court ordered it"}}
	if status, body := v.post("/n/river-talks/record/erase", form); status != http.StatusOK || !strings.Contains(body, "The words are erased") {
		t.Fatalf("erasing: %d %s", status, body)
	}
	for _, member := range []negotiation.MemberID{"ald-head", "brn-head", "mediator"} {
		for _, path := range []string{"record", "record/bundle", "amendments", "amendments/" + string(id), "bracketed", "text"} {
			status, body := s.as(member).get("/n/river-talks/" + path)
			if status != http.StatusOK || strings.Contains(body, "4711") {
				t.Errorf("%s as %s: %d, or the words are still there", path, member, status)
			}
		}
	}
	if r := s.report(); r.Erased != 1 {
		t.Errorf("%d entries are erased", r.Erased)
	}
}
