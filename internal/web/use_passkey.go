package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"parley/internal/auth"
	"parley/negotiation"
)

// PasskeysPage lists the passkeys that a member signs in by.
type PasskeysPage struct {
	Page     Page
	Passkeys []PasskeyLine
	Problem  string // why none can be added here
}

// PasskeyLine is a passkey.
type PasskeyLine struct{ ID, Name, Added string }

// PasskeyQuestion is what a module is to ask the browser.
type PasskeyQuestion struct {
	Ceremony string          `json:"ceremony"`
	Options  json.RawMessage `json:"options"`
}

func (v *visit) key() auth.Key { return auth.Key{Negotiation: v.ID, Member: v.Me.ID} }

// listPasskeys shows the member's passkeys.
func (s *site) listPasskeys(v *visit) error {
	page := PasskeysPage{Page: v.page("Passkeys", "")}
	kept, err := s.door.Passkeys(v.r.Context(), v.key())
	if err != nil {
		return err
	}
	for _, p := range kept {
		page.Passkeys = append(page.Passkeys, PasskeyLine{base64.RawURLEncoding.EncodeToString(p.ID), p.Name, day(p.Added)})
	}
	if _, err := auth.SiteOf(v.r); err != nil {
		page.Problem, _ = forPeople(err)
	}
	s.show(v.w, v.r, http.StatusOK, "passkeys", page)
	return nil
}

// beginPasskey answers with what the browser is to be asked for a new passkey.
func (s *site) beginPasskey(v *visit) error {
	site, err := auth.SiteOf(v.r)
	if err != nil {
		return err
	}
	options, token, err := s.door.BeginPasskey(v.r.Context(), site, v.key(), v.Me.Name+", "+v.Name)
	if err != nil {
		return err
	}
	return writeQuestion(v.w, token, options)
}

func writeQuestion(w http.ResponseWriter, token string, options []byte) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(PasskeyQuestion{token, options})
}

// addPasskey keeps the passkey that the browser made.
func (s *site) addPasskey(v *visit) error {
	site, err := auth.SiteOf(v.r)
	if err != nil {
		return err
	}
	name := strings.TrimSpace(v.r.PostFormValue("name"))
	if name == "" {
		return &negotiation.Refusal{Reason: negotiation.Invalid, Where: "passkey", Msg: "it has no name", Hint: "name it after the device, so that you know it again"}
	}
	err = s.door.AddPasskey(v.r.Context(), site, v.key(), v.r.PostFormValue("ceremony"), []byte(v.r.PostFormValue("answer")), name)
	if err != nil {
		return err
	}
	return v.done(v.path+"/passkeys", "added")
}

// removePasskey removes one of the member's passkeys.
func (s *site) removePasskey(v *visit) error {
	id, err := base64.RawURLEncoding.DecodeString(v.r.PostFormValue("id"))
	if err != nil || len(id) == 0 {
		return missing("passkey")
	}
	if err := s.door.RemovePasskey(v.r.Context(), v.key(), id); err != nil {
		return err
	}
	return v.done(v.path+"/passkeys", "removed")
}

// beginSignIn answers with what the browser is to be asked to sign somebody in.
func (s *site) beginSignIn(w http.ResponseWriter, r *http.Request) {
	site, err := auth.SiteOf(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	options, token, err := s.door.BeginSignIn(site)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if err := writeQuestion(w, token, options); err != nil {
		s.log.Warn("answer could not be written", "error", err)
	}
}

// signIn signs the member in whose passkey the browser used.
func (s *site) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	site, err := auth.SiteOf(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	session, key, err := s.door.SignIn(r.Context(), site, r.PostFormValue("ceremony"), []byte(r.PostFormValue("answer")), auth.Cookie(r))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	auth.SetCookie(w, r, session)
	http.Redirect(w, r, "/n/"+url.PathEscape(string(key.Negotiation))+"/text?done=entered", http.StatusSeeOther)
}
