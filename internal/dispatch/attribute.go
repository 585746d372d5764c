package dispatch

import (
	"slices"
	"strings"
)

// attributed is a quotation with the cue that tells whose it is.
type attributed struct {
	quote int
	cue   int // in the sentence; -1 when the speaker comes from elsewhere
	who   mention
	why   string
	trust float64
}

// attribute finds whose the quotations of a sentence are.
func (x *reading) attribute(n int) []attributed {
	s := &x.sents[n]
	var found []attributed
	first, _ := slices.BinarySearchFunc(x.quotes, s.Start, func(q marked, at int) int { return q.all.Start - at })
	for q := first; q < len(x.quotes) && x.quotes[q].all.Start < s.End; q++ {
		found = append(found, x.attributeOne(n, q))
	}
	return found
}

func (x *reading) attributeOne(n, q int) attributed {
	s := &x.sents[n]
	from, to := bounds(x.toks, x.quotes[q].all)
	if i := x.cueAfter(s, to); i >= 0 {
		s.cues[i].taken = !x.runsInto(s, from)
		return attributed{q, i, s.cues[i].who, "speaker after", 0.95}
	}
	i := x.cueBefore(s, from)
	if x.namesOnly(s, i, q, from) {
		return attributed{quote: q, cue: -1}
	}
	if i >= 0 {
		trust := 0.9
		if from > 0 && x.toks[from-1].is(":") || x.toks[max(0, from-1)].is(",") {
			trust = 0.95
		}
		return attributed{q, i, s.cues[i].who, "speaker before", trust}
	}
	return x.speakerElsewhere(n, q, from, to)
}

// namesOnly reports whether quotation marks stand around what is no speech: the
// title of a work, a nickname, what somebody would have to say. The cue before
// the quotation is i, -1 when there is none.
func (x *reading) namesOnly(s *sentence, i, q, from int) bool {
	if from <= s.from {
		return false
	}
	before := x.toks[from-1].lower
	at := i >= 0 && s.cues[i].at >= from-2
	if !at && x.titled(q) && before != ":" && before != "," && x.role(before) != "that" {
		return true
	}
	if x.role(before) == "as" && from-2 >= s.from && x.lang.has("namings", x.toks[from-2].lower) && !at {
		return true
	}
	if x.lang.has("so-called", before) || x.lang.has("namings", before) && !at && !x.isPronoun(x.toks[from-2].lower) {
		return true
	}
	return x.lang.verbs[before].base != "" && !at && x.unsaid(s, from-1)
}

// unsaid reports whether the infinitive at i tells what was not said: "were to
// say", "refused to call".
func (x *reading) unsaid(s *sentence, i int) bool {
	return i-2 >= s.from && x.toks[i-1].is("to") && x.lang.has("unsaid", x.toks[i-2].lower)
}

// titled reports whether a quotation is written as titles are: “The Long Water”.
func (x *reading) titled(q int) bool {
	inner := x.quotes[q].inner
	from, to := bounds(x.toks, inner)
	capitals, words := 0, 0
	for i := from; i < to; i++ {
		t := x.toks[i]
		if !t.word || t.is("'s") {
			continue
		}
		words++
		if t.cap || unicodeDigit(t.lower) {
			capitals++
			continue
		}
		if i == from || t.End-t.Start > 4 && !x.lang.has("prepositions", t.lower) {
			return false
		}
	}
	return words > 1 && capitals > 1 && capitals*2 >= words && lastRune(inner.In(x.text)) != ','
}

// runsInto reports whether the reporter's words run into the quotation that
// begins at a token: He would rather “eat the fleet”, he said.
func (x *reading) runsInto(s *sentence, from int) bool {
	start := max(x.bodyStart(s, from), s.from)
	if from <= start || !x.toks[from-1].word || x.toks[from-1].quote > 0 {
		return false
	}
	return from-start > 2 && x.clause(start-1, from, 80) || x.quotedVerb(start, from+2)
}

// cueAfter returns the cue whose subject or verb follows the quotation at once.
func (x *reading) cueAfter(s *sentence, to int) int {
	i := to
	for i < s.to && x.toks[i].quote == 0 && strings.Contains(",–—-", x.toks[i].lower) {
		i++
	}
	gap := i
	if i < s.to && x.toks[i].quote == 0 && !x.toks[i].word && !x.toks[i].is("(") {
		return -1
	}
	for k := range s.cues {
		c := &s.cues[k]
		start := min(c.start, c.at)
		if start < gap || c.passive || c.mode == sourced && start > gap {
			continue
		}
		if x.lang.has("subordinators", x.toks[gap].lower) || x.toks[gap].is("and") || c.shared && !c.verb.ing {
			return -1
		}
		if c.shared && c.verb.ing || c.relative {
			return -1
		}
		if start <= gap+1 || x.leads(gap, start) {
			return k
		}
		return -1
	}
	return -1
}

// leads reports whether only words of a title or article stand between.
func (x *reading) leads(from, to int) bool {
	for i := from; i < to; i++ {
		l := x.toks[i].lower
		if !x.lang.has("determiners", l) && !x.lang.has("adverbs", l) && !x.isTitle(i) {
			return false
		}
	}
	return to-from < 4
}

