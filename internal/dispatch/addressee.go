package dispatch

// skip returns where what stands between a verb of saying and what was said
// ends, when there is such a thing at j: adverbs, times, venues, addressees.
func (x *reading) skip(s *sentence, c *cue, j, limit int) int {
	t := x.toks[j]
	if n, _ := x.lang.match("adverbs", x.toks[:limit], j); n > 1 {
		return j + n
	}
	if x.role(c.verb.base) == "put" || j == c.at+1 && c.verb.can('n') && x.isObject(t.lower) {
		if k := x.markWithin(j, min(j+6, limit)); k > j {
			return k // put it more bluntly: "…", called him "…"
		}
	}
	if x.role(c.verb.base) == "point" && t.is("out") || j == c.at+1 && c.verb.can('n') && t.is("as") {
		return j + 1
	}
	if !t.cap && !x.bound(j) && (x.lang.has("adverbs", t.lower) && !x.lang.has("determiners", t.lower) || x.lang.ends("manner", t.lower) && len(t.lower) > 4) {
		return j + 1
	}
	if k := x.skipTime(j, limit); k > j {
		return k
	}
	if t.is("as") {
		for k := j + 1; k < min(j+6, limit) && x.toks[k].word; k++ {
			if x.toks[k].is("that") {
				return k // admitted as a group that
			}
		}
	}
	if x.lang.has("prepositions", t.lower) && !x.bound(j) {
		return x.skipPhrase(s, j, limit)
	}
	if c.verb.can('a') && j == c.at+1 {
		return x.skipAddressee(s, c, j, limit)
	}
	return j
}

// skipTime skips "on Tuesday", "this week", "Monday", "last year".
func (x *reading) skipTime(j, limit int) int {
	k := j
	for k < limit && k < j+2 && x.lang.has("time leads", x.toks[k].lower) {
		k++
	}
	if k < limit && x.isTime(k) && (k > j || x.lang.has("weekdays", x.toks[k].lower) || x.lang.has("times alone", x.toks[k].lower)) {
		k++
		for k < limit && (x.isTime(k) || unicodeDigit(x.toks[k].lower)) {
			k++
		}
		if k < limit && x.toks[k].is("'s") {
			return j
		}
		return k
	}
	return j
}

// skipPhrase skips "in a statement", "at a press conference in Geneva" up to
// the words that were said, where "that", a mark or a known venue shows them.
func (x *reading) skipPhrase(s *sentence, j, limit int) int {
	for k := j + 1; k < min(j+14, limit); k++ {
		t := x.toks[k]
		if t.quote > 0 || t.is(":") || t.is("that") {
			return k
		}
		if !t.word && !x.apostrophe(k) {
			if t.is(",") && k+1 < limit && x.toks[k+1].quote > 0 {
				return k
			}
			break
		}
		if k > j+1 && x.finite(k) {
			break
		}
	}
	for k := j + 1; k < min(j+5, limit); k++ {
		n, _ := x.lang.match("venues", x.toks[:limit], k)
		if n == 0 {
			n, _ = x.lang.match("addressees", x.toks[:limit], k)
		}
		if n > 0 {
			return k + n
		}
		if !x.lang.has("determiners", x.toks[k].lower) && !x.toks[k].word {
			break
		}
	}
	return j
}

// skipAddressee skips whom somebody told or warned.
func (x *reading) skipAddressee(s *sentence, c *cue, j, limit int) int {
	for k := j; k < min(j+12, limit); k++ {
		t := x.toks[k]
		if t.quote > 0 && x.titled(t.quote-1) && k > j {
			continue // told the film’s “Morning Joe” that
		}
		if t.quote > 0 || t.is("that") && k > j || t.is(":") {
			return k
		}
		if !t.word && !x.apostrophe(k) {
			if k+1 < limit && x.toks[k+1].quote > 0 {
				return k
			}
			break
		}
		if k > j && (x.finite(k) || t.is("to")) {
			break
		}
	}
	if n, _ := x.lang.match("addressees", x.toks[:limit], j); n > 0 && !(x.isPossessive(x.toks[j].lower) && x.toks[j+1].word && !x.toks[j+1].cap && !x.lang.has("determiners", x.toks[j+1].lower) && !x.isPronoun(x.toks[j+1].lower)) {
		return j + n
	}
	if x.role(c.verb.base) != "tell" || x.toks[j].is("it") {
		return j
	}
	for k := j + 1; k < min(j+10, limit) && x.toks[k].word; k++ {
		if x.lang.has("subject openers", x.toks[k].lower) && !x.lang.has("prepositions", x.toks[k-1].lower) && x.clause(k, limit, 20) {
			return k // told the station's weekly programme there was no draft
		}
		if x.finite(k) {
			break
		}
	}
	k := j
	for k < limit && (x.lang.has("determiners", x.toks[k].lower) || x.toks[k].cap || x.isPossessive(x.toks[k].lower)) {
		if k++; x.toks[k-1].cap && !x.toks[k].cap {
			break
		}
	}
	if k < limit && x.toks[k].word && !x.isPronoun(x.toks[k].lower) && !x.finite(k) && k == j+1 {
		k++
	}
	return k
}

// markWithin returns the first colon or quotation between two tokens, or from.
func (x *reading) markWithin(from, to int) int {
	for k := from; k < to; k++ {
		if x.toks[k].quote > 0 || x.toks[k].is(":") {
			return k
		}
		if !x.toks[k].word {
			break
		}
	}
	return from
}

// isObject reports whether a word is a pronoun that can be called something.
func (x *reading) isObject(l string) bool { return x.lang.has("objects", l) }
