package dispatch

import "strings"

// reach is how many sentences a pronoun looks back.
const reach = 8

// remembered is how many mentions by name an office looks back and ahead.
const remembered = 200

// resolve finds whom a pronoun stands for: the speaker or subject of what came
// before, the nearest first, whose gender and number fit.
func (x *reading) resolve(n int, m mention, gender string) mention {
	m.pronoun = true
	if found := x.earlier(n, m.from, gender); found != nil {
		m.person, m.name, m.capacity, m.plural, m.body = found.person, found.name, found.capacity, found.plural, found.body
		m.office, m.proper = found.office, found.proper
		if m.party == "" {
			m.party = found.party
		}
		if m.person != nil && m.person.gender == "" && (gender == "m" || gender == "f") {
			m.person.gender = gender
		}
		return m
	}
	m.name = x.toks[m.from].In(x.text)
	m.plural = gender == "p"
	return m
}

func (x *reading) earlier(n, before int, gender string) *mention {
	s := &x.sents[n]
	for i := len(s.cues) - 1; i >= 0; i-- {
		if c := &s.cues[i]; c.who.to <= before && fits(&c.who, gender) {
			return &c.who
		}
	}
	if l := x.toks[x.firstWord(s.from, before)].lower; gender == "n" && !x.isPronoun(l) && !x.isPossessive(l) {
		if m := x.opening(n, s.from, before); m != nil && m.to <= before && fits(m, gender) {
			return m
		}
	}
	if m := x.leftPerson(n, before, gender); m != nil {
		return m
	}
	if m := x.leftOffice(n, before, gender); m != nil {
		return m
	}
	for k := n - 1; k >= max(0, n-reach); k-- {
		if m := x.sentenceSubject(k, gender); m != nil {
			return m
		}
		if m := x.sentenceSubject(k, "b"); m != nil && gender == "p" && !x.isDocument(m) {
			return m
		}
		if m := x.lastPerson(x.sents[k].from, x.sents[k].to, gender); m != nil {
			return m
		}
	}
	if m := x.lastPerson(s.from, before, gender); m != nil || gender != "m" && gender != "f" {
		return m
	}
	return x.anybody(n, before, gender)
}

// anybody returns the name met last that could be a person's.
func (x *reading) anybody(n, before int, gender string) *mention {
	from := x.sents[max(0, n-2)].from
	for i := x.firstNamed(before) - 1; i >= 0 && i < len(x.named) && x.named[i].from >= from; i-- {
		m := x.named[i]
		if x.toks[m.from].quote > 0 || m.who.gender != "" && m.who.gender != gender || x.placed(m.from, from) {
			continue
		}
		found := mention{from: m.from, to: m.to}
		x.fill(&found, m.who)
		return &found
	}
	return nil
}

// leftPerson returns the person whom the sentence is about, when named before a
// token.
func (x *reading) leftPerson(n, before int, gender string) *mention {
	if gender != "m" && gender != "f" {
		return nil
	}
	s := &x.sents[n]
	for i := x.firstNamed(s.from); i < len(x.named) && x.named[i].to <= before; i++ {
		m := x.named[i]
		if x.toks[m.from].quote > 0 {
			continue
		}
		if x.owner(m.to) || x.apostrophe(m.to) || x.ledBy(max(s.from, m.from-4), m.from) || x.verbsBefore(s.from, m.from) > 0 {
			return nil
		}
		found := mention{from: m.from, to: m.to, party: x.partyIn(x.capacityStart(m.from), m.to)}
		x.fill(&found, m.who)
		if fits(&found, gender) {
			return &found
		}
	}
	return nil
}

// sentenceSubject returns who a sentence is about: its speaker, the last that
// fits, or its subject.
func (x *reading) sentenceSubject(k int, gender string) *mention {
	s := &x.sents[k]
	if x.lang.has("subordinators", x.toks[s.from].lower) && x.toks[s.from].quote == 0 && s.subject != nil && fits(s.subject, gender) && s.subject.from >= x.afterComma(s.from, s.to) {
		return s.subject // of the main clause
	}
	for i := len(s.cues) - 1; i >= 0; i-- {
		c := &s.cues[i]
		if !c.relative && fits(&c.who, gender) && !x.nested(s, i) {
			return &c.who
		}
	}
	if s.subject != nil && fits(s.subject, gender) {
		return s.subject
	}
	return nil
}

// fits reports whether a mention can be what a pronoun of the gender stands
// for: m, f, n for a thing, p for several, "" for any person.
func fits(m *mention, gender string) bool {
	switch gender {
	case "p":
		return m.plural && m.name != ""
	case "b": // a body that many speak for
		return m.body && m.person == nil && !m.plural
	case "n":
		return m.person == nil && !m.plural && m.name != "" && !m.pronoun && !m.office || m.body && m.person == nil
	}
	if m.plural || m.body {
		return false
	}
	if m.person == nil {
		return gender != "" && m.name != "" && (m.office || m.proper)
	}
	return gender == "" || m.person.gender == "" || m.person.gender == gender
}

