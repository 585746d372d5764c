package negotiation

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"parley/record"
	"parley/text"
)

// What members and parties vouch with: keys that sign acts, witnesses that
// confirm the record, and the erasure of a content, which leaves its place.

// Signed is a command that its member signed: the body of its first entry. See
// Prepare for what is to be signed.
type Signed struct {
	Command   Command
	After     int64 // the last entry that the record had when it was signed
	Signature record.Signature
}

// RegisterKey gives the member a key to sign with, in place of the one before.
// The command must be signed by the new key; By is the signature of the key
// before on record.Succession, in base64, or "" if that is lost.
type RegisterKey struct {
	Key record.PublicKey `json:"key"`
	By  string           `json:"by,omitempty"`
}

// KeyRegistered records RegisterKey.
type KeyRegistered struct {
	Member MemberID         `json:"member"`
	Key    record.PublicKey `json:"key"`
	By     string           `json:"by,omitempty"`
}

// RevokeKey ends a member's key: by the member, or by the mediator when it was
// lost.
type RevokeKey struct {
	Member MemberID `json:"member"`
	Reason string   `json:"reason,omitempty"`
}

// KeyRevoked records RevokeKey.
type KeyRevoked struct {
	Member MemberID         `json:"member"`
	Key    record.PublicKey `json:"key"`
	Reason string           `json:"reason,omitempty"`
}

// NameWitness makes a key that of the party's witness, in place of the one
// before.
type NameWitness struct {
	Key string `json:"key"`
}

// WitnessNamed records NameWitness.
type WitnessNamed struct {
	Party PartyID `json:"party"`
	Key   string  `json:"key"`
}

// EraseContent takes the words of an entry out of the record for good: because
// the law demands it, or because they were entered by mistake. Only what
// nothing else stands on can be erased.
type EraseContent struct {
	Entry  int64  `json:"entry"`
	Reason string `json:"reason,omitempty"`
}

// ContentErased records EraseContent. Stub is what is left of the entry.
type ContentErased struct {
	Entry  int64           `json:"entry"`
	Reason string          `json:"reason"`
	Stub   json.RawMessage `json:"stub"`
}

// Kind names the kind of entry.
func (*KeyRegistered) Kind() string { return record.KeyRegistered }

// Kind names the kind of entry.
func (*KeyRevoked) Kind() string { return record.KeyRevoked }

// Kind names the kind of entry.
func (*WitnessNamed) Kind() string { return record.WitnessNamed }

// Kind names the kind of entry.
func (*ContentErased) Kind() string { return record.ContentErased }

// MemberKey is a key that a member signs with, from one entry on.
type MemberKey struct {
	Member MemberID
	Key    record.PublicKey
	Since  int64
}

// PartyWitness is the key of a party's witness, from one entry on.
type PartyWitness struct {
	Party PartyID
	Key   record.Key
	Since int64
}

func (b *KeyRegistered) apply(s *State, e Entry) {
	s.Keys = append(without(s.Keys, b.Member), MemberKey{b.Member, b.Key, e.Seq})
}

func (b *KeyRevoked) apply(s *State, _ Entry) { s.Keys = without(s.Keys, b.Member) }

func without(keys []MemberKey, m MemberID) []MemberKey {
	return slices.DeleteFunc(slices.Clone(keys), func(k MemberKey) bool { return k.Member == m })
}

func (b *WitnessNamed) apply(s *State, e Entry) {
	key, err := record.NewKey(b.Key)
	if err != nil {
		return // Decide lets none in
	}
	others := slices.DeleteFunc(slices.Clone(s.Witnesses), func(w PartyWitness) bool { return w.Party == b.Party })
	s.Witnesses = append(others, PartyWitness{b.Party, key, e.Seq})
}

// apply puts the stub in the place of what was erased, as if nothing else had
// ever been there.
func (b *ContentErased) apply(s *State, _ Entry) {
	i := int(b.Entry) - 1
	if i < 0 || i >= len(s.Entries)-1 {
		return
	}
	var stub Entry
	if json.Unmarshal(b.Stub, &stub) != nil {
		return // Decide lets none in
	}
	entries := slices.Clone(s.Entries)
	entries[i] = stub
	last := len(entries) - 1
	*s = Fold(entries[:last])
	s.Entries = append(s.Entries, entries[last])
	s.Seq, s.At = entries[last].Seq, entries[last].At
}

// KeyOf returns the member's key that is in force.
func (s *State) KeyOf(m MemberID) (record.PublicKey, bool) {
	for _, k := range s.Keys {
		if k.Member == m {
			return k.Key, true
		}
	}
	return record.PublicKey{}, false
}

func (c Signed) decide(s *State, by *Member, now time.Time) ([]Entry, error) {
	if _, again := c.Command.(Signed); again {
		return nil, refuse(Invalid, "signature", "it signs a signature", "sign the act itself")
	}
	es, err := c.Command.decide(s, by, now)
	if err != nil {
		return nil, err
	}
	if _, reports := es[0].Body.(*ReportFiled); reports && len(es) > 1 {
		return nil, refuse(Invalid, "signature", "it is on one act, and these are several", "file the reports without a signature, or one at a time")
	}
	key, ok := s.KeyOf(by.ID)
	if reg, registers := es[0].Body.(*KeyRegistered); registers {
		key, ok = reg.Key, true
	}
	act, err := s.act(by, es[0], c.After)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, refuse(NotAllowed, "signature", "you have no key in force", "register a key first")
	case key != c.Signature.Key:
		return nil, refuse(NotAllowed, "signature", "it is not by the key that you have in force", "sign with the key that you registered last")
	case c.After > s.Seq || !act.SignedBy(c.Signature):
		return nil, refuse(Stale, "signature", "it is not on this act as it would be recorded now", "look at the act again and sign it once more")
	}
	es[0].After, es[0].Signature = c.After, &c.Signature
	return es, nil
}

