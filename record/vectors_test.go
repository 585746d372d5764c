package record_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"parley/internal/shareddata"
	"parley/record"
)

// Vectors that others published, read where they are.

func readJSON(t *testing.T, into any, path ...string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// eachVector calls f with every JSON file below a folder.
func eachVector(t *testing.T, dir string, f func(path string)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json") {
			f(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func hashesOf(raw ...[]byte) ([]record.Hash, bool) {
	out := make([]record.Hash, len(raw))
	for i, h := range raw {
		if copy(out[i][:], h) != len(h) || len(h) != len(out[i]) {
			return nil, false
		}
	}
	return out, true
}

// A hash that has not 32 bytes cannot be said to the functions under test.
// Where the vector is to be refused, that is a refusal too.
func TestPublishedInclusionProofsAreJudgedAsTheyShould(t *testing.T) {
	n := 0
	eachVector(t, shareddata.Dir(t, "record/merkle-proofs/testdata/inclusion"), func(path string) {
		var v struct {
			LeafIdx, TreeSize uint64
			Root, LeafHash    []byte
			Proof             [][]byte
			WantErr           bool
		}
		readJSON(t, &v, path)
		n++
		ends, ok := hashesOf(v.Root, v.LeafHash)
		proof, whole := hashesOf(v.Proof...)
		refused := !ok || !whole || tlog.CheckRecord(proof, int64(v.TreeSize), ends[0], int64(v.LeafIdx), ends[1]) != nil
		if refused != v.WantErr {
			t.Errorf("%s: refused: %v", path, refused)
		}
	})
	if n != 98 {
		t.Errorf("%d vectors", n)
	}
}

// One vector is not applicable: it wants two equal roots of 12 bytes accepted.
func TestPublishedConsistencyProofsAreJudgedAsTheyShould(t *testing.T) {
	n, short := 0, 0
	eachVector(t, shareddata.Dir(t, "record/merkle-proofs/testdata/consistency"), func(path string) {
		var v struct {
			Size1, Size2 uint64
			Root1, Root2 []byte
			Proof        [][]byte
			WantErr      bool
		}
		readJSON(t, &v, path)
		n++
		ends, ok := hashesOf(v.Root1, v.Root2)
		proof, whole := hashesOf(v.Proof...)
		refused := !ok || !whole || record.Continues(record.Tree{N: int64(v.Size1), Hash: ends[0]}, record.Tree{N: int64(v.Size2), Hash: ends[1]}, proof) != nil
		switch {
		case refused == v.WantErr:
		case !ok && bytes.Equal(v.Root1, v.Root2) && len(v.Root1) == 12:
			short++
		default:
			t.Errorf("%s: refused: %v", path, refused)
		}
	})
	if n != 98 || short != 1 {
		t.Errorf("%d vectors, %d not applicable", n, short)
	}
}

func TestPublishedRootsAreReproduced(t *testing.T) {
	dir := shareddata.Dir(t, "record/merkle-proofs")
	var v struct {
		Leaves []string `json:"leaf_inputs_hex"`
		Roots  []string `json:"root_hashes_hex_by_size"`
	}
	readJSON(t, &v, dir, "rfc6962-known-answers.json")
	if len(v.Leaves) != 8 || len(v.Roots) != 9 {
		t.Fatalf("%d leaves, %d roots", len(v.Leaves), len(v.Roots))
	}
	var f record.Frontier
	for i, want := range v.Roots {
		if root := f.Root(); hex.EncodeToString(root[:]) != want {
			t.Errorf("root of %d leaves: %x", i, root)
		}
		if i < len(v.Leaves) {
			leaf, err := hex.DecodeString(v.Leaves[i])
			if err != nil {
				t.Fatal(err)
			}
			f.Add(record.LeafHash(leaf))
		}
	}
}

// The log is of 961,984,013 entries; the old root is the one that the vectors'
// own test gives.
func TestProofsOfARealLogVerify(t *testing.T) {
	dir := shareddata.Dir(t, "record/xmod-tlog/argon2020")
	var head struct {
		Size int64       `json:"tree_size"`
		Root record.Hash `json:"sha256_root_hash"`
	}
	readJSON(t, &head, dir, "sth.json")
	var entries struct {
		Entries []struct {
			Data []byte `json:"leaf_input"`
		}
	}
	readJSON(t, &entries, dir, "entries.json")
	var inclusion struct {
		Index int64         `json:"leaf_index"`
		Path  []record.Hash `json:"audit_path"`
	}
	readJSON(t, &inclusion, dir, "proof.json")
	leaf := record.LeafHash(entries.Entries[0].Data)
	if err := tlog.CheckRecord(inclusion.Path, head.Size, head.Root, inclusion.Index, leaf); err != nil {
		t.Error(err)
	}
	var consistency struct{ Consistency []record.Hash }
	readJSON(t, &consistency, dir, "consistency.json")
	root, err := tlog.ParseHash("AuIZ5V6sDUj1vn3Y1K85oOaQ7y+FJJKtyRTl1edIKBQ=")
	if err != nil {
		t.Fatal(err)
	}
	old, now := record.Tree{N: 3654490, Hash: root}, record.Tree{N: head.Size, Hash: head.Root}
	if err := record.Continues(old, now, consistency.Consistency); err != nil {
		t.Error(err)
	}
	consistency.Consistency[7][0] ^= 1
	if record.Continues(old, now, consistency.Consistency) == nil {
		t.Error("a proof that was changed proves it too")
	}
}

func TestRootsOfASampleLogAreRebuiltFromItsEntries(t *testing.T) {
	dir := shareddata.Dir(t, "record/tessera-sample-log/testdata/log")
	for size := range 16 {
		head, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("checkpoint.%d", size)))
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ := strings.Cut(string(head), "\n\n")
		c, err := record.ParseCheckpoint(text + "\n")
		if err != nil || c.N != int64(size) {
			t.Fatalf("checkpoint of %d: %v %v", size, c, err)
		}
		var f record.Frontier
		if size > 0 {
			addBundle(t, &f, filepath.Join(dir, "tile/entries/000.p", fmt.Sprint(size)))
		}
		if record.Agree(c.Tree, &f) != nil {
			t.Errorf("checkpoint of %d: the root of its entries is %v", size, f.Root())
		}
	}
}

// addBundle adds the entries of a bundle of C2SP tlog-tiles: each has its
// length before it, in two bytes.
func addBundle(t *testing.T, f *record.Frontier, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for len(data) > 0 {
		n := 2 + int(binary.BigEndian.Uint16(data))
		f.Add(record.LeafHash(data[2:n]))
		data = data[n:]
	}
}

// Signatures by keys that no honest signer makes: verifiers differ on them, and
// two that differ could be shown one bundle and say two things of it.
func TestBothVerifiersAgreeOnEveryEdgeOfEd25519(t *testing.T) {
	var vectors []struct {
		Key, Sig, Msg string
		Flags         []string
	}
	readJSON(t, &vectors, shareddata.Dir(t, "record/cctv/ed25519"), "ed25519vectors.json")
	const program = `
import json, sys, verify
for v in json.load(sys.stdin):
    key = bytes.fromhex(v["Key"])
    print(verify.ed25519(key, v["Msg"].encode(), bytes.fromhex(v["Sig"])))
`
	in, err := json.Marshal(vectors)
	if err != nil {
		t.Fatal(err)
	}
	out, _ := python(t, in, "-c", program)
	second := strings.Fields(string(out))
	if len(vectors) != 914 || len(second) != 914 {
		t.Fatalf("%d vectors, %d answers", len(vectors), len(second))
	}
	accepted := 0
	for i, v := range vectors {
		key, _ := hex.DecodeString(v.Key)
		sig, _ := hex.DecodeString(v.Sig)
		ok := ed25519.Verify(key, []byte(v.Msg), sig)
		weak := slices.Contains(v.Flags, "low_order_A")
		if record.Weak(key) != weak {
			t.Errorf("vector %d, %v: weak %v", i, v.Flags, record.Weak(key))
		}
		if (second[i] == "True") != (ok && !weak) {
			t.Errorf("vector %d, %v: first %v, weak %v, second %s", i, v.Flags, ok, weak, second[i])
		}
		// What the vectors say of the most common rule, which both follow; where
		// k is of a key that was spelt anew, they say nothing.
		refuse := slices.Contains(v.Flags, "non_canonical_R") || slices.Contains(v.Flags, "low_order_residue")
		if ok == refuse && !slices.Contains(v.Flags, "reencoded_k") {
			t.Errorf("vector %d, %v: %v", i, v.Flags, ok)
		}
		if ok {
			accepted++
		}
	}
	t.Logf("914 vectors, of which both accept the same %d: none with non_canonical_R or low_order_residue", accepted)
}

// example returns the block of a specification that begins with a line.
func example(t *testing.T, file, begin string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shareddata.Dir(t, "record/c2sp-specs"), file))
	if err != nil {
		t.Fatal(err)
	}
	_, block, ok := strings.Cut(string(data), "```\n"+begin)
	block, _, end := strings.Cut(block, "```")
	if !ok || !end {
		t.Fatalf("%s has no example that begins with %q", file, begin)
	}
	return begin + block
}

