package dispatch

import (
	"strings"
	"unicode"
)

// cue is a word that says that somebody said something, and who.
type cue struct {
	verb        verb
	at          int // token of the verb, of "according" for a source
	start, end  int // tokens of all that attributes, its subject included
	who         mention
	mode        cueMode
	negated     bool
	supposed    bool // would say, if he says: not taken as said
	passive     bool
	shared      bool // its subject is that of a cue before
	relative    bool // "which Trump said"
	of          int  // where the words begin that a passive or an inversion is about
	taken       bool // a quotation stands before it and is its words
	parenthesis bool
}

type cueMode int

const (
	spoken   cueMode = iota // X said
	inverted                // said X
	sourced                 // according to X
)

// context is what stands to the left of a verb.
type leftward struct {
	end             int // last token that is no auxiliary, adverb or time
	modal, neg, be  bool
	infinitive, did bool
	later, led      bool
}

// findCues finds who says what in all sentences, in order, so that pronouns
// can look back.
func (x *reading) findCues() {
	for n := range x.sents {
		s := &x.sents[n]
		for i := s.from; i < s.to; i++ {
			if x.toks[i].quote > 0 {
				continue
			}
			if c, ok := x.cueAt(n, i); ok && !x.impersonal(s, &c) {
				s.cues = append(s.cues, c)
			}
		}
		s.subject = x.mainSubject(n)
	}
}

func (x *reading) cueAt(n, i int) (cue, bool) {
	s := &x.sents[n]
	t := x.toks[i]
	if t.is("according") && i+2 < s.to && x.toks[i+1].is("to") {
		return x.sourceAt(n, i)
	}
	if phrase, _ := x.lang.match("phrasal cues", x.toks[:s.to], i); phrase > 0 {
		return x.phrasal(n, i, phrase)
	}
	v, ok := x.lang.verbs[t.lower]
	if !ok || x.role(v.base) == "issue" || t.cap && !x.starts[i] || i > s.from && x.toks[i-1].is("whose") {
		return cue{}, false
	}
	c := cue{verb: v, at: i, start: i, end: i + 1, of: -1}
	ctx := x.before(s, i)
	if x.role(v.base) == "quote" && !ctx.be {
		if c, ok := x.quotedAsSaying(n, i, ctx.end); ok {
			return c, true
		}
	}
	if x.role(v.base) == "quote" && ctx.be {
		return cue{}, false // "was quoted by the Tribune as saying" is a cue at its last word
	}
	if x.nounLike(s, i, v) || x.askedOf(i, v) {
		return cue{}, false
	}
	if v.can('h') && !x.thatFollows(s, i) {
		return cue{}, false
	}
	c.negated = ctx.neg
	c.supposed = ctx.modal && !ctx.later || ctx.infinitive
	ok = x.subject(n, &c, ctx)
	if c.shared && t.lower == v.base && !c.who.plural && !x.lang.has("same past", t.lower) {
		c.supposed = true // declined to threaten or declare
	}
	if !ok || !x.agrees(c, ctx) {
		return cue{}, false
	}
	return c, true
}

// nounLike reports whether a form of a verb stands where a noun or adjective
// would: "the claim", "a report", "a leaked draft".
func (x *reading) nounLike(s *sentence, i int, v verb) bool {
	if i == s.from {
		return !v.ing && !x.lang.ends("past", x.toks[i].lower)
	}
	b := x.toks[i-1]
	if b.quote > 0 {
		return false
	}
	l := b.lower
	switch {
	case x.role(l) == "to" || x.role(l) == "by" && v.ing:
		return false
	case x.lang.has("auxiliaries", l) && (x.role(l) != "'s" || x.contracted(i-1)):
		return false
	case x.lang.has("prepositions", l):
		return !v.ing
	case x.role(l) == "'s", v.form(x.toks[i].lower, "s") && (x.finite(i-1) || i+1 < s.to && (x.toks[i+1].is("of") && x.role(v.base) != "say" || x.lang.ends("participle", x.toks[i+1].lower) || x.finite(i+1))):
		return true
	case x.lang.has("determiners", l):
		return !x.lang.has("determiners alone", l) && !(x.role(l) == "her" && v.ing)
	}
	return v.ing && i+1 < s.to && x.toks[i-1].word && !x.lang.has("adverbs", l) && !x.lang.has("subordinators", l) && x.toks[i+1].is("of")
}

