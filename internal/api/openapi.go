package api

import (
	"reflect"
	"regexp"
	"strings"

	"parley/negotiation"
)

// Describe returns the description of the API (OpenAPI 3.1), made from the types
// that are read and written.
func Describe() map[string]any {
	d := &describer{schemas: map[string]any{}, named: map[shape]string{}}
	paths := map[string]any{
		"/api/v1/negotiations": map[string]any{"get": d.get("listNegotiations", "The negotiations that you are in.", nil, []Listed{})},
	}
	for _, r := range Resources {
		at := root + r.Path
		op := d.get(operation("get", r.Path), r.About, append(pathParameters(at), queryParameters(append([]Parameter{asof}, r.Query...))...), r.Returns)
		paths[at] = map[string]any{"get": op}
	}
	paths[root+"/search"] = map[string]any{"get": d.get("search", "Things that you may see and in which words stand, the newest first.", append(pathParameters(root), queryParameters(searchParameters)...), FoundRead{})}
	for _, s := range negotiation.Specs {
		paths[root+"/"+s.Name] = map[string]any{"post": d.post(s)}
	}
	d.tokens(paths)
	problem := d.schema(reflect.TypeFor[Problem](), true)
	return map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{
			"title": "Parley", "version": "1",
			"description": "A negotiation for programs: what pages show are resources, what members do are commands. A token acts for one member, within its scopes: read, act, sign.",
			"license":     map[string]any{"name": "Apache-2.0", "identifier": "Apache-2.0"},
		},
		"servers":  []any{map[string]any{"url": "/"}},
		"paths":    paths,
		"security": []any{map[string]any{"token": []string{}}, map[string]any{"session": []string{}}},
		"components": map[string]any{
			"schemas": d.schemas,
			"securitySchemes": map[string]any{
				"token":   map[string]any{"type": "http", "scheme": "bearer"},
				"session": map[string]any{"type": "apiKey", "in": "cookie", "name": "parley"},
			},
			"responses": map[string]any{"Problem": map[string]any{
				"description": "What was not done, and what to do about it (RFC 9457).",
				"content":     map[string]any{"application/problem+json": map[string]any{"schema": problem}},
			}},
		},
	}
}

type describer struct {
	schemas map[string]any
	named   map[shape]string
}

// shape is a type as it is written, or as it is read.
type shape struct {
	reflect.Type
	written bool
}

var braces = regexp.MustCompile(`\{(\w+)\}`)

// operation makes a name for an operation out of its path.
func operation(verb, path string) string {
	out := verb
	for _, word := range strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '-' || r == '{' || r == '}' }) {
		out += strings.ToUpper(word[:1]) + word[1:]
	}
	if path == "" {
		return verb + "Overview"
	}
	return out
}

func pathParameters(at string) []any {
	var out []any
	for _, m := range braces.FindAllStringSubmatch(at, -1) {
		out = append(out, map[string]any{"name": m[1], "in": "path", "required": true, "schema": map[string]any{"type": "string"}})
	}
	return out
}

func queryParameters(ps []Parameter) []any {
	var out []any
	for _, p := range ps {
		kind := "string"
		if p.Number {
			kind = "integer"
		}
		out = append(out, map[string]any{"name": p.Name, "in": "query", "required": p.Required, "description": p.About, "schema": map[string]any{"type": kind}})
	}
	return out
}

func answers(schema any) map[string]any {
	out := map[string]any{"200": map[string]any{"description": "What was asked for.", "content": map[string]any{"application/json": map[string]any{"schema": schema}}}}
	for _, status := range []string{"401", "403", "404", "409", "422"} {
		out[status] = map[string]any{"$ref": "#/components/responses/Problem"}
	}
	return out
}

func (d *describer) get(id, about string, parameters []any, returns any) map[string]any {
	op := map[string]any{"operationId": id, "summary": about, "responses": answers(d.schema(reflect.TypeOf(returns), true))}
	if len(parameters) > 0 {
		op["parameters"] = parameters
	}
	return op
}

