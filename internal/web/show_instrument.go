package web

import (
	"fmt"
	"net/http"
	"slices"

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
	File       string // to keep
	Wording    string // the hash that was signed
}

// SignatureLine is where a party signs.
type SignatureLine struct {
	Party, By, Capacity, At string // By is empty until it has signed
}

// showInstrument shows the text that is final, or the newest as it would be.
func (s *site) showInstrument(v *visit) error {
	page, err := v.instrumentPage()
	if err != nil {
		return err
	}
	if page == nil {
		return s.showNoText(v)
	}
	s.show(v.w, v.r, http.StatusOK, "instrument", page)
	return nil
}

// instrumentPage is of the text, or of the linked instrument that is asked for; nil
// where there are no words yet.
func (v *visit) instrumentPage() (*InstrumentPage, error) {
	if asked := negotiation.InstrumentID(v.r.FormValue("of")); asked != "" {
		return v.linkedPage(asked)
	}
	cur := v.Current()
	if cur == nil {
		return nil, nil
	}
	set := typesetter{t: cur.Text, href: func(id text.ID) string { return at(v.path+"/text", nil, id) }}
	page := &InstrumentPage{
		File: v.path + "/export/instrument.html",
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
		page.Signatures = append(page.Signatures, v.signatureLine("", p, page))
	}
	for _, d := range v.Declarations() {
		kind := "Interpretive declaration"
		if d.Reservation {
			kind = "Reservation"
		}
		page.Declared = append(page.Declared, fmt.Sprintf("%s of %s on %s:%s", kind, isolated(v.sponsor(d.Party).Name), v.subject(negotiation.Subject{Provision: d.Provision}), said(d.Words)))
	}
	return page, nil
}

// linkedPage is of an instrument that is linked with the text.
func (v *visit) linkedPage(id negotiation.InstrumentID) (*InstrumentPage, error) {
	i := slices.IndexFunc(v.Instruments(), func(x negotiation.Instrument) bool { return x.ID == id })
	if i < 0 {
		return nil, missing("instrument " + string(id))
	}
	x := v.Instruments()[i]
	page := &InstrumentPage{Page: v.page(x.Name, "closing"), Name: x.Name, Final: true, Clauses: []string{isolated(x.Name) + " " + x.Relation + " " + isolated(v.Name) + "."}}
	if x.Text != nil {
		set := typesetter{t: x.Text, href: func(text.ID) string { return "" }}
		page.Text = set.reading()
	} else {
		page.Text.Title = x.Name
		page.Clauses = append(page.Clauses, "Its words are not tabled yet.")
	}
	if x.AllOrNone {
		page.Clauses = append(page.Clauses, "It takes effect together with the text, or not at all.")
	}
	for _, p := range x.Parties {
		page.Signatures = append(page.Signatures, v.signatureLine(id, p, page))
	}
	return page, nil
}

func (v *visit) signatureLine(id negotiation.InstrumentID, p negotiation.PartyID, page *InstrumentPage) SignatureLine {
	line := SignatureLine{Party: v.sponsor(p).Name}
	for _, signed := range v.SignedBy(id) {
		if signed != p {
			continue
		}
		for _, m := range v.Signatures() {
			if m.Party == p && m.Instrument == id {
				line.By, line.Capacity, line.At, page.Wording = v.memberName(m.By), m.Capacity, day(m.At), m.Wording
			}
		}
	}
	return line
}
