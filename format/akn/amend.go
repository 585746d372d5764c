package akn

import (
	"fmt"
	"io"
	"strings"

	"parley/format/xmltree"
	"parley/redline"
	"parley/text"
)

// Amendment says what of an amendment stands beside the words that it changes.
type Amendment struct {
	Options            // of what it is made to
	ID          string // of the amendment
	By          string // its sponsors
	Explanation string
}

// WriteAmendment writes what turns old into new as an amendment: a modification
// (mod) for each provision that is inserted, deleted, moved or renumbered and for
// each change of words, and the same for machines in the analysis. What belongs
// together has the same id in both texts.
func WriteAmendment(w io.Writer, old, new *text.Text, a Amendment) error {
	base := newWriter(a.Options, old.Lang)
	base.bill(old)
	m := amender{
		writer: newWriter(a.Options, new.Lang), at: base.eIds, base: base.expression(),
		top: new.Provisions, old: placesByID(old), new: placesByID(new), moved: moves(old, new), quotes: map[string]bool{},
	}
	m.writer.kind = "amendment/" + orText(slug(a.ID))
	m.title(old.Title, new.Title)
	for _, p := range new.Places() {
		m.provision(p)
	}
	for _, p := range old.Places() {
		m.deleted(p)
	}
	out := `<amendment name="amendment">` + m.meta("!main", m.analysis()) + `<amendmentBody>` +
		`<amendmentHeading><p>` + xmltree.Escape(strings.TrimSuffix(fmt.Sprintf("Amendment %s by %s", a.ID, a.By), " by ")) + `</p></amendmentHeading>` +
		`<amendmentContent>` + m.b.String() + `</amendmentContent>`
	if a.Explanation != "" {
		out += `<amendmentJustification><p>` + inline.Escape(a.Explanation) + `</p></amendmentJustification>`
	}
	_, err := io.WriteString(w, xmltree.Header+`<akomaNtoso xmlns="`+Namespace+`">`+out+`</amendmentBody></amendment></akomaNtoso>`)
	return err
}

func placesByID(t *text.Text) map[text.ID]text.Place {
	out := map[text.ID]text.Place{}
	for _, p := range t.Places() {
		out[p.ID] = p
	}
	return out
}

// moves are the provisions that stand elsewhere in the new text.
func moves(old, new *text.Text) map[text.ID]bool {
	out := map[text.ID]bool{}
	for _, row := range redline.Compare(old, new, redline.Options{}).Rows {
		if row.New != nil && row.Class.Has(redline.Moved) {
			out[row.New.ID] = true
		}
	}
	return out
}

// amender writes modifications.
type amender struct {
	*writer
	at       map[text.ID]string // the eIds of the old text
	base     string             // its address
	old, new map[text.ID]text.Place
	moved    map[text.ID]bool
	top      []*text.Provision // of the new text
	quotes   map[string]bool   // eIds of what is quoted
	mods     []textualMod
}

// textualMod is a modification for machines.
type textualMod struct{ kind, at string }

func (m *amender) analysis() string {
	if len(m.mods) == 0 {
		return ""
	}
	by := agent(m.o.Author)
	out := `<analysis source="#` + by + `"><activeModifications>`
	for i, x := range m.mods {
		out += fmt.Sprintf(`<textualMod type="%s" eId="am_%d"><source href="#mod_%d"/><destination href="%s"/></textualMod>`, x.kind, i+1, i+1, x.at)
	}
	return out + `</activeModifications></analysis>`
}

// mod writes one modification at a provision of the old text; "": at the text.
func (m *amender) mod(kind string, at text.ID, words string) {
	address := m.base
	if eID := m.at[at]; eID != "" {
		address += "#" + xmltree.EscapeValue(eID)
	}
	m.mods = append(m.mods, textualMod{kind, address})
	m.put(fmt.Sprintf(`<p><mod eId="mod_%d">`, len(m.mods)), words, `</mod></p>`)
}

// ref speaks of a provision of the old text.
func (m *amender) ref(p *text.Provision) string {
	name := p.Label
	if name == "" {
		first := text.Plain(p.Heading + " " + p.Words)
		if rs := []rune(first); len(rs) > 40 {
			first = string(rs[:40]) + "…"
		}
		name = "“" + strings.TrimSpace(first) + "”"
	}
	return `<ref href="` + m.base + "#" + xmltree.EscapeValue(m.at[p.ID]) + `">` + inline.Escape(name) + `</ref>`
}

func quoted(words string) string {
	return `<quotedText startQuote="“" endQuote="”">` + inline.Inline(words) + `</quotedText>`
}

func (m *amender) title(old, new string) {
	if old != new {
		m.mod("substitution", "", "For the title "+quoted(text.Escape(old))+" substitute "+quoted(text.Escape(new)))
	}
}

