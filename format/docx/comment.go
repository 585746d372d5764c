package docx

import (
	"slices"
	"strings"
	"time"

	"parley/format/known"
	"parley/format/xmltree"
	"parley/text"
)

// Comment is what somebody wrote beside the words.
type Comment struct {
	Author string
	At     time.Time
	Words  string  // plain
	About  string  // the words that it is about, plain
	On     text.ID // where it stands; "": nowhere
	Answer int     // to which of the comments, from 1; 0: to none
	Done   bool
}

// comment follows where a comment's range begins and ends.
func (r *reader) comment(n *xmltree.Node) {
	if r.anchors == nil {
		return
	}
	id := n.Attr("id")
	if _, seen := r.at[id]; !seen && r.open != nil {
		r.at[id] = r.open.key
	}
	switch n.Name {
	case "commentRangeStart":
		r.within[id] = true
	case "commentRangeEnd":
		delete(r.within, id)
	}
}

// readComments reads the comments with where they stand in the state that was
// read.
func (s *source) readComments(r *reader, ids map[text.ID]text.ID) ([]Comment, error) {
	root, err := s.related("comments")
	if err != nil || root == nil {
		return nil, err
	}
	more, err := s.related("commentsExtended")
	if err != nil {
		return nil, err
	}
	var out []Comment
	place := map[string]int{} // of the last paragraph of each comment, by its id in the extension
	for _, n := range root.Children {
		if n.Name != "comment" {
			continue
		}
		c := Comment{Author: n.Attr("author"), About: strings.TrimSpace(r.anchors[n.Attr("id")]), On: s.idOf(r.at[n.Attr("id")], ids)}
		c.At, _ = time.Parse(time.RFC3339, n.Attr("date")) // without a date: zero
		c.Words = text.Plain(s.wordsOf(n))
		out = append(out, c)
		for _, p := range n.Children {
			if id := p.Attr("paraId"); p.Name == "p" && id != "" {
				place[id] = len(out)
			}
		}
	}
	for _, n := range more.All() {
		i := place[n.Attr("paraId")]
		if i == 0 {
			continue
		}
		out[i-1].Answer = place[n.Attr("paraIdParent")]
		out[i-1].Done = isOn(n.Attr("done"))
	}
	return slices.Clip(out), nil
}

// idOf returns the id of the provision that a paragraph's key is of.
func (s *source) idOf(key text.ID, ids map[text.ID]text.ID) text.ID {
	if known.Marked(key) {
		return s.known.Entry(key).ID
	}
	return ids[key]
}

// wordsOf reads what stands in a part beside the text, all changes accepted.
func (s *source) wordsOf(n *xmltree.Node) string {
	r := s.reader(everyone)
	r.beside = true
	return r.flat(n)
}

// beside reads the headers and footers.
func (s *source) beside() ([]Beside, error) {
	var out []Beside
	for _, kind := range []string{"header", "footer"} {
		names := slices.Clone(s.rels[kind])
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			if s.files[name] == nil {
				continue
			}
			root, err := s.xml(name)
			if err != nil {
				return nil, err
			}
			if words := text.Plain(s.wordsOf(root)); words != "" {
				out = append(out, Beside{kind, words})
			}
		}
	}
	return out, nil
}
