package redline

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// apply builds b from a and the hunks, with the parts that b inserts.
func apply[T any](a, b []T, hs []Hunk) []T {
	var out []T
	at := 0
	for _, h := range hs {
		out = append(append(out, a[at:h.ALo]...), b[h.BLo:h.BHi]...)
		at = h.AHi
	}
	return append(out, a[at:]...)
}

// distance is the length of a shortest script, by dynamic programming.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diag := row[0]
		row[0] = i + 1
		for j := range b {
			next := min(row[j], row[j+1]) + 1
			if a[i] == b[j] {
				next = diag
			}
			diag, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}

func TestDiffIsAShortestScript(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.SliceOfN(rapid.SampledFrom([]rune("abcde")), 0, 40)
		a, b := gen.Draw(t, "a"), gen.Draw(t, "b")
		hs := Diff(a, b)
		if got := apply(a, b, hs); !slices.Equal(got, b) && len(b) > 0 {
			t.Fatalf("hunks %v give %q", hs, string(got))
		}
		cost, last := 0, Hunk{AHi: -1, BHi: -1}
		for _, h := range hs {
			if h.ALo <= last.AHi || h.BLo <= last.BHi {
				t.Fatalf("hunks %v touch", hs)
			}
			if h.ALo-last.AHi != h.BLo-last.BHi {
				t.Fatalf("hunks %v leave unequal lengths between them", hs)
			}
			cost, last = cost+h.AHi-h.ALo+h.BHi-h.BLo, h
		}
		if want := distance(a, b); cost != want {
			t.Fatalf("script of %d, the shortest has %d", cost, want)
		}
	})
}

func TestDiffOfHugeUnlikeSequencesIsCutShortAndStillRight(t *testing.T) {
	a, b := make([]int, 200_000), make([]int, 200_000)
	seed := uint32(1)
	next := func() int { seed = seed*1664525 + 1013904223; return int(seed >> 24) }
	for i := range a {
		a[i], b[i] = next(), next()
	}
	if got := apply(a, b, Diff(a, b)); !slices.Equal(got, b) {
		t.Fatal("the hunks do not give the new sequence")
	}
}
