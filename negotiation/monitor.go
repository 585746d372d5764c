package negotiation

import (
	"slices"
	"time"
)

// Monitor is a ceasefire monitoring: how many events of each kind there were in each step,
// against the dates of the talks. Reports of one event count as one, whatever they claim.
type Monitor struct {
	From   time.Time
	Days   int // of a step
	Kinds  []string
	Counts [][]int // of each step, by kind
	Talks  []Talk
}

// Talk is a meeting that was held.
type Talk struct {
	Step  int
	Title string
	From  time.Time
}

// Events returns the incidents of the chronicle, those that tell of one event together, in
// the order of when they may first have been. Retracted ones are left out.
func (v *View) Events() [][]*Report {
	var out [][]*Report
	taken := map[ReportID]bool{}
	for _, r := range v.state.Reports {
		if r.Genre != IncidentReport || r.Status() == Retracted || taken[r.ID] {
			continue
		}
		event := []*Report{r}
		for _, x := range v.SameEvent(r.ID) {
			if x.Genre == IncidentReport && x.Status() != Retracted {
				event = append(event, x)
				taken[x.ID] = true
			}
		}
		out = append(out, event)
	}
	slices.SortStableFunc(out, func(a, b []*Report) int { return a[0].Began().Compare(b[0].Began()) })
	return out
}

// Monitor counts the events that the party may see; its steps are as those of Activity.
func (v *View) Monitor() Monitor {
	events := v.Events()
	if len(events) == 0 {
		return Monitor{}
	}
	first, last := events[0][0].Began(), events[len(events)-1][0].Began()
	var talks []Talk
	for _, m := range v.state.Meetings {
		if m.Outcome != nil {
			talks = append(talks, Talk{Title: m.Title, From: m.Outcome.From})
			if m.Outcome.From.Before(first) {
				first = m.Outcome.From
			}
			if m.Outcome.From.After(last) {
				last = m.Outcome.From
			}
		}
	}
	out := Monitor{From: dayOf(first)}
	var n int
	out.Days, n = steps(out.From, last)
	step := func(t time.Time) int { return int(dayOf(t).Sub(out.From).Hours()/24) / out.Days }
	for _, e := range events {
		if k := kindOf(e[0]); !slices.Contains(out.Kinds, k) {
			out.Kinds = append(out.Kinds, k)
		}
	}
	slices.Sort(out.Kinds)
	out.Counts = make([][]int, n)
	for i := range out.Counts {
		out.Counts[i] = make([]int, len(out.Kinds))
	}
	for _, e := range events {
		out.Counts[step(e[0].Began())][slices.Index(out.Kinds, kindOf(e[0]))]++
	}
	for _, t := range talks {
		t.Step = step(t.From)
		out.Talks = append(out.Talks, t)
	}
	slices.SortStableFunc(out.Talks, func(a, b Talk) int { return a.From.Compare(b.From) })
	return out
}

func kindOf(r *Report) string {
	if r.Incident.Type == "" {
		return "not said"
	}
	return r.Incident.Type
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// steps says how many days a step has and how many steps there are from a day to the day
// of a moment, so that there are no more than can be told apart.
func steps(from, last time.Time) (days, n int) {
	span := int(dayOf(last).Sub(from).Hours()/24) + 1
	days = 1
	for days*mostSteps < span {
		days = map[int]int{1: 7, 7: 28}[days] + 364*(days/28)
	}
	return days, (span + days - 1) / days
}
