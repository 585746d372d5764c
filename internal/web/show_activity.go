package web

import (
	"fmt"
	"html/template"
	"net/http"
	"time"

	"parley/internal/web/chart"
	"parley/negotiation"
)

// ActivityPage is how much went on at the table and around it.
type ActivityPage struct {
	Page     Page
	Step     string
	Chart    template.HTML
	Legend   []LegendLine
	Rows     []ActivityRow
	Quiet    []string
	Bursts   []string
	Monitor  template.HTML
	Kinds    []LegendLine
	Talks    []LegendLine
	Incident []ActivityRow
}

// ActivityRow is a step of a chart in words.
type ActivityRow struct {
	When   string
	Counts []int
	Says   string
}

// showActivity draws activity over time, and incidents against the dates of the talks.
func (s *site) showActivity(v *visit) error {
	page := ActivityPage{Page: v.page("Activity", "chronicle")}
	a := v.Activity()
	page.Step = stepName(a.Days)
	bars := chart.Bars{ID: "activity", Title: "Acts at the table and reports around it, " + page.Step}
	for _, x := range a.Steps {
		c := chart.Column{Name: x.From.Format("2 Jan"), Counts: []int{x.Table, x.Chronicle}}
		row := ActivityRow{When: dates(x.From, a.Days), Counts: c.Counts}
		if x.Burst {
			c.Above, row.Says = "▲", "a burst"
			page.Bursts = append(page.Bursts, row.When)
		}
		bars.Columns = append(bars.Columns, c)
		if x.Table+x.Chronicle > 0 {
			page.Rows = append(page.Rows, row)
		}
	}
	page.Chart = bars.SVG()
	page.Legend = []LegendLine{{Key: chart.Filling("activity", 0), Name: "acts at the table"}, {Key: chart.Filling("activity", 1), Name: "reports around it"}, {Letter: "▲", Name: "a burst: at least twice the mean, and three or more"}}
	for _, q := range a.Quiet {
		page.Quiet = append(page.Quiet, q.From.Format("2 Jan 2006")+" to "+q.To.AddDate(0, 0, -1).Format("2 Jan 2006"))
	}
	page.monitor(v.Monitor())
	s.show(v.w, v.r, http.StatusOK, "activity", page)
	return nil
}

func (page *ActivityPage) monitor(m negotiation.Monitor) {
	bars := chart.Bars{ID: "incidents", Title: "Incidents by kind, " + stepName(m.Days) + ", against the dates of the talks"}
	for i, counts := range m.Counts {
		from := m.From.AddDate(0, 0, i*m.Days)
		bars.Columns = append(bars.Columns, chart.Column{Name: from.Format("2 Jan"), Counts: counts})
		sum := 0
		for _, n := range counts {
			sum += n
		}
		if sum > 0 {
			page.Incident = append(page.Incident, ActivityRow{When: dates(from, m.Days), Counts: counts})
		}
	}
	for i, k := range m.Kinds {
		page.Kinds = append(page.Kinds, LegendLine{Key: chart.Filling("incidents", i), Name: k})
	}
	for i, t := range m.Talks {
		letter := fmt.Sprint(i + 1)
		bars.Lines = append(bars.Lines, chart.Line{At: t.Step, Letter: letter})
		page.Talks = append(page.Talks, LegendLine{Letter: letter, Name: isolated(t.Title) + ", " + t.From.Format("2 Jan 2006")})
	}
	page.Monitor = bars.SVG()
}

func stepName(days int) string {
	switch days {
	case 1:
		return "by the day"
	case 7:
		return "by the week"
	}
	return fmt.Sprintf("in steps of %d days", days)
}

func dates(from time.Time, days int) string {
	if days == 1 {
		return from.Format("2 Jan 2006")
	}
	return from.Format("2 Jan 2006") + " to " + from.AddDate(0, 0, days-1).Format("2 Jan 2006")
}