// askedOf reports whether a participle tells who was told or asked: "people
// briefed on the matter".
func (x *reading) askedOf(i int, v verb) bool {
	return x.lang.has("told or asked", v.base) && x.reduced(i)
}

// agrees rejects a base form with a single subject: "the post" is no posting.
func (x *reading) agrees(c cue, ctx leftward) bool {
	l := x.toks[c.at].lower
	if l != c.verb.base || x.lang.ends("past", l) || x.lang.has("same past", l) || ctx.infinitive || ctx.led || ctx.modal || ctx.did || c.passive {
		return true
	}
	return c.who.plural || c.shared || c.mode == sourced
}

// before reads the words left of a verb that belong to it.
func (x *reading) before(s *sentence, i int) leftward {
	c := leftward{end: i - 1}
	for c.end >= s.from {
		t := x.toks[c.end]
		l := t.lower
		switch {
		case t.quote > 0:
			return c
		case x.role(l) == "to":
			lead := x.leadIn(s, c.end)
			if lead == 0 {
				c.infinitive = true
				return c
			}
			c.end -= lead + 1
			c.led = true
			continue
		case x.role(l) == "having" && c.end > s.from && (x.lang.has("prepositions", x.toks[c.end-1].lower) || x.lang.verbs[x.toks[c.end-1].lower].base != ""):
			c.infinitive = true // denied having said
			return c
		case x.role(l) == "later" || x.role(l) == "then":
			c.later = true
		case x.lang.has("negations", l) && x.role(l) != "without":
			c.neg = true
			c.did = c.did || x.lang.has("do", l)
			c.modal = c.modal || x.lang.has("negated modals", l)
		case x.lang.has("modals", l):
			c.modal = true
		case x.lang.has("auxiliaries", l) && (x.role(l) != "'s" || x.contracted(c.end)):
			c.be = c.be || x.lang.has("be", l)
			c.did = c.did || x.lang.has("do", l)
		case t.word && !t.cap && (x.lang.has("adverbs", l) || x.lang.ends("manner", l)):
		default:
			n := max(x.timeBefore(s, c.end), x.asideBefore(s, c.end))
			if n == 0 {
				return c
			}
			c.end -= n - 1
		}
		c.end--
	}
	return c
}

// leadIn returns how many tokens before "to" are a verb after which what
// follows is still said: "continues to insist".
func (x *reading) leadIn(s *sentence, to int) int {
	for n := 1; n <= 2 && to-n >= s.from; n++ {
		if m, _ := x.lang.match("lead-ins", x.toks[:to], to-n); m == n {
			return n
		}
	}
	return 0
}

// asideBefore returns how many tokens that end at e are a phrase that may stand
// between a subject and its verb: "in 2010", "at the time".
func (x *reading) asideBefore(s *sentence, e int) int {
	if unicodeDigit(x.toks[e].lower) && e > s.from && x.lang.has("prepositions", x.toks[e-1].lower) {
		return 2
	}
	for n := min(6, e-s.from); n > 1; n-- {
		if m, _ := x.lang.match("asides", x.toks[:e+1], e-n+1); m == n {
			return n
		}
	}
	return 0
}

