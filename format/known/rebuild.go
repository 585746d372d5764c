package known

import (
	"fmt"
	"slices"
	"strconv"

	"parley/format/block"
	"parley/text"
)

// rebuilder puts a text together out of paragraphs that are known and others.
type rebuilder struct {
	m     *Map
	out   text.Text
	stack []*text.Provision // the last provision at each depth
	last  int               // the number of the entry that was put in last
	seen  map[int]bool
	given map[text.ID]bool // ids that stand in the text
	where map[string]int   // of each way of numbering, the depth at which it was seen last
}

// Rebuild puts the text together. The blocks have their keys as ids; what has no
// bookmark keeps the id that it has.
func (m *Map) Rebuild(blocks []block.Block) *text.Text {
	b := rebuilder{m: m, seen: map[int]bool{}, given: map[text.ID]bool{}, where: map[string]int{}}
	b.out.Lang = m.Lang
	blocks = m.recognise(blocks)
	for i, bl := range blocks {
		n, part := split(bl.ID)
		e, known := m.entries[n]
		switch {
		case bl.ID == title:
			b.out.Title = text.FoldPlain(text.Plain(bl.Words))
		case bl.Kind == text.Table:
			b.table(bl.ID, blocks[i+1:])
		case known && part == "w" && b.last == n:
			b.stack[len(b.stack)-1].Words = bl.Words
		case known && !b.seen[n]:
			b.known(n, e, part, bl)
		default:
			b.added(bl)
		}
	}
	block.SetKinds(&b.out)
	return &b.out
}

// Marks reports whether any block has a bookmark of the map.
func (m *Map) Marks(blocks []block.Block) bool {
	return slices.ContainsFunc(blocks, func(b block.Block) bool { return b.ID == title || m.has(b.ID) })
}

// Name gives the provisions of a text whose file lost all bookmarks the ids of those
// entries whose words they have, where one of each has them.
func (m *Map) Name(t *text.Text) *text.Text {
	entries, at := map[string][]text.ID{}, map[string][]*text.Provision{}
	for _, e := range m.entries {
		if len(e.Sum) > 1 && !e.Gone {
			entries[e.Sum] = append(entries[e.Sum], e.ID)
		}
	}
	for _, p := range t.Places() {
		sum := Sum(p.Heading, p.Words)
		at[sum] = append(at[sum], p.Provision)
	}
	given := map[text.ID]bool{}
	for _, p := range t.Places() {
		given[p.ID] = true
	}
	for sum, ids := range entries {
		if len(ids) == 1 && len(at[sum]) == 1 && !given[ids[0]] {
			at[sum][0].ID = ids[0]
		}
	}
	t.Lang = m.Lang
	return t
}

// recognise gives keys to blocks that lost their bookmarks and whose words are those of
// one entry, and of one block, only.
func (m *Map) recognise(blocks []block.Block) []block.Block {
	lost := map[string][]int{} // entries by sum
	here := map[int]bool{}
	for _, bl := range blocks {
		n, _ := split(bl.ID)
		here[n] = true
	}
	for n, e := range m.entries {
		if !here[n] && len(e.Sum) > 1 && !e.Gone {
			lost[e.Sum[1:]] = append(lost[e.Sum[1:]], n)
		}
	}
	if len(lost) == 0 {
		return blocks
	}
	at := map[string][]int{}
	for i, bl := range blocks {
		if !m.has(bl.ID) && bl.ID != title && bl.Words != "" {
			sum := sumOf(bl.Words)
			at[sum] = append(at[sum], i)
		}
	}
	out := slices.Clone(blocks)
	for sum, entries := range lost {
		if len(entries) != 1 || len(at[sum]) != 1 {
			continue
		}
		bl := &out[at[sum][0]]
		part := m.entries[entries[0]].Sum[:1]
		if bl.Kind == text.Row {
			part = "r"
		}
		bl.ID = text.ID(fmt.Sprintf("%s%d%s", Bookmark, entries[0], part))
	}
	return out
}

func (b *rebuilder) known(n int, e Entry, part string, bl block.Block) {
	b.seen[n] = true
	p := &text.Provision{ID: e.ID, Kind: e.Kind, Label: bl.Label}
	if e.Typed && bl.Label == "" {
		p.Label, bl.Words = block.CutLabel(bl.Words)
		bl.Label = p.Label
	}
	if part == "h" {
		p.Heading = bl.Words
	} else {
		p.Words = bl.Words
	}
	b.put(p, e.Depth)
	b.last = n
	b.where[wayOf(bl)] = len(b.stack) - 1
}

// table puts a table in: the known one that its first known row stood in, or a new
// one.
func (b *rebuilder) table(id text.ID, rest []block.Block) {
	p, depth := &text.Provision{ID: id, Kind: text.Table}, max(0, len(b.stack)-1)
	for _, bl := range rest {
		if bl.Kind != text.Row {
			break
		}
		n, _ := split(bl.ID)
		e, known := b.m.entries[n]
		if !known {
			continue
		}
		for k := n - 1; k > 0; k-- {
			if above := b.m.entries[k]; above.Depth == e.Depth-1 {
				if above.Kind == text.Table && !b.seen[k] {
					b.seen[k] = true
					p.ID, depth = above.ID, above.Depth
				}
				break
			}
		}
		break
	}
	b.put(p, depth)
	b.last = 0
}

// put puts a provision in at a depth, or as deep as there is something above it. An
// id that is given already is not given again.
func (b *rebuilder) put(p *text.Provision, depth int) {
	if b.given[p.ID] {
		p.ID = ""
	}
	b.given[p.ID] = true
	depth = min(depth, len(b.stack), text.MaxDepth-1)
	if depth == 0 {
		b.out.Provisions = append(b.out.Provisions, p)
	} else {
		above := b.stack[depth-1]
		above.Children = append(above.Children, p)
	}
	b.stack = append(b.stack[:depth], p)
}

// added puts in what the map does not know: beside what is numbered as it is, below
// a heading that stands right before it, otherwise beside what stands before it.
func (b *rebuilder) added(bl block.Block) {
	b.last = 0
	p := &text.Provision{Kind: bl.Kind, Label: bl.Label}
	if !Marked(bl.ID) {
		p.ID = bl.ID
	}
	if p.Words = bl.Words; bl.Label == "" && bl.Kind == "" {
		p.Label, p.Words = block.CutLabel(bl.Words)
		bl.Label = p.Label
	}
	if bl.Level > 0 {
		p.Heading, p.Words = p.Words, ""
	}
	depth := 0
	if n := len(b.stack); n > 0 {
		before := b.stack[n-1]
		depth = n - 1
		if before.Heading != "" && before.Words == "" && bl.Level == 0 || before.Kind == text.Table && bl.Kind == text.Row {
			depth = n
		} else if before.Kind == text.Row && bl.Kind != text.Row {
			depth = max(0, n-2)
		}
		if d, seen := b.where[wayOf(bl)]; seen && wayOf(bl) != "" {
			depth = d
		}
	}
	b.put(p, depth)
	b.where[wayOf(bl)] = len(b.stack) - 1
}

// wayOf names the way in which a paragraph is numbered, "" for none.
func wayOf(bl block.Block) string {
	if bl.Label == "" {
		if bl.Level > 0 {
			return "heading " + strconv.Itoa(bl.Level)
		}
		return ""
	}
	_, _, form := text.CutLabel(bl.Label + " X")
	return form.Scheme + strconv.Itoa(bl.Level)
}
