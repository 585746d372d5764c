package redline

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/text"
)

// Two provisions are similar as far as they share words, each weighed by how
// rare it is in what is compared. Candidates come from an inverted index over
// the rarer words, so that the cost grows with what two texts share and not
// with the product of their lengths.

const (
	similarInOrder   = 0.4  // from here on, the same provision edited
	similarSameLabel = 0.2  // under the same number
	similarLeast     = 0.12 // with the same beginning
	similarElsewhere = 0.6  // moved and edited
	fewWords         = 4    // too few to recognise elsewhere
	candidatesEach   = 8    // counterparts considered for each provision
	commonPostings   = 0.05 // words in more of the provisions than this name no candidates
	leastPostings    = 24   // but words in so few always do
	claimedAlike     = 1.5  // what the same number adds to a claim, and the same beginning
	openingBytes     = 32   // of words that are a beginning
	stemLetters      = 6    // of a word that count in texts that are only related
)

// lexicon numbers words, folded to lower case, and weighs them.
type lexicon struct {
	ids    map[string]int32
	seen   []int32   // in how many provisions
	weight []float64 // log(1 + provisions/seen)
	stems  bool      // words count by their beginning: for texts that are only related
}

// stem cuts a word to what its inflections and relatives share, roughly, in
// any language that inflects at the end.
func (lx *lexicon) stem(s string) string {
	if !lx.stems {
		return s
	}
	n := 0
	for i := range s {
		if n == stemLetters {
			return s[:i]
		}
		n++
	}
	return s
}

// bag is the words of a provision, each once, by number.
type bag struct {
	words []counted
	total float64 // weight of all
	count int     // number of words
	made  bool
}

type counted struct {
	id int32
	n  int32
}

func newLexicon() *lexicon { return &lexicon{ids: make(map[string]int32)} }

// bagOf counts the words of passages. In a script without spaces, where a
// token is a syllable, pairs of tokens are counted.
func (lx *lexicon) bagOf(passages ...string) bag {
	var ids []int32
	last := ""
	for _, part := range passages {
		for _, t := range text.Tokens(part) {
			r, _ := utf8.DecodeRuneInString(t.Text)
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && len(t.Text) < 2 {
				last = ""
				continue
			}
			s := strings.ToLower(t.Text)
			if spaceless(r) {
				if last != "" {
					ids = append(ids, lx.id(last+s))
				}
				last = s
				continue
			}
			last = ""
			ids = append(ids, lx.id(lx.stem(s)))
		}
	}
	slices.Sort(ids)
	b := bag{count: len(ids), made: true}
	for _, id := range ids {
		if n := len(b.words); n > 0 && b.words[n-1].id == id {
			b.words[n-1].n++
			continue
		}
		b.words = append(b.words, counted{id, 1})
		lx.seen[id]++
	}
	return b
}

