// Package akn reads Akoma Ntoso 3.0 (OASIS LegalDocML), the XML of parliaments
// and official journals: acts, bills, debates, judgments. Metadata is no part of
// the text.
package akn

import (
	"strings"

	"golang.org/x/text/language"

	"parley/format/block"
	"parley/format/xmltree"
	"parley/text"
)

// kinds says what an element with a number or a heading is; others are parts
// where they stand above such and paragraphs elsewhere.
var kinds = map[string]text.Kind{
	"article": text.Article, "section": text.Article, "rule": text.Article, "clause": text.Article,
	"paragraph": text.Paragraph, "subparagraph": text.Subparagraph, "alinea": text.Subparagraph,
	"point": text.Subparagraph, "item": text.Subparagraph, "indent": text.Subparagraph, "subsection": text.Paragraph,
	"recital": text.Recital, "preamble": text.Preamble, "recitals": text.Preamble,
	"part": text.Part, "attachment": text.Annex, "annex": text.Annex,
}

// Read reads a document. Its provisions keep the ids that the file gives them
// where these are valid and used once. The error is a *text.SyntaxError.
func Read(data []byte) (*text.Text, error) {
	root, err := xmltree.Parse(data)
	if err != nil {
		return nil, err
	}
	if root.Name != "akomaNtoso" {
		return nil, &text.SyntaxError{Line: 1, Msg: "the root element is " + root.Name + ", not akomaNtoso", Hint: "give a file in Akoma Ntoso"}
	}
	r := reader{seen: map[text.ID]bool{}}
	t := &text.Text{}
	for _, doc := range root.Children {
		t.Provisions = append(t.Provisions, r.below(doc)...)
		if lang := doc.Child("body").Attr("lang"); lang != "" {
			t.Lang = lang
		}
	}
	t.Title = r.title
	if t.Lang == "" {
		t.Lang = languageOf(root)
	}
	t.FillIDs()
	return t, nil
}

// languageOf returns the language that the metadata gives, or "".
func languageOf(n *xmltree.Node) string {
	if n.Name == "FRBRlanguage" {
		tag, err := language.Parse(n.Attr("language"))
		if err != nil || tag == language.Und {
			return ""
		}
		return tag.String()
	}
	for _, c := range n.Children {
		if l := languageOf(c); l != "" {
			return l
		}
	}
	return ""
}

type reader struct {
	seen  map[text.ID]bool
	title string
}

// below returns the provisions that stand in an element.
func (r *reader) below(n *xmltree.Node) []*text.Provision {
	var out []*text.Provision
	for _, c := range n.Children {
		switch {
		case c.Name == "" || c.Name == "meta" || c.Name == "num" || c.Name == "heading" || c.Name == "subheading":
		case c.Name == "table":
			out = append(out, r.table(c))
		case c.Name == "longTitle" && c.Attr("class") == titleClass:
			r.title = text.FoldPlain(text.Plain(r.words(c.Child("p"))))
		case c.Child("num") != nil || c.Child("heading") != nil || isMarked(c):
			out = append(out, r.provision(c))
		case c.HasText() || isBlock(c):
			out = append(out, r.paragraphs(c)...)
		case kinds[c.Name] == text.Preamble || kinds[c.Name] == text.Recital:
			out = append(out, withKind(r.below(c), text.Recital)...)
		default:
			out = append(out, r.below(c)...)
		}
	}
	return out
}

func withKind(ps []*text.Provision, k text.Kind) []*text.Provision {
	for _, p := range ps {
		if p.Kind == text.Paragraph && p.Label == "" {
			p.Kind = k
		}
	}
	return ps
}

// isMarked reports whether an element without a number or a heading is a provision
// all the same, as it is in files that Parley wrote.
func isMarked(n *xmltree.Node) bool {
	_, known := kinds[n.Name]
	return n.Attr("GUID") != "" && (known || n.Name == "hcontainer")
}

// written are the kinds that the standard has no element for, as Parley writes them.
var written = map[text.Kind]bool{text.Front: true, text.Preamble: true, text.Recital: true, text.Annex: true, text.Table: true, text.Row: true}

// kindOf returns what an element is.
func kindOf(n *xmltree.Node) text.Kind {
	if k := text.Kind(n.Attr("name")); n.Name == "hcontainer" && written[k] {
		return k
	}
	return kinds[n.Name]
}

// inlines are elements of a paragraph; an element that holds one directly is a
// paragraph, though no characters stand in it.
var inlines = map[string]bool{
	"b": true, "i": true, "a": true, "u": true, "sub": true, "sup": true, "span": true, "inline": true, "ref": true, "mref": true,
	"rref": true, "def": true, "term": true, "date": true, "person": true, "organization": true, "concept": true, "object": true,
	"event": true, "location": true, "process": true, "role": true, "quantity": true, "entity": true, "authorialNote": true,
	"noteRef": true, "eol": true, "br": true, "ins": true, "del": true, "omissis": true, "placeholder": true, "docTitle": true,
	"docNumber": true, "docType": true, "docDate": true, "docProponent": true, "docStage": true, "docStatus": true, "docPurpose": true,
	"docCommittee": true, "docIntroducer": true, "docketNumber": true, "docJurisdiction": true, "docAuthority": true, "shortTitle": true,
	"session": true, "legislature": true, "signature": true, "judge": true, "lawyer": true, "party": true, "courtType": true,
	"neutralCitation": true, "outcome": true, "opinion": true, "remark": true, "recordedTime": true, "vote": true, "change": true,
	"img": true, "mod": true, "mmod": true, "rmod": true, "quotedText": true, "affectedDocument": true, "relatedDocument": true, "decoration": true,
	"abbr": true, "argument": true, "embeddedText": true, "fillIn": true,
}

