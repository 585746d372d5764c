package consolidate

import (
	"fmt"

	"parley/text"
)

// Rebasing carries the changes of an amendment over the changes that lead from
// its base to another revision. It is best made anew from the amendment as it
// was tabled each time, so that what fell with one revision can revive with
// the next.

// Fallen is a change, made to one revision, that has no place in another.
type Fallen struct {
	Amendment string `json:"amendment"`
	Change    Change `json:"change"`
	Reason    Reason `json:"reason"`
	By        string `json:"by,omitempty"` // the amendment that brought it down, where one is known
	Sentence  string `json:"sentence"`     // the reason for people
}

// Reason says why a change has fallen.
type Reason string

// The reasons. AlreadyAdopted is no loss: the revision says what the change
// proposes, or more.
const (
	AlreadyAdopted   Reason = "already adopted"
	WordsReplaced    Reason = "words replaced"    // the words it changes are others now
	PlaceTaken       Reason = "place taken"       // others stand where it inserts, or between what it joins
	ProvisionDeleted Reason = "provision deleted" // what it changes, or stands below, is gone
	MovedElsewhere   Reason = "moved elsewhere"   // it moves or deletes what was moved to another place
	WordsAmended     Reason = "words amended"     // it deletes what was amended since
)

// Rebase carries amendment a, made to the text from, over to the text to. What
// it returns can be applied to to and is complete but for the changes that
// have fallen. The error says that a is not an amendment to from.
func Rebase(from, to *text.Text, a Amendment) (Amendment, []Fallen, error) {
	r, err := NewRebaser(from, to)
	if err != nil {
		return Amendment{}, nil, err
	}
	return r.Rebase(a)
}

// Rebaser re-bases many amendments made to one text; it compares the texts
// once.
type Rebaser struct{ carrier }

// NewRebaser returns a Rebaser from one text to another.
func NewRebaser(from, to *text.Text) (*Rebaser, error) {
	f, err := newOutline(from)
	if err != nil {
		return nil, err
	}
	t, err := newOutline(to)
	if err != nil {
		return nil, err
	}
	return &Rebaser{carrier{from: f, to: t, ours: changes(f, t), revision: to.Revision()}}, nil
}

// Rebase does what the function Rebase does.
func (r *Rebaser) Rebase(a Amendment) (Amendment, []Fallen, error) { return r.carry(a) }

// Outcome is what the adoption of an amendment leads to.
type Outcome struct {
	Text    *text.Text  // the next revision
	Pending []Amendment // re-based onto it, without those of which nothing is left
	Fallen  []Fallen
}

// Accept adopts one of the pending amendments, or only the named changes of
// it, and re-bases the others, what is left of it among them. All must be made
// to base.
func Accept(base *text.Text, pending []Amendment, id string, changes ...string) (*Outcome, error) {
	at, err := named(pending, id, changes)
	if err != nil {
		return nil, err
	}
	from, err := newOutline(base)
	if err != nil {
		return nil, err
	}
	adopted, rest := pending[at], Amendment{}
	if len(changes) > 0 {
		adopted, rest = adopted.Only(changes...), adopted.Without(changes...)
	}
	next, err := adopted.apply(from)
	if err != nil {
		return nil, err
	}
	to, err := newOutline(next)
	if err != nil {
		return nil, fmt.Errorf("adopt amendment %s: %w", id, err)
	}
	out := &Outcome{Text: next}
	c := carrier{from: from, to: to, ours: adopted.Changes, by: adopted, revision: next.Revision()}
	for i, a := range pending {
		if i == at {
			a = rest
		}
		if len(a.Changes) == 0 {
			continue
		}
		a, fallen, err := c.carry(a)
		if err != nil {
			return nil, err
		}
		out.Fallen = append(out.Fallen, fallen...)
		if len(a.Changes) > 0 {
			out.Pending = append(out.Pending, a)
		}
	}
	return out, nil
}

// Reject drops one of the pending amendments, or only the named changes of it.
// The text stays as it is, and so do the others.
func Reject(pending []Amendment, id string, changes ...string) ([]Amendment, error) {
	at, err := named(pending, id, changes)
	if err != nil {
		return nil, err
	}
	var out []Amendment
	for i, a := range pending {
		if i == at {
			a = a.Without(changes...)
			if len(changes) == 0 || len(a.Changes) == 0 {
				continue
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// named finds a pending amendment that has the named changes.
func named(pending []Amendment, id string, changes []string) (int, error) {
	for i, a := range pending {
		if a.ID != id {
			continue
		}
		for _, c := range changes {
			if len(a.Only(c).Changes) == 0 {
				return 0, fmt.Errorf("amendment %s has no change %s", id, c)
			}
		}
		return i, nil
	}
	return 0, fmt.Errorf("there is no pending amendment %s; it may have fallen or been decided", id)
}

// Undo takes the adopted amendment at index i back and adopts the others anew:
// adopted[0] was made to base, each later one to the text the one before it
// led to. It returns the text they lead to now, the adopted amendments as they
// stand without the one undone, and what of them depended on it. What is
// pending is re-based from the old last text to the new one with Rebase.
func Undo(base *text.Text, adopted []Amendment, i int) (now *text.Text, rest []Amendment, dependent []Fallen, err error) {
	if i < 0 || i >= len(adopted) {
		return nil, nil, nil, fmt.Errorf("there is no adopted amendment %d; there are %d", i, len(adopted))
	}
	was := base
	for _, a := range adopted[:i] {
		if was, err = a.Apply(was); err != nil {
			return nil, nil, nil, err
		}
		rest = append(rest, a)
	}
	now = was
	if was, err = adopted[i].Apply(was); err != nil {
		return nil, nil, nil, err
	}
	for _, a := range adopted[i+1:] {
		carried, fallen, err := Rebase(was, now, a)
		if err != nil {
			return nil, nil, nil, err
		}
		for _, f := range fallen {
			if f.Reason != AlreadyAdopted {
				f.By = adopted[i].ID
				dependent = append(dependent, f)
			}
		}
		if was, err = a.Apply(was); err != nil {
			return nil, nil, nil, err
		}
		if now, err = carried.Apply(now); err != nil {
			return nil, nil, nil, err
		}
		if len(carried.Changes) > 0 {
			rest = append(rest, carried)
		}
	}
	return now, rest, dependent, nil
}

// CollisionError says that amendments of one sponsor contradict each other, so
// that the sponsor has no text of its own.
type CollisionError struct {
	Sponsor       string
	First, Second string // amendments; the same one where it contradicts itself
	Provision     text.ID
	Cite          string
}

func (e *CollisionError) Error() string {
	if e.First == e.Second {
		return fmt.Sprintf("amendment %s of %s contradicts itself in %s; withdraw or correct it", e.First, e.Sponsor, e.Cite)
	}
	return fmt.Sprintf("amendments %s and %s of %s contradict each other in %s; withdraw or correct one of them", e.First, e.Second, e.Sponsor, e.Cite)
}
