package dispatch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// readPDF reads the words of a PDF with pdftotext, where it is installed: no
// Go library with versions to rely on reads the text of PDFs in general.
func readPDF(ctx context.Context, data []byte) (*Article, error) {
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		return nil, errors.New("reading a PDF needs the program pdftotext (on Debian: apt-get install poppler-utils); or copy the words of the article and give them as text")
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "-enc", "UTF-8", "-nopgbrk", "-q", "-", "-")
	var out bounded
	cmd.Stdin, cmd.Stdout = bytes.NewReader(data), &out
	err = cmd.Run()
	switch {
	case out.full:
		return nil, fmt.Errorf("the PDF holds more than %d MB of words: copy the words of one article and give them as text", MaxFile>>20)
	case err != nil:
		return nil, fmt.Errorf("pdftotext could not read the PDF (%w): copy the words of the article and give them as text", err)
	}
	text, note, err := decode(out.words.Bytes())
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("the PDF holds no text, only pictures of it: give the words of the article as text")
	}
	a := &Article{Text: text, Published: dateline(text)}
	if note != "" {
		a.Notes = append(a.Notes, note)
	}
	return a, nil
}

// bounded takes what a program writes, up to MaxFile: a small PDF can hold very many
// words.
type bounded struct {
	words bytes.Buffer // not embedded: its ReadFrom has no bound
	full  bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.full = b.full || b.words.Len()+len(p) > MaxFile; b.full {
		return 0, errors.New("too much") // and the program's next write ends it
	}
	return b.words.Write(p)
}
