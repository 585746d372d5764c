package cli

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/bargain"
	"parley/bargain/scenario"
)

// scenarioFiles says what SCENARIO... may be.
const scenarioFiles = `SCENARIO is one file of Parley's own (JSON or CSV; see go doc parley/bargain/scenario),
or a domain's file and one for each party, of Genius, GeniusWeb, NegoLog or NegMAS. What
is wrong in a file and can be meant in one way only is repaired and listed.`

// bargaining is the flags of the commands that compute over scenarios.
type bargaining struct {
	json    bool
	points  int
	epsilon string
	time    time.Duration
}

func (b *bargaining) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&b.json, "json", false, "write JSON, with every number exact")
	f.IntVar(&b.points, "points", bargain.DefaultPoints, "how many efficient points may be held at once")
	f.StringVar(&b.epsilon, "epsilon", "0", "where there are more: by how much of each party's range the answer may be off, as 0.01 or 1%")
	f.DurationVar(&b.time, "time", 0, "stop after so long, as 30s or 5m")
}

func (b *bargaining) limits() (bargain.Limits, error) {
	text, percent := strings.CutSuffix(b.epsilon, "%")
	e, ok := scenario.Number(text)
	if ok && percent {
		e.Quo(e, big.NewRat(100, 1))
	}
	if !ok || e.Sign() < 0 || e.Cmp(big.NewRat(1, 1)) >= 0 {
		return bargain.Limits{}, fmt.Errorf("--epsilon %q is no share: write a number from 0 to less than 1, or less than 100%%", b.epsilon)
	}
	if b.points < 1 {
		return bargain.Limits{}, fmt.Errorf("--points %d holds nothing: write a number above 0", b.points)
	}
	return bargain.Limits{Points: b.points, Epsilon: e}, nil
}

// counting is limits within which a zone is counted beside other work: more would take
// longer than the rest.
func counting(l bargain.Limits) bargain.Limits {
	l.Points = min(l.Points, 100_000)
	return l
}

// problem reads a scenario, lists what was repaired, and makes it ready.
func (b *bargaining) problem(cmd *cobra.Command, names []string) (*bargain.Problem, error) {
	var files []scenario.File
	for _, name := range names {
		data, err := readFile(cmd, name)
		if err != nil {
			return nil, err
		}
		files = append(files, scenario.File{Name: name, Data: data})
	}
	s, repairs, err := scenario.Read(files)
	if err != nil {
		return nil, err
	}
	for _, r := range repairs {
		fmt.Fprintln(cmd.ErrOrStderr(), "parley: repaired:", r)
	}
	return bargain.NewProblem(s)
}
