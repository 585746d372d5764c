package record

import (
	"crypto/sha256"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// A tree is grown in two ways that share no code, and no head is signed unless
// both agree: from the nodes that are stored (package tlog), and from the
// leaves' hashes alone (Frontier).

// HashReader reads nodes of a tree by their tlog.StoredHashIndex.
type HashReader = tlog.HashReader

// HashReaderFunc is a function as a HashReader.
type HashReaderFunc = tlog.HashReaderFunc

// Tree is a head: how many leaves, and their root.
type Tree = tlog.Tree

// Nodes returns how many nodes are stored of a tree with size leaves.
func Nodes(size int64) int64 { return tlog.StoredHashCount(size) }

// LeafHash returns the hash of a leaf's bytes in the tree.
func LeafHash(leaf []byte) Hash { return tlog.RecordHash(leaf) }

// Grow adds leaves to the tree of the given size whose nodes r reads. It
// returns the nodes to store, to be put behind those that are there
// (tlog.StoredHashCount), and the new head.
func Grow(size int64, leaves []Hash, r HashReader) ([]Hash, Tree, error) {
	first := tlog.StoredHashCount(size)
	var stored []Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
		var below []int64
		for _, i := range indexes {
			if i < first {
				below = append(below, i)
			}
		}
		known, err := r.ReadHashes(below)
		if err != nil {
			return nil, err
		}
		out := make([]Hash, 0, len(indexes))
		for _, i := range indexes {
			if i < first {
				out, known = append(out, known[0]), known[1:]
			} else {
				out = append(out, stored[i-first])
			}
		}
		return out, nil
	})
	for i, leaf := range leaves {
		hs, err := tlog.StoredHashesForRecordHash(size+int64(i), leaf, read)
		if err != nil {
			return nil, Tree{}, err
		}
		stored = append(stored, hs...)
	}
	tree := Tree{N: size + int64(len(leaves))}
	var err error
	tree.Hash, err = tlog.TreeHash(tree.N, read)
	return stored, tree, err
}

// Prove returns the proof that the tree of now leaves continues the tree of
// old leaves.
func Prove(old, now int64, r HashReader) ([]Hash, error) {
	if old == 0 || old == now {
		return nil, nil
	}
	return tlog.ProveTree(now, old, r)
}

// Root returns the root of the tree when it had size leaves.
func Root(size int64, r HashReader) (Hash, error) { return tlog.TreeHash(size, r) }

// ProveEntry returns the proof that the tree of size leaves has entry seq.
func ProveEntry(size, seq int64, r HashReader) ([]Hash, error) {
	return tlog.ProveRecord(size, seq-1, r)
}

// Frontier is a tree of which only the roots of its complete parts are kept.
// Its zero value is the empty tree.
type Frontier struct {
	size  int64
	roots []Hash // of complete subtrees, the largest first
}

// Size returns how many leaves there are.
func (f *Frontier) Size() int64 { return f.size }

// Add puts a leaf behind the others.
func (f *Frontier) Add(leaf Hash) {
	f.roots = append(f.roots, leaf)
	for range bits.TrailingZeros64(uint64(f.size + 1)) { // each 1 that carries is a pair that is complete
		n := len(f.roots)
		f.roots = append(f.roots[:n-2], node(f.roots[n-2], f.roots[n-1]))
	}
	f.size++
}

// Root returns the root of the tree (RFC 6962, 2.1).
func (f *Frontier) Root() Hash {
	if f.size == 0 {
		return sha256.Sum256(nil)
	}
	root := f.roots[len(f.roots)-1]
	for i := len(f.roots) - 2; i >= 0; i-- {
		root = node(f.roots[i], root)
	}
	return root
}

// Clone returns a copy that grows by itself.
func (f *Frontier) Clone() *Frontier {
	return &Frontier{f.size, append([]Hash(nil), f.roots...)}
}

func node(left, right Hash) Hash {
	var b [1 + 2*tlog.HashSize]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[1+tlog.HashSize:], right[:])
	return sha256.Sum256(b[:])
}

// A Fault says that the tree cannot be what was signed.
type Fault struct {
	Where string
	Msg   string
}

func (f *Fault) Error() string { return f.Where + ": " + f.Msg }

// Agree returns a *Fault unless the head that was made from the stored nodes
// is the one made from the leaves.
func Agree(tree Tree, f *Frontier) error {
	if tree.N != f.Size() || tree.Hash != f.Root() {
		return &Fault{fmt.Sprintf("tree of %d entries", tree.N), "its nodes do not add up to what its leaves give; nothing is signed. Check the disk and restore a backup"}
	}
	return nil
}
