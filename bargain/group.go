package bargain

import (
	"cmp"
	"math/big"
	"slices"
)

// A solved group: its efficient points, and how to find a package of each.
type solved struct {
	group *group
	order []int   // positions of its issues, as they were taken
	trail []trail // by depth
	cloud *cloud
}

// A trail says of each point of a depth which point of the depth before it came from,
// and by which option.
type trail struct{ from, option []int32 }

// choose writes the options of a point into a package.
func (s *solved) choose(at int32, out Package) {
	for depth := len(s.order) - 1; depth >= 0; depth-- {
		t := s.trail[depth]
		out[s.group.issues[s.order[depth]]] = int(t.option[at])
		at = t.from[at]
	}
}

// A walk takes the issues of a group one by one. A prefix of them has a state, the boxes
// that it lies in so far; two prefixes in one state can be completed in the same ways,
// so that one whose utilities the other covers is dropped.
type walk struct {
	*folder
	g       *group
	order   []int
	last    []int       // of each box, the depth of its last side
	gains   [2][]*cloud // what a box gives those out of it and those in it: one point
	classes [][]class   // by depth
	prune   *pruner     // nil: nothing is dropped but what is covered
	beam    int         // points kept at each depth; 0: all
	trail   []trail
}

// A state is the boxes that prefixes lie in, with the points of these prefixes.
type state struct {
	in    []bool
	cloud *cloud
	first int32 // number of its first point at this depth
}

// solve is the efficient points of a group.
func (f *folder) solve(g *group) (*solved, error) {
	w := walk{folder: f, g: g}
	if err := w.prepare(); err != nil {
		return nil, err
	}
	if w.prune != nil {
		if err := w.scout(); err != nil {
			return nil, err
		}
	}
	cloud, err := w.run()
	if err != nil {
		return nil, err
	}
	return &solved{group: g, order: w.order, trail: w.trail, cloud: cloud}, nil
}

// run takes all issues, one by one.
func (w *walk) run() (*cloud, error) {
	start := state{in: make([]bool, len(w.g.boxes)), cloud: w.one()}
	for i := range start.in {
		start.in[i] = true
	}
	states := []state{start}
	w.trail = nil
	for depth := range w.order {
		next, err := w.step(depth, states)
		if err != nil {
			return nil, err
		}
		states = next
	}
	if len(states) == 0 {
		return w.one().like(), nil
	}
	return states[0].cloud, nil
}

// scouts is how many points the walk keeps at each depth that looks for good packages.
const scouts = 300

// scout looks for good packages by a walk that keeps the most promising points only.
func (w *walk) scout() error {
	w.beam = scouts
	found, err := w.run()
	w.beam = 0
	if err != nil {
		return err
	}
	for i := range found.len() {
		w.prune.know(found.row(i))
	}
	w.prune.aim()
	return nil
}

// sequence orders the issues so that few boxes are open at a time: next comes always
// the issue that leaves the fewest.
func (g *group) sequence() []int {
	taken := make([]bool, len(g.issues))
	out := make([]int, 0, len(taken))
	for range taken {
		best, least := -1, 0
		for i, done := range taken {
			if done {
				continue
			}
			if n := g.opened(taken, i); best < 0 || n < least {
				best, least = i, n
			}
		}
		taken[best] = true
		out = append(out, best)
	}
	return out
}

