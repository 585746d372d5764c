package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"parley/negotiation"
	"parley/text"
)

// AmendmentsPage lists the amendments that the member may see.
type AmendmentsPage struct {
	Page        Page
	ProposeHref string
	Amendments  []AmendmentLine
	Newer       string // where there are more than a page of them
	Older       string
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

// amendmentsShown is how many stand on a page.
const amendmentsShown = 200

// listAmendments lists amendments, the newest first.
func (s *site) listAmendments(v *visit) error {
	page := AmendmentsPage{Page: v.page("Amendments", "amendments")}
	if v.Can.Propose && v.Current() != nil {
		page.ProposeHref = v.path + "/propose"
	}
	all := v.Proposals()
	last := len(all)
	if n, err := strconv.Atoi(v.r.FormValue("up")); err == nil && n > 0 && n < last {
		last = n
		page.Newer = v.path + "/amendments?up=" + strconv.Itoa(last+amendmentsShown)
	}
	first := max(0, last-amendmentsShown)
	if first > 0 {
		page.Older = v.path + "/amendments?up=" + strconv.Itoa(first)
	}
	cites := map[int]map[text.ID]string{}
	for _, p := range slices.Backward(all[first:last]) {
		if cites[p.Revision] == nil {
			cites[p.Revision] = v.cites(v.Revision(p.Revision))
		}
		page.Amendments = append(page.Amendments, AmendmentLine{
			Key: string(p.ID), Href: v.amendmentPath(p.ID), Name: string(p.ID), Sponsors: v.sponsors(p.Sponsors),
			Summary: describe(p.Changes, cites[p.Revision]), Revision: fmt.Sprintf("Revision %d", p.Revision),
			Audience: v.audience(p.Party, p.Audience), Status: p.Status,
		})
	}
	s.show(v.w, v.r, http.StatusOK, "amendments", page)
	return nil
}
