package consolidate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"parley/redline"
	"parley/text"
)

// A carrier takes changes (theirs) over other changes (ours) of the same base.
// Both are gathered like the amendments of two sponsors; where their edits
// form a region, the texts that either makes of it decide: if one lies on a
// shortest way from the base to the other it is part of it, and the other
// stands. Anything else is for people.

type carrier struct {
	from, to *outline
	ours     []Change
	by       Amendment     // that ours are the changes of, if of one
	name     string        // what they are called in sentences, if not by the amendment
	revision text.Revision // of to
	strict   bool          // different provisions inserted at one place exclude each other
}

const ourSide, theirSide = 0, 1

// journey is one amendment on its way.
type journey struct {
	*carrier
	g       *gathered
	theirs  Amendment
	touched map[text.ID]bool    // provisions that ours changes, moves or puts something into, with those above them
	dressed map[text.ID]bool    // provisions whose label, kind or heading ours changes
	pieces  map[text.ID]text.ID // what ours split off, and what off
	renamed map[text.ID]text.ID // new provisions of theirs whose id is taken
	fresh   map[text.ID]bool    // new provisions of theirs that stand
	done    map[int][]Change    // the changes that stand, by index
	fallen  map[int]Fallen
	met     map[*arrival]bool // insertions of ours that theirs makes, too
}

func (c *carrier) carry(a Amendment) (Amendment, []Fallen, error) {
	g, err := gather(c.from, []Amendment{{ID: "0", Sponsors: []string{"0"}, Changes: c.ours}, {ID: "1", Sponsors: []string{"1"}, Changes: a.Changes}})
	if err != nil {
		return Amendment{}, nil, fmt.Errorf("re-base amendment %s: %w", a.ID, err)
	}
	if err := g.checkOwn(); err != nil {
		return Amendment{}, nil, fmt.Errorf("re-base amendment %s: %w", a.ID, err)
	}
	j := &journey{carrier: c, g: g, theirs: a, touched: map[text.ID]bool{}, dressed: map[text.ID]bool{}, pieces: map[text.ID]text.ID{},
		renamed: map[text.ID]text.ID{}, fresh: map[text.ID]bool{}, done: map[int][]Change{}, fallen: map[int]Fallen{}, met: map[*arrival]bool{}}
	j.lookAtOurs()
	j.rename()
	for _, k := range slices.SortedFunc(maps.Keys(g.edits), compareKeys) {
		j.field(k)
	}
	for i, c := range a.Changes {
		j.place(i, c)
	}
	j.dropCircles()
	out := Amendment{ID: a.ID, Sponsors: a.Sponsors, Base: c.revision}
	var fallen []Fallen
	for i := range a.Changes {
		if f, ok := j.fallen[i]; ok {
			fallen = append(fallen, f)
		}
		out.Changes = append(out.Changes, j.done[i]...)
	}
	return out, fallen, nil
}

// checkOwn refuses changes of one side that contradict each other.
func (g *gathered) checkOwn() error {
	for k, edits := range g.edits {
		sortEdits(edits)
		last := map[int]edit{}
		for _, e := range edits {
			prev, ok := last[e.who]
			if ok && (e.lo < prev.hi || e.lo == e.hi && prev.lo == e.lo && prev.hi == e.lo) {
				return g.collision(e.who, prev.am, e.am, k.id)
			}
			last[e.who] = e
		}
	}
	return g.checkPlaces()
}

func compareKeys(a, b fieldKey) int {
	if a.id != b.id {
		return strings.Compare(string(a.id), string(b.id))
	}
	return strings.Compare(string(a.field), string(b.field))
}

// lookAtOurs notes which provisions ours does something to.
func (j *journey) lookAtOurs() {
	touch := func(id text.ID) {
		for id != "" && !j.touched[id] && j.from.sites[id] != nil {
			j.touched[id] = true
			id = j.from.sites[id].parent
		}
	}
	for _, c := range j.ours {
		if c.Kind != KindDelete && c.Kind != KindInsert {
			touch(c.Provision)
		}
		if c.To != nil {
			touch(c.To.Parent)
		}
		if c.Field != FieldWords && c.Field != "" {
			j.dressed[c.Provision] = true
		}
		for _, p := range c.Inserted {
			if c.Kind == KindSplit {
				j.pieces[p.ID] = c.Provision
			}
		}
	}
}

