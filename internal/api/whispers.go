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

func (a *api) whispers(w http.ResponseWriter, r *http.Request) {
	k, err := a.member(r, auth.Reading)
	var out []negotiation.Said
	if err == nil {
		out, err = a.desk.Whispers(r.Context(), k.Negotiation, k.Member, negotiation.RoomID(r.PathValue("room")))
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.write(w, append([]negotiation.Said{}, out...))
}

func (a *api) whisper(w http.ResponseWriter, r *http.Request) {
	var said Whispered
	k, err := a.member(r, auth.Acting)
	if err == nil {
		err = readJSON(r, &said)
	}
	if err == nil {
		err = a.desk.Whisper(r.Context(), k.Negotiation, k.Member, negotiation.RoomID(r.PathValue("room")), said.Words)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.write(w, Done{})
}
