// Package markdown reads and writes texts as Markdown: headings, numbered
// paragraphs, bullets, tables, emphasis and footnotes. What else a file holds
// (links, HTML, templates) is kept as words.
package markdown

import (
	"io"

	"parley/format/block"
	"parley/text"
)

// Read reads Markdown in UTF-8. No word is lost. The error is a
// *text.SyntaxError.
func Read(data []byte) (*text.Text, error) {
	if err := block.Check(data); err != nil {
		return nil, err // before footnotes take bytes out of it
	}
	body, notes := cutNotes(string(data))
	return block.Read([]byte(body), notes.dialect())
}

// Write writes t so that Read gives it back, but for ids and kinds.
func Write(w io.Writer, t *text.Text) error {
	return block.Write(w, t, footnotes(nil).dialect())
}