// hardest orders the issues so that bounds bite early: those first that are in the most
// boxes.
func (g *group) hardest() []int {
	out := indices(len(g.issues))
	boxes := func(i int) int {
		n := 0
		for _, b := range g.boxes {
			if b.sides[i] != nil {
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(boxes(b), boxes(a)) })
	return out
}

// opened is how many boxes have a side among the issues taken and this one, and one
// that is not.
func (g *group) opened(taken []bool, issue int) int {
	n := 0
	for _, b := range g.boxes {
		in := 0
		for side := range b.sides {
			if taken[side] || side == issue {
				in++
			}
		}
		if in > 0 && in < len(b.sides) {
			n++
		}
	}
	return n
}

// prepare orders the issues, finds where each box ends and what it gives, and the classes
// of options.
func (w *walk) prepare() error {
	w.order = w.g.sequence()
	prunes := w.prunes()
	if prunes {
		w.order = w.g.hardest()
	}
	w.last = make([]int, len(w.g.boxes))
	for i, b := range w.g.boxes {
		for depth, position := range w.order {
			if b.sides[position] != nil {
				w.last[i] = depth
			}
		}
		out, in := w.one(), w.one()
		for party, n := range b.bonus {
			to := in
			if n.Sign() < 0 {
				to = out
			}
			put(to.rows[party*w.limbs:(party+1)*w.limbs], new(big.Int).Abs(n))
		}
		w.gains[0], w.gains[1] = append(w.gains[0], out), append(w.gains[1], in)
	}
	for _, position := range w.order {
		classes, err := w.sort(position)
		if err != nil {
			return err
		}
		w.classes = append(w.classes, classes)
	}
	if prunes {
		w.prune = w.newPruner()
	}
	return nil
}

// A class is the options of an issue that lie in the same boxes.
type class struct {
	in    []bool // by box; true too where the box has no side here
	cloud *cloud // efficient ones; by is the option
}

// sort puts the options of an issue into classes.
func (w *walk) sort(position int) ([]class, error) {
	var out []class
	var rows [][]*cloud
	for o, values := range w.g.values[position] {
		if values == nil {
			continue
		}
		in := make([]bool, len(w.g.boxes))
		for i, b := range w.g.boxes {
			in[i] = b.sides[position] == nil || b.sides[position][o]
		}
		at := slices.IndexFunc(out, func(c class) bool { return slices.Equal(c.in, in) })
		if at < 0 {
			at = len(out)
			out, rows = append(out, class{in: in}), append(rows, nil)
		}
		one := w.one()
		one.by[0] = int32(o)
		for party, n := range values {
			put(one.rows[party*w.limbs:(party+1)*w.limbs], n)
		}
		rows[at] = append(rows[at], one)
	}
	for i := range out {
		cloud, err := w.union(rows[i])
		if err != nil {
			return nil, err
		}
		out[i].cloud = cloud
	}
	return out, nil
}

// step takes one more issue.
func (w *walk) step(depth int, states []state) ([]state, error) {
	at, rests := map[string]int{}, map[string]*rest{}
	points := 0
	var next []state
	var parts [][]*cloud
	for _, s := range states {
		for _, c := range w.classes[depth] {
			in, gained, allowed := w.enter(depth, s.in, c)
			if !allowed {
				continue
			}
			sum, err := w.plus(s.cloud, gained, w.nothing())
			if err != nil {
				return nil, err
			}
			key := string(bytesOf(in))
			if w.prune != nil {
				if rests[key] == nil {
					rests[key] = &rest{depth: depth, in: in}
				}
				sum = sum.keep(func(i int) bool { return w.prune.useful(sum.row(i), rests[key]) })
				if sum.len() == 0 {
					continue
				}
			}
			if points += sum.len() + len(in)/16; points > w.limit {
				return nil, errLarge{w.limit}
			}
			if err := w.ctx.Err(); err != nil {
				return nil, err
			}
			for i := range sum.from {
				sum.from[i] += s.first
				sum.by[i] = gained.by[sum.by[i]]
			}
			n, known := at[key]
			if !known {
				n = len(next)
				at[key] = n
				next, parts = append(next, state{in: in}), append(parts, nil)
			}
			parts[n] = append(parts[n], sum)
		}
	}
	if w.beam > 0 {
		w.narrow(next, parts, rests)
	}
	return w.join(next, parts)
}

// narrow keeps of the points that lead to the next states those that promise most by one
// of the bounds, and leaves the other states empty.
func (w *walk) narrow(next []state, parts [][]*cloud, rests map[string]*rest) {
	type place struct{ state, part, point int }
	var all []place
	for n := range parts {
		for k, c := range parts[n] {
			for i := range c.len() {
				all = append(all, place{n, k, i})
			}
		}
	}
	if len(all) <= w.beam {
		return
	}
	stays := map[place]bool{}
	for n, s := range w.prune.bounds {
		promise := func(x place) int64 {
			return s.weigh(parts[x.state][x.part].row(x.point)) + rests[string(bytesOf(next[x.state].in))].of(w.prune, n)
		}
		order := slices.Clone(all)
		slices.SortStableFunc(order, func(a, b place) int { return cmp.Compare(promise(b), promise(a)) })
		for _, x := range order[:min(len(order), w.beam/len(w.prune.bounds)+1)] {
			stays[x] = true
		}
	}
	for n := range parts {
		for k, c := range parts[n] {
			parts[n][k] = c.keep(func(i int) bool { return stays[place{n, k, i}] })
		}
	}
}

// enter is the state after a class of options, and the class with what the boxes give
// that it leaves or ends; allowed is false if it lies in one that is forbidden.
func (w *walk) enter(depth int, before []bool, c class) (in []bool, gained *cloud, allowed bool) {
	in = make([]bool, len(before))
	gained = c.cloud.keep(func(int) bool { return true })
	for i, b := range w.g.boxes {
		in[i] = before[i] && c.in[i]
		left, ended := before[i] && !in[i], in[i] && w.last[i] == depth
		if ended && b.forbidden {
			return nil, nil, false
		}
		if left || ended {
			gain := w.gains[0][i]
			if ended {
				gain = w.gains[1][i]
			}
			for n := range gained.len() {
				addRow(gained.row(n), gained.row(n), gain.rows, w.limbs)
			}
		}
		in[i] = in[i] && w.last[i] > depth
	}
	return in, gained, true
}

// join puts together the clouds that lead to each state.
func (w *walk) join(next []state, parts [][]*cloud) ([]state, error) {
	var t trail
	for n := range next {
		cloud, err := w.union(parts[n])
		if err != nil {
			return nil, err
		}
		next[n].cloud, next[n].first = cloud, int32(len(t.from))
		t.from, t.option = append(t.from, cloud.from...), append(t.option, cloud.by...)
	}
	w.trail = append(w.trail, t)
	return next, nil
}

// nothing is a row that every point covers.
func (w *walk) nothing() []uint64 { return make([]uint64, len(w.s.Parties)*w.limbs) }

func bytesOf(in []bool) []byte {
	out := make([]byte, len(in))
	for i, b := range in {
		if b {
			out[i] = 1
		}
	}
	return out
}

// union is the efficient points of several clouds.
func (f *folder) union(clouds []*cloud) (*cloud, error) {
	if len(clouds) == 1 {
		return clouds[0], nil
	}
	type place struct{ cloud, point int }
	var order []place
	for n, c := range clouds {
		for i := range c.len() {
			order = append(order, place{n, i})
		}
	}
	row := func(p place) []uint64 { return clouds[p.cloud].row(p.point) }
	slices.SortStableFunc(order, func(a, b place) int { return compareWords(row(b), row(a)) })
	all := clouds[0].like()
	for _, p := range order {
		c := clouds[p.cloud]
		if n := all.len(); n > 0 && compareWords(all.row(n-1), row(p)) == 0 {
			addCount(all.count(n-1), c.count(p.point))
			continue
		}
		all.rows = append(all.rows, row(p)...)
		all.counts = append(all.counts, c.count(p.point)...)
		all.from, all.by = append(all.from, c.from[p.point]), append(all.by, c.by[p.point])
	}
	return f.efficient(all)
}
