package record_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"parley/record"
)

var (
	host  = record.NewHost([32]byte{1})
	began = time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
)

// log is a record under test: everything that a host keeps.
type log struct {
	origin   string
	rng      *rand.Rand
	entries  []record.Entry
	hashes   []record.Hash // stored nodes
	frontier record.Frontier
	heads    [][]byte
	keys     map[string]ed25519.PrivateKey
	parties  []record.Cosigner
}

func newLog(seed uint64) *log {
	return &log{origin: host.Origin("river"), rng: rand.New(rand.NewPCG(seed, 7)), keys: map[string]ed25519.PrivateKey{}}
}

func (l *log) ReadHashes(indexes []int64) ([]record.Hash, error) {
	out := make([]record.Hash, len(indexes))
	for i, at := range indexes {
		out[i] = l.hashes[at]
	}
	return out, nil
}

func (l *log) now() time.Time { return began.Add(time.Duration(len(l.entries)) * time.Minute) }

// add appends an entry; key signs it unless it is nil.
func (l *log) add(by, kind string, body any, key ed25519.PrivateKey) record.Entry {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	e := record.Entry{Seq: int64(len(l.entries)) + 1, Class: "text"}
	after := e.Seq - 1
	if key != nil {
		sig := record.Act{Origin: l.origin, Member: by, After: after, Kind: kind, Body: string(raw)}.Sign(key)
		e.Signature = &sig
	}
	e.Content = fmt.Appendf(nil, `{"seq":%d,"at":%q,"by":%q,"party":"P","audience":{"everyone":true},"kind":%q,"after":%d,"body":%s}`,
		e.Seq, l.now().Format(time.RFC3339Nano), by, kind, after, raw)
	for i := range e.Salt {
		e.Salt[i] = byte(l.rng.Uint32())
	}
	l.put(e)
	return l.entries[len(l.entries)-1]
}

func (l *log) put(e record.Entry) {
	e.Hash = e.Leaf(l.origin).Hash()
	stored, tree, err := record.Grow(int64(len(l.entries)), []record.Hash{e.Hash}, l)
	if err != nil {
		panic(err)
	}
	l.hashes = append(l.hashes, stored...)
	l.entries = append(l.entries, e)
	l.frontier.Add(e.Hash)
	if err := record.Agree(tree, &l.frontier); err != nil {
		panic(err)
	}
}

func (l *log) member(name string) {
	_, key, _ := ed25519.GenerateKey(bytes.NewReader(bytes.Repeat([]byte(name[:1]), 32)))
	pub := record.PublicKey(key.Public().(ed25519.PublicKey))
	l.keys[name] = key
	l.add(name, record.KeyRegistered, map[string]any{"member": name, "key": pub}, key)
}

func (l *log) party(name string) {
	c, err := record.NewCosigner("witness/"+name, [32]byte{9: name[0]})
	if err != nil {
		panic(err)
	}
	l.parties = append(l.parties, c)
	l.add(name, record.WitnessNamed, map[string]any{"party": name, "key": c.VKey()}, nil)
}

func (l *log) tree() record.Tree { return record.Tree{N: l.frontier.Size(), Hash: l.frontier.Root()} }

// checkpoint signs the head, and has the first n parties cosign it.
func (l *log) checkpoint(n int) []byte {
	c := record.Checkpoint{Origin: l.origin, Tree: l.tree()}
	msg := host.Sign(c)
	for _, w := range l.parties[:n] {
		msg = append(msg, w.Cosign(c.Text(), l.now())...)
	}
	l.heads = append(l.heads, msg)
	return msg
}

// talks is a log of n entries with keys, witnesses, signed acts, and
// checkpoints on the way.
func talks(n int) *log {
	l := newLog(uint64(n))
	for _, name := range []string{"ald", "brn", "car"} {
		l.member(name)
		l.party(name)
	}
	for len(l.entries) < n {
		i := len(l.entries)
		by := []string{"ald", "brn", "car"}[i%3]
		var key ed25519.PrivateKey
		if i%9 == 0 {
			key = l.keys[by]
		}
		l.add(by, "amendment tabled", map[string]any{"words": strings.Repeat(fmt.Sprint("the parties shall, ", i), i%7)}, key)
		if i%200 == 150 {
			l.checkpoint(i / 200 % 4)
		}
	}
	l.checkpoint(3)
	return l
}

