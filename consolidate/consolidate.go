// Package consolidate lays many amendments to one text into one bracketed
// text, takes any side's text out of it again, and carries the amendments that
// are still pending over to the next revision.
//
// Changes says what an amended copy proposes; an Amendment is such changes
// with their sponsors. Consolidate lays amendments into their base:
//
//	ua := consolidate.Amendment{ID: "A1", Sponsors: []string{"UA"}, Changes: consolidate.Changes(base, amended)}
//	b, err := consolidate.Consolidate(base, []consolidate.Amendment{ua, ru})
//	b.Take("UA") // exactly what UA proposes
//
// What stands outside the brackets is common to all. Amendments that touch
// without overlapping are no conflict; amendments of the same words are
// alternatives of one bracket, and identical ones are one alternative with
// joint sponsors. Nothing depends on the order of the amendments.
//
// Accept makes the next revision and re-bases what is pending; Undo takes one
// adopted amendment back out of the middle; Merge is the three-way merge that
// both stand on.
//
// Provisions are told apart by id. Texts that come without the ids of their
// base get them from redline.AdoptIDs first.
package consolidate

import (
	"fmt"

	"parley/text"
)

// Consolidate lays the amendments into base. Each of them must be made to
// base's revision (an empty Base is taken on trust), and have an id of its own
// and a sponsor. A sponsor's amended text is all its amendments together;
// where two of them collide the error is a *CollisionError that names both.
// Time grows with the number of provisions and of changes, not with their
// product.
func Consolidate(base *text.Text, amendments []Amendment) (*Bracketed, error) {
	o, err := newOutline(base)
	if err != nil {
		return nil, err
	}
	rev := base.Revision()
	for _, a := range amendments {
		if a.Base != "" && a.Base != rev {
			return nil, fmt.Errorf("amendment %s was made to another revision; re-base it onto this one first", a.ID)
		}
	}
	return lay(o, amendments)
}
