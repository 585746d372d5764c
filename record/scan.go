package record

import (
	"bytes"
	"strings"
)

// Found is what a file holds of a log, unverified.
type Found struct {
	Origin  string
	Entries []Entry  // shown or erased, not sealed
	Notes   [][]byte // checkpoints
}

// Scan collects entries and checkpoints from a bundle, a witness's file or
// evidence. It passes over what it cannot read, and verifies nothing.
func Scan(file []byte) Found {
	var f Found
	for rest := file; len(rest) > 0; {
		line, behind, _ := bytes.Cut(rest, []byte("\n"))
		switch word, _, _ := strings.Cut(string(line[:min(len(line), 12)]), " "); word {
		case "host":
			if k, err := NewKey(string(line[len("host "):])); err == nil {
				f.Origin = k.name
			}
		case "entry", "erased":
			if e, err := parseEntry(line); err == nil {
				f.Entries = append(f.Entries, e)
			}
		case "checkpoint":
			if note, after, err := takeNote(rest); err == nil {
				f.Notes = append(f.Notes, note)
				behind = after
			}
		}
		rest = behind
	}
	return f
}
