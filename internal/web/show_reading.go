package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"parley/negotiation"
	"parley/text"
)

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
	paper := negotiation.Paper{Revision: n}
	if !v.asOf.IsZero() || v.keeps() || v.received(paper) {
		return
	}
	if err := v.site.desk.Do(v.r.Context(), v.ID, v.Me.ID, &negotiation.Acknowledge{Paper: paper, Opening: true}); err != nil {
		if _, refused := forPeople(err); !refused {
			v.site.log.Error("an opening was not recorded", "error", err)
		}
	}
}

// received reports whether the party opened or acknowledged a paper.
func (v *visit) received(paper negotiation.Paper) bool {
	return slices.ContainsFunc(v.Receipts(), func(r negotiation.Receipt) bool { return r.Paper == paper && r.Party == v.Me.Party })
}

// Opening is a form by which a page says that it was opened; its zero value says
// nothing.
type Opening struct {
	Action string
	negotiation.Paper
}

// opening is for a paper that was sent to the member's party, and that it has not
// opened before.
func (v *visit) opening(paper negotiation.Paper) Opening {
	sent := slices.ContainsFunc(v.Circulations(), func(c negotiation.Circulation) bool {
		return c.Paper == paper && slices.Contains(c.To, v.Me.Party)
	})
	if !sent || !v.asOf.IsZero() || v.received(paper) {
		return Opening{}
	}
	return Opening{v.path + "/do/acknowledge", paper}
}
