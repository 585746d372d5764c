package desk_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parley/consolidate"
	"parley/internal/desk"
	"parley/internal/search"
	"parley/internal/store/sqlite"
	"parley/negotiation"
	"parley/text"
)

// What a search gives is held against a reading of the whole view, by rules that
// are written in other words than those of package search: over histories in
// which members say words of a small vocabulary to random audiences, on two desks
// that share a store.

var vocabulary = []string{"line", "Line", "lines", "contact", "thirty", "LÍNEA", "линия", "Огня", "停火", "协定", "停", "التماس", "خط"}

var seats = []struct {
	party  negotiation.PartyID
	member negotiation.MemberID
}{{"CG", "chair"}, {"AL", "al"}, {"BR", "br"}, {"OB", "ob"}}

// talks is a random history.
type talks struct {
	*rapid.T
	desks []*desk.Desk
	now   time.Time
	times []time.Time
}

func newTalks(t *testing.T, r *rapid.T, path string) *talks {
	h := &talks{T: r, now: time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC)}
	for range 2 {
		s, err := sqlite.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		r.Cleanup(func() { s.Close() })
		h.desks = append(h.desks, desk.New(s, func() time.Time { return h.now }))
	}
	h.do("chair", negotiation.Open{
		ID: river, Name: "River", Mediator: negotiation.Party{ID: "CG", Name: "Contact Group", Role: negotiation.Mediator},
		Member: negotiation.Member{ID: "chair", Party: "CG", Name: "Chair"},
	})
	for _, s := range seats[1:] {
		h.do("chair", negotiation.AddParty{Party: negotiation.Party{ID: s.party, Name: "State of the Line " + string(s.party), Role: negotiation.Principal}})
		h.do("chair", negotiation.AddMember{Member: negotiation.Member{ID: s.member, Party: s.party, Name: "Delegate"}})
	}
	h.do("chair", negotiation.TableRevision{Standing: negotiation.Draft, Text: &text.Text{Provisions: []*text.Provision{
		{ID: "a", Label: "1.", Words: "The line of contact."}, {ID: "b", Label: "2.", Words: "停火协定 and линия огня."},
	}}})
	return h
}

func (h *talks) desk() *desk.Desk { return rapid.SampledFrom(h.desks).Draw(h.T, "desk") }

// do does it, and lets nothing be known of what is refused.
func (h *talks) do(by negotiation.MemberID, c negotiation.Command) {
	h.now = h.now.Add(time.Minute)
	err := h.desks[len(h.times)%2].Do(h.Context(), river, by, c)
	var refused *negotiation.Refusal
	if err != nil && !errors.As(err, &refused) {
		h.Fatal(err)
	}
	h.times = append(h.times, h.now)
}

func (h *talks) words() string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 4).Draw(h.T, "words"), rapid.SampledFrom([]string{" ", ", ", " – "}).Draw(h.T, "between"))
}

func (h *talks) act() {
	by := rapid.SampledFrom(seats).Draw(h.T, "by").member
	to := negotiation.Everyone
	if rapid.Bool().Draw(h.T, "confidential") {
		to = negotiation.Audience{Parties: []negotiation.PartyID{rapid.SampledFrom(seats).Draw(h.T, "to").party}}
	}
	v, err := h.desks[0].View(h.Context(), river, "chair")
	if err != nil {
		h.Fatal(err)
	}
	cur := v.Current()
	amended := cur.Text.Clone()
	amended.Provisions[rapid.IntRange(0, 1).Draw(h.T, "provision")].Words = text.Fold(h.words())
	some := func() negotiation.AmendmentID {
		if ps := v.Proposals(); len(ps) > 0 {
			return ps[rapid.IntRange(0, len(ps)-1).Draw(h.T, "amendment")].ID
		}
		return "none"
	}
	switch rapid.IntRange(0, 11).Draw(h.T, "act") {
	case 0:
		h.do(by, negotiation.MakeStatement{Statement: negotiation.Statement{Words: h.words(), Source: h.words()}, Audience: to})
	case 1:
		h.do(by, negotiation.FileDocument{Document: negotiation.Document{Title: h.words(), Words: h.words()}, Audience: to})
	case 2:
		h.do(by, negotiation.KeepNote{Words: h.words()})
	case 3:
		h.do(by, negotiation.FileReport{Report: negotiation.Report{Genre: negotiation.StatementReport, Quote: h.words(), Speaker: negotiation.Speaker{Body: h.words()}, Sources: []negotiation.Source{{Name: h.words()}}}, Audience: to})
	case 4, 5:
		h.do(by, negotiation.TableAmendment{Revision: cur.Number, Changes: consolidate.Changes(cur.Text, amended), Explanation: h.words(), Audience: to})
	case 6:
		h.do("chair", negotiation.Accept{Amendment: some()})
	case 7:
		h.do("chair", negotiation.Reject{Amendment: some(), Note: h.words()})
	case 8:
		h.do("chair", negotiation.TableRevision{Text: amended, Standing: negotiation.Draft, Note: h.words(), Held: rapid.Bool().Draw(h.T, "held")})
	case 9:
		h.do(by, negotiation.ProposeMeeting{Plan: negotiation.Plan{Title: h.words(), Place: h.words(), Format: negotiation.Bilateral, Parties: []negotiation.PartyID{"AL"}}, Audience: to})
	case 10:
		h.do(by, negotiation.TakePosition{On: negotiation.Subject{Provision: "a"}, Stance: negotiation.Reserves, Words: h.words(), Audience: to})
	case 11:
		h.do("chair", negotiation.EraseContent{Entry: int64(rapid.IntRange(8, len(v.Entries())+8).Draw(h.T, "entry")), Reason: "the law"})
	}
}

