package negotiation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// bigState is a negotiation about 500 provisions with 200 amendments by 20
// parties, each made to the first revision and pending on the second.
func bigState(tb testing.TB) negotiation.State {
	tb.Helper()
	h := &history{tb: tb, at: time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC)}
	h.open()
	for i := range 20 {
		h.seat(negotiation.Party{ID: negotiation.PartyID(fmt.Sprintf("P%d", i)), Role: negotiation.Principal})
	}
	base := bigText(500)
	h.must("m", negotiation.TableRevision{Text: base, Standing: negotiation.Draft})
	for i := range 200 {
		amended := base.Clone()
		for j := range 3 {
			p := amended.Provisions[(i*7+j*31)%500]
			p.Words = text.Fold(strings.Replace(p.Words, "thirty days", fmt.Sprintf("%d days", 20+i), 1))
		}
		h.must(negotiation.MemberID(fmt.Sprintf("p%d", i%20)), negotiation.TableAmendment{Revision: 1, Changes: consolidate.Changes(base, amended), Audience: negotiation.Everyone})
	}
	h.must("m", negotiation.Accept{Amendment: h.state.Amendments[0].ID})
	return h.state
}

func bigText(n int) *text.Text {
	t := &text.Text{Title: "Agreement"}
	for i := range n {
		t.Provisions = append(t.Provisions, &text.Provision{
			ID: text.ID(fmt.Sprintf("p%d", i)), Kind: text.Article, Label: fmt.Sprintf("%d.", i+1),
			Words: fmt.Sprintf("In matter %d each Party shall, within thirty days of the entry into force of this Agreement, withdraw its forces behind line %d, and shall inform the other Parties of every movement that it makes in doing so.", i, i),
		})
	}
	return t
}

// What is computed after an entry, for the first who asks.
func BenchmarkFirstLookAt500ProvisionsWith200Amendments(b *testing.B) {
	s := bigState(b)
	for b.Loop() {
		v, err := negotiation.Look(s, "p1", s.At)
		if err != nil {
			b.Fatal(err)
		}
		if n := len(v.Proposals()); n != 200 {
			b.Fatal(n)
		}
		if _, err := v.Bracketed(); err != nil {
			b.Fatal(err)
		}
		v.Outline()
	}
}

func BenchmarkTableAmendmentBeside200(b *testing.B) {
	s := bigState(b)
	base := s.Revisions[0].Text
	amended := base.Clone()
	amended.Provisions[499].Words = "Nothing."
	c := negotiation.TableAmendment{Revision: 1, Changes: consolidate.Changes(base, amended)}
	for b.Loop() {
		if _, err := negotiation.Decide(s, "p1", c, time.Now()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFoldEntry(b *testing.B) {
	s := bigState(b)
	for b.Loop() {
		negotiation.Fold(s.Entries)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(s.Entries)), "ns/entry")
}
