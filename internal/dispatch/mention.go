package dispatch

import (
	"strings"
	"unicode"
)

// mention is a noun or name that stands for somebody.
type mention struct {
	from, to int
	name     string
	capacity string
	person   *person
	plural   bool
	body     bool // an organisation or government
	pronoun  bool
	office   bool // an office that one person holds
	proper   bool // a name of one word that may be a person's
	party    string
}

// fill makes a mention one of a person.
func (x *reading) fill(m *mention, p *person) {
	m.person, m.name, m.capacity = p, p.full, p.capacity
	p.sure = true
	if m.party == "" {
		m.party = x.countryIn(p.roles)
	}
	if p.entry != nil {
		m.party = p.entry.Party
	}
}

// nameBetween lists the persons named between two tokens whom no preposition
// leads and who possess nothing there.
func (x *reading) nameBetween(from, to int) []*person {
	var who []*person
	for i := x.firstNamed(from); i < len(x.named) && x.named[i].to <= to; i++ {
		m := x.named[i]
		if m.to < to && (x.toks[m.to].is("'s") || x.apostrophe(m.to) || x.qualifies(m.to, to)) {
			continue
		}
		if x.ledBy(from, m.from) {
			continue
		}
		who = append(who, m.who)
	}
	return who
}

// qualifies reports whether a name stands before the noun at i, which ends at
// to: "Trump officials", "the Trump campaign".
func (x *reading) qualifies(i, to int) bool {
	t := x.toks[i]
	if t.cap || !t.word {
		return false
	}
	if x.isTitle(i) || x.lang.has("groups", t.lower) || x.lang.has("organisations", t.lower) {
		return true
	}
	return i == to-1 && !x.lang.has("adverbs", t.lower) && !x.lang.has("prepositions", t.lower) && !x.lang.has("subordinators", t.lower) && !x.finite(i) && !x.lang.ends("manner", t.lower)
}

