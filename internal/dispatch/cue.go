package dispatch

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
