package web

import (
	"net/http"

	"parley/internal/auth"
	"parley/internal/notify"
)

// NoticesPage is how a member wants to be told that something is new.
type NoticesPage struct {
	Page           Page
	Email, Webhook string
	Daily          bool
	Mails, Hooks   bool // what the operator allows
}

// showNotices shows the form.
func (s *site) showNotices(v *visit) error {
	page := NoticesPage{Page: v.page("Notices", "")}
	if s.notices != nil {
		n, err := s.notices.Of(v.r.Context(), auth.Key{Negotiation: v.ID, Member: v.Me.ID})
		if err != nil {
			return err
		}
		page.Email, page.Webhook, page.Daily = n.Email, n.Webhook, n.Daily
		page.Mails, page.Hooks = s.notices.Wants()
	}
	s.show(v.w, v.r, http.StatusOK, "notices", page)
	return nil
}

// setNotices keeps what the form says.
func (s *site) setNotices(v *visit) error {
	if s.notices == nil {
		return invalid("notices", "this server sends none", "ask whoever runs it")
	}
	err := s.notices.Set(v.r.Context(), notify.Notice{
		Of: auth.Key{Negotiation: v.ID, Member: v.Me.ID}, Email: v.r.PostFormValue("email"), Webhook: v.r.PostFormValue("webhook"), Daily: v.r.PostFormValue("daily") != "",
	})
	if err != nil {
		return err
	}
	return v.done(v.path+"/notices", "recorded")
}
