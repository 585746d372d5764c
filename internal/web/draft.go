package web

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"parley/text"
)

// A draft is what stands in the form of a proposal: for each provision its
// words, whether it is deleted, where it is moved to, and what is added behind
// it. A field that was not sent is as it is in the base.

type draft struct {
	fields url.Values
}

func (d draft) get(name string, id text.ID) (string, bool) {
	values, ok := d.fields[name+"."+string(id)]
	if !ok {
		return "", false
	}
	return strings.ReplaceAll(values[0], "\r\n", "\n"), true
}

func (d draft) words(p *text.Provision) string {
	if s, ok := d.get("words", p.ID); ok {
		return s
	}
	return p.Words
}

func (d draft) heading(p *text.Provision) string {
	if s, ok := d.get("heading", p.ID); ok {
		return s
	}
	return p.Heading
}

func (d draft) gone(id text.ID) bool { return slices.Contains(d.fields["delete"], string(id)) }

// draftError says what in a draft cannot be done, for the person who wrote it.
type draftError string

func (e draftError) Error() string { return string(e) }

// apply returns the text that the draft makes of base. The error is for the
// person who wrote it.
func (d draft) apply(base *text.Text) (*text.Text, error) {
	out := base.Clone()
	for _, p := range out.Places() {
		if s := text.Fold(d.words(p.Provision)); s != p.Words {
			p.Provision.Words = s
		}
		if s := text.Fold(d.heading(p.Provision)); s != p.Heading {
			p.Provision.Heading = s
		}
	}
	for _, p := range base.Places() {
		if s, _ := d.get("insert", p.ID); strings.TrimSpace(s) != "" {
			insertAfter(&out.Provisions, p.ID, added(p.Provision, s))
		}
	}
	for _, p := range base.Places() {
		if s, _ := d.get("move", p.ID); strings.TrimSpace(s) != "" {
			if err := move(base, out, p.ID, strings.TrimSpace(s)); err != nil {
				return nil, err
			}
		}
	}
	for _, p := range base.Places() {
		if d.gone(p.ID) {
			remove(&out.Provisions, p.ID)
		}
	}
	return out, nil
}

var (
	paragraphs = regexp.MustCompile(`\n[ \t]*\n\s*`)
	numbered   = regexp.MustCompile(`^(\(?\d{1,3}[a-z]{0,3}[.)]|\([\p{L}]{1,5}\))\s+`)
)

// added makes provisions out of what was written behind p: one for each
// paragraph, of p's kind, with the number it begins with.
func added(p *text.Provision, words string) []*text.Provision {
	var out []*text.Provision
	for _, s := range paragraphs.Split(strings.TrimSpace(words), -1) {
		q := &text.Provision{Kind: p.Kind}
		if n := numbered.FindString(s); n != "" {
			q.Label, s = strings.TrimSpace(n), s[len(n):]
		}
		q.Words = text.Fold(s)
		q.ID = text.NewID(string(p.ID), q.Label, q.Words, fmt.Sprint(len(out)))
		out = append(out, q)
	}
	return out
}

func insertAfter(in *[]*text.Provision, id text.ID, what []*text.Provision) bool {
	for i, p := range *in {
		if p.ID == id {
			*in = slices.Insert(*in, i+1, what...)
			return true
		}
		if insertAfter(&p.Children, id, what) {
			return true
		}
	}
	return false
}

func remove(in *[]*text.Provision, id text.ID) *text.Provision {
	for i, p := range *in {
		if p.ID == id {
			*in = slices.Delete(*in, i, i+1)
			return p
		}
		if q := remove(&p.Children, id); q != nil {
			return q
		}
	}
	return nil
}

// move puts a provision behind another, which is named as it is cited.
func move(base, t *text.Text, id text.ID, to string) error {
	target := cited(base, to)
	if target == "" && to != "start" {
		return draftError(fmt.Sprintf("There is no provision “%s” to move %s behind. Choose one from the list, or “start”.", to, base.Cite(id)))
	}
	p := t.Find(id)
	if target == id || p == nil {
		return nil
	}
	within := &text.Text{Provisions: p.Children}
	if target != "" && within.Find(target) != nil {
		return draftError(fmt.Sprintf("%s cannot stand behind %s, which is a part of it. Choose another place.", base.Cite(id), to))
	}
	p = remove(&t.Provisions, id)
	if target == "" {
		t.Provisions = slices.Insert(t.Provisions, 0, p)
		return nil
	}
	insertAfter(&t.Provisions, target, []*text.Provision{p})
	return nil
}