// provision writes what changed of a provision of the new text, or that it is new.
func (m *amender) provision(p text.Place) {
	was, there := m.old[p.ID]
	if !there {
		if p.Parent == nil || m.isOld(p.Parent.ID) {
			m.mod("insertion", m.before(p), m.where(p)+` insert <quotedStructure>`+m.quote(p.Provision)+`</quotedStructure>`)
		}
		return
	}
	if m.moved[p.ID] {
		m.mod("renumbering", p.ID, "Move "+m.ref(was.Provision)+": "+m.where(p))
	}
	if was.Label != p.Label {
		m.mod("renumbering", p.ID, "Renumber "+m.ref(was.Provision)+" as "+quoted(text.Escape(p.Label)))
	}
	m.words(was.Provision, "the heading of ", was.Heading, p.Heading)
	m.words(was.Provision, "", was.Words, p.Words)
}

func (m *amender) isOld(id text.ID) bool {
	_, there := m.old[id]
	return there
}

// quote writes a new provision with what is new below it.
func (m *amender) quote(p *text.Provision) string {
	c := onlyNew(p, m.old)
	inner := writer{o: m.o, lang: m.lang, used: m.quotes, eIds: map[text.ID]string{}}
	inner.provision(c, "")
	return inner.b.String()
}

func onlyNew(p *text.Provision, old map[text.ID]text.Place) *text.Provision {
	c := p.Clone()
	c.Children = nil
	for _, q := range p.Children {
		if _, there := old[q.ID]; !there {
			c.Children = append(c.Children, onlyNew(q, old))
		}
	}
	return c
}

// before returns the provision of the old text behind which, or at the beginning
// of which, a provision stands in the new one; "": at the beginning of the text.
func (m *amender) before(p text.Place) text.ID {
	siblings := m.siblings(p)
	for i := p.Index - 1; i >= 0; i-- {
		if m.isOld(siblings[i].ID) {
			return siblings[i].ID
		}
	}
	if p.Parent != nil && m.isOld(p.Parent.ID) {
		return p.Parent.ID
	}
	return ""
}

func (m *amender) siblings(p text.Place) []*text.Provision {
	if p.Parent != nil {
		return p.Parent.Children
	}
	return m.top
}

func (m *amender) where(p text.Place) string {
	id := m.before(p)
	switch {
	case id == "":
		return "At the beginning"
	case p.Parent != nil && id == p.Parent.ID:
		return "At the beginning of " + m.ref(m.old[id].Provision)
	}
	return "After " + m.ref(m.old[id].Provision)
}

func (m *amender) deleted(p text.Place) {
	if _, there := m.new[p.ID]; there {
		return
	}
	if p.Parent != nil {
		if _, above := m.new[p.Parent.ID]; !above {
			return // said of the one above
		}
	}
	m.mod("repeal", p.ID, "Delete "+m.ref(p.Provision))
}

// words writes what changed in words: change by change where each can be found by
// what it replaces or follows, otherwise as a whole.
func (m *amender) words(p *text.Provision, of, old, new string) {
	if old == new {
		return
	}
	in := of + m.ref(p)
	ops := redline.Words(text.Tokens(old), text.Tokens(new))
	var says []string
	for i, op := range ops {
		if op.Kind == redline.Equal {
			continue
		}
		s, ok := opWords(ops, i, old)
		if !ok || len(says) > 5 {
			says = nil
			break
		}
		says = append(says, s)
	}
	switch {
	case len(says) > 0:
		for _, s := range says {
			m.mod("substitution", p.ID, "In "+in+", "+s)
		}
	case old == "":
		m.mod("insertion", p.ID, "To "+in+" add "+quoted(new))
	case new == "":
		m.mod("repeal", p.ID, "From "+in+" delete all words")
	default:
		m.mod("substitution", p.ID, "For the words of "+in+" substitute "+quoted(new))
	}
}

// opWords says what one operation does; false where the words that it would be
// found by stand in more than one place.
func opWords(ops []redline.Op, i int, all string) (string, bool) {
	op := ops[i]
	found := text.Join(op.Old)
	if op.Kind == redline.Insert {
		if i == 0 {
			return "insert " + quoted(text.Join(op.New)) + " at the beginning", true
		}
		last := ops[i-1].Old
		found = text.Join(last[max(0, len(last)-6):])
	}
	if plain := text.Plain(found); plain == "" || strings.Count(text.Plain(all), plain) != 1 {
		return "", false
	}
	switch op.Kind {
	case redline.Insert:
		return "after " + quoted(found) + " insert " + quoted(text.Join(op.New)), true
	case redline.Delete:
		return "delete " + quoted(found), true
	}
	return "for " + quoted(found) + " substitute " + quoted(text.Join(op.New)), true
}
