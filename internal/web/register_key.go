package web

import (
	"net/http"

	"parley/negotiation"
	"parley/record"
)

// KeyPage is where a member makes the key that it signs with.
type KeyPage struct {
	Page    Page
	Origin  string
	Member  string
	Mine    string // the key in force, in base64; "": there is none
	Since   int64  // the entry that registered it
	Others  []KeyLine
	FileFor string // the name of a key's file
}

// KeyLine is another member's key.
type KeyLine struct {
	Name  string
	Party Sponsor
	Key   string
	Since int64
}

// showKey shows the member's key and those of others.
func (s *site) showKey(v *visit) error {
	page := KeyPage{
		Page: v.page("Your key", "record"), Member: string(v.Me.ID), Origin: v.Origin,
		FileFor: string(v.ID) + "-" + string(v.Me.ID) + ".parley-key",
	}
	for _, k := range v.Keys {
		if k.Member == v.Me.ID {
			page.Mine, page.Since = k.Key.String(), k.Since
			continue
		}
		line := KeyLine{Name: string(k.Member), Key: k.Key.String(), Since: k.Since}
		if m := v.Member(k.Member); m != nil {
			line.Name, line.Party = m.Name, v.sponsor(m.Party)
		}
		page.Others = append(page.Others, line)
	}
	s.show(v.w, v.r, http.StatusOK, "key", page)
	return nil
}

// registerKey records the public half of a key that was made in the browser or
// by the command line.
func (s *site) registerKey(v *visit) error {
	var key record.PublicKey
	if err := key.UnmarshalText([]byte(v.r.PostFormValue("key"))); err != nil {
		return &negotiation.Refusal{
			Reason: negotiation.Invalid, Where: "key", Msg: "it cannot be read: " + err.Error(), Hint: "make one on the page “Your key”, which needs scripts, or with parley key",
		}
	}
	if err := v.do(negotiation.RegisterKey{Key: key, By: v.r.PostFormValue("by")}); err != nil {
		return err
	}
	return v.done(v.path+"/key", "registered")
}

// revokeKey ends a key: the member's own, or one that the mediator is told was
// lost.
func (s *site) revokeKey(v *visit) error {
	member := negotiation.MemberID(v.r.PostFormValue("member"))
	if member == "" {
		member = v.Me.ID
	}
	if err := v.do(negotiation.RevokeKey{Member: member, Reason: v.r.PostFormValue("reason")}); err != nil {
		return err
	}
	return v.done(v.path+"/key", "revoked")
}
