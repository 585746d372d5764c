package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/negotiation"
	"parley/text"
)

// CirculationPage is who has which revision, and how they came by it.
type CirculationPage struct {
	Page        Page
	Revisions   []Choice
	Number      int
	Name        string
	Asked       string // the moment of the question, for the field
	By          string // the same in words
	Has         []HasLine
	HasNot      []Sponsor
	Unconsulted []string
	Consulted   []string
	Authorship  []string
	Acknowledge bool
	Send        *SendForm
	Author      bool // the member may say that its party wrote it
}

// HasLine is a party that has a revision.
type HasLine struct {
	Party                           Sponsor
	How, Since, Opened, Acknowledge string
}

// SendForm is the form in which a revision is circulated.
type SendForm struct {
	Parties []Choice
}

// showCirculation answers who had a revision by a moment.
func (s *site) showCirculation(v *visit) error {
	var newest *negotiation.Revision
	if n := len(v.Revisions); n > 0 {
		newest = v.Revisions[n-1]
	}
	r, err := v.askedRevision("revision", newest)
	if err != nil {
		return err
	}
	if r == nil {
		return s.showNoText(v)
	}
	page := CirculationPage{Page: v.page("Circulation", "circulation"), Revisions: v.revisionChoices(r.Number), Number: r.Number, Name: revisionName(r), Author: v.speaks()}
	by := v.Now
	if asked := strings.TrimSpace(v.r.FormValue("by")); asked != "" {
		if by, err = parseMoment(asked); err != nil {
			return err
		}
		page.Asked, page.By = by.Format("2006-01-02T15:04"), moment(by)
	}
	v.fillHolders(&page, r, by)
	for _, p := range v.Unconsulted(r.Number) {
		page.Unconsulted = append(page.Unconsulted, isolated(v.sponsor(p).Name))
	}
	for _, c := range v.Consultations() {
		if c.Revision == r.Number {
			page.Consulted = append(page.Consulted, isolated(v.sponsor(c.Party).Name)+", "+day(c.At)+":"+said(c.Words))
		}
	}
	v.fillAuthorship(&page, r)
	page.Acknowledge = v.speaks() && !v.keeps() && !v.acknowledged(r.Number)
	s.show(v.w, v.r, http.StatusOK, "circulation", page)
	return nil
}

func (v *visit) fillHolders(page *CirculationPage, r *negotiation.Revision, by time.Time) {
	var has []negotiation.PartyID
	for _, x := range v.WhoHas(r.Number, by) {
		line := HasLine{Party: v.sponsor(x.Party), How: x.How, Since: day(x.At), Opened: day(x.Opened), Acknowledge: day(x.Acknowledged)}
		page.Has, has = append(page.Has, line), append(has, x.Party)
	}
	send := &SendForm{}
	for _, p := range v.Parties {
		if !slices.Contains(has, p.ID) {
			page.HasNot = append(page.HasNot, v.sponsor(p.ID))
		}
		if p.ID != v.Me.Party {
			send.Parties = append(send.Parties, Choice{Value: string(p.ID), Name: p.Name, On: !slices.Contains(has, p.ID)})
		}
	}
	if v.asOf.IsZero() && (v.Can.Keep || r.Party == v.Me.Party) {
		page.Send = send
	}
}

func (v *visit) fillAuthorship(page *CirculationPage, r *negotiation.Revision) {
	for _, a := range v.Authorships(r.Number) {
		says := isolated(v.sponsor(a.Party).Name) + " says to have written it"
		if a.Signed {
			says += ", and signed that"
		}
		page.Authorship = append(page.Authorship, says+" ("+day(a.At)+")."+said(a.Words))
	}
	for _, d := range v.Disputes(r.Number) {
		says := "Disputed, recorded by " + isolated(v.sponsor(d.Party).Name) + " (" + day(d.At) + "):" + said(d.Words)
		if d.Source != "" {
			says += " Source: " + isolated(d.Source) + "."
		}
		page.Authorship = append(page.Authorship, says)
	}
}

// ReadingPage is a revision in the reading room: on screen, marked with the name
// of who reads, and not taken away.
type ReadingPage struct {
	Page   Page
	Name   string
	Until  string
	Reader string
	Text   Reading
}

// showReading shows a revision in the reading room, and records once that the
// party looked at it.
func (s *site) showReading(v *visit) error {
	n, err := strconv.Atoi(v.r.PathValue("revision"))
	if err != nil {
		return missing("revision " + v.r.PathValue("revision"))
	}
	t, room, err := v.Read(n)
	if err != nil {
		return err
	}
	v.noteOpening(n)
	set := typesetter{t: t, href: func(text.ID) string { return "" }}
	page := ReadingPage{
		Page: v.page(fmt.Sprintf("Revision %d, to read", n), "circulation"), Name: room.Name, Until: day(room.Until),
		Reader: v.Me.Name + ", " + v.sponsor(v.Me.Party).Name + ", " + day(v.Now), Text: set.reading(),
	}
	s.show(v.w, v.r, http.StatusOK, "reading", page)
	return nil
}

// noteOpening records that the party opened a revision, the first time.
func (v *visit) noteOpening(n int) {
	if !v.asOf.IsZero() || v.keeps() {
		return
	}
	for _, r := range v.Receipts() {
		if r.Revision == n && r.Party == v.Me.Party {
			return
		}
	}
	if err := v.site.desk.Do(v.r.Context(), v.ID, v.Me.ID, &negotiation.Acknowledge{Revision: n, Opening: true}); err != nil {
		if _, refused := forPeople(err); !refused {
			v.site.log.Error("an opening was not recorded", "error", err)
		}
	}
}