// tokens describes how a member who is signed in makes tokens.
func (d *describer) tokens(paths map[string]any) {
	body := func(t reflect.Type) map[string]any {
		return map[string]any{"required": true, "content": map[string]any{"application/json": map[string]any{"schema": d.schema(t, false)}}}
	}
	parameters := pathParameters(root)
	list := d.get("listTokens", "Your tokens. Only a session may ask, no token.", parameters, []TokenRead{})
	made := d.get("makeToken", "Make a token. Only a session may, no token.", parameters, TokenMade{})
	made["requestBody"] = body(reflect.TypeFor[TokenAsked]())
	ended := d.get("endToken", "End a token. Only a session may, no token.", parameters, Done{})
	ended["requestBody"] = body(reflect.TypeFor[TokenNamed]())
	invited := d.get("inviteMember", "Make a new invite link for a member, on the record (the mediator). Only a session may, no token.", parameters, Invited{})
	invited["requestBody"] = body(reflect.TypeFor[negotiation.InviteMember]())
	paths[root+"/invites"] = map[string]any{"post": invited}
	inRoom := append(parameters, pathParameters("/{room}")...)
	heard := d.get("listWhispers", "What was said off the record in a room, and stands yet.", inRoom, []negotiation.Said{})
	whisper := d.get("whisper", "Say something in a room that is off the record.", inRoom, Done{})
	whisper["requestBody"] = body(reflect.TypeFor[Whispered]())
	paths[root+"/rooms/{room}/whispers"] = map[string]any{"get": heard, "post": whisper}
	wanted := d.get("getNotices", "How you want to be told that something is new.", parameters, NoticeWanted{})
	set := d.get("setNotices", "Say how you want to be told; nothing: not at all.", parameters, Done{})
	set["requestBody"] = body(reflect.TypeFor[NoticeWanted]())
	paths[root+"/notices"] = map[string]any{"get": wanted, "post": set}
	paths[root+"/tokens"] = map[string]any{"get": list, "post": made}
	paths[root+"/tokens/end"] = map[string]any{"post": ended}
}

func (d *describer) post(s negotiation.Spec) map[string]any {
	command := reflect.TypeOf(s.New()).Elem()
	header := func(name, about string) any {
		return map[string]any{"name": name, "in": "header", "required": false, "description": about, "schema": map[string]any{"type": "string"}}
	}
	return map[string]any{
		"operationId": operation("do", "/"+s.Name), "summary": s.About,
		"parameters": append(pathParameters(root),
			header("Parley-Prepare", "1: nothing is done; the answer is what is to be signed"),
			header("Parley-Signature", "the number of the last entry that the signer knew of, the key and the signature")),
		"requestBody": map[string]any{"required": true, "content": map[string]any{"application/json": map[string]any{"schema": d.schema(command, false)}}},
		"responses":   answers(d.schema(reflect.TypeFor[Done](), true)),
	}
}

// schema describes a type as it is written (see plain) or, for commands, read.
// Structs are described once, under their names.
func (d *describer) schema(t reflect.Type, written bool) any {
	switch {
	case t == timeType:
		return map[string]any{"type": "string", "format": "date-time"}
	case t == reflect.TypeFor[negotiation.Entry]():
		return map[string]any{"type": "object", "description": "An entry of the record: seq, at, by, party, audience, kind and body."}
	case t.Kind() == reflect.Pointer:
		return d.schema(t.Elem(), written)
	case t.Implements(textMarshaler) || reflect.PointerTo(t).Implements(textMarshaler):
		return map[string]any{"type": "string"}
	case t.Implements(jsonMarshaler) || reflect.PointerTo(t).Implements(jsonMarshaler):
		return map[string]any{"type": "object"}
	}
	switch t.Kind() {
	case reflect.String:
		return words(t)
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Uint8:
		return map[string]any{"type": "integer"}
	case reflect.Slice, reflect.Array:
		return map[string]any{"type": "array", "items": d.schema(t.Elem(), written)}
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return map[string]any{"type": "object"}
		}
		return map[string]any{"type": "object", "additionalProperties": d.schema(t.Elem(), written)}
	case reflect.Struct:
		return d.object(t, written)
	}
	return map[string]any{}
}

// words describes a kind of text, with the values that it may have.
func words(t reflect.Type) any {
	out := map[string]any{"type": "string"}
	switch t {
	case reflect.TypeFor[negotiation.Stance]():
		out["enum"] = negotiation.Stances
	case reflect.TypeFor[negotiation.Standing]():
		out["enum"] = append([]negotiation.Standing{""}, negotiation.Standings...)
	case reflect.TypeFor[negotiation.Role]():
		out["enum"] = []negotiation.Role{negotiation.Principal, negotiation.Mediator, negotiation.Guarantor, negotiation.Consulted, negotiation.Observer}
	}
	return out
}

func (d *describer) object(t reflect.Type, written bool) any {
	name, known := d.named[shape{t, written}]
	if !known {
		name = t.Name()
		if _, both := d.named[shape{t, !written}]; both {
			name += map[bool]string{true: "Read", false: "Sent"}[written]
		}
		for _, taken := d.schemas[name]; taken; _, taken = d.schemas[name] {
			name = strings.ToUpper(t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:][:1]) + t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+2:] + name
		}
		d.named[shape{t, written}] = name
		properties := map[string]any{}
		o := map[string]any{"type": "object", "properties": properties}
		d.schemas[name] = o
		for _, f := range fieldsOf(t) {
			if !written && !readable(t, f) {
				continue
			}
			properties[f.name] = d.schema(f.typ, written)
		}
	}
	return map[string]any{"$ref": "#/components/schemas/" + name}
}

// readable reports whether a field is read from a request too.
func readable(t reflect.Type, f field) bool {
	return t.FieldByIndex(f.index).Tag.Get("json") != "-"
}
