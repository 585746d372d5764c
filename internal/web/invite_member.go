package web

import (
	"net/http"
	"net/url"

	"parley/internal/auth"
	"parley/negotiation"
)

// InvitePage shows a new invite link, this once.
type InvitePage struct {
	Page Page
	Name string
	Link string // below this server's address
}

// inviteMember makes a new invite link for a member, on the record.
func (s *site) inviteMember(v *visit) error {
	c := &negotiation.InviteMember{Member: negotiation.MemberID(v.r.PostFormValue("member"))}
	if err := v.do(c); err != nil {
		return err
	}
	token, err := s.door.Invite(v.r.Context(), auth.Key{Negotiation: v.ID, Member: c.Member})
	if err != nil {
		return err
	}
	page := InvitePage{Page: v.page("Invite link", "table"), Name: v.memberName(c.Member), Link: address(v.r) + "/enter/" + url.PathEscape(token)}
	page.Page.Here = v.path + "/table"
	s.show(v.w, v.r, http.StatusOK, "invited", page)
	return nil
}

// address is this server's address, as the browser has it.
func address(r *http.Request) string {
	if auth.Secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
