package web

import (
	"net/http"
	"net/url"
	"slices"

	"parley/negotiation"
)

// DocumentsPage is the papers beside the text.
type DocumentsPage struct {
	Page      Page
	Documents []DocumentLine
	May       bool
}

// DocumentLine is a document.
type DocumentLine struct {
	ID                          negotiation.DocumentID
	Title, Words, Hash          string
	Party                       Sponsor
	Speaker, When, Audience     string
	Opening                     Opening
	WhoHas                      string // where it is said who has it
	CanAcknowledge, Acknowledge bool   // the party can say that it has it, and has
}

// listDocuments shows the documents that the party has, the newest first.
func (s *site) listDocuments(v *visit) error {
	page := DocumentsPage{Page: v.page("Documents", "circulation"), May: v.asOf.IsZero()}
	for _, d := range slices.Backward(v.Documents()) {
		paper := negotiation.Paper{Document: d.ID}
		has := v.acknowledged(paper)
		page.Documents = append(page.Documents, DocumentLine{
			ID: d.ID, Title: d.Title, Words: d.Words, Hash: d.Hash(), Party: v.sponsor(d.Party), Speaker: v.memberName(d.By), When: day(d.At),
			Audience: v.audience(d.Party, d.Audience), WhoHas: v.path + "/circulation?paper=" + url.QueryEscape(paperKey(paper)),
			Opening: v.opening(paper), Acknowledge: has, CanAcknowledge: !has && v.asOf.IsZero() && d.Party != v.Me.Party,
		})
	}
	s.show(v.w, v.r, http.StatusOK, "documents", page)
	return nil
}
