package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// VerificationStatus is how far a report can be trusted, by what was said of it last.
type VerificationStatus string

// The statuses. A retracted report stays in the chronicle, and stays retracted.
const (
	Unverified   VerificationStatus = "unverified"
	Corroborated VerificationStatus = "corroborated"
	Disputed     VerificationStatus = "disputed"
	Verified     VerificationStatus = "verified"
	Retracted    VerificationStatus = "retracted"
)

// VerificationStatuses lists all statuses.
var VerificationStatuses = []VerificationStatus{Unverified, Corroborated, Disputed, Verified, Retracted}

// follows says which statuses a report may have next. A second party may corroborate or
// dispute what another one has.
var follows = map[VerificationStatus][]VerificationStatus{
	Unverified:   {Corroborated, Disputed, Verified, Retracted},
	Corroborated: {Corroborated, Disputed, Verified, Retracted},
	Disputed:     {Corroborated, Disputed, Verified, Retracted},
	Verified:     {Disputed, Retracted},
}

// Judgement is what somebody said of how far a report can be trusted.
type Judgement struct {
	Status VerificationStatus
	Ground string
	Source *Source // nil: none of its own
	By     MemberID
	Party  PartyID
	At     time.Time
	seq    int64
}

// JudgeReport changes how far a report can be trusted, on a ground.
type JudgeReport struct {
	Report ReportID           `json:"report"`
	Status VerificationStatus `json:"status"`
	Ground string             `json:"ground"`
	Source *Source            `json:"source,omitempty"`
}

// ReportJudged records JudgeReport.
type ReportJudged struct {
	Report ReportID           `json:"report"`
	Status VerificationStatus `json:"status"`
	Ground string             `json:"ground"`
	Source *Source            `json:"source,omitempty"`
}

// Kind names the kind of entry.
func (*ReportJudged) Kind() string { return "report judged" }

func (b *ReportJudged) saidOf() []ReportID { return []ReportID{b.Report} }

func (b *ReportJudged) apply(s *State, e Entry) {
	s.amendReport(b.Report, func(r *Report) {
		r.Judged = append(slices.Clip(r.Judged), Judgement{b.Status, b.Ground, b.Source, e.By, e.Party, e.At, e.Seq})
	})
}

// Status returns how far the report can be trusted. Who was not told that it is verified
// (see WidenReport) may corroborate it since; that makes it no less verified.
func (r *Report) Status() VerificationStatus {
	is := Unverified
	for _, j := range r.Judged {
		if is != Verified || j.Status != Corroborated {
			is = j.Status
		}
	}
	return is
}

// next lists the statuses that the report may have next: those that follow, and that it is
// verified where that was said to fewer than see it now.
func (r *Report) next() []VerificationStatus {
	now := r.Status()
	next := follows[now]
	if now != Verified || slices.ContainsFunc(r.Judged, func(j Judgement) bool { return j.Status == now && !r.widenedSince(j.seq) }) {
		return next
	}
	return append(slices.Clip(next), now)
}

// saidBy reports whether a party has said to all who see the report that it has a status.
func (r *Report) saidBy(party PartyID, is VerificationStatus) bool {
	return slices.ContainsFunc(r.Judged, func(j Judgement) bool { return j.Status == is && j.Party == party && !r.widenedSince(j.seq) })
}

// alone reports whether a report is for the party's own delegation alone.
func (r *Report) alone() bool { return !r.Audience.Everyone && len(r.Audience.Parties) == 0 }

// mayJudge says whether a party may give a report a status: nobody vouches for its own
// report before others, verification is the mediator's, and a report is taken back by
// whose it is.
func (s *State) mayJudge(by *Member, r *Report, to VerificationStatus) error {
	where, keeps := "report "+string(r.ID), s.permissions(by).Keep
	mine := r.Party == by.Party
	switch {
	case keeps || mine && r.alone():
		return nil
	case to == Retracted && !mine:
		return refuse(NotAllowed, where, "it is not your party's to retract", "dispute it, with your ground")
	case (to == Corroborated || to == Disputed) && mine:
		return refuse(NotAllowed, where, "it is your party's own report, and others say what they think of it", "retract it if it is wrong, or add another source by another report")
	case to == Verified:
		return refuse(NotAllowed, where, "only the mediator verifies what several parties see", "corroborate it, or ask the mediator")
	case r.Status() == Verified && to != Retracted:
		return refuse(NotAllowed, where, "it is verified, and the mediator alone opens that again", "give the mediator your ground")
	}
	return nil
}

func (c JudgeReport) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	r := s.reportFor(by.Party, c.Report)
	if r == nil {
		return nil, notFound("report", c.Report)
	}
	if err := s.mayChronicle(by); err != nil {
		return nil, err
	}
	where, now := "report "+string(r.ID), r.Status()
	c.Ground = strings.TrimSpace(c.Ground)
	switch {
	case !slices.Contains(VerificationStatuses, c.Status):
		return nil, refuse(Invalid, where, fmt.Sprintf("there is no status %q", c.Status), "choose corroborated, disputed, verified or retracted")
	case now == Retracted:
		return nil, refuse(Invalid, where, "it is retracted, and stays so", "file a new report")
	case !slices.Contains(r.next(), c.Status):
		return nil, refuse(Invalid, where, fmt.Sprintf("what is %s does not become %s", now, c.Status), "choose another status, or none")
	case now == c.Status && r.saidBy(by.Party, c.Status):
		return nil, refuse(Invalid, where, fmt.Sprintf("your party has said already that it is %s", c.Status), "choose another status, or none")
	case c.Ground == "":
		return nil, refuse(Invalid, where, "a ground is missing", "say by what you know")
	}
	if err := s.mayJudge(by, r, c.Status); err != nil {
		return nil, err
	}
	if c.Source != nil {
		one := Report{Sources: []Source{*c.Source}}
		if err := one.checkSources(); err != nil {
			return nil, err
		}
		c.Source = &one.Sources[0]
	}
	return []Entry{{Audience: r.Audience, Body: &ReportJudged{r.ID, c.Status, c.Ground, c.Source}}}, nil
}

// Judgeable lists the statuses that the member may give a report.
func (v *View) Judgeable(r *Report) []VerificationStatus {
	if !v.Can.File {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.next()), func(to VerificationStatus) bool {
		return r.Status() == to && r.saidBy(v.Me.Party, to) || v.state.mayJudge(&v.Me, r, to) != nil
	})
}
