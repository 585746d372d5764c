package api

import (
	"net/http"

	"parley/negotiation"
)

// Invited is a new invite link: it is shown this once.
type Invited struct {
	Path string // below this server's address
}

// invite makes a new invite link for a member, on the record. As with tokens, only
// a session may.
func (a *api) invite(r *http.Request) (any, error) {
	var c negotiation.InviteMember
	k, err := a.signedIn(r)
	if err != nil {
		return nil, err
	}
	if err := readJSON(r, &c); err != nil {
		return nil, err
	}
	if err := a.desk.Do(r.Context(), k.Negotiation, k.Member, &c); err != nil {
		return nil, err
	}
	k.Member = c.Member
	token, err := a.door.Invite(r.Context(), k)
	return Invited{"/enter/" + token}, err
}
