package text

import (
	"slices"
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
