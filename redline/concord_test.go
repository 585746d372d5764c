package redline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/text"
)

func relations(c Concordance) []string {
	var out []string
	for _, r := range c.Relations {
		var old, new []string
		for _, s := range r.Old {
			old = append(old, s.Cite)
		}
		for _, s := range r.New {
			new = append(new, s.Cite)
		}
		out = append(out, fmt.Sprintf("%s %s~%s", r.Kind(), strings.Join(old, ","), strings.Join(new, ",")))
	}
	return out
}

func TestACounterDraftIsMappedPointByPoint(t *testing.T) {
	draft := numberedPoints(
		"The sovereignty of Ruritania is confirmed by all Parties.",
		"The armed forces of Ruritania shall be limited to 600,000 persons.",
		"Ruritania receives reliable guarantees of its security; a joint task force works out the details of the guarantees.",
		"The frozen assets of Freedonia are invested in the reconstruction of Ruritania. A fund for the reconstruction of cities is set up.",
		"Elections are held within one hundred days.",
		"All prisoners of war are exchanged, all for all.",
	)
	counter := numberedPoints(
		"The Parties reaffirm Ruritania's sovereignty.",
		"All prisoners of war are to be exchanged on the principle of all for all.",
		"A ceasefire on land, at sea and in the air takes effect on signature.",
		"Ruritania's armed forces are capped at 800,000 persons in peacetime.",
		"Assets of Freedonia stay frozen until damages are paid, and then are used for reconstruction.",
		"A fund for the reconstruction of the cities of Ruritania is set up by the guarantors.",
		"Reliable security guarantees are given to Ruritania.",
	)
	got := relations(Concord(draft, counter))
	want := []string{"1:1 1~1", "1:1 2~4", "1:1 3~7", "1:n 4~5,6", "none 5~", "1:1 6~2", "none ~3"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestAConcordanceHoldsEveryPointOnceAndIsSurestOfTheSame(t *testing.T) {
	for _, p := range realPairs(t) {
		if len(p.old.Provisions) > 400 {
			continue
		}
		c := Concord(p.old, p.new)
		seen := [2]map[int]bool{{}, {}}
		for _, r := range c.Relations {
			if r.Confidence < 0 || r.Confidence > 1 {
				t.Fatalf("%s: confidence %v", p.id, r.Confidence)
			}
			if len(r.Old) > 1 && len(r.New) > 1 {
				t.Fatalf("%s: many to many", p.id)
			}
			for which, sides := range [][]Side{r.Old, r.New} {
				for _, s := range sides {
					if seen[which][s.Index] {
						t.Fatalf("%s: side %d, point %d stands twice", p.id, which, s.Index)
					}
					seen[which][s.Index] = true
				}
			}
		}
		if len(seen[0]) != pointCount(p.old) || len(seen[1]) != pointCount(p.new) {
			t.Errorf("%s: %d and %d points of %d and %d", p.id, len(seen[0]), len(seen[1]), pointCount(p.old), pointCount(p.new))
		}
	}
}

// pointCount counts the provisions with a word in them.
func pointCount(t *text.Text) int {
	lx := newLexicon()
	n := 0
	for _, p := range t.Provisions {
		if lx.bagOf(p.Heading, p.Words).count > 0 {
			n++
		}
	}
	return n
}

// rendered returns the text as a press copy has it: without numbers, and with
// about a third of the words of each point replaced, dropped or added.
func rendered(t *text.Text, seed uint64) *text.Text {
	r := rand.New(rand.NewPCG(seed, 7))
	var salad []string
	for _, p := range t.Provisions {
		salad = append(salad, strings.Fields(p.Words)...)
	}
	out := t.Clone()
	for _, p := range out.Provisions {
		words := strings.Fields(p.Words)
		for i := range words {
			if r.IntN(3) == 0 {
				words[i] = salad[r.IntN(len(salad))]
			}
		}
		p.Label, p.Words = "", strings.Join(words, " ")
	}
	return out
}

func TestAPressCopyResemblesTheRevisionItWasMadeFrom(t *testing.T) {
	right, all, sure := 0, 0, 0
	for k, p := range realPairs(t) {
		if n := len(p.old.Provisions); n < 30 || n > 400 || p.kind == "contract-markup-only" || p.kind == "contract-whitespace-only" {
			continue
		}
		for which, from := range []*text.Text{p.old, p.new} {
			got := Resembles(rendered(from, uint64(k)), p.old, p.new)
			all++
			if got[0].Revision == which {
				right++
			} else if got[0].Sure > 0.9 {
				t.Errorf("%s: wrong, and sure by %.2f", p.id, got[0].Sure)
			}
			if got[0].Sure > 0.9 {
				sure++
			}
		}
	}
	t.Logf("%d of %d right, %d of them surer than 0.9", right, all, sure)
	if right*10 < all*9 {
		t.Errorf("only %d of %d right", right, all)
	}
}

func TestACopyThatCannotTellRevisionsApartIsNotSure(t *testing.T) {
	a := numberedPoints(fourPoints...)
	if got := Resembles(rendered(a, 1), a, a.Clone()); got[0].Sure != 0.5 {
		t.Errorf("sure by %v", got[0].Sure)
	}
}
