package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"parley/internal/store"
	"parley/negotiation"
)

// Scope is what a token may be used for.
type Scope string

// The scopes. Each is what a program needs besides those before it.
const (
	Reading Scope = "read" // what the member may see
	Acting  Scope = "act"  // what the member may do, but bind the party for good
	Signing Scope = "sign" // initial, sign, ratify; keys

	// Calendar is for the calendar's feed alone, whose address carries the token.
	Calendar Scope = "calendar"
)

// Scopes lists all scopes.
var Scopes = []Scope{Reading, Acting, Signing, Calendar}

// TokenLife is how long a token is good for at the most.
const TokenLife = 365 * 24 * time.Hour

// Token is by what a program acts for a member.
type Token = store.Token

// NewToken makes a token for a member and returns what the program sends. The
// member's one of the same name is worth nothing from now on.
func (d *Door) NewToken(ctx context.Context, k Key, name string, scopes []Scope, life time.Duration) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "" || len(name) > 100:
		return "", &negotiation.Refusal{Reason: negotiation.Invalid, Where: "token", Msg: "it has no name, or one of more than 100 bytes", Hint: "name the program that uses it"}
	case len(scopes) == 0 || life <= 0 || life > TokenLife:
		return "", &negotiation.Refusal{Reason: negotiation.Invalid, Where: "token " + name, Msg: "it is for nothing, or for longer than a year", Hint: "choose what it is for, and for how long"}
	}
	t := Token{Of: k, Name: name, Added: d.now(), Until: d.now().Add(life)}
	for _, s := range scopes {
		if !slices.Contains(Scopes, s) {
			return "", &negotiation.Refusal{Reason: negotiation.Invalid, Where: "scope " + string(s), Msg: "it is not known", Hint: "choose among read, act, sign and calendar"}
		}
		t.Scopes = append(t.Scopes, string(s))
	}
	token, hash := newToken()
	if err := d.secrets.PutToken(ctx, hash, t); err != nil {
		return "", fmt.Errorf("token of %s: %w", k.Member, err)
	}
	return token, nil
}

// Tokens returns the tokens of a member.
func (d *Door) Tokens(ctx context.Context, k Key) ([]Token, error) { return d.secrets.Tokens(ctx, k) }

// DropToken ends a member's token.
func (d *Door) DropToken(ctx context.Context, k Key, name string) error {
	return d.secrets.DropToken(ctx, k, name)
}

// Bearer returns whose token a request carries (RFC 6750). The error is
// ErrSignedOut when it carries none that is good.
func (d *Door) Bearer(r *http.Request) (Token, error) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return Token{}, ErrSignedOut
	}
	return d.Holder(r.Context(), token)
}

// Holder returns what a token is of. The error is ErrSignedOut when it is none
// that is good.
func (d *Door) Holder(ctx context.Context, token string) (Token, error) {
	hash, err := hashOf(token)
	if err != nil {
		return Token{}, ErrSignedOut
	}
	t, err := d.secrets.Token(ctx, hash, d.now())
	if errors.Is(err, store.ErrNotFound) {
		return t, ErrSignedOut
	}
	return t, err
}
