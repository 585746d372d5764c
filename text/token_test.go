package text

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func texts(ts []Token) []string {
	var out []string
	for _, t := range ts {
		out = append(out, t.Text)
	}
	return out
}

func TestTokensKeepNumbersWhole(t *testing.T) {
	for s, want := range map[string][]string{
		"limited to 600,000.":        {"limited", "to", "600,000", "."},
		"$100bn, €1.5 and 50:50":     {"$", "100bn", ",", "€1.5", "and", "50:50"},
		"on 2026-05-04 (or 19/6/23)": {"on", "2026-05-04", "(", "or", "19/6/23", ")"},
		"50% of 3½":                  {"50%", "of", "3", "½"},
		"co-chaired":                 {"co", "-", "chaired"},
		"don't":                      {"don't"},
		"_a_ **b**^[c d]":            {"a", "b", "c", "d"},
	} {
		if got := texts(Tokens(s)); !slices.Equal(got, want) {
			t.Errorf("Tokens(%q) = %q, want %q", s, got, want)
		}
	}
}

func tokenGen() *rapid.Generator[[]Token] {
	return rapid.Custom(func(t *rapid.T) []Token {
		s := rapid.StringOf(rapid.RuneFrom([]rune("ab*_ \\^[]\n.,7ก中اé👍🏽"))).Draw(t, "s")
		return Tokens(s)
	})
}

func TestJoinInvertsTokens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ts := tokenGen().Draw(t, "ts")
		styles := rapid.SliceOfN(rapid.Uint8Range(0, 7), len(ts), len(ts)).Draw(t, "styles")
		for i := range ts {
			ts[i].Style = Style(styles[i])
		}
		s := Join(ts)
		again := Tokens(s)
		if Join(again) != s {
			t.Fatalf("Join(Tokens(%q)) = %q", s, Join(again))
		}
		if !slices.Equal(glyphs(again), glyphs(ts)) {
			t.Fatalf("Tokens(%q)\n got %v\nwant %v", s, again, ts)
		}
	})
}

func TestFoldIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("ab*_ \\^[]\n.,7ก中اé👍🏽"))).Draw(t, "s")
		if f := Fold(s); Fold(f) != f {
			t.Fatalf("Fold(%q) = %q, and again %q", s, f, Fold(f))
		}
	})
}

// glyphs lists every character with how it is set: what must survive when
// words that are cut out of tokens join their neighbours.
func glyphs(ts []Token) []Token {
	var out []Token
	for _, t := range ts {
		for i, r := range t.Text {
			g := Token{string(r), t.Gap, t.Style}
			if i > 0 {
				g.Gap = GapNone
			}
			out = append(out, g)
		}
	}
	return out
}

func TestWordsOfManyScriptsAreFound(t *testing.T) {
	for s, want := range map[string][]string{
		"Стороны не усиливают":    {"Стороны", "не", "усиливают"},
		"لا تعزز الأطراف 30":      {"لا", "تعزز", "الأطراف", "30"},
		"في ٣٠ يوما":              {"في", "٣٠", "يوما"},
		"各方应于30日内":                {"各", "方", "应", "于", "30", "日", "内"},
		"カタカナとひらがな":               {"カタカナ", "と", "ひ", "ら", "が", "な"},
		"cafe\u0301 👍🏽 👩‍👩‍👧":     {"cafe\u0301", "👍🏽", "👩‍👩‍👧"},
		"e.g. U.S.":               {"e.g", ".", "U.S", "."},
		"23–27 March 2026–":       {"23", "–", "27", "March", "2026", "–"},
		"50:50 19/6/2023 06:00":   {"50:50", "19/6/2023", "06:00"},
		"$100bn ($1,000.50) 3,5%": {"$", "100bn", "(", "$1,000.50", ")", "3,5%"},
	} {
		if got := texts(Tokens(s)); !slices.Equal(got, want) {
			t.Errorf("Tokens(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestThaiIsSplitAndJoinedWithoutLoss(t *testing.T) {
	const s = "ประชาชนชาวไทย"
	ts := Tokens(s)
	if len(ts) < 3 || Join(ts) != s {
		t.Errorf("%d tokens join to %q", len(ts), Join(ts))
	}
}

func BenchmarkTokens(b *testing.B) {
	const s = "The Parties shall not reinforce, resupply or reposition their forces within 30 kilometres of either bank; the withdrawal shall be verified by the Joint Commission. "
	long := strings.Repeat(s, 100)
	n := 0
	b.SetBytes(int64(len(long)))
	b.ReportAllocs()
	for b.Loop() {
		n = len(Tokens(long))
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

func FuzzTokens(f *testing.F) {
	f.Add("_a_ **b**^[c d] \\* [x]")
	f.Add("a\x10b \x1d")
	f.Add("k\x86\xdbr\xcd__\x80_i_")
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if Fold(folded) != folded {
			t.Fatalf("Fold(%q) = %q, and again %q", s, folded, Fold(folded))
		}
		if got := Join(Tokens(folded)); got != folded {
			t.Fatalf("Join(Tokens(%q)) = %q", folded, got)
		}
	})
}
