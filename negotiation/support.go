package negotiation

import (
	"slices"

	"parley/text"
)

// What each party supports in the current revision, computed from its positions
// and the words as they stand.

// Support is what a party says to a wording of the current revision.
type Support struct {
	Party    PartyID
	Position *Position   // that was given for these words; nil: none was
	Stance   Stance      // "accepts" where all conditions of "accepts if" are met
	Unmet    []Condition // conditions of the position that are not met
	Lapsed   *Position   // the newest that was given for earlier words, and is newer than Position
	LapsedIn int         // the revision in which its words changed
}

// Progress is how far a provision, an issue or the text is: computed.
type Progress string

// The states of progress.
const (
	StillOpen          Progress = "open"
	Contested          Progress = "contested" // a party refuses, or amendments contradict one another
	AgreedAdReferendum Progress = "agreed ad referendum"
	Agreed             Progress = "agreed"
)

// Settled reports whether it is agreed, also ad referendum.
func (p Progress) Settled() bool { return p == Agreed || p == AgreedAdReferendum }

// Gaps is the state of consent to the current revision.
type Gaps struct {
	Revision *Revision
	Parties  []PartyID // the columns: whose consent is needed first, then who spoke
	Needed   int       // how many of the parties come first
	Rows     []Gap
	Whole    []Support // on the text as a whole, by Parties
	Issues   []IssueState
	Open     int // rows that are not agreed
	Contest  int // rows that are contested
}

// Gap is a provision with what each party says to it.
type Gap struct {
	Line
	Supports []Support // by Gaps.Parties
	Progress Progress
	Missing  []PartyID // whose consent is needed and not given
	Reopened bool      // it is agreed, and an amendment to it is pending
}

// IssueState is an issue with what each party says to it.
type IssueState struct {
	Issue
	Supports []Support // by Gaps.Parties
	Progress Progress
	Open     []text.ID // its provisions that are not agreed
}

// tally is the positions that cover a wording, each party's newest.
type tally struct{ holds, lapsed *Position }

// consent computes who says what to the words of one revision.
type consent struct {
	s         *State
	cur       *Revision
	index     map[text.ID]int
	elsewhere map[text.Hash][]text.ID // provisions by wording, to find words again
	provision map[PartyID][]tally
	whole     map[PartyID]*tally
	issue     map[PartyID]map[IssueID]*tally
	version   map[PartyID]map[Subject]*tally // in other languages
	met       map[*Position]bool             // conditional positions with all conditions met
}

func (s *State) consent() *consent {
	c := &consent{
		s: s, cur: s.Current(), index: map[text.ID]int{}, elsewhere: map[text.Hash][]text.ID{},
		provision: map[PartyID][]tally{}, whole: map[PartyID]*tally{}, issue: map[PartyID]map[IssueID]*tally{}, version: map[PartyID]map[Subject]*tally{}, met: map[*Position]bool{},
	}
	if c.cur != nil {
		w := c.cur.words()
		for i, id := range w.ids {
			c.index[id] = i
			c.elsewhere[w.of[id]] = append(c.elsewhere[w.of[id]], id)
		}
	}
	for _, p := range s.Positions {
		c.take(p)
	}
	c.meet()
	return c
}

func (c *consent) take(p *Position) {
	if p.On.Lang != "" {
		c.takeVersion(p)
		return
	}
	if p.On.Issue != "" {
		c.takeIssue(p)
		return
	}
	if p.On.Whole() {
		t := c.whole[p.Party]
		if t == nil {
			t = &tally{}
			c.whole[p.Party] = t
		}
		t.put(p, c.cur != nil && p.Wording == c.cur.words().whole.String())
	}
	given := c.s.Revision(p.Revision)
	if given == nil || given.Placeholder() || c.cur == nil {
		return
	}
	row := c.provision[p.Party]
	if row == nil {
		row = make([]tally, len(c.cur.words().ids))
		c.provision[p.Party] = row
	}
	if p.On.Whole() {
		forgetWhole(row)
	}
	if p.On.Whole() && (p.withdrawn || !p.Stance.Consents()) {
		return // to refuse the whole, or to call it a basis, says nothing of each provision
	}
	then := given.words()
	from, to := 0, len(then.ids)
	if p.On.Provision != "" {
		from = then.at[p.On.Provision]
		to = then.end[from]
	}
	for _, id := range then.ids[from:to] {
		if i, same := c.find(id, then); i >= 0 {
			row[i].put(p, same)
		}
	}
}

// forgetWhole takes out what a party said of provisions by speaking of the whole:
// it has spoken of the whole anew.
func forgetWhole(row []tally) {
	for i, t := range row {
		if t.holds != nil && t.holds.On.Whole() {
			row[i].holds = nil
		}
		if t.lapsed != nil && t.lapsed.On.Whole() {
			row[i].lapsed = nil
		}
	}
}

