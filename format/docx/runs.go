package docx

import (
	"fmt"
	"strings"

	"parley/format/xmltree"
	"parley/text"
)

// runs writes the runs of a paragraph, those of one state within one tracked
// change.
type runs struct {
	c    *composer
	rtl  bool
	move bool // what is there on one side only moved

	state  state
	open   bool // a tracked change
	face   face
	buffer strings.Builder // of the run that is open: its content, already escaped
	text   strings.Builder // of the words at its end, not escaped yet
	inNote bool

	begun bool
	first state // of the first run
	last  state // of the last one
}

// face is how a run is set.
type face struct {
	style, was text.Style // now, and before where that is tracked
	restyled   bool
}

// to brings the runs into a state and face.
func (r *runs) to(s state, f face) {
	if s == r.state && f == r.face {
		return
	}
	r.flush()
	if s != r.state {
		r.leave()
		r.state = s
	}
	r.face = f
}

func (r *runs) enter() {
	if r.state != same && !r.open {
		r.c.para.WriteString(r.c.change(r.state, r.move && !r.inNote, ">"))
		r.open = true
	}
}

func (r *runs) leave() {
	if !r.open {
		return
	}
	r.c.para.WriteString("</w:" + changeName(r.state, r.move && !r.inNote) + ">")
	r.open = false
}

// flush ends the run that is open.
func (r *runs) flush() {
	r.endText()
	if r.buffer.Len() == 0 {
		return
	}
	r.enter()
	r.c.para.WriteString("<w:r>" + r.properties() + r.buffer.String() + "</w:r>")
	r.buffer.Reset()
	r.wrote()
}

// wrote notes the state of a run that was written.
func (r *runs) wrote() {
	if !r.begun {
		r.begun, r.first = true, r.state
	}
	r.last = r.state
}

func (r *runs) close() {
	r.flush()
	r.leave()
	r.state, r.face = same, face{}
}

// properties writes the face of a run.
func (r *runs) properties() string {
	s := faceMarks(r.face.style)
	if r.rtl {
		s += "<w:rtl/>"
	}
	if r.face.restyled {
		s += fmt.Sprintf(`<w:rPrChange w:id="%d" w:author="%s"%s><w:rPr>%s</w:rPr></w:rPrChange>`, r.c.id(), xmltree.EscapeValue(r.c.author()), stamp(r.c.o.At), faceMarks(r.face.was))
	}
	if s == "" {
		return ""
	}
	return "<w:rPr>" + s + "</w:rPr>"
}

func faceMarks(s text.Style) string {
	out := ""
	if s&text.Bold != 0 {
		out += "<w:b/><w:bCs/>"
	}
	if s&text.Italic != 0 {
		out += "<w:i/><w:iCs/>"
	}
	return out
}

// words adds characters to the run that is open.
func (r *runs) words(s string) { r.text.WriteString(s) }

// endText writes the words that were added.
func (r *runs) endText() {
	s := r.text.String()
	r.text.Reset()
	name := "t"
	if r.state == deleted && !(r.move && !r.inNote) {
		name = "delText"
	}
	if s != "" {
		r.buffer.WriteString(`<w:` + name + ` xml:space="preserve">` + xmltree.Escape(s) + `</w:` + name + `>`)
	}
}

// label writes labels that are typed, with a tab behind each.
func (r *runs) label(old, new string) {
	write := func(s state, label string) {
		if label == "" {
			return
		}
		r.to(s, face{})
		r.flush()
		r.enter()
		r.words(label)
		r.endText()
		content := r.buffer.String()
		r.buffer.Reset()
		r.c.para.WriteString(`<w:r><w:rPr><w:rStyle w:val="Number"/></w:rPr>` + content + `<w:tab/></w:r>`)
		r.wrote()
	}
	if old == new {
		write(same, new)
	} else {
		write(deleted, old)
		write(inserted, new)
	}
}

// items writes words and notes.
func (r *runs) items(items []item) {
	for _, stretch := range notesOf(items) {
		if stretch[0].tok.Style&text.Note != 0 {
			r.note(stretch)
			continue
		}
		for _, x := range stretch {
			r.item(x)
		}
	}
}

func (r *runs) item(x item) {
	f := face{style: x.tok.Style &^ text.Note}
	if x.state == same && x.was != x.tok.Style && !x.empty {
		f.was, f.restyled = x.was&^text.Note, true
	}
	if x.gap != text.GapNone {
		between := face{style: r.face.style & f.style}
		if r.face == f {
			between = f
		}
		r.to(x.state, between)
		if x.gap == text.GapBreak {
			r.endText()
			r.buffer.WriteString("<w:br/>")
		} else {
			r.words(" ")
		}
	}
	if x.empty {
		return
	}
	r.to(x.state, f)
	r.words(x.tok.Text)
}

// note writes a footnote, and where it stands.
func (r *runs) note(items []item) {
	items = r.gapBefore(items)
	r.c.notes++
	n := r.c.notes
	r.to(stateOf(items), face{})
	r.flush()
	r.enter()
	fmt.Fprintf(&r.c.para, `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="%d"/></w:r>`, n)
	r.wrote()
	outside := r.c.para.String()
	r.c.para.Reset()
	inner := runs{c: r.c, rtl: r.rtl, inNote: true}
	for _, x := range items {
		x.tok.Style &^= text.Note
		x.was &^= text.Note
		inner.item(x)
	}
	inner.close()
	fmt.Fprintf(&r.c.footnotes, `<w:footnote w:id="%d"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>%s</w:p></w:footnote>`, n, r.c.para.String())
	r.c.para.Reset()
	r.c.para.WriteString(outside)
}

// gapBefore writes what stands before a note, which for each text is what stands
// before the note's first word there, and returns the note without it.
func (r *runs) gapBefore(items []item) []item {
	out := make([]item, 0, len(items))
	var begun [2]bool
	for _, x := range items {
		first := false
		for which := range begun {
			if x.state.on(which) && !begun[which] {
				first, begun[which] = true, !x.empty
			}
		}
		if first && x.gap != text.GapNone {
			r.item(item{state: x.state, gap: x.gap, empty: true})
			x.gap = text.GapNone
		}
		if !x.empty || x.gap != text.GapNone {
			out = append(out, x)
		}
	}
	return out
}

// plainText writes plain words with their line breaks.
func plainText(s string) string {
	return `<w:t xml:space="preserve">` + strings.ReplaceAll(xmltree.Escape(s), "\n", `</w:t><w:br/><w:t xml:space="preserve">`) + `</w:t>`
}
