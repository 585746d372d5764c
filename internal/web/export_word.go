package web

import (
	"bytes"
	"strconv"

	"parley/format/docx"
	"parley/negotiation"
	"parley/redline"
	"parley/text"
)

// Word files, which delegations send back: each says which revision it was made
// from, and carries the ids of its provisions.

func (v *visit) wordOptions(r *negotiation.Revision) docx.Options {
	return docx.Options{
		Source: docx.Source{Negotiation: string(v.ID), Revision: r.Number, Address: r.ID}, Author: v.sponsor(r.Party).Name, At: r.At,
	}
}

// wordRevision writes a revision, with what parties say to its provisions as
// comments where that is asked for.
func (v *visit) wordRevision(b *bytes.Buffer, r *negotiation.Revision, positions bool) error {
	o := v.wordOptions(r)
	if positions {
		o.Comments = v.positionComments(r)
	}
	return docx.Write(b, r.Text, o)
}

// positionComments are the positions that were taken on a revision's provisions and
// not taken back.
func (v *visit) positionComments(r *negotiation.Revision) []docx.Comment {
	var out []docx.Comment
	for _, p := range v.Positions() {
		if p.Revision != r.Number || p.On.Provision == "" || p.Withdrawn() {
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

// wordRedline writes what changed between two revisions as tracked changes of the
// later one's party.
func (v *visit) wordRedline(b *bytes.Buffer, old, new *negotiation.Revision) error {
	return docx.WriteRedline(b, old.Text, new.Text, v.compare(old.Text, new.Text), v.wordOptions(new))
}

// wordAmendment writes an amendment as tracked changes of its party, against the
// current revision while it is pending, otherwise against the one it was tabled
// against; its explanation is a comment.
func (v *visit) wordAmendment(b *bytes.Buffer, p *negotiation.Proposal) error {
	base, a := v.amends(p)
	amended, err := a.Apply(base.Text)
	if err != nil {
		return err
	}
	o := v.wordOptions(base)
	o.Author, o.At = v.sponsor(p.Party).Name, p.At
	if on := firstIn(amended, provisionsOf(a.Changes)); on != "" && p.Explanation != "" {
		o.Comments = []docx.Comment{{Author: o.Author, At: p.At, Words: p.Explanation, On: on}}
	}
	return docx.WriteRedline(b, base.Text, amended, redline.Compare(base.Text, amended, redline.Options{}), o)
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
