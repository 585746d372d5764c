package consolidate

import "parley/text"

// Rebasing carries the changes of an amendment over the changes that lead from
// its base to another revision. It is made anew from the amendment as it was
// tabled each time, so that what fell with one revision can revive with the
// next.

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

// The reasons.
const (
	AlreadyAdopted   Reason = "already adopted"   // the revision says what the change proposes
	WordsReplaced    Reason = "words replaced"    // the words it changes are others now
	PlaceTaken       Reason = "place taken"       // other words were inserted where it inserts
	ProvisionDeleted Reason = "provision deleted" // what it changes, or stands below, is gone
	MovedElsewhere   Reason = "moved elsewhere"   // it moves what was moved to another place
	WordsAmended     Reason = "words amended"     // it deletes what was amended since
)

// Rebase carries amendment a, made to the text from, over to the text to. What
// it returns applies to to and is complete but for the changes that have
// fallen.
func Rebase(from, to *text.Text, a Amendment) (Amendment, []Fallen) { panic("soon") }

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
	panic("soon")
}

// Reject drops one of the pending amendments, or only the named changes of it.
func Reject(pending []Amendment, id string, changes ...string) ([]Amendment, error) {
	panic("soon")
}

// Undo takes the adopted amendment at index i back and adopts the others anew:
// adopted[0] was made to base, each later one to the text the one before it
// led to. It returns the text they lead to now, the adopted amendments as they
// stand without the one undone, and what of them depended on it.
func Undo(base *text.Text, adopted []Amendment, i int) (now *text.Text, rest []Amendment, dependent []Fallen, err error) {
	panic("soon")
}

// Merged is the result of a three-way merge.
type Merged struct {
	Text      *text.Text // with ours where the two contradict
	Conflicts []Conflict // empty: everything of both is in Text
	Settled   []Fallen   // changes of theirs that ours makes too, or that are part of ours
}

// Merge brings the changes that lead from base to theirs into ours. It
// resolves only what needs no judgement: changes that do not overlap,
// identical changes, and a change of one side that is part of the other's.
// Everything else is a conflict.
func Merge(base, ours, theirs *text.Text) (*Merged, error) { panic("soon") }

// CollisionError says that two amendments of one sponsor contradict each
// other, so that the sponsor has no text of its own.
type CollisionError struct {
	Sponsor       string
	First, Second string // amendments
	Provision     text.ID
	Cite          string
}

func (e *CollisionError) Error() string {
	return "amendments " + e.First + " and " + e.Second + " of " + e.Sponsor + " contradict each other in " + e.Cite + "; withdraw or correct one of them"
}
