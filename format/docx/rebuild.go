package docx

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"parley/format/block"
	"parley/format/xmltree"
	"parley/text"
)

// A file that Parley wrote carries a map of its provisions, and hidden bookmarks
// that say which paragraph is which. Read back, the text is put together by these;
// what was added is placed by what stands around it.

// bookmark begins the names of the bookmarks.
const bookmark = "_parley_"

// provisions is the map: entries by number, and where the file comes from.
type provisions struct {
	entries map[int]entry
	source  Source
	lang    string
}

// readMap reads the map of the file; nil where it has none.
func (p *pack) readMap() *provisions {
	for _, name := range p.rels["customXml"] {
		if p.files[name] == nil {
			continue
		}
		root, err := p.xml(name)
		if err != nil {
			continue // it is somebody else's, and need be no XML that is read here
		}
		if root.Name != "provisions" || !slices.ContainsFunc(root.Attrs, hasMapNamespace) {
			continue
		}
		m := &provisions{entries: map[int]entry{}, lang: root.Attr("lang")}
		m.source.Negotiation, m.source.Address = root.Attr("negotiation"), text.Revision(root.Attr("address"))
		m.source.Revision, _ = strconv.Atoi(root.Attr("revision")) // 0: none
		for _, c := range root.Children {
			n, err := strconv.Atoi(c.Attr("n"))
			depth, wrong := strconv.Atoi(c.Attr("depth"))
			id := text.ID(c.Attr("id"))
			if err == nil && wrong == nil && id.Valid() && depth >= 0 && depth < text.MaxDepth {
				m.entries[n] = entry{id, text.Kind(c.Attr("kind")), depth, c.Attr("gone") != ""}
			}
		}
		return m
	}
	return nil
}

// keyIn returns the key of a paragraph or row by its bookmark, "" where it has
// none.
func (m *provisions) keyIn(n *xmltree.Node) text.ID {
	if m == nil {
		return ""
	}
	for _, c := range n.Children {
		if name := c.Attr("name"); c.Name == "bookmarkStart" && strings.HasPrefix(name, bookmark) {
			if key := text.ID(strings.TrimPrefix(name, bookmark)); key == "t" || m.has(key) {
				return text.ID(bookmark) + key
			}
		}
		if key := m.keyIn(c); key != "" && c.Name != "tbl" {
			return key
		}
	}
	return ""
}

// isMarked reports whether a key is of a bookmark.
func isMarked(key text.ID) bool { return strings.HasPrefix(string(key), bookmark) }

// gone reports whether a key is of what is there before the changes only.
func (m *provisions) gone(key text.ID) bool {
	if m == nil || !isMarked(key) {
		return false
	}
	n, _ := m.split(key)
	return m.entries[n].gone
}

func (m *provisions) has(key text.ID) bool {
	n, _ := m.split(key)
	_, ok := m.entries[n]
	return ok
}

// split divides a key into the number of an entry and which part of it stands
// there.
func (m *provisions) split(key text.ID) (n int, part string) {
	s := strings.TrimPrefix(string(key), bookmark)
	if s == "" {
		return 0, ""
	}
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil {
		return 0, ""
	}
	return n, s[len(s)-1:]
}

// rebuilder puts a text together out of paragraphs that are known and others.
type rebuilder struct {
	m     *provisions
	out   text.Text
	stack []*text.Provision // the last provision at each depth
	last  int               // the number of the entry that was put in last
	seen  map[int]bool
	where map[string]int // of each way of numbering, the depth at which it was seen last
}

// rebuild puts the text together.
func (m *provisions) rebuild(blocks []block.Block) *text.Text {
	b := rebuilder{m: m, seen: map[int]bool{}, where: map[string]int{}}
	b.out.Lang = m.lang
	for i, bl := range blocks {
		n, part := m.split(bl.ID)
		e, known := m.entries[n]
		switch {
		case bl.ID == bookmark+"t":
			b.out.Title = text.FoldPlain(text.Plain(bl.Words))
		case bl.Kind == text.Table:
			b.table(blocks[i+1:])
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

func (b *rebuilder) known(n int, e entry, part string, bl block.Block) {
	b.seen[n] = true
	p := &text.Provision{ID: e.id, Kind: e.kind, Label: bl.Label}
	if part == "h" {
		p.Heading = bl.Words
	} else {
		p.Words = bl.Words
	}
	b.put(p, e.depth)
	b.last = n
	b.where[wayOf(bl)] = len(b.stack) - 1
}

// table puts a table in: the known one that its first known row stood in, or a new
// one.
func (b *rebuilder) table(rest []block.Block) {
	p, depth := &text.Provision{Kind: text.Table}, max(0, len(b.stack)-1)
	for _, bl := range rest {
		if bl.Kind != text.Row {
			break
		}
		n, _ := b.m.split(bl.ID)
		e, known := b.m.entries[n]
		if !known {
			continue
		}
		for k := n - 1; k > 0; k-- {
			if above := b.m.entries[k]; above.depth == e.depth-1 {
				if above.kind == text.Table && !b.seen[k] {
					b.seen[k] = true
					p.ID, depth = above.id, above.depth
				}
				break
			}
		}
		break
	}
	b.put(p, depth)
	b.last = 0
}

// put puts a provision in at a depth, or as deep as there is something above it.
func (b *rebuilder) put(p *text.Provision, depth int) {
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
	if strings.HasPrefix(string(bl.ID), keyPrefix) {
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

func hasMapNamespace(a xml.Attr) bool { return a.Value == mapNamespace }
