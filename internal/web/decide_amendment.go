package web

import (
	"net/http"
	"net/url"
	"strconv"

	"parley/negotiation"
)

// What becomes of an amendment that was tabled. Each action answers with the
// page that shows what came of it.

// acceptAmendment adopts the ticked changes, or all that are pending.
func (s *site) acceptAmendment(v *visit) error {
	revision, _ := strconv.Atoi(v.r.FormValue("revision")) // 0, whatever is current, where none was sent
	return v.decide("accepted", negotiation.Accept{
		Amendment: v.amendmentID(), Changes: v.r.Form["change"], Revision: revision, Note: v.r.FormValue("reason"),
	})
}

// rejectAmendment drops the ticked changes, or all that are pending.
func (s *site) rejectAmendment(v *visit) error {
	reason := v.r.FormValue("reason")
	return v.decide("rejected", negotiation.Reject{Amendment: v.amendmentID(), Changes: v.r.Form["change"], Note: reason})
}

// withdrawAmendment takes back the member's own amendment.
func (s *site) withdrawAmendment(v *visit) error {
	return v.decide("withdrawn", negotiation.WithdrawAmendment{Amendment: v.amendmentID(), Reason: v.r.FormValue("reason")})
}

// joinSponsors makes the member's party a sponsor too.
func (s *site) joinSponsors(v *visit) error {
	return v.decide("joined", negotiation.JoinSponsors{Amendment: v.amendmentID()})
}

// widenAudience shows an amendment to everyone at the table.
func (s *site) widenAudience(v *visit) error {
	return v.decide("shown", negotiation.WidenAudience{Amendment: v.amendmentID(), Audience: negotiation.Everyone})
}

// undoDecision takes an acceptance or a rejection back.
func (s *site) undoDecision(v *visit) error {
	n, err := strconv.Atoi(v.r.FormValue("decision"))
	if err != nil {
		return missing("decision " + v.r.FormValue("decision"))
	}
	return v.decide("undone", negotiation.Undo{Amendment: v.amendmentID(), Decision: n})
}

func (v *visit) amendmentID() negotiation.AmendmentID {
	return negotiation.AmendmentID(v.r.PathValue("amendment"))
}

// decide has a command done that concerns the amendment in the path.
func (v *visit) decide(done string, c negotiation.Command) error {
	if err := v.do(c); err != nil {
		return err
	}
	if at := v.r.PostFormValue("lines"); at != "" { // the chair walks on from where it stands
		seeOther(v, v.path+"/lines?at="+url.QueryEscape(at))
		return nil
	}
	return v.done(v.amendmentPath(v.amendmentID()), done)
}

// done leads to a page that says what was done.
func (v *visit) done(path, what string) error {
	seeOther(v, path+"?done="+what)
	return nil
}

func seeOther(v *visit, path string) { http.Redirect(v.w, v.r, path, http.StatusSeeOther) }
