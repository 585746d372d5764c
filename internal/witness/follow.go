package witness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"parley/internal/remote"
	"parley/record"
)

// Alarm is another history than the one that was cosigned. It implements
// error.
type Alarm struct {
	Msg    string
	Before []byte // the checkpoint that was cosigned
	Now    []byte // the one that the host signed and that does not continue it
	Host   record.Key
}

func (a *Alarm) Error() string { return a.Msg }

// alarm returns what is to be shouted of a checkpoint that was declined, or
// nil when the request was only wrong.
func (w *Witness) alarm(a record.Addition, d *record.Declined) *Alarm {
	if d.Fork == nil || len(a.Proof) == 0 && a.Old > 0 && d.Fork.N != a.Old {
		return nil // no proof was given: a mistake of whoever asks
	}
	note, last, err := w.Last(d.Fork.Origin)
	if err != nil || last == nil {
		return nil
	}
	return &Alarm{
		Msg:    fmt.Sprintf("FORK: %s signed a record of %d entries that does not continue the one of %d entries that this witness cosigned", d.Fork.Origin, d.Fork.N, last.N),
		Before: note, Now: d.Fork.Note, Host: d.Fork.By[0].Key,
	}
}

// Evidence is an alarm as a file for others to judge: see record.Judge.
func (a *Alarm) Evidence() []byte { return record.Evidence(a.Host, a.Before, a.Now) }

// Save writes the evidence into the witness's folder and returns the file.
func (w *Witness) Save(a *Alarm) (string, error) {
	name := filepath.Join(w.dir, "evidence-"+w.now().UTC().Format("20060102T150405Z")+".txt")
	return name, os.WriteFile(name, a.Evidence(), 0o600)
}

// HostKeyHeader is where a host says, with an addition, by which key its
// checkpoints are verified.
const HostKeyHeader = "Parley-Host-Key"

// Follower keeps a witness up to date with one log, whose host cannot reach it.
type Follower struct {
	Witness *Witness
	Invite  string // link of the member that the witness signs in as
	HostKey string // that the host must have; "": the one it shows first is kept
	Trusted func(record.Key)
	Signed  func(origin string, size int64)

	table  *remote.Table
	origin string
}

// Step fetches the newest checkpoint, cosigns it, and brings the cosignature to
// the host. It reports whether there was something new. The error is an *Alarm
// when the host shows another history.
func (f *Follower) Step(ctx context.Context) (bool, error) {
	if f.table == nil {
		var err error
		if f.table, err = remote.Enter(ctx, f.Invite); err != nil {
			return false, err
		}
	}
	moved, err := f.step(ctx)
	var refused *remote.Refused
	if errors.As(err, &refused) && refused.Status == http.StatusNotFound {
		f.table = nil // the session has run out: enter again next time
	}
	return moved, err
}

func (f *Follower) step(ctx context.Context) (bool, error) {
	var old record.Tree
	if f.origin != "" {
		if _, last, err := f.Witness.Last(f.origin); err == nil && last != nil {
			old = last.Tree
		}
	}
	a, host, err := f.fetch(ctx, old)
	if err != nil || a == nil {
		return false, err
	}
	if f.origin == "" { // the first time the log's name is not known, nor what was cosigned of it
		if err := f.meet(host); err != nil {
			return false, err
		}
		return f.step(ctx)
	}
	if err := f.rollback(ctx, *a, old.N, host); err != nil {
		return false, err
	}
	line, err := f.Witness.Add(*a)
	var declined *record.Declined
	if errors.As(err, &declined) {
		if alarm := f.Witness.alarm(*a, declined); alarm != nil {
			return false, alarm
		}
	}
	if err != nil {
		return false, err
	}
	s, err := record.Open(a.Note, host)
	if err != nil {
		return false, err
	}
	if err := f.table.Send(ctx, fmt.Sprintf("/record/cosignatures?size=%d", s.N), line); err != nil {
		return false, err
	}
	if f.Signed != nil {
		f.Signed(f.origin, s.N)
	}
	return true, nil
}

// fetch asks the host for what is new; nil when nothing is. The root says which
// history was cosigned, not only how long it was.
func (f *Follower) fetch(ctx context.Context, old record.Tree) (*record.Addition, record.Key, error) {
	answer, err := f.table.Get(ctx, fmt.Sprintf("/record/addition?old=%d&root=%x", old.N, old.Hash))
	if err != nil {
		return nil, record.Key{}, err
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusNoContent {
		return nil, record.Key{}, nil
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, largest))
	if err != nil {
		return nil, record.Key{}, err
	}
	a, err := record.ParseAddition(body)
	if err != nil {
		return nil, record.Key{}, fmt.Errorf("the host's answer: %w", err)
	}
	host, err := record.NewKey(answer.Header.Get(HostKeyHeader))
	return &a, host, err
}

// meet keeps the key of a host that is new, unless another one is expected.
func (f *Follower) meet(host record.Key) error {
	if f.HostKey != "" && host.String() != f.HostKey {
		return &Alarm{Msg: fmt.Sprintf("ANOTHER HOST: its key is %s and not %s", host, f.HostKey), Host: host}
	}
	_, _, err := f.Witness.Last(host.Name())
	if err := f.Witness.Watch(host.Name(), host); err != nil {
		return &Alarm{Msg: "ANOTHER KEY: " + err.Error(), Host: host}
	}
	if err != nil && f.HostKey == "" && f.Trusted != nil {
		f.Trusted(host)
	}
	f.origin = host.Name()
	return nil
}

// rollback returns an *Alarm when the host's newest checkpoint is smaller than
// the one that was cosigned. The host is shown that one: if it is honest and
// only put back a backup, it stops before it forks.
func (f *Follower) rollback(ctx context.Context, a record.Addition, old int64, host record.Key) error {
	s, err := record.Open(a.Note, host)
	if err != nil {
		return err
	}
	if s.N >= old {
		return nil
	}
	note, _, err := f.Witness.Last(f.origin)
	if told := f.table.Send(ctx, "/record/ahead", string(note)); told != nil {
		err = errors.Join(err, fmt.Errorf("the host would not hear of it: %w", told))
	}
	return errors.Join(&Alarm{
		Msg:    fmt.Sprintf("ROLLBACK: %s shows %d entries as its newest, and this witness cosigned %d", f.origin, s.N, old),
		Before: note, Now: bytes.Clone(a.Note), Host: host,
	}, err)
}

// Run follows the log until the context ends or an *Alarm is raised. Other
// errors are told and tried again, after longer and longer pauses.
func (f *Follower) Run(ctx context.Context, every time.Duration, tell func(error)) error {
	pause := every
	for {
		_, err := f.Step(ctx)
		var alarm *Alarm
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.As(err, &alarm):
			return err
		case err != nil:
			tell(err)
			pause = min(2*pause, 5*time.Minute)
		default:
			pause = every
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}
