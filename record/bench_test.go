package record_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"parley/record"
)

// long is a bundle of 100,000 entries of about 400 bytes, one in a hundred of
// them signed by its author.
var long = sync.OnceValue(func() []byte {
	l := talks(6)
	l.heads = nil
	for len(l.entries) < 100_000 {
		var key ed25519.PrivateKey
		if len(l.entries)%100 == 0 {
			key = l.keys["ald"]
		}
		l.add("ald", "amendment tabled", map[string]any{"at": len(l.entries), "words": strings.Repeat("the parties shall endeavour to ", 8)}, key)
	}
	l.checkpoint(3)
	return l.bundle(0)
})

func BenchmarkVerify(b *testing.B) {
	bundle := long()
	b.SetBytes(int64(len(bundle)))
	for b.Loop() {
		if r := record.Verify(bundle); !r.OK || r.Signed < 1000 {
			b.Fatal(r.Problems)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Seconds())/float64(b.N), "s/bundle")
}

// What Verify cannot be faster than by much: each content is read as JSON once
// and hashed, and 1,000 signatures are verified, with the standard library.
func BenchmarkVerifyAtTheLeast(b *testing.B) {
	bundle := long()
	lines := bytes.Split(bundle, []byte("\n"))
	pub, key, _ := ed25519.GenerateKey(bytes.NewReader(make([]byte, 32)))
	sig := ed25519.Sign(key, lines[9])
	b.SetBytes(int64(len(bundle)))
	for b.Loop() {
		sha256.Sum256(bundle)
		for i, line := range lines[2:100_002] {
			_, content, _ := bytes.Cut(line, []byte("{"))
			sha256.Sum256(content)
			var s struct {
				Seq  int64
				Body json.RawMessage
			}
			if err := json.Unmarshal(line[len(line)-len(content)-1:], &s); err != nil || s.Seq != int64(i+1) {
				b.Fatal(err)
			}
			if i%100 == 0 && !ed25519.Verify(pub, lines[9], sig) {
				b.Fatal("a signature does not verify")
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Seconds())/float64(b.N), "s/bundle")
}

// BenchmarkProve proves an entry in a log of a million.
func BenchmarkProve(b *testing.B) {
	const size = 1_000_000
	l := newLog(1)
	leaves := make([]record.Hash, size)
	for i := range leaves {
		leaves[i] = record.LeafHash([]byte{byte(i), byte(i >> 8), byte(i >> 16)})
	}
	var tree record.Tree
	var err error
	if l.hashes, tree, err = record.Grow(0, leaves, l); err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	seq := int64(1)
	var path []record.Hash
	for b.Loop() {
		seq = 1 + rng.Int64N(size)
		if path, err = record.ProveEntry(size, seq, l); err != nil {
			b.Fatal(err)
		}
	}
	if err := tlog.CheckRecord(path, size, tree.Hash, seq-1, leaves[seq-1]); err != nil {
		b.Fatal(err)
	}
}
