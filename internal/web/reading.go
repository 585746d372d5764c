package web

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"parley/text"
)

// The text set for reading: an outline, and every provision with its number
// hanging in the margin and what is pending on it at its end.

// Reading is a text on a page.
type Reading struct {
	Title, Lang, Dir string
	Revision         int  // whose words are shown; 0: of none
	Kept             bool // the browser has the words: only what is pending is shown
	Provisions       []ReadProvision
}

// ReadProvision is a provision on a page.
type ReadProvision struct {
	ID       text.ID
	Kind     text.Kind
	Depth    int
	Label    string
	Cite     string
	Wide     bool // the label is too long for the margin
	Heading  template.HTML
	Headed   bool
	Level    int // of the heading, for screen readers
	Words    template.HTML
	Cells    []template.HTML // of a row
	Row      bool
	FirstRow bool
	LastRow  bool
	Href     string
	Selected bool
	Mark
}

// Mark is what is pending on a provision.
type Mark struct {
	Amendments int
	Conflict   bool
}

// State says it in words.
func (m Mark) State() string {
	s := count(m.Amendments, "amendment", "amendments")
	if m.Conflict {
		s += ", in conflict"
	}
	return s
}

// Outline is a text by what it is made of.
type Outline struct {
	Dir   string
	Items []OutlineItem
}

// OutlineItem is a line of the outline.
type OutlineItem struct {
	ID       text.ID
	Href     string
	Depth    int
	Nr, What string
	Wide     bool
	Group    bool // holds others under a heading
	Current  bool
	Mark
}

// layout of one text: what differs between pages is where a provision's number
// leads and what is marked on it.
type typesetter struct {
	t        *text.Text
	href     func(text.ID) string
	marks    map[text.ID]Mark
	selected text.ID
	revision int  // that t is; 0: none
	kept     bool // the browser has the words
}

// widest is how many characters a label may have to hang in the margin.
const widest = 5

func (s typesetter) reading() Reading {
	out := Reading{Title: s.t.Title, Lang: s.t.Lang, Dir: direction(s.t.Lang), Revision: s.revision, Kept: s.kept}
	places := s.t.Places()
	if s.kept {
		for _, p := range places {
			if mark := s.marks[p.ID]; mark.Amendments > 0 && p.Kind != text.Row {
				out.Provisions = append(out.Provisions, ReadProvision{ID: p.ID, Href: s.href(p.ID), Mark: mark})
			}
		}
		return out
	}
	levels := []int{1}
	cite := cites(s.t)
	for i, p := range places {
		levels = levels[:p.Depth+1]
		row := ReadProvision{
			ID: p.ID, Kind: p.Kind, Depth: min(p.Depth, 9), Label: p.Label, Cite: cite[p.ID], Level: levels[p.Depth],
			Href: s.href(p.ID), Selected: p.ID == s.selected, Mark: s.marks[p.ID],
		}
		if row.Kind == "" {
			row.Kind = text.Paragraph
		}
		row.Wide = len([]rune(p.Label)) > widest
		if row.Headed = p.Heading != "" || row.Wide; row.Headed {
			row.Level++
		}
		levels = append(levels, row.Level)
		row.Heading = wordsHTML(p.Heading)
		if p.Kind == text.Row {
			row.Row = true
			row.FirstRow = i == 0 || places[i-1].Kind != text.Row
			row.LastRow = i+1 == len(places) || places[i+1].Kind != text.Row
			for _, cell := range strings.Split(p.Words, " | ") {
				row.Cells = append(row.Cells, wordsHTML(cell))
			}
		} else {
			row.Words = wordsHTML(p.Words)
		}
		out.Provisions = append(out.Provisions, row)
	}
	return out
}

// outline lists what stands at the top or has a heading, and whatever is
// amended.
func (s typesetter) outline() Outline {
	out := Outline{Dir: direction(s.t.Lang)}
	for _, p := range s.t.Places() {
		mark := s.marks[p.ID]
		listed := mark.Amendments > 0 || p.ID == s.selected || p.Heading != "" || p.Depth == 0 && (p.Words != "" || p.Label != "")
		if !listed || p.Kind == text.Row && mark.Amendments == 0 {
			continue
		}
		what := beginning(p.Heading, 60)
		if what == "" {
			what = beginning(p.Words, 48)
		}
		out.Items = append(out.Items, OutlineItem{
			ID: p.ID, Href: s.href(p.ID), Depth: min(p.Depth, 3), Nr: p.Label, What: what,
			Wide:    len([]rune(p.Label)) > widest || p.Label == "",
			Group:   p.Kind == text.Part || p.Kind == text.Annex || p.Kind == text.Preamble,
			Current: p.ID == s.selected, Mark: mark,
		})
	}
	return out
}

// cites are how the provisions of a text are spoken of, each by a name of its
// own.
func cites(t *text.Text) map[text.ID]string {
	out := make(map[text.ID]string)
	taken := make(map[string]bool)
	names := t.Cites()
	for i, p := range t.Places() {
		name := names[i]
		switch {
		case name == "":
			name = fmt.Sprintf("unnumbered provision %d", i+1)
		case p.Label == "":
			name = fmt.Sprintf("paragraph %d under %s", p.Index+1, name)
		case taken[name]:
			name = fmt.Sprintf("%s (provision %d)", name, i+1)
		}
		taken[name] = true
		out[p.ID] = name
	}
	return out
}

// cited returns the id of the provision that is spoken of so, or "".
func cited(t *text.Text, name string) text.ID {
	name = strings.TrimSpace(name)
	for id, c := range cites(t) {
		if strings.EqualFold(c, name) || string(id) == name {
			return id
		}
	}
	return ""
}

// at returns path with the provision chosen in query and fragment.
func at(path string, query url.Values, id text.ID) string {
	q := url.Values{}
	for k, v := range query {
		q[k] = v
	}
	q.Set("at", string(id))
	return path + "?" + q.Encode() + "#p-" + url.PathEscape(string(id))
}
