package dispatch

import "strings"

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

// listed reports whether a verb after a comma is one of several that a speaker
// has: "told the council there was no time, urged both sides to stop and".
func (x *reading) listed(s *sentence, c *cue, e int) bool {
	if len(s.cues) == 0 || x.toks[e-1].quote > 0 || s.cues[0].mode != spoken {
		return false
	}
	end := x.nounsRight(s, c.at+1)
	return end > c.at+1 && end < s.to && x.toks[end].word && x.toks[end].quote == 0
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
	if z > s.from && x.toks[z-1].is(",") && !x.toks[z].cap && x.lang.has("participle leads", x.toks[z].lower) {
		return false // …, citing a statement posted on a page
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

// inserted returns whom an office is whose name stands inserted after it: "The
// minister of the economy, Mr. Villarreal, argues".
func (x *reading) inserted(n, from, to, at int) mention {
	if at < 0 || at != to || !x.toks[at].is(",") || len(x.nameBetween(from, to)) > 0 {
		return mention{}
	}
	head, plural := x.head(from, to)
	if given := x.toks[at+1]; !plural && x.isTitle(head) && given.cap && x.world.given[given.lower] != "" && x.toks[at+2].is(",") && x.bySurname(given.lower, "") == nil {
		return mention{from: at + 1, to: at + 2, name: given.In(x.text), capacity: fold(x.spanOf(from, to).In(x.text)), proper: true} // Perez's wife, Maria,
	}
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

// namedTo reports whether a person's name ends before token i.
func (x *reading) namedTo(i int) bool {
	m := x.firstNamed(i) - 1
	return m >= 0 && x.named[m].to == i && x.toks[x.named[m].from].quote == 0
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
