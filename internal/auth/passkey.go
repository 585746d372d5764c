package auth

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"parley/internal/store"
	"parley/negotiation"
)

// Passkeys (W3C Web Authentication). A passkey belongs to a member of a
// negotiation and to the name under which the server was reached; browsers see
// to it that it is used under that name only.

// ceremonyLife is how long somebody may take over a prompt of the browser.
const ceremonyLife = 5 * time.Minute

// mostCeremonies bounds what strangers can make the server remember.
const mostCeremonies = 10_000

// ceremony is what was asked of a browser, once.
type ceremony struct {
	session webauthn.SessionData
	of      Key // of an addition; empty: a sign-in
	until   time.Time
}

// Site is the name under which a browser reached the server.
type Site struct{ ID, Origin string }

// SiteOf returns the site of a request. The error is a *negotiation.Refusal
// when browsers have no passkeys for it.
func SiteOf(r *http.Request) (Site, error) {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if net.ParseIP(host) != nil {
		return Site{}, refusePasskey("there are no passkeys for a server without a name", "open it under its name, as in https://parley.example or http://localhost")
	}
	scheme := "http://"
	if Secure(r) {
		scheme = "https://"
	}
	return Site{host, scheme + r.Host}, nil
}

func refusePasskey(msg, hint string) error {
	return &negotiation.Refusal{Reason: negotiation.Invalid, Where: "passkey", Msg: msg, Hint: hint}
}

func (s Site) relyingParty() (*webauthn.WebAuthn, error) {
	return webauthn.New(&webauthn.Config{RPID: s.ID, RPDisplayName: "Parley", RPOrigins: []string{s.Origin}})
}

// person is a member as the library wants it.
type person struct {
	key  Key
	name string
	have []webauthn.Credential
}

// WebAuthnID returns a handle that says nothing of the member to others.
func (p person) WebAuthnID() []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "parley member\n%s\n%s", p.key.Negotiation, p.key.Member))
	return sum[:]
}

// WebAuthnName returns what the browser lists the passkey under.
func (p person) WebAuthnName() string { return p.name }

// WebAuthnDisplayName returns the same.
func (p person) WebAuthnDisplayName() string { return p.name }

// WebAuthnCredentials returns the passkeys that the member has.
func (p person) WebAuthnCredentials() []webauthn.Credential { return p.have }

// Passkeys returns a member's passkeys.
func (d *Door) Passkeys(ctx context.Context, k Key) ([]store.Passkey, error) {
	return d.secrets.Passkeys(ctx, k)
}

// RemovePasskey removes one of a member's passkeys.
func (d *Door) RemovePasskey(ctx context.Context, k Key, id []byte) error {
	return d.secrets.DropPasskey(ctx, k, id)
}

// BeginPasskey begins to add a passkey. It returns what the browser is to be
// asked, as JSON, and the token of the ceremony. The name is what browsers list
// it under.
func (d *Door) BeginPasskey(ctx context.Context, site Site, k Key, name string) (options []byte, token string, err error) {
	rp, err := site.relyingParty()
	if err != nil {
		return nil, "", err
	}
	who := person{key: k, name: name}
	if who.have, err = d.credentials(ctx, k); err != nil {
		return nil, "", err
	}
	creation, session, err := rp.BeginRegistration(who,
		webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementRequired),
		webauthn.WithConveyancePreference(protocol.PreferNoAttestation),
		webauthn.WithExclusions(webauthn.Credentials(who.have).CredentialDescriptors()))
	if err != nil {
		return nil, "", err
	}
	return d.begin(creation.Response, *session, k)
}

func (d *Door) credentials(ctx context.Context, k Key) ([]webauthn.Credential, error) {
	kept, err := d.secrets.Passkeys(ctx, k)
	if err != nil {
		return nil, err
	}
	out := make([]webauthn.Credential, len(kept))
	for i, p := range kept {
		if err := json.Unmarshal(p.Credential, &out[i]); err != nil {
			return nil, fmt.Errorf("passkey %q: %w", p.Name, err)
		}
	}
	return out, nil
}

