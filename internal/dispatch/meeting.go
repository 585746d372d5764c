package dispatch

import (
	"slices"
	"strings"
)

// meetings proposes the meetings that a sentence speaks of, one for each part
// of it between commas.
func (x *reading) meetings(n int) {
	s := &x.sents[n]
	for from := s.from; from < s.to; {
		to := x.partEnd(s, from)
		if at, noun := x.meetingWord(s, from, to); at >= 0 {
			x.meeting(n, from, to, at, noun)
		}
		from = to + 1
	}
}

// partEnd returns where the part of a sentence that begins at a token ends: at
// a comma or semicolon outside quotations.
func (x *reading) partEnd(s *sentence, from int) int {
	for i := from; i < s.to; i++ {
		if t := x.toks[i]; t.quote == 0 && (t.is(",") || t.is(";")) && !x.placeName(i) {
			return i
		}
	}
	return s.to
}

// placeName reports whether a comma stands inside a place: "Geneva, Switzerland".
func (x *reading) placeName(i int) bool {
	return i > 0 && i+1 < len(x.toks) && x.toks[i-1].cap && x.placeAt(i+1, min(i+3, len(x.toks))) > 0 && x.placeAt(i-1, i) > 0
}

// meetingWord finds the verb or noun that tells of a meeting, the verb first.
func (x *reading) meetingWord(s *sentence, from, to int) (at int, noun bool) {
	found := -1
	for i := from; i < to; i++ {
		t := x.toks[i]
		if t.quote > 0 || t.cap && !x.starts[i] {
			continue
		}
		if x.lang.has("meeting verbs", t.lower) && x.meetingVerb(i, from, to) {
			return i, false
		}
		if n, _ := x.lang.match("meeting nouns", x.toks[:to], i); n > 0 && found < 0 && !(t.is("call") && !x.callNoun(i)) && !t.is("round") {
			found = i
		}
	}
	return found, true
}

func (x *reading) callNoun(i int) bool {
	if i == 0 {
		return false
	}
	b := x.toks[i-1]
	return x.lang.has("determiners", b.lower) || b.is("phone") || b.is("video") || b.is("telephone") || b.cap
}

// meetingVerb reports whether a verb has what makes it one of meeting: a person
// or place to go to, or talks to hold.
func (x *reading) meetingVerb(i, from, to int) bool {
	l := x.toks[i].lower
	if i > from && (x.lang.has("determiners", x.toks[i-1].lower) && !x.toks[i-1].is("both") || x.toks[i-1].is("'s") || x.lang.has("prepositions", x.toks[i-1].lower) && !x.toks[i-1].is("to")) {
		return false
	}
	switch {
	case x.lang.has("meets", l):
		return x.role(l) != "meeting" && (x.dated(i, to) || x.someone(i+1, to) || x.somewhere(i+1, to) != "" || x.someone(max(from, i-6), i))
	case x.lang.has("speaks", l):
		return i+1 < to && (x.toks[i+1].is("with") || x.toks[i+1].is("by")) && x.someone(i+1, to)
	case x.lang.has("holds", l):
		at, _, _ := x.lang.find("meeting nouns", x.toks, i+1, min(to, i+8))
		return at >= 0
	}
	return x.somewhere(i+1, min(to, i+8)) != ""
}

// dated reports whether a day or month is named.
func (x *reading) dated(from, to int) bool {
	for i := from; i < to; i++ {
		if _, ok := x.monthAt(i); ok || x.lang.has("weekdays", x.toks[i].lower) {
			return true
		}
	}
	return false
}

// someone reports whether a person, an office or a group is named.
func (x *reading) someone(from, to int) bool {
	for i := from; i < to; i++ {
		if x.toks[i].quote == 0 && (x.isTitle(i) || x.lang.has("groups", x.toks[i].lower)) {
			return true
		}
	}
	k := x.firstNamed(from)
	return k < len(x.named) && x.named[k].from < to
}

// somewhere returns the first place between two tokens that a preposition or
// its own name shows to be one.
func (x *reading) somewhere(from, to int) string {
	for i := from; i < to; i++ {
		t := x.toks[i]
		if !t.cap || t.quote > 0 || !t.word {
			continue
		}
		end := x.run(i, to)
		if n := x.placeAt(i, end); n > 0 && !x.owner(i+n) && !x.world.demonym[x.words(i, i+n)] && !(i+n < to && x.finite(i+n)) {
			return x.spanOf(i, i+n).In(x.text)
		}
		if end < to && x.lang.has("plain nouns for place", x.toks[end].lower) && !x.owner(end) {
			return x.spanOf(i, end+1).In(x.text)
		}
		if x.placed(i, from) && !x.isNamed(i) && !x.isTime(i) && !x.body(i, end) && !x.owner(end) && !x.lang.has("title complements", t.lower) && !x.isTitle(i) {
			return x.spanOf(i, end).In(x.text)
		}
		i = end - 1
	}
	return ""
}

