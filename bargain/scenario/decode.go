package scenario

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// declared finds the encoding that an XML file says it has.
var declared = regexp.MustCompile(`<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']`)

// decode is a file in UTF-8. What is neither UTF-8 nor says what it is, is taken as
// Windows-1252, in which the tools' files that are not UTF-8 are written.
func (r *reader) decode(f File) []byte {
	if bytes.HasPrefix(f.Data, []byte("\xff\xfe")) || bytes.HasPrefix(f.Data, []byte("\xfe\xff")) {
		return decodeWith(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), f.Data)
	}
	data := bytes.TrimPrefix(f.Data, []byte("\ufeff"))
	if utf8.Valid(data) {
		return data
	}
	if m := declared.FindSubmatch(data[:min(len(data), 1000)]); m != nil {
		if e, err := htmlindex.Get(string(m[1])); err == nil && e != unicode.UTF8 {
			return decodeWith(e, data)
		}
	}
	line := 1
	for rest := data; len(rest) > 0; {
		c, size := utf8.DecodeRune(rest)
		if c == utf8.RuneError && size == 1 {
			break
		}
		if c == '\n' {
			line++
		}
		rest = rest[size:]
	}
	r.repair(f.Name, line, "this is not UTF-8: the file is read as Windows-1252")
	return decodeWith(charmap.Windows1252, data)
}

// decodeWith replaces what the encoding does not know, and so does not fail.
func decodeWith(e encoding.Encoding, data []byte) []byte {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return data
	}
	return out
}
