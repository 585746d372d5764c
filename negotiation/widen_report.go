package negotiation

import (
	"slices"
	"time"
)

// WidenReport shows a report of the member's party to more, named besides those who see it
// already; what was seen was seen, so that there is no narrowing.
//
// What others said of the report in confidence they said to those who saw it then, and it
// stays with these: judgements, and links with other reports. Whoever sees the report only
// now finds it unverified, as every report begins. The same holds for what the reporting
// party said of it itself, or a party could vouch for its own report where nobody can
// object and then show it round. Whoever judged or linked it may say so again, to all who
// see it now.
type WidenReport struct {
	Report   ReportID `json:"report"`
	Audience Audience `json:"audience"`
}

// ReportWidened records WidenReport. Audience is all who see the report from then on.
type ReportWidened struct {
	Report   ReportID `json:"report"`
	Audience Audience `json:"audience"`
}

// Widening is that a report was shown to more.
type Widening struct {
	By     MemberID
	Party  PartyID
	At     time.Time
	To     Audience // all who saw it from then on
	before Audience
	seq    int64
}

// Kind names the kind of entry.
func (*ReportWidened) Kind() string { return "report widened" }

func (b *ReportWidened) ofReport() ReportID { return b.Report }

func (b *ReportWidened) apply(s *State, e Entry) {
	s.amendReport(b.Report, func(r *Report) {
		r.Widened = append(slices.Clip(r.Widened), Widening{e.By, e.Party, e.At, b.Audience, r.Audience, e.Seq})
		r.Audience = b.Audience
	})
}

// audienceAt returns for whom the report was when an entry was recorded.
func (r *Report) audienceAt(seq int64) Audience {
	for _, w := range r.Widened {
		if seq < w.seq {
			return w.before
		}
	}
	return r.Audience
}

// widenedSince reports whether the report was shown to more after an entry.
func (r *Report) widenedSince(seq int64) bool {
	return len(r.Widened) > 0 && r.Widened[len(r.Widened)-1].seq > seq
}

// told reports whether a party could see the report when an entry was recorded, and so
// sees what the entry says of it.
func (s *State) told(party PartyID, r *Report, seq int64) bool {
	return r != nil && s.sees(party, r.Party, r.audienceAt(seq))
}

// reportFor returns a report with what was said of it to a party, or nil.
func (s *State) reportFor(party PartyID, id ReportID) *Report {
	r := s.report(id)
	if r == nil || !s.sees(party, r.Party, r.Audience) {
		return nil
	}
	return s.toldOf(party, r)
}

// toldOf returns a report that the party sees with what was said of it to that party.
func (s *State) toldOf(party PartyID, r *Report) *Report {
	told := kept(r.Judged, func(j Judgement) bool { return s.told(party, r, j.seq) })
	if len(told) == len(r.Judged) {
		return r
	}
	c := *r
	c.Judged = told
	return &c
}

func (c WidenReport) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	r := s.reportFor(by.Party, c.Report)
	if r == nil {
		return nil, notFound("report", c.Report)
	}
	if err := s.mayWidenReport(by, r); err != nil {
		return nil, err
	}
	if err := s.checkAudience(c.Audience); err != nil {
		return nil, err
	}
	wider := r.Audience.and(c.Audience)
	if len(s.reached(r.Party, wider)) == len(s.reached(r.Party, r.Audience)) {
		return nil, refuse(Invalid, "report "+string(r.ID), "it names nobody who does not see it already, and what was seen was seen: an audience never becomes smaller", "name who is to see it besides those who do")
	}
	if err := s.checkRelation(by, r, wider); err != nil {
		return nil, err
	}
	return []Entry{{Audience: wider, Body: &ReportWidened{r.ID, wider}}}, nil
}

// mayWidenReport says whether a member may show a report to more.
func (s *State) mayWidenReport(by *Member, r *Report) error {
	if err := s.mayChronicle(by); err != nil {
		return err
	}
	switch where := "report " + string(r.ID); {
	case r.Party != by.Party:
		return refuse(NotAllowed, where, "another party reported it", "ask that party to show it to more, or report it yourself")
	case r.Status() == Retracted:
		return refuse(Invalid, where, "it is retracted, and those who see it only later would not learn why", "file a new report for them")
	}
	return nil
}

// Widenable reports whether the member may show a report to more than see it now.
func (v *View) Widenable(r *Report) bool {
	return !r.Audience.Everyone && v.state.mayWidenReport(&v.Me, r) == nil
}
