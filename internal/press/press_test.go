package press

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/formattest"
)

// fourScripts is a page whose words need shaping, both directions and many fonts.
const fourScripts = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Four scripts</title></head><body>
<h1>Article 1</h1><p>The Parties shall meet.</p>
<p lang="uk">Сторони зустрічаються щороку.</p>
<p lang="ar" dir="rtl">يجتمع الطرفان كل سنة.</p>
<p lang="zh">缔约双方每年举行一次会议。</p>
<table><tr><th>a</th></tr><tr><td>b</td></tr></table>
<script>document.body.textContent = "a script ran"</script><img src="http://192.0.2.1/x.png">
</body></html>`

func TestAPageIsPrintedInFourScriptsTaggedAndSearchable(t *testing.T) {
	formattest.Tool(t, "chromium", "chromium")
	pdftotext := formattest.Tool(t, "pdftotext", "poppler-utils")
	var b bytes.Buffer
	if err := Print(context.Background(), &b, []byte(fourScripts)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	words, err := exec.Command(pdftotext, "-enc", "UTF-8", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"The Parties shall meet.", "Сторони зустрічаються щороку.", "الطرفان", "缔约双方每年举行一次会议"} {
		if !strings.Contains(string(words), want) {
			t.Errorf("%q cannot be found in %q", want, words)
		}
	}
	if strings.Contains(string(words), "script ran") {
		t.Error("a script ran")
	}
	info, err := exec.Command("pdfinfo", file).Output()
	if err != nil || !strings.Contains(string(info), "Tagged:          yes") {
		t.Errorf("%v %s", err, info)
	}
	fonts, err := exec.Command("pdffonts", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(fonts)), "\n")[2:]
	if len(lines) < 3 {
		t.Errorf("%s", fonts)
	}
	for _, l := range lines {
		if f := strings.Fields(l); len(f) < 5 || f[len(f)-5] != "yes" {
			t.Errorf("not embedded: %s", l)
		}
	}
}

func TestWithoutChromiumNothingIsPrinted(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if err := Print(context.Background(), &bytes.Buffer{}, nil); !errors.Is(err, ErrNoChromium) || Available() {
		t.Error(err)
	}
}

func TestPrintingEndsWithItsContext(t *testing.T) {
	formattest.Tool(t, "chromium", "chromium")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Print(ctx, &bytes.Buffer{}, []byte("x")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
