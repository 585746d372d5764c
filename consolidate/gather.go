package consolidate

import (
	"fmt"
	"slices"
	"strings"

	"parley/text"
)

// Before anything is woven, the changes of all amendments are sorted by what
// they act on: edits by field, departures by provision, arrivals by place.
// Sponsors and amendments are sorted first and go by their index from here on,
// so that nothing depends on the order in which amendments were given.

// fieldKey names a field; words go by the head of their strand.
type fieldKey struct {
	id    text.ID
	field Field
}

// edit is a hunk by a sponsor, in tokens of the strand.
type edit struct {
	hunk
	who, am int
	change  int // its index in the amendment
}

// departure is a sponsor's wish to have a provision elsewhere or not at all.
type departure struct {
	who, am int
	to      *Place // nil: deleted or joined
	joined  bool
}

// arrival is a provision that sponsors put at a place: of the base if own is
// nil, and new otherwise.
type arrival struct {
	id  text.ID
	key string // equal for what is one arrival with joint sponsors
	who []int
	ams []int
	own map[int]*text.Provision // by sponsor: the ids of the same words may differ
}

// newProvision is a provision that a sponsor inserts.
type newProvision struct {
	who int
	id  text.ID
}

type gathered struct {
	base       *outline
	amendments []Amendment
	sponsors   []string

	heads    map[text.ID]text.ID           // of joined provisions, the one in whose strand their words are
	members  map[text.ID][]*text.Provision // by head, the strands of two and more
	starts   map[text.ID]int               // where a joined provision begins in its strand
	strands  map[fieldKey][]text.Token     // base tokens of what is edited
	edits    map[fieldKey][]edit
	leaving  map[text.ID][]departure
	arriving map[Place][][]*arrival   // by sponsor
	pieces   map[text.ID][]*arrival   // by the provision they were split off
	parents  map[text.ID]bool         // new provisions that others are put into
	above    map[newProvision]text.ID // what new provisions stand below, or were split off
}

func gather(base *outline, amendments []Amendment) (*gathered, error) {
	g := &gathered{
		base: base, amendments: slices.Clone(amendments),
		heads: map[text.ID]text.ID{}, members: map[text.ID][]*text.Provision{}, starts: map[text.ID]int{},
		strands: map[fieldKey][]text.Token{}, edits: map[fieldKey][]edit{},
		leaving: map[text.ID][]departure{}, arriving: map[Place][][]*arrival{},
		pieces: map[text.ID][]*arrival{}, parents: map[text.ID]bool{}, above: map[newProvision]text.ID{},
	}
	slices.SortFunc(g.amendments, func(a, b Amendment) int { return strings.Compare(a.ID, b.ID) })
	for i, a := range g.amendments {
		if i > 0 && a.ID == g.amendments[i-1].ID {
			return nil, fmt.Errorf("two amendments have the id %q; give each its own", a.ID)
		}
		if len(a.Sponsors) == 0 {
			return nil, fmt.Errorf("amendment %s has no sponsor; name at least one", a.ID)
		}
		for _, s := range a.Sponsors {
			if s == "" {
				return nil, fmt.Errorf("a sponsor of amendment %s has no name; name it or leave it out", a.ID)
			}
		}
		g.sponsors = append(g.sponsors, a.Sponsors...)
	}
	slices.Sort(g.sponsors)
	g.sponsors = slices.Compact(g.sponsors)
	if err := g.joinStrands(); err != nil {
		return nil, err
	}
	g.findParents()
	for am, a := range g.amendments {
		whos := make([]int, 0, len(a.Sponsors))
		for _, s := range a.Sponsors {
			who, _ := slices.BinarySearch(g.sponsors, s)
			whos = add(whos, who)
		}
		for i := range a.Changes {
			if err := g.add(am, whos, i); err != nil {
				return nil, err
			}
		}
	}
	return g, nil
}