// timeBefore returns how many tokens that end at e say when: "on Tuesday",
// "this week", "in April", "last month".
func (x *reading) timeBefore(s *sentence, e int) int {
	l := x.toks[e].lower
	_, part := x.lang.words["parts of day"][l]
	switch {
	case x.lang.has("weekdays", l) || x.lang.has("months", l):
	case part && e > s.from && x.lang.has("weekdays", x.toks[e-1].lower):
		if n := x.timeBefore(s, e-1); n > 0 {
			return n + 1
		}
		return 0
	case part || x.lang.has("stretches", l):
		if e > s.from && (x.toks[e-1].is("this") || x.toks[e-1].is("last") || x.toks[e-1].is("that") || x.toks[e-1].is("next")) {
			return 2
		}
		return 0
	default:
		return 0
	}
	n := 1
	for e-n >= s.from && n < 4 {
		if x.lang.has("time leads", x.toks[e-n].lower) {
			n++
			continue
		}
		break
	}
	if n == 1 && x.lang.has("months", l) {
		return 0 // May and March are names and verbs too
	}
	return n
}

// sourceAt reads "according to the ministry".
func (x *reading) sourceAt(n, i int) (cue, bool) {
	s := &x.sents[n]
	c := cue{verb: verb{base: "according to", frames: "c"}, at: i, start: i, mode: sourced, of: -1}
	np := x.nounsRight(s, i+2)
	if np <= i+2 {
		return cue{}, false
	}
	from := i + 2
	if np+1 < s.to && (x.toks[np].is("by") || x.toks[np].is("from")) && (x.lang.has("organisations", x.toks[np-1].lower) || x.lang.has("document nouns", x.toks[np-1].lower)) {
		if further := x.nounsRight(s, np+1); further > np+1 {
			from, np = np+1, further
		}
	}
	if np+1 < s.to && x.toks[np].is("and") && (x.lang.has("determiners", x.toks[np+1].lower) || x.lang.has("groups", x.toks[np+1].lower)) {
		if further := x.nounsRight(s, np+1); further > np+1 && !x.anyFinite(np+1, further) {
			np = further
		}
	}
	c.end = np
	c.who = x.mention(n, from, np)
	x.appose(n, &c.who, np)
	c.end = max(c.end, c.who.to)
	if x.toks[i+2].is("plan") || x.toks[i+2].is("plans") {
		return cue{}, false
	}
	return c, c.who.name != ""
}

// subject finds who says it.
func (x *reading) subject(n int, c *cue, ctx leftward) bool {
	s := &x.sents[n]
	if ctx.be && !c.verb.ing {
		return x.agent(n, c, ctx)
	}
	e := ctx.end
	if c.verb.ing && !ctx.be {
		return x.participle(n, c, e)
	}
	if x.afterQuotation(s, e) {
		return x.invertedSubject(n, c, e)
	}
	if e < s.from {
		return false
	}
	t := x.toks[e]
	switch {
	case t.is(",") && x.capitalRight(s, c.at+1) && !x.nounsEndAt(s, e):
		if x.listed(s, c, e) {
			return x.sharedSubject(n, c, e)
		}
		return x.invertedSubject(n, c, e)
	case t.is("and") || t.is("but") || t.is("or") || t.is(",") && e > s.from && x.toks[e-1].is("and"):
		return x.sharedSubject(n, c, e)
	case t.is("which") || t.is("who") || t.is("that") && c.at-e < 4:
		return x.antecedent(n, c, e)
	}
	return x.subjectLeft(n, c, e)
}

func (x *reading) afterQuotation(s *sentence, e int) bool {
	if e < s.from {
		return false
	}
	if x.toks[e].quote > 0 {
		return true
	}
	return e > s.from && !x.toks[e].word && x.toks[e-1].quote > 0 && strings.Contains(",–—-", x.toks[e].lower)
}

func (x *reading) capitalRight(s *sentence, i int) bool {
	if i >= s.to || x.toks[i].quote > 0 || !x.toks[i].word {
		return false
	}
	l := x.toks[i].lower
	return x.toks[i].cap || (x.lang.has("determiners", l) && x.role(l) != "that" && x.role(l) != "this") || x.isTitle(i) || x.lang.has("groups", l)
}

