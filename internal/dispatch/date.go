package dispatch

import (
	"strconv"
	"strings"
	"time"
)

// date is an interval with the words that lead it: since, before, by, until.
type date struct {
	Interval
	lead string
}

var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday,
	"friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday,
}

var months = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
}

// stretch is a span of days before its time of day is cut out.
type stretch struct{ from, to time.Time }

func days(t time.Time, n int) stretch { return stretch{t, t.AddDate(0, 0, n)} }

// findDates resolves what a sentence says of time against the day of
// publication. Nothing is resolved when that is unknown, save full dates.
func (x *reading) findDates(s *sentence) []date {
	var found []date
	for i := s.from; i < s.to; {
		st, n := x.dateAt(s, i)
		if n == 0 || !st.from.Before(st.to) {
			i++
			continue
		}
		d := x.lead(s, i, n, st)
		if k := len(found) - 1; k >= 0 && x.joined(found[k].Span, d.Span) && found[k].lead == d.lead {
			found[k].To, found[k].As, found[k].Span.End = d.To, Span{found[k].Span.Start, d.Span.End}.In(x.text), d.Span.End
		} else {
			found = append(found, d)
		}
		i += n
	}
	return found
}

// joined reports whether two dates are one stretch: "Monday and Tuesday".
func (x *reading) joined(a, b Span) bool {
	between := fold(Span{a.End, b.Start}.In(x.text))
	from, to := bounds(x.toks, Span{a.End, b.Start})
	n, _ := x.lang.match("date joiners", x.toks[:to], from)
	return n > 0 && n == to-from || between == "–" || between == "-"
}

// lead makes an interval of a stretch and of the words around it.
func (x *reading) lead(s *sentence, i, n int, st stretch) date {
	d := date{Interval: Interval{From: Wall{st.from}, To: Wall{st.to}}}
	from, end := i, i+n
	if i > s.from+1 && x.toks[i-1].is("the") {
		from--
	}
	if from > s.from {
		switch b := x.toks[from-1].lower; {
		case x.role(b) == "since":
			d.lead, d.To = b, Wall{x.day().AddDate(0, 0, 1)}
			from--
		case (x.role(b) == "before" || x.role(b) == "by" || x.role(b) == "until") && st.to.After(x.day()):
			d.lead, d.From = b, Wall{x.day()}
			from--
		case x.role(b) == "on" || x.role(b) == "in" || x.role(b) == "at" || x.role(b) == "last" || x.role(b) == "this" || x.role(b) == "an" || x.role(b) == "a":
			from--
		}
	}
	if d.lead == "" && i > s.from && x.toks[i-1].is("in") && x.since(s, i) {
		d.lead, d.To = "since", Wall{x.day().AddDate(0, 0, 1)}
	}
	end = x.timeOfDay(s, end, &d, st)
	if m, z := x.lang.match("zones", x.toks[:s.to], end); m > 0 {
		d.Zone = x.spanOf(end, end+m).In(x.text)
		end += m
		_ = z
	}
	d.Span = x.spanOf(from, end)
	d.As = d.Span.In(x.text)
	return d
}

// since reports whether what happened at a date began something that goes on:
// "since fighting resumed in January".
func (x *reading) since(s *sentence, i int) bool {
	for k := i - 1; k >= max(s.from, i-9) && x.toks[k].word; k-- {
		if x.toks[k].is("since") {
			return !x.Published.IsZero()
		}
	}
	return false
}

// timeOfDay cuts "night" or "at 14:30" out of a day.
func (x *reading) timeOfDay(s *sentence, i int, d *date, st stretch) int {
	if i >= s.to || st.to.Sub(st.from) > 25*time.Hour {
		return i
	}
	if v, ok := x.lang.words["parts of day"][x.toks[i].lower]; ok {
		from, to, _ := strings.Cut(v, " ")
		d.From, d.To = Wall{at(st.from, from)}, Wall{at(st.from, to)}
		return i + 1
	}
	if x.toks[i].is("at") && i+1 < s.to {
		if t, ok := clock(x.toks[i+1].lower, st.from); ok {
			d.From, d.To = Wall{t}, Wall{t.Add(time.Minute)}
			return i + 2
		}
	}
	return i
}

func at(day time.Time, hours string) time.Time {
	h, _ := strconv.Atoi(hours)
	return day.Add(time.Duration(h) * time.Hour)
}

func clock(s string, day time.Time) (time.Time, bool) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return time.Time{}, false
	}
	return day.Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute), true
}

// day is the day of publication.
func (x *reading) day() time.Time {
	p := x.Published
	return time.Date(p.Year(), p.Month(), p.Day(), 0, 0, 0, 0, time.UTC)
}

