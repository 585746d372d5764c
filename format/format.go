// Package format picks the reader or writer for a file by its name and what is
// in it.
package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"parley/format/akn"
	"parley/format/block"
	"parley/format/critic"
	"parley/format/docx"
	"parley/format/html"
	"parley/format/markdown"
	"parley/format/odt"
	"parley/format/plain"
	"parley/redline"
	"parley/text"
)

// Import is a text together with what its reader has to say of it.
type Import struct {
	Text    *text.Text
	Format  string         // "plain text", "Markdown", "CriticMarkup", "JSON", "Word", "web page" or "Akoma Ntoso"
	Notes   []string       // what of the file is not in the text, in sentences
	Tracked *docx.Document // who changed what, and comments, where the format has them; nil otherwise
}

// Read reads a file. The error names the file, the place and the remedy; it is
// a *text.SyntaxError where the file's content is at fault.
func Read(name string, data []byte) (*Import, error) {
	if len(data) > block.MaxBytes {
		return nil, &text.SyntaxError{File: name, Msg: "the file is larger than 64 MB", Hint: "divide it"}
	}
	in, err := read(name, data)
	var syntax *text.SyntaxError
	if errors.As(err, &syntax) {
		syntax.File = strings.TrimSuffix(name+": "+syntax.File, ": ") // with the part of an archive
	}
	if err != nil {
		return nil, err
	}
	in.Text.FillIDs()
	if len(in.Text.Provisions) == 0 {
		in.Notes = append(in.Notes, "the file holds no words")
	}
	return in, nil
}

func read(name string, data []byte) (*Import, error) {
	switch kind := sniff(name, data); kind {
	case "json":
		return with("JSON")(text.ReadJSON(data))
	case "md":
		return with("Markdown")(markdown.Read(data))
	case "critic":
		return readCritic(data)
	case "txt":
		return with("plain text")(plain.Read(data))
	case "odt":
		d, err := odt.Read(data)
		if err != nil {
			return nil, err
		}
		return &Import{Text: d.Text, Format: "OpenDocument", Notes: d.Notes}, nil
	case "html":
		d, err := html.Read(data)
		if err != nil {
			return nil, err
		}
		return &Import{Text: d.Text, Format: "web page", Notes: d.Notes}, nil
	case "akn":
		return with("Akoma Ntoso")(akn.Read(data))
	case "docx":
		d, err := docx.Read(data)
		if err != nil {
			return nil, err
		}
		return &Import{Text: d.Text, Format: "Word", Notes: d.Left(), Tracked: d}, nil
	default:
		return nil, &text.SyntaxError{Msg: kind + " files cannot be read", Hint: "save it as Word (.docx), OpenDocument (.odt), a web page, Markdown, plain text, JSON or Akoma Ntoso"}
	}
}

// readCritic reads a marked text. Its comments are not bound to places.
func readCritic(data []byte) (*Import, error) {
	c, err := critic.Read(data)
	if err != nil {
		return nil, err
	}
	d := &docx.Document{Text: c.Text, Base: c.Base}
	if c.Changes > 0 {
		d.Authors = []docx.Author{{Name: "nobody named", Changes: c.Changes, Text: c.Text}}
	}
	for _, words := range c.Comments {
		d.Comments = append(d.Comments, docx.Comment{Words: words})
	}
	return &Import{Text: d.Text, Format: "CriticMarkup", Notes: d.Left(), Tracked: d}, nil
}

func with(format string) func(*text.Text, error) (*Import, error) {
	return func(t *text.Text, err error) (*Import, error) {
		if err != nil {
			return nil, err
		}
		return &Import{Text: t, Format: format}, nil
	}
}

