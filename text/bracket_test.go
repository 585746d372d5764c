package text

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// told writes brackets as data in one line.
func told(bs []Bracket) string {
	var out []string
	for _, b := range bs {
		var alts []string
		for _, a := range b.Alternatives {
			alts = append(alts, fmt.Sprintf("%s=%q%s", strings.Join(a.Sponsors, "+"), a.Words, told(a.Brackets)))
		}
		out = append(out, "{"+strings.Join(alts, " ")+"}")
	}
	return strings.Join(out, "")
}

func TestBracketsAreReadAsData(t *testing.T) {
	for in, want := range map[string]string{
		"no brackets":                   ``,
		"[x]":                           `{="x"}`,
		"a [UA: shall] b":               `{UA="shall"}`,
		"[shall / should]":              `{="shall" ="should"}`,
		"[shall/should]":                `{="shall/should"}`,
		"[UA, RU: x / EU: y]":           `{UA+RU="x" EU="y"}`,
		"[UA and RU: x / EU: y]":        `{UA+RU="x" EU="y"}`,
		"[United States: x]":            `{United States="x"}`,
		"[as follows: x]":               `{="as follows: x"}`,
		"[ ]":                           `{=""}`,
		"[UA: x / ]":                    `{UA="x" =""}`,
		"[UA: a [b / RU: c] d / e] [f]": `{UA="a [b / RU: c] d"{="b" RU="c"} ="e"}{="f"}`,
		"text^[a footnote] [x]":         `{="x"}`,
		"price [Япония: иены / 中国: 元]": `{Япония="иены" 中国="元"}`,
		"[the downstream / the Joint]": `{="the downstream" ="the Joint"}`,
		"[G77 and China: x]":           `{G77+China="x"}`,
	} {
		got, alone := Brackets(in)
		if told(got) != want || len(alone) > 0 {
			t.Errorf("Brackets(%q) = %s %v, want %s", in, told(got), alone, want)
		}
	}
}

func TestUnbalancedBracketsAreReportedWithTheirPlace(t *testing.T) {
	for in, want := range map[string]string{
		"a [b":       "[{2 true}]",
		"a] b":       "[{1 false}]",
		"[a [b] c":   "[{0 true}]",
		"a] [b] [c":  "[{1 false} {7 true}]",
		"x^[note] ]": "[{9 false}]",
	} {
		if _, alone := Brackets(in); fmt.Sprint(alone) != want {
			t.Errorf("Brackets(%q) leaves %v, want %s", in, alone, want)
		}
	}
}

func TestWhatABracketWritesReadsBackAsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var write func(depth int) Bracket
		write = func(depth int) Bracket {
			var b Bracket
			for i, n := 0, rapid.IntRange(1, 3).Draw(t, "alternatives"); i < n; i++ {
				a := Alternative{Words: rapid.SampledFrom([]string{"", "shall", "may not", "the 30 days", "第一"}).Draw(t, "words")}
				for j, m := 0, rapid.IntRange(0, 2).Draw(t, "sponsors"); j < m; j++ {
					a.Sponsors = append(a.Sponsors, rapid.SampledFrom([]string{"UA", "EU", "United States", "中国"}).Draw(t, "sponsor"))
				}
				if depth < 2 && rapid.Bool().Draw(t, "nested") {
					inner := write(depth + 1)
					a.Words = strings.TrimSpace(a.Words + " " + inner.String())
				}
				b.Alternatives = append(b.Alternatives, a)
			}
			return b
		}
		b := write(0)
		got, alone := Brackets(b.String())
		if len(got) != 1 || len(alone) != 0 || got[0].String() != b.String() {
			t.Fatalf("%q read as %s %v", b.String(), told(got), alone)
		}
		for i, a := range got[0].Alternatives {
			if a.Words != b.Alternatives[i].Words || fmt.Sprint(a.Sponsors) != fmt.Sprint(b.Alternatives[i].Sponsors) {
				t.Fatalf("%q: alternative %d is %q by %v", b.String(), i, a.Words, a.Sponsors)
			}
		}
	})
}

func FuzzBrackets(f *testing.F) {
	f.Add("[UA: a [b / RU: c] d / e] [f")
	f.Fuzz(func(t *testing.T, s string) {
		bs, alone := Brackets(s)
		for _, b := range bs {
			if s[b.At] != '[' || s[b.End-1] != ']' {
				t.Fatalf("%q: bracket at %d:%d", s, b.At, b.End)
			}
			for _, a := range b.Alternatives {
				if !strings.HasPrefix(s[a.At:], a.Words) {
					t.Fatalf("%q: alternative %q is not at %d", s, a.Words, a.At)
				}
			}
		}
		for _, u := range alone {
			if s[u.At] != '[' && s[u.At] != ']' {
				t.Fatalf("%q: no bracket at %d", s, u.At)
			}
		}
	})
}
