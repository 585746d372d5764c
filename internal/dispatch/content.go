package dispatch

import (
	"slices"
	"strings"
)

// content finds the words that a cue attributes, where they are no quotation
// that stands before it.
func (x *reading) content(n, i int) (Span, bool) {
	s := &x.sents[n]
	c := &s.cues[i]
	switch {
	case c.mode == sourced:
		return x.sourcedContent(n, i)
	case c.passive:
		if c.of < 0 || c.of >= c.at {
			return Span{}, false
		}
		return x.spanOf(c.of, c.at+1), true
	case c.mode == inverted:
		return x.preceding(n, i)
	}
	if words, ok := x.preceding(n, i); ok && c.parenthesis {
		return words, true
	}
	start, ok := x.contentStart(n, i)
	if !ok {
		return x.preceding(n, i)
	}
	end := x.contentEnd(n, i, start)
	if end <= start || !x.plausible(c, start, end) {
		return x.preceding(n, i)
	}
	if x.within(s, i) && (!x.clause(start, end, 60) || x.toks[start].is("to") || x.lang.has("inward", c.verb.base)) || x.toks[c.start-1].is("what") && !x.quoted(start, end) {
		return Span{}, false // "what it said was a draft" is a hedge
	}
	return x.spanOf(start, end), true
}

// contentStart returns the token after the verb, whoever was told, and when.
func (x *reading) contentStart(n, i int) (int, bool) {
	s := &x.sents[n]
	c := &s.cues[i]
	j := c.at + 1
	limit := x.nextCue(s, i)
	for j < limit {
		t := x.toks[j]
		switch {
		case t.quote > 0:
			return j, true
		case t.is("that") && !x.demonstrative(j):
			if j+2 < s.to && x.toks[j+1].is(",") && x.toks[j+1].quote == 0 {
				return j + 2, true // said that, while talks went on, there was
			}
			return j + 1, j+1 < s.to
		case t.is(":"):
			return j + 1, j+1 < s.to
		case t.is(",") && j+1 < limit && x.toks[j+1].quote > 0:
			return j + 1, true
		case !t.word && !x.apostrophe(j):
			return j, false
		case t.is("to") && c.verb.can('t'):
			return j, true
		case t.is("on") && c.verb.can('n') && x.particle(c, j):
			return j + 1, j+1 < s.to // called on both sides to stop
		case c.verb.particles != nil && x.particle(c, j):
			return j, true
		}
		if k := x.skip(s, c, j, limit); k > j {
			j = k
			continue
		}
		return j, !x.lang.has("prepositions", t.lower) || x.bound(j)
	}
	return j, false
}

// demonstrative reports whether "that" at j points at something: "that was".
func (x *reading) demonstrative(j int) bool {
	if j+1 >= len(x.toks) {
		return true
	}
	l := x.toks[j+1].lower
	if l == "," {
		next := x.toks[j+2].lower
		return !x.lang.has("subordinators", next) && !x.lang.has("prepositions", next) && !x.lang.has("adverbs", next)
	}
	return x.role(l) == "was" || x.role(l) == "is" || l == "."
}

func (x *reading) particle(c *cue, j int) bool {
	for _, p := range c.verb.particles {
		if p == x.toks[j].lower {
			return j-c.at < 4
		}
	}
	return false
}

func (x *reading) nextCue(s *sentence, i int) int {
	if i+1 < len(s.cues) {
		if next := &s.cues[i+1]; next.at > s.cues[i].at {
			return next.at
		}
	}
	return s.to
}

// plausible reports whether words after a verb are what was said.
func (x *reading) plausible(c *cue, start, end int) bool {
	first := x.toks[start]
	led := x.toks[start-1].is("that") || x.toks[start-1].is(":")
	quoted := x.quoted(start, end)
	switch {
	case first.quote > 0 && x.toks[end-1].quote == first.quote:
		return true
	case led || quoted && !c.verb.can('q') || x.particle(c, start):
		return !x.lang.has("cannot say", first.lower) || end-start > 2
	case c.verb.can('h'):
		return led
	case x.lang.has("cannot say", first.lower) && (end-start < 3 || !x.clause(start, end, 60)):
		return false
	case first.is("to"):
		return c.verb.can('t') && end-start > 2
	case x.role(c.verb.base) == "say" && first.is("otherwise"):
		return true
	case x.lang.has("prepositions", first.lower) && !x.bound(start):
		return false
	case c.verb.can('c') && x.clause(start, end, 60):
		return true
	case (c.verb.frames == "c" || c.verb.frames == "ca") && x.opensClause(start) && end-start > 3:
		return true
	case c.verb.can('w') && x.clause(start, end, 16) && (x.opensClause(start) || x.bound(start)):
		return true
	case c.verb.can('o'):
		return end-start > 1 || first.cap || len(first.lower) > 5
	}
	return false
}

