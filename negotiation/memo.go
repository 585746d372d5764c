package negotiation

import (
	"sync"

	"parley/consolidate"
)

// memo keeps how amendments stand against the revisions that are current, for
// the mediator or for parties that have not received the newest, so that each is
// re-based once, whoever asks: a state hands its memo on to the next one until
// another revision becomes current. What it keeps is a function of an amendment
// and of immutable revisions, so it changes no answer.
type memo struct {
	newest *Revision

	mu      sync.Mutex
	against map[*Revision]*standings
}

// standings is how amendments stand against one revision.
type standings struct {
	cur       *Revision
	proposals map[*Amendment]Proposal
	rebasers  map[*Revision]*consolidate.Rebaser
}

// remember gives the state a memo for its current revision.
func (s *State) remember() {
	cur := s.Current()
	if cur == nil || s.memo != nil && s.memo.newest == cur {
		return
	}
	s.memo = &memo{newest: cur, against: map[*Revision]*standings{}}
}

// proposal returns how a stands against the current revision.
func (s *State) proposal(a *Amendment) Proposal {
	cur := s.Current()
	s.memo.mu.Lock()
	defer s.memo.mu.Unlock()
	m := s.memo.against[cur]
	if m == nil {
		m = &standings{cur: cur, proposals: map[*Amendment]Proposal{}, rebasers: map[*Revision]*consolidate.Rebaser{}}
		s.memo.against[cur] = m
	}
	p, ok := m.proposals[a]
	if !ok {
		p = m.stand(a, s.Revision(a.Revision))
		m.proposals[a] = p
	}
	return p
}

// rebase carries an amendment over from a revision to the current one.
func (m *standings) rebase(from *Revision, a consolidate.Amendment) (consolidate.Amendment, []consolidate.Fallen, error) {
	if from == m.cur || len(a.Changes) == 0 {
		return a, nil, nil
	}
	r := m.rebasers[from]
	if r == nil {
		var err error
		if r, err = consolidate.NewRebaser(from.Text, m.cur.Text); err != nil {
			return a, nil, err
		}
		m.rebasers[from] = r
	}
	return r.Rebase(a)
}
