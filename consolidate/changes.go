package consolidate

import (
	"slices"
	"strconv"

	"parley/redline"
	"parley/text"
)

// Changes finds where provisions stand first: among the children that a
// provision keeps, those in a longest common order stay, the others move. New
// provisions that hold words cut off the one before them are its pieces, and
// deleted ones whose words it took up are joined to it. What remains is words.

// pieceShare is the part of a provision's words that must come from, or go to,
// its neighbour for the two to be a split or a join.
const pieceShare = 0.6

// Changes returns what turns base into amended, as changes that can be adopted
// one by one, in reading order. Provisions are the same if their ids are.
// Provisions without an id, or two with the same, are a mistake of the caller,
// and Changes panics.
func Changes(base, amended *text.Text) []Change {
	b, err := newOutline(base)
	if err != nil {
		panic("consolidate: base: " + err.Error())
	}
	a, err := newOutline(amended)
	if err != nil {
		panic("consolidate: amended text: " + err.Error())
	}
	return changes(b, a)
}

func changes(base, amended *outline) []Change {
	d := finder{base: base, amended: amended,
		places: map[text.ID]Place{}, pieces: map[text.ID][]text.ID{}, joined: map[text.ID][]text.ID{}, part: map[text.ID]bool{}}
	d.settle("", amended.text.Provisions)
	for _, s := range amended.order {
		if len(s.Children) > 0 || len(base.children(s.ID)) > 0 {
			d.settle(s.ID, s.Children)
		}
	}
	d.find()
	return d.out
}

type finder struct {
	base, amended *outline
	places        map[text.ID]Place     // of what is moved or inserted
	pieces        map[text.ID][]text.ID // what was split off a provision of the base
	joined        map[text.ID][]text.ID // what was joined to it
	part          map[text.ID]bool      // is a piece or joined
	out           []Change
}

func (d *finder) add(c Change) {
	c.ID = strconv.Itoa(len(d.out) + 1)
	d.out = append(d.out, c)
}

// settle says which provisions below parent are parts of their neighbours, and
// where those go that do not stay.
func (d *finder) settle(parent text.ID, now []*text.Provision) {
	was := d.base.children(parent)
	a, b := ids(was), ids(now)
	if slices.Equal(a, b) {
		return
	}
	d.findPieces(now)
	d.findJoined(was)
	anchor := d.anchors(parent, a, b)
	for i, p := range now {
		if after, ok := anchor[i]; ok {
			d.places[p.ID] = Place{parent, after}
		}
	}
}

// anchors returns, for the index of each provision in b that does not stay,
// the id that it stands behind in the base.
func (d *finder) anchors(parent text.ID, a, b []text.ID) map[int]text.ID {
	out := map[int]text.ID{}
	if d.base.sites[parent] == nil && parent != "" { // below a new provision
		var last text.ID
		for i, id := range b {
			out[i] = last
			if d.base.sites[id] == nil && !d.part[id] {
				last = id
			}
		}
		return out
	}
	for _, h := range redline.Diff(a, b) {
		var after text.ID
		if h.AHi > 0 {
			after = a[h.AHi-1]
		}
		for i := h.BLo; i < h.BHi; i++ {
			out[i] = after
		}
	}
	return out
}

// findPieces finds runs of new provisions that were split off the one before.
func (d *finder) findPieces(now []*text.Provision) {
	for i := 0; i < len(now); i++ {
		head := d.base.sites[now[i].ID]
		if head == nil || head.Words == now[i].Words || head.Words == "" {
			continue
		}
		n := i + 1
		for n < len(now) && d.base.sites[now[n].ID] == nil && now[n].Words != "" {
			n++
		}
		if n == i+1 {
			continue
		}
		old, all := split(head.Words), strand(now[i:n])
		for _, p := range now[i+1 : i+1+lastPart(now[i:n], unchanged(all, old))] {
			d.pieces[head.ID] = append(d.pieces[head.ID], p.ID)
			d.part[p.ID] = true
		}
	}
}

// findJoined finds runs of deleted provisions that were joined to the one
// before.
func (d *finder) findJoined(was []*text.Provision) {
	for i := 0; i < len(was); i++ {
		head := d.amended.sites[was[i].ID]
		if head == nil || head.Words == was[i].Words || len(d.pieces[head.ID]) > 0 {
			continue
		}
		n := i + 1
		for n < len(was) && d.amended.sites[was[n].ID] == nil && was[n].Words != "" && len(was[n].Children) == 0 {
			n++
		}
		if n == i+1 {
			continue
		}
		all := strand(was[i:n])
		for _, p := range was[i+1 : i+1+lastPart(was[i:n], unchanged(all, split(head.Words)))] {
			d.joined[head.ID] = append(d.joined[head.ID], p.ID)
			d.part[p.ID] = true
		}
	}
}

// strand returns the words of provisions one after another, with marks.
func strand(ps []*text.Provision) []text.Token {
	var out []text.Token
	for i, p := range ps {
		if i > 0 {
			out = append(out, mark(p.ID))
		}
		out = append(out, split(p.Words)...)
	}
	return out
}

