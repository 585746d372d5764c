package witness

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"parley/internal/remote"
	"parley/record"
)

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
	sent   int64 // size of the checkpoint whose cosignature the host has
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
	if err != nil {
		return false, err
	}
	if a == nil {
		return false, f.deliver(ctx)
	}
	first := f.origin == "" // the log's name is not known yet, nor what was cosigned of it
	if err := f.meet(host); err != nil {
		return false, err
	}
	if first {
		return f.step(ctx)
	}
	if err := f.cosign(ctx, *a, old.N, host); err != nil {
		return false, err
	}
	return true, f.deliver(ctx)
}

// cosign has the witness accept what the host showed. The error is an *Alarm
// when that is another history. A host that shows less than was cosigned is
// shown that: if it is honest and only put back a backup, it stops before it
// forks.
func (f *Follower) cosign(ctx context.Context, a record.Addition, old int64, host record.Key) error {
	s, err := record.Open(a.Note, host)
	if err != nil {
		return err
	}
	if alarm := f.Witness.contradiction(s); alarm != nil {
		return alarm
	}
	note, _, err := f.Witness.Last(f.origin)
	if err != nil {
		return err
	}
	if s.N < old {
		told := f.table.Send(ctx, "/record/ahead", string(note))
		return errors.Join(&Alarm{
			Msg:    fmt.Sprintf("ROLLBACK: %s shows %d entries as its newest, and this witness cosigned %d", f.origin, s.N, old),
			Before: note, Now: a.Note, Host: host,
		}, told)
	}
	_, err = f.Witness.Add(a)
	var declined *record.Declined
	if errors.As(err, &declined) && declined.Fork != nil {
		return f.Witness.fork(declined.Fork) // an honest host always has the proof
	}
	return err
}

// deliver brings the host the last cosignature, unless it has it already. A
// line that was lost on the way, or refused because no party had named the
// witness yet, is so brought again.
func (f *Follower) deliver(ctx context.Context) error {
	note, last, err := f.Witness.Last(f.origin)
	if err != nil || last == nil || f.sent == last.N {
		return err
	}
	line := note[bytes.LastIndex(note[:len(note)-1], []byte("\n"))+1:]
	if err := f.table.Send(ctx, fmt.Sprintf("/record/cosignatures?size=%d", last.N), string(line)); err != nil {
		return err
	}
	f.sent = last.N
	if f.Signed != nil {
		f.Signed(f.origin, last.N)
	}
	return nil
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

// meet keeps the key of a host that is new, unless another one is expected: by
// whoever runs the witness, or because another record stood at this address.
func (f *Follower) meet(host record.Key) error {
	address := f.table.Address()
	known, err := f.Witness.followed(address)
	switch {
	case err != nil:
		return err
	case f.HostKey != "" && host.String() != f.HostKey:
		return &Alarm{Msg: fmt.Sprintf("ANOTHER HOST: its key is %s and not %s", host, f.HostKey), Host: host}
	case f.HostKey == "" && known != "" && known != host.Name():
		return &Alarm{Msg: fmt.Sprintf("ANOTHER RECORD: at %s was %s, and now the host shows %s; if the parties agreed to that, add --host-key %s", address, known, host.Name(), host), Host: host}
	}
	_, _, unknown := f.Witness.Last(host.Name())
	if err := f.Witness.Watch(host.Name(), host); err != nil {
		return &Alarm{Msg: "ANOTHER KEY: " + err.Error(), Host: host}
	}
	if known != host.Name() {
		if err := f.Witness.follow(address, host.Name()); err != nil {
			return err
		}
	}
	if unknown != nil && f.HostKey == "" && f.Trusted != nil {
		f.Trusted(host)
	}
	f.origin = host.Name()
	return nil
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