// rename gives new provisions of theirs another id where theirs is taken by
// something else.
func (j *journey) rename() {
	var walk func(p *text.Provision)
	walk = func(p *text.Provision) {
		if s := j.to.sites[p.ID]; s != nil && j.from.sites[p.ID] == nil {
			j.renamed[p.ID] = text.NewID(string(p.ID), j.theirs.ID, p.Words)
		}
		for _, c := range p.Children {
			walk(c)
		}
	}
	for _, c := range j.theirs.Changes {
		for _, p := range c.Inserted {
			walk(p)
		}
	}
}

func (j *journey) newID(id text.ID) text.ID {
	if n, ok := j.renamed[id]; ok {
		return n
	}
	return id
}

func (j *journey) renamedCopy(p *text.Provision) *text.Provision {
	c := *p
	c.ID = j.newID(p.ID)
	j.fresh[c.ID] = true
	c.Children = nil
	for _, child := range p.Children {
		c.Children = append(c.Children, j.renamedCopy(child))
	}
	return &c
}

func (j *journey) fall(i int, reason Reason, sentence string) {
	j.fallen[i] = Fallen{Amendment: j.theirs.ID, Change: j.theirs.Changes[i], Reason: reason, By: j.by.ID, Sentence: sentence}
}

// who names what brings a change down, at the beginning of a sentence or in it.
func (j *journey) who() string {
	if j.name != "" {
		return j.name
	}
	if j.by.ID == "" {
		return "the new revision"
	}
	return fmt.Sprintf("amendment %s (%s)", j.by.ID, strings.Join(j.by.Sponsors, ", "))
}

// carried is words of theirs in place of the tokens lo to hi of what ours has.
type carried struct {
	lo, hi int
	words  []text.Token
	change int
}

// appendCarried appends c. Insertions that came to stand at one point, because
// ours deletes what was between them, become one.
func appendCarried(all []carried, c carried) []carried {
	if n := len(all); n > 0 && c.lo == c.hi && all[n-1].lo == c.lo && all[n-1].hi == c.lo {
		all[n-1].words = slices.Concat(all[n-1].words, c.words)
		return all
	}
	return append(all, c)
}

// field carries theirs edits of a field over ours.
func (j *journey) field(k fieldKey) {
	base, edits := j.g.strand(k), j.g.edits[k]
	all, _ := bySide(edits)
	whole := made(base, 0, len(base), all)
	var now []text.Token // what ours makes of the base up to at
	at := 0
	var out []carried
	for len(edits) > 0 {
		lo, hi, n := region(edits)
		now = append(now, base[at:lo]...)
		ours, theirs := bySide(edits[:n])
		o, t := made(base, lo, hi, ours), made(base, lo, hi, theirs)
		r := relate(base[lo:hi], o, t, len(ours) > 0)
		if r == apart && lo == hi && repeated(t, base[:lo], base[hi:], now, whole[len(now):]) {
			r = theirsIsPart
		}
		if len(theirs) > 0 && j.stands(k, base[lo:hi], theirs, r, o, t) {
			hs := []redline.Hunk{{ALo: 0, AHi: len(o), BLo: 0, BHi: len(t)}}
			if len(ours) > 0 {
				hs = redline.Diff(o, t)
			}
			for _, h := range hs {
				out = appendCarried(out, carried{len(now) + h.ALo, len(now) + h.AHi, t[h.BLo:h.BHi], theirs[0].change})
			}
		}
		now, at = append(now, o...), hi
		edits = edits[n:]
	}
	now = append(now, base[at:]...)
	for _, c := range out {
		j.put(k, now, c.lo, c.hi, c.words, c.change)
	}
}

// relation says which of two sides' edits of a region is part of the other.
type relation int

const (
	apart        relation = iota // ours does not touch the region
	theirsIsPart                 // ours says all that theirs does
	oursIsPart                   // theirs says all that ours does
	against                      // neither
)

// relate compares what ours and theirs make of a region of the base.
func relate(base, o, t []text.Token, oursToo bool) relation {
	switch {
	case !oursToo:
		return apart
	case partOf(base, t, o):
		return theirsIsPart
	case partOf(base, o, t):
		return oursIsPart
	}
	return against
}

// repeated reports whether words that theirs inserts between the base's words
// before and after stand just there already, put there by ours: where ours puts
// b in place of a, and theirs puts b behind a, b is not to stand twice.
func repeated(inserted, before, after, now, then []text.Token) bool {
	return len(inserted) > 0 && (endsWith(now, inserted) && !endsWith(before, inserted) || beginsWith(then, inserted) && !beginsWith(after, inserted))
}

func endsWith(s, end []text.Token) bool {
	return len(s) >= len(end) && slices.Equal(s[len(s)-len(end):], end)
}

func beginsWith(s, start []text.Token) bool {
	return len(s) >= len(start) && slices.Equal(s[:len(start)], start)
}

