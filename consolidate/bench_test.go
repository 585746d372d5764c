package consolidate_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parley/consolidate"
	"parley/internal/shareddata"
	"parley/text"
)

// The workloads are paragraphs with amendments of three words each, generated
// once for all; each states how many of its changes truly overlap.

type workload struct {
	Doc           []string            `json:"doc"`
	Ams           []map[string]string `json:"ams"`
	Total         int                 `json:"total"`
	TrueColliding int                 `json:"trueColliding"`
}

func readWorkload(tb testing.TB, size string) workload {
	data, err := os.ReadFile(filepath.Join(shareddata.Dir(tb, "consolidate"), "wl_"+size+".json"))
	if err != nil {
		tb.Fatal(err)
	}
	var w workload
	if err := json.Unmarshal(data, &w); err != nil {
		tb.Fatal(err)
	}
	return w
}

// base returns the workload's paragraphs as provisions.
func (w workload) base() *text.Text {
	t := &text.Text{}
	for i, words := range w.Doc {
		t.Provisions = append(t.Provisions, &text.Provision{ID: text.ID(fmt.Sprint("p", i)), Words: text.Fold(words)})
	}
	return t
}

// copies returns each sponsor's amended copy.
func (w workload) copies(base *text.Text) []*text.Text {
	var out []*text.Text
	for _, am := range w.Ams {
		t := &text.Text{Provisions: slices.Clone(base.Provisions)}
		for i, words := range am {
			n, _ := strconv.Atoi(i)
			p := *t.Provisions[n]
			p.Words = text.Fold(words)
			t.Provisions[n] = &p
		}
		out = append(out, t)
	}
	return out
}

func amend(base *text.Text, copies []*text.Text) []consolidate.Amendment {
	var out []consolidate.Amendment
	rev := base.Revision()
	for i, c := range copies {
		out = append(out, consolidate.Amendment{
			ID: fmt.Sprintf("A%03d", i), Sponsors: []string{fmt.Sprintf("S%03d", i)}, Base: rev, Changes: consolidate.Changes(base, c),
		})
	}
	return out
}

func BenchmarkConsolidate(b *testing.B) {
	for _, size := range []string{"50_10", "200_10", "200_50", "200_200", "500_200"} {
		w := readWorkload(b, size)
		base := w.base()
		copies := w.copies(base)
		amendments := amend(base, copies)
		report := func(b *testing.B) {
			work := float64(len(w.Doc) * len(w.Ams))
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/work, "ns/(paragraph·amendment)")
		}
		b.Run("lay/"+size, func(b *testing.B) {
			for b.Loop() {
				if _, err := consolidate.Consolidate(base, amendments); err != nil {
					b.Fatal(err)
				}
			}
			report(b)
		})
		b.Run("from-copies/"+size, func(b *testing.B) {
			for b.Loop() {
				if _, err := consolidate.Consolidate(base, amend(base, copies)); err != nil {
					b.Fatal(err)
				}
			}
			report(b)
		})
	}
}

// BenchmarkGrowth doubles paragraphs and amendments; the time for each pair of
// them should not grow.
func BenchmarkGrowth(b *testing.B) {
	for _, n := range []int{125, 250, 500, 1000} {
		w := generated(2*n, n)
		base := w.base()
		copies := w.copies(base)
		b.Run(fmt.Sprintf("%dx%d", 2*n, n), func(b *testing.B) {
			for b.Loop() {
				if _, err := consolidate.Consolidate(base, amend(base, copies)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(2*n*n), "ns/(paragraph·amendment)")
		})
	}
}

// generated makes paragraphs of 60 words, and amendments of three changes of
// three words each.
func generated(paragraphs, amendments int) workload {
	random := rand.New(rand.NewPCG(1, uint64(paragraphs)))
	words := strings.Fields("the parties shall withdraw forces behind lines within days of notice under joint observation by states as agreed in annex two")
	paragraph := func() []string {
		out := make([]string, 60)
		for i := range out {
			out[i] = words[random.IntN(len(words))]
		}
		return out
	}
	w := workload{}
	for range paragraphs {
		w.Doc = append(w.Doc, strings.Join(paragraph(), " "))
	}
	for a := range amendments {
		am := map[string]string{}
		for range 3 {
			p := random.IntN(paragraphs)
			ws := strings.Fields(w.Doc[p])
			at := random.IntN(len(ws) - 3)
			copy(ws[at:], []string{fmt.Sprint("new", a), "words", fmt.Sprint("here", a)})
			am[strconv.Itoa(p)] = strings.Join(ws, " ")
		}
		w.Ams = append(w.Ams, am)
	}
	return w
}

func BenchmarkAccept(b *testing.B) {
	w := readWorkload(b, "500_200")
	base := w.base()
	amendments := amend(base, w.copies(base))
	for b.Loop() {
		if _, err := consolidate.Accept(base, amendments, amendments[0].ID); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(amendments)), "µs/pending")
}

func BenchmarkWriteHTML(b *testing.B) {
	w := readWorkload(b, "500_200")
	base := w.base()
	laid, err := consolidate.Consolidate(base, amend(base, w.copies(base)))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		laid.WriteHTML(io.Discard)
	}
}
