package web

import (
	"slices"
	"strings"

	"parley/negotiation"
)

// moveMeeting changes the time and the place of a meeting and leaves the rest of
// its plan as it is.
func (s *site) moveMeeting(v *visit) error {
	id := negotiation.MeetingID(v.r.PathValue("meeting"))
	i := slices.IndexFunc(v.Meetings(), func(m negotiation.Meeting) bool { return m.ID == id })
	if i < 0 {
		return missing("meeting " + string(id))
	}
	plan := v.Meetings()[i].Plan
	plan.When = negotiation.When{}
	c := &negotiation.ChangeMeeting{}
	if err := v.fill(c); err != nil {
		return err
	}
	plan.When = c.Plan.When
	if place := strings.TrimSpace(v.r.PostFormValue("plan.place")); place != "" {
		plan.Place = place
	}
	if err := v.do(&negotiation.ChangeMeeting{Meeting: id, Plan: plan, Why: c.Why}); err != nil {
		return err
	}
	return v.done(v.path+"/meetings", "recorded")
}
