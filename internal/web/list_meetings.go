package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/negotiation"
)

// MeetingsPage is the timeline of meetings, on all tracks.
type MeetingsPage struct {
	Page     Page
	Tracks   []negotiation.Track
	Groups   []GroupLine
	Coming   []MeetingLine
	Past     []MeetingLine
	Calendar string
	Form     *MeetingForm
	Keeper   bool
}

// GroupLine is a working group.
type GroupLine struct {
	ID            negotiation.GroupID
	Name, Mandate string
	Parties       []Sponsor
	Issues        []string
	Dissolved     bool
}

// MeetingLine is a meeting on the timeline.
type MeetingLine struct {
	ID        negotiation.MeetingID
	Title     string
	When      string
	Zone      string
	Place     string
	Format    negotiation.Format
	Level     string
	Track     string
	Sides     []Sponsor
	Between   *Sponsor
	Status    negotiation.MeetingStatus
	Reason    string
	Confirmed []string
	Waiting   []string // sides that have not confirmed
	People    []string
	Agenda    []string
	Gate      string // what is missing before it can be; "": nothing is
	Outcome   string
	Agreed    []string // who acknowledged it
	History   []string
	Audience  string

	CanConfirm, CanRecord, CanAcknowledge, CanCallOff bool
	For                                               []Choice // sides whose confirmation the mediator can record
}

// MeetingForm is the form in which a meeting is proposed.
type MeetingForm struct {
	Formats []Choice
	Parties []Choice
	Gates   []Choice
	Tracks  []Choice
}

// listMeetings shows the timeline.
func (s *site) listMeetings(v *visit) error {
	page := MeetingsPage{Page: v.page("Meetings", "meetings"), Tracks: v.Tracks(), Calendar: v.path + "/meetings.ics", Keeper: v.asOf.IsZero() && v.Can.Keep}
	for _, m := range v.Meetings() {
		line := v.meetingLine(m)
		if m.Status == negotiation.Held || m.Status == negotiation.Cancelled {
			page.Past = append(page.Past, line)
		} else {
			page.Coming = append(page.Coming, line)
		}
	}
	slices.Reverse(page.Past)
	for _, g := range v.Groups() {
		line := GroupLine{ID: g.ID, Name: g.Name, Mandate: g.Mandate, Parties: v.sponsors(g.Parties), Dissolved: g.Dissolved}
		for _, i := range g.Issues {
			line.Issues = append(line.Issues, v.subject(negotiation.Subject{Issue: i}))
		}
		page.Groups = append(page.Groups, line)
	}
	if v.asOf.IsZero() && v.Can.Propose {
		page.Form = v.meetingForm()
	}
	s.show(v.w, v.r, http.StatusOK, "meetings", page)
	return nil
}

func (v *visit) meetingForm() *MeetingForm {
	f := &MeetingForm{}
	for _, x := range []negotiation.Format{negotiation.Bilateral, negotiation.Plenary, negotiation.Caucus, negotiation.ProximityTalks, negotiation.GroupMeeting} {
		f.Formats = append(f.Formats, Choice{Value: string(x), Name: string(x)})
	}
	for _, p := range v.Parties {
		f.Parties = append(f.Parties, Choice{Value: string(p.ID), Name: p.Name, On: p.ID == v.Me.Party})
	}
	for _, g := range v.Gates() {
		f.Gates = append(f.Gates, Choice{Value: string(g.ID), Name: g.Name})
	}
	for _, t := range v.Tracks() {
		f.Tracks = append(f.Tracks, Choice{Value: string(t.ID), Name: t.Name})
	}
	return f
}

func (v *visit) meetingLine(m negotiation.Meeting) MeetingLine {
	line := MeetingLine{
		ID: m.ID, Title: m.Title, When: whenWords(m.When), Zone: m.When.Zone, Place: m.Place, Format: m.Format, Level: m.Level, Sides: v.sponsors(m.Parties),
		Status: m.Status, Reason: m.Reason, Audience: v.audience(m.Party, m.Audience),
	}
	for _, t := range v.Tracks() {
		if t.ID == m.Track {
			line.Track = t.Name
		}
	}
	if m.Between != "" {
		between := v.sponsor(m.Between)
		line.Between = &between
	}
	for _, c := range m.Confirmed {
		line.Confirmed = append(line.Confirmed, v.sponsor(c.Party).Name+" by "+isolated(c.By)+", "+day(c.At))
	}
	for _, p := range m.Participants {
		name := isolated(p.Name)
		if p.Capacity != "" {
			name += ", " + isolated(p.Capacity)
		}
		if p.Tentative {
			name += " (perhaps)"
		}
		line.People = append(line.People, name)
	}
	for _, i := range m.Agenda {
		on := negotiation.Subject{Provision: i.Provision, Issue: i.Issue}
		words := i.Words
		switch {
		case on.Whole():
		case words == "":
			words = v.subject(on)
		default:
			words = v.subject(on) + ": " + words
		}
		line.Agenda = append(line.Agenda, words)
	}
	if m.Gate != "" {
		if p := v.Passage(m.Gate); !p.Passed {
			line.Gate = "It waits for “" + p.Name + "”: " + p.Missing() + "."
		}
	}
	for _, c := range m.History {
		line.History = append(line.History, "Until "+day(c.At)+": "+whenWords(c.Plan.When)+", "+isolated(c.Plan.Place)+said(c.Why))
	}
	if o := m.Outcome; o != nil {
		line.When = whenWords(negotiation.When{From: o.From, To: o.To, Zone: m.When.Zone, Exact: true})
		line.Outcome = "No outcome was published."
		if o.Words != "" {
			line.Outcome = o.Words
		}
		for _, c := range o.Acknowledged {
			line.Agreed = append(line.Agreed, v.sponsor(c.Party).Name)
		}
	}
	v.fillMeetingActions(&line, m)
	return line
}

