// Package texttest makes texts for tests: any tree that a Text can hold, from
// words in many scripts, with marks, brackets and characters that formats give
// a meaning to.
package texttest

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"parley/text"
)

var vocabulary = []string{
	"the", "Parties", "shall", "may", "not", "withdraw", "within", "30", "days", "600,000", "2026-05-04", "$100", "50%", "of", "Article", "5",
	"1.", "(a)", "-", "•", "#", "##", "*", "**", "_", "^[", "]", "[", "[UA:", "/", "\\", "|", "---", "===", "<!--", "-->", "&amp;", "`", "~", ">", "§", "3",
	"Стороны", "статья", "الأطراف", "المادة", "第一条", "各方", "มาตรา", "ประชาชน", "é", "é", "👍🏽", "don't", "co-chaired", "Annex", "II.", "x.",
}

// Words makes words in light mark-up, in canonical form; they may be empty.
func Words() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var ts []text.Token
		for i, n := 0, rapid.IntRange(0, 12).Draw(t, "words"); i < n; i++ {
			word := rapid.SampledFrom(vocabulary).Draw(t, "word")
			style := text.Style(0)
			if rapid.IntRange(0, 5).Draw(t, "styled") == 0 {
				style = text.Style(rapid.IntRange(0, 7).Draw(t, "style"))
			}
			gap := text.GapSpace
			switch rapid.IntRange(0, 9).Draw(t, "gap") {
			case 0:
				gap = text.GapNone
			case 1:
				gap = text.GapBreak
			}
			for j, tok := range text.Tokens(text.Escape(word)) {
				tok.Style = style
				if j == 0 && i > 0 {
					tok.Gap = gap
				}
				ts = append(ts, tok)
			}
		}
		return text.Fold(text.Join(ts))
	})
}

var labels = []string{"", "", "", "1.", "2.", "(a)", "(b)", "(i)", "Article 5", "Article 6 –", "•", "II.", "1.2", "3)", "§ 3a", "1°", "Annex I", "第一条", "x"}

var kinds = []text.Kind{text.Front, text.Preamble, text.Recital, text.Part, text.Article, text.Paragraph, text.Subparagraph, text.Annex, text.Table, text.Row}

// Text makes a text of any shape: no provision need make sense where it stands.
func Text() *rapid.Generator[*text.Text] {
	return rapid.Custom(func(t *rapid.T) *text.Text {
		out := &text.Text{Title: text.FoldPlain(text.Plain(Words().Draw(t, "title"))), Lang: rapid.SampledFrom([]string{"", "en", "ar"}).Draw(t, "lang")}
		n := 0
		out.Provisions = provisions(t, 0, &n)
		return out
	})
}

func provisions(t *rapid.T, depth int, n *int) []*text.Provision {
	if depth > 3 {
		return nil
	}
	var out []*text.Provision
	for i, k := 0, rapid.IntRange(0, 4-depth).Draw(t, "provisions"); i < k; i++ {
		*n++
		p := &text.Provision{
			ID: text.ID(fmt.Sprintf("p%d", *n)), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
			Label: rapid.SampledFrom(labels).Draw(t, "label"), Words: Words().Draw(t, "words"),
		}
		if rapid.IntRange(0, 2).Draw(t, "headed") == 0 {
			p.Heading = strings.ReplaceAll(Words().Draw(t, "heading"), "\n", " ")
		}
		p.Children = provisions(t, depth+1, n)
		out = append(out, p)
	}
	return out
}