// joinStrands makes one strand of the words of provisions that any amendment
// joins.
func (g *gathered) joinStrands() error {
	joined := map[text.ID]bool{}
	for _, a := range g.amendments {
		for _, c := range a.Changes {
			if len(c.Joined) == 0 {
				continue
			}
			last := c.Provision
			for _, id := range c.Joined {
				s := g.base.sites[id]
				if s == nil || g.base.before(s) == nil || g.base.before(s).ID != last {
					return g.wrong(a, &c, "joins provisions that do not stand one after another")
				}
				joined[id], last = true, id
			}
		}
	}
	for id := range joined {
		s := g.base.sites[id]
		for joined[s.ID] {
			s = g.base.before(s)
		}
		g.heads[id] = s.ID
		if g.members[s.ID] != nil {
			continue
		}
		run := g.base.children(s.parent)[s.index:]
		n := 1
		for n < len(run) && joined[run[n].ID] {
			n++
		}
		g.members[s.ID] = run[:n]
		at := 0
		for _, p := range run[:n] {
			g.starts[p.ID] = at
			at += len(split(p.Words)) + 1
		}
	}
	return nil
}

// findParents marks the new provisions into which something is put, as these
// cannot be taken for others with the same words.
func (g *gathered) findParents() {
	for _, a := range g.amendments {
		for _, c := range a.Changes {
			if c.To != nil && g.base.sites[c.To.Parent] == nil {
				g.parents[c.To.Parent] = true
			}
		}
	}
}

// wrong is the error of a change that the base has no place for.
func (g *gathered) wrong(a Amendment, c *Change, what string) error {
	return fmt.Errorf("amendment %s, change %s, %s in %s; make the amendment anew from this revision", a.ID, c.ID, what, g.base.cite(c.Provision))
}

// head returns the key under which the words of a provision are woven.
func (g *gathered) head(id text.ID) text.ID {
	if h, ok := g.heads[id]; ok {
		return h
	}
	return id
}

// strand returns the base tokens of a field.
func (g *gathered) strand(k fieldKey) []text.Token {
	ts, ok := g.strands[k]
	if !ok {
		if members := g.members[k.id]; members != nil && k.field == FieldWords {
			ts = strand(members)
		} else {
			ts = tokensOf(k.field, g.base.field(k.id, k.field))
		}
		g.strands[k] = ts
	}
	return ts
}

func (g *gathered) add(am int, whos []int, change int) error {
	a := g.amendments[am]
	c := &a.Changes[change]
	if ofText := c.Kind == KindReplace && (c.Field == FieldTitle || c.Field == FieldLang) && c.Provision == ""; c.Kind != KindInsert && !ofText && g.base.sites[c.Provision] == nil {
		return g.wrong(a, c, "acts on a provision that is not there,")
	}
	above := c.Provision
	if c.Kind == KindInsert && c.To != nil {
		above = c.To.Parent
	}
	if !g.register(whos, c.Inserted, above) {
		return g.wrong(a, c, "inserts a provision without an id, or with one that is in use,")
	}
	leave := func(id text.ID, to *Place, joined bool) {
		for _, who := range whos {
			g.leaving[id] = append(g.leaving[id], departure{who, am, to, joined})
		}
	}
	switch c.Kind {
	case KindDelete:
		leave(c.Provision, nil, false)
		return nil
	case KindInsert, KindMove:
		if c.To == nil || (c.Kind == KindInsert && len(c.Inserted) != 1) {
			return g.wrong(a, c, "does not say what it puts where")
		}
		if c.Kind == KindMove {
			leave(c.Provision, c.To, false)
		}
		g.arrive(am, whos, c)
		return nil
	case KindReplace, KindSplit, KindJoin:
		for _, id := range c.Joined {
			leave(id, nil, true)
		}
		for _, p := range c.Inserted {
			g.pieces[c.Provision] = appendArrival(g.pieces[c.Provision], g.newArrival(am, whos, p))
		}
		return g.edit(am, whos, change)
	}
	return g.wrong(a, c, fmt.Sprintf("is of the unknown kind %q", c.Kind))
}

// register notes new provisions and reports whether their ids are new.
func (g *gathered) register(whos []int, ps []*text.Provision, above text.ID) bool {
	for _, p := range ps {
		if p == nil || p.ID == "" || g.base.sites[p.ID] != nil {
			return false
		}
		for _, who := range whos {
			k := newProvision{who, p.ID}
			if _, used := g.above[k]; used {
				return false
			}
			g.above[k] = above
		}
		if !g.register(whos, p.Children, p.ID) {
			return false
		}
	}
	return true
}

