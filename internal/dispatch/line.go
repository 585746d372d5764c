package dispatch

import (
	"fmt"
	"strings"
	"time"
)

// String tells a proposal in a line, for a terminal.
func (p Proposal) String() string {
	switch {
	case p.Statement != nil:
		return p.Statement.line()
	case p.Meeting != nil:
		return p.Meeting.line()
	case p.Document != nil:
		return p.Document.line()
	case p.Incident != nil:
		return p.Incident.line()
	}
	return ""
}

func (s *Statement) line() string {
	who := s.Speaker.Name
	if s.Speaker.Capacity != "" {
		who += ", " + s.Speaker.Capacity
	}
	switch s.Form {
	case Direct:
		var parts []string
		for _, q := range s.Quotations {
			parts = append(parts, "“"+strings.Join(strings.Fields(q.Words), " ")+"”")
		}
		return who + ": " + strings.Join(parts, " … ") + when(s.Said)
	case Silence:
		return who + " gave no answer: " + s.Words
	case Unattributed:
		return "nobody is named: " + s.Words
	}
	return strings.TrimSpace(who + " " + s.Verb + ": " + s.Words + when(s.Said))
}

func (m *Meeting) line() string {
	var who []string
	for _, s := range m.Who {
		who = append(who, s.Name)
	}
	line := m.Standing + ", " + m.What
	if len(who) > 0 {
		line += ": " + strings.Join(who, ", ")
	}
	if m.Where != "" {
		line += " · " + m.Where
	}
	return line + when(m.When)
}

func (d *Document) line() string {
	line := d.What
	if d.About != "" {
		line += " of " + d.About
	}
	if d.Publisher != "" {
		line += " · published by " + d.Publisher
	}
	if d.Leaked {
		line += " · leaked"
	}
	if d.Verification != "" {
		line += " · " + d.Verification
	}
	return line + when(d.When)
}

func (in *Incident) line() string {
	line := in.What
	for _, n := range in.Numbers {
		line += fmt.Sprintf(" · %s %d %s", n.Bound, n.Value, n.What)
	}
	if in.Where != "" {
		line += " · " + in.Where
	}
	line += when(in.When)
	if in.Claimed != nil {
		return line + " · claimed by " + in.Claimed.Name
	}
	return line
}

// when writes days, and hours where the interval is shorter than a day.
func when(i *Interval) string {
	if i == nil {
		return ""
	}
	first, last := i.Days()
	text := first + " to " + last
	switch {
	case first == "":
		text = "until " + last
	case last == "":
		text = "since " + first
	case i.To.Sub(i.From.Time) < 24*time.Hour:
		text = i.From.Format("2006-01-02 15:04") + " to " + i.To.Format("2006-01-02 15:04")
	case first == last:
		text = first
	}
	if i.Zone != "" {
		text += " " + i.Zone
	}
	return " · " + text
}
