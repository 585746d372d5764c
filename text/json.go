package text

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
)

var validID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// MaxDepth is how deep provisions may stand below one another.
const MaxDepth = 64

// WriteJSON writes t so that ReadJSON gives it back whole.
func WriteJSON(w io.Writer, t *Text) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(t)
}

// ReadJSON reads what WriteJSON wrote. The error is a *SyntaxError: unknown
// fields, ids that are missing, invalid or used twice, and words that are not
// in canonical form are refused rather than repaired.
func ReadJSON(data []byte) (*Text, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var t Text
	if err := d.Decode(&t); err != nil {
		return nil, jsonError(data, d.InputOffset(), err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, at(data, d.InputOffset(), "there is more after the text", "a file holds one text")
	}
	if err := t.check(); err != nil {
		return nil, &SyntaxError{Msg: err.Error(), Hint: "write the file with parley export --to json"}
	}
	return &t, nil
}

func jsonError(data []byte, offset int64, err error) error {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &typ):
		offset = typ.Offset
	}
	return at(data, offset, err.Error(), "a text is an object with title, lang and provisions, each with id, kind, label, heading, words and children")
}

// at makes an error with the line and column of an offset into data.
func at(data []byte, offset int64, msg, hint string) error {
	before := data[:min(offset, int64(len(data)))]
	line := 1 + bytes.Count(before, []byte("\n"))
	col := len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:]))) + 1
	return &SyntaxError{Line: line, Col: col, Msg: msg, Hint: hint}
}

// check returns what makes t unfit: see ReadJSON.
func (t *Text) check() error {
	seen := map[ID]bool{}
	for _, p := range t.Places() {
		switch {
		case p.Depth >= MaxDepth:
			return fmt.Errorf("provision %q stands below more than %d others", p.ID, MaxDepth)
		case !p.ID.Valid():
			return fmt.Errorf("provision %q has the id %q; an id is 1 to 64 letters, digits, - and _", p.Label, p.ID)
		case seen[p.ID]:
			return fmt.Errorf("two provisions have the id %q", p.ID)
		case p.Words != Fold(p.Words) || p.Heading != Fold(p.Heading) || p.Label != FoldPlain(p.Label):
			return fmt.Errorf("provision %q is not in canonical form", p.ID)
		}
		seen[p.ID] = true
	}
	return nil
}
