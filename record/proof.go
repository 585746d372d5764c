package record

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Proof shows offline that an entry is in a log, without any other entry (C2SP
// tlog-proof). Its extra data is the entry's line of a bundle.
type Proof struct {
	Entry  Entry
	Path   []Hash
	Signed []byte // the checkpoint's note
}

const proofHeader = "c2sp.org/tlog-proof@v1\n"

// Bytes returns the proof as a file.
func (p Proof) Bytes() []byte {
	b := append([]byte(proofHeader), "extra "...)
	b = append(base64.StdEncoding.AppendEncode(b, p.Entry.appendLine(nil)), '\n')
	b = fmt.Appendf(b, "index %d\n", p.Entry.Seq-1)
	for _, h := range p.Path {
		b = append(base64.StdEncoding.AppendEncode(b, h[:]), '\n')
	}
	return append(append(b, '\n'), p.Signed...)
}

// ParseProof reads what Bytes wrote.
func ParseProof(data []byte) (Proof, error) {
	var p Proof
	head, msg, ok := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 3 || lines[0]+"\n" != proofHeader {
		return p, errors.New("this is no proof: it begins otherwise")
	}
	extra, ok := strings.CutPrefix(lines[1], "extra ")
	line, err := unbase64(extra)
	if !ok || err != nil {
		return p, errors.New("line 2: the entry is missing")
	}
	if p.Entry, err = parseEntry(line); err != nil {
		return p, fmt.Errorf("line 2: %w", err)
	}
	if lines[2] != "index "+strconv.FormatInt(p.Entry.Seq-1, 10) {
		return p, fmt.Errorf("line 3: the index of entry %d is expected", p.Entry.Seq)
	}
	for i, s := range lines[3:] {
		var h Hash
		if err := decode(h[:], s); err != nil {
			return p, fmt.Errorf("line %d: %w", i+4, err)
		}
		p.Path = append(p.Path, h)
	}
	p.Signed = msg
	return p, nil
}

// Verify returns the checkpoint that the proof leads to.
func (p Proof) Verify(keys ...Key) (*Signed, error) {
	s, err := Open(p.Signed, keys...)
	if err != nil {
		return nil, err
	}
	leaf := p.Entry.Leaf(s.Origin)
	if p.Entry.Content == nil {
		return nil, fmt.Errorf("entry %d: its content is missing", p.Entry.Seq)
	}
	if leaf.Hash() != p.Entry.Hash {
		return nil, fmt.Errorf("entry %d: what it says is not what its hash is of", p.Entry.Seq)
	}
	if err := tlog.CheckRecord(p.Path, s.N, s.Hash, p.Entry.Seq-1, p.Entry.Hash); err != nil {
		return nil, fmt.Errorf("entry %d: it is not shown to be in the tree of %d entries", p.Entry.Seq, s.N)
	}
	return s, nil
}