// sniff names a file's format: by its content where that is plain, otherwise
// by the ending of its name.
func sniff(name string, data []byte) string {
	ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) && (ext == "odt" || bytes.Contains(data[:min(len(data), 200)], []byte(odt.Media))):
		return "odt"
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "docx"
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return "old Word (.doc) and encrypted"
	case bytes.HasPrefix(data, []byte("%PDF")):
		return "PDF"
	case bytes.HasPrefix(data, []byte("{\\rtf")):
		return "RTF"
	case ext == "html" || ext == "htm" || ext == "xhtml" || isPage(data):
		return "html"
	case ext == "xml" || ext == "akn" || bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \r\n\t"), []byte("<?xml")):
		return "akn"
	case ext == "json":
		return "json"
	case (ext == "md" || ext == "markdown" || ext == "txt") && critic.Is(data):
		return "critic"
	case ext == "md" || ext == "markdown":
		return "md"
	case ext == "docx" || ext == "odt":
		return ext
	case ext == "txt" || ext == "text" || ext == "":
		return "txt"
	}
	if bytes.IndexByte(data, 0) < 0 {
		return "txt"
	}
	return "." + ext
}

// isPage reports whether a file begins as a web page does.
func isPage(data []byte) bool {
	start := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 512)], "\ufeff \r\n\t"))
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

// Written are the formats that can be written, by the ending of their files, the
// most used first.
var Written = []Output{
	{"docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true},
	{"odt", "OpenDocument", odt.Media, false},
	{"html", "Web page", "text/html; charset=utf-8", false},
	{"md", "Markdown", "text/markdown; charset=utf-8", true},
	{"txt", "Plain text", "text/plain; charset=utf-8", false},
	{"akn", "Akoma Ntoso", "application/akn+xml; charset=utf-8", true},
	{"json", "JSON", "application/json", false},
}

// Output is a format that can be written.
type Output struct {
	Ending, Name string
	Media        string // type, as HTTP has it
	Redlines     bool   // it can hold what changed
}

// OutputOf finds a format by its ending, or by the name of a file that has it.
func OutputOf(name string) (Output, error) {
	kind := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
	if other, ok := map[string]string{"markdown": "md", "text": "txt", "htm": "html", "xml": "akn"}[kind]; ok {
		kind = other
	}
	var known []string
	for _, o := range Written {
		if o.Ending == kind {
			return o, nil
		}
		known = append(known, o.Ending)
	}
	return Output{}, fmt.Errorf("cannot write %q; the formats are %s", kind, strings.Join(known, ", "))
}

// Origin says where a text or a redline comes from, for the formats that can hold
// it. The zero value says nothing.
type Origin struct {
	docx.Options
	Versions []akn.Version
	ID       string // of an amendment
}

// Write writes t in the format of an ending.
func Write(w io.Writer, ending string, t *text.Text, o Origin) error {
	out, err := OutputOf(ending)
	if err != nil {
		return err
	}
	switch out.Ending {
	case "docx":
		return docx.Write(w, t, o.Options)
	case "odt":
		return odt.Write(w, t)
	case "html":
		return html.Write(w, t)
	case "akn":
		return akn.Write(w, t, o.akn())
	case "json":
		return text.WriteJSON(w, t)
	case "md":
		return markdown.Write(w, t)
	}
	return plain.Write(w, t)
}

// WriteRedline writes what changed from old to new, as r says it, in a format that
// can hold it.
func WriteRedline(w io.Writer, ending string, old, new *text.Text, r *redline.Redline, o Origin) error {
	out, err := OutputOf(ending)
	switch {
	case err != nil:
		return err
	case out.Ending == "docx":
		return docx.WriteRedline(w, old, new, r, o.Options)
	case out.Ending == "md":
		return critic.Write(w, old, new)
	case out.Ending == "akn":
		a := akn.Amendment{Options: o.akn(), ID: o.ID, By: o.Author}
		if len(o.Comments) > 0 {
			a.Explanation = o.Comments[0].Words
		}
		return akn.WriteAmendment(w, old, new, a)
	}
	return fmt.Errorf("what changed cannot be written as %s", out.Name)
}

func (o *Origin) akn() akn.Options {
	return akn.Options{Negotiation: o.Source.Negotiation, Revision: o.Source.Revision, Author: o.Author, At: o.At, Versions: o.Versions}
}
