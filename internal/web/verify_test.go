package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"parley/internal/browser"
)

func TestABundleIsVerifiedInTheBrowser(t *testing.T) {
	s := withAmendments(t)
	p := s.enter(t, browser.Start(t), "brn-head")
	p.Goto(s.URL + "/n/river-talks/record")
	p.TabTo("[data-verify]")
	p.Press("Enter")
	p.WaitText("[data-verdict]", "Your bundle: verified")
	p.WaitText("[data-verdict]", "0 sealed")
	p.Axe()

	_, bundle := s.as("brn-head").get("/n/river-talks/record/bundle")
	changed := filepath.Join(t.TempDir(), "changed.parley-bundle")
	if err := os.WriteFile(changed, []byte(strings.Replace(bundle, "30 kilometres", "31 kilometres", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Upload("[data-verify-file]", changed)
	p.WaitText("[data-verdict]", "changed.parley-bundle: NOT verified")
	p.WaitText("[data-verdict]", "Wrong: entry ")
}

// What runs in browsers is made by go generate and kept with the source, so that the
// program is built by go build alone.
func TestWhatRunsInBrowsersIsMadeOfTheSource(t *testing.T) {
	version, err := os.ReadFile("asset/wasm/go.version")
	if err != nil {
		t.Fatal(err)
	}
	if made := strings.TrimSpace(string(version)); made != runtime.Version() {
		t.Logf("made with %s, this is %s: the bytes cannot be compared", made, runtime.Version())
		return
	}
	for _, name := range []string{"verify", "analyse"} {
		fresh := filepath.Join(t.TempDir(), name+".wasm")
		build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", fresh, "parley/internal/web/wasm/"+name)
		build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		want, err := os.ReadFile(fresh)
		if err != nil {
			t.Fatal(err)
		}
		packed, err := os.Open("asset/wasm/" + name + ".wasm.gz")
		if err != nil {
			t.Fatal(err)
		}
		defer packed.Close()
		z, err := gzip.NewReader(packed)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, want) {
			t.Errorf("asset/wasm/%s.wasm.gz is stale (%v): run go generate ./internal/web", name, err)
		}
	}
}
