package witness

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"path/filepath"

	"parley/record"
)

// Alarm is another history than the one that was cosigned. It implements
// error.
type Alarm struct {
	Msg    string
	Before []byte // the checkpoint that was cosigned
	Now    []byte // the one that the host signed and that does not continue it
	Host   record.Key
	// Proven is set when both checkpoints cannot be of one history, whatever
	// the host says. Otherwise whoever brought the second may have brought a
	// wrong proof with it.
	Proven bool
}

func (a *Alarm) Error() string { return a.Msg }

// alarm returns what is to be shouted of a request that anybody may have made
// and that was declined, or nil when it was only wrong.
func (w *Witness) alarm(a record.Addition, d *record.Declined) *Alarm {
	if s := w.signed(a.Note); s != nil {
		if alarm := w.contradiction(s); alarm != nil {
			return alarm
		}
	}
	if d.Fork == nil || len(a.Proof) == 0 || a.Old == 0 || a.Old == d.Fork.N {
		return nil // no proof was given where one is needed, or the other way round
	}
	return w.fork(d.Fork)
}

// signed returns a checkpoint that the host of a log that is watched signed, or
// nil.
func (w *Witness) signed(note []byte) *record.Signed {
	origin, _, _ := bytes.Cut(note, []byte("\n"))
	w.mu.Lock()
	defer w.mu.Unlock()
	l := w.logs[string(origin)]
	if l == nil {
		return nil
	}
	s, err := record.Open(note, l.host)
	if err != nil {
		return nil
	}
	return s
}

// contradiction returns an alarm when a checkpoint that the host signed has
// another root than one of the same size that was cosigned, however long ago.
func (w *Witness) contradiction(s *record.Signed) *Alarm {
	w.mu.Lock()
	defer w.mu.Unlock()
	l := w.logs[s.Origin]
	if l == nil {
		return nil
	}
	before, ok := l.kept[s.N]
	if !ok || before.root == s.Hash {
		return nil
	}
	return &Alarm{
		Msg:    fmt.Sprintf("FORK: the host of %s signed two histories: two roots for %d entries, and this witness cosigned one of them", s.Origin, s.N),
		Before: before.note, Now: s.Note, Host: l.host, Proven: true,
	}
}

// fork returns the alarm of a checkpoint that is not shown to continue the last
// one.
func (w *Witness) fork(s *record.Signed) *Alarm {
	if alarm := w.contradiction(s); alarm != nil {
		return alarm
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	l := w.logs[s.Origin]
	return &Alarm{
		Msg:    fmt.Sprintf("FORK: %s signed a record of %d entries that is not shown to continue the one of %d entries that this witness cosigned", s.Origin, s.N, l.size()),
		Before: l.note, Now: s.Note, Host: l.host,
	}
}

// Evidence is an alarm as a file for others to judge: see record.Judge.
func (a *Alarm) Evidence() []byte { return record.Evidence(a.Host, a.Before, a.Now) }

// Save writes the evidence into the witness's folder, once, and returns the
// file.
func (w *Witness) Save(a *Alarm) (name string, err error) {
	data := a.Evidence()
	ending := fmt.Sprintf("-%x.txt", sha256.Sum256(data))
	if there, err := filepath.Glob(filepath.Join(w.dir, "evidence-*"+ending)); err == nil && len(there) > 0 {
		return there[0], nil
	}
	name = filepath.Join(w.dir, "evidence-"+w.now().UTC().Format("20060102T150405.000Z")+ending)
	return name, writeSynced(name, data)
}
