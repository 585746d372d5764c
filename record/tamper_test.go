package record_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"parley/record"
)

// All single bits of a bundle are flipped. The digest at its end would find
// each; but whoever changes a bundle can write a new digest. So a flip must be
// found without it: in the line of an entry by that line alone, in the hash of
// a sealed entry by the tree, and behind the entries with the digest made anew.
func TestEveryFlippedBitOfABundleIsFound(t *testing.T) {
	l := talks(1000)
	bundle := l.bundle(5)
	reading := record.Begin(bundle)
	inEntries, byTree := flipEntries(t, l, reading)
	flips := inEntries + flipBehind(t, reading)
	if flips != 8*len(bundle) {
		t.Errorf("%d flips were tried on %d bits", flips, 8*len(bundle))
	}
	t.Logf("%d of %d single-bit flips of a bundle of %d bytes are found, %d of them in the hashes of sealed entries, by the tree", flips, 8*len(bundle), len(bundle), byTree)
}

// flipEntries flips the bits of all lines before the first checkpoint.
func flipEntries(t *testing.T, l *log, reading *record.Reading) (flips, byTree int) {
	head := l.tree()
	for !bytes.HasPrefix(reading.Rest(), []byte("checkpoint ")) {
		line, _, _ := bytes.Cut(reading.Rest(), []byte("\n"))
		path := l.path(line)
		eachFlip(reading.Rest()[:len(line)+1], func(at int, flipped []byte) {
			flips++
			now := becomes(reading.Rest(), flipped)
			switch {
			case len(reading.Try(now)) > 0:
			case path != nil && tlog.CheckRecord(path, head.N, head.Hash, entrySeq(line)-1, leafOf(now)) != nil:
				byTree++
			default:
				t.Errorf("a flip at byte %d of %q is not found", at, line)
			}
		})
		reading.Next()
	}
	return flips, byTree
}

// flipBehind flips the bits of the checkpoints and of the end.
func flipBehind(t *testing.T, reading *record.Reading) (flips int) {
	for len(reading.Rest()) > 0 {
		before, rest := reading.Clone(), reading.Rest()
		line, _, _ := bytes.Cut(rest, []byte("\n"))
		reading.Next()
		block := rest[:len(rest)-len(reading.Rest())]
		ends := len(reading.Rest()) == 0
		eachFlip(block, func(at int, flipped []byte) {
			flips++
			same := bytes.Count(flipped, []byte("\n")) == bytes.Count(block, []byte("\n"))
			if at > len(line) && same && len(reading.TryHead(flipped[len(line)+1:])) > 0 {
				return
			}
			if before.Finish(append(flipped, reading.Rest()...), !ends).OK {
				t.Errorf("a flip at byte %d of %q is not found", at, block)
			}
		})
	}
	return flips
}

// eachFlip calls f with text as it is after each flip of one bit.
func eachFlip(text []byte, f func(at int, flipped []byte)) {
	flipped := bytes.Clone(text)
	for at := range flipped {
		for bit := range 8 {
			flipped[at] ^= 1 << bit
			f(at, flipped)
			flipped[at] ^= 1 << bit
		}
	}
}

// becomes returns the first line of rest when its beginning is replaced by
// flipped: a part of it where that makes a newline, two where it breaks one.
func becomes(rest, flipped []byte) []byte {
	if i := bytes.IndexByte(flipped, '\n'); i >= 0 {
		return flipped[:i]
	}
	next, _, _ := bytes.Cut(rest[len(flipped):], []byte("\n"))
	return append(bytes.Clone(flipped), next...)
}

// path returns the way from a sealed entry to the root, and nil for other lines.
func (l *log) path(line []byte) []record.Hash {
	if !bytes.HasPrefix(line, []byte("sealed ")) {
		return nil
	}
	path, err := record.ProveEntry(l.tree().N, entrySeq(line), l)
	if err != nil {
		panic(err)
	}
	return path
}

func entrySeq(line []byte) (seq int64) {
	fmt.Sscanf(string(line), "sealed %d ", &seq)
	return seq
}

func leafOf(line []byte) (h record.Hash) {
	if fields := bytes.Fields(line); len(fields) == 3 {
		h, _ = tlog.ParseHash(string(fields[2]))
	}
	return h
}

// endAnew gives lines the end that they should have, as anybody can.
func endAnew(lines []string) []byte {
	text := strings.Join(lines[:len(lines)-1], "\n") + "\n"
	sum := sha256.Sum256([]byte(text))
	return []byte(text + "end " + hex.EncodeToString(sum[:]) + "\n")
}

func linesOf(bundle []byte) []string {
	return strings.Split(strings.TrimSuffix(string(bundle), "\n"), "\n")
}

