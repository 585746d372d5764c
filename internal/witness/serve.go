package witness

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"parley/record"
)

// The protocol of C2SP tlog-witness.

// largest is how much may be sent: a checkpoint with many signatures and a
// proof are a tenth of it.
const largest = 64 << 10

var statusOf = map[record.Why]int{
	record.Malformed:    http.StatusBadRequest,
	record.Unsigned:     http.StatusForbidden,
	record.Elsewhere:    http.StatusConflict,
	record.Inconsistent: http.StatusUnprocessableEntity,
}

// Handler answers hosts and whoever wants to know what was cosigned. It calls
// shout with the evidence when it is shown another history.
func (w *Witness) Handler(shout func(*Alarm)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", func(rw http.ResponseWriter, r *http.Request) { w.serveAddition(rw, r, shout) })
	mux.HandleFunc("GET /{origin}/checkpoint", w.serveLast)
	mux.HandleFunc("GET /{$}", w.serveList)
	return mux
}

func (w *Witness) serveAddition(rw http.ResponseWriter, r *http.Request, shout func(*Alarm)) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, largest))
	if err != nil {
		http.Error(rw, "invalid input: the request is too large or was cut off", http.StatusBadRequest)
		return
	}
	a, err := record.ParseAddition(body)
	if err != nil {
		http.Error(rw, "invalid input: "+err.Error(), http.StatusBadRequest)
		return
	}
	line, err := w.Add(a)
	var declined *record.Declined
	switch {
	case err == nil:
		io.WriteString(rw, line)
	case errors.Is(err, ErrUnknownLog):
		http.Error(rw, err.Error(), http.StatusNotFound)
	case errors.As(err, &declined):
		if alarm := w.alarm(a, declined); alarm != nil {
			shout(alarm)
		}
		decline(rw, declined)
	default:
		http.Error(rw, "the checkpoint could not be kept", http.StatusInternalServerError)
	}
}

func decline(rw http.ResponseWriter, d *record.Declined) {
	if d.Why != record.Elsewhere {
		http.Error(rw, d.Msg, statusOf[d.Why])
		return
	}
	rw.Header().Set("Content-Type", "text/x.tlog.size")
	rw.WriteHeader(http.StatusConflict)
	fmt.Fprintf(rw, "%d\n", d.Size)
}

func (w *Witness) serveLast(rw http.ResponseWriter, r *http.Request) {
	note, last, err := w.Last(w.OriginOf(strings.ToLower(r.PathValue("origin"))))
	if err != nil || last == nil {
		http.Error(rw, "nothing was cosigned of such a log", http.StatusNotFound)
		return
	}
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rw.Write(note)
}

func (w *Witness) serveList(rw http.ResponseWriter, _ *http.Request) {
	fmt.Fprintf(rw, "%s\n", w.VKey())
	for _, l := range w.Logs() {
		fmt.Fprintf(rw, "%s %d\n", l.Origin, l.Size)
	}
}
