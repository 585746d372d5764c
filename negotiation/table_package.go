package negotiation

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/consolidate"
	"parley/text"
)

// TablePackage makes a revision of a package: the amendments and words that its options
// stand for, laid into the current revision together. It is held back, for the mediator
// to look at and to circulate.
type TablePackage struct {
	Package Package `json:"package"`
	Name    string  `json:"name,omitempty"` // "": "Package" with the names of its options
	Note    string  `json:"note,omitempty"`
}

// choice is an option with its point.
type choice struct {
	point  *Point
	option *Option
}

func (x choice) String() string { return fmt.Sprintf("“%s: %s”", x.point.Name, x.option.Name) }

func (b *Bargain) choices(pkg Package) []choice {
	out := make([]choice, len(b.Points))
	for i := range b.Points {
		p := &b.Points[i]
		out[i] = choice{p, p.Option(pkg[p.ID])}
	}
	return out
}

func (c TablePackage) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	b := s.Bargain
	if b == nil {
		return nil, errNothingDrawnUp
	}
	if err := b.Check(c.Package); err != nil {
		return nil, err
	}
	shared := s.shared()
	cur := shared.Current()
	chosen := b.choices(c.Package)
	for _, x := range chosen {
		now := *x.option
		if err := shared.standFor(x.point, &now, cur); err != nil {
			return nil, err
		}
		if now.Stands != x.option.Stands {
			return nil, refuse(Stale, x.String(), "it stands for other words now than when it was drawn up", "draw the points up anew")
		}
	}
	t, inputs, err := shared.layIn(cur, chosen)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSpace(c.Name)
	if name == "" {
		name = packageName(chosen)
	}
	if !strings.Contains(strings.ToLower(name), "package") {
		name = "Package: " + name
	}
	return TableRevision{
		Text: t, Name: name, Standing: Concept, Parent: cur.Number, Author: by.Party, Inputs: inputs, Note: strings.TrimSpace(c.Note), Held: true,
	}.decide(s, by, now)
}

// packageName says what is chosen, where it is not the words as they are.
func packageName(chosen []choice) string {
	var out []string
	for _, x := range chosen {
		if !x.option.Base {
			out = append(out, x.option.Name)
		}
	}
	if len(out) > 4 {
		out = append(out[:4], fmt.Sprintf("%d more", len(out)-4))
	}
	return "Package: " + strings.Join(out, "; ")
}

// together is the one sponsor of all that is laid in.
const together = "package"

// layIn lays what options stand for into a revision, and says whose amendment went
// where. The error names two that cannot be combined.
func (s *State) layIn(cur *Revision, chosen []choice) (*text.Text, []Input, error) {
	var all []consolidate.Amendment
	var inputs []Input
	from := map[string]choice{} // by the id of the amendment
	for _, x := range chosen {
		for _, id := range x.option.Amendments {
			if _, twice := from[string(id)]; twice {
				continue
			}
			from[string(id)] = x
			now, err := s.layable(x, id)
			if err != nil {
				return nil, nil, err
			}
			if len(now.Changes) > 0 {
				all = append(all, now)
				inputs = append(inputs, Input{Party: s.amendment(id).Party, Amendment: id, Into: touched(now.Changes)})
			}
		}
		if x.option.Words == "" {
			continue
		}
		amended := cur.Text.Clone()
		p := amended.Find(x.point.Provisions[0])
		if p == nil {
			return nil, nil, refuse(Stale, x.String(), "its provision is gone", "draw the points up anew")
		}
		p.Words = x.option.Words
		id := string(x.point.ID) + ":" + string(x.option.ID)
		from[id] = x
		if changes := consolidate.Changes(cur.Text, amended); len(changes) > 0 {
			all = append(all, consolidate.Amendment{ID: id, Changes: changes})
			inputs = append(inputs, Input{Party: s.mediator(), Into: touched(changes), Note: x.option.Name})
		}
	}
	for i := range all {
		all[i].Sponsors, all[i].Base = []string{together}, cur.ID
	}
	laid, err := consolidate.Consolidate(cur.Text, all)
	var collision *consolidate.CollisionError
	if errors.As(err, &collision) {
		return nil, nil, refuse(Invalid, "package", fmt.Sprintf("%s and %s cannot be combined: they contradict each other in %s", from[collision.First].of(collision.First), from[collision.Second].of(collision.Second), collision.Cite), "choose another option for one of them, or give one new words")
	}
	if err != nil {
		return nil, nil, refuse(Invalid, "package", err.Error(), "choose other options")
	}
	return laid.Take(together), inputs, nil
}

