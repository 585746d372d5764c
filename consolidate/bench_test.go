package consolidate_test

import (
	"encoding/json"
	"fmt"
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

var _ = strings.Fields