// dateAt reads a date at token i and says how many tokens it takes.
func (x *reading) dateAt(s *sentence, i int) (stretch, int) {
	t := x.toks[i]
	if month, ok := x.monthAt(i); ok {
		return x.monthDate(s, i, month)
	}
	if unicodeDigit(t.lower) {
		if st, n := x.numberDate(s, i); n > 0 {
			return st, n
		}
	}
	if x.Published.IsZero() {
		return stretch{}, 0
	}
	if w, ok := weekdays[t.lower]; ok && t.cap {
		return x.weekday(s, i, w), 1
	}
	return x.relative(s, i)
}

func (x *reading) monthAt(i int) (time.Month, bool) {
	t := x.toks[i]
	name, ok := x.lang.words["months"][t.lower]
	if !ok || !t.cap {
		return 0, false
	}
	if x.role(name) == "may" || x.role(name) == "mar" {
		next := i+1 < len(x.toks) && unicodeDigit(x.toks[i+1].lower)
		before := i > 0 && (x.toks[i-1].is("in") || x.toks[i-1].is("since") || x.toks[i-1].is("by") || unicodeDigit(x.toks[i-1].lower))
		if !next && !before {
			return 0, false
		}
	}
	return months[name], true
}

// monthDate reads "October", "June 3", "Nov. 20, 2031", "February 2022".
func (x *reading) monthDate(s *sentence, i int, month time.Month) (stretch, int) {
	n := 1
	if i+1 < s.to && x.toks[i+1].is(".") && i+2 < s.to && unicodeDigit(x.toks[i+2].lower) {
		n++
	}
	day := 0
	if i+n < s.to {
		if v, ok := dayNumber(x.toks[i+n].lower); ok {
			day = v
			n++
		}
	}
	year := 0
	k := i + n
	if k < s.to && day > 0 && x.toks[k].is(",") {
		k++
	}
	if k < s.to {
		if v, ok := yearNumber(x.toks[k].lower); ok {
			year = v
			n = k + 1 - i
		}
	}
	return x.monthly(s, i, month, day, year), n
}

func (x *reading) monthly(s *sentence, i int, month time.Month, day, year int) stretch {
	make := func(y int) stretch {
		if day > 0 {
			return days(time.Date(y, month, day, 0, 0, 0, 0, time.UTC), 1)
		}
		first := time.Date(y, month, 1, 0, 0, 0, 0, time.UTC)
		return stretch{first, first.AddDate(0, 1, 0)}
	}
	if year > 0 {
		return make(year)
	}
	if x.Published.IsZero() {
		return stretch{}
	}
	st := make(x.day().Year())
	ahead := x.ahead(s, i)
	switch {
	case ahead && !st.to.After(x.day()):
		return make(x.day().Year() + 1)
	case !ahead && st.from.After(x.day()):
		return make(x.day().Year() - 1)
	}
	return st
}

func dayNumber(s string) (int, bool) {
	s = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(s, "st"), "nd"), "rd"), "th")
	v, err := strconv.Atoi(s)
	return v, err == nil && v >= 1 && v <= 31
}

func yearNumber(s string) (int, bool) {
	v, err := strconv.Atoi(s)
	return v, err == nil && v >= 1900 && v < 2200 && len(s) == 4
}

// numberDate reads "3 August 2031", "2025-11-26", "2029".
func (x *reading) numberDate(s *sentence, i int) (stretch, int) {
	l := x.toks[i].lower
	if day, ok := dayNumber(l); ok && i+1 < s.to {
		if month, ok := x.monthAt(i + 1); ok {
			year, n := 0, 2
			if i+2 < s.to {
				if v, ok := yearNumber(x.toks[i+2].lower); ok {
					year, n = v, 3
				}
			}
			return x.monthly(s, i, month, day, year), n
		}
	}
	if t, err := time.Parse(time.DateOnly, l); err == nil {
		return days(t, 1), 1
	}
	if year, ok := yearNumber(l); ok && i > s.from && (x.toks[i-1].is("in") || x.toks[i-1].is("of") || x.toks[i-1].is("since") || x.toks[i-1].is("by")) {
		first := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		return stretch{first, first.AddDate(1, 0, 0)}, 1
	}
	return stretch{}, 0
}

// weekday resolves the name of a day: the last one, the day of publication
// included, or the next where the sentence looks ahead.
func (x *reading) weekday(s *sentence, i int, w time.Weekday) stretch {
	p := x.day()
	back := (int(p.Weekday()) - int(w) + 7) % 7
	if i > s.from {
		switch x.toks[i-1].role {
		case "last":
			if back == 0 {
				back = 7
			}
			return days(p.AddDate(0, 0, -back), 1)
		case "next":
			return days(p.AddDate(0, 0, (7-back-1)%7+1), 1)
		}
	}
	if x.ahead(s, i) {
		return days(p.AddDate(0, 0, (7-back)%7), 1)
	}
	return days(p.AddDate(0, 0, -back), 1)
}

