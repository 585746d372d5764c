package docx

import (
	"time"

	"parley/format/xmltree"
	"parley/text"
)

// Author is somebody whose tracked changes a document holds.
type Author struct {
	Name        string
	Changes     int // of words; 0: only of how they are set
	Others      int // of how they are set
	First, Last time.Time
	Text        *text.Text // the base with this author's changes accepted, and no others
}

// changeNames are the elements that are tracked changes: true where words change.
var changeNames = map[string]bool{
	"ins": true, "del": true, "moveFrom": true, "moveTo": true, "cellIns": true, "cellDel": true,
	"rPrChange": false, "pPrChange": false, "sectPrChange": false, "tblPrChange": false, "tblPrExChange": false, "tblGridChange": false,
	"trPrChange": false, "tcPrChange": false, "numberingChange": false, "cellMerge": false,
}

// authors lists who changed something in the words and their notes.
func (s *source) authors() []Author {
	var out []Author
	at := map[string]int{}
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		for _, c := range n.Children {
			words, change := changeNames[c.Name]
			if change && c.Prefix == "w" {
				name := c.Attr("author")
				i, ok := at[name]
				if !ok {
					i = len(out)
					at[name], out = i, append(out, Author{Name: name})
				}
				out[i].count(c, words)
			}
			walk(c)
		}
	}
	walk(s.body)
	for _, notes := range []map[string]*xmltree.Node{s.footnotes, s.endnotes} {
		for _, n := range notes {
			walk(n)
		}
	}
	return out
}

func (a *Author) count(n *xmltree.Node, words bool) {
	if words {
		a.Changes++
	} else {
		a.Others++
	}
	when, err := time.Parse(time.RFC3339, n.Attr("date"))
	if err != nil {
		return
	}
	if a.First.IsZero() || when.Before(a.First) {
		a.First = when
	}
	if when.After(a.Last) {
		a.Last = when
	}
}
