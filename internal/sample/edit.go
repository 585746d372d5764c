package sample

import (
	"fmt"
	"slices"
	"strings"

	"parley/consolidate"
	"parley/negotiation"
	"parley/text"
)

// edit changes a copy of a text.
type edit func(t *text.Text) error

// propose tables an amendment that makes the edits to the current revision.
func (s *script) propose(by negotiation.MemberID, to negotiation.Audience, why string, edits ...edit) negotiation.AmendmentID {
	return s.table(by, negotiation.TableAmendment{Explanation: why, Audience: to}, edits)
}

func (s *script) table(by negotiation.MemberID, c negotiation.TableAmendment, edits []edit) negotiation.AmendmentID {
	rev := s.current(by)
	amended := rev.Text.Clone()
	for _, e := range edits {
		if s.err == nil {
			s.err = e(amended)
		}
	}
	if s.err != nil {
		return ""
	}
	amended.FillIDs()
	c.Revision, c.Changes = rev.Number, consolidate.Changes(rev.Text, amended)
	s.do(by, c)
	return s.last(by)
}

// swap puts new in place of old, which stands in one provision only.
func swap(old, new string) edit {
	return func(t *text.Text) error {
		p, err := holding(t, old)
		if err == nil {
			p.Words = text.Fold(strings.Replace(p.Words, old, new, 1))
		}
		return err
	}
}

// drop deletes the one provision whose words or heading hold the given ones.
func drop(words string) edit {
	return func(t *text.Text) error {
		p, err := holding(t, words)
		if err == nil {
			cut(t, p.ID)
		}
		return err
	}
}

// add puts a provision behind the one that holds the given words.
func add(behind, label, words string) edit {
	return func(t *text.Text) error {
		p, err := holding(t, behind)
		if err != nil {
			return err
		}
		q := &text.Provision{ID: text.NewID(string(p.ID), words), Kind: p.Kind, Label: label, Words: text.Fold(words)}
		list, i := siblings(t, p.ID)
		*list = slices.Insert(*list, i+1, q)
		return nil
	}
}

// move takes the provision that holds words behind another.
func move(words, behind string) edit {
	return func(t *text.Text) error {
		p, err := holding(t, words)
		if err != nil {
			return err
		}
		cut(t, p.ID)
		q, err := holding(t, behind)
		if err != nil {
			return err
		}
		list, i := siblings(t, q.ID)
		*list = slices.Insert(*list, i+1, p)
		return nil
	}
}

func holding(t *text.Text, words string) (*text.Provision, error) {
	var found *text.Provision
	for _, p := range t.Places() {
		if strings.Contains(p.Words, words) || p.Heading == words {
			if found != nil {
				return nil, fmt.Errorf("%q stands in two provisions", words)
			}
			found = p.Provision
		}
	}
	if found == nil {
		return nil, fmt.Errorf("%q stands nowhere", words)
	}
	return found, nil
}

func cut(t *text.Text, id text.ID) {
	list, i := siblings(t, id)
	*list = slices.Delete(*list, i, i+1)
}

// siblings returns the list in which a provision stands, and where.
func siblings(t *text.Text, id text.ID) (*[]*text.Provision, int) {
	for _, p := range t.Places() {
		if p.ID != id {
			continue
		}
		if p.Parent == nil {
			return &t.Provisions, p.Index
		}
		return &p.Parent.Children, p.Index
	}
	panic("the provision was found a moment ago")
}
