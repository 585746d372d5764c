package web_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"parley/bargain"
	"parley/bargain/scenario"
	"parley/internal/browser"
)

// ownGuess is a table that a delegation wrote for itself: 28 points of four options, more
// packages than anything could enumerate.
func ownGuess() []byte {
	out := []byte("issue,option,Aldoria,Brennland\n")
	for i := range 28 {
		for o := range 4 {
			out = fmt.Appendf(out, "point %d,option %d,%d,%d\n", i+1, o+1, (i*37+o*53)%101, (i*61+(3-o)*47)%97)
		}
	}
	return out
}

func TestAFileIsAnalysedInTheBrowserAsByTheProgram(t *testing.T) {
	data := ownGuess()
	s, _, err := scenario.Read([]scenario.File{{Name: "guess.csv", Data: data}})
	if err != nil {
		t.Fatal(err)
	}
	want, err := bargain.NewProblem(s)
	if err != nil {
		t.Fatal(err)
	}
	f, err := want.Frontier(context.Background(), bargain.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	nash, err := want.Solve(context.Background(), bargain.Nash, bargain.Reserved, bargain.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "guess.csv")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	site := newRiver(t)
	p := site.enter(t, browser.Start(t), "brn-head")
	p.Goto(site.URL + "/n/river-talks/packages/file")
	p.Upload("[data-analyse-file]", file)
	p.WaitText("[data-analysis]", fmt.Sprintf("%d points that no package beats", f.Len()))
	p.WaitText("[data-analysis]", fmt.Sprintf("Nash\t%s\t%s", nash.Points[0].Utilities[0].RatString(), nash.Points[0].Utilities[1].RatString()))
	p.Axe()

	wrong := filepath.Join(t.TempDir(), "wrong.csv")
	if err := os.WriteFile(wrong, []byte("issue,option,Aldoria\nborder,1,many\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Upload("[data-analyse-file]", wrong)
	p.WaitText("[data-analysis]", "wrong.csv:2")
}
