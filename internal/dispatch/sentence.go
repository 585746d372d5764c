package dispatch

import (
	"strings"
	"unicode"
)

// longest is how many words a sentence has at most outside a quotation: what is
// longer is none, and is cut.
const longest = 300

// paragraphs parts a text. A line break parts paragraphs unless the text is
// wrapped: its lines end in the middle of sentences.
func paragraphs(text string) []Span {
	lines := lineSpans(text)
	wrapped := isWrapped(text, lines)
	var found []Span
	open := false
	for _, l := range lines {
		s := trim(text, l)
		if s.Start == s.End {
			open = false
			continue
		}
		if open && goesOn(text, found[len(found)-1], s, wrapped) {
			found[len(found)-1].End = s.End
			continue
		}
		found = append(found, s)
		open = true
	}
	return found
}

func lineSpans(text string) []Span {
	var lines []Span
	at := 0
	for line := range strings.Lines(text) {
		lines = append(lines, Span{at, at + len(line)})
		at += len(line)
	}
	return lines
}

func trim(text string, s Span) Span {
	for s.Start < s.End && isSpaceByte(text[s.Start]) {
		s.Start++
	}
	for s.End > s.Start && isSpaceByte(text[s.End-1]) {
		s.End--
	}
	return s
}

func isSpaceByte(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f' }

// isWrapped reports whether two lines in five end in the middle of a sentence
// and none is long.
func isWrapped(text string, lines []Span) bool {
	full, cut := 0, 0
	for _, l := range lines {
		s := trim(text, l)
		if s.End-s.Start > 120 {
			return false
		}
		if s.End == s.Start {
			continue
		}
		full++
		if !ends(text[:s.End]) {
			cut++
		}
	}
	return full > 2 && cut*5 >= full*2
}

// goesOn reports whether a line goes on with the paragraph before it.
func goesOn(text string, before, line Span, wrapped bool) bool {
	if !wrapped || before.End-before.Start < 45 {
		return false
	}
	return !ends(text[:before.End]) || unicode.IsLower(firstRune(text[line.Start:]))
}

// ends reports whether a text ends as a sentence does.
func ends(s string) bool { return strings.ContainsRune(".!?…:\"”»)’“", lastRune(s)) }

// sentences parts the paragraphs. What stands in quotation marks is never
// parted: a quotation of three sentences is one sentence with what frames it.
func (x *reading) sentences(paragraph Span) []Span {
	from, to := bounds(x.toks, paragraph)
	var found []Span
	start := from
	for i := from; i < to; i++ {
		end, ok := x.endsSentence(i, to)
		if i-start >= longest && x.toks[i].quote == 0 {
			end, ok = max(end, i), true
		}
		if !ok {
			continue
		}
		found = append(found, Span{x.toks[start].Start, x.toks[end].End})
		start, i = end+1, end
	}
	if start < to {
		found = append(found, Span{x.toks[start].Start, paragraph.End})
	}
	return found
}

// endsSentence reports whether a sentence ends at token i, and with which
// token: closing marks belong to it.
func (x *reading) endsSentence(i, to int) (int, bool) {
	t := x.toks[i]
	if t.quote > 0 {
		return x.endsWithQuotation(i, to)
	}
	if t.word && !strings.HasSuffix(t.lower, ".") || !t.word && !strings.Contains(".!?…", t.lower) {
		return 0, false
	}
	end := i
	for end+1 < to && x.toks[end+1].quote == 0 && strings.Contains(")]’'.!?…", x.toks[end+1].lower) {
		end++
	}
	if end+1 == to {
		return end, true
	}
	if t.word || t.is(".") && i > 0 && x.abbreviates(i) {
		return 0, false
	}
	return end, x.begins(end + 1)
}

// abbreviates reports whether the point at i belongs to the word before it.
func (x *reading) abbreviates(i int) bool {
	before := x.toks[i-1]
	if before.End != x.toks[i].Start || !before.word {
		return false
	}
	if x.role(before.lower) == "no" || x.role(before.lower) == "sat" || x.role(before.lower) == "sun" || x.role(before.lower) == "art" {
		return i+1 < len(x.toks) && unicode.IsDigit(firstRune(x.text[x.toks[i+1].Start:]))
	}
	return x.lang.has("abbreviations", before.lower) || before.cap && before.End-before.Start == 1
}

// begins reports whether a sentence may begin with token i.
func (x *reading) begins(i int) bool {
	t := x.toks[i]
	r := firstRune(x.text[t.Start:])
	return t.cap || t.quote > 0 || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsLower(r) || strings.ContainsRune("([–—•-", r)
}

// endsWithQuotation reports whether the last token of a quotation ends the
// sentence: its words end in a point, and what follows begins a sentence that
// does not say who spoke.
func (x *reading) endsWithQuotation(i, to int) (int, bool) {
	q := x.quotes[x.toks[i].quote-1]
	if x.toks[i].End < q.all.End {
		return 0, false
	}
	if i+1 == to {
		return i, true
	}
	inner := strings.TrimRight(q.inner.In(x.text), " ’'”")
	last := lastRune(inner)
	if !strings.ContainsRune(".!?…", last) || !x.begins(i+1) {
		return 0, false
	}
	if x.signed(i+1, to) {
		return 0, false
	}
	return i, !x.saysWho(i+1, to, last != '.')
}

// saysWho reports whether a few words with a verb of saying follow: `"Enough!"
// President Venn said.` Where no point ends the quotation, a place or time may
// stand after the verb.
func (x *reading) saysWho(i, to int, open bool) bool {
	if x.toks[i].quote > 0 {
		return false
	}
	within := 12
	for j := i; j < min(i+within, to); j++ {
		t := x.toks[j]
		if t.quote > 0 || strings.Contains(".!?;:", t.lower) && !x.abbreviated(j) {
			return false
		}
		if t.is(",") && open {
			within = 30 // what is inserted after the name
		}
		if v, ok := x.lang.verbs[t.lower]; ok && !v.ing && j > i {
			next := x.toks[min(j+1, to-1)]
			return j+1 == to || !next.word || next.is("on") || next.is("in") || next.is("later") || next.is("as") || open && (x.lang.has("prepositions", next.lower) || x.isTime(j+1) || v.can('a'))
		}
	}
	return false
}

// signed reports whether a dash and a name end a paragraph: “He has no plan.” —
// Jack Ashby, Tarn.
func (x *reading) signed(i, to int) bool {
	return i+1 < to && to-i < 12 && (x.toks[i].is("—") || x.toks[i].is("–") || x.toks[i].is("-")) && x.toks[i+1].cap && !x.saysWho(i+1, to, true)
}
