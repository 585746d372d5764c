package dispatch

import (
	"slices"
	"strings"
)

// documents proposes the documents that a sentence says were published,
// released or leaked, and notes what it says of whether one is genuine.
func (x *reading) documents(n int) {
	s := &x.sents[n]
	seen := map[string]bool{}
	inside := 0
	for i := s.from; i < s.to; i++ {
		t := x.toks[i]
		if i < inside || t.quote > 0 || !x.lang.has("document nouns", t.lower) || x.nounCarriesOn(i, s.to) || x.lang.verbs[t.lower].base != "" && i > s.from && !x.determined(i) {
			continue
		}
		if d, ok := x.document(n, i); ok && !seen[d.What] {
			seen[d.What] = true
			inside = i + 2 + len(strings.Fields(d.About))
			x.add(s, Proposal{Kind: DocumentKind, Document: d, Why: strings.ToLower(t.In(x.text)), Confidence: 0.7})
		}
	}
	x.verification(n)
}

// nounCarriesOn reports whether the next word is the noun: "draft plan",
// "transcript call".
func (x *reading) nounCarriesOn(i, to int) bool {
	for k := i + 1; k < min(i+3, to); k++ {
		if !x.toks[k].word {
			return false
		}
		if x.lang.has("document nouns", x.toks[k].lower) {
			return true
		}
		if x.lang.has("prepositions", x.toks[k].lower) || x.finite(k) {
			return false
		}
	}
	return false
}

func (x *reading) determined(i int) bool {
	for k := i - 1; k >= max(0, i-5); k-- {
		if x.lang.has("determiners", x.toks[k].lower) || x.toks[k].is("'s") {
			return true
		}
		if !x.toks[k].word || x.finite(k) {
			return false
		}
	}
	return false
}

func (x *reading) document(n, noun int) (*Document, bool) {
	s := &x.sents[n]
	d := &Document{What: x.toks[noun].In(x.text)}
	start := x.nounStart(s, noun)
	for i := start; i < noun; i++ {
		d.Leaked = d.Leaked || x.toks[i].is("leaked")
	}
	v := x.documentVerb(s, start, noun)
	if v < 0 && !d.Leaked {
		return nil, false
	}
	d.What = fold(x.spanOf(start, noun+1).In(x.text))
	if v >= 0 {
		x.published(n, d, v, noun)
	}
	d.About = x.about(s, noun)
	for _, q := range s.dates {
		i, _ := bounds(x.toks, q.Span)
		found := q.Interval
		if d.About != "" && i > noun && strings.Contains(d.About, strings.TrimPrefix(q.As, "an ")) {
			d.Of = &found
		} else if d.When == nil && v >= 0 {
			d.When = &found
		}
	}
	x.told(n, d)
	return d, true
}

// nounStart returns where the words of a document begin, its article left out:
// "28 point draft peace plan".
func (x *reading) nounStart(s *sentence, noun int) int {
	i := noun
	for i > s.from && noun-i < 6 {
		t := x.toks[i-1]
		if !t.word || t.quote > 0 || x.lang.has("determiners", t.lower) || x.lang.has("prepositions", t.lower) || x.lang.has("auxiliaries", t.lower) || t.is("and") || x.lang.has("document verbs", t.lower) && !t.is("leaked") {
			break
		}
		i--
	}
	return i
}

// documentVerb finds the word that tells that a document came out.
func (x *reading) documentVerb(s *sentence, start, noun int) int {
	for i := max(s.from, noun-12); i < min(s.to, noun+12); i++ {
		if n, _ := x.lang.match("document verbs", x.toks[:s.to], i); n > 0 && x.toks[i].quote == 0 && !x.toks[i].is("leaked") {
			if i >= start && i <= noun {
				continue
			}
			return i
		}
	}
	return -1
}

// published finds who published a document: the subject of the verb, or who has
// "seen" it.
func (x *reading) published(n int, d *Document, v, noun int) {
	s := &x.sents[n]
	if v+1 < s.to && v > noun && x.toks[v+1].is("by") {
		v--
	}
	if x.toks[v].is("seen") || v+2 < s.to && x.toks[v+2].is("by") {
		by := v + 2
		if x.toks[v].is("seen") && x.toks[v+1].is("by") || by < s.to && !x.toks[by].is("by") {
			by--
		}
		if end := x.nounsRight(s, by+1); end > by+1 {
			d.Publisher = fold(x.spanOf(by+1, end).In(x.text))
		}
		return
	}
	if v > noun || x.toks[v].is("release") || x.toks[v].is("publication") || x.toks[v].is("issue") {
		return
	}
	ctx := x.before(s, v)
	c := cue{at: v}
	if ctx.end >= s.from && !ctx.be && x.subjectLeft(n, &c, ctx.end) {
		d.Publisher = c.who.name
	}
}

// about returns what stands after "of", "on" or "between" behind a document.
func (x *reading) about(s *sentence, noun int) string {
	i := noun + 1
	if i >= s.to || !x.toks[i].is("of") && !x.toks[i].is("on") && !x.toks[i].is("between") && !x.toks[i].is("about") {
		return ""
	}
	end := i + 1
	for end < s.to && (x.toks[end].word || x.apostrophe(end)) && x.toks[end].quote == 0 && !x.finite(end) && end-i < 16 {
		end++
	}
	if !x.toks[i].is("between") {
		i++
	}
	return fold(x.spanOf(i, end).In(x.text))
}

// told notes what the sentence itself says of whether a document is genuine.
func (x *reading) told(n int, d *Document) {
	s := &x.sents[n]
	if _, k, v := x.lang.find("verification", x.toks, s.from, s.to); k > 0 {
		d.Verification = v
	}
}

// verification notes on the last document what a later sentence says of it:
// "The transcript has not been independently verified."
func (x *reading) verification(n int) {
	s := &x.sents[n]
	at, k, v := x.lang.find("verification", x.toks, s.from, s.to)
	if k == 0 || x.toks[at].quote > 0 {
		return
	}
	its := x.isPossessive(x.toks[s.from].lower)
	for i := len(x.out) - 1; i >= 0; i-- {
		p := x.out[i]
		if p.Document == nil || p.Document.Verification != "" {
			continue
		}
		words := strings.Fields(strings.ToLower(p.Document.What))
		named := slices.ContainsFunc(x.toks[s.from:s.to], func(t token) bool {
			return t.quote == 0 && t.lower == words[len(words)-1]
		})
		if named || its || x.mentionsDocument(s) {
			p.Document.Verification = v
			return
		}
	}
}

func (x *reading) mentionsDocument(s *sentence) bool {
	return x.lang.has("document nouns", x.toks[min(s.from+1, s.to-1)].lower)
}