func (v *visit) fillMeetingActions(line *MeetingLine, m negotiation.Meeting) {
	confirmed := func(p negotiation.PartyID) bool {
		return slices.ContainsFunc(m.Confirmed, func(c negotiation.Confirmation) bool { return c.Party == p })
	}
	mine, runs := slices.Contains(m.Parties, v.Me.Party), v.Can.Keep || m.Party == v.Me.Party
	over := m.Status == negotiation.Held || m.Status == negotiation.Cancelled
	for _, p := range m.Parties {
		if confirmed(p) {
			continue
		}
		line.Waiting = append(line.Waiting, v.sponsor(p).Name)
		if v.Can.Keep && p != v.Me.Party {
			line.For = append(line.For, Choice{Value: string(p), Name: v.sponsor(p).Name})
		}
	}
	if !v.asOf.IsZero() {
		line.For = nil
		return
	}
	line.CanConfirm = mine && !confirmed(v.Me.Party) && !over
	line.CanRecord, line.CanCallOff = (mine || runs) && !over, (mine || runs) && !over
	line.CanAcknowledge = m.Outcome != nil && slices.Contains(m.Outcome.Present, v.Me.Party) &&
		!slices.ContainsFunc(m.Outcome.Acknowledged, func(c negotiation.Confirmation) bool { return c.Party == v.Me.Party })
	if over {
		line.Waiting, line.For = nil, nil
	}
}

// exportCalendar answers with the meetings as a calendar (RFC 5545).
func (s *site) exportCalendar(v *visit) error {
	v.w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+string(v.ID)+`.ics"`)
	_, err := v.w.Write([]byte(calendar(v.View)))
	return err
}

// calendar writes meetings as iCalendar. One whose time is only a window is a
// tentative event of whole days.
func calendar(v *negotiation.View) string {
	var b strings.Builder
	line := func(name, value string) { b.WriteString(folded(name + ":" + value)) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Parley//Parley//EN")
	line("X-WR-CALNAME", escapedText(v.Name))
	for _, m := range v.Meetings() {
		if !m.When.Known() && m.Outcome == nil {
			continue
		}
		from, to, exact := m.When.From, m.When.To, m.When.Exact
		if m.Outcome != nil {
			from, to, exact = m.Outcome.From, m.Outcome.To, true
		}
		line("BEGIN", "VEVENT")
		line("UID", string(m.ID)+"."+string(v.ID)+"@parley")
		line("DTSTAMP", utc(m.At))
		line("SEQUENCE", strconv.Itoa(len(m.History)))
		if exact {
			line("DTSTART", utc(from))
			line("DTEND", utc(to))
		} else {
			zone, err := time.LoadLocation(m.When.Zone)
			if err != nil {
				zone = time.UTC
			}
			b.WriteString(folded("DTSTART;VALUE=DATE:" + from.In(zone).Format("20060102")))
			b.WriteString(folded("DTEND;VALUE=DATE:" + to.In(zone).AddDate(0, 0, 1).Format("20060102")))
			line("TRANSP", "TRANSPARENT")
		}
		line("SUMMARY", escapedText(m.Title))
		if m.Place != "" {
			line("LOCATION", escapedText(m.Place))
		}
		line("STATUS", eventStatus(m, exact))
		if words := described(m); words != "" {
			line("DESCRIPTION", escapedText(words))
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	return b.String()
}

func eventStatus(m negotiation.Meeting, exact bool) string {
	switch {
	case m.Status == negotiation.Cancelled:
		return "CANCELLED"
	case m.Status == negotiation.Held, m.Status == negotiation.Confirmed && exact:
		return "CONFIRMED"
	}
	return "TENTATIVE"
}

func described(m negotiation.Meeting) string {
	parts := []string{string(m.Format) + ", " + string(m.Status)}
	if m.When.Words != "" {
		parts = append(parts, "“"+m.When.Words+"”")
	}
	for _, p := range m.Participants {
		name := p.Name
		if p.Tentative {
			name += " (perhaps)"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, "\n")
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escapedText writes a text as RFC 5545 has it.
func escapedText(s string) string {
	return strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\r\n", "\\n", "\n", "\\n").Replace(s)
}

// folded breaks a line after 75 bytes, between characters.
func folded(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		size := len(string(r))
		if n+size > 75 {
			b.WriteString("\r\n ")
			n = 1
		}
		b.WriteRune(r)
		n += size
	}
	b.WriteString("\r\n")
	return b.String()
}
