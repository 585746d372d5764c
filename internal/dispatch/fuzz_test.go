package dispatch

import (
	"context"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var fuzzDay = time.Date(2031, 3, 5, 0, 0, 0, 0, time.UTC)

// FuzzRead reads anything under every name: an error or words, no crash.
func FuzzRead(f *testing.F) {
	f.Add("a.html", []byte(pageOfPress))
	f.Add("a.eml", []byte("From: a@example.org\nSubject: S\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGk=\n--b--\n"))
	f.Add("f.xml", []byte(`<rss><channel><title>P</title><item><title>T</title><description>Words &lt;b&gt;x</description></item></channel></rss>`))
	f.Add("f.xml", []byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><p>x</p></content></entry></feed>`))
	f.Add("a.txt", []byte("\xff\xfeO\x00k\x00"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if strings.HasPrefix(strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(data), "\xef\xbb\xbf"), " \t\r\n")), "%pdf-") {
			return // another program reads it
		}
		articles, err := Read(context.Background(), name, data)
		if err != nil {
			return
		}
		for _, a := range articles {
			if !utf8.ValidString(a.Text) || strings.TrimSpace(a.Text) == "" {
				t.Errorf("read %q", a.Text)
			}
		}
	})
}

// FuzzPropose reads any words: each proposal lies in the article, and what
// stands in quotation marks is kept byte for byte.
func FuzzPropose(f *testing.F) {
	f.Add("“We will talk,” Ilse Brandvik said on Tuesday, adding that “the [Ostrel] dam” was shut. She will travel to Geneva next week.")
	f.Add("At least seven people were killed, the ministry said. ‘No,’ said Tam. The Post published a leaked draft; it has not been verified.")
	f.Add("According to the president (Donald) Trump’s aide, who said \"yes\", “")
	f.Fuzz(func(t *testing.T, text string) {
		a := &Article{Text: strings.ToValidUTF8(text, "?"), Published: fuzzDay}
		proposals, err := Propose(context.Background(), a, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range proposals {
			checkProposal(t, a.Text, p)
		}
	})
}

func checkProposal(t *testing.T, text string, p Proposal) {
	t.Helper()
	inside := func(s Span) bool { return 0 <= s.Start && s.Start <= s.End && s.End <= len(text) }
	if !inside(p.Sentence) || p.Confidence <= 0 || p.Confidence > 1 || p.Why == "" {
		t.Fatalf("proposal %+v", p)
	}
	if p.Statement == nil {
		return
	}
	if !inside(p.Statement.Span) || !inside(p.Statement.Speaker.Span) {
		t.Fatalf("statement %+v", p.Statement)
	}
	for _, q := range p.Statement.Quotations {
		if !inside(q.Span) || q.Span.In(text) != q.Words {
			t.Fatalf("quotation %+v", q)
		}
		for _, i := range q.Insertions {
			if !i.Within(q.Span) {
				t.Fatalf("insertion %v outside %v", i, q.Span)
			}
		}
	}
}
