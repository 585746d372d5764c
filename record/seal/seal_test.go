package seal_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"parley/internal/shareddata"
	"parley/record/seal"
)

func TestWhatIsLockedOpensWithItsPassphraseOnly(t *testing.T) {
	secret := []byte("a seed of 32 bytes, or anything else")
	locked, err := seal.Lock(secret, "correct horse")
	if err != nil || bytes.Contains(locked, secret) || !seal.Locked(locked) || seal.Locked(secret) {
		t.Fatalf("%v\n%s", err, locked)
	}
	if got, err := seal.Unlock(locked, "correct horse"); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("unlocked %q, %v", got, err)
	}
	for _, wrong := range []string{"", "correct horses"} {
		if got, err := seal.Unlock(locked, wrong); !errors.Is(err, seal.ErrPassphrase) {
			t.Errorf("with %q: %q, %v", wrong, got, err)
		}
	}
	for i := range locked {
		bad := bytes.Clone(locked)
		bad[i] ^= 1
		if i%40 == 20 { // each try takes a second where it gets as far as the passphrase
			if got, err := seal.Unlock(bad, "correct horse"); err == nil && !bytes.Equal(got, secret) {
				t.Errorf("byte %d changed: %q", i, got)
			}
		}
	}
}

// vector is a file of C2SP's age test vectors.
type vector struct {
	head map[string][]string
	file []byte
}

func readVector(t *testing.T, path string) vector {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v := vector{head: map[string][]string{}}
	for {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		if len(line) == 0 {
			break
		}
		key, value, _ := strings.Cut(string(line), ": ")
		v.head[key] = append(v.head[key], value)
	}
	if v.head["compressed"] != nil {
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if data, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	v.file = data
	return v
}

func (v vector) identities(t *testing.T) []age.Identity {
	t.Helper()
	var out []age.Identity
	for _, s := range v.head["identity"] {
		ids, err := age.ParseIdentities(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, ids...)
	}
	for _, s := range v.head["passphrase"] {
		id, err := age.NewScryptIdentity(s)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, id)
	}
	return out
}

func (v vector) open(t *testing.T) ([]byte, error) {
	var from io.Reader = bytes.NewReader(v.file)
	if v.head["armored"] != nil {
		from = armor.NewReader(from)
	}
	r, err := age.Decrypt(from, v.identities(t)...)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// The published vectors show that the library that we build on reads the format
// as it is specified.
func TestPublishedVectorsOfAge(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shareddata.Dir(t, "record"), "cctv", "age", "testdata", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are none", err)
	}
	tried := 0
	for _, f := range files {
		v := readVector(t, f)
		if v.head["identity"] == nil && v.head["passphrase"] == nil {
			continue // of a header that fails before any key is needed
		}
		tried++
		got, err := v.open(t)
		want := v.head["expect"][0]
		if (err == nil) != (want == "success") {
			t.Errorf("%s: %v, want %s", filepath.Base(f), err, want)
		}
		if sum := sha256.Sum256(got); v.head["payload"] != nil && want == "success" && hex.EncodeToString(sum[:]) != v.head["payload"][0] {
			t.Errorf("%s: another payload", filepath.Base(f))
		}
	}
	t.Logf("%d of %d vectors have a key, and all came out as they should", tried, len(files))
	if tried < 141 {
		t.Errorf("only %d vectors were tried", tried)
	}
}
