package dispatch

import "strings"

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
