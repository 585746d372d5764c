package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/app"
	"parley/internal/sample"
	"parley/negotiation"
)

// The drill: the disk is lost, the backup is a week old, and the record goes on
// from where the parties saw it last.
func TestALostDiskIsMadeGoodFromABackupAndThePartiesBundles(t *testing.T) {
	temp := t.TempDir()
	in := func(name string) string { return filepath.Join(temp, name) }
	a, stop := hosting(t, in("host"))
	do := func(a *app.App, member negotiation.MemberID, c negotiation.Command) error {
		return a.Desk.Do(t.Context(), sample.Tutorial, member, c)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	key, _ := parley(t, 0, "witness", "init", "--dir", in("w"), "--name", "aldoria.example/witness")
	must(do(a, "aldoria", negotiation.NameWitness{Key: strings.TrimSpace(key)}))
	out, _ := parley(t, 0, "backup", "--dir", in("host"), in("backup.tar")) // while it is served
	has(t, out, "written and verified")
	parley(t, 2, "backup", "--dir", in("host"), in("backup.tar"))
	parley(t, 2, "restore", in("backup.tar"), "--dir", in("host"))

	v, err := a.Desk.View(t.Context(), sample.Tutorial, "brennland")
	must(err)
	must(do(a, "aldoria", negotiation.FileRendering{Name: "a press copy", Text: v.Current().Text}))
	for _, p := range v.Proposals() { // one that Aldoria does not see
		if p.Party == "BR" && !p.Audience.Everyone {
			must(do(a, "brennland", negotiation.WithdrawAmendment{Amendment: p.ID}))
		}
	}
	parley(t, 0, "witness", "run", "--once", "--dir", in("w"), "--invite", invite(t, a, "aldoria"))
	for _, member := range []negotiation.MemberID{"aldoria", "brennland"} {
		parley(t, 0, "bundle", "--invite", invite(t, a, member), "-o", in(string(member)))
	}
	stop()
	must(os.RemoveAll(in("host"))) // the disk is lost

	out, _ = parley(t, 0, "restore", in("backup.tar"), "--dir", in("new"))
	has(t, out, "parley recover")
	_, errs := parley(t, 2, "recover", "--dir", in("new"))
	has(t, errs, "no file is given")
	_, errs = parley(t, 2, "recover", "--dir", in("new"), in("aldoria"))
	has(t, errs, "no bundle shows entries 48: bring those of the parties that may see them",
		"no file shows how far its record went") // of the other negotiations
	a, stop = hosting(t, in("new"))
	err = do(a, "aldoria", negotiation.FileRendering{Name: "too early", Text: v.Current().Text})
	if err == nil || !strings.Contains(err.Error(), "nothing can be written now") {
		t.Errorf("written to a doubted database: %v", err)
	}
	stop()
	out, _ = parley(t, 0, "recover", "--dir", in("new"), "--without-evidence", in("aldoria"), in("brennland"))
	has(t, out, "The host may write again.")

	a, stop = hosting(t, in("new"))
	defer stop()
	r, err := a.Desk.Record(t.Context(), sample.Tutorial, "aldoria", time.Time{})
	must(err)
	if r.Confirmed == nil || r.Confirmed.N != r.Size {
		t.Errorf("what the witness confirmed is forgotten: %+v", r.Confirmed)
	}
	for _, e := range r.View.Entries() { // the past is there too
		if _, err := a.Desk.Record(t.Context(), sample.Tutorial, "aldoria", e.At); err != nil {
			t.Errorf("as of %s: %v", e.At, err)
		}
	}
	must(do(a, "aldoria", negotiation.FileRendering{Name: "another press copy", Text: v.Current().Text}))
	out, _ = parley(t, 0, "witness", "run", "--once", "--dir", in("w"), "--invite", invite(t, a, "aldoria"))
	has(t, out, "cosigned")
	parley(t, 0, "bundle", "--invite", invite(t, a, "brennland"), "-o", in("after"))
	out, _ = parley(t, 0, "verify", in("brennland"), in("after"))
	has(t, out, "ONE HISTORY")
}

func TestAHostThatPutBackABackupUnawaresIsStoppedByAWitness(t *testing.T) {
	temp := t.TempDir()
	in := func(name string) string { return filepath.Join(temp, name) }
	a, stop := hosting(t, in("host"))
	v, err := a.Desk.View(t.Context(), sample.Tutorial, "aldoria")
	if err != nil {
		t.Fatal(err)
	}
	key, _ := parley(t, 0, "witness", "init", "--dir", in("w"), "--name", "aldoria.example/witness")
	parley(t, 0, "backup", "--dir", in("host"), in("backup.tar"))
	if err := a.Desk.Do(t.Context(), sample.Tutorial, "aldoria", negotiation.NameWitness{Key: strings.TrimSpace(key)}); err != nil {
		t.Fatal(err)
	}
	parley(t, 0, "witness", "run", "--once", "--dir", in("w"), "--invite", invite(t, a, "aldoria"))
	stop()
	if err := os.RemoveAll(in("host")); err != nil {
		t.Fatal(err)
	}
	parley(t, 0, "restore", in("backup.tar"), "--dir", in("host"))
	parley(t, 0, "recover", "--dir", in("host"), "--without-evidence") // the operator knows no better
	a, stop = hosting(t, in("host"))
	defer stop()
	_, errs := parley(t, 1, "witness", "run", "--once", "--dir", in("w"), "--invite", invite(t, a, "aldoria"))
	has(t, errs, "!!! ROLLBACK")
	err = a.Desk.Do(t.Context(), sample.Tutorial, "aldoria", negotiation.FileRendering{Name: "too late", Text: v.Current().Text})
	if err == nil || !strings.Contains(err.Error(), "nothing can be written now") {
		t.Errorf("the host goes on: %v", err)
	}
}
