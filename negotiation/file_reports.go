package negotiation

import (
	"fmt"
	"time"
)

// MostReports is how many reports are filed at once at most.
const MostReports = 10_000

// FileReports puts many reports into the chronicle, for one audience: all of them or none.
// Each is recorded as if it were filed alone.
type FileReports struct {
	Reports  []Report `json:"reports"`
	Audience Audience `json:"audience"`
}

func (c FileReports) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	switch n := len(c.Reports); {
	case n == 0:
		return nil, refuse(Invalid, "reports", "there are none", "give at least one")
	case n > MostReports:
		return nil, refuse(Invalid, "reports", fmt.Sprintf("these are %d, and at most %d are filed at once", n, MostReports), "file them in parts")
	}
	return s.fileReports(by, c.Reports, c.Audience, now)
}

// fileReports records reports for an audience. A refusal of one of several says which.
func (s *State) fileReports(by *Member, rs []Report, to Audience, now time.Time) ([]Entry, error) {
	if err := s.mayChronicle(by); err != nil {
		return nil, err
	}
	if err := s.checkAudience(to); err != nil {
		return nil, err
	}
	taken := make(map[string]bool, len(s.Reports)+len(rs))
	for _, r := range s.Reports {
		taken[string(r.ID)] = true
	}
	out := make([]Entry, 0, len(rs))
	for i, r := range rs {
		if err := s.checkReport(by, &r, to, now); err != nil {
			if refused, ok := err.(*Refusal); ok && len(rs) > 1 {
				which := *refused
				which.Where = fmt.Sprintf("report %d of %d, %s", i+1, len(rs), refused.Where)
				return nil, &which
			}
			return nil, err
		}
		r.ID = ReportID(s.newID(by, "report", r, func(id string) bool { return taken[id] }))
		taken[string(r.ID)] = true
		out = append(out, Entry{Audience: to, Body: &ReportFiled{r}})
	}
	return out, nil
}

func (s *State) checkReport(by *Member, r *Report, to Audience, now time.Time) error {
	if err := r.check(now); err != nil {
		return err
	}
	if err := s.checkSpeaker(r); err != nil {
		return err
	}
	return s.checkRelation(by, r, to)
}