// unchanged says which of a's tokens b has, too.
func unchanged(a, b []text.Token) []bool {
	out := make([]bool, len(a))
	at := 0
	for _, h := range redline.Diff(a, b) {
		for i := at; i < h.ALo; i++ {
			out[i] = true
		}
		at = h.AHi
	}
	for i := at; i < len(a); i++ {
		out[i] = true
	}
	return out
}

// lastPart returns how many of the provisions after the first are parts of it:
// up to the last whose words are shared, as kept says of their strand.
func lastPart(ps []*text.Provision, kept []bool) int {
	last, at := 0, len(split(ps[0].Words))
	for i, p := range ps[1:] {
		at++ // the mark
		n, same := len(split(p.Words)), 0
		for _, k := range kept[at : at+n] {
			if k {
				same++
			}
		}
		if at += n; float64(same) >= pieceShare*float64(n) && same > 1 {
			last = i + 1
		}
	}
	return last
}

// find writes the changes down, in the reading order of the amended text, with
// each deletion where the provision stood.
func (d *finder) find() {
	d.replaceWhole("", FieldTitle)
	d.replaceWhole("", FieldLang)
	next := 0 // the first provision of the base that was not looked at for deletion
	for _, s := range d.amended.order {
		old := d.base.sites[s.ID]
		if old == nil {
			if parent := s.parent; !d.part[s.ID] && (parent == "" || d.base.sites[parent] != nil) {
				to := d.places[s.ID]
				d.add(Change{Kind: KindInsert, Provision: s.ID, To: &to, Inserted: []*text.Provision{d.fresh(s.Provision)}})
			}
			continue
		}
		to, moved := d.places[s.ID]
		if !moved {
			d.deleteUpTo(&next, old.order)
		}
		if moved {
			d.add(Change{Kind: KindMove, Provision: s.ID, To: &to})
		}
		d.replaceWhole(s.ID, FieldKind)
		d.replaceWhole(s.ID, FieldLabel)
		if old.Heading != s.Heading {
			d.replaceWords(s.ID, FieldHeading, []*text.Provision{old.Provision}, split(old.Heading), split(s.Heading))
		}
		if old.Words != s.Words || len(d.pieces[s.ID]) > 0 {
			d.words(old, s)
		}
	}
	d.deleteUpTo(&next, len(d.base.order))
}

func (d *finder) deleteUpTo(next *int, order int) {
	for ; *next < order; *next++ {
		s := d.base.order[*next]
		gone := d.amended.sites[s.ID] == nil && !d.part[s.ID]
		if gone && (s.parent == "" || d.amended.sites[s.parent] != nil) {
			d.add(Change{Kind: KindDelete, Provision: s.ID})
		}
	}
}

// fresh returns the new provision p with the new ones below it.
func (d *finder) fresh(p *text.Provision) *text.Provision {
	c := *p
	c.Children = nil
	for _, child := range p.Children {
		if d.base.sites[child.ID] == nil && !d.part[child.ID] {
			c.Children = append(c.Children, d.fresh(child))
		}
	}
	return &c
}

// replaceWhole adds the replacement of a field that is replaced as one.
func (d *finder) replaceWhole(id text.ID, f Field) {
	if old, now := d.base.field(id, f), d.amended.field(id, f); old != now {
		d.add(Change{Kind: KindReplace, Provision: id, Field: f, Old: old, New: now})
	}
}

// words adds the changes of the words of a provision, with those that were
// split off it or joined to it.
func (d *finder) words(old, now *site) {
	olds, news := []*text.Provision{old.Provision}, []*text.Provision{now.Provision}
	for _, id := range d.joined[old.ID] {
		olds = append(olds, d.base.sites[id].Provision)
	}
	for _, id := range d.pieces[old.ID] {
		news = append(news, d.amended.sites[id].Provision)
	}
	d.replaceWords(old.ID, FieldWords, olds, strand(olds), strand(news))
}

// replaceWords adds the changes that turn tokens a, of the provisions olds,
// into b.
func (d *finder) replaceWords(id text.ID, f Field, olds []*text.Provision, a, b []text.Token) {
	for _, h := range hunksOf(a, b) {
		c := Change{Kind: KindReplace, Provision: id, Field: f}
		c.Provision, c.At = partAt(olds, a, h.lo)
		var into []text.ID
		c.Old, c.Joined = encode(a[h.lo:h.hi])
		c.New, into = encode(h.new)
		if len(c.Joined) > 0 {
			c.Kind = KindJoin
		}
		if len(into) > 0 {
			c.Kind = KindSplit
		}
		for _, piece := range into {
			p := d.fresh(d.amended.sites[piece].Provision)
			p.Words = ""
			c.Inserted = append(c.Inserted, p)
		}
		d.add(c)
	}
}

// partAt returns which of the provisions whose strand is a holds position at,
// and where in it.
func partAt(ps []*text.Provision, a []text.Token, at int) (text.ID, int) {
	id, start := ps[0].ID, 0
	for i, t := range a[:at] {
		if next, ok := marked(t); ok {
			id, start = next, i+1
		}
	}
	return id, at - start
}
