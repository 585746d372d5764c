package consolidate

import (
	"fmt"
	"slices"
	"strings"

	"parley/text"
)

// site is a provision of the base and where it stands there.
type site struct {
	*text.Provision
	parent text.ID // empty at the top
	index  int     // among its siblings
	order  int     // in reading order
}

// outline finds the provisions of a text by id.
type outline struct {
	text  *text.Text
	sites map[text.ID]*site
	order []*site
}

func newOutline(t *text.Text) (*outline, error) {
	n := count(t.Provisions)
	o := &outline{t, make(map[text.ID]*site, n), make([]*site, 0, n)}
	all := make([]site, n)
	var walk func(parent text.ID, ps []*text.Provision) error
	walk = func(parent text.ID, ps []*text.Provision) error {
		for i, p := range ps {
			s := &all[len(o.order)]
			*s = site{Provision: p, parent: parent, index: i, order: len(o.order)}
			if s.ID == "" {
				return fmt.Errorf("provision %q has no id; give the text ids before comparing it", s.Label)
			}
			if o.sites[s.ID] != nil {
				return fmt.Errorf("two provisions have the id %q; every provision needs an id of its own", s.ID)
			}
			o.sites[s.ID] = s
			o.order = append(o.order, s)
			if err := walk(p.ID, p.Children); err != nil {
				return err
			}
		}
		return nil
	}
	return o, walk("", t.Provisions)
}

func count(ps []*text.Provision) int {
	n := len(ps)
	for _, p := range ps {
		n += count(p.Children)
	}
	return n
}

// children returns the provisions below id; at the top for the empty id.
func (o *outline) children(id text.ID) []*text.Provision {
	if id == "" {
		return o.text.Provisions
	}
	if s := o.sites[id]; s != nil {
		return s.Children
	}
	return nil
}

// before returns the sibling before s, or nil.
func (o *outline) before(s *site) *site {
	if s.index == 0 {
		return nil
	}
	return o.sites[o.children(s.parent)[s.index-1].ID]
}

// field returns a field of a provision, or of the text for the empty id.
func (o *outline) field(id text.ID, f Field) string {
	switch f {
	case FieldTitle:
		return o.text.Title
	case FieldLang:
		return o.text.Lang
	}
	s := o.sites[id]
	if s == nil {
		return ""
	}
	return *fieldOf(s.Provision, f)
}

// fieldOf returns where p keeps the field.
func fieldOf(p *text.Provision, f Field) *string {
	switch f {
	case FieldWords:
		return &p.Words
	case FieldHeading:
		return &p.Heading
	case FieldLabel:
		return &p.Label
	case FieldKind:
		return (*string)(&p.Kind)
	}
	return nil
}

// provisionFields are the fields of a provision, those that number it first.
var provisionFields = []Field{FieldKind, FieldLabel, FieldHeading, FieldWords}

// cite names a provision for people.
func (o *outline) cite(id text.ID) string {
	if id == "" {
		return "the title"
	}
	if c := o.text.Cite(id); c != "" {
		if strings.Contains(c, " ") {
			return c // "Article 5(2)" says what it is
		}
		return "provision " + c
	}
	return "provision " + string(id)
}

// ids returns the ids of provisions, in order.
func ids(ps []*text.Provision) []text.ID {
	out := make([]text.ID, len(ps))
	for i, p := range ps {
		out[i] = p.ID
	}
	return out
}

// add inserts v into a sorted set.
func add[T int | string](set []T, v T) []T {
	i, found := slices.BinarySearch(set, v)
	if found {
		return set
	}
	return slices.Insert(set, i, v)
}
