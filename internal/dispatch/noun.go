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

// finite reports whether a token is a verb that has a subject of its own.
func (x *reading) finite(i int) bool {
	t := x.toks[i]
	l := t.lower
	if !t.word || t.cap && (!x.starts[i] || i+1 < len(x.toks) && x.toks[i+1].cap) || x.role(l) == "'s" {
		return false
	}
	if x.lang.has("auxiliaries", l) || x.lang.has("modals", l) || x.lang.has("common verbs", l) || x.lang.has("negated verbs", l) {
		return true
	}
	v, saying := x.lang.verbs[l]
	if !saying && !x.lang.ends("past", l) {
		return false
	}
	if i > 0 {
		b := x.toks[i-1].lower
		if x.lang.has("determiners", b) || x.isPossessive(b) || x.role(b) == "'s" || x.lang.ends("manner", b) && i > 1 && x.lang.has("determiners", x.toks[i-2].lower) {
			return false
		}
		if x.lang.has("prepositions", b) {
			return false
		}
	}
	if i > 1 && !saying && x.toks[i-1].cap && x.world.country[x.toks[i-1].lower] != "" && (x.lang.has("determiners", x.toks[i-2].lower) || i > 2 && x.lang.has("determiners", x.toks[i-3].lower)) {
		return false // the US backed draft
	}
	if saying && (v.ing || l == v.base && !x.lang.has("same past", l)) {
		return false
	}
	return !x.beforeTitle(i)
}

// beforeTitle reports whether a participle belongs to an office: "retired
// general", "UN appointed envoy".
func (x *reading) beforeTitle(i int) bool {
	return x.lang.verbs[x.toks[i].lower].base == "" && i+1 < len(x.toks) && x.isTitle(i+1) && x.adjoins(i) && i+2 < len(x.toks) && x.toks[i+2].cap
}

// abbreviated reports whether a point ends a title or an initial: "Gen. Hale",
// "Lisa O. Moreau".
func (x *reading) abbreviated(i int) bool {
	if i < 1 || i+1 >= len(x.toks) || !x.toks[i].is(".") || !x.toks[i-1].cap || !x.toks[i+1].cap || x.toks[i-1].End != x.toks[i].Start {
		return false
	}
	return x.isTitle(i-1) && x.lang.has("abbreviations", x.toks[i-1].lower) || x.initial(i-1)
}

// initial reports whether a token is a letter that stands for a name.
func (x *reading) initial(i int) bool {
	return x.toks[i].cap && x.toks[i].End-x.toks[i].Start == 1 && x.toks[i-1].cap && x.toks[i-1].word
}

// reduced reports whether a participle tells more of the noun before it:
// "people briefed on the matter", "a student named Mira".
func (x *reading) reduced(i int) bool {
	if i == 0 || i+1 >= len(x.toks) || !x.lang.ends("past", x.toks[i].lower) || !x.toks[i-1].word || x.lang.has("auxiliaries", x.toks[i].lower) {
		return false
	}
	b := x.toks[i-1].lower
	led := x.lang.has("prepositions", x.toks[i+1].lower) && !x.toks[i+1].is("to") || x.lang.has("namings", x.toks[i].lower) && x.toks[i+1].cap
	return led && !x.isPronoun(b) && !x.lang.has("auxiliaries", b) && !x.lang.has("negations", b) && !x.lang.has("adverbs", b)
}

func (x *reading) apostrophe(i int) bool {
	return i < len(x.toks) && (x.toks[i].is("’") || x.toks[i].is("'")) && i > 0 && x.toks[i-1].End == x.toks[i].Start
}

// zone returns where the words that end at e, and could hold the subject of
// what follows, begin: after a mark, a conjunction or a verb.
func (x *reading) zone(s *sentence, e int) int {
	k := e
	for k >= s.from {
		t := x.toks[k]
		if t.quote > 0 || !t.word && !x.apostrophe(k) && !x.abbreviated(k) || x.lang.has("subordinators", t.lower) && k < e {
			break
		}
		if k < e && x.finite(k) && !x.reduced(k) && !x.participial(s, k) {
			break
		}
		if t.is("and") && !x.joinsNouns(s, k) {
			break
		}
		k--
	}
	return k + 1
}