// nounsEndAt reports whether the comma at e closes an insertion, so that the
// subject stands before it.
func (x *reading) nounsEndAt(s *sentence, e int) bool { return x.insertion(s, e) > s.from }

// participle finds the subject of "…, saying": that of the sentence.
func (x *reading) participle(n int, c *cue, e int) bool {
	s := &x.sents[n]
	if e >= s.from {
		t := x.toks[e]
		if q := x.quotedAs(s, e); q > s.from {
			if !x.before(s, q).be {
				return false
			}
			return x.subjectLeft(n, c, x.before(s, q).end)
		}
		if t.is("without") || x.lang.has("modals", t.lower) {
			c.negated = true
		}
		if x.lang.has("prepositions", t.lower) && !t.is("by") {
			return false
		}
		issued := x.issued(s, e) // a statement slamming the story
		if t.word && t.quote == 0 && !t.is("and") && !x.lang.has("prepositions", t.lower) && !x.lang.has("subordinators", t.lower) && !issued {
			if z := x.zone(s, e); x.toks[z].is("with") {
				c.start, c.who = z, x.mention(n, z+1, e+1)
				return c.who.name != ""
			}
			return x.subjectLeft(n, c, e) && x.withBefore(s, c)
		}
	}
	c.shared = true
	if last := lastSaid(s); last != nil {
		c.who, c.supposed = last.who, last.supposed
		return true
	}
	if m := x.leftmost(n, s.from, c.at); m != nil {
		c.who = *m
		return true
	}
	return false
}

// quotedAs returns the verb of "was quoted by the Tribune as", whose "as" is at e,
// or -1.
func (x *reading) quotedAs(s *sentence, e int) int {
	if !x.toks[e].is("as") {
		return -1
	}
	for k := e - 1; k > s.from && e-k < 12 && x.toks[k].quote == 0 && (x.toks[k].word || x.apostrophe(k)); k-- {
		if x.lang.has("quoted as", x.toks[k].lower) {
			return k
		}
	}
	return -1
}

// withBefore reports whether "with" leads the subject of a participle: "with
// Kyiv saying".
func (x *reading) withBefore(s *sentence, c *cue) bool {
	return c.start > s.from && (x.toks[c.start-1].is("with") || !x.toks[c.start-1].word) || x.toks[c.start].is("with")
}

// sharedSubject finds the subject of "… and warned".
func (x *reading) sharedSubject(n int, c *cue, e int) bool {
	s := &x.sents[n]
	c.shared = true
	c.start = e
	if e > s.from && x.toks[e-1].is(",") {
		c.start--
	}
	if last := x.lastOuter(s, x.toks[c.at].lower == c.verb.base); last != nil {
		c.who = last.who
		if last.supposed && x.toks[c.at].lower == c.verb.base {
			c.supposed = true
		}
		return true
	}
	if m := x.leftmost(n, s.from, e); m != nil {
		c.who = *m
		return true
	}
	return false
}

// lastOuter returns the last cue that stands in no other's words; of several
// speakers where the verb asks for them.
func (x *reading) lastOuter(s *sentence, plural bool) *cue {
	for i := len(s.cues) - 1; i >= 0; i-- {
		if c := &s.cues[i]; c.mode != sourced && !x.nested(s, i) && (!plural || c.who.plural || c.supposed) {
			return c
		}
	}
	if last := len(s.cues) - 1; last >= 0 && s.cues[last].mode != sourced {
		return &s.cues[last]
	}
	return nil
}

