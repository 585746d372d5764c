package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// object reads a JSON object: of each field that is named, the value as it is
// spelt, or nil where there is none. None of them may stand twice, or once in
// other cases of letters: programs differ on which one counts then, and one text
// would say two things.
func object(data []byte, names ...string) ([][]byte, error) {
	if !utf8.Valid(data) || !json.Valid(data) {
		return nil, errors.New("this is not JSON")
	}
	i := behindSpace(data, 0)
	if data[i] != '{' {
		return nil, errors.New("a JSON object is expected")
	}
	if data[behindSpace(data, i+1)] == '}' {
		return nil, errors.New("the JSON object is empty")
	}
	values := make([][]byte, len(names))
	for i = behindSpace(data, i+1); data[i] != '}'; i = behindSpace(data, i) {
		if data[i] == ',' {
			i++
			continue
		}
		end := behindValue(data, i)
		at, err := field(data[i:end], names)
		if err != nil {
			return nil, err
		}
		i = behindSpace(data, behindSpace(data, end)+1)
		end = behindValue(data, i)
		if at >= 0 && values[at] != nil {
			return nil, fmt.Errorf("%q stands twice", names[at])
		}
		if at >= 0 {
			values[at] = data[i:end]
		}
		i = end
	}
	return values, nil
}

// field returns which of the names a key is, or -1.
func field(key []byte, names []string) (int, error) {
	name, err := text(key)
	if err != nil {
		return -1, err
	}
	i := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
	if i >= 0 && name != names[i] {
		return -1, fmt.Errorf("%s is not how the field is spelt", key)
	}
	return i, nil
}

// The functions below read JSON that is valid.

func behindSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\t' || data[i] == '\n' || data[i] == '\r') {
		i++
	}
	return i
}

// behindValue returns the end of the value that begins at i.
func behindValue(data []byte, i int) int {
	depth := 0
	for {
		switch data[i] {
		case '"':
			i = behindText(data, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ',', ':', ' ', '\t', '\n', '\r':
			i++
		default: // a number or a word
			for i < len(data) && strings.IndexByte(",]} \t\n\r", data[i]) < 0 {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
}

func behindText(data []byte, i int) int {
	for i++; data[i] != '"'; i++ {
		if data[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// textsOf returns the texts of an object's fields.
func textsOf(data []byte, names ...string) ([]string, error) {
	values, err := object(data, names...)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(names))
	for i := range out {
		if out[i], err = text(values[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// text, number and timeOf return what a value says, and zero where there is
// none.

func text(value []byte) (string, error) {
	switch {
	case value == nil:
		return "", nil
	case value[0] != '"':
		return "", fmt.Errorf("%.20s: a text is expected", value)
	case !bytes.ContainsRune(value, '\\'):
		return string(value[1 : len(value)-1]), nil
	}
	var s string
	err := json.Unmarshal(value, &s)
	return s, err
}

func number(value []byte) (int64, error) {
	if value == nil {
		return 0, nil
	}
	n, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%.20s: a whole number is expected", value)
	}
	return n, nil
}

// timeOf accepts one spelling of a time: RFC 3339 in UTC, without zeroes at the
// end of a fraction.
func timeOf(value []byte) (t time.Time, err error) {
	s, err := text(value)
	if value == nil || err != nil {
		return t, err
	}
	t, err = time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Year() < 1 || t.UTC().Format(time.RFC3339Nano) != s {
		return t, fmt.Errorf("%q is no time, or is spelt otherwise", s)
	}
	return t, nil
}
