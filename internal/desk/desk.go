// Package desk is the only way into a negotiation and out of it: Do has a
// member's command decided and written, View shows what the member may see.
//
// The desk keeps the folded state of each negotiation in memory and knows no
// rule of the process; those are in package negotiation.
package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"sync"
	"time"

	"parley/internal/store"
	"parley/negotiation"
	"parley/record"
)

// Log is what the desk writes to and reads from.
type Log interface {
	store.Log
	store.Record
	store.Checkpoints
	store.Index
}

// Desk is safe for use by several goroutines.
type Desk struct {
	log Log
	now func() time.Time

	mu    sync.Mutex
	rooms map[negotiation.ID]*room
}

// room is one negotiation. Its lock is held while a command is decided and
// written, so that one process has one writer.
type room struct {
	id    negotiation.ID
	mu    sync.Mutex
	state negotiation.State
	views map[negotiation.PartyID]*negotiation.View // of state

	whispers map[negotiation.RoomID][]negotiation.Said // off the record

	index index

	listening sync.Mutex
	listeners map[*listener]struct{}
}

// New returns a desk over a log. The clock gives entries their time.
func New(log Log, now func() time.Time) *Desk {
	return &Desk{log: log, now: now, rooms: map[negotiation.ID]*room{}}
}

// Open opens a negotiation.
func (d *Desk) Open(ctx context.Context, c negotiation.Open) error {
	return d.Do(ctx, c.ID, c.Member.ID, c)
}

// Prepare returns what the member is to sign for a command, as it would be
// recorded now; see negotiation.Signed.
func (d *Desk) Prepare(ctx context.Context, id negotiation.ID, member negotiation.MemberID, c negotiation.Command) (record.Act, error) {
	r := d.room(id)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := d.catchUp(ctx, r); err != nil {
		return record.Act{}, err
	}
	defer d.forget(r)
	return negotiation.Prepare(r.state, member, c, d.now())
}

// Do has a command decided and written. When it returns nil, what was decided
// is on the disk. The error is a *negotiation.Refusal when the command is not
// allowed or not possible.
func (d *Desk) Do(ctx context.Context, id negotiation.ID, member negotiation.MemberID, c negotiation.Command) error {
	return d.DoAt(ctx, id, member, c, d.now())
}

// DoAt is Do at a given time: for what is brought in from before.
func (d *Desk) DoAt(ctx context.Context, id negotiation.ID, member negotiation.MemberID, c negotiation.Command, at time.Time) error {
	if open, ok := c.(negotiation.Open); ok {
		open.Origin = d.log.Host(id).Name()
		c = open
	}
	r := d.room(id)
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		if err := d.catchUp(ctx, r); err != nil {
			return err
		}
		entries, err := negotiation.Decide(r.state, member, c, at)
		if err != nil {
			d.forget(r)
			return err
		}
		err = d.append(ctx, r, entries)
		if errors.Is(err, store.ErrConflict) {
			continue
		}
		if err != nil {
			return closed(fmt.Errorf("write to %s: %w", id, err))
		}
		r.apply(entries)
		return nil
	}
}

// append writes entries behind the head that the room knows. Words that are
// erased are in no index any more when it is written that they are.
func (d *Desk) append(ctx context.Context, r *room, entries []negotiation.Entry) error {
	if lastErased(entries) > 0 {
		r.index.mu.Lock()
		defer r.index.mu.Unlock()
		r.index.shelves = nil
		if err := d.log.ClearShelves(ctx, r.id); err != nil {
			return fmt.Errorf("take what is erased out of the index: %w", err)
		}
	}
	return d.log.Append(ctx, r.id, r.state.Seq, entries)
}

// closed says to people that nothing can be written any more, and who can help.
func closed(err error) error {
	says := map[error]string{
		store.ErrDoubted: "nothing can be written now: this server holds less than it once promised, or was put back from a backup",
		store.ErrStopped: "nothing can be written now: the disk of this server has failed",
	}
	for cause, msg := range says {
		if errors.Is(err, cause) {
			return errors.Join(err, &negotiation.Refusal{
				Reason: negotiation.NotAllowed, Msg: msg, Hint: "tell whoever runs this server; everything can still be read",
			})
		}
	}
	return err
}

func (d *Desk) room(id negotiation.ID) *room {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.rooms[id]
	if r == nil {
		r = &room{id: id, listeners: map[*listener]struct{}{}}
		d.rooms[id] = r
	}
	return r
}

// catchUp folds what is in the log and not in the state.
func (d *Desk) catchUp(ctx context.Context, r *room) error {
	entries, err := d.log.Read(ctx, r.id, r.state.Seq)
	if err != nil {
		return err
	}
	r.apply(entries)
	return nil
}

// mostViews is how many parties' views of a state are kept: those of 200 parties
// at a large conference would take gigabytes.
const mostViews = 24

