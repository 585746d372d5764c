package record

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

// Checkpoint is the head of a log (C2SP tlog-checkpoint).
type Checkpoint struct {
	Origin string
	Tree
}

// Text returns the body of the note that is signed.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.N, base64.StdEncoding.EncodeToString(c.Hash[:]))
}

// ParseCheckpoint reads the body of a checkpoint's note. Lines of extension are
// accepted and say nothing.
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[len(lines)-1] != "" || lines[0] == "" {
		return Checkpoint{}, errors.New("a checkpoint has three lines: origin, size and root")
	}
	for _, extension := range lines[3 : len(lines)-1] {
		if extension == "" {
			return Checkpoint{}, errors.New("a checkpoint has no empty lines")
		}
	}
	c := Checkpoint{Origin: lines[0]}
	n, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("size %q: a number without leading zeroes is expected", lines[1])
	}
	c.N = n
	if err := decode(c.Hash[:], lines[2]); err != nil {
		return Checkpoint{}, fmt.Errorf("root: %w", err)
	}
	return c, nil
}

// The kinds of Ed25519 keys of notes.
const (
	plainKey  = 1 // signs the text as it is
	cosigning = 4 // signs it with the time
)

// keyID is the number by which a note's signature names its key.
func keyID(name string, kind byte, key ed25519.PublicKey) uint32 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%c%s", name, kind, key))
	return binary.BigEndian.Uint32(sum[:])
}

// VKey returns the text by which a key is given to others (C2SP signed-note).
func vkey(name string, kind byte, key ed25519.PublicKey) string {
	return fmt.Sprintf("%s+%08x+%s", name, keyID(name, kind, key), base64.StdEncoding.EncodeToString(append([]byte{kind}, key...)))
}

// Host signs checkpoints.
type Host struct{ key ed25519.PrivateKey }

// NewHost returns the host that a seed makes.
func NewHost(seed [ed25519.SeedSize]byte) Host { return Host{ed25519.NewKeyFromSeed(seed[:])} }

// Origin returns the name of the host's log about a negotiation. It holds a
// part of the host's key, so that no two hosts have one origin.
func (h Host) Origin(negotiation string) string {
	sum := sha256.Sum256(h.key.Public().(ed25519.PublicKey))
	return fmt.Sprintf("parley-%x/%s", sum[:6], negotiation)
}

// VKey returns the key by which the checkpoints of a log are verified.
func (h Host) VKey(origin string) string {
	return vkey(origin, plainKey, h.key.Public().(ed25519.PublicKey))
}

// Key returns the same as a Key.
func (h Host) Key(origin string) Key {
	return Key{origin, plainKey, h.key.Public().(ed25519.PublicKey)}
}

// Sign returns the checkpoint as a signed note.
func (h Host) Sign(c Checkpoint) []byte {
	text := c.Text()
	return append([]byte(text+"\n"), signatureLine(c.Origin, keyID(c.Origin, plainKey, h.key.Public().(ed25519.PublicKey)), ed25519.Sign(h.key, []byte(text)))...)
}

func signatureLine(name string, id uint32, sig []byte) string {
	b := binary.BigEndian.AppendUint32(nil, id)
	return "— " + name + " " + base64.StdEncoding.EncodeToString(append(b, sig...)) + "\n"
}

// Cosigner signs checkpoints for a party (C2SP tlog-cosignature, Ed25519).
type Cosigner struct {
	Name string
	key  ed25519.PrivateKey
}

// NewCosigner returns the cosigner that a seed makes. The error says that the
// name cannot be one: it is not empty and has neither space nor "+".
func NewCosigner(name string, seed [ed25519.SeedSize]byte) (Cosigner, error) {
	c := Cosigner{name, ed25519.NewKeyFromSeed(seed[:])}
	_, err := NewKey(c.VKey())
	return c, err
}

// VKey returns the key by which cosignatures are verified.
func (c Cosigner) VKey() string { return vkey(c.Name, cosigning, c.key.Public().(ed25519.PublicKey)) }

// Cosign returns the line of a cosignature on the text of a checkpoint.
func (c Cosigner) Cosign(text string, at time.Time) string {
	sig := binary.BigEndian.AppendUint64(nil, uint64(at.Unix()))
	sig = append(sig, ed25519.Sign(c.key, cosigned(at.Unix(), text))...)
	return signatureLine(c.Name, keyID(c.Name, cosigning, c.key.Public().(ed25519.PublicKey)), sig)
}

func cosigned(at int64, text string) []byte {
	return fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", at, text)
}

// Key is a key by which signatures on notes are verified: a host's, or a
// witness's. It implements note.Verifier.
type Key struct {
	name string
	kind byte
	key  ed25519.PublicKey
}