// lastPerson returns the last person named between two tokens outside
// quotations who fits and owns nothing there.
func (x *reading) lastPerson(from, to int, gender string) *mention {
	var found *mention
	for i := x.firstNamed(from); i < len(x.named) && x.named[i].from < to; i++ {
		n := x.named[i]
		if x.toks[n.from].quote > 0 || !n.who.sure {
			continue
		}
		m := mention{from: n.from, to: n.to, party: x.partyIn(x.capacityStart(n.from), n.to)}
		x.fill(&m, n.who)
		if fits(&m, gender) && gender != "n" && gender != "p" {
			found = &m
		}
	}
	return found
}

// holder finds who holds an office that is named with "the": the person met
// last before it whose capacity has the word, and the country if one is named.
func (x *reading) holder(n int, m mention, head int) *person {
	role := x.toks[head].lower
	country := x.demonymIn(m.from, head)
	var best *person
	at := x.firstNamed(m.from)
	for step := range 2 * remembered {
		i := at - 1 - step // backward from here, then forward
		if step >= remembered {
			i = at + step - remembered
		}
		if i < 0 || i >= len(x.named) {
			continue
		}
		p := x.named[i].who
		if !hasWord(p.roles, role) || !x.sameOffice(p, m.from, head, country) {
			continue
		}
		if x.toks[x.named[i].from].quote == 0 {
			return p
		}
		if best == nil {
			best = p
		}
	}
	if best != nil {
		return best
	}
	return x.presumed(n, m, country, role)
}

// presumed takes "the president" for the last speaker, when nothing is known of
// an office of theirs, and "the lawmaker" for the senator who spoke last.
func (x *reading) presumed(n int, m mention, country, role string) *person {
	if country != "" || !x.toks[m.from].is("the") || n == 0 {
		return nil
	}
	found := x.sentenceSubject(n-1, "")
	if found == nil || found.person == nil {
		return nil
	}
	if m.to-m.from <= 2 && x.lang.has("presumed", role) && found.person.roles == "" || x.alike(found.person.roles, role) {
		return found.person
	}
	return nil
}

// alike reports whether one of somebody's offices is of the kind of another.
func (x *reading) alike(roles, role string) bool {
	kind := x.lang.words["alike"][role]
	if kind == "" {
		return false
	}
	for r := range strings.FieldsSeq(roles) {
		if x.lang.words["alike"][r] == kind {
			return true
		}
	}
	return false
}

// sameRole finds who "the aide" is when "a former aide" has spoken before.
func (x *reading) sameRole(n int, m mention, head int) *mention {
	if !x.toks[m.from].is("the") || !m.office || head != m.from+1 || m.to != head+1 {
		return nil
	}
	for k := n; k >= max(0, n-reach); k-- {
		for i := range x.sents[k].cues {
			who := &x.sents[k].cues[i].who
			if who.to <= m.from && who.person == nil && who.office && who.from < who.to && x.lang.has("determiners", x.toks[who.from].lower) && hasWord(strings.ToLower(who.name), x.toks[head].lower) {
				return who
			}
		}
	}
	return nil
}

func hasWord(s, word string) bool {
	return containsWord(s, word)
}

// sameOffice reports whether the words between say nothing against a person:
// the country's word is theirs, and so is the kind of minister.
func (x *reading) sameOffice(p *person, from, head int, country string) bool {
	for i := from; i < head; i++ {
		l := x.toks[i].lower
		if x.lang.has("title complements", l) && !strings.Contains(p.roles, l) {
			return false
		}
	}
	if country == "" {
		return true
	}
	if c := x.world.country[country]; c != "" {
		return x.countryIn(p.roles) == c
	}
	return strings.Contains(p.roles, country)
}

// mainSubject finds who or what a sentence is about when nobody speaks in it.
func (x *reading) mainSubject(n int) *mention {
	s := &x.sents[n]
	return x.leftmost(n, s.from, s.to)
}

// leftmost returns the first noun of a sentence that no preposition leads: a
// person named, or else what stands before its verb.
func (x *reading) leftmost(n, from, to int) *mention {
	s := &x.sents[n]
	if l := x.toks[from].lower; from == s.from && (x.lang.has("participle leads", l) || x.lang.has("subordinators", l)) {
		from = x.afterComma(from, to)
	}
	if m := x.groupFirst(n, from, to); m != nil {
		return m
	}
	for i := x.firstNamed(from); i < len(x.named) && x.named[i].to <= to; i++ {
		m := x.named[i]
		if x.toks[m.from].quote > 0 || m.to < s.to && (x.toks[m.to].is("'s") || x.apostrophe(m.to)) || x.ledBy(max(from, m.from-4), m.from) {
			continue
		}
		if x.verbsBefore(from, m.from) > 0 && x.capacityStart(m.from) > from+3 {
			break
		}
		found := mention{from: m.from, to: m.to, party: x.partyIn(x.capacityStart(m.from), m.to)}
		x.fill(&found, m.who)
		return &found
	}
	for v := from + 1; v < to; v++ {
		if x.toks[v].quote > 0 || !x.finite(v) {
			continue
		}
		c := cue{at: v}
		if ctx := x.before(s, v); x.subjectLeft(n, &c, ctx.end) {
			return &c.who
		}
	}
	return x.opening(n, from, to)
}

