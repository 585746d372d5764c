package search

// Piece is a part of a snippet.
type Piece struct {
	Words  string
	Marked bool // it was looked for
}

// around is how many bytes a snippet has at the most, and lead how many of them
// stand before what was looked for. Scripts with longer letters get fewer.
const (
	around = 360
	lead   = 100
)

// span is a stretch of bytes.
type span struct{ from, to int }

// spans returns where the terms stand in words, and how many of them do.
func (q Query) spans(words []Word) (out []span, terms int) {
	found := make([]bool, len(q))
	for i := range words {
		end := -1
		for n, t := range q {
			if t.at(words[i:]) {
				end, found[n] = max(end, words[i+len(t.Words)-1].To), true
			}
		}
		switch last := len(out) - 1; {
		case end < 0:
		case last >= 0 && words[i].From <= out[last].to:
			out[last].to = max(out[last].to, end)
		default:
			out = append(out, span{words[i].From, end})
		}
	}
	for _, f := range found {
		if f {
			terms++
		}
	}
	return out, terms
}

// mark returns s whole, with what was looked for marked.
func (q Query) mark(s string) []Piece {
	marks, _ := q.spans(Words(s))
	return pieces(s, span{0, len(s)}, marks)
}

// snippet returns a part of the field that holds most of what was looked for; of
// the first field where none does. The name is not told again.
func (q Query) snippet(t *Thing) []Piece {
	best, most := "", 0
	var marks []span
	for _, f := range t.Fields {
		if f == t.Name {
			continue
		}
		if best == "" {
			best = f
		}
		if m, n := q.spans(Words(f)); n > most {
			best, most, marks = f, n, m
		}
	}
	if best == "" {
		return nil
	}
	words := Words(best)
	show := span{0, len(best)}
	if len(best) > around && len(words) > 0 {
		show = window(best, words, marks)
	}
	out := pieces(best, show, marks)
	if show.from > 0 {
		out = append([]Piece{{Words: "… "}}, out...)
	}
	if show.to < len(best) {
		out = append(out, Piece{Words: " …"})
	}
	return out
}

// window returns the stretch that a snippet shows, from the beginning of a word
// to the end of one.
func window(s string, words []Word, marks []span) span {
	from := 0
	if len(marks) > 0 && marks[0].from > lead {
		for _, w := range words {
			if w.From >= marks[0].from-lead {
				from = w.From
				break
			}
		}
	}
	show := span{from, from}
	for _, w := range words {
		if w.From >= from && (w.To <= from+around || show.to == from) {
			show.to = w.To
		}
	}
	if words[len(words)-1].To <= show.to {
		show.to = len(s)
	}
	return show
}

// pieces cuts a stretch of s at the marks.
func pieces(s string, show span, marks []span) []Piece {
	var out []Piece
	at := show.from
	add := func(to int, marked bool) {
		if to > at {
			out = append(out, Piece{s[at:to], marked})
			at = to
		}
	}
	for _, m := range marks {
		if m.to <= show.from || m.from >= show.to {
			continue
		}
		add(max(m.from, at), false)
		add(min(m.to, show.to), true)
	}
	add(show.to, false)
	return out
}
