package bargain_test

import (
	"context"
	"fmt"
	"log"
	"math/big"

	"parley/bargain"
)

// Two states bargain over the water of a river and the power of its dam. Each scores the
// options of both issues, and has something without a deal.
func Example() {
	points := func(scores ...int64) (out []bargain.Score) {
		for _, x := range scores {
			out = append(out, bargain.Points(big.NewRat(x, 1)))
		}
		return out
	}
	s := &bargain.Scenario{
		Issues: []bargain.Issue{
			{Name: "water", Options: []string{"250 m³/s", "220 m³/s", "200 m³/s"}},
			{Name: "power", Options: []string{"to Aldoria", "shared", "to Brennland"}},
		},
		Parties: []bargain.Party{
			{Name: "Aldoria", Scores: [][]bargain.Score{points(70, 50, 10), points(30, 20, 0)}, Reservation: big.NewRat(40, 1)},
			{Name: "Brennland", Scores: [][]bargain.Score{points(0, 10, 30), points(0, 40, 70)}, Reservation: big.NewRat(30, 1)},
		},
	}
	p, err := bargain.NewProblem(s)
	if err != nil {
		log.Fatal(err)
	}
	f, err := p.Frontier(context.Background(), bargain.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("efficient:")
	for i := range f.Len() {
		show(s, f.Point(i))
	}
	nash, err := p.Solve(context.Background(), bargain.Nash, bargain.Reserved, bargain.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("Nash:")
	show(s, nash.Points[0])
	// Output:
	// efficient:
	//   water 250 m³/s, power to Aldoria: 100 and 0
	//   water 250 m³/s, power shared: 90 and 40
	//   water 250 m³/s, power to Brennland: 70 and 70
	//   water 220 m³/s, power to Brennland: 50 and 80
	//   water 200 m³/s, power to Brennland: 10 and 100
	// Nash:
	//   water 250 m³/s, power to Brennland: 70 and 70
}

func show(s *bargain.Scenario, pt bargain.Point) {
	for i, o := range pt.Package {
		sep := ", "
		if i == 0 {
			sep = "  "
		}
		fmt.Printf("%s%s %s", sep, s.Issues[i].Name, s.Issues[i].Options[o])
	}
	fmt.Printf(": %s and %s\n", pt.Utilities[0].RatString(), pt.Utilities[1].RatString())
}
