package dispatch

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