// antecedent finds what "which" or "who" stands for.
func (x *reading) antecedent(n int, c *cue, e int) bool {
	s := &x.sents[n]
	k := e - 1
	if k >= s.from && x.toks[k].is(",") {
		k--
	}
	if k > s.from && x.toks[k].is(")") {
		if open := x.insertion(s, k); open > s.from {
			k = open - 1
		}
	}
	if k < s.from || !x.toks[k].word || x.toks[k].quote > 0 {
		return false
	}
	if x.toks[e].is("that") && !x.lang.has("groups", x.toks[k].lower) && !x.lang.has("organisations", x.toks[k].lower) && !x.lang.has("document nouns", x.toks[k].lower) {
		return false
	}
	c.start, c.relative = e, true
	if p := x.commaBefore(s, k); x.toks[e-1].is(",") && p > s.from && x.toks[p-1].cap && x.tells(s, p+1, k+1) {
		k = p - 1
	}
	start := k
	for start > s.from && x.toks[start-1].word && !x.lang.verbs[x.toks[start-1].lower].ing && x.toks[start-1].quote == 0 && !x.lang.has("prepositions", x.toks[start-1].lower) && !x.finite(start-1) && !x.lang.has("subordinators", x.toks[start-1].lower) {
		start--
	}
	c.who = x.mention(n, start, k+1)
	return c.who.name != ""
}

// commaBefore returns the comma before token k with no mark between, or -1.
func (x *reading) commaBefore(s *sentence, k int) int {
	for ; k >= s.from && x.toks[k].quote == 0; k-- {
		if x.toks[k].is(",") {
			return k
		}
		if !x.toks[k].word {
			break
		}
	}
	return -1
}

// subjectLeft finds the subject that ends at token e.
func (x *reading) subjectLeft(n int, c *cue, e int) bool {
	s := &x.sents[n]
	inserted := -1
	for e >= s.from && (x.toks[e].is(",") || x.toks[e].is("–") || x.toks[e].is("—") || x.toks[e].is(")")) {
		k := x.insertion(s, e)
		if k <= s.from {
			return false
		}
		if e = k - 1; x.isAge(s, e) {
			e -= 2
		}
		inserted = e + 1
	}
	if e < s.from || x.toks[e].quote > 0 || !x.toks[e].word && !x.apostrophe(e) {
		return false
	}
	if inserted > 0 && (x.toks[e].is("and") || x.toks[e].is("but")) {
		return x.sharedSubject(n, c, e)
	}
	if l := x.toks[e].lower; x.lang.has("subordinators", l) || x.lang.has("prepositions", l) {
		return false
	}
	z := x.zone(s, e)
	if inserted > 0 && z > s.from+1 && x.toks[z-1].is(",") && x.tells(s, z, e+1) && x.namedTo(z-1) {
		e = z - 2 // Ann Brunner, a developer and spokeswoman for the coalition, which …,
		z = x.zone(s, e)
	}
	if k := x.clauseHead(s, z, e); k > s.from {
		e = k - 1
		z = x.zone(s, e)
	}
	z = x.listStart(s, z, e)
	from, ok := x.firstNouns(s, z, e+1)
	if !ok || x.lang.has("nobody", x.toks[from].lower) && !x.isPronoun(x.toks[from].lower) {
		return false
	}
	if last := x.lastNouns(from, e+1); last != from {
		from, c.relative = last, true
	}
	c.start = from
	if c.who = x.inserted(n, from, e+1, inserted); c.who.name == "" {
		c.who = x.mention(n, from, e+1)
	}
	if inserted > 0 {
		x.appose(n, &c.who, inserted)
	}
	x.appose(n, &c.who, e+1)
	if z > s.from && (x.lang.has("conditions", x.toks[z-1].lower) && !x.toks[z-1].is("had") || x.toks[z-1].is("as") && x.role(c.verb.base) == "say") {
		c.supposed = c.supposed || !x.toks[z-1].is("as")
	}
	c.relative = c.relative || z > s.from && (x.toks[z-1].is("which") || x.toks[z-1].is("whom"))
	if z == s.from && x.toks[z].is("had") || z > s.from && x.toks[z-1].is("had") && x.starts[z-1] {
		c.supposed = true
	}
	return c.who.name != ""
}

