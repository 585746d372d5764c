package negotiation

import (
	"slices"
	"strings"
	"time"
)

// Reports that tell of one event are linked, so that competing claims stand side by side;
// a party says which designations it does not accept. Neither alters a report.

// LinkReports says that reports tell of the same event, or takes that back.
type LinkReports struct {
	Reports []ReportID `json:"reports"`
	Apart   bool       `json:"apart,omitempty"` // they do not, after all
}

// ReportsLinked records LinkReports.
type ReportsLinked struct {
	Reports []ReportID `json:"reports"`
	Apart   bool       `json:"apart,omitempty"`
}

// Kind names the kind of entry.
func (*ReportsLinked) Kind() string { return "reports linked" }

func (b *ReportsLinked) saidOf() []ReportID { return b.Reports }

func (b *ReportsLinked) apply(s *State, e Entry) {
	if !b.Apart {
		s.Links = add(s, s.Links, Link{b.Reports, e.By, e.Party, e.At, e.Seq})
		return
	}
	s.Links = slices.DeleteFunc(slices.Clone(s.Links), func(l Link) bool {
		both := 0
		for _, id := range b.Reports {
			if slices.Contains(l.Reports, id) {
				both++
			}
		}
		return both > 1
	})
}

// Link is what somebody said about reports telling of one event.
type Link struct {
	Reports []ReportID
	By      MemberID
	Party   PartyID
	At      time.Time
	seq     int64
}

// toldAll reports whether a party could see every one of the reports when an entry was
// recorded.
func (s *State) toldAll(party PartyID, ids []ReportID, seq int64) bool {
	return !slices.ContainsFunc(ids, func(id ReportID) bool { return !s.told(party, s.report(id), seq) })
}

func (c LinkReports) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayChronicle(by); err != nil {
		return nil, err
	}
	ids := slices.Clone(c.Reports)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) < 2 {
		return nil, refuse(Invalid, "link", "it needs two reports", "name those that tell of the same event")
	}
	totals := 0
	for _, id := range ids {
		if !s.seesReport(by.Party, id) {
			return nil, notFound("report", id)
		}
		if s.report(id).Genre == TotalReport {
			totals++
		}
	}
	if totals > 0 && totals < len(ids) {
		return nil, refuse(Invalid, "link", "a total is no event: it counts over a period", "link reports of events, or totals, with one another")
	}
	joins, toFewer := false, false
	for _, l := range s.Links {
		if !s.toldAll(by.Party, l.Reports, l.seq) || slices.ContainsFunc(ids, func(id ReportID) bool { return !slices.Contains(l.Reports, id) }) {
			continue
		}
		since := slices.ContainsFunc(ids, func(id ReportID) bool { return s.report(id).widenedSince(l.seq) })
		joins, toFewer = joins || !since, toFewer || since
	}
	switch {
	case joins && !c.Apart:
		return nil, refuse(Invalid, "link", "they are linked already", "name others")
	case !joins && !toFewer && c.Apart:
		return nil, refuse(Invalid, "link", "they are not linked", "look at the list of what is")
	}
	// Whoever sees all of them sees that they are linked, and nobody else.
	to := s.report(ids[0]).Audience
	for _, id := range ids {
		if r := s.report(id); !r.Audience.Everyone {
			to = r.Audience
		}
	}
	return []Entry{{Audience: to, Body: &ReportsLinked{ids, c.Apart}}}, nil
}

// SameEvent lists the other reports that tell of the same event, by the links that the
// viewer sees, in the order of the chronicle.
func (v *View) SameEvent(id ReportID) []*Report {
	in := map[ReportID]bool{id: true}
	for grown := true; grown; {
		grown = false
		for _, l := range v.state.Links {
			if !slices.ContainsFunc(l.Reports, func(x ReportID) bool { return in[x] }) {
				continue
			}
			for _, x := range l.Reports {
				grown = grown || !in[x]
				in[x] = true
			}
		}
	}
	if len(in) == 1 {
		return nil
	}
	var out []*Report
	for _, r := range v.state.Reports {
		if in[r.ID] && r.ID != id {
			out = append(out, r)
		}
	}
	return out
}

// DisputeDesignation says that the member's party does not accept a designation, and what
// it says instead; with neither Instead nor Why it takes that back.
type DisputeDesignation struct {
	Words   string `json:"words"`
	Instead string `json:"instead,omitempty"`
	Why     string `json:"why,omitempty"`
}

// DesignationDisputed records DisputeDesignation.
type DesignationDisputed struct {
	Words   string `json:"words"`
	Instead string `json:"instead,omitempty"`
	Why     string `json:"why,omitempty"`
}

// Kind names the kind of entry.
func (*DesignationDisputed) Kind() string { return "designation disputed" }

// Usage is what a party says in place of a designation that it does not accept.
type Usage struct {
	DesignationDisputed
	Party PartyID
	By    MemberID
	At    time.Time
}

func (b *DesignationDisputed) apply(s *State, e Entry) {
	s.Usages = slices.DeleteFunc(slices.Clone(s.Usages), func(u Usage) bool { return u.Party == e.Party && strings.EqualFold(u.Words, b.Words) })
	if b.Instead != "" || b.Why != "" {
		s.Usages = append(s.Usages, Usage{*b, e.Party, e.By, e.At})
	}
}

func (c DisputeDesignation) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayChronicle(by); err != nil {
		return nil, err
	}
	b := DesignationDisputed{strings.TrimSpace(c.Words), strings.TrimSpace(c.Instead), strings.TrimSpace(c.Why)}
	if b.Words == "" {
		return nil, refuse(Invalid, "designation", "it has no words", "copy it as it stands in the chronicle")
	}
	if by.Mandate.Voice {
		return nil, refuse(NotAllowed, "designation", "you have no authority to bind your party", "ask the head of your delegation")
	}
	return []Entry{{Audience: Everyone, Body: &b}}, nil
}

// Called is a designation as it is shown to one party.
type Called struct {
	Designation
	Mine     *Usage  // what the viewer's party says instead; nil: it has not disputed it
	Disputed []Usage // by others
}

// Called says how each designation of a report stands with the viewer's party and with the
// others. Quotations are never altered by it.
func (v *View) Called(r *Report) []Called {
	var out []Called
	for _, d := range r.Designations {
		c := Called{Designation: d}
		for i, u := range v.state.Usages {
			switch {
			case !strings.EqualFold(u.Words, d.Words):
			case u.Party == v.Me.Party:
				c.Mine = &v.state.Usages[i]
			default:
				c.Disputed = append(c.Disputed, u)
			}
		}
		out = append(out, c)
	}
	return out
}

// Usages returns the designations that parties do not accept.
func (v *View) Usages() []Usage { return v.state.Usages }
