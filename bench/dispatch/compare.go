package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/dispatch"
)

var kinds = []string{"quote", "indirect", "silence", "meeting", "document", "incident"}

// finding is a line of a list, or a proposal in the same terms.
type finding struct {
	kind     string
	optional bool
	who      []string // each right alike; of a meeting, all who must be there
	words    []string // first words, each right alike; of the others, what must be said
	where    string
	when     string // first..last day
	state    string
}

// counts is how a kind of finding went.
type counts struct{ wanted, found, beyond int }

func (c counts) precision() float64 { return share(c.found, c.found+c.beyond) }
func (c counts) recall() float64    { return share(c.found, c.wanted) }
func (c counts) f1() float64 {
	p, r := c.precision(), c.recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// tally is how each kind went.
type tally map[string]counts

func (t tally) add(o tally) {
	for kind, c := range o {
		sum := t[kind]
		t[kind] = counts{sum.wanted + c.wanted, sum.found + c.found, sum.beyond + c.beyond}
	}
}

// parseWant reads a list: see pieces/README.md.
func parseWant(list string) ([]finding, time.Time, error) {
	var found []finding
	var published time.Time
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if day, ok := strings.CutPrefix(line, "published "); ok {
			t, err := time.Parse(time.DateOnly, day)
			if err != nil {
				return nil, published, fmt.Errorf("published %q: %w", day, err)
			}
			published = t
			continue
		}
		f, err := parseLine(line)
		if err != nil {
			return nil, published, err
		}
		found = append(found, f)
	}
	return found, published, nil
}

func parseLine(line string) (finding, error) {
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	for len(cells) < 5 {
		cells = append(cells, "")
	}
	f := finding{}
	f.kind, f.optional = strings.CutPrefix(cells[0], "?")
	if !slices.Contains(kinds, f.kind) {
		return f, fmt.Errorf("%q begins with none of %v", line, kinds)
	}
	switch f.kind {
	case "quote", "indirect", "silence":
		f.who, f.words = split(cells[1], "/"), split(cells[2], " / ")
	case "meeting":
		f.who, f.where, f.when, f.state = split(cells[1], ","), cells[2], cells[3], cells[4]
	case "document":
		f.words, f.who, f.state, f.when = split(cells[1], "/"), split(cells[2], "/"), cells[3], cells[4]
		if f.state != "" && f.state[0] == '2' || f.when == "leaked" {
			f.state, f.when = f.when, f.state
		}
	case "incident":
		f.who, f.words, f.where, f.when = split(cells[1], "/"), strings.Fields(cells[2]), cells[3], cells[4]
	}
	return f, nil
}

