package search

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func folded(s string) string {
	var out []string
	for _, w := range Words(s) {
		out = append(out, w.Folded)
	}
	return strings.Join(out, " ")
}

func TestPassagesAreSplitIntoWordsAsTheyAreCompared(t *testing.T) {
	for in, want := range map[string]string{
		"The Parties' 30-km line.":                  "the parties 30 km line",
		"l’accord, déjà signé à Genève":             "l accord deja signe a geneve",
		"STRASSE Straße ΟΔΟΣ οδός":                  "strasse strasse οδοσ οδοσ",
		"İstanbul ILGIN":                            "istanbul ilgin",
		"Пятый; ёлка — Ёлка, П’ЯТЬ пʼять":           "пятыи елка елка п ять п ять",
		"الاتِّفاقيّة ـ اتفـــاقية أحمد":            "ال اتفاقية اتفاقية احمد",
		"والنهر بالنَّهر للنهر إلى الالتزام التزام": "و ال نهر ب ال نهر لل نهر ال ى ال ال تزام ال تزام",
		"שָׁלוֹם":                                   "שלום",
		"停火协定，第3条":                                  "停 火 协 定 第 3 条",
		"ﬁre ＡＢＣ １２":                                "fire abc 12",
		"สันติภาพ":                                  "สั น ติ ภ า พ",
		"शांति वार्ता":                              "शांति वार्ता", // marks are vowels there
		"평화 협정":                                     "평화 협정",
		"soft\u00adhyphen \u2068isolated\u2069":     "softhyphen isolated",
		"\xff\xfebroken\xff words":                  "broken words",
		"«…» — ()":                                  "",
	} {
		if got := folded(in); got != want {
			t.Errorf("%q is %q, and not %q", in, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"The line", "Ёлка ǆ ﬁ", "停火第3条", "الاتِّفاقيّة", "İ\u0307", "a\u0301\u0323b", "½ ² ﷺ", "\u0e34", "ΰΐ ẞ"} {
		f.Add(s)
	}
	f.Add("وَالالتزام ـالـ لل ال وال")
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, w := range Words(s) {
			if w.From < at || w.To <= w.From || w.To > len(s) {
				t.Fatalf("%q: word %q is at %d to %d, behind %d", s, w.Folded, w.From, w.To, at)
			}
			at = w.To
			if w.Folded == "" || !utf8.ValidString(w.Folded) || strings.ContainsFunc(w.Folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }) {
				t.Fatalf("%q: %q is no word", s, w.Folded)
			}
			if again := fold(w.Folded); again != w.Folded {
				t.Fatalf("%q: %q folds to %q", s, w.Folded, again)
			}
		}
	})
}

