// Package known lets a file that Parley wrote be known again. Such a file carries a
// map of its provisions, and hidden bookmarks that say which paragraph is which.
// Read back, the text is put together by these; what was added is placed by what
// stands around it.
package known

import (
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"strings"

	"parley/format/xmltree"
	"parley/text"
)

// Namespace names the map.
const Namespace = "urn:parley:provisions:1"

// Bookmark begins the names of the bookmarks. Behind it stands "t" for the title, or
// the number of an entry, from 1, and which part of it stands there: "h", "w" or "r"
// for its heading, its words, or the row of a table.
const Bookmark = "_parley_"

// Source says which revision a file was made from. Its zero value is none.
type Source struct {
	Negotiation string // its id
	Revision    int
	Address     text.Revision // content address of the words
}

// Entry is a provision in the map.
type Entry struct {
	ID    text.ID
	Kind  text.Kind
	Depth int
	Gone  bool // it is there before the changes only
	Typed bool // its number begins the words of its paragraph

	// Sum is "h" and a hash of the heading, or else "w" and one of the words: by it
	// the provision is known again where its bookmark is lost.
	Sum string
}

// sumOf is a short hash of words, whatever marks are in them.
func sumOf(words string) string {
	if words = text.Plain(words); words == "" {
		return ""
	}
	h := fnv.New32a()
	io.WriteString(h, words)
	return fmt.Sprintf("%08x", h.Sum32())
}

// Sum is what Entry.Sum is for a heading and words.
func Sum(heading, words string) string {
	if heading != "" {
		return "h" + sumOf(heading)
	}
	return "w" + sumOf(words)
}

// Map is the entries by number, and where the file comes from. Its methods may be
// called on nil, except Rebuild.
type Map struct {
	Source  Source
	Lang    string
	entries map[int]Entry
}

// XML writes a map.
func XML(s Source, lang string, entries []Entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<provisions xmlns="%s" negotiation="%s" revision="%d" address="%s" lang="%s">`, Namespace, xmltree.EscapeValue(s.Negotiation), s.Revision, s.Address, xmltree.EscapeValue(lang))
	for i, e := range entries {
		more := ""
		if e.Gone {
			more = ` gone="1"`
		}
		if e.Typed {
			more += ` typed="1"`
		}
		if e.Sum != "" {
			more += ` sum="` + e.Sum + `"`
		}
		fmt.Fprintf(&b, `<p n="%d" id="%s" kind="%s" depth="%d"%s/>`, i+1, xmltree.EscapeValue(string(e.ID)), xmltree.EscapeValue(string(e.Kind)), e.Depth, more)
	}
	b.WriteString("</provisions>")
	return b.String()
}

// Read reads a map; nil where the document is none.
func Read(root *xmltree.Node) *Map {
	if root.Name != "provisions" || !slices.ContainsFunc(root.Attrs, isNamespace) {
		return nil
	}
	m := &Map{entries: map[int]Entry{}, Lang: root.Attr("lang")}
	m.Source.Negotiation, m.Source.Address = root.Attr("negotiation"), text.Revision(root.Attr("address"))
	m.Source.Revision, _ = strconv.Atoi(root.Attr("revision")) // 0: none
	for _, c := range root.Children {
		n, err := strconv.Atoi(c.Attr("n"))
		depth, wrong := strconv.Atoi(c.Attr("depth"))
		id := text.ID(c.Attr("id"))
		if err == nil && wrong == nil && id.Valid() && depth >= 0 && depth < text.MaxDepth {
			m.entries[n] = Entry{id, text.Kind(c.Attr("kind")), depth, c.Attr("gone") != "", c.Attr("typed") != "", c.Attr("sum")}
		}
	}
	return m
}

func isNamespace(a xml.Attr) bool { return a.Value == Namespace }

// KeyIn returns the key of a paragraph or row by its bookmark, "" where it has
// none.
func (m *Map) KeyIn(n *xmltree.Node) text.ID {
	if m == nil {
		return ""
	}
	for _, c := range n.Children {
		if name := c.Attr("name"); strings.HasPrefix(c.Name, "bookmark") && strings.HasPrefix(name, Bookmark) {
			if key := text.ID(name); key == title || m.has(key) {
				return key
			}
		}
		if key := m.KeyIn(c); key != "" && c.Name != "tbl" && c.Name != "table" {
			return key
		}
	}
	return ""
}

const title = text.ID(Bookmark + "t")

// Marked reports whether a key is of a bookmark.
func Marked(key text.ID) bool { return strings.HasPrefix(string(key), Bookmark) }

// Gone reports whether a key is of what is there before the changes only.
func (m *Map) Gone(key text.ID) bool { return m.Entry(key).Gone }

// Entry returns the entry that a key is of, or the zero Entry.
func (m *Map) Entry(key text.ID) Entry {
	if m == nil || !Marked(key) {
		return Entry{}
	}
	n, _ := split(key)
	return m.entries[n]
}

func (m *Map) has(key text.ID) bool {
	n, _ := split(key)
	_, ok := m.entries[n]
	return ok
}

// split divides a key into the number of an entry and which part of it stands
// there.
func split(key text.ID) (n int, part string) {
	s := strings.TrimPrefix(string(key), Bookmark)
	if s == "" {
		return 0, ""
	}
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil {
		return 0, ""
	}
	return n, s[len(s)-1:]
}