// of names an option by what of it cannot be combined.
func (x choice) of(amendment string) string {
	if slices.Contains(x.option.Amendments, AmendmentID(amendment)) {
		return amendment + " of " + x.String()
	}
	return x.String()
}

// layable returns an amendment as it stands against the current revision; without
// changes, if all of it is adopted.
func (s *State) layable(x choice, id AmendmentID) (consolidate.Amendment, error) {
	a := s.amendment(id)
	if a == nil {
		return consolidate.Amendment{}, notFound("amendment", id)
	}
	p := s.proposal(a)
	if p.Status != Pending && p.Status != Accepted {
		return p.Now, refuse(Stale, x.String(), fmt.Sprintf("amendment %s is %s", id, p.Status), "draw the points up anew without it")
	}
	return p.Now, nil
}

func (s *State) mediator() PartyID {
	return s.Parties[slices.IndexFunc(s.Parties, func(p Party) bool { return p.Role == Mediator })].ID
}

// clashes finds pairs of options of different points that cannot be laid into one
// text, so that no package that cannot be tabled is ever recommended.
func (s *State) clashes(b *Bargain, cur *Revision) []Combination {
	reach := map[OptionID]map[text.ID]bool{}
	key := func(x choice) OptionID { return OptionID(x.point.ID) + ":" + x.option.ID }
	var all []choice
	for i := range b.Points {
		for o := range b.Points[i].Options {
			x := choice{&b.Points[i], &b.Points[i].Options[o]}
			if r := s.reach(x, cur.Text); len(r) > 0 {
				reach[key(x)] = r
				all = append(all, x)
			}
		}
	}
	var out []Combination
	for i, x := range all {
		for _, y := range all[i+1:] {
			if x.point == y.point || !overlap(reach[key(x)], reach[key(y)]) {
				continue
			}
			pair := Package{x.point.ID: x.option.ID, y.point.ID: y.option.ID}
			known := slices.ContainsFunc(b.Forbidden, func(c Combination) bool { return c.Options.within(pair) })
			if _, _, err := s.layIn(cur, []choice{x, y}); err != nil && !known {
				out = append(out, Combination{pair, "their words contradict each other"})
			}
		}
	}
	return out
}

// reach is the provisions that an option acts on, or puts something beside; of one that
// goes, those below it too.
func (s *State) reach(x choice, t *text.Text) map[text.ID]bool {
	out := map[text.ID]bool{}
	if x.option.Words != "" {
		out[x.point.Provisions[0]] = true
	}
	for _, id := range x.option.Amendments {
		for _, c := range s.proposal(s.amendment(id)).Now.Changes {
			out[c.Provision] = true
			if c.Kind == consolidate.KindDelete {
				below(t.Find(c.Provision), out)
			}
			for _, j := range c.Joined {
				out[j] = true
			}
			if c.To != nil {
				out[c.To.Parent], out[c.To.After] = true, true
			}
		}
	}
	return out
}

func below(p *text.Provision, into map[text.ID]bool) {
	if p == nil {
		return
	}
	for _, c := range p.Children {
		into[c.ID] = true
		below(c, into)
	}
}

func overlap(a, b map[text.ID]bool) bool {
	for id := range a {
		if b[id] {
			return true
		}
	}
	return false
}
