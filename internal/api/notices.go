package api

import (
	"net/http"

	"parley/internal/auth"
	"parley/internal/notify"
	"parley/negotiation"
)

// NoticeWanted is how a member wants to be told that something is new.
type NoticeWanted struct {
	Email   string `json:"email,omitempty"`
	Webhook string `json:"webhook,omitempty"`
	Daily   bool   `json:"daily,omitempty"` // once a day at the most
}

func (a *api) noticesOf(w http.ResponseWriter, r *http.Request) {
	k, err := a.member(r, auth.Reading)
	if err == nil && a.notices == nil {
		err = silent
	}
	var n notify.Notice
	if err == nil {
		n, err = a.notices.Of(r.Context(), k)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.write(w, NoticeWanted{n.Email, n.Webhook, n.Daily})
}

func (a *api) setNotices(w http.ResponseWriter, r *http.Request) {
	var asked NoticeWanted
	k, err := a.member(r, auth.Acting)
	if err == nil {
		err = readJSON(r, &asked)
	}
	if err == nil && a.notices == nil {
		err = silent
	}
	if err == nil {
		err = a.notices.Set(r.Context(), notify.Notice{Of: k, Email: asked.Email, Webhook: asked.Webhook, Daily: asked.Daily})
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.write(w, Done{})
}

// silent says that this server tells nobody.
var silent = &negotiation.Refusal{Reason: negotiation.Invalid, Where: "notices", Msg: "this server sends none", Hint: "ask whoever runs it"}
