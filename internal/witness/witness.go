// Package witness is the program that a delegation runs on a machine of its
// own: it cosigns a log's checkpoint only when that continues the last one that
// it cosigned, keeps every checkpoint that it ever accepted, and shouts when it
// is shown another history.
//
// It serves the protocol of C2SP tlog-witness, and it follows hosts that cannot
// reach it. Everything it knows lies in one folder: its key, and for each log a
// file with the key of its host and the checkpoints, oldest first.
package witness

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"parley/record"
)

// ErrUnknownLog says that the witness was not told to watch a log.
var ErrUnknownLog = errors.New("unknown log: this witness was not told to watch it")

// Witness is safe for use by several goroutines. Two processes must not share a
// folder, and cannot.
type Witness struct {
	dir      string
	cosigner record.Cosigner
	now      func() time.Time
	release  func() error // lets another process have the folder

	mu   sync.Mutex
	logs map[string]*watched // by origin
}

// watched is a log and what was accepted of it.
type watched struct {
	host record.Key
	file *os.File
	last *record.Checkpoint // nil: nothing yet
	note []byte             // the last checkpoint, with this witness's cosignature
	kept map[int64]kept     // every checkpoint that was ever accepted, by size
	// broken is why nothing can be kept any more: what stands at the end of the
	// file is not known.
	broken error
}

// kept is a checkpoint that was accepted.
type kept struct {
	root record.Hash
	note []byte
}

func (l *watched) accept(c record.Checkpoint, note []byte) {
	l.last, l.note = &c, note
	if _, ok := l.kept[c.N]; !ok {
		l.kept[c.N] = kept{c.Hash, note}
	}
}

const keyFile = "witness.key"

// Init makes a folder for a new witness and returns the key by which its
// cosignatures are verified. The name tells it from other witnesses, as
// "aldoria.example/witness" does.
func Init(dir, name string, seed [32]byte) (string, error) {
	c, err := record.NewCosigner(name, seed)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	f, err := os.OpenFile(filepath.Join(dir, keyFile), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("make the witness's key: %w", err)
	}
	_, err = fmt.Fprintf(f, "%s\n%s\n", name, base64.StdEncoding.EncodeToString(seed[:]))
	return c.VKey(), errors.Join(err, f.Sync(), f.Close())
}

// Open opens the folder of a witness.
func Open(dir string, now func() time.Time) (*Witness, error) {
	data, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return nil, fmt.Errorf("there is no witness in %s: make one with parley witness init (%w)", dir, err)
	}
	name, rest, _ := strings.Cut(string(data), "\n")
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(rest))
	if err != nil || len(seed) != 32 {
		return nil, fmt.Errorf("%s holds no key of a witness", filepath.Join(dir, keyFile))
	}
	w := &Witness{dir: dir, now: now, logs: map[string]*watched{}}
	if w.cosigner, err = record.NewCosigner(name, [32]byte(seed)); err != nil {
		return nil, err
	}
	if w.release, err = lock(filepath.Join(dir, "lock")); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"+logEnding))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := w.load(f); err != nil {
			return nil, errors.Join(fmt.Errorf("read %s: %w", f, err), w.Close())
		}
	}
	return w, nil
}

// Close lets another process have the folder.
func (w *Witness) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var err error
	for _, l := range w.logs {
		err = errors.Join(err, l.file.Close())
	}
	return errors.Join(err, w.release())
}

// VKey returns the key by which the witness's cosignatures are verified.
func (w *Witness) VKey() string { return w.cosigner.VKey() }

// Log is a log that the witness watches.
type Log struct {
	Origin string
	Host   record.Key
	Size   int64 // of the last checkpoint that was cosigned
}

// Logs lists what the witness watches, by origin.
func (w *Witness) Logs() []Log {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []Log
	for origin, l := range w.logs {
		out = append(out, Log{Origin: origin, Host: l.host, Size: l.size()})
	}
	slices.SortFunc(out, func(a, b Log) int { return strings.Compare(a.Origin, b.Origin) })
	return out
}

// Last returns the last checkpoint of a log that was cosigned, with the
// cosignature; ErrUnknownLog, or nil when there is none yet.
func (w *Witness) Last(origin string) ([]byte, *record.Checkpoint, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	l := w.logs[origin]
	if l == nil {
		return nil, nil, ErrUnknownLog
	}
	return l.note, l.last, nil
}

// OriginOf returns the log whose origin has a SHA-256, in hexadecimal, or "".
func (w *Witness) OriginOf(hash string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for origin := range w.logs {
		if sum := sha256.Sum256([]byte(origin)); hex.EncodeToString(sum[:]) == hash {
			return origin
		}
	}
	return ""
}

const logEnding = ".log"

// Watch has the witness accept checkpoints of a log that the host signs; the
// origin of a log of Parley's is the name of its key. A log that is watched
// already keeps its key: another one is an error.
func (w *Witness) Watch(origin string, host record.Key) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if l := w.logs[origin]; l != nil {
		if l.host.String() != host.String() {
			return fmt.Errorf("%s is watched under another key, %s: the host has changed its key, or is another", origin, l.host)
		}
		return nil
	}
	if origin == "" || strings.ContainsAny(origin, "\r\n") {
		return fmt.Errorf("%q cannot be the origin of a log", origin)
	}
	f, err := newLog(w.dir, origin, host)
	if err != nil {
		return fmt.Errorf("watch %s: %w", origin, err)
	}
	w.logs[origin] = &watched{host: host, file: f, kept: map[int64]kept{}}
	return nil
}

