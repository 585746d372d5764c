package auth

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"parley/internal/shareddata"
)

// specVector is one of the examples of W3C Web Authentication, section 16.
type specVector struct {
	Test, Name                                      string
	AttestationObject, ClientDataJSON, CredentialID string
	Challenge, Format, AuthenticatorData, Signature string
	CredentialPubKey, AllowCrossOrigin, Err         string
}

func specVectors(t *testing.T) []specVector {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shareddata.Dir(t, "record"), "webauthn-l3", "webauthn-l3-section16.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out []specVector
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func raw(t *testing.T, hexed string) []byte {
	t.Helper()
	b, err := hex.DecodeString(hexed)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func web64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// body is the answer of a browser, as JSON.
func (v specVector) body(t *testing.T, response map[string]string) []byte {
	t.Helper()
	for name, hexed := range response {
		response[name] = web64(raw(t, hexed))
	}
	id := web64(raw(t, v.CredentialID))
	data, err := json.Marshal(map[string]any{"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": map[string]any{}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// madeUp are registrations whose attestation comes from makers that exist in the
// standard's examples only. The library knows the real ones and refuses these;
// Parley asks for no attestation at all.
var madeUp = []string{"TPMES256", "AppleAnonymousES256"}

// good reports whether a relying party that is in nobody's frame, as Parley is,
// must take the vector.
func (v specVector) good() bool {
	if v.AttestationObject != "" && slices.Contains(madeUp, v.Name) {
		return false
	}
	return v.Err == "" && v.AllowCrossOrigin != "true"
}

// register returns what comes of a registration.
func (v specVector) register(t *testing.T, rp *webauthn.WebAuthn, session webauthn.SessionData) error {
	parsed, err := protocol.ParseCredentialCreationResponseBytes(v.body(t, map[string]string{
		"attestationObject": v.AttestationObject, "clientDataJSON": v.ClientDataJSON,
	}))
	if err != nil {
		return err
	}
	_, err = rp.CreateCredential(person{}, session, parsed)
	return err
}

// signIn returns what comes of a use of the credential.
func (v specVector) signIn(t *testing.T, rp *webauthn.WebAuthn, session webauthn.SessionData) error {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(v.body(t, map[string]string{
		"authenticatorData": v.AuthenticatorData, "clientDataJSON": v.ClientDataJSON, "signature": v.Signature,
	}))
	if err != nil {
		return err
	}
	who := person{have: []webauthn.Credential{{ID: raw(t, v.CredentialID), PublicKey: raw(t, v.CredentialPubKey), Flags: webauthn.NewCredentialFlags(parsed.Response.AuthenticatorData.Flags)}}}
	_, err = rp.ValidateLogin(who, session, parsed)
	return err
}

// The published examples show that the library that we build on takes what the
// standard says is right, and nothing else.
func TestPublishedVectorsOfWebAuthn(t *testing.T) {
	rp, err := webauthn.New(&webauthn.Config{RPID: "example.org", RPDisplayName: "Parley", RPOrigins: []string{"https://example.org"}})
	if err != nil {
		t.Fatal(err)
	}
	taken, refused := 0, 0
	for _, v := range specVectors(t) {
		session := webauthn.SessionData{
			Challenge: web64(raw(t, v.Challenge)), RelyingPartyID: "example.org", UserID: person{}.WebAuthnID(),
			UserVerification: protocol.VerificationDiscouraged, CredParams: webauthn.CredentialParametersDefault(), Expires: time.Now().Add(time.Hour),
		}
		do := specVector.signIn
		if strings.Contains(v.Test, "Registration") {
			do = specVector.register
		}
		err := do(v, t, rp, session)
		if (err == nil) != v.good() {
			t.Errorf("%s %s: %v, the standard's verdict is %q", v.Test, v.Name, err, v.Err)
		}
		if err == nil {
			taken++
		} else {
			refused++
		}
	}
	t.Logf("%d taken, %d refused", taken, refused)
	if taken+refused != 32 {
		t.Errorf("there are %d vectors", taken+refused)
	}
}
