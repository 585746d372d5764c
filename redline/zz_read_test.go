package redline

import (
	"fmt"
	"os"
	"testing"
)

func TestZZRead(t *testing.T) {
	os.MkdirAll("/tmp/rl", 0o755)
	for _, p := range realPairs(t) {
		r := Compare(p.old, p.new, Options{})
		f, _ := os.Create("/tmp/rl/" + p.id + ".txt")
		r.WriteTerminal(f, TerminalOptions{})
		f.Close()
		g, _ := os.Create("/tmp/rl/" + p.id + ".html")
		fmt.Fprintln(g, "<meta charset=utf-8><style>.visually-hidden{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}.same{display:none}del{background:#fdd;color:#900}ins{background:#dfd;color:#060;text-decoration:none}.note,.departed{color:#777;font-size:.8em;margin:0}body{font:15px/1.4 serif;max-width:50em}table{width:100%}td{width:50%;vertical-align:top}.restyled{background:#ffc}</style>")
		r.WriteHTML(g, HTMLOptions{})
		g.Close()
		fmt.Println(p.id, r.Summary())
	}
}