// isAge reports whether a number between a comma and what ends at e is all that
// stands there: Juan Perez, 45, who …
func (x *reading) isAge(s *sentence, e int) bool {
	return e > s.from+1 && x.toks[e-1].is(",") && unicodeDigit(x.toks[e].lower) && x.toks[e-2].word
}

// insertion returns where what stands between commas, dashes or brackets and
// ends at e begins, when it tells more of the noun before it; else -1. A clause
// that a relative pronoun opens reaches over what is inserted at its end.
func (x *reading) insertion(s *sentence, e int) int {
	closing := x.toks[e].lower
	opening := closing
	if closing == ")" {
		opening = "("
	}
	found := -1
	for k := e - 1; k > s.from && e-k < 48; k-- {
		t := x.toks[k]
		if t.is(";") || t.is(":") || t.quote > 0 && opening != "," {
			break
		}
		if !t.is(opening) || t.quote > 0 {
			continue
		}
		switch {
		case found >= 0 && x.lang.has("relative", x.toks[k+1].lower) && (x.toks[k-1].cap || x.isTitle(k-1)):
			return k
		case found >= 0:
			return found
		case (e-k < 28 || x.lang.has("relative", x.toks[k+1].lower)) && x.tells(s, k+1, e):
			found = k
		}
		if opening != "," {
			break
		}
	}
	return found
}

// tells reports whether words between commas tell more of the noun before.
func (x *reading) tells(s *sentence, i, e int) bool {
	if i >= e || !x.toks[i-2].word {
		return false
	}
	t := x.toks[i]
	l := t.lower
	switch {
	case x.lang.has("relative", l) || x.lang.has("participle leads", l) || x.lang.has("namings", l) || x.lang.ends("participle", l):
		return true
	case x.lang.ends("past", l) && i+1 < e && (x.lang.has("prepositions", x.toks[i+1].lower) || x.isTime(i+1)):
		return true
	case unicode.IsDigit(firstRune(x.text[t.Start:])):
		return e-i == 1
	case x.lang.has("adverbs", l) && x.lang.ends("past", x.toks[i+1].lower):
		return e-i < 6
	case x.lang.has("prepositions", l) || x.lang.has("adverbs", l):
		return e-i < 14 && !x.anyFinite(i, e)
	}
	return (t.cap || x.lang.has("determiners", l) || x.isTitle(i) || x.lang.has("title complements", l)) && !x.anyFinite(i, e)
}

func (x *reading) anyFinite(from, to int) bool {
	for i := from; i < to; i++ {
		if i > from && x.lang.has("relative", x.toks[i].lower) {
			return false // the verb is that of a clause within
		}
		if x.toks[i].quote == 0 && x.finite(i) && !x.reduced(i) {
			return true
		}
	}
	return false
}

// agent finds by whom: "The visit was confirmed on Wednesday by the aide".
func (x *reading) agent(n int, c *cue, ctx leftward) bool {
	s := &x.sents[n]
	c.passive = true
	if ctx.end < s.from {
		return false
	}
	for k := c.at + 1; k < min(c.at+10, s.to); k++ {
		t := x.toks[k]
		if t.quote > 0 || !t.word && !t.is(",") || x.lang.has("subordinators", t.lower) || x.lang.has("auxiliaries", t.lower) {
			return false
		}
		if !t.is("by") {
			continue
		}
		end := x.nounsRight(s, k+1)
		if end <= k+1 || c.verb.can('a') && !c.verb.can('o') {
			return false
		}
		z := x.zone(s, ctx.end)
		c.of, c.start, c.end = z, c.at, end
		c.who = x.mention(n, k+1, end)
		x.appose(n, &c.who, end)
		return c.who.name != "" && !x.toks[k+1].is("the") || c.who.person != nil || c.who.body
	}
	return false
}