// quoted reports whether words in quotation marks stand between two tokens.
func (x *reading) quoted(from, to int) bool {
	return slices.ContainsFunc(x.toks[from:to], func(t token) bool { return t.quote > 0 })
}

// clause reports whether a verb stands among the first words.
func (x *reading) clause(start, end, within int) bool {
	for k := start + 1; k < min(end, start+within); k++ {
		if x.toks[k].quote == 0 && (x.finite(k) || x.lang.ends("plural", x.toks[k].lower) && !x.toks[k].cap && k+1 < end && x.lang.has("determiners", x.toks[k+1].lower)) {
			return true
		}
	}
	return false
}

func (x *reading) opensClause(i int) bool {
	l := x.toks[i].lower
	return x.toks[i].cap || x.lang.has("determiners", l) || x.isPronoun(l) || x.lang.has("groups", l) || x.lang.ends("plural", l)
}

// contentEnd returns the token at which what was said ends.
func (x *reading) contentEnd(n, i, start int) int {
	s := &x.sents[n]
	c := &s.cues[i]
	end := s.to
	for k := i + 1; k < len(s.cues); k++ {
		next := &s.cues[k]
		if next.at > start && next.start <= c.at && next.mode == spoken && !next.shared && !next.supposed {
			end = next.at
			break
		}
		if next.start > start && (next.shared || next.mode == sourced || x.parallel(s, next) && !next.relative) {
			end = next.start
			break
		}
	}
	subordinate := x.subordinate(s, c)
	for k := start + 1; k < end; k++ {
		t := x.toks[k]
		if t.quote > 0 {
			continue
		}
		if subordinate && t.is(",") && x.clause(k, end, 30) {
			end = k
			break
		}
		if t.is(";") || t.is(",") && k+2 < end && (x.toks[k+1].is("while") || x.toks[k+1].is("whereas")) {
			end = k
			break
		}
	}
	for end > start+1 && x.loose(end-1) {
		end--
	}
	return end
}

// loose reports whether a token at the end of words belongs to what follows.
func (x *reading) loose(i int) bool {
	t := x.toks[i]
	if t.quote > 0 {
		return false
	}
	if !t.word {
		return strings.Contains(".,;:–—!…", t.lower)
	}
	return x.lang.has("loose ends", t.lower)
}

// afterOffice skips an office that stands after a name between commas: ", a teacher,".
func (x *reading) afterOffice(i, to int) int {
	if i+1 >= to || !x.toks[i].is(",") || !x.lang.has("determiners", x.toks[i+1].lower) {
		return i
	}
	end := x.afterComma(i+1, to) - 1
	if end <= i+1 || end > i+9 || x.anyFinite(i+1, end) || !x.isTitle(end-1) && !x.titleBefore(end-1) {
		return i
	}
	return end
}

// sourcedContent finds what "according to" tells of: the rest of the sentence.
func (x *reading) sourcedContent(n, i int) (Span, bool) {
	s := &x.sents[n]
	c := &s.cues[i]
	if c.at <= s.from+1 {
		start := x.afterOffice(c.end, s.to)
		if x.reduced(start) || start < s.to && x.lang.has("relative", x.toks[start].lower) {
			start = x.afterComma(start, s.to)
		}
		for start < s.to && !x.toks[start].word && x.toks[start].quote == 0 {
			start++
		}
		if start < s.to && x.lang.has("relative", x.toks[start].lower) {
			start = x.afterComma(start, s.to)
		}
		end := x.contentEnd(n, i, start)
		return x.spanOf(start, end), end > start+1
	}
	return x.preceding(n, i)
}

// bodyStart returns where the words of a sentence begin that reach to a token:
// after a dateline ("GRENNOCK, Oct 9 (Halder Wire) -") and after a colon.
func (x *reading) bodyStart(s *sentence, end int) int {
	start := s.from
	if x.lang.has("conjunctions", x.toks[start].lower) && x.toks[start].quote == 0 {
		start++ // the reporter's
	}
	for i := s.from; i < end; i++ {
		t := x.toks[i]
		dash := t.is("-") || t.is("–") || t.is("—")
		if t.quote == 0 && (t.is(":") || t.is(";") || dash && i-s.from < 14 && (x.toks[s.from].lower != x.toks[s.from].In(x.text) && isUpper(x.toks[s.from].In(x.text)))) {
			start = i + 1
		}
	}
	return start
}

func isUpper(s string) bool { return len(s) > 2 && s == strings.ToUpper(s) && s != strings.ToLower(s) }

