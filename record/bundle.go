package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// A bundle is a text file. Each line is one thing, so that any program can read
// it and every fault has a place:
//
//	parley bundle v1
//	host <key of the host's checkpoints>
//	entry <seq> <leaf hash> <class> <author's key or -> <signature or -> <salt> <content: JSON>
//	erased <seq> <leaf hash> <class> <author's key or -> <signature or -> <commitment>
//	sealed <seq> <leaf hash>
//	checkpoint <number of lines that follow and are its note>
//	end <SHA-256 of all lines before, hexadecimal>
//
// The lines of entries stand in order, one for each leaf; then checkpoints by
// size, no two of one size, each signed by the host and with the cosignatures
// that it has, and none by others. A content is an object with the fields "seq",
// "at", "by", "kind", "after" (0 where there is none) and others, and last, behind
// the first ,"body": that stands in it, the body. Nothing has two spellings: not
// base64, nor numbers, nor times, nor what a verifier reads of a content.
const bundleHeader = "parley bundle v1"

// Entry is a leaf as a party sees it: with its content, erased, or sealed.
type Entry struct {
	Seq       int64
	Hash      Hash
	Sealed    bool // nothing but the hash is known
	Class     string
	Signature *Signature
	Salt      Salt
	Content   []byte // nil: sealed or erased
	// Commitment is given where the content was erased.
	Commitment Commitment
}

// Leaf returns the leaf that the entry should be.
func (e Entry) Leaf(origin string) Leaf {
	l := Leaf{Origin: origin, Seq: e.Seq, Class: e.Class, Commitment: e.Commitment, Signature: e.Signature}
	if e.Content != nil {
		l.Commitment = Commit(e.Salt, e.Content)
	}
	return l
}

func (e Entry) appendLine(b []byte) []byte {
	word := "entry "
	switch {
	case e.Sealed:
		word = "sealed "
	case e.Content == nil:
		word = "erased "
	}
	b = strconv.AppendInt(append(b, word...), e.Seq, 10)
	b = base64.StdEncoding.AppendEncode(append(b, ' '), e.Hash[:])
	if e.Sealed {
		return b
	}
	b = append(append(append(b, ' '), e.Class...), ' ')
	b = append(Leaf{Signature: e.Signature}.appendSignature(b, ' '), ' ')
	if e.Content == nil {
		return base64.StdEncoding.AppendEncode(b, e.Commitment[:])
	}
	b = append(base64.StdEncoding.AppendEncode(b, e.Salt[:]), ' ')
	return append(b, e.Content...)
}

// parseEntry reads the line of an entry, without its end.
func parseEntry(line []byte) (Entry, error) {
	var e Entry
	f := fields{rest: line}
	word := string(f.next())
	if word != "entry" && word != "erased" && word != "sealed" {
		return e, fmt.Errorf("%q is not the beginning of an entry's line", word)
	}
	seq := f.next()
	n, err := strconv.ParseInt(string(seq), 10, 64)
	if err != nil || n < 1 || strconv.FormatInt(n, 10) != string(seq) {
		return e, fmt.Errorf("%q is no number of an entry", seq)
	}
	e.Seq = n
	if err := decode(e.Hash[:], string(f.next())); err != nil {
		return e, fmt.Errorf("leaf hash: %w", err)
	}
	if e.Sealed = word == "sealed"; e.Sealed {
		return e, f.end()
	}
	e.Class = string(f.next())
	if e.Class == "" {
		return e, errors.New("its class is missing")
	}
	if e.Signature, err = parseSignature(string(f.next()), string(f.next())); err != nil {
		return e, err
	}
	if word == "erased" {
		if err := decode(e.Commitment[:], string(f.next())); err != nil {
			return e, fmt.Errorf("commitment: %w", err)
		}
		return e, f.end()
	}
	if err := decode(e.Salt[:], string(f.next())); err != nil {
		return e, fmt.Errorf("salt: %w", err)
	}
	if e.Content = f.rest; len(e.Content) == 0 {
		return e, errors.New("its content is missing")
	}
	return e, nil
}

// fields are words with one space between them.
type fields struct {
	rest []byte
	more bool // a space follows the last word
}

func (f *fields) next() []byte {
	var word []byte
	word, f.rest, f.more = bytes.Cut(f.rest, []byte{' '})
	return word
}

func (f *fields) end() error {
	if f.more {
		return errors.New("the line goes on where it should end")
	}
	return nil
}

// A Writer writes a bundle: first the entries in order, then checkpoints.
type Writer struct {
	w   io.Writer
	sum interface {
		io.Writer
		Sum([]byte) []byte
	}
	err error
}

// NewWriter begins a bundle of the log that host signs.
func NewWriter(w io.Writer, host Key) *Writer {
	b := &Writer{w: w, sum: sha256.New()}
	b.line([]byte(bundleHeader))
	b.line([]byte("host " + host.String()))
	return b
}

func (b *Writer) line(line []byte) {
	if b.err != nil {
		return
	}
	line = append(line, '\n')
	b.sum.Write(line)
	_, b.err = b.w.Write(line)
}

// Entry writes an entry.
func (b *Writer) Entry(e Entry) {
	if bytes.ContainsRune(e.Content, '\n') {
		b.err = errors.Join(b.err, fmt.Errorf("entry %d: its content has several lines", e.Seq))
	}
	b.line(e.appendLine(nil))
}

// Checkpoint writes a checkpoint's note.
func (b *Writer) Checkpoint(note []byte) {
	note = bytes.TrimSuffix(note, []byte("\n"))
	b.line(fmt.Appendf(nil, "checkpoint %d", bytes.Count(note, []byte("\n"))+1))
	b.line(bytes.Clone(note))
}

// Close ends the bundle and returns the first error that there was.
func (b *Writer) Close() error {
	b.line([]byte("end " + hex.EncodeToString(b.sum.Sum(nil))))
	return b.err
}