// joinsNouns reports whether "and" at k joins two nouns of one subject.
func (x *reading) joinsNouns(s *sentence, k int) bool {
	if k == s.from || k+1 >= s.to || !x.toks[k-1].word {
		return false
	}
	if x.oneClause(s, k) {
		return true
	}
	l := x.toks[k-1].lower
	if !x.toks[k-1].cap && !x.isTitle(k-1) && !x.lang.has("groups", l) && !x.lang.has("organisations", l) && !x.lang.has("title complements", l) {
		return false
	}
	z := k - 1
	for z >= s.from && x.toks[z].word && x.toks[z].quote == 0 && !x.finite(z) && !x.lang.has("subordinators", x.toks[z].lower) && !x.lang.has("prepositions", x.toks[z].lower) {
		z--
	}
	if z < s.from {
		return true
	}
	if x.toks[z].is("of") && z > s.from && x.lang.has("groups", x.toks[z-1].lower) && x.toks[k+1].cap {
		return true // the ministers of Lorland and Estmark
	}
	return !x.finite(z) && !x.lang.has("prepositions", x.toks[z].lower)
}

// firstNouns returns where the first noun that no preposition leads begins.
func (x *reading) firstNouns(s *sentence, from, to int) (int, bool) {
	led, time := false, false
	for i := from; i < to; i++ {
		l := x.toks[i].lower
		switch {
		case x.lang.has("prepositions", l) && !x.bound(i):
			led, time = true, false
			continue
		case x.isTime(i):
			led, time = false, true
			continue
		case time && (l == "," || x.lang.has("adverbs", l)):
			continue
		}
		fresh := i == from || time || !led
		if led && i > from && !x.lang.has("prepositions", x.toks[i-1].lower) && (x.lang.has("determiners", l) || x.isPronoun(l) || x.isPossessive(l)) {
			fresh = true
		}
		if fresh && !x.lang.has("adverbs", l) || fresh && x.lang.has("determiners", l) {
			return i, true
		}
	}
	if i := x.nameAtEnd(from, to); i > from {
		return i, true
	}
	return x.afterPlace(s, from, to)
}

// lastNouns skips a noun that another follows at once: of "a move the minister"
// the minister is who called it something.
func (x *reading) lastNouns(from, to int) int {
	led := false
	for i := from + 1; i < to; i++ {
		l := x.toks[i].lower
		if x.lang.has("prepositions", l) || x.role(l) == "and" || x.role(l) == "or" {
			led = true
		}
		b := x.toks[i-1].lower
		plain := x.role(l) == "the" || x.role(l) == "a" || x.role(l) == "an" || x.role(l) == "it" || x.role(l) == "they" || x.pronounOf("pronouns", l) == "m" || x.pronounOf("pronouns", l) == "f"
		if plain && !led && i > from+1 && x.toks[i-1].word && !x.lang.has("determiners", b) && !x.lang.has("prepositions", b) {
			return i
		}
	}
	return from
}

// afterPlace reads "In Brussels diplomats".
func (x *reading) afterPlace(s *sentence, from, to int) (int, bool) {
	for i := from; i+1 < to; i++ {
		if n := x.placeAt(i, to); n > 0 && i+n < to && !x.lang.has("prepositions", x.toks[i+n].lower) && !x.toks[i+n].is("'s") {
			return i + n, true
		}
	}
	return 0, false
}

func (x *reading) bound(i int) bool {
	n, _ := x.lang.match("bounds", x.toks, i)
	if n == 0 || i+n >= len(x.toks) {
		return false
	}
	l := x.toks[i+n].lower
	if vague, _ := x.lang.match("vague numbers", x.toks, i+n); vague > 0 {
		return true
	}
	return unicodeDigit(l) || x.lang.has("numbers", l) || x.role(l) == "half" || x.role(l) == "a" || x.role(l) == "two-thirds" || x.role(l) == "all" || x.role(l) == "every"
}

func (x *reading) isTime(i int) bool {
	l := x.toks[i].lower
	if unicodeDigit(l) && strings.Contains(l, ":") {
		return true
	}
	if x.lang.has("weekdays", l) || x.lang.has("months", l) && x.role(l) != "may" && x.role(l) != "march" {
		return true
	}
	if x.toks[i].cap && !x.starts[i] {
		return false // the Morning Herald
	}
	if _, ok := x.lang.words["parts of day"][l]; ok {
		return true
	}
	return x.lang.has("time words", l)
}

var genders = []struct{ section, gender string }{{"masculine", "m"}, {"feminine", "f"}, {"neuter", "n"}, {"plural", "p"}}

// pronounOf returns what a pronoun stands for: m, f, n or p, "" for none.
func (x *reading) pronounOf(kind, l string) string {
	for _, g := range genders {
		if x.lang.has(kind+" "+g.section, l) {
			return g.gender
		}
	}
	return ""
}

func (x *reading) isPronoun(l string) bool {
	return x.pronounOf("pronouns", l) != "" || x.lang.has("pronouns other", l)
}

