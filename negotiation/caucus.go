package negotiation

import (
	"slices"
	"strings"
	"time"
)

// RoomID names a room.
type RoomID string

// Room is where a few parties talk apart, as in a caucus. Off the record, what is
// said there is never an entry: it is gone after a while, and the record holds
// only that there was a room.
type Room struct {
	ID        RoomID        `json:"id"`
	Name      string        `json:"name"`
	Parties   []PartyID     `json:"parties"`
	OffRecord bool          `json:"offRecord,omitempty"`
	Keep      time.Duration `json:"keep,omitempty"` // for how long words stand off the record, in nanoseconds

	Closed bool      `json:"-"`
	By     MemberID  `json:"-"`
	Party  PartyID   `json:"-"`
	At     time.Time `json:"-"`
}

// Said is what somebody said in a room.
type Said struct {
	Room  RoomID    `json:"room"`
	Words string    `json:"words"`
	By    MemberID  `json:"by"`
	Party PartyID   `json:"party"`
	At    time.Time `json:"at"`
}

type (
	// OpenRoom opens a room for parties, the member's own among them.
	OpenRoom struct {
		Name      string    `json:"name"`
		Parties   []PartyID `json:"parties"`
		OffRecord bool      `json:"offRecord,omitempty"`
		Hours     int       `json:"hours,omitempty"` // for how long words stand off the record; 0: 24
	}
	// RoomOpened records OpenRoom.
	RoomOpened struct {
		Room Room `json:"room"`
	}
	// CloseRoom closes a room: nothing more is said there.
	CloseRoom struct {
		Room RoomID `json:"room"`
	}
	// RoomClosed records CloseRoom.
	RoomClosed struct {
		Room RoomID `json:"room"`
	}
	// SayInRoom says something in a room that is on the record.
	SayInRoom struct {
		Room  RoomID `json:"room"`
		Words string `json:"words"`
	}
	// RoomHeard records SayInRoom.
	RoomHeard struct {
		Room  RoomID `json:"room"`
		Words string `json:"words"`
	}
)

// Kind names the kind of entry.
func (*RoomOpened) Kind() string { return "room opened" }

// Kind names the kind of entry.
func (*RoomClosed) Kind() string { return "room closed" }

// Kind names the kind of entry.
func (*RoomHeard) Kind() string { return "said in room" }

func (b *RoomOpened) apply(s *State, e Entry) {
	r := b.Room
	r.By, r.Party, r.At = e.By, e.Party, e.At
	s.Rooms = add(s, s.Rooms, r)
}

func (b *RoomClosed) apply(s *State, _ Entry) {
	s.Rooms = slices.Clone(s.Rooms)
	if r := s.room(b.Room); r != nil {
		r.Closed = true
	}
}

func (b *RoomHeard) apply(s *State, e Entry) {
	s.Said = add(s, s.Said, Said{b.Room, b.Words, e.By, e.Party, e.At})
}

func (s *State) room(id RoomID) *Room {
	return find(s.Rooms, func(r Room) bool { return r.ID == id })
}

// inRoom reports whether a party is in a room.
func (s *State) inRoom(party PartyID, id RoomID) bool {
	r := s.room(id)
	return r != nil && s.sees(party, r.Party, Audience{Parties: r.Parties})
}

func (c OpenRoom) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	if err := s.mayPropose(by); err != nil {
		return nil, err
	}
	name := strings.TrimSpace(c.Name)
	switch {
	case name == "":
		return nil, refuse(Invalid, "room", "it has no name", "give it one")
	case c.Hours < 0 || c.Hours > 24*7:
		return nil, refuse(Invalid, "room "+name, "words cannot stand for so long", "choose up to 168 hours")
	}
	parties := slices.Clone(c.Parties)
	if !slices.Contains(parties, by.Party) {
		parties = append(parties, by.Party)
	}
	for _, p := range parties {
		if s.party(p) == nil {
			return nil, notFound("party", p)
		}
	}
	r := Room{Name: name, Parties: parties, OffRecord: c.OffRecord}
	if c.OffRecord {
		r.Keep = time.Duration(c.Hours) * time.Hour
		if c.Hours == 0 {
			r.Keep = 24 * time.Hour
		}
	}
	r.ID = RoomID(s.newID(by, "room", r, func(id string) bool { return s.room(RoomID(id)) != nil }))
	return []Entry{{Audience: Audience{Parties: parties}, Body: &RoomOpened{r}}}, nil
}

// openRoom returns a room that the member is in and that is open.
func (s *State) openRoom(by *Member, id RoomID) (*Room, error) {
	if !s.inRoom(by.Party, id) {
		return nil, notFound("room", id)
	}
	r := s.room(id)
	if r.Closed {
		return nil, refuse(Stale, "room "+r.Name, "it is closed", "open another one")
	}
	return r, nil
}

func (c CloseRoom) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	r, err := s.openRoom(by, c.Room)
	if err != nil {
		return nil, err
	}
	if r.Party != by.Party {
		return nil, refuse(NotAllowed, "room "+r.Name, "another party opened it", "ask that party")
	}
	return []Entry{{Audience: Audience{Parties: r.Parties}, Body: &RoomClosed{c.Room}}}, nil
}

func (c SayInRoom) decide(s *State, by *Member, _ time.Time) ([]Entry, error) {
	r, err := s.openRoom(by, c.Room)
	if err != nil {
		return nil, err
	}
	switch {
	case r.OffRecord:
		return nil, refuse(NotAllowed, "room "+r.Name, "it is off the record", "what is said there is not recorded: use its own page")
	case strings.TrimSpace(c.Words) == "":
		return nil, refuse(Invalid, "room "+r.Name, "nothing is said", "write something")
	}
	return []Entry{{Audience: Audience{Parties: r.Parties}, Body: &RoomHeard{c.Room, strings.TrimSpace(c.Words)}}}, nil
}

// Rooms returns the rooms that the member's party is in.
func (v *View) Rooms() []Room { return v.state.Rooms }

// Said returns what was said on the record in a room.
func (v *View) Said(id RoomID) []Said {
	return slices.DeleteFunc(slices.Clone(v.state.Said), func(x Said) bool { return x.Room != id })
}

// OffRecord returns an open room that is off the record and that the member's
// party is in; the error says that there is none.
func (v *View) OffRecord(id RoomID) (Room, error) {
	for _, r := range v.state.Rooms {
		if r.ID == id && r.OffRecord && !r.Closed {
			return r, nil
		}
	}
	return Room{}, notFound("room", id)
}