func (x *reading) owner(i int) bool { return i >= 0 && i < len(x.toks) && x.toks[i].is("'s") }

func (x *reading) isNamed(i int) bool {
	k := x.firstNamed(i)
	return k < len(x.named) && x.named[k].from == i && (x.named[k].who.sure && x.named[k].who.roles != "" || x.named[k].who.gender != "")
}

// placed reports whether a preposition of place leads token i.
func (x *reading) placed(i, from int) bool {
	for k := i - 1; k >= max(from-1, i-3) && k >= 0; k-- {
		if x.toks[k].is("the") {
			continue
		}
		return x.lang.has("place leads", x.toks[k].lower)
	}
	return false
}

// meeting proposes the meeting that the word at a token tells of.
func (x *reading) meeting(n, from, to, at int, noun bool) {
	s := &x.sents[n]
	lead := x.leadStart(s, from, at)
	m := &Meeting{What: x.toks[at].In(x.text), Standing: "held"}
	if k, c, _ := x.lang.find("meeting nouns", x.toks, at, min(to, at+8)); k >= 0 {
		m.What = x.spanOf(k, k+c).In(x.text)
	}
	m.Where = x.somewhere(at+1, to)
	if m.Where == "" && noun {
		m.Where = x.somewhere(max(lead, at-2), at)
	}
	m.When = x.meetingWhen(s, lead, to, at)
	m.Who = x.participants(n, from, lead, to, at, noun)
	if !x.enough(m, from, to, at, noun) {
		return
	}
	x.standing(s, m, lead, at, to)
	trust := 0.5
	if m.Where != "" {
		trust += 0.2
	}
	if m.When != nil {
		trust += 0.15
	}
	x.add(s, Proposal{Kind: MeetingKind, Meeting: m, Why: strings.ToLower(x.toks[at].In(x.text)), Confidence: trust, Hedges: append([]string{}, x.hedges(from, to)...)})
}

// leadStart returns where what tells of the meeting begins: after the verb of
// saying that leads it.
func (x *reading) leadStart(s *sentence, from, at int) int {
	lead := from
	for _, c := range s.cues {
		if c.at < at && c.at >= from && c.mode == spoken && !c.relative {
			lead = c.at + 1
		}
	}
	return lead
}

// meetingWhen is the date nearest to the word, with no verb of saying between.
func (x *reading) meetingWhen(s *sentence, from, to, at int) *Interval {
	limit := s.Span.End
	for _, c := range s.cues {
		if c.at > at && c.verb.tells() {
			limit = min(limit, x.toks[c.at].Start)
		}
	}
	var best *date
	for i := range s.dates {
		d := &s.dates[i]
		after := d.Span.Start > x.toks[at].Start && d.Span.End <= min(limit, x.toks[min(to, len(x.toks)-1)].End)
		if after && best == nil || d.Span.End <= x.toks[at].Start && d.Span.Start >= x.toks[from].Start && !x.saysWhen(s, d) {
			best = d
		}
	}
	if best == nil && limit == s.Span.End {
		for i := range s.dates {
			if s.dates[i].lead != "" && s.dates[i].Span.Start > x.toks[at].Start {
				best = &s.dates[i]
			}
		}
	}
	if best == nil {
		return x.hopedFor(s, at)
	}
	found := best.Interval
	return &found
}

// saysWhen reports whether a date stands beside a verb of saying: it tells when
// that was.
func (x *reading) saysWhen(s *sentence, d *date) bool {
	i, _ := bounds(x.toks, d.Span)
	for _, c := range s.cues {
		if !c.verb.tells() {
			continue
		}
		if i-c.at <= 2 && i > c.at || c.at-i <= 3 && c.at > i && c.at-i > 0 && x.toks[i].is("on") {
			return true
		}
	}
	return false
}

// hopedFor finds "expressing hope the meeting could take place before …".
func (x *reading) hopedFor(s *sentence, at int) *Interval {
	for i := range s.dates {
		d := &s.dates[i]
		k, _ := bounds(x.toks, d.Span)
		if k <= at {
			continue
		}
		for j := max(at+1, k-6); j < k; j++ {
			if x.lang.has("meeting nouns", x.toks[j].lower) || x.toks[j].is("place") || x.toks[j].is("meet") {
				found := d.Interval
				return &found
			}
		}
	}
	return nil
}