// firstNamed returns the first mention by name at or after a token.
func (x *reading) firstNamed(tok int) int {
	low, high := 0, len(x.named)
	for low < high {
		if mid := (low + high) / 2; x.named[mid].from < tok {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// ledBy reports whether a preposition leads the name at i, other than one
// inside an office: "of the Army".
func (x *reading) ledBy(from, i int) bool {
	for j := i - 1; j >= from; j-- {
		l := x.toks[j].lower
		if x.lang.has("prepositions", l) && !(x.role(l) == "in" && x.toks[j+1].is("law")) {
			return x.role(l) != "of" || j == i-1 || !x.isOfficeOf(j+1, i)
		}
		if x.role(l) == "'s" || x.role(l) == "and" || !x.toks[j].word {
			return false
		}
	}
	return false
}

// isOfficeOf reports whether words after "of" are of an office: State, the Army.
func (x *reading) isOfficeOf(from, to int) bool {
	for i := from; i < to; i++ {
		if l := x.toks[i].lower; !x.lang.has("title complements", l) && !x.lang.has("determiners", l) && !x.lang.has("organisations", l) && x.role(l) != "and" {
			return false
		}
	}
	return true
}

func (x *reading) coordinated(from, to int) bool {
	for i := from; i < to; i++ {
		if x.toks[i].is("and") {
			return true
		}
	}
	return false
}

// office reads a noun without a name: the office of somebody named elsewhere,
// a body, a group.
func (x *reading) office(n int, m mention) mention {
	m.name = fold(x.spanOf(m.from, m.to).In(x.text))
	head, plural := x.head(m.from, m.to)
	m.plural = plural || x.coordinated(m.from, m.to)
	l := x.toks[head].lower
	m.body = x.lang.has("organisations", l) || x.placeAt(m.from, m.to) > 0 || x.placeAt(head, m.to) > 0
	first := x.toks[m.from].lower
	possessed := x.isPossessive(first)
	if e := x.parties[plainName(m.name)]; e != nil {
		m.name, m.party, m.body = e.Name, e.ID, true
		return m
	}
	if p := x.members[plainName(m.name)]; p != nil {
		m.name, m.party = p.Name, p.Party
		return m
	}
	m.office = x.isTitle(head) && !m.plural
	m.proper = m.to == m.from+1 && x.toks[m.from].cap && !m.body && !m.office && !m.plural && !x.world.demonym[first] && !x.lang.has("determiners", first)
	definite := x.role(first) == "the" || possessed || x.toks[m.from].cap && !x.lang.has("determiners", first)
	if x.isTitle(head) && definite && !m.plural {
		if p := x.holder(n, m, head); p != nil {
			x.fill(&m, p)
			return m
		}
	}
	if before := x.sameRole(n, m, head); before != nil {
		m.name = before.name
		return m
	}
	if possessed && m.to-m.from > 1 {
		if owner := x.resolve(n, mention{from: m.from, to: m.from + 1}, x.pronounOf("possessives", first)); owner.name != "" && owner.person != nil && !x.isTitle(head) {
			rest := fold(x.spanOf(m.from+1, m.to).In(x.text))
			m.name = owner.name + "'s " + rest
		}
	}
	return m
}

// head returns the noun that a phrase is about: the last before a preposition.
func (x *reading) head(from, to int) (int, bool) {
	h := from
	for i := from; i < to; i++ {
		l := x.toks[i].lower
		if i > from && (x.lang.has("prepositions", l) || x.reduced(i)) {
			break
		}
		if x.toks[i].word && x.role(l) != "'s" {
			h = i
		}
	}
	l := x.toks[h].lower
	plural := x.lang.has("groups", l) || x.people[l] == nil && x.world.demonym[strings.TrimSuffix(l, "s")] && strings.HasSuffix(l, "s") || x.lang.ends("plural", l) && !strings.HasSuffix(l, "ss") && !x.toks[h].cap && !x.isTitle(h) && !x.lang.has("organisations", l) || x.toks[from].is("both") || x.lang.has("pronouns plural", l)
	return h, plural
}

// countryIn finds the government that words are of.
func (x *reading) countryIn(words string) string {
	fields := strings.Fields(words)
	for i := range fields {
		for n := min(3, len(fields)-i); n > 0; n-- {
			if c := x.world.country[strings.Join(fields[i:i+n], " ")]; c != "" {
				return c
			}
		}
	}
	return ""
}

func (x *reading) partyIn(from, to int) string {
	for i := from; i < to; i++ {
		for n := min(x.world.longest, to-i); n > 0; n-- {
			name := x.words(i, i+n)
			if e := x.parties[name]; e != nil {
				return e.ID
			}
			if c := x.world.country[name]; c != "" && x.toks[i].cap {
				if e := x.parties[strings.ToLower(c)]; e != nil {
					return e.ID
				}
				return c
			}
		}
	}
	return ""
}

// demonymIn returns the word of a phrase that tells of which country it is.
func (x *reading) demonymIn(from, to int) string {
	for i := from; i < to; i++ {
		t := x.toks[i]
		if x.world.country[t.lower] != "" {
			return t.lower
		}
		if t.cap && i > from && unicode.IsLower(lastRune(t.lower)) && !x.isTitle(i) && !x.lang.has("title complements", t.lower) {
			return t.lower
		}
	}
	return ""
}

// speaks reports whether a mention is of somebody, and not of a thing.
func (m *mention) speaks() bool {
	return m.name != "" && (m.person != nil || m.office || m.plural || m.body || m.proper || m.pronoun)
}

// joinedBody reports whether words joined by "and" are one body, one part of
// which looks like a name: "Citizenship and Immigration Services".
func (x *reading) joinedBody(from, to int) bool {
	for i := from + 1; i+1 < to; i++ {
		if !x.toks[i].is("and") {
			continue
		}
		m := x.firstNamed(from)
		return m+1 < len(x.named) && x.named[m].from == i+1 && x.named[m].to == to && x.toks[i-1].cap && x.named[m].who.gender == "" && x.named[m].who.roles == ""
	}
	return false
}

// dangling reports whether the last of some words is a participle whose
// complement was cut off: "a report released".
func (x *reading) dangling(from, to int) bool {
	l := x.toks[to-1].lower
	return to-from > 2 && !x.lang.has("determiners alone", x.toks[to-2].lower) && x.lang.ends("past", l) && !x.toks[to-1].cap && !x.isTitle(to-1) && x.lang.verbs[l].base == ""
}

// mention reads a noun: a person by name, an office, a body, a pronoun.
func (x *reading) mention(n, from, to int) mention {
	for to > from+1 && (x.isTime(to-1) || x.lang.has("adverbs", x.toks[to-1].lower) || x.dangling(from, to) || (x.toks[to-1].is("on") || x.toks[to-1].is("in"))) {
		to--
	}
	m := mention{from: from, to: to}
	first := x.toks[from].lower
	m.party = x.partyIn(from, to)
	if to == from+1 {
		if g := x.pronounOf("pronouns", first); g != "" {
			return x.resolve(n, m, g)
		}
		if x.lang.has("pronouns other", first) && x.role(first) != "one" && x.role(first) != "others" {
			return mention{}
		}
	}
	if x.joinedBody(from, to) {
		return x.office(n, m)
	}
	if who := x.nameBetween(from, to); len(who) > 0 {
		if len(who) > 1 && x.coordinated(from, to) {
			m.plural = true
			m.name = fold(x.spanOf(from, to).In(x.text))
			return m
		}
		x.fill(&m, who[0])
		return m
	}
	return x.office(n, m)
}
