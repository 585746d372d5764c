// Package api is Parley for programs: JSON over HTTP. Whatever a page can do is
// a command here, and whatever it shows is a resource; /api/openapi.json
// describes both, made from the same types that answer.
//
// A program sends a token of its member (RFC 6750), or a browser its session.
// Who may do and see what is decided behind the desk, as for the pages.
package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/auth"
	"parley/internal/desk"
	"parley/internal/notify"
	"parley/negotiation"
	"parley/record"
)

// Options say how the API is served. The zero value is good.
type Options struct {
	Log     *slog.Logger     // nil: the default one; never gets words of a text
	Notices *notify.Notifier // nil: nobody is told of anything
}

type api struct {
	desk        *desk.Desk
	door        *auth.Door
	log         *slog.Logger
	notices     *notify.Notifier
	description []byte
}

// New returns the handler of everything below /api/.
func New(d *desk.Desk, door *auth.Door, o Options) (http.Handler, error) {
	a := &api{desk: d, door: door, log: o.Log, notices: o.Notices}
	if a.log == nil {
		a.log = slog.Default()
	}
	var err error
	if a.description, err = json.MarshalIndent(Describe(), "", "  "); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/openapi.json", a.describe)
	mux.HandleFunc("GET /api/v1/negotiations", a.answer(a.list))
	for _, r := range Resources {
		mux.HandleFunc("GET "+root+r.Path, a.resource(r))
	}
	mux.HandleFunc("GET "+root+"/search", a.answer(a.search))
	mux.HandleFunc("GET "+root+"/tokens", a.answer(a.tokens))
	mux.HandleFunc("POST "+root+"/tokens", a.answer(a.makeToken))
	mux.HandleFunc("POST "+root+"/tokens/end", a.answer(a.endToken))
	mux.HandleFunc("POST "+root+"/invites", a.answer(a.invite))
	mux.HandleFunc("GET "+root+"/rooms/{room}/whispers", a.answer(a.whispers))
	mux.HandleFunc("POST "+root+"/rooms/{room}/whispers", a.answer(a.whisper))
	mux.HandleFunc("GET "+root+"/notices", a.answer(a.noticesOf))
	mux.HandleFunc("POST "+root+"/notices", a.answer(a.setNotices))
	for _, s := range negotiation.Specs {
		mux.HandleFunc("POST "+root+"/"+s.Name, a.command(s))
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		a.fail(w, r, &negotiation.Refusal{Reason: negotiation.NotFound, Where: r.URL.Path, Msg: "there is no such address", Hint: "look at /api/openapi.json"})
	})
	protection := http.NewCrossOriginProtection()
	return headers(protection.Handler(mux)), nil
}

// root is where a negotiation's addresses begin.
const root = "/api/v1/n/{negotiation}"

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "private, no-store")
		r.Body = http.MaxBytesReader(w, r.Body, largest)
		next.ServeHTTP(w, r)
	})
}

// largest is how much a request may hold: 16 MiB.
const largest = 16 << 20

func (a *api) describe(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Write(a.description)
}

// who returns the members that a request acts as, and the scopes that it has.
func (a *api) who(r *http.Request) (keys []auth.Key, scopes []string, err error) {
	if r.Header.Get("Authorization") != "" {
		t, err := a.door.Bearer(r)
		return []auth.Key{t.Of}, t.Scopes, err
	}
	keys, err = a.door.Who(r.Context(), auth.Cookie(r))
	return keys, []string{string(auth.Reading), string(auth.Acting), string(auth.Signing)}, err
}

// errScope says that a token is good for less than what was asked.
var errScope = &negotiation.Refusal{Reason: negotiation.NotAllowed, Where: "token", Msg: "it is not for this", Hint: "make one with the scope that is needed"}

// member returns who asks in the negotiation of the path.
func (a *api) member(r *http.Request, need auth.Scope) (auth.Key, error) {
	id := negotiation.ID(r.PathValue("negotiation"))
	keys, scopes, err := a.who(r)
	if err != nil {
		return auth.Key{}, err
	}
	i := slices.IndexFunc(keys, func(k auth.Key) bool { return k.Negotiation == id })
	switch {
	case i < 0:
		return auth.Key{}, &negotiation.Refusal{Reason: negotiation.NotFound, Where: "negotiation " + string(id), Msg: "there is none", Hint: "look at the list of what there is"}
	case !slices.Contains(scopes, string(need)):
		return auth.Key{}, errScope
	}
	return keys[i], nil
}

// Listed is a negotiation in the list of those that a member is in.
type Listed struct {
	ID     negotiation.ID
	Name   string
	Member negotiation.MemberID
	Party  negotiation.PartyID
	At     time.Time
}

func (a *api) list(r *http.Request) (any, error) {
	keys, _, err := a.who(r)
	if err != nil {
		return nil, err
	}
	out := []Listed{}
	for _, k := range keys {
		v, err := a.desk.View(r.Context(), k.Negotiation, k.Member)
		if err != nil {
			return nil, err
		}
		out = append(out, Listed{v.ID, v.Name, v.Me.ID, v.Me.Party, v.At})
	}
	return out, nil
}

func (a *api) resource(res Resource) http.HandlerFunc {
	return a.answer(func(r *http.Request) (any, error) {
		k, err := a.member(r, auth.Reading)
		if err != nil {
			return nil, err
		}
		v, err := a.view(r, k)
		if err != nil {
			return nil, err
		}
		return res.read(v, r)
	})
}

