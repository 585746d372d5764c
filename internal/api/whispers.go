package api

import (
	"net/http"

	"parley/internal/auth"
	"parley/negotiation"
)

// Whispered is something said off the record.
type Whispered struct {
	Words string `json:"words"`
}

func (a *api) whispers(r *http.Request) (any, error) {
	k, err := a.member(r, auth.Reading)
	if err != nil {
		return nil, err
	}
	out, err := a.desk.Whispers(r.Context(), k.Negotiation, k.Member, negotiation.RoomID(r.PathValue("room")))
	return append([]negotiation.Said{}, out...), err
}

func (a *api) whisper(r *http.Request) (any, error) {
	var said Whispered
	k, err := a.member(r, auth.Acting)
	if err != nil {
		return nil, err
	}
	if err := readJSON(r, &said); err != nil {
		return nil, err
	}
	return Done{}, a.desk.Whisper(r.Context(), k.Negotiation, k.Member, negotiation.RoomID(r.PathValue("room")), said.Words)
}