func (g *gathered) edit(am int, whos []int, change int) error {
	c := &g.amendments[am].Changes[change]
	k, at := fieldKey{c.Provision, c.Field}, 0
	if c.Field == FieldWords {
		k.id, at = g.head(c.Provision), g.starts[c.Provision]+c.At
	} else if c.Field == FieldHeading {
		at = c.At
	}
	if (c.Provision == "") != (c.Field == FieldTitle || c.Field == FieldLang) || (c.Provision != "" && !slices.Contains(provisionFields, c.Field)) {
		return g.wrong(g.amendments[am], c, fmt.Sprintf("replaces the unknown field %q", c.Field))
	}
	if strings.Count(c.Old, ParagraphMark) != len(c.Joined) || strings.Count(c.New, ParagraphMark) != len(c.Inserted) || (c.Field != FieldWords && len(c.Joined)+len(c.Inserted) > 0) {
		return g.wrong(g.amendments[am], c, "does not say which provisions it splits or joins")
	}
	var h hunk
	if c.Field == FieldWords || c.Field == FieldHeading {
		old := decode(c.Old, c.Joined)
		var into []text.ID
		for _, p := range c.Inserted {
			into = append(into, p.ID)
		}
		h = hunk{at, at + len(old), decode(c.New, into)}
		base := g.strand(k)
		outside := g.members[k.id] != nil && c.Field == FieldWords && c.At > len(split(g.base.sites[c.Provision].Words))
		if c.At < 0 || outside || h.hi > len(base) || !slices.Equal(base[at:h.hi], old) {
			return g.wrong(g.amendments[am], c, fmt.Sprintf("changes the words “%s”, which are not there,", shown(c.Old)))
		}
	} else {
		if g.base.field(c.Provision, c.Field) != c.Old {
			return g.wrong(g.amendments[am], c, fmt.Sprintf("replaces the %s “%s”, which is not there,", c.Field, c.Old))
		}
		h = hunk{0, len(g.strand(k)), atom(c.New)}
	}
	for _, who := range whos {
		twice := func(e edit) bool {
			return e.who == who && e.am == am && e.lo == h.lo && e.hi == h.hi && slices.Equal(e.new, h.new)
		}
		if !slices.ContainsFunc(g.edits[k], twice) {
			g.edits[k] = append(g.edits[k], edit{h, who, am, change})
		}
	}
	return nil
}

// shown is the words of a change for a sentence.
func shown(words string) string {
	return strings.TrimSpace(strings.ReplaceAll(text.Plain(words), ParagraphMark, " ¶ "))
}

func (g *gathered) newArrival(am int, whos []int, p *text.Provision) *arrival {
	v := &arrival{id: p.ID, who: whos, ams: []int{am}, own: map[int]*text.Provision{}}
	for _, who := range whos {
		v.own[who] = p
	}
	var key strings.Builder
	g.writeKey(&key, p)
	v.key = key.String()
	return v
}

// writeKey writes what makes an inserted provision the same as another.
func (g *gathered) writeKey(b *strings.Builder, p *text.Provision) {
	fmt.Fprintf(b, "(%q %q %q %q", p.Kind, p.Label, p.Heading, p.Words)
	if g.parents[p.ID] {
		fmt.Fprintf(b, " %q", p.ID)
	}
	for _, c := range p.Children {
		g.writeKey(b, c)
	}
	b.WriteByte(')')
}

// appendArrival adds a piece that was split off; the same piece by another
// sponsor is one with it.
func appendArrival(all []*arrival, v *arrival) []*arrival {
	for _, u := range all {
		if u.id == v.id && u.key == v.key {
			u.join(v)
			return all
		}
	}
	return append(all, v)
}

// join makes the sponsors of v sponsors of u.
func (u *arrival) join(v *arrival) {
	u.who, u.ams = slices.Clone(u.who), slices.Clone(u.ams)
	for _, who := range v.who {
		u.who = add(u.who, who)
	}
	for _, am := range v.ams {
		u.ams = add(u.ams, am)
	}
	for who, p := range v.own {
		u.own[who] = p
	}
}

func (g *gathered) arrive(am int, whos []int, c *Change) {
	lists := g.arriving[*c.To]
	if lists == nil {
		lists = make([][]*arrival, len(g.sponsors))
		g.arriving[*c.To] = lists
	}
	for _, who := range whos {
		v := &arrival{id: c.Provision, key: "move " + string(c.Provision), who: []int{who}, ams: []int{am}}
		if c.Kind == KindInsert {
			v = g.newArrival(am, []int{who}, c.Inserted[0])
		}
		lists[who] = append(lists[who], v)
	}
}
