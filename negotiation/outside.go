package negotiation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/text"
)

// What a party says outside is held against what it says at the table; and how much goes
// on is counted. Both are computed from what the viewer may see, and bind nobody.

// Moment is something that a party said on an issue, inside or outside.
type Moment struct {
	At        time.Time // when it was said, or when it may first have been
	When      When      // of a report
	Position  *Position
	Withdrawn bool       // of Position: it was taken back since
	Statement *Statement // at the table
	Report    *Report    // outside
	Differs   []string   // of a report: from what the party says at the table, a sentence each
}

// Outside reports whether it was said outside.
func (m Moment) Outside() bool { return m.Report != nil }

// InsideOutside is the timeline of what a party says about an issue at the table and
// outside; "" is about everything.
func (v *View) InsideOutside(party PartyID, issue IssueID) []Moment {
	var out []Moment
	for _, p := range v.state.Positions {
		if p.Party == party && v.touches(p.On, issue) {
			out = append(out, Moment{At: p.At, Position: p, Withdrawn: p.Withdrawn()})
		}
	}
	for i := range v.state.Statements {
		if x := &v.state.Statements[i]; x.Party == party && v.touches(x.On, issue) {
			out = append(out, Moment{At: x.Said, Statement: x})
		}
	}
	for _, r := range v.state.Reports {
		if r.Speaker.Party == party && r.Genre == StatementReport && r.Status() != Retracted && v.concerns(r, issue) {
			out = append(out, Moment{At: r.Began(), When: r.When, Report: r, Differs: v.differences(r, issue)})
		}
	}
	slices.SortStableFunc(out, func(a, b Moment) int { return a.At.Compare(b.At) })
	return out
}

// Began is when the thing may first have been: when it happened, was reported, or was
// written down here.
func (r *Report) Began() time.Time {
	switch {
	case r.When.Known():
		return r.When.From
	case r.Reported.Known():
		return r.Reported.From
	}
	return r.At
}

// counted is the moment by which it is counted: where it is not known to within a week,
// that at which it was reported.
func (r *Report) counted() time.Time {
	switch {
	case r.When.To.Sub(r.When.From) <= 7*24*time.Hour:
		return r.Began()
	case r.Reported.Known():
		return r.Reported.From
	}
	return r.At
}

// ended is when the thing had been at the latest.
func (r *Report) ended() time.Time {
	switch {
	case r.When.Known():
		return r.When.To
	case r.Reported.Known():
		return r.Reported.To
	}
	return r.At
}

// touches reports whether what is said of a subject is about an issue. What is said of
// the whole is about each.
func (v *View) touches(on Subject, issue IssueID) bool {
	switch {
	case issue == "" || on.Whole():
		return true
	case on.Issue != "":
		return on.Issue == issue
	}
	return v.belongs(on.Provision, issue)
}

// belongs reports whether a provision is one of an issue, or lies below or around one.
func (v *View) belongs(id text.ID, issue IssueID) bool {
	i := v.state.issue(issue)
	if i == nil {
		return false
	}
	return slices.ContainsFunc(i.Provisions, func(p text.ID) bool { return p == id || v.below(p, id) || v.below(id, p) })
}

// below reports whether one provision lies below another in any revision that is held.
func (v *View) below(id, other text.ID) bool {
	return slices.ContainsFunc(v.Revisions, func(r *Revision) bool {
		if r.Placeholder() {
			return false
		}
		p := r.Text.Find(other)
		return p != nil && (&text.Text{Provisions: p.Children}).Find(id) != nil
	})
}

// concerns reports whether a report is about an issue. One that names neither issue nor
// provision is about the whole if it names a revision or voices a stance.
func (v *View) concerns(r *Report, issue IssueID) bool {
	switch {
	case issue == "" || slices.Contains(r.On.Issues, issue):
		return true
	case len(r.On.Issues)+len(r.On.Provisions) == 0:
		return r.On.Revision != 0 || r.Stance != ""
	}
	return slices.ContainsFunc(r.On.Provisions, func(p text.ID) bool { return v.belongs(p, issue) })
}

// differences says where a party withholds at the table what it gave outside, or gives
// what it withheld. A position counts as it stood when the statement was made, or, where
// there was none yet, the first after it.
func (v *View) differences(r *Report, issue IssueID) []string {
	if !r.Stance.Consents() && !r.Stance.Refuses() && r.Stance != Basis {
		return nil
	}
	var out []string
	for _, p := range v.standingThen(r) {
		related := v.touches(p.On, issue) && v.related(r, p.On)
		opposed := r.Stance.Consents() && p.Stance.Refuses() || r.Stance.Refuses() && p.Stance.Consents() || r.Stance == Basis && p.Stance == Objects
		if related && opposed {
			out = append(out, fmt.Sprintf("%s %s in public; %s %s at the table", outsideVerb[r.Stance], v.publicly(r), insideVerb[p.Stance], v.cited(p.On)))
		}
	}
	return out
}