// afterComma returns the token after the first comma outside quotations, or
// from when there is none.
func (x *reading) afterComma(from, to int) int {
	for i := from; i+1 < to; i++ {
		if x.toks[i].quote == 0 && x.toks[i].is(",") {
			return i + 1
		}
	}
	return from
}

// opening takes the noun that begins a sentence without a verb: "The mediator's
// team, in a message:".
func (x *reading) opening(n, from, to int) *mention {
	s := &x.sents[n]
	if from = x.firstWord(from, to); from >= to || x.finite(from) {
		return nil
	}
	end := x.nounsRight(s, from)
	if end <= from || x.lang.has("prepositions", x.toks[from].lower) {
		return nil
	}
	m := x.mention(n, from, end)
	if m.name == "" {
		return nil
	}
	return &m
}

// firstWord returns the first token from one on that is a word outside
// quotations, or to.
func (x *reading) firstWord(from, to int) int {
	for from < to && (x.toks[from].quote > 0 || !x.toks[from].word || unicodeDigit(x.toks[from].lower)) {
		from++
	}
	return from
}

func unicodeDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// verbsBefore counts the verbs between two tokens.
func (x *reading) verbsBefore(from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		if x.toks[i].quote == 0 && x.finite(i) {
			n++
		}
	}
	return n
}

// appose reads what stands after a noun between commas: the name of an office
// or the office of a name.
func (x *reading) appose(n int, m *mention, end int) {
	if m.name == "" || m.pronoun || m.plural || end+1 >= len(x.toks) || !x.toks[end].is(",") {
		return
	}
	i := x.firstNamed(end + 1)
	if m.person != nil {
		if i < len(x.named) && x.named[i].who == m.person && x.named[i].from == end+1 {
			m.to = x.named[i].to // the governor, Anton Vale, who is known to be it
		}
		return
	}
	if i >= len(x.named) || x.named[i].from > end+6 || x.named[i].from >= x.sents[n].to {
		return
	}
	name := x.named[i]
	start := x.capacityStart(name.from)
	if x.toks[name.from].quote > 0 || start > end+1 && !x.onlyTitles(end+1, name.from) || name.to < len(x.toks) && x.toks[name.to].word {
		return
	}
	if head, _ := x.head(m.from, m.to); !x.isTitle(head) && !m.body && !x.lang.has("determiners", x.toks[m.from].lower) {
		return
	}
	office := m.name
	x.fill(m, name.who)
	if m.capacity == "" {
		m.capacity = office
	}
	m.to = name.to
}

func (x *reading) onlyTitles(from, to int) bool {
	for i := from; i < to; i++ {
		if l := x.toks[i].lower; !x.isTitle(i) && !x.lang.has("determiners", l) && !x.toks[i].cap && !x.lang.has("namings", l) && x.role(l) != "as" && !x.abbreviated(i) {
			return false
		}
	}
	return true
}

// leftOffice returns the office with an article that the sentence names before a
// token: "What did the chancellor mean when she promised".
func (x *reading) leftOffice(n, before int, gender string) *mention {
	if gender != "m" && gender != "f" {
		return nil
	}
	s := &x.sents[n]
	for i := s.from; i+1 < before; i++ {
		if x.toks[i].quote > 0 || !x.toks[i].is("the") || i > s.from && x.lang.has("prepositions", x.toks[i-1].lower) {
			continue
		}
		end := i + 1
		for end < before && (x.isTitle(end) || x.lang.has("title complements", x.toks[end].lower) || x.world.demonym[x.toks[end].lower]) {
			end++
		}
		if end == i+1 {
			continue
		}
		head, plural := x.head(i, end)
		if g := x.lang.words["titles"][x.toks[head].lower]; plural || !x.isTitle(head) || g != "" && g != gender || end < len(x.toks) && x.toks[end].is("'s") {
			continue
		}
		if m := x.mention(n, i, end); m.name != "" && fits(&m, gender) {
			return &m
		}
	}
	return nil
}

// isDocument reports whether a body is a text, for which nobody says "they".
func (x *reading) isDocument(m *mention) bool {
	head, _ := x.head(m.from, m.to)
	l := x.toks[head].lower
	return x.lang.has("document nouns", l) || x.role(l) == "statement"
}

// groupFirst returns the group that begins a sentence, before any name: "Critics
// of the plan, like Senator Leahy".
func (x *reading) groupFirst(n, from, to int) *mention {
	i := x.firstWord(from, to)
	if i >= to || x.isPronoun(x.toks[i].lower) {
		return nil
	}
	m := x.firstNamed(from)
	end := x.nounsRight(&x.sents[n], i)
	if end <= i || m < len(x.named) && x.named[m].from < end {
		return nil
	}
	head, _ := x.head(i, end)
	if !x.lang.has("groups", x.toks[head].lower) {
		return nil
	}
	if found := x.mention(n, i, end); found.plural {
		return &found
	}
	return nil
}
