package browser

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Room</title>
<link rel="icon" href="data:,"><main><h1>Room</h1>
<form action="/said"><label>Words <textarea name="words"></textarea></label><button>Say</button></form>
<label>Party <select name="party"><option>Arland<option>Borduria</select></label>
<label>File <input type="file"></label><p id="dropped">none</p>
<a href="/said?words=link">Say nothing</a></main><script src="/page.js"></script></html>`

const script = `
const box = document.getElementById('dropped');
document.addEventListener('dragover', e => e.preventDefault());
document.addEventListener('drop', e => { e.preventDefault(); box.textContent = e.dataTransfer.files[0].name; });
document.addEventListener('keydown', e => {
	if (e.ctrlKey && e.key === 'Enter') document.querySelector('form').requestSubmit();
});`

func serve(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	html := func(w http.ResponseWriter, body string) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; img-src 'self' data:")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, body)
	}
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "first"})
		html(w, page)
	})
	mux.HandleFunc("/page.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		io.WriteString(w, script)
	})
	mux.HandleFunc("/said", func(w http.ResponseWriter, r *http.Request) {
		_, err := r.Cookie("who")
		html(w, fmt.Sprintf(`<!doctype html><html lang="en"><title>Said</title><link rel="icon" href="data:,"><main><h1>Said</h1><p>%s</p><i>known: %t</i></main>`,
			r.FormValue("words"), err == nil))
	})
	mux.HandleFunc("/bad", func(w http.ResponseWriter, r *http.Request) {
		html(w, `<!doctype html><html><title></title><link rel="icon" href="data:,"><img src="http://elsewhere.example/x.png"><p style="color:red">words</p><script>alert(1)</script><script src="/throws.js"></script>`)
	})
	mux.HandleFunc("/throws.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		io.WriteString(w, `console.error('said so'); throw new Error('thrown')`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestAPersonCanTypeClickAndPressKeys(t *testing.T) {
	url := serve(t)
	p := Start(t).Open(t, url)
	p.Fill("textarea", "gone")
	const words = "At least 7 days; ещё слово, é, 和平"
	p.Fill("textarea", words)
	if got := p.Value("textarea"); got != words {
		t.Errorf("the field holds %q, want %q", got, words)
	}
	p.Choose("select", "Bord")
	if got := p.Value("select"); got != "Borduria" {
		t.Errorf("chose %q", got)
	}
	p.Click("textarea")
	p.TabTo("button")
	p.Loading(func() { p.Press("Enter") })
	if got := p.Text("p"); got != words {
		t.Errorf("the server heard %q, want %q", got, words)
	}
	p.Back()
	p.Fill("textarea", "again")
	p.Loading(func() { p.Press("Control+Enter") })
	p.WaitText("p", "again")
	p.Goto(url)
	p.Follow("a")
	p.WaitURL("words=link")
	if p.Title() != "Said" || p.Count("p") != 1 || p.Visible("form") {
		t.Errorf("the page after the link: %q, %d paragraphs", p.Title(), p.Count("p"))
	}
}

func TestFilesAreUploadedAndDropped(t *testing.T) {
	p := Start(t).Open(t, serve(t))
	file := filepath.Join(t.TempDir(), "draft.md")
	if err := os.WriteFile(file, []byte("1. Peace."), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Upload("input[type=file]", file)
	if got := p.Value("input[type=file]"); !strings.HasSuffix(got, "draft.md") {
		t.Errorf("the field holds %q", got)
	}
	p.Drop("h1", file)
	p.WaitText("#dropped", "draft.md")
}

func TestPeopleDoNotShareCookies(t *testing.T) {
	url := serve(t)
	first := Start(t)
	p := first.Open(t, url)
	p.Goto(url + "/said")
	p.WaitText("i", "known: true")
	first.Someone(t).Open(t, url+"/said").WaitText("i", "known: false")
	first.Open(t, url+"/said").WaitText("i", "known: true")
}

func TestErrorsOfAPageAreNoticed(t *testing.T) {
	p := Start(t).Open(t, serve(t)+"/bad")
	p.WaitFor("document.readyState === 'complete'")
	found := strings.Join(p.Problems(), "\n")
	for _, want := range []string{"elsewhere.example", "style", "script", "said so", "Error: thrown"} {
		if !strings.Contains(found, want) {
			t.Errorf("nothing about %q in:\n%s", want, found)
		}
	}
	p.Allow("404")
	p.Goto(strings.TrimSuffix(p.URL(), "bad") + "absent")
	if found := p.Problems(); len(found) > 0 {
		t.Errorf("what was allowed is reported: %q", found)
	}
}

// heard stands for a test, and keeps what it would report.
type heard struct {
	testing.TB
	errors []string
}

func (h *heard) Helper() {}
func (h *heard) Errorf(format string, args ...any) {
	h.errors = append(h.errors, fmt.Sprintf(format, args...))
}

func TestAxeFindsWhatIsWrongAndNothingElse(t *testing.T) {
	p := Start(t).Open(t, serve(t))
	p.Axe()
	p.Goto(p.URL() + "bad")
	p.Problems()
	h := &heard{TB: t}
	p.t = h
	p.Axe()
	found := strings.Join(h.errors, "\n")
	for _, want := range []string{"image-alt", "html-has-lang", "document-title"} {
		if !strings.Contains(found, want) {
			t.Errorf("no %s in:\n%s", want, found)
		}
	}
}

func TestPicturesHaveTheSizeOfTheWindow(t *testing.T) {
	p := Start(t).Open(t, serve(t))
	dir := t.TempDir()
	for name, window := range map[string]Window{"desktop.png": Desktop, "phone.png": Phone} {
		p.Size(window)
		file := filepath.Join(dir, name)
		p.Screenshot(file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if picture.Width != int(window.Width) || picture.Height != int(window.Height) {
			t.Errorf("%s is %d × %d", name, picture.Width, picture.Height)
		}
	}
	if p.Overflow() != 0 {
		t.Errorf("the page is %d wider than the phone", p.Overflow())
	}
	p.Show(Media{Dark: true, Print: true})
	if !Eval[bool](p, "matchMedia('print').matches && matchMedia('(prefers-color-scheme: dark)').matches") {
		t.Error("the page is not shown in print and dark")
	}
	p.PDF(filepath.Join(dir, "page.pdf"))
	if data, err := os.ReadFile(filepath.Join(dir, "page.pdf")); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("no PDF: %v", err)
	}
	if load := p.Load(); load.Requests != 2 || load.Bytes < len(page)+len(script) || load.Complete <= 0 {
		t.Errorf("the page cost %+v", load)
	}
}