func TestEveryChangeOfLinesIsFoundThoughTheDigestIsMadeAnew(t *testing.T) {
	l := talks(160)
	bundle := l.bundle(5)
	was := record.Verify(bundle)
	lines := linesOf(bundle)
	if !was.OK || !bytes.Equal(endAnew(lines), bundle) {
		t.Fatal("the bundle is not verified as it was written")
	}
	found, same := 0, 0
	try := func(how string, at int, changed []string) {
		switch r := record.Verify(endAnew(changed)); {
		case !r.OK:
			found++
		case strings.HasPrefix(lines[at], "— ") && how == "swapped" && asJSON(r) == asJSON(was):
			same++ // the order of signatures says nothing
		default:
			t.Errorf("line %d, %.60q: %s, and not found", at+1, lines[at], how)
		}
	}
	for i := range lines[:len(lines)-1] {
		try("deleted", i, slices.Delete(slices.Clone(lines), i, i+1))
		try("doubled", i, slices.Insert(slices.Clone(lines), i, lines[i]))
		for _, j := range []int{i + 1, (i*7 + 3) % (len(lines) - 1)} {
			if changed := slices.Clone(lines); j < len(lines)-1 && lines[i] != lines[j] {
				changed[i], changed[j] = changed[j], changed[i]
				try("swapped", i, changed)
				try("repeated elsewhere", i, slices.Insert(slices.Clone(lines), j, lines[i]))
			}
		}
		try("put before it", i, slices.Insert(slices.Clone(lines), i, l.forged(int64(max(1, i-1)))))
		try("a space behind it", i, slices.Replace(slices.Clone(lines), i, i+1, lines[i]+" "))
		try("an empty line", i, slices.Insert(slices.Clone(lines), i, ""))
	}
	if found < 1000 || same == 0 {
		t.Errorf("%d changes are found, %d say the same", found, same)
	}
	t.Logf("%d changes of lines are found; %d swaps of signatures under one checkpoint say the same as before", found, same)
}

