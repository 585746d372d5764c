package text

import (
	"strings"
	"unicode"
)

// Number returns what is left of a label without its dress: "7." and "Point 7"
// both give "7", "(a)" gives "a", a bullet gives "".
func Number(label string) string {
	fields := strings.FieldsFunc(label, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '.' && r != '-'
	})
	for i := len(fields) - 1; i >= 0; i-- {
		if f := strings.Trim(fields[i], ".-"); f != "" {
			return f
		}
	}
	return ""
}

// Cite returns how a provision is cited: its label without punctuation, below
// the citation of what stands above it where the label is only a part of one:
// "Article 5(2)(a)", "7(a)". A provision without a number is cited as what it
// stands below; "" says that there is no such number or no such provision.
func (t *Text) Cite(id ID) string {
	cite, _ := citeIn(t.Provisions, "", id)
	return cite
}

func citeIn(ps []*Provision, above string, id ID) (string, bool) {
	for _, p := range ps {
		cite := citeBelow(above, p.Label)
		if p.ID == id {
			return cite, true
		}
		if c, ok := citeIn(p.Children, cite, id); ok {
			return c, true
		}
	}
	return "", false
}

// citeBelow returns the citation of a label below a provision cited as above.
func citeBelow(above, label string) string {
	n := Number(label)
	if n == "" {
		return above
	}
	bare := strings.TrimRight(label, " .:;,–—-")
	if above == "" || strings.ContainsFunc(bare, unicode.IsSpace) || strings.Contains(n, ".") {
		return bare // "Article 5", "7.1": a label that says it all
	}
	if countsThrough(above) && unicode.IsDigit([]rune(n)[0]) {
		return bare
	}
	return above + "(" + strings.Trim(n, "()") + ")"
}

// countsThrough reports whether numbers go on below what is cited so: below
// parts and chapters, and below headings "I." and "A.".
func countsThrough(above string) bool {
	_, _, form := CutLabel(above + " X")
	if form.Rank > 0 {
		return form.Rank < RankArticle && form.Rank != RankAnnex
	}
	return !strings.ContainsFunc(above, func(r rune) bool { return !unicode.IsUpper(r) })
}