func spaceless(r rune) bool {
	return r > 0xe00 && unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
		unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func (lx *lexicon) id(s string) int32 {
	id, ok := lx.ids[s]
	if !ok {
		id = int32(len(lx.seen))
		lx.ids[s] = id
		lx.seen = append(lx.seen, 0)
	}
	return id
}

// weigh sets the weights of words and of bags, once all are counted.
func (lx *lexicon) weigh(n int, bags ...*bag) {
	lx.weight = make([]float64, len(lx.seen))
	for id, seen := range lx.seen {
		lx.weight[id] = math.Log(1 + float64(n)/float64(max(seen, 1)))
	}
	for _, b := range bags {
		b.total = 0
		for _, w := range b.words {
			b.total += float64(w.n) * lx.weight[w.id]
		}
	}
}

// shared returns the weight of the words that a and b share.
func (lx *lexicon) shared(a, b *bag) float64 {
	var sum float64
	for i, j := 0, 0; i < len(a.words) && j < len(b.words); {
		switch x, y := a.words[i], b.words[j]; {
		case x.id < y.id:
			i++
		case x.id > y.id:
			j++
		default:
			sum += float64(min(x.n, y.n)) * lx.weight[x.id]
			i, j = i+1, j+1
		}
	}
	return sum
}

// likeness returns how alike a and b are, from 0 to 1: twice what they share
// by what they have (Dice's coefficient, weighted).
func (lx *lexicon) likeness(a, b *bag) float64 {
	if a.total+b.total == 0 {
		return 0
	}
	return 2 * lx.shared(a, b) / (a.total + b.total)
}

// count counts the words of a unit's own heading and words.
func (u *unit) count(lx *lexicon) bag { return lx.bagOf(u.p.Heading, u.p.Words) }

// count fills the bags of all free units that have words and builds the
// lexicon that weighs them.
func (m *matcher) count() (olds, news []int) {
	olds, news = freeIn(m.old, 0, len(m.old)), freeIn(m.new, 0, len(m.new))
	olds, news = worded(m.old, olds), worded(m.new, news)
	m.lex = newLexicon()
	if len(olds) == 0 && len(news) == 0 {
		return nil, nil
	}
	var bags []*bag
	for _, i := range olds {
		m.old[i].bag = m.old[i].count(m.lex)
		bags = append(bags, &m.old[i].bag)
	}
	for _, j := range news {
		m.new[j].bag = m.new[j].count(m.lex)
		bags = append(bags, &m.new[j].bag)
	}
	m.lex.weigh(len(bags), bags...)
	return olds, news
}

// similar links what is similar in order, then what is similar elsewhere.
func (m *matcher) similar() {
	olds, news := m.count()
	if len(olds) == 0 || len(news) == 0 {
		return
	}
	candidates := m.candidates(olds, news)
	m.similarInGaps(candidates)
	slices.SortStableFunc(candidates, func(p, q pair) int { return cmp.Compare(q.weight, p.weight) })
	for _, c := range candidates {
		a, b := &m.old[c.old], &m.new[c.new]
		if a.to != free || b.to != free || c.weight < similarElsewhere || min(a.bag.count, b.bag.count) < fewWords {
			continue
		}
		m.link(c.old, c.new, c.weight)
	}
}

// similarInGaps links, in each gap, the heaviest chain of similar provisions.
func (m *matcher) similarInGaps(candidates []pair) {
	byOld := make(map[int][]pair)
	for _, c := range candidates {
		byOld[c.old] = append(byOld[c.old], c)
	}
	for _, g := range m.gaps() {
		var inGap []pair
		lo, hi := g.new[0], g.new[len(g.new)-1]
		alone := len(g.old) == 1 && len(g.new) == 1
		for _, i := range g.old {
			for _, c := range byOld[i] {
				if c.new >= lo && c.new <= hi && m.new[c.new].to == free && c.weight >= m.least(c, alone) {
					inGap = append(inGap, c)
				}
			}
		}
		likeness := make(map[[2]int]float64, len(inGap))
		for k, c := range inGap {
			likeness[[2]int{c.old, c.new}] = c.weight
			inGap[k].weight = m.claim(c)
		}
		for _, c := range heaviestChain(inGap, len(m.new)) {
			m.link(c.old, c.new, likeness[[2]int{c.old, c.new}])
		}
	}
}

// claim returns how much a pair counts against others in its gap: more, the
// longer it is, and more under the same number and with the same beginning, by
// which readers know a provision.
func (m *matcher) claim(c pair) float64 {
	a, b := &m.old[c.old], &m.new[c.new]
	claim := c.weight * c.weight * math.Sqrt(float64(1+min(a.bag.count, b.bag.count)))
	if a.number != "" && a.number == b.number {
		claim *= claimedAlike
	}
	if sameOpening(a.p.Words, b.p.Words) {
		claim *= claimedAlike
	}
	return claim
}

func sameOpening(a, b string) bool {
	const n = openingBytes
	return len(a) > n && len(b) > n && a[:n] == b[:n]
}

// least returns how alike a pair in order must be.
func (m *matcher) least(c pair, alone bool) float64 {
	a, b := m.old[c.old], m.new[c.new]
	if sameOpening(a.p.Words, b.p.Words) {
		return similarLeast
	}
	if a.p.Label != "" && a.number == b.number || alone {
		return similarSameLabel
	}
	return similarInOrder
}

// candidates returns for each old position the new ones most like it.
func (m *matcher) candidates(olds, news []int) []pair {
	postings := make([][]int32, len(m.lex.seen))
	for _, j := range news {
		for _, w := range m.new[j].bag.words {
			postings[w.id] = append(postings[w.id], int32(j))
		}
	}
	most := max(leastPostings, int(commonPostings*float64(len(news))))
	score := make([]float64, len(m.new))
	var touched []int
	var out []pair
	for _, i := range olds {
		a := &m.old[i].bag
		touched = m.touch(a, postings, most, score, touched[:0])
		for _, j := range touched[:min(candidatesEach, len(touched))] {
			if l := m.lex.likeness(a, &m.new[j].bag); l >= similarLeast {
				out = append(out, pair{i, j, l})
			}
		}
	}
	return m.neighbours(olds, out)
}

// touch appends to out the new positions that share with a words found in at
// most so many of them, the likeliest first. Scores are 0 before and after.
func (m *matcher) touch(a *bag, postings [][]int32, most int, score []float64, out []int) []int {
	for _, w := range a.words {
		if len(postings[w.id]) > most {
			continue
		}
		for _, j := range postings[w.id] {
			if score[j] == 0 {
				out = append(out, int(j))
			}
			score[j] += m.lex.weight[w.id]
		}
	}
	for _, j := range out {
		score[j] /= a.total + m.new[j].bag.total
	}
	slices.SortFunc(out, func(x, y int) int {
		return cmp.Or(cmp.Compare(score[y], score[x]), cmp.Compare(x, y))
	})
	for _, j := range out {
		score[j] = 0
	}
	return out
}

// neighbours adds the pairs that stand at the same place in a small gap, which
// common words alone would not have named.
func (m *matcher) neighbours(olds []int, out []pair) []pair {
	have := make(map[[2]int]bool, len(out))
	for _, c := range out {
		have[[2]int{c.old, c.new}] = true
	}
	for _, g := range m.gaps() {
		if len(g.old)*len(g.new) > 64 {
			continue
		}
		for _, i := range worded(m.old, g.old) {
			for _, j := range worded(m.new, g.new) {
				if have[[2]int{i, j}] {
					continue
				}
				if l := m.lex.likeness(&m.old[i].bag, &m.new[j].bag); l >= similarLeast {
					out = append(out, pair{i, j, l})
				}
			}
		}
	}
	return out
}
