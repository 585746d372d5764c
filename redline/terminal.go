package redline

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"parley/text"
)

// On the terminal a deletion is [-struck-] and an insertion {+added+}, with
// colour on top where it is wanted, so that a redline reads the same in a log,
// in black and white, and aloud.

// TerminalOptions say how to write for a terminal. The zero value is plain
// text that breaks no lines.
type TerminalOptions struct {
	Color bool
	Width int  // columns to break lines at; 0 breaks none
	All   bool // unchanged provisions too
}

const (
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	dim    = "\x1b[2m"
	bold   = "\x1b[1m"
	reset  = "\x1b[0m"
)

// WriteTerminal writes the changes for a terminal.
func (r *Redline) WriteTerminal(w io.Writer, o TerminalOptions) error {
	t := &terminal{b: bufio.NewWriter(w), o: o}
	if r.Title.Old() != r.Title.New() {
		t.line(0, bold, "Title")
		t.passage(0, "", r.Title)
	}
	departed := r.departures()
	t.leaving(r, departed[-1])
	same := 0
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Class == Unchanged && !o.All {
			same++
		} else {
			t.same(same)
			same = 0
			t.row(r, i)
		}
		if len(departed[i]) > 0 {
			t.same(same)
			same = 0
			t.leaving(r, departed[i])
		}
	}
	t.same(same)
	return t.b.Flush()
}

type terminal struct {
	b *bufio.Writer
	o TerminalOptions
}

func (t *terminal) color(c, s string) string {
	if !t.o.Color || s == "" {
		return s
	}
	return c + s + reset
}

func (t *terminal) line(indent int, color, s string) {
	fmt.Fprintln(t.b, strings.Repeat("  ", indent)+t.color(color, s))
}

func (t *terminal) same(n int) {
	switch {
	case n == 1:
		t.line(0, dim, "    … 1 provision unchanged …")
	case n > 1:
		t.line(0, dim, fmt.Sprintf("    … %d provisions unchanged …", n))
	}
}

func (t *terminal) leaving(r *Redline, rows []int) {
	if len(rows) > 0 {
		t.line(0, yellow, "    ("+r.departure(rows)+")")
	}
}

func (t *terminal) row(r *Redline, i int) {
	row := &r.Rows[i]
	indent := min(row.here().Depth, 6)
	if note := r.note(i); note != "" {
		t.line(indent, yellow, "("+note+")")
	}
	label := t.label(row)
	if row.Heading.Ops != nil || row.Heading.Same != "" {
		t.passage(indent, label, row.Heading)
		label = ""
	}
	if label != "" || row.Words.Ops != nil || row.Words.Same != "" {
		t.passage(indent, label, row.Words)
	}
	fmt.Fprintln(t.b)
}

func (t *terminal) label(row *Row) string {
	old, new := row.labels()
	if old == new {
		return t.color(bold, new)
	}
	out := ""
	if old != "" {
		out = t.deleted(old)
	}
	if new != "" {
		out += t.inserted(new)
	}
	return out
}

func (t *terminal) deleted(s string) string  { return t.color(red, "[-"+s+"-]") }
func (t *terminal) inserted(s string) string { return t.color(green, "{+"+s+"+}") }

// passage writes label and words as one paragraph.
func (t *terminal) passage(indent int, label string, p Passage) {
	l := inlineWriter{t: t}
	l.b.WriteString(label)
	l.labelled = label != ""
	if p.Ops == nil {
		ts := text.Tokens(p.Same)
		l.run(Op{Old: ts, New: ts})
	}
	for _, op := range p.Ops {
		l.run(op)
	}
	if l.note {
		l.b.WriteByte(']')
	}
	for _, line := range strings.Split(l.b.String(), "\n") {
		t.wrapped(indent, line)
	}
}

// inlineWriter writes operations into one line of words. Footnotes stand in
// brackets after what they are anchored to.
type inlineWriter struct {
	t        *terminal
	b        strings.Builder
	labelled bool
	begun    bool
	note     bool // in a footnote
}

func (l *inlineWriter) run(op Op) {
	if op.Kind < Delete {
		for i := range op.New {
			l.footnote(op.New[i : i+1])
			l.gap(max(op.Old[i].Gap, op.New[i].Gap))
			l.b.WriteString(op.New[i].Text)
		}
		return
	}
	l.footnote(slices.Concat(op.Old, op.New))
	if len(op.Old) > 0 {
		l.gap(op.Old[0].Gap)
		l.b.WriteString(l.t.deleted(l.plain(op.Old)))
	}
	if len(op.New) > 0 {
		if len(op.Old) == 0 {
			l.gap(op.New[0].Gap)
		}
		l.b.WriteString(l.t.inserted(l.plain(op.New)))
	}
}

// footnote opens or closes a footnote if ts, all of them, begin or end one.
func (l *inlineWriter) footnote(ts []text.Token) {
	notes := 0
	for _, t := range ts {
		if t.Style&text.Note != 0 {
			notes++
		}
	}
	switch {
	case l.note && notes < len(ts):
		l.b.WriteByte(']')
		l.note = false
	case !l.note && notes == len(ts):
		l.b.WriteString(" [")
		l.note, l.begun, l.labelled = true, false, false
	}
}

// plain returns the words of a change without marks of type face.
func (l *inlineWriter) plain(ts []text.Token) string {
	if !l.note {
		return text.Plain(text.Join(ts))
	}
	bare := slices.Clone(ts)
	for i := range bare {
		bare[i].Style = 0
	}
	return text.Plain(text.Join(bare))
}

func (l *inlineWriter) gap(g text.Gap) {
	switch {
	case !l.begun && l.labelled:
		l.b.WriteByte(' ')
	case !l.begun:
	case g == text.GapSpace:
		l.b.WriteByte(' ')
	case g == text.GapBreak:
		l.b.WriteByte('\n')
	}
	l.begun = true
}

// wrapped writes one line, broken at spaces where a width is set. Escape
// sequences take no room.
func (t *terminal) wrapped(indent int, s string) {
	pad := strings.Repeat("  ", indent)
	if t.o.Width <= 0 {
		fmt.Fprintln(t.b, pad+s)
		return
	}
	room := max(t.o.Width-len(pad), 20)
	used := 0
	t.b.WriteString(pad)
	for i, word := range strings.Split(s, " ") {
		n := columns(word)
		switch {
		case i > 0 && used+1+n > room:
			t.b.WriteString("\n" + pad)
			used = 0
		case i > 0:
			t.b.WriteByte(' ')
			used++
		}
		t.b.WriteString(word)
		used += n
	}
	t.b.WriteByte('\n')
}

// columns counts the characters of s without escape sequences.
func columns(s string) int {
	n, escape := 0, false
	for _, r := range s {
		switch {
		case r == '\x1b':
			escape = true
		case escape:
			escape = r != 'm'
		default:
			n++
		}
	}
	return n
}