func isBlock(n *xmltree.Node) bool {
	for _, c := range n.Children {
		if inlines[c.Name] {
			return true
		}
	}
	return n.Name == "p"
}

// provision reads an element with a number or a heading. Where it has words of
// its own and no heading, they are the provision's.
func (r *reader) provision(n *xmltree.Node) *text.Provision {
	p := &text.Provision{ID: r.id(n), Kind: kindOf(n), Label: text.FoldPlain(text.Plain(r.words(n.Child("num")))), Heading: r.words(n.Child("heading"))}
	if sub := r.words(n.Child("subheading")); sub != "" {
		p.Heading = text.Fold(p.Heading + " " + sub)
	}
	if p.Label == "-" || p.Label == "–" || p.Label == "—" {
		p.Label = "•"
	}
	p.Children = r.below(n)
	if n.HasText() { // words beside the number, outside any paragraph
		p.Children = append(p.Children, r.loose(n)...)
	}
	marked := n.Attr("GUID") != ""
	if len(p.Children) > 0 && (p.Heading == "" || marked) {
		if first := p.Children[0]; first.Label == "" && first.Heading == "" && len(first.Children) == 0 && first.Kind != text.Table && (!marked || first.ID == "") {
			p.Words, p.Children = first.Words, p.Children[1:]
		}
	}
	if p.Kind == "" && !marked {
		p.Kind = text.Part
		if len(p.Children) == 0 {
			p.Kind = text.Paragraph
		}
	}
	return p
}

// loose returns characters that stand directly in an element where only
// elements belong.
func (r *reader) loose(n *xmltree.Node) []*text.Provision {
	var runs block.Runs
	for _, c := range n.Children {
		if c.Name == "" {
			runs.Add(c.Text+" ", 0)
		}
	}
	if words := runs.Words(); words != "" {
		return []*text.Provision{{Kind: text.Paragraph, Words: words}}
	}
	return nil
}

// id returns the id that the file gives an element, if it is fit to be one.
func (r *reader) id(n *xmltree.Node) text.ID {
	for _, name := range []string{"GUID", "eId", "id", "wId"} {
		id := text.ID(n.Attr(name))
		if id.Valid() && !r.seen[id] {
			r.seen[id] = true
			return id
		}
	}
	return ""
}

// paragraphs reads an element with words: a paragraph of its own, and what
// blocks stand in the middle of it.
func (r *reader) paragraphs(n *xmltree.Node) []*text.Provision {
	var out []*text.Provision
	var runs block.Runs
	flush := func() {
		if words := runs.Words(); words != "" {
			p := &text.Provision{ID: r.id(n), Kind: text.Paragraph, Words: words}
			if n.Attr("class") == string(text.Front) {
				p.Kind = text.Front
			}
			out = append(out, p)
		}
		runs = block.Runs{}
	}
	for _, c := range n.Children {
		if c.Name == "" || inlines[c.Name] {
			r.inline(&runs, c, 0)
			continue
		}
		flush()
		out = append(out, r.below(&xmltree.Node{Children: []*xmltree.Node{c}})...)
	}
	flush()
	return out
}

// words returns all the words of an element.
func (r *reader) words(n *xmltree.Node) string {
	var runs block.Runs
	if n != nil {
		for _, c := range n.Children {
			r.inline(&runs, c, 0)
		}
	}
	return runs.Words()
}

func (r *reader) inline(runs *block.Runs, n *xmltree.Node, style text.Style) {
	switch n.Name {
	case "":
		runs.Add(strings.NewReplacer("\r", " ", "\n", " ").Replace(n.Text), style)
		return
	case "authorialNote":
		runs.Note(r.words(n))
		return
	case "eol", "br":
		runs.Add("\n", style)
		return
	case "b":
		style |= text.Bold
	case "i":
		style |= text.Italic
	}
	for _, c := range n.Children {
		r.inline(runs, c, style)
	}
	if !inlines[n.Name] {
		runs.Add(" ", style)
	}
}

func (r *reader) table(n *xmltree.Node) *text.Provision {
	t := &text.Provision{ID: r.id(n), Kind: text.Table}
	var walk func(n *xmltree.Node)
	walk = func(n *xmltree.Node) {
		for _, c := range n.Children {
			if c.Name != "tr" && c.Name != "caption" {
				walk(c)
				continue
			}
			var cells []string
			for _, cell := range c.Children {
				if cell.Name != "" {
					cells = append(cells, r.words(cell))
				}
			}
			if c.Name == "caption" || len(cells) == 0 {
				cells = []string{r.words(c)}
			}
			t.Children = append(t.Children, &text.Provision{ID: r.id(c), Kind: text.Row, Words: text.Fold(strings.Join(cells, " | "))})
		}
	}
	walk(n)
	return t
}
