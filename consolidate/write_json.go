package consolidate

import (
	"encoding/json"
	"io"

	"parley/text"
)

// In JSON, words are strings in light mark-up that begin with the space or
// line break before them, so that putting segments one after another gives the
// passage.

// WriteJSON writes the bracketed text with its conflicts and statistics.
func (b *Bracketed) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(b)
}

// MarshalJSON writes what WriteJSON writes, on one line.
func (b *Bracketed) MarshalJSON() ([]byte, error) {
	all, each := b.Stats()
	return json.Marshal(struct {
		Base       text.Revision     `json:"base"`
		Sponsors   []string          `json:"sponsors"`
		Amendments []Amendment       `json:"amendments"`
		Title      Passage           `json:"title,omitempty"`
		Lang       Passage           `json:"lang,omitempty"`
		Provisions []*Laid           `json:"provisions"`
		Conflicts  []Conflict        `json:"conflicts"`
		Stats      Stats             `json:"stats"`
		Each       map[text.ID]Stats `json:"statsByProvision"`
	}{b.Base.Revision(), b.Sponsors, b.Amendments, b.Title, b.Lang, b.Provisions, b.Conflicts(), all, each})
}

// MarshalJSON writes a segment as {"common": words} or {"bracket": …}.
func (s Segment) MarshalJSON() ([]byte, error) {
	if s.Bracket != nil {
		return json.Marshal(struct {
			Bracket *Bracket `json:"bracket"`
		}{s.Bracket})
	}
	words, _ := encode(s.Common)
	return json.Marshal(struct {
		Common string `json:"common"`
	}{words})
}

// MarshalJSON writes the alternative with its words as a string.
func (a Alternative) MarshalJSON() ([]byte, error) {
	words, _ := encode(a.Words)
	return json.Marshal(struct {
		Sponsors   []string `json:"sponsors,omitempty"`
		Amendments []string `json:"amendments,omitempty"`
		Words      string   `json:"words"`
	}{a.Sponsors, a.Amendments, words})
}
