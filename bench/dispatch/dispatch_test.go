package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"parley/internal/dispatch"
	"parley/internal/shareddata"
)

// TestTheFiguresHold keeps what is reached on the invented pieces.
func TestTheFiguresHold(t *testing.T) {
	names, err := pieceNames(nil)
	if err != nil {
		t.Fatal(err)
	}
	total := tally{}
	for _, name := range names {
		one, err := measurePiece(io.Discard, name, false)
		if err != nil {
			t.Fatal(err)
		}
		total.add(one)
	}
	for kind, least := range map[string]float64{"quote": 0.95, "indirect": 0.92, "silence": 0.85, "meeting": 0.85, "document": 0.8, "incident": 0.85} {
		if got := total[kind].f1(); got < least {
			t.Errorf("F1 of %s is %.2f, under %.2f", kind, got, least)
		}
	}
}

// TestTheArticleIsReadInFull holds the promise for the real article: each
// quotation with its speaker, the meetings, the incident, the transcript, and
// nine in ten indirect statements.
func TestTheArticleIsReadInFull(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(shareddata.Dir(t, "../seed"), "article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := measure(io.Discard, string(data), articleWant, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds {
		if c := got[kind]; c.found < c.wanted && (kind != "indirect" || c.recall() < 0.9) {
			t.Errorf("%s: found %d of %d", kind, c.found, c.wanted)
		}
	}
}

func BenchmarkPropose(b *testing.B) {
	data, err := os.ReadFile(filepath.Join(shareddata.Dir(b, "../seed"), "article.txt"))
	if err != nil {
		b.Fatal(err)
	}
	_, published, err := parseWant(articleWant)
	if err != nil {
		b.Fatal(err)
	}
	a := &dispatch.Article{Text: string(data), Published: published}
	for b.Loop() {
		if _, err := dispatch.Propose(context.Background(), a, dispatch.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Minutes(), "articles/min")
}