func (s *State) act(by *Member, e Entry, after int64) (record.Act, error) {
	body, err := json.Marshal(e.Body)
	return record.Act{Origin: s.Origin, Member: string(by.ID), After: after, Kind: e.Body.Kind(), Body: string(body)}, err
}

// Prepare returns what the member is to sign for the command, as it would be
// recorded now. The error is a *Refusal.
func Prepare(s State, member MemberID, c Command, now time.Time) (record.Act, error) {
	by := s.member(member)
	if by == nil {
		return record.Act{}, notFound("negotiation", s.ID)
	}
	es, err := c.decide(&s, by, now)
	if err != nil {
		return record.Act{}, err
	}
	return s.act(by, es[0], s.Seq)
}

func (c RegisterKey) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if key, had := s.KeyOf(by.ID); had && key == c.Key {
		return nil, refuse(Invalid, "key", "it is registered already", "make a new one")
	}
	for _, k := range s.Keys {
		if k.Key == c.Key {
			return nil, refuse(Invalid, "key", "it is the key of another member", "make one of your own")
		}
	}
	return []Entry{{Audience: Everyone, Body: &KeyRegistered{by.ID, c.Key, c.By}}}, nil
}

// mustSign reports whether an entry is nothing without its author's signature:
// what others are to trust by is, as soon as the author has a key.
func (s *State) mustSign(by *Member, b Body) bool {
	_, has := s.KeyOf(by.ID)
	switch b.(type) {
	case *KeyRegistered:
		return true
	case *KeyRevoked, *WitnessNamed,
		*PositionTaken, *PaperCirculated, *StandingGiven, *Reopened, *SilenceBroken, *AuthorshipClaimed, *Initialled, *InstrumentSigned, *Ratified:
		return has
	}
	return false
}

func (c RevokeKey) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if c.Member != by.ID && !s.permissions(by).Keep {
		return nil, refuse(NotAllowed, "key", "a key is revoked by whose it is, or by the mediator", "ask the mediator")
	}
	key, ok := s.KeyOf(c.Member)
	if !ok {
		return nil, notFound("key of", c.Member)
	}
	return []Entry{{Audience: Everyone, Body: &KeyRevoked{c.Member, key, c.Reason}}}, nil
}

func (c NameWitness) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	key, err := record.NewKey(c.Key)
	if err != nil || !key.Cosigns() {
		return nil, refuse(Invalid, "witness", "this is not the key of a witness", "copy the whole line that parley witness init prints")
	}
	for _, w := range s.Witnesses {
		if w.Key.String() == c.Key || w.Key.Name() == key.Name() {
			return nil, refuse(Invalid, "witness", fmt.Sprintf("%s has a witness of this name or key already", w.Party), "give yours another name")
		}
	}
	return []Entry{{Audience: Everyone, Body: &WitnessNamed{by.Party, c.Key}}}, nil
}

func (c EraseContent) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	where := fmt.Sprintf("entry %d", c.Entry)
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if c.Entry < 1 || c.Entry > s.Seq {
		return nil, notFound("entry", c.Entry)
	}
	e := s.Entries[c.Entry-1]
	if !s.eyesOf(by.Party).seesEntry(&e) {
		return nil, notFound("entry", c.Entry)
	}
	body, ok := e.Body.(interface{ stub(*State) Body })
	if !ok {
		return nil, refuse(Invalid, where, "what it says holds up later entries and cannot be taken out", "record a correction instead")
	}
	e.Body = body.stub(s)
	if e.Body == nil {
		return nil, refuse(Invalid, where, "it is pending, or has gone into the text", "withdraw or reject the amendment first")
	}
	if c.Reason == "" {
		return nil, refuse(Invalid, where, "the reason is missing", "say why it must be erased")
	}
	stub, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	return []Entry{{Audience: s.erasedFor(e), Body: &ContentErased{c.Entry, c.Reason, stub}}}, nil
}

// erasedFor is to whom an entry is addressed by now, for whom something is erased.
func (s *State) erasedFor(e Entry) Audience {
	if b, ok := e.Body.(*ReportFiled); ok {
		if r := s.report(b.Report.ID); r != nil {
			return r.Audience.and(Audience{Parties: []PartyID{r.Party}})
		}
	}
	return e.Audience
}

// stub of a rendering keeps that there was one.
func (b *RenderingFiled) stub(*State) Body {
	return &RenderingFiled{Rendering{ID: b.Rendering.ID, Name: "Erased", Text: &text.Text{Title: "Erased"}}}
}

// stub of an amendment that came to nothing keeps whose it was.
func (b *AmendmentTabled) stub(s *State) Body {
	a := s.amendment(b.Amendment.ID)
	if a == nil || s.standsOrStood(a) {
		return nil
	}
	return &AmendmentTabled{Amendment{ID: a.ID, Revision: b.Amendment.Revision, Sponsors: b.Amendment.Sponsors, Explanation: "Erased."}}
}

// standsOrStood reports whether an amendment is pending or was ever accepted,
// also in part.
func (s *State) standsOrStood(a *Amendment) bool {
	for _, e := range s.Entries {
		if accepted, ok := e.Body.(*AmendmentAccepted); ok && accepted.concerns() == a.ID {
			return true
		}
	}
	return s.proposal(a).Status == Pending
}
