package dispatch

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const pageOfPress = `<!doctype html><html lang="en"><head><title>Talks | The Lantern</title>
<meta property="og:site_name" content="The Lantern"><meta property="article:published_time" content="2031-03-05T09:30:00+01:00">
<script>document.write("“Never said,” said Nobody Atall.")</script></head><body><nav>Home Sports</nav>
<article><h1>Talks resume</h1><p>“We will talk,” Ilse Brandvik&nbsp;said <em>on Tuesday</em>.</p><script>alert(1)</script>
<p>She left<br>early.</p><aside>Read more</aside></article><footer>Imprint</footer></body></html>`

func TestArticlesAreRead(t *testing.T) {
	for name, c := range map[string]struct {
		file, data             string
		title, publisher, date string
		words, without         string
	}{
		"plain text with a date line": {"a.txt", "Published: 5 March 2031\n\nTalks went on.", "", "", "2031-03-05", "Talks went on.", ""},
		"Windows-1252":                {"a.txt", "\x93We will talk,\x94 she said.", "", "", "0001-01-01", "“We will talk,” she said.", ""},
		"UTF-16":                      {"a.txt", "\xff\xfeO\x00k\x00", "", "", "0001-01-01", "Ok", ""},
		"a web page":                  {"a.html", pageOfPress, "Talks resume", "The Lantern", "2031-03-05", "“We will talk,” Ilse Brandvik said on Tuesday.\nShe left\nearly.", "Nobody"},
		"a web page with JSON-LD": {"a", `<html><script type="application/ld+json">{"@graph":[{"headline":"H","datePublished":"2031-03-06","publisher":{"name":"P"}}]}</script><p>Words.</p>`,
			"H", "P", "2031-03-06", "Words.", "datePublished"},
		"a web page in a Cyrillic encoding": {"a.html", "<meta charset=windows-1251><p>\xcc\xee\xf1\xea\xe2\xe0 said.</p>", "", "", "0001-01-01", "Москва said.", ""},
		"a time element":                    {"a.html", `<time datetime="2031-03-07">Friday</time><p>Words.</p>`, "", "", "2031-03-07", "Words.", ""},
		"an e-mail": {"a.eml", "From: =?utf-8?q?Gr=C3=A9ta?= <g@example.org>\r\nSubject: =?iso-8859-1?q?Caf=E9?=\r\nDate: Wed, 05 Mar 2031 10:00:00 +0100\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCaf=E9 =\r\ntalks.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>other</p>\r\n--b--\r\n",
			"Café", "Gréta", "2031-03-05", "Café talks.", "other"},
		"an e-mail with a page in base64": {"mail", "From: a@example.org\nSubject: S\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+SGVsbG8gd29ybGQuPC9wPg==\n",
			"S", "a@example.org", "0001-01-01", "Hello world.", ""},
		"RSS":  {"f.xml", `<?xml version="1.0"?><rss version="2.0"><channel><title>The Post</title><item><title>T</title><link>https://example.org/1</link><description>&lt;p&gt;Words &amp;amp; more.&lt;/p&gt;</description><pubDate>Wed, 05 Mar 2031 10:00:00 GMT</pubDate></item></channel></rss>`, "T", "The Post", "2031-03-05", "Words & more.", ""},
		"Atom": {"f.xml", `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title><entry><title>T</title><link href="https://example.org/1"/><updated>2031-03-05T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Words.</p></div></content></entry></feed>`, "T", "The Post", "2031-03-05", "Words.", ""},
	} {
		t.Run(name, func(t *testing.T) {
			articles, err := Read(context.Background(), c.file, []byte(c.data))
			if err != nil {
				t.Fatal(err)
			}
			a := articles[0]
			if a.Title != c.title || a.Publisher != c.publisher || a.Published.Format("2006-01-02") != c.date || !strings.Contains(a.Text, c.words) {
				t.Errorf("read %+v", *a)
			}
			if c.without != "" && strings.Contains(a.Text, c.without) {
				t.Errorf("%q holds %q", a.Text, c.without)
			}
		})
	}
}

