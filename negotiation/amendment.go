package negotiation

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/consolidate"
	"parley/text"
)

// TableAmendment proposes changes to a revision. The member's party sponsors
// it; others join by themselves.
type TableAmendment struct {
	Revision    int                  `json:"revision"`
	Changes     []consolidate.Change `json:"changes"`
	Explanation string               `json:"explanation,omitempty"`
	Audience    Audience             `json:"audience"`
	Bridges     []AmendmentID        `json:"bridges,omitempty"` // by the mediator: the amendments it is to take the place of
}

// AmendmentTabled records TableAmendment.
type AmendmentTabled struct {
	Amendment Amendment `json:"amendment"`
}

// JoinSponsors makes the member's party a sponsor too.
type JoinSponsors struct {
	Amendment AmendmentID `json:"amendment"`
}

// SponsorJoined records JoinSponsors.
type SponsorJoined struct {
	Amendment AmendmentID `json:"amendment"`
}

// WidenAudience shows an amendment to more parties, with everything that
// happened to it; there is no narrowing. It is refused once another party has
// acted on the amendment, which it did in confidence.
type WidenAudience struct {
	Amendment AmendmentID `json:"amendment"`
	Audience  Audience    `json:"audience"`
}

// AudienceWidened records WidenAudience.
type AudienceWidened struct {
	Amendment AmendmentID `json:"amendment"`
	Audience  Audience    `json:"audience"`
}

// WithdrawAmendment takes an amendment back, or what is not decided of it.
type WithdrawAmendment struct {
	Amendment AmendmentID `json:"amendment"`
	Reason    string      `json:"reason,omitempty"`
}

// AmendmentWithdrawn records WithdrawAmendment.
type AmendmentWithdrawn struct {
	Amendment AmendmentID `json:"amendment"`
	Reason    string      `json:"reason,omitempty"`
}

// Kind names the kind of entry.
func (*AmendmentTabled) Kind() string { return "amendment tabled" }

// Kind names the kind of entry.
func (*SponsorJoined) Kind() string { return "sponsor joined" }

// Kind names the kind of entry.
func (*AudienceWidened) Kind() string { return "audience widened" }

// Kind names the kind of entry.
func (*AmendmentWithdrawn) Kind() string { return "amendment withdrawn" }

func (b *AmendmentTabled) apply(s *State, e Entry) {
	a := b.Amendment
	a.By, a.Party, a.At, a.Audience = e.By, e.Party, e.At, e.Audience
	if s.folding != nil {
		s.folding[a.ID] = len(s.Amendments)
	}
	s.Amendments = add(s, s.Amendments, &a)
}

func (b *SponsorJoined) apply(s *State, e Entry) {
	s.amend(b.Amendment, func(a *Amendment) {
		a.Sponsors = append(slices.Clip(a.Sponsors), e.Party)
		a.Notice = nil
	})
}

func (b *AudienceWidened) apply(s *State, _ Entry) {
	s.amend(b.Amendment, func(a *Amendment) { a.Audience = b.Audience })
}

func (b *AmendmentWithdrawn) apply(s *State, _ Entry) {
	s.amend(b.Amendment, func(a *Amendment) {
		a.withdrawn = &withdrawal{reason: b.Reason}
	})
}

func (b *AmendmentTabled) concerns() AmendmentID    { return b.Amendment.ID }
func (b *SponsorJoined) concerns() AmendmentID      { return b.Amendment }
func (b *AudienceWidened) concerns() AmendmentID    { return b.Amendment }
func (b *AmendmentWithdrawn) concerns() AmendmentID { return b.Amendment }

// Amends returns which amendment an entry is about, if it is about one.
func Amends(e Entry) (AmendmentID, bool) {
	if b, ok := e.Body.(interface{ concerns() AmendmentID }); ok {
		return b.concerns(), true
	}
	return "", false
}

