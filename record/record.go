// Package record makes a log of entries into a history that nobody can rewrite
// and everybody can prove.
//
// Each entry becomes a leaf of a Merkle tree (RFC 6962). The leaf commits to
// the entry's content through a random salt, so that the hash of a confidential
// entry gives nothing away, even to whoever guesses its content; and the
// content can be erased without breaking a proof. The host signs the head of
// the tree, a checkpoint (C2SP tlog-checkpoint), each time it grows; the
// parties' witnesses check that each checkpoint continues the one before, and
// cosign it (C2SP tlog-cosignature). A bundle is what a party takes away: the
// entries that it may see, the hashes of those that it may not, the
// checkpoints and cosignatures. Verify finds whatever was changed in it.
//
// The package is pure: it reads no file, no clock and no randomness, so that
// the same code runs on the host, in a witness, offline and in a browser.
package record

import (
	"cmp"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a node of the tree: SHA-256, 32 bytes.
type Hash = tlog.Hash

// Salt hides an entry's content behind its commitment.
type Salt [32]byte

// Commitment binds a leaf to a content that it does not show.
type Commitment [32]byte

// Commit returns the commitment to content under a salt: HMAC-SHA-256 with the
// salt as key. Without the salt nobody can tell one content from another.
func Commit(salt Salt, content []byte) Commitment {
	m := hmac.New(sha256.New, salt[:])
	m.Write(content)
	return Commitment(m.Sum(nil))
}

// Leaf is what the tree holds of an entry. Class and Signature are shown only
// to whoever may see the entry; others know no more than the leaf's hash.
type Leaf struct {
	Origin     string // of the log
	Seq        int64  // from 1, without gaps
	Class      string // of the entry's kind: "text", "people", ...
	Commitment Commitment
	Signature  *Signature // of the author; nil: the act was not signed
}

// Signature is a member's, on an act.
type Signature struct {
	Key   PublicKey
	Bytes [ed25519.SignatureSize]byte
}

// PublicKey is a member's Ed25519 key.
type PublicKey [ed25519.PublicKeySize]byte

// String returns the key in base64.
func (k PublicKey) String() string { return base64.StdEncoding.EncodeToString(k[:]) }

// MarshalText writes the key in base64.
func (k PublicKey) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *PublicKey) UnmarshalText(text []byte) error { return decode(k[:], string(text)) }

// The bytes of a leaf are lines of text, so that any program can make them:
//
//	parley leaf v1
//	<origin>
//	<seq>
//	<class>
//	<commitment, base64>
//	<author's key, base64> or -
//	<author's signature, base64> or -
const leafHeader = "parley leaf v1\n"

// Bytes returns the leaf as it is hashed.
func (l Leaf) Bytes() []byte {
	b := make([]byte, 0, 320)
	b = append(b, leafHeader...)
	b = append(append(b, l.Origin...), '\n')
	b = append(strconv.AppendInt(b, l.Seq, 10), '\n')
	b = append(append(b, l.Class...), '\n')
	b = append(base64.StdEncoding.AppendEncode(b, l.Commitment[:]), '\n')
	return append(l.appendSignature(b, '\n'), '\n')
}

// appendSignature writes the key and the signature, with sep between them.
func (l Leaf) appendSignature(b []byte, sep byte) []byte {
	if l.Signature == nil {
		return append(b, '-', sep, '-')
	}
	b = append(base64.StdEncoding.AppendEncode(b, l.Signature.Key[:]), sep)
	return base64.StdEncoding.AppendEncode(b, l.Signature.Bytes[:])
}

// Hash returns the leaf's hash in the tree.
func (l Leaf) Hash() Hash { return tlog.RecordHash(l.Bytes()) }

// parseSignature reads what appendSignature wrote.
// ParseSignature reads a signature from the base64 of its key and its bytes.
func ParseSignature(key, sig string) (Signature, error) {
	s, err := parseSignature(key, sig)
	if s == nil {
		return Signature{}, cmp.Or(err, errors.New("there is none"))
	}
	return *s, err
}

func parseSignature(key, sig string) (*Signature, error) {
	if key == "-" && sig == "-" {
		return nil, nil
	}
	s := new(Signature)
	if err := decode(s.Key[:], key); err != nil {
		return nil, fmt.Errorf("author's key: %w", err)
	}
	if err := decode(s.Bytes[:], sig); err != nil {
		return nil, fmt.Errorf("author's signature: %w", err)
	}
	return s, nil
}

// strictly is base64 with one spelling for each value.
var strictly = base64.StdEncoding.Strict()

// decode reads base64 of exactly len(to) bytes.
func decode(to []byte, s string) error {
	b, err := unbase64(s)
	if err != nil || len(b) != len(to) {
		return fmt.Errorf("%d bytes of base64 are expected", len(to))
	}
	copy(to, b)
	return nil
}

// unbase64 reads base64; the standard library passes over ends of lines.
func unbase64(s string) ([]byte, error) {
	if strings.ContainsAny(s, "\r\n") {
		return nil, errors.New("base64 is on one line")
	}
	return strictly.DecodeString(s)
}

// An Act is what a member signs: that it does, in this log, what the body of an
// entry says. After is the last entry that it had seen, so that an act cannot
// be put where it was not done.
type Act struct {
	Origin string `json:"origin"`
	Member string `json:"member"`
	After  int64  `json:"after"`
	Kind   string `json:"kind"`
	Body   string `json:"body"` // JSON, to the letter as in the entry
}

// Message returns the bytes that are signed:
//
//	parley act v1
//	<origin>
//	<member>
//	<after>
//	<kind>
//	<SHA-256 of the body, base64>
func (a Act) Message() []byte {
	sum := sha256.Sum256([]byte(a.Body))
	return fmt.Appendf(nil, "parley act v1\n%s\n%s\n%d\n%s\n%s\n",
		a.Origin, a.Member, a.After, a.Kind, base64.StdEncoding.EncodeToString(sum[:]))
}

// Sign signs the act.
func (a Act) Sign(key ed25519.PrivateKey) Signature {
	return Signature{PublicKey(key.Public().(ed25519.PublicKey)), [ed25519.SignatureSize]byte(ed25519.Sign(key, a.Message()))}
}

// SignedBy reports whether s is a signature of the act.
func (a Act) SignedBy(s Signature) bool { return verifies(s.Key[:], a.Message(), s.Bytes[:]) }

// ParseLeaf reads what Bytes wrote.
func ParseLeaf(b []byte) (Leaf, error) {
	var l Leaf
	lines := strings.Split(string(b), "\n")
	if len(lines) != 8 || lines[0]+"\n" != leafHeader || lines[7] != "" {
		return l, errors.New("this is no leaf")
	}
	l.Origin, l.Class = lines[1], lines[3]
	seq, err := strconv.ParseInt(lines[2], 10, 64)
	if err != nil || seq < 1 || strconv.FormatInt(seq, 10) != lines[2] {
		return l, fmt.Errorf("leaf: %q is no number of an entry", lines[2])
	}
	l.Seq = seq
	if err := decode(l.Commitment[:], lines[4]); err != nil {
		return l, fmt.Errorf("leaf %d: commitment: %w", seq, err)
	}
	l.Signature, err = parseSignature(lines[5], lines[6])
	return l, err
}