// asks is a query, and what it means in other words.
func (h *talks) asks() (query string, holds func(fields []string) bool) {
	var terms []func(string) bool
	for range rapid.IntRange(1, 2).Draw(h.T, "terms") {
		said := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 2).Draw(h.T, "term")
		phrase, prefix := strings.Join(said, " "), rapid.Bool().Draw(h.T, "prefix")
		query += ` "` + phrase + `"`
		if prefix {
			query += "*"
		}
		terms = append(terms, func(field string) bool { return stands(plain(field), plain(phrase), prefix) })
	}
	return query, func(fields []string) bool {
		return !slices.ContainsFunc(terms, func(in func(string) bool) bool { return !slices.ContainsFunc(fields, in) })
	}
}

// plain writes words of the vocabulary with one space around each, around each
// character of Chinese and behind the article of Arabic.
func plain(s string) string {
	s = strings.NewReplacer("í", "i", "停", " 停 ", "火", " 火 ", "协", " 协 ", "定", " 定 ", "التماس", " ال تماس ", ",", " ", "–", " ", ".", " ").Replace(strings.ToLower(s))
	return " " + strings.Join(strings.Fields(s), " ") + " "
}

func stands(field, phrase string, prefix bool) bool {
	if prefix {
		phrase = strings.TrimSuffix(phrase, " ")
	}
	return strings.Contains(field, phrase)
}

func told(f search.Found) (out []string) {
	for _, x := range f.Hits {
		out = append(out, fmt.Sprint(x.Kind, x.ID, x.Revision, x.At, x.Fields))
	}
	return out
}

func TestI11_ASearchGivesWhatAReadingOfTheViewGives(t *testing.T) {
	n, hits := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		h := newTalks(t, r, filepath.Join(folder(t, r), "parley.db"))
		for range rapid.IntRange(1, 4).Draw(r, "rounds") {
			for range rapid.IntRange(0, 5).Draw(r, "acts") {
				h.act()
			}
			who := rapid.SampledFrom(seats).Draw(r, "who").member
			query, holds := h.asks()
			var asOf time.Time
			if rapid.IntRange(0, 2).Draw(r, "past") == 0 {
				asOf = rapid.SampledFrom(h.times[5:]).Draw(r, "as of")
			}
			d := h.desk()
			got, err := d.Search(r.Context(), river, who, asOf, search.Request{Words: query, Limit: 1000})
			if err != nil {
				r.Fatal(err)
			}
			v, err := d.View(r.Context(), river, who)
			if !asOf.IsZero() {
				v, err = d.ViewAt(r.Context(), river, who, asOf)
			}
			if err != nil {
				r.Fatal(err)
			}
			var want []search.Hit
			for _, thing := range search.Things(v) {
				if holds(thing.Fields) {
					want = append(want, search.Hit{Thing: thing})
				}
			}
			slices.SortStableFunc(want, func(a, b search.Hit) int { return b.At.Compare(a.At) })
			if a, b := told(got), told(search.Found{Hits: want}); !slices.Equal(a, b) || got.Total != len(want) {
				r.Fatalf("%s asks for %s as of %v and gets %d:\n%s\nwhere the view holds\n%s", who, query, asOf, got.Total, strings.Join(a, "\n"), strings.Join(b, "\n"))
			}
			hits += got.Total
		}
	})
	t.Logf("%d histories, %d hits", n, hits)
	if hits < n/2 {
		t.Error("hardly anything was found: hardly anything was tested")
	}
}