// newLog makes the file of a log: whole, or not at all.
func newLog(dir, origin string, host record.Key) (*os.File, error) {
	sum := sha256.Sum256([]byte(origin))
	name := filepath.Join(dir, hex.EncodeToString(sum[:])+logEnding)
	head := fmt.Appendf(nil, "origin %s\nhost %s\n", origin, host)
	if err := writeSynced(name+".new", head); err != nil {
		return nil, err
	}
	if err := os.Rename(name+".new", name); err != nil {
		return nil, err
	}
	if err := syncDir(dir); err != nil {
		return nil, err
	}
	return os.OpenFile(name, os.O_RDWR|os.O_APPEND, 0o600)
}

// Add checks a checkpoint and returns the cosignature's line, after the
// checkpoint is on the disk. The error is ErrUnknownLog or a *record.Declined.
func (w *Witness) Add(a record.Addition) (string, error) {
	origin, _, _ := bytes.Cut(a.Note, []byte("\n"))
	w.mu.Lock()
	defer w.mu.Unlock()
	l := w.logs[string(origin)]
	if l == nil {
		return "", ErrUnknownLog
	}
	s, err := record.Examine(a, l.last, l.host)
	if err != nil {
		return "", err
	}
	line := w.cosigner.Cosign(s.Body(), w.now())
	note := []byte(s.Body() + "\n" + s.By[0].Line + line)
	if err := l.append(note); err != nil {
		return "", err
	}
	l.accept(s.Checkpoint, note)
	return line, nil
}

// append puts a checkpoint behind the others, on the disk. When that fails
// nothing more is written: behind half a checkpoint the next one would be lost.
func (l *watched) append(note []byte) error {
	if l.broken != nil {
		return l.broken
	}
	if bytes.HasPrefix(l.note, note[:bytes.Index(note, []byte("\n\n"))]) {
		return nil // the same once more, with a newer time: nothing new is to be kept
	}
	_, err := l.file.Write(fmt.Appendf(nil, "checkpoint %d\n%s", bytes.Count(note, []byte("\n")), note))
	if err = errors.Join(err, l.file.Sync()); err != nil {
		l.broken = fmt.Errorf("the checkpoint could not be kept: check the disk, and start the witness again (%w)", err)
	}
	return l.broken
}

// load reads a log's file. What a crash left of a checkpoint that was never
// answered is cut off; anything else that cannot be read is an error, so that
// nothing that was cosigned is ever forgotten.
func (w *Witness) load(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	second, rest, ok := bytes.Cut(rest, []byte("\n"))
	origin, isOrigin := strings.CutPrefix(string(first), "origin ")
	text, isHost := strings.CutPrefix(string(second), "host ")
	host, err := record.NewKey(text)
	if !ok || !isOrigin || !isHost || err != nil {
		return errors.Join(errors.New("the origin or the key of the host is missing"), err)
	}
	l := &watched{host: host, kept: map[int64]kept{}}
	if rest, err = w.loadNotes(l, origin, rest); err != nil {
		return err
	}
	if l.file, err = os.OpenFile(name, os.O_RDWR|os.O_APPEND, 0o600); err != nil {
		return err
	}
	w.logs[origin] = l
	return l.file.Truncate(int64(len(data) - len(rest)))
}

// loadNotes reads checkpoints, and returns what a crash left behind them.
func (w *Witness) loadNotes(l *watched, origin string, data []byte) (rest []byte, err error) {
	own, err := record.NewKey(w.VKey())
	if err != nil {
		return nil, err
	}
	for {
		note, behind, ok := nextNote(data)
		switch {
		case !ok && torn(data):
			return data, nil
		case !ok:
			return nil, fmt.Errorf("it was changed behind the checkpoint of %d entries: restore a copy of the folder", l.size())
		}
		s, err := record.Open(note, l.host, own)
		switch {
		case err != nil:
			return nil, fmt.Errorf("behind the checkpoint of %d entries: %w", l.size(), err)
		case s.Origin != origin || !s.Has(l.host) || !s.Has(own):
			return nil, fmt.Errorf("the checkpoint of %d entries is of another log, or was not cosigned here", s.N)
		case s.N < l.size():
			return nil, fmt.Errorf("the checkpoint of %d entries stands behind that of %d", s.N, l.size())
		}
		l.accept(s.Checkpoint, note)
		data = behind
	}
}

// size is how many entries were cosigned.
func (l *watched) size() int64 {
	if l.last == nil {
		return 0
	}
	return l.last.N
}

// torn reports whether data is what a crash can leave of one checkpoint: its
// two signatures, which stand last, are not both there.
func torn(data []byte) bool {
	head, _, whole := bytes.Cut(data, []byte("\n"))
	if !whole {
		return true
	}
	signatures := bytes.Count(data, []byte("— "))
	return bytes.HasPrefix(head, []byte("checkpoint ")) &&
		(signatures < 2 || signatures == 2 && !bytes.HasSuffix(data, []byte("\n")))
}

// nextNote reads "checkpoint N" and N lines.
func nextNote(data []byte) (note, rest []byte, ok bool) {
	head, rest, ok := bytes.Cut(data, []byte("\n"))
	var n int
	if _, err := fmt.Sscanf(string(head), "checkpoint %d", &n); !ok || err != nil {
		return nil, data, false
	}
	end := 0
	for range n {
		i := bytes.IndexByte(rest[end:], '\n')
		if i < 0 {
			return nil, data, false
		}
		end += i + 1
	}
	return rest[:end], rest[end:], true
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// writeSynced writes a file that is on the disk when it returns.
func writeSynced(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
