package web

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"parley/negotiation"
)

// Every page of a negotiation can be seen as of any past moment: the moment
// stands in the address behind the negotiation's name,
// "/n/river-talks@2027-03-01T09:00:00Z/text", so that every link on the page
// stays in the past. A form sends it as "asof", and is led there.

// moments are the ways in which a moment may be written; without a zone it is
// in UTC, as all times on pages are.
var moments = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"}

// moment returns the negotiation that a request is about, and the past moment
// that it asks for; zero: now. The error is errElsewhere when the request was
// led to another address.
func (s *site) moment(w http.ResponseWriter, r *http.Request) (negotiation.ID, time.Time, error) {
	name, written, past := strings.Cut(r.PathValue("negotiation"), "@")
	id := negotiation.ID(name)
	if asked := r.URL.Query().Get("asof"); asked != "" && r.Method == http.MethodGet {
		at, err := parseMoment(asked)
		if err != nil {
			return id, at, err
		}
		query := r.URL.Query()
		query.Del("asof")
		to := *r.URL
		to.Path = strings.Replace(r.URL.Path, r.PathValue("negotiation"), name+"@"+at.Format(time.RFC3339Nano), 1)
		to.RawPath, to.RawQuery = "", query.Encode()
		http.Redirect(w, r, to.RequestURI(), http.StatusSeeOther)
		return id, at, errElsewhere
	}
	if !past {
		return id, time.Time{}, nil
	}
	if r.Method != http.MethodGet {
		return id, time.Time{}, notAllowed("Nothing can be done in the past.", "Go back to now, and do it there.")
	}
	at, err := parseMoment(written)
	return id, at, err
}

// errElsewhere says that the request was answered already.
var errElsewhere = errors.New("led to another address")

func parseMoment(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	for _, layout := range moments {
		if at, err := time.Parse(layout, s); err == nil {
			if layout == "2006-01-02" {
				at = at.Add(24*time.Hour - time.Nanosecond) // the whole day
			}
			return at.UTC(), nil
		}
	}
	return time.Time{}, &negotiation.Refusal{
		Reason: negotiation.Invalid, Where: "as of " + s, Msg: "this is no moment", Hint: "write it as 2027-03-01T09:00, in UTC",
	}
}
