package record

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"slices"
	"sort"
	"strconv"
	"time"
	"unicode/utf8"
)

// Report is what came of verifying a bundle.
type Report struct {
	OK       bool      `json:"ok"`
	Problems []Problem `json:"problems,omitempty"`
	Notes    []Problem `json:"notes,omitempty"` // no fault, but to be known

	Origin  string    `json:"origin"`
	HostKey string    `json:"hostKey"`
	Entries int       `json:"entries"` // shown, sealed and erased
	Sealed  int       `json:"sealed"`
	Erased  int       `json:"erased"`
	Signed  int       `json:"signed"` // by their authors
	From    time.Time `json:"from"`   // of the first entry that is shown
	To      time.Time `json:"to"`

	Received  Head      `json:"received"`  // the last checkpoint that the host signed
	Confirmed Head      `json:"confirmed"` // the last that a quorum of the parties' witnesses cosigned
	Need      int       `json:"need"`      // how many are a quorum
	Witnesses []Witness `json:"witnesses,omitempty"`

	hashes []Hash
	heads  []*Signed
}

// Head is a head of the log, empty where there is none.
type Head struct {
	Size int64  `json:"size"`
	Root string `json:"root,omitempty"` // base64
}

// Witness is a party's witness, as the record names it.
type Witness struct {
	Party string    `json:"party"`
	Key   string    `json:"key"`
	Size  int64     `json:"size"` // of the last checkpoint that it cosigned
	At    time.Time `json:"at"`
}

// Problem is something that is wrong, and where.
type Problem struct {
	Line int    `json:"line,omitempty"` // of the bundle, from 1; 0: of no line
	Seq  int64  `json:"entry,omitempty"`
	Msg  string `json:"problem"`
}

func (p Problem) String() string {
	switch {
	case p.Seq > 0 && p.Line > 0:
		return fmt.Sprintf("entry %d (line %d): %s", p.Seq, p.Line, p.Msg)
	case p.Line > 0:
		return fmt.Sprintf("line %d: %s", p.Line, p.Msg)
	}
	return p.Msg
}

// skew is how far the clocks of the host and of witnesses may be apart.
const skew = 10 * time.Minute

// Verify checks a bundle: that each entry is what its leaf commits to, that
// the leaves are the tree whose heads the host signed and witnesses cosigned,
// that authors' signatures are by keys that were in force, and that no time was
// put back. It goes on behind a fault where it can.
func Verify(bundle []byte) *Report {
	v := newVerifier()
	v.run(bundle)
	v.summarise()
	return v.report
}

type verifier struct {
	report   *Report
	line     int
	host     Key
	frontier Frontier // of the leaves up to the last checkpoint that was read
	times    []moment // of the entries that are shown
	people   *people
	notes    []placed
	sum      hash.Hash // of the lines that were read
	ended    bool      // the line that says so was read
	stopped  bool      // what follows cannot be read
}

func newVerifier() *verifier {
	return &verifier{report: &Report{}, people: newPeople(), sum: sha256.New()}
}

type moment struct {
	seq  int64
	line int
	at   time.Time
}

// placed is a checkpoint's note, its line, and how many it says to have.
type placed struct {
	line  int
	lines string
	note  []byte
}

func (v *verifier) problem(seq int64, format string, args ...any) {
	v.report.Problems = append(v.report.Problems, Problem{v.line, seq, fmt.Sprintf(format, args...)})
}

func (v *verifier) note(seq int64, format string, args ...any) {
	v.report.Notes = append(v.report.Notes, Problem{v.line, seq, fmt.Sprintf(format, args...)})
}

func (v *verifier) run(bundle []byte) {
	for line := range bytes.Lines(bundle) {
		v.next(line)
		if v.stopped {
			return
		}
	}
	if !v.ended {
		v.line++
		v.stop("the end is missing: the bundle was cut off")
		return
	}
	v.finish()
}

// next takes in a line, with its end.
func (v *verifier) next(line []byte) {
	v.line++
	v.take(line)
	v.sum.Write(line)
}

