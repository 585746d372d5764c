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

func (a *api) noticesOf(r *http.Request) (any, error) {
	k, err := a.member(r, auth.Reading)
	if err != nil {
		return nil, err
	}
	if a.notices == nil {
		return nil, silent
	}
	n, err := a.notices.Of(r.Context(), k)
	return NoticeWanted{n.Email, n.Webhook, n.Daily}, err
}

func (a *api) setNotices(r *http.Request) (any, error) {
	var asked NoticeWanted
	k, err := a.member(r, auth.Acting)
	if err != nil {
		return nil, err
	}
	if err := readJSON(r, &asked); err != nil {
		return nil, err
	}
	if a.notices == nil {
		return nil, silent
	}
	return Done{}, a.notices.Set(r.Context(), notify.Notice{Of: k, Email: asked.Email, Webhook: asked.Webhook, Daily: asked.Daily})
}

// silent says that this server tells nobody.
var silent = &negotiation.Refusal{Reason: negotiation.Invalid, Where: "notices", Msg: "this server sends none", Hint: "ask whoever runs it"}