// leadsTo reports whether a cue tells whose a quotation is that ends before a
// token and begins the sentence: “…,” a man who gave no name said; “…,” is how she
// remembers it.
func (x *reading) leadsTo(to int, c *cue) bool {
	if !c.verb.tells() && !c.verb.can('q') || c.supposed || c.negated {
		return false
	}
	comma := x.toks[to-1].quote > 0 && to > 1 && x.toks[to-2].is(",") || x.toks[to].is(",")
	if x.toks[to].is(",") {
		to++
	}
	return comma && !x.lang.has("subordinators", x.toks[to].lower) && (!x.finite(to) || x.lang.has("equations", x.toks[to+1].lower))
}

// asPut reports whether a cue after a quotation tells whose words it is: “…”, as
// Ian Jackson puts it.
func (x *reading) asPut(c *cue, to int) bool {
	return c.start > to && x.toks[c.start-1].is("as") && !c.supposed && !c.relative && (c.verb.can('c') || c.verb.can('n'))
}

// cueBefore returns the nearest cue before a quotation.
func (x *reading) cueBefore(s *sentence, from int) int {
	for k := len(s.cues) - 1; k >= 0; k-- {
		c := &s.cues[k]
		if c.at >= from || c.mode == inverted && c.taken && !x.continues(c, from) {
			continue
		}
		if c.passive && c.of >= 0 || (c.supposed || x.lang.has("inward", c.verb.base)) && x.nested(s, k) {
			continue
		}
		if c.verb.frames == "o" && from-c.at > 14 {
			continue
		}
		if !c.verb.tells() && !c.verb.can('n') && c.mode == spoken && c.at+1 < from && (x.anyFinite(c.end, from) || x.hasObject(c, from)) {
			continue
		}
		return k
	}
	return -1
}

// hasObject reports whether a verb that only stands beside quotations has another
// object, so that a quotation behind it is none of it: "he had read it “with
// interest”".
func (x *reading) hasObject(c *cue, from int) bool {
	if before := x.toks[from-1]; before.is(":") || before.is(",") {
		return false
	}
	next := x.toks[c.at+1]
	return next.word && next.quote == 0 && (x.lang.has("determiners", next.lower) || x.isPronoun(next.lower) || next.cap)
}

// continues reports whether a quotation goes on after the words that tell its
// speaker: "…," he said, "…".
func (x *reading) continues(c *cue, from int) bool {
	return from > c.end-1
}

// speakerElsewhere finds the speaker of a quotation in a sentence that names
// none: who spoke or was spoken of before.
func (x *reading) speakerElsewhere(n, q, from, to int) attributed {
	s := &x.sents[n]
	a := attributed{quote: q, cue: -1}
	whole := from == s.from && to >= s.to-1
	led := from > s.from && x.toks[from-1].is(":")
	for i := range s.cues {
		c := &s.cues[i]
		if c.at < to || c.passive {
			continue
		}
		words, ok := x.content(n, i)
		if ok && x.quotes[q].all.Within(words) || x.asPut(c, to) || from == s.from && x.leadsTo(to, c) {
			a.cue, a.who, a.why, a.trust = i, c.who, "speaker after", 0.6
			return a
		}
	}
	if led && s.subject != nil && s.subject.speaks() {
		a.who, a.why, a.trust = *s.subject, "colon", 0.8
		return a
	}
	if whole || led || to-from > 14 {
		for k := n - 1; k >= max(0, n-3); k-- {
			if m := x.spokeLast(k); m != nil {
				a.who, a.why, a.trust = *m, "goes on", 0.8
				return a
			}
		}
	}
	if whole || to-from <= 4 || x.titled(q) {
		return a
	}
	if m := x.viewpoint(n, from); m != nil {
		a.who, a.why, a.trust = *m, "viewpoint", 0.5
	} else if s.subject != nil && (s.subject.speaks() || x.isDocument(s.subject)) {
		a.who, a.why, a.trust = *s.subject, "subject", 0.4
	}
	return a
}

// viewpoint returns whose view a sentence tells that begins with "For Colonel
// Otte, the phrase was".
func (x *reading) viewpoint(n, before int) *mention {
	s := &x.sents[n]
	if !x.lang.has("viewpoints", x.toks[s.from].lower) {
		return nil
	}
	end := x.nounsRight(s, s.from+1)
	if end <= s.from+1 || end >= before || !x.toks[end].is(",") {
		return nil
	}
	if m := x.mention(n, s.from+1, end); m.name != "" && m.speaks() {
		return &m
	}
	return nil
}

// spokeLast returns who spoke last in a sentence, or whom it is about.
func (x *reading) spokeLast(k int) *mention {
	s := &x.sents[k]
	for i := len(x.out) - 1; i >= 0 && x.out[i].Sentence.Start >= s.Start; i-- {
		p := x.out[i]
		if p.Sentence == s.Span && p.Statement != nil && p.Statement.Form == Direct && p.Statement.Speaker.Name != "" {
			return x.asMention(p.Statement.Speaker)
		}
	}
	for i := len(s.cues) - 1; i >= 0; i-- {
		if c := &s.cues[i]; !c.relative && !c.supposed && !x.nested(s, i) {
			return &c.who
		}
	}
	return s.subject
}

func (x *reading) asMention(sp Speaker) *mention {
	from, to := bounds(x.toks, sp.Span)
	m := mention{from: from, to: max(to, from+1), name: sp.Name, capacity: sp.Capacity, party: sp.Party}
	for _, p := range x.order {
		if p.full == sp.Name {
			m.person = p
		}
	}
	return &m
}