func TestWhatCannotBeReadSaysWhatToDo(t *testing.T) {
	for name, c := range map[string]struct{ file, data, want string }{
		"20 MB":             {"page.html", strings.Repeat("<p>words</p>", 20<<20/12+1), "save the words of the article alone"},
		"too many elements": {"page.html", strings.Repeat("<b>", 1<<20+1), "more than a million elements"},
		"too many words":    {"a.txt", strings.Repeat("words ", MaxText/6+1), "give one article at a time"},
		"no words":          {"a.html", "<script>draw()</script>", "there are no words in it"},
		"no text":           {"a.bin", "\x00\x01\x02", "it is no text"},
		"a broken e-mail":   {"a.eml", "no header", "save it as text"},
		"an empty feed":     {"f.xml", "<rss></rss>", "no item"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(context.Background(), c.file, []byte(c.data))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), c.file) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

func TestAnArticleWithoutADateSaysSo(t *testing.T) {
	articles, err := Read(context.Background(), "a.txt", []byte("Ilse Brandvik said on Tuesday the talks were over."))
	if err != nil || len(articles[0].Notes) != 1 || !strings.Contains(articles[0].Notes[0], "day of publication") {
		t.Fatalf("%v, %+v", err, articles[0])
	}
	proposals, err := Propose(context.Background(), articles[0], Options{})
	if err != nil || len(proposals) != 1 || proposals[0].Statement.Said != nil {
		t.Errorf("%v, %+v", err, proposals)
	}
}

func TestPDFsAreReadWherePdftotextIs(t *testing.T) {
	pdf := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj 4 0 obj<</Length 48>>stream\nBT /F 12 Tf 10 50 Td (Talks went on today.) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>"
	articles, err := Read(context.Background(), "a.pdf", []byte(pdf))
	if _, missing := exec.LookPath("pdftotext"); missing != nil {
		if err == nil || !strings.Contains(err.Error(), "poppler-utils") {
			t.Errorf("error %v names no remedy", err)
		}
		return
	}
	if err != nil || !strings.Contains(articles[0].Text, "Talks went on today.") {
		t.Errorf("%v, %v", articles, err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pdftotext"), []byte("#!/bin/sh\nexec /usr/bin/yes too many words\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	if _, err := Read(context.Background(), "a.pdf", []byte(pdf)); err == nil || !strings.Contains(err.Error(), "more than 16 MB of words") {
		t.Errorf("a PDF of endless words: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := Read(context.Background(), "a.pdf", []byte(pdf)); err == nil || !strings.Contains(err.Error(), "poppler-utils") {
		t.Errorf("error %v names no remedy", err)
	}
}

func TestPagesAreFetchedWithTheClientGiven(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/page" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(pageOfPress))
	}))
	defer server.Close()
	articles, err := Fetch(context.Background(), server.Client(), server.URL+"/page")
	if err != nil || articles[0].URL != server.URL+"/page" || articles[0].Title != "Talks resume" {
		t.Errorf("%v, %v", articles, err)
	}
	for address, want := range map[string]string{server.URL + "/other": "404", "file:///etc/passwd": "is no address"} {
		if _, err := Fetch(context.Background(), server.Client(), address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", address, err, want)
		}
	}
}

func TestAFewBrokenBytesLeaveTheRestInUTF8(t *testing.T) {
	got, err := Read(context.Background(), "a.txt", []byte("“No,” said Edda \xffFalk. “Not yet.”"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "“No,” said Edda \ufffdFalk. “Not yet.”"; got[0].Text != want {
		t.Errorf("read %q, want %q", got[0].Text, want)
	}
	if len(got[0].Notes) == 0 || !strings.Contains(got[0].Notes[0], "1 byte that cannot be read") {
		t.Errorf("notes %q do not tell of the byte", got[0].Notes)
	}
}
