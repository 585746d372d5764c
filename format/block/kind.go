package block

import (
	"regexp"
	"strings"

	"parley/text"
)

// recital begins a paragraph of a preamble.
var recital = regexp.MustCompile(`(?i)^_?(?:(?:deeply|gravely|fully|also|further|strongly|acutely|ever|firmly) )*(?:recalling|mindful|recogni[sz]ing|considering|noting|bearing in mind|reaffirming|affirming|convinced|desiring|desirous|determined|aware|conscious|concerned|alarmed|emphasi[sz]ing|stressing|acknowledging|believing|guided|having|welcoming|whereas|wishing|seeking|resolved|underlining|taking into account|taking note|in view of|considérant|rappelant|reconnaissant|conscients?|convaincus?|soucieu(?:x|se)|désireu(?:x|se)|eingedenk|in der erwägung|in anbetracht|считая|признавая|ссылаясь|напоминая|будучи|сознавая|принимая во внимание|подтверждая|إذ |وإذ |回顾|认识到|考虑到|铭记|意识到|念及|注意到)`)

var preambleHeading = regexp.MustCompile(`(?i)^(?:preamble|préambule|präambel|preámbulo|преамбула|الديباجة|ديباجة|序言|前言|คำปรารภ)$`)

// SetKinds says what each provision is, from its label and where it stands.
func SetKinds(t *text.Text) {
	opening := true // nothing with a number yet: where recitals stand
	for _, p := range t.Places() {
		if p.Kind != "" {
			continue
		}
		_, _, form := text.CutLabel(p.Label + " X")
		switch {
		case preambleHeading.MatchString(p.Heading) && p.Label == "":
			p.Kind = text.Preamble
		case p.Label == "" && p.Heading != "":
			p.Kind = text.Part
		case form.Rank == text.RankAnnex:
			p.Kind = text.Annex
		case form.Rank == text.RankArticle:
			p.Kind = text.Article
		case form.Rank > 0 || p.Heading != "":
			p.Kind = text.Part
		case p.Parent != nil && p.Parent.Kind == text.Preamble || p.Label == "" && opening && recital.MatchString(p.Words):
			p.Kind = text.Recital
		case p.Label == "":
			p.Kind = text.Paragraph
		case p.Parent == nil || p.Parent.Kind == text.Part:
			p.Kind = pointOrItem(p.Label)
		case p.Parent.Kind == text.Article || p.Parent.Kind == text.Annex:
			p.Kind = text.Paragraph
		default:
			p.Kind = text.Subparagraph
		}
		opening = opening && (p.Label == "" || p.Kind == text.Recital)
	}
}

// pointOrItem tells a point of the text from an item of a list.
func pointOrItem(label string) text.Kind {
	if label == "•" || strings.HasPrefix(label, "(") {
		return text.Subparagraph
	}
	return text.Article
}
