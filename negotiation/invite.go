package negotiation

import "time"

// InviteMember records that the mediator had a new invite link made for a member:
// whoever holds the link acts as the member, so that everyone may know when one
// was made.
type InviteMember struct {
	Member MemberID `json:"member"`
}

// MemberInvited records InviteMember.
type MemberInvited struct {
	Member MemberID `json:"member"`
}

// Kind names the kind of entry.
func (*MemberInvited) Kind() string { return "member invited" }

func (*MemberInvited) apply(*State, Entry) {}

func (c InviteMember) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayKeep(by); err != nil {
		return nil, err
	}
	if s.member(c.Member) == nil {
		return nil, notFound("member", c.Member)
	}
	return []Entry{{Audience: Everyone, Body: &MemberInvited{c.Member}}}, nil
}
