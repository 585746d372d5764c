package block_test

import (
	"fmt"
	"testing"

	"parley/format/block"
	"parley/text"
)

func TestTablesAreThoseWhoseCellsCanBeToldApart(t *testing.T) {
	table := func(id text.ID, words ...string) *text.Provision {
		p := &text.Provision{ID: id, Kind: text.Table}
		for i, w := range words {
			p.Children = append(p.Children, &text.Provision{ID: id + text.ID(fmt.Sprint(i)), Kind: text.Row, Words: w})
		}
		return p
	}
	labelled := table("labelled", "a | b")
	labelled.Label = "1."
	x := &text.Text{Provisions: []*text.Provision{table("one", "a | b", "**a** | c"), table("two", "a | b", "**a | b** | c"), table("none"), labelled}}
	if got := block.Tables(x); len(got) != 3 || !got["one"] || !got["one0"] || !got["one1"] {
		t.Error(got)
	}
}
