package block

import (
	"slices"
	"strings"

	"parley/text"
)

// IsGrid reports whether a provision is written as a table: what stands in it is
// rows and nothing else, and their cells can be told apart.
func IsGrid(p *text.Provision) bool {
	return p.Kind == text.Table && p.Label == "" && p.Heading == "" && p.Words == "" && len(p.Children) > 0 &&
		!slices.ContainsFunc(p.Children, func(q *text.Provision) bool {
			return q.Kind != text.Row || q.Label != "" || q.Heading != "" || len(q.Children) > 0 || !hasCells(q.Words)
		})
}

// hasCells reports whether the words of a row are cells with " | " between them,
// and come back as they are when each cell is written by itself.
func hasCells(words string) bool {
	parts := Cells(words)
	return words != "" && text.Fold(strings.Join(parts, " | ")) == words && parts[0] != "" && parts[len(parts)-1] != ""
}

// CellTokens divides the tokens of a row at the bars.
func CellTokens(ts []text.Token) [][]text.Token {
	out := [][]text.Token{nil}
	for i, t := range ts {
		last := len(out) - 1
		if t.Text == "|" && t.Gap == text.GapSpace && i+1 < len(ts) && ts[i+1].Gap == text.GapSpace {
			out = append(out, nil)
			continue
		}
		if len(out[last]) == 0 {
			t.Gap = text.GapNone
		}
		out[last] = append(out[last], t)
	}
	return out
}

// Cells divides the words of a row at the bars.
func Cells(words string) []string {
	cells := CellTokens(text.Tokens(words))
	out := make([]string, len(cells))
	for i, ts := range cells {
		out[i] = text.Join(ts)
	}
	return out
}

// Tables returns the tables of a text, and their rows, that are written as such.
func Tables(t *text.Text) map[text.ID]bool {
	out := map[text.ID]bool{}
	for _, p := range t.Places() {
		if !IsGrid(p.Provision) {
			continue
		}
		out[p.ID] = true
		for _, row := range p.Children {
			out[row.ID] = true
		}
	}
	return out
}
