package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"
)

// Reading is a bundle that was verified up to some line, so that a test can try
// many lines in the place of the next one.
type Reading struct {
	v      *verifier
	rest   []byte
	hashes []Hash // room for one more
}

// Begin reads nothing of a bundle yet.
func Begin(bundle []byte) *Reading { return &Reading{v: newVerifier(), rest: bundle} }

// Next takes in one line.
func (r *Reading) Next() {
	end := bytes.IndexByte(r.rest, '\n') + 1
	r.v.next(r.rest[:end])
	r.rest = r.rest[end:]
	r.hashes = append(slices.Clone(r.v.report.hashes), Hash{})[:len(r.v.report.hashes)]
}

// Rest returns what was not read yet.
func (r *Reading) Rest() []byte { return r.rest }

// Try returns the problems of a line in the place of the next. It is quick, for
// lines that are not true: it shares with r what only a true entry changes.
func (r *Reading) Try(line []byte) []Problem {
	report := Report{hashes: r.hashes}
	v := *r.v
	v.report = &report
	v.line++
	if v.line == 1 {
		return Verify(append(line, '\n')).Problems
	}
	v.take(append(bytes.Clone(line), '\n'))
	return report.Problems
}

// TryHead returns the problems of the note of a checkpoint alone.
func (r *Reading) TryHead(note []byte) []Problem {
	report := Report{hashes: r.hashes}
	v := *r.v
	v.report, v.frontier = &report, Frontier{}
	v.head(note, v.people.witnesses())
	return report.Problems
}

// Clone returns a reading that goes on by itself behind the entries.
func (r *Reading) Clone() *Reading {
	report := *r.v.report
	report.hashes, report.Problems = slices.Clip(report.hashes), slices.Clip(report.Problems)
	v := *r.v
	v.report, v.notes, v.sum = &report, slices.Clip(v.notes), clone(v.sum)
	return &Reading{&v, r.rest, r.hashes}
}

// Finish returns what comes of reading rest in the place of what is behind. If
// sign, its last line says the digest that it has to say.
func (r *Reading) Finish(rest []byte, sign bool) *Report {
	v := r.Clone().v
	if sign {
		const end = len("end \n") + 2*sha256.Size
		sum := clone(v.sum)
		sum.Write(rest[:len(rest)-end])
		rest = append(slices.Clone(rest[:len(rest)-end]), "end "+hex.EncodeToString(sum.Sum(nil))+"\n"...)
	}
	v.run(rest)
	v.summarise()
	return v.report
}

func clone(h hash.Hash) hash.Hash {
	c, err := h.(hash.Cloner).Clone()
	if err != nil {
		panic(err)
	}
	return c
}

// ParseEntry reads the line of an entry.
func ParseEntry(line []byte) (Entry, error) { return parseEntry(line) }

// Line writes it again.
func (e Entry) Line() []byte { return e.appendLine(nil) }

// ParseSaid reads what an entry says.
func ParseSaid(content []byte) (said, error) { return parseSaid(content) }

// Weak reports whether anybody can sign with a key.
func Weak(key []byte) bool { return weak(key) }
