package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// The stream says only that there is something new for this member, as the
// version of its view; the page is then fetched again. An entry that the
// member may not see sends nothing, not even a number that skips.

// heartbeat keeps proxies from closing a stream on which nothing happens.
const heartbeat = 25 * time.Second

// streamEvents sends an event for each new version of the member's view, until
// the member leaves.
func (s *site) streamEvents(v *visit) error {
	ctx := v.r.Context()
	woken := s.desk.Listen(ctx, v.ID)
	control := http.NewResponseController(v.w)
	control.SetReadDeadline(time.Time{}) // the server's limits are for requests that end
	control.SetWriteDeadline(time.Time{})
	h := v.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	v.w.WriteHeader(http.StatusOK)
	seen, err := strconv.ParseInt(v.r.Header.Get("Last-Event-ID"), 10, 64)
	if err != nil {
		seen = 0 // the first event says where the record stands now
	}
	var heard time.Time // a page may have been drawn before something was said
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	fmt.Fprint(v.w, "retry: 1000\n\n")
	for {
		view, err := s.view(v.r, v.ID, time.Time{})
		if err != nil {
			return nil // signed out, or the browser asks again and is told
		}
		if last := s.desk.Heard(view); last.After(heard) {
			heard = last
			fmt.Fprint(v.w, "event: whisper\ndata:\n\n")
		}
		if view.Version > seen {
			seen = view.Version
			fmt.Fprintf(v.w, "id: %d\nevent: entry\ndata:\n\n", seen)
		}
		if err := control.Flush(); err != nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-woken:
		case <-tick.C:
			fmt.Fprint(v.w, ": still here\n\n")
		}
	}
}
