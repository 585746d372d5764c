// Package critic reads and writes redlines as CriticMarkup: Markdown in which
// {++what is inserted++}, {--what is deleted--}, {~~what is replaced~>by what~~}
// and {>>comments<<} are marked. With all changes accepted the file is the new
// text as package markdown writes it, with all rejected the old one.
package critic

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"parley/format/markdown"
	"parley/redline"
	"parley/text"
)

// Document is a marked text as it is understood.
type Document struct {
	Text     *text.Text // with all changes accepted
	Base     *text.Text // with all changes rejected; what both have has one id
	Changes  int
	Comments []string
}

// change is any of the marks; {==highlights==} are words that a comment is about.
var change = regexp.MustCompile(`(?s)\{\+\+(.*?)\+\+\}|\{--(.*?)--\}|\{~~(.*?)~>(.*?)~~\}|\{>>(.*?)<<\}|\{==(.*?)==\}`)

// Is reports whether anything is marked in a file.
func Is(data []byte) bool { return change.Match(data) }

// Read reads a marked text. The error is a *text.SyntaxError.
func Read(data []byte) (*Document, error) {
	d := &Document{}
	var err error
	if d.Text, err = markdown.Read(d.state(data, true)); err != nil {
		return nil, err
	}
	if d.Base, err = markdown.Read(d.state(data, false)); err != nil {
		return nil, err
	}
	d.Base.FillIDs()
	d.Text = redline.AdoptIDs(d.Base, d.Text)
	return d, nil
}

// state returns the Markdown with all changes accepted, or all rejected.
func (d *Document) state(data []byte, accepted bool) []byte {
	var out bytes.Buffer
	at := 0
	for _, m := range change.FindAllSubmatchIndex(data, -1) {
		out.Write(data[at:m[0]])
		group := func(i int) []byte {
			if m[2*i] < 0 {
				return nil
			}
			return data[m[2*i]:m[2*i+1]]
		}
		switch comment := group(5); {
		case m[12] >= 0: // a highlight
			out.Write(group(6))
		case comment != nil && accepted:
			d.Comments = append(d.Comments, strings.TrimSpace(string(comment)))
		case comment != nil:
		case accepted:
			d.Changes++
			out.Write(group(1))
			out.Write(group(4))
		default:
			out.Write(group(2))
			out.Write(group(3))
		}
		at = m[1]
	}
	out.Write(data[at:])
	return []byte(unescaper.Replace(out.String()))
}

// Braces in the words have a backslash on the inner side, so that no mark begins or
// ends with them.
var (
	escaper   = strings.NewReplacer("{", `{\`, "}", `\}`, "~>", `~\>`)
	unescaper = strings.NewReplacer(`{\`, "{", `\}`, "}", `~\>`, "~>")
)

// Write writes what changed from old to new.
func Write(w io.Writer, old, new *text.Text) error {
	var sides [2][]text.Token
	for i, t := range []*text.Text{old, new} {
		var b bytes.Buffer
		if err := markdown.Write(&b, t); err != nil {
			return err
		}
		sides[i] = tokens(escaper.Replace(b.String()))
	}
	var out strings.Builder
	for _, op := range redline.Words(sides[0], sides[1]) {
		was, is := join(op.Old), join(op.New)
		if op.Kind == redline.Replace && strings.HasPrefix(was, " ") && strings.HasPrefix(is, " ") {
			out.WriteByte(' ')
			was, is = was[1:], is[1:]
		}
		switch {
		case op.Kind == redline.Equal && was == is:
			out.WriteString(is)
		case was == "":
			out.WriteString("{++" + is + "++}")
		case is == "":
			out.WriteString("{--" + was + "--}")
		default:
			out.WriteString("{~~" + was + "~>" + is + "~~}")
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// between is what stands between lines that are paragraphs.
var between = regexp.MustCompile(`[ \t]*\n[ \t\n]*`)

// tokens divides Markdown into words; what stands between lines is one, too, so
// that nothing is folded away.
func tokens(s string) []text.Token {
	var out []text.Token
	at := 0
	for _, m := range append(between.FindAllStringIndex(s, -1), []int{len(s), len(s)}) {
		out = append(out, lineTokens(s[at:m[0]])...)
		if m[1] > m[0] {
			out = append(out, text.Token{Text: s[m[0]:m[1]]})
		}
		at = m[1]
	}
	return out
}

// lineTokens divides a line, whose words have one space between them or none.
func lineTokens(line string) []text.Token {
	ts := text.Tokens(text.Escape(line))
	if join(ts) != line {
		return []text.Token{{Text: line}}
	}
	return ts
}

func join(ts []text.Token) string {
	var b strings.Builder
	for _, t := range ts {
		if t.Gap == text.GapSpace {
			b.WriteByte(' ')
		}
		b.WriteString(t.Text)
	}
	return b.String()
}