// find returns where the words of a provision of an earlier revision stand in
// the current one, and whether they are the same; -1: nowhere. A provision whose
// id is gone is found again where the same words stand anew.
func (c *consent) find(id text.ID, then *wordings) (i int, same bool) {
	now := c.cur.words()
	if i, ok := c.index[id]; ok {
		return i, now.of[id] == then.of[id]
	}
	for _, other := range c.elsewhere[then.of[id]] {
		if _, stood := then.of[other]; !stood {
			return c.index[other], true
		}
	}
	return -1, false
}

// takeVersion takes a position on the words of a version: it says nothing of the
// words in other languages.
func (c *consent) takeVersion(p *Position) {
	holds := false
	if v := c.s.version(p.On.Lang); v != nil {
		now := v.words().whole
		if p.On.Provision != "" {
			now = v.words().of[p.On.Provision]
		}
		holds = now.String() == p.Wording
	}
	tallyOf(c.version, p.Party, p.On).put(p, holds)
}

// tallyOf returns the tally of a party on something, making it where there is none.
func tallyOf[K comparable](all map[PartyID]map[K]*tally, party PartyID, on K) *tally {
	if all[party] == nil {
		all[party] = map[K]*tally{}
	}
	if all[party][on] == nil {
		all[party][on] = &tally{}
	}
	return all[party][on]
}

func (c *consent) takeIssue(p *Position) {
	t := tallyOf(c.issue, p.Party, p.On.Issue)
	i := c.s.issue(p.On.Issue)
	t.put(p, i != nil && (p.Wording == "" || c.cur != nil && i.wording(c.cur) == p.Wording))
}

// put notes a position. Positions come in the order in which they were taken,
// so that a party's last word on a wording is what counts.
// What was withdrawn leaves silence, and not what was said before it.
func (t *tally) put(p *Position, holds bool) {
	if p.withdrawn {
		if holds {
			t.holds, t.lapsed = nil, nil
		}
		return
	}
	if holds {
		t.holds, t.lapsed = p, nil
		return
	}
	t.lapsed = p
}

// meet finds the conditional positions whose conditions are all met. Two that
// hang on one another are both met: each party has said that it accepts if the
// other does. So it begins with all, and strikes those that fail until none
// does.
func (c *consent) meet() {
	for _, p := range c.s.Positions {
		if p.Stance == AcceptsIf && !p.withdrawn {
			c.met[p] = true
		}
	}
	for changed := true; changed; {
		changed = false
		for p, met := range c.met {
			if met && len(c.unmet(p)) > 0 {
				c.met[p], changed = false, true
			}
		}
	}
}

func (c *consent) unmet(p *Position) []Condition {
	var out []Condition
	for i, cond := range p.If {
		if !c.holds(p, i, cond) {
			out = append(out, cond)
		}
	}
	return out
}

func (c *consent) holds(p *Position, i int, cond Condition) bool {
	switch {
	case cond.Wording != "":
		return c.cur != nil && c.cur.words().of[cond.Wording].String() == cond.Hash
	case cond.Party != "":
		on := p.On
		if cond.Provision != "" {
			on = Subject{Provision: cond.Provision}
		}
		q := c.tally(cond.Party, on).holds
		return q != nil && q.Stance.Consents() && (q.Stance != AcceptsIf || c.met[q])
	case cond.Meeting != "":
		m := c.s.meeting(cond.Meeting)
		return m != nil && m.Status == Held
	}
	return slices.Contains(p.met, i)
}

func (c *consent) tally(p PartyID, on Subject) tally {
	switch {
	case on.Lang != "":
		if t := c.version[p][on]; t != nil {
			return *t
		}
	case on.Issue != "":
		if t := c.issue[p][on.Issue]; t != nil {
			return *t
		}
	case on.Whole():
		if t := c.whole[p]; t != nil {
			return *t
		}
	default:
		i, ok := c.index[on.Provision]
		if row := c.provision[p]; ok && row != nil {
			return row[i]
		}
	}
	return tally{}
}

// support puts a tally in the words of Support.
func (c *consent) support(party PartyID, on Subject) Support {
	t := c.tally(party, on)
	out := Support{Party: party, Position: t.holds, Lapsed: t.lapsed}
	if t.holds != nil {
		out.Stance = t.holds.Stance
		if out.Stance == AcceptsIf {
			out.Unmet = c.unmet(t.holds)
			if c.met[t.holds] {
				out.Stance = Accepts
			}
		}
	}
	if t.lapsed != nil {
		out.LapsedIn = c.changedIn(t.lapsed, on)
	}
	return out
}

