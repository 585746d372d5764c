package redline

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"parley/text"
)

// The planter takes a real text, does known things to it, and remembers what
// it did. Every provision has a number, and what is inserted shifts the
// numbers of some that follow, so that labels mislead whoever trusts them.

// planted is what was done to provisions: pairs of old and new positions that
// are to be found, by class.
type planted struct {
	old, new *text.Text
	truth    map[Class]map[[2]int]bool
}

const none = -1 // the position of what one side does not have

type planter struct {
	r     *rand.Rand
	paras []*plant
	salad []string // words to edit and insert with
}

// plant is a provision of the new text on its way there.
type plant struct {
	from  []int // old positions
	class Class
	words string
	label string
}

// plantIn does n things to the text.
func plantIn(base *text.Text, n int, seed uint64) planted {
	pl := &planter{r: rand.New(rand.NewPCG(seed, 1))}
	old := &text.Text{}
	seen := make(map[string]bool)
	for _, p := range base.Provisions {
		if words := strings.Fields(p.Words); len(words) >= 12 && !seen[p.Words] {
			seen[p.Words] = true
			label := fmt.Sprintf("%d.", len(pl.paras)+1)
			old.Provisions = append(old.Provisions, &text.Provision{Kind: text.Paragraph, Label: label, Words: p.Words})
			pl.paras = append(pl.paras, &plant{from: []int{len(pl.paras)}, words: p.Words, label: label})
			pl.salad = append(pl.salad, words...)
		}
	}
	if len(pl.paras) < 100 {
		return pl.result(old)
	}
	ops := []func(*plant) bool{pl.edit, pl.delete, pl.insert, pl.move, pl.moveAndEdit, pl.split, pl.merge, pl.renumber}
	for k := range n {
		for range 20 {
			p := pl.paras[pl.r.IntN(len(pl.paras))]
			if pl.untouched(p) && ops[k%len(ops)](p) {
				break
			}
		}
	}
	return pl.result(old)
}

func (pl *planter) result(old *text.Text) planted {
	out := planted{old: old, new: &text.Text{}, truth: make(map[Class]map[[2]int]bool)}
	for c := Edited; c < Restyled; c <<= 1 {
		out.truth[c] = make(map[[2]int]bool)
	}
	kept := make(map[int]bool)
	for j, p := range pl.paras {
		out.new.Provisions = append(out.new.Provisions, &text.Provision{Kind: text.Paragraph, Label: p.label, Words: p.words})
		for _, i := range p.from {
			kept[i] = true
			for c, m := range out.truth {
				if p.class.Has(c) {
					m[[2]int{i, j}] = true
				}
			}
		}
		if p.class.Has(Inserted) {
			out.truth[Inserted][[2]int{none, j}] = true
		}
	}
	for i := range old.Provisions {
		if !kept[i] {
			out.truth[Deleted][[2]int{i, none}] = true
		}
	}
	return out
}

func (pl *planter) at(p *plant) int {
	for i, q := range pl.paras {
		if p == q {
			return i
		}
	}
	return none
}

// untouched reports whether nothing was done to p or beside it.
func (pl *planter) untouched(p *plant) bool {
	at := pl.at(p)
	for i := max(0, at-2); i <= min(at+2, len(pl.paras)-1); i++ {
		if pl.paras[i].class != 0 {
			return false
		}
	}
	return at >= 2 && at < len(pl.paras)-2
}

func (pl *planter) word() string { return pl.salad[pl.r.IntN(len(pl.salad))] }

func (pl *planter) edit(p *plant) bool {
	words := strings.Fields(p.words)
	for range 1 + len(words)/6 {
		switch i := pl.r.IntN(len(words)); pl.r.IntN(3) {
		case 0:
			words[i] = pl.word()
		case 1:
			words = append(words[:i:i], append([]string{pl.word()}, words[i:]...)...)
		case 2:
			words = append(words[:i:i], words[i+1:]...)
		}
	}
	p.words = strings.Join(words, " ")
	p.class |= Edited
	return true
}

func (pl *planter) remove(at int) {
	pl.paras = append(pl.paras[:at:at], pl.paras[at+1:]...)
}

func (pl *planter) put(at int, p *plant) {
	pl.paras = append(pl.paras[:at:at], append([]*plant{p}, pl.paras[at:]...)...)
}

func (pl *planter) delete(p *plant) bool {
	pl.remove(pl.at(p))
	return true
}