// participants lists who comes together: the subject of the verb and whom else
// its part of the sentence names.
func (x *reading) participants(n, from, lead, to, at int, noun bool) []Speaker {
	var who []Speaker
	put := func(m mention) {
		if m.name == "" || slices.ContainsFunc(who, func(s Speaker) bool { return s.Name == m.name }) {
			return
		}
		who = append(who, x.speaker(m))
	}
	s := &x.sents[n]
	if i := x.sentTo(lead, at); i >= 0 {
		lead = i // "instructed the envoy to meet": the envoy meets
	} else if i := x.pronounBetween(lead, at); i >= 0 {
		put(x.mention(n, i, i+1))
	} else if !x.anyone(lead, at) && from > s.from && !noun || noun && from > s.from && x.finite(from) {
		if m := x.leftmost(n, x.leadStart(s, s.from, from), from); m != nil {
			put(*m)
		}
	}
	for i := lead; i < to; i++ {
		if x.toks[i].quote > 0 {
			continue
		}
		if k := x.firstNamed(i); k < len(x.named) && x.named[k].from == i {
			if p := x.named[k]; !x.owner(p.to) && p.who.sure {
				m := mention{from: p.from, to: p.to, party: x.partyIn(x.capacityStart(p.from), p.to)}
				x.fill(&m, p.who)
				put(m)
				i = p.to - 1
			}
			continue
		}
		if m, ok := x.groupAt(n, i, to); ok {
			put(m)
		}
	}
	if len(who) == 0 && !noun {
		if m := x.leftmost(n, lead, at); m != nil && (m.body || m.plural) {
			put(*m)
		}
	}
	return who
}

// sentTo returns the name of whom somebody told "to" meet, before the verb at a
// token, or -1.
func (x *reading) sentTo(from, at int) int {
	k := x.firstNamed(at-1) - 1
	if at < 2 || !x.toks[at-1].is("to") || k < 0 || x.named[k].to != at-1 || x.named[k].from <= from {
		return -1
	}
	return x.named[k].from
}

func (x *reading) pronounBetween(from, to int) int {
	for i := from; i < to; i++ {
		if g := x.pronounOf("pronouns", x.toks[i].lower); x.toks[i].quote == 0 && (g == "m" || g == "f" || x.toks[i].is("they")) {
			return i
		}
	}
	return -1
}

func (x *reading) anyone(from, to int) bool {
	return x.someone(from, to)
}

// groupAt reads "Russian representatives", "the two leaders", "the Russian
// president" at a token.
func (x *reading) groupAt(n, i, to int) (mention, bool) {
	l := x.toks[i].lower
	if x.toks[i].cap && (i == 0 || !x.toks[i-1].is("the")) || i+1 < to && x.toks[i+1].is("of") && x.isTitle(i) {
		return mention{}, false
	}
	if !x.lang.has("groups", l) && !(x.isTitle(i) && (i+1 >= to || !x.toks[i+1].cap && !x.isTitle(i+1))) || x.owner(i+1) || x.role(l) == "parties" || x.role(l) == "media" || x.role(l) == "countries" || x.role(l) == "powers" {
		return mention{}, false
	}
	from := i
	for from > 0 && x.toks[from-1].word && x.toks[from-1].quote == 0 && i-from < 4 && !x.stops(from-1) {
		from--
	}
	if from > 0 && x.lang.has("determiners", x.toks[from-1].lower) {
		from--
	}
	if from == i || from < i && x.lang.has("prepositions", x.toks[from].lower) {
		return mention{}, false
	}
	m := x.mention(n, from, i+1)
	return m, m.name != "" && !m.pronoun
}

// enough reports whether a meeting says enough to be one.
func (x *reading) enough(m *Meeting, from, to, at int, noun bool) bool {
	if !noun {
		return len(m.Who) > 0 || m.Where != "" || m.When != nil
	}
	if m.Where != "" && (at+1 < to && (x.toks[at+1].is("in") || x.toks[at+1].is("at") || x.toks[at+1].is("between")) || x.somewhere(max(from, at-2), at) != "") {
		return true
	}
	if m.When != nil && (m.Where != "" || len(m.Who) > 1) {
		return true
	}
	return at+1 < to && (x.toks[at+1].is("between") || x.toks[at+1].is("with")) && len(m.Who) > 0
}

// standing tells whether a meeting was held, is planned or will not be.
func (x *reading) standing(s *sentence, m *Meeting, from, at, to int) {
	if k, _, _ := x.lang.find("cancelled", x.toks, s.from, s.to); k >= 0 {
		m.Standing = "cancelled"
		return
	}
	for i := max(from, at-8); i < at; i++ {
		if x.lang.has("future", x.toks[i].lower) || x.toks[i].is("being") {
			m.Standing = "planned"
		}
	}
	if m.When != nil && !x.Published.IsZero() && m.When.To.After(x.day().AddDate(0, 0, 1)) {
		m.Standing = "planned"
	}
	if m.When != nil && !x.Published.IsZero() && !m.When.To.After(x.day()) {
		m.Standing = "held"
	}
}
