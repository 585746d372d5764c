// Package plain reads and writes texts as plain text: paragraphs between blank
// lines, or one a line; numbers at their beginning; indentation where there is
// one. The light mark-up of package text is kept as it stands.
package plain

import (
	"io"

	"parley/format/block"
	"parley/text"
)

// Read reads a plain text in UTF-8. No word is lost. The error is a
// *text.SyntaxError.
func Read(data []byte) (*text.Text, error) { return block.Read(data, dialect) }

// Write writes t so that Read gives it back, but for ids and kinds.
func Write(w io.Writer, t *text.Text) error { return block.Write(w, t, dialect) }

var dialect = block.Dialect{Read: asItIs, Write: asItIs, Lines: true}

func asItIs(s string) string { return s }
