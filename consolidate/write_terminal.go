package consolidate

import (
	"bufio"
	"io"
	"strings"
)

// The terminal shows the written form. Colour marks brackets: yellow where the
// base is amended, red where amendments contradict one another.

const (
	colourAmended   = "\x1b[33m"
	colourContested = "\x1b[31m"
	colourOff       = "\x1b[0m"
)

// WriteTerminal writes the bracketed text for reading in a terminal; colour
// adds to what the brackets say and never says anything alone.
func (b *Bracketed) WriteTerminal(w io.Writer, colour bool) error {
	t := terminal{bufio.NewWriter(w), b, colour}
	if title := t.passage(b.Title); title != "" {
		t.WriteString(title + "\n\n")
	}
	t.level(b.Provisions, 0)
	return t.Flush()
}

type terminal struct {
	*bufio.Writer
	b      *Bracketed
	colour bool
}

func (t terminal) level(ls []*Laid, depth int) {
	for _, l := range ls {
		head := strings.TrimSpace(t.passage(l.Label) + " " + t.passage(l.Heading))
		words := t.words(l)
		indent := strings.Repeat("  ", depth)
		line := strings.TrimSpace(head + " " + words)
		if t.passage(l.Heading) != "" && words != "" {
			line = head + "\n" + words
		}
		if line != "" {
			t.WriteString(indent + strings.ReplaceAll(line, "\n", "\n"+indent) + "\n")
		}
		t.level(l.Children, depth+1)
		t.level(l.Pieces, depth)
	}
}

func (t terminal) words(l *Laid) string {
	if len(l.By) == 0 && len(l.Leaving) == 0 {
		return t.passage(l.Words)
	}
	return t.paint(len(l.Leaving) > 1, plain(l.wordsInBrackets(t.b)))
}

// passage writes a passage as plain words.
func (t terminal) passage(p Passage) string {
	var b strings.Builder
	for i, s := range p {
		ts := unmarked(s.Common)
		if s.Bracket != nil {
			ts = bracketWords(s.Bracket.Alternatives)
		}
		if i > 0 && len(ts) > 0 {
			b.WriteString([...]string{"", " ", "\n"}[ts[0].Gap])
		}
		if s.Bracket != nil {
			b.WriteString(t.paint(s.Bracket.Contested(), plain(ts)))
			continue
		}
		b.WriteString(plain(ts))
	}
	return b.String()
}

func (t terminal) paint(contested bool, s string) string {
	switch {
	case !t.colour:
		return s
	case contested:
		return colourContested + s + colourOff
	}
	return colourAmended + s + colourOff
}
