package dispatch

import "strings"

// silences proposes that somebody gave no answer.
func (x *reading) silences(n int) {
	s := &x.sents[n]
	for i := s.from; i < s.to; i++ {
		if x.toks[i].quote > 0 {
			continue
		}
		verb, start := x.silenceAt(s, i)
		if verb == 0 {
			continue
		}
		who, from := x.silent(n, start)
		if who.name == "" || x.lang.has("expletives", strings.ToLower(who.name)) {
			continue
		}
		words := x.spanOf(from, x.silenceEnd(s, verb))
		st := &Statement{Form: Silence, Speaker: x.speaker(who), Verb: x.spanOf(start, verb+1).In(x.text), Span: words, Words: fold(words.In(x.text))}
		x.add(s, Proposal{Kind: StatementKind, Statement: st, Why: "no answer", Confidence: 0.85})
		i = verb
	}
}

// silent finds who gives no answer with the verb at a token, and the first token
// of what tells so.
func (x *reading) silent(n, start int) (mention, int) {
	s := &x.sents[n]
	c := cue{at: start}
	e := x.before(s, start).end
	if e < s.from || x.toks[e].quote > 0 {
		return mention{}, 0
	}
	ok := false
	switch {
	case x.nobodyBefore(s, e) >= 0:
		c.start = x.nobodyBefore(s, e)
		c.who, ok = x.mention(n, c.start, e+1), true
		c.who.name, c.who.person = x.spanOf(c.start, e+1).In(x.text), nil
	case x.toks[e].is("and") || x.toks[e].is("but"):
		ok = x.sharedSubject(n, &c, e)
	default:
		ok = x.subjectLeft(n, &c, e)
	}
	if !ok || c.relative {
		return mention{}, 0
	}
	if to := x.askedParty(c.start, e+1); to > 0 {
		c.who = x.mention(n, to, e+1)
		if end := x.nounsRight(s, to); end > to {
			c.who = x.mention(n, to, end)
		}
	}
	return c.who, e + 1
}

// nobodyBefore returns where a subject that ends at e begins with a word for
// nobody: "Neither ministry"; -1 when it does not.
func (x *reading) nobodyBefore(s *sentence, e int) int {
	for k := e; k >= s.from && e-k < 9 && (x.toks[k].word || x.apostrophe(k)); k-- {
		if x.lang.has("nobody", x.toks[k].lower) {
			return k
		}
	}
	return -1
}

// askedParty returns where whoever was asked begins when the subject is what was
// sent: "requests for comment sent to the ministry"; 0 when it is not.
func (x *reading) askedParty(from, to int) int {
	if at, _, _ := x.lang.find("requests", x.toks, from, min(from+4, to)); at < 0 {
		return 0
	}
	for i := from + 1; i+1 < to; i++ {
		if x.toks[i].is("to") {
			return i + 1
		}
	}
	return 0
}

// silenceEnd returns where the part of the sentence that tells of a silence ends.
func (x *reading) silenceEnd(s *sentence, i int) int {
	for i++; i < s.to; i++ {
		if t := x.toks[i]; t.quote > 0 || !t.word && !x.apostrophe(i) {
			break
		}
	}
	return i
}

// silenceAt returns the last token of a refusal to answer at i, and the first of
// it: "did not respond", "declined to comment", "has yet to respond".
func (x *reading) silenceAt(s *sentence, i int) (last, first int) {
	if n := x.loosely("silences", i, s.to); n > 0 {
		return i + n - 1, i
	}
	if n, _ := x.lang.match("refusals", x.toks[:s.to], i); n > 0 {
		if k := x.answerAt(s, i+n); k > 0 {
			return k, i
		}
		return 0, 0
	}
	if i > s.from && x.lang.has("negations", x.toks[i].lower) && !x.lang.has("modals", x.toks[i-1].lower) {
		if k := x.answerAt(s, i+1); k > 0 {
			return k, i
		}
		return 0, 0
	}
	if x.lang.has("nobody", x.toks[i].lower) && !x.lang.has("expletives", x.toks[max(i-1, s.from)].lower) {
		for k := i + 1; k < min(i+9, s.to) && (x.toks[k].word || x.apostrophe(k)); k++ {
			if x.finite(k) && k > i+1 {
				if end := x.answerAt(s, k); end > 0 && !x.lang.has("questions", x.toks[end+1].lower) {
					return end, k
				}
				break
			}
		}
	}
	return 0, 0
}

// answerAt returns the last token of an answer that somebody could have given,
// from token k on, adverbs left aside: "immediately respond to questions"; 0 when
// it is none.
func (x *reading) answerAt(s *sentence, k int) int {
	for end := min(k+3, s.to); k < end; k++ {
		n, kind := x.lang.match("silence", x.toks[:s.to], k)
		if n > 0 && x.asksFor(s, k+n, kind) {
			return k + n - 1
		}
		if l := x.toks[k].lower; n > 0 || !x.lang.has("adverbs", l) && !x.lang.ends("manner", l) {
			return 0
		}
	}
	return 0
}

// asksFor reports whether what follows the word of an answer is a question, as
// the kind of the word asks for: asked, a request or nothing; what, a clause.
func (x *reading) asksFor(s *sentence, i int, kind string) bool {
	if kind == "" {
		return true
	}
	if i >= s.to {
		return kind == "asked"
	}
	next := x.toks[i].lower
	if x.lang.has("questions", next) {
		return true
	}
	if kind != "asked" {
		return false
	}
	if !x.toks[i].word || x.isTime(i) || x.lang.has("unasked", next) {
		return true
	}
	at, _, _ := x.lang.find("requests", x.toks, i, min(i+6, s.to))
	return at >= 0
}

// loosely returns how many tokens from i on are a phrase of a section, where a
// word may stand between its words: "had no immediate comment" for "had no
// comment".
func (x *reading) loosely(section string, i, to int) int {
	for _, p := range x.lang.phrases[section][x.toks[i].lower] {
		k := i + 1
		for _, w := range p.words[1:] {
			if k < to && x.toks[k].lower != w && x.toks[k].word && x.toks[k].quote == 0 {
				k++
			}
			if k >= to || x.toks[k].lower != w || x.toks[k].quote > 0 {
				k = -1
				break
			}
			k++
		}
		if k > 0 {
			return k - i
		}
	}
	return 0
}