// begin remembers a ceremony.
func (d *Door) begin(ask any, session webauthn.SessionData, of Key) ([]byte, string, error) {
	options, err := json.Marshal(ask)
	if err != nil {
		return nil, "", err
	}
	token, _ := newToken()
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	for t, c := range d.ceremonies {
		if !now.Before(c.until) {
			delete(d.ceremonies, t)
		}
	}
	if len(d.ceremonies) >= mostCeremonies {
		return nil, "", refusePasskey("too many people are signing in at once", "try again in some minutes")
	}
	d.ceremonies[token] = ceremony{session, of, now.Add(ceremonyLife)}
	return options, token, nil
}

// end returns a ceremony, once.
func (d *Door) end(token string, of Key) (webauthn.SessionData, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, ok := d.ceremonies[token]
	delete(d.ceremonies, token)
	if !ok || c.of != of || !d.now().Before(c.until) {
		return c.session, refusePasskey("the browser's answer came too late, or twice", "start once more")
	}
	return c.session, nil
}

// AddPasskey takes the browser's answer, as JSON, and keeps the passkey under
// the name that the member gives it.
func (d *Door) AddPasskey(ctx context.Context, site Site, k Key, token string, answer []byte, name string) error {
	session, err := d.end(token, k)
	if err != nil {
		return err
	}
	rp, err := site.relyingParty()
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return refusePasskey("the browser's answer cannot be read", "start once more")
	}
	credential, err := rp.CreateCredential(person{key: k}, session, parsed)
	if err != nil {
		return refusePasskey("the browser's answer does not verify", "start once more, under the same address")
	}
	if _, err := d.secrets.Passkey(ctx, credential.ID); !errors.Is(err, store.ErrNotFound) {
		return errors.Join(err, refusePasskey("it is registered already", "use it to sign in"))
	}
	kept, err := json.Marshal(credential)
	if err != nil {
		return err
	}
	return d.secrets.PutPasskey(ctx, store.Passkey{ID: credential.ID, Of: k, Name: name, Added: d.now(), Credential: kept})
}

// BeginSignIn begins to sign somebody in by a passkey. It returns what the
// browser is to be asked, and the token of the ceremony.
func (d *Door) BeginSignIn(site Site) (options []byte, token string, err error) {
	rp, err := site.relyingParty()
	if err != nil {
		return nil, "", err
	}
	assertion, session, err := rp.BeginDiscoverableLogin()
	if err != nil {
		return nil, "", err
	}
	return d.begin(assertion.Response, *session, Key{})
}

// SignIn takes the browser's answer and returns a session, as Enter does.
func (d *Door) SignIn(ctx context.Context, site Site, token string, answer []byte, oldSession string) (string, Key, error) {
	session, err := d.end(token, Key{})
	if err != nil {
		return "", Key{}, err
	}
	rp, err := site.relyingParty()
	if err != nil {
		return "", Key{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", Key{}, refusePasskey("the browser's answer cannot be read", "start once more")
	}
	var kept store.Passkey
	credential, err := rp.ValidateDiscoverableLogin(func(id, handle []byte) (webauthn.User, error) {
		var err error
		if kept, err = d.secrets.Passkey(ctx, id); err != nil {
			return nil, err
		}
		who := person{key: kept.Of}
		if !bytes.Equal(handle, who.WebAuthnID()) {
			return nil, errors.New("another member's")
		}
		who.have, err = d.credentials(ctx, kept.Of)
		return who, err
	}, session, parsed)
	switch {
	case err != nil:
		return "", Key{}, refusePasskey("this server does not know it, or its answer does not verify", "use another one, or your invite link")
	case credential.Authenticator.CloneWarning:
		return "", Key{}, refusePasskey("it counts backwards, as a copy would", "remove it on the page of your passkeys, and add a new one")
	}
	if kept.Credential, err = json.Marshal(credential); err != nil {
		return "", Key{}, err
	}
	if err := d.secrets.PutPasskey(ctx, kept); err != nil {
		return "", Key{}, err
	}
	admitted, err := d.admit(ctx, kept.Of, oldSession)
	return admitted, kept.Of, err
}
