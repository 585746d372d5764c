package api

import (
	"net/http"
	"strconv"
	"time"

	"parley/internal/auth"
	"parley/internal/search"
	"parley/negotiation"
	"parley/text"
)

// FoundRead is what was found.
type FoundRead struct {
	Hits  []HitRead
	Total int // with those that were skipped or are beyond the limit
	Kinds []search.CountOfKind
}

// HitRead is a thing in which the words stand.
type HitRead struct {
	Kind      search.Kind
	ID        string      // of an amendment, a report, …; of a room, for a message
	Of        search.Kind // of an act: of what kind id is, or what it is about
	Name      string
	By        string // who said or wrote it
	Party     negotiation.PartyID
	Parties   []negotiation.PartyID // that it is by or about
	Issues    []negotiation.IssueID
	On        negotiation.Subject
	Stance    negotiation.Stance
	At        time.Time // when it was, or was recorded
	Revision  int
	Since     int // the oldest revision in which a provision has the same words
	Provision text.ID
	Lang      string
	Snippet   []search.Piece
}

var searchParameters = []Parameter{
	asof,
	{Name: "q", About: "words that all have to be there, \"phrases in quotes\", and beginnings of words with an asterisk; none: all that the other parameters leave"},
	{Name: "kind", About: "only things of this kind"},
	{Name: "party", About: "only what is by or about the party of this short name"},
	{Name: "issue", About: "only what belongs to the issue of this short name"},
	{Name: "from", About: "only what was at this moment or later, as 2025-11-25T09:00:00+03:00"},
	{Name: "to", About: "only what was at this moment or earlier"},
	{Name: "skip", About: "so many hits", Number: true},
	{Name: "limit", About: "how many hits at most; 50 where it is missing, never more than 500", Number: true},
}

// mostHits is how many hits an answer has at most.
const mostHits = 500

// search finds things in what the member may see.
func (a *api) search(r *http.Request) (any, error) {
	k, err := a.member(r, auth.Reading)
	if err != nil {
		return nil, err
	}
	asked := search.Request{
		Words: r.FormValue("q"), Kind: search.Kind(r.FormValue("kind")), Party: negotiation.PartyID(r.FormValue("party")), Issue: negotiation.IssueID(r.FormValue("issue")),
	}
	var at time.Time
	for name, into := range map[string]*time.Time{"asof": &at, "from": &asked.From, "to": &asked.To} {
		if given := r.FormValue(name); given != "" {
			if *into, err = momentOf(name, given); err != nil {
				return nil, err
			}
		}
	}
	for name, into := range map[string]*int{"skip": &asked.Skip, "limit": &asked.Limit} {
		if given := r.FormValue(name); given != "" {
			n, err := strconv.Atoi(given)
			if err != nil || n < 0 {
				return nil, noNumber(name, given)
			}
			*into = min(n, mostHits)
			if name == "skip" {
				*into = n
			}
		}
	}
	found, err := a.desk.Search(r.Context(), k.Negotiation, k.Member, at, asked)
	if err != nil {
		return nil, err
	}
	out := FoundRead{Hits: []HitRead{}, Total: found.Total, Kinds: found.Kinds}
	for _, h := range found.Hits {
		out.Hits = append(out.Hits, HitRead{
			h.Kind, h.ID, h.Of, h.Name, h.By, h.Party, h.Parties, h.Issues, h.On, h.Stance, h.At, h.Revision, h.Since, h.Provision, h.Lang, h.Snippet,
		})
	}
	return out, nil
}