// preceding finds the words before "…, the ministry said", and goes on after it
// where the sentence does.
func (x *reading) preceding(n, i int) (Span, bool) {
	s := &x.sents[n]
	c := &s.cues[i]
	end := min(c.start, c.at)
	comma := end > s.from && (!x.toks[end-1].word || x.toks[end-1].quote > 0)
	if !comma && c.mode != sourced || i > 0 && c.mode == spoken && s.cues[i-1].at < end && !x.parallel(s, c) {
		return Span{}, false
	}
	if c.shared || c.relative || c.taken || !c.verb.can('c') && !c.verb.can('w') && !c.verb.can('q') && c.mode != sourced {
		return Span{}, false
	}
	start := x.bodyStart(s, end)
	for k := 0; k < i; k++ {
		if s.cues[k].mode != sourced && s.cues[k].at > start && !s.cues[k].supposed && !s.cues[k].relative && s.cues[k].verb.can('c') {
			return Span{}, false
		}
	}
	for end > start && x.loose(end-1) {
		end--
	}
	if c.mode == spoken {
		c.end = max(c.end, c.at+1)
	}
	after := c.end
	for after < s.to && x.toks[after].word && x.toks[after].quote == 0 && after-c.end < 6 && !x.lang.ends("participle", x.toks[after].lower) {
		after++ // told me, said on Monday
	}
	told := x.clause(start, end, 80) || x.quotedVerb(start, end) || x.closes(s, c, start, end)
	open := end <= start || !told || x.lang.has("conditions", x.toks[start].lower) || x.lang.has("subordinators", x.toks[start].lower)
	switch {
	case open && end > start && after+3 < s.to && x.toks[after].is(",") && x.goesOn(after+1) || open && end-start > 3 && after+3 < s.to && x.toks[after].is(",") && x.clause(after, s.to, 60):
		c.parenthesis, c.end = true, after
		end = s.to
		for end > start && x.loose(end-1) {
			end--
		}
	case end-start < 3 || c.mode != sourced && !told || !c.verb.tells() && c.mode != sourced && !x.opensClause(start) || x.lang.has("asked leads", x.toks[start].lower):
		return Span{}, false
	}
	return x.spanOf(start, end), true
}

// within reports whether a cue is part of what another says, or gives the reason
// for it: "he was not worried because he doubted".
func (x *reading) within(s *sentence, i int) bool {
	if x.nested(s, i) {
		return true
	}
	c := &s.cues[i]
	return i > 0 && x.lang.has("inward", c.verb.base) && c.start > s.from && c.start > s.cues[i-1].at && x.lang.has("subordinators", x.toks[c.start-1].lower)
}

// quotedVerb reports whether a quotation between two tokens goes on with the
// reporter's words at a verb: talks “are proceeding”.
func (x *reading) quotedVerb(from, to int) bool {
	for i := from + 1; i+1 < to; i++ {
		if x.toks[i].quote > 0 && x.toks[i-1].quote == 0 && x.toks[i-1].word {
			k := i + 1
			for k+1 < to && (x.lang.ends("manner", x.toks[k].lower) || x.lang.has("adverbs", x.toks[k].lower)) {
				k++
			}
			if !x.toks[k].cap && x.finite(k) {
				return true
			}
		}
	}
	return false
}

// subordinate reports whether a cue stands in a clause that opens the sentence or
// follows its first words, and that a comma ends: "When one analyst said that the
// line was wrong, the presenter cut her off".
func (x *reading) subordinate(s *sentence, c *cue) bool {
	i := c.start - 1
	return i >= s.from && c.mode == spoken && x.lang.has("clause openers", x.toks[i].lower) && (i == s.from || x.toks[i-1].is(",") && i-s.from < 6)
}

// goesOn reports whether the sentence goes on at a token with what was said, and
// not with what the speaker did: "That culture, they said, rewards".
func (x *reading) goesOn(i int) bool {
	t := x.toks[i]
	return t.word && t.quote == 0 && !x.lang.ends("participle", t.lower) && !x.lang.has("conjunctions", t.lower) && !x.lang.has("subordinators", t.lower) && !x.lang.has("prepositions", t.lower) && !x.lang.has("asked leads", t.lower)
}

// closes reports whether "…, one slide says." ends a sentence that begins as a
// clause does, whatever its verb.
func (x *reading) closes(s *sentence, c *cue, start, end int) bool {
	if c.mode != spoken || !c.verb.can('c') || end-start < 4 || c.at+1 < s.to && x.toks[c.at+1].word {
		return false
	}
	l := x.toks[start].lower
	return (x.opensClause(start) || x.bound(start)) && !x.lang.has("prepositions", l) && !x.lang.has("adverbs", l) && !x.lang.has("subordinators", l) && !x.lang.has("asked leads", l) && !x.isTime(start) && !x.lang.ends("participle", l)
}
