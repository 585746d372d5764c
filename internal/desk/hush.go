package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"parley/negotiation"
)

// What is said off the record is held in memory alone, for as long as the room
// says. It is in no log, no bundle and no backup, and a restart forgets it.

// longestWhisper and mostWhispers bound what a room holds.
const (
	longestWhisper = 4000
	mostWhispers   = 500
)

// Whisper says something in a room that is off the record. The error is a
// *negotiation.Refusal when the member is in no such room.
func (d *Desk) Whisper(ctx context.Context, id negotiation.ID, member negotiation.MemberID, room negotiation.RoomID, words string) error {
	v, err := d.View(ctx, id, member)
	if err != nil {
		return err
	}
	where, err := v.OffRecord(room)
	if err != nil {
		return err
	}
	words = strings.TrimSpace(words)
	if words == "" || len(words) > longestWhisper {
		return &negotiation.Refusal{Reason: negotiation.Invalid, Where: "room " + where.Name, Msg: "nothing is said, or more than 4,000 bytes", Hint: "write something shorter"}
	}
	r := d.room(id)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.whispers == nil {
		r.whispers = map[negotiation.RoomID][]negotiation.Said{}
	}
	said := append(fresh(r.whispers[room], where.Keep, d.now()), negotiation.Said{Room: room, Words: words, By: v.Me.ID, Party: v.Me.Party, At: d.now().UTC()})
	r.whispers[room] = said[max(0, len(said)-mostWhispers):]
	r.wake()
	return nil
}

// Whispers returns what was said off the record in a room and stands yet.
func (d *Desk) Whispers(ctx context.Context, id negotiation.ID, member negotiation.MemberID, room negotiation.RoomID) ([]negotiation.Said, error) {
	v, err := d.View(ctx, id, member)
	if err != nil {
		return nil, err
	}
	where, err := v.OffRecord(room)
	if err != nil {
		return nil, err
	}
	r := d.room(id)
	r.mu.Lock()
	defer r.mu.Unlock()
	return fresh(r.whispers[room], where.Keep, d.now()), nil
}

// Heard returns when something was last said in a room off the record that the
// member is in; zero: never.
func (d *Desk) Heard(v *negotiation.View) time.Time {
	var last time.Time
	r := d.room(v.ID)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, room := range v.Rooms() {
		if said := r.whispers[room.ID]; len(said) > 0 && said[len(said)-1].At.After(last) {
			last = said[len(said)-1].At
		}
	}
	return last
}

// fresh returns what has not expired.
func fresh(said []negotiation.Said, keep time.Duration, now time.Time) []negotiation.Said {
	i := slices.IndexFunc(said, func(x negotiation.Said) bool { return now.Sub(x.At) < keep })
	if i < 0 {
		return nil
	}
	return slices.Clone(said[i:])
}
