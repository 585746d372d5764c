package dispatch

import (
	"slices"
	"strings"
)

// statements proposes what a sentence says that somebody said.
func (x *reading) statements(n int) {
	s := &x.sents[n]
	x.lineSpeaker(n)
	quotes := x.attribute(n)
	used := make([]bool, len(quotes))
	for i := range s.cues {
		c := &s.cues[i]
		if c.supposed || c.negated && x.role(c.verb.base) != "deny" {
			for k := range quotes {
				used[k] = used[k] || quotes[k].cue == i
			}
			continue
		}
		x.statement(n, i, quotes, used)
	}
	for k, q := range quotes {
		if !used[k] && q.who.name != "" {
			x.direct(n, q.who, "", q.why, q.trust, []int{q.quote})
		}
	}
	x.unattributed(n)
}

// statement proposes what one cue attributes.
func (x *reading) statement(n, i int, quotes []attributed, used []bool) {
	s := &x.sents[n]
	c := &s.cues[i]
	var mine []int
	for k, q := range quotes {
		if q.cue == i {
			mine = append(mine, k)
		}
	}
	words, ok := x.content(n, i)
	if c.taken {
		ok = false
	}
	if ok {
		x.reported(n, i, words, quotes, used)
	}
	var run []int
	for _, k := range mine {
		if used[k] {
			continue
		}
		used[k] = true
		if len(run) > 0 && !x.broken(c, run[len(run)-1], quotes[k].quote) {
			x.direct(n, c.who, x.toks[c.at].In(x.text), quotes[k].why, quotes[k].trust, run)
			run = nil
		}
		run = append(run, quotes[k].quote)
	}
	if len(run) > 0 {
		x.direct(n, c.who, x.toks[c.at].In(x.text), quotes[mine[0]].why, quotes[mine[0]].trust, run)
	}
}

// broken reports whether two quotations are one that is broken around the words
// that tell the speaker.
func (x *reading) broken(c *cue, first, second int) bool {
	a, b := x.quotes[first], x.quotes[second]
	return a.all.End <= x.toks[c.at].Start && b.all.Start >= x.toks[c.at].End
}

// direct proposes words in quotation marks.
func (x *reading) direct(n int, who mention, verb, why string, trust float64, quotes []int) {
	st := &Statement{Form: Direct, Speaker: x.speaker(who), Verb: verb}
	var words []string
	for _, q := range quotes {
		st.Quotations = append(st.Quotations, x.quotation(q))
		words = append(words, x.quotes[q].inner.In(x.text))
	}
	st.Words = strings.Join(words, " ")
	st.Span = Span{x.quotes[quotes[0]].inner.Start, x.quotes[quotes[len(quotes)-1]].inner.End}
	st.Said = x.saidWhen(n, x.quotes[quotes[0]].all)
	x.add(&x.sents[n], Proposal{Kind: StatementKind, Statement: st, Why: why, Confidence: trust})
}

func (x *reading) quotation(q int) Quotation {
	inner := x.quotes[q].inner
	return Quotation{Words: inner.In(x.text), Span: inner, Insertions: insertions(x.text, inner)}
}

// reported proposes words that the reporter tells, with the quotations in them.
func (x *reading) reported(n, i int, words Span, quotes []attributed, used []bool) {
	s := &x.sents[n]
	c := &s.cues[i]
	if lead, behind := x.behindColon(words, i, quotes, used); len(behind) > 0 {
		words = lead
		defer x.direct(n, c.who, x.toks[c.at].In(x.text), x.why(c), x.trust(c), behind)
	}
	st := &Statement{Form: Indirect, Speaker: x.speaker(c.who), Verb: x.toks[c.at].In(x.text), Span: words, Words: fold(words.In(x.text))}
	if c.mode == sourced {
		st.Verb = c.verb.base
	}
	only := false
	for k, q := range quotes {
		at := x.quotes[q.quote]
		if q.cue != i || used[k] || !at.all.Within(words) {
			continue
		}
		used[k] = true
		st.Quotations = append(st.Quotations, x.quotation(q.quote))
		st.Form = Mixed
		only = trim(x.text, words) == at.all
	}
	if only {
		st.Form, st.Words, st.Span = Direct, st.Quotations[0].Words, st.Quotations[0].Span
	}
	if c.parenthesis {
		before, after := Span{words.Start, x.toks[c.start].Start}, Span{x.toks[c.end-1].End, words.End}
		st.Words = strings.TrimRight(fold(before.In(x.text)), " ,–—") + " " + strings.TrimLeft(fold(after.In(x.text)), " ,–—")
		st.Words = strings.TrimSpace(st.Words)
	}
	st.Said = x.saidWhen(n, words)
	x.add(s, Proposal{Kind: StatementKind, Statement: st, Why: x.why(c), Confidence: x.trust(c), Hedges: x.hedgesOf(c, words)})
}