// few is how many entries are applied one by one: each makes a state of its own,
// so that for many it is quicker to fold anew.
const few = 50

// apply folds entries that are on the disk and wakes who listens: for entries
// of another process, when this one first reads them.
func (r *room) apply(entries []negotiation.Entry) {
	if len(entries) == 0 {
		return
	}
	if len(entries) > few {
		r.state = negotiation.Fold(slices.Concat(r.state.Entries, entries))
	} else {
		for _, e := range entries {
			r.state = negotiation.Apply(r.state, e)
		}
	}
	r.views = map[negotiation.PartyID]*negotiation.View{}
	if seq := lastErased(entries); seq > 0 {
		r.index.erased.Store(seq)
	}
	r.wake()
}

// View returns the negotiation as the member may see it now.
func (d *Desk) View(ctx context.Context, id negotiation.ID, member negotiation.MemberID) (*negotiation.View, error) {
	v, _, err := d.look(ctx, id, member)
	return v, err
}

// look also returns how many entries there are, seen or not.
func (d *Desk) look(ctx context.Context, id negotiation.ID, member negotiation.MemberID) (*negotiation.View, int64, error) {
	v, state, err := d.lookWith(ctx, id, member)
	return v, state.Seq, err
}

// lookWith also returns the state that is looked at.
func (d *Desk) lookWith(ctx context.Context, id negotiation.ID, member negotiation.MemberID) (*negotiation.View, negotiation.State, error) {
	r := d.room(id)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := d.catchUp(ctx, r); err != nil {
		return nil, negotiation.State{}, err
	}
	me, err := negotiation.Who(r.state, member)
	if err != nil {
		d.forget(r)
		return nil, negotiation.State{}, err
	}
	if known := r.views[me.Party]; known != nil {
		return known.As(me, d.now()), r.state, nil
	}
	v, err := negotiation.Look(r.state, member, d.now())
	if err != nil {
		return nil, negotiation.State{}, err
	}
	for party := range r.views { // any of them: at this size of a conference each is asked for again soon
		if len(r.views) < mostViews {
			break
		}
		delete(r.views, party)
	}
	r.views[me.Party] = v
	return v, r.state, nil
}

// forget drops a room that is no negotiation, so that asking for names that do
// not exist fills no memory.
func (d *Desk) forget(r *room) {
	if r.state.Seq > 0 {
		return
	}
	d.mu.Lock()
	delete(d.rooms, r.id)
	d.mu.Unlock()
}

// ViewAt returns the negotiation as the member could have seen it at a past
// moment: the entries up to then, under the audiences of then. Nothing can be
// done in the past.
func (d *Desk) ViewAt(ctx context.Context, id negotiation.ID, member negotiation.MemberID, asOf time.Time) (*negotiation.View, error) {
	v, _, err := d.lookAt(ctx, id, member, asOf)
	return v, err
}

// lookAt is look at a past moment; the zero time is now.
func (d *Desk) lookAt(ctx context.Context, id negotiation.ID, member negotiation.MemberID, asOf time.Time) (*negotiation.View, int64, error) {
	if asOf.IsZero() {
		return d.look(ctx, id, member)
	}
	if _, _, err := d.look(ctx, id, member); err != nil {
		return nil, 0, err // a stranger learns nothing of the past either
	}
	r := d.room(id)
	r.mu.Lock()
	now := r.state
	r.mu.Unlock()
	n := sort.Search(len(now.Entries), func(i int) bool { return now.Entries[i].At.After(asOf) })
	if n == 0 {
		return nil, 0, &negotiation.Refusal{
			Reason: negotiation.NotFound, Where: "as of " + asOf.UTC().Format(time.RFC3339), Msg: "nothing was recorded yet",
			Hint: "the record begins on " + now.Entries[0].At.Format(time.RFC3339) + ": ask for a later moment",
		}
	}
	v, err := negotiation.LookBack(negotiation.Fold(now.Entries[:n]), now, member, asOf)
	if err != nil {
		return nil, 0, err
	}
	v.Can = negotiation.Permissions{}
	return v, int64(n), nil
}

// Negotiations returns every negotiation there is: for the operator of the
// host, not for members.
func (d *Desk) Negotiations(ctx context.Context) ([]negotiation.ID, error) { return d.log.List(ctx) }

// Members returns who is at the table of a negotiation, and its name: for the
// operator of the host, who makes the invite links.
func (d *Desk) Members(ctx context.Context, id negotiation.ID) ([]negotiation.Member, string, error) {
	r := d.room(id)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := d.catchUp(ctx, r); err != nil {
		return nil, "", err
	}
	if r.state.Seq == 0 {
		d.forget(r)
		return nil, "", &negotiation.Refusal{Reason: negotiation.NotFound, Where: "negotiation " + string(id), Msg: "there is none", Hint: "look at the list of what there is"}
	}
	return r.state.Members, r.state.Name, nil
}
