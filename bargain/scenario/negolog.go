package scenario

import "parley/bargain"

// negoLog reads the profiles of NegoLog; the first says what the issues are.
func (r *reader) negoLog(roots []*node) (*bargain.Scenario, error) {
	s := &bargain.Scenario{}
	var files []string
	for n, root := range roots {
		all, err := root.need("issues", table)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			if s.Issues, err = r.issuesOf(all); err != nil {
				return nil, err
			}
		}
		p, err := r.negoLogParty(root, all, s.Issues)
		if err != nil {
			return nil, err
		}
		s.Parties = append(s.Parties, p)
		files = append(files, root.file)
	}
	s.Name = stem(files[0])
	named(s.Parties, files)
	return s, nil
}

// issuesOf is the issues that a map of maps names.
func (r *reader) issuesOf(all *node) ([]bargain.Issue, error) {
	var out []bargain.Issue
	for i, name := range all.keys {
		if err := all.values[i].is(name, table); err != nil {
			return nil, err
		}
		if err := r.spend(all.file, all.line, len(all.values[i].keys)); err != nil {
			return nil, err
		}
		out = append(out, bargain.Issue{Name: name, Options: all.values[i].keys})
	}
	return out, settle(all.file, all.line, out)
}

func (r *reader) negoLogParty(root, all *node, issues []bargain.Issue) (bargain.Party, error) {
	p := r.profile(root.file, root.line)
	weights, err := root.need("issueWeights", table)
	if err != nil {
		return p.party, err
	}
	if err := covers(issues, all, weights); err != nil {
		return p.party, err
	}
	if p.party.Reservation, err = finite(root.get("reservationValue")); err != nil {
		return p.party, err
	}
	for _, issue := range issues {
		s, err := all.get(issue.Name).scale()
		if err != nil {
			return p.party, err
		}
		w, err := weights.get(issue.Name).number()
		if err != nil {
			return p.party, err
		}
		if err := p.weigh(issue, w, s); err != nil {
			return p.party, err
		}
	}
	return p.finish(), nil
}
