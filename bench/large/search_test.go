package large

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/app"
	"parley/internal/search"
	"parley/negotiation"
)

// Searches of the same negotiation, in which 20,000 statements of 40 words were
// made besides, a tenth of them in confidence: with the index, and by reading all
// that the member may see, in one run.

const statements = 20_000

// say makes statements of words that are used as often as words are.
func (h *history) say() {
	rng := rand.New(rand.NewPCG(5, 1))
	for i := range statements {
		words := make([]string, 40)
		for w := range words {
			x := rng.Float64()
			words[w] = fmt.Sprintf("word%d", int(20_000*x*x*x*x))
		}
		words[rng.IntN(40)] = []string{"kilometre", "停火协定", "والنهر", "соглашение"}[i%4]
		to := negotiation.Everyone
		if i%10 == 0 {
			to = negotiation.Audience{Parties: []negotiation.PartyID{"M", partyName(rng.IntN(parties))}}
		}
		h.add(memberName(i%parties), partyName(i%parties), to, &negotiation.StatementMade{Statement: negotiation.Statement{
			ID: negotiation.StatementID(fmt.Sprintf("S-%d", i)), Words: strings.Join(words, " "), Speaker: "Delegate", Said: begin,
		}})
	}
}

func BenchmarkSearch(b *testing.B) {
	h := write()
	h.say()
	debug.SetGCPercent(app.GCPercent)
	dir := b.TempDir()
	_, _, d := host(b, h, dir)
	h.entries = nil
	ask := func(member negotiation.MemberID, words string) (search.Found, float64) {
		start := time.Now()
		f, err := d.Search(b.Context(), "large", member, time.Time{}, search.Request{Words: words})
		if err != nil {
			b.Fatal(err)
		}
		return f, time.Since(start).Seconds() * 1000
	}
	for b.Loop() {
		v, err := d.View(b.Context(), "large", memberName(7))
		if err != nil {
			b.Fatal(err)
		}
		_ = v.Proposals()
		_, first := ask(memberName(7), "word1")
		_, second := ask(memberName(8), "word1")
		fmt.Printf("the first search of all, with the index made: %.0f ms; the first of another party: %.0f ms\n", first, second)
		start := time.Now()
		things := search.Things(v)
		fmt.Printf("%d things listed in %d ms\n", len(things), time.Since(start).Milliseconds())
		compare(b, things, func(words string) (search.Found, float64) { return ask(memberName(7), words) })
		if err := d.Do(b.Context(), "large", memberName(7), negotiation.MakeStatement{Statement: negotiation.Statement{Words: "one more"}, Audience: negotiation.Everyone}); err != nil {
			b.Fatal(err)
		}
		if _, err := d.View(b.Context(), "large", memberName(7)); err != nil {
			b.Fatal(err)
		}
		_, after := ask(memberName(7), "word1")
		b.ReportMetric(first, "ms/first")
		b.ReportMetric(after, "ms/after-a-write")
	}
	for _, name := range []string{"words.db", "parley.db"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/1e6, "MB-"+name)
	}
	b.ReportMetric(peak(b), "MB-peak")
}

// compare asks for words of every frequency in both ways.
func compare(b *testing.B, things []search.Thing, ask func(string) (search.Found, float64)) {
	slowest, least := 0.0, 1e9
	for _, words := range []string{"absent", "word19876", "word0", "wor*", `"word1 word0"`, "cooperate need", "停火", "نهر", "согл*", "kilometre word0 word1"} {
		var indexed, read []float64
		var f, g search.Found
		for range 5 {
			var took float64
			f, took = ask(words)
			indexed = append(indexed, took)
			start := time.Now()
			q, err := search.ParseQuery(words)
			if err != nil {
				b.Fatal(err)
			}
			g = search.Find(things, search.Request{Words: words}, q, nil)
			read = append(read, time.Since(start).Seconds()*1000)
		}
		if f.Total != g.Total {
			b.Fatalf("%s: %d with the index, %d without", words, f.Total, g.Total)
		}
		slices.Sort(indexed)
		slices.Sort(read)
		ratio := read[2] / indexed[2]
		slowest, least = max(slowest, indexed[2]), min(least, ratio)
		fmt.Printf("%-24s %6d hits: median %7.1f ms with the index, %7.1f ms read, ratio %5.1f\n", words, f.Total, indexed[2], read[2], ratio)
	}
	b.ReportMetric(slowest, "ms/slowest-median")
	b.ReportMetric(least, "x/least-ratio")
}