func (v *verifier) take(whole []byte) {
	line, ended := bytes.CutSuffix(whole, []byte{'\n'})
	switch {
	case v.ended:
		v.stop("the bundle goes on behind its end")
	case !ended:
		v.stop("the bundle stops in the middle of a line: it was cut off")
	case v.line == 1:
		if string(line) != bundleHeader {
			v.stop("this is no bundle: it begins otherwise than with %q", bundleHeader)
		}
	case v.line == 2:
		v.takeHost(line)
	case bytes.HasPrefix(line, []byte("end ")):
		v.ended = true
		if string(line[4:]) != hex.EncodeToString(v.sum.Sum(nil)) {
			v.problem(0, "the lines before are not those that were written: the bundle was changed since")
		}
	case bytes.HasPrefix(line, []byte("checkpoint ")):
		v.notes = append(v.notes, placed{line: v.line, lines: string(line[len("checkpoint "):])})
	case len(v.notes) > 0:
		last := &v.notes[len(v.notes)-1]
		last.note = append(last.note, whole...)
	default:
		v.entry(line)
	}
}

// stop says a problem behind which nothing can be read.
func (v *verifier) stop(format string, args ...any) {
	v.problem(0, format, args...)
	v.stopped = true
}

func (v *verifier) takeHost(line []byte) {
	text, ok := bytes.CutPrefix(line, []byte("host "))
	k, err := NewKey(string(text))
	switch {
	case !ok:
		v.stop("the host's key is expected")
	case err != nil:
		v.stop("host: %v", err)
	case k.Cosigns():
		v.stop("host: this is the key of a witness")
	}
	v.host = k
	v.report.Origin, v.report.HostKey = k.name, string(text)
}

// entry checks an entry's line by itself, and against those before.
func (v *verifier) entry(line []byte) {
	r := v.report
	want := int64(len(r.hashes)) + 1
	e, err := parseEntry(line)
	if err != nil {
		v.problem(want, "%v", err)
		r.hashes = append(r.hashes, Hash{})
		return
	}
	if e.Seq != want {
		v.problem(e.Seq, "entry %d is expected here: entries are missing, added or out of order", want)
	}
	r.hashes = append(r.hashes, e.Hash)
	r.Entries++
	switch {
	case e.Sealed:
		r.Sealed++
		return
	case e.Content == nil:
		r.Erased++
		v.people.erased[e.Seq] = v.line
	}
	if e.Leaf(v.host.name).Hash() != e.Hash {
		v.problem(e.Seq, "it is not what its leaf commits to: its content, salt, class, author or number was changed")
		return
	}
	if e.Content != nil {
		v.content(e)
	}
}

// said is what every entry says besides its body.
type said struct {
	Seq   int64
	At    time.Time
	By    string
	Kind  string
	After int64
	Body  []byte // as it is spelt
}

func parseSaid(content []byte) (s said, err error) {
	head, body, _ := bytes.Cut(content, []byte(`,"body":`))
	body, ok := bytes.CutSuffix(body, []byte("}"))
	if !ok || !utf8.Valid(body) || !json.Valid(body) {
		return s, errors.New("its body is not the last of its fields")
	}
	f, err := object(append(bytes.Clone(head), '}'), "seq", "at", "by", "kind", "after", "body")
	switch {
	case err != nil:
		return s, err
	case f[5] != nil:
		return s, errors.New("its body stands twice")
	}
	s.Body = body
	var wrong [5]error
	s.Seq, wrong[0] = number(f[0])
	s.At, wrong[1] = timeOf(f[1])
	s.By, wrong[2] = text(f[2])
	s.Kind, wrong[3] = text(f[3])
	s.After, wrong[4] = number(f[4])
	return s, cmp.Or(wrong[:]...)
}

func (v *verifier) content(e Entry) {
	s, err := parseSaid(e.Content)
	if err != nil {
		v.problem(e.Seq, "its content cannot be read: %v", err)
		return
	}
	if s.Seq != e.Seq {
		v.problem(e.Seq, "it calls itself entry %d", s.Seq)
	}
	if n := len(v.times); n > 0 && s.At.Before(v.times[n-1].at) {
		v.problem(e.Seq, "it is of %s, before entry %d of %s: it was dated back", stamp(s.At), v.times[n-1].seq, stamp(v.times[n-1].at))
	}
	v.times = append(v.times, moment{e.Seq, v.line, s.At})
	if e.Signature != nil {
		v.report.Signed++
		v.signature(e, s)
	}
	note, err := v.people.take(v.host.name, e, s)
	if err != nil {
		v.problem(e.Seq, "its %q cannot be read: %v", s.Kind, err)
	}
	if note != "" {
		v.note(e.Seq, "%s", note)
	}
}