func asJSON(r *record.Report) string {
	b, err := json.Marshal(r)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// forged is the line of an entry that is true in itself.
func (l *log) forged(seq int64) string {
	e := record.Entry{Seq: seq, Class: "text"}
	e.Content = fmt.Appendf(nil, `{"seq":%d,"at":%q,"by":"ald","kind":"amendment tabled","body":{}}`, seq, began.Add(time.Duration(seq-1)*time.Minute).Format(time.RFC3339Nano))
	return l.line(e)
}

// line returns the line of an entry, with the hash of what it says.
func (l *log) line(e record.Entry) string {
	e.Hash = e.Leaf(l.origin).Hash()
	var b bytes.Buffer
	record.NewWriter(&b, host.Key(l.origin)).Entry(e)
	return linesOf(b.Bytes())[2]
}

func TestEveryChangeOfATimeIsFound(t *testing.T) {
	l := talks(100)
	lines := linesOf(l.bundle(0))
	found := 0
	for i, e := range l.entries {
		was := began.Add(time.Duration(i) * time.Minute)
		for _, by := range []time.Duration{-24 * time.Hour, -time.Second, time.Nanosecond, time.Minute, 24 * time.Hour} {
			other := e
			other.Content = bytes.Replace(e.Content, []byte(was.Format(time.RFC3339Nano)), []byte(was.Add(by).Format(time.RFC3339Nano)), 1)
			if bytes.Equal(other.Content, e.Content) {
				t.Fatalf("entry %d does not say its time", e.Seq)
			}
			changed := slices.Clone(lines)
			changed[2+i] = strings.Replace(lines[2+i], string(e.Content), string(other.Content), 1)
			r := record.Verify(endAnew(changed))
			if r.OK || r.Problems[0].Seq != e.Seq {
				t.Errorf("entry %d, %v: %v", e.Seq, by, r.Problems)
			}
			changed[2+i] = l.line(other) // with the hash that goes with it
			if r := record.Verify(endAnew(changed)); r.OK {
				t.Errorf("entry %d, %v, with its hash: not found", e.Seq, by)
			}
			found += 2
		}
	}
	t.Logf("%d changes of a time are found", found)
}

// rewritten is the history with another entry seq, by the host itself: hashes,
// tree and heads are made anew. Cosignatures are kept or, where they no longer
// hold, left out.
func (l *log) rewritten(seq int, keep bool) *log {
	out := newLog(1)
	out.parties = l.parties
	heads := slices.Clone(l.heads)
	for i, e := range l.entries {
		if i+1 == seq {
			e.Content = bytes.Replace(e.Content, []byte(`"party":"P"`), []byte(`"party":"Q"`), 1)
		}
		out.put(e)
		if len(heads) > 0 && bytes.HasPrefix(heads[0], fmt.Appendf(nil, "%s\n%d\n", l.origin, i+1)) {
			_, cosigned, _ := strings.Cut(string(heads[0]), "\n\n")
			_, cosigned, _ = strings.Cut(cosigned, "\n")
			head := out.checkpoint(0)
			if keep || i+1 < seq {
				out.heads[len(out.heads)-1] = append(head, cosigned...)
			}
			heads = heads[1:]
		}
	}
	return out
}

func TestAHostThatRewritesHistoryLosesTheCosignatures(t *testing.T) {
	l := talks(600) // heads of 151 (none), 351 (one), 551 (two) and 600 (three)
	for _, seq := range []int{7, 152, 400, 560, 600} {
		if r := record.Verify(l.rewritten(seq, true).bundle(0)); r.OK {
			t.Errorf("entry %d rewritten, cosignatures kept: not found", seq)
		}
	}
	if r := record.Verify(l.rewritten(0, true).bundle(0)); !r.OK || r.Confirmed.Size != 600 {
		t.Errorf("nothing rewritten: %v", r.Problems)
	}
}

// A host can write another history and sign it. Whoever holds one bundle alone
// cannot tell; but nothing of it from the change on is confirmed, and two
// bundles show both histories under one key.
func TestAFreshHistoryOfTheHostIsNotConfirmed(t *testing.T) {
	l := talks(600)
	for _, seq := range []int{7, 152, 400, 560, 600} {
		r := record.Verify(l.rewritten(seq, false).bundle(0))
		if !r.OK || r.Received.Size != 600 {
			t.Errorf("entry %d rewritten: %v", seq, r.Problems)
		}
		if r.Confirmed.Size >= int64(seq) {
			t.Errorf("entry %d was rewritten, and %d are confirmed", seq, r.Confirmed.Size)
		}
		for _, w := range r.Witnesses {
			if w.Size >= int64(seq) {
				t.Errorf("entry %d was rewritten, and %s cosigned %d", seq, w.Party, w.Size)
			}
		}
	}
}

// Who the witnesses are, a bundle says itself: its reader has to know the keys.
// A host that names keys of its own confirms what it likes, and whoever seals
// the naming of a witness in a copy makes the quorum smaller. Both show in the
// witnesses that are reported, and in nothing else.
func TestABundleAloneDoesNotShowWhoTheWitnessesAre(t *testing.T) {
	l := talks(200)
	was := record.Verify(l.bundle(0))
	fake := newLog(1)
	for i, e := range l.entries {
		for _, w := range l.parties {
			own, _ := record.NewCosigner(w.Name, [32]byte{1: w.Name[8]})
			e.Content = bytes.Replace(e.Content, []byte(w.VKey()), []byte(own.VKey()), 1)
			if i == 0 {
				fake.parties = append(fake.parties, own)
			}
		}
		fake.put(e)
	}
	fake.checkpoint(3)
	r := record.Verify(fake.bundle(0))
	if !r.OK || r.Confirmed.Size != 200 {
		t.Fatalf("%v", r.Problems)
	}
	for i, w := range r.Witnesses {
		if w.Key == was.Witnesses[i].Key {
			t.Errorf("the witness of %s has the key that it had", w.Party)
		}
	}
	sealed := newLog(1)
	sealed.parties = l.parties[:1]
	for i, e := range l.entries {
		sealed.put(e)
		if i == 3 || i == 5 { // the witnesses of brn and car
			sealed.entries[i] = record.Entry{Seq: e.Seq, Hash: e.Hash, Sealed: true}
		}
	}
	sealed.checkpoint(1)
	if r := record.Verify(sealed.bundle(0)); !r.OK || r.Need != 1 || len(r.Witnesses) != 1 || r.Sealed != 2 {
		t.Errorf("%+v", r)
	}
}

// What is left out, with the digest made anew, is missing evidence, never other
// evidence: what is then still confirmed was confirmed before.
func TestABundleWithoutACheckpointShowsLess(t *testing.T) {
	l := talks(600)
	was := record.Verify(l.bundle(5))
	for i := range l.heads {
		less := *l
		less.heads = slices.Delete(slices.Clone(l.heads), i, i+1)
		r := record.Verify(less.bundle(5))
		if last := i == len(l.heads)-1; r.OK == last {
			t.Errorf("without checkpoint %d: %v", i, r.Problems)
		}
		if r.Received.Size > was.Received.Size || r.Confirmed.Size > was.Confirmed.Size {
			t.Errorf("without checkpoint %d: %+v", i, r)
		}
	}
}

func TestAWitnessThatIsNamedAgainStillVerifies(t *testing.T) {
	l := talks(50)
	l.party("ald") // the key that it has already
	l.parties = l.parties[:3]
	l.checkpoint(3)
	if r := record.Verify(l.bundle(0)); !r.OK || r.Confirmed.Size != 51 {
		t.Errorf("%v", r.Problems)
	}
}

func TestAWitnessOfTwoPartiesIsCountedOnce(t *testing.T) {
	l := newLog(1)
	l.party("ald")
	for _, party := range []string{"brn", "car"} {
		l.add(party, record.WitnessNamed, map[string]any{"party": party, "key": l.parties[0].VKey()}, nil)
	}
	l.checkpoint(1)
	r := record.Verify(l.bundle(0))
	if !r.OK || r.Need != 3 || r.Confirmed.Size != 0 {
		t.Errorf("one witness confirms for three parties: %+v", r)
	}
	if v := second(t, [][]byte{l.bundle(0)})[0]; !v.OK || v.Confirmed != 0 {
		t.Errorf("%v", v)
	}
}