func (c TableAmendment) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayPropose(by); err != nil {
		return nil, err
	}
	r := s.mine(by).Revision(c.Revision)
	switch {
	case r == nil:
		return nil, notFound("revision", c.Revision)
	case r.Placeholder():
		return nil, refuse(Invalid, fmt.Sprintf("revision %d", c.Revision), "its words are not held, so nothing can be proposed against them", "propose against a revision whose words are held")
	case len(c.Changes) == 0:
		return nil, refuse(Invalid, "amendment", "it changes nothing", "change some words first")
	case len(c.Bridges) > 0 && !s.permissions(by).Keep:
		return nil, refuse(NotAllowed, "", "only the mediator tables bridging texts", "table an amendment")
	}
	if err := s.mine(by).checkOpen(); err != nil {
		return nil, err
	}
	if err := s.checkAudience(c.Audience); err != nil {
		return nil, err
	}
	if err := s.checkBridges(by, c.Bridges, c.Audience); err != nil {
		return nil, err
	}
	if err := checkChangeIDs(c.Changes); err != nil {
		return nil, err
	}
	a := Amendment{
		ID: s.newAmendmentID(by, c), Revision: c.Revision, Sponsors: []PartyID{by.Party},
		Changes: c.Changes, Explanation: c.Explanation, Bridges: c.Bridges,
	}
	if _, err := a.tabled(r).Apply(r.Text); err != nil {
		return nil, refuse(Invalid, "amendment", "it does not fit the revision: "+err.Error(), fmt.Sprintf("make it against revision %d", c.Revision))
	}
	if err := s.mine(by).checkCollision(&a, by.Party); err != nil {
		return nil, err
	}
	return []Entry{{Audience: c.Audience, Body: &AmendmentTabled{a}}}, nil
}

// checkBridges refuses a bridging text that tells somebody of an amendment that
// is not for them to see.
func (s *State) checkBridges(by *Member, bridged []AmendmentID, to Audience) error {
	for _, id := range bridged {
		a, err := s.visible(by, id)
		if err != nil {
			return err
		}
		tells := to.Everyone && !a.Audience.Everyone // who comes in later sees one and not the other
		for _, p := range s.Parties {
			tells = tells || s.sees(p.ID, by.Party, to) && !s.seesAmendment(p.ID, a)
		}
		if tells {
			return refuse(NotAllowed, "amendment "+string(id), "not all who would see the bridging text may see it", "leave it out of what the text bridges, or show the text to fewer")
		}
	}
	return nil
}

// checkChangeIDs refuses changes that cannot be decided on one by one.
func checkChangeIDs(changes []consolidate.Change) error {
	seen := map[string]bool{}
	for _, c := range changes {
		if c.ID == "" || seen[c.ID] {
			return refuse(Invalid, "change "+c.ID, "it has no id of its own", "give each change of the amendment another id")
		}
		seen[c.ID] = true
	}
	return nil
}

// newAmendmentID derives an id that says whose amendment it is and nothing of
// how many there are.
func (s *State) newAmendmentID(by *Member, c TableAmendment) AmendmentID {
	what, err := json.Marshal(c)
	if err != nil {
		panic(err) // plain values always marshal
	}
	for n := 0; ; n++ {
		seed := text.NewID("amendment", string(by.ID), string(what), fmt.Sprint(n))
		id := AmendmentID(string(by.Party) + "-" + string(seed[:4]))
		if s.amendment(id) == nil {
			return id
		}
	}
}

// checkCollision refuses an amendment that contradicts another pending one of
// the same party: a party has one voice.
func (s *State) checkCollision(a *Amendment, party PartyID) error {
	cur := s.Current()
	own := []consolidate.Amendment{}
	others := slices.DeleteFunc(slices.Clone(s.Amendments), func(b *Amendment) bool {
		return b.ID == a.ID || !slices.Contains(b.Sponsors, party)
	})
	for _, b := range append(others, a) {
		p := s.proposal(b)
		if p.Status != Pending {
			continue
		}
		p.Now.Sponsors = []string{string(party)}
		own = append(own, p.Now)
	}
	_, err := consolidate.Consolidate(cur.Text, own)
	var collision *consolidate.CollisionError
	if errors.As(err, &collision) {
		return refuse(Invalid, "amendment", fmt.Sprintf("it contradicts %s of the same party in %s", otherOf(collision, a.ID), collision.Cite), "withdraw that one first, or join the two in one")
	}
	if err != nil {
		return refuse(Invalid, "amendment", err.Error(), "check the changes")
	}
	return nil
}

