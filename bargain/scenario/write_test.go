package scenario_test

import (
	"bytes"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parley/bargain"
	"parley/bargain/scenario"
)

// said is all that a scenario says, in words: an interval of one number is that number,
// and an empty list is none.
func said(s *bargain.Scenario) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%q %q forbidden %v\n", s.Name, s.Issues, s.Forbidden)
	for _, p := range s.Parties {
		fmt.Fprintf(&out, "%q base %v reservation %v red %v\n", p.Name, p.Base, p.Reservation, p.RedLines)
		for i, scores := range p.Scores {
			if scores != nil {
				fmt.Fprintf(&out, "%d: %v\n", i, scores)
			}
		}
		fmt.Fprintf(&out, "%v %v\n", p.Rankings, p.Bonuses)
	}
	return out.String()
}

var (
	drawnNames = rapid.OneOf(rapid.StringN(1, 8, -1), rapid.SampledFrom([]string{"a", "b,c", "\"d\"", "1.50", "é", "#1", "x!", "reservation", "<&>", " e ", "0..2", "שלום"}))
	drawnRats  = rapid.Custom(func(t *rapid.T) *big.Rat {
		den := rapid.SampledFrom([]int64{1, 1, 10, 1000, 3, 7, 1 << 40}).Draw(t, "den")
		x := big.NewRat(rapid.Int64Range(-1000, 1_000_000).Draw(t, "num"), den)
		if rapid.IntRange(0, 9).Draw(t, "wide") == 0 {
			x.Mul(x, big.NewRat(1<<62, 1<<61-1))
			x.Mul(x, x)
		}
		return x
	})
)

// names draws names that are not the same.
func names(t *rapid.T, atMost int) []string {
	return rapid.SliceOfNDistinct(drawnNames, 1, atMost, rapid.ID).Draw(t, "names")
}

func maybe(t *rapid.T) *big.Rat {
	if rapid.Bool().Draw(t, "none") {
		return nil
	}
	return drawnRats.Draw(t, "number")
}

// scenarios draws scenarios with all that they can hold, or with what a table can.
func scenarios(table bool) *rapid.Generator[*bargain.Scenario] {
	return rapid.Custom(func(t *rapid.T) *bargain.Scenario {
		s := &bargain.Scenario{Name: rapid.String().Draw(t, "name")}
		for _, name := range names(t, 4) {
			s.Issues = append(s.Issues, bargain.Issue{Name: name, Options: names(t, 4)})
		}
		for _, name := range names(t, 3) {
			p := bargain.Party{Name: name, Base: maybe(t), Reservation: maybe(t), Scores: make([][]bargain.Score, len(s.Issues))}
			for i := range s.Issues {
				drawIssue(t, s, &p, i, table)
			}
			if !table {
				for range rapid.IntRange(0, 2).Draw(t, "bonuses") {
					p.Bonuses = append(p.Bonuses, bargain.Bonus{Box: drawBox(t, s), Score: drawnRats.Draw(t, "bonus")})
				}
				p.RedLines = drawBoxes(t, s)
			}
			s.Parties = append(s.Parties, p)
		}
		if !table {
			s.Forbidden = drawBoxes(t, s)
		}
		return s
	})
}

// drawIssue draws what a party says of an issue: nothing, scores, an order, a red line.
func drawIssue(t *rapid.T, s *bargain.Scenario, p *bargain.Party, issue int, table bool) {
	options := s.Issues[issue].Options
	what := rapid.IntRange(0, 3).Draw(t, "what")
	if what == 1 || what == 3 && !table {
		for range options {
			score := bargain.Points(drawnRats.Draw(t, "low"))
			if rapid.Bool().Draw(t, "interval") {
				wide := drawnRats.Draw(t, "width")
				score.High = new(big.Rat).Add(score.Low, wide.Abs(wide))
			}
			p.Scores[issue] = append(p.Scores[issue], score)
		}
	}
	if what >= 2 {
		order := make([]int, len(options))
		for i := range order {
			order[i] = i
		}
		top := drawnRats.Draw(t, "top")
		r := bargain.Ranking{Issue: issue, Top: top.Abs(top)}
		for _, o := range rapid.Permutation(order).Draw(t, "order") {
			if len(r.Best) == 0 || rapid.Bool().Draw(t, "next") {
				r.Best = append(r.Best, nil)
			}
			last := &r.Best[len(r.Best)-1]
			if *last = append(*last, o); table {
				slices.Sort(*last)
			}
		}
		p.Rankings = append(p.Rankings, r)
	}
	if table && rapid.Bool().Draw(t, "red") {
		p.RedLines = append(p.RedLines, bargain.Box{{Issue: issue, Options: []int{rapid.IntRange(0, len(options)-1).Draw(t, "option")}}})
	}
}

