package negotiation

import (
	"slices"
	"strings"

	"parley/consolidate"
	"parley/text"
)

// Status is what has become of an amendment: computed, never claimed.
type Status string

// The statuses.
const (
	Pending        Status = "pending"
	Accepted       Status = "accepted"
	PartlyAccepted Status = "partly accepted" // and the rest was rejected or withdrawn, or has fallen
	Rejected       Status = "rejected"
	Withdrawn      Status = "withdrawn"
	Released       Status = "let go" // on notice: nobody spoke for it
	Fallen         Status = "fallen" // nothing of it has a place in the current revision
)

// Proposal is an amendment as it stands against the current revision.
type Proposal struct {
	*Amendment
	Status Status
	Reason string // in a sentence, where the status has one

	Now     consolidate.Amendment // what is pending, re-based onto the current revision
	Dropped []consolidate.Fallen  // changes that have no place there, and why

	Decisions []Decision

	open consolidate.Amendment // what is not decided, as it was tabled
}

// stand computes how a, which was tabled against revision from, stands against
// the current one.
func (m *standings) stand(a *Amendment, from *Revision) Proposal {
	p := Proposal{Amendment: a, open: a.tabled(from)}
	accepted, rejected := 0, 0
	for _, d := range a.decisions {
		p.open = p.open.Without(d.Changes...)
		d.Undoable = !d.Accepted || m.cur.adoption(a.ID, d.N) >= 0
		p.Decisions = append(p.Decisions, d)
		p.Reason = d.Note
		if d.Accepted {
			accepted += len(d.Changes)
		} else {
			rejected += len(d.Changes)
		}
	}
	if a.withdrawn != nil {
		p.Status, p.Reason = Withdrawn, a.withdrawn.reason
		switch {
		case accepted > 0:
			p.Status = PartlyAccepted
		case a.withdrawn.letGo:
			p.Status = Released
		}
		return p
	}
	var err error
	if p.Now, p.Dropped, err = m.rebase(from, p.open); err != nil {
		p.Status, p.Reason = Fallen, err.Error()
		return p
	}
	p.Status = status(len(p.Now.Changes), accepted, rejected, p.Dropped)
	if p.Status == Fallen || p.Status == PartlyAccepted && len(p.Dropped) > 0 {
		p.Reason = reasons(p.Dropped)
	}
	return p
}

func status(pending, accepted, rejected int, dropped []consolidate.Fallen) Status {
	adopted := 0
	for _, f := range dropped {
		if f.Reason == consolidate.AlreadyAdopted {
			adopted++
		}
	}
	switch {
	case pending > 0:
		return Pending
	case accepted+adopted > 0 && rejected == 0 && adopted == len(dropped):
		return Accepted
	case accepted+adopted > 0:
		return PartlyAccepted
	case rejected > 0 && len(dropped) == 0:
		return Rejected
	}
	return Fallen
}

// reasons joins what is said of changes that have fallen, each sentence once.
func reasons(dropped []consolidate.Fallen) string {
	var out []string
	for _, f := range dropped {
		if !slices.Contains(out, f.Sentence) {
			out = append(out, f.Sentence)
		}
	}
	return strings.Join(out, " ")
}

// acts reports whether a change of the amendment acts on the provision, or
// puts something directly below or behind it.
func acts(changes []consolidate.Change, id text.ID) bool {
	return slices.ContainsFunc(changes, func(c consolidate.Change) bool {
		return c.Provision == id || slices.Contains(c.Joined, id) ||
			c.To != nil && (c.To.After == id || c.To.After == "" && c.To.Parent == id)
	})
}
