package redline

// Of what has no counterpart in the end, a provision under the same number in
// the same place is shown as rewritten: readers know provisions by their numbers.

// rewritten links, last of all, what stands under the same number in the same
// gap, where the numbers around it are kept: the provision was rewritten from
// end to end.
func (m *matcher) rewritten() {
	for _, g := range m.gaps() {
		if !m.numbersKept(g) {
			continue
		}
		olds, news := numbered(m.old, g.old), numbered(m.new, g.new)
		var a, b []string
		for _, i := range olds {
			a = append(a, m.old[i].number)
		}
		for _, j := range news {
			b = append(b, m.new[j].number)
		}
		eachEqual(Diff(a, b), len(a), func(x, y int) {
			if m.sameParent(olds[x], news[y]) {
				m.link(olds[x], news[y], rewrittenSure)
			}
		})
	}
}

// sameParent reports whether what i and j stand under is the same provision.
func (m *matcher) sameParent(i, j int) bool {
	p, q := m.old[i].parent, m.new[j].parent
	if p < 0 || q < 0 {
		return p == q
	}
	return m.old[p].to == q
}

// rewrittenSure is how sure it is that the same number is the same provision.
const rewrittenSure = 0.3

// numbersKept reports whether the nearest numbered provisions with
// counterparts, before or after the gap, kept their numbers.
func (m *matcher) numbersKept(g gap) bool {
	for i := g.old[0] - 1; i >= 0; i-- {
		if u := m.old[i]; u.to >= 0 && u.number != "" {
			return u.number == m.new[u.to].number
		}
	}
	for i := g.old[len(g.old)-1] + 1; i < len(m.old); i++ {
		if u := m.old[i]; u.to >= 0 && u.number != "" {
			return u.number == m.new[u.to].number
		}
	}
	return false
}

// numbered returns those positions whose units have words and a number.
func numbered(us []unit, at []int) []int {
	var out []int
	for _, i := range worded(us, at) {
		if us[i].number != "" {
			out = append(out, i)
		}
	}
	return out
}
