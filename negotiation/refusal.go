package negotiation

import "fmt"

// Refusal says that something is not allowed or not possible, in a sentence
// for the person who asked, with the remedy.
type Refusal struct {
	Reason Reason
	Where  string // what was asked for: "amendment UA-k3f9"
	Msg    string
	Hint   string // what to do
}

// Reason is the sort of a refusal; the edges map it to a status or exit code.
type Reason string

// The reasons.
const (
	NotFound   Reason = "not found"   // it is not there, or not for you to see
	NotAllowed Reason = "not allowed" // it is there, and not yours to change
	Invalid    Reason = "invalid"     // it cannot be understood or makes no sense
	Stale      Reason = "stale"       // the state has moved on
)

func (r *Refusal) Error() string {
	s := r.Msg
	if r.Where != "" {
		s = r.Where + ": " + s
	}
	if r.Hint != "" {
		s += "; " + r.Hint
	}
	return s
}

func refuse(reason Reason, where, msg, hint string) error {
	return &Refusal{reason, where, msg, hint}
}

func notFound(what string, name any) error {
	return refuse(NotFound, fmt.Sprintf("%s %v", what, name), "there is none", "look at the list of what there is")
}
