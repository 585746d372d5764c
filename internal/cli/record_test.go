package cli_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/app"
	"parley/internal/auth"
	"parley/internal/sample"
	"parley/negotiation"
)

// hosting serves the samples from a folder, and stops when stop is called.
func hosting(t *testing.T, dir string) (a *app.App, stop func()) {
	t.Helper()
	a, err := app.New(app.Config{Dir: dir, Addr: "localhost:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.Load(t.Context(), a.Desk); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	return a, func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func invite(t *testing.T, a *app.App, member negotiation.MemberID) string {
	t.Helper()
	token, err := a.Door.Invite(t.Context(), auth.Key{Negotiation: sample.Tutorial, Member: member})
	if err != nil {
		t.Fatal(err)
	}
	return a.URL + "/enter/" + token
}

// parley runs the program, which must end with the exit code, and returns what
// it printed.
func parley(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "parley", args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	got := 0
	var exit *exec.ExitError
	if err := cmd.Run(); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	if got != code {
		t.Fatalf("parley %s ended with %d, want %d\n%s%s", strings.Join(args, " "), got, code, &out, &errs)
	}
	return out.String(), errs.String()
}

func has(t *testing.T, what string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(what, w) {
			t.Errorf("%q is missing in\n%s", w, what)
		}
	}
}

// The story of a record: it is witnessed, taken away and verified; somebody
// changes a byte of a bundle; and then the host tells another history.
func TestARecordIsWitnessedVerifiedAndAForkOfItCaught(t *testing.T) {
	temp := t.TempDir()
	in := func(name string) string { return filepath.Join(temp, name) }
	a, stop := hosting(t, in("host"))
	key, _ := parley(t, 0, "witness", "init", "--dir", in("w"), "--name", "aldoria.example/witness")
	if err := a.Desk.Do(t.Context(), sample.Tutorial, "aldoria", negotiation.NameWitness{Key: strings.TrimSpace(key)}); err != nil {
		t.Fatal(err)
	}
	out, errs := parley(t, 0, "witness", "run", "--once", "--dir", in("w"), "--invite", invite(t, a, "aldoria"))
	has(t, out, "cosigned", "up to entry")
	has(t, errs, "for the first time")

	for _, member := range []negotiation.MemberID{"aldoria", "riverwatch"} {
		parley(t, 0, "bundle", "--invite", invite(t, a, member), "-o", in(string(member)))
	}
	out, _ = parley(t, 0, "verify", in("aldoria"), in("riverwatch"))
	has(t, out, "VERIFIED", "by 1 or more of 1 witnesses", "sealed", "ONE HISTORY")
	out, _ = parley(t, 0, "verify", "--json", in("aldoria"))
	has(t, out, `"ok": true`)

	out, _ = parley(t, 0, "verify", "--witness", strings.TrimSpace(key), in("aldoria"))
	has(t, out, "VERIFIED")
	made, _ := parley(t, 0, "witness", "init", "--dir", in("other-witness"), "--name", "aldoria.example/witness")
	out, _ = parley(t, 1, "verify", "--witness", strings.TrimSpace(made), in("aldoria"))
	has(t, out, "is none that you named", "is none of this record")

	data, err := os.ReadFile(in("aldoria"))
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("Republic of Aldoria"))
	data[at] ^= 1
	if err := os.WriteFile(in("changed"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ = parley(t, 1, "verify", in("changed"))
	has(t, out, "NOT VERIFIED", "wrong: entry 4 (line 6)")
	parley(t, 2, "verify", in("nothing"))
	stop()

	if err := os.Mkdir(in("liar"), 0o700); err != nil {
		t.Fatal(err)
	}
	seed, err := os.ReadFile(filepath.Join(in("host"), "host.key"))
	if err == nil {
		err = os.WriteFile(filepath.Join(in("liar"), "host.key"), seed, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	liar, stop := hosting(t, in("liar")) // the same words under other salts: another history, and shorter
	_, errs = parley(t, 1, "witness", "run", "--once", "--dir", in("w"), "--invite", invite(t, liar, "aldoria"))
	has(t, errs, "!!! ROLLBACK", "The evidence is in")
	stop()
	parley(t, 0, "recover", "--dir", in("liar"), "--without-evidence") // it was told to stop, and does not
	liar, stop = hosting(t, in("liar"))
	defer stop()
	if err := liar.Desk.Do(t.Context(), sample.Tutorial, "aldoria", negotiation.NameWitness{Key: strings.TrimSpace(key)}); err != nil {
		t.Fatal(err)
	}
	_, errs = parley(t, 1, "witness", "run", "--once", "--dir", in("w"), "--invite", invite(t, liar, "aldoria"))
	has(t, errs, "!!! FORK")
	files, err := filepath.Glob(filepath.Join(in("w"), "evidence-*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no evidence was saved (%v)", err)
	}
	out, _ = parley(t, 1, "verify", "--evidence", files[len(files)-1])
	has(t, out, "PROVEN", "two roots for 46 entries")

	parley(t, 0, "bundle", "--invite", invite(t, liar, "riverwatch"), "-o", in("other"))
	out, _ = parley(t, 1, "verify", in("aldoria"), in("other"))
	has(t, out, "NOT ONE HISTORY", "they differ from entry 1 on")
}

func TestAKeyIsMadeUnderAPassphraseAndRegistered(t *testing.T) {
	temp := t.TempDir()
	in := func(name string) string { return filepath.Join(temp, name) }
	a, stop := hosting(t, in("host"))
	defer stop()
	if err := os.WriteFile(in("pass"), []byte("correct horse\nnot this\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	public, _ := parley(t, 0, "key", "new", in("key"), "--passphrase-file", in("pass"))
	data, err := os.ReadFile(in("key"))
	if err != nil || !strings.Contains(string(data), "BEGIN AGE ENCRYPTED FILE") {
		t.Fatalf("%v\n%s", err, data)
	}
	_, errs := parley(t, 2, "key", "show", in("key"))
	has(t, errs, "--passphrase-file")
	shown, _ := parley(t, 0, "key", "show", in("key"), "--passphrase-file", in("pass"))
	if shown != public {
		t.Errorf("the key is %q and then %q", public, shown)
	}
	out, _ := parley(t, 0, "key", "register", in("key"), "--passphrase-file", in("pass"), "--invite", invite(t, a, "aldoria"))
	has(t, out, "Registered", strings.TrimSpace(public))
	parley(t, 0, "key", "new", in("next"), "--no-passphrase")
	parley(t, 0, "key", "register", in("next"), "--before", in("key"), "--passphrase-file", in("pass"), "--invite", invite(t, a, "aldoria"))
	parley(t, 0, "bundle", "--invite", invite(t, a, "aldoria"), "-o", in("bundle"))
	out, _ = parley(t, 0, "verify", in("bundle"))
	has(t, out, "2 signed by their authors")
	if strings.Contains(out, "note:") {
		t.Errorf("the succession is doubted:\n%s", out)
	}
	_, errs = parley(t, 2, "key", "register", in("next"), "--invite", invite(t, a, "aldoria"))
	has(t, errs, "it is registered already")
}
