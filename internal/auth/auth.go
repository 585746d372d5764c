// Package auth says who is asking: an invite link signs a member in for the
// first time, a passkey afterwards, and a session keeps it signed in. Tokens are 256 random bits; only
// their hashes are kept.
package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"parley/internal/store"
	"parley/negotiation"
)

// How long tokens are good for.
const (
	InviteLife  = 90 * 24 * time.Hour
	SessionLife = 30 * 24 * time.Hour
)

// ErrSignedOut says that nobody is signed in.
var ErrSignedOut = errors.New("nobody is signed in; use your invite link, or ask the mediator for a new one")

// Door lets members in.
type Door struct {
	secrets Secrets
	now     func() time.Time

	mu         sync.Mutex
	ceremonies map[string]ceremony // that were begun, by their tokens
}

// Secrets is what a door knows members by.
type Secrets interface {
	store.Secrets
	store.Passkeys
	store.Tokens
}

// New returns a door over the secrets.
func New(secrets Secrets, now func() time.Time) *Door {
	return &Door{secrets: secrets, now: now, ceremonies: map[string]ceremony{}}
}

// Key names a member of a negotiation.
type Key = store.Key

// Invite makes a new invite for a member and returns its token. The one before
// is worth nothing from now on.
func (d *Door) Invite(ctx context.Context, k Key) (token string, err error) {
	token, hash := newToken()
	if err := d.secrets.PutInvite(ctx, hash, k, d.now().Add(InviteLife)); err != nil {
		return "", fmt.Errorf("invite %s: %w", k.Member, err)
	}
	return token, nil
}

// Invited returns whose invite a token is, without using it.
func (d *Door) Invited(ctx context.Context, token string) (Key, error) {
	hash, err := hashOf(token)
	if err != nil {
		return Key{}, err
	}
	k, err := d.secrets.Invite(ctx, hash, d.now())
	if errors.Is(err, store.ErrNotFound) {
		return Key{}, refused()
	}
	return k, err
}

// Enter signs the invited member in. It returns the token of a new session,
// which also acts as whoever the old one acted as, unless in the same
// negotiation; the old one ends.
func (d *Door) Enter(ctx context.Context, invite, oldSession string) (session string, k Key, err error) {
	k, err = d.Invited(ctx, invite)
	if err != nil {
		return "", k, err
	}
	session, err = d.admit(ctx, k, oldSession)
	return session, k, err
}

// admit makes a new session for a member, which takes over whoever else the old
// one acted as; the old one ends.
func (d *Door) admit(ctx context.Context, k Key, oldSession string) (session string, err error) {
	keys, err := d.Who(ctx, oldSession)
	if err != nil && !errors.Is(err, ErrSignedOut) {
		return "", err
	}
	session, hash := newToken()
	until := d.now().Add(SessionLife)
	for _, other := range append(keys, k) { // k last: it takes the place of another in its negotiation
		if err := d.secrets.PutSession(ctx, hash, other, until); err != nil {
			return "", err
		}
	}
	return session, d.Leave(ctx, oldSession)
}

// Who returns the members that a session acts as, at most one for each
// negotiation. The error is ErrSignedOut when it is no session.
func (d *Door) Who(ctx context.Context, session string) ([]Key, error) {
	hash, err := hashOf(session)
	if err != nil {
		return nil, ErrSignedOut
	}
	keys, err := d.secrets.Session(ctx, hash, d.now())
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrSignedOut
	}
	return keys, err
}

// Leave ends a session. One that is none is no error.
func (d *Door) Leave(ctx context.Context, session string) error {
	hash, err := hashOf(session)
	if err != nil {
		return nil
	}
	return d.secrets.DropSession(ctx, hash)
}

func newToken() (string, [32]byte) {
	var raw [32]byte
	rand.Read(raw[:])
	return base64.RawURLEncoding.EncodeToString(raw[:]), sha256.Sum256(raw[:])
}

func hashOf(token string) ([32]byte, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != 32 {
		return [32]byte{}, refused()
	}
	return sha256.Sum256(raw), nil
}

func refused() error {
	return &negotiation.Refusal{
		Reason: negotiation.NotFound, Where: "invite", Msg: "the link is not valid, or has been replaced or run out",
		Hint: "copy the whole link, or ask the mediator for a new one",
	}
}

const cookieName = "parley"

// SetCookie gives the browser its session; an empty one takes it away.
func SetCookie(w http.ResponseWriter, r *http.Request, session string) {
	c := &http.Cookie{
		Name: cookieName, Value: session, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: Secure(r),
		MaxAge: int(SessionLife / time.Second),
	}
	if session == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// Secure reports whether the browser asked over TLS, of this server or of a proxy
// before it.
func Secure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

// Cookie returns the browser's session, or "".
func Cookie(r *http.Request) string {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return c.Value
}
