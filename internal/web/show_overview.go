package web

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"parley/negotiation"
)

// OverviewPage is what a member sees first: what is asked of the party, what is
// new, and what keeps everyone from signing.
type OverviewPage struct {
	Page     Page
	About    string
	Asked    []NextStep
	Days     []NewsDay
	Since    string // what the news begin with
	All      bool
	AllHref  string
	Topics   []Topic // the same by topic, where it is asked for
	ByTopic  string  // where the other order is
	Gaps     string
	GapsHref string
	Deadline string
	Meetings []NextStep
	Rooms    []NextStep
}

// NewsDay is what happened on a day.
type NewsDay struct {
	Day   string
	Lines []NewsLine
}

// NewsLine is an entry in a sentence.
type NewsLine struct {
	Party    Sponsor
	By, Says string
	When     string
	Mine     bool
}

// newsKept is for how long the overview shows what happened, and how much.
const (
	newsKept  = 7 * 24 * time.Hour
	newsMost  = 40
	newsLeast = 10 // from before, where there is nothing new
)

// showOverview is where a member comes in.
func (s *site) showOverview(v *visit) error {
	page := OverviewPage{Page: v.page("Overview", "overview"), About: v.About, All: v.r.FormValue("all") != "", AllHref: v.path + "/overview?all=1", GapsHref: v.path + "/positions?show=open"}
	g := v.Gaps()
	switch {
	case g.Revision == nil:
		page.Gaps, page.GapsHref = "There is no text yet.", v.path+"/text"
	case g.Open == 0:
		page.Gaps = "Everything is agreed."
	default:
		page.Gaps = fmt.Sprintf("%d of %s not agreed", g.Open, count(len(g.Rows), "provision is", "provisions are"))
		if g.Contest > 0 {
			page.Gaps += fmt.Sprintf(", %d of them contested", g.Contest)
		}
		page.Gaps += "."
	}
	if d := v.Deadline(); !d.At.IsZero() {
		page.Deadline = "Deadline: " + day(d.At) + said(d.Words)
	}
	if v.asOf.IsZero() {
		page.Asked = v.asked(g)
	}
	for _, r := range v.ReadingRooms() {
		page.Rooms = append(page.Rooms, NextStep{fmt.Sprintf("%s/reading/%d", v.path, r.Revision), fmt.Sprintf("Revision %d", r.Revision), "may be read here until " + day(r.Until)})
	}
	for _, m := range v.Meetings() {
		if m.Status == negotiation.Announced || m.Status == negotiation.Confirmed {
			page.Meetings = append(page.Meetings, NextStep{v.path + "/meetings#m-" + string(m.ID), m.Title, whenWords(m.When) + ", " + string(m.Status)})
		}
	}
	since, es := v.news(page.All)
	page.Since = since
	if v.r.FormValue("by") == "topic" {
		page.ByTopic, page.Topics = v.path+"/overview", v.digest(es)
	} else {
		page.ByTopic, page.Days = v.path+"/overview?by=topic", v.days(es)
	}
	s.show(v.w, v.r, http.StatusOK, "overview", page)
	return nil
}

// asked lists what others wait for from the member's party.
func (v *visit) asked(g *negotiation.Gaps) []NextStep {
	var out []NextStep
	lapsed := 0
	for _, row := range g.Rows {
		if x := v.Support(v.Me.Party, negotiation.Subject{Provision: row.ID}); x.Lapsed != nil && x.Position == nil {
			lapsed++
		}
	}
	if lapsed > 0 {
		out = append(out, NextStep{v.path + "/positions?show=open", count(lapsed, "position of yours has lapsed", "positions of yours have lapsed"), "the words changed since you gave it"})
	}
	if cur := v.Current(); cur != nil && !v.keeps() && v.speaks() && !v.acknowledged(negotiation.Paper{Revision: cur.Number}) {
		out = append(out, NextStep{v.path + "/circulation", fmt.Sprintf("Acknowledge revision %d", cur.Number), "the mediator does not know yet that you have it"})
	}
	for _, m := range v.Meetings() {
		confirmed := slices.ContainsFunc(m.Confirmed, func(c negotiation.Confirmation) bool { return c.Party == v.Me.Party })
		if m.Status == negotiation.Announced && slices.Contains(m.Parties, v.Me.Party) && !confirmed {
			out = append(out, NextStep{v.path + "/meetings#m-" + string(m.ID), "Confirm: " + m.Title, whenWords(m.When)})
		}
	}
	for _, x := range v.Statements() {
		if slices.Contains(x.Missing(), v.Me.Party) {
			out = append(out, NextStep{v.path + "/statements#s-" + string(x.ID), "A statement names your party", "say whether you share it"})
		}
	}
	if v.Scores() && v.MyScores() == nil && v.speaks() && !v.Me.Mandate.Voice {
		out = append(out, NextStep{v.path + "/packages", "Score the packages", "in private: what each option is worth to your party"})
	}
	for _, p := range v.Proposals() {
		if p.Status == negotiation.Pending && p.Notice != nil && v.Now.Before(p.Notice.Until) {
			out = append(out, NextStep{v.amendmentPath(p.ID), "Amendment " + string(p.ID), "is let go on " + day(p.Notice.Until) + " unless a party keeps it"})
		}
	}
	for _, x := range v.Silences() {
		if x.Status(v.Now) == negotiation.Running && slices.Contains(v.Consenting(), v.Me.Party) {
			out = append(out, NextStep{v.path + "/closing", fmt.Sprintf("Silence on revision %d", x.Revision), "it is adopted on " + day(x.Deadline) + " unless somebody breaks the silence"})
		}
	}
	return out
}

