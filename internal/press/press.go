// Package press prints pages as PDF, with the Chromium of the machine: it breaks
// lines and shapes letters in every script, embeds the fonts that it used, and
// writes the tags that a screen reader and a search need.
//
// A page is printed as it stands in its file: scripts do not run, and nothing is
// fetched from anywhere.
package press

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// ErrNoChromium says that this machine cannot print.
var ErrNoChromium = errors.New("no chromium, chromium-browser or google-chrome in PATH, which PDFs are printed with: apt-get install chromium fonts-noto-core fonts-noto-cjk")

// patience is how long a page may take.
const patience = 60 * time.Second

// atOnce is how many pages are printed at the same time: each needs a few hundred
// megabytes for a second or two.
var atOnce = make(chan struct{}, 2)

// Available reports whether this machine can print.
func Available() bool {
	_, err := find()
	return err == nil
}

func find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoChromium
}

// Print writes a page, given as HTML, as PDF. The error is ErrNoChromium, that of
// the context, or says what Chromium said.
func Print(ctx context.Context, w io.Writer, page []byte) error {
	path, err := find()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case atOnce <- struct{}{}:
		defer func() { <-atOnce }()
	case <-ctx.Done():
		return ctx.Err()
	}
	dir, err := os.MkdirTemp("", "parley-press-*")
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(in, closed(page), 0o600); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	cmd := exec.CommandContext(ctx, path, arguments(dir, in, out)...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+filepath.Join(dir, "cache"))
	cmd.WaitDelay = time.Second
	said, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return fmt.Errorf("print: Chromium took too long: %w", ctx.Err())
	}
	pdf, missing := os.ReadFile(out)
	if missing != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		return fmt.Errorf("print: Chromium made no PDF: %w: %.300s", errors.Join(err, missing), lastLine(said))
	}
	_, err = w.Write(pdf)
	return err
}

// arguments are those of one Chromium that prints one file and ends.
func arguments(dir, in, out string) []string {
	args := []string{
		"--headless", "--disable-gpu", "--disable-extensions", "--disable-component-update", "--disable-background-networking", "--no-first-run",
		"--disable-dev-shm-usage", "--no-pdf-header-footer", "--generate-pdf-document-outline",
		"--host-resolver-rules=MAP * ~NOTFOUND",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--print-to-pdf=" + out,
	}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // root has none; the page runs no script
	}
	return append(args, "file://"+in)
}

// closed says in the page that it may fetch and run nothing.
func closed(page []byte) []byte {
	const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`
	head := []byte("<head>")
	if !bytes.Contains(page, head) {
		return append([]byte("<!doctype html><head>"+policy+"</head>"), page...)
	}
	return bytes.Replace(page, head, []byte("<head>"+policy), 1)
}

func lastLine(said []byte) []byte {
	said = bytes.TrimSpace(said)
	return said[bytes.LastIndexByte(said, '\n')+1:]
}
