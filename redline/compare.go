package redline

import (
	"slices"

	"parley/text"
)

// Compare matches the provisions, then walks the new text in reading order and
// makes a row of each link, comparing words only where they differ. What was
// deleted is put after the row of what stood before it.

// Compare returns what changed from old to new.
func Compare(old, new *text.Text, o Options) *Redline {
	m := newMatcher(old, new)
	c := comparer{
		matcher: m,
		links:   m.match(o.Pairs).Links,
		words:   wordDiff{vocab: newVocabulary()},
		marker:  newMarker([]string{old.Lang, new.Lang}, o.Parties),
		cites:   [2][]string{old.Cites(), new.Cites()},
	}
	return &Redline{
		Title: c.title(old.Title, new.Title),
		Lang:  [2]string{old.Lang, new.Lang},
		Rows:  c.rows(),
	}
}

type comparer struct {
	*matcher
	links  []Link
	words  wordDiff
	marker *marker
	cites  [2][]string
}

// title compares titles, which are plain words.
func (c *comparer) title(old, new string) Passage {
	if old == new {
		return Passage{Same: old}
	}
	p := c.passage(text.Escape(old), text.Escape(new))
	p.raw = &[2]string{old, new}
	return p
}

// rows returns the rows in reading order of the new text.
func (c *comparer) rows() []Row {
	moved := c.moved()
	linkAt := make([]int, len(c.new)) // by new position, the link plus one
	for k, l := range c.links {
		for _, j := range l.New {
			linkAt[j] = k + 1
		}
	}
	deleted := c.deleted(moved)
	out := c.appendDeleted(nil, deleted[0])
	for j := range c.new {
		k := linkAt[j]
		if k == 0 {
			out = append(out, c.inserted(j))
			continue
		}
		l := c.links[k-1]
		if l.New[0] == j {
			out = append(out, c.linked(l, moved[k-1])...)
		}
		if l.New[len(l.New)-1] != j || moved[k-1] {
			continue
		}
		for _, i := range l.Old {
			out = c.appendDeleted(out, deleted[i+1])
		}
	}
	return out
}

// moved says of each link whether it left the order of the others.
func (c *comparer) moved() []bool {
	pairs := make([]pair, len(c.links))
	at := make(map[int]int, len(c.links))
	for k, l := range c.links {
		weight := 1.0
		for _, i := range l.Old {
			weight += float64(len(c.old[i].p.Words)) / (1 << 20) // of two that were exchanged the shorter moved
		}
		pairs[k] = pair{l.Old[0], l.New[0], weight}
		at[l.Old[0]] = k
	}
	out := make([]bool, len(c.links))
	for k := range out {
		out[k] = true
	}
	for _, p := range heaviestChain(pairs, len(c.new)) {
		out[at[p.old]] = false
	}
	return out
}

// deleted returns the deleted old positions by the position, plus one, of the
// last before each that kept its place; 0 where there is none.
func (c *comparer) deleted(moved []bool) map[int][]int {
	kept, linked := make([]bool, len(c.old)), make([]bool, len(c.old))
	for k, l := range c.links {
		for _, i := range l.Old {
			linked[i], kept[i] = true, !moved[k]
		}
	}
	out := make(map[int][]int)
	after := 0
	for i := range c.old {
		switch {
		case kept[i]:
			after = i + 1
		case !linked[i]:
			out[after] = append(out[after], i)
		}
	}
	return out
}

func (c *comparer) appendDeleted(out []Row, at []int) []Row {
	for _, i := range at {
		p := c.old[i].p
		out = append(out, c.finish(Row{
			Class:      Deleted,
			Old:        c.side(0, i, 0, 1),
			Heading:    c.passage(p.Heading, ""),
			Words:      c.passage(p.Words, ""),
			Confidence: 1,
		}))
	}
	return out
}

func (c *comparer) inserted(j int) Row {
	p := c.new[j].p
	return c.finish(Row{
		Class:      Inserted,
		New:        c.side(1, j, 0, 1),
		Heading:    c.passage("", p.Heading),
		Words:      c.passage("", p.Words),
		Confidence: 1,
	})
}

func (c *comparer) side(which, at, piece, of int) *Side {
	u := c.old
	if which == 1 {
		u = c.new
	}
	return &Side{
		ID: u[at].p.ID, Kind: u[at].p.Kind, Label: u[at].p.Label, Cite: c.cites[which][at],
		Index: at, Depth: u[at].depth, Piece: piece, Of: of,
	}
}

// linked returns the rows of a link: one for each piece.
func (c *comparer) linked(l Link, moved bool) []Row {
	rows := c.pieceRows(l)
	for k := range rows {
		r := &rows[k]
		r.Confidence = l.Confidence
		if moved {
			r.Class |= Moved
		}
		if k == 0 || len(l.New) == 1 && len(l.Old) == 1 {
			r.Class |= c.labelClass(l.Old[0], l.New[0])
		}
		*r = c.finish(*r)
	}
	return rows
}

func (c *comparer) pieceRows(l Link) []Row {
	if len(l.Old) == 1 && len(l.New) == 1 {
		return []Row{c.pairRow(l.Old[0], l.New[0])}
	}
	if len(l.Old) == 1 {
		return c.splitRows(l)
	}
	return c.mergedRows(l)
}