func TestI11_WhatOthersDoUnseenChangesNothingThatASearchGives(t *testing.T) {
	n, unseen := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		h := newTalks(t, r, filepath.Join(folder(t, r), "parley.db"))
		who := rapid.SampledFrom(seats[1:]).Draw(r, "who").member
		query, _ := h.asks()
		look := func() (int64, search.Found) {
			v, err := h.desks[0].View(r.Context(), river, who)
			if err != nil {
				r.Fatal(err)
			}
			f, err := h.desks[0].Search(r.Context(), river, who, time.Time{}, search.Request{Words: query, Limit: 2})
			if err != nil {
				r.Fatal(err)
			}
			return v.Version, f
		}
		version, before := look()
		for range rapid.IntRange(1, 12).Draw(r, "acts") {
			h.act()
			now, after := look()
			if now == version {
				unseen++
				if !reflect.DeepEqual(before, after) {
					r.Fatalf("%s asks for %s, and what others did unseen gave it another answer:\n%+v\n%+v", who, query, before, after)
				}
			}
			version, before = now, after
		}
	})
	if unseen == 0 {
		t.Error("nothing was done unseen")
	}
}

func TestWhatIsErasedIsFoundNoMoreAndInNoFileOfTheIndex(t *testing.T) {
	d, path := newRiver(t)
	find := func(d *desk.Desk, asOf time.Time) int {
		t.Helper()
		f, err := d.Search(t.Context(), river, "al", asOf, search.Request{Words: "mxyzptlk"})
		if err != nil {
			t.Fatal(err)
		}
		return f.Total
	}
	onDisk := func() bool {
		t.Helper()
		found := false
		for _, end := range []string{"", "-wal"} {
			data, err := os.ReadFile(filepath.Join(filepath.Dir(path), "words.db"+end))
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			found = found || bytes.Contains(data, []byte("mxyzptlk"))
		}
		return found
	}
	if err := file(d, t.Context(), "The Mxyzptlk copy"); err != nil {
		t.Fatal(err)
	}
	then := time.Now()
	other, _ := open(t, path)
	for _, x := range []*desk.Desk{d, other} {
		if find(x, time.Time{}) != 1 || !onDisk() {
			t.Fatal("the word is not found: nothing was tested")
		}
	}
	v, err := d.View(t.Context(), river, "chair")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Do(t.Context(), river, "chair", negotiation.EraseContent{Entry: v.Version, Reason: "the law"}); err != nil {
		t.Fatal(err)
	}
	if onDisk() {
		t.Error("the erasure is on the record, and the word stands in the index")
	}
	last, _ := open(t, path)
	for _, x := range []*desk.Desk{d, other, last} {
		if find(x, time.Time{}) != 0 || find(x, then) != 0 || onDisk() {
			t.Error("the word is found, or stands in the index again")
		}
	}
}

func TestASearchNeedsNoIndex(t *testing.T) {
	d, path := newRiver(t)
	words := filepath.Join(filepath.Dir(path), "words.db")
	if err := os.Mkdir(words, 0o700); err != nil { // where the file would be
		t.Fatal(err)
	}
	if f, err := d.Search(t.Context(), river, "al", time.Time{}, search.Request{Words: `"parties meet"`}); err != nil || f.Total != 1 {
		t.Errorf("%d found, %v", f.Total, err)
	}
	if err := os.Remove(words); err != nil {
		t.Fatal(err)
	}
	if f, err := d.Search(t.Context(), river, "al", time.Time{}, search.Request{Words: `"parties meet"`}); err != nil || f.Total != 1 {
		t.Errorf("with it again: %d found, %v", f.Total, err)
	}
	if _, err := os.Stat(words); err != nil {
		t.Errorf("the index is not used again: %v", err)
	}
}

func TestAStrangerSearchesNothing(t *testing.T) {
	d, _ := newRiver(t)
	for _, id := range []negotiation.ID{river, "lake"} {
		_, err := d.Search(t.Context(), id, "nobody", time.Time{}, search.Request{Words: "meet"})
		var refused *negotiation.Refusal
		if !errors.As(err, &refused) || refused.Reason != negotiation.NotFound {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// folder makes a folder that lasts as long as a history.
func folder(t *testing.T, r *rapid.T) string {
	dir, err := os.MkdirTemp("", "parley-talks-")
	if err != nil {
		t.Fatal(err)
	}
	r.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