func (x *reading) isPossessive(l string) bool { return x.pronounOf("possessives", l) != "" }

// nounsRight returns where the noun that begins at i ends, with "of" and "for"
// that belong to it.
func (x *reading) nounsRight(s *sentence, i int) int {
	j := i
	for j < s.to {
		t := x.toks[j]
		if t.quote > 0 || !t.word && !x.apostrophe(j) && !x.abbreviated(j) {
			break
		}
		if j > i && (x.lang.has("subordinators", t.lower) || x.finite(j) || x.isTime(j) || x.lang.has("adverbs", t.lower) && !x.lang.has("determiners", t.lower)) {
			break
		}
		if x.lang.has("prepositions", t.lower) && !t.is("of") && !(t.is("for") && j > i) && !x.standsIn(s, i, j) && !(t.is("from") && j > i && x.lang.has("groups", x.toks[j-1].lower)) && !(t.is("to") && x.lang.has("organisations", x.toks[j-1].lower)) {
			break
		}
		if j > i && x.isPronoun(t.lower) && !x.lang.has("determiners", t.lower) {
			break
		}
		if t.is("and") && !(j+1 < s.to && x.toks[j+1].cap && x.toks[j-1].cap) && !(j > i && x.lang.has("title complements", x.toks[j-1].lower)) {
			break
		}
		j++
	}
	if j < s.to && j == i+2 && x.toks[i].is("one") && x.toks[i+1].is("of") && x.toks[j].word {
		return j + 1
	}
	if j == i+1 && x.toks[i].is("one") {
		return j
	}
	for j > i && (x.lang.has("prepositions", x.toks[j-1].lower) || x.lang.has("determiners", x.toks[j-1].lower) && !x.lang.has("pronouns plural", x.toks[j-1].lower) && !x.lang.has("determiners alone", x.toks[j-1].lower)) {
		j--
	}
	return j
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

// oneClause reports whether no verb stands before the "and" at k in its clause,
// so that it joins nouns: "Experts on Korea and nuclear arms said".
func (x *reading) oneClause(s *sentence, k int) bool {
	z := k - 1
	for ; z >= s.from; z-- {
		t := x.toks[z]
		if t.quote > 0 || !t.word && !x.apostrophe(z) && !x.abbreviated(z) {
			break
		}
		if x.finite(z) || x.lang.has("subordinators", t.lower) || x.lang.has("common verbs", t.lower) || x.lang.ends("participle", t.lower) {
			return false
		}
	}
	l := x.toks[z+1].lower
	return z+1 < k && (z < s.from || x.toks[z].is(",") && x.namedTo(z)) && !x.lang.has("prepositions", l) && !x.lang.has("adverbs", l) && !x.lang.has("determiners alone", l)
}

// participial reports whether the verb at k, after a noun and before another
// verb of the same clause, tells more of the noun: "a report released last year".
func (x *reading) participial(s *sentence, k int) bool {
	l := x.toks[k].lower
	if k == s.from || !x.lang.ends("past", l) || x.lang.verbs[l].base != "" || !x.toks[k-1].word || x.lang.has("auxiliaries", l) {
		return false
	}
	b := x.toks[k-1].lower
	return x.isTime(k+1) && !x.isPronoun(b) && !x.lang.has("auxiliaries", b) && !x.lang.has("adverbs", b) && !x.lang.has("negations", b) && x.role(b) != "and"
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

// standsIn reports whether the preposition at j says where a group or somebody
// without a name is: "a farmer in Lenga".
func (x *reading) standsIn(s *sentence, i, j int) bool {
	t := x.toks[j]
	if j == i || j+1 >= s.to || !x.toks[j+1].cap || !t.is("in") && !t.is("from") && !t.is("at") {
		return false
	}
	first := x.toks[i].lower
	return x.lang.has("indefinite", first) || x.lang.has("groups", x.toks[j-1].lower)
}

// nameAtEnd returns where a name begins that ends a phrase after a preposition:
// "In his resignation letter Dahl"; from when there is none.
func (x *reading) nameAtEnd(from, to int) int {
	i := to
	for i > from && x.toks[i-1].cap && x.toks[i-1].word {
		i--
	}
	if i == to || i <= from+1 {
		return from
	}
	b := x.toks[i-1].lower
	if x.toks[i-1].cap || x.lang.has("prepositions", b) || x.lang.has("determiners", b) || x.isTitle(i-1) || x.role(b) == "'s" || x.role(b) == "and" || x.lang.has("title complements", b) {
		return from
	}
	return i
}
