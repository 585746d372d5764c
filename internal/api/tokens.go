package api

import (
	"encoding/json"
	"net/http"
	"time"

	"parley/internal/auth"
	"parley/negotiation"
)

// TokenRead is one of a member's tokens, without what the program sends.
type TokenRead struct {
	Name   string
	Scopes []string
	Added  time.Time
	Until  time.Time
}

// TokenAsked asks for a token.
type TokenAsked struct {
	Name   string       `json:"name"`
	Scopes []auth.Scope `json:"scopes"`
	Days   int          `json:"days"`
}

// TokenMade is a new token: it is shown this once.
type TokenMade struct {
	Token string
}

// TokenNamed names a token.
type TokenNamed struct {
	Name string `json:"name"`
}

// signedIn returns the member of a session: a token makes no tokens.
func (a *api) signedIn(r *http.Request) (auth.Key, error) {
	if r.Header.Get("Authorization") != "" {
		return auth.Key{}, &negotiation.Refusal{Reason: negotiation.NotAllowed, Where: "token", Msg: "tokens are made and ended by whoever is signed in", Hint: "sign in with your invite link or passkey"}
	}
	return a.member(r, auth.Signing)
}

func (a *api) tokens(r *http.Request) (any, error) {
	k, err := a.signedIn(r)
	if err != nil {
		return nil, err
	}
	list, err := a.door.Tokens(r.Context(), k)
	out := []TokenRead{}
	for _, t := range list {
		out = append(out, TokenRead{t.Name, t.Scopes, t.Added, t.Until})
	}
	return out, err
}

func (a *api) makeToken(r *http.Request) (any, error) {
	var asked TokenAsked
	k, err := a.signedIn(r)
	if err != nil {
		return nil, err
	}
	if err := readJSON(r, &asked); err != nil {
		return nil, err
	}
	token, err := a.door.NewToken(r.Context(), k, asked.Name, asked.Scopes, time.Duration(asked.Days)*24*time.Hour)
	return TokenMade{token}, err
}

func (a *api) endToken(r *http.Request) (any, error) {
	var named TokenNamed
	k, err := a.signedIn(r)
	if err != nil {
		return nil, err
	}
	if err := readJSON(r, &named); err != nil {
		return nil, err
	}
	return Done{}, a.door.DropToken(r.Context(), k, named.Name)
}

func readJSON(r *http.Request, into any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return unreadable(err)
	}
	return nil
}
