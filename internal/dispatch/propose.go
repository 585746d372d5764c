package dispatch

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
)

// Options change how an article is read. The zero value reads English with
// nothing known of the negotiation, offline.
type Options struct {
	Dictionary Dictionary
	Model      Model // asked for more when given
}

// reading is an article being read.
type reading struct {
	*Article
	text    string
	lang    *language
	world   *world
	dict    Dictionary
	members lookup
	parties lookup
	places  lookup

	toks   []token
	quotes []marked
	sents  []sentence
	starts map[int]bool // tokens that begin a sentence

	people map[string]*person
	order  []*person
	named  []named // mentions by name, in order

	out []Proposal
}

// sentence is a sentence with its tokens and what was found in it.
type sentence struct {
	Span
	from, to  int
	paragraph int
	cues      []cue
	subject   *mention // who it is about
	dates     []date
}

// Propose reads an article and returns what it suggests, in the order of the
// article. It takes time linear in the length of the article, with a model's
// answer on top where Options has one; an error is only ever the context's.
func Propose(ctx context.Context, a *Article, o Options) ([]Proposal, error) {
	x := newReading(a, o)
	x.meet()
	x.findCues()
	for i := range x.sents {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		x.sents[i].dates = x.findDates(&x.sents[i])
		x.statements(i)
		x.silences(i)
		x.meetings(i)
		x.documents(i)
		x.incidents(i)
	}
	x.finish()
	if o.Model != nil {
		x.ask(ctx, o.Model)
	}
	slices.SortStableFunc(x.out, func(a, b Proposal) int { return cmp.Compare(a.Sentence.Start, b.Sentence.Start) })
	return x.out, ctx.Err()
}

func newReading(a *Article, o Options) *reading {
	x := &reading{
		Article: a, text: a.Text, lang: english(), world: gazetteer(), dict: o.Dictionary,
		members: lookupOf(o.Dictionary.Members), parties: lookupOf(o.Dictionary.Parties), places: lookupOf(o.Dictionary.Places),
		people: map[string]*person{}, starts: map[int]bool{},
	}
	x.toks = tokenize(x.text)
	x.assignRoles()
	paras := paragraphs(x.text)
	x.quotes = findQuotations(x.text, paras, x.lang)
	x.markQuotations()
	for n, p := range paras {
		for _, s := range x.sentences(p) {
			from, to := bounds(x.toks, s)
			if from < to {
				x.sents = append(x.sents, sentence{Span: s, from: from, to: to, paragraph: n})
				x.starts[from] = true
			}
		}
	}
	return x
}

// assignRoles tells what the words do that the rules ask for by their role.
func (x *reading) assignRoles() {
	for i := range x.toks {
		if t := &x.toks[i]; t.word {
			t.role = x.lang.words["roles"][t.lower]
		}
	}
}

// role returns what a word does, the mark itself for a mark, "" for other words.
func (x *reading) role(word string) string {
	if r, ok := x.lang.words["roles"][word]; ok {
		return r
	}
	if unicode.IsLetter(firstRune(word)) {
		return ""
	}
	return word
}

func (x *reading) markQuotations() {
	i := pad
	for n, q := range x.quotes {
		for i < len(x.toks) && x.toks[i].Start < q.all.Start {
			i++
		}
		for i < len(x.toks) && x.toks[i].Start < q.all.End {
			x.toks[i].quote = n + 1
			i++
		}
	}
}

// sentenceStart reports whether a token begins a sentence or a quotation.
func (x *reading) sentenceStart(i int) bool {
	return x.starts[i] || i > 0 && x.toks[i].quote > 0 && (x.toks[i-1].quote != x.toks[i].quote || !x.toks[i-1].word)
}

// add keeps a proposal and fills in what holds for its sentence.
func (x *reading) add(s *sentence, p Proposal) {
	p.Sentence = s.Span
	if p.Hedges == nil {
		p.Hedges = x.hedges(s.from, s.to)
	}
	if p.Issues == nil {
		p.Issues = x.issuesIn(s.Span)
	}
	x.out = append(x.out, p)
}

// hedges lists the words between two tokens that hold something at a distance.
func (x *reading) hedges(from, to int) []string {
	var found []string
	for i := from; i < to; {
		n, _ := x.lang.match("hedges", x.toks[:to], i)
		if n == 0 || x.toks[i].quote > 0 {
			i++
			continue
		}
		words := x.spanOf(i, i+n).In(x.text)
		if !slices.Contains(found, words) {
			found = append(found, words)
		}
		i += n
	}
	return found
}

// spanOf is the span of tokens.
func (x *reading) spanOf(from, to int) Span {
	if from >= to {
		at := len(x.text)
		if from < len(x.toks) {
			at = x.toks[from].Start
		}
		return Span{at, at}
	}
	return Span{x.toks[from].Start, x.toks[to-1].End}
}

// fold writes white space as single spaces.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
