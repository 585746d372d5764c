package web

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"parley/negotiation"
)

// What a party takes away to prove the record, and what its witness fetches
// and brings back.

// takeBundle writes the member's bundle, under a name that says of what, for
// whom and up to where.
func (s *site) takeBundle(v *visit) error {
	r, err := s.desk.Record(v.r.Context(), v.ID, v.Me.ID, v.asOf)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := r.Bundle(v.r.Context(), &b); err != nil {
		return err
	}
	v.attach("text/plain; charset=utf-8", fmt.Sprintf("%s-%s-%d.parley-bundle", v.ID, v.Me.Party, r.Size))
	writePacked(v.w, v.r, http.StatusOK, b.Bytes())
	return nil
}

func (v *visit) attach(contentType, name string) {
	h := v.w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
}

// takeProof writes the proof of one entry, which shows no other.
func (s *site) takeProof(v *visit) error {
	seq, err := strconv.ParseInt(v.r.PathValue("entry"), 10, 64)
	if err != nil {
		return missing("entry " + v.r.PathValue("entry"))
	}
	p, err := s.desk.Proof(v.r.Context(), v.ID, v.Me.ID, seq, v.asOf)
	if err != nil {
		return err
	}
	v.attach("text/plain; charset=utf-8", fmt.Sprintf("%s-entry-%d.tlog-proof", v.ID, seq))
	_, err = v.w.Write(p.Bytes())
	return err
}

// fetchAddition answers a witness that follows with the newest checkpoint and
// the proof that it continues the one that the witness has; with nothing when
// there is none newer.
func (s *site) fetchAddition(v *visit) error {
	old, err := strconv.ParseInt(v.r.FormValue("old"), 10, 64)
	if err != nil || old < 0 {
		old = 0
	}
	a, head, err := s.desk.Addition(v.r.Context(), v.ID, v.Me.ID, old)
	if err != nil {
		return err
	}
	if root := v.r.FormValue("root"); old > 0 && old == head.N && (root == "" || root == fmt.Sprintf("%x", head.Hash)) {
		v.w.WriteHeader(http.StatusNoContent)
		return nil
	}
	v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	v.w.Header().Set("Parley-Host-Key", s.desk.Host(v.ID).String())
	_, err = v.w.Write(a.Bytes())
	return err
}

// hearAhead hears of a checkpoint that this host signed and no longer holds.
func (s *site) hearAhead(v *visit) error {
	note, err := io.ReadAll(v.r.Body)
	if err != nil {
		return unreadable(err)
	}
	if err := s.desk.Ahead(v.r.Context(), v.ID, v.Me.ID, note); err != nil {
		return err
	}
	s.log.Error("a witness showed a checkpoint that this host signed and does not hold: nothing is written until parley recover was run", "negotiation", v.ID)
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}

// addCosignatures keeps what witnesses signed. The body is lines of a signed
// note.
func (s *site) addCosignatures(v *visit) error {
	lines, err := io.ReadAll(v.r.Body)
	if err != nil {
		return unreadable(err)
	}
	size, err := strconv.ParseInt(v.r.URL.Query().Get("size"), 10, 64)
	if err != nil || size < 0 {
		size = 0
	}
	if err := s.desk.Cosign(v.r.Context(), v.ID, v.Me.ID, size, lines); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}

// nameWitness makes a key that of the witness of the member's party.
func (s *site) nameWitness(v *visit) error {
	if err := v.do(negotiation.NameWitness{Key: v.r.FormValue("key")}); err != nil {
		return err
	}
	return v.done(v.path+"/record", "named")
}

// eraseContent takes the words of an entry out of the record.
func (s *site) eraseContent(v *visit) error {
	seq, err := strconv.ParseInt(v.r.FormValue("entry"), 10, 64)
	if err != nil {
		return missing("entry " + v.r.FormValue("entry"))
	}
	if err := v.do(negotiation.EraseContent{Entry: seq, Reason: v.r.FormValue("reason")}); err != nil {
		return err
	}
	return v.done(v.path+"/record", "erased")
}