// bundle writes what a party sees: every sealed-th entry is sealed from it.
func (l *log) bundle(sealed int) []byte {
	var b bytes.Buffer
	key, err := record.NewKey(host.VKey(l.origin))
	if err != nil {
		panic(err)
	}
	w := record.NewWriter(&b, key)
	for i, e := range l.entries {
		if sealed > 0 && i > 5 && i%sealed == 0 {
			e = record.Entry{Seq: e.Seq, Hash: e.Hash, Sealed: true}
		}
		w.Entry(e)
	}
	for _, h := range l.heads {
		w.Checkpoint(h)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestABundleAsItWasWrittenIsVerified(t *testing.T) {
	l := talks(1000)
	for _, sealed := range []int{0, 2, 5} {
		r := record.Verify(l.bundle(sealed))
		if !r.OK || len(r.Problems) > 0 {
			t.Fatalf("%v", r.Problems)
		}
		if len(r.Notes) != 3 || !strings.Contains(r.Notes[0].Msg, "ald has a key and did not sign this") {
			t.Errorf("of the witnesses that were named without a signature it says %v", r.Notes)
		}
		if r.Entries != 1000 || r.Received.Size != 1000 || r.Confirmed.Size != 1000 || r.Need != 3 || len(r.Witnesses) != 3 || r.Signed < 50 {
			t.Errorf("%+v", r)
		}
	}
}

func TestTwoWaysToGrowATreeAgree(t *testing.T) {
	l := newLog(1)
	for n := range 300 {
		tree, err := tlog.TreeHash(int64(n), l)
		if err != nil || tree != l.frontier.Root() {
			t.Fatalf("at %d: %v, %v, %v", n, tree, l.frontier.Root(), err)
		}
		l.add("m", "x", n, nil)
	}
	broken := l.tree()
	broken.Hash[3] ^= 1
	if record.Agree(broken, &l.frontier) == nil || record.Agree(l.tree(), new(record.Frontier)) == nil {
		t.Error("trees that differ agree")
	}
}

func TestAnEntryIsProvedAlone(t *testing.T) {
	l := talks(100)
	key, _ := record.NewKey(host.VKey(l.origin))
	for _, at := range []int64{0, 17, 63, 64, 99} {
		path, err := tlog.ProveRecord(100, at, l)
		if err != nil {
			t.Fatal(err)
		}
		p := record.Proof{Entry: l.entries[at], Path: path, Signed: l.heads[len(l.heads)-1]}
		read, err := record.ParseProof(p.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if s, err := read.Verify(key); err != nil || s.N != 100 {
			t.Errorf("entry %d: %v", at+1, err)
		}
		read.Entry.Content = append(bytes.Clone(read.Entry.Content[:len(read.Entry.Content)-1]), ' ', '}')
		if _, err := read.Verify(key); err == nil {
			t.Errorf("entry %d: another content is proved too", at+1)
		}
	}
}

func TestACommitmentShowsNothingOfItsContent(t *testing.T) {
	guess := []byte(`{"accepts":true}`)
	if record.Commit(record.Salt{1}, guess) == record.Commit(record.Salt{2}, guess) {
		t.Error("equal contents can be told by their commitments")
	}
}

func TestKeysHaveOneSpelling(t *testing.T) {
	good := host.VKey(host.Origin("river"))
	if _, err := record.NewKey(good); err != nil {
		t.Fatal(err)
	}
	name, rest, _ := strings.Cut(good, "+")
	id, data, _ := strings.Cut(rest, "+")
	other := base64.StdEncoding.EncodeToString(append([]byte{2}, make([]byte, 32)...))
	for _, bad := range []string{
		"", "x", name + "+" + strings.ToUpper(id) + "+" + data, name + "x+" + rest, name + "+" + id + "+" + other,
		"a b+" + rest, "+" + rest, good + "=", good + "\n", name + "+" + id + "+" + data[:40],
	} {
		if k, err := record.NewKey(bad); err == nil {
			t.Errorf("%q is read as %v", bad, k)
		}
	}
}

func TestNobodySignsWithAKeyThatIsEverybodys(t *testing.T) {
	act := record.Act{Origin: "o", Member: "ald", Kind: "proposal accepted"}
	everybodys := record.Signature{Key: record.PublicKey{1}, Bytes: [64]byte{1}}
	if !ed25519.Verify(everybodys.Key[:], act.Message(), everybodys.Bytes[:]) {
		t.Fatal("the standard library refuses the key itself")
	}
	if act.SignedBy(everybodys) {
		t.Error("an act that nobody signed is signed")
	}
	key, err := record.NewKey(vkeyOf("witness/ald", 4, everybodys.Key))
	if err != nil {
		t.Fatal(err)
	}
	c := record.Checkpoint{Origin: "o"}
	sig := append(make([]byte, 8), everybodys.Bytes[:]...)
	if key.Verify([]byte(c.Text()), sig) {
		t.Error("a checkpoint that nobody cosigned is cosigned")
	}
}

func vkeyOf(name string, kind byte, key record.PublicKey) string {
	raw := append([]byte{kind}, key[:]...)
	sum := sha256.Sum256(append([]byte(name+"\n"), raw...))
	return fmt.Sprintf("%s+%x+%s", name, sum[:4], base64.StdEncoding.EncodeToString(raw))
}