func (x *reading) invertedSubject(n int, c *cue, e int) bool {
	s := &x.sents[n]
	if !x.capitalRight(s, c.at+1) && !(c.at+1 < s.to && !x.lang.has("prepositions", x.toks[c.at+1].lower) && x.isTitle(min(c.at+2, s.to-1))) {
		return false
	}
	end := x.nounsRight(s, c.at+1)
	if end <= c.at+1 {
		return false
	}
	c.mode, c.end, c.start = inverted, end, c.at
	c.of = e
	c.who = x.mention(n, c.at+1, end)
	x.appose(n, &c.who, x.afterClause(s, end))
	return c.who.name != ""
}

// afterClause returns the comma that ends a relative clause at i, where a name
// may stand: "said the engineer who built it, Josef Amsel"; i when there is none.
func (x *reading) afterClause(s *sentence, i int) int {
	if i >= s.to || !x.lang.has("relative", x.toks[i].lower) {
		return i
	}
	for k := i + 1; k < min(i+14, s.to); k++ {
		if x.toks[k].quote > 0 || !x.toks[k].word && !x.apostrophe(k) {
			if x.toks[k].is(",") {
				return k
			}
			break
		}
	}
	return i
}

// listStart returns where a list of names begins whose last two stand from z to
// e: "Tom Carter, Diane Fenn and Patrick Lee"; z when there is none.
func (x *reading) listStart(s *sentence, z, e int) int {
	if !x.coordinated(z, e) || !x.toks[z].cap {
		return z
	}
	for z > s.from+1 && x.toks[z-1].is(",") && x.toks[z-1].quote == 0 {
		k := z - 2
		for k >= s.from && x.toks[k].quote == 0 && (x.toks[k].cap && x.toks[k].word && !x.lang.has("prepositions", x.toks[k].lower) || x.abbreviated(k)) {
			k--
		}
		if k == z-2 || k >= s.from && x.toks[k].word && !x.lang.has("subordinators", x.toks[k].lower) || x.isTime(z-2) {
			break
		}
		z = k + 1
	}
	return z
}

// lastSaid returns the last cue of a sentence that is no infinitive, or the last
// there is.
func lastSaid(s *sentence) *cue {
	for i := len(s.cues) - 1; i >= 0; i-- {
		if !s.cues[i].supposed {
			return &s.cues[i]
		}
	}
	if len(s.cues) == 0 {
		return nil
	}
	return &s.cues[len(s.cues)-1]
}

// clauseHead returns the relative pronoun of a clause without commas in which the
// subject's words end: "a sergeant who gave his name as Tor told"; -1 when there
// is none.
func (x *reading) clauseHead(s *sentence, z, e int) int {
	for k := z - 1; k > s.from && e-k < 20; k-- {
		t := x.toks[k]
		if t.quote > 0 || !t.word && !x.apostrophe(k) {
			return -1
		}
		if v, ok := x.lang.verbs[t.lower]; ok && v.can('c') && x.finite(k) {
			return -1
		}
		if t.is("who") && x.toks[k-1].word && !x.lang.has("prepositions", x.toks[k-1].lower) {
			return k
		}
	}
	return -1
}

// thatFollows reports whether "that" follows a verb, a few words of when and how
// between.
func (x *reading) thatFollows(s *sentence, i int) bool {
	for k := i + 1; k < min(i+5, s.to); k++ {
		if x.toks[k].is("that") {
			return !x.demonstrative(k)
		}
		if l := x.toks[k].lower; !x.lang.has("adverbs", l) && !x.isTime(k) && x.role(l) != "on" && x.role(l) != "in" && !x.lang.ends("manner", l) {
			return false
		}
	}
	return false
}

// contracted reports whether the "'s" at i is a verb: He's claiming.
func (x *reading) contracted(i int) bool { return i > 0 && x.isPronoun(x.toks[i-1].lower) }

// namedTo reports whether a person's name ends before token i.
func (x *reading) namedTo(i int) bool {
	m := x.firstNamed(i) - 1
	return m >= 0 && x.named[m].to == i && x.toks[x.named[m].from].quote == 0
}