// view returns what the member may see, as of the moment that was asked for.
func (a *api) view(r *http.Request, k auth.Key) (*negotiation.View, error) {
	asked := r.FormValue("asof")
	if asked == "" {
		return a.desk.View(r.Context(), k.Negotiation, k.Member)
	}
	at, err := momentOf("asof", asked)
	if err != nil {
		return nil, err
	}
	return a.desk.ViewAt(r.Context(), k.Negotiation, k.Member, at)
}

func momentOf(name, asked string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, asked)
	if err != nil {
		return at, &negotiation.Refusal{Reason: negotiation.Invalid, Where: name, Msg: fmt.Sprintf("%q is no moment", asked), Hint: "give it as 2025-11-25T09:00:00+03:00"}
	}
	return at.UTC(), nil
}

// Done is the answer to a command.
type Done struct {
	Version int64 // of what the member may see, with what was done
}

func (a *api) command(s negotiation.Spec) http.HandlerFunc {
	need := auth.Acting
	if slices.Contains([]string{"initial", "sign", "ratify", "declare", "register-key", "revoke-key", "name-witness"}, s.Name) {
		need = auth.Signing
	}
	return func(w http.ResponseWriter, r *http.Request) {
		k, err := a.member(r, need)
		if err == nil {
			err = a.do(w, r, k, s)
		}
		if err != nil {
			a.fail(w, r, err)
		}
	}
}

func (a *api) do(w http.ResponseWriter, r *http.Request, k auth.Key, s negotiation.Spec) error {
	c := s.New()
	if err := read(r.Body, c); err != nil {
		return err
	}
	if r.Header.Get("Parley-Prepare") != "" {
		act, err := a.desk.Prepare(r.Context(), k.Negotiation, k.Member, c)
		if err == nil {
			w.Header().Set("Content-Type", "application/json")
			err = json.NewEncoder(w).Encode(act)
		}
		return err
	}
	if given := r.Header.Get("Parley-Signature"); given != "" {
		signed, err := signedBy(given, c)
		if err != nil {
			return err
		}
		c = signed
	}
	if err := a.desk.Do(r.Context(), k.Negotiation, k.Member, c); err != nil {
		return err
	}
	v, err := a.desk.View(r.Context(), k.Negotiation, k.Member)
	if err != nil {
		return err
	}
	a.write(w, Done{v.Version})
	return nil
}

// read fills a command in from JSON. What it does not know is refused, so that
// nothing that was meant is passed over.
func read(body io.Reader, c negotiation.Command) error {
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	err := d.Decode(c)
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return nil
		}
		err = errors.New("something follows behind the object")
	}
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		err = fmt.Errorf("it is larger than %d MiB", largest>>20)
	}
	return unreadable(err)
}

func unreadable(err error) error {
	return &negotiation.Refusal{Reason: negotiation.Invalid, Where: "request", Msg: "it cannot be read: " + err.Error(), Hint: "send a JSON object as /api/openapi.json describes it"}
}

// signedBy reads the header of a signature: the last entry that the signer knew
// of, the key and the signature, as Parley-Prepare asks for them.
func signedBy(header string, c negotiation.Command) (negotiation.Signed, error) {
	out := negotiation.Signed{Command: c}
	f := strings.Fields(header)
	bad := &negotiation.Refusal{Reason: negotiation.Invalid, Where: "Parley-Signature", Msg: "it cannot be read", Hint: "send the number, the key and the signature, each in base64, with a space between them"}
	if len(f) != 3 {
		return out, bad
	}
	after, err := strconv.ParseInt(f[0], 10, 64)
	signature, wrong := record.ParseSignature(f[1], f[2])
	if err != nil || wrong != nil {
		return out, bad
	}
	out.After, out.Signature = after, signature
	return out, nil
}

// answer writes what a request comes to, or why it comes to nothing.
func (a *api) answer(f func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		out, err := f(r)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		a.write(w, out)
	}
}

func (a *api) write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(plain(reflect.ValueOf(v))); err != nil {
		a.log.Error("answer", slog.Any("error", err))
	}
}

var statusOf = map[negotiation.Reason]int{
	negotiation.NotFound: http.StatusNotFound, negotiation.NotAllowed: http.StatusForbidden,
	negotiation.Invalid: http.StatusUnprocessableEntity, negotiation.Stale: http.StatusConflict,
}

// Problem is what was not done and why (RFC 9457).
type Problem struct {
	Title  string
	Status int
	Detail string
	Remedy string
}

func (a *api) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := Problem{Title: "Something went wrong here", Status: http.StatusInternalServerError, Detail: "Nothing was recorded."}
	var refusal *negotiation.Refusal
	switch {
	case errors.As(err, &refusal):
		p = Problem{string(refusal.Reason), statusOf[refusal.Reason], refusal.Msg, refusal.Hint}
		if refusal.Where != "" {
			p.Detail = refusal.Where + ": " + refusal.Msg
		}
	case errors.Is(err, auth.ErrSignedOut):
		w.Header().Set("WWW-Authenticate", `Bearer realm="parley"`)
		p = Problem{"not signed in", http.StatusUnauthorized, "no token that is good was sent", "send one in the header Authorization: Bearer"}
	case r.Context().Err() != nil:
		return
	default:
		a.log.Error("request failed", slog.String("path", r.Pattern), slog.Any("error", err))
	}
	p.Detail, p.Remedy = sentence(p.Detail), sentence(p.Remedy)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(plain(reflect.ValueOf(p)))
}

// sentence begins s with a capital and ends it with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}
