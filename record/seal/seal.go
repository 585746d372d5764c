// Package seal keeps secrets that only their owners can open: in the age format
// (age-encryption.org/v1), which other programs read too.
package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// ErrPassphrase says that the passphrase is not the right one.
var ErrPassphrase = errors.New("the passphrase is not the right one")

// Lock encrypts a secret under a passphrase, as text that can be mailed or
// printed. It takes about a second, so that guessing does.
func Lock(secret []byte, passphrase string) ([]byte, error) {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	var b bytes.Buffer
	text := armor.NewWriter(&b)
	w, err := age.Encrypt(text, to)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(secret)
	err = errors.Join(err, w.Close(), text.Close())
	return b.Bytes(), err
}

// Locked reports whether data is what Lock writes.
func Locked(data []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(data), []byte(armor.Header)) }

// Unlock returns the secret. The error is ErrPassphrase when the passphrase is
// not the right one, and another when data is damaged.
func Unlock(data []byte, passphrase string) ([]byte, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, ErrPassphrase
	}
	r, err := age.Decrypt(armor.NewReader(strings.NewReader(string(data))), id)
	var other *age.NoIdentityMatchError
	if errors.As(err, &other) {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("this is damaged, or not locked under a passphrase: %w", err)
	}
	return io.ReadAll(r)
}
