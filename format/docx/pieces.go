package docx

import (
	"cmp"
	"parley/format/block"
	"slices"

	"parley/redline"
	"parley/text"
)

// piecesOf lists what is to be written of a redline, in an order in which both
// texts can be read off: the rows of the new text in theirs, what was deleted where
// it stood, and what moved twice, so that the old order stands as well.
func piecesOf(r *redline.Redline, old, new *text.Text) []piece {
	tables := [2]map[text.ID]bool{block.Tables(old), block.Tables(new)}
	words := [2]map[text.ID]*text.Provision{byID(old), byID(new)}
	rows := plainRows(inNewOrder(r.Rows), words)
	all := make([]piece, len(rows))
	for i := range rows {
		all[i] = pieceOf(&rows[i], tables)
	}
	setGaps(all, 0, words[0])
	setGaps(all, 1, words[1])
	stays := inPlace(rows)
	var gone []int // rows that are not in their old place, by that place
	for i := range rows {
		if rows[i].Old != nil && !stays[i] {
			gone = append(gone, i)
		}
	}
	slices.SortStableFunc(gone, func(a, b int) int { return compareOld(&rows[a], &rows[b]) })
	var out []piece
	moves := map[int]int{}
	leave := func(i int) {
		p := all[i]
		p.sides[1] = nil
		if p.heading, p.words = before(p.heading), before(p.words); rows[i].New != nil {
			moves[i] = len(moves) + 1
			p.move = moves[i]
		}
		out = append(out, p)
	}
	leaveBefore := func(next int) {
		for len(gone) > 0 && (next < 0 || compareOld(&rows[gone[0]], &rows[next]) < 0) {
			leave(gone[0])
			gone = gone[1:]
		}
	}
	following := nextInPlace(rows, stays)
	leaveBefore(following[0])
	for i := range rows {
		row := &rows[i]
		switch {
		case row.Old != nil && stays[i]:
			out = append(out, all[i])
			leaveBefore(following[i+1])
		case row.New != nil:
			p := all[i]
			if row.Old != nil {
				p.move = -1 - i // its number is known when it has left, perhaps later
			}
			p.sides[0], p.heading, p.words = nil, after(p.heading), after(p.words)
			out = append(out, p)
		}
	}
	for i := range out {
		if out[i].move < 0 {
			out[i].move = moves[-1-out[i].move]
		}
	}
	return out
}

// inNewOrder returns the rows in the order of the new text, what was deleted behind
// what it stood behind: pieces of one provision may stand together elsewhere.
func inNewOrder(rows []redline.Row) []redline.Row {
	type place struct{ index, piece int }
	at := make([]place, len(rows))
	last := place{-1, 0}
	for i, row := range rows {
		if row.New != nil {
			last = place{row.New.Index, row.New.Piece}
		}
		at[i] = last
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(at[a].index-at[b].index, at[a].piece-at[b].piece)
	})
	out := make([]redline.Row, len(rows))
	for i, k := range order {
		out[i] = rows[k]
	}
	return out
}

// plainRows returns the rows with those taken apart of which a piece moved away
// from the others: what was divided or joined there is deleted and inserted whole.
func plainRows(rows []redline.Row, of [2]map[text.ID]*text.Provision) []redline.Row {
	stays := inPlace(rows)
	apart := [2]map[text.ID]bool{{}, {}}
	for changed := true; changed; {
		changed = false
		for i := range rows {
			row := &rows[i]
			if row.Old == nil || row.New == nil || row.Old.Of == 1 && row.New.Of == 1 {
				continue
			}
			if stays[i] && !apart[0][row.Old.ID] && !apart[1][row.New.ID] || apart[0][row.Old.ID] && apart[1][row.New.ID] {
				continue
			}
			apart[0][row.Old.ID], apart[1][row.New.ID], changed = true, true, true
		}
	}
	if len(apart[0]) == 0 {
		return rows
	}
	var out []redline.Row
	for _, row := range rows {
		was, is := row.Old != nil && apart[0][row.Old.ID], row.New != nil && apart[1][row.New.ID]
		if !was && !is {
			out = append(out, row)
			continue
		}
		if was && row.Old.Piece == 0 {
			p := of[0][row.Old.ID]
			out = append(out, redline.Row{Class: redline.Deleted, Old: wholeSide(row.Old), Heading: redline.Passage{Same: p.Heading}, Words: redline.Passage{Same: p.Words}})
		}
		if is && row.New.Piece == 0 {
			p := of[1][row.New.ID]
			out = append(out, redline.Row{Class: redline.Inserted, New: wholeSide(row.New), Heading: redline.Passage{Same: p.Heading}, Words: redline.Passage{Same: p.Words}})
		}
	}
	return out
}

