package web

import (
	"net/http"
	"net/url"
	"slices"

	"parley/negotiation"
)

// RoomsPage lists the rooms that the member's party is in.
type RoomsPage struct {
	Page    Page
	Rooms   []RoomLine
	Parties []Choice
	May     bool
}

// RoomLine is a room.
type RoomLine struct {
	Name, Href string
	Parties    []Sponsor
	OffRecord  bool
	Closed     bool
}

// RoomPage is a room with what was said there.
type RoomPage struct {
	Page      Page
	Room      RoomLine
	ID        negotiation.RoomID
	Said      []StatementLine
	Keep      string // for how long words stand, off the record
	May, Mine bool   // say something; close the room
}

// listRooms lists the rooms.
func (s *site) listRooms(v *visit) error {
	page := RoomsPage{Page: v.page("Rooms", "rooms"), May: v.asOf.IsZero() && v.Can.Propose}
	for _, r := range slices.Backward(v.Rooms()) {
		page.Rooms = append(page.Rooms, v.roomLine(r))
	}
	for _, p := range v.Parties {
		if p.ID != v.Me.Party {
			page.Parties = append(page.Parties, Choice{Value: string(p.ID), Name: p.Name})
		}
	}
	s.show(v.w, v.r, http.StatusOK, "rooms", page)
	return nil
}

func (v *visit) roomLine(r negotiation.Room) RoomLine {
	return RoomLine{Name: r.Name, Href: v.path + "/rooms/" + url.PathEscape(string(r.ID)), Parties: v.sponsors(r.Parties), OffRecord: r.OffRecord, Closed: r.Closed}
}

// showRoom shows what was said in a room.
func (s *site) showRoom(v *visit) error {
	id := negotiation.RoomID(v.r.PathValue("room"))
	i := slices.IndexFunc(v.Rooms(), func(r negotiation.Room) bool { return r.ID == id })
	if i < 0 {
		return missing("room " + string(id))
	}
	r := v.Rooms()[i]
	page := RoomPage{Page: v.page(r.Name, "rooms"), Room: v.roomLine(r), ID: id, May: v.asOf.IsZero() && !r.Closed, Mine: v.asOf.IsZero() && !r.Closed && r.Party == v.Me.Party}
	said := v.Said(id)
	if r.OffRecord && !r.Closed && v.asOf.IsZero() {
		var err error
		if said, err = s.desk.Whispers(v.r.Context(), v.ID, v.Me.ID, id); err != nil {
			return err
		}
		page.Keep = count(int(r.Keep.Hours()), "hour", "hours")
	}
	for _, x := range said {
		page.Said = append(page.Said, StatementLine{Party: v.sponsor(x.Party), Speaker: v.memberName(x.By), Words: x.Words, When: day(x.At)})
	}
	s.show(v.w, v.r, http.StatusOK, "room", page)
	return nil
}

// whisper says something off the record.
func (s *site) whisper(v *visit) error {
	id := negotiation.RoomID(v.r.PathValue("room"))
	if err := s.desk.Whisper(v.r.Context(), v.ID, v.Me.ID, id, v.r.PostFormValue("words")); err != nil {
		return err
	}
	seeOther(v, v.path+"/rooms/"+url.PathEscape(string(id)))
	return nil
}
