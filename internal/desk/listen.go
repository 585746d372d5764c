package desk

import (
	"context"

	"parley/negotiation"
)

// listener waits for a negotiation to change. Its channel holds one wake-up:
// whoever listens asks for a View anyway, so that wake-ups may be joined.
type listener struct{ woken chan struct{} }

// Listen returns a channel that gets a value, after the write is on the disk,
// whenever the negotiation has changed. It says nothing else, so it can give
// nothing away; compare View.Version to learn whether there is something to
// see. The channel is never closed; it falls silent when the context ends.
func (d *Desk) Listen(ctx context.Context, id negotiation.ID) <-chan struct{} {
	r := d.room(id)
	l := &listener{make(chan struct{}, 1)}
	r.listening.Lock()
	r.listeners[l] = struct{}{}
	r.listening.Unlock()
	context.AfterFunc(ctx, func() {
		r.listening.Lock()
		delete(r.listeners, l)
		r.listening.Unlock()
	})
	return l.woken
}

func (r *room) wake() {
	r.listening.Lock()
	defer r.listening.Unlock()
	for l := range r.listeners {
		select {
		case l.woken <- struct{}{}:
		default: // it is awake already
		}
	}
}