func otherOf(c *consolidate.CollisionError, id AmendmentID) string {
	if c.First == string(id) {
		return c.Second
	}
	return c.First
}

func (c JoinSponsors) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayPropose(by); err != nil {
		return nil, err
	}
	a, err := s.pendingAmendment(by, c.Amendment)
	if err != nil {
		return nil, err
	}
	if slices.Contains(a.Sponsors, by.Party) {
		return nil, refuse(Invalid, "amendment "+string(a.ID), "your party sponsors it already", "there is nothing to do")
	}
	if err := s.mine(by).checkCollision(a, by.Party); err != nil {
		return nil, err
	}
	return []Entry{{Audience: s.audienceOf(a), Body: &SponsorJoined{a.ID}}}, nil
}

func (c WidenAudience) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	a, err := s.ownAmendment(by, c.Amendment)
	if err != nil {
		return nil, err
	}
	if err := s.checkAudience(c.Audience); err != nil {
		return nil, err
	}
	wider := a.Audience.and(c.Audience)
	switch {
	case wider.Everyone == a.Audience.Everyone && len(wider.Parties) == len(a.Audience.Parties):
		return nil, refuse(Invalid, "amendment "+string(a.ID), "they may see it already", "there is nothing to do")
	}
	if err := s.mayWiden(a, wider); err != nil {
		return nil, err
	}
	return []Entry{{Audience: wider, Body: &AudienceWidened{a.ID, wider}}}, nil
}

// mayWiden refuses to show an amendment to more when others acted on it in
// confidence, or when it would tell of another that they may not see.
func (s *State) mayWiden(a *Amendment, to Audience) error {
	if a.decided > 0 || len(a.Sponsors) > 1 {
		return refuse(NotAllowed, "amendment "+string(a.ID), "others have joined it or decided on it in confidence", "table it again for those who are to see it")
	}
	return s.checkBridges(s.member(a.By), a.Bridges, to)
}

// and returns the audience of both.
func (to Audience) and(more Audience) Audience {
	both := Audience{Everyone: to.Everyone || more.Everyone, Parties: slices.Clone(to.Parties)}
	for _, p := range more.Parties {
		if !slices.Contains(both.Parties, p) {
			both.Parties = append(both.Parties, p)
		}
	}
	return both
}

func (c WithdrawAmendment) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	a, err := s.ownAmendment(by, c.Amendment)
	if err != nil {
		return nil, err
	}
	if p := s.mine(by).proposal(a); p.Status != Pending && p.Status != Fallen {
		return nil, refuse(Stale, "amendment "+string(a.ID), "it is "+string(p.Status), "there is nothing left of it to withdraw")
	}
	return []Entry{{Audience: s.audienceOf(a), Body: &AmendmentWithdrawn{a.ID, c.Reason}}}, nil
}

// ownAmendment returns a standing amendment that the member's party tabled.
func (s *State) ownAmendment(by *Member, id AmendmentID) (*Amendment, error) {
	a, err := s.visible(by, id)
	if err != nil {
		return nil, err
	}
	if a.Party != by.Party {
		return nil, refuse(NotAllowed, "amendment "+string(id), "another party tabled it", "ask that party")
	}
	if a.withdrawn != nil {
		return nil, refuse(Stale, "amendment "+string(id), "it is withdrawn", "table a new one")
	}
	return a, nil
}

// pendingAmendment returns an amendment on which something is still open.
func (s *State) pendingAmendment(by *Member, id AmendmentID) (*Amendment, error) {
	a, err := s.visible(by, id)
	if err != nil {
		return nil, err
	}
	if p := s.mine(by).proposal(a); p.Status != Pending {
		return nil, refuse(Stale, "amendment "+string(id), "it is "+string(p.Status), "there is nothing left of it to decide")
	}
	return a, nil
}

// audienceOf returns who is to see what happens to an amendment.
func (s *State) audienceOf(a *Amendment) Audience {
	to := Audience{Everyone: a.Audience.Everyone, Parties: slices.Clone(a.Audience.Parties)}
	for _, p := range slices.Concat([]PartyID{a.Party}, a.Sponsors, a.sent) {
		if !slices.Contains(to.Parties, p) {
			to.Parties = append(to.Parties, p)
		}
	}
	return to
}