// ahead reports whether what is said at token i lies in the future: "will meet
// on Tuesday", "is planned for Nov. 20".
func (x *reading) ahead(s *sentence, i int) bool {
	for k := i - 1; k >= max(s.from, i-9); k-- {
		l := x.toks[k].lower
		if _, saying := x.lang.verbs[l]; saying && !x.toks[k].cap && x.finite(k) {
			return false
		}
		if x.lang.ends("participle", l) && k > s.from && (x.toks[k-1].is("is") || x.toks[k-1].is("are")) {
			return true
		}
		if x.lang.has("plans", l) {
			return true
		}
		switch x.role(l) {
		case "until", "by":
			if k == i-1 {
				return true
			}
		case "was", "were", "had", ";":
			return false
		}
	}
	return false
}

// relative reads "next week", "yesterday", "the end of the month", "three days
// ago", "weekend".
func (x *reading) relative(s *sentence, i int) (stretch, int) {
	p := x.day()
	week := p.AddDate(0, 0, -(int(p.Weekday())+6)%7)
	l := x.toks[i].lower
	next := ""
	if i+1 < s.to {
		next = x.toks[i+1].role
	}
	switch x.role(l) {
	case "today":
		return days(p, 1), 1
	case "tonight":
		return stretch{p.Add(18 * time.Hour), p.Add(30 * time.Hour)}, 1
	case "overnight":
		return stretch{p.Add(-6 * time.Hour), p.Add(6 * time.Hour)}, 1
	case "yesterday":
		return days(p.AddDate(0, 0, -1), 1), 1
	case "tomorrow":
		return days(p.AddDate(0, 0, 1), 1), 1
	case "weekend":
		return x.weekend(s, i, week), 1
	case "last", "next", "this":
		return x.whole(x.role(l), next, week)
	case "end":
		if n, _ := x.lang.match("month ends", x.toks[:s.to], i); n > 0 {
			first := time.Date(p.Year(), p.Month(), 1, 0, 0, 0, 0, time.UTC)
			return stretch{first.AddDate(0, 1, -1), first.AddDate(0, 1, 0)}, n
		}
	}
	return x.ago(s, i)
}

func (x *reading) weekend(s *sentence, i int, week time.Time) stretch {
	saturday := week.AddDate(0, 0, 5)
	if !x.ahead(s, i) && !saturday.Before(x.day()) && !(i > s.from && (x.toks[i-1].is("this") || x.toks[i-1].is("next"))) {
		saturday = saturday.AddDate(0, 0, -7)
	}
	return days(saturday, 2)
}

// whole reads a week, month or year that is last, this or next.
func (x *reading) whole(which, unit string, week time.Time) (stretch, int) {
	shift := map[string]int{"last": -1, "this": 0, "next": 1}[which]
	p := x.day()
	switch unit {
	case "week":
		return days(week.AddDate(0, 0, 7*shift), 7), 2
	case "weekend":
		return days(week.AddDate(0, 0, 5+7*shift), 2), 2
	case "month":
		first := time.Date(p.Year(), p.Month()+time.Month(shift), 1, 0, 0, 0, 0, time.UTC)
		return stretch{first, first.AddDate(0, 1, 0)}, 2
	case "year":
		first := time.Date(p.Year()+shift, 1, 1, 0, 0, 0, 0, time.UTC)
		return stretch{first, first.AddDate(1, 0, 0)}, 2
	case "night":
		if shift < 0 {
			return stretch{p.Add(-6 * time.Hour), p.Add(6 * time.Hour)}, 2
		}
	}
	return stretch{}, 0
}

// ago reads "three days ago".
func (x *reading) ago(s *sentence, i int) (stretch, int) {
	if i+2 >= s.to || !x.toks[i+2].is("ago") {
		return stretch{}, 0
	}
	n, ok := x.count(x.toks[i].lower)
	if !ok || n > 1000 {
		return stretch{}, 0
	}
	p := x.day()
	switch x.toks[i+1].role {
	case "day":
		return days(p.AddDate(0, 0, -n), 1), 3
	case "week":
		return days(p.AddDate(0, 0, -7*n-3), 7), 3
	case "month":
		first := time.Date(p.Year(), p.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		return stretch{first, first.AddDate(0, 1, 0)}, 3
	case "year":
		first := time.Date(p.Year()-n, 1, 1, 0, 0, 0, 0, time.UTC)
		return stretch{first, first.AddDate(1, 0, 0)}, 3
	}
	return stretch{}, 0
}

// count reads a number in figures or as a word.
func (x *reading) count(l string) (int, bool) {
	if v, ok := x.lang.words["numbers"][l]; ok {
		n, err := strconv.Atoi(v)
		return n, err == nil
	}
	n, err := strconv.Atoi(strings.ReplaceAll(l, ",", ""))
	return n, err == nil
}
