package text

// Cites returns how each provision of t is cited, in reading order, as Cite
// does for one.
func (t *Text) Cites() []string {
	var out []string
	var walk func(above string, ps []*Provision)
	walk = func(above string, ps []*Provision) {
		for _, p := range ps {
			cite := citeBelow(above, p.Label)
			out = append(out, cite)
			walk(cite, p.Children)
		}
	}
	walk("", t.Provisions)
	return out
}
