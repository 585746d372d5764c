package text

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns words in light mark-up in canonical form: Unicode NFC, every
// run of white space and control characters one space (one newline where it held a line break that
// was meant), none at either end, marks written one way. Fold is idempotent.
//
// Marks that enclose nothing fall away, and what then stands side by side may
// compose; so it is done until nothing changes, which is nearly always at once.
func Fold(s string) string {
	s = visible(strings.ToValidUTF8(s, "\ufffd"))
	for range 16 {
		folded := Join(Tokens(norm.NFC.String(s)))
		if folded == s {
			break
		}
		s = folded
	}
	return s
}

// FoldPlain is Fold for plain words: nothing in s is mark-up, and a line
// break is white space like any other.
func FoldPlain(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(visible(s))), " ")
}

// visible puts a space in the place of control characters: what nobody sees, and
// not every format can hold, is no word.
func visible(s string) string {
	if !strings.ContainsFunc(s, unicode.IsControl) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return ' '
		}
		return r
	}, s)
}

// Hash is the SHA-256 of a wording in canonical form.
type Hash [sha256.Size]byte

// String returns the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Hash returns the hash of p's wording: heading, words and everything below,
// in order. Labels, ids, kinds, type face and line breaks do not count.
func (p *Provision) Hash() Hash {
	h := sha256.New()
	h.Write([]byte("parley wording 1\n"))
	p.hashInto(h)
	return Hash(h.Sum(nil))
}

func (p *Provision) hashInto(h hash.Hash) {
	hashString(h, bare(p.Heading))
	hashString(h, bare(p.Words))
	hashCount(h, len(p.Children))
	for _, c := range p.Children {
		c.hashInto(h)
	}
}

// bare returns the words of s in a form that keeps footnotes and drops marks
// of type face and line breaks.
func bare(s string) string {
	ts := Tokens(s)
	for i := range ts {
		ts[i].Style &= Note
		ts[i].Gap = min(ts[i].Gap, GapSpace)
	}
	return Join(ts)
}

func hashString(h hash.Hash, s string) {
	hashCount(h, len(s))
	h.Write([]byte(s))
}

func hashCount(h hash.Hash, n int) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}

// Revision is the content address of a whole text.
type Revision string

// Revision returns the content address of t: a function of everything in it,
// ids and labels included, and of nothing else.
func (t *Text) Revision() Revision {
	b, err := json.Marshal(t)
	if err != nil {
		panic(err) // strings and slices of them always marshal
	}
	sum := sha256.Sum256(append([]byte("parley revision 1\n"), b...))
	return Revision(strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:20])))
}

// NewID derives an id from what a provision is and where it comes from, so
// that two parties who insert the same words at the same place name the same
// provision. The seeds are, for instance, the id of the provision before it
// and its words.
func NewID(seeds ...string) ID {
	h := sha256.New()
	for _, s := range seeds {
		hashString(h, s)
	}
	return ID(strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil))[:10]))
}
