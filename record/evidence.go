package record

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// Evidence is a file with two checkpoints that one host signed and that, as
// somebody says, cannot both be.
func Evidence(host Key, before, now []byte) []byte {
	b := fmt.Appendf(nil, "%s\nhost %s\n", evidenceHeader, host)
	for _, note := range [][]byte{before, now} {
		note = bytes.TrimSuffix(note, []byte("\n"))
		b = fmt.Appendf(b, "checkpoint %d\n%s\n", bytes.Count(note, []byte("\n"))+1, note)
	}
	return b
}

const evidenceHeader = "parley evidence v1"

// Judgment is what evidence shows.
type Judgment struct {
	Origin string
	Sizes  [2]int64
	// Proven is set when the file alone proves that the host signed two
	// histories: two roots for one size. Otherwise the host is to be asked for
	// the proof that the larger one continues the smaller; an honest host can
	// always give it.
	Proven bool
}

// Judge reads evidence and checks that the host signed both checkpoints.
func Judge(file []byte) (*Judgment, error) {
	head, rest, _ := bytes.Cut(file, []byte("\n"))
	if string(head) != evidenceHeader {
		return nil, errors.New("this is no evidence: it begins otherwise")
	}
	line, rest, _ := bytes.Cut(rest, []byte("\n"))
	text, ok := bytes.CutPrefix(line, []byte("host "))
	host, err := NewKey(string(text))
	if !ok || err != nil {
		return nil, errors.Join(errors.New("line 2: the key of the host is expected"), err)
	}
	var both [2]*Signed
	for i := range both {
		var note []byte
		if note, rest, err = takeNote(rest); err != nil {
			return nil, err
		}
		if both[i], err = Open(note, host); err != nil {
			return nil, fmt.Errorf("checkpoint %d: %w", i+1, err)
		}
		if both[i].Origin != host.name {
			return nil, fmt.Errorf("checkpoint %d: it is of the log %q", i+1, both[i].Origin)
		}
	}
	if len(rest) > 0 {
		return nil, errors.New("the evidence goes on behind its end")
	}
	j := &Judgment{Origin: host.name, Sizes: [2]int64{both[0].N, both[1].N}}
	j.Proven = both[0].N == both[1].N && both[0].Hash != both[1].Hash
	if both[0].Tree == both[1].Tree {
		return nil, errors.New("both checkpoints are one: nothing is shown")
	}
	return j, nil
}

// takeNote reads the number of lines and the lines of a checkpoint.
func takeNote(data []byte) (note, rest []byte, err error) {
	head, rest, ok := bytes.Cut(data, []byte("\n"))
	count, isOne := bytes.CutPrefix(head, []byte("checkpoint "))
	n, err := strconv.Atoi(string(count))
	if !ok || !isOne || err != nil || n < 1 || n > 1000 || strconv.Itoa(n) != string(count) {
		return nil, nil, errors.New("a checkpoint is expected")
	}
	end := 0
	for range n {
		i := bytes.IndexByte(rest[end:], '\n')
		if i < 0 {
			return nil, nil, errors.New("the checkpoint is cut off")
		}
		end += i + 1
	}
	return rest[:end], rest[end:], nil
}