// impersonal reports whether a cue within what another says has "it" for its
// subject, or is of a verb of things: "She says it underlines that", "saying its
// inquiry found that".
func (x *reading) impersonal(s *sentence, c *cue) bool {
	last := len(s.cues) - 1
	if last < 0 || c.mode != spoken || c.shared || !c.verb.can('h') && (!x.toks[c.start].is("it") || !c.who.pronoun) {
		return false
	}
	return c.start > s.cues[last].at && !x.parallel(s, c)
}

// quotedAsSaying reads "the agency quoted Ms Simon, the editor, as saying": the
// cue is of whom the agency quotes.
func (x *reading) quotedAsSaying(n, i, subject int) (cue, bool) {
	s := &x.sents[n]
	end := x.nounsRight(s, i+1)
	for k := end; k+1 < min(s.to, i+16); k++ {
		v, ok := x.lang.verbs[x.toks[k+1].lower]
		if !x.toks[k].is("as") || !ok || !v.ing {
			continue
		}
		c := cue{verb: v, at: k + 1, end: k + 2, of: -1}
		if subject < s.from || !x.subjectLeft(n, &c, subject) {
			c.start = i
		}
		c.who = x.mention(n, i+1, end)
		return c, c.who.name != ""
	}
	return cue{}, false
}

// inserted returns whom an office is whose name stands inserted after it: "The
// minister of the economy, Mr. Villarreal, argues".
func (x *reading) inserted(n, from, to, at int) mention {
	if at < 0 || at != to || !x.toks[at].is(",") || len(x.nameBetween(from, to)) > 0 {
		return mention{}
	}
	head, plural := x.head(from, to)
	i := x.firstNamed(at + 1)
	if plural || !x.isTitle(head) || i >= len(x.named) {
		return mention{}
	}
	name := x.named[i]
	if name.to >= x.sents[n].to || !x.toks[name.to].is(",") || x.toks[name.from].quote > 0 || !x.onlyTitles(at+1, name.from) || name.from-at > 4 {
		return mention{}
	}
	m := mention{from: from, to: name.to, party: x.partyIn(from, to)}
	x.fill(&m, name.who)
	if m.capacity == "" {
		m.capacity = fold(x.spanOf(from, to).In(x.text))
	}
	return m
}

// issued reports whether words that end at e are of a text, so that the participle
// after them is its author's: "a statement to the board saying".
func (x *reading) issued(s *sentence, e int) bool {
	for k := e; k >= s.from && e-k < 6 && x.toks[k].word && x.toks[k].quote == 0 && !x.finite(k); k-- {
		if x.lang.has("document nouns", x.toks[k].lower) || x.lang.has("venues", x.toks[k].lower) {
			return true
		}
	}
	return false
}

// phrasal reads a verb of several words after which "that" leads what was said:
// "made it clear to both sides that".
func (x *reading) phrasal(n, i, words int) (cue, bool) {
	s := &x.sents[n]
	ctx := x.before(s, i)
	c := cue{verb: verb{base: x.toks[i].lower, frames: "h"}, at: i + words - 1, start: i, end: i + words, of: -1, negated: ctx.neg, supposed: ctx.modal || ctx.infinitive}
	for k := c.end; k < min(s.to, c.end+7) && x.toks[k].word; k++ {
		if x.toks[k].is("that") {
			return c, x.subject(n, &c, ctx)
		}
	}
	return c, false
}

// listed reports whether a verb after a comma is one of several that a speaker
// has: "told the council there was no time, urged both sides to stop and".
func (x *reading) listed(s *sentence, c *cue, e int) bool {
	if len(s.cues) == 0 || x.toks[e-1].quote > 0 || s.cues[0].mode != spoken {
		return false
	}
	end := x.nounsRight(s, c.at+1)
	return end > c.at+1 && end < s.to && x.toks[end].word && x.toks[end].quote == 0
}
