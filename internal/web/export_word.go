package web

import (
	"strconv"

	"parley/format/docx"
	"parley/negotiation"
	"parley/text"
)

// Word files, which delegations send back: each says which revision it was made
// from, and carries the ids of its provisions.

// positionComments are the positions that were taken on a revision's provisions and
// not taken back.
func (v *visit) positionComments(r *negotiation.Revision) []docx.Comment {
	var out []docx.Comment
	for _, p := range v.Positions() {
		if p.Revision != r.Number || p.On.Provision == "" || p.On.Lang != "" || p.Withdrawn() {
			continue
		}
		words := string(p.Stance)
		for _, c := range p.If {
			words += "; " + v.conditionWords(c)
		}
		out = append(out, docx.Comment{Author: v.sponsor(p.Party).Name, At: p.At, Words: words + said(p.Words), On: p.On.Provision})
	}
	return out
}

// firstIn returns the first of the provisions that the text has.
func firstIn(t *text.Text, ids []text.ID) text.ID {
	for _, id := range ids {
		if t.Find(id) != nil {
			return id
		}
	}
	return ""
}

// madeFrom returns the revision that a Word file says it was made from, if it is
// held and of this negotiation.
func (v *visit) madeFrom(s *docx.Source) *negotiation.Revision {
	if s == nil || s.Negotiation != string(v.ID) {
		return nil
	}
	if r := v.held(s.Revision); r != nil && r.ID == s.Address {
		return r
	}
	return nil
}

// sourceAsked returns the revision that a form of the import says its text was made
// from.
func (v *visit) sourceAsked() *negotiation.Revision {
	n, _ := strconv.Atoi(v.r.FormValue("source")) // none: 0, which no revision has
	return v.held(n)
}