// pairRow compares two provisions. What is only a heading on one side and only
// words on the other is compared as one passage.
func (c *comparer) pairRow(i, j int) Row {
	o, n := c.old[i].p, c.new[j].p
	r := Row{Old: c.side(0, i, 0, 1), New: c.side(1, j, 0, 1)}
	switch {
	case o.Heading == "" && n.Heading != "" && o.Words != "" && n.Words == "":
		r.Old.AsWords, r.Class = true, Restyled
		r.Heading = c.passage(o.Words, n.Heading)
	case o.Heading != "" && n.Heading == "" && o.Words == "" && n.Words != "":
		r.New.AsWords, r.Class = true, Restyled
		r.Heading = c.passage(o.Heading, n.Words)
	default:
		r.Heading, r.Words = c.passage(o.Heading, n.Heading), c.passage(o.Words, n.Words)
	}
	return r
}

// splitRows divides the words of one old provision among several new ones.
func (c *comparer) splitRows(l Link) []Row {
	whole := text.Tokens(c.old[l.Old[0]].p.Words)
	var parts [][]text.Token
	for _, j := range l.New {
		parts = append(parts, text.Tokens(c.new[j].p.Words))
	}
	cuts := c.cuts(whole, parts)
	var rows []Row
	for k, j := range l.New {
		r := Row{
			Class: Split,
			Old:   c.side(0, l.Old[0], k, len(l.New)), New: c.side(1, j, 0, 1),
			Heading: c.passage(firstOnly(k, c.old[l.Old[0]].p.Heading), c.new[j].p.Heading),
			Words:   Passage{Ops: c.words.ops(whole[cuts[k]:cuts[k+1]], parts[k])},
		}
		rows = append(rows, r)
	}
	if w := c.old[l.Old[0]].p.Words; text.Join(whole) != w {
		rows[0].Old.verbatim = w
	}
	for k, j := range l.New {
		if w := c.new[j].p.Words; text.Join(parts[k]) != w {
			rows[k].New.verbatim = w
		}
	}
	return rows
}

// mergedRows divides the words of one new provision among several old ones.
func (c *comparer) mergedRows(l Link) []Row {
	whole := text.Tokens(c.new[l.New[0]].p.Words)
	var parts [][]text.Token
	for _, i := range l.Old {
		parts = append(parts, text.Tokens(c.old[i].p.Words))
	}
	cuts := c.cuts(whole, parts)
	var rows []Row
	for k, i := range l.Old {
		r := Row{
			Class: Merged,
			Old:   c.side(0, i, 0, 1), New: c.side(1, l.New[0], k, len(l.Old)),
			Heading: c.passage(c.old[i].p.Heading, firstOnly(k, c.new[l.New[0]].p.Heading)),
			Words:   Passage{Ops: c.words.ops(parts[k], whole[cuts[k]:cuts[k+1]])},
		}
		rows = append(rows, r)
	}
	if w := c.new[l.New[0]].p.Words; text.Join(whole) != w {
		rows[0].New.verbatim = w
	}
	for k, i := range l.Old {
		if w := c.old[i].p.Words; text.Join(parts[k]) != w {
			rows[k].Old.verbatim = w
		}
	}
	return rows
}

func firstOnly(k int, s string) string {
	if k == 0 {
		return s
	}
	return ""
}

// cuts returns where to cut whole so that each cut falls where one part ends
// and the next begins: len(parts)+1 places, the first 0, the last the end.
func (c *comparer) cuts(whole []text.Token, parts [][]text.Token) []int {
	var joined []text.Token
	for _, p := range parts {
		joined = append(joined, p...)
	}
	a, b := c.words.vocab.number(nil, whole), c.words.vocab.number(nil, joined)
	hs := append(Diff(a, b), Hunk{len(a), len(a) + 1, len(b), len(b) + 1})
	out := []int{0}
	end, k := 0, 0
	for _, p := range parts[:len(parts)-1] {
		end += len(p)
		for hs[k].BHi < end {
			k++
		}
		cut := hs[k].ALo - (hs[k].BLo - end) // in the equal run before the hunk
		if end > hs[k].BLo {
			cut = hs[k].AHi
		}
		out = append(out, cut)
	}
	return append(out, len(whole))
}

// labelClass says what became of the label.
func (c *comparer) labelClass(i, j int) Class {
	a, b := &c.old[i], &c.new[j]
	switch {
	case a.number != b.number:
		return Renumbered
	case a.p.Label != b.p.Label || a.p.Kind != b.p.Kind:
		return Restyled
	}
	return Unchanged
}

// passage compares words in light mark-up.
func (c *comparer) passage(old, new string) Passage {
	if old == new {
		return Passage{Same: old}
	}
	p := Passage{Ops: c.words.ops(text.Tokens(old), text.Tokens(new))}
	if text.Join(p.OldTokens()) != old || text.Join(p.NewTokens()) != new {
		p.raw = &[2]string{old, new}
	}
	return p
}

// finish marks and weighs the changes of a row and says from them whether it
// was edited.
func (c *comparer) finish(r Row) Row {
	for _, p := range []*Passage{&r.Heading, &r.Words} {
		c.marker.mark(p.Ops)
		for _, op := range p.Ops {
			r.Significance += op.Weight
		}
		switch {
		case r.Class&(Inserted|Deleted) != 0:
		case p.Changed():
			r.Class |= Edited
		case restyled(p):
			r.Class |= Restyled
		}
	}
	return r
}

func restyled(p *Passage) bool {
	return slices.ContainsFunc(p.Ops, func(op Op) bool { return op.Kind == Reformat }) || p.raw != nil
}