func TestTheExampleOfSignedNotesVerifies(t *testing.T) {
	key, err := record.NewKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
	if err != nil {
		t.Fatal(err)
	}
	msg := example(t, "signed-note.md", "This is an example message.\n")
	n, err := note.Open([]byte(msg), note.VerifierList(key))
	if err != nil || len(n.Sigs) != 1 {
		t.Fatal(err)
	}
	if _, err := note.Open([]byte(strings.Replace(msg, "an", "no", 1)), note.VerifierList(key)); err == nil {
		t.Error("another message verifies too")
	}
}

// The specifications give no keys for their examples of checkpoints and
// cosignatures: what can be compared is how they are read and spelt.
func TestTheExamplesOfCheckpointsAreReadAsTheyAreMeant(t *testing.T) {
	for _, file := range []string{"tlog-checkpoint.md", "tlog-cosignature.md"} {
		msg := example(t, file, "example.com/behind-the-sofa\n")
		text, sigs, _ := strings.Cut(msg, "\n\n")
		c, err := record.ParseCheckpoint(text + "\n")
		if err != nil || c.N != 20852163 || c.Origin != "example.com/behind-the-sofa" || c.Text() != text+"\n" {
			t.Errorf("%s: %+v %v", file, c, err)
		}
		if file == "tlog-cosignature.md" {
			line := strings.Split(sigs, "\n")[1]
			raw, err := base64.StdEncoding.DecodeString(line[strings.LastIndex(line, " ")+1:])
			if err != nil || len(raw) != 4+8+64 || binary.BigEndian.Uint64(raw[4:]) != 1679315147 {
				t.Errorf("%x %v", raw, err)
			}
		}
		if _, err := record.Open([]byte(msg), host.Key(c.Origin)); err == nil {
			t.Errorf("%s: it is signed by a key that is not its own", file)
		}
		if !bytes.HasPrefix(host.Sign(c), []byte(text+"\n\n— "+c.Origin+" ")) {
			t.Errorf("%s: we spell it otherwise", file)
		}
	}
}
