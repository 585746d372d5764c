package web

import (
	"fmt"
	"net/http"
	"slices"

	"parley/negotiation"
)

// AmendmentsPage lists the amendments that the member may see.
type AmendmentsPage struct {
	Page        Page
	ProposeHref string
	Amendments  []AmendmentLine
}

// AmendmentLine is an amendment in a list.
type AmendmentLine struct {
	Key, Href, Name string
	Sponsors        []Sponsor
	Summary         string
	Revision        string
	Audience        string
	Status          negotiation.Status
}

// listAmendments lists amendments, the newest first.
func (s *site) listAmendments(v *visit) error {
	page := AmendmentsPage{Page: v.page("Amendments", "amendments")}
	if v.Can.Propose && v.Current() != nil {
		page.ProposeHref = v.path + "/propose"
	}
	for _, p := range slices.Backward(v.Proposals()) {
		base := v.Revision(p.Revision)
		page.Amendments = append(page.Amendments, AmendmentLine{
			Key: string(p.ID), Href: v.amendmentPath(p.ID), Name: string(p.ID), Sponsors: v.sponsors(p.Sponsors),
			Summary: describe(p.Changes, v.cites(base)), Revision: fmt.Sprintf("Revision %d", p.Revision),
			Audience: v.audience(p.Party, p.Audience), Status: p.Status,
		})
	}
	s.show(v.w, v.r, http.StatusOK, "amendments", page)
	return nil
}
