package web

import (
	"html/template"
	"slices"
	"strings"

	"parley/redline"
	"parley/text"
)

// Redlines of whole texts are drawn once: revisions never change, and many
// members look at the same pair.

// redlinesKept is how many drawn redlines are kept, some 300 KB each.
const redlinesKept = 64

// drawing is a redline as it stands on a page.
type drawing struct {
	html     template.HTML
	summary  string
	bearings []Bearing
	changes  int
}

// count says how many changes there are to jump to; "" for none.
func (d drawing) count() string {
	if d.changes == 0 {
		return ""
	}
	return count(d.changes, "change", "changes")
}

// Bearing is a figure with what it counts.
type Bearing struct {
	Figure int
	Name   string
}

func draw(r *redline.Redline, sideBySide bool) drawing {
	var b strings.Builder
	if err := r.WriteHTML(&b, redline.HTMLOptions{SideBySide: sideBySide}); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return drawing{template.HTML(b.String()), r.Summary(), bearings(r), changes(r)}
}

func changes(r *redline.Redline) int {
	n := 0
	for _, row := range r.Rows {
		for _, p := range []redline.Passage{row.Heading, row.Words} {
			for _, op := range p.Ops {
				if op.Kind >= redline.Delete {
					n++
				}
			}
		}
	}
	return n
}

// bearings count the changes that weigh: numbers, dates, modal verbs,
// negations and names of parties.
func bearings(r *redline.Redline) []Bearing {
	kinds := []struct {
		mark redline.Mark
		one  string
		many string
	}{
		{redline.Modal, "change of may, shall or will", "changes of may, shall or will"},
		{redline.Negation, "negation", "negations"},
		{redline.Number, "number", "numbers"},
		{redline.Date, "date", "dates"},
		{redline.Party, "party’s name", "parties’ names"},
	}
	out := []Bearing{}
	for _, k := range kinds {
		n := marked(r, k.mark)
		if n == 1 {
			out = append(out, Bearing{n, k.one})
		} else if n > 1 {
			out = append(out, Bearing{n, k.many})
		}
	}
	return out
}

// marked counts the changes of words that carry a mark.
func marked(r *redline.Redline, mark redline.Mark) int {
	n := 0
	for _, row := range r.Rows {
		for _, op := range slices.Concat(row.Heading.Ops, row.Words.Ops) {
			if op.Marks&mark != 0 {
				n++
			}
		}
	}
	return n
}

// partyNames are marked in redlines where they change.
func (v *visit) partyNames() []string {
	var out []string
	for _, p := range v.Parties {
		out = append(out, p.Name)
	}
	return out
}

// compare says what changed between two texts.
func (v *visit) compare(old, new *text.Text) *redline.Redline {
	return redline.Compare(old, new, redline.Options{Parties: v.partyNames()})
}

// redlineOf draws what changed between two texts, from the cache where it was
// drawn before.
func (v *visit) redlineOf(old, new *text.Text, sideBySide bool) drawing {
	key := redlineKey{old.Revision(), new.Revision(), strings.Join(v.partyNames(), "\n"), sideBySide}
	if d, ok := v.site.redlines.get(key); ok {
		return d
	}
	d := draw(v.compare(old, new), sideBySide)
	v.site.redlines.put(key, d)
	return d
}

// provisionRedline draws what becomes of one provision, without what is below
// it.
func (v *visit) provisionRedline(old, new *text.Provision, more ...*text.Provision) template.HTML {
	alone := func(p *text.Provision) []*text.Provision {
		if p == nil {
			return nil
		}
		c := *p
		c.Children = nil
		return []*text.Provision{&c}
	}
	a, b := &text.Text{Provisions: alone(old)}, &text.Text{Provisions: append(alone(new), more...)}
	return draw(v.compare(a, b), false).html
}

type redlineKey struct {
	old, new   text.Revision
	parties    string
	sideBySide bool
}