// behindColon parts words such as "caution against haste: “Wait.”" into what the reporter
// tells and the quotations that end them, which are then used.
func (x *reading) behindColon(words Span, cue int, quotes []attributed, used []bool) (lead Span, behind []int) {
	end := words.Start
	for k, q := range quotes {
		all := x.quotes[q.quote].all
		if q.cue != cue || used[k] || !all.Within(words) {
			continue
		}
		between := strings.TrimSpace(x.text[end:all.Start])
		switch told, colon := strings.CutSuffix(between, ":"); {
		case len(behind) == 0 && colon && len(strings.Fields(told)) > 1:
			lead = trim(x.text, Span{words.Start, words.Start + strings.LastIndex(x.text[words.Start:all.Start], ":")})
		case len(behind) == 0 || between != "":
			return words, nil
		}
		behind, end = append(behind, q.quote), all.End
	}
	if strings.Trim(x.text[end:words.End], " .") != "" {
		return words, nil
	}
	for k, q := range quotes {
		used[k] = used[k] || slices.Contains(behind, q.quote)
	}
	return lead, behind
}

// hedgesOf lists the hedges of what one cue attributes, and not of the rest of
// the sentence.
func (x *reading) hedgesOf(c *cue, words Span) []string {
	from, to := bounds(x.toks, words)
	return append([]string{}, x.hedges(min(from, c.start), max(to, c.at+1))...)
}

func (x *reading) why(c *cue) string {
	switch {
	case c.mode == sourced:
		return "source"
	case c.passive:
		return "passive"
	case c.who.pronoun:
		return "pronoun"
	}
	return c.verb.base
}

func (x *reading) trust(c *cue) float64 {
	t := 0.9
	if c.who.pronoun || c.shared {
		t -= 0.1
	}
	if !c.verb.can('c') {
		t -= 0.2
	}
	if c.who.person == nil && !c.who.body && !c.who.plural {
		t -= 0.1
	}
	return t
}

func (x *reading) speaker(m mention) Speaker {
	sp := Speaker{Name: m.name, Capacity: m.capacity, Party: m.party, Span: x.spanOf(m.from, m.to)}
	sp.As = fold(sp.Span.In(x.text))
	if m.person != nil && m.person.entry != nil {
		sp.Member = m.person.entry.ID
	}
	return sp
}

// nested reports whether a cue stands in the words of the one before it.
func (x *reading) nested(s *sentence, i int) bool {
	if i == 0 || s.cues[i].shared || s.cues[i].mode != spoken {
		return false
	}
	c, outer := &s.cues[i], &s.cues[i-1]
	if !outer.verb.tells() && !outer.verb.can('n') {
		return false
	}
	return c.start > outer.at && !x.parallel(s, c)
}

// parallel reports whether a mark or conjunction parts a cue from what stands
// before it, so that it is no part of it.
func (x *reading) parallel(s *sentence, c *cue) bool {
	i := c.start - 1
	for i > s.from && (x.lang.has("adverbs", x.toks[i].lower) || x.isTime(i) || x.toks[i].is("on")) && x.toks[i].quote == 0 {
		i--
	}
	if i < s.from {
		return true
	}
	t := x.toks[i]
	if t.quote > 0 || !t.word && !x.apostrophe(i) {
		return true
	}
	return c.shared || x.lang.has("parallels", t.lower)
}

// saidWhen is the date that a sentence gives for what was said: one that stands
// outside the words themselves.
func (x *reading) saidWhen(n int, words Span) *Interval {
	for _, d := range x.sents[n].dates {
		if !d.Span.Within(words) && d.lead == "" && !x.ofNoun(d.Span) && !x.aside(n, d.Span) {
			found := d.Interval
			return &found
		}
	}
	return nil
}

// aside reports whether a date stands in a clause about somebody, in which nothing is
// said: ", who was appointed in January,".
func (x *reading) aside(n int, date Span) bool {
	s := &x.sents[n]
	at, _ := bounds(x.toks, date)
	i := at
	for i > s.from && !x.toks[i-1].is(",") {
		i--
	}
	if i == s.from || !x.lang.has("relative", x.toks[i].lower) {
		return false
	}
	return !slices.ContainsFunc(s.cues, func(c cue) bool { return c.at > i && c.at < at })
}

// ofNoun reports whether a date belongs to the noun after it: "weekend talks",
// "last week's version", or to a clause that a comma ends.
func (x *reading) ofNoun(s Span) bool {
	_, i := bounds(x.toks, s)
	l := x.toks[i].lower
	return x.role(l) == "'s" || x.lang.has("meeting nouns", l) || x.lang.has("document nouns", l) || x.toks[i].is(",") && x.toks[i+1].is("which")
}

// unattributed proposes what is "reportedly" so.
func (x *reading) unattributed(n int) {
	s := &x.sents[n]
	if len(s.cues) > 0 {
		return
	}
	for i := s.from; i < s.to; i++ {
		if t := x.toks[i]; t.quote == 0 && x.lang.has("hearsay", t.lower) {
			st := &Statement{Form: Unattributed, Words: fold(s.In(x.text)), Span: s.Span}
			x.add(s, Proposal{Kind: StatementKind, Statement: st, Why: t.lower, Confidence: 0.5})
			return
		}
	}
}
