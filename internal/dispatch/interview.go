package dispatch

import "unicode"

// lineSpeaker proposes the words of a paragraph that begins with whose they are,
// as interviews and live reports write them: "Rey: We were promised a vote."
func (x *reading) lineSpeaker(n int) {
	s := &x.sents[n]
	if n > 0 && x.sents[n-1].paragraph == s.paragraph {
		return
	}
	colon := x.colonAfterName(s)
	if colon < 0 {
		return
	}
	last := n
	for last+1 < len(x.sents) && x.sents[last+1].paragraph == s.paragraph {
		last++
	}
	start, end := colon+1, x.sents[last].to
	if r := firstRune(x.text[x.toks[start].Start:]); end-start < 3 || x.toks[start].quote > 0 || unicode.IsLower(r) || !x.toks[start].word {
		return
	}
	who := x.mention(n, s.from, colon)
	if who.person == nil {
		return
	}
	words := x.spanOf(start, end)
	st := &Statement{Form: Indirect, Speaker: x.speaker(who), Words: fold(words.In(x.text)), Span: words}
	x.add(s, Proposal{Kind: StatementKind, Statement: st, Why: "line", Confidence: 0.7})
}

// colonAfterName returns the colon of a sentence that stands after a name, with
// nothing before it but the name and an office; -1 when there is none.
func (x *reading) colonAfterName(s *sentence) int {
	i := s.from
	for i < min(s.from+10, s.to) && x.toks[i].quote == 0 && (x.toks[i].word || x.abbreviated(i)) && !x.finite(i) {
		i++
	}
	if i == s.from || i+1 >= s.to || !x.toks[i].is(":") {
		return -1
	}
	if m := x.firstNamed(s.from); m >= len(x.named) || x.named[m].to != i {
		return -1
	}
	return i
}