func byID(t *text.Text) map[text.ID]*text.Provision {
	out := map[text.ID]*text.Provision{}
	for _, p := range t.Places() {
		out[p.ID] = p.Provision
	}
	return out
}

// wholeSide is a side that holds all of its provision.
func wholeSide(s *redline.Side) *redline.Side {
	return &redline.Side{ID: s.ID, Kind: s.Kind, Label: s.Label, Cite: s.Cite, Index: s.Index, Depth: s.Depth, Of: 1}
}

func compareOld(a, b *redline.Row) int {
	return cmp.Or(a.Old.Index-b.Old.Index, a.Old.Piece-b.Old.Piece)
}

// inPlace says which rows stand in the old order where they are: of those that are
// in both texts the ones that did not move, as long as they rise, and what was
// deleted where it fits between them.
func inPlace(rows []redline.Row) []bool {
	out := make([]bool, len(rows))
	var last *redline.Row
	for i := range rows {
		row := &rows[i]
		if row.Old == nil {
			continue
		}
		if row.New != nil && row.Class.Has(redline.Moved) || last != nil && compareOld(last, row) > 0 {
			continue
		}
		out[i], last = true, row
	}
	return out
}

// setGaps finds what stands before each piece of divided words.
func setGaps(all []piece, which int, words map[text.ID]*text.Provision) {
	of := map[text.ID][]*piece{}
	for i := range all {
		if s := all[i].sides[which]; s != nil && s.of > 1 {
			of[s.id] = append(of[s.id], &all[i])
		}
	}
	for id, ps := range of {
		slices.SortFunc(ps, func(a, b *piece) int { return a.sides[which].piece - b.sides[which].piece })
		ts := text.Tokens(words[id].Words)
		at := 0
		for _, p := range ps {
			if at > 0 && at < len(ts) {
				p.sides[which].gap = ts[at].Gap
			}
			words := p.words.New()
			if which == 0 {
				words = p.words.Old()
			}
			at += len(text.Tokens(words))
		}
	}
}

// nextInPlace returns, for each row, the first one from it on that is in its old
// place, -1 behind the last.
func nextInPlace(rows []redline.Row, stays []bool) []int {
	out := make([]int, len(rows)+1)
	next := -1
	for i := len(rows); i >= 0; i-- {
		if i < len(rows) && rows[i].Old != nil && stays[i] {
			next = i
		}
		out[i] = next
	}
	return out
}

func pieceOf(row *redline.Row, tables [2]map[text.ID]bool) piece {
	p := piece{heading: row.Heading, words: row.Words}
	for i, s := range []*redline.Side{row.Old, row.New} {
		if s == nil {
			continue
		}
		p.sides[i] = &side{id: s.ID, kind: s.Kind, label: s.Label, depth: s.Depth, piece: s.Piece, of: s.Of, asWords: s.AsWords}
		p.table = tables[i][s.ID] && s.Kind == text.Table && (i == 0 || row.Old == nil || p.table)
		p.row = tables[i][s.ID] && s.Kind == text.Row && (i == 0 || row.Old == nil || p.row)
	}
	if row.Old == nil {
		p.heading, p.words = after(p.heading), after(p.words)
	}
	if row.New == nil {
		p.heading, p.words = before(p.heading), before(p.words)
	}
	return p
}

// before and after are passages of which only one side is there.
func before(p redline.Passage) redline.Passage { return redline.Passage{Same: p.Old()} }
func after(p redline.Passage) redline.Passage  { return redline.Passage{Same: p.New()} }
