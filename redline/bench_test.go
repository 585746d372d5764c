package redline

import (
	"io"
	"testing"
)

// The benchmarks run over the forty real pairs, already read.

func BenchmarkCompareAllPairs(b *testing.B) {
	pairs := realPairs(b)
	words := 0
	for _, p := range pairs {
		words += wordCount(p.old) + wordCount(p.new)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range pairs {
			Compare(p.old, p.new, Options{})
		}
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkCompareSlowestPair compares the pair that takes longest: the French
// civil code before and after the reform of contract law.
func BenchmarkCompareSlowestPair(b *testing.B) {
	for _, p := range realPairs(b) {
		if p.id != "012" {
			continue
		}
		words := wordCount(p.old) + wordCount(p.new)
		for b.Loop() {
			Compare(p.old, p.new, Options{})
		}
		b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
	}
}

func BenchmarkWriteHTML(b *testing.B) {
	for _, p := range realPairs(b) {
		if p.id != "020" {
			continue
		}
		r := Compare(p.old, p.new, Options{})
		for b.Loop() {
			if err := r.WriteHTML(io.Discard, HTMLOptions{}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(r.Rows)*b.N)/b.Elapsed().Seconds(), "provisions/s")
	}
}

func BenchmarkConcord(b *testing.B) {
	for _, p := range realPairs(b) {
		if p.id != "007" {
			continue
		}
		for b.Loop() {
			Concord(p.old, p.new)
		}
	}
}
