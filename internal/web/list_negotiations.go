package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"parley/internal/auth"
	"parley/negotiation"
)

// ListPage lists the negotiations that the session takes part in.
type ListPage struct {
	Page         Page
	Negotiations []NegotiationLine
}

// NegotiationLine is a negotiation in the list.
type NegotiationLine struct {
	Href, Title, About string
	Me                 string
	Revision, When     string
	State              string
	Parties            []Sponsor
}

// listNegotiations lists the negotiations of whoever is signed in.
func (s *site) listNegotiations(w http.ResponseWriter, r *http.Request) {
	keys, err := s.door.Who(r.Context(), auth.Cookie(r))
	if err != nil && !errors.Is(err, auth.ErrSignedOut) {
		s.fail(w, r, err)
		return
	}
	page := ListPage{Page: s.page(r, "Negotiations")}
	for _, k := range keys {
		view, err := s.desk.View(r.Context(), k.Negotiation, k.Member)
		if err != nil {
			s.log.Warn("negotiation of a session cannot be read", "error", err)
			continue
		}
		v := &visit{View: view, site: s, r: r, path: "/n/" + url.PathEscape(string(k.Negotiation))}
		page.Negotiations = append(page.Negotiations, v.line())
		page.Page.Who = &Who{}
		if len(keys) == 1 {
			page.Page.Who = v.page("", "").Who
		}
	}
	s.show(w, r, http.StatusOK, "list", page)
}

func (v *visit) line() NegotiationLine {
	l := NegotiationLine{
		Href: v.path + "/text", Title: v.Name, About: v.About, Revision: "No text yet", When: day(v.At),
		Me: v.Me.Name + ", for " + v.sponsor(v.Me.Party).Name,
	}
	if cur := v.Current(); cur != nil {
		l.Revision = revisionName(cur) + ", " + string(cur.Standing)
	}
	for _, p := range v.Parties {
		l.Parties = append(l.Parties, v.sponsor(p.ID))
	}
	pending := 0
	for _, p := range v.Proposals() {
		if p.Status == negotiation.Pending {
			pending++
		}
	}
	open := 0
	for _, o := range v.Outline() {
		if len(o.Amendments) > 0 {
			open++
		}
	}
	l.State = count(pending, "amendment", "amendments") + " pending, on " + count(open, "provision", "provisions") +
		" of " + strings.TrimSpace(count(len(v.Outline()), "", "")) + "."
	if pending == 0 {
		l.State = "No amendment is pending."
	}
	return l
}
