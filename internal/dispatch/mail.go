package dispatch

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"golang.org/x/net/html/charset"
)

// maxParts is how many parts of an e-mail are read, nested ones included.
const maxParts = 100

// readMail reads an e-mail: its subject, sender and date, and the words of its
// text or, without one, of its page. Attachments are left alone.
func readMail(data []byte) (*Article, error) {
	msg, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read the e-mail: %w; save it as text, and give that", err)
	}
	words := &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	header := func(key string) string {
		v := msg.Header.Get(key)
		if d, err := words.DecodeHeader(v); err == nil {
			return d
		}
		return v
	}
	a := &Article{Title: header("Subject")}
	parser := mail.AddressParser{WordDecoder: words}
	if from, err := parser.Parse(msg.Header.Get("From")); err == nil {
		a.Publisher = first(from.Name, from.Address)
	}
	if t, err := msg.Header.Date(); err == nil && t.Year() > 1800 && t.Year() < 2400 {
		a.Published = t
	}
	m := &mailParts{left: maxParts}
	if err := m.read(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Body, 0); err != nil {
		return nil, err
	}
	switch {
	case strings.TrimSpace(m.plain) != "":
		a.Text = m.plain
	case m.page != nil:
		inner, err := readHTML(m.page, m.pageType)
		if err != nil {
			return nil, err
		}
		a.Text, a.Notes = inner.Text, append(a.Notes, inner.Notes...)
	}
	a.Notes = append(a.Notes, m.notes...)
	return a, nil
}

// mailParts is what was found in the parts of an e-mail.
type mailParts struct {
	plain    string
	page     []byte
	pageType string
	notes    []string
	left     int
}

func (m *mailParts) read(contentType, encoding string, body io.Reader, depth int) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = "text/plain"
	}
	if m.left--; m.left < 0 || depth > 8 {
		return errors.New("the e-mail has too many parts: save its words as text, and give that")
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		return m.readParts(multipart.NewReader(body, params["boundary"]), depth)
	}
	if kind != "text/plain" && kind != "text/html" {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(decoder(encoding, body), MaxFile))
	if err != nil && len(data) == 0 {
		return fmt.Errorf("read the e-mail's words: %w", err)
	}
	if err != nil {
		m.notes = append(m.notes, "The e-mail is broken at its end, and only the words before that were read.")
	}
	if kind == "text/html" {
		if m.page == nil {
			m.page, m.pageType = data, contentType
		}
		return nil
	}
	if m.plain == "" {
		m.plain = m.words(data, params["charset"])
	}
	return nil
}

func (m *mailParts) readParts(parts *multipart.Reader, depth int) error {
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			if m.plain == "" && m.page == nil {
				return fmt.Errorf("read the e-mail's parts: %w; save its words as text, and give that", err)
			}
			m.notes = append(m.notes, "The e-mail is broken at its end, and only the words before that were read.")
			return nil
		}
		if strings.HasPrefix(strings.ToLower(part.Header.Get("Content-Disposition")), "attachment") {
			continue
		}
		if err := m.read(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part, depth+1); err != nil {
			return err
		}
	}
}

func decoder(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

// words reads letters in the charset that the part names.
func (m *mailParts) words(data []byte, label string) string {
	if label != "" {
		if r, err := charset.NewReaderLabel(label, bytes.NewReader(data)); err == nil {
			if decoded, err := io.ReadAll(r); err == nil {
				return strings.ToValidUTF8(strings.ReplaceAll(string(decoded), "\r\n", "\n"), "\ufffd")
			}
		}
	}
	text, note, err := decode(data)
	if err != nil {
		return ""
	}
	if note != "" {
		m.notes = append(m.notes, note)
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}
