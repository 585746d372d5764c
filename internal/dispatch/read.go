package dispatch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// What is read at most: a file, and the words of one article in it.
const (
	MaxFile = 16 << 20
	MaxText = 1 << 20
)

// undated is what is said of an article without a date.
const undated = `The article does not say when it was published, so that words like "on Tuesday" stand for no date: give the day of publication.`

// Read reads the articles of a file: one of plain text, a web page, an e-mail
// or a PDF with text, many of an RSS or Atom feed. The format is told by the
// name's ending and by the bytes. Nothing in a page is run and nothing is
// fetched. Errors are sentences for a person.
func Read(ctx context.Context, name string, data []byte) ([]*Article, error) {
	if len(data) > MaxFile {
		return nil, fmt.Errorf("%s has %.0f MB, and Parley reads articles of up to %d MB: save the words of the article alone as text, and give that", name, float64(len(data))/(1<<20), MaxFile>>20)
	}
	articles, err := read(ctx, name, data, "")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, a := range articles {
		if err := a.settle(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return articles, nil
}

func read(ctx context.Context, name string, data []byte, contentType string) ([]*Article, error) {
	switch formatOf(name, data, contentType) {
	case "pdf":
		return one(readPDF(ctx, data))
	case "feed":
		return readFeed(data)
	case "html":
		return one(readHTML(data, contentType))
	case "mail":
		return one(readMail(data))
	}
	return one(readPlain(data))
}

func one(a *Article, err error) ([]*Article, error) {
	if err != nil {
		return nil, err
	}
	return []*Article{a}, nil
}

// settle checks what was read and says what is missing.
func (a *Article) settle() error {
	a.Text = strings.TrimRight(a.Text, " \t\r\n")
	switch {
	case strings.TrimSpace(a.Text) == "":
		return errors.New("there are no words in it: a page that is drawn by scripts, or a scan, has none; copy the words of the article and give them as text")
	case len(a.Text) > MaxText:
		return fmt.Errorf("the article has %d kB of words, and Parley reads up to %d kB: give one article at a time", len(a.Text)>>10, MaxText>>10)
	}
	if a.Published.IsZero() {
		a.Notes = append(a.Notes, undated)
	}
	return nil
}

// SetPublished sets the day of publication where the article does not say it.
func (a *Article) SetPublished(t time.Time) {
	a.Published = t
	a.Notes = slices.DeleteFunc(a.Notes, func(note string) bool { return note == undated })
}

// formatOf tells a format by the type that a server gave, the name's ending and
// the first bytes.
func formatOf(name string, data []byte, contentType string) string {
	head := bytes.ToLower(data[:min(len(data), 2048)])
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	ending := strings.ToLower(path.Ext(name))
	switch {
	case bytes.HasPrefix(head, []byte("%pdf-")):
		return "pdf"
	case bytes.HasPrefix(head, []byte("<")) && (bytes.Contains(head, []byte("<rss")) || bytes.Contains(head, []byte("<feed")) || bytes.Contains(head, []byte("<rdf:rdf"))):
		return "feed"
	case ending == ".html" || ending == ".htm" || ending == ".xhtml" || strings.Contains(contentType, "html"):
		return "html"
	case bytes.HasPrefix(head, []byte("<!doctype")) || bytes.HasPrefix(head, []byte("<")) && (bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<p")) || bytes.Contains(head, []byte("<div"))):
		return "html"
	case ending == ".eml" || looksLikeMail(head):
		return "mail"
	}
	return "plain"
}

// looksLikeMail reports whether two headers of an e-mail stand at the top.
func looksLikeMail(head []byte) bool {
	top, _, _ := bytes.Cut(bytes.ReplaceAll(head, []byte("\r"), nil), []byte("\n\n"))
	n := 0
	for _, header := range []string{"from:", "subject:", "date:", "mime-version:", "received:", "message-id:"} {
		if bytes.HasPrefix(top, []byte(header)) || bytes.Contains(top, []byte("\n"+header)) {
			n++
		}
	}
	return n >= 2
}

func readPlain(data []byte) (*Article, error) {
	text, note, err := decode(data)
	if err != nil {
		return nil, err
	}
	a := &Article{Text: text}
	if note != "" {
		a.Notes = append(a.Notes, note)
	}
	a.Published = dateline(text)
	return a, nil
}

// decode reads bytes as UTF-8, as UTF-16 where a mark says so, else as
// Windows-1252, and says that it did.
func decode(data []byte) (text, note string, err error) {
	if utf8.Valid(data) && !bytes.ContainsRune(data, 0) {
		return strings.TrimPrefix(string(data), "\ufeff"), "", nil
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		e, _ := charset.Lookup("utf-16")
		b, err := e.NewDecoder().Bytes(data)
		if err != nil {
			return "", "", fmt.Errorf("read UTF-16: %w", err)
		}
		return strings.TrimPrefix(strings.ToValidUTF8(string(b), "\ufffd"), "\ufeff"), "", nil
	}
	if bytes.ContainsRune(data[:min(len(data), 4096)], 0) {
		return "", "", errors.New("it is no text: give the article as text, a web page, an e-mail, a feed or a PDF")
	}
	if text, lost := mostlyUTF8(data); lost > 0 {
		return text, fmt.Sprintf("The file is in UTF-8 with %s that cannot be read and stand as \ufffd: compare those places with the article.", count(lost, "byte")), nil
	}
	b, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return "", "", fmt.Errorf("read Windows-1252: %w", err)
	}
	return strings.ToValidUTF8(string(b), "\ufffd"), "The file is not in UTF-8 and was read as Windows-1252: where letters are wrong, save it in UTF-8.", nil
}

// mostlyUTF8 reads bytes as UTF-8 when enough letters beyond ASCII are right, as
// other text has hardly any by chance, and tells how many bytes are wrong; lost is
// 0 when it is other text.
func mostlyUTF8(data []byte) (text string, lost int) {
	right := 0
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			lost++
		case size > 1:
			right++
		}
		rest = rest[size:]
	}
	if lost > 4*right {
		return "", 0
	}
	return strings.TrimPrefix(strings.ToValidUTF8(string(data), "\ufffd"), "\ufeff"), lost
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// dateline finds a line near the top that is a date and little else.
func dateline(text string) time.Time {
	n := 0
	for line := range strings.Lines(text) {
		if n++; n > 8 {
			break
		}
		if line = strings.TrimSpace(line); len(line) > 80 {
			continue
		}
		if t := dateIn(line); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// layouts are how pages and mails write dates.
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04-07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", time.DateOnly,
	time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2 January 2006", "January 2, 2006", "2 Jan 2006", "Jan 2, 2006", "20060102",
}

func parseDate(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1800 && t.Year() < 2400 {
			return t
		}
	}
	return time.Time{}
}

// dateIn finds a full date in a short line: "Published: 26 November 2025, 14:00".
func dateIn(line string) time.Time {
	words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ':' || r == '|' || r == '\t' })
	for i := range words {
		for n := min(3, len(words)-i); n > 0; n-- {
			if n == 2 {
				continue
			}
			try := strings.TrimRight(strings.Join(words[i:i+n], " "), ".,;")
			if len(try) >= 8 && (n == 3 || strings.Contains(try, "-")) {
				if t := parseDate(try); !t.IsZero() {
					return t
				}
			}
		}
	}
	return time.Time{}
}

// Fetch gets a page or feed with a client and reads it. What the client may
// reach is the caller's affair; redirects are followed as the client says.
func Fetch(ctx context.Context, client *http.Client, address string) ([]*Article, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is no address of a page: it begins with https://", address)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", address, err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch %s: the server answers %s", address, resp.Status)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", address, err)
	}
	if len(data) > MaxFile {
		return Read(ctx, address, data)
	}
	articles, err := read(ctx, u.Path, data, resp.Header.Get("Content-Type"))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	for _, a := range articles {
		if a.URL == "" {
			a.URL = address
		}
		if err := a.settle(); err != nil {
			return nil, fmt.Errorf("%s: %w", address, err)
		}
	}
	return articles, nil
}