// signature checks that the author signed the entry, with a key in force.
func (v *verifier) signature(e Entry, s said) {
	act := Act{Origin: v.host.name, Member: s.By, After: s.After, Kind: s.Kind, Body: string(s.Body)}
	switch first, again := v.people.used[e.Signature.Bytes]; {
	case again:
		v.problem(e.Seq, "its signature is that of entry %d: the act was repeated without its author", first)
	case s.After >= e.Seq:
		v.problem(e.Seq, "its author says to have seen entry %d, which did not exist", s.After)
	case !act.SignedBy(*e.Signature):
		v.problem(e.Seq, "the signature is not by the key that it names, on this act")
	case !v.people.mayUse(e, s):
		v.problem(e.Seq, "the key was not in force for %s", s.By)
	}
	v.people.used[e.Signature.Bytes] = e.Seq
}

// finish checks what needs the whole bundle.
func (v *verifier) finish() {
	r := v.report
	witnesses := v.people.witnesses()
	for _, n := range v.notes {
		v.line = n.line
		if n.lines != strconv.Itoa(bytes.Count(n.note, []byte("\n"))) {
			v.problem(0, "checkpoint: it has not as many lines as it says")
			continue
		}
		v.head(n.note, witnesses)
	}
	v.line = 0
	if len(r.heads) == 0 {
		v.problem(0, "there is no checkpoint: nothing shows that the host stands by these entries")
	} else if last := r.heads[len(r.heads)-1]; last.N < int64(len(r.hashes)) {
		v.problem(0, "no checkpoint covers the entries behind %d", last.N)
	}
	for _, seq := range v.people.unexplained() {
		v.line = v.people.erased[seq]
		v.problem(seq, "its content is missing, and no entry says that it was erased")
	}
	if n := len(v.times); n > 0 {
		r.From, r.To = v.times[0].at, v.times[n-1].at
	}
	sort.SliceStable(r.Problems, func(i, j int) bool { return r.Problems[i].Line < r.Problems[j].Line })
}

// head checks a checkpoint's signatures, and that the entries are its tree.
func (v *verifier) head(note []byte, witnesses []party) {
	s, err := Open(note, v.keys(witnesses)...)
	if err != nil {
		v.problem(0, "checkpoint: %v", err)
		return
	}
	r := v.report
	if fault := v.misplaced(s); fault != "" {
		v.problem(0, "checkpoint: %s", fault)
		return
	}
	if !bytes.Equal(s.canonical(), note) {
		v.problem(0, "checkpoint: there is a signature by a key that the record does not name, or twice, or spelt otherwise")
	}
	from := v.frontier.Size()
	for _, h := range r.hashes[from:s.N] {
		v.frontier.Add(h)
	}
	if v.frontier.Root() != s.Hash {
		v.problem(0, "checkpoint: entries 1 to %d are not those that the host signed; what differs is not before entry %d unless an earlier checkpoint differs too", s.N, from+1)
	}
	v.timely(s)
	r.heads = append(r.heads, s)
}

// misplaced says why a checkpoint cannot stand where it does, or nothing.
func (v *verifier) misplaced(s *Signed) string {
	entries := int64(len(v.report.hashes))
	switch {
	case s.Origin != v.host.name:
		return fmt.Sprintf("it is of the log %q", s.Origin)
	case !s.Has(v.host):
		return "the host did not sign it"
	case s.Body() != s.Text():
		return "it has lines that are not known here"
	case len(v.report.heads) > 0 && s.N <= v.frontier.Size():
		return fmt.Sprintf("it is of %d entries, and stands behind one of %d", s.N, v.frontier.Size())
	case s.N > entries:
		return fmt.Sprintf("it is of %d entries and the bundle has %d: entries are missing", s.N, entries)
	}
	return ""
}

// keys returns the keys that may sign a checkpoint, each once.
func (v *verifier) keys(witnesses []party) []Key {
	keys := []Key{v.host}
	known := map[string]bool{}
	add := func(k Key) {
		if !known[k.String()] {
			known[k.String()] = true
			keys = append(keys, k)
		}
	}
	for _, k := range v.people.former {
		add(k)
	}
	for _, w := range witnesses {
		add(w.key)
	}
	return keys
}