func (v *visit) acknowledged(paper negotiation.Paper) bool {
	return slices.ContainsFunc(v.Receipts(), func(r negotiation.Receipt) bool {
		return r.Paper == paper && r.Party == v.Me.Party && !r.Opening
	})
}

// lastVisit returns when the member was here before, on this device, and notes
// that it is here now. A visit is over after an hour.
func (v *visit) lastVisit() time.Time {
	var before, last int64
	if c, err := v.r.Cookie("seen"); err == nil {
		_, _ = fmt.Sscanf(c.Value, "%d.%d", &before, &last) // nonsense is no visit
	}
	now := v.Now.Unix()
	if now-last > 3600 {
		before = last
	}
	http.SetCookie(v.w, &http.Cookie{
		Name: "seen", Value: fmt.Sprintf("%d.%d", before, now), Path: v.path, MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	if before == 0 {
		return time.Time{}
	}
	return time.Unix(before, 0)
}

// news returns what happened since the member's last visit, the newest first, or
// in the last week before the first.
func (v *visit) news(all bool) (since string, found []negotiation.Entry) {
	es := v.Entries()
	from := v.Now.Add(-newsKept)
	since = "in the last seven days"
	if v.asOf.IsZero() {
		if last := v.lastVisit(); !last.IsZero() {
			from, since = last, "since your last visit, "+day(last)
		}
	}
	if all {
		from, since = time.Time{}, "since the beginning"
	}
	if n := len(es); n > 0 && es[n-1].At.Before(from) {
		from, since = es[max(0, n-newsLeast)].At, since+": nothing; before that"
	}
	for _, e := range slices.Backward(es) {
		if e.At.Before(from) || len(found) == newsMost && !all {
			break
		}
		found = append(found, e)
	}
	return since, found
}

// days puts what happened on the days on which it did.
func (v *visit) days(es []negotiation.Entry) []NewsDay {
	var out []NewsDay
	for _, e := range es {
		d := e.At.Format("Monday, 2 January 2006")
		if len(out) == 0 || out[len(out)-1].Day != d {
			out = append(out, NewsDay{Day: d})
		}
		last := &out[len(out)-1]
		last.Lines = append(last.Lines, v.newsLine(e))
	}
	return out
}

func (v *visit) newsLine(e negotiation.Entry) NewsLine {
	return NewsLine{
		Party: v.sponsor(e.Party), By: v.memberName(e.By), Says: v.entrySentence(e), When: e.At.Format("15:04"), Mine: e.Party == v.Me.Party,
	}
}

// whenWords says a time, in the zone of its place.
func whenWords(w negotiation.When) string {
	if !w.Known() {
		return "the time is not known yet"
	}
	zone, err := time.LoadLocation(w.Zone)
	if err != nil {
		zone = time.UTC
	}
	from, to := w.From.In(zone), w.To.In(zone)
	s := from.Format("2 Jan 2006, 15:04 MST")
	switch {
	case !w.Exact:
		s = "between " + from.Format("2 Jan 2006") + " and " + to.Format("2 Jan 2006")
	case !to.Equal(from) && to.YearDay() == from.YearDay() && to.Year() == from.Year():
		s = from.Format("2 Jan 2006, 15:04") + "–" + to.Format("15:04 MST")
	case !to.Equal(from):
		s = from.Format("2 Jan 2006, 15:04") + " to " + to.Format("2 Jan 2006, 15:04 MST")
	}
	if w.Words != "" {
		s = "“" + isolated(w.Words) + "”, " + s
	}
	return s
}
