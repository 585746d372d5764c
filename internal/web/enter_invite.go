package web

import (
	"net/http"
	"net/url"

	"parley/internal/auth"
)

// EnterPage says whom an invite link is for. Only the button on it signs in,
// so that mail scanners and previews use up nothing.
type EnterPage struct {
	Page                               Page
	Name, Capacity, Party, Negotiation string
	Action                             string
}

// showInvite says whom the link is for.
func (s *site) showInvite(w http.ResponseWriter, r *http.Request) {
	key, err := s.door.Invited(r.Context(), r.PathValue("token"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	view, err := s.desk.View(r.Context(), key.Negotiation, key.Member)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	page := EnterPage{
		Page: s.page(r, "You are invited"), Name: view.Me.Name, Capacity: view.Me.Capacity,
		Negotiation: view.Name, Action: r.URL.EscapedPath(),
	}
	if p := view.MyParty(); p != nil {
		page.Party = p.Name
	}
	page.Page.Here = "/" // the link is a secret: no form on the page carries it but its own
	s.show(w, r, http.StatusOK, "enter", page)
}

// acceptInvite signs the member in on this browser.
func (s *site) acceptInvite(w http.ResponseWriter, r *http.Request) {
	session, key, err := s.door.Enter(r.Context(), r.PathValue("token"), auth.Cookie(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	auth.SetCookie(w, r, session)
	http.Redirect(w, r, "/n/"+url.PathEscape(string(key.Negotiation))+"/overview?done=entered", http.StatusSeeOther)
}

// leaveSession signs out, in all negotiations.
func (s *site) leaveSession(w http.ResponseWriter, r *http.Request) {
	if err := s.door.Leave(r.Context(), auth.Cookie(r)); err != nil {
		s.fail(w, r, err)
		return
	}
	auth.SetCookie(w, r, "")
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
