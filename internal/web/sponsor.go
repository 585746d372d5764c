package web

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// How parties, times, audiences and changes are spoken of on every page.

// Sponsor is a party's chip.
type Sponsor struct {
	Short, Name string
	Tint        int // which of the looks in style.css; the short name says the same without it
}

// tints is how many looks of chips there are.
const tints = 8

func (v *visit) sponsor(id negotiation.PartyID) Sponsor {
	i := slices.IndexFunc(v.Parties, func(p negotiation.Party) bool { return p.ID == id })
	if i < 0 {
		return Sponsor{Short: string(id), Name: string(id)}
	}
	return Sponsor{Short: string(id), Name: v.Parties[i].Name, Tint: i % tints}
}

func (v *visit) sponsors(ids []negotiation.PartyID) []Sponsor {
	out := make([]Sponsor, len(ids))
	for i, id := range ids {
		out[i] = v.sponsor(id)
	}
	return out
}

// named are sponsors as a consolidation has them.
func (v *visit) named(ids []string) []Sponsor {
	out := make([]Sponsor, len(ids))
	for i, id := range ids {
		out[i] = v.sponsor(negotiation.PartyID(id))
	}
	return out
}

// audience says who may see what party author tabled.
func (v *visit) audience(author negotiation.PartyID, to negotiation.Audience) string {
	if to.Everyone {
		return "everyone"
	}
	names := []string{v.sponsor(author).Short}
	for _, p := range to.Parties {
		if p != author {
			names = append(names, v.sponsor(p).Short)
		}
	}
	if len(names) == 1 {
		return names[0] + " only"
	}
	return listed(names)
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 Jan 2006, 15:04 UTC")
}

func listed(names []string) string {
	switch len(names) {
	case 0:
		return "nobody"
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// saying is a way to name changes: what they do, and how many are named before
// the rest is counted.
const saidMost = 6

// describe says in a sentence what changes do: "Edits 6 and 8; deletes 3."
func describe(changes []consolidate.Change, cite map[text.ID]string) string {
	verbs := []string{"Edits", "Inserts after", "Deletes", "Moves", "Splits", "Merges others into", "Changes"}
	by := make(map[string][]string)
	for _, c := range changes {
		verb, name := speak(c, cite)
		if !slices.Contains(by[verb], name) {
			by[verb] = append(by[verb], name)
		}
	}
	var parts []string
	for _, verb := range verbs {
		names := by[verb]
		switch {
		case len(names) == 0:
		case len(names) > saidMost:
			parts = append(parts, fmt.Sprintf("%s %d provisions", strings.ToLower(verb), len(names)))
		default:
			parts = append(parts, strings.ToLower(verb)+" "+listed(names))
		}
	}
	if len(parts) == 0 {
		return "Changes nothing."
	}
	s := strings.Join(parts, "; ") + "."
	return strings.ToUpper(s[:1]) + s[1:]
}

// speak returns what a change does and to what.
func speak(c consolidate.Change, cite map[text.ID]string) (verb, name string) {
	name = cmp.Or(cite[c.Provision], "a new provision")
	switch c.Kind {
	case consolidate.KindInsert:
		if c.To == nil || c.To.After == "" && c.To.Parent == "" {
			return "Inserts after", "the beginning"
		}
		if c.To.After == "" {
			return "Inserts after", "the beginning of " + cmp.Or(cite[c.To.Parent], "a new provision")
		}
		return "Inserts after", cmp.Or(cite[c.To.After], "a new provision")
	case consolidate.KindDelete:
		return "Deletes", name
	case consolidate.KindMove:
		return "Moves", name
	case consolidate.KindSplit:
		return "Splits", name
	case consolidate.KindJoin:
		return "Merges others into", name
	}
	if c.Provision == "" {
		return "Changes", "the " + string(c.Field) + " of the text"
	}
	return "Edits", name
}

// changeHTML says of one change what it does, with its words.
func changeHTML(c consolidate.Change, cite map[text.ID]string) template.HTML {
	verb, name := speak(c, cite)
	var b strings.Builder
	esc := template.HTMLEscapeString
	b.WriteString(esc(verb + " " + name))
	if c.Kind != consolidate.KindReplace && c.Kind != consolidate.KindInsert {
		return template.HTML(b.String())
	}
	if c.Field != "" && c.Field != consolidate.FieldWords && c.Provision != "" {
		b.WriteString(esc(" (" + string(c.Field) + ")"))
	}
	b.WriteString(": ")
	if old := strings.TrimSpace(text.Plain(c.Old)); old != "" {
		b.WriteString("<del><bdi>" + esc(beginning(old, 120)) + "</bdi></del> ")
	}
	new := strings.TrimSpace(text.Plain(c.New))
	for _, p := range c.Inserted {
		new = strings.TrimSpace(p.Label + " " + text.Plain(p.Heading) + " " + text.Plain(p.Words))
	}
	if new != "" {
		b.WriteString("<ins><bdi>" + esc(beginning(new, 120)) + "</bdi></ins>")
	}
	return template.HTML(b.String())
}
