package remote

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"parley/record"
)

// At returns the negotiation at an address, "https://host/n/river", at which a
// program acts with a token.
func At(address, token string) (*Table, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || !strings.HasPrefix(u.Path, "/n/") {
		return nil, fmt.Errorf("%q is no address of a negotiation: it is https://host/n/…", address)
	}
	return &Table{client: &http.Client{Timeout: time.Minute}, base: strings.TrimSuffix(u.String(), "/"), token: token}, nil
}

// Read asks the API for a resource, "/gaps", and reads it into a value.
func (r *Table) Read(ctx context.Context, path string, into any) error {
	answer, err := r.ask(ctx, http.MethodGet, r.api()+path, nil, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		return fmt.Errorf("the server's answer cannot be read: %w", err)
	}
	return nil
}

// Do has a command of the API done, signed where a key is given.
func (r *Table) Do(ctx context.Context, command string, body any, key ed25519.PrivateKey) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	header := map[string]string{"Content-Type": "application/json"}
	if key != nil {
		var act record.Act
		prepare := map[string]string{"Content-Type": "application/json", "Parley-Prepare": "1"}
		answer, err := r.ask(ctx, http.MethodPost, r.api()+"/"+command, bytes.NewReader(data), prepare)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if err := json.NewDecoder(answer.Body).Decode(&act); err != nil {
			return fmt.Errorf("the server's answer cannot be read: %w", err)
		}
		sig := act.Sign(key)
		header["Parley-Signature"] = fmt.Sprintf("%d %s %s", act.After, sig.Key, base64.StdEncoding.EncodeToString(sig.Bytes[:]))
	}
	answer, err := r.ask(ctx, http.MethodPost, r.api()+"/"+command, bytes.NewReader(data), header)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// api is where the negotiation is for programs.
func (r *Table) api() string { return strings.Replace(r.base, "/n/", "/api/v1/n/", 1) }
