package dispatch

import (
	"slices"
	"strconv"
	"strings"
)

// incidents proposes what a sentence says happened: each claim on its own, with
// who makes it.
func (x *reading) incidents(n int) {
	s := &x.sents[n]
	if at, _, _ := x.lang.find("incident words", x.toks, s.from, s.to); at < 0 {
		return
	}
	free := make([]bool, s.to-s.from)
	for i := range free {
		free[i] = true
	}
	for _, p := range x.of(s) {
		st := p.Statement
		if st == nil || st.Form == Silence || st.Form == Unattributed {
			continue
		}
		from, to := bounds(x.toks, st.Span)
		from, to = max(from, s.from), min(to, s.to)
		taken := from < to && !free[from-s.from]
		for i := from; i < to; i++ {
			free[i-s.from] = false
		}
		if !taken && x.incident(n, from, to, &st.Speaker) && st.Form == Indirect {
			continue
		}
	}
	for from := s.from; from < s.to; from++ {
		to := from
		for to < s.to && free[to-s.from] {
			to++
		}
		if to > from+3 {
			x.incident(n, from, to, nil)
		}
		from = max(from, to)
	}
}

// of lists the proposals of a sentence so far.
func (x *reading) of(s *sentence) []Proposal {
	i := len(x.out)
	for i > 0 && x.out[i-1].Sentence == s.Span {
		i--
	}
	return slices.Clone(x.out[i:])
}

// incident proposes what happened according to the words between two tokens.
func (x *reading) incident(n, from, to int, claimed *Speaker) bool {
	s := &x.sents[n]
	for from < to && !x.toks[from].word {
		from++
	}
	in := &Incident{Numbers: x.numbers(from, to), Claimed: claimed}
	at, k, _ := x.lang.find("incident words", x.toks, from, to)
	if at < 0 {
		return false
	}
	in.Where = x.somewhere(from, to)
	in.When = x.incidentWhen(s, from, to, claimed)
	if len(in.Numbers) == 0 && (!x.grave(from, to) || in.Where == "" && in.When == nil) {
		return false
	}
	in.What = fold(x.spanOf(from, to).In(x.text))
	x.inherit(s, in)
	trust := 0.6
	if len(in.Numbers) > 0 {
		trust += 0.2
	}
	x.add(s, Proposal{Kind: IncidentKind, Incident: in, Why: x.spanOf(at, at+k).In(x.text), Confidence: trust})
	return true
}

// grave reports whether words tell of force, and not of what only goes with it.
func (x *reading) grave(from, to int) bool {
	for i := from; i < to; i++ {
		if x.lang.has("grave words", x.toks[i].lower) {
			return !(x.toks[max(i-1, 0)].is("an") && x.toks[i].is("attack"))
		}
	}
	return false
}

func (x *reading) incidentWhen(s *sentence, from, to int, claimed *Speaker) *Interval {
	for i := range s.dates {
		d := &s.dates[i]
		k, _ := bounds(x.toks, d.Span)
		if k >= from && k < to && (claimed != nil || !x.saysWhen(s, d)) {
			found := d.Interval
			return &found
		}
	}
	return nil
}

// inherit takes place and time from the incident before it in the paragraph.
func (x *reading) inherit(s *sentence, in *Incident) {
	for i := len(x.out) - 1; i >= 0; i-- {
		last := x.out[i].Incident
		if last == nil {
			continue
		}
		for k := range x.sents {
			if x.sents[k].Span == x.out[i].Sentence && x.sents[k].paragraph != s.paragraph {
				return
			}
		}
		if in.Where == "" {
			in.Where = last.Where
		}
		if in.When == nil {
			in.When = last.When
		}
		return
	}
}

// numbers finds the counts between two tokens that something happened to.
func (x *reading) numbers(from, to int) []Number {
	var found []Number
	for i := from; i < to; {
		n, ok := x.numberAt(from, i, to)
		if !ok {
			i++
			continue
		}
		found = append(found, n)
		i = search(x.toks, n.Span.End)
	}
	return found
}

// numberAt reads a count at token i, with its bound before it and what is
// counted after it.
func (x *reading) numberAt(from, i, to int) (Number, bool) {
	num := Number{Bound: "exactly"}
	start := i
	if n, v := x.lang.match("bounds", x.toks[:to], i); n > 0 {
		num.Bound = v
		i += n
	}
	width := 0
	if n, v := x.lang.match("vague numbers", x.toks[:to], i); n > 0 {
		num.Value, _ = strconv.ParseInt(v, 10, 64)
		num.Vague, width = true, n
		if num.Bound == "exactly" {
			num.Bound = "at least"
		}
	} else if v, n := x.figure(i, to); n > 0 {
		num.Value, width = v, n
	}
	if width == 0 || i > from && x.toks[i-1].is("than") && num.Bound == "exactly" {
		return num, false
	}
	end := x.harmed(i+width, to)
	if end == 0 && start > from && x.lang.has("harm leads", x.toks[start-1].lower) {
		end = min(i+width+1, to)
	}
	if end == 0 {
		return num, false
	}
	num.Span = x.spanOf(start, i+width)
	num.As = num.Span.In(x.text)
	num.What = fold(x.spanOf(i+width, end).In(x.text))
	num.What = strings.TrimPrefix(num.What, "of ")
	return num, true
}

// figure reads a number: 40,000, seven, 3.5 million, two hundred.
func (x *reading) figure(i, to int) (int64, int) {
	if i >= to {
		return 0, 0
	}
	l := strings.ReplaceAll(x.toks[i].lower, ",", "")
	f, err := strconv.ParseFloat(l, 64)
	if w, ok := x.count(l); ok && err != nil {
		f, err = float64(w), nil
	}
	if err != nil || f > 1e12 || f < 0 || !unicodeDigit(l) && !x.lang.has("numbers", l) {
		return 0, 0
	}
	n := 1
	for i+n < to && (x.toks[i+n].is("hundred") || x.toks[i+n].is("thousand") || x.toks[i+n].is("million") || x.toks[i+n].is("billion")) {
		w, _ := x.count(x.toks[i+n].lower)
		f *= float64(w)
		n++
	}
	if f > 1e15 {
		return 0, 0
	}
	return int64(f), n
}

// harmed returns where the words that tell what happened to a count end, or 0
// when nothing happened to it.
func (x *reading) harmed(i, to int) int {
	for k := i; k < min(i+11, to); k++ {
		t := x.toks[k]
		if !t.word || t.is("point") || t.is("points") || t.is("year") || t.is("day") {
			return 0
		}
		if x.lang.has("harm words", t.lower) {
			for k+1 < to && (x.toks[k+1].is("or") || x.toks[k+1].is("and")) && k+2 < to && x.lang.has("harm words", x.toks[k+2].lower) {
				k += 2
			}
			return k + 1
		}
	}
	return 0
}

// finish drops what is proposed twice in a sentence.
func (x *reading) finish() {
	seen := map[string]bool{}
	x.out = slices.DeleteFunc(x.out, func(p Proposal) bool {
		st := p.Statement
		if st == nil {
			return false
		}
		key := string(st.Form) + st.Speaker.Name + strconv.Itoa(st.Span.Start) + st.Words
		if st.Form == Silence {
			key = "silence" + st.Speaker.Name + strconv.Itoa(p.Sentence.Start)
		}
		again := seen[key]
		seen[key] = true
		return again
	})
}
