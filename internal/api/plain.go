package api

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// Values are written by one rule, which the description of the API follows too:
// every exported field under its name in lower case, embedded ones in their
// place, none that is an empty text, list, or time.

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	timeType      = reflect.TypeFor[time.Time]()
)

// field is a field as it is written.
type field struct {
	name  string
	index []int
	typ   reflect.Type
}

// fieldsOf lists the fields of a struct.
func fieldsOf(t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if inner.Kind() == reflect.Struct {
				for _, g := range fieldsOf(inner) {
					out = append(out, field{g.name, append([]int{i}, g.index...), g.typ})
				}
				continue
			}
		}
		if !f.IsExported() || f.Type.Kind() == reflect.Func {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			name = lowered(f.Name)
		}
		out = append(out, field{name, []int{i}, f.Type})
	}
	return out
}

// lowered writes a name of Go as one of JSON: "ID" is "id", "WhoHas" "whoHas".
func lowered(name string) string {
	if strings.ToUpper(name) == name {
		return strings.ToLower(name)
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// plain returns a value as encoding/json writes it by the rule.
func plain(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	t := v.Type()
	if t == timeType {
		return v.Interface().(time.Time).UTC().Format(time.RFC3339Nano)
	}
	if v.CanInterface() && (t.Implements(jsonMarshaler) || t.Implements(textMarshaler)) {
		return v.Interface()
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.Slice, reflect.Array:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = plain(v.Index(i))
		}
		return out
	case reflect.Map:
		out := map[string]any{}
		for _, k := range v.MapKeys() {
			out[k.String()] = plain(v.MapIndex(k))
		}
		return out
	case reflect.Struct:
		out := map[string]any{}
		for _, f := range fieldsOf(t) {
			x, err := v.FieldByIndexErr(f.index)
			if err == nil && !empty(x) {
				out[f.name] = plain(x)
			}
		}
		return out
	}
	return v.Interface()
}

func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool, reflect.Int, reflect.Int64, reflect.Uint8:
		return false
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	return v.IsZero()
}