// timely compares the times of entries with the times of cosignatures.
func (v *verifier) timely(s *Signed) {
	for _, by := range s.By {
		if by.At.IsZero() {
			continue
		}
		i := sort.Search(len(v.times), func(i int) bool { return v.times[i].seq > s.N })
		line := v.line
		if i > 0 && v.times[i-1].at.After(by.At.Add(skew)) {
			v.line = v.times[i-1].line
			v.problem(v.times[i-1].seq, "it is of %s, and %s cosigned it already at %s", stamp(v.times[i-1].at), by.Key.name, stamp(by.At))
		}
		if i < len(v.times) && v.times[i].at.Before(by.At.Add(-skew)) {
			v.line = v.times[i].line
			v.problem(v.times[i].seq, "it is of %s, and %s cosigned the record without it at %s: it was dated back", stamp(v.times[i].at), by.Key.name, stamp(by.At))
		}
		v.line = line
	}
}

func (v *verifier) summarise() {
	r := v.report
	r.OK = len(r.Problems) == 0
	q := Quorum{}
	for _, w := range v.people.witnesses() {
		q.Witnesses = append(q.Witnesses, w.key)
		r.Witnesses = append(r.Witnesses, Witness{Party: w.name, Key: w.key.String()})
	}
	r.Need = q.Need()
	for _, s := range r.heads {
		head := Head{s.N, base64Of(s.Hash)}
		r.Received = head
		if q.Confirms(s) {
			r.Confirmed = head
		}
		for i := range r.Witnesses {
			for _, by := range s.By {
				if by.Key.String() == r.Witnesses[i].Key {
					r.Witnesses[i].Size, r.Witnesses[i].At = s.N, by.At
				}
			}
		}
	}
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }

// Pin adds problems where the record is not the one that the reader expects: by
// another host, or with other witnesses than those that the parties told one
// another of. An empty key is any host, and no witnesses are any: a record names
// its witnesses itself, and a host that made up a record can make up these too.
func (r *Report) Pin(hostKey string, witnesses ...string) *Report {
	if hostKey != "" && r.HostKey != hostKey {
		r.Problems = append(r.Problems, Problem{Line: 2, Msg: fmt.Sprintf("the host's key is not %s: this is the log of another host", hostKey)})
	}
	named := map[string]bool{}
	for _, w := range r.Witnesses {
		named[w.Key] = true
		if len(witnesses) > 0 && !slices.Contains(witnesses, w.Key) {
			r.Problems = append(r.Problems, Problem{Msg: fmt.Sprintf("the witness of %s, %s, is none that you named", w.Party, w.Key)})
		}
	}
	for _, w := range witnesses {
		if !named[w] {
			r.Problems = append(r.Problems, Problem{Msg: fmt.Sprintf("the witness %s that you named is none of this record", w)})
		}
	}
	r.OK = len(r.Problems) == 0
	return r
}

// Split is two histories of one log: proof that its host showed different
// parties different things.
type Split struct {
	Entry int64    `json:"entry,omitempty"` // the first that differs; 0: not known
	Msg   string   `json:"problem"`
	Heads []string `json:"heads,omitempty"` // two checkpoints that the host signed and that cannot both be
}

// Compare returns nil when two bundles are of one history, as far as both go.
// Bundles that were not verified prove nothing.
func Compare(a, b *Report) *Split {
	if a.Origin != b.Origin || a.HostKey != b.HostKey {
		return &Split{Msg: fmt.Sprintf("these are two logs: %s and %s", a.Origin, b.Origin)}
	}
	n := min(len(a.hashes), len(b.hashes))
	for i := range n {
		if a.hashes[i] != b.hashes[i] {
			return split(a, b, int64(i)+1)
		}
	}
	return nil
}

// split names the smallest checkpoints that cover the entry on both sides.
func split(a, b *Report, seq int64) *Split {
	s := &Split{Entry: seq, Msg: fmt.Sprintf("the host of %s showed two histories: they differ from entry %d on. Both of these it signed", a.Origin, seq)}
	for _, r := range []*Report{a, b} {
		for _, h := range r.heads {
			if h.N >= seq {
				s.Heads = append(s.Heads, string(h.Note))
				break
			}
		}
	}
	if !a.OK || !b.OK || len(s.Heads) < 2 {
		s.Msg = fmt.Sprintf("entry %d differs, but a bundle that is not verified proves nothing of the host", seq)
		s.Heads = nil
	}
	return s
}
