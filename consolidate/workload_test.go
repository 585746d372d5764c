package consolidate_test

import (
	"strings"
	"testing"

	"parley/consolidate"
)

// truth finds, from the paragraphs alone and by plain words, which changes
// overlap another amendment's: for each paragraph and amendment the span of
// words that is not a common beginning or end.
func (w workload) truth() map[[2]int]bool {
	type span struct{ am, lo, hi int }
	byParagraph := map[int][]span{}
	for am, changes := range w.Ams {
		for key, words := range changes {
			p := atoi(key)
			a, b := strings.Fields(w.Doc[p]), strings.Fields(words)
			lo := 0
			for lo < len(a) && lo < len(b) && a[lo] == b[lo] {
				lo++
			}
			hi := 0
			for hi < len(a)-lo && hi < len(b)-lo && a[len(a)-1-hi] == b[len(b)-1-hi] {
				hi++
			}
			byParagraph[p] = append(byParagraph[p], span{am, lo, len(a) - hi})
		}
	}
	out := map[[2]int]bool{}
	for p, spans := range byParagraph {
		for _, x := range spans {
			for _, y := range spans {
				if x.am != y.am && max(x.lo, y.lo) < min(x.hi, y.hi) {
					out[[2]int{x.am, p}] = true
				}
			}
		}
	}
	return out
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		n = 10*n + int(r-'0')
	}
	return n
}

func TestEveryTrueOverlapOfTheWorkloadsIsFoundAndNoOther(t *testing.T) {
	for _, size := range []string{"50_10", "200_10", "200_50", "200_200", "500_200"} {
		w := readWorkload(t, size)
		base := w.base()
		b, err := consolidate.Consolidate(base, amend(base, w.copies(base)))
		if err != nil {
			t.Fatal(err)
		}
		found := map[[2]int]bool{}
		for _, l := range b.Provisions {
			for _, s := range l.Words {
				if s.Bracket == nil {
					continue
				}
				var in []string
				for _, a := range s.Bracket.Alternatives {
					in = append(in, a.Sponsors...)
				}
				if len(in) > 1 {
					for _, sponsor := range in {
						found[[2]int{atoi(sponsor[1:]), atoi(string(l.ID[1:]))}] = true
					}
				}
			}
		}
		truth := w.truth()
		missed, invented := 0, 0
		for k := range truth {
			if !found[k] {
				missed++
			}
		}
		for k := range found {
			if !truth[k] {
				invented++
			}
		}
		all, _ := b.Stats()
		t.Logf("%s: %d changes, the file counts %d truly overlapping, by words %d, found %d (missed %d, invented %d); %+v",
			size, w.Total, w.TrueColliding, len(truth), len(found), missed, invented, all)
		if missed > 0 || invented > 0 || len(found) != w.TrueColliding {
			t.Errorf("%s: precision and recall are not 1", size)
		}
	}
}