func drawBoxes(t *rapid.T, s *bargain.Scenario) (out []bargain.Box) {
	for range rapid.IntRange(0, 2).Draw(t, "boxes") {
		out = append(out, drawBox(t, s))
	}
	return out
}

func drawBox(t *rapid.T, s *bargain.Scenario) (b bargain.Box) {
	for i, issue := range s.Issues {
		if rapid.Bool().Draw(t, "side") {
			b = append(b, bargain.Side{Issue: i, Options: rapid.SliceOfN(rapid.IntRange(0, len(issue.Options)-1), 0, 3).Draw(t, "options")})
		}
	}
	return b
}

func TestJSONIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := scenarios(false).Draw(t, "scenario")
		checkRound(t, s, "x.json", scenario.WriteJSON(&bytes.Buffer{}, s), writtenJSON(s))
	})
}

func TestCSVIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := scenarios(true).Draw(t, "scenario")
		s.Name = "x" // a table does not say it: it is the file's
		var out bytes.Buffer
		err := scenario.WriteCSV(&out, s)
		if err != nil && strings.Contains(err.Error(), "breaks a line") {
			t.Skip(err)
		}
		checkRound(t, s, "x.csv", err, out.Bytes())
	})
}

func writtenJSON(s *bargain.Scenario) []byte {
	var out bytes.Buffer
	scenario.WriteJSON(&out, s)
	return out.Bytes()
}

func checkRound(t *rapid.T, s *bargain.Scenario, name string, err error, data []byte) {
	if err != nil {
		t.Fatal(err)
	}
	back, repairs, err := scenario.Read([]scenario.File{{Name: name, Data: data}})
	if err != nil || len(repairs) > 0 {
		t.Fatalf("%v %v\n%s", err, repairs, data)
	}
	if said(back) != said(s) {
		t.Fatalf("read back\n%s\nwant\n%s\nwritten as\n%s", said(back), said(s), data)
	}
}

func TestWhatDoesNotFitIntoATableIsRefused(t *testing.T) {
	box := bargain.Box{{Issue: 0, Options: []int{0}}, {Issue: 1, Options: []int{0}}}
	one := big.NewRat(1, 1)
	for want, change := range map[string]func(*bargain.Scenario){
		"something is forbidden for everyone":                              func(s *bargain.Scenario) { s.Forbidden = []bargain.Box{box} },
		`party "aldoria" has bonuses for combinations`:                     func(s *bargain.Scenario) { s.Parties[0].Bonuses = []bargain.Bonus{{Box: box, Score: one}} },
		`party "aldoria" has a red line that is not on the options of one`: func(s *bargain.Scenario) { s.Parties[0].RedLines = []bargain.Box{box} },
		`party "aldoria" ranks issue "Dam" twice, or scores it too`: func(s *bargain.Scenario) {
			s.Parties[0].Rankings = []bargain.Ranking{{Issue: 0, Best: [][]int{{0, 1}}, Top: one}}
		},
		`the name "a\nb" is empty or breaks a line`: func(s *bargain.Scenario) { s.Issues[0].Name = "a\nb" },
	} {
		s, _, err := scenario.Read(river(t)["own/"])
		if err != nil {
			t.Fatal(err)
		}
		change(s)
		err = scenario.WriteCSV(&bytes.Buffer{}, s)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasSuffix(err.Error(), "write JSON") {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestWhatWouldNotComeBackIsNotWritten(t *testing.T) {
	for want, change := range map[string]func(*bargain.Scenario){
		"is no UTF-8": func(s *bargain.Scenario) { s.Issues[0].Options[0] = "\xff" },
		"more than 2000 digits": func(s *bargain.Scenario) {
			s.Parties[0].Base = new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 9999))
		},
		`two issues are named "Dam"`: func(s *bargain.Scenario) { s.Issues[1].Name = "Dam" },
	} {
		s, _, err := scenario.Read(river(t)["own/"])
		if err != nil {
			t.Fatal(err)
		}
		change(s)
		if err := scenario.WriteJSON(&bytes.Buffer{}, s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
