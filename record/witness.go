package record

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// A witness knows of each log the last checkpoint that it cosigned, and cosigns
// only what continues it: so whatever two parties were shown, if an honest
// witness cosigned both, they are one history.

// Addition asks a witness for its cosignature: the body of add-checkpoint (C2SP
// tlog-witness). It is also what the host answers to a witness that follows.
type Addition struct {
	Old   int64 // the size that the witness is known to have cosigned
	Proof []Hash
	Note  []byte // the checkpoint, signed by the host
}

// mostProof is how many hashes the proof between two trees may have.
const mostProof = 63

// Bytes returns the addition as it is sent.
func (a Addition) Bytes() []byte {
	b := fmt.Appendf(nil, "old %d\n", a.Old)
	for _, h := range a.Proof {
		b = append(base64.StdEncoding.AppendEncode(b, h[:]), '\n')
	}
	return append(append(b, '\n'), a.Note...)
}

// ParseAddition reads what Bytes wrote.
func ParseAddition(data []byte) (Addition, error) {
	var a Addition
	head, msg, ok := bytes.Cut(data, []byte("\n\n"))
	if !ok {
		return a, errors.New("an empty line is missing before the checkpoint")
	}
	lines := strings.Split(string(head), "\n")
	old, ok := strings.CutPrefix(lines[0], "old ")
	n, err := strconv.ParseInt(old, 10, 64)
	if !ok || err != nil || n < 0 || strconv.FormatInt(n, 10) != old {
		return a, errors.New(`line 1: "old" and a size are expected`)
	}
	if len(lines)-1 > mostProof {
		return a, fmt.Errorf("a proof has at most %d hashes", mostProof)
	}
	a = Addition{Old: n, Note: msg}
	for i, line := range lines[1:] {
		var h Hash
		if err := decode(h[:], line); err != nil {
			return a, fmt.Errorf("line %d: %w", i+2, err)
		}
		a.Proof = append(a.Proof, h)
	}
	return a, nil
}

// Declined says why a witness does not cosign.
type Declined struct {
	Why  Why
	Size int64 // with Elsewhere: of the last checkpoint that was cosigned
	Msg  string
	// Fork is set when the host signed what does not continue the last
	// checkpoint: both together prove it.
	Fork *Signed
}

// Why is the kind of a refusal to cosign.
type Why string

// The kinds, and what C2SP tlog-witness has them answered with over HTTP.
const (
	Malformed    Why = "malformed"      // 400
	Unsigned     Why = "unsigned"       // 403
	Elsewhere    Why = "other old size" // 409
	Inconsistent Why = "inconsistent"   // 422
)

func (d *Declined) Error() string { return d.Msg }

// Examine reports whether a checkpoint continues the last one that a witness
// cosigned of this log; last is nil at first. The checkpoint is returned, or a
// *Declined.
func Examine(a Addition, last *Checkpoint, host ...Key) (*Signed, error) {
	s, err := Open(a.Note, host...)
	if errors.Is(err, ErrUnsigned) {
		return nil, &Declined{Why: Unsigned, Msg: "invalid signature: " + err.Error()}
	}
	if err != nil {
		return nil, &Declined{Why: Malformed, Msg: "invalid input: " + err.Error()}
	}
	had := Checkpoint{Origin: s.Origin, Tree: Tree{Hash: new(Frontier).Root()}}
	if last != nil {
		had = *last
	}
	switch {
	case a.Old > s.N:
		return nil, &Declined{Why: Malformed, Msg: fmt.Sprintf("invalid input: the old size %d is larger than the size %d", a.Old, s.N)}
	case a.Old != had.N:
		return nil, &Declined{Why: Elsewhere, Size: had.N, Msg: fmt.Sprintf("the last checkpoint that was cosigned has the size %d", had.N)}
	}
	if err := Continues(had.Tree, s.Tree, a.Proof); err != nil {
		return nil, &Declined{Why: Inconsistent, Msg: "consistency proof: " + err.Error(), Fork: s}
	}
	return s, nil
}

// Continues returns an error unless proof proves that the tree old is the
// beginning of the tree now.
func Continues(old, now Tree, proof []Hash) error {
	empty := new(Frontier).Root()
	switch {
	case now.N == 0 && now.Hash != empty:
		return errors.New("the empty tree has another root")
	case (old.N == 0 || old.N == now.N) && len(proof) > 0:
		return errors.New("no hashes are needed and some are given")
	case old.N == 0:
		return nil
	case old.N == now.N && old.Hash == now.Hash:
		return nil
	case old.N == now.N:
		return fmt.Errorf("two roots for %d entries", now.N)
	case tlog.CheckTree(proof, now.N, now.Hash, old.N, old.Hash) != nil:
		return fmt.Errorf("the tree of %d entries is not shown to continue that of %d", now.N, old.N)
	}
	return nil
}

// Quorum is who must have cosigned for a checkpoint to be confirmed.
type Quorum struct {
	Witnesses []Key // one of each party
}

// Need returns how many witnesses are a quorum: more than two thirds. Any two
// quorums then share an honest witness, though fewer than a third side with the
// host.
func (q Quorum) Need() int { return len(q.Witnesses)*2/3 + 1 }

// Confirms reports whether a quorum cosigned the checkpoint. A key that several
// parties named counts once.
func (q Quorum) Confirms(s *Signed) bool {
	n := 0
	for _, by := range s.By {
		if slices.ContainsFunc(q.Witnesses, func(w Key) bool { return w.String() == by.Key.String() }) {
			n++
		}
	}
	return n >= q.Need()
}
