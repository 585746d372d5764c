package cli

import (
	"fmt"
	"io"
	"time"
)

// A progress says every second, on a terminal, how long work has taken.
type progress struct {
	w     io.Writer
	doing string
	start time.Time
	timer *time.Ticker
	tick  <-chan time.Time // never, unless w is a terminal
	wrote bool
}

func newProgress(w io.Writer, doing string) *progress {
	p := &progress{w: w, doing: doing, start: time.Now()}
	if isTerminal(w) {
		p.timer = time.NewTicker(time.Second)
		p.tick = p.timer.C
	}
	return p
}

func (p *progress) write() {
	fmt.Fprintf(p.w, "\r%s … %.0f s (Ctrl-C stops) ", p.doing, time.Since(p.start).Seconds())
	p.wrote = true
}

// end takes the line away.
func (p *progress) end() {
	if p.timer != nil {
		p.timer.Stop()
	}
	if p.wrote {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