func split(s, by string) []string {
	var parts []string
	for p := range strings.SplitSeq(s, by) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// findingsOf tells proposals in the terms of a list: each pair of quotation
// marks is a quote, words outside are indirect.
func findingsOf(proposals []dispatch.Proposal) []finding {
	var found []finding
	for _, p := range proposals {
		switch {
		case p.Statement != nil:
			found = append(found, statementFindings(p.Statement)...)
		case p.Meeting != nil:
			found = append(found, meetingFinding(p.Meeting))
		case p.Document != nil:
			found = append(found, documentFinding(p.Document))
		case p.Incident != nil:
			found = append(found, incidentFinding(p.Incident))
		}
	}
	return found
}

func statementFindings(st *dispatch.Statement) []finding {
	var found []finding
	who := []string{st.Speaker.Name}
	for _, q := range st.Quotations {
		found = append(found, finding{kind: "quote", who: who, words: []string{q.Words}})
	}
	switch st.Form {
	case dispatch.Indirect, dispatch.Mixed:
		found = append(found, finding{kind: "indirect", who: who, words: []string{st.Words}})
	case dispatch.Silence:
		found = append(found, finding{kind: "silence", who: who, words: []string{st.Words}})
	}
	return found
}

func meetingFinding(m *dispatch.Meeting) finding {
	f := finding{kind: "meeting", where: m.Where, state: m.Standing, when: between(m.When), words: []string{m.What}}
	for _, s := range m.Who {
		f.who = append(f.who, s.Name)
	}
	return f
}

func documentFinding(d *dispatch.Document) finding {
	f := finding{kind: "document", who: []string{d.Publisher}, words: []string{d.What}, state: d.Verification, when: between(d.When)}
	if d.Leaked {
		f.state += " leaked"
	}
	return f
}

func incidentFinding(in *dispatch.Incident) finding {
	f := finding{kind: "incident", where: in.Where, when: between(in.When), who: []string{""}}
	if in.Claimed != nil {
		f.who[0] = in.Claimed.Name
	}
	words := in.What
	for _, n := range in.Numbers {
		words += " " + n.Bound + " " + strconv.FormatInt(n.Value, 10) + " " + n.What + " " + n.As
	}
	f.words = []string{words}
	return f
}

func between(i *dispatch.Interval) string {
	if i == nil {
		return ""
	}
	first, last := i.Days()
	if first == last {
		return first
	}
	return first + ".." + last
}

// compare holds findings against a list. A speaker must be right, and so must
// the first words, the place and the date where the list names them.
func compare(want, got []finding) (tally, []string) {
	t := tally{}
	var report []string
	used := make([]bool, len(got))
	match := func(w finding) bool {
		for i, g := range got {
			if !used[i] && w.fits(g) {
				used[i] = true
				return true
			}
		}
		return false
	}
	for _, optional := range []bool{false, true} {
		for _, w := range want {
			if w.optional != optional {
				continue
			}
			found := match(w)
			c := t[w.kind]
			if !optional {
				c.wanted++
				if found {
					c.found++
				} else {
					report = append(report, "missed  "+w.String())
				}
			}
			t[w.kind] = c
		}
	}
	for i, g := range got {
		if !used[i] {
			c := t[g.kind]
			c.beyond++
			t[g.kind] = c
			report = append(report, "beyond  "+g.String())
		}
	}
	return t, report
}

func (f finding) String() string {
	return strings.Join([]string{f.kind, strings.Join(f.who, ", "), strings.Join(f.words, " "), f.where, f.when, f.state}, " | ")
}

// fits reports whether a proposal is what the list asks for.
func (f finding) fits(g finding) bool {
	if f.kind != g.kind || f.where != "" && !strings.Contains(plain(g.where), plain(f.where)) || !f.inTime(g.when) {
		return false
	}
	if f.state != "" && !strings.Contains(g.state, f.state) {
		return false
	}
	switch f.kind {
	case "meeting":
		return !slices.ContainsFunc(f.who, func(who string) bool {
			return !slices.ContainsFunc(g.who, func(name string) bool { return strings.Contains(plain(name), plain(who)) })
		})
	case "incident":
		said := plain(g.words[0])
		missing := slices.ContainsFunc(f.words, func(w string) bool { return !strings.Contains(said, plain(w)) })
		return !missing && f.byWhom(g)
	case "document":
		named := slices.ContainsFunc(f.words, func(w string) bool { return strings.Contains(plain(g.words[0]), plain(w)) })
		return named && f.byWhom(g)
	}
	starts := slices.ContainsFunc(f.words, func(w string) bool { return strings.HasPrefix(plain(g.words[0]), plain(w)) })
	return (starts || len(f.words) == 0) && f.byWhom(g)
}

func (f finding) byWhom(g finding) bool {
	if len(f.who) == 0 {
		return f.kind != "incident" || g.who[0] == ""
	}
	return slices.ContainsFunc(f.who, func(who string) bool { return plain(who) == plain(g.who[0]) })
}

func (f finding) inTime(when string) bool {
	if open, ok := strings.CutSuffix(f.when, ".."); ok {
		return strings.HasPrefix(when, open)
	}
	first, last, ranged := strings.Cut(f.when, "..")
	if ranged && first == last {
		return when == first
	}
	// a night belongs to the day on which it falls
	night := !ranged && f.when != "" && strings.HasPrefix(when, f.when+"..") && oneNight(when)
	return f.when == "" || when == f.when || night
}

func oneNight(when string) bool {
	first, last, _ := strings.Cut(when, "..")
	from, err := time.Parse(time.DateOnly, first)
	to, err2 := time.Parse(time.DateOnly, last)
	return err == nil && err2 == nil && to.Sub(from) == 24*time.Hour
}

// plain is words as they are compared: small letters, marks and articles left
// out.
func plain(s string) string {
	s = strings.ToLower(s)
	s = strings.NewReplacer("“", "", "”", "", "\"", "", "«", "", "»", "", "„", "", "‘", "", "’", "'", "\u00a0", " ", ",", "").Replace(s)
	s = strings.Join(strings.Fields(s), " ")
	for _, article := range []string{"the ", "a ", "an ", "that "} {
		s = strings.TrimPrefix(s, article)
	}
	return s
}