// partOf reports whether part lies on a shortest way from base to whole, so
// that everything part changes is changed in whole, too.
func partOf(base, part, whole []text.Token) bool {
	return distance(base, part)+distance(part, whole) == distance(base, whole)
}

func distance(a, b []text.Token) int {
	n := 0
	for _, h := range redline.Diff(a, b) {
		n += h.AHi - h.ALo + h.BHi - h.BLo
	}
	return n
}

func bySide(edits []edit) (ours, theirs []edit) {
	for _, e := range edits {
		if e.who == ourSide {
			ours = append(ours, e)
			continue
		}
		theirs = append(theirs, e)
	}
	return ours, theirs
}

// made returns what edits make of base[lo:hi].
func made(base []text.Token, lo, hi int, edits []edit) []text.Token {
	var out []text.Token
	for _, e := range edits {
		out = append(append(out, base[lo:e.lo]...), e.new...)
		lo = e.hi
	}
	return append(out, base[lo:hi]...)
}

// stands decides a region: whether what theirs make of it goes
// in.
func (j *journey) stands(k fieldKey, base []text.Token, theirs []edit, r relation, o, t []text.Token) bool {
	switch r {
	case apart, oursIsPart:
		return true
	case theirsIsPart:
		says := o
		if len(base) == 0 && len(o) == 0 {
			says = t // ours says it next to here
		}
		for _, e := range theirs {
			j.fall(e.change, AlreadyAdopted, fmt.Sprintf("%s already says %s.", sentence(j.who()), quoted(k.field, says)))
		}
		return false
	}
	for _, e := range theirs {
		if e.lo == e.hi && len(base) == 0 {
			j.fall(e.change, PlaceTaken, fmt.Sprintf("%s inserts %s where this inserts %s.", sentence(j.who()), quoted(k.field, o), quoted(k.field, t)))
			continue
		}
		j.fall(e.change, WordsReplaced, fmt.Sprintf("%s puts %s in place of %s, which this would change to %s.", sentence(j.who()), quoted(k.field, o), quoted(k.field, base), quoted(k.field, t)))
	}
	return false
}

// sentence makes s begin with a capital letter.
func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// put writes a change of theirs in terms of the new revision: words in place of
// now[lo:hi], of the strand as ours has it.
func (j *journey) put(k fieldKey, now []text.Token, lo, hi int, words []text.Token, i int) {
	c := j.theirs.Changes[i]
	c.Provision, c.At, c.Joined, c.Inserted = k.id, lo, nil, nil
	for n, t := range now[:lo] {
		if id, ok := marked(t); ok {
			c.Provision, c.At = id, lo-n-1
		}
	}
	if c.Provision != "" && j.to.sites[c.Provision] == nil {
		j.fall(i, ProvisionDeleted, fmt.Sprintf("%s deletes %s.", sentence(j.who()), j.from.cite(j.theirs.Changes[i].Provision)))
		return
	}
	var into []text.ID
	if k.field == FieldWords || k.field == FieldHeading {
		c.Old, c.Joined = encode(now[lo:hi])
		c.New, into = encode(words)
	} else {
		c.At, c.Old, c.New = 0, unsplit(k.field, now), unsplit(k.field, words)
	}
	c.Kind = KindReplace
	if len(c.Joined) > 0 {
		c.Kind = KindJoin
	}
	if !j.canJoin(c) {
		j.fall(i, PlaceTaken, fmt.Sprintf("%s changed what this joins to %s.", sentence(j.who()), j.to.cite(c.Provision)))
		return
	}
	for _, id := range into {
		c.Kind = KindSplit
		c.Inserted = append(c.Inserted, j.renamedCopy(j.piece(id)))
	}
	if n := len(j.done[i]); n > 0 {
		c.ID = fmt.Sprintf("%s.%d", c.ID, n)
	}
	j.done[i] = append(j.done[i], c)
}

// canJoin reports whether what c joins still stands one behind the other, with
// nothing to lose but words.
func (j *journey) canJoin(c Change) bool {
	last := c.Provision
	for _, id := range c.Joined {
		s := j.to.sites[id]
		if s == nil || len(s.Children) > 0 || j.dressed[id] {
			return false
		}
		if before := j.to.before(s); before == nil || before.ID != last {
			return false
		}
		last = id
	}
	return true
}

// piece finds a piece that theirs split off.
func (j *journey) piece(id text.ID) *text.Provision {
	for _, c := range j.theirs.Changes {
		for _, p := range c.Inserted {
			if c.Kind == KindSplit && p.ID == id {
				return p
			}
		}
	}
	return &text.Provision{ID: id}
}
