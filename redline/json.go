package redline

import (
	"encoding/json"
	"io"

	"parley/text"
)

// The JSON form is for other programs: strings instead of tokens, names
// instead of bits. An operation's strings include the space before them, so
// that concatenating them gives the words.

type jsonRedline struct {
	Summary string    `json:"summary"`
	Old     jsonText  `json:"old"`
	New     jsonText  `json:"new"`
	Rows    []jsonRow `json:"rows"`
}

type jsonText struct {
	Revision text.Revision `json:"revision"`
	Title    string        `json:"title,omitempty"`
	Lang     string        `json:"lang,omitempty"`
}

type jsonRow struct {
	Class        []string  `json:"class"`
	Old          *jsonSide `json:"old,omitempty"`
	New          *jsonSide `json:"new,omitempty"`
	Heading      []jsonOp  `json:"heading,omitempty"`
	Words        []jsonOp  `json:"words,omitempty"`
	Confidence   float64   `json:"confidence"`
	Significance float64   `json:"significance,omitempty"`
}

type jsonSide struct {
	ID    text.ID   `json:"id,omitempty"`
	Kind  text.Kind `json:"kind,omitempty"`
	Label string    `json:"label,omitempty"`
	Cite  string    `json:"cite,omitempty"`
	Index int       `json:"index"`
	Depth int       `json:"depth"`
	Piece int       `json:"piece,omitempty"`
	Of    int       `json:"of,omitempty"`

	AsWords bool `json:"asWords,omitempty"`
}

type jsonOp struct {
	Op     string   `json:"op"`
	Text   string   `json:"text,omitempty"` // of equal words
	Old    string   `json:"old,omitempty"`
	New    string   `json:"new,omitempty"`
	Marks  []string `json:"marks,omitempty"`
	Weight float64  `json:"weight,omitempty"`
}

// MarshalJSON writes the redline as JSON.
func (r *Redline) MarshalJSON() ([]byte, error) {
	out := jsonRedline{
		Summary: r.Summary(),
		Old:     jsonText{r.text(0).Revision(), r.Title.Old(), r.Lang[0]},
		New:     jsonText{r.text(1).Revision(), r.Title.New(), r.Lang[1]},
		Rows:    make([]jsonRow, len(r.Rows)),
	}
	for i, row := range r.Rows {
		out.Rows[i] = jsonRow{
			Class: row.Class.Names(), Old: row.Old.json(), New: row.New.json(),
			Heading: row.Heading.json(), Words: row.Words.json(),
			Confidence: row.Confidence, Significance: row.Significance,
		}
	}
	return json.Marshal(out)
}

// WriteJSON writes the redline as JSON, indented, with a newline at the end.
func (r *Redline) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

func (s *Side) json() *jsonSide {
	if s == nil {
		return nil
	}
	out := &jsonSide{ID: s.ID, Kind: s.Kind, Label: s.Label, Cite: s.Cite, Index: s.Index, Depth: s.Depth, AsWords: s.AsWords}
	if s.Of > 1 {
		out.Piece, out.Of = s.Piece, s.Of
	}
	return out
}

func (p Passage) json() []jsonOp {
	if p.Ops == nil {
		if p.Same == "" {
			return nil
		}
		return []jsonOp{{Op: Equal.String(), Text: p.Same}}
	}
	var out []jsonOp
	first := [2]bool{true, true}
	for _, op := range p.Ops {
		j := jsonOp{Op: op.Kind.String(), Marks: op.Marks.Names(), Weight: op.Weight}
		before, after := spaced(op.Old, first[0]), spaced(op.New, first[1])
		first[0] = first[0] && len(op.Old) == 0
		first[1] = first[1] && len(op.New) == 0
		if op.Kind == Equal && before == after {
			j.Text = after
		} else {
			j.Old, j.New = before, after
		}
		out = append(out, j)
	}
	return out
}

// spaced joins tokens with the gap before the first.
func spaced(ts []text.Token, first bool) string {
	s := text.Join(ts)
	switch {
	case len(ts) == 0 || first:
		return s
	case ts[0].Gap == text.GapSpace:
		return " " + s
	case ts[0].Gap == text.GapBreak:
		return "\n" + s
	}
	return s
}
