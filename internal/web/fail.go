package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"unicode/utf8"

	"parley/negotiation"
	"parley/text"
)

// What cannot be done is said on a page, in a sentence with the remedy, or as
// a problem (RFC 9457) to programs that ask for JSON.

// ErrorPage says what cannot be done.
type ErrorPage struct {
	Page           Page
	Title          string
	Says, Remedy   string
	Back, BackName string
}

func missing(where string) error {
	return &negotiation.Refusal{Reason: negotiation.NotFound, Where: where, Msg: "there is none", Hint: "check the address, or use your invite link to sign in"}
}

func notAllowed(msg, hint string) error {
	return &negotiation.Refusal{Reason: negotiation.NotAllowed, Msg: msg, Hint: hint}
}

// unreadable is for forms and files that cannot be read.
func unreadable(err error) error {
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return &negotiation.Refusal{Reason: negotiation.Invalid, Msg: "What was sent is larger than 16 MB", Hint: "send a smaller file"}
	}
	return &negotiation.Refusal{Reason: negotiation.Invalid, Msg: "What was sent cannot be read", Hint: "load the page again and send it once more"}
}

// statusOf maps the reasons of refusals to HTTP.
var statusOf = map[negotiation.Reason]int{
	negotiation.NotFound:   http.StatusNotFound,
	negotiation.NotAllowed: http.StatusForbidden,
	negotiation.Invalid:    http.StatusUnprocessableEntity,
	negotiation.Stale:      http.StatusConflict,
}

var titleOf = map[int]string{
	http.StatusNotFound:            "There is no such page",
	http.StatusForbidden:           "That is not yours to do",
	http.StatusUnprocessableEntity: "That is not possible",
	http.StatusConflict:            "Somebody was first",
	http.StatusInternalServerError: "Something went wrong here",
}

// forPeople returns an error as sentences for whoever caused it; ok is false
// for errors that are none of theirs.
func forPeople(err error) (sentences string, ok bool) {
	var refusal *negotiation.Refusal
	var syntax *text.SyntaxError
	var inDraft draftError
	switch {
	case errors.As(err, &refusal):
		s := refusal.Msg
		if refusal.Where != "" {
			s = refusal.Where + ": " + s
		}
		return sentence(s) + " " + sentence(refusal.Hint), true
	case errors.As(err, &syntax):
		return sentence(syntax.Error()), true
	case errors.As(err, &inDraft):
		return inDraft.Error(), true
	}
	return "", false
}

// sentence begins s with a capital and ends it with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	s = capital(s)
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}

// capital begins words with a capital letter.
func capital(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:n]) + s[n:]
}

// fail answers with what went wrong.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.failOn(s.page(r, ""), w, r, err)
}

// failOn is fail on a page whose surroundings are known.
func (s *site) failOn(around Page, w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	page := ErrorPage{Page: around, Back: "/", BackName: "Your negotiations"}
	var refusal *negotiation.Refusal
	switch {
	case errors.As(err, &refusal):
		status = statusOf[refusal.Reason]
		page.Says, page.Remedy = sentence(refusal.Msg), sentence(refusal.Hint)
		if refusal.Where != "" {
			page.Says = sentence(refusal.Where + ": " + refusal.Msg)
		}
	case errors.Is(err, r.Context().Err()) && r.Context().Err() != nil:
		return // nobody listens any more
	default:
		if says, ok := forPeople(err); ok {
			status, page.Says = http.StatusUnprocessableEntity, says
			break
		}
		s.log.Error("request failed", slog.String("path", r.Pattern), slog.Any("error", err))
		page.Says, page.Remedy = "Nothing was recorded.", "Try again; if it happens again, tell whoever runs this server."
	}
	page.Title = titleOf[status]
	page.Page.Title, page.Page.Message = page.Title, nil
	if back := ownReferer(r); back != "" {
		page.Back, page.BackName = back, "Back"
	}
	s.problem(w, r, status, page)
}

// ownReferer returns the page of this server that a form was sent from, so
// that what was written there can be had back.
func ownReferer(r *http.Request) string {
	prefix := "http://" + r.Host
	if r.TLS != nil || strings.HasPrefix(r.Referer(), "https://") {
		prefix = "https://" + r.Host
	}
	path, ok := strings.CutPrefix(r.Referer(), prefix)
	if !ok || r.Method != http.MethodPost {
		return ""
	}
	return ownPath(path)
}

// problem writes the page, or JSON where that is asked for.
func (s *site) problem(w http.ResponseWriter, r *http.Request, status int, page ErrorPage) {
	if !strings.Contains(r.Header.Get("Accept"), "json") {
		s.show(w, r, status, "error", page)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{
		"title": page.Title, "status": status, "detail": strings.TrimSpace(page.Says + " " + page.Remedy),
	})
}

// notFound is for every address that is none.
func (s *site) notFound(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, missing("this page"))
}

// fromElsewhere refuses forms that another site made the browser send.
func (s *site) fromElsewhere(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, notAllowed("This form was sent from another site, so nothing was done.", "Open the page here and send it again."))
}