// NewKey reads a key from its text. Of each key there is one text.
func NewKey(text string) (Key, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return Key{}, fmt.Errorf("%q is no key: name+number+base64 is expected", text)
	}
	var raw [1 + ed25519.PublicKeySize]byte
	if err := decode(raw[:], parts[2]); err != nil {
		return Key{}, fmt.Errorf("key of %q: %w", parts[0], err)
	}
	k := Key{parts[0], raw[0], raw[1:]}
	switch {
	case parts[0] == "" || strings.ContainsFunc(parts[0], unfit):
		return Key{}, fmt.Errorf("%q cannot be the name of a key: it is empty, or has spaces or control characters", parts[0])
	case k.kind != plainKey && k.kind != cosigning:
		return Key{}, fmt.Errorf("key of %q: kind %d is not known here", parts[0], k.kind)
	case k.String() != text:
		return Key{}, fmt.Errorf("key of %q: its number is not %s", parts[0], parts[1])
	}
	return k, nil
}

// String returns the text of the key.
func (k Key) String() string { return vkey(k.name, k.kind, k.key) }

// Name returns who signs with the key.
func (k Key) Name() string { return k.name }

// KeyHash returns the number by which signatures name the key.
func (k Key) KeyHash() uint32 { return keyID(k.name, k.kind, k.key) }

// Cosigns reports whether the key is a witness's.
func (k Key) Cosigns() bool { return k.kind == cosigning }

// Verify reports whether sig is the key's signature on a note's text.
func (k Key) Verify(text, sig []byte) bool {
	if k.kind == plainKey {
		return len(sig) == ed25519.SignatureSize && verifies(k.key, text, sig)
	}
	at, ok := cosignedAt(sig)
	return ok && verifies(k.key, cosigned(at, string(text)), sig[8:])
}

func cosignedAt(sig []byte) (int64, bool) {
	if len(sig) != 8+ed25519.SignatureSize {
		return 0, false
	}
	at := binary.BigEndian.Uint64(sig)
	return int64(at), at < 1<<63
}

// Signed is a checkpoint with the signatures on it that verify.
type Signed struct {
	Checkpoint
	Note []byte
	By   []SignedBy
}

// Body returns the text that was signed: the checkpoint's, and lines of
// extension where the host wrote any.
func (s *Signed) Body() string { return string(s.Note[:bytes.LastIndex(s.Note, []byte("\n\n"))+1]) }

// SignedBy is a signature on a checkpoint.
type SignedBy struct {
	Key  Key
	At   time.Time // zero: a host's signature says no time
	Line string    // of the note
}

// Has reports whether the holder of a key signed.
func (s *Signed) Has(k Key) bool {
	for _, by := range s.By {
		if by.Key.String() == k.String() {
			return true
		}
	}
	return false
}

// AsOf returns the checkpoint without the cosignatures that were made later.
func (s *Signed) AsOf(t time.Time) *Signed {
	out := &Signed{Checkpoint: s.Checkpoint}
	for _, by := range s.By {
		if !by.At.After(t) {
			out.By = append(out.By, by)
		}
	}
	out.Note = out.canonical()
	return out
}

// Open reads a checkpoint's note and verifies the signatures of the keys.
// Signatures by other keys are passed over. The error is ErrUnsigned when no
// key of keys signed it or the signature of one does not verify, and another
// when it is no checkpoint.
func Open(msg []byte, keys ...Key) (*Signed, error) {
	verifiers := make([]note.Verifier, len(keys))
	for i, k := range keys {
		verifiers[i] = k
	}
	n, err := note.Open(msg, note.VerifierList(verifiers...))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case errors.As(err, &unverified):
		return nil, fmt.Errorf("%w: no key that is known here signed it", ErrUnsigned)
	case errors.As(err, &invalid):
		return nil, fmt.Errorf("%w: the signature of %s is not by its key", ErrUnsigned, invalid.Name)
	case err != nil:
		return nil, fmt.Errorf("no signed note: %w", err)
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return nil, err
	}
	s := &Signed{Checkpoint: c, Note: msg}
	for _, sig := range n.Sigs {
		for _, k := range keys {
			if k.name == sig.Name && k.KeyHash() == sig.Hash {
				s.By = append(s.By, signedBy(k, sig))
			}
		}
	}
	return s, nil
}

func signedBy(k Key, sig note.Signature) SignedBy {
	raw, _ := base64.StdEncoding.DecodeString(sig.Base64) // it verified
	by := SignedBy{Key: k, Line: signatureLine(k.name, k.KeyHash(), raw[4:])}
	if k.Cosigns() {
		at, _ := cosignedAt(raw[4:])
		by.At = time.Unix(at, 0).UTC()
	}
	return by
}

// ErrUnsigned says that a checkpoint does not have the signature that it must
// have.
var ErrUnsigned = errors.New("not signed as it must be")

func unfit(r rune) bool {
	return r == '+' || r < ' ' || r == utf8.RuneError || unicode.IsSpace(r)
}
