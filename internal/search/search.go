// Package search finds words in what a member may see.
//
// Things lists what a view holds that has words and a place to be read at;
// ParseQuery reads what is looked for; Find puts both together. All three are
// pure functions of a view, which holds nothing that its member may not see, so
// that hits, their order, their number and their snippets tell nothing of the
// rest. An index may say which things need not be read (see Candidates); it
// changes no answer.
//
// Hits are ordered by when the thing was, the newest first. No rank is computed
// from how often words are used: over one index for all, such figures would
// tell what others wrote.
package search

import (
	"slices"
	"time"

	"parley/negotiation"
)

// Request is what is looked for. Its zero value asks for nothing.
type Request struct {
	Words string // see ParseQuery; "": any
	Kind  Kind
	Party negotiation.PartyID
	Issue negotiation.IssueID
	From  time.Time // zero: no bound; what is of this moment is in
	To    time.Time // the same; what has no time is in no bounds
	Skip  int       // so many hits
	Limit int       // so many hits are told in full; 0: 50
}

// usual is how many hits are told in full where it is not said.
const usual = 50

// Empty reports whether nothing is asked for.
func (r Request) Empty() bool { return r.Words == "" && r.Kind == "" && !r.Narrowed() }

// Narrowed reports whether only things of a party, an issue or a time are asked
// for.
func (r Request) Narrowed() bool {
	return r.Party != "" || r.Issue != "" || !r.From.IsZero() || !r.To.IsZero()
}

// Hit is a thing that was looked for.
type Hit struct {
	Thing
	Title   []Piece
	Snippet []Piece // the words around those that were looked for
}

// Found is what was found.
type Found struct {
	Hits  []Hit
	Total int           // with those that were skipped or are beyond the limit
	Kinds []CountOfKind // of all kinds, also where one was asked for
}

// CountOfKind is how many hits there are of a kind.
type CountOfKind struct {
	Kind  Kind
	Count int
}

// Candidates say which things may hold all words of a query, by their digests;
// those that are not Known have to be read.
type Candidates struct {
	Known func(Digest) bool
	Hold  map[Digest]bool
}

// Find returns what of the things is asked for. Without candidates it reads all.
func Find(things []Thing, r Request, q Query, c *Candidates) Found {
	var out Found
	if r.Empty() || r.Words != "" && len(q) == 0 {
		return out
	}
	counts := map[Kind]int{}
	var hits []*Thing
	for i := range things {
		t := &things[i]
		if !r.admits(t) || !holds(t, q, c) {
			continue
		}
		counts[t.Kind]++
		if r.Kind == "" || t.Kind == r.Kind {
			hits = append(hits, t)
		}
	}
	slices.SortStableFunc(hits, func(a, b *Thing) int { return b.At.Compare(a.At) })
	for _, k := range Kinds {
		if counts[k] > 0 {
			out.Kinds = append(out.Kinds, CountOfKind{k, counts[k]})
		}
	}
	out.Total = len(hits)
	hits = hits[min(max(r.Skip, 0), len(hits)):]
	if r.Limit <= 0 {
		r.Limit = usual
	}
	for _, t := range hits[:min(r.Limit, len(hits))] {
		out.Hits = append(out.Hits, Hit{Thing: *t, Title: q.mark(t.Name), Snippet: q.snippet(t)})
	}
	return out
}

// admits reports whether a thing passes the filters, the kind aside.
func (r Request) admits(t *Thing) bool {
	return (r.Party == "" || slices.Contains(t.Parties, r.Party)) &&
		(r.Issue == "" || slices.Contains(t.Issues, r.Issue)) &&
		r.during(t.At)
}

// during reports whether a moment is within the bounds; what has no time is
// within none.
func (r Request) during(at time.Time) bool {
	return (r.From.IsZero() || !at.Before(r.From)) && (r.To.IsZero() || !at.IsZero() && !at.After(r.To))
}

func holds(t *Thing, q Query, c *Candidates) bool {
	if len(q) == 0 {
		return true
	}
	if c != nil && c.Known(t.Digest) {
		return c.Hold[t.Digest]
	}
	return q.In(t.Fields)
}
