package consolidate

import (
	"slices"
	"strings"

	"parley/text"
)

// An amendment is a list of changes, each the smallest part that can be
// adopted by itself. Changes say where they act in terms of the base: a
// provision's id, and the position among the tokens of its heading or words.

// Amendment is a proposal by its sponsors against a named revision.
type Amendment struct {
	ID       string        `json:"id"`
	Sponsors []string      `json:"sponsors"`
	Base     text.Revision `json:"base,omitempty"`
	Changes  []Change      `json:"changes"`
}

// Change is the smallest part of an amendment that can be adopted by itself.
type Change struct {
	ID        string  `json:"id"` // unique in its amendment
	Kind      Kind    `json:"kind"`
	Provision text.ID `json:"provision,omitempty"` // which it changes, deletes, moves or inserts; empty for the text's own title and language
	Field     Field   `json:"field,omitempty"`     // what a replacement, split or join acts on

	// At is the token of the base's field at which Old begins. Old and New are
	// the words before and after; either may be empty, and each begins with
	// the space or line break that stands before it, if any. Where a provision
	// is split or joined, ParagraphMark stands in New or Old. A label, kind,
	// title or language is replaced whole.
	At  int    `json:"at,omitempty"`
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`

	To       *Place            `json:"to,omitempty"`       // where to insert or move
	Inserted []*text.Provision `json:"inserted,omitempty"` // one for Insert; for Split the pieces after the first, without their words
	Joined   []text.ID         `json:"joined,omitempty"`   // for Join: the provisions whose words become part of Provision's
}

// ParagraphMark stands in the words of a change where one provision ends and
// the next begins.
const ParagraphMark = "\u2029"

// Kind says what a change does.
type Kind string

// The kinds of changes.
const (
	KindReplace Kind = "replace" // words, heading, label … become others
	KindInsert  Kind = "insert"  // a new provision, with everything below it
	KindDelete  Kind = "delete"  // a provision goes, with everything below it that is not moved elsewhere
	KindMove    Kind = "move"    // a provision goes to another place, with everything below it
	KindSplit   Kind = "split"   // a provision's words are divided between it and new ones after it
	KindJoin    Kind = "merge"   // the words of the provisions after it become part of a provision's
)

// Field says what in a provision is replaced.
type Field string

// The fields.
const (
	FieldWords   Field = "words"
	FieldHeading Field = "heading"
	FieldLabel   Field = "label"
	FieldKind    Field = "kind"
	FieldTitle   Field = "title" // of the text
	FieldLang    Field = "lang"  // of the text
)

// Place is a place among the provisions of the base: below Parent (empty: at
// the top), behind After (empty: first). What several changes of an amendment
// put at one place stands there in the order of the changes.
type Place struct {
	Parent text.ID `json:"parent,omitempty"`
	After  text.ID `json:"after,omitempty"`
}

// Apply returns base with the amendment's changes made, all or none. The
// changes must be of that base.
func (a Amendment) Apply(base *text.Text) (*text.Text, error) {
	o, err := newOutline(base)
	if err != nil {
		return nil, err
	}
	return a.apply(o)
}

// apply is Apply to a text whose outline is known: the text of one sponsor.
func (a Amendment) apply(base *outline) (*text.Text, error) {
	const sole = "amended"
	a.Sponsors = []string{sole}
	b, err := lay(base, []Amendment{a})
	if err != nil {
		return nil, err
	}
	return b.Take(sole), nil
}

// Only returns the amendment with the named changes and no others.
func (a Amendment) Only(changes ...string) Amendment {
	return a.filter(func(c Change) bool { return slices.Contains(changes, c.ID) })
}

// Without returns the amendment without the named changes.
func (a Amendment) Without(changes ...string) Amendment {
	return a.filter(func(c Change) bool { return !slices.Contains(changes, c.ID) })
}

func (a Amendment) filter(keep func(Change) bool) Amendment {
	var kept []Change
	for _, c := range a.Changes {
		if keep(c) {
			kept = append(kept, c)
		}
	}
	a.Changes = kept
	return a
}

// Cluster is changes of one amendment that do the same and can be adopted at
// once: a term renamed everywhere, a cross-reference that follows it.
type Cluster struct {
	Old, New string   // the words before and after
	Changes  []string // ids
}

// Clusters groups the replacements of the amendment that put the same words in
// place of the same words, two or more; the largest group is first.
func (a Amendment) Clusters() []Cluster {
	at := map[[2]string]int{}
	var all []Cluster
	for _, c := range a.Changes {
		if c.Kind != KindReplace {
			continue
		}
		key := [2]string{strings.TrimSpace(c.Old), strings.TrimSpace(c.New)}
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, Cluster{Old: key[0], New: key[1]})
		}
		all[i].Changes = append(all[i].Changes, c.ID)
	}
	all = slices.DeleteFunc(all, func(c Cluster) bool { return len(c.Changes) < 2 })
	slices.SortStableFunc(all, func(a, b Cluster) int { return len(b.Changes) - len(a.Changes) })
	return all
}
