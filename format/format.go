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
	"parley/format/docx"
	"parley/format/markdown"
	"parley/format/plain"
	"parley/text"
)

// Import is a text together with what its reader has to say of it.
type Import struct {
	Text   *text.Text
	Format string         // "plain text", "Markdown", "JSON", "Word" or "Akoma Ntoso"
	Notes  []string       // what of the file is not in the text, in sentences
	Word   *docx.Document // of a Word file: its tracked changes and comments; nil otherwise
}

// Read reads a file. The error names the file, the place and the remedy; it is
// a *text.SyntaxError where the file's content is at fault.
func Read(name string, data []byte) (*Import, error) {
	in, err := read(name, data)
	var syntax *text.SyntaxError
	if errors.As(err, &syntax) && syntax.File == "" {
		syntax.File = name
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
	case "txt":
		return with("plain text")(plain.Read(data))
	case "akn":
		return with("Akoma Ntoso")(akn.Read(data))
	case "docx":
		d, err := docx.Read(data)
		if err != nil {
			return nil, err
		}
		return &Import{Text: d.Text, Format: "Word", Notes: d.Left(), Word: d}, nil
	default:
		return nil, &text.SyntaxError{Msg: kind + " files cannot be read", Hint: "save it as Word (.docx), Markdown, plain text, JSON or Akoma Ntoso"}
	}
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
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "docx"
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return "old Word (.doc) and encrypted"
	case bytes.HasPrefix(data, []byte("%PDF")):
		return "PDF"
	case bytes.HasPrefix(data, []byte("{\\rtf")):
		return "RTF"
	case ext == "xml" || ext == "akn" || bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \r\n\t"), []byte("<?xml")):
		return "akn"
	case ext == "json":
		return "json"
	case ext == "md" || ext == "markdown":
		return "md"
	case ext == "docx":
		return "docx"
	case ext == "txt" || ext == "text" || ext == "":
		return "txt"
	}
	if bytes.IndexByte(data, 0) < 0 {
		return "txt"
	}
	return "." + ext
}

// Write writes t in a format: "docx", "txt", "md" or "json". The name of a file stands
// for the format of its ending.
func Write(w io.Writer, name string, t *text.Text) error {
	kind := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
	switch kind {
	case "docx":
		return docx.Write(w, t, docx.Options{})
	case "json":
		return text.WriteJSON(w, t)
	case "md", "markdown":
		return markdown.Write(w, t)
	case "txt", "text":
		return plain.Write(w, t)
	}
	return fmt.Errorf("cannot write %q; the formats are docx, txt, md and json", kind)
}