func query(t *testing.T, s string) Query {
	t.Helper()
	q, err := ParseQuery(s)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestQueriesAreReadAsTheyAreMeant(t *testing.T) {
	for in, want := range map[string][]string{
		"line  contact":               {"line", "contact"},
		`"line of contact" kilom*`:    {"line of contact", "kilom*"},
		"“line of contact“":           {"line of contact"},
		"«линия огня»* x":             {"линия огня*", "x"},
		`never "closed phrase`:        {"never", "closed phrase"},
		"cease-fire":                  {"cease fire"},
		"停火":                          {"停 火"},
		"停火*":                         {"停 火*"},
		"AND OR NOT NEAR(a b)":        {"and", "or", "not", "near a", "b"},
		"* ** \"\" ' ; -- %_":         nil,
		"line line LINE":              {"line"},
		"words:x ^y {a b}: \x00 z \"": {"words x", "y", "a", "b", "z"},
	} {
		var got []string
		for _, x := range query(t, in) {
			s := strings.Join(x.Words, " ")
			if x.Prefix {
				s += "*"
			}
			got = append(got, s)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is %q, and not %q", in, got, want)
		}
	}
	if _, err := ParseQuery(strings.Repeat("a1 b2 c3 ", 30)); err != nil {
		t.Errorf("words that are said again count once: %v", err)
	}
	if _, err := ParseQuery(strings.Repeat("停火协定", 30)); err == nil {
		t.Error("a query of 120 words is read")
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{`a "b c" d*`, "停火*", "\"", "* *", "«a", `"a"*"b"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := ParseQuery(s)
		if err != nil {
			return
		}
		n := 0
		for _, x := range q {
			if len(x.Words) == 0 {
				t.Fatalf("%q has an empty term", s)
			}
			n += len(x.Words)
		}
		if n > mostWords {
			t.Fatalf("%q: %d words", s, n)
		}
		if !q.In([]string{strings.ReplaceAll(s, "*", " ")}) && !strings.ContainsAny(s, quotes) {
			t.Fatalf("%q is not found in itself", s)
		}
	})
}

func TestEachTermStandsInOneFieldAndAllInAThing(t *testing.T) {
	fields := []string{"The line of contact", "Thirty kilometres, no more", "停火协定", "والالتزام بالنهر"}
	for q, want := range map[string]bool{
		"line thirty": true, `"contact thirty"`: false, "kilo*": true, "kilo": false, `"of cont"*`: true, `"line contact"`: false, "火协": true, "火定": false, "停火 LÍNE": true, "absent line": false,
		"نهر": true, "التزام": true, "الالتزام": true, "النه*": true, "تزا": false,
	} {
		if got := query(t, q).In(fields); got != want {
			t.Errorf("%s: %v", q, got)
		}
	}
}

func shown(ps []Piece) string {
	var b strings.Builder
	for _, p := range ps {
		if p.Marked {
			b.WriteString("[" + p.Words + "]")
			continue
		}
		b.WriteString(p.Words)
	}
	return b.String()
}

func TestSnippetsShowAndMarkWhatWasLookedFor(t *testing.T) {
	long := strings.Repeat("Before it much is said that nobody asked for. ", 20) + "Here is the Line of Contact, at last. " + strings.Repeat("And behind it there is more. ", 30)
	for _, c := range []struct {
		q, want string
		fields  []string
	}{
		{`line`, "The [line], and the [Line].", []string{"The line, and the Line."}},
		{`"line of contact" of`, "the [line of contact] [of] old", []string{"the line of contact of old"}},
		{"river line", "a [river] and a [line]", []string{"the line", "a river and a line"}},
		{"none", "the first", []string{"the first", "the second"}},
		{"停火", "永久[停火]协定", []string{"永久停火协定"}},
		{"", "the first", []string{"the first"}},
	} {
		if got := shown(query(t, c.q).snippet(&Thing{Fields: c.fields})); got != c.want {
			t.Errorf("%s: %q, and not %q", c.q, got, c.want)
		}
	}
	got := shown(query(t, "contact").snippet(&Thing{Fields: []string{long}}))
	if !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") || !strings.Contains(got, "[Contact], at last") || len(got) > around+20 {
		t.Errorf("of a long one: %q", got)
	}
}

func FuzzSnippet(f *testing.F) {
	f.Add("the line of contact", "line*")
	f.Add(strings.Repeat("停火协定第3条 ", 60), "第3")
	f.Add(strings.Repeat("x", 900)+" y", "y")
	f.Fuzz(func(t *testing.T, s, words string) {
		q, err := ParseQuery(words)
		if err != nil || !utf8.ValidString(s) {
			return
		}
		thing := Thing{Fields: []string{s}}
		got := q.snippet(&thing)
		marked := false
		var whole strings.Builder
		for _, p := range got {
			marked = marked || p.Marked
			whole.WriteString(p.Words)
		}
		if said := strings.TrimSuffix(strings.TrimPrefix(whole.String(), "… "), " …"); !strings.Contains(s, said) {
			t.Fatalf("%q is no part of %q", said, s)
		}
		if len(q) > 0 && q.In(thing.Fields) && !marked {
			t.Fatalf("%q is in %q and nothing is marked in %q", words, s, whole.String())
		}
	})
}
