package text

import "testing"

func TestNumbersAtTheBeginningAreLabels(t *testing.T) {
	for _, c := range []struct {
		in, label, rest, number string
	}{
		{"1. The Parties", "1.", "The Parties", "1"},
		{"1) The Parties", "1)", "The Parties", "1"},
		{"(1) The Parties", "(1)", "The Parties", "1"},
		{"(a) heavy weapons", "(a)", "heavy weapons", "a"},
		{"a) heavy weapons", "a)", "heavy weapons", "a"},
		{"(iv) heavy weapons", "(iv)", "heavy weapons", "iv"},
		{"IV. Institutions", "IV.", "Institutions", "IV"},
		{"1.2.3 The Parties", "1.2.3", "The Parties", "1.2.3"},
		{"1° Les numéros", "1°", "Les numéros", "1"},
		{"2a. The Parties", "2a.", "The Parties", "2a"},
		{"§ 3 Begriffe", "§ 3", "Begriffe", "3"},
		{"§ 3a Begriffe", "§ 3a", "Begriffe", "3a"},
		{"Article 5", "Article 5", "", "5"},
		{"Article 5 – Scope", "Article 5 –", "Scope", "5"},
		{"Article 5: Scope", "Article 5:", "Scope", "5"},
		{"Article 5. The Parties shall meet.", "Article 5.", "The Parties shall meet.", "5"},
		{"Art. 1er", "Art. 1er", "", "1er"},
		{"Article L111-1-1", "Article L111-1-1", "", "L111-1-1"},
		{"Point 7 Forces", "Point 7", "Forces", "7"},
		{"Part II Sharing of the waters", "Part II", "Sharing of the waters", "II"},
		{"TITRE Ier : LES CONDITIONS", "TITRE Ier :", "LES CONDITIONS", "Ier"},
		{"Annex A", "Annex A", "", "A"},
		{"Annex", "Annex", "", "Annex"},
		{"Статья 1 Прекращение огня", "Статья 1", "Прекращение огня", "1"},
		{"المادة 1 وقف إطلاق النار", "المادة 1", "وقف إطلاق النار", "1"},
		{"第一条 各方", "第一条", "各方", "第一条"},
		{"มาตรา 1", "มาตรา 1", "", "1"},
		{"- an item", "•", "an item", ""},
		{"• an item", "•", "an item", ""},
	} {
		label, rest, _ := CutLabel(c.in)
		if label != c.label || rest != c.rest || Number(label) != c.number {
			t.Errorf("CutLabel(%q) = %q, %q, number %q; want %q, %q, %q", c.in, label, rest, Number(label), c.label, c.rest, c.number)
		}
	}
}

func TestNumbersInSentencesAreNotLabels(t *testing.T) {
	for _, s := range []string{
		"12 May 2023 was the day", "1. Januar 2012 in Kraft", "3. märz", "2019. The year", "600,000 personnel", "1.5 million people",
		"Article 5 of the Charter applies.", "Annex I applies to all Parties.", "Part of the territory", "Section 3 shall apply, as amended,",
		"J. Smith said", "a man", "I am", "A ceasefire", "第五条规定的义务", "Points of order", "(hereinafter the Parties) agree", "e.g. water", "50:50 shares", "-5 degrees", "",
	} {
		if label, rest, _ := CutLabel(s); label != "" || rest != s {
			t.Errorf("CutLabel(%q) = %q, %q; want none", s, label, rest)
		}
	}
}

func FuzzCutLabel(f *testing.F) {
	f.Add("(iv) heavy weapons")
	f.Add("第一条 各方")
	f.Fuzz(func(t *testing.T, s string) {
		label, rest, form := CutLabel(s)
		if label == "" && (rest != s || form != Form{}) {
			t.Fatalf("%q has no label and lost something: %q %v", s, rest, form)
		}
		if len(rest) > len(s) || s[len(s)-len(rest):] != rest {
			t.Fatalf("%q: the rest %q is not its end", s, rest)
		}
	})
}
