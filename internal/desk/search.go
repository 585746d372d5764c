package desk

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"parley/internal/search"
	"parley/internal/store"
	"parley/negotiation"
)

// What a member may see is searched with the help of the store's index. Its
// shelf "" holds what everyone sees, and a party's own shelf what that party sees
// besides: a search reads these two and no other, so that how long it takes tells
// nothing of what lies there. Hits are taken from the member's view, never from
// the index, which only says what need not be read. Where it is behind, or
// fails, the view is read instead: the answer is the same and comes later.

// common is the shelf of what everyone sees.
const common = ""

// index is what the desk knows of the index of a negotiation.
type index struct {
	erased atomic.Int64 // the number of the last entry by which words were erased

	mu      sync.Mutex
	shelves map[string]*shelf
	cleared int64 // the value of erased at which the index was cleared
}

// mostShelves is how many shelves are kept in memory: the things of one party at a
// large conference take 40 MB, and are listed again in a third of a second.
const mostShelves = 8

// shelf is one shelf as it was brought up to an entry.
type shelf struct {
	seq    int64
	things []search.Thing // of the party's view; nil for what everyone sees
	on     map[store.Digest]bool
}

// lastErased returns the number of the last entry by which words were erased, or
// 0.
func lastErased(entries []negotiation.Entry) int64 {
	var seq int64
	for _, e := range entries {
		if _, ok := e.Body.(*negotiation.ContentErased); ok {
			seq = e.Seq
		}
	}
	return seq
}

// Search finds things in what the member may see, now or as of a past moment; the
// zero time is now. The error is a *negotiation.Refusal when the member may see
// nothing, or the query is too long.
func (d *Desk) Search(ctx context.Context, id negotiation.ID, member negotiation.MemberID, asOf time.Time, asked search.Request) (search.Found, error) {
	q, err := search.ParseQuery(asked.Words)
	if err != nil {
		return search.Found{}, err
	}
	v, state, err := d.lookWith(ctx, id, member)
	if err != nil {
		return search.Found{}, err
	}
	things, c := d.candidates(ctx, d.room(id), v, state, q)
	if !asOf.IsZero() {
		past, err := d.ViewAt(ctx, id, member, asOf)
		if err != nil {
			return search.Found{}, err
		}
		things = search.Things(past)
	}
	if err := ctx.Err(); err != nil {
		return search.Found{}, err
	}
	return search.Find(things, asked, q, c), nil
}

// candidates returns the things of a view, and what the shelves of its party,
// brought up to the state, say of a query: nil when everything has to be read.
func (d *Desk) candidates(ctx context.Context, r *room, v *negotiation.View, state negotiation.State, q search.Query) ([]search.Thing, *search.Candidates) {
	x := &r.index
	x.mu.Lock()
	defer x.mu.Unlock()
	if state.Seq < x.erased.Load() {
		return search.Things(v), nil // words that are erased since must not come back
	}
	own, shared, err := d.bringUp(ctx, r, v, state)
	if err != nil {
		x.shelves = nil
		return search.Things(v), nil
	}
	if len(q) == 0 {
		return own.things, nil
	}
	c := &search.Candidates{Hold: map[search.Digest]bool{}, Known: func(t search.Digest) bool {
		return shared.on[store.Digest(t)] || own.on[store.Digest(t)]
	}}
	for _, name := range []string{common, string(v.Me.Party)} {
		found, err := d.log.Find(ctx, r.id, name, terms(q))
		if err != nil {
			x.shelves = nil
			return own.things, nil
		}
		for _, f := range found {
			c.Hold[search.Digest(f)] = true
		}
	}
	return own.things, c
}

func terms(q search.Query) []store.Term {
	var out []store.Term
	for _, t := range q {
		out = append(out, store.Term{Words: t.Words, Prefix: t.Prefix})
	}
	return out
}

// bringUp brings the two shelves of a view's party up to a state.
func (d *Desk) bringUp(ctx context.Context, r *room, v *negotiation.View, state negotiation.State) (own, shared *shelf, err error) {
	x := &r.index
	if x.shelves == nil {
		x.shelves = map[string]*shelf{}
	}
	if erased := x.erased.Load(); x.cleared < erased {
		clear(x.shelves)
		if err := d.log.ClearShelves(ctx, r.id); err != nil {
			return nil, nil, err
		}
		x.cleared = erased
	}
	for name := range x.shelves { // any of them, as for views
		if len(x.shelves) < mostShelves || x.shelves[string(v.Me.Party)] != nil {
			break
		}
		if name != common {
			delete(x.shelves, name)
		}
	}
	shared, err = d.shelve(ctx, r, common, state.Seq, func() []search.Thing { return search.Things(negotiation.Common(state)) }, nil)
	if err != nil {
		return nil, nil, err
	}
	own, err = d.shelve(ctx, r, string(v.Me.Party), state.Seq, func() []search.Thing { return search.Things(v) }, shared.on)
	return own, shared, err
}

// batch is how many passages are put on a shelf at once.
const batch = 2000

// shelve brings a shelf up to what a view holds and is not elsewhere.
func (d *Desk) shelve(ctx context.Context, r *room, name string, seq int64, things func() []search.Thing, elsewhere map[store.Digest]bool) (*shelf, error) {
	was := r.index.shelves[name]
	if was != nil && was.seq >= seq {
		return was, nil
	}
	lies := map[store.Digest]bool{}
	if was != nil {
		lies = was.on
	} else {
		there, err := d.log.Shelf(ctx, r.id, name)
		if err != nil {
			return nil, err
		}
		for _, x := range there {
			lies[x] = true
		}
	}
	is := &shelf{seq: seq, things: things(), on: make(map[store.Digest]bool, len(lies))}
	var add []store.Passage
	for i := range is.things {
		t := &is.things[i]
		x := store.Digest(t.Digest)
		if len(t.Fields) == 0 || elsewhere[x] || is.on[x] {
			continue
		}
		is.on[x] = true
		if !lies[x] {
			add = append(add, passage(t))
		}
		if len(add) == batch {
			if err := d.log.Shelve(ctx, r.id, name, add, nil); err != nil {
				return nil, err
			}
			add = nil
		}
	}
	var remove []store.Digest
	for x := range lies {
		if !is.on[x] {
			remove = append(remove, x)
		}
	}
	if len(add)+len(remove) > 0 {
		if err := d.log.Shelve(ctx, r.id, name, add, remove); err != nil {
			return nil, err
		}
	}
	if name == common {
		is.things = nil
	}
	r.index.shelves[name] = is
	return is, nil
}

func passage(t *search.Thing) store.Passage {
	p := store.Passage{Digest: store.Digest(t.Digest), Fields: make([][]string, len(t.Fields))}
	for i, f := range t.Fields {
		for _, w := range search.Words(f) {
			p.Fields[i] = append(p.Fields[i], w.Folded)
		}
	}
	return p
}
