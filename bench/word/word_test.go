// Package word_test measures how long a treaty of 300 pages takes to be read from a
// Word file and to be written as one, beside pandoc on the same file.
package word_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"parley/format/docx"
	"parley/redline"
	"parley/text"
)

// treaty is about 300 pages of 400 words: articles with a heading, paragraphs and
// subparagraphs.
func treaty() *text.Text {
	t := &text.Text{Title: "Agreement on the Waters of the Sarran", Lang: "en"}
	const sentence = "The Parties shall, in accordance with this Agreement and as far as it is practicable, cooperate in the equitable use of the waters and notify one another of measures that may have an adverse effect upon them. "
	for a := range 600 {
		art := &text.Provision{ID: text.ID(fmt.Sprintf("a%d", a)), Kind: text.Article, Label: fmt.Sprintf("Article %d", a+1), Heading: "Cooperation"}
		for p := range 3 {
			par := &text.Provision{ID: text.ID(fmt.Sprintf("a%dp%d", a, p)), Kind: text.Paragraph, Label: fmt.Sprintf("%d.", p+1), Words: text.Fold(sentence + sentence)}
			for s := range 2 {
				par.Children = append(par.Children, &text.Provision{ID: text.ID(fmt.Sprintf("a%dp%ds%d", a, p, s)), Kind: text.Subparagraph, Label: fmt.Sprintf("(%c)", 'a'+s), Words: "measures of **each** Party;"})
			}
			art.Children = append(art.Children, par)
		}
		t.Provisions = append(t.Provisions, art)
	}
	return t
}

func written(b *testing.B, t *text.Text) []byte {
	var out bytes.Buffer
	if err := docx.Write(&out, t, docx.Options{}); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkRead(b *testing.B) {
	data := written(b, treaty())
	words := 0
	for b.Loop() {
		d, err := docx.Read(data)
		if err != nil {
			b.Fatal(err)
		}
		words = 0
		for _, p := range d.Text.Places() {
			words += len(text.Tokens(p.Words))
		}
	}
	b.ReportMetric(float64(words)/400, "pages")
	ours := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(ours/pandoc(b, data), "of-pandoc")
}

// pandoc returns how many seconds pandoc takes to read the file and write its words.
func pandoc(b *testing.B, data []byte) float64 {
	b.Helper()
	path, err := exec.LookPath("pandoc")
	if err != nil {
		b.Skip("no pandoc in PATH")
	}
	file := filepath.Join(b.TempDir(), "treaty.docx")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if out, err := exec.Command(path, "-f", "docx", "-t", "plain", "-o", filepath.Join(b.TempDir(), "treaty.txt"), file).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return time.Since(start).Seconds()
}

func BenchmarkWrite(b *testing.B) {
	t := treaty()
	for b.Loop() {
		written(b, t)
	}
}

func BenchmarkWriteRedline(b *testing.B) {
	old := treaty()
	new := old.Clone()
	for i, p := range new.Places() {
		if i%7 == 0 && p.Words != "" {
			p.Provision.Words = text.Fold(p.Words + " This is without prejudice to Article 5.")
		}
	}
	r := redline.Compare(old, new, redline.Options{})
	for b.Loop() {
		var out bytes.Buffer
		if err := docx.WriteRedline(&out, old, new, r, docx.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
