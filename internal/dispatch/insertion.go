package dispatch

import "unicode"

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