var outsideVerb = map[Stance]string{
	Accepts: "supported", AcceptsAdReferendum: "supported", AcceptsIf: "supported, on conditions,", Reserves: "reserved on", Objects: "objected to", Basis: "called a basis for talks",
}

var insideVerb = map[Stance]string{
	Accepts: "accepts", AcceptsAdReferendum: "accepts ad referendum", AcceptsIf: "accepts, on conditions,", Reserves: "reserves on", Objects: "objects to",
}

// standingThen lists the party's positions, of each subject the last by the time of the
// report or else the first after it.
func (v *View) standingThen(r *Report) []*Position {
	var order []Subject
	by := map[Subject]*Position{}
	for _, p := range v.state.Positions {
		if p.Party != r.Speaker.Party || p.Withdrawn() {
			continue
		}
		if by[p.On] == nil {
			order = append(order, p.On)
		} else if p.At.After(r.ended()) {
			continue
		}
		by[p.On] = p
	}
	var out []*Position
	for _, on := range order {
		out = append(out, by[on])
	}
	return out
}

// related reports whether a position is on what a report is about, or on part of it.
func (v *View) related(r *Report, on Subject) bool {
	if len(r.On.Issues)+len(r.On.Provisions) == 0 || on.Whole() {
		return true
	}
	if slices.ContainsFunc(r.On.Issues, func(i IssueID) bool { return v.touches(on, i) }) {
		return true
	}
	return slices.ContainsFunc(r.On.Provisions, func(p text.ID) bool {
		return on.Provision == p || on.Provision != "" && (v.below(on.Provision, p) || v.below(p, on.Provision)) || on.Issue != "" && v.belongs(p, on.Issue)
	})
}

// publicly names what a report is about.
func (v *View) publicly(r *Report) string {
	var out []string
	for _, i := range r.On.Issues {
		out = append(out, v.cited(Subject{Issue: i}))
	}
	for _, p := range r.On.Provisions {
		out = append(out, v.cited(Subject{Provision: p}))
	}
	if x := v.Revision(r.On.Revision); x != nil && len(out) == 0 {
		if x.Name != "" {
			return "“" + x.Name + "”"
		}
		return fmt.Sprintf("revision %d", x.Number)
	}
	if len(out) == 0 {
		return "the text as a whole"
	}
	return strings.Join(out, " and ")
}

// cited names a subject as the newest revision that has it cites it.
func (v *View) cited(on Subject) string {
	if i := v.state.issue(on.Issue); i != nil {
		return "“" + i.Name + "”"
	}
	for _, r := range slices.Backward(v.Revisions) {
		if !r.Placeholder() && on.Provision != "" && r.Text.Find(on.Provision) != nil {
			return "point " + r.Text.Cite(on.Provision)
		}
	}
	return "the text as a whole"
}

// Activity is how much went on, in steps of whole days of UTC.
type Activity struct {
	From  time.Time
	Days  int // of a step
	Steps []Step
	Quiet []Stretch // without anything, at least three steps long
}

// Step counts what went on in it.
type Step struct {
	From      time.Time
	Table     int  // acts in the record but for the chronicle's
	Chronicle int  // reports of what happened in it, or became known if that is vague; no totals
	Burst     bool // at least twice the mean of all steps, and three or more
}

// Stretch is a span of steps.
type Stretch struct{ From, To time.Time }

// mostSteps is how many steps are told apart.
const mostSteps = 120

// Activity counts what the party may see from the first of it to now, by the day or by as
// many days as make it at most 120 steps.
func (v *View) Activity() Activity {
	type event struct {
		at    time.Time
		table bool
	}
	var all []event
	for _, e := range v.Entries() {
		switch e.Body.(type) {
		case *ReportFiled, *ReportJudged, *ReportWidened, *ReportsLinked, *DesignationDisputed:
		default:
			all = append(all, event{dayOf(e.At), true})
		}
	}
	for _, r := range v.state.Reports {
		if r.Genre != TotalReport && r.Status() != Retracted {
			all = append(all, event{dayOf(r.counted()), false})
		}
	}
	if len(all) == 0 {
		return Activity{}
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	a := Activity{From: all[0].at}
	var n int
	a.Days, n = steps(a.From, all[len(all)-1].at)
	a.Steps = make([]Step, n)
	for i := range a.Steps {
		a.Steps[i].From = a.From.AddDate(0, 0, i*a.Days)
	}
	for _, e := range all {
		s := &a.Steps[int(e.at.Sub(a.From).Hours()/24)/a.Days]
		if e.table {
			s.Table++
		} else {
			s.Chronicle++
		}
	}
	a.judge(len(all))
	return a
}

// judge finds bursts and quiet stretches.
func (a *Activity) judge(total int) {
	quiet := 0
	for i := range a.Steps {
		n := a.Steps[i].Table + a.Steps[i].Chronicle
		a.Steps[i].Burst = n >= 3 && n*len(a.Steps) >= 2*total
		if n == 0 {
			quiet++
			continue
		}
		if quiet >= 3 {
			a.Quiet = append(a.Quiet, Stretch{a.Steps[i-quiet].From, a.Steps[i].From})
		}
		quiet = 0
	}
}