// insert puts new words before p and renumbers up to six that follow.
func (pl *planter) insert(p *plant) bool {
	var words []string
	for range 12 + pl.r.IntN(30) {
		words = append(words, pl.word())
	}
	at := pl.at(p)
	for i := at; i < min(at+6, len(pl.paras)-1) && pl.untouched(pl.paras[i]); i++ {
		defer func(q *plant, label string) { q.label, q.class = label, q.class|Renumbered }(pl.paras[i], pl.paras[i+1].label)
	}
	pl.put(at, &plant{words: strings.Join(words, " "), class: Inserted, label: p.label})
	return true
}

func (pl *planter) move(p *plant) bool {
	at := pl.at(p)
	to := 2 + pl.r.IntN(len(pl.paras)-4)
	if to > at-6 && to < at+6 || !pl.untouched(pl.paras[to]) {
		return false
	}
	pl.remove(at)
	pl.put(to, p)
	p.class |= Moved
	return true
}

func (pl *planter) moveAndEdit(p *plant) bool { return pl.move(p) && pl.edit(p) }

// split cuts p at a sentence where it can.
func (pl *planter) split(p *plant) bool {
	words := strings.Fields(p.words)
	if len(words) < 16 {
		return false
	}
	cut := 6 + pl.r.IntN(len(words)-11)
	for i := 6; i < len(words)-6; i++ {
		if strings.HasSuffix(words[i-1], ".") || strings.HasSuffix(words[i-1], ";") {
			cut = i
		}
	}
	p.class |= Split
	p.words = strings.Join(words[:cut], " ")
	pl.put(pl.at(p)+1, &plant{from: p.from, class: Split, words: strings.Join(words[cut:], " "), label: p.label + "bis"})
	return true
}

func (pl *planter) merge(p *plant) bool {
	at := pl.at(p)
	next := pl.paras[at+1]
	p.words += " " + next.words
	p.from = append(p.from, next.from...)
	p.class |= Merged
	pl.remove(at + 1)
	return true
}

func (pl *planter) renumber(p *plant) bool {
	p.label = fmt.Sprintf("%d.", 1000+pl.r.IntN(1000))
	p.class |= Renumbered
	return true
}

// found returns what a redline says, in the form of the truth.
func found(r *Redline) map[Class]map[[2]int]bool {
	out := make(map[Class]map[[2]int]bool)
	for c := Edited; c < Restyled; c <<= 1 {
		out[c] = make(map[[2]int]bool)
	}
	for _, row := range r.Rows {
		at := [2]int{none, none}
		if row.Old != nil {
			at[0] = row.Old.Index
		}
		if row.New != nil {
			at[1] = row.New.Index
		}
		for c, m := range out {
			if row.Class.Has(c) {
				m[at] = true
			}
		}
	}
	return out
}

// score counts what was found of the truth.
type score struct{ right, wrong, missed int }

func (s score) f1() float64 {
	if s.right == 0 {
		return 0
	}
	return 2 * float64(s.right) / float64(2*s.right+s.wrong+s.missed)
}

// check adds what r found of what was planted, and did not.
func (s *score) check(got, truth map[[2]int]bool) {
	for at := range got {
		if truth[at] {
			s.right++
		} else {
			s.wrong++
		}
	}
	for at := range truth {
		if !got[at] {
			s.missed++
		}
	}
}

func TestPlantedOperationsOnRealTextsAreFound(t *testing.T) {
	scores := make(map[Class]*score)
	for c := Edited; c < Restyled; c <<= 1 {
		scores[c] = &score{}
	}
	for k, p := range realPairs(t) {
		if n := len(p.old.Provisions); n < 150 || n > 3000 {
			continue
		}
		for seed := range uint64(2) {
			pl := plantIn(p.old, min(48, len(p.old.Provisions)/10), seed*1000+uint64(k))
			r := Compare(pl.old, pl.new, Options{})
			checkExact(t, r, pl.old, pl.new)
			got := found(r)
			for c, s := range scores {
				s.check(got[c], pl.truth[c])
			}
		}
	}
	t.Log("class       right wrong missed    F1")
	for c := Edited; c < Restyled; c <<= 1 {
		s, least := scores[c], 0.95
		if c == Split || c == Merged {
			least = 0.90
		}
		t.Logf("%-11s %5d %5d %6d %.3f", c.Names()[0], s.right, s.wrong, s.missed, s.f1())
		if s.f1() < least {
			t.Errorf("F1 of %s is %.3f, below %.2f", c.Names()[0], s.f1(), least)
		}
	}
}
