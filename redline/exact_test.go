package redline

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"parley/text"
)

// texts draws small trees whose words repeat, so that everything the matching
// can confuse occurs: same words twice, empty provisions, words that are not
// canonical, pieces of others.
func texts() *rapid.Generator[*text.Text] {
	return rapid.Custom(func(t *rapid.T) *text.Text {
		out := &text.Text{
			Title: rapid.SampledFrom([]string{"", "Plan", "A _plan_ for  peace"}).Draw(t, "title"),
			Lang:  rapid.SampledFrom([]string{"", "en", "ar"}).Draw(t, "lang"),
		}
		n := 0
		out.Provisions = provisions(t, 0, &n)
		return out
	})
}

func provisions(t *rapid.T, depth int, n *int) []*text.Provision {
	var out []*text.Provision
	for range rapid.IntRange(0, 4-depth).Draw(t, "provisions") {
		out = append(out, drawProvision(t, depth, n))
	}
	return out
}

func drawProvision(t *rapid.T, depth int, n *int) *text.Provision {
	*n++
	p := &text.Provision{
		Kind:    rapid.SampledFrom([]text.Kind{text.Article, text.Paragraph, ""}).Draw(t, "kind"),
		Label:   rapid.SampledFrom([]string{"", "1.", "2.", "(a)", "Article 3"}).Draw(t, "label"),
		Heading: rapid.SampledFrom([]string{"", "", "Scope", "**Scope**"}).Draw(t, "heading"),
		Words:   drawWords(t),
	}
	if rapid.Bool().Draw(t, "has id") {
		p.ID = text.ID(fmt.Sprintf("p%d", *n))
	}
	if depth < 2 {
		p.Children = provisions(t, depth+1, n)
	}
	return p
}

func drawWords(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{
		"the", "Party", "shall", "may", "not", "withdraw", "600,000", "forces.", "It", "reports;", "_to_", "**all**",
		"^[in peace]", "\n", "  ", "中文", "ไทย", "سلام", "👍🏽", "é", "[x", "\\_", "*",
	}), 0, 14).Draw(t, "words")
	s := ""
	for _, w := range words {
		s += w + " "
	}
	if rapid.IntRange(0, 3).Draw(t, "canonical") > 0 {
		return text.Fold(s)
	}
	return s
}

// changed draws a text made from another: what real revisions are.
func changed(t *rapid.T, base *text.Text) *text.Text {
	out := base.Clone()
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		places := out.Places()
		if len(places) == 0 {
			return out
		}
		at := places[rapid.IntRange(0, len(places)-1).Draw(t, "place")]
		siblings := &out.Provisions
		if at.Parent != nil {
			siblings = &at.Parent.Children
		}
		switch rapid.IntRange(0, 5).Draw(t, "change") {
		case 0:
			at.Words = drawWords(t)
		case 1:
			*siblings = slices.Delete(slices.Clone(*siblings), at.Index, at.Index+1)
		case 2:
			n := 1000
			*siblings = slices.Insert(slices.Clone(*siblings), at.Index, drawProvision(t, 2, &n))
		case 3:
			rest := slices.Delete(slices.Clone(*siblings), at.Index, at.Index+1)
			to := rapid.IntRange(0, len(rest)).Draw(t, "to")
			*siblings = slices.Insert(rest, to, at.Provision)
		case 4:
			ts := text.Tokens(at.Words)
			cut := rapid.IntRange(0, len(ts)).Draw(t, "cut")
			at.Words = text.Join(ts[:cut])
			*siblings = slices.Insert(slices.Clone(*siblings), at.Index+1, &text.Provision{Words: text.Join(ts[cut:])})
		case 5:
			at.Label, at.ID = "9.", ""
		}
	}
	return out
}

func drawPair(t *rapid.T) (old, new *text.Text) {
	old = texts().Draw(t, "old")
	if rapid.Bool().Draw(t, "related") {
		return old, changed(t, old)
	}
	return old, texts().Draw(t, "new")
}

func TestI3_ApplyAndRevertAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawPair(t)
		r := Compare(old, new, Options{})
		got, err := r.Apply(old)
		if err != nil || !got.Equal(new) {
			t.Fatalf("applied: %v\n got %s\nwant %s", err, dump(got), dump(new))
		}
		got, err = r.Revert(new)
		if err != nil || !got.Equal(old) {
			t.Fatalf("reverted: %v\n got %s\nwant %s", err, dump(got), dump(old))
		}
		if !old.Equal(new) {
			if _, err := r.Apply(new); err == nil {
				t.Fatal("applied to another text without an error")
			}
		}
	})
}

func TestI3_TheRedlineOfEqualTextsIsEmpty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := texts().Draw(t, "old")
		if r := Compare(old, old.Clone(), Options{}); !r.Empty() || r.Summary() != "No change." {
			t.Fatalf("not empty: %s", r.Summary())
		}
	})
}

func TestI3_OnlyTextsThatSayTheSameHaveAnEmptyRedline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawPair(t)
		if Compare(old, new, Options{}).Empty() && !old.SameAs(new) {
			t.Fatalf("empty, between\n%s\n%s", dump(old), dump(new))
		}
	})
}

func TestI3_EveryWordIsAccountedForOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawPair(t)
		r := Compare(old, new, Options{})
		for which, whole := range []*text.Text{old, new} {
			var want, got []string
			for _, p := range whole.Places() {
				want = append(want, tokenTexts(text.Tokens(p.Heading))...)
				want = append(want, tokenTexts(text.Tokens(p.Words))...)
			}
			for i := range r.Rows {
				if row := &r.Rows[i]; row.side(which) != nil {
					got = append(got, tokenTexts(row.Heading.tokens(which))...)
					got = append(got, tokenTexts(row.Words.tokens(which))...)
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("side %d has words\n%q\nthe redline\n%q", which, want, got)
			}
		}
	})
}

func TestI4_AdoptedIDsAreUniqueAndTheSameEachTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawPair(t)
		for k, p := range old.Places() {
			p.ID = text.ID(fmt.Sprintf("old%d", k))
		}
		a, b := AdoptIDs(old, new), AdoptIDs(old, new)
		if !a.Equal(b) || !a.SameAs(new) {
			t.Fatal("adopting ids changed the text or differs from one time to the next")
		}
		seen := make(map[text.ID]bool)
		for _, p := range a.Places() {
			if p.ID == "" || seen[p.ID] {
				t.Fatalf("id %q is empty or stands twice", p.ID)
			}
			seen[p.ID] = true
		}
	})
}

func TestI4_IDsSurviveEditMoveAndRenumberOfAnImportedText(t *testing.T) {
	old := &text.Text{Provisions: []*text.Provision{
		{ID: "a", Kind: text.Article, Label: "1.", Words: "The Parties shall cease all hostilities at once and for good."},
		{ID: "b", Kind: text.Article, Label: "2.", Words: "The armed forces shall be limited to 600,000 personnel."},
		{ID: "c", Kind: text.Article, Label: "3.", Words: "Elections shall be held within one hundred days of signature."},
	}}
	imported := &text.Text{Provisions: []*text.Provision{
		{Kind: text.Article, Label: "1.", Words: "Nothing in this agreement touches the neutrality of third States."},
		{Kind: text.Article, Label: "2.", Words: "Elections shall be held within one hundred days of signature."},
		{Kind: text.Article, Label: "3.", Words: "The Parties shall cease all hostilities at once and for good."},
		{Kind: text.Article, Label: "4.", Words: "The armed forces shall be limited to 800,000 personnel in peacetime."},
	}}
	adopted := AdoptIDs(old, imported)
	for i, want := range []text.ID{"", "c", "a", "b"} {
		if got := adopted.Provisions[i].ID; want != "" && got != want {
			t.Errorf("provision %d has id %q, want %q", i, got, want)
		}
	}
	byHand := AdoptIDs(old, withIDs(imported), Pair{Old: "b"}, Pair{Old: "c", New: "n0"})
	if got := byHand.Provisions[0].ID; got != "c" {
		t.Errorf("matched by hand with c, it has id %q", got)
	}
	if byHand.Find("b") != nil {
		t.Error("b was said by hand to have no counterpart, and has one")
	}
}

func withIDs(t *text.Text) *text.Text {
	out := t.Clone()
	for i, p := range out.Places() {
		p.ID = text.ID(fmt.Sprintf("n%d", i))
	}
	return out
}

func tokenTexts(ts []text.Token) []string {
	var out []string
	for _, t := range ts {
		out = append(out, t.Text)
	}
	return out
}

func dump(t *text.Text) string {
	if t == nil {
		return "nothing"
	}
	s := fmt.Sprintf("%q %q", t.Title, t.Lang)
	for _, p := range t.Places() {
		s += fmt.Sprintf("\n  %*s%q %s %q %q %q", p.Depth*2, "", p.ID, p.Kind, p.Label, p.Heading, p.Words)
	}
	return s
}

func FuzzWordsAreExact(f *testing.F) {
	f.Add("The Party shall not withdraw.", "The Parties may withdraw.")
	f.Add("a b a b a", "b a b")
	f.Add("_x_ ^[n] 中文 ไทย 👍🏽", "**x** 中 ไทย👍")
	f.Fuzz(func(t *testing.T, a, b string) {
		old, new := text.Tokens(a), text.Tokens(b)
		p := Passage{Ops: Words(old, new)}
		if len(old)+len(new) > 0 && (!slices.Equal(p.OldTokens(), old) || !slices.Equal(p.NewTokens(), new)) {
			t.Fatalf("%q to %q: %v", a, b, p.Ops)
		}
		for i, op := range p.Ops {
			if i > 0 && op.Kind >= Delete && p.Ops[i-1].Kind >= Delete {
				t.Fatalf("%q to %q: two changes touch", a, b)
			}
			if op.Kind < Delete && len(op.Old) != len(op.New) || op.Kind == Equal && !slices.Equal(tokenTexts(op.Old), tokenTexts(op.New)) {
				t.Fatalf("%q to %q: %v is not the same on both sides", a, b, op)
			}
		}
	})
}
