package web

import (
	"fmt"
	"net/http"

	"parley/negotiation"
	"parley/text"
)

// InstrumentPage is the final text as a clean document, with its signature page.
type InstrumentPage struct {
	Page       Page
	Name       string
	Final      bool
	Text       Reading
	Clauses    []string
	Signatures []SignatureLine
	Declared   []string
	Wording    string // the hash that was signed
}

// SignatureLine is where a party signs.
type SignatureLine struct {
	Party, By, Capacity, At string // By is empty until it has signed
}

// showInstrument shows the text that is final, or the newest as it would be.
func (s *site) showInstrument(v *visit) error {
	cur := v.Current()
	if cur == nil {
		return s.showNoText(v)
	}
	set := typesetter{t: cur.Text, href: func(id text.ID) string { return at(v.path+"/text", nil, id) }}
	page := InstrumentPage{
		Page: v.page("Instrument", "closing"), Name: revisionName(cur), Final: cur.Standing == negotiation.Final, Text: set.reading(),
	}
	c := v.Closing()
	if len(c.Authentic) > 0 {
		page.Clauses = append(page.Clauses, "Authentic in "+listed(c.Authentic)+".")
	}
	if c.Depositary != "" {
		page.Clauses = append(page.Clauses, "The original is deposited with "+isolated(c.Depositary)+".")
	}
	if since, _ := v.InForce(); !since.IsZero() {
		page.Clauses = append(page.Clauses, "In force since "+day(since)+".")
	}
	for _, p := range v.Consenting() {
		page.Signatures = append(page.Signatures, v.signatureLine(p, &page))
	}
	for _, d := range v.Declarations() {
		kind := "Interpretive declaration"
		if d.Reservation {
			kind = "Reservation"
		}
		page.Declared = append(page.Declared, fmt.Sprintf("%s of %s on %s:%s", kind, isolated(v.sponsor(d.Party).Name), v.subject(negotiation.Subject{Provision: d.Provision}), said(d.Words)))
	}
	s.show(v.w, v.r, http.StatusOK, "instrument", page)
	return nil
}

func (v *visit) signatureLine(p negotiation.PartyID, page *InstrumentPage) SignatureLine {
	line := SignatureLine{Party: v.sponsor(p).Name}
	for _, signed := range v.SignedBy("") {
		if signed != p {
			continue
		}
		for _, m := range v.Signatures() {
			if m.Party == p && m.Instrument == "" {
				line.By, line.Capacity, line.At, page.Wording = v.memberName(m.By), m.Capacity, day(m.At), m.Wording
			}
		}
	}
	return line
}
