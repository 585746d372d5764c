package record

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"sort"
)

// What the entries themselves say about keys, witnesses and erasure. These
// kinds of entries are addressed to everyone, and their bodies are part of the
// format of a bundle (one that cannot be read is a fault):
//
//	"key registered"  {"member", "key", "by"}    signed with the new key; "by": a signature of it with the one before
//	"key revoked"     {"member", "key", "reason"}
//	"witness named"   {"party", "key"}           in place of the party's witness before
//	"content erased"  {"entry", "reason"}
const (
	KeyRegistered = "key registered"
	KeyRevoked    = "key revoked"
	WitnessNamed  = "witness named"
	ContentErased = "content erased"
)

// Succession is what the key before signs when a member takes a new one.
func Succession(origin, member string, key PublicKey) Act {
	return Act{Origin: origin, Member: member, Kind: "succession", Body: key.String()}
}

type people struct {
	keys   map[string]PublicKey // in force, by member
	parted []party              // witnesses, in the order in which parties named one
	former []Key                // of witnesses that were replaced
	erased map[int64]int        // entries without content, and their lines
	struck map[int64]bool       // entries that an entry says are erased
	used   map[[64]byte]int64   // signatures, and their entries
}

// party is a party's witness.
type party struct {
	name string
	key  Key
}

func newPeople() *people {
	return &people{
		keys: map[string]PublicKey{}, erased: map[int64]int{}, struck: map[int64]bool{}, used: map[[64]byte]int64{},
	}
}

// mayUse reports whether the author of an entry could sign with its key: the
// one in force, or the one that the entry registers.
func (p *people) mayUse(e Entry, s said) bool {
	if s.Kind == KeyRegistered {
		b, err := parseKeyBody(s.Body)
		return err == nil && b.Member == s.By && b.Key == e.Signature.Key
	}
	key, ok := p.keys[s.By]
	return ok && key == e.Signature.Key
}

type keyBody struct {
	Member string
	Key    PublicKey
	By     string
}

func parseKeyBody(body []byte) (b keyBody, err error) {
	texts, err := textsOf(body, "member", "key", "by")
	if err != nil {
		return b, err
	}
	b.Member, b.By = texts[0], texts[2]
	err = b.Key.UnmarshalText([]byte(texts[1]))
	return b, err
}

// take notes what an entry says, and returns what a reader should know. The
// error says that it cannot be read.
func (p *people) take(origin string, e Entry, s said) (note string, err error) {
	if _, has := p.keys[s.By]; has && e.Signature == nil && (s.Kind == KeyRevoked || s.Kind == WitnessNamed) {
		note = fmt.Sprintf("%s has a key and did not sign this: ask whether it was theirs", s.By)
	}
	switch s.Kind {
	case KeyRegistered:
		return p.register(origin, e, s)
	case KeyRevoked:
		b, err := parseKeyBody(s.Body)
		if err == nil && p.keys[b.Member] == b.Key {
			delete(p.keys, b.Member)
		}
		return note, err
	case WitnessNamed:
		replaced, err := p.nameWitness(s)
		return cmp.Or(note, replaced), err
	case ContentErased:
		return note, p.strike(s)
	}
	return note, nil
}

func (p *people) strike(s said) error {
	f, err := object(s.Body, "entry")
	if err != nil {
		return err
	}
	n, err := number(f[0])
	if err == nil {
		p.struck[n] = true
	}
	return err
}

func (p *people) register(origin string, e Entry, s said) (note string, err error) {
	b, err := parseKeyBody(s.Body)
	if err != nil {
		return "", err
	}
	if e.Signature == nil || !p.mayUse(e, s) {
		return fmt.Sprintf("the key of %s is not taken: it did not sign its own registration", b.Member), nil
	}
	before, had := p.keys[b.Member]
	p.keys[b.Member] = b.Key
	if !had {
		return "", nil
	}
	var by Signature
	by.Key = before
	if decode(by.Bytes[:], b.By) != nil || !Succession(origin, b.Member, b.Key).SignedBy(by) {
		return fmt.Sprintf("%s took a new key without the one before: ask whether it was lost", b.Member), nil
	}
	return "", nil
}

func (p *people) nameWitness(s said) (note string, err error) {
	b, err := textsOf(s.Body, "party", "key")
	if err != nil {
		return "", err
	}
	name := b[0]
	key, err := NewKey(b[1])
	if err != nil {
		return "", err
	}
	if !key.Cosigns() {
		return "", fmt.Errorf("the key of %s is no key of a witness", key.Name())
	}
	i := slices.IndexFunc(p.parted, func(w party) bool { return w.name == name })
	if i < 0 {
		p.parted = append(p.parted, party{name, key})
		return "", nil
	}
	p.former = append(p.former, p.parted[i].key)
	p.parted[i].key = key
	return fmt.Sprintf("%s has a new witness", name), nil
}

func (p *people) witnesses() []party { return p.parted }

// unexplained returns the entries without content that no entry says were
// erased.
func (p *people) unexplained() []int64 {
	var out []int64
	for seq := range p.erased {
		if !p.struck[seq] {
			out = append(out, seq)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// canonical returns the note as it would be written with the signatures that
// verified.
func (s *Signed) canonical() []byte {
	b := []byte(s.Text() + "\n")
	for _, by := range s.By {
		b = append(b, by.Line...)
	}
	return b
}

func base64Of(h Hash) string { return base64.StdEncoding.EncodeToString(h[:]) }