// changedIn returns the first revision after a position's own in which its words
// stand otherwise, and from which on they do.
func (c *consent) changedIn(p *Position, on Subject) int {
	if v := c.s.version(on.Lang); v != nil {
		return v.Revision
	}
	given := c.s.Revision(p.Revision)
	changed := 0
	for _, r := range c.s.Revisions {
		if given == nil || r.Number <= given.Number || r.Placeholder() {
			continue
		}
		if c.same(given, r, on) {
			changed = 0
		} else if changed == 0 {
			changed = r.Number
		}
	}
	return changed
}

func (c *consent) same(given, r *Revision, on Subject) bool {
	switch {
	case on.Issue != "":
		i := c.s.issue(on.Issue)
		return i.wording(given) == i.wording(r)
	case given.Placeholder():
		return false
	case on.Whole():
		return given.words().whole == r.words().whole
	}
	return given.words().of[on.Provision] == r.words().of[on.Provision]
}

func (l *lazy) computeGaps() *Gaps {
	s := &l.state
	c := l.consent()
	g := &Gaps{Revision: c.cur, Parties: slices.Clone(s.consenting(s.Rules))}
	g.Needed = len(g.Parties)
	for _, p := range s.Parties {
		spoke := c.provision[p.ID] != nil || c.whole[p.ID] != nil || c.issue[p.ID] != nil
		if spoke && !slices.Contains(g.Parties, p.ID) {
			g.Parties = append(g.Parties, p.ID)
		}
	}
	for _, line := range l.lines() {
		row := Gap{Line: line, Supports: c.supports(g.Parties, Subject{Provision: line.ID})}
		row.Progress, row.Missing = s.progress(row.Supports[:g.Needed])
		if !row.Progress.Settled() && line.Contested() {
			row.Progress = Contested
		}
		row.Reopened = row.Progress.Settled() && len(line.Amendments) > 0
		if !row.Progress.Settled() {
			g.Open++
		}
		if row.Progress == Contested {
			g.Contest++
		}
		g.Rows = append(g.Rows, row)
	}
	g.Whole = c.supports(g.Parties, Subject{})
	for _, i := range s.Issues {
		g.Issues = append(g.Issues, g.issueState(s, c, i))
	}
	return g
}

func (c *consent) supports(parties []PartyID, on Subject) []Support {
	out := make([]Support, len(parties))
	for i, p := range parties {
		out[i] = c.support(p, on)
	}
	return out
}

// progress says how far something is by what those say whose consent is needed.
func (s *State) progress(needed []Support) (Progress, []PartyID) {
	var missing []PartyID
	refused, adRef := false, false
	for _, x := range needed {
		refused = refused || x.Stance.Refuses()
		adRef = adRef || x.Stance == AcceptsAdReferendum
		if x.Stance != Accepts && x.Stance != AcceptsAdReferendum {
			missing = append(missing, x.Party)
		}
	}
	enough := len(needed)
	if s.Rules.Threshold > 0 {
		enough = s.Rules.Threshold
	}
	given := len(needed) - len(missing)
	switch {
	case len(needed) > 0 && given >= enough && adRef:
		return AgreedAdReferendum, missing
	case len(needed) > 0 && given >= enough:
		return Agreed, missing
	case refused:
		return Contested, missing
	}
	return StillOpen, missing
}

func (g *Gaps) issueState(s *State, c *consent, i Issue) IssueState {
	out := IssueState{Issue: i, Supports: c.supports(g.Parties, Subject{Issue: i.ID})}
	said, _ := s.progress(out.Supports[:g.Needed])
	settled, contested, adRef := 0, said == Contested, said == AgreedAdReferendum
	for _, id := range i.Provisions {
		at, ok := c.index[id]
		if !ok {
			continue
		}
		row := g.Rows[at]
		if !row.Progress.Settled() {
			out.Open = append(out.Open, id)
			contested = contested || row.Progress == Contested
			continue
		}
		settled++
		adRef = adRef || row.Progress == AgreedAdReferendum
	}
	switch {
	case contested:
		out.Progress = Contested
	case len(out.Open) > 0 || settled == 0 && !said.Settled():
		out.Progress = StillOpen
	case adRef:
		out.Progress = AgreedAdReferendum
	default:
		out.Progress = Agreed
	}
	return out
}

// Gaps returns the state of consent to the current revision, as far as the
// member may see it.
func (v *View) Gaps() *Gaps { return v.gaps() }

// Support returns what a party says to a subject in the current revision.
func (v *View) Support(p PartyID, on Subject) Support { return v.consent().support(p, on) }
